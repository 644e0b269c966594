#include "domain/casefile.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

#define UNWRITTEN 0xFFFF0000U    /* from here on: lines of rows that are not written yet */

static const char *copy(struct casefile *f, struct span s)
{
	return s.n ? arena_strndup(&f->arena, s.s, s.n) : "";
}

static void clear_cells(struct casefile_row *row)
{
	for (int c = 0; c < COLUMN_MAX; c++)
		row->cell[c] = "";
}

static struct casefile_row *new_row(struct casefile *f)
{
	struct casefile_row *row;

	MEM_GROW(f->row, f->n + 1, f->alloc);
	row = &f->row[f->n++];
	memset(row, 0, sizeof(*row));
	clear_cells(row);
	return row;
}

static void copy_text(struct casefile *f, struct casefile_row *row, const struct scan_batch *batch,
		      const struct scan_row *r)
{
	struct strbuf raw = STRBUF_INIT, plain = STRBUF_INIT;

	scan_text(batch, r, &raw);
	row_unescape_text(&plain, raw.buf, raw.len);
	row->cell[COLUMN_TEXT] = copy(f, (struct span){ plain.buf, (uint32_t)plain.len });
	strbuf_release(&raw);
	strbuf_release(&plain);
}

static int take_batch(void *ctx, const struct scan_batch *batch)
{
	struct casefile *f = ctx;

	for (size_t i = 0; i < batch->nrows; i++) {
		const struct scan_row *r = &batch->row[i];
		struct casefile_row *row;

		if (r->id != f->id)
			continue;
		row = new_row(f);
		row->at = r->at;
		row->key = r->key;
		row->line = r->line;
		row->event = r->event;
		row->flags = r->flags;
		for (int p = 0; p < batch->layout->ncolumns; p++) {
			int column = batch->layout->column[p];

			if (column >= 0 && column != COLUMN_TEXT)
				row->cell[column] = copy(f, scan_cell(batch, r, column));
		}
		copy_text(f, row, batch, r);
	}
	return 0;
}

/* --- the history of the rows ------------------------------------------------------------------ */

static const struct class_change *row_changes(struct casefile *f, const struct casefile_row *row,
					      uint16_t *n)
{
	struct class_change change[COLUMN_MAX] = { { 0, 0 } }, *kept;

	*n = 0;
	for (int slot = 0; slot < f->map.nslots; slot++) {
		int column = f->map.column[slot];
		const char *v = row->cell[column];

		if (*v && history_changes(row->event, column))
			change[(*n)++] = (struct class_change){
				(uint32_t)slot, symbols_add(&f->symbols, column, v, strlen(v)) };
	}
	kept = arena_array(&f->arena, *n ? *n : 1, sizeof(*kept));
	/* cppcheck-suppress uninitvar ; the first *n are filled */
	memcpy(kept, change, *n * sizeof(*kept));
	return kept;
}

static void make_event(struct casefile *f, size_t i, struct history_event *e)
{
	const struct casefile_row *row = &f->row[i];
	const char *detail = row->cell[COLUMN_DETAIL], *due = row->cell[COLUMN_DUE];
	const char *amount = row->cell[COLUMN_AMOUNT];

	memset(e, 0, sizeof(*e));
	e->at = row->at;
	e->key = row->key;
	e->line = row->line ? row->line : UNWRITTEN + (uint32_t)i;
	e->event = (uint8_t)row->event;
	e->flags = (uint8_t)row->flags;
	e->check = history_check(row->cell[COLUMN_CHECK], strlen(row->cell[COLUMN_CHECK]));
	e->detail = row->event == EVENT_VOID ?
			    history_void(detail, strlen(detail)) :
			    symbols_add(&f->symbols, COLUMN_DETAIL, detail, strlen(detail));
	if (instant_parse(due, strlen(due), &e->due, NULL) < 0)
		e->due = INSTANT_NONE;
	if (history_has_amount(row->event))
		e->amount = symbols_add(&f->symbols, COLUMN_AMOUNT, amount, strlen(amount));
	e->change = row_changes(f, row, &e->nchanges);
}

static size_t row_of_event(const struct casefile *f, const struct history_event *e)
{
	if (e->line >= UNWRITTEN)
		return e->line - UNWRITTEN;
	for (size_t i = 0; i < f->n; i++)
		if (f->row[i].line == e->line)
			return i;
	BUG("an event without its row");
}

