#include "domain/logwriter.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/digest.h"

#define TAIL_BYTES ((size_t)64 * 1024)
#define HEADER_BYTES ((size_t)64 * 1024)
#define SEARCH_BYTES ((size_t)1 << 20)

/* --- the end of the log ------------------------------------------------------------------- */

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
static int read_tail(struct logwriter *w, struct tail *tail, struct err *err)
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

static int add_repair(struct logwriter *w, off_t at, size_t n, const char *hex, struct err *err)
{
	struct span cell[COLUMN_MAX] = { 0 };
	const char *name = strrchr(w->o.log, '/');
	struct strbuf text = STRBUF_INIT;
	int ret;

	strbuf_addf(&text, "%s %lld %zu %s", name ? name + 1 : w->o.log, (long long)at, n, hex);
	cell[COLUMN_EVENT] = (struct span){ "repair", 6 };
	cell[COLUMN_BY] = (struct span){ "sd", 2 };
	cell[COLUMN_TEXT] = (struct span){ text.buf, (uint32_t)text.len };
	ret = logwriter_add(w, cell, w->o.now, err);
	strbuf_release(&text);
	return ret < 0 ? ret : logwriter_commit(w, err);
}

/* Does a line's cell `position` from the left begin; plain cells only (all before text are). */
static struct span plain_cell(const char *line, size_t n, int position)
{
	const char *s = line, *end = line + n, *comma;

	for (; position > 0; position--) {
		comma = memchr(s, ',', (size_t)(end - s));
		if (!comma)
			return (struct span){ end, 0 };
		s = comma + 1;
	}
	comma = memchr(s, ',', (size_t)(end - s));
	return (struct span){ s, (uint32_t)((comma ? comma : end) - s) };
}

static struct span layout_cell(const struct layout *layout, const char *line, size_t n, int column)
{
	if (layout->position[column] < 0)
		return (struct span){ line, 0 };
	return plain_cell(line, n, layout->position[column]);
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

static instant line_key(const struct layout *layout, const char *line, size_t n)
{
	struct span cell = layout_cell(layout, line, n, COLUMN_LOGGED);
	instant t;

	if (!cell.n)
		cell = layout_cell(layout, line, n, COLUMN_AT);
	return instant_parse(cell.s, cell.n, &t, NULL) < 0 ? INSTANT_NONE : t;
}

static size_t line_number(struct logwriter *w, off_t offset)
{
	struct strbuf all = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	size_t line = 0;

	if (append_tail(&w->file, (size_t)w->file.size, &all, &ignored) == 0)
		line = 1 + count_lines(all.buf, (size_t)offset);
	strbuf_release(&all);
	return line;
}

static int wrong_check(struct logwriter *w, off_t offset, const char *is, const char *want,
		       struct err *err)
{
	return err_set(err, STATUS_INPUT,
		       _("%s:%zu: the last row's check is '%s', its bytes give '%s': something else "
			 "than sd wrote here; nothing is recorded until that is cleared up (see "
			 "sd-cases(5))"),
		       w->o.log, line_number(w, offset), is, want);
}

/* The last line against the one before it; fills in chain and key. */
static int check_last(struct logwriter *w, const struct tail *tail, struct err *err)
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
	w->key = line_key(&w->layout, line, n);
	if (w->key == INSTANT_NONE)
		return err_set(err, STATUS_INPUT, _("%s:%zu: the last row has no time"), w->o.log,
			       line_number(w, tail->offset + (line - buf)));
	return 0;
}

/* Header first: it must be there and whole, whatever the end looks like. */
static int read_header(struct logwriter *w, struct err *err)
{
	struct strbuf head = STRBUF_INIT;
	struct findings none = FINDINGS_INIT;
	const char *end;
	int ret = -1;

	strbuf_grow(&head, HEADER_BYTES);
	head.len = (size_t)pread(w->file.fd, head.buf, HEADER_BYTES, 0);
	if ((ssize_t)head.len < 0) {
		head.len = 0;
		err_errno(err, _("cannot read '%s'"), w->o.log);
		goto out;
	}
	end = memchr(head.buf, '\n', head.len);
	if (!end || layout_parse(&w->layout, head.buf, (size_t)(end - head.buf), w->o.set,
				 w->o.log, &none) < 0) {
		err_set(err, STATUS_INPUT, _("'%s' does not begin with the header of a case log"),
			w->o.log);
		goto out;
	}
	if (!w->layout.text_first || w->layout.position[COLUMN_BY] < 0 ||
	    w->layout.position[COLUMN_LOGGED] < 0) {
		err_set(err, STATUS_INPUT,
			_("'%s' cannot be written to: its header is not one that 'sd init' makes"),
			w->o.log);
		goto out;
	}
	ret = 0;
out:
	findings_release(&none);
	strbuf_release(&head);
	return ret;
}

