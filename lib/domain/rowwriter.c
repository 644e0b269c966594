#include "domain/rowwriter.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/utf8.h"

#define TAIL_BYTES ((size_t)64 * 1024)
#define HEADER_BYTES ((size_t)64 * 1024)

/* --- the end of the file ------------------------------------------------------------------- */

/* The last bytes of the file, from the start of a line on, with at least two whole lines where there are. */
struct tail {
	struct strbuf bytes;
	size_t start;            /* of the first whole line in bytes */
	off_t offset;            /* of bytes[start] in the file */
};

static size_t count_lines(const char *s, size_t n)
{
	size_t lines = 0;

	for (const char *end = s + n; (s = memchr(s, '\n', (size_t)(end - s))) != NULL; s++)
		lines++;
	return lines;
}

/*
 * Three line ends: two whole lines and the one before them, whose start is then known. A NUL in a
 * line whose start is not known asks for more too.
 */
static int read_tail(struct rowwriter *w, struct tail *tail, struct err *err)
{
	size_t want = TAIL_BYTES;

	for (;; want *= 8) {
		const char *first;
		int whole = (off_t)want >= w->file.size;

		strbuf_reset(&tail->bytes);
		if (append_tail(&w->file, want, &tail->bytes, err) < 0)
			return -1;
		first = whole ? tail->bytes.buf
			      : memchr(tail->bytes.buf, '\n', tail->bytes.len);
		if (!whole && first)
			first++;
		tail->start = first ? (size_t)(first - tail->bytes.buf) : 0;
		tail->offset = w->file.size - (off_t)(tail->bytes.len - tail->start);
		if (whole || (first && count_lines(first, tail->bytes.len - tail->start) >= 2 &&
			      !memchr(tail->bytes.buf, '\0', tail->start)))
			return 0;
	}
}

/* Offset in the tail's bytes from where on the file is torn, or -1. */
static ssize_t find_torn(const struct tail *tail)
{
	const char *buf = tail->bytes.buf, *nul, *end;
	size_t n = tail->bytes.len;

	nul = memchr(buf + tail->start, '\0', n - tail->start);
	if (nul)
		n = (size_t)(nul - buf);
	else if (n && buf[n - 1] == '\n')
		return -1;
	end = memrchr(buf + tail->start, '\n', n - tail->start);
	return end ? end + 1 - buf : (ssize_t)tail->start;
}

/* The bytes after the last comma: the check, or the word "check" of the header. */
static void last_cell(const char *line, size_t n, struct row_chain *chain)
{
	const char *comma = memrchr(line, ',', n);
	size_t len = comma ? (size_t)(line + n - comma - 1) : 0;

	memset(chain->check, 0, sizeof(chain->check));
	if (len && len <= ROW_CHECK_HEX)
		memcpy(chain->check, comma + 1, len);
}

static size_t line_number(struct rowwriter *w, off_t offset)
{
	struct strbuf all = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	size_t line = 0;

	if (append_tail(&w->file, (size_t)w->file.size, &all, &ignored) == 0)
		line = 1 + count_lines(all.buf, (size_t)offset);
	strbuf_release(&all);
	return line;
}

static int wrong_check(struct rowwriter *w, off_t offset, const char *is, const char *want,
		       struct err *err)
{
	return err_set(err, STATUS_INPUT,
		       _("%s:%zu: the last row's check is '%s', its bytes give '%s': something else "
			 "than sd wrote here; nothing is recorded until that is cleared up (see "
			 "sd-cases(5))"),
		       w->o.path, line_number(w, offset), is, want);
}

