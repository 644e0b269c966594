/* figures_days: day by day, what came in and went, and what became of the targets. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"

static struct figure_day *day_of(struct figures *f, const struct strbuf *date)
{
	size_t row = intern_add(&f->days, date->buf, date->len);

	if (row == f->ndays) {
		MEM_GROW(f->day, row + 1, f->alloc_days);
		f->day[row] = (struct figure_day){ .date = figures_keep(f, date->buf) };
		f->ndays++;
	}
	return &f->day[row];
}

void figures_add_days(struct figures *f, const struct measure *m)
{
	const struct daily *from = &m->tally.daily;
	struct strbuf date = STRBUF_INIT;
	size_t i;
	int k;

	for (i = 0; i < from->n; i++) {
		const uint64_t *n = from->one[i].n;
		struct figure_day *to;

		if (!(n[DAILY_OPENED] || n[DAILY_REOPENED] || n[DAILY_RESOLVED] || n[DAILY_CANCELLED]))
			continue;            /* a clock ran out, and no case moved */
		strbuf_reset(&date);
		date_format(&date, from->one[i].day);
		to = day_of(f, &date);
		for (k = 0; k < DAILY_COUNT; k++)
			to->n[k] += n[k];
	}
	strbuf_release(&date);
}

static struct figure_target_day *target_day_of(struct figures *f, const struct figure_target *t, const char *date)
{
	size_t row = INTERN_ADD_WORDS(&f->target_days, figures_keep_number(f, t->place), t->target, t->goal, date);

	if (row == f->ntarget_days) {
		MEM_GROW(f->target_day, row + 1, f->alloc_target_days);
		f->target_day[row] = (struct figure_target_day){
			.place = t->place, .target = t->target, .goal = t->goal, .date = figures_keep(f, date) };
		f->ntarget_days++;
	}
	return &f->target_day[row];
}

void figures_add_target_days(struct figures *f, const struct measure *m, const struct figure_target *t)
{
	const struct daily *from = &m->tally.daily;
	struct strbuf date = STRBUF_INIT;
	size_t i;

	for (i = 0; i < from->n; i++) {
		const struct daily_rate *rate = &from->target[i * from->ntargets + t->place];
		struct figure_target_day *to;

		if (!rate->of)
			continue;
		strbuf_reset(&date);
		date_format(&date, from->one[i].day);
		to = target_day_of(f, t, date.buf);
		to->n += rate->n;
		to->of += rate->of;
	}
	strbuf_release(&date);
}

/* --- the last step -------------------------------------------------------------------------------- */

static int64_t day_number(const char *date)
{
	int64_t day = 0;

	date_parse(date, strlen(date), &day);
	return day;
}

static int by_day(const void *a, const void *b)
{
	const struct figure_day *x = a, *y = b;

	return (x->day > y->day) - (x->day < y->day);
}

static int by_target_and_day(const void *a, const void *b)
{
	const struct figure_target_day *x = a, *y = b;
	int c = figures_compare(x->place, y->place);

	if (!c)
		c = strcmp(x->target, y->target);
	if (!c)
		c = strcmp(x->goal, y->goal);
	return c ? c : (x->day > y->day) - (x->day < y->day);
}

/* The backlog is the one before, and what was added and taken since (metrics.md: its identity). */
static void finish_open(struct figures *f)
{
	uint64_t open;
	size_t i;

	for (i = 0; i < f->nkinds; i++)
		f->open_before += f->kind[i].backlog_from;
	open = f->open_before;
	for (i = 0; i < f->ndays; i++) {
		const uint64_t *n = f->day[i].n;

		open += n[DAILY_OPENED] + n[DAILY_REOPENED];
		open -= n[DAILY_RESOLVED] + n[DAILY_CANCELLED];
		f->day[i].open = open;
	}
}

static int compare_target(const struct figure_target_day *x, const struct figure_target *t)
{
	int c = figures_compare(x->place, t->place);

	if (!c)
		c = strcmp(x->target, t->target);
	return c ? c : strcmp(x->goal, t->goal);
}

/* Both are in the order of the targets. */
static void find_days(struct figures *f)
{
	size_t i, at = 0;

	for (i = 0; i < f->ntargets; i++) {
		struct figure_target *t = &f->target[i];

		while (at < f->ntarget_days && compare_target(&f->target_day[at], t) < 0)
			at++;
		for (; at < f->ntarget_days && compare_target(&f->target_day[at], t) == 0; at++)
			if (!t->ndays++)
				t->day = &f->target_day[at];
	}
}

void figures_finish_days(struct figures *f)
{
	size_t i;

	for (i = 0; i < f->ndays; i++)
		f->day[i].day = day_number(f->day[i].date);
	for (i = 0; i < f->ntarget_days; i++)
		f->target_day[i].day = day_number(f->target_day[i].date);
	if (f->ndays > 1)
		qsort(f->day, f->ndays, sizeof(*f->day), by_day);
	if (f->ntarget_days > 1)
		qsort(f->target_day, f->ntarget_days, sizeof(*f->target_day), by_target_and_day);
	finish_open(f);
	find_days(f);
}