static int repair_tail(struct logwriter *w, const struct tail *tail, size_t torn, struct err *err)
{
	size_t n = tail->bytes.len - torn;
	off_t at = w->file.size - (off_t)n;
	char hex[DIGEST_HEX + 1];
	struct tail whole = { .bytes = STRBUF_INIT };
	int ret = -1;

	if (append_cut(&w->file, at, hex, err) == 0 && read_tail(w, &whole, err) == 0 &&
	    check_last(w, &whole, err) == 0)
		ret = add_repair(w, at, n, hex, err);
	strbuf_release(&whole.bytes);
	if (ret == 0)
		finding_add(w->findings, GRADE_WARNING, w->o.log, 0, 0,
			    _("the last write was torn: its %zu bytes from offset %lld on are kept "
			      "in '%s.torn' and a repair event is recorded"),
			    n, (long long)at, w->o.log);
	return ret;
}

static int look_at_end(struct logwriter *w, struct err *err)
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
			       : repair_tail(w, &tail, (size_t)torn, err);
	}
	strbuf_release(&tail.bytes);
	return ret;
}

/* --- begin and end ------------------------------------------------------------------------ */

static void warn_of_clock(struct logwriter *w)
{
	struct strbuf now = STRBUF_INIT, key = STRBUF_INIT;

	if (w->key == INSTANT_NONE || w->key <= w->o.now)
		return;
	instant_format(&now, w->o.now, w->o.zone);
	instant_format(&key, w->key, w->o.zone);
	finding_add(w->findings, GRADE_WARNING, w->o.log, 0, 0,
		    _("this machine's clock says %s, but the last row was logged at %s; set the "
		      "clock right (what is recorded now is logged at that time)"),
		    now.buf, key.buf);
	strbuf_release(&now);
	strbuf_release(&key);
}

int logwriter_begin(struct logwriter *w, const struct logwriter_options *options,
		    struct findings *findings, struct err *err)
{
	struct strbuf since = STRBUF_INIT;
	struct append_options o = {
		.lock = options->lock,
		.wait_ms = options->wait_ms ? options->wait_ms : LOCKFILE_WAIT,
		.unsafe_share = options->unsafe_share,
	};
	int ret;

	w->o = *options;
	w->findings = findings;
	instant_format(&since, options->now, options->zone);
	o.since = since.buf;
	ret = append_begin(&w->file, options->log, &o, err);
	strbuf_release(&since);
	if (ret == 0)
		ret = look_at_end(w, err);
	if (ret < 0) {
		logwriter_end(w, NULL);
		return -1;
	}
	warn_of_clock(w);
	return 0;
}

int logwriter_commit(struct logwriter *w, struct err *err)
{
	int ret = w->out.len ? append_write(&w->file, w->out.buf, w->out.len, err) : 0;

	strbuf_reset(&w->out);
	return ret;
}

int logwriter_end(struct logwriter *w, struct err *err)
{
	int ret = append_end(&w->file, err);

	strbuf_release(&w->out);
	intern_release(&w->dates);
	free(w->highest);
	*w = (struct logwriter)LOGWRITER_INIT;
	return ret;
}

/* --- rows ----------------------------------------------------------------------------------- */

int logwriter_check_value(const char *name, const char *s, size_t n, struct err *err)
{
	struct strbuf safe = STRBUF_INIT;
	const char *why;
	int at = row_code_fault(s, n);

	if (at < 0)
		return 0;
	utf8_add_safe(&safe, s, n);
	if (s[at] == ',')
		why = _("a comma; write a code here and put words into --text");
	else if (s[at] == '"')
		why = _("a quote; write a code here and put words into --text");
	else
		why = _("a control character or a byte that is not UTF-8");
	err_set(err, STATUS_USAGE, _("the %s '%s' holds %s"), name, safe.buf, why);
	strbuf_release(&safe);
	return -1;
}

static const char *column_label(const struct logwriter *w, int column)
{
	const char *name = policy_set_column_name(w->o.set, column);

	return name ? name : "?";
}

static int check_cells(const struct logwriter *w, const struct span *cell, instant at,
		       struct err *err)
{
	if (at > w->o.now)
		return err_set(err, STATUS_USAGE, _("the time of an event cannot lie in the future"));
	for (int c = 0; c < COLUMN_MAX; c++) {
		if (!cell[c].n)
			continue;
		if (w->layout.position[c] < 0)
			return err_set(err, STATUS_USAGE,
				       _("the log has no column '%s': its header was written "
					 "before the policy had that field"),
				       column_label(w, c));
		if (c == COLUMN_TEXT && utf8_valid(cell[c].s, cell[c].n) < cell[c].n)
			return err_set(err, STATUS_USAGE, _("the text is not valid UTF-8"));
		if (c != COLUMN_TEXT &&
		    logwriter_check_value(column_label(w, c), cell[c].s, cell[c].n, err) < 0)
			return -1;
	}
	return 0;
}

int logwriter_add(struct logwriter *w, const struct span cell[COLUMN_MAX], instant at,
		  struct err *err)
{
	struct strbuf at_text = STRBUF_INIT, logged = STRBUF_INIT;
	instant key = w->key != INSTANT_NONE && w->key > w->o.now ? w->key : w->o.now;
	struct span all[COLUMN_MAX];

	if (check_cells(w, cell, at, err) < 0)
		return -1;
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
