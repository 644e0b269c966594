/* render_comparison_data: the comparison for programs. */
#include <math.h>
#include <string.h>

#include "report/render_comparison.h"

static const char *unit_of(const struct comparison_row *r)
{
	switch (r->family) {
	case COMPARED_VOLUME:
		return "per_day";
	case COMPARED_TIME:
		return "p50_s";
	case COMPARED_MONEY:
		return *r->unit ? r->unit : "";
	default:
		return r->is_nps ? "nps" :
		       r->family == COMPARED_RATE && r->index == RATE_CONTACTS ? "per_case" : "share";
	}
}

static const char *effect_name(const struct comparison_row *r)
{
	static const char *const names[] = { NULL, "difference", "ratio", "pace" };

	return names[r->effect];
}

static const char *better_name(const struct comparison_row *r)
{
	return r->better > 0 ? "higher" : r->better < 0 ? "lower" : NULL;
}

static double not_infinite(double x)
{
	return isinf(x) ? NAN : x;
}

/* The effect on a score is shown in points. */
static double scaled(const struct comparison_row *r, double x)
{
	return r->is_nps ? 100 * x : not_infinite(x);
}

/* --- JSON ----------------------------------------------------------------------------------------- */

static void put_value(struct json_writer *w, const char *key, const struct comparison_row *r, int side)
{
	const struct comparison_value *v = &r->side[side];

	json_begin_object(w, key);
	json_put_real(w, "value", not_infinite(v->value));
	json_put_integer(w, "numerator", (int64_t)v->n);
	json_put_real(w, "denominator", v->of);
	json_end(w);
}

static void put_row(struct json_writer *w, const struct comparison_row *r)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "measure", r->family == COMPARED_CLOCK ? "attainment" : r->name);
	json_put_cstring(w, "clock", r->family == COMPARED_CLOCK ? r->name : NULL);
	json_put_cstring(w, "kind", *r->kind ? r->kind : NULL);
	json_put_cstring(w, "unit", unit_of(r));
	put_value(w, "a", r, 0);
	put_value(w, "b", r, 1);
	json_put_cstring(w, "effect", effect_name(r));
	json_put_real(w, "size", scaled(r, r->size));
	json_put_real(w, "lo95", scaled(r, r->lo));
	json_put_real(w, "hi95", scaled(r, r->hi));
	json_put_cstring(w, "test", r->test);
	json_put_real(w, "p", r->p);
	json_put_real(w, "p_holm", r->p_holm);
	json_put_cstring(w, "better", better_name(r));
	json_put_cstring(w, "verdict", comparison_verdict_name(r->verdict));
	json_put_bool(w, "holds", r->holds);
	json_end(w);
}

static void put_side(struct json_writer *w, const char *key, const struct comparison_side *s)
{
	const struct figures *f = &s->figures;
	size_t i;

	json_begin_object(w, key);
	json_put_instant(w, "from", f->from, f->zone);
	json_put_instant(w, "to", f->to, f->zone);
	json_put_instant(w, "as_of", f->as_of, f->zone);
	json_put_bool(w, "so_far", f->so_far);
	json_begin_array(w, "desks");
	for (i = 0; i < f->ndesks; i++)
		json_put_cstring(w, NULL, f->desk[i].name);
	json_end(w);
	json_put_real(w, "days", s->days);
	if (s->units)
		json_put_integer(w, "units", (int64_t)s->units);
	json_put_integer(w, "received", (int64_t)f->received);
	json_end(w);
}

static void put_compared(struct json_writer *w, const struct comparison *c)
{
	static const char *const how[] = { "periods", "desks", "groups" };
	size_t i;

	json_begin_object(w, "compared");
	json_put_cstring(w, "what", how[c->how]);
	if (c->how == COMPARE_GROUPS)
		json_put_cstring(w, "column", c->column);
	if (c->how != COMPARE_PERIODS) {
		json_begin_array(w, "values");
		for (i = 0; i < c->nvalues; i++)
			json_put_cstring(w, NULL, c->value[i]);
		json_end(w);
	}
	put_side(w, "a", &c->side[0]);
	put_side(w, "b", &c->side[1]);
	json_put_integer(w, "neither", (int64_t)c->neither);
	json_put_integer(w, "tests", (int64_t)c->tests);
	json_put_real(w, "expected_by_chance", .05 * (double)c->tests);
	json_end(w);
}

void comparison_json(struct json_writer *w, const struct figures *f)
{
	const struct comparison *c = f->comparison;
	size_t i;

	if (!c)
		return;
	put_compared(w, c);
	json_begin_array(w, "comparison");
	for (i = 0; i < c->nrows; i++)
		put_row(w, &c->row[i]);
	json_end(w);
}

/* --- csv, jsonl ----------------------------------------------------------------------------------- */

static void begin(struct fact_out *o, const struct comparison_row *r, const char *measure)
{
	fact_set(o, CELL_NAME, r->name);
	fact_set(o, CELL_KIND, r->kind);
	fact_set(o, CELL_MEASURE, measure);
}

static void emit_value(struct fact_out *o, const struct comparison_row *r, int side)
{
	begin(o, r, side ? "b" : "a");
	fact_set_real(o, CELL_VALUE, not_infinite(r->side[side].value));
	fact_set_count(o, CELL_NUMERATOR, r->side[side].n);
	fact_set_real(o, CELL_DENOMINATOR, r->side[side].of);
	fact_emit(o);
}

static void emit_real(struct fact_out *o, const struct comparison_row *r, const char *measure, double x)
{
	begin(o, r, measure);
	fact_set_real(o, CELL_VALUE, x);
	fact_emit(o);
}

static void emit_row(struct fact_out *o, const struct comparison_row *r)
{
	static const char *const section[] = { "comparison_volume", "comparison_rates", "comparison_clocks",
					       "comparison_times", "comparison_survey",
					       "comparison_compensation" };

	fact_begin(o, section[r->family]);
	emit_value(o, r, 0);
	emit_value(o, r, 1);
	if (r->effect == EFFECT_NONE)
		return;
	emit_real(o, r, effect_name(r), scaled(r, r->size));
	emit_real(o, r, "lo95", scaled(r, r->lo));
	emit_real(o, r, "hi95", scaled(r, r->hi));
	emit_real(o, r, "p", r->p);
	emit_real(o, r, "p_holm", r->p_holm);
	begin(o, r, "verdict");
	fact_set(o, CELL_VALUE, comparison_verdict_name(r->verdict));
	fact_emit(o);
}

void comparison_facts(struct fact_out *o, const struct figures *f)
{
	size_t i;

	if (!f->comparison)
		return;
	for (i = 0; i < f->comparison->nrows; i++)
		emit_row(o, &f->comparison->row[i]);
}
