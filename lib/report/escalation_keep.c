/*
 * escalation_keep: what a pass found is noted by case with the instant until which it holds, and
 * kept beside the log, so that a run every minute looks at the rows since, and at the cases whose
 * time has come.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/escalation_internal.h"

#define WORTH_BYTES  (64 << 10)      /* of rows that the next run need not read */
#define WORTH_CASES  200             /* looked at, that the next run need not look at */

/* --- what holds until when ------------------------------------------------------------------------ */

static void no_later(instant *until, instant t)
{
	if (t < *until)
		*until = t;
}

/* A clock that runs is late from its due instant on. */
static void bound_by_clocks(const struct escalation_look *look, instant now,
			    struct escalation_memo *memo)
{
	size_t i;

	for (i = 0; i < look->clocks->n; i++) {
		const struct clock_instance *c = &look->clocks->instance[i];

		if (c->ended != INSTANT_NONE)
			continue;
		memo->running++;
		memo->breached += c->verdict == VERDICT_BREACHED;
		if (c->verdict == VERDICT_UNKNOWN)
			memo->until = INSTANT_NONE;
		if (c->due > now && !c->paused)
			no_later(&memo->until, c->due);
	}
}

static void bound_by_steps(const struct escalation *x, const struct escalation_look *look,
			   struct escalate_list *coming, struct escalation_memo *memo)
{
	size_t i;

	escalate_coming(x->steps, look->h, x->now, coming);
	for (i = 0; i < coming->n; i++)
		no_later(&memo->until, coming->step[i].due);
}

static int has_due(const struct escalate_list *due)
{
	size_t i;

	for (i = 0; i < due->n && due->step[i].is_recorded; i++)
		;
	return i < due->n;
}

void escalation_note(const struct escalation *x, const struct escalation_look *look,
		     struct escalate_list *coming, struct escalation_memo *memo)
{
	*memo = (struct escalation_memo){ .until = look->future, .is_open = look->is_open != 0 };
	no_later(&memo->until, look->told_until);
	no_later(&memo->until, look->late_until);
	bound_by_clocks(look, x->now, memo);
	if (look->must_repeat || has_due(look->due))
		memo->until = INSTANT_NONE;
	else if (memo->running && memo->until > x->now)
		bound_by_steps(x, look, coming, memo);
	memo->is_over = !memo->is_open && !memo->running && !has_due(look->due) &&
			look->future == INSTANT_MAX;
}

const struct escalation_memo *escalation_noted(const struct escalation *x, size_t i)
{
	if (i >= x->nmemos || x->store.one[i].last > x->memo_events || x->memo[i].until <= x->now)
		return NULL;
	return &x->memo[i];
}

/*
 * The cases that must be looked at are read; 0, or -1 where the checkpoint turns out to be
 * damaged.
 */
int escalation_warm(struct escalation *x)
{
	size_t i;

	for (i = 0; x->store.cold && i < x->store.ncases; i++)
		if (!escalation_noted(x, i))
			casestore_warm(&x->store, i);
	return x->store.is_broken ? -1 : 0;
}

/* --- the whole ----------------------------------------------------------------------------------- */

/* Duties begin at midnight. */
static instant next_midnight(const struct policy_set *set, instant now)
{
	instant next = INSTANT_MAX;
	size_t i;

	for (i = 0; i < set->n; i++) {
		const struct policy *p = set->version[i];

		if (p->nduties)
			no_later(&next, zone_midnight(p->zone, zone_day(p->zone, now) + 1));
	}
	return next;
}

/* Until then a run finds nothing if nothing is written. */
static instant idle_until(const struct escalation *x)
{
	instant until = next_midnight(x->options.set, x->now);
	size_t i;

	for (i = 0; i < x->nmemos; i++)
		no_later(&until, x->memo[i].until);
	return x->nduties ? INSTANT_NONE : until;
}

static struct checkpoint_desk desk_of(const struct escalation *x)
{
	return (struct checkpoint_desk){
		.dir = x->options.cache, .name = "escalate", .mode = x->options.cache_mode,
		.program = x->options.program, .set = x->options.set, .now = x->now };
}

/* --- taking up ------------------------------------------------------------------------------------ */

static void take_counts(struct escalation *x, struct bytes *own)
{
	x->idle_until = bytes_i64(own);
	x->open = bytes_u64(own);
	x->running = bytes_u64(own);
	x->breached = bytes_u64(own);
	x->began = bytes_i64(own);
	duty_book_load(&x->book, own);
	notify_tries_load(&x->tries, own);
	illegal_load(&x->dropped, own);
}

