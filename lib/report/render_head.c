/* render_head: what a report is of, in the lines that it begins with and as a title. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "report/render_desks.h"
#include "report/render_doc.h"

#define NAME_FEWEST   16     /* columns of a name that is shortened */
#define ONLY_FEWEST   40     /* of a filter, which says what the figures are of */
#define TITLE_COLUMNS 80
#define WRAP_LOSS     40     /* columns of two lines that may stay empty: no number is broken */

/* --- the period ------------------------------------------------------------------------------------- */

static const char *weekday(int64_t day)
{
	static const char *const names[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"),
					     N_("Sat"), N_("Sun") };

	return _(names[civil_weekday(day)]);
}

static int is_midnight(const struct zone *zone, instant t)
{
	return zone_midnight(zone, zone_day(zone, t)) == t;
}

static int is_of_days(const struct figures *f)
{
	int since_ever = f->ndesks && f->desk[0].span.since_ever;

	return (since_ever || is_midnight(f->zone, f->from)) && (f->so_far || is_midnight(f->zone, f->to));
}

static void add_times(struct strbuf *out, const struct zone *zone, instant from, instant to)
{
	struct strbuf end = STRBUF_INIT;

	doc_time(out, from, zone);
	strbuf_addstr(out, _(" - "));
	doc_time(&end, to, zone);
	strbuf_addstr(out, end.buf + (zone_day(zone, from) == zone_day(zone, to) ? 11 : 0));
	strbuf_release(&end);
}

static void add_days(struct strbuf *out, int64_t first, int64_t last)
{
	date_format(out, first);
	strbuf_addstr(out, _(" - "));
	date_format(out, last);
}

void doc_period(struct strbuf *out, const struct figures *f)
{
	instant last = f->so_far || f->to <= f->from ? f->to : f->to - 1;

	if (is_of_days(f))
		add_days(out, zone_day(f->zone, f->from), zone_day(f->zone, last));
	else
		add_times(out, f->zone, f->from, f->to);
}

/* A day alone with its weekday. */
static void add_period(struct strbuf *out, const struct figures *f)
{
	int64_t first = zone_day(f->zone, f->from);

	if (is_of_days(f) && zone_day(f->zone, f->so_far || f->to <= f->from ? f->to : f->to - 1) == first) {
		date_format(out, first);
		strbuf_addf(out, " %s", weekday(first));
	} else {
		doc_period(out, f);
	}
	if (f->so_far)
		strbuf_addstr(out, _(" so far"));
}

void doc_period_before(struct strbuf *out, const struct figures *f)
{
	if (is_of_days(f))
		add_days(out, zone_day(f->zone, f->before_from), zone_day(f->zone, f->before_to - 1));
	else
		add_times(out, f->zone, f->before_from, f->before_to);
}

/* --- the sentence ----------------------------------------------------------------------------------- */

/* The desks, and which of their cases. */
static void add_desks(struct strbuf *out, const char *name, const char *only)
{
	strbuf_addstr(out, name);
	if (*only)
		strbuf_addf(out, " (%s)", only);
}

static void add_subject(struct strbuf *out, const struct figures *f, const char *name, const char *only)
{
	struct strbuf period = STRBUF_INIT, desks = STRBUF_INIT;

	add_period(&period, f);
	add_desks(&desks, name, only);
	strbuf_addf(out, _("%s, %s"), desks.buf, period.buf);
	strbuf_release(&period);
	strbuf_release(&desks);
}

static void add_sentence(struct strbuf *out, const struct figures *f, const char *name, const char *only)
{
	struct strbuf period = STRBUF_INIT, desks = STRBUF_INIT;

	add_period(&period, f);
	add_desks(&desks, name, only);
	strbuf_addf(out, _("%s, %s: %llu received, %llu concluded, %llu open"), desks.buf, period.buf,
		    (unsigned long long)f->received, (unsigned long long)f->concluded,
		    (unsigned long long)f->open);
	strbuf_release(&period);
	strbuf_release(&desks);
}

/* Takes what is too much from the end of a name, which then says so. */
static void shorten(struct strbuf *name, size_t fewest, size_t *excess)
{
	size_t width = utf8_width(name->buf, name->len), columns;

	if (!*excess || width <= fewest)
		return;
	columns = width > *excess + fewest ? width - *excess : fewest;
	strbuf_setlen(name, utf8_fit(name->buf, name->len, columns - 1));
	while (name->len && name->buf[name->len - 1] == ' ')
		strbuf_setlen(name, name->len - 1);
	strbuf_addstr(name, "\xE2\x80\xA6");
	width -= utf8_width(name->buf, name->len);
	*excess -= width < *excess ? width : *excess;
}

typedef void add_fn(struct strbuf *out, const struct figures *f, const char *name, const char *only);

