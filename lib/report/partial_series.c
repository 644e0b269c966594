/*
 * partial_series: the daily counts, and the cases that are kept of them.
 *
 *	"series":[[kind,column,value,desk,is_watched,[day,n,...]],...]     column and desk may be null
 *	"cases":[[desk,date,number,at,series...],...]                     numbers of the desks and of the above
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/partial_table.h"

#define SERIES_CELLS 6
#define CASE_CELLS   4

/* --- writing -------------------------------------------------------------------------------------- */

struct numbered {
	const struct series *series;
	uint32_t number;
};

static int by_series(const void *a, const void *b)
{
	return series_compare(((const struct numbered *)a)->series, ((const struct numbered *)b)->series);
}

static int by_day(const void *a, const void *b)
{
	const struct series_count *x = a, *y = b;

	if (x->series != y->series)
		return x->series < y->series ? -1 : 1;
	return (x->day > y->day) - (x->day < y->day);
}

struct out {
	struct partial_out *o;
	struct numbered *order;       /* of those that are written */
	uint32_t n;
	uint32_t *now_at;             /* by number of the series: its place, UINT32_MAX: it is not written */
	struct series_count *count;   /* by series and day */
	size_t *first_count;          /* by number of the series, and one more */
};

/*
 * Of a person's own series that nobody watches only its cases can ever be told (rules on repeats). There are as many of
 * these as customers, so that they are left out where no case is kept.
 */
static void choose(struct out *x, const struct series_set *s)
{
	uint8_t *has_case = mem_array(s->n + 1, 1);
	uint32_t i;
	size_t k;

	for (k = 0; k < s->npool; k++)
		has_case[s->pool[k]] = 1;
	x->order = mem_array(s->n + 1, sizeof(*x->order));
	x->now_at = mem_array(s->n + 1, sizeof(*x->now_at));
	for (i = 0; i < s->n; i++) {
		x->now_at[i] = UINT32_MAX;
		if (!s->one[i].desk || s->one[i].is_watched || has_case[i])
			x->order[x->n++] = (struct numbered){ &s->one[i], i };
	}
	free(has_case);
	if (x->n > 1)
		qsort(x->order, x->n, sizeof(*x->order), by_series);
	for (i = 0; i < x->n; i++)
		x->now_at[x->order[i].number] = i;
}

static void sort_counts(struct out *x, const struct series_set *s)
{
	size_t i, k = 0;

	x->count = mem_array(s->ncounts + 1, sizeof(*x->count));
	x->first_count = mem_array(s->n + 2, sizeof(*x->first_count));
	if (s->ncounts) {
		memcpy(x->count, s->count, s->ncounts * sizeof(*x->count));
		qsort(x->count, s->ncounts, sizeof(*x->count), by_day);
	}
	for (i = 0; i <= s->n; i++) {
		while (k < s->ncounts && x->count[k].series < i)
			k++;
		x->first_count[i] = k;
	}
}

static void put_days(struct json_writer *w, const struct series_count *c, size_t n)
{
	uint64_t sum = 0;
	size_t i;

	json_begin_array(w, NULL);
	for (i = 0; i < n; i++) {
		sum += c[i].n;
		if (i + 1 < n && c[i + 1].day == c[i].day)
			continue;
		json_put_integer(w, NULL, c[i].day);
		json_put_integer(w, NULL, (int64_t)sum);
		sum = 0;
	}
	json_end(w);
}

/* The writer holds one row at a time. */
static void end_row(struct json_writer *w, struct strbuf *out)
{
	json_end(w);
	json_finish(w, out, 0);
	strbuf_setlen(out, out->len - 1);
}

