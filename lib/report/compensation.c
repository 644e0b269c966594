#include "report/compensation.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/approval.h"

void compensation_release(struct compensation *c)
{
	free(c->item);
	free(c->amount);
	intern_release(&c->items);
	*c = (struct compensation)COMPENSATION_INIT;
}

static struct compensation_item *item_of(struct compensation *c, uint32_t type, uint32_t cause,
					 uint32_t supplier)
{
	const uint32_t number[] = { type, cause, supplier };
	size_t i = intern_add_numbers(&c->items, number, ARRAY_SIZE(number));

	if (i == c->n) {
		MEM_GROW(c->item, i + 1, c->alloc);
		c->item[c->n++] = (struct compensation_item){ .type = type, .cause = cause,
							      .supplier = supplier };
	}
	return &c->item[i];
}

static void sum(struct compensation_item *x, struct amount *to, struct amount a)
{
	if (amount_sum(to, a) < 0)
		x->is_too_large = 1;
}

static void add_amount(struct compensation *c, uint32_t type, struct amount a)
{
	MEM_GROW(c->amount, c->namounts + 1, c->alloc_amounts);
	c->amount[c->namounts++] = (struct compensation_amount){ type, a };
}

void compensation_merge(struct compensation *c, const struct compensation *from)
{
	size_t i;

	for (i = 0; i < from->n; i++) {
		const struct compensation_item *f = &from->item[i];
		struct compensation_item *x = item_of(c, f->type, f->cause, f->supplier);

		x->n += f->n;
		x->cases += f->cases;
		x->to_approve += f->to_approve;
		x->approved += f->approved;
		x->approved_late += f->approved_late;
		x->pending += f->pending;
		x->overdue += f->overdue;
		x->is_too_large |= f->is_too_large;
		sum(x, &x->promised, f->promised);
		sum(x, &x->approved_sum, f->approved_sum);
	}
	for (i = 0; i < from->namounts; i++)
		add_amount(c, from->amount[i].type, from->amount[i].amount);
}

/* --- one case ------------------------------------------------------------------------------------- */

static int read_amount(const struct compensation_where *w, const struct history_event *e,
		       struct amount *a)
{
	const char *s = symbols_str(w->symbols, COLUMN_AMOUNT, e->amount);

	return amount_parse(s, strlen(s), a);
}

/* Why it came to that: what the last resolve says. */
static uint32_t cause_of(const struct history *h)
{
	size_t i = h->n;

	while (i--)
		if (h->event[i].event == EVENT_RESOLVE)
			return h->event[i].detail;
	return 0;
}

/* When the approval had to be there; INSTANT_MAX where the policy sets no limit or cannot tell. */
static instant approve_by(const struct policy *p, const struct policy_compensation *type, instant at)
{
	instant due;

	if (type->within.kind == LIMIT_NONE ||
	    calendar_add_limit(p->always, at, &type->within, &due, NULL) != CALENDAR_OK)
		return INSTANT_MAX;
	return due;
}

static void count_approval(struct compensation_item *x, const struct policy *p,
			   const struct policy_compensation *type, const struct history_event *e,
			   const struct history_event *approved, instant as_of)
{
	instant due = approve_by(p, type, e->at);

	x->to_approve++;
	if (approved) {
		x->approved++;
		x->approved_late += approved->at > due;
	} else {
		x->pending++;
		x->overdue += due <= as_of;
	}
}

static int is_first_of_type(const struct compensation_where *w, const struct history *h, size_t i)
{
	uint32_t type = h->event[i].detail;

	while (i-- > 0)
		if (h->event[i].event == EVENT_COMPENSATE && h->event[i].detail == type &&
		    h->event[i].at >= w->from)
			return 0;
	return 1;
}

/* `approved` is the approve row that the promise waited for, or NULL. */
static void count_row(struct compensation *c, const struct history *h, size_t i,
		      const struct history_event *approved, const struct compensation_where *w)
{
	const struct history_event *e = &h->event[i];
	const char *name = symbols_str(w->symbols, COLUMN_DETAIL, e->detail);
	const struct policy_compensation *type = policy_compensation(w->policy, name);
	struct compensation_item *x;
	struct amount a;

	if (read_amount(w, e, &a) < 0)
		return;
	x = item_of(c, e->detail, cause_of(h), w->supplier);
	x->n++;
	x->cases += (uint64_t)is_first_of_type(w, h, i);
	sum(x, &x->promised, a);
	add_amount(c, e->detail, a);
	if (type && type->approve)
		count_approval(x, w->policy, type, e, approved, w->as_of);
	if (approved)
		sum(x, &x->approved_sum, a);
}

static int is_counted(const struct history_event *e, const struct compensation_where *w)
{
	return e->event == EVENT_COMPENSATE && e->at >= w->from && e->at < w->to;
}

void compensation_case(struct compensation *c, const struct history *h,
		       const struct compensation_where *w)
{
	size_t *by = NULL, i;

	for (i = 0; i < h->n; i++) {
		if (!is_counted(&h->event[i], w))
			continue;
		if (!by)
			by = approval_match(h, w->symbols);
		count_row(c, h, i, by[i] == APPROVAL_NONE ? NULL : &h->event[by[i]], w);
	}
	free(by);
}
