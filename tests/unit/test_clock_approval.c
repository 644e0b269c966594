/*
 * C18: the clock `approval` and the report agree on what an approval approves. An instance is of one promise and ends
 * with the approval of that promise; where others of its type wait then, the oldest of them is next.
 */
#include "clock_fixture.h"
#include "domain/approval.h"
#include "rules/escalate.h"

static const char promises[] =
	"timezone: Asia/Shanghai\n"
	"kinds: { complaint: {} }\n"
	"departments: { finance: {} }\n"
	"compensation:\n"
	"  refund: { unit: CNY, approve: finance, within: 10h }\n"
	"  coupon: { unit: CNY, approve: finance, within: 4h }\n"
	"  points: { unit: points }\n";

static const char steps[] =
	"escalations:\n"
	"  - { step: half, clock: approval, at: 50%, do: remind, to: owner }\n"
	"  - { step: late, clock: approval, at: 100%, do: escalate, level: manager, repeat: 3h }\n";

static void setup(void)
{
	other_head = promises;
	show_more = 1;
}

TestSuite(clock_approval, .init = setup);

Test(clock_approval, of_another_amount_ends_nothing_as_the_other_promise_waits)
{
	check("",
	      "16 09:00 open\n"
	      "16 10:00 compensate detail=refund amount=80\n"
	      "16 11:00 compensate detail=refund amount=50\n"
	      "16 12:00 approve detail=refund amount=50\n", "16 13:00",
	      "approval#1 (refund) 16T10:00 16T20:00 - undecided\n");
}

Test(clock_approval, of_its_own_promise_hands_on_to_the_oldest_that_still_waits)
{
	check("",
	      "16 09:00 open\n"
	      "16 10:00 compensate detail=refund amount=50\n"
	      "16 11:00 compensate detail=refund amount=80\n"
	      "16 11:30 compensate detail=refund amount=90\n"
	      "16 12:00 approve detail=refund amount=50.00\n"
	      "16 13:00 approve detail=refund amount=90\n"
	      "16 14:00 approve detail=refund amount=80\n", "17 12:00",
	      "approval#1 (refund) 16T10:00 16T20:00 16T12:00 met at 16T12:00\n"
	      "approval#2 (refund) 16T11:00 16T21:00 16T14:00 met at 16T14:00\n");
}

Test(clock_approval, one_that_was_late_already_is_so_from_the_approval_on_that_made_it_next)
{
	check("",
	      "16 09:00 open\n"
	      "16 10:00 compensate detail=refund amount=50\n"
	      "16 11:00 compensate detail=refund amount=80\n"
	      "16 22:00 approve detail=refund amount=50\n", "17 12:00",
	      "approval#1 (refund) 16T10:00 16T20:00 16T22:00 breached at 16T20:00\n"
	      "approval#2 (refund) 16T11:00 16T21:00 - breached at 16T22:00\n");
}

Test(clock_approval, without_an_amount_ends_for_all_of_its_type_that_wait)
{
	check("",
	      "16 09:00 open\n"
	      "16 10:00 compensate detail=refund amount=50\n"
	      "16 10:00 compensate detail=coupon amount=5\n"
	      "16 11:00 compensate detail=refund amount=80\n"
	      "16 12:00 approve detail=refund\n"
	      "16 13:00 compensate detail=refund amount=7\n", "16 13:30",
	      "approval#1 (refund) 16T10:00 16T20:00 16T12:00 met at 16T12:00\n"
	      "approval#2 (coupon) 16T10:00 16T14:00 - undecided\n"
	      "approval#3 (refund) 16T13:00 16T23:00 - undecided\n");
}

Test(clock_approval, without_a_type_is_of_the_last_promise_of_its_amount_whatever_its_type)
{
	check("",
	      "16 09:00 open\n"
	      "16 10:00 compensate detail=refund amount=5\n"
	      "16 10:10 compensate detail=coupon amount=5\n"
	      "16 10:20 compensate detail=points amount=5\n"
	      "16 11:00 approve amount=5\n"
	      "16 12:00 approve amount=5\n", "16 13:00",
	      "approval#1 (refund) 16T10:00 16T20:00 - undecided\n"
	      "approval#2 (coupon) 16T10:10 16T14:10 16T12:00 met at 16T12:00\n");
}

