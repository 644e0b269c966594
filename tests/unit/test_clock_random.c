/*
 * Thousands of made-up policies and cases: clock_run() against a slow reading of the design that
 * counts half hours one by one, and clock_explain() against what holds of every explanation. A
 * failure prints the policy and the shortest history that still fails.
 */
#include "clock_fixture.h"
#include "clock_oracle.h"

#define POLICIES  120
#define HISTORIES 80
#define NAMES	  3
#define TASKS	  3       /* what no task started, and two tasks */

/* Every history may use these. */
static const int events[] = {
	EVENT_OPEN, EVENT_RESPOND, EVENT_CONTACT, EVENT_ASSIGN, EVENT_AMEND, EVENT_NOTE,
	EVENT_HOLD, EVENT_RESUME, EVENT_PROMISE, EVENT_RESOLVE, EVENT_CLOSE, EVENT_REOPEN,
	EVENT_CANCEL, EVENT_TASK, EVENT_TASK, EVENT_DONE, EVENT_OWN, EVENT_OWN + 1,
};
static const char *const own[] = { "feedback", "visit" };
static const char *const severities[] = { "ordinary", "complex", "general", "major" };
static const char *const tasks[] = { "", "pull-batch", "train" };
static const char *const reasons[] = { "customer", "supplier" };

static uint64_t seed;

static int below(int n)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (int)((seed >> 33) % (unsigned int)n);
}

static const char *name_of(int event)
{
	return event >= EVENT_OWN ? own[event - EVENT_OWN] : event_name(event);
}

/* --- the policy ------------------------------------------------------------------------------------ */

static const char *const calendars[] = { "always", "office", "until-2026" };
static const char *const on_reopens[] = { "restart", "continue", "ignore" };

static unsigned int some_events(int n)
{
	unsigned int set = 0;
	int e;

	while (n) {
		e = events[below((int)(sizeof(events) / sizeof(events[0])))];
		if (e == EVENT_CANCEL)
			continue;
		set |= 1U << e;
		n--;
	}
	return set;
}

static void make_rule(struct rule *r, int is_last)
{
	*r = (struct rule){ .from = some_events(1), .until = some_events(1 + below(2)) };
	if (below(3))
		r->from = 1U << EVENT_OPEN | (below(4) ? 0 : r->from);
	if (!below(4)) {
		r->from = 1U << EVENT_TASK | (below(4) ? 0 : r->from);
		r->until |= 1U << EVENT_DONE;
	}
	if (below(2))
		r->until |= 1U << EVENT_RESOLVE;
	if (!below(4))
		r->drop = some_events(1);
	if (!is_last || !below(3))
		r->severities = 1 + (unsigned int)below(15);
	r->pause = (unsigned int)(below(3) ? 1 : below(4));
	r->kind = below(6) ? LIMIT_SECONDS : below(2) ? LIMIT_WORKING_DAYS : LIMIT_CALENDAR_DAYS;
	r->limit = r->kind == LIMIT_SECONDS ? 1 + below(50) : 1 + below(4);
	r->calendar = below(3);
	r->on_reopen = below(3);
	r->keep = !below(4);
	if (!below(6)) {
		r->kind = LIMIT_DUE;
		r->from |= 1U << (below(3) ? EVENT_PROMISE : EVENT_TASK);
		r->limit = 0;
	}
}

static void write_set(struct strbuf *out, const char *key, unsigned int set)
{
	const char *comma = "";
	int e;

	strbuf_addf(out, ", %s: [", key);
	for (e = 0; e < 32; e++)
		if (set & 1U << e) {
			strbuf_addf(out, "%s%s", comma, name_of(e));
			comma = ", ";
		}
	strbuf_addch(out, ']');
}

static void write_choice(struct strbuf *out, const char *key, unsigned int set,
			 const char *const *words)
{
	const char *comma = "";
	int i;

	strbuf_addf(out, "%s: [", key);
	for (i = 0; i < 4; i++)
		if (set & 1U << i) {
			strbuf_addf(out, "%s%s", comma, words[i]);
			comma = ", ";
		}
	strbuf_addch(out, ']');
}

static void write_rule(struct strbuf *out, int name, const struct rule *r)
{
	strbuf_addf(out, "  - { clock: c%d", name);
	if (r->severities) {
		strbuf_addstr(out, ", for: {");
		write_choice(out, "severity", r->severities, severities);
		strbuf_addch(out, '}');
	}
	write_set(out, "from", r->from);
	write_set(out, "until", r->until);
	if (r->drop)
		write_set(out, "drop", r->drop);
	write_choice(out, ", pause", r->pause, reasons);
	if (r->kind == LIMIT_DUE)
		strbuf_addstr(out, ", within: due");
	else if (r->kind == LIMIT_SECONDS)
		strbuf_addf(out, ", within: %dm", r->limit * 30);
	else
		strbuf_addf(out, ", within: %d %s days", r->limit,
			    r->kind == LIMIT_WORKING_DAYS ? "working" : "calendar");
	if (r->calendar && r->kind != LIMIT_DUE)
		strbuf_addf(out, ", calendar: %s", calendars[r->calendar]);
	strbuf_addf(out, ", on-reopen: %s, on-amend: %s }\n", on_reopens[r->on_reopen],
		    r->keep ? "keep" : "recompute");
}

