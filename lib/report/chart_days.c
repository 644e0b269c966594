#include "report/chart_days.h"

#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/chart.h"
#include "report/chart_axis.h"
#include "report/days.h"
#include "report/policytext.h"

#define FLOW_TOP    14
#define FLOW_HEIGHT 90
#define OPEN_TOP    142
#define OPEN_HEIGHT 60
#define SHARE_TOP    10
#define SHARE_HEIGHT 100

static void axis_of_days(struct doc *d, const struct axis *a, const struct day_span *span, size_t n)
{
	struct strbuf name = STRBUF_INIT;
	size_t i;

	for (i = 0; i < n; i++) {
		strbuf_reset(&name);
		date_format(&name, span[i].first);
		axis_label(d, a, i, name.buf + (n > 1 && span[n - 1].last - span[0].first < 365 ? 5 : 0));
	}
	strbuf_release(&name);
}

/* --- in and out ----------------------------------------------------------------------------------- */

struct flow {
	struct day_span *span;
	size_t n;
	uint64_t most, most_open;
};

static uint64_t came(const struct day_span *s)
{
	return s->n[DAILY_OPENED] + s->n[DAILY_REOPENED];
}

static uint64_t went(const struct day_span *s)
{
	return s->n[DAILY_RESOLVED] + s->n[DAILY_CANCELLED];
}

static struct flow flow_of(const struct figures *f)
{
	struct flow x = { .most = 0 };
	size_t i;

	x.n = days_spans(f, &x.span);
	for (i = 0; i < x.n; i++) {
		x.most = came(&x.span[i]) > x.most ? came(&x.span[i]) : x.most;
		x.most = went(&x.span[i]) > x.most ? went(&x.span[i]) : x.most;
		x.most_open = x.span[i].open > x.most_open ? x.span[i].open : x.most_open;
	}
	return x;
}

static void flow_bars(struct doc *d, const struct flow *x, const struct axis *a)
{
	struct strbuf title = STRBUF_INIT;
	double w = axis_width(a);
	size_t i;

	for (i = 0; i < x->n; i++) {
		double in = axis_y(a, (double)came(&x->span[i])), out = axis_y(a, (double)went(&x->span[i]));

		strbuf_reset(&title);
		days_name(&title, &x->span[i]);
		strbuf_addf(&title, _(": in %llu, out %llu, open %llu"), (unsigned long long)came(&x->span[i]),
			    (unsigned long long)went(&x->span[i]), (unsigned long long)x->span[i].open);
		chart_rect(d, axis_x(a, i), in, w * .45, axis_bottom(a) - in, "bar", title.buf);
		chart_rect(d, axis_x(a, i) + w * .45, out, w * .4, axis_bottom(a) - out, "good", title.buf);
	}
	strbuf_release(&title);
}

static void open_line(struct doc *d, const struct flow *x, const struct axis *a)
{
	double px[DAYS_MOST], py[DAYS_MOST];
	size_t i;

	for (i = 0; i < x->n; i++) {
		px[i] = axis_x(a, i) + axis_width(a) * .425;
		py[i] = axis_y(a, (double)x->span[i].open);
	}
	chart_path(d, px, py, x->n, "expected");
}

void chart_days(struct doc *d)
{
	struct flow x = flow_of(d->f);
	const char *const key[] = { "bar", _("opened and reopened"), "good", _("resolved and cancelled"),
				    "expected", _("open at the end (below)"), NULL };
	struct axis flow = { FLOW_TOP, FLOW_HEIGHT, (double)x.most, x.n };
	struct axis open = { OPEN_TOP, OPEN_HEIGHT, (double)x.most_open, x.n };
	struct strbuf gist = STRBUF_INIT;

	if (x.n > 1 && x.most + x.most_open > 0) {
		strbuf_addf(&gist, _("open before the first day: %llu, at the end of the last: %llu"),
			    (unsigned long long)d->f->open_before, (unsigned long long)x.span[x.n - 1].open);
		chart_begin(d, _("Cases in and out, and below what is open"), gist.buf,
			    OPEN_TOP + OPEN_HEIGHT + 20);
		axis_draw(d, &flow);
		flow_bars(d, &x, &flow);
		axis_draw(d, &open);
		open_line(d, &x, &open);
		axis_of_days(d, &open, x.span, x.n);
		chart_end(d, key);
		strbuf_release(&gist);
	}
	free(x.span);
}

/* --- targets -------------------------------------------------------------------------------------- */