Test(clock_approval, goes_on_after_resolve_for_what_was_promised_before_it)
{
	check("",
	      "16 09:00 open\n"
	      "16 10:00 compensate detail=refund amount=50\n"
	      "16 11:00 compensate detail=refund amount=80\n"
	      "16 11:30 resolve\n"
	      "16 11:40 compensate detail=refund amount=90\n"
	      "16 12:00 approve detail=refund amount=50\n"
	      "16 13:00 approve detail=refund amount=80\n", "16 14:00",
	      "approval#1 (refund) 16T10:00 16T20:00 16T12:00 met at 16T12:00\n"
	      "approval#2 (refund) 16T11:00 16T21:00 16T13:00 met at 16T13:00\n");
}

Test(clock_approval, by_the_machine_stops_nothing_and_a_cancelled_case_waits_for_nothing)
{
	check("",
	      "16 09:00 open\n"
	      "16 10:00 compensate detail=refund amount=50\n"
	      "16 11:00 compensate detail=refund amount=80\n"
	      "16 12:00 approve detail=refund amount=50 by=sd\n"
	      "16 13:00 cancel\n", "17 14:00",
	      "approval#1 (refund) 16T10:00 16T20:00 - dropped\n");
}

Test(clock_approval, of_a_case_that_was_a_duty_for_a_while_begins_again_where_it_did)
{
	check("",
	      "16 09:00 open kind=complaint\n"
	      "16 10:00 compensate detail=refund amount=50\n"
	      "16 11:00 compensate detail=refund amount=80\n"
	      "16 12:00 amend kind=duty\n"
	      "16 13:00 amend kind=complaint\n"
	      "16 14:00 approve detail=refund amount=50\n", "16 15:00",
	      "approval#1 (refund) 16T10:00 16T20:00 - dropped\n"
	      "approval#2 (refund) 16T10:00 16T20:00 16T14:00 met at 16T14:00\n"
	      "approval#3 (refund) 16T11:00 16T21:00 - undecided\n");
}

Test(clock_approval, that_is_breached_is_not_judged_again)
{
	check("",
	      "16 09:00 open kind=complaint\n"
	      "16 10:00 compensate detail=refund amount=50\n"
	      "16 11:00 compensate detail=refund amount=80\n"
	      "16 20:30 amend kind=duty\n"
	      "16 20:40 amend kind=complaint\n"
	      "16 20:50 compensate detail=refund amount=90\n", "16 20:55",
	      "approval#1 (refund) 16T10:00 16T20:00 - breached at 16T20:00\n"
	      "approval#2 (refund) 16T11:00 16T21:00 - undecided\n");
}

/* --- made-up cases --------------------------------------------------------------------------------- */

#define ROWS  16
#define TRIALS 3000

static uint64_t seed;

static int below(int n)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (int)((seed >> 33) % (unsigned int)n);
}

static const char *pick(const char *const *words, int n)
{
	return words[below(n)];
}

static void make_row(struct strbuf *out)
{
	static const char *const events[] = { "compensate", "compensate", "compensate", "approve", "approve",
					      "approve", "note", "resolve", "reopen", "cancel", "close" };
	static const char *const types[] = { "refund", "refund", "coupon", "points" };
	static const char *const amounts[] = { "5", "5.0", "50", "80", "x" };
	int event = below(below(3) ? 6 : 11);

	strbuf_addstr(out, events[event]);
	if (event < 3 || (event < 6 && below(4)))
		strbuf_addf(out, " detail=%s", pick(types, 4));
	if (event < 6 && below(5))
		strbuf_addf(out, " amount=%s", pick(amounts, 5));
	if (event < 6 && !below(12))
		strbuf_addstr(out, " by=sd");
}

/* Every two hours at most; now and then two rows at one time. */
static int make_case(struct strbuf *out)
{
	int hour = 0, n = 2 + below(ROWS - 2), i;

	strbuf_addstr(out, "16 00:00 open\n");
	for (i = 0; i < n; i++) {
		hour += below(4);
		strbuf_addf(out, "%d %02d:00 ", 16 + hour / 24, hour % 24);
		make_row(out);
		strbuf_addch(out, '\n');
	}
	return hour + below(20);
}

static instant hour_of(int hour)
{
	return at("16 00:00") + hour * 3600;
}

