/*
 * partial_families: the tables of the figures. A new family of figures gets its table of columns here and one line in
 * families[] (rows that grow), or a column in sums_columns (a sum that there is once).
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/partial_table.h"

/* --- kinds and clocks ----------------------------------------------------------------------------- */

static int is_sane_kind(const void *row)
{
	const struct figure_kind *k = row;
	int r;

	for (r = 0; r < RATE_COUNT; r++)
		if (r != RATE_CONTACTS && k->rate[r].n > k->rate[r].of)
			return 0;
	return k->concluded <= k->received;
}

static const struct partial_column kind_columns[] = {
	WORD(figure_kind, kind), COUNT(figure_kind, received), COUNT(figure_kind, concluded),
	COUNT(figure_kind, cancelled), COUNT(figure_kind, rate), COUNT(figure_kind, anonymous),
	COUNT(figure_kind, backlog_from), COUNT(figure_kind, opened), COUNT(figure_kind, reopened),
	COUNT(figure_kind, resolved), COUNT(figure_kind, withdrawn), COUNT(figure_kind, backlog_to),
	COUNT(figure_kind, age_open), COUNT(figure_kind, age_waiting), TIMES(figure_kind, time),
	LATER(figure_kind, open_now), LATER(figure_kind, waiting_now), LATER(figure_kind, p50),
	LATER(figure_kind, p90), LATER(figure_kind, rank),
};
static const struct partial_table kinds = TABLE("kinds", figure_kind, kind_columns, 1, is_sane_kind);

static const struct partial_column clock_columns[] = {
	WORD(figure_clock, clock), WORD(figure_clock, kind), WORD(figure_clock, severity),
	COUNT(figure_clock, met), COUNT(figure_clock, breached), COUNT(figure_clock, undecided),
	COUNT(figure_clock, dropped), COUNT(figure_clock, unknown), LATER(figure_clock, decided),
	LATER(figure_clock, attainment), LATER(figure_clock, rank), LATER(figure_clock, kind_rank),
	LATER(figure_clock, severity_rank),
};
static const struct partial_table clocks = TABLE("clocks", figure_clock, clock_columns, 3, NULL);

/* --- lists of cases ------------------------------------------------------------------------------- */

static const struct partial_column late_columns[] = {
	DESK(figure_late, desk), WORD(figure_late, case_id), WORD(figure_late, clock),
	WORD(figure_late, kind), WORD(figure_late, severity), WORD(figure_late, owner),
	WORD(figure_late, department), WORD(figure_late, task),
	OTHER(FLAG, figure_late, is_compensation), OTHER(TIME, figure_late, due),
	OTHER(MAY_TIME, figure_late, done), OTHER(NUMBER, figure_late, late_s),
	OTHER(NUMBER, figure_late, late_clock_s), OTHER(LINE, figure_late, line),
	OTHER(INT, figure_late, number), OTHER(POLICY, figure_late, policy),
	OTHER(ZONE, figure_late, zone),
};
static const struct partial_table breaches = TABLE("breaches", figure_late, late_columns, 0, NULL);
static const struct partial_table late = TABLE("late", figure_late, late_columns, 0, NULL);
static const struct partial_table due = TABLE("due", figure_late, late_columns, 0, NULL);

static const struct partial_column below_columns[] = {
	DESK(figure_below, desk), WORD(figure_below, case_id), WORD(figure_below, kind),
	WORD(figure_below, severity), WORD(figure_below, owner), WORD(figure_below, handler),
	OTHER(TIME, figure_below, resolved), OTHER(LINE, figure_below, line),
	OTHER(POLICY, figure_below, policy), OTHER(ZONE, figure_below, zone),
};
static const struct partial_table below = TABLE("below", figure_below, below_columns, 0, NULL);

static const struct partial_column call_columns[] = {
	DESK(figure_call, desk), WORD(figure_call, customer), WORD(figure_call, case_id),
	WORD(figure_call, clock), OTHER(NUMBER, figure_call, late_s),
};
static const struct partial_table calls = TABLE("calls", figure_call, call_columns, 0, NULL);

