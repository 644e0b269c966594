#include "import_file.h"

#include <string.h>

#include "base/i18n.h"
#include "io/file.h"

#define STDIN_MAX ((size_t)1 << 30)

enum { OPT_MAP = 1, OPT_STRICT, OPT_REJECTED };

const struct cli_option import_file_options[] = {
	{ "map", 'm', N_("MAP"), N_("what the columns mean (a file, see sd-import(5))"), OPT_MAP },
	{ "strict", 0, NULL, N_("take nothing where anything is wrong"), OPT_STRICT },
	{ "rejected", 0, N_("FILE"), N_("where rows set aside are kept; default: FILE.rejected.csv in the desk"), OPT_REJECTED },
	{ NULL, 0, NULL, NULL, 0 }
};

int import_file_parse(struct import_file *f)
{
	struct cli *cli = f->cli;
	int opt;

	while ((opt = cli_next(cli)) > 0) {
		if (opt == OPT_MAP)
			f->map = cli->arg;
		else if (opt == OPT_STRICT)
			f->strict = 1;
		else if (opt == OPT_REJECTED)
			f->rejected = cli->arg;
	}
	if (opt < 0)
		return -1;
	f->path = cli_operand(cli, 0);
	if (!f->map)
		cli_usage(cli, _("import needs --map: dates and columns are stated, never guessed"));
	else if (cli_operands(cli) != 1)
		cli_usage(cli, _("import takes exactly one file ('-' for standard input)"));
	if (cli->err.status)
		return -1;
	return cli_want_format(cli, FORMAT_TEXT, 1U << FORMAT_TEXT | 1U << FORMAT_JSON);
}

void import_file_release(struct import_file *f)
{
	strbuf_release(&f->input);
}

const char *import_file_name(const struct import_file *f)
{
	return strcmp(f->path, "-") ? f->path : "stdin";
}

/* Before its header. */
static struct csv_reader *open_table(struct import_file *f, const struct importtable *table,
				     struct findings *findings)
{
	struct err *err = &f->cli->err;
	struct csv_reader *r;

	if (strcmp(f->path, "-") != 0) {
		r = csv_open(f->path, findings, err);
	} else {
		if (!f->input.len && file_read_fd(0, "stdin", STDIN_MAX, &f->input, err) < 0)
			return NULL;
		r = csv_open_memory("stdin", f->input.buf, f->input.len, findings);
	}
	if (!r)
		return NULL;
	csv_set_delimiter(r, table->delimiter);
	if (table->short_rows)
		csv_set_ragged(r, GRADE_WARNING);
	if (!table->encoding || csv_set_charset(r, table->encoding, err) == 0)
		return r;
	csv_close(r);
	return NULL;
}

struct csv_reader *import_file_open(struct import_file *f, const struct importtable *table,
				    struct findings *findings)
{
	struct csv_reader *r = open_table(f, table, findings);

	if (!r || csv_read_headers(r, table->header_rows, &f->cli->err) == 0)
		return r;
	csv_close(r);
	return NULL;
}

/* The header and the rows set aside, as they stand in the file, so that the same map fits. */
static int add_rejected(struct import_file *f, const struct importrows *rows, struct strbuf *out)
{
	struct csv_reader *r = open_table(f, rows->table, NULL);
	struct csv_row row;
	int got = -1, n = 0;

	/* It is UTF-8 now, whatever the map says. */
	if (rows->table->encoding)
		strbuf_addstr(out, "\xEF\xBB\xBF");
	while (r && (got = csv_next(r, &row, &f->cli->err)) > 0) {
		if (n++ >= rows->table->header_rows && !importrows_is_aside(rows, row.line))
			continue;
		strbuf_add(out, row.raw, row.raw_n);
		if (row.raw_n && row.raw[row.raw_n - 1] != '\n')
			strbuf_addch(out, '\n');
	}
	csv_close(r);
	return got;
}

int import_file_keep_rejected(struct import_file *f, const struct importrows *rows,
			      const char *dir)
{
	struct cli *cli = f->cli;
	const char *base = strrchr(import_file_name(f), '/');
	struct strbuf out = STRBUF_INIT, path = STRBUF_INIT;
	int got;

	if (f->rejected)
		strbuf_addstr(&path, f->rejected);
	else
		strbuf_addf(&path, "%s/%s.rejected.csv", dir, base ? base + 1 : import_file_name(f));
	got = add_rejected(f, rows, &out);
	if (got == 0)
		got = file_replace(path.buf, out.buf, out.len, 0600, &cli->err);
	if (got == 0)
		cli_say(cli, _("rows set aside are kept in '%s'"), path.buf);
	strbuf_release(&out);
	strbuf_release(&path);
	return got;
}