/* Legal for a clock: the row itself, and that it begins something. */
static int is_kept(const struct history *h, size_t upto, int is_begin)
{
	int state = 0;                   /* 1 works, 2 resolved, 3 closed, 4 cancelled */
	size_t i;

	for (i = 0; i <= upto; i++) {
		int event = h->event[i].event, ok = state > 0 && state < 4;

		if (event == EVENT_OPEN || event == EVENT_RESOLVE || event == EVENT_CLOSE)
			ok = state == (event == EVENT_OPEN ? 0 : event == EVENT_RESOLVE ? 1 : 2);
		else if (event == EVENT_REOPEN)
			ok = state == 2 || state == 3;
		if (i == upto)
			return ok && !(is_begin && state > 1);
		if (!ok)
			continue;
		state = event == EVENT_CANCEL ? 4 : event == EVENT_RESOLVE ? 2 : event == EVENT_CLOSE ? 3 :
			event == EVENT_OPEN || event == EVENT_REOPEN ? 1 : state;
	}
	return 0;
}

/* One type, row by row, from what the report says was approved by what. */
static void tell(struct world *w, uint32_t type, int limit, instant now, struct strbuf *out)
{
	size_t *by = approval_match(&w->h, &w->symbols), i, k, none = w->h.n, x = none, next = 0;
	instant since = 0;

	for (i = 0; i < w->h.n; i++) {
		const struct history_event *e = &w->h.event[i];
		instant due = x == none ? 0 : w->h.event[x].at + limit * 3600;
		int is_done = x != none && by[x] == i, is_dropped = e->event == EVENT_CANCEL;

		if (!is_kept(&w->h, i, 0))
			continue;
		if (x != none && (is_done || is_dropped)) {
			int is_late = is_done ? e->at > due : due <= e->at;

			show(out, w->h.event[x].at);
			strbuf_addf(out, " %s", is_late ? "breached" : is_done ? "met" : "dropped");
			show(out, is_late ? (due > since ? due : since) : is_done ? e->at : INSTANT_NONE);
			strbuf_addch(out, '\n');
			x = none;
		}
		if (x != none || (e->event != EVENT_COMPENSATE && e->event != EVENT_APPROVE))
			continue;
		for (k = next; k <= i && x == none; k++)
			if (w->h.event[k].event == EVENT_COMPENSATE && w->h.event[k].detail == type &&
			    is_kept(&w->h, k, 1) && by[k] > i)
				x = k;
		next = x == none ? next : x + 1;
		since = e->at;
	}
	if (x != none) {
		instant due = w->h.event[x].at + limit * 3600;

		show(out, w->h.event[x].at);
		strbuf_addf(out, " %s", due <= now ? "breached" : "undecided");
		show(out, due > now ? INSTANT_NONE : due > since ? due : since);
		strbuf_addch(out, '\n');
	}
	free(by);
}

static void got(const struct world *w, uint32_t type, struct strbuf *out)
{
	size_t i;

	for (i = 0; i < w->list.n; i++) {
		const struct clock_instance *x = &w->list.instance[i];

		if (x->task != type)
			continue;
		show(out, x->from);
		strbuf_addf(out, " %s", verdict_name(x->verdict));
		show(out, x->decided);
		strbuf_addch(out, '\n');
	}
}

static void expect_as_told(struct world *w, const char *events, instant now)
{
	static const char *const types[] = { "refund", "coupon", "points" };
	static const int limits[] = { 10, 4, 0 };
	int i;

	for (i = 0; i < 3; i++) {
		uint32_t type = symbols_add(&w->symbols, COLUMN_DETAIL, types[i], strlen(types[i]));
		struct strbuf want = STRBUF_INIT, have = STRBUF_INIT;

		strbuf_addstr(&want, "");
		strbuf_addstr(&have, "");
		if (limits[i])
			tell(w, type, limits[i], now, &want);
		got(w, type, &have);
		cr_assert_str_eq(have.buf, want.buf, "%s%s\n--- got\n%s--- expected\n%s", events, types[i], have.buf,
				 want.buf);
		strbuf_release(&want);
		strbuf_release(&have);
	}
}