static int is_sane_missing(const void *row)
{
	const struct figure_missing *m = row;

	return m->n <= m->of;
}

static const struct partial_column missing_columns[] = {
	WORD(figure_missing, event), WORD(figure_missing, column), COUNT(figure_missing, n),
	COUNT(figure_missing, of),
};
static const struct partial_table missing = TABLE("missing", figure_missing, missing_columns, 2, is_sane_missing);

/* --- counts by name ------------------------------------------------------------------------------- */

static const struct partial_column count_columns[] = {
	WORD(figure_count, name), COUNT(figure_count, n),
};
static const struct partial_table reasons = TABLE("reasons", figure_count, count_columns, 1, NULL);
static const struct partial_table levels = TABLE("levels", figure_count, count_columns, 1, NULL);
static const struct partial_table causes = TABLE("causes", figure_count, count_columns, 1, NULL);

static int is_sane_value(const void *row)
{
	const struct figure_value *v = row;

	return v->concluded <= v->received && v->satisfied <= v->answers;
}

static const struct partial_column value_columns[] = {
	WORD(figure_value, value), COUNT(figure_value, received), COUNT(figure_value, concluded),
	COUNT(figure_value, cancelled), COUNT(figure_value, met), COUNT(figure_value, breached),
	COUNT(figure_value, answers), COUNT(figure_value, satisfied),
	LATER(figure_value, open), LATER(figure_value, decided),
};
static const struct partial_table values = TABLE("values", figure_value, value_columns, 1, is_sane_value);

static int is_sane_delay(const void *row)
{
	const struct figure_delay *d = row;

	return d->late <= d->time.n;
}

static const struct partial_column delay_columns[] = {
	WORD(figure_delay, channel), COUNT(figure_delay, late),
	PARTIAL_COLUMN(PARTIAL_TIMES, figure_delay, time, .n = 1), LATER(figure_delay, n),
	LATER(figure_delay, p50),
};
static const struct partial_table delays = TABLE("delays", figure_delay, delay_columns, 1, is_sane_delay);

/* --- targets and money ---------------------------------------------------------------------------- */

/* Of a score: n is 2 for each promoter and 1 for who is neither, so that its distance to the middle is a count, too. */
static int are_sane_sides(uint64_t n, uint64_t of, uint64_t sides)
{
	uint64_t answers = of / 2, net = n > answers ? n - answers : answers - n;

	return of % 2 == 0 && net <= sides && sides <= answers && (sides - net) % 2 == 0;
}

static int is_sane_target(const void *row)
{
	const struct figure_target *t = row;

	if (!strcmp(t->target, "nps"))
		return are_sane_sides(t->n, t->of, t->sides) &&
		       are_sane_sides(t->n_before, t->of_before, t->sides_before);
	return !t->sides && !t->sides_before &&
	       (rate_find(t->target) == RATE_CONTACTS || (t->n <= t->of && t->n_before <= t->of_before));
}

static const struct partial_column target_columns[] = {
	OTHER(SIZE, figure_target, place), WORD(figure_target, target), WORD(figure_target, goal),
	CHARS(figure_target, op), OTHER(REAL, figure_target, bound),
	OTHER(FLAG, figure_target, is_percent), COUNT(figure_target, n), COUNT(figure_target, of),
	COUNT(figure_target, n_before), COUNT(figure_target, of_before),
	COUNT(figure_target, sides), COUNT(figure_target, sides_before),
	LATER(figure_target, value), LATER(figure_target, met), LATER(figure_target, is_mean),
	LATER(figure_target, is_nps),
	LATER(figure_target, lo), LATER(figure_target, hi), LATER(figure_target, before),
	LATER(figure_target, p), LATER(figure_target, trend), LATER(figure_target, day),
	LATER(figure_target, ndays),
};
static const struct partial_table targets = TABLE("targets", figure_target, target_columns, 3, is_sane_target);

