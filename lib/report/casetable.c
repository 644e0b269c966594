#include "report/casetable.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"

enum { FIRST_COLUMNS = 4, FACT_COLUMNS = 11 + TIME_COUNT, CLOCK_COLUMNS = 7, INSTANCE_COLUMNS = 11 };

/* --- columns -------------------------------------------------------------------------------------- */

static void add_column(struct casetable *t, enum casetable_type type, const char *name,
		       const char *suffix)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	strbuf_addf(&sb, "%s%s", name, suffix);
	for (i = 0; i < sb.len; i++)
		if (sb.buf[i] == '-')
			sb.buf[i] = '_';
	t->column[t->ncolumns++] =
		(struct casetable_column){ arena_strdup(&t->arena, sb.buf), type };
	strbuf_release(&sb);
}

static void add_clock_columns(struct casetable *t, const char *clock)
{
	static const struct {
		const char *suffix;
		enum casetable_type type;
	} columns[CLOCK_COLUMNS] = {
		{ "_instances", CASETABLE_NUMBER }, { "_met", CASETABLE_NUMBER },
		{ "_breached", CASETABLE_NUMBER },  { "_due", CASETABLE_TIME },
		{ "_done", CASETABLE_TIME },	    { "_verdict", CASETABLE_CODE },
		{ "_late_s", CASETABLE_NUMBER },
	};
	size_t i;

	for (i = 0; i < CLOCK_COLUMNS; i++)
		add_column(t, columns[i].type, clock, columns[i].suffix);
}

static void add_columns(struct casetable *t)
{
	static const char *const instants[] = { "responded", "resolved", "closed", "cancelled" };
	static const char *const counts[] = { "reopened", "contacts", "escalated" };
	size_t i;
	uint32_t c;
	int k;

	add_column(t, CASETABLE_ID, "case", "");
	add_column(t, CASETABLE_CODE, "state", "");
	add_column(t, CASETABLE_TIME, "opened", "");
	add_column(t, CASETABLE_TIME, "logged", "");
	for (k = 0; k < t->map->nslots; k++)
		if (column_is_class(t->map->column[k]))
			add_column(t, CASETABLE_CODE, policy_set_column_name(t->set, t->map->column[k]), "");
	for (i = 0; i < ARRAY_SIZE(instants); i++)
		add_column(t, CASETABLE_TIME, instants[i], "");
	for (i = 0; i < ARRAY_SIZE(counts); i++)
		add_column(t, CASETABLE_NUMBER, counts[i], "");
	for (k = 0; k < TIME_COUNT; k++)
		add_column(t, CASETABLE_NUMBER, time_name((enum time_measure)k), "_s");
	add_column(t, CASETABLE_NUMBER, "paused", "_s");
	add_column(t, CASETABLE_NUMBER, "resolution_held", "");
	add_column(t, CASETABLE_NUMBER, "first_contact", "");
	add_column(t, CASETABLE_CODE, "cause", "");
	for (c = 0; c < t->set->clocks.n; c++)
		add_clock_columns(t, intern_str(&t->set->clocks, c));
}

static void add_instance_columns(struct casetable *t)
{
	static const char *const instants[] = { "from", "due", "done", "ended", "decided" };
	size_t i;
	int k;

	add_column(t, CASETABLE_ID, "case", "");
	add_column(t, CASETABLE_CODE, "clock", "");
	add_column(t, CASETABLE_NUMBER, "instance", "");
	for (k = 0; k < t->map->nslots; k++)
		if (column_is_class(t->map->column[k]))
			add_column(t, CASETABLE_CODE, policy_set_column_name(t->set, t->map->column[k]), "");
	for (i = 0; i < ARRAY_SIZE(instants); i++)
		add_column(t, CASETABLE_TIME, instants[i], "");
	add_column(t, CASETABLE_CODE, "verdict", "");
	add_column(t, CASETABLE_NUMBER, "paused", "");
	add_column(t, CASETABLE_NUMBER, "late_s", "");
}

static void init(struct casetable *t, const struct policy_set *set, struct classmap *map,
		 struct symbols *symbols, instant now)
{
	size_t i;

	*t = (struct casetable){ .set = set, .map = map, .symbols = symbols, .now = now };
	t->clocks = clockset_new(set, map, symbols);
	t->rule = mem_array(set->n, sizeof(*t->rule));
	for (i = 0; i < set->n; i++)
		facts_rule_init(&t->rule[i], set, set->version[i], symbols);
	t->column = mem_array(FIRST_COLUMNS + (size_t)map->nslots + FACT_COLUMNS +
			      CLOCK_COLUMNS * set->clocks.n + INSTANCE_COLUMNS, sizeof(*t->column));
}

void casetable_init(struct casetable *t, const struct policy_set *set, struct classmap *map,
		    struct symbols *symbols, instant now)
{
	init(t, set, map, symbols, now);
	add_columns(t);
}

void casetable_init_clocks(struct casetable *t, const struct policy_set *set, struct classmap *map,
			   struct symbols *symbols, instant now)
{
	init(t, set, map, symbols, now);
	add_instance_columns(t);
}

void casetable_release(struct casetable *t)
{
	size_t i;

	for (i = 0; t->set && i < t->set->n; i++)
		facts_rule_release(&t->rule[i]);
	free(t->rule);
	free(t->column);
	clockset_free(t->clocks);
	clock_list_release(&t->instances);
	arena_release(&t->arena);
	*t = (struct casetable){ .set = NULL };
}

/* --- cells ---------------------------------------------------------------------------------------- */