/* A verdict that fell stays, whenever somebody looked; nothing runs where the cheap look says so. */
static void expect_kept(const struct world *w, const struct clock_list *earlier, instant then, const char *events)
{
	size_t i, k;

	for (i = 0; i < earlier->n; i++) {
		const struct clock_instance *x = &earlier->instance[i], *y = NULL;

		for (k = 0; k < w->list.n; k++)
			if (w->list.instance[k].from_check == x->from_check)
				y = &w->list.instance[k];
		cr_assert(y, "%sone of line %u is gone", events, x->from_line);
		/* What else happens at the very instant is not known yet. */
		if (x->decided == INSTANT_NONE || x->decided >= then)
			continue;
		cr_assert(y->verdict == x->verdict && y->decided == x->decided, "%sline %u changes its mind",
			  events, x->from_line);
	}
}

static void expect_same_steps(const struct escalate_list *all, const struct escalate_list *then,
			      instant until, const char *events)
{
	size_t i, n = 0;

	while (n < all->n && all->step[n].due <= until)
		n++;
	cr_assert_eq(then->n, n, "%s%zu steps were due, later it is said %zu", events, then->n, n);
	for (i = 0; i < n; i++)
		cr_assert(then->step[i].check == all->step[i].check && then->step[i].due == all->step[i].due &&
			  then->step[i].step == all->step[i].step && then->step[i].repeat == all->step[i].repeat,
			  "%sstep %zu changes", events, i);
}

/* The case as it was known then. */
static struct history prefix_of(const struct history *h, instant then)
{
	struct history p = { h->id, h->event, 0 };

	while (p.n < h->n && h->event[p.n].at <= then)
		p.n++;
	return p;
}

static void look_earlier(struct world *w, const struct escalateset *es, const char *events, int end)
{
	struct escalate_list all = ESCALATE_LIST_INIT, list = ESCALATE_LIST_INIT;
	struct clock_list earlier = CLOCK_LIST_INIT;
	int hour;

	escalate_case(es, &w->h, hour_of(end), &all);
	for (hour = 0; hour <= end; hour++) {
		struct history h = prefix_of(&w->h, hour_of(hour));

		clock_run(w->cs, &h, hour_of(hour), &earlier);
		expect_kept(w, &earlier, hour_of(hour), events);
		escalate_case(es, &h, hour_of(hour), &list);
		expect_same_steps(&all, &list, hour_of(hour), events);
		cr_assert(!list.n || !escalate_is_quiet(es, &h, hour_of(hour)), "%snot quiet at %d", events, hour);
	}
	clock_list_release(&earlier);
	escalate_list_release(&all);
	escalate_list_release(&list);
}

/* Rows that no case may have are left out, as whoever asks for steps does it. */
static void drop_illegal(struct history *h)
{
	int keep[ROWS + 1];
	size_t i, n = 0;

	for (i = 0; i < h->n; i++)
		keep[i] = is_kept(h, i, 0);
	for (i = 0; i < h->n; i++)
		if (keep[i])
			h->event[n++] = h->event[i];
	h->n = n;
}

static int runs(const struct clock_list *list)
{
	size_t i, n = 0;

	for (i = 0; i < list->n; i++)
		n += list->instance[i].ended == INSTANT_NONE;
	return n > 0;
}

Test(clock_approval, made_up_cases_agree_with_the_report_s_rule_and_do_not_depend_on_when_they_are_looked_at)
{
	long over = 0, all = 0;
	int i;

	seed = 18;
	for (i = 0; i < TRIALS; i++) {
		struct strbuf events = STRBUF_INIT;
		struct escalateset *es;
		struct world w;
		int end = make_case(&events);

		load(&w, steps);
		es = escalateset_new(&w.set, &w.map, &w.symbols);
		read_history(&w, events.buf);
		clock_run(w.cs, &w.h, hour_of(end), &w.list);
		expect_as_told(&w, events.buf, hour_of(end));
		drop_illegal(&w.h);
		clock_run(w.cs, &w.h, hour_of(end), &w.list);
		expect_as_told(&w, events.buf, hour_of(end));
		look_earlier(&w, es, events.buf, end);
		cr_assert(clock_may_run(w.cs, &w.h) || !runs(&w.list), "%ssomething runs", events.buf);
		all += !runs(&w.list);
		over += !clock_may_run(w.cs, &w.h);
		escalateset_free(es);
		unload(&w);
		strbuf_release(&events);
	}
	cr_expect(over * 3 > all, "of %ld cases in which nothing runs %ld are said to be over", all, over);
}