static int is_sane_compensation(const void *row)
{
	const struct figure_compensation *c = row;
	uint64_t left = c->n;
	size_t i;

	for (i = 0; i < c->namounts && c->amount[i].n <= left; i++)
		left -= c->amount[i].n;
	return i == c->namounts && !left && c->n && c->cases <= c->n && c->to_approve <= c->n &&
	       c->approved <= c->to_approve && c->approved_late <= c->approved && c->overdue <= c->pending &&
	       c->pending <= c->to_approve;
}

static const struct partial_column compensation_columns[] = {
	WORD(figure_compensation, type), WORD(figure_compensation, unit),
	COUNT(figure_compensation, n), COUNT(figure_compensation, cases),
	COUNT(figure_compensation, to_approve), COUNT(figure_compensation, approved),
	COUNT(figure_compensation, approved_late), COUNT(figure_compensation, pending),
	COUNT(figure_compensation, overdue),
	AMOUNT(figure_compensation, promised, is_too_large),
	AMOUNT(figure_compensation, approved_sum, is_too_large),
	COUNTED(PARTIAL_AMOUNTS, figure_compensation, amount, namounts),
	LATER(figure_compensation, approve), LATER(figure_compensation, per_case),
	LATER(figure_compensation, median), LATER(figure_compensation, has_per_case),
	LATER(figure_compensation, has_median), LATER(figure_compensation, is_too_large),
	LATER(figure_compensation, namounts), LATER(figure_compensation, alloc_amounts),
};
static const struct partial_table compensations =
	TABLE("compensation", figure_compensation, compensation_columns, 2, is_sane_compensation);

static int is_sane_sum(const void *row)
{
	return ((const struct figure_sum *)row)->n > 0;
}

static const struct partial_column sum_columns[] = {
	WORD(figure_sum, name), WORD(figure_sum, unit), COUNT(figure_sum, n),
	AMOUNT(figure_sum, promised, is_too_large), LATER(figure_sum, is_too_large),
};
static const struct partial_table units = TABLE("units", figure_sum, sum_columns, 2, is_sane_sum);
static const struct partial_table by_cause = TABLE("compensation_by_cause", figure_sum, sum_columns, 2, is_sane_sum);
static const struct partial_table by_supplier = TABLE("compensation_by_supplier", figure_sum, sum_columns, 2, is_sane_sum);

/* --- what there is once --------------------------------------------------------------------------- */

static int is_sane_sums(const void *row)
{
	const struct opinion_tally *t = &((const struct figures *)row)->opinion.all;
	const struct figure_before *b = &((const struct figures *)row)->meeting.before;

	return t->satisfied <= t->n && t->easy <= t->ces_n && t->promoters <= t->nps_n &&
	       t->detractors <= t->nps_n - t->promoters && t->answered <= t->asked && b->met <= b->decided &&
	       b->concluded <= b->received && b->satisfied <= b->answers;
}

static const struct partial_column sums_columns[] = {
	COUNT(figures, load), COUNT(figures, contacts), OTHER(ADDED, figures, calls_all),
	COUNT(figures, opinion.all), OTHER(FLAG, figures, watches_answers), COUNT(figures, meeting.before),
};
static const struct partial_table sums = TABLE("sums", figures, sums_columns, 0, is_sane_sums);

static const struct partial_column unread_columns[] = {
	WORD(figure_unread, name), WORD(figure_unread, why),
};
static const struct partial_table unread = TABLE("unread", figure_unread, unread_columns, 0, NULL);

/* --- all of them ---------------------------------------------------------------------------------- */

