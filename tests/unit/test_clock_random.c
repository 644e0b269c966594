/*
 * Thousands of made-up policies and cases: clock_run() against a slow reading of the design that
 * counts half hours one by one, and clock_explain() against what holds of every explanation. A
 * failure prints the policy and the shortest history that still fails.
 */
#include "clock_fixture.h"
#include "clock_story.h"

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