static int is_missed(const struct figure_target *t, const struct daily_rate *r)
{
	double share = figures_share(r->n, r->of);

	if (t->op[0] == '>')
		return t->op[1] == '=' ? share < t->bound : share <= t->bound;
	return t->op[1] == '=' ? share > t->bound : share >= t->bound;
}

static void share_marks(struct doc *d, const struct figure_target *t, const struct flow *x,
			const struct daily_rate *rate, const struct axis *a)
{
	double px[DAYS_MOST], py[DAYS_MOST];
	struct strbuf title = STRBUF_INIT;
	size_t i;

	for (i = 0; i < x->n; i++) {
		px[i] = axis_x(a, i) + axis_width(a) / 2;
		py[i] = rate[i].of ? axis_y(a, figures_share(rate[i].n, rate[i].of)) : NAN;
	}
	chart_path(d, px, py, x->n, "axis");
	for (i = 0; i < x->n; i++) {
		if (!rate[i].of)
			continue;
		strbuf_reset(&title);
		days_name(&title, &x->span[i]);
		strbuf_addf(&title, ": ");
		doc_share(&title, rate[i].n, rate[i].of);
		strbuf_addf(&title, " (%llu/%llu)", (unsigned long long)rate[i].n, (unsigned long long)rate[i].of);
		if (is_missed(t, &rate[i]))
			chart_mark(d, px[i], py[i] + 4, title.buf);
		else
			chart_dot(d, px[i], py[i], title.buf);
	}
	strbuf_release(&title);
}

/* What the picture shows, for who cannot see it. */
static void share_table(struct doc *d, const struct figure_target *t, const struct flow *x,
			const struct daily_rate *rate, const char *name)
{
	const char *const words[2] = { _("met"), _("missed") };
	struct strbuf day = STRBUF_INIT;
	size_t i;

	doc_unfold_begin(d, _("the numbers"));
	doc_table_named(d, name);
	doc_column(d, _("day"), TABLE_LEFT);
	doc_column(d, _("attainment"), TABLE_RIGHT);
	doc_column(d, t->goal, TABLE_LEFT);
	for (i = 0; i < x->n; i++) {
		if (!rate[i].of)
			continue;
		strbuf_reset(&day);
		days_name(&day, &x->span[i]);
		doc_row(d);
		doc_cell(d, day.buf);
		doc_cell_share(d, rate[i].n, rate[i].of);
		doc_cell(d, words[is_missed(t, &rate[i])]);
	}
	doc_table_end(d);
	doc_unfold_end(d);
	strbuf_release(&day);
}

static void share_chart(struct doc *d, const struct figure_target *t, const struct flow *x)
{
	struct daily_rate *rate = mem_array(x->n + 1, sizeof(*rate));
	struct axis a = { SHARE_TOP, SHARE_HEIGHT, 1, x->n };
	struct strbuf name = STRBUF_INIT, gist = STRBUF_INIT;
	const char *const key[] = { "dot", _("met"), "mark", _("missed"), "limit", t->goal, NULL };
	size_t i, missed = 0, days = 0;

	days_target(t, x->span, x->n, rate);
	for (i = 0; i < x->n; i++) {
		days += rate[i].of > 0;
		missed += rate[i].of && is_missed(t, &rate[i]);
	}
	strbuf_addf(&name, "%s %s", doc_clock_label(d, t->target), t->goal);
	strbuf_addf(&gist, _("%zu points, %zu of them miss the goal"), days, missed);
	strbuf_addstr(d->to->out, "<div>\n");
	chart_begin(d, name.buf, gist.buf, SHARE_TOP + SHARE_HEIGHT + 20);
	axis_draw_share(d, &a);
	chart_line(d, AXIS_LEFT, axis_y(&a, t->bound), CHART_WIDTH, axis_y(&a, t->bound), "limit");
	share_marks(d, t, x, rate, &a);
	axis_of_days(d, &a, x->span, x->n);
	chart_end(d, key);
	share_table(d, t, x, rate, name.buf);
	strbuf_addstr(d->to->out, "</div>\n");
	strbuf_release(&name);
	strbuf_release(&gist);
	free(rate);
}

void chart_targets(struct doc *d)
{
	const struct figures *f = d->f;
	struct flow x = { .most = 0 };
	size_t i;

	x.n = days_spans(f, &x.span);
	if (x.n > 1) {
		strbuf_addstr(d->to->out, "<div class=\"charts\">\n");
		for (i = 0; i < f->ntargets; i++)
			if (f->target[i].ndays && f->target[i].is_percent)
				share_chart(d, &f->target[i], &x);
		strbuf_addstr(d->to->out, "</div>\n");
	}
	free(x.span);
}
