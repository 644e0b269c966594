/* render_comparison_words: what differs, in sentences that need no statistics to be read. */
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "report/policytext.h"
#include "report/render_comparison.h"
#include "values/duration.h"

#define SENTENCES 8

/* --- words ---------------------------------------------------------------------------------------- */

static void add_volume_label(struct strbuf *out, const struct doc *d, const struct comparison *c)
{
	if (c->how == COMPARE_GROUPS && c->side[0].units)
		strbuf_addf(out, _("received a day and %s"), doc_column_label(d, c->column));
	else if (d->f->ndesks > 1)
		strbuf_addstr(out, _("received a day and desk"));
	else
		strbuf_addstr(out, _("received a day"));
}

static const char *opinion_label(const struct doc *d, const char *name)
{
	if (!strcmp(name, "nps"))
		return policytext_figure(name, d->lang);
	return !strcmp(name, "csat") ? _("satisfied") : !strcmp(name, "ces") ? _("found it easy") :
	       _("answered of those asked");
}

void comparison_label(struct strbuf *out, const struct doc *d, const struct comparison_row *r)
{
	if (*r->kind)
		strbuf_addf(out, "%s%s", doc_label(d, COLUMN_KIND, r->kind), _(": "));
	comparison_measure(out, d, r);
}

void comparison_measure(struct strbuf *out, const struct doc *d, const struct comparison_row *r)
{
	switch (r->family) {
	case COMPARED_VOLUME:
		add_volume_label(out, d, d->f->comparison);
		break;
	case COMPARED_RATE:
		strbuf_addstr(out, rate_label((enum rate)r->index));
		break;
	case COMPARED_CLOCK:
		strbuf_addf(out, _("%s in time"), doc_clock_label(d, r->name));
		break;
	case COMPARED_TIME:
		strbuf_addstr(out, time_label((enum time_measure)r->index));
		break;
	case COMPARED_OPINION:
		strbuf_addstr(out, opinion_label(d, r->name));
		break;
	case COMPARED_MONEY:
		strbuf_addf(out, _("compensation per case, %s"), *r->unit ? r->unit : "-");
		break;
	}
}

int comparison_is_share(const struct comparison_row *r)
{
	return r->family == COMPARED_CLOCK || (r->family == COMPARED_OPINION && !r->is_nps) ||
	       (r->family == COMPARED_RATE && r->index != RATE_CONTACTS);
}

void comparison_value_add(struct strbuf *out, const struct comparison_row *r, int side)
{
	double x = r->side[side].value;

	if (r->family == COMPARED_TIME) {
		if (isnan(x))
			strbuf_addstr(out, r->side[side].of > 0 ? _("not reached") : _("n/a"));
		else
			duration_format_short(out, llround(x));
	} else if (isnan(x)) {
		strbuf_addstr(out, _("n/a"));
	} else if (comparison_is_share(r)) {
		doc_share(out, r->side[side].n, (uint64_t)r->side[side].of);
	} else if (r->is_nps) {
		doc_score(out, x);
	} else {
		strbuf_addf(out, x < 9.995 ? "%.2f" : "%.1f", x);
	}
}

/* "35 %" or "11.6 points". */
static void add_size(struct strbuf *out, const struct comparison_row *r, double x)
{
	double shown = 100 * fabs(r->effect == EFFECT_DIFFERENCE ? x : x - 1);

	strbuf_addf(out, shown < 9.95 ? "%.1f" : "%.0f", shown);
	strbuf_addstr(out, r->effect == EFFECT_DIFFERENCE ? _(" points") : " %");
}

static void add_interval(struct strbuf *out, const struct comparison_row *r)
{
	double none = r->effect == EFFECT_DIFFERENCE ? 0 : 1;
	struct strbuf lo = STRBUF_INIT, hi = STRBUF_INIT;

	add_size(&lo, r, fmin(r->lo, COMPARISON_MUCH));
	if (r->hi > COMPARISON_MUCH) {
		strbuf_addf(out, r->lo < none ? _("%s less or any more") : _("at least %s more"), lo.buf);
	} else {
		add_size(&hi, r, r->hi);
		if (r->hi < none)
			strbuf_addf(out, _("%s to %s less"), hi.buf, lo.buf);
		else if (r->lo > none)
			strbuf_addf(out, _("%s to %s more"), lo.buf, hi.buf);
		else
			strbuf_addf(out, _("%s less to %s more"), lo.buf, hi.buf);
	}
	strbuf_release(&lo);
	strbuf_release(&hi);
}

/* "once in 1,000 times", one digit: it is no more certain than that. */
static void add_chance(struct strbuf *out, double p)
{
	struct strbuf number = STRBUF_INIT;
	double times = 1 / p, digit;
	size_t i;

	if (!(p > 1e-6)) {
		strbuf_addstr(out, _("; by chance that happens less than once in a million times"));
		return;
	}
	digit = pow(10, floor(log10(times)));
	strbuf_addf(&number, "%.0f", floor(times / digit + .5) * digit);
	strbuf_addstr(out, _("; by chance that happens about once in "));
	for (i = 0; i < number.len; i++)
		strbuf_addf(out, i && (number.len - i) % 3 == 0 ? ",%c" : "%c", number.buf[i]);
	strbuf_addstr(out, _(" times"));
	strbuf_release(&number);
}

