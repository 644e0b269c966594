#include "domain/import_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/casestate.h"

void import_init(struct import *im, const struct importmap *map, const struct policy_set *set,
		 instant now, const char *file, struct findings *findings)
{
	memset(im, 0, sizeof(*im));
	importrows_init(&im->in, &map->table, file, now, findings);
	im->map = map;
	im->set = set;
	im->policy = policy_set_now(set);
	strbuf_init(&im->scratch);
	intern_add(&im->values, "", 0);
}

void import_release(struct import *im)
{
	size_t i;

	intern_release(&im->values);
	intern_release(&im->keys);
	free(im->list);
	free(im->event);
	free(im->cell);
	free(im->once);
	for (i = 0; i < COLUMN_MAX; i++)
		free(im->checked[i]);
	strbuf_release(&im->scratch);
	importrows_release(&im->in);
}

static int row_has_event(const struct import *im, const struct csv_row *row,
			 const struct import_event *e)
{
	const struct csv_field *f;
	size_t i;

	for (i = 0; i < e->nneeds; i++)
		if (!importrows_cell(&im->in, row, e->needs[i].index))
			return 0;
	if (!e->when.name)
		return 1;
	f = (size_t)e->when.index < row->nfields ? &row->field[e->when.index] : NULL;
	for (i = 0; f && i < e->when_value.n; i++)
		if (!strcmp(e->when_value.s[i], f->s))
			return 1;
	return 0;
}

/* Everything that one row says about one event of the map, before anything is kept. */
struct taken {
	const struct import_event *from;
	instant at;
	int event;
	size_t cell;              /* first of its cells in `cells` */
	size_t ncells;
};

static int add_cells(struct import *im, const struct csv_row *row, const struct import_source *s,
		     size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint32_t value = import_value(im, row, &s[i]);

		if (value == INTERN_NONE)
			return -1;
		MEM_GROW(im->cell, im->ncells + 1, im->cells_alloc);
		im->cell[im->ncells++] = (struct import_cell){ s[i].target, value };
	}
	return 0;
}

/* 1 taken, 0 the row does not have this event, -1 a finding was made. */
static int take_event(struct import *im, const struct csv_row *row, const struct import_event *e,
		      struct taken *t)
{
	int got;

	if (!row_has_event(im, row, e))
		return 0;
	got = importrows_time(&im->in, row, &e->at, &t->at);
	if (got <= 0)
		return got;
	t->from = e;
	t->event = e->event;
	if (t->event < 0) {
		const struct csv_field *f = importrows_gather(&im->in, row, &e->by);

		if (importrows_translate(&im->in, row, f, &e->by) < 0)
			return -1;
		if (!im->in.value.len)
			return 0;
		t->event = policy_set_event(im->set, im->in.value.buf, im->in.value.len);
	}
	if (importrows_past(&im->in, row, &e->at, t->at) < 0)
		return -1;
	t->cell = im->ncells;
	if (t->event == EVENT_OPEN && add_cells(im, row, im->map->column, im->map->ncolumns) < 0)
		return -1;
	if (add_cells(im, row, e->set, e->nset) < 0)
		return -1;
	t->ncells = im->ncells - t->cell;
	return 1;
}

static struct import_case *case_of(struct import *im, uint32_t key, uint32_t line)
{
	struct import_case *c;
	size_t k, n = im->map->nevents;

	if (key < im->ncases)
		return &im->list[key];
	MEM_GROW(im->list, im->ncases + 1, im->cases_alloc);
	MEM_GROW(im->once, (im->ncases + 1) * n, im->once_alloc);
	for (k = 0; k < n; k++)
		im->once[im->ncases * n + k] = IMPORT_NONE;
	c = &im->list[im->ncases++];
	*c = (struct import_case){ .key = key, .first = IMPORT_NONE, .last = IMPORT_NONE,
				   .open = IMPORT_NONE, .line = line };
	return c;
}

/* The later rows of a case change those columns of its open for which the last row counts. */
static int update_last(struct import *im, const struct csv_row *row, const struct import_case *c)
{
	size_t i;

	for (i = 0; i < im->map->ncolumns; i++) {
		const struct import_source *s = &im->map->column[i];
		uint32_t value;

		if (!s->take_last)
			continue;
		value = import_value(im, row, s);
		if (value == INTERN_NONE)
			return -1;
		if (value)
			im->cell[im->event[c->open].cell + i].value = value;
	}
	return 0;
}

