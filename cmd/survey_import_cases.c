/* sd survey import: the cases that rows name, or that their customers and orders had. */
#include "survey_import.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

void survey_import_refuse(struct survey_cases *c, size_t i, struct surveyimport_place place,
			  const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	finding_vadd(c->im->in.findings, GRADE_ERROR, c->im->in.file,
		     place.line ? place.line : c->im->row[i].line, place.column, fmt, ap);
	va_end(ap);
	importrows_set_aside(&c->im->in, c->im->row[i].line);
	c->row[i].aside = 1;
}

/* --- what to look for ----------------------------------------------------------------------------- */

static void want_id(struct survey_cases *c, caseid id)
{
	MEM_GROW(c->id, c->nids + 1, c->alloc_ids);
	c->id[c->nids++] = id;
}

static void put_wanted(struct strbuf *out, int column, const char *value, size_t n)
{
	strbuf_reset(out);
	strbuf_addf(out, "%d ", column);
	strbuf_add(out, value, n);
}

static void want_value(struct survey_cases *c, int column, const char *value)
{
	struct strbuf *word = &c->im->scratch;

	put_wanted(word, column, value, strlen(value));
	intern_add(&c->wanted, word->buf, word->len);
}

/* A whole id in any spelling; without its year it is the last such day before the answer. */
static void take_reference(struct survey_cases *c, size_t i)
{
	const struct surveyimport_row *r = &c->im->row[i];
	const char *ref = surveyimport_word(c->im, r->reference);
	uint32_t date, number, day = caseid_date_of_day(zone_day(c->l->zone, r->at));

	if (caseid_parse_short(ref, &date, &number) < 0 || !date) {
		survey_import_refuse(c, i, r->reference_at,
				     _("'%s' is not a whole case id such as 20261121-0007"), ref);
		return;
	}
	if (date < 10000) {
		date += day / 10000 * 10000;
		date -= date > day ? 10000 : 0;
	}
	c->row[i].id = caseid_make(date, number);
	want_id(c, c->row[i].id);
}

static void warn_several(const struct survey_cases *c, size_t i, const char *why)
{
	const struct surveyimport_row *r = &c->im->row[i];

	finding_add(c->im->in.findings, GRADE_WARNING, c->im->in.file, r->customer_at.line,
		    r->customer_at.column, "%s", why);
}

static void take_customer(struct survey_cases *c, size_t i)
{
	const struct surveyimport_row *r = &c->im->row[i];
	size_t n;

	c->row[i].customer = customerindex_find(&c->customers, surveyimport_word(c->im, r->name),
						surveyimport_word(c->im, r->contact), &n);
	if (n > 1 && !c->row[i].id)
		warn_several(c, i, _("several customers answer to that; the answer is kept without a case"));
	if (c->row[i].customer && !c->row[i].id)
		want_value(c, COLUMN_CUSTOMER, c->row[i].customer->id);
}

static void take_row(struct survey_cases *c, size_t i)
{
	const struct surveyimport_row *r = &c->im->row[i];

	if (r->reference)
		take_reference(c, i);
	if (c->row[i].aside)
		return;
	if (r->name || r->contact)
		take_customer(c, i);
	for (size_t k = 0; k < c->im->map->nmatch && !c->row[i].id; k++)
		if (c->im->match[r->match + k])
			want_value(c, c->im->map->match[k].target,
				   surveyimport_word(c->im, c->im->match[r->match + k]));
}

/* Cases keep the id of a customer that was merged later. */
static void want_merged(struct survey_cases *c)
{
	const struct customers *all = &c->l->customers;

	for (size_t i = 0; i < all->n; i++) {
		const struct customer *x = customers_get(all, all->list[i].id);

		if (!x || x == &all->list[i])
			continue;
		put_wanted(&c->im->scratch, COLUMN_CUSTOMER, x->id, strlen(x->id));
		if (intern_find(&c->wanted, c->im->scratch.buf, c->im->scratch.len) != INTERN_NONE)
			want_value(c, COLUMN_CUSTOMER, all->list[i].id);
	}
}

/* --- the log -------------------------------------------------------------------------------------- */

