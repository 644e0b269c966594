#include "report/callsheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casefile.h"
#include "domain/caselist.h"
#include "rules/filter.h"

/* A row that may have to be quoted: who resolved the case, what was said. */
struct note {
	uint32_t line;
	const char *by, *text;   /* text: escapes in place */
};

struct call {
	caseid id;
	size_t order;
	struct survey_call call;
};

struct builder {
	struct callsheet *sheet;
	const struct callsheet_options *o;
	struct event_set after;          /* of all versions */
	instant horizon;                 /* events before it make nobody due any more */
	caseid *candidate;               /* sorted */
	size_t ncandidates, candidates_alloc;
	struct note *note;               /* by line */
	size_t nnotes, notes_alloc;
	struct call *call;               /* by case, then in the file's order */
	size_t ncalls, calls_alloc;
	struct caselist list;
	struct filter **filter;          /* by version */
	struct strbuf scratch;
};

void callsheet_release(struct callsheet *sheet)
{
	arena_release(&sheet->arena);
	free(sheet->item);
	free(sheet->policy);
	*sheet = (struct callsheet)CALLSHEET_INIT;
}

/* --- which cases may be due --------------------------------------------------------------------- */

static void look_at_versions(struct builder *b)
{
	b->horizon = b->o->now;
	for (size_t i = 0; i < b->o->set->n; i++) {
		const struct policy_survey *s = &b->o->set->version[i]->survey;
		instant last = b->o->now - s->within;

		for (size_t w = 0; w < s->nwaves; w++)
			if (b->o->now - s->wave[w] - s->within < last)
				last = b->o->now - s->wave[w] - s->within;
		if (!s->present)
			continue;
		if (!s->within)
			last = INSTANT_NONE;
		if (last < b->horizon)
			b->horizon = last;
		for (size_t w = 0; w < ARRAY_SIZE(s->after.bits); w++)
			b->after.bits[w] |= s->after.bits[w];
	}
}

