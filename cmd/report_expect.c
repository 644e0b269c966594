/* sd report --expect: a shop that nothing came of is named, not forgotten. */
#include <string.h>

#include "base/i18n.h"
#include "base/intern.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "io/lines.h"
#include "report.h"

#define LINE_MOST ((size_t)1 << 16)

static void note_names(struct intern *there, const struct figures *f)
{
	size_t i;

	for (i = 0; i < f->ndesks; i++)
		intern_add(there, f->desk[i].name, strlen(f->desk[i].name));
	for (i = 0; i < f->nunread; i++)
		intern_add(there, f->unread[i].name, strlen(f->unread[i].name));
}

/* NAME, or NAME, a tab and where it is. */
static void expect_line(struct cli *cli, struct figures *f, struct intern *there, const struct line *line)
{
	const char *tab = memchr(line->s, '\t', line->n);
	size_t n = tab ? (size_t)(tab - line->s) : line->n, rest = tab ? line->n - n - 1 : 0;
	struct strbuf name = STRBUF_INIT, why = STRBUF_INIT;

	if (n && intern_find(there, line->s, n) == INTERN_NONE) {
		intern_add(there, line->s, n);
		strbuf_add(&name, line->s, n);
		if (rest)
			strbuf_addf(&why, _("no figures came of it (%.*s)"), (int)rest, tab + 1);
		else
			strbuf_addstr(&why, _("no figures came of it"));
		figures_add_unread(f, name.buf, why.buf);
		finding_add(&cli->findings, GRADE_ERROR, arena_strdup(&cli->findings.arena, name.buf), 0, 0, "%s",
			    why.buf);
	}
	strbuf_release(&name);
	strbuf_release(&why);
}

static int check_line(struct cli *cli, const char *file, size_t number, const struct line *line)
{
	if (utf8_valid(line->s, line->n) == line->n && !memchr(line->s, '\0', line->n))
		return 0;
	return err_set(&cli->err, STATUS_INPUT, _("'%s': line %zu is not UTF-8"), file, number);
}

int report_expect(struct cli *cli, const char *file, struct figures *f)
{
	struct lines *in = lines_open(file, &cli->err);
	struct intern there = INTERN_INIT;
	enum lines_result got;
	struct line line;
	size_t number = 1;
	int result = 0;

	if (!in)
		return -1;
	note_names(&there, f);
	while ((got = lines_peek(in, 0, LINE_MOST, &line, &cli->err)) == LINES_ONE && result == 0) {
		result = check_line(cli, file, number++, &line);
		if (result == 0)
			expect_line(cli, f, &there, &line);
		lines_skip(in, line.end);
	}
	if (got == LINES_LONG)
		result = err_set(&cli->err, STATUS_INPUT, _("'%s': line %zu is too long"), file, number);
	figures_finish_desks(f);
	intern_release(&there);
	lines_close(in);
	return got == LINES_FAILED ? -1 : result;
}
