#include "domain/approval.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "values/number.h"

/* A row's type and amount; the amount is read once, however many it is compared with. */
struct terms {
	uint32_t type, symbol;
	struct amount amount;
	int is_number;
};

/* A promise that nobody approved yet. */
struct waiting {
	size_t row;
	struct terms terms;
};

struct queue {
	struct waiting *waiting;         /* oldest first */
	size_t n, alloc;
};

static struct terms terms_of(const struct history_event *e, const struct symbols *symbols)
{
	const char *s = symbols_str(symbols, COLUMN_AMOUNT, e->amount);
	struct terms t = { .type = e->detail, .symbol = e->amount };

	t.is_number = amount_parse(s, strlen(s), &t.amount) == 0;
	return t;
}

static int is_same_amount(const struct terms *x, const struct terms *y)
{
	struct amount a = x->amount, b = y->amount;

	if (x->symbol == y->symbol)
		return 1;
	if (!x->is_number || !y->is_number)
		return 0;
	b.value = -b.value;
	return amount_sum(&a, b) == 0 && a.value == 0;
}

static int fits(const struct terms *approve, const struct terms *promise)
{
	if (approve->type && approve->type != promise->type)
		return 0;
	return !approve->symbol || is_same_amount(approve, promise);
}

int approval_fits(const struct history_event *approve, const struct history_event *compensate,
		  const struct symbols *symbols)
{
	struct terms a = terms_of(approve, symbols), p = terms_of(compensate, symbols);

	return fits(&a, &p);
}

static void approve_all(struct queue *q, const struct terms *terms, size_t row, size_t *by)
{
	size_t i, n = 0;

	for (i = 0; i < q->n; i++)
		if (fits(terms, &q->waiting[i].terms))
			by[q->waiting[i].row] = row;
		else
			q->waiting[n++] = q->waiting[i];
	q->n = n;
}

static void approve_last(struct queue *q, const struct terms *terms, size_t row, size_t *by)
{
	size_t i = q->n;

	while (i-- > 0) {
		if (!fits(terms, &q->waiting[i].terms))
			continue;
		by[q->waiting[i].row] = row;
		q->n--;
		memmove(q->waiting + i, q->waiting + i + 1, (q->n - i) * sizeof(*q->waiting));
		return;
	}
}

static void add(struct queue *q, const struct terms *terms, size_t row)
{
	MEM_GROW(q->waiting, q->n + 1, q->alloc);
	q->waiting[q->n++] = (struct waiting){ row, *terms };
}

size_t *approval_match(const struct history *h, const struct symbols *symbols)
{
	size_t *by = mem_array(h->n ? h->n : 1, sizeof(*by)), i;
	enum case_state state = CASE_NONE;
	struct queue q = { NULL, 0, 0 };

	for (i = 0; i < h->n; i++) {
		const struct history_event *e = &h->event[i];
		struct terms terms;

		by[i] = APPROVAL_NONE;
		if (!casestate_allows(state, e->event))
			continue;
		state = casestate_after(state, e->event);
		if (!history_has_amount(e->event))
			continue;
		terms = terms_of(e, symbols);
		if (e->event == EVENT_COMPENSATE)
			add(&q, &terms, i);
		else if (!(e->flags & ROW_BY_SD))
			(terms.symbol ? approve_last : approve_all)(&q, &terms, i, by);
	}
	free(q.waiting);
	return by;
}
