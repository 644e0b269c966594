#include "report/completeness.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* --- what the policy asks for --------------------------------------------------------------------- */

static void init_rule(struct completeness_plan *plan, struct completeness_rule *rule,
		      const struct policy *p, const struct policy_require *r, struct classmap *map,
		      struct symbols *symbols)
{
	size_t i;
	int event;

	rule->on = &r->on;
	rule->filter = filter_new(p, &r->filter, map, symbols);
	for (i = 0; i < r->ncolumns; i++) {
		rule->columns |= 1ULL << r->column[i];
		if (r->column[i] == COLUMN_CUSTOMER)
			classmap_add_hash(map, COLUMN_CUSTOMER);
		else if (column_is_class(r->column[i]))
			classmap_add_mark(map, r->column[i]);
	}
	for (event = 0; event < EVENT_MAX; event++)
		if (event_set_has(&r->on, event))
			plan->wanted[event] |= rule->columns;
}

void completeness_plan_init(struct completeness_plan *plan, const struct policy_set *set,
			    struct classmap *map, struct symbols *symbols)
{
	size_t v, i;
	int event;

	*plan = (struct completeness_plan){ .map = map, .nversions = set->n };
	plan->version = mem_array(set->n, sizeof(*plan->version));
	for (v = 0; v < set->n; v++) {
		const struct policy *p = set->version[v];
		struct completeness_version *version = &plan->version[v];

		version->n = p->nrequires;
		version->rule = mem_array(p->nrequires + 1, sizeof(*version->rule));
		for (i = 0; i < p->nrequires; i++)
			init_rule(plan, &version->rule[i], p, &p->require[i], map, symbols);
	}
	for (event = 0; event < EVENT_MAX; event++) {
		plan->first[event] = (uint32_t)plan->npairs;
		plan->npairs += (size_t)__builtin_popcountll(plan->wanted[event]);
	}
}

void completeness_plan_period(struct completeness_plan *plan, instant from, instant to)
{
	plan->from = from;
	plan->to = to;
}

void completeness_plan_release(struct completeness_plan *plan)
{
	size_t v, i;

	for (v = 0; v < plan->nversions; v++) {
		for (i = 0; i < plan->version[v].n; i++)
			filter_free(plan->version[v].rule[i].filter);
		free(plan->version[v].rule);
	}
	free(plan->version);
	*plan = (struct completeness_plan){ 0 };
}

static size_t pair_of(const struct completeness_plan *plan, int event, int column)
{
	uint64_t below = plan->wanted[event] & ((1ULL << column) - 1);

	return plan->first[event] + (size_t)__builtin_popcountll(below);
}

int completeness_pair(const struct completeness_plan *plan, size_t i, int *event, int *column)
{
	uint64_t left;
	int e = EVENT_MAX;

	if (i >= plan->npairs)
		return 0;
	while (!plan->wanted[--e] || plan->first[e] > i)
		;
	left = plan->wanted[e];
	for (i -= plan->first[e]; i; i--)
		left &= left - 1;
	*event = e;
	*column = __builtin_ctzll(left);
	return 1;
}

/* --- while the log is read ------------------------------------------------------------------------ */

void completeness_rows_release(struct completeness_rows *rows)
{
	free(rows->row);
	*rows = (struct completeness_rows){ 0 };
}

static int is_empty(struct span cell)
{
	return !cell.n || (cell.n == 2 && !memcmp(cell.s, "\"\"", 2));
}

static uint64_t lacking(const struct scan_batch *b, const struct scan_row *r, uint64_t wanted)
{
	uint64_t gone = 0;

	for (; wanted; wanted &= wanted - 1) {
		int column = __builtin_ctzll(wanted);

		if (is_empty(scan_cell(b, r, column)))
			gone |= 1ULL << column;
	}
	return gone;
}

void completeness_note(const struct completeness_plan *plan, struct completeness_rows *rows,
		       const struct scan_batch *batch, const struct scan_row *row)
{
	uint64_t gone = row->id && plan->npairs ? lacking(batch, row, plan->wanted[row->event]) : 0;

	if (!gone)
		return;
	MEM_GROW(rows->row, rows->n + 1, rows->alloc);
	rows->row[rows->n++] = (struct completeness_row){ row->line, gone };
}

/* --- counting ------------------------------------------------------------------------------------- */

void completeness_init(struct completeness *c, const struct completeness_plan *plan)
{
	c->plan = plan;
	c->of = mem_array(plan->npairs + 1, sizeof(*c->of));
	c->missing = mem_array(plan->npairs + 1, sizeof(*c->missing));
}

void completeness_release(struct completeness *c)
{
	free(c->of);
	free(c->missing);
	*c = (struct completeness){ 0 };
}

void completeness_merge(struct completeness *c, const struct completeness *from)
{
	size_t i;

	for (i = 0; i < c->plan->npairs; i++) {
		c->of[i] += from->of[i];
		c->missing[i] += from->missing[i];
	}
}

static int by_line(const void *key, const void *row)
{
	uint32_t line = *(const uint32_t *)key, x = ((const struct completeness_row *)row)->line;

	return (line > x) - (line < x);
}

static uint64_t gone_of(const struct completeness_rows *rows, uint32_t line)
{
	const struct completeness_row *x = NULL;

	if (rows->n)
		x = bsearch(&line, rows->row, rows->n, sizeof(*rows->row), by_line);
	return x ? x->columns : 0;
}

/* Does any row of the case say it? */
static int case_has(const struct classmap *map, int column, const uint32_t *class)
{
	if (column == COLUMN_CUSTOMER)
		return classmap_hash(map, class) != 0;
	return column_is_class(column) && class[map->slot[column]] != 0;
}

static uint64_t asked(const struct completeness_version *version, int event, const uint32_t *class)
{
	uint64_t columns = 0;
	size_t i;

	for (i = 0; i < version->n; i++) {
		const struct completeness_rule *rule = &version->rule[i];

		if (event_set_has(rule->on, event) && filter_matches(rule->filter, class))
			columns |= rule->columns;
	}
	return columns;
}

void completeness_case(struct completeness *c, const struct completeness_rows *rows,
		       const struct history *h, size_t version, const uint32_t *class, uint64_t *n,
		       uint64_t *of)
{
	const struct completeness_plan *plan = c->plan;
	uint64_t columns, left, gone;
	size_t i;

	*n = *of = 0;
	for (i = 0; i < h->n; i++) {
		const struct history_event *e = &h->event[i];

		if (!plan->wanted[e->event] || e->at < plan->from || e->at >= plan->to)
			continue;
		columns = asked(&plan->version[version], e->event, class);
		if (!columns)
			continue;
		gone = gone_of(rows, e->line) & columns;
		for (left = gone; left; left &= left - 1)
			if (case_has(plan->map, __builtin_ctzll(left), class))
				gone &= ~(left & -left);
		for (left = columns; left; left &= left - 1)
			c->of[pair_of(plan, e->event, __builtin_ctzll(left))]++;
		for (left = gone; left; left &= left - 1)
			c->missing[pair_of(plan, e->event, __builtin_ctzll(left))]++;
		++*of;
		*n += !gone;
	}
}