static void put_series(struct out *x)
{
	struct json_writer w = JSON_WRITER_INIT;
	uint32_t i;

	strbuf_addstr(x->o->out, ",\"series\":[");
	for (i = 0; i < x->n; i++) {
		const struct series *s = x->order[i].series;
		size_t first = x->first_count[x->order[i].number];

		strbuf_addstr(x->o->out, i ? "," : "");
		json_begin_array(&w, NULL);
		json_put_cstring(&w, NULL, s->kind);
		json_put_cstring(&w, NULL, s->column);
		json_put_cstring(&w, NULL, s->value);
		json_put_cstring(&w, NULL, s->desk);
		json_put_integer(&w, NULL, s->is_watched);
		put_days(&w, x->count + first, x->first_count[x->order[i].number + 1] - first);
		end_row(&w, x->o->out);
	}
	strbuf_addch(x->o->out, ']');
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void put_case(struct out *x, const struct series_case *c, uint32_t desk, struct json_writer *w)
{
	const struct series_set *s = &x->o->f->series;
	uint32_t *series = mem_array(c->n + 1, sizeof(*series)), i;

	for (i = 0; i < c->n; i++)
		series[i] = x->now_at[s->pool[c->first + i]];
	if (c->n > 1)
		qsort(series, c->n, sizeof(*series), by_number);
	json_begin_array(w, NULL);
	json_put_integer(w, NULL, desk);
	json_put_integer(w, NULL, caseid_date(c->id));
	json_put_integer(w, NULL, caseid_number(c->id));
	json_put_integer(w, NULL, c->at);
	for (i = 0; i < c->n; i++)
		json_put_integer(w, NULL, series[i]);
	free(series);
}

struct placed {
	const struct series_case *one;
	uint32_t desk;
};

static int by_time(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->one->at != y->one->at)
		return x->one->at < y->one->at ? -1 : 1;
	if (x->one->id != y->one->id)
		return x->one->id < y->one->id ? -1 : 1;
	return (x->desk > y->desk) - (x->desk < y->desk);
}

static void put_cases(struct out *x)
{
	const struct series_set *s = &x->o->f->series;
	struct placed *order = mem_array(s->nitems + 1, sizeof(*order));
	struct json_writer w = JSON_WRITER_INIT;
	size_t i;

	for (i = 0; i < s->nitems; i++) {
		const char *name = x->o->f->desk[s->item[i].desk].name;

		order[i] = (struct placed){ &s->item[i], intern_find(x->o->desks, name, strlen(name)) };
	}
	if (s->nitems > 1)
		qsort(order, s->nitems, sizeof(*order), by_time);
	strbuf_addstr(x->o->out, ",\"cases\":[");
	for (i = 0; i < s->nitems; i++) {
		strbuf_addstr(x->o->out, i ? "," : "");
		put_case(x, order[i].one, order[i].desk, &w);
		end_row(&w, x->o->out);
	}
	strbuf_addch(x->o->out, ']');
	free(order);
}

void partial_put_series(struct partial_out *o)
{
	struct out x = { .o = o };

	choose(&x, &o->f->series);
	sort_counts(&x, &o->f->series);
	put_series(&x);
	put_cases(&x);
	free(x.order);
	free(x.now_at);
	free(x.count);
	free(x.first_count);
}

/* --- reading -------------------------------------------------------------------------------------- */

static int take_maybe(struct partial_in *in, const struct jsonread *t, const char **word)
{
	*word = NULL;
	return jsonread_is_null(t) ? 0 : partial_take_word(in, t, word);
}

static int take_days(struct partial_in *in, const struct jsonread *t, uint32_t series)
{
	struct series_set *s = &in->f->series;
	int64_t day, n;
	size_t i;

	if (!jsonread_is_array(t) || jsonread_size(t) % 2)
		return partial_wrong(in, _("a list of days and counts is wanted"));
	for (i = 0; i < jsonread_size(t); i += 2) {
		if (partial_take_number(in, jsonread_at(t, i), PARTIAL_DAY_LEAST, PARTIAL_DAY_MOST, &day) < 0 ||
		    partial_take_number(in, jsonread_at(t, i + 1), 0, UINT32_MAX, &n) < 0)
			return -1;
		if (s->one[series].total + (uint64_t)n > (uint64_t)PARTIAL_MOST)
			return partial_wrong(in, _("the sum does not fit"));
		series_add_count(s, series, (int32_t)day, (uint32_t)n);
	}
	return 0;
}

