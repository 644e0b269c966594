/* partial_take: one value from elsewhere into its place. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/partial_table.h"

#define SCALE_MOST  6                     /* as values/number.h has it */

/* --- plain values --------------------------------------------------------------------------------- */

int partial_wrong(struct partial_in *in, const char *fmt, ...)
{
	struct strbuf why = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&why, fmt, ap);
	va_end(ap);
	if (in->column && in->row)
		err_set(in->err, STATUS_INPUT, _("table '%s', row %zu, '%s': %s"), in->table, in->row,
			in->column, why.buf);
	else if (in->row)
		err_set(in->err, STATUS_INPUT, _("table '%s', row %zu: %s"), in->table, in->row, why.buf);
	else if (in->table)
		err_set(in->err, STATUS_INPUT, "'%s': %s", in->table, why.buf);
	else
		err_set(in->err, STATUS_INPUT, "%s", why.buf);
	strbuf_release(&why);
	return -1;
}

int partial_take_number(struct partial_in *in, const struct jsonread *t, int64_t least,
			int64_t most, int64_t *v)
{
	int64_t n;

	if (jsonread_integer(t, &n) < 0)
		return partial_wrong(in, _("a whole number is wanted"));
	if (n < least || n > most)
		return partial_wrong(in, _("'%lld' does not lie in %lld .. %lld"), (long long)n,
				     (long long)least, (long long)most);
	*v = n;
	return 0;
}

int partial_take_count(struct partial_in *in, const struct jsonread *t, uint64_t *n)
{
	int64_t v = 0;

	if (partial_take_number(in, t, 0, PARTIAL_MOST, &v) < 0)
		return -1;
	*n = (uint64_t)v;
	return 0;
}

int partial_add_count(struct partial_in *in, uint64_t *sum, uint64_t n)
{
	if (n > (uint64_t)PARTIAL_MOST - *sum)
		return partial_wrong(in, _("the sum does not fit"));
	*sum += n;
	return 0;
}

int partial_take_word(struct partial_in *in, const struct jsonread *t, const char **word)
{
	const char *s = jsonread_string(t);

	if (!s)
		return partial_wrong(in, _("a text is wanted"));
	*word = figures_keep(in->f, s);
	return 0;
}

static int take_date(struct partial_in *in, const struct jsonread *t, const char **word)
{
	int64_t day;

	if (partial_take_word(in, t, word) < 0)
		return -1;
	if (date_parse(*word, strlen(*word), &day) < 0 || day < PARTIAL_DAY_LEAST || day > PARTIAL_DAY_MOST)
		return partial_wrong(in, _("'%s' is no day that can be reported"), *word);
	return 0;
}

/* --- cells ---------------------------------------------------------------------------------------- */

static int take_array(struct partial_in *in, const struct jsonread *t, size_t n)
{
	if (!jsonread_is_array(t) || (n && jsonread_size(t) != n))
		return partial_wrong(in, _("a list is wanted, of %zu"), n);
	return 0;
}

static int take_counts(struct partial_in *in, const struct jsonread *t, uint64_t *sum, size_t n)
{
	uint64_t v;
	size_t i;

	if (n == 1)
		return partial_take_count(in, t, &v) < 0 ? -1 : partial_add_count(in, sum, v);
	if (take_array(in, t, n) < 0)
		return -1;
	for (i = 0; i < n; i++)
		if (partial_take_count(in, jsonread_at(t, i), &v) < 0 ||
		    partial_add_count(in, &sum[i], v) < 0)
			return -1;
	return 0;
}

static int take_shares(struct partial_in *in, const struct jsonread *t, struct figure_score_share *sum,
		       size_t n)
{
	uint64_t v;
	size_t i;

	if (take_array(in, t, 2 * n) < 0)
		return -1;
	for (i = 0; i < 2 * n; i++)
		if (partial_take_count(in, jsonread_at(t, i), &v) < 0 ||
		    partial_add_count(in, i % 2 ? &sum[i / 2].of : &sum[i / 2].n, v) < 0)
			return -1;
	return 0;
}

static int take_words(struct partial_in *in, const struct jsonread *t, const char ***word, size_t *n)
{
	size_t i, size = jsonread_size(t);

	if (!jsonread_is_array(t))
		return partial_wrong(in, _("a list of texts is wanted"));
	*word = arena_array(&in->f->arena, size + 1, sizeof(**word));
	for (i = 0; i < size; i++)
		if (partial_take_word(in, jsonread_at(t, i), &(*word)[i]) < 0)
			return -1;
	*n = size;
	return 0;
}

