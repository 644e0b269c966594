/* import_value: from the cells of a foreign row to values of our log. */
#include <string.h>

#include "base/mem.h"
#include "domain/import_internal.h"

/* In `checked`: not asked yet is 0, no value of the policy 1. */
#define REFUSED 1U

static int is_instant_field(const struct import *im, int column)
{
	const struct policy_field *f;

	if (column == COLUMN_DUE)
		return 1;
	if (column < COLUMN_FIELD)
		return 0;
	f = policy_field(im->policy, column);
	return f && f->type == FIELD_INSTANT;
}

/* The policy's own spelling of a value, asked once for each. INTERN_NONE with a finding where it has none. */
static uint32_t policy_spelling(struct import *im, const struct csv_row *row,
				const struct csv_field *f, int column, uint32_t value)
{
	struct err err = ERR_INIT;
	const char *code;

	if (value >= im->checked_alloc[column]) {
		size_t old = im->checked_alloc[column];

		MEM_GROW(im->checked[column], value + 1, im->checked_alloc[column]);
		memset(im->checked[column] + old, 0,
		       (im->checked_alloc[column] - old) * sizeof(**im->checked));
	}
	if (im->checked[column][value] > REFUSED)
		return im->checked[column][value] - 2;
	code = policy_value(im->policy, column, NULL, intern_str(&im->values, value), &err);
	if (!code) {
		importrows_complain(&im->in, row, f, "%s", err.msg);
		return INTERN_NONE;
	}
	im->checked[column][value] = intern_add(&im->values, code, strlen(code)) + 2;
	return im->checked[column][value] - 2;
}

uint32_t import_value(struct import *im, const struct csv_row *row, const struct import_source *s)
{
	const struct csv_field *f;
	uint32_t value;

	if (is_instant_field(im, s->target) && s->nfrom) {
		instant t;
		int got = importrows_time(&im->in, row, &s->from[0], &t);

		if (got <= 0)
			return got ? INTERN_NONE : 0;
		strbuf_reset(&im->in.value);
		instant_format(&im->in.value, t, im->policy->zone);
		return intern_add(&im->values, im->in.value.buf, im->in.value.len);
	}
	f = importrows_gather(&im->in, row, s);
	if (importrows_translate(&im->in, row, f, s) < 0)
		return INTERN_NONE;
	if (s->target != COLUMN_TEXT)
		importrows_code(&im->in);
	value = intern_add(&im->values, im->in.value.buf, im->in.value.len);
	if (!value || s->target == COLUMN_TEXT)
		return value;
	return policy_spelling(im, row, f, s->target, value);
}
