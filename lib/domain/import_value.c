/* import_value: from the cells of a foreign row to values of our log. */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/import_internal.h"
#include "domain/row.h"

/* In `checked`: not asked yet is 0, no value of the policy 1. */
#define REFUSED 1U

const struct csv_field *import_cell(const struct import *im, const struct csv_row *row, int index)
{
	const struct csv_field *f;
	size_t i;

	if (index < 0 || (size_t)index >= row->nfields)
		return NULL;
	f = &row->field[index];
	if (!f->n)
		return NULL;
	for (i = 0; i < im->map->null.n; i++)
		if (!strcmp(im->map->null.s[i], f->s))
			return NULL;
	return f;
}

int import_time(struct import *im, const struct csv_row *row, const struct import_column *c,
		   instant *t)
{
	const struct csv_field *f = import_cell(im, row, c->index);
	const struct importmap *m = im->map;
	enum date_result worst = DATE_OTHER;
	size_t i;

	if (!f)
		return 0;
	for (i = 0; i < m->ndates; i++) {
		enum date_result got = dateformat_parse(&m->date[i], f->s, f->n, m->zone, t);

		if (got == DATE_OK)
			return 1;
		if (got != DATE_OTHER)
			worst = got;
	}
	if (worst == DATE_OTHER)
		COMPLAIN(im, row, f, _("'%s' in column '%s' is not of the form '%s'"), f->s, c->name,
			 m->ndates ? m->dates_text.s[0] : "");
	else if (worst == DATE_NONE)
		COMPLAIN(im, row, f, _("there is no such time as '%s' in column '%s'"), f->s, c->name);
	else
		COMPLAIN(im, row, f, _("'%s' in column '%s' is skipped by the clocks of %s"), f->s,
			 c->name, zone_name(m->zone));
	return -1;
}

const struct csv_field *import_gather(struct import *im, const struct csv_row *row,
				      const struct import_source *s)
{
	const struct csv_field *first = NULL;
	size_t i;

	strbuf_reset(&im->value);
	if (s->constant) {
		strbuf_addstr(&im->value, s->constant);
		return NULL;
	}
	for (i = 0; i < s->nfrom; i++) {
		const struct csv_field *f = import_cell(im, row, s->from[i].index);

		if (!f)
			continue;
		if (first)
			strbuf_addstr(&im->value, s->join);
		else
			first = f;
		strbuf_add(&im->value, f->s, f->n);
	}
	return first;
}

int import_translate(struct import *im, const struct csv_row *row, const struct csv_field *f,
		     const struct import_source *s)
{
	size_t i;

	if (!s->nvalues || !im->value.len)
		return 0;
	for (i = 0; i < s->nvalues; i++)
		if (!strcmp(s->value[i].from, im->value.buf))
			break;
	if (i == s->nvalues && !s->otherwise) {
		COMPLAIN(im, row, f, _("the map has no value for '%s' of column '%s'"), im->value.buf,
			 s->from[0].name);
		return -1;
	}
	strbuf_reset(&im->value);
	strbuf_addstr(&im->value, i < s->nvalues ? s->value[i].to : s->otherwise);
	return 0;
}

void import_code(struct import *im)
{
	struct strbuf *v = &im->value;
	int replaced = 0;
	long at;

	while ((at = row_code_fault(v->buf, v->len)) >= 0) {
		size_t from = (size_t)at, n;
		uint32_t cp;
		char by = v->buf[at] == ',' ? ';' : v->buf[at] == '"' ? '\'' : ' ';

		n = utf8_char(v->buf + from, v->len - from, &cp);
		n = n ? n : 1;
		v->buf[from] = by;
		memmove(v->buf + from + 1, v->buf + from + n, v->len - from - n);
		strbuf_setlen(v, v->len - n + 1);
		replaced = 1;
	}
	im->replaced += (size_t)replaced;
}

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
		COMPLAIN(im, row, f, "%s", err.msg);
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
		int got = import_time(im, row, &s->from[0], &t);

		if (got <= 0)
			return got ? INTERN_NONE : 0;
		strbuf_reset(&im->value);
		instant_format(&im->value, t, im->policy->zone);
		return intern_add(&im->values, im->value.buf, im->value.len);
	}
	f = import_gather(im, row, s);
	if (import_translate(im, row, f, s) < 0)
		return INTERN_NONE;
	if (s->target != COLUMN_TEXT)
		import_code(im);
	value = intern_add(&im->values, im->value.buf, im->value.len);
	if (!value || s->target == COLUMN_TEXT)
		return value;
	return policy_spelling(im, row, f, s->target, value);
}