/* The last line against the one before it; fills in chain and key. */
static int check_last(struct rowwriter *w, const struct tail *tail, struct err *err)
{
	const char *buf = tail->bytes.buf + tail->start, *line, *before, *comma;
	size_t n = tail->bytes.len - tail->start - 1;
	char want[ROW_CHECK_HEX + 1];
	struct row_chain previous;

	line = memrchr(buf, '\n', n);
	last_cell(line ? line + 1 : buf, line ? n - (size_t)(line + 1 - buf) : n, &w->chain);
	if (!line)
		return 0;        /* only the header */
	before = memrchr(buf, '\n', (size_t)(line - buf));
	before = before ? before + 1 : buf;
	last_cell(before, (size_t)(line - before), &previous);
	line++;
	n -= (size_t)(line - buf);
	comma = memrchr(line, ',', n);
	row_check(previous.check, line, comma ? (size_t)(comma - line) : n, want);
	if (!comma || strcmp(want, w->chain.check) != 0)
		return wrong_check(w, tail->offset + (line - buf), w->chain.check, want, err);
	w->key = layout_key(&w->layout, line, n, COLUMN_LOGGED, COLUMN_AT);
	if (w->key == INSTANT_NONE)
		return err_set(err, STATUS_INPUT, _("%s:%zu: the last row has no time"), w->o.path,
			       line_number(w, tail->offset + (line - buf)));
	return 0;
}

static int can_write(const struct rowwriter *w)
{
	const int *c = w->o.columns.written;

	while (*c >= 0 && w->layout.position[*c] >= 0)
		c++;
	return *c < 0 && w->layout.text_first;
}

/* Header first: it must be there and whole, whatever the end looks like. */
static int read_header(struct rowwriter *w, struct err *err)
{
	struct strbuf head = STRBUF_INIT;
	struct findings none = FINDINGS_INIT;
	const char *end;
	int ret = -1;

	strbuf_grow(&head, HEADER_BYTES);
	head.len = (size_t)pread(w->file.fd, head.buf, HEADER_BYTES, 0);
	if ((ssize_t)head.len < 0) {
		head.len = 0;
		err_errno(err, _("cannot read '%s'"), w->o.path);
		goto out;
	}
	end = memchr(head.buf, '\n', head.len);
	if (!end || layout_parse(&w->layout, head.buf, (size_t)(end - head.buf), &w->o.columns,
				 w->o.path, &none) < 0)
		err_set(err, STATUS_INPUT,
			_("'%s' does not begin with the header line that 'sd init' makes"),
			w->o.path);
	else if (!can_write(w))
		err_set(err, STATUS_INPUT,
			_("'%s' cannot be written to: its header is not one that 'sd init' makes"),
			w->o.path);
	else
		ret = 0;
out:
	findings_release(&none);
	strbuf_release(&head);
	return ret;
}

/* Cuts it off; what is left must end in a row that is right. */
static int cut_torn(struct rowwriter *w, const struct tail *tail, size_t torn, struct err *err)
{
	struct tail whole = { .bytes = STRBUF_INIT };
	int ret = -1;

	w->torn.n = tail->bytes.len - torn;
	w->torn.at = w->file.size - (off_t)w->torn.n;
	if (append_cut(&w->file, w->torn.at, w->torn.sha256, err) == 0 &&
	    read_tail(w, &whole, err) == 0)
		ret = check_last(w, &whole, err);
	strbuf_release(&whole.bytes);
	return ret;
}

static int look_at_end(struct rowwriter *w, struct err *err)
{
	struct tail tail = { .bytes = STRBUF_INIT };
	ssize_t torn;
	int ret;

	if (read_header(w, err) < 0)
		return -1;
	ret = read_tail(w, &tail, err);
	if (ret == 0) {
		torn = find_torn(&tail);
		ret = torn < 0 ? check_last(w, &tail, err)
			       : cut_torn(w, &tail, (size_t)torn, err);
	}
	strbuf_release(&tail.bytes);
	return ret;
}

/* --- begin and end ------------------------------------------------------------------------ */

static void warn_of_clock(struct rowwriter *w, struct findings *findings)
{
	struct strbuf now = STRBUF_INIT, key = STRBUF_INIT;

	if (w->key == INSTANT_NONE || w->key <= w->o.now)
		return;
	instant_format(&now, w->o.now, w->o.zone);
	instant_format(&key, w->key, w->o.zone);
	finding_add(findings, GRADE_WARNING, w->o.path, 0, 0,
		    _("this machine's clock says %s, but the last row was logged at %s; set the "
		      "clock right (what is recorded now is logged at that time)"),
		    now.buf, key.buf);
	strbuf_release(&now);
	strbuf_release(&key);
}

