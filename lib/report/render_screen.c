/* render_screen: what the person who opens the shop reads first. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "report/policytext.h"
#include "report/render_desks.h"
#include "values/duration.h"

enum part { PART_LATE, PART_DUE, PART_CALL, PART_TARGETS, PART_COUNT };

/*
 * Two lines above, a heading for each part, one line for the seal and an empty one are always
 * there; the others are shared out.
 */
#define ROWS (REPORT_SCREEN - 2 - PART_COUNT - 1 - 1)

#define SEALS_SHOWN 4

/* How many rows each part gets: a fair number first, what is left in the order of the parts. */
static void share_rows(size_t taken, const size_t want[PART_COUNT], size_t got[PART_COUNT])
{
	const size_t fair[PART_COUNT] = { taken < 3 ? 4 - taken : 1, 3, 2, 3 };
	size_t left = taken < ROWS ? ROWS - taken : 0;
	int i;

	for (i = 0; i < PART_COUNT; i++) {
		got[i] = want[i] < fair[i] ? want[i] : fair[i];
		got[i] = got[i] < left ? got[i] : left;
		left -= got[i];
	}
	for (i = 0; i < PART_COUNT; i++)
		while (left && got[i] < want[i]) {
			got[i]++;
			left--;
		}
}

static void print_heading(struct doc *d, const char *title, size_t shown, size_t all)
{
	struct strbuf line = STRBUF_INIT;

	if (!all)
		strbuf_addf(&line, _("%s: nothing"), title);
	else if (shown < all)
		strbuf_addf(&line, _("%s: %zu, the first %zu:"), title, all, shown);
	else
		strbuf_addf(&line, _("%s: %zu"), title, all);
	if (d->form == DOC_HTML) {
		doc_heading(d, line.buf);
	} else {
		doc_space(d);
		doc_line(d, "%s", line.buf);
		doc_space(d);
	}
	strbuf_release(&line);
}

static const char case_title[] = N_("case");
static const char *const late_titles[] = { case_title, N_("clock"), N_("owner"), N_("how late") };
static const char *const due_titles[] = { case_title, N_("clock"), N_("owner"), N_("due") };
static const char *const call_titles[] = { N_("customer"), case_title, N_("how late") };
static const char *const target_titles[] = { N_("target"), N_("goal"), N_("value"), N_("met") };

/* What comes before and after the case may be cut, but never its number nor what is said of it. */
static void begin_rows(struct doc *d, const char *const *title, size_t n)
{
	size_t i;

	doc_table(d);
	for (i = 0; i < n; i++) {
		int is_case = !strcmp(title[i], case_title);

		if (is_case && d->f->ndesks > 1)
			doc_column(d, _("desk"), TABLE_TRUNCATE);
		doc_column(d, _(title[i]), is_case || i + 1 == n ? TABLE_LEFT : TABLE_TRUNCATE);
	}
	doc_no_header(d);
}