#define NO_INDEX SIZE_MAX
static const struct family {
	const struct partial_table *table;
	size_t row, n, alloc, index;          /* members of the figures */
} families[] = {
#define LIST(table_, row_, n_, alloc_) \
	{ &(table_), offsetof(struct figures, row_), offsetof(struct figures, n_), \
	  offsetof(struct figures, alloc_), NO_INDEX }
#define KEYED(table_, row_, n_, alloc_, index_) \
	{ &(table_), offsetof(struct figures, row_), offsetof(struct figures, n_), \
	  offsetof(struct figures, alloc_), offsetof(struct figures, index_) }
	LIST(unread, unread, nunread, alloc_unread),
	KEYED(kinds, kind, nkinds, alloc_kinds, kinds),
	KEYED(clocks, clock, nclocks, alloc_clocks, clocks),
	LIST(breaches, breaches.late, breaches.n, breaches.alloc),
	LIST(late, late.late, late.n, late.alloc),
	LIST(due, due.late, due.n, due.alloc),
	LIST(below, below, nbelow, alloc_below),
	LIST(calls, call, ncalls, alloc_calls),
	KEYED(missing, missing, nmissing, alloc_missing, missings),
	KEYED(reasons, reason, nreasons, alloc_reasons, reasons),
	KEYED(levels, level, nlevels, alloc_levels, levels),
	KEYED(causes, cause, ncauses, alloc_causes, causes),
	KEYED(delays, delay, ndelays, alloc_delays, delays),
	KEYED(targets, target, ntargets, alloc_targets, targets),
	KEYED(compensations, compensation, ncompensations, alloc_compensations, compensations),
	KEYED(partial_day, day, ndays, alloc_days, days),
	KEYED(partial_target_day, target_day, ntarget_days, alloc_target_days, target_days),
	KEYED(partial_score, score, nscores, alloc_scores, scores),
	KEYED(partial_account, account, naccounts, alloc_accounts, accounts),
	KEYED(partial_wrong_answers, wrong, nwrong, alloc_wrong, wrongs),
	LIST(partial_corrected, corrected, ncorrected, alloc_corrected),
	LIST(partial_actions, meeting.action, meeting.nactions, meeting.alloc_actions),
	LIST(partial_duties, meeting.duty, meeting.nduties, meeting.alloc_duties),
	LIST(partial_hard, meeting.hard, meeting.nhard, meeting.alloc_hard),
	KEYED(partial_weak, meeting.weak_count, meeting.nweak_counts, meeting.alloc_weak_counts,
	      meeting.weak_counts),
	LIST(partial_said, meeting.said, meeting.nsaid, meeting.alloc_said),
	LIST(partial_observed, meeting.observed, meeting.nobserved, meeting.alloc_observed),
	KEYED(units, sum[SUMS_UNIT], nsums[SUMS_UNIT], alloc_sums[SUMS_UNIT], sums[SUMS_UNIT]),
	KEYED(by_cause, sum[SUMS_CAUSE], nsums[SUMS_CAUSE], alloc_sums[SUMS_CAUSE], sums[SUMS_CAUSE]),
	KEYED(by_supplier, sum[SUMS_SUPPLIER], nsums[SUMS_SUPPLIER], alloc_sums[SUMS_SUPPLIER],
	      sums[SUMS_SUPPLIER]),
};
const size_t partial_nfamilies = ARRAY_SIZE(families) + 2;  /* with the sums and the breakdowns */

const struct partial_table *const partial_tables[] = {
	&unread, &kinds, &clocks, &breaches, &below, &calls, &missing, &reasons, &values, &delays,
	&targets, &compensations, &partial_day, &partial_target_day, &partial_score, &partial_account,
	&partial_wrong_answers, &partial_corrected, &partial_actions, &partial_hard, &partial_weak, &partial_said,
	&partial_observed, &units, &partial_desks, &partial_later, NULL
};

static void *member(struct figures *f, size_t offset)
{
	return (char *)f + offset;
}

static int by_column(const void *a, const void *b)
{
	return strcmp((*(struct figure_dim *const *)a)->name, (*(struct figure_dim *const *)b)->name);
}