static int is_wanted(struct survey_cases *c, const struct scan_batch *batch,
		     const struct scan_row *row, int column)
{
	struct span cell = scan_cell(batch, row, column);

	if (!cell.n)
		return 0;
	put_wanted(&c->im->scratch, column, cell.s, cell.n);
	return intern_find(&c->wanted, c->im->scratch.buf, c->im->scratch.len) != INTERN_NONE;
}

static int look_for_cases(void *ctx, const struct scan_batch *batch)
{
	struct survey_cases *c = ctx;

	for (size_t i = 0; i < batch->nrows; i++) {
		const struct scan_row *row = &batch->row[i];
		int found;

		if (!row->id || !history_event_sets_class(row->event))
			continue;
		found = is_wanted(c, batch, row, COLUMN_CUSTOMER);
		for (size_t k = 0; k < c->im->map->nmatch && !found; k++)
			found = is_wanted(c, batch, row, c->im->map->match[k].target);
		if (found)
			want_id(c, row->id);
	}
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const caseid *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static int is_candidate(void *ctx, caseid id)
{
	const struct survey_cases *c = ctx;

	return bsearch(&id, c->id, c->nids, sizeof(id), by_id) != NULL;
}

static void sort_ids(struct survey_cases *c)
{
	size_t n = 0;

	if (c->nids)
		qsort(c->id, c->nids, sizeof(*c->id), by_id);
	for (size_t i = 0; i < c->nids; i++)
		if (!n || c->id[n - 1] != c->id[i])
			c->id[n++] = c->id[i];
	c->nids = n;
}

static int read_cases(struct survey_cases *c)
{
	struct cli *cli = c->l->cli;
	struct caselist_options o = {
		.scan = { .threads = 2, .quiet = 1, .unnumbered = 1 }, .want = is_candidate, .ctx = c,
	};
	struct scan_options look = { .threads = 2 };
	size_t errors = cli->findings.count[GRADE_ERROR];

	if (c->wanted.n && scan_run(&c->l->log, &look, look_for_cases, c, &cli->err) < 0)
		return -1;
	sort_ids(c);
	if (!c->nids)
		return 0;
	o.scan.from = scan_find(&c->l->log, casefile_midnight(&cli->set, c->l->zone, c->id[0]));
	o.scan.quiet = c->wanted.n > 0;
	o.scan.unnumbered = o.scan.quiet;
	if (caselist_read(&c->list, &c->l->log, &o, &cli->err) < 0)
		return -1;
	if (cli->findings.count[GRADE_ERROR] > errors)
		return err_set(&cli->err, STATUS_INPUT,
			       _("the log is damaged where it was read (see above); nothing was recorded"));
	return 0;
}

static void index_cases(struct survey_cases *c)
{
	const struct surveymap *m = c->im->map;

	surveymatch_init(&c->match, &c->list, &c->l->cli->set);
	c->have_match = 1;
	for (size_t i = 0; i < c->list.n; i++) {
		const struct caselist_case *item = &c->list.item[i];
		const struct customer *x = customers_get(
			&c->l->customers, caselist_class(&c->list, item, COLUMN_CUSTOMER));

		if (x)
			surveymatch_index(&c->match, COLUMN_CUSTOMER, x->id, i);
		for (size_t k = 0; k < m->nmatch; k++) {
			const char *value = caselist_class(&c->list, item, m->match[k].target);

			if (*value && m->match[k].target != COLUMN_CUSTOMER)
				surveymatch_index(&c->match, m->match[k].target, value, i);
		}
	}
}

int survey_cases_read(struct survey_cases *c)
{
	if (log_open(c->l) < 0 || log_customers(c->l) < 0)
		return -1;
	customerindex_init(&c->customers, &c->l->customers);
	c->have_customers = 1;
	for (size_t i = 0; i < c->im->n; i++)
		if (!c->row[i].known)
			take_row(c, i);
	want_merged(c);
	caselist_init(&c->list, &c->l->cli->set);
	if (read_cases(c) < 0)
		return -1;
	index_cases(c);
	return 0;
}

void survey_cases_release(struct survey_cases *c)
{
	if (c->have_match)
		surveymatch_release(&c->match);
	if (c->have_customers)
		customerindex_release(&c->customers);
	caselist_release(&c->list);
	intern_release(&c->wanted);
	free(c->id);
}

/* --- which one ------------------------------------------------------------------------------------ */

void survey_cases_called(struct survey_cases *c, const struct answer *a)
{
	int wave = answers_form_wave(a->cell[ANSWERS_FORM]);
	ssize_t item = a->id && wave >= 0 ? surveymatch_case(&c->match, a->id) : -1;

	if (item >= 0)
		surveymatch_called(&c->match, (size_t)item,
				   &(struct survey_call){ a->at, wave, a->status });
}

ssize_t survey_cases_item(const struct survey_cases *c, size_t i)
{
	return c->row[i].id ? surveymatch_case(&c->match, c->row[i].id) : -1;
}

/* Whom the case is about never asks. */
static int is_about_asker(const struct survey_cases *c, size_t i, const struct caselist_case *item)
{
	const struct policy *p = policy_set_at(&c->l->cli->set, caselist_opened(item));
	const char *by = surveyimport_word(c->im, c->im->row[i].by);

	for (size_t k = 0; *by && p && k < p->nfields; k++)
		if (p->field[k].role_staff &&
		    !strcmp(caselist_class(&c->list, item, p->field[k].column), by))
			return 1;
	return 0;
}

static int judge_case(struct survey_cases *c, size_t i)
{
	const struct surveyimport_row *r = &c->im->row[i];
	const struct caselist_case *item;
	ssize_t k = surveymatch_case(&c->match, c->row[i].id);
	struct strbuf shown = STRBUF_INIT;
	instant opened;

	log_format_id(c->l, &shown, c->row[i].id);
	item = k < 0 ? NULL : &c->list.item[k];
	opened = item ? caselist_opened(item) : INSTANT_NONE;
	if (opened == INSTANT_NONE) {
		survey_import_refuse(c, i, r->reference_at, _("there is no case %s"), shown.buf);
	} else if (item->state == CASE_CANCELLED) {
		survey_import_refuse(c, i, r->reference_at,
				     _("the case was cancelled; nobody is asked about it"));
	} else if (r->at < opened) {
		strbuf_reset(&shown);
		instant_format(&shown, opened, c->l->zone);
		survey_import_refuse(c, i, r->reference_at,
				     _("the answer is older than the case, which was opened at %s"),
				     shown.buf);
	} else if (is_about_asker(c, i, item)) {
		survey_import_refuse(c, i, r->reference_at,
				     _("the case is about '%s', who cannot ask about it"),
				     surveyimport_word(c->im, r->by));
	}
	strbuf_release(&shown);
	return c->row[i].aside ? -1 : 0;
}

/* By the customer, else by the first of the map's columns that finds one. */
static void look_up(struct survey_cases *c, size_t i)
{
	const struct surveyimport_row *r = &c->im->row[i];
	const struct customer *x = c->row[i].customer;
	enum surveymatch_result got = SURVEYMATCH_NONE;
	size_t item = 0;

	if (x)
		got = surveymatch_find(&c->match, COLUMN_CUSTOMER, x->id, r->at, 1, &item);
	for (size_t k = 0; got == SURVEYMATCH_NONE && k < c->im->map->nmatch; k++) {
		const char *value = surveyimport_word(c->im, c->im->match[r->match + k]);

		if (*value)
			got = surveymatch_find(&c->match, c->im->map->match[k].target, value, r->at, 0,
					       &item);
	}
	if (got == SURVEYMATCH_ONE)
		c->row[i].id = c->list.item[item].id;
	else if (got == SURVEYMATCH_SEVERAL)
		warn_several(c, i, _("several cases are equally new; the answer is kept without a case"));
}

int survey_cases_find(struct survey_cases *c, size_t i)
{
	struct survey_import_row *x = &c->row[i];
	ssize_t item;

	if (x->aside || (x->id && judge_case(c, i) < 0))
		return -1;
	if (!x->id)
		look_up(c, i);
	item = survey_cases_item(c, i);
	/* His name in the words is hidden by what the case's row says, so that it can be shown again. */
	if (item >= 0)
		x->customer = customers_get(&c->l->customers,
					    caselist_class(&c->list, &c->list.item[item],
							   COLUMN_CUSTOMER));
	return 0;
}
