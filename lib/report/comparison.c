#include "report/comparison.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "rules/holm.h"

#define SURE .05

void comparison_init(struct comparison *c, enum comparison_how how)
{
	*c = (struct comparison){ .how = how };
	figures_init(&c->side[0].figures);
	figures_init(&c->side[1].figures);
}

void comparison_release(struct comparison *c)
{
	figures_release(&c->side[0].figures);
	figures_release(&c->side[1].figures);
	free(c->row);
	*c = (struct comparison){ .how = c->how };
}

/* A day without a log is not a day without complaints. */
static void add_watched(struct comparison_side *s, const struct measure *m, const struct measure_side *from)
{
	instant begin = from->bounds.from;
	const struct zone *zone = from->plan.zone;

	if (m->first_at != INSTANT_NONE && m->first_at > begin - RETURNING_WITHIN)
		s->is_young = 1;
	if (m->first_at != INSTANT_NONE && m->first_at > begin) {
		instant first = zone_midnight(zone, zone_day(zone, m->first_at));

		if (first > begin) {
			begin = first;
			s->starts_late = 1;
		}
	}
	if (m->first_at != INSTANT_NONE && from->bounds.shown_to > begin)
		s->seconds += from->bounds.shown_to - begin;
}

void comparison_add(struct comparison *c, const struct measure *m)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (!m->side[i].is_on)
			continue;
		figures_add_side(&c->side[i].figures, m, i);
		add_watched(&c->side[i], m, &m->side[i]);
	}
}

int comparison_is_empty(const struct comparison_side *side)
{
	return !side->figures.received && !side->figures.decided && !side->figures.opinion.all.asked;
}

/* --- how many places ------------------------------------------------------------------------------ */

/* Only of these has each about as many cases as any other, so that a group may be judged by their number. */
static int has_units(const char *column)
{
	return !strcmp(column, "place") || !strcmp(column, "department") || !strcmp(column, "owner");
}

static int is_listed(const struct comparison *c, const char *value)
{
	size_t i;

	for (i = 0; i < c->nvalues; i++)
		if (!strcmp(c->value[i], value))
			return 1;
	return 0;
}

int comparison_allows(const struct policy_filter *only, int column, const char *value)
{
	size_t i, v;

	for (i = 0; only && i < only->n; i++) {
		const struct policy_term *t = &only->term[i];

		for (v = 0; v < t->value.n && strcmp(t->value.s[v], value) != 0; v++)
			;
		if (t->column == column && v == t->value.n)
			return 0;
	}
	return 1;
}

static const struct policy *policy_of(const struct comparison *c)
{
	return c->side[0].figures.desk[0].in_force;
}

int comparison_knows(const struct comparison *c, const char *value, const char **near)
{
	struct nearest best = NEAREST_INIT(value);
	struct policy_item item;
	size_t i;
	int side;

	*near = NULL;
	for (i = 0; policy_value_at(policy_of(c), c->column_number, NULL, i, &item); i++)
		if (!strcmp(item.name, value))
			return 1;
	for (side = 0; side < 2; side++) {
		const struct figure_dim *dim = c->side[side].figures.dim;

		for (i = 0; i < dim->n; i++) {
			if (!strcmp(dim->value[i].value, value))
				return 1;
			if (*dim->value[i].value)
				nearest_offer(&best, dim->value[i].value);
		}
	}
	*near = best.best;
	return 0;
}

/* Those seen, and those that the policy knows and --where leaves. */
static uint64_t count_units(const struct comparison *c, int side)
{
	const struct figure_dim *dim = c->side[side].figures.dim;
	struct intern seen = INTERN_INIT;
	struct policy_item item;
	size_t i;
	uint64_t n;

	for (i = 0; i < dim->n; i++)
		if (*dim->value[i].value && dim->value[i].received)
			intern_add(&seen, dim->value[i].value, strlen(dim->value[i].value));
	for (i = 0; policy_value_at(policy_of(c), c->column_number, NULL, i, &item); i++)
		if (is_listed(c, item.name) == !side && comparison_allows(c->only, c->column_number, item.name))
			intern_add(&seen, item.name, strlen(item.name));
	n = seen.n;
	intern_release(&seen);
	return n;
}

/* Of desks the days of each; of places those of each place. */
static void find_days(struct comparison *c)
{
	int i;

	for (i = 0; i < 2; i++) {
		struct comparison_side *s = &c->side[i];

		s->days = (double)s->seconds / 86400;
		if (c->how != COMPARE_GROUPS || !has_units(c->column))
			continue;
		s->units = count_units(c, i);
		s->days = s->days / (double)s->figures.ndesks * (double)s->units;
	}
}

/* --- verdicts ------------------------------------------------------------------------------------- */

const char *comparison_verdict_name(enum comparison_verdict v)
{
	static const char *const names[] = { NULL, "too_few", "no_clear_difference", "better", "worse",
					     "higher", "lower" };

	return names[v];
}

int comparison_is_clear(const struct comparison_row *row)
{
	return row->verdict >= COMPARED_BETTER;
}

/* Which way a clear difference points: a pace is the better the higher, of times less is more. */
static enum comparison_verdict direction(const struct comparison_row *r)
{
	int is_more = r->size > (r->effect == EFFECT_DIFFERENCE ? 0 : 1);

	if (!r->better)
		return is_more ? COMPARED_HIGHER : COMPARED_LOWER;
	return is_more == (r->better > 0) ? COMPARED_BETTER : COMPARED_WORSE;
}

/* Test and interval are made in different ways: where they do not agree, it is not clear. */
static int is_sure(const struct comparison_row *r)
{
	double none = r->effect == EFFECT_DIFFERENCE ? 0 : 1;

	return r->p < SURE && (r->lo > none || r->hi < none);
}

static void judge(struct comparison_row *r)
{
	if (r->effect == EFFECT_NONE) {
		r->verdict = COMPARED_NOT;
		return;
	}
	if (is_sure(r))
		r->verdict = direction(r);
	else if (r->verdict == COMPARED_NOT)
		r->verdict = isnan(r->p) ? COMPARED_TOO_FEW : COMPARED_SAME;
	r->holds = is_sure(r) && r->p_holm < SURE;
}

static void judge_all(struct comparison *c)
{
	double *p = mem_array(c->nrows + 1, sizeof(*p));
	size_t i;

	for (i = 0; i < c->nrows; i++) {
		p[i] = c->row[i].p;
		c->tests += !isnan(p[i]);
	}
	holm_adjust(p, c->nrows);
	for (i = 0; i < c->nrows; i++) {
		c->row[i].p_holm = p[i];
		judge(&c->row[i]);
	}
	free(p);
}

void comparison_finish(struct comparison *c)
{
	figures_finish(&c->side[0].figures);
	figures_finish(&c->side[1].figures);
	find_days(c);
	comparison_find_rows(c);
	judge_all(c);
}