static int take_memos(struct escalation *x, struct bytes *own)
{
	size_t n = bytes_count(own, sizeof(int64_t) + 3 * sizeof(uint32_t)), i;

	own->bad |= n != x->store.ncases;
	MEM_GROW(x->memo, n, x->alloc_memos);
	for (i = 0; i < n && !own->bad; i++) {
		struct escalation_memo *m = &x->memo[i];
		uint32_t flags;

		m->until = bytes_i64(own);
		m->running = bytes_u32(own);
		m->breached = bytes_u32(own);
		flags = bytes_u32(own);
		m->is_open = flags & 1;
		m->is_over = flags >> 1 & 1;
	}
	x->nmemos = own->bad ? 0 : n;
	x->memo_events = x->store.nevents;
	return !own->bad;
}

static void take_place(struct escalation *x, const struct checkpoint *cp)
{
	x->place = x->kept = cp->place;
	x->looked_at = 0;
}

int escalation_take_up(struct escalation *x, const struct caselog *log)
{
	struct checkpoint_desk desk = desk_of(x);
	struct checkpoint cp = CHECKPOINT_INIT;

	if (!desk.dir || !checkpoint_load(&cp, &desk, log))
		return 0;
	take_counts(x, &cp.own);
	x->is_idle = x->options.may_idle && cp.is_current && x->idle_until > x->now;
	if (!cp.own.bad &&
	    (x->is_idle || (checkpoint_load_cases(&cp, &x->store) && take_memos(x, &cp.more))))
		take_place(x, &cp);
	checkpoint_release(&cp);
	return x->place.offset != 0;
}

/* --- keeping ------------------------------------------------------------------------------------- */

static void put_own(const struct escalation *x, struct strbuf *out)
{
	bytes_put_i64(out, idle_until(x));
	bytes_put_u64(out, x->open);
	bytes_put_u64(out, x->running);
	bytes_put_u64(out, x->breached);
	bytes_put_i64(out, x->began);
	duty_book_save(&x->book, out);
	notify_tries_save(&x->tries, out);
	illegal_save(&x->dropped, out);
}

static void put_memos(const struct escalation *x, struct strbuf *out)
{
	size_t i;

	bytes_put_u64(out, x->nmemos);
	for (i = 0; i < x->nmemos; i++) {
		const struct escalation_memo *m = &x->memo[i];

		bytes_put_i64(out, m->until);
		bytes_put_u32(out, m->running);
		bytes_put_u32(out, m->breached);
		bytes_put_u32(out, (uint32_t)m->is_open | (uint32_t)m->is_over << 1);
	}
}

/* Cases that are over leave the store and the notes. */
static void drop_over(struct escalation *x)
{
	uint8_t *drop = mem_array(x->nmemos + 1, 1);
	size_t i, n = 0;

	for (i = 0; i < x->nmemos; i++) {
		drop[i] = x->memo[i].is_over &&
			  casestore_last_at(&x->store, i) < x->now - CASEPASS_QUIET;
		if (!drop[i])
			x->memo[n++] = x->memo[i];
	}
	if (n < x->nmemos)
		casestore_compact(&x->store, drop);
	for (i = 0; i < x->illegal.n; i++)
		if (casestore_find(&x->store, x->illegal.row[i].id) < 0)
			illegal_add(&x->dropped, &x->illegal.row[i]);
	x->nmemos = n;
	x->memo_events = x->store.nevents;
	free(drop);
}

static int is_worth_it(const struct escalation *x)
{
	off_t enough = x->options.keep_after ? x->options.keep_after : WORTH_BYTES;

	return !x->kept.offset || x->place.offset - x->kept.offset >= enough ||
	       x->looked_at >= WORTH_CASES;
}

/* What was written since the last reading, the pass's own rows among it. */
static int catch_up(struct escalation *x)
{
	struct findings ignored = FINDINGS_INIT;
	struct err err = ERR_INIT;
	int result = escalation_read(x, x->now, &ignored, &err);

	findings_release(&ignored);
	escalation_find(x, x->now);
	return result;
}

void escalation_keep(struct escalation *x)
{
	struct checkpoint_desk desk = desk_of(x);
	struct caselog log = CASELOG_INIT;
	struct strbuf own = STRBUF_INIT, memos = STRBUF_INIT;
	struct err err = ERR_INIT;

	if (!desk.dir || x->is_idle || x->is_damaged || !is_worth_it(x) || catch_up(x) < 0 ||
	    x->is_damaged || caselog_open(&log, x->options.path, x->options.set, NULL, &err) < 0)
		return;
	if (escalation_is_same_file(x, &log) && casestore_warm_all(&x->store) == 0) {
		drop_over(x);
		put_own(x, &own);
		put_memos(x, &memos);
		if (checkpoint_save(&desk, &log, &x->place, &own, &memos, &x->store) == 0)
			take_place(x, &(struct checkpoint){ .place = x->place });
	}
	strbuf_release(&own);
	strbuf_release(&memos);
	caselog_release(&log);
}