/* The owner, else the department in brackets. */
static void cell_owner(struct doc *d, const struct figure_late *x)
{
	struct strbuf sb = STRBUF_INIT;

	if (*x->owner)
		strbuf_addstr(&sb, policy_value_label(x->policy, COLUMN_OWNER, x->owner, d->lang));
	else if (*x->department)
		strbuf_addf(&sb, "(%s)", policy_value_label(x->policy, COLUMN_DEPARTMENT,
							    x->department, d->lang));
	else
		strbuf_addstr(&sb, _("nobody"));
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void cell_case(struct doc *d, const char *desk, const char *case_id)
{
	if (d->f->ndesks > 1)
		doc_cell(d, desk);
	doc_cell(d, case_id);
}

static void cell_late(struct doc *d, int64_t seconds)
{
	struct strbuf sb = STRBUF_INIT, late = STRBUF_INIT;

	duration_format_short(&sb, seconds);
	strbuf_addf(&late, _("%s late"), sb.buf);
	doc_cell(d, late.buf);
	strbuf_release(&late);
	strbuf_release(&sb);
}

static void print_late(struct doc *d, size_t n)
{
	size_t i;

	begin_rows(d, late_titles, 4);
	doc_fold(d, DOC_FOLD, n);
	for (i = 0; i < n; i++) {
		const struct figure_late *x = &d->f->late.late[i];

		doc_row(d);
		cell_case(d, x->desk, x->case_id);
		doc_cell_clock(d, x);
		cell_owner(d, x);
		cell_late(d, x->late_s);
	}
	doc_table_end(d);
}

static void print_due(struct doc *d, size_t n)
{
	size_t i;

	begin_rows(d, due_titles, 4);
	doc_fold(d, DOC_FOLD, n);
	for (i = 0; i < n; i++) {
		/* The list is sorted by lateness: the first is due first. */
		const struct figure_late *x = &d->f->due.late[i];
		struct strbuf due = STRBUF_INIT;

		doc_row(d);
		cell_case(d, x->desk, x->case_id);
		doc_cell_clock(d, x);
		cell_owner(d, x);
		doc_time(&due, x->due, x->zone);
		doc_cell(d, due.buf + 11);
		strbuf_release(&due);
	}
	doc_table_end(d);
}

static void print_calls(struct doc *d, size_t n)
{
	size_t i;

	begin_rows(d, call_titles, 3);
	doc_fold(d, DOC_FOLD, n);
	for (i = 0; i < n; i++) {
		const struct figure_call *x = &d->f->call[i];

		doc_row(d);
		doc_cell(d, *x->customer ? x->customer : _("unknown customer"));
		cell_case(d, x->desk, x->case_id);
		cell_late(d, x->late_s);
	}
	doc_table_end(d);
}

static void print_targets(struct doc *d, size_t n)
{
	size_t i;

	begin_rows(d, target_titles, 4);
	for (i = 0; i < n; i++) {
		const struct figure_target *t = &d->f->target[i];
		const char *figure = policytext_figure(t->target, d->lang);
		struct strbuf value = STRBUF_INIT;

		doc_row(d);
		doc_cell(d, figure ? figure : doc_clock_label(d, t->target));
		doc_cell(d, t->goal);
		doc_target_value(&value, t, t->value, t->n, t->of);
		doc_cell(d, value.buf);
		doc_cell(d, t->met < 0 ? _("n/a") : t->met ? _("met") : _("missed"));
		strbuf_release(&value);
	}
	doc_table_end(d);
}

/* One token, blanks before it passed over; its length. */
static size_t token(const char **s)
{
	*s += strspn(*s, " \t\r\n;,");
	return strcspn(*s, " \t\r\n;,");
}

/* FILE FROM LENGTH SHA256 as `sd audit verify --expect` takes it: FILE FROM+LENGTH:16DIGITS. */
static int add_seal_entry(struct strbuf *out, const char **s)
{
	const char *part[4], *p = *s;
	size_t n[4], i;

	for (i = 0; i < 4; i++) {
		n[i] = token(&p);
		part[i] = p;
		p += n[i];
	}
	if (n[3] != 64 || !n[1] || !n[2] || strspn(part[1], "0123456789") < n[1] ||
	    strspn(part[2], "0123456789") < n[2] || strspn(part[3], "0123456789abcdef") < 64)
		return 0;
	strbuf_addf(out, "%.*s %.*s+%.*s:%.16s", (int)n[0], part[0], (int)n[1], part[1], (int)n[2],
		    part[2], part[3]);
	*s = p;
	return 1;
}

/* What stays together on a line: a desk's name, an entry to be copied. */
static void add_unit(struct strbuf *out, const struct doc *d, const char *unit)
{
	const char *end = strrchr(out->buf, '\n'), *line = end ? end + 1 : out->buf;
	size_t width = utf8_width(line, strlen(line));

	if (!out->len)
		strbuf_addf(out, _("newest seal: %s"), unit);
	else if (d->form == DOC_TEXT && width + 1 + utf8_width(unit, strlen(unit)) > d->width)
		strbuf_addf(out, "\n  %s", unit);
	else
		strbuf_addf(out, " %s", unit);
}

static void add_seal(struct strbuf *out, const struct doc *d, const char *s)
{
	struct strbuf entry = STRBUF_INIT;
	size_t n = 0;

	for (; add_seal_entry(&entry, &s); n++) {
		add_unit(out, d, entry.buf);
		strbuf_reset(&entry);
	}
	if (!n)
		add_unit(out, d, s);
	strbuf_release(&entry);
}

static void add_seals(struct strbuf *out, const struct doc *d)
{
	const struct figures *f = d->f;
	struct strbuf name = STRBUF_INIT;
	size_t i;

	for (i = 0; i < f->ndesks; i++) {
		if (f->ndesks > 1) {
			strbuf_reset(&name);
			strbuf_addf(&name, "[%s]", f->desk[i].name);
			add_unit(out, d, name.buf);
		}
		add_seal(out, d, f->desk[i].seal ? f->desk[i].seal : _("none"));
	}
	strbuf_release(&name);
}

/* Where there is no room for all; the last part of the report has them. */
static void count_seals(struct strbuf *out, const struct figures *f)
{
	size_t i, n = 0;

	for (i = 0; i < f->ndesks; i++)
		n += f->desk[i].seal != NULL;
	strbuf_addf(out, _("newest seal: %zu of %zu desks have one"), n, f->ndesks);
}

static size_t count_ends(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

/* No seal is cut: it takes a line, and as many more as it needs. */
static size_t find_seal(struct strbuf *out, const struct doc *d)
{
	if (d->f->ndesks > SEALS_SHOWN)
		count_seals(out, d->f);
	else
		add_seals(out, d);
	return count_ends(out->buf);
}

static void print_seal(struct doc *d, const struct strbuf *seal)
{
	const char *s = seal->buf;
	size_t n;

	doc_space(d);
	for (; *s; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		doc_line(d, "%.*s", (int)n, s);
	}
}

/* How many lines more than the usual two what stands above took. */
static size_t print_head(struct doc *d)
{
	const struct strbuf *out = d->to->out;
	size_t i = out->len, lines = d->is_message ? 1 : 0;

	doc_head(d);
	if (d->form != DOC_TEXT)
		return d->f->nunread > 0;
	return lines + count_ends(out->buf + i) - 2;
}

void doc_screen(struct doc *d)
{
	const struct figures *f = d->f;
	size_t want[PART_COUNT] = { f->late.n, f->due.n, d->is_message ? 0 : f->ncalls, f->ntargets };
	size_t got[PART_COUNT];
	struct strbuf seal = STRBUF_INIT;
	size_t more = find_seal(&seal, d), taken = print_head(d) + (f->ndesks == 1 ? more : 0);
	size_t used = 2 + PART_COUNT + 1 + taken + (f->ndesks == 1 ? 0 : more);
	int i;

	if (d->form != DOC_HTML)
		share_rows(taken, want, got);
	for (i = 0; d->form == DOC_HTML && i < PART_COUNT; i++)
		got[i] = doc_rows(d, 0, want[i]);
	for (i = 0; i < PART_COUNT; i++)
		used += d->form == DOC_TEXT ? got[i] : 0;
	if (got[PART_LATE])
		doc_alarm(d);
	print_heading(d, _("late now"), got[PART_LATE], want[PART_LATE]);
	print_late(d, got[PART_LATE]);
	print_heading(d, _("due today"), got[PART_DUE], want[PART_DUE]);
	print_due(d, got[PART_DUE]);
	if (!d->is_message) {
		print_heading(d, _("to call"), got[PART_CALL], f->calls_all);
		print_calls(d, got[PART_CALL]);
	}
	print_heading(d, _("targets"), got[PART_TARGETS], want[PART_TARGETS]);
	print_targets(d, got[PART_TARGETS]);
	if (more && used >= REPORT_SCREEN && f->ndesks > 1) {
		strbuf_reset(&seal);
		count_seals(&seal, f);
		used -= more;
	}
	print_seal(d, &seal);
	strbuf_release(&seal);
	if (d->form == DOC_TEXT && !d->is_message && used < REPORT_SCREEN)
		strbuf_addchars(d->to->out, '\n', REPORT_SCREEN - used);
}
