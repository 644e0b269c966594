#include "io/csv_header.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"

struct names {
	struct strbuf *name;
	size_t n;
};

static void take_names(struct names *x, const struct csv_row *row)
{
	x->n = row->nfields;
	x->name = mem_array(x->n, sizeof(*x->name));
	for (size_t i = 0; i < x->n; i++) {
		strbuf_init(&x->name[i]);
		strbuf_add(&x->name[i], row->field[i].s, row->field[i].n);
	}
}

/* One more row of names under those that there are. */
static void add_names(struct names *x, const struct csv_row *row)
{
	const struct strbuf *left = NULL;
	size_t left_n = 0;        /* bytes that it had before this row */

	for (size_t i = 0; i < x->n; i++) {
		const struct csv_field *f = i < row->nfields ? &row->field[i] : NULL;
		struct strbuf *name = &x->name[i];

		if (name->len) {
			left = name;
			left_n = name->len;
		}
		if (!f || !f->n)
			continue;
		if (!name->len && left)
			strbuf_add(name, left->buf, left_n);
		if (name->len)
			strbuf_addstr(name, " / ");
		strbuf_add(name, f->s, f->n);
	}
}

int csv_read_headers(struct csv_reader *r, int n, struct err *err)
{
	struct names names = { NULL, 0 };
	struct csv_row row;
	int got = 1;

	for (int k = 0; k < n && got > 0; k++) {
		got = csv_next(r, &row, err);
		if (got > 0 && !k)
			take_names(&names, &row);
		else if (got > 0)
			add_names(&names, &row);
	}
	if (got > 0)
		csv_set_names(r, names.name, names.n);
	else if (!got)
		err_set(err, STATUS_INPUT, _("'%s' has no header row"), csv_name(r));
	for (size_t i = 0; i < names.n; i++)
		strbuf_release(&names.name[i]);
	free(names.name);
	return got > 0 ? 0 : -1;
}

int csv_read_header(struct csv_reader *r, struct err *err)
{
	return csv_read_headers(r, 1, err);
}