static int take_chars(struct partial_in *in, const struct jsonread *t, char *to, size_t size)
{
	const char *s = jsonread_string(t);

	if (!s || strlen(s) >= size)
		return partial_wrong(in, _("a text of at most %zu bytes is wanted"), size - 1);
	memcpy(to, s, strlen(s) + 1);
	return 0;
}

static int take_desk(struct partial_in *in, const struct jsonread *t, const char **name)
{
	int64_t i = 0;

	if (!in->ndesks)
		return partial_wrong(in, _("there is no desk"));
	if (partial_take_number(in, t, 0, (int64_t)in->ndesks - 1, &i) < 0)
		return -1;
	in->desk = &in->f->desk[in->first_desk + (size_t)i];
	*name = in->desk->name;
	return 0;
}

static int take_in_force(struct partial_in *in, const struct jsonread *t, const struct policy **p)
{
	int64_t i = 0;

	if (!in->npolicies)
		return partial_wrong(in, _("there is no policy"));
	if (partial_take_number(in, t, 0, (int64_t)in->npolicies - 1, &i) < 0)
		return -1;
	*p = in->policy[i];
	return 0;
}

static int take_real(struct partial_in *in, const struct jsonread *t, double *x)
{
	const char *s = jsonread_string(t);
	uint64_t bits;

	if (!s || strlen(s) != 16 || strspn(s, "0123456789abcdef") != 16)
		return partial_wrong(in, _("a real number as 16 hexadecimal digits is wanted"));
	bits = strtoull(s, NULL, 16);
	memcpy(x, &bits, sizeof(bits));
	return isfinite(*x) ? 0 : partial_wrong(in, _("'%s' is no finite number"), s);
}

/* A sum has more digits than one amount may have. */
static int parse_amount(const char *s, struct amount *a)
{
	int is_negative = *s == '-', point = 0, digits = 0;

	*a = (struct amount){ 0, 0 };
	for (s += is_negative; *s; s++) {
		if (*s == '.' && digits && !point) {
			point = 1;
			continue;
		}
		if (*s < '0' || *s > '9' || a->value > (INT64_MAX - (*s - '0')) / 10)
			return -1;
		a->value = a->value * 10 + (*s - '0');
		a->scale += point;
		digits++;
	}
	if (is_negative)
		a->value = -a->value;
	return digits && a->scale <= SCALE_MOST && (!point || a->scale) ? 0 : -1;
}

static int take_amount(struct partial_in *in, const struct jsonread *t, struct amount *a)
{
	const char *s = jsonread_string(t);

	if (!s || parse_amount(s, a) < 0)
		return partial_wrong(in, _("an amount is wanted"));
	return 0;
}

static int take_amounts(struct partial_in *in, const struct jsonread *t, struct figure_amount **to,
			size_t *n)
{
	size_t *alloc = n + 1, i;
	struct figure_amount x;

	if (!jsonread_is_array(t) || jsonread_size(t) % 2)
		return partial_wrong(in, _("a list of amounts and counts is wanted"));
	for (i = 0; i < jsonread_size(t); i += 2) {
		if (take_amount(in, jsonread_at(t, i), &x.amount) < 0 ||
		    partial_take_count(in, jsonread_at(t, i + 1), &x.n) < 0)
			return -1;
		if (!x.n)
			return partial_wrong(in, _("an amount that is there 0 times"));
		MEM_GROW(*to, *n + 1, *alloc);
		(*to)[(*n)++] = x;
	}
	return 0;
}

static int take_sample(struct partial_in *in, const struct jsonread *t, struct km *km)
{
	uint64_t events = 0, censored = 0;
	int64_t d = 0;
	size_t i;

	if (!jsonread_is_array(t) || jsonread_size(t) % 3)
		return partial_wrong(in, _("a list of durations with two counts each is wanted"));
	for (i = 0; i < jsonread_size(t); i += 3) {
		if (partial_take_number(in, jsonread_at(t, i), -PARTIAL_MOST, PARTIAL_MOST, &d) < 0 ||
		    partial_take_count(in, jsonread_at(t, i + 1), &events) < 0 ||
		    partial_take_count(in, jsonread_at(t, i + 2), &censored) < 0)
			return -1;
		if (events + censored > (uint64_t)PARTIAL_MOST - km->n)
			return partial_wrong(in, _("the sum does not fit"));
		km_add_counts(km, d, events, censored);
	}
	return 0;
}