/* --- the case -------------------------------------------------------------------------------------- */

static void make_row(struct row *r, int state, int at)
{
	*r = (struct row){ .at = at, .due = NOWHERE, .severity = NOWHERE };
	do
		r->event = events[below((int)(sizeof(events) / sizeof(events[0])))];
	while ((!is_legal(state, r->event) || (r->event == EVENT_CANCEL && below(4))) && below(20));
	r->by_sd = !below(12);
	if (r->event == EVENT_OPEN || (r->event == EVENT_AMEND && below(5)))
		r->severity = below(4);
	if (r->event == EVENT_TASK || r->event == EVENT_DONE)
		r->task = 1 + below(2);
	if (r->event == EVENT_PROMISE || (r->event == EVENT_TASK && below(3)))
		r->due = at + 1 + below(60);
	if (r->event == EVENT_HOLD)
		r->reason = below(2);
}

/* Mostly legal, sometimes not; now and then written down in another order. */
static size_t make_rows(struct row *row)
{
	int state = CASE_NONE, at = below(2 * SLOTS_A_DAY), event;
	size_t n = 3 + (size_t)below(ROWS - 3), i;

	for (i = 0; i < n; i++) {
		make_row(&row[i], state, at);
		event = row[i].event;
		if (is_legal(state, event))
			state = state_after(state, event);
		at += below(3) ? below(12) : below(2 * SLOTS_A_DAY);
	}
	while (!below(3)) {
		struct row *a = &row[below((int)n)], *b = &row[below((int)n)], c = *a;

		*a = *b;
		*b = c;
	}
	return n;
}

static void write_time(struct strbuf *out, int slot, char between)
{
	strbuf_addf(out, "%d%c%02d:%02d", first_day + slot / SLOTS_A_DAY, between, slot % SLOTS_A_DAY / 2,
		    slot % 2 * 30);
}

static void write_row(struct strbuf *out, const struct row *r)
{
	write_time(out, r->at, ' ');
	strbuf_addf(out, " %s", name_of(r->event));
	if (r->by_sd)
		strbuf_addstr(out, " by=sd");
	if (r->severity != NOWHERE)
		strbuf_addf(out, " severity=%s", severities[r->severity]);
	if (r->due != NOWHERE) {
		strbuf_addstr(out, " due=");
		write_time(out, r->due, 'T');
	}
	if (r->event == EVENT_HOLD)
		strbuf_addf(out, " detail=%s", reasons[r->reason]);
	if (r->task)
		strbuf_addf(out, " detail=%s", tasks[r->task]);
	strbuf_addch(out, '\n');
}

/* --- both ------------------------------------------------------------------------------------------ */

static instant instant_of(int slot)
{
	return slot == NOWHERE ? INSTANT_NONE :
				 at("16 00:00") + (first_day - 16) * 86400 + slot * 1800;
}

static void show_made(struct strbuf *out, const struct story *s, const struct made *m, int name,
		      int number)
{
	int due = due_of(s, m, s->now), done = m->is_done ? m->ended : NOWHERE, decided = NOWHERE;
	int end = m->end == NOWHERE ? s->now : m->ended;
	const char *verdict = m->end == NOWHERE ? "undecided" : "dropped";

	if (due == NOWHERE &&
	    (m->end == NOWHERE || count(s, m, end, end) == NOWHERE || count(s, m, end, end) >= m->limit)) {
		verdict = "unknown";
	} else if (m->is_done && (done <= due || due == NOWHERE)) {
		verdict = "met";
		decided = done;
	} else if (due != NOWHERE && due <= end) {
		verdict = "breached";
		decided = due > m->floor ? due : m->floor;
	}
	strbuf_addf(out, "c%d#%d", name, number);
	if (s->task)
		strbuf_addf(out, " (%s)", tasks[s->task]);
	show(out, instant_of(m->from));
	show(out, instant_of(due));
	show(out, instant_of(done));
	strbuf_addf(out, " %s", verdict);
	if (m->end == NOWHERE && m->rule->kind != LIMIT_DUE && is_paused(s, m->rule, s->now, s->now + 1))
		strbuf_addstr(out, " paused");
	if (decided != NOWHERE) {
		strbuf_addstr(out, " at");
		show(out, instant_of(decided));
	}
	if (m->moved)
		strbuf_addf(out, " moved %d", m->moved);
	strbuf_addch(out, '\n');
}

