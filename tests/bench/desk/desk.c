#include "desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "chores.h"
#include "plan.h"

static uint64_t dice_next(struct dice *d)
{
	uint64_t z = d->state += 0x9E3779B97F4A7C15U;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
	z = (z ^ z >> 27) * 0x94D049BB133111EBU;
	return z ^ z >> 31;
}

uint32_t dice_below(struct dice *d, uint32_t n)
{
	return (uint32_t)((dice_next(d) >> 32) * n >> 32);
}

int dice_percent(struct dice *d, uint32_t percent)
{
	return dice_below(d, 100) < percent;
}

struct desk {
	const struct desk_plan *plan;
	struct logfile *log;
	struct planner planner;
	struct kase **heap;     /* by the order key of each case's next event, then by sequence */
	size_t nheap, alloc;
	uint64_t sequence;
	uint32_t *opened;       /* cases numbered so far, by day since two before the first */
	size_t ndays;
	struct strbuf text;
};

static int comes_before(const struct kase *a, const struct kase *b)
{
	int64_t x = a->event[a->next].row.logged, y = b->event[b->next].row.logged;

	return x != y ? x < y : a->sequence < b->sequence;
}

static void heap_down(struct desk *desk, size_t i)
{
	struct kase **heap = desk->heap, *k = heap[i];
	size_t child;

	while ((child = 2 * i + 1) < desk->nheap) {
		if (child + 1 < desk->nheap && comes_before(heap[child + 1], heap[child]))
			child++;
		if (!comes_before(heap[child], k))
			break;
		heap[i] = heap[child];
		i = child;
	}
	heap[i] = k;
}

static void heap_add(struct desk *desk, struct kase *k)
{
	size_t i = desk->nheap++, parent;

	if (desk->nheap > desk->alloc) {
		desk->alloc = desk->alloc * 2 + 64;
		desk->heap = realloc(desk->heap, desk->alloc * sizeof(struct kase *));
		if (!desk->heap)
			abort();
	}
	for (; i && comes_before(k, desk->heap[parent = (i - 1) / 2]); i = parent)
		desk->heap[i] = desk->heap[parent];
	desk->heap[i] = k;
}

/* The number is given when the case is written down, by the date on which it began. */
static void number_case(struct desk *desk, struct kase *k)
{
	struct earlier *e;
	int64_t day = k->event[0].row.at / DAY;
	size_t i = (size_t)(day - desk->plan->from + 2);
	char date[11];

	if (i >= desk->ndays) {
		size_t more = i + 400;

		desk->opened = realloc(desk->opened, more * sizeof(*desk->opened));
		if (!desk->opened)
			abort();
		memset(desk->opened + desk->ndays, 0, (more - desk->ndays) * sizeof(*desk->opened));
		desk->ndays = more;
	}
	day_format(day, date);
	snprintf(k->id, sizeof(k->id), "%.4s%.2s%.2s-%04u", date, date + 5, date + 8,
		 ++desk->opened[i]);
	if (k->other[0] || !k->story)
		return;
	e = &desk->planner.earlier[k->story - stories];
	e->at = k->event[0].row.at;
	e->product = k->product;
	memcpy(e->id, k->id, sizeof(e->id));
	e->customer_number = k->customer_number;
	memcpy(e->customer, k->customer, sizeof(e->customer));
	memcpy(e->batch, k->batch, sizeof(e->batch));
}

static void fill_in(struct strbuf *text, const struct kase *k, const char *words)
{
	strbuf_reset(text);
	for (; *words; words++) {
		if (*words != '%' || !words[1] || !strchr("pbn", words[1])) {
			strbuf_addch(text, *words);
			continue;
		}
		words++;
		if (*words == 'n')
			strbuf_addf(text, "%d", k->number);
		else
			strbuf_addstr(text, *words == 'b' ? k->batch :
						  k->product->name[k->story->language]);
	}
}

static void tell(struct desk *desk, struct kase *k)
{
	struct happening *h = &k->event[k->next];

	if (!k->next)
		number_case(desk, k);
	fill_in(&desk->text, k, h->words ? h->words : "");
	h->row.id = k->id;
	h->row.text = desk->text.buf;
	logfile_row(desk->log, &h->row);
	if (desk->plan->told && k->story)
		desk->plan->told(desk->plan->told_ctx, &h->row, k->story->language);
}

static int is_over(const struct desk *desk)
{
	return desk->log->rows >= desk->plan->events || desk->log->failed;
}

/* Tell all that happens before t. */
static void tell_until(struct desk *desk, int64_t t)
{
	struct kase *k;

	while (desk->nheap && !is_over(desk)) {
		k = desk->heap[0];
		if (k->event[k->next].row.logged >= t)
			break;
		tell(desk, k);
		if (++k->next == k->n) {
			free(k);
			k = desk->heap[--desk->nheap];
			desk->heap[0] = k;
		}
		if (desk->nheap)
			heap_down(desk, 0);
	}
}

/* Visits by the hour of the day, in 1/1000 of the day's. */
static int64_t visit(struct desk *desk)
{
	static const int hour[24] = { 6, 4, 2, 1, 1, 1, 3, 5, 8, 12, 62, 80, 84, 78, 82, 86, 88, 86, 84,
		88, 76, 45, 10, 8 };
	int u = (int)dice_below(&desk->planner.dice, 1000), h;

	for (h = 0; u >= hour[h]; h++)
		u -= hour[h];
	return h * (int64_t)HOUR + dice_below(&desk->planner.dice, HOUR);
}

static void open_cases(struct desk *desk, int64_t day)
{
	uint64_t rate = desk->plan->cases_per_1000_days;
	int weekday = (int)((day + 3) % 7);
	uint32_t n, i;

	/* fewer from Monday to Thursday, more at weekends; the mean over the week stays */
	rate = rate * (weekday >= 5 ? 135 : weekday == 4 ? 110 : 80) / 100;
	rate = rate * (70 + dice_below(&desk->planner.dice, 61)) / 100;
	n = (uint32_t)((rate + dice_below(&desk->planner.dice, 1000)) / 1000);
	for (i = 0; i < n; i++) {
		struct kase *k = calloc(1, sizeof(*k));

		if (!k)
			abort();
		k->sequence = desk->sequence++;
		plan_case(&desk->planner, k, day * DAY + visit(desk));
		heap_add(desk, k);
	}
}

static void add_chore(void *ctx, struct kase *k)
{
	struct desk *desk = ctx;

	k->sequence = desk->sequence++;
	heap_add(desk, k);
}

void desk_run(const struct desk_plan *plan, struct logfile *log)
{
	struct desk desk = { .plan = plan, .log = log, .text = STRBUF_INIT };
	int64_t day;

	planner_init(&desk.planner, plan);
	if (plan->chores)
		chores_plan(plan, add_chore, &desk);
	for (day = plan->from; !is_over(&desk) && day * DAY <= plan->until; day++) {
		open_cases(&desk, day);
		tell_until(&desk, (day + 1) * DAY <= plan->until ? (day + 1) * DAY : plan->until + 1);
	}
	while (desk.nheap)
		free(desk.heap[--desk.nheap]);
	free(desk.heap);
	free(desk.opened);
	strbuf_release(&desk.text);
}
