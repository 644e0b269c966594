#include "report/escalation_internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "rules/receivers.h"

/* What is told of a case. */
static const int told_columns[] = {
	COLUMN_KIND, COLUMN_CATEGORY, COLUMN_SEVERITY, COLUMN_CHANNEL, COLUMN_PLACE, COLUMN_PRODUCT,
	COLUMN_DEPARTMENT, COLUMN_OWNER,
};

/* --- reading -------------------------------------------------------------------------------------- */

/* Of those by sd the keys of duties and how messages fared are not asked of one case alone. */
static void note_row(struct escalation *x, const struct scan_batch *b, const struct scan_row *r)
{
	if (r->event == EVENT_OPEN) {
		struct span key = scan_cell(b, r, COLUMN_KEY);

		duty_note(&x->book, key.s, key.n);
	} else if (r->event == EVENT_NOTIFY) {
		notify_tries_row(&x->tries, scan_cell(b, r, COLUMN_OWNER),
				 scan_cell(b, r, COLUMN_DETAIL), r->at);
	}
}

static int on_rows(void *ctx, const struct scan_batch *b)
{
	struct escalation *x = ctx;
	size_t i;

	if (b->nrows && x->began == INSTANT_NONE)
		x->began = b->row[0].key;
	for (i = 0; i < b->nrows; i++)
		if (b->row[i].flags & ROW_BY_SD)
			note_row(x, b, &b->row[i]);
	return 0;
}

static void start_anew(struct escalation *x)
{
	casestore_release(&x->store);
	casestore_init(&x->store, &x->map, &x->symbols);
	x->store.keeps_ledger = 1;
	duty_book_release(&x->book);
	notify_tries_release(&x->tries);
	illegal_release(&x->dropped);
	x->pass = (struct casepass){ .store = &x->store, .events = x->options.events,
				     .scan = { .threads = x->options.threads }, .rows = on_rows,
				     .sweep = escalation_sweep, .ctx = x };
	x->began = INSTANT_NONE;
	x->place = x->kept = (struct scan_place){ 0, 0, INSTANT_NONE };
	x->nmemos = 0;
	x->is_idle = x->is_damaged = 0;
}

void escalation_init(struct escalation *x, const struct escalation_options *options)
{
	size_t i;

	*x = (struct escalation){ .options = *options, .book = DUTY_BOOK_INIT,
				  .tries = NOTIFY_TRIES_INIT, .notify = NOTIFY_LIST_INIT,
				  .illegal = ILLEGAL_LIST_INIT, .dropped = ILLEGAL_LIST_INIT };
	classmap_init(&x->map);
	symbols_init(&x->symbols);
	for (i = 0; i < ARRAY_SIZE(told_columns); i++)
		classmap_add(&x->map, told_columns[i]);
	notify_columns(&x->map);
	x->clocks = clockset_new(options->set, &x->map, &x->symbols);
	x->steps = escalateset_new(options->set, &x->map, &x->symbols);
	start_anew(x);
}

void escalation_release(struct escalation *x)
{
	if (!x->options.set)
		return;
	casestore_release(&x->store);
	escalateset_free(x->steps);
	clockset_free(x->clocks);
	symbols_release(&x->symbols);
	duty_book_release(&x->book);
	notify_tries_release(&x->tries);
	notify_list_release(&x->notify);
	illegal_release(&x->illegal);
	illegal_release(&x->dropped);
	arena_release(&x->arena);
	free(x->step);
	free(x->duty);
	free(x->year);
	free(x->memo);
	*x = (struct escalation){ .options = { .set = NULL } };
}

int escalation_is_same_file(struct escalation *x, const struct caselog *log)
{
	struct stat st;
	int same;

	if (fstat(log->fd, &st) < 0)
		return 0;
	same = st.st_dev == x->dev && st.st_ino == x->ino && log->end >= x->place.offset;
	x->dev = st.st_dev;
	x->ino = st.st_ino;
	return same;
}

/* From where the reading begins: what was read before, what was kept, or the log's first row. */
static void begin_reading(struct escalation *x, const struct caselog *log)
{
	int is_same = escalation_is_same_file(x, log);

	/* Where nothing could be due nothing was taken up, and now there are rows. */
	if (x->place.offset && (!is_same || (x->is_idle && log->end > x->place.offset)))
		start_anew(x);
	if (!x->place.offset && !escalation_take_up(x, log))
		start_anew(x);
	x->pass.scan.from = x->place.offset;
	x->pass.scan.line = x->place.line;
	x->pass.scan.key = x->place.key;
}

static size_t count_findings(const struct findings *findings)
{
	return findings->count[GRADE_NOTE] + findings->count[GRADE_WARNING] +
	       findings->count[GRADE_ERROR];
}

/* All of it, without findings: what was wrong above the checkpoint has not been kept, and the rest has been told. */
static int read_anew(struct escalation *x, struct caselog *log, struct err *err)
{
	int is_damaged = x->is_damaged, result;

	start_anew(x);
	x->pass.scan.quiet = 1;
	result = casepass_read(&x->pass, log, err);
	illegal_forget(&x->dropped, &x->store);
	x->pass.scan.quiet = 0;
	x->is_damaged = is_damaged;
	return result;
}

int escalation_read(struct escalation *x, instant now, struct findings *findings, struct err *err)
{
	struct caselog log = CASELOG_INIT;
	size_t found;
	int result, is_whole;

	x->now = now;
	if (caselog_open(&log, x->options.path, x->options.set, findings, err) < 0)
		return -1;
	begin_reading(x, &log);
	is_whole = !x->place.offset;
	found = count_findings(findings);
	result = casepass_read(&x->pass, &log, err);
	illegal_forget(&x->dropped, &x->store);
	x->is_damaged |= result || count_findings(findings) > found;
	if (!result && is_whole)
		escalation_sweep(x);    /* of what came since the last one */
	if (!result && escalation_warm(x) < 0)
		result = read_anew(x, &log, err);
	x->place = log.place;
	caselog_release(&log);
	return result;
}