static int take_times(struct partial_in *in, const struct jsonread *t, struct km *km, size_t n)
{
	size_t i;

	if (take_array(in, t, n) < 0)
		return -1;
	for (i = 0; i < n; i++)
		if (take_sample(in, jsonread_at(t, i), &km[i]) < 0)
			return -1;
	return 0;
}

/* Whole numbers that are not counts: the range of each type, and where it is kept. */
static int take_whole(struct partial_in *in, const struct jsonread *t, enum partial_type type, void *to)
{
	static const struct { int64_t least, most, none; } range[] = {
		[PARTIAL_SIZE] = { 0, INT32_MAX, 0 },
		[PARTIAL_ADDED] = { 0, PARTIAL_MOST, 0 },
		[PARTIAL_FLAG] = { 0, 1, 0 },
		[PARTIAL_INT] = { -INT_MAX, INT_MAX, 0 },
		[PARTIAL_LINE] = { 0, UINT32_MAX, 0 },
		[PARTIAL_NUMBER] = { -PARTIAL_MOST, PARTIAL_MOST, 0 },
		[PARTIAL_DAY] = { PARTIAL_DAY_LEAST, PARTIAL_DAY_MOST, INT64_MAX },
		[PARTIAL_TIME] = { PARTIAL_TIME_LEAST, PARTIAL_TIME_MOST, 0 },
		[PARTIAL_MAY_TIME] = { PARTIAL_TIME_LEAST, PARTIAL_TIME_MOST, INSTANT_NONE },
	};
	int may_be_none = range[type].none != 0;
	int64_t v = range[type].none;

	if (!(may_be_none && jsonread_is_null(t)) &&
	    partial_take_number(in, t, range[type].least, range[type].most, &v) < 0)
		return -1;
	if (type == PARTIAL_SIZE)
		*(size_t *)to = (size_t)v;
	else if (type == PARTIAL_FLAG)
		*(int *)to |= (int)v;
	else if (type == PARTIAL_INT)
		*(int *)to = (int)v;
	else if (type == PARTIAL_LINE)
		*(uint32_t *)to = (uint32_t)v;
	else
		*(int64_t *)to = v;
	return 0;
}

static int take_added(struct partial_in *in, const struct jsonread *t, size_t *sum)
{
	uint64_t n, all = *sum;

	if (partial_take_count(in, t, &n) < 0 || partial_add_count(in, &all, n) < 0)
		return -1;
	*sum = (size_t)all;
	return 0;
}

/* Where one sum does not fit, all that it is part of does not. */
static int add_amount(struct partial_in *in, const struct jsonread *t, struct amount *sum,
		      int *is_too_large)
{
	struct amount a = { 0 };

	if (jsonread_is_null(t)) {
		*is_too_large = 1;
		return 0;
	}
	if (take_amount(in, t, &a) < 0)
		return -1;
	if (a.value < 0 && !in->has_negative)
		return partial_wrong(in, _("'%s' is below zero, and no amount is"), jsonread_string(t));
	*is_too_large |= amount_sum(sum, a) < 0;
	return 0;
}

int partial_take_cell(struct partial_in *in, const struct partial_column *c,
		      const struct jsonread *t, void *row)
{
	void *p = partial_at(row, c);

	switch (c->type) {
	case PARTIAL_MAY_WORD:
		return jsonread_is_null(t) ? 0 : partial_take_word(in, t, p);
	case PARTIAL_WORD:
		return partial_take_word(in, t, p);
	case PARTIAL_DATE:
		return take_date(in, t, p);
	case PARTIAL_WORDS:
		return take_words(in, t, p, partial_more(row, c));
	case PARTIAL_CHARS:
		return take_chars(in, t, p, c->size);
	case PARTIAL_DESK:
		return take_desk(in, t, p);
	case PARTIAL_IN_FORCE:
		return take_in_force(in, t, p);
	case PARTIAL_COUNT:
		return take_counts(in, t, p, c->n);
	case PARTIAL_SHARES:
		return take_shares(in, t, p, c->n);
	case PARTIAL_ADDED:
		return take_added(in, t, p);
	case PARTIAL_REAL:
		return take_real(in, t, p);
	case PARTIAL_AMOUNT:
		return add_amount(in, t, p, partial_more(row, c));
	case PARTIAL_AMOUNTS:
		return take_amounts(in, t, p, partial_more(row, c));
	case PARTIAL_TIMES:
		return take_times(in, t, p, c->n);
	default:
		return take_whole(in, t, c->type, p);
	}
}