static void keep(struct import *im, struct import_case *c, const struct taken *t, uint32_t line)
{
	size_t which = (size_t)(t->from - im->map->event);
	uint32_t *once = &im->once[(size_t)(c - im->list) * im->map->nevents + which];
	struct import_item *e;

	if (t->from->take == TAKE_FIRST && *once != IMPORT_NONE)
		return;
	if (t->from->take == TAKE_LAST && *once != IMPORT_NONE) {
		e = &im->event[*once];
	} else {
		MEM_GROW(im->event, im->nevents + 1, im->events_alloc);
		*once = (uint32_t)im->nevents++;
		e = &im->event[*once];
		e->next = IMPORT_NONE;
		if (c->first == IMPORT_NONE)
			c->first = *once;
		else
			im->event[c->last].next = *once;
		c->last = *once;
	}
	e->at = t->at;
	e->line = line;
	e->event = (uint8_t)t->event;
	e->cell = (uint32_t)t->cell;
	e->ncells = (uint16_t)t->ncells;
	e->aside = 0;
	if (t->event == EVENT_OPEN)
		c->open = *once;
}

static uint32_t plain_value(struct import *im, const struct csv_row *row,
			    const struct import_column *c)
{
	const struct csv_field *f = c->name ? importrows_cell(&im->in, row, c->index) : NULL;

	return f ? intern_add(&im->values, f->s, f->n) : 0;
}

void import_row(struct import *im, const struct csv_row *row)
{
	struct taken taken[64];
	size_t n = 0, i, cells = im->ncells;
	struct import_case *c;
	uint32_t line = (uint32_t)row->line, key;

	im->in.rows++;
	if (row->bad || importrows_key(&im->in, row) < 0) {
		importrows_set_aside(&im->in, line);
		return;
	}
	key = intern_add(&im->keys, im->in.value.buf, im->in.value.len);
	c = case_of(im, key, line);
	for (i = 0; i < im->map->nevents && n < ARRAY_SIZE(taken); i++) {
		int got = take_event(im, row, &im->map->event[i], &taken[n]);

		if (got < 0) {
			im->ncells = cells;
			importrows_set_aside(&im->in, line);
			return;
		}
		n += (size_t)got;
	}
	if (c->open != IMPORT_NONE && update_last(im, row, c) < 0) {
		im->ncells = cells;
		importrows_set_aside(&im->in, line);
		return;
	}
	if (!c->name && !c->contact) {
		c->name = plain_value(im, row, &im->map->table.who);
		c->contact = plain_value(im, row, &im->map->table.contact);
	}
	for (i = 0; i < n; i++)
		keep(im, c, &taken[i], line);
}

/* Stable insertion by time: a case has few events. An `open` of the same instant comes first. */
static void sort_case(struct import *im, struct import_case *c)
{
	uint32_t k = c->first, sorted = IMPORT_NONE;

	while (k != IMPORT_NONE) {
		uint32_t next = im->event[k].next, *at = &sorted;

		while (*at != IMPORT_NONE &&
		       (im->event[*at].at < im->event[k].at ||
			(im->event[*at].at == im->event[k].at && im->event[k].event != EVENT_OPEN)))
			at = &im->event[*at].next;
		im->event[k].next = *at;
		*at = k;
		k = next;
	}
	c->first = sorted;
}

static void check_case(struct import *im, struct import_case *c)
{
	uint32_t k, count[EVENT_MAX] = { 0 };
	enum case_state state = CASE_NONE;

	sort_case(im, c);
	for (k = c->first; k != IMPORT_NONE; k = im->event[k].next) {
		struct import_item *e = &im->event[k];

		e->ordinal = ++count[e->event];
		if (casestate_allows(state, e->event)) {
			state = casestate_after(state, e->event);
			continue;
		}
		strbuf_reset(&im->scratch);
		strbuf_addf(&im->scratch, "'%s' of '%s' at ", policy_set_event_name(im->set, e->event),
			    intern_str(&im->keys, c->key));
		instant_format(&im->scratch, e->at, im->policy->zone);
		strbuf_addstr(&im->scratch, ": ");
		casestate_refusal(&im->scratch, state, e->event,
				  policy_set_event_name(im->set, e->event));
		finding_add(im->in.findings, GRADE_ERROR, im->in.file, e->line, 0, "%s", im->scratch.buf);
		e->aside = 1;
		importrows_set_aside(&im->in, e->line);
	}
}

void import_finish(struct import *im)
{
	size_t i;

	for (i = 0; i < im->ncases; i++)
		check_case(im, &im->list[i]);
	importrows_sort_aside(&im->in);
}

void import_key(const struct import *im, const struct import_case *c, const struct import_item *e,
		struct strbuf *out)
{
	strbuf_addstr(out, intern_str(&im->keys, c->key));
	if (e->event != EVENT_OPEN)
		strbuf_addf(out, "/%s/%u", policy_set_event_name(im->set, e->event), e->ordinal);
}