/* Cases that were not asked for when the log was read cannot be had any more. */
static void repair(struct escalation *x)
{
	struct caselog log = CASELOG_INIT;
	struct err err = ERR_INIT;

	if (caselog_open(&log, x->options.path, x->options.set, NULL, &err) < 0)
		return;
	if (read_anew(x, &log, &err) == 0)
		x->place = log.place;
	caselog_release(&log);
}

/* --- what is due ---------------------------------------------------------------------------------- */

static int by_due(const void *a, const void *b)
{
	const struct escalation_step *x = a, *y = b;

	if (x->s.due != y->s.due)
		return x->s.due < y->s.due ? -1 : 1;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->s.step != y->s.step)
		return x->s.step < y->s.step ? -1 : 1;
	if (x->s.instance != y->s.instance)
		return x->s.instance < y->s.instance ? -1 : 1;
	return (x->s.repeat > y->s.repeat) - (x->s.repeat < y->s.repeat);
}

static const char *keep(struct escalation *x, struct strbuf *sb)
{
	const char *s = arena_strndup(&x->arena, sb->buf, sb->len);

	strbuf_reset(sb);
	return s;
}

/* Who works here is said by the newest version, whatever the case is judged by. */
static void find_receivers(struct escalation *x, struct escalation_step *step, struct receivers *r,
			   struct strbuf *sb)
{
	const struct policy *p = policy_set_now(x->options.set);
	const struct receivers_who who = { step->owner, step->department };
	size_t i;

	receivers_of_step(r, p, step->s.step, &who, zone_day(p->zone, step->s.due));
	for (i = 0; i < r->n; i++)
		strbuf_addf(sb, "%s%s", i ? " " : "", r->name[i]);
	step->to = keep(x, sb);
}

static void finish_steps(struct escalation *x)
{
	struct receivers r = RECEIVERS_INIT;
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	if (x->nsteps)
		qsort(x->step, x->nsteps, sizeof(*x->step), by_due);
	for (i = 0; i < x->nsteps; i++) {
		find_receivers(x, &x->step[i], &r, &sb);
		escalate_key(&sb, &x->step[i].s);
		x->step[i].key = keep(x, &sb);
	}
	receivers_release(&r);
	strbuf_release(&sb);
}

static void find_duties(struct escalation *x)
{
	struct duty_list list = DUTY_LIST_INIT;
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	duty_due(&list, &x->book, x->options.set, x->began, x->now);
	MEM_GROW(x->duty, list.n, x->alloc_duties);
	x->nduties = list.n;
	for (i = 0; i < list.n; i++) {
		const struct duty_opening *o = &list.opening[i];
		const struct policy_duty *duty = o->duty;
		struct escalation_duty *out = &x->duty[i];

		*out = (struct escalation_duty){ .o = *o };
		duty_period(&sb, o);
		out->period = keep(x, &sb);
		duty_key(&sb, o);
		out->key = keep(x, &sb);
		out->owner = o->person ? o->person : duty->owner ? duty->owner : "";
		out->department = duty->department ? duty->department : "";
	}
	duty_list_release(&list);
	strbuf_release(&sb);
}

void escalation_find_steps(struct escalation *x)
{
	x->nsteps = x->nyears = x->illegal.n = x->notify.n = x->notify.ntold = 0;
	if (x->is_idle)
		return;                         /* the counts are those of the checkpoint */
	if (escalation_warm(x) < 0)
		repair(x);
	x->open = x->running = x->breached = 0;
	MEM_GROW(x->memo, x->store.ncases, x->alloc_memos);
	escalation_look_at_all(x, NULL, NULL);
	x->nmemos = x->store.ncases;
	x->memo_events = x->store.nevents;
	finish_steps(x);
}

void escalation_find(struct escalation *x, instant now)
{
	x->now = now;
	arena_release(&x->arena);
	x->arena = (struct arena)ARENA_INIT;
	escalation_find_steps(x);
	x->nduties = 0;
	if (!x->is_idle)
		find_duties(x);
}

void escalation_count(const struct escalation *x, size_t *reminders, size_t *escalations)
{
	size_t i;

	*reminders = *escalations = 0;
	for (i = 0; i < x->nsteps; i++)
		++*(x->step[i].s.step->action == DO_ESCALATE ? escalations : reminders);
}

static int by_year(const void *a, const void *b)
{
	const struct escalation_year *x = a, *y = b;

	if (x->name_id != y->name_id)
		return (x->name_id > y->name_id) - (x->name_id < y->name_id);
	return (x->year > y->year) - (x->year < y->year);
}

void escalation_findings(struct escalation *x, struct findings *findings)
{
	const struct policy *p = policy_set_now(x->options.set);
	struct illegal_list illegal = ILLEGAL_LIST_INIT;
	size_t i;

	illegal_merge(&illegal, &x->dropped);
	illegal_merge(&illegal, &x->illegal);
	illegal_report(&illegal, x->options.set, x->options.path, findings);
	illegal_release(&illegal);
	if (x->nyears)
		qsort(x->year, x->nyears, sizeof(*x->year), by_year);
	for (i = 0; i < x->nyears; i++)
		finding_add(findings, GRADE_WARNING, p->path, 0, 0,
			    _("clock '%s': the calendar has no holiday data for %d, so when some steps are due is unknown"),
			    intern_str(&x->options.set->clocks, x->year[i].name_id), x->year[i].year);
}
