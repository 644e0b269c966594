#include "domain/approval.h"

#include <string.h>

#include "base/mem.h"
#include "values/number.h"

static int read_amount(const struct symbols *symbols, uint32_t symbol, struct amount *a)
{
	const char *s = symbols_str(symbols, COLUMN_AMOUNT, symbol);

	return amount_parse(s, strlen(s), a);
}

static int is_same_amount(const struct symbols *symbols, uint32_t x, uint32_t y)
{
	struct amount a, b;

	if (x == y)
		return 1;
	if (read_amount(symbols, x, &a) < 0 || read_amount(symbols, y, &b) < 0)
		return 0;
	b.value = -b.value;
	return amount_sum(&a, b) == 0 && a.value == 0;
}

int approval_fits(const struct history_event *approve, const struct history_event *compensate,
		  const struct symbols *symbols)
{
	if (approve->detail && approve->detail != compensate->detail)
		return 0;
	return !approve->amount || is_same_amount(symbols, approve->amount, compensate->amount);
}

static void approve(const struct history *h, size_t row, const struct symbols *symbols, size_t *by)
{
	const struct history_event *e = &h->event[row];
	size_t i = row;

	while (i-- > 0) {
		if (h->event[i].event != EVENT_COMPENSATE || by[i] != APPROVAL_NONE ||
		    !approval_fits(e, &h->event[i], symbols))
			continue;
		by[i] = row;
		if (e->amount)
			return;
	}
}

size_t *approval_match(const struct history *h, const struct symbols *symbols)
{
	size_t *by = mem_array(h->n ? h->n : 1, sizeof(*by)), i;

	for (i = 0; i < h->n; i++)
		by[i] = APPROVAL_NONE;
	for (i = 0; i < h->n; i++)
		if (h->event[i].event == EVENT_APPROVE)
			approve(h, i, symbols, by);
	return by;
}