static void put_dims(struct partial_out *o)
{
	struct figures *f = o->f;
	struct figure_dim **order = mem_array(f->ndims + 1, sizeof(*order));
	size_t i;

	for (i = 0; i < f->ndims; i++)
		order[i] = &f->dim[i];
	if (f->ndims)
		qsort(order, f->ndims, sizeof(*order), by_column);
	strbuf_addstr(o->out, ",\"by\":[");
	for (i = 0; i < f->ndims; i++) {
		struct json_writer w = JSON_WRITER_INIT;

		strbuf_addf(o->out, "%s[", i ? "," : "");
		json_put_cstring(&w, NULL, order[i]->name);
		json_finish(&w, o->out, 0);
		strbuf_setlen(o->out, o->out->len - 1);
		strbuf_addf(o->out, ",%d,{", order[i]->is_asked);
		partial_put_table(o, &values, order[i]->value, order[i]->n, 0);
		strbuf_addstr(o->out, "}]");
	}
	strbuf_addch(o->out, ']');
	free(order);
}

void partial_put_families(struct partial_out *o)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(families); i++) {
		const struct family *x = &families[i];
		void *row;

		memcpy(&row, member(o->f, x->row), sizeof(row));
		strbuf_addch(o->out, ',');
		partial_put_table(o, x->table, row, *(size_t *)member(o->f, x->n), 0);
	}
	strbuf_addch(o->out, ',');
	partial_put_table(o, &sums, o->f, 1, 0);
	put_dims(o);
}

static int take_dim(struct partial_in *in, const struct jsonread *t)
{
	struct figure_dim *d;
	const char *name;
	int64_t is_asked;

	in->table = "by";
	if (jsonread_size(t) != 3 || partial_take_word(in, jsonread_at(t, 0), &name) < 0 ||
	    partial_take_number(in, jsonread_at(t, 1), 0, 1, &is_asked) < 0)
		return partial_wrong(in, _("a list is wanted, of %zu"), (size_t)3);
	d = figures_dim(in->f, name);
	if (in->f->ndims > TALLY_DIMS)
		return partial_wrong(in, _("there are too many"));
	d->is_asked |= (int)is_asked;
	return partial_take_table(in, &values, jsonread_get(jsonread_at(t, 2), values.name),
				  &PARTIAL_ROWS(d->value, d->n, d->alloc, &d->index));
}

static int take_dims(struct partial_in *in, const struct jsonread *t)
{
	size_t i;

	in->table = "by";
	if (!jsonread_is_array(t))
		return partial_wrong(in, _("there is no such table"));
	for (i = 0; i < jsonread_size(t); i++)
		if (take_dim(in, jsonread_at(t, i)) < 0)
			return -1;
	in->table = NULL;
	return 0;
}

/* A log may have amounts below zero; without one no sum of them is. */
static int has_negative(const struct jsonread *t)
{
	const struct jsonread *columns = jsonread_get(t, "columns"), *rows = jsonread_get(t, "rows");
	size_t i, k, last = jsonread_size(columns);

	for (i = 0; last && i < jsonread_size(rows); i++) {
		const struct jsonread *amounts = jsonread_at(jsonread_at(rows, i), last - 1);

		for (k = 0; k < jsonread_size(amounts); k += 2) {
			const char *s = jsonread_string(jsonread_at(amounts, k));

			if (s && *s == '-')
				return 1;
		}
	}
	return 0;
}

int partial_take_families(struct partial_in *in, const struct jsonread *line)
{
	size_t i;

	in->has_negative = has_negative(jsonread_get(line, compensations.name));
	for (i = 0; i < ARRAY_SIZE(families); i++) {
		const struct family *x = &families[i];
		const struct partial_rows rows = {
			member(in->f, x->row), member(in->f, x->n), member(in->f, x->alloc),
			x->index == NO_INDEX ? NULL : member(in->f, x->index) };

		if (partial_take_table(in, x->table, jsonread_get(line, x->table->name), &rows) < 0)
			return -1;
	}
	if (partial_check_breaches(in) < 0)
		return -1;
	if (partial_take_table(in, &sums, jsonread_get(line, sums.name), &PARTIAL_ROW(in->f)) < 0)
		return -1;
	return take_dims(in, jsonread_get(line, "by"));
}