static void put_code(struct casetable_cell **at, const char *code)
{
	*(*at)++ = (struct casetable_cell){ .none = !*code, .code = code };
}

static void put_number(struct casetable_cell **at, int64_t n)
{
	*(*at)++ = (struct casetable_cell){ .number = n };
}

static void put_none(struct casetable_cell **at)
{
	*(*at)++ = (struct casetable_cell){ .none = 1, .code = "" };
}

static void put_time(struct casetable_cell **at, instant t)
{
	if (t == INSTANT_NONE)
		put_none(at);
	else
		put_number(at, t);
}

static const struct facts_rule *rule_at(const struct casetable *t, instant opened)
{
	const struct policy *p = policy_set_at(t->set, opened);
	size_t i;

	for (i = 0; i + 1 < t->set->n; i++)
		if (t->set->version[i] == p)
			break;
	return &t->rule[i];
}

static instant after(const struct facts *f, enum time_measure m)
{
	return f->time[m].has_ended ? f->opened + f->time[m].seconds : INSTANT_NONE;
}

/* A verdict of the case: 1, 0, or nothing while it is not known. */
static void put_rate(struct casetable_cell **at, const struct facts *f, enum rate r)
{
	if (f->rate[r].of)
		put_number(at, f->rate[r].n);
	else
		put_none(at);
}

static void put_facts(const struct casetable *t, struct casetable_cell **at, const struct facts *f)
{
	int m;

	put_time(at, after(f, TIME_RESPONSE));
	put_time(at, after(f, TIME_FULL));
	put_time(at, f->closed);
	put_time(at, f->cancelled);
	put_number(at, f->reopened);
	put_number(at, f->facing);
	put_number(at, f->is_escalated);
	for (m = 0; m < TIME_COUNT; m++)
		if (f->time[m].has_ended)
			put_number(at, f->time[m].seconds);
		else
			put_none(at);
	put_number(at, f->time[TIME_FULL].seconds - f->time[TIME_FULL_NET].seconds);
	put_rate(at, f, RATE_RESOLUTION);
	put_rate(at, f, RATE_FIRST_CONTACT);
	put_code(at, symbols_str(t->symbols, COLUMN_DETAIL, f->cause));
}

static void put_late(const struct casetable *t, struct casetable_cell **at,
		     const struct clock_instance *x)
{
	if (x && x->verdict == VERDICT_BREACHED)
		put_number(at, (x->ended != INSTANT_NONE ? x->ended : t->now) - x->due);
	else
		put_none(at);
}

static void put_class(const struct casetable *t, struct casetable_cell **at,
		      const struct history *h, size_t upto)
{
	uint32_t class[COLUMN_MAX];
	int k;

	history_class(h, upto, t->map, class);
	for (k = 0; k < t->map->nslots; k++)
		if (column_is_class(t->map->column[k]))
			put_code(at, symbols_str(t->symbols, t->map->column[k], class[k]));
}

static void put_clock(struct casetable *t, struct casetable_cell **at, int name_id)
{
	const struct clock_instance *last = NULL;
	int64_t n = 0, met = 0, breached = 0;
	size_t i;

	for (i = 0; i < t->instances.n; i++) {
		const struct clock_instance *x = &t->instances.instance[i];

		if (x->rule->name_id != name_id)
			continue;
		n++;
		met += x->verdict == VERDICT_MET;
		breached += x->verdict == VERDICT_BREACHED;
		last = x;
	}
	put_number(at, n);
	put_number(at, met);
	put_number(at, breached);
	put_time(at, last ? last->due : INSTANT_NONE);
	put_time(at, last ? last->done : INSTANT_NONE);
	put_code(at, last ? verdict_name(last->verdict) : "");
	put_late(t, at, last);
}

void casetable_row(struct casetable *t, const struct history *h, struct casetable_cell *cell)
{
	const struct history_event *open = &h->event[0];
	struct facts f;
	uint32_t c;

	/* The period is all time, so that the case is received in it. */
	facts_of(&f, h, rule_at(t, open->at), INSTANT_NONE, INSTANT_MAX, t->now);
	clock_run(t->clocks, h, t->now, &t->instances);
	put_number(&cell, (int64_t)h->id);
	put_code(&cell, case_state_name(f.now));
	put_time(&cell, open->at);
	put_time(&cell, open->key && open->key != open->at ? open->key : INSTANT_NONE);
	put_class(t, &cell, h, h->n);
	put_facts(t, &cell, &f);
	for (c = 0; c < t->set->clocks.n; c++)
		put_clock(t, &cell, (int)c);
}

/* --- instances ------------------------------------------------------------------------------------ */

size_t casetable_run(struct casetable *t, const struct history *h)
{
	clock_run(t->clocks, h, t->now, &t->instances);
	return t->instances.n;
}

void casetable_instance(struct casetable *t, const struct history *h, size_t i,
			struct casetable_cell *cell)
{
	const struct clock_instance *x = &t->instances.instance[i];
	size_t upto = h->n;

	while (x->decided != INSTANT_NONE && upto > 1 && h->event[upto - 1].at > x->decided)
		upto--;
	put_number(&cell, (int64_t)h->id);
	put_code(&cell, x->rule->name);
	put_number(&cell, x->number);
	put_class(t, &cell, h, upto);
	put_time(&cell, x->from);
	put_time(&cell, x->due);
	put_time(&cell, x->done);
	put_time(&cell, x->ended);
	put_time(&cell, x->decided);
	put_code(&cell, verdict_name(x->verdict));
	put_number(&cell, x->paused);
	put_late(t, &cell, x);
}
