/* A case store as bytes: columns, symbols, days of dropped cases, cases. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestore_internal.h"

#define EVENT_BYTES 28           /* of an event, at least */

/* --- saving -------------------------------------------------------------------------------------- */

/* Only the symbols that the cases use are kept, and get new numbers: 1, 2 .. by column. */
struct saver {
	const struct casestore *s;
	uint32_t *number[COLUMN_MAX];    /* by symbol; 0: not used so far */
	uint32_t *used[COLUMN_MAX];      /* symbols in order of their numbers */
	size_t n[COLUMN_MAX], alloc[COLUMN_MAX];
	struct strbuf cases;
	size_t nevents;
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

/* A slot holds a symbol of its column, or half a hash. */
static uint32_t class_number(struct saver *v, uint32_t slot, uint32_t symbol)
{
	const struct classmap *map = v->s->map;

	return classmap_is_hash(map, (int)slot) ? symbol : number_of(v, map->column[slot], symbol);
}

static void save_changes(struct saver *v, uint32_t extra)
{
	const struct class_change *change = v->s->change + extra + 1;
	uint32_t n = extra ? v->s->change[extra].slot : 0, i;

	bytes_put_u32(&v->cases, n);
	for (i = 0; i < n; i++) {
		bytes_put_u32(&v->cases, change[i].slot);
		bytes_put_u32(&v->cases, class_number(v, change[i].slot, change[i].symbol));
	}
}

static void save_due(struct saver *v, int event, const struct casestore_due *due)
{
	bytes_put_i64(&v->cases, due->due);
	bytes_put_u32(&v->cases, number_of(v, COLUMN_DETAIL, due->detail));
	if (event == EVENT_TASK)
		save_changes(v, due->more);
	else
		bytes_put_u32(&v->cases, number_of(v, casestore_more_column(event), due->more));
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
		bytes_put_u32(&v->cases, number_of(v, COLUMN_DETAIL, e->extra));
		break;
	default:
		bytes_put_u32(&v->cases, e->extra);
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
	bytes_put_u64(&v->cases, c->id);
	bytes_put_i64(&v->cases, c->offset);
	for (slot = 0; slot < nslots; slot++)
		bytes_put_u32(&v->cases, class_number(v, (uint32_t)slot, s->class[i * nslots + slot]));
	v->nevents += n;
	bytes_put_u64(&v->cases, n);
	for (at = c->first; at; at = s->event[at - 1].next) {
		const struct casestore_event *e = &s->event[at - 1];

		bytes_put_u64(&v->cases, e->packed);
		bytes_put_u64(&v->cases, e->check);
		bytes_put_u32(&v->cases, e->line);
		bytes_put_u32(&v->cases, e->delay);
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

void casestore_save(const struct casestore *s, struct strbuf *out)
{
	struct saver v = { .s = s, .cases = STRBUF_INIT };
	size_t i;
	int k;

	if (s->again.line)
		BUG("cases are to be read again");
	for (i = 0; i < s->ncases; i++)
		save_case(&v, i);
	bytes_put_u32(out, (uint32_t)s->keeps_ledger);
	bytes_put_u32(out, (uint32_t)s->map->nslots);
	bytes_put_u32(out, (uint32_t)s->map->hash_slot);
	for (k = 0; k < s->map->nslots; k++)
		bytes_put_u32(out, (uint32_t)s->map->column[k]);
	save_symbols(&v, out);
	save_days(s, out);
	bytes_put_u64(out, v.nevents);
	bytes_put_u64(out, s->ncases);
	strbuf_add(out, v.cases.buf, v.cases.len);
	for (k = 0; k < COLUMN_MAX; k++) {
		free(v.number[k]);
		free(v.used[k]);
	}
	strbuf_release(&v.cases);
}

/* --- loading ------------------------------------------------------------------------------------- */

struct loader {
	struct casestore *s;
	struct bytes *in;
	uint32_t *symbol[COLUMN_MAX];    /* by number - 1 */
	size_t n[COLUMN_MAX];
};

static uint32_t symbol_of(struct loader *l, int column, uint32_t number)
{
	if (number > l->n[column])
		l->in->bad = 1;
	return number && !l->in->bad ? l->symbol[column][number - 1] : 0;
}

static uint32_t class_symbol(struct loader *l, uint32_t slot, uint32_t number)
{
	const struct classmap *map = l->s->map;

	return classmap_is_hash(map, (int)slot) ? number : symbol_of(l, map->column[slot], number);
}

static void load_symbols(struct loader *l)
{
	size_t i, n;
	int column;

	for (column = 0; column < COLUMN_MAX; column++) {
		l->n[column] = bytes_count(l->in, sizeof(uint64_t) + 1);
		if (l->n[column])
			l->symbol[column] = mem_array(l->n[column], sizeof(uint32_t));
		for (i = 0; i < l->n[column]; i++) {
			const char *s = bytes_string(l->in, &n);

			l->in->bad |= !n;
			l->symbol[column][i] = symbols_add(l->s->symbols, column, s, n);
		}
	}
}

static void load_days(struct loader *l)
{
	struct casestore *s = l->s;
	size_t i;

	s->ndays = bytes_count(l->in, 2 * sizeof(uint32_t) + sizeof(int64_t) + sizeof(uint32_t));
	MEM_GROW(s->day, s->ndays, s->alloc_days);
	for (i = 0; i < s->ndays; i++) {
		struct casestore_day *day = &s->day[i];

		day->date = bytes_u32(l->in);
		day->highest = bytes_u32(l->in);
		day->offset = bytes_i64(l->in);
		day->line = bytes_u32(l->in);
		l->in->bad |= (i && day->date <= day[-1].date) || day->offset <= 0 || !day->line;
	}
}

static uint32_t load_changes(struct loader *l)
{
	struct class_change change[CLASS_SLOTS];
	uint32_t n = bytes_u32(l->in), i;

	if (n > (uint32_t)l->s->map->nslots)
		l->in->bad = 1;
	for (i = 0; i < n && !l->in->bad; i++) {
		change[i].slot = bytes_u32(l->in);
		change[i].symbol = bytes_u32(l->in);
		if (change[i].slot >= (uint32_t)l->s->map->nslots)
			l->in->bad = 1;
		else
			change[i].symbol = class_symbol(l, change[i].slot, change[i].symbol);
	}
	return l->in->bad ? 0 : casestore_add_changes(l->s, change, n);
}

static uint32_t load_due(struct loader *l, int event)
{
	struct casestore_due due;

	due.due = bytes_i64(l->in);
	due.detail = symbol_of(l, COLUMN_DETAIL, bytes_u32(l->in));
	due.more = event == EVENT_TASK ? load_changes(l) :
		   symbol_of(l, casestore_more_column(event), bytes_u32(l->in));
	l->in->bad |= due.due != INSTANT_NONE && !casestore_is_instant(due.due);
	return l->in->bad ? 0 : casestore_add_due(l->s, &due);
}

static uint32_t load_extra(struct loader *l, const struct casestore_event *e)
{
	switch (casestore_extra_of(l->s, casestore_event_code(e))) {
	case EXTRA_CHANGES:
		return load_changes(l);
	case EXTRA_DUE:
		return load_due(l, casestore_event_code(e));
	case EXTRA_DETAIL:
		return symbol_of(l, COLUMN_DETAIL, bytes_u32(l->in));
	case EXTRA_CHECK:
		return bytes_u32(l->in);
	default:
		l->in->bad |= bytes_u32(l->in) != 0;
		return 0;
	}
}

static void load_events(struct loader *l, size_t i)
{
	size_t n = bytes_count(l->in, EVENT_BYTES), k;

	l->in->bad |= !n;
	for (k = 0; k < n && !l->in->bad; k++) {
		struct casestore_event e = { 0 };

		e.packed = bytes_u64(l->in);
		e.check = bytes_u64(l->in);
		e.line = bytes_u32(l->in);
		e.delay = bytes_u32(l->in);
		e.extra = load_extra(l, &e);
		l->in->bad |= !casestore_is_instant(casestore_event_at(&e)) || !e.line ||
			      casestore_event_code(&e) >= EVENT_MAX ||
			      (e.packed & CASESTORE_OPEN_CLASS &&
			       (k || e.extra || casestore_event_code(&e) != EVENT_OPEN));
		if (!l->in->bad)
			casestore_add_event(l->s, i, &e);
	}
}

static void load_cases(struct loader *l)
{
	struct casestore *s = l->s;
	size_t nslots = (size_t)s->map->nslots, nevents = bytes_count(l->in, EVENT_BYTES);
	size_t n = bytes_count(l->in, EVENT_BYTES), i, slot;

	casestore_reserve(s, n, nevents);
	for (i = 0; i < n && !l->in->bad; i++) {
		caseid id = bytes_u64(l->in);
		off_t offset = bytes_i64(l->in);

		if (!id || offset <= 0 || casestore_find(s, id) >= 0) {
			l->in->bad = 1;
			break;
		}
		casestore_add_case(s, id, offset);
		for (slot = 0; slot < nslots; slot++)
			s->class[i * nslots + slot] =
				class_symbol(l, (uint32_t)slot, bytes_u32(l->in));
		load_events(l, i);
	}
}

static void check_columns(struct loader *l)
{
	const struct classmap *map = l->s->map;
	int slot;

	l->s->keeps_ledger = bytes_u32(l->in) != 0;
	l->in->bad |= bytes_u32(l->in) != (uint32_t)map->nslots;
	l->in->bad |= (int)bytes_u32(l->in) != map->hash_slot;
	for (slot = 0; slot < map->nslots; slot++)
		l->in->bad |= bytes_u32(l->in) != (uint32_t)map->column[slot];
}

int casestore_load(struct casestore *s, struct bytes *in)
{
	struct loader l = { .s = s, .in = in };
	const struct classmap *map = s->map;
	struct symbols *symbols = s->symbols;
	int keeps_ledger = s->keeps_ledger, column;

	if (s->ncases || s->ndays)
		BUG("the store is not empty");
	check_columns(&l);
	if (s->keeps_ledger != keeps_ledger)
		in->bad = 1;
	load_symbols(&l);
	load_days(&l);
	load_cases(&l);
	for (column = 0; column < COLUMN_MAX; column++)
		free(l.symbol[column]);
	if (!in->bad)
		return 0;
	casestore_release(s);
	casestore_init(s, map, symbols);
	s->keeps_ledger = keeps_ledger;
	return -1;
}