static int take_candidates(void *ctx, const struct scan_batch *batch)
{
	struct builder *b = ctx;

	for (size_t i = 0; i < batch->nrows; i++) {
		const struct scan_row *row = &batch->row[i];

		if (!row->id || row->at < b->horizon || !event_set_has(&b->after, row->event))
			continue;
		MEM_GROW(b->candidate, b->ncandidates + 1, b->candidates_alloc);
		b->candidate[b->ncandidates++] = row->id;
	}
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const caseid *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static int find_candidates(struct builder *b, struct caselog *log, struct err *err)
{
	const struct scan_options o = { .threads = 2, .at_most = b->o->now };
	size_t n = 0;

	if (scan_run(log, &o, take_candidates, b, err) < 0)
		return -1;
	if (b->ncandidates)
		qsort(b->candidate, b->ncandidates, sizeof(*b->candidate), by_id);
	for (size_t i = 0; i < b->ncandidates; i++)
		if (!n || b->candidate[n - 1] != b->candidate[i])
			b->candidate[n++] = b->candidate[i];
	b->ncandidates = n;
	return 0;
}

static int is_candidate(void *ctx, caseid id)
{
	const struct builder *b = ctx;

	return b->ncandidates &&
	       bsearch(&id, b->candidate, b->ncandidates, sizeof(id), by_id) != NULL;
}

/* --- what is known about them ------------------------------------------------------------------- */

static void take_note(void *ctx, struct caselist_case *item, const struct scan_batch *batch,
		      const struct scan_row *row)
{
	struct builder *b = ctx;
	struct arena *arena = &b->sheet->arena;
	struct span by;

	(void)item;
	if (row->event != EVENT_RESOLVE && !event_set_has(&b->after, row->event))
		return;
	strbuf_reset(&b->scratch);
	scan_text(batch, row, &b->scratch);
	by = scan_cell(batch, row, COLUMN_BY);
	MEM_GROW(b->note, b->nnotes + 1, b->notes_alloc);
	b->note[b->nnotes++] = (struct note){
		row->line, arena_strndup(arena, by.s, by.n), arena_strdup(arena, b->scratch.buf),
	};
}

static int by_line(const void *a, const void *b)
{
	const struct note *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

static const struct note *note_of(const struct builder *b, const struct history_event *e)
{
	static const struct note none = { 0, "", "" };
	const struct note key = { .line = e->line };
	const struct note *found =
		b->nnotes ? bsearch(&key, b->note, b->nnotes, sizeof(key), by_line) : NULL;

	return found ? found : &none;
}

static int read_cases(struct builder *b, struct caselog *log, struct err *err)
{
	struct caselist_options o = {
		.scan = { .threads = 2, .at_most = b->o->now, .quiet = 1, .unnumbered = 1 },
		.want = is_candidate, .on_row = take_note, .ctx = b,
	};

	o.scan.from = scan_find(log, casefile_midnight(b->o->set, b->o->zone, b->candidate[0]));
	return caselist_read(&b->list, log, &o, err);
}

static int take_call(void *ctx, const struct answer *a)
{
	struct builder *b = ctx;
	int wave = answers_form_wave(a->cell[ANSWERS_FORM]);

	if (wave < 0 || !a->id || !is_candidate(b, a->id))
		return 0;
	MEM_GROW(b->call, b->ncalls + 1, b->calls_alloc);
	b->call[b->ncalls] = (struct call){ a->id, b->ncalls, { a->at, wave, a->status } };
	b->ncalls++;
	return 0;
}

static int by_case(const void *a, const void *b)
{
	const struct call *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static int read_calls(struct builder *b, struct findings *findings, struct err *err)
{
	const struct answers_options o = { .at_most = b->o->now };

	if (answers_read(b->o->surveys, &o, findings, take_call, b, err) < 0)
		return -1;
	if (b->ncalls)
		qsort(b->call, b->ncalls, sizeof(*b->call), by_case);
	return 0;
}

/* --- who is on the sheet ------------------------------------------------------------------------ */

/* A text of the log as people read it. */
static const char *show_text(struct builder *b, const char *escaped, const struct customer *x)
{
	struct strbuf plain = STRBUF_INIT;
	const char *s;

	row_unescape_text(&plain, escaped, strlen(escaped));
	strbuf_reset(&b->scratch);
	customers_show(&b->scratch, plain.buf, plain.len, x);
	s = arena_strndup(&b->sheet->arena, b->scratch.buf, b->scratch.len);
	strbuf_release(&plain);
	return s;
}

static const struct history_event *last_resolve(const struct history *h)
{
	for (size_t i = h->n; i-- > 0;)
		if (h->event[i].event == EVENT_RESOLVE)
			return &h->event[i];
	return NULL;
}

static int may_ask(struct builder *b, const struct policy *p, const struct caselist_case *x,
		   const char *resolver)
{
	const char *about[COLUMN_MAX];
	size_t n = 0;
	enum survey_asker asker;

	if (!b->o->by)
		return 1;
	for (size_t i = 0; i < p->nfields; i++)
		if (p->field[i].role_staff)
			about[n++] = caselist_class(&b->list, x, p->field[i].column);
	asker = survey_asker(&p->survey, b->o->by, caselist_class(&b->list, x, COLUMN_OWNER),
			     resolver, about, n);
	b->sheet->own += asker != ASKER_ANY;
	return asker == ASKER_ANY;
}

static size_t version_of(const struct policy_set *set, const struct policy *p)
{
	size_t i = 0;

	while (i < set->n && set->version[i] != p)
		i++;
	return i;
}

/* `for`, the sample, the calls. */
static int is_due(struct builder *b, const struct policy *p, const struct caselist_case *x,
		  const char *shown, size_t from, size_t to, struct survey_ask *ask)
{
	struct filter *filter = b->filter[version_of(b->o->set, p)];
	uint32_t class[COLUMN_MAX];
	struct survey_call *call;
	int is;

	if (!filter)
		return 0;
	history_class(&x->history, x->history.n, &b->list.map, class);
	if (!filter_matches(filter, class) || answers_draw(shown) >= p->survey.sample)
		return 0;
	call = mem_array(to - from + 1, sizeof(*call));
	for (size_t i = from; i < to; i++)
		call[i - from] = b->call[i].call;
	is = survey_find(&p->survey, &x->history, call, to - from, b->o->now, ask);
	free(call);
	return is;
}

static void add_policy(struct callsheet *sheet, const struct policy *p)
{
	for (size_t i = 0; i < sheet->npolicies; i++)
		if (sheet->policy[i] == p)
			return;
	sheet->policy = mem_realloc(sheet->policy, sheet->npolicies + 1, sizeof(*sheet->policy));
	sheet->policy[sheet->npolicies++] = p;
}

static void add_case(struct builder *b, const struct caselist_case *x, const struct policy *p,
		     const char *shown, const struct survey_ask *ask)
{
	struct callsheet *sheet = b->sheet;
	const struct history_event *resolve = last_resolve(&x->history);
	const struct note *cause = note_of(b, &x->history.event[ask->event]);
	const struct note *result = resolve ? note_of(b, resolve) : cause;
	const char *owner = caselist_class(&b->list, x, COLUMN_OWNER);
	const struct customer *who =
		customers_get(b->o->customers, caselist_class(&b->list, x, COLUMN_CUSTOMER));
	struct strbuf form = STRBUF_INIT;

	if (!may_ask(b, p, x, resolve ? note_of(b, resolve)->by : ""))
		return;
	if (!who || !*who->contact) {
		sheet->without_contact++;
		return;
	}
	add_policy(sheet, p);
	answers_wave_form(&form, (size_t)ask->wave);
	MEM_GROW(sheet->item, sheet->n + 1, sheet->alloc);
	sheet->item[sheet->n++] = (struct callsheet_case){
		.id = x->id, .policy = p, .ask = *ask,
		.shown = arena_strdup(&sheet->arena, shown),
		.form = arena_strdup(&sheet->arena, form.buf),
		.customer = arena_strdup(&sheet->arena, who->id),
		.name = arena_strdup(&sheet->arena, who->name),
		.contact = arena_strdup(&sheet->arena, who->contact),
		.handler = arena_strdup(&sheet->arena, *owner ? owner : result->by),
		.kind = arena_strdup(&sheet->arena, caselist_class(&b->list, x, COLUMN_KIND)),
		.category = arena_strdup(&sheet->arena, caselist_class(&b->list, x, COLUMN_CATEGORY)),
		.text = show_text(b, x->text ? x->text : "", who),
		.result = show_text(b, *result->text ? result->text : cause->text, who),
	};
	strbuf_release(&form);
}

/* The calls of a case: cases and calls are both in the order of ids. */
static void calls_of(const struct builder *b, caseid id, size_t *from, size_t *to)
{
	while (*from < b->ncalls && b->call[*from].id < id)
		++*from;
	for (*to = *from; *to < b->ncalls && b->call[*to].id == id;)
		++*to;
}

static void choose(struct builder *b)
{
	const char *prefix = policy_set_now(b->o->set)->prefix;
	struct strbuf shown = STRBUF_INIT;
	size_t from = 0, to;

	for (size_t i = 0; i < b->list.n; i++) {
		const struct caselist_case *x = &b->list.item[i];
		instant opened = caselist_opened(x);
		const struct policy *p;
		struct survey_ask ask;

		calls_of(b, x->id, &from, &to);
		if (opened == INSTANT_NONE)
			continue;
		p = policy_set_at(b->o->set, opened);
		strbuf_reset(&shown);
		caseid_format(&shown, x->id, prefix);
		if (is_due(b, p, x, shown.buf, from, to, &ask))
			add_case(b, x, p, shown.buf, &ask);
	}
	strbuf_release(&shown);
}

static int by_end(const void *a, const void *b)
{
	const struct callsheet_case *x = a, *y = b;
	instant p = x->ask.until == INSTANT_NONE ? INSTANT_MAX : x->ask.until;
	instant q = y->ask.until == INSTANT_NONE ? INSTANT_MAX : y->ask.until;

	if (p != q)
		return p < q ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static int by_version(const void *a, const void *b)
{
	const struct policy *const *x = a, *const *y = b;

	return (*x)->valid_from < (*y)->valid_from ? -1 : (*x)->valid_from > (*y)->valid_from;
}

static void builder_release(struct builder *b)
{
	for (size_t i = 0; i < b->o->set->n; i++)
		filter_free(b->filter[i]);
	free(b->filter);
	free(b->candidate);
	free(b->note);
	free(b->call);
	caselist_release(&b->list);
	strbuf_release(&b->scratch);
}

int callsheet_read(struct callsheet *sheet, const struct callsheet_options *options,
		   struct caselog *log, struct findings *findings, struct err *err)
{
	const struct policy_set *set = options->set;
	struct builder b = { .sheet = sheet, .o = options, .list = CASELIST_INIT,
			     .scratch = STRBUF_INIT };
	int ret = -1;

	sheet->now = options->now;
	sheet->zone = options->zone;
	sheet->by = options->by;
	caselist_init(&b.list, set);
	b.filter = mem_array(set->n, sizeof(struct filter *));
	for (size_t i = 0; i < set->n; i++)
		if (set->version[i]->survey.present)
			b.filter[i] = filter_new(set->version[i], &set->version[i]->survey.filter,
						 &b.list.map, &b.list.symbols);
	look_at_versions(&b);
	if (find_candidates(&b, log, err) < 0 || read_calls(&b, findings, err) < 0 ||
	    (b.ncandidates && read_cases(&b, log, err) < 0))
		goto out;
	choose(&b);
	if (sheet->n)
		qsort(sheet->item, sheet->n, sizeof(*sheet->item), by_end);
	if (sheet->npolicies)
		qsort(sheet->policy, sheet->npolicies, sizeof(struct policy *), by_version);
	ret = 0;
out:
	builder_release(&b);
	return ret;
}
