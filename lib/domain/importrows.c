#include "domain/importrows.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/row.h"

void importrows_init(struct importrows *in, const struct importtable *table, const char *file,
		     instant now, struct findings *findings)
{
	*in = (struct importrows){ .table = table, .file = file, .now = now,
				   .findings = findings, .value = STRBUF_INIT };
}

void importrows_release(struct importrows *in)
{
	strbuf_release(&in->value);
	free(in->aside);
}

void importrows_complain(const struct importrows *in, const struct csv_row *row,
			 const struct csv_field *field, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	finding_vadd(in->findings, GRADE_ERROR, in->file, field ? field->line : row->line,
		     field ? field->column : 0, fmt, ap);
	va_end(ap);
}

/* --- cells ---------------------------------------------------------------------------------------- */

const struct csv_field *importrows_cell(const struct importrows *in, const struct csv_row *row,
					int index)
{
	const struct policy_names *null = &in->table->null;
	const struct csv_field *f;

	if (index < 0 || (size_t)index >= row->nfields)
		return NULL;
	f = &row->field[index];
	if (!f->n)
		return NULL;
	for (size_t i = 0; i < null->n; i++)
		if (!strcmp(null->s[i], f->s))
			return NULL;
	return f;
}

static enum date_result parse_time(const struct importrows *in, const struct csv_field *f,
				   instant *t)
{
	const struct importtable *m = in->table;
	enum date_result worst = DATE_OTHER;

	for (size_t i = 0; i < m->ndates; i++) {
		enum date_result got = dateformat_parse(&m->date[i], f->s, f->n, m->zone, t);

		if (got == DATE_OK)
			return got;
		if (got != DATE_OTHER)
			worst = got;
	}
	return worst;
}

int importrows_is_time(const struct importrows *in, const struct csv_field *f)
{
	instant t;

	return parse_time(in, f, &t) == DATE_OK;
}

int importrows_time(const struct importrows *in, const struct csv_row *row,
		    const struct import_column *c, instant *t)
{
	const struct csv_field *f = importrows_cell(in, row, c->index);
	const struct importtable *m = in->table;

	if (!f)
		return 0;
	switch (parse_time(in, f, t)) {
	case DATE_OK:
		return 1;
	case DATE_OTHER:
		importrows_complain(in, row, f, _("'%s' in column '%s' is not of the form '%s'"), f->s,
				    c->name, m->ndates ? m->dates_text.s[0] : "");
		break;
	case DATE_NONE:
		importrows_complain(in, row, f, _("there is no such time as '%s' in column '%s'"),
				    f->s, c->name);
		break;
	default:
		importrows_complain(in, row, f, _("'%s' in column '%s' is skipped by the clocks of %s"),
				    f->s, c->name, zone_name(m->zone));
	}
	return -1;
}

int importrows_past(const struct importrows *in, const struct csv_row *row,
		    const struct import_column *c, instant t)
{
	const struct csv_field *f = importrows_cell(in, row, c->index);

	if (t <= in->now)
		return 0;
	importrows_complain(in, row, f, _("'%s' lies in the future"), f ? f->s : "");
	return -1;
}

const struct csv_field *importrows_gather(struct importrows *in, const struct csv_row *row,
					  const struct import_source *s)
{
	const struct csv_field *first = NULL;

	strbuf_reset(&in->value);
	if (s->constant) {
		strbuf_addstr(&in->value, s->constant);
		return NULL;
	}
	for (size_t i = 0; i < s->nfrom; i++) {
		const struct csv_field *f = importrows_cell(in, row, s->from[i].index);

		if (!f)
			continue;
		if (first)
			strbuf_addstr(&in->value, s->join);
		else
			first = f;
		strbuf_add(&in->value, f->s, f->n);
	}
	return first;
}

int importrows_translate(struct importrows *in, const struct csv_row *row,
			 const struct csv_field *f, const struct import_source *s)
{
	size_t i;

	if (!s->nvalues || !in->value.len)
		return 0;
	for (i = 0; i < s->nvalues; i++)
		if (!strcmp(s->value[i].from, in->value.buf))
			break;
	if (i == s->nvalues && !s->otherwise) {
		importrows_complain(in, row, f, _("the map has no value for '%s' of column '%s'"),
				    in->value.buf, s->nfrom ? s->from[0].name : "");
		return -1;
	}
	strbuf_reset(&in->value);
	strbuf_addstr(&in->value, i < s->nvalues ? s->value[i].to : s->otherwise);
	return 0;
}

static char instead_of(char c)
{
	return c == ',' ? ';' : c == '"' ? '\'' : ' ';
}

void importrows_code(struct importrows *in)
{
	struct strbuf *v = &in->value, code = STRBUF_INIT;
	size_t done = 0, n;
	uint32_t cp;
	int fault;

	while ((fault = row_code_fault(v->buf + done, v->len - done)) >= 0) {
		strbuf_add(&code, v->buf + done, (size_t)fault);
		done += (size_t)fault;
		strbuf_addch(&code, instead_of(v->buf[done]));
		n = utf8_char(v->buf + done, v->len - done, &cp);
		done += n ? n : 1;
	}
	if (!done)
		return;
	strbuf_add(&code, v->buf + done, v->len - done);
	strbuf_release(v);
	*v = code;
	in->replaced++;
}

int importrows_key(struct importrows *in, const struct csv_row *row)
{
	const struct importtable *m = in->table;

	strbuf_reset(&in->value);
	for (size_t i = 0; i < m->nkeys; i++) {
		const struct csv_field *f = importrows_cell(in, row, m->key[i].index);

		if (!f) {
			importrows_complain(in, row, f, _("the key column '%s' is empty"),
					    m->key[i].name);
			return -1;
		}
		if (i)
			strbuf_addch(&in->value, '/');
		strbuf_add(&in->value, f->s, f->n);
	}
	importrows_code(in);
	return 0;
}

/* --- rows set aside ------------------------------------------------------------------------------- */

void importrows_set_aside(struct importrows *in, size_t line)
{
	MEM_GROW(in->aside, in->naside + 1, in->aside_alloc);
	in->aside[in->naside++] = (uint32_t)line;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void importrows_sort_aside(struct importrows *in)
{
	size_t out = 0;

	if (in->naside)
		qsort(in->aside, in->naside, sizeof(*in->aside), by_number);
	for (size_t i = 0; i < in->naside; i++)
		if (!out || in->aside[out - 1] != in->aside[i])
			in->aside[out++] = in->aside[i];
	in->naside = out;
}

int importrows_is_aside(const struct importrows *in, size_t line)
{
	uint32_t key = (uint32_t)line;

	return in->naside &&
	       bsearch(&key, in->aside, in->naside, sizeof(key), by_number) != NULL;
}
