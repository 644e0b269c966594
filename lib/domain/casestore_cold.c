/* A case store from bytes: the index at once, each case when it is asked for. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "domain/casestore_internal.h"
#include "io/cachefile.h"

#define EVENT_BYTES 28           /* of an event, at least */

struct piece {
	uint64_t at, n, sum;             /* in the file, after the index */
};

/* Where the cases are that nobody has asked for yet. */
struct casestore_cold {
	int fd;
	off_t at;                        /* of the first case's bytes */
	uint32_t *symbol[COLUMN_MAX];    /* by number - 1 */
	size_t n[COLUMN_MAX];
	struct piece *piece;             /* by case */
	struct strbuf bytes;             /* of the case at hand */
};

struct loader {
	struct casestore *s;
	struct casestore_cold *cold;
	struct bytes *in;
};

void casestore_forget_cold(struct casestore *s)
{
	struct casestore_cold *cold = s->cold;
	int column;

	if (!cold)
		return;
	for (column = 0; column < COLUMN_MAX; column++)
		free(cold->symbol[column]);
	free(cold->piece);
	strbuf_release(&cold->bytes);
	close(cold->fd);
	free(cold);
	s->cold = NULL;
}

/* --- one case ------------------------------------------------------------------------------------ */

static uint32_t symbol_of(struct loader *l, int column, uint32_t number)
{
	if (number > l->cold->n[column])
		l->in->bad = 1;
	return number && !l->in->bad ? l->cold->symbol[column][number - 1] : 0;
}

static uint32_t load_detail(struct loader *l)
{
	uint32_t n = bytes_u32(l->in);
	const char *s = n ? bytes_take(l->in, n) : "";

	return l->in->bad ? 0 : symbols_add(l->s->symbols, COLUMN_DETAIL, s, n);
}

static uint32_t class_symbol(struct loader *l, uint32_t slot, uint32_t number)
{
	const struct classmap *map = l->s->map;

	return classmap_is_bare(map, (int)slot) ? number : symbol_of(l, map->column[slot], number);
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
	due.detail = load_detail(l);
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
		return load_detail(l);
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

static void load_case(struct loader *l, size_t i)
{
	size_t nslots = (size_t)l->s->map->nslots, slot;

	for (slot = 0; slot < nslots; slot++)
		l->s->class[i * nslots + slot] =
			class_symbol(l, (uint32_t)slot, bytes_u32(l->in));
	load_events(l, i);
	l->in->bad |= l->in->n != 0;
}

static int read_piece(struct casestore_cold *cold, const struct piece *piece)
{
	strbuf_reset(&cold->bytes);
	if (lseek(cold->fd, cold->at + (off_t)piece->at, SEEK_SET) < 0 ||
	    cachefile_next(cold->fd, piece->n, &cold->bytes) < 0)
		return -1;
	return cachefile_checksum(cold->bytes.buf, cold->bytes.len) == piece->sum ? 0 : -1;
}

int casestore_warm(struct casestore *s, size_t i)
{
	struct bytes in = { "", 0, 1 };
	struct loader l = { s, s->cold, &in };

	if (!(s->one[i].flags & CASE_COLD))
		return 0;
	s->one[i].flags &= (uint8_t)~CASE_COLD;
	if (read_piece(s->cold, &s->cold->piece[i]) == 0) {
		in = (struct bytes){ s->cold->bytes.buf, s->cold->bytes.len, 0 };
		load_case(&l, i);
	}
	s->is_broken |= in.bad;
	return in.bad ? -1 : 0;
}

int casestore_warm_all(struct casestore *s)
{
	size_t i;

	for (i = 0; s->cold && i < s->ncases; i++)
		casestore_warm(s, i);
	casestore_forget_cold(s);
	return s->is_broken ? -1 : 0;
}

/* --- the index ----------------------------------------------------------------------------------- */

static void load_symbols(struct loader *l)
{
	size_t i, n;
	int column;

	for (column = 0; column < COLUMN_MAX; column++) {
		l->cold->n[column] = bytes_count(l->in, sizeof(uint64_t) + 1);
		if (l->cold->n[column])
			l->cold->symbol[column] = mem_array(l->cold->n[column], sizeof(uint32_t));
		for (i = 0; i < l->cold->n[column]; i++) {
			const char *s = bytes_string(l->in, &n);

			l->in->bad |= !n;
			l->cold->symbol[column][i] = symbols_add(l->s->symbols, column, s, n);
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

static void load_pieces(struct loader *l, size_t size)
{
	struct casestore *s = l->s;
	size_t n = bytes_count(l->in, sizeof(caseid) + sizeof(int64_t) + sizeof(struct piece)), i;

	casestore_reserve(s, n, 0);
	l->cold->piece = mem_array(n + 1, sizeof(*l->cold->piece));
	for (i = 0; i < n && !l->in->bad; i++) {
		struct piece *piece = &l->cold->piece[i];
		caseid id = bytes_u64(l->in);
		off_t offset = bytes_i64(l->in);

		piece->at = bytes_u64(l->in);
		piece->n = bytes_u64(l->in);
		piece->sum = bytes_u64(l->in);
		if (!id || offset <= 0 || piece->at > size || piece->n > size - piece->at ||
		    casestore_find(s, id) >= 0) {
			l->in->bad = 1;
			break;
		}
		casestore_add_case(s, id, offset);
		s->one[i].flags = CASE_COLD;
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

int casestore_load(struct casestore *s, struct bytes *index, int fd, off_t at, size_t size)
{
	const struct classmap *map = s->map;
	struct symbols *symbols = s->symbols;
	int keeps_ledger = s->keeps_ledger;
	struct loader l = { .s = s, .in = index };

	if (s->ncases || s->ndays)
		BUG("the store is not empty");
	s->cold = l.cold = mem_zalloc(sizeof(*s->cold));
	*s->cold = (struct casestore_cold){ .fd = fd, .at = at, .bytes = STRBUF_INIT };
	check_columns(&l);
	index->bad |= s->keeps_ledger != keeps_ledger;
	load_symbols(&l);
	load_days(&l);
	load_pieces(&l, size);
	if (!index->bad && !index->n)
		return 0;
	casestore_release(s);
	casestore_init(s, map, symbols);
	s->keeps_ledger = keeps_ledger;
	return -1;
}
