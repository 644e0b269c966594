/* sd log: the earlier case of the same customer and category, closed at most 30 days before (C7, C13). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "log.h"
#include "report/returning.h"

/* A case that was open for longer than this before it was closed is not looked for: the search stays short. */
#define OPENED_WITHIN (90 * 86400)

struct ids {
	caseid *id;
	size_t n, alloc;
};

/* Looking through the rows: who was closed, and which cases name the customer. */
struct search {
	const char *customer;
	size_t length;
	instant until;                   /* rows with a later order key are not looked at */
	struct ids closed, mine;
};

static void ids_add(struct ids *x, caseid id)
{
	MEM_GROW(x->id, x->n + 1, x->alloc);
	x->id[x->n++] = id;
}

static int by_id(const void *a, const void *b)
{
	const caseid *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void ids_sort(struct ids *x)
{
	if (x->n > 1)
		qsort(x->id, x->n, sizeof(*x->id), by_id);
}

static int ids_has(const struct ids *x, caseid id)
{
	return x->n && bsearch(&id, x->id, x->n, sizeof(*x->id), by_id);
}

static int on_rows(void *ctx, const struct scan_batch *b)
{
	struct search *s = ctx;

	for (size_t i = 0; i < b->nrows; i++) {
		const struct scan_row *r = &b->row[i];
		struct span customer;

		if (r->key > s->until)
			return 1;
		if (r->event == EVENT_CLOSE)
			ids_add(&s->closed, r->id);
		if (r->event != EVENT_OPEN && r->event != EVENT_AMEND)
			continue;
		customer = scan_cell(b, r, COLUMN_CUSTOMER);
		if (customer.n == s->length && !memcmp(customer.s, s->customer, s->length))
			ids_add(&s->mine, r->id);
	}
	return 0;
}

static int scan_from(struct logrun *l, struct search *s, instant from)
{
	struct scan_options o = { .threads = 2, .quiet = 1, .unnumbered = 1,
				  .from = scan_find(&l->log, from) };
	struct err err = ERR_INIT;
	int ret = scan_run(&l->log, &o, on_rows, s, &err);

	return ret < 0 ? -1 : 0;
}

/* Closed lately, but opened before what was read: from where on to read these. INSTANT_NONE: there are none. */
static instant older_from(const struct logrun *l, const struct search *s, instant from)
{
	caseid first = caseid_make(caseid_date_of_day(zone_day(l->zone, from)), 0);
	caseid oldest = caseid_make(caseid_date_of_day(zone_day(l->zone, from - OPENED_WITHIN)), 0);
	instant t = INSTANT_NONE;

	for (size_t i = 0; i < s->closed.n; i++) {
		caseid id = s->closed.id[i];

		if (id >= oldest && caseid_date(id) <= caseid_date(first)) {
			instant midnight = casefile_midnight(&l->cli->set, l->zone, id);

			if (t == INSTANT_NONE || midnight < t)
				t = midnight;
		}
	}
	return t;
}

/* When it was closed, as it stood at `t`; INSTANT_NONE where it was not, or too long ago. */
static instant closed_before(const struct casefile *f, instant t)
{
	instant closed = INSTANT_NONE;

	for (size_t i = 0; i < f->history.n; i++) {
		const struct history_event *e = &f->history.event[i];

		if (e->event == EVENT_CLOSE && e->at <= t)
			closed = e->at;
		else if (e->event == EVENT_REOPEN && e->at <= t)
			closed = INSTANT_NONE;
	}
	return closed != INSTANT_NONE && t - closed <= RETURNING_WITHIN ? closed : INSTANT_NONE;
}

/* The rows were only looked over: what the case is now, void rows left out, decides. */
static instant check_case(struct logrun *l, caseid id, instant opened)
{
	struct casefile_options o = { .zone = l->zone };
	struct casefile f = CASEFILE_INIT;
	struct err err = ERR_INIT;
	instant closed = INSTANT_NONE;

	if (casefile_read(&f, &l->log, id, &o, &err) == 0 && f.n && f.state != CASE_CANCELLED &&
	    !strcmp(casefile_class(&f, COLUMN_CUSTOMER), casefile_class(&l->file, COLUMN_CUSTOMER)) &&
	    !strcmp(casefile_class(&f, COLUMN_CATEGORY), casefile_class(&l->file, COLUMN_CATEGORY)))
		closed = closed_before(&f, opened);
	casefile_release(&f);
	return closed;
}

static int find(struct logrun *l, struct search *s, instant opened, struct log_link *link)
{
	instant from = opened - RETURNING_WITHIN, older;

	if (scan_from(l, s, from) < 0)
		return -1;
	older = older_from(l, s, from);
	s->until = from;
	if (older != INSTANT_NONE && scan_from(l, s, older) < 0)
		return -1;
	ids_sort(&s->closed);
	ids_sort(&s->mine);
	for (size_t i = s->mine.n; i-- > 0; ) {
		caseid id = s->mine.id[i];
		instant closed;

		if (id == l->file.id || (i + 1 < s->mine.n && id == s->mine.id[i + 1]) ||
		    !ids_has(&s->closed, id))
			continue;
		closed = check_case(l, id, opened);
		if (closed != INSTANT_NONE && (link->closed == INSTANT_NONE || closed > link->closed))
			*link = (struct log_link){ id, closed };
	}
	return 0;
}

int log_link(struct logrun *l, struct log_link *link)
{
	instant opened = casefile_opened(&l->file);
	struct search s = { .customer = casefile_class(&l->file, COLUMN_CUSTOMER) };
	struct findings *told = l->log.findings;

	*link = (struct log_link){ 0, INSTANT_NONE };
	s.length = strlen(s.customer);
	if (!s.length || opened == INSTANT_NONE || log_open(l) < 0)
		return 0;
	/* Who closes a case late writes it down late. */
	s.until = opened + RETURNING_WITHIN;
	l->log.findings = &l->scratch;
	(void)find(l, &s, opened, link);
	l->log.findings = told;
	free(s.closed.id);
	free(s.mine.id);
	return link->closed != INSTANT_NONE;
}