static void build(struct casefile *f)
{
	struct history *h = &f->history;

	free(h->event);
	free(f->origin);
	h->id = f->id;
	h->n = f->n;
	h->event = mem_array(f->n ? f->n : 1, sizeof(*h->event));
	f->origin = mem_array(f->n ? f->n : 1, sizeof(*f->origin));
	for (size_t i = 0; i < f->n; i++) {
		make_event(f, i, &h->event[i]);
		f->row[i].dead = 1;
	}
	history_sort(h);
	for (size_t i = 0; i < h->n; i++) {
		f->origin[i] = row_of_event(f, &h->event[i]);
		f->row[f->origin[i]].dead = 0;
	}
	f->legal = casestate_run(h, &f->state);
}

void casefile_begin(struct casefile *f, const struct policy_set *set, caseid id)
{
	f->set = set;
	f->id = id;
	classmap_init(&f->map);
	classmap_add_all(&f->map, set);
	symbols_init(&f->symbols);
}

instant casefile_midnight(const struct policy_set *set, const struct zone *zone, caseid id)
{
	int64_t day = caseid_day(id);
	instant first = zone ? zone_midnight(zone, day) : day * 86400;

	for (size_t i = 0; i < set->n; i++) {
		instant t = zone_midnight(set->version[i]->zone, day);

		if (t < first)
			first = t;
	}
	return first;
}

int casefile_read(struct casefile *f, struct caselog *log, caseid id,
		  const struct casefile_options *options, struct err *err)
{
	struct scan_options scan = {
		.threads = 1, .only = id, .at_most = options->at_most,
		.known_at = options->known_at, .unnumbered = !options->number_lines,
	};

	casefile_begin(f, log->set, id);
	scan.from = scan_find(log, casefile_midnight(log->set, options->zone, id));
	if (scan_run(log, &scan, take_batch, f, err) < 0)
		return -1;
	build(f);
	return 0;
}

void casefile_release(struct casefile *f)
{
	if (f->set)
		symbols_release(&f->symbols);
	arena_release(&f->arena);
	free(f->row);
	free(f->history.event);
	free(f->origin);
	*f = (struct casefile)CASEFILE_INIT;
}

void casefile_add(struct casefile *f, int event, instant at, const struct span cell[COLUMN_MAX])
{
	struct casefile_row *row = new_row(f);

	row->at = row->key = at;
	row->event = event;
	for (int c = 0; c < COLUMN_MAX; c++)
		row->cell[c] = copy(f, cell[c]);
	if (!strcmp(row->cell[COLUMN_BY], "sd"))
		row->flags |= ROW_BY_SD;
	build(f);
}

void casefile_drop_last(struct casefile *f)
{
	if (!f->n || f->row[f->n - 1].line)
		BUG("no added row to drop");
	f->n--;
	build(f);
}

/* --- questions -------------------------------------------------------------------------------- */

static void refuse_later(const struct casefile *f, const struct casefile_row *row,
			 struct strbuf *refusal)
{
	strbuf_addf(refusal, _("this would make the '%s' of %s illegal: "),
		    policy_set_event_name(f->set, row->event), row->cell[COLUMN_AT]);
}

int casefile_judge(const struct casefile *f, struct strbuf *refusal)
{
	const struct casefile_row *row;

	if (f->legal == f->history.n)
		return 0;
	row = &f->row[f->origin[f->legal]];
	if (row->line)
		refuse_later(f, row, refusal);
	casestate_refusal(refusal, f->state, row->event,
			  policy_set_event_name(f->set, row->event));
	return -1;
}

const char *casefile_class(const struct casefile *f, int column)
{
	uint32_t class[COLUMN_MAX];

	if (f->map.slot[column] < 0)
		return "";
	history_class(&f->history, f->history.n, &f->map, class);
	return symbols_str(&f->symbols, column, class[f->map.slot[column]]);
}

instant casefile_opened(const struct casefile *f)
{
	for (size_t i = 0; i < f->history.n; i++)
		if (f->history.event[i].event == EVENT_OPEN)
			return f->history.event[i].at;
	return INSTANT_NONE;
}

int casefile_find_check(const struct casefile *f, const char *check)
{
	size_t n = strlen(check);
	int found = -1;

	if (n < 8 || n > ROW_CHECK_HEX)
		return -1;
	for (size_t i = 0; i < f->n; i++) {
		if (strncmp(f->row[i].cell[COLUMN_CHECK], check, n) != 0)
			continue;
		if (found >= 0)
			return -2;
		found = (int)i;
	}
	return found;
}
