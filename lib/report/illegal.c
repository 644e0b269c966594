#include "report/illegal.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

void illegal_release(struct illegal_list *list)
{
	free(list->row);
	*list = (struct illegal_list)ILLEGAL_LIST_INIT;
}

void illegal_add(struct illegal_list *list, const struct illegal_row *row)
{
	MEM_GROW(list->row, list->n + 1, list->alloc);
	list->row[list->n++] = *row;
}

void illegal_note(void *ctx, const struct history *h, const struct history_event *e,
		  enum case_state state)
{
	struct illegal_list *list = ctx;

	if (state == CASE_NONE && list->n && list->row[list->n - 1].id == h->id)
		return;
	illegal_add(list, &(struct illegal_row){ h->id, e->line, e->event, (uint8_t)state });
}

void illegal_merge(struct illegal_list *list, const struct illegal_list *from)
{
	if (!from->n)
		return;
	MEM_GROW(list->row, list->n + from->n, list->alloc);
	memcpy(list->row + list->n, from->row, from->n * sizeof(*from->row));
	list->n += from->n;
}

void illegal_forget(struct illegal_list *list, const struct casestore *store)
{
	size_t i, n = 0;

	for (i = 0; i < list->n; i++)
		if (casestore_find(store, list->row[i].id) < 0)
			list->row[n++] = list->row[i];
	list->n = n;
}

void illegal_save(const struct illegal_list *list, struct strbuf *out)
{
	size_t i;

	bytes_put_u64(out, list->n);
	for (i = 0; i < list->n; i++) {
		bytes_put_u64(out, list->row[i].id);
		bytes_put_u32(out, list->row[i].line);
		bytes_put_u32(out, (uint32_t)list->row[i].event << 8 | list->row[i].state);
	}
}

void illegal_load(struct illegal_list *list, struct bytes *in)
{
	size_t n = bytes_count(in, 2 * sizeof(uint64_t)), i;

	MEM_GROW(list->row, n, list->alloc);
	for (i = 0; i < n && !in->bad; i++) {
		caseid id = bytes_u64(in);
		uint32_t line = bytes_u32(in), what = bytes_u32(in);

		in->bad |= what >> 8 >= EVENT_MAX || (what & 0xFF) > CASE_CANCELLED;
		list->row[list->n++] = (struct illegal_row){ id, line, what >> 8 & 0xFF, what & 0xFF };
	}
	if (in->bad)
		illegal_release(list);
}

static int by_line(const void *a, const void *b)
{
	const struct illegal_row *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

void illegal_report(struct illegal_list *list, const struct policy_set *set, const char *path,
		    struct findings *findings)
{
	struct strbuf why = STRBUF_INIT, id = STRBUF_INIT;
	const struct policy *p = policy_set_now(set);
	size_t i;

	if (list->n)
		qsort(list->row, list->n, sizeof(*list->row), by_line);
	for (i = 0; i < list->n; i++) {
		const struct illegal_row *x = &list->row[i];

		if (i && x->line == list->row[i - 1].line)
			continue;      /* of a case that was dropped and read again */
		strbuf_reset(&why);
		strbuf_reset(&id);
		caseid_format(&id, x->id, p->prefix);
		casestate_refusal(&why, (enum case_state)x->state, x->event,
				  policy_set_event_name(set, x->event));
		finding_add(findings, GRADE_ERROR, path, x->line, 0,
			    _("case '%s': %s; the row is passed over"), id.buf, why.buf);
	}
	strbuf_release(&why);
	strbuf_release(&id);
}
