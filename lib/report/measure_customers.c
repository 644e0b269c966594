/* measure_customers: whose case it is, for the few cases of which a report says so. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "domain/caserange.h"
#include "domain/history.h"
#include "io/csv.h"
#include "report/measure_internal.h"

#define ROW_ROOM 8192

void measure_note_customer(struct measure *m, const struct scan_batch *b, const struct scan_row *r)
{
	struct span customer = scan_cell(b, r, COLUMN_CUSTOMER), detail = scan_cell(b, r, COLUMN_DETAIL);
	int is_void = r->event == EVENT_VOID;

	if (!is_void && !customer.n)
		return;
	MEM_GROW(m->naming, m->namings + 1, m->alloc_naming);
	m->naming[m->namings] = (struct measure_naming){
		.id = r->id, .offset = b->offset + r->start, .at = r->at, .check = r->check, .event = r->event,
		.detail = is_void ? history_void(detail.s, detail.n) : 0,
		.customer = is_void ? NULL : mem_strndup(customer.s, customer.n) };
	m->namings++;
}

static int by_case(const void *a, const void *b)
{
	const struct measure_naming *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->offset > y->offset) - (x->offset < y->offset);
}

void measure_sort_customers(struct measure *m)
{
	if (m->namings)
		qsort(m->naming, m->namings, sizeof(*m->naming), by_case);
}

/* The rows of one case: how many, and the first. */
static size_t rows_of(const struct measure *m, caseid id, const struct measure_naming **first)
{
	struct caserange r = { 0, 0 };

	if (m->namings)
		r = caserange_find(&m->naming->id, m->namings, sizeof(*m->naming), id);
	*first = m->naming + r.from;
	return r.to - r.from;
}

/* What a row says: a log of somebody else's may have any columns before the customer, and quotes. */
static char *read_customer(const struct caselog *log, off_t offset)
{
	char buf[ROW_ROOM], *id = NULL;
	ssize_t n = pread(log->fd, buf, sizeof(buf) - 1, offset);
	int position = log->layout.position[COLUMN_CUSTOMER];
	struct findings none = FINDINGS_INIT;
	struct csv_reader *r;
	struct csv_row row;
	struct err err;

	if (n <= 0 || position < 0)
		return NULL;
	buf[n] = '\0';
	r = csv_open_memory(log->path, buf, strcspn(buf, "\n"), &none);
	if (csv_next(r, &row, &err) > 0 && (size_t)position < row.nfields && row.field[position].n)
		id = mem_strndup(row.field[position].s, row.field[position].n);
	csv_close(r);
	findings_release(&none);
	return id;
}

char *measure_customer(const struct measure *m, const struct caselog *log, caseid id, off_t offset)
{
	const struct measure_naming *row;
	size_t i, n = rows_of(m, id, &row);
	struct history h = { id, mem_array(n + 1, sizeof(*h.event)), 0 };
	const char *last = NULL;

	for (i = 0; i < n; i++)
		if (row[i].event != EVENT_OPEN || row[i].offset != offset)
			h.event[h.n++] = (struct history_event){
				.at = row[i].at, .check = row[i].check, .event = row[i].event,
				.detail = row[i].detail, .line = (uint32_t)i };
	history_sort(&h);
	if (h.n)
		last = row[h.event[h.n - 1].line].customer;
	free(h.event);
	return last ? mem_strndup(last, strlen(last)) : read_customer(log, offset);
}

static void add(struct case_customers *x, char *id)
{
	size_t i;

	for (i = 0; id && i < x->n; i++)
		if (!strcmp(x->id[i], id)) {
			free(id);
			return;
		}
	if (!id)
		return;
	MEM_GROW(x->id, x->n + 1, x->alloc);
	x->id[x->n++] = id;
}

void measure_customers(const struct measure *m, const struct caselog *log, caseid id, off_t offset,
		       struct case_customers *out)
{
	const struct measure_naming *row;
	size_t i, n = rows_of(m, id, &row);

	add(out, read_customer(log, offset));
	for (i = 0; i < n; i++)
		if (row[i].customer)
			add(out, mem_strndup(row[i].customer, strlen(row[i].customer)));
}

void case_customers_release(struct case_customers *x)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		free(x->id[i]);
	free(x->id);
	*x = (struct case_customers){ NULL, 0, 0 };
}
