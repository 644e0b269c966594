#include "base/intern.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

/* The up to 7 bytes as a number, read where they are: through a copy each key would wait for the memory. */
static inline uint64_t word_of(const char *s, size_t n)
{
	uint32_t low, high;

	if (n < 4)
		return (uint64_t)(unsigned char)s[0] | (uint64_t)(unsigned char)s[n / 2] << 8 |
		       (uint64_t)(unsigned char)s[n - 1] << 16;
	memcpy(&low, s, sizeof(low));
	memcpy(&high, s + n - 4, sizeof(high));
	return low | (uint64_t)high << 32;
}

/* FNV-1a over 8 bytes at a time with a final mix: short keys, no secrets, speed counts. */
static uint32_t hash_of(const char *s, size_t n)
{
	uint64_t h = 0xcbf29ce484222325ULL ^ n;

	while (n >= 8) {
		uint64_t w;

		memcpy(&w, s, 8);
		h = (h ^ w) * 0x9E3779B97F4A7C15ULL;
		h ^= h >> 29;
		s += 8;
		n -= 8;
	}
	if (n) {
		h = (h ^ word_of(s, n)) * 0x9E3779B97F4A7C15ULL;
		h ^= h >> 29;
	}
	return (uint32_t)(h ^ h >> 32);
}

void intern_release(struct intern *t)
{
	arena_release(&t->arena);
	free(t->entry);
	free(t->slot);
	*t = (struct intern)INTERN_INIT;
}

static uint32_t *find_slot(const struct intern *t, const char *s, size_t n, uint32_t hash)
{
	uint32_t i = hash & (t->slots - 1);

	for (;;) {
		uint32_t id = t->slot[i];
		const struct intern_entry *e;

		if (!id)
			return &t->slot[i];
		e = &t->entry[id - 1];
		if (e->hash == hash && e->len == n && !memcmp(e->s, s, n))
			return &t->slot[i];
		i = (i + 1) & (t->slots - 1);
	}
}

static void rehash(struct intern *t)
{
	uint32_t i;

	free(t->slot);
	t->slots = t->slots ? t->slots * 2 : 32;
	t->slot = mem_array(t->slots, sizeof(*t->slot));
	for (i = 0; i < t->n; i++) {
		uint32_t k = t->entry[i].hash & (t->slots - 1);

		while (t->slot[k])
			k = (k + 1) & (t->slots - 1);
		t->slot[k] = i + 1;
	}
}

uint32_t intern_add(struct intern *t, const char *s, size_t n)
{
	uint32_t hash = hash_of(s, n), *slot;

	if (t->n >= t->slots / 4 * 3)
		rehash(t);
	slot = find_slot(t, s, n, hash);
	if (*slot)
		return *slot - 1;
	if (n > UINT32_MAX || t->n == INTERN_NONE - 1)
		BUG("too much to intern");
	MEM_GROW(t->entry, t->n + 1, t->alloc);
	t->entry[t->n] = (struct intern_entry){ arena_strndup(&t->arena, s, n), (uint32_t)n, hash };
	t->n++;
	*slot = t->n;
	return t->n - 1;
}

uint32_t intern_add_words(struct intern *t, const char *const *word, size_t n)
{
	struct strbuf all = STRBUF_INIT;
	uint32_t id;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i)
			strbuf_addch(&all, '\0');
		strbuf_addstr(&all, word[i]);
	}
	id = intern_add(t, all.buf, all.len);
	strbuf_release(&all);
	return id;
}

uint32_t intern_find(const struct intern *t, const char *s, size_t n)
{
	uint32_t id;

	if (!t->n)
		return INTERN_NONE;
	id = *find_slot(t, s, n, hash_of(s, n));
	return id ? id - 1 : INTERN_NONE;
}

const char *intern_str(const struct intern *t, uint32_t id)
{
	return t->entry[id].s;
}

uint32_t intern_len(const struct intern *t, uint32_t id)
{
	return t->entry[id].len;
}
