/* Event names to codes, in a table small enough to stay in the first cache. */

#include <string.h>

#include "base/mem.h"
#include "domain/scan_block.h"

/* With its length, the word tells names of up to 8 bytes apart; for longer ones the rest is compared. */
static inline uint64_t word_of(const char *s, size_t n)
{
	uint64_t w;
	uint32_t a, b;

	if (n >= 8) {
		memcpy(&w, s, 8);
		return w;
	}
	if (n >= 4) {
		memcpy(&a, s, 4);
		memcpy(&b, s + n - 4, 4);
		return (uint64_t)b << 32 | a;
	}
	if (!n)
		return 0;
	return (uint64_t)(unsigned char)s[0] | (uint64_t)(unsigned char)s[n / 2] << 8 |
	       (uint64_t)(unsigned char)s[n - 1] << 16;
}

static inline size_t slot_of(uint64_t word, size_t n)
{
	return (size_t)((word ^ n << 56) * 0x9E3779B97F4A7C15ULL >> 55) % (EVENT_MAX * 4);
}

static void add(struct scan_events *t, const char *name, int code)
{
	size_t n = strlen(name);
	uint64_t word = word_of(name, n);
	size_t i = slot_of(word, n);

	while (t->slot[i].name)
		i = (i + 1) % ARRAY_SIZE(t->slot);
	t->slot[i] = (struct scan_event){ word, name, (uint32_t)n, code };
}

void scan_events_init(struct scan_events *t, const struct policy_set *set)
{
	int code, n = (int)set->events.n;

	memset(t, 0, sizeof(*t));
	if (n > EVENT_MAX)
		BUG("too many events");
	for (code = 0; code < (n > EVENT_OWN ? n : EVENT_OWN); code++)
		add(t, policy_set_event_name(set, code), code);
}

int scan_events_find(const struct scan_events *t, const char *s, size_t n)
{
	uint64_t word = word_of(s, n);
	size_t i;

	for (i = slot_of(word, n); t->slot[i].name; i = (i + 1) % ARRAY_SIZE(t->slot)) {
		const struct scan_event *e = &t->slot[i];

		if (e->word == word && e->n == n && (n <= 8 || !memcmp(s + 8, e->name + 8, n - 8)))
			return e->code;
	}
	return -1;
}