static void expect_of(struct strbuf *out, const struct rule rules[NAMES][RULES],
		      const struct row *row, size_t n, int now)
{
	int name, task, i, start, number;

	for (name = 0; name < NAMES; name++) {
		struct story story[TASKS];

		for (task = 0; task < TASKS; task++) {
			story[task] = (struct story){ .now = now, .task = task };
			put_in_order(&story[task], row, n);
			tell_name(&story[task], rules[name]);
		}
		number = 0;
		for (start = 0; start < story[0].n; start++)
			for (task = 0; task < TASKS; task++)
				for (i = 0; i < story[task].nmade; i++)
					if (story[task].made[i].start == start)
						show_made(out, &story[task], &story[task].made[i], name,
							  ++number);
	}
}

static void explain(struct strbuf *out, const struct world *w, const struct clock_instance *x,
		    instant now)
{
	struct clock_intervals list = CLOCK_INTERVALS_INIT;
	const char *wrong;

	clock_explain(w->cs, &w->h, x, now, &list);
	wrong = what_is_unsound(x, &list, now);
	if (wrong)
		strbuf_addf(out, "intervals: %s\n", wrong);
	clock_intervals_release(&list);
}

static void got_from(struct strbuf *out, struct world *w, const struct row *row, size_t n, int now)
{
	struct strbuf line = STRBUF_INIT;
	size_t i;

	w->h.n = 0;
	for (i = 0; i < n; i++) {
		if (row[i].at > now)
			continue;
		strbuf_reset(&line);
		write_row(&line, &row[i]);
		line.buf[line.len - 1] = '\0';
		add_event(w, line.buf, (uint32_t)i + 2);
	}
	history_sort(&w->h);
	clock_run(w->cs, &w->h, instant_of(now), &w->list);
	for (i = 0; i < w->list.n; i++) {
		show_instance(out, w, &w->list.instance[i]);
		explain(out, w, &w->list.instance[i], instant_of(now));
	}
	strbuf_release(&line);
}

static int agree(struct world *w, const struct rule rules[NAMES][RULES], const struct row *row,
		 size_t n, int now, struct strbuf *said)
{
	struct strbuf want = STRBUF_INIT, got = STRBUF_INIT;
	int same;

	strbuf_addstr(&want, "");
	strbuf_addstr(&got, "");
	expect_of(&want, rules, row, n, now);
	got_from(&got, w, row, n, now);
	same = !strcmp(want.buf, got.buf);
	if (!same && said)
		strbuf_addf(said, "--- got\n%s--- expected\n%s", got.buf, want.buf);
	strbuf_release(&want);
	strbuf_release(&got);
	return same;
}

/* Rows are left out one by one as long as the two still differ. */
static void complain(struct world *w, const struct rule rules[NAMES][RULES], struct row *row,
		     size_t n, int now, const char *policy)
{
	struct strbuf said = STRBUF_INIT;
	struct row fewer[ROWS];
	size_t i, k;

	for (i = 0; i < n;) {
		for (k = 0; k + 1 < n; k++)
			fewer[k] = row[k < i ? k : k + 1];
		if (agree(w, rules, fewer, n - 1, now, NULL)) {
			i++;
			continue;
		}
		memcpy(row, fewer, --n * sizeof(*row));
		i = 0;
	}
	strbuf_addstr(&said, policy);
	for (i = 0; i < n; i++)
		write_row(&said, &row[i]);
	strbuf_addstr(&said, "now ");
	write_time(&said, now, ' ');
	strbuf_addch(&said, '\n');
	agree(w, rules, row, n, now, &said);
	cr_expect(0, "%s", said.buf);
	strbuf_release(&said);
}

static int try_policy(void)
{
	struct rule rules[NAMES][RULES];
	struct strbuf policy = STRBUF_INIT;
	struct row row[ROWS];
	struct world w;
	int name, i, now, bad = 0;
	size_t n;

	for (name = 0; name < NAMES; name++)
		for (i = 0; i < RULES; i++) {
			make_rule(&rules[name][i], i == RULES - 1);
			write_rule(&policy, name, &rules[name][i]);
		}
	load(&w, policy.buf);
	for (i = 0; i < HISTORIES && !bad; i++) {
		first_day = below(3) ? 16 : 58;
		n = make_rows(row);
		now = row[below((int)n)].at + (below(3) ? 0 : below(5 * SLOTS_A_DAY));
		if (!agree(&w, rules, row, n, now, NULL)) {
			complain(&w, rules, row, n, now, policy.buf);
			bad = 1;
		}
	}
	strbuf_release(&policy);
	unload(&w);
	return bad;
}

Test(clock_random, agrees_with_counting_half_hours)
{
	int i, bad = 0;

	show_more = 1;
	seed = 20261116;
	for (i = 0; i < POLICIES && bad < 3; i++)
		bad += try_policy();
}