int rowwriter_begin(struct rowwriter *w, const struct rowwriter_options *options,
		    struct findings *findings, struct err *err)
{
	struct strbuf since = STRBUF_INIT;
	struct append_options o = {
		.lock = options->lock,
		.under = options->under,
		.wait_ms = options->wait_ms ? options->wait_ms : LOCKFILE_WAIT,
		.unsafe_share = options->unsafe_share,
	};
	int ret;

	w->o = *options;
	instant_format(&since, options->now, options->zone);
	o.since = since.buf;
	ret = append_begin(&w->file, options->path, &o, err);
	strbuf_release(&since);
	if (ret == 0)
		ret = look_at_end(w, err);
	if (ret < 0) {
		rowwriter_end(w, NULL);
		return -1;
	}
	warn_of_clock(w, findings);
	return 0;
}

int rowwriter_commit(struct rowwriter *w, struct err *err)
{
	int ret = w->out.len ? append_write(&w->file, w->out.buf, w->out.len, err) : 0;

	strbuf_reset(&w->out);
	return ret;
}

int rowwriter_end(struct rowwriter *w, struct err *err)
{
	int ret = append_end(&w->file, err);

	strbuf_release(&w->out);
	*w = (struct rowwriter)ROWWRITER_INIT;
	return ret;
}

/* --- rows ----------------------------------------------------------------------------------- */

static int check_cells(const struct rowwriter *w, const struct span *cell, instant at,
		       struct err *err)
{
	const struct vocabulary *words = &w->o.columns;

	if (at > w->o.now)
		return err_set(err, STATUS_USAGE, _("the time of an event cannot lie in the future"));
	for (int c = 0; c < COLUMN_MAX; c++) {
		const char *name = cell[c].n ? words->name(words->ctx, c) : NULL;

		if (!cell[c].n)
			continue;
		if (w->layout.position[c] < 0)
			return err_set(err, STATUS_USAGE,
				       _("the log has no column '%s': its header was written "
					 "before the policy had that field"),
				       name ? name : "?");
		if (c == words->text && utf8_valid(cell[c].s, cell[c].n) < cell[c].n)
			return err_set(err, STATUS_USAGE, _("the text is not valid UTF-8"));
		if (c != words->text &&
		    row_code_check(name ? name : "?", cell[c].s, cell[c].n, err) < 0)
			return -1;
	}
	return 0;
}

struct rowwriter_mark rowwriter_mark(const struct rowwriter *w)
{
	return (struct rowwriter_mark){ w->out.len, w->chain, w->key };
}

void rowwriter_back(struct rowwriter *w, const struct rowwriter_mark *mark)
{
	strbuf_setlen(&w->out, mark->n);
	w->chain = mark->chain;
	w->key = mark->key;
}

int rowwriter_add(struct rowwriter *w, const struct span cell[COLUMN_MAX], instant at,
		  struct err *err)
{
	struct strbuf at_text = STRBUF_INIT, logged = STRBUF_INIT;
	instant key = w->o.now;
	struct span all[COLUMN_MAX];

	if (check_cells(w, cell, at, err) < 0)
		return -1;
	/* INSTANT_NONE is before every instant. */
	key = w->key > key ? w->key : key;
	key = w->o.not_before > key ? w->o.not_before : key;
	instant_format(&at_text, at, w->o.zone);
	if (key != at)
		instant_format(&logged, key, w->o.zone);
	memcpy(all, cell, sizeof(all));
	all[COLUMN_AT] = (struct span){ at_text.buf, (uint32_t)at_text.len };
	all[COLUMN_LOGGED] = (struct span){ logged.buf, (uint32_t)logged.len };
	row_format(&w->out, &w->layout, all, &w->chain);
	w->key = key;
	strbuf_release(&at_text);
	strbuf_release(&logged);
	return 0;
}
