#include "rules/surveymatch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void surveymatch_init(struct surveymatch *m, const struct caselist *list,
		      const struct policy_set *set)
{
	*m = (struct surveymatch){ .list = list, .set = set, .values = INTERN_INIT,
				   .word = STRBUF_INIT };
	m->called = mem_array(list->n + 1, sizeof(*m->called));
}

void surveymatch_release(struct surveymatch *m)
{
	intern_release(&m->values);
	strbuf_release(&m->word);
	free(m->first);
	free(m->link);
	free(m->called);
	free(m->call);
	free(m->scratch);
}

ssize_t surveymatch_case(const struct surveymatch *m, caseid id)
{
	size_t low = 0, high = m->list->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->list->item[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < m->list->n && m->list->item[low].id == id ? (ssize_t)low : -1;
}

static void put_word(struct surveymatch *m, int column, const char *value)
{
	strbuf_reset(&m->word);
	strbuf_addf(&m->word, "%d ", column);
	strbuf_addstr(&m->word, value);
}

void surveymatch_index(struct surveymatch *m, int column, const char *value, size_t item)
{
	uint32_t known = m->values.n, id;

	put_word(m, column, value);
	id = intern_add(&m->values, m->word.buf, m->word.len);
	MEM_GROW(m->first, (size_t)id + 1, m->alloc_first);
	if (id == known)
		m->first[id] = 0;
	MEM_GROW(m->link, m->nlinks + 1, m->alloc_links);
	m->link[m->nlinks] = (struct surveymatch_link){ (uint32_t)item, m->first[id] };
	m->first[id] = (uint32_t)++m->nlinks;
}

static int same_cycle(const struct history *h, instant a, instant b)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->event[i].event == EVENT_REOPEN && (h->event[i].at < a) != (h->event[i].at < b))
			return 0;
	return 1;
}

/* Of many calls in a row the first is enough: what counts is when a cycle's calls began. */
void surveymatch_called(struct surveymatch *m, size_t item, const struct survey_call *call)
{
	struct survey_call *last = m->called[item] ? &m->call[m->called[item] - 1].call : NULL;

	if (last && last->wave == call->wave && last->status == call->status &&
	    same_cycle(&m->list->item[item].history, last->at, call->at)) {
		last->at = call->at < last->at ? call->at : last->at;
		return;
	}
	MEM_GROW(m->call, m->ncalls + 1, m->alloc_calls);
	m->call[m->ncalls] = (struct surveymatch_call){ *call, m->called[item] };
	m->called[item] = (uint32_t)++m->ncalls;
}

const struct policy_survey *surveymatch_survey(const struct surveymatch *m, size_t item)
{
	instant opened = caselist_opened(&m->list->item[item]);

	return survey_of(opened == INSTANT_NONE ? policy_set_now(m->set)
						: policy_set_at(m->set, opened));
}

static int is_ready(const struct surveymatch *m, size_t item, instant at)
{
	const struct policy_survey *s = surveymatch_survey(m, item);
	const struct history *h = &m->list->item[item].history;
	instant begin = INSTANT_NONE;
	int ready = 0;

	for (size_t i = 0; i < h->n && h->event[i].at <= at; i++) {
		if (h->event[i].event == EVENT_REOPEN) {
			begin = h->event[i].at;
			ready = 0;
		}
		ready |= h->event[i].event == EVENT_RESOLVE ||
			 event_set_has(&s->after, h->event[i].event);
	}
	for (uint32_t i = m->called[item]; i && !ready; i = m->call[i - 1].before) {
		const struct survey_call *call = &m->call[i - 1].call;

		ready = call->at <= at && (begin == INSTANT_NONE || call->at > begin);
	}
	return ready;
}

struct newest {
	instant opened;
	size_t item, n;
};

static void offer(struct newest *x, instant opened, size_t item)
{
	if (x->n && opened < x->opened)
		return;
	if (!x->n || opened > x->opened)
		x->n = 0;
	x->opened = opened;
	x->item = item;
	x->n++;
}

enum surveymatch_result surveymatch_find(struct surveymatch *m, int column, const char *value,
					 instant at, int ready, size_t *item)
{
	struct newest best = { 0 }, any = { 0 };
	uint32_t id;

	put_word(m, column, value);
	id = intern_find(&m->values, m->word.buf, m->word.len);
	for (uint32_t i = id == INTERN_NONE ? 0 : m->first[id]; i; i = m->link[i - 1].next) {
		size_t k = m->link[i - 1].item;
		instant opened = caselist_opened(&m->list->item[k]);

		if (opened == INSTANT_NONE || opened > at ||
		    m->list->item[k].state == CASE_CANCELLED)
			continue;
		offer(&any, opened, k);
		if (is_ready(m, k, at))
			offer(&best, opened, k);
	}
	if (!best.n && !ready)
		best = any;
	*item = best.item;
	return !best.n ? SURVEYMATCH_NONE : best.n == 1 ? SURVEYMATCH_ONE : SURVEYMATCH_SEVERAL;
}

int surveymatch_wave(struct surveymatch *m, size_t item, instant at)
{
	size_t n = 0;

	for (uint32_t i = m->called[item]; i; i = m->call[i - 1].before) {
		MEM_GROW(m->scratch, n + 1, m->alloc_scratch);
		m->scratch[n++] = m->call[i - 1].call;
	}
	/* The last call came first. */
	for (size_t i = 0; i < n / 2; i++) {
		struct survey_call other = m->scratch[i];

		m->scratch[i] = m->scratch[n - 1 - i];
		m->scratch[n - 1 - i] = other;
	}
	return survey_wave(surveymatch_survey(m, item), &m->list->item[item].history, m->scratch, n,
			   at);
}