/* --- sentences ------------------------------------------------------------------------------------ */

/* Two periods of which this is the later one: what was becomes what is. */
static int is_change(const struct comparison *c)
{
	return c->how == COMPARE_PERIODS && c->side[1].figures.from < c->side[0].figures.from;
}

struct said {
	const char *what, *size, *a, *b, *interval;
};

static void say(struct strbuf *out, const struct comparison *c, const struct comparison_row *r,
		const struct said *x)
{
	double none = r->effect == EFFECT_DIFFERENCE ? 0 : 1;
	int is_more = r->size > none;

	if (fabs(r->size - none) < .0005)
		strbuf_addf(out, _("%s: the same (%s and %s; 95 %% interval: %s)"), x->what, x->a, x->b, x->interval);
	else if (r->effect == EFFECT_PACE && r->size > COMPARISON_MUCH)
		strbuf_addf(out, _("%s: cases end much faster (half within %s, against %s; 95 %% interval: %s)"),
			    x->what, x->a, x->b, x->interval);
	else if (r->effect == EFFECT_PACE && is_more)
		strbuf_addf(out, _("%s: cases end %s faster (half within %s, against %s; 95 %% interval: %s)"),
			    x->what, x->size, x->a, x->b, x->interval);
	else if (r->effect == EFFECT_PACE)
		strbuf_addf(out, _("%s: cases end %s slower (half within %s, against %s; 95 %% interval: %s)"),
			    x->what, x->size, x->a, x->b, x->interval);
	else if (is_change(c) && is_more)
		strbuf_addf(out, _("%s: up by %s (to %s, from %s; 95 %% interval: %s)"), x->what, x->size,
			    x->a, x->b, x->interval);
	else if (is_change(c))
		strbuf_addf(out, _("%s: down by %s (to %s, from %s; 95 %% interval: %s)"), x->what, x->size,
			    x->a, x->b, x->interval);
	else if (is_more)
		strbuf_addf(out, _("%s: higher by %s (%s, against %s; 95 %% interval: %s)"), x->what, x->size,
			    x->a, x->b, x->interval);
	else
		strbuf_addf(out, _("%s: lower by %s (%s, against %s; 95 %% interval: %s)"), x->what, x->size,
			    x->a, x->b, x->interval);
}

/* How sure that is. */
static void add_sureness(struct strbuf *out, const struct comparison *c, const struct comparison_row *r)
{
	if (comparison_is_clear(r))
		add_chance(out, r->p);
	else
		strbuf_addstr(out, r->verdict == COMPARED_SAME ? _("; no clear difference") :
						 _("; too few cases to tell"));
	if (comparison_is_clear(r) && !r->holds)
		strbuf_addf(out, _(", but %zu were looked at"), c->tests);
}

static void print_sentence(struct doc *d, const struct comparison_row *r)
{
	enum { WHAT, SIZE, A, B, INTERVAL, PARTS };
	struct strbuf line = STRBUF_INIT, part[PARTS];
	int i;

	for (i = 0; i < PARTS; i++)
		strbuf_init(&part[i]);
	comparison_label(&part[WHAT], d, r);
	if (r->size > COMPARISON_MUCH)
		strbuf_addstr(&part[SIZE], _("much"));
	else
		add_size(&part[SIZE], r, r->size);
	comparison_value_add(&part[A], r, 0);
	comparison_value_add(&part[B], r, 1);
	add_interval(&part[INTERVAL], r);
	say(&line, d->f->comparison, r, &(struct said){ part[WHAT].buf, part[SIZE].buf, part[A].buf,
							part[B].buf, part[INTERVAL].buf });
	add_sureness(&line, d->f->comparison, r);
	doc_item(d, "%s", line.buf);
	for (i = 0; i < PARTS; i++)
		strbuf_release(&part[i]);
	strbuf_release(&line);
}

/* How many complaints there are is always said; of the rest what is clear. */
static int is_told(const struct comparison_row *r)
{
	if (r->family == COMPARED_VOLUME && r->better && !isnan(r->size))
		return 1;
	return comparison_is_clear(r);
}

static size_t print_those(struct doc *d, int that_hold, size_t room)
{
	const struct comparison *c = d->f->comparison;
	size_t i, n = 0;

	for (i = 0; i < c->nrows; i++) {
		const struct comparison_row *r = &c->row[i];
		int is_first = r->holds || (is_told(r) && !comparison_is_clear(r));

		if (!is_told(r) || is_first != that_hold)
			continue;
		if (n++ < room)
			print_sentence(d, r);
	}
	return n;
}

void comparison_sentences(struct doc *d)
{
	size_t n;

	doc_list_begin(d);
	n = print_those(d, 1, SENTENCES);
	n += print_those(d, 0, n < SENTENCES ? SENTENCES - n : 0);
	if (n > SENTENCES)
		doc_item(d, _("... and %zu more, in the table"), n - SENTENCES);
	else if (!n)
		doc_item(d, "%s", _("no clear difference"));
	doc_list_end(d);
	doc_space(d);
}
