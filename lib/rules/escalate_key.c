/* escalate_key: the ledger's key of a step, which steps it holds, and how high they go. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "domain/history.h"
#include "rules/escalate_internal.h"

#define CHECK_HEX 16
#define REPEAT_DIGITS 9

void escalate_key(struct strbuf *out, const struct escalate_step *s)
{
	strbuf_addf(out, "%s/%s/%016llx/%d", s->step->name, s->clock ? s->clock->name : "",
		    (unsigned long long)s->check, s->repeat);
}

/* The piece before the next slash; *s goes behind it. */
static int take_piece(const char **s, size_t *n, struct span *piece)
{
	const char *slash = *n ? memchr(*s, '/', *n) : NULL;

	if (!slash)
		return -1;
	*piece = (struct span){ *s, (uint32_t)(slash - *s) };
	*n -= piece->n + 1;
	*s = slash + 1;
	return 0;
}

/* 1, 2 .. as it is written: no sign, no zero before it. */
static int read_repeat(const char *s, size_t n)
{
	int value = 0;

	if (!n || n > REPEAT_DIGITS || *s == '0')
		return 0;
	for (; n; s++, n--) {
		if (*s < '0' || *s > '9')
			return 0;
		value = value * 10 + (*s - '0');
	}
	return value;
}

int escalate_parse_key(const char *s, size_t n, struct escalate_parsed *out)
{
	struct span check;

	if (take_piece(&s, &n, &out->step) < 0 || take_piece(&s, &n, &out->clock) < 0 ||
	    take_piece(&s, &n, &check) < 0 || !out->step.n)
		return -1;
	if (check.n != CHECK_HEX || strspn(check.s, "0123456789abcdef") < CHECK_HEX)
		return -1;
	out->check = history_check(check.s, check.n);
	out->repeat = read_repeat(s, n);
	return out->repeat ? 0 : -1;
}

int escalate_rank(const struct policy *p, const struct policy_step *s)
{
	size_t i;

	if (s->action != DO_ESCALATE)
		return 0;
	for (i = 0; s->level && i < p->levels.n; i++)
		if (!strcmp(p->levels.s[i], s->level))
			return (int)i + 2;
	return 1;
}

/* --- the ledger ---------------------------------------------------------------------------------- */

/* A row of the ledger, by check and repeat, then in order of time. */
struct entry {
	struct escalate_parsed key;
	size_t event;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->key.check != y->key.check)
		return x->key.check < y->key.check ? -1 : 1;
	if (x->key.repeat != y->key.repeat)
		return x->key.repeat - y->key.repeat;
	return x->event < y->event ? -1 : x->event > y->event;
}

static int read_entry(const struct escalateset *es, const struct history_event *e,
		      struct escalate_parsed *key)
{
	const char *detail;

	if (!(e->flags & ROW_BY_SD) || !e->detail ||
	    (e->event != EVENT_REMIND && e->event != EVENT_ESCALATE && e->event != EVENT_NOTIFY))
		return -1;
	detail = symbols_str(es->symbols, COLUMN_DETAIL, e->detail);
	return escalate_parse_key(detail, strlen(detail), key);
}

static int is_name(struct span s, const char *name)
{
	return strlen(name) == s.n && !memcmp(s.s, name, s.n);
}

static int is_entry_of(const struct entry *e, const struct escalate_step *step)
{
	return is_name(e->key.step, step->step->name) &&
	       is_name(e->key.clock, step->clock ? step->clock->name : "");
}

/*
 * The first entry that could be the step's: of a step with `when:`, which fires once a case,
 * any.
 */
static size_t first_entry(const struct entry *entry, size_t n, const struct escalate_step *step)
{
	const struct entry want = { { .check = step->check, .repeat = step->repeat }, 0 };
	size_t low = 0;

	while (step->clock && low < n) {
		size_t middle = low + (n - low) / 2;

		if (compare_entries(&entry[middle], &want) < 0)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

static void mark_step(struct escalate_step *step, const struct history *h,
		      const struct entry *entry, size_t n)
{
	size_t i;

	for (i = first_entry(entry, n, step); i < n; i++) {
		const struct history_event *e = &h->event[entry[i].event];

		if (step->clock && (entry[i].key.check != step->check ||
				    entry[i].key.repeat != step->repeat))
			return;
		if (!is_entry_of(&entry[i], step))
			continue;
		step->is_recorded = 1;
		step->row_check = e->check;
		step->row_line = e->line;
		step->row_key = e->key > e->at ? e->key : e->at;
		return;
	}
}

void escalate_mark_recorded(const struct escalateset *es, const struct history *h,
			    struct escalate_list *list)
{
	struct entry *entry = NULL;
	size_t n = 0, alloc = 0, i;

	for (i = 0; i < h->n && list->n; i++) {
		struct escalate_parsed key;

		if (read_entry(es, &h->event[i], &key) < 0)
			continue;
		MEM_GROW(entry, n + 1, alloc);
		entry[n++] = (struct entry){ key, i };
	}
	if (!n)
		return;
	qsort(entry, n, sizeof(*entry), compare_entries);
	for (i = 0; i < list->n; i++)
		mark_step(&list->step[i], h, entry, n);
	free(entry);
}