/* In one line of so many columns: figures are never cut, names are. Does it fit? */
static int add_fitting(struct strbuf *out, const struct figures *f, size_t columns, add_fn *add)
{
	struct strbuf name = STRBUF_INIT, only = STRBUF_INIT;
	size_t start = out->len, width, excess;

	if (f->ndesks == 1)
		utf8_add_safe(&name, f->desk[0].name, strlen(f->desk[0].name));
	else
		strbuf_addf(&name, _("%zu desks"), f->ndesks);
	if (f->only)
		utf8_add_safe(&only, f->only, strlen(f->only));
	add(out, f, name.buf, only.len ? only.buf : "");
	width = utf8_width(out->buf + start, out->len - start);
	excess = width > columns ? width - columns : 0;
	if (excess) {
		shorten(&name, NAME_FEWEST, &excess);
		shorten(&only, ONLY_FEWEST, &excess);
		strbuf_setlen(out, start);
		add(out, f, name.buf, only.len ? only.buf : "");
	}
	strbuf_release(&name);
	strbuf_release(&only);
	return !excess;
}

void doc_subject(struct strbuf *out, const struct figures *f)
{
	add_fitting(out, f, SIZE_MAX, add_subject);
}

void report_title(struct strbuf *out, const struct figures *f)
{
	add_fitting(out, f, TITLE_COLUMNS, add_sentence);
}

void report_pack_title(struct strbuf *out, const struct figures *f)
{
	strbuf_addstr(out, _("Pack for the evaluation meeting"));
	strbuf_addstr(out, _(": "));
	add_fitting(out, f, TITLE_COLUMNS, add_subject);
}

/* --- the lines -------------------------------------------------------------------------------------- */

static int is_screen(const struct doc *d)
{
	return d->form == DOC_TEXT && !d->is_handout;
}

/* What two lines of the screen have room for. */
static size_t two_lines(const struct doc *d)
{
	return 2 * d->width > WRAP_LOSS ? 2 * d->width - WRAP_LOSS : 0;
}

static void head_line(struct doc *d, const struct strbuf *line)
{
	if (!is_screen(d) || utf8_width(line->buf, line->len) <= d->width) {
		doc_line(d, "%s", line->buf);
		return;
	}
	doc_wrap(d, line->buf, line->len, "", "  ");
	strbuf_addch(d->to->out, '\n');
}

static void print_sentence(struct doc *d)
{
	struct strbuf line = STRBUF_INIT;

	if (!add_fitting(&line, d->f, is_screen(d) ? d->width : SIZE_MAX, add_sentence)) {
		strbuf_reset(&line);
		add_fitting(&line, d->f, two_lines(d), add_sentence);
	}
	head_line(d, &line);
	strbuf_release(&line);
}

/* Reasons of a cancel are free; these are the usual ones. */
static const char *cancel_reason(const char *code)
{
	static const char *const usual[] = { N_("duplicate"), N_("error"), N_("withdrawn") };
	size_t i;

	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (!strcmp(usual[i], code))
			return _(usual[i]);
	return *code ? code : "-";
}

/* The first ones of what was cancelled, in brackets. */
static void add_reasons(struct strbuf *out, const struct figures *f, size_t n)
{
	struct strbuf list = STRBUF_INIT;
	size_t i;

	for (i = 0; i < n; i++)
		strbuf_addf(&list, "%s%s %llu", i ? _(", ") : "", cancel_reason(f->reason[i].name),
			    (unsigned long long)f->reason[i].n);
	if (n < f->nreasons)
		strbuf_addf(&list, "%s\xE2\x80\xA6", n ? _(", ") : "");
	if (f->nreasons)
		strbuf_addf(out, _(" (%s)"), list.buf);
	strbuf_release(&list);
}

static void add_as_of(struct strbuf *out, const struct figures *f, size_t reasons)
{
	struct strbuf as_of = STRBUF_INIT;
	size_t i, later = 0;

	instant_format(&as_of, f->as_of, f->zone);
	strbuf_addf(out, _("as of %s; left out: %llu cancelled"), as_of.buf, (unsigned long long)f->cancelled);
	strbuf_release(&as_of);
	add_reasons(out, f, reasons);
	for (i = 0; i < f->ndesks; i++)
		later += f->desk[i].later_count;
	if (later)
		strbuf_addf(out, later == 1 ? _("; %zu row logged later") : _("; %zu rows logged later"), later);
}

void doc_as_of(struct doc *d)
{
	struct strbuf line = STRBUF_INIT;
	size_t reasons = d->f->nreasons;

	add_as_of(&line, d->f, reasons);
	while (is_screen(d) && reasons && utf8_width(line.buf, line.len) > two_lines(d)) {
		strbuf_reset(&line);
		add_as_of(&line, d->f, --reasons);
	}
	head_line(d, &line);
	strbuf_release(&line);
}

void doc_head(struct doc *d)
{
	if (!d->is_message)
		print_sentence(d);
	doc_as_of(d);
	desks_unread_line(d);
}
