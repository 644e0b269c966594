/*
 * A case store as bytes: an index of its cases, with what all of them share, and the cases one by
 * one.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestore_internal.h"
#include "io/cachefile.h"

/*
 * Only the symbols that the cases use are kept, and get new numbers: 1, 2 .. by column. Details
 * are written out in the cases: in a ledger hardly two are the same.
 */
struct saver {
	const struct casestore *s;
	uint32_t *number[COLUMN_MAX];    /* by symbol; 0: not used so far */
	uint32_t *used[COLUMN_MAX];      /* symbols in order of their numbers */
	size_t n[COLUMN_MAX], alloc[COLUMN_MAX];
	struct strbuf *cases;
};

static uint32_t number_of(struct saver *v, int column, uint32_t symbol)
{
	uint32_t *number;

	if (!symbol)
		return 0;
	if (!v->number[column])
		v->number[column] = mem_array(v->s->symbols->column[column].n, sizeof(uint32_t));
	number = &v->number[column][symbol];
	if (!*number) {
		MEM_GROW(v->used[column], v->n[column] + 1, v->alloc[column]);
		v->used[column][v->n[column]++] = symbol;
		*number = (uint32_t)v->n[column];
	}
	return *number;
}

/* A slot holds a symbol of its column, half a hash, or a mark. */
static uint32_t class_number(struct saver *v, uint32_t slot, uint32_t symbol)
{
	const struct classmap *map = v->s->map;

	return classmap_is_bare(map, (int)slot) ? symbol : number_of(v, map->column[slot], symbol);
}

static void save_detail(struct saver *v, uint32_t symbol)
{
	const struct intern *t = &v->s->symbols->column[COLUMN_DETAIL];
	uint32_t n = symbol ? intern_len(t, symbol) : 0;

	bytes_put_u32(v->cases, n);
	if (n)
		strbuf_add(v->cases, intern_str(t, symbol), n);
}

static void save_changes(struct saver *v, uint32_t extra)
{
	const struct class_change *change = v->s->change + extra + 1;
	uint32_t n = extra ? v->s->change[extra].slot : 0, i;

	bytes_put_u32(v->cases, n);
	for (i = 0; i < n; i++) {
		bytes_put_u32(v->cases, change[i].slot);
		bytes_put_u32(v->cases, class_number(v, change[i].slot, change[i].symbol));
	}
}

static void save_due(struct saver *v, int event, const struct casestore_due *due)
{
	bytes_put_i64(v->cases, due->due);
	save_detail(v, due->detail);
	if (event == EVENT_TASK)
		save_changes(v, due->more);
	else
		bytes_put_u32(v->cases, number_of(v, casestore_more_column(event), due->more));
}

static void save_extra(struct saver *v, const struct casestore_event *e)
{
	switch (casestore_extra_of(v->s, casestore_event_code(e))) {
	case EXTRA_CHANGES:
		save_changes(v, e->extra);
		break;
	case EXTRA_DUE:
		save_due(v, casestore_event_code(e), &v->s->due[e->extra]);
		break;
	case EXTRA_DETAIL:
		save_detail(v, e->extra);
		break;
	default:
		bytes_put_u32(v->cases, e->extra);
	}
}

static void save_case(struct saver *v, size_t i)
{
	const struct casestore *s = v->s;
	const struct casestore_case *c = &s->one[i];
	size_t nslots = (size_t)s->map->nslots, n = 0, slot;
	uint32_t at;

	for (at = c->first; at; at = s->event[at - 1].next)
		n++;
	for (slot = 0; slot < nslots; slot++)
		bytes_put_u32(v->cases, class_number(v, (uint32_t)slot, s->class[i * nslots + slot]));
	bytes_put_u64(v->cases, n);
	for (at = c->first; at; at = s->event[at - 1].next) {
		const struct casestore_event *e = &s->event[at - 1];

		bytes_put_u64(v->cases, e->packed);
		bytes_put_u64(v->cases, e->check);
		bytes_put_u32(v->cases, e->line);
		bytes_put_u32(v->cases, e->delay);
		save_extra(v, e);
	}
}

static void save_symbols(const struct saver *v, struct strbuf *out)
{
	size_t i;
	int column;

	for (column = 0; column < COLUMN_MAX; column++) {
		const struct intern *t = &v->s->symbols->column[column];

		bytes_put_u64(out, v->n[column]);
		for (i = 0; i < v->n[column]; i++)
			bytes_put_string(out, intern_str(t, v->used[column][i]),
					 intern_len(t, v->used[column][i]));
	}
}

static void save_days(const struct casestore *s, struct strbuf *out)
{
	size_t i;

	bytes_put_u64(out, s->ndays);
	for (i = 0; i < s->ndays; i++) {
		bytes_put_u32(out, s->day[i].date);
		bytes_put_u32(out, s->day[i].highest);
		bytes_put_i64(out, s->day[i].offset);
		bytes_put_u32(out, s->day[i].line);
	}
}

/* The cases go to `cases`, where each stands to `index`. */
static void save_cases(struct saver *v, struct strbuf *index)
{
	size_t i, at;

	bytes_put_u64(index, v->s->ncases);
	for (i = 0; i < v->s->ncases; i++) {
		at = v->cases->len;
		save_case(v, i);
		bytes_put_u64(index, v->s->one[i].id);
		bytes_put_i64(index, v->s->one[i].offset);
		bytes_put_u64(index, at);
		bytes_put_u64(index, v->cases->len - at);
		bytes_put_u64(index, cachefile_checksum(v->cases->buf + at, v->cases->len - at));
	}
}

void casestore_save(const struct casestore *s, struct strbuf *index, struct strbuf *cases)
{
	struct saver v = { .s = s, .cases = cases };
	struct strbuf pieces = STRBUF_INIT;
	int k;

	if (s->again.line || s->cold)
		BUG("not all cases are there");
	if (s->keeps_by)
		BUG("numbers of symbols are no checks");
	save_cases(&v, &pieces);
	bytes_put_u32(index, (uint32_t)s->keeps_ledger);
	bytes_put_u32(index, (uint32_t)s->map->nslots);
	bytes_put_u32(index, (uint32_t)s->map->hash_slot);
	for (k = 0; k < s->map->nslots; k++)
		bytes_put_u32(index, (uint32_t)s->map->column[k]);
	save_symbols(&v, index);
	save_days(s, index);
	strbuf_add(index, pieces.buf, pieces.len);
	for (k = 0; k < COLUMN_MAX; k++) {
		free(v.number[k]);
		free(v.used[k]);
	}
	strbuf_release(&pieces);
}