static int take_one(struct partial_in *in, const struct jsonread *t, uint32_t *number)
{
	const char *kind, *column, *value, *desk;
	int64_t is_watched;

	if (!jsonread_is_array(t) || jsonread_size(t) != SERIES_CELLS)
		return partial_wrong(in, _("a list is wanted, of %zu"), (size_t)SERIES_CELLS);
	if (partial_take_word(in, jsonread_at(t, 0), &kind) < 0 ||
	    take_maybe(in, jsonread_at(t, 1), &column) < 0 ||
	    partial_take_word(in, jsonread_at(t, 2), &value) < 0 ||
	    take_maybe(in, jsonread_at(t, 3), &desk) < 0 ||
	    partial_take_number(in, jsonread_at(t, 4), 0, 1, &is_watched) < 0)
		return -1;
	/* The volume of a kind is nobody's own and not watched. */
	if (column ? !*column : *value || desk || is_watched)
		return partial_wrong(in, _("there is no such series"));
	*number = series_row(&in->f->series, kind, column, value, desk);
	in->f->series.one[*number].is_watched |= (int)is_watched;
	return take_days(in, jsonread_at(t, 5), *number);
}

static int take_case(struct partial_in *in, const struct jsonread *t, const uint32_t *number, size_t n)
{
	struct series_set *s = &in->f->series;
	int64_t desk, date, count, at, k;
	struct strbuf id = STRBUF_INIT;
	const struct figure_desk *d;
	size_t i;
	caseid c;

	if (jsonread_size(t) < CASE_CELLS || !in->ndesks)
		return partial_wrong(in, _("there is no such case"));
	if (partial_take_number(in, jsonread_at(t, 0), 0, (int64_t)in->ndesks - 1, &desk) < 0 ||
	    partial_take_number(in, jsonread_at(t, 1), 0, 99991231, &date) < 0 ||
	    partial_take_number(in, jsonread_at(t, 2), 1, CASEID_NUMBER_MAX, &count) < 0 ||
	    partial_take_number(in, jsonread_at(t, 3), PARTIAL_TIME_LEAST, PARTIAL_TIME_MOST, &at) < 0)
		return -1;
	caseid_format(&id, caseid_make((uint32_t)date, (uint32_t)count), NULL);
	c = caseid_parse(id.buf, id.len);
	strbuf_release(&id);
	if (!c || s->npool > UINT32_MAX - jsonread_size(t))
		return partial_wrong(in, _("there is no such case"));
	d = &in->f->desk[in->first_desk + (size_t)desk];
	series_add_case(s, c, at, (uint32_t)(in->first_desk + (size_t)desk),
			(int32_t)zone_day(d->zone, at));
	for (i = CASE_CELLS; i < jsonread_size(t); i++) {
		if (partial_take_number(in, jsonread_at(t, i), 0, (int64_t)n - 1, &k) < 0)
			return -1;
		series_add_to_case(s, number[k]);
	}
	return 0;
}

int partial_take_series(struct partial_in *in, const struct jsonread *line)
{
	const struct jsonread *series = jsonread_get(line, "series"), *cases = jsonread_get(line, "cases");
	uint32_t *number = mem_array(jsonread_size(series) + 1, sizeof(*number));
	size_t i;
	int result = -1;

	in->column = NULL;
	in->row = 0;
	in->table = jsonread_is_array(series) ? "cases" : "series";
	if (!jsonread_is_array(series) || !jsonread_is_array(cases)) {
		partial_wrong(in, _("there is no such table"));
		goto out;
	}
	in->table = "series";
	for (i = 0; i < jsonread_size(series); i++) {
		in->row = i + 1;
		if (take_one(in, jsonread_at(series, i), &number[i]) < 0)
			goto out;
	}
	in->table = "cases";
	for (i = 0; i < jsonread_size(cases); i++) {
		in->row = i + 1;
		if (take_case(in, jsonread_at(cases, i), number, jsonread_size(series)) < 0)
			goto out;
	}
	in->row = 0;
	in->table = NULL;
	result = 0;
out:
	free(number);
	return result;
}
