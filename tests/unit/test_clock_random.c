/*
 * Thousands of made-up policies and cases: clock_run() against a slow reading of the design that
 * counts half hours one by one, and clock_explain() against what holds of every explanation. A
 * failure prints the policy and the shortest history that still fails.
 */
#include "clock_fixture.h"
#include "clock_story.h"

#include <limits.h>

#include "domain/casestate.h"
#include "domain/casestore_internal.h"

#define POLICIES  120
#define HISTORIES 80
#define NAMES	  3

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

/* The rows up to now, in their order. */
static void got_rows(struct world *w, const struct row *row, size_t n, int now)
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
	strbuf_release(&line);
}

static void got_from(struct strbuf *out, struct world *w, const struct row *row, size_t n, int now)
{
	size_t i;

	got_rows(w, row, n, now);
	history_sort(&w->h);
	clock_run(w->cs, &w->h, instant_of(now), &w->list);
	for (i = 0; i < w->list.n; i++) {
		show_instance(out, w, &w->list.instance[i]);
		explain(out, w, &w->list.instance[i], instant_of(now));
	}
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

static void make_policy(struct rule rules[NAMES][RULES], struct strbuf *policy)
{
	int name, i;

	for (name = 0; name < NAMES; name++)
		for (i = 0; i < RULES; i++) {
			make_rule(&rules[name][i], i == RULES - 1);
			write_rule(policy, name, &rules[name][i]);
		}
}

static int try_policy(void)
{
	struct rule rules[NAMES][RULES];
	struct strbuf policy = STRBUF_INIT;
	struct row row[ROWS];
	struct world w;
	int i, now, bad = 0;
	size_t n;

	make_policy(rules, &policy);
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

/* --- over, as a casestore knows it -------------------------------------------------------------------- */

/* The rows as w->h, and as a case of the store. */
static void put_case(struct world *w, struct casestore *store, const struct row *row, size_t n)
{
	size_t i, k = casestore_add_case(store, caseid_make(20261101, (uint32_t)store->ncases + 1), 1);

	got_rows(w, row, n, INT_MAX);
	for (i = 0; i < w->h.n; i++) {
		const struct history_event *e = &w->h.event[i];

		casestore_add_event(store, k, &(struct casestore_event){
			.packed = (uint64_t)(e->at + CASESTORE_AT_BIAS) << 16 | (uint64_t)e->event << 8 | e->flags,
			.line = e->line });
	}
}

/* A case that somebody brings to its end, mostly. */
static size_t make_ended(struct row *row)
{
	static const int end[] = { EVENT_RESPOND, EVENT_CONTACT, EVENT_OWN, EVENT_OWN + 1, EVENT_RESOLVE, EVENT_CLOSE };
	int state = CASE_NONE, at = 0;
	size_t n, first = 1 + (size_t)below(ROWS - 7);

	for (n = 0; n < first + 6 || (n < ROWS && !below(8)); n++, at += below(12)) {
		make_row(&row[n], state, at);
		if (n >= first && n < first + 6)
			row[n].event = end[n - first];
		if (!n)
			row[n].event = EVENT_OPEN;
		if (!below(30))
			at -= 20;
		if (is_legal(state, row[n].event))
			state = state_after(state, row[n].event);
	}
	return n;
}

/* Returns what the rows themselves say, whether the store knows or not. */
static int is_over(struct world *w, const struct casestore *store)
{
	size_t last = store->ncases - 1, n = w->h.n;
	enum case_state state;
	int is_legal;

	history_sort(&w->h);
	is_legal = casestate_run(&w->h, &state) == w->h.n;
	if (casestore_is_over(store, last)) {
		cr_expect(is_legal && w->h.n == n);
		cr_expect(!case_state_is_open(state) && state != CASE_NONE);
		cr_expect_eq(state, (enum case_state)store->one[last].state);
		cr_expect(!clock_may_run(w->cs, &w->h));
	}
	return is_legal && !case_state_is_open(state) && !clock_may_run(w->cs, &w->h);
}

Test(clock_random, more_clocks_than_bits_are_never_said_to_be_over_while_one_runs)
{
	static const char *const more[] = { "respond", "contact", "assign", "close", "visit", "promise" };
	static const struct row ended[] = { { .at = 0, .event = EVENT_OPEN, .severity = NOWHERE },
					    { .at = 1, .event = EVENT_RESOLVE, .severity = NOWHERE },
					    { .at = 2, .event = EVENT_CLOSE, .severity = NOWHERE } };
	struct strbuf policy = STRBUF_INIT;
	struct casestore_ends ends;
	struct casestore store;
	struct world w;
	int i, k;

	for (i = 0; i < 40; i++) {
		strbuf_addf(&policy, "  - { clock: k%d, from: open, until: [%s", i, i == 35 ? "feedback" : "resolve");
		for (k = 0; k < 6 && i != 35; k++)
			if (i >> k & 1)
				strbuf_addf(&policy, ", %s", more[k]);
		strbuf_addstr(&policy, "], within: 1h }\n");
	}
	load(&w, policy.buf);
	clock_ends(w.cs, &ends);
	casestore_init(&store, &w.map, &w.symbols);
	store.ends = &ends;
	put_case(&w, &store, ended, ARRAY_SIZE(ended));
	cr_expect(clock_may_run(w.cs, &w.h));
	cr_expect(!casestore_is_over(&store, 0));
	casestore_release(&store);
	strbuf_release(&policy);
	unload(&w);
}

Test(clock_random, of_what_the_store_holds_to_be_over_no_clock_runs)
{
	size_t over = 0, known = 0;
	int i, k;

	seed = 20261122;
	for (i = 0; i < POLICIES; i++) {
		struct rule rules[NAMES][RULES];
		struct strbuf policy = STRBUF_INIT;
		struct casestore_ends ends;
		struct casestore store;
		struct row row[ROWS];
		struct world w;

		make_policy(rules, &policy);
		load(&w, policy.buf);
		strbuf_release(&policy);
		clock_ends(w.cs, &ends);
		casestore_init(&store, &w.map, &w.symbols);
		store.ends = &ends;
		for (k = 0; k < HISTORIES; k++) {
			first_day = 16;
			put_case(&w, &store, row, below(4) ? make_ended(row) : make_rows(row));
			over += (size_t)is_over(&w, &store);
			known += (size_t)casestore_is_over(&store, store.ncases - 1);
		}
		casestore_release(&store);
		unload(&w);
	}
	cr_expect(over > 100 && known * 2 > over, "%zu cases are over, of %zu the store knows it", over, known);
}
