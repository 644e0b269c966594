/*
 * Thousands of made-up ladders and cases: escalate_case() against somebody who looks every half
 * hour (escalate_oracle.h), one late run against runs at any times with outages between them, and
 * escalate_is_quiet() against both. A failure prints the policy and the shortest history that
 * still fails.
 */
#include "escalate_fixture.h"
#include "escalate_oracle.h"

#define POLICIES  400
#define HISTORIES 40

/* --- the policy ------------------------------------------------------------------------------------ */

static const char *const levels[] = { "staff", "supervisor", "manager", "director" };

/* Are the shares of these rules' limits whole half hours, whatever is left? */
static int has_even_shares(const struct ladder *l)
{
	int i;

	for (i = 0; i < RULES; i++)
		if (l->rule[i].kind == LIMIT_DUE || l->rule[i].on_reopen == 1)
			return 0;
	return 1;
}

static void make_rung(struct rung *r, const struct ladder *l)
{
	static const int even[] = { 25, 50, 75, 100, 150 }, any[] = { 100, 200 };

	*r = (struct rung){ .rank = below(6) };
	if (!below(5))
		r->severities = 1 + (unsigned int)below(15);
	if (!below(6)) {
		r->when = 1 + (unsigned int)below(15);
		return;
	}
	if (below(2))
		r->percent = has_even_shares(l) ? even[below(5)] : any[below(2)];
	else
		r->offset = below(60) - 30;
	if (below(2))
		r->repeat = 6 + below(60);
}

static void make_ladder(struct ladder *l)
{
	int i;

	for (i = 0; i < RULES; i++) {
		make_rule(&l->rule[i], i == RULES - 1);
		if (l->rule[i].kind == LIMIT_SECONDS)
			l->rule[i].limit = 4 * (1 + below(12));
		if (below(2))
			l->rule[i].from |= 1U << EVENT_OPEN;
	}
	if (below(3))
		l->rule[RULES - 1].severities = 0;
	l->n = 1 + below(RUNGS);
	for (i = 0; i < l->n; i++)
		make_rung(&l->rung[i], l);
}

static void write_ladder(struct strbuf *out, const struct ladder *l)
{
	int i;

	for (i = 0; i < RULES; i++)
		write_rule(out, 0, &l->rule[i]);
	strbuf_addstr(out, "escalations:\n");
	for (i = 0; i < l->n; i++) {
		const struct rung *r = &l->rung[i];

		strbuf_addf(out, "  - { step: s%d", i);
		if (r->when) {
			strbuf_addstr(out, ", when: {");
			write_choice(out, "severity", r->when, severities);
			strbuf_addch(out, '}');
		} else if (r->percent) {
			strbuf_addf(out, ", clock: c0, at: %d%%", r->percent);
		} else {
			strbuf_addf(out, ", clock: c0, at: %+dm", r->offset * 30);
		}
		if (r->severities) {
			strbuf_addstr(out, ", for: {");
			write_choice(out, "severity", r->severities, severities);
			strbuf_addch(out, '}');
		}
		if (r->repeat)
			strbuf_addf(out, ", repeat: %dm", r->repeat * 30);
		strbuf_addf(out, ", do: %s, ", r->rank ? "escalate" : "remind");
		if (r->rank > 1)
			strbuf_addf(out, "level: %s }\n", levels[r->rank - 2]);
		else
			strbuf_addstr(out, "to: owner }\n");
	}
}

/* --- the case -------------------------------------------------------------------------------------- */

/* Written when it happened; or some rows later; or all of it in one import. */
static void make_logged(struct row *row, size_t n)
{
	int how = below(4), import = below(500);
	size_t i;

	for (i = 0; i < n; i++) {
		row[i].id = (int)i;
		row[i].logged = row[i].at;
		if (how == 1 && !below(3))
			row[i].logged += below(100);
		if (how == 2 && row[i].logged < import)
			row[i].logged = import;
	}
}

static void give(struct world *w, const struct row *row, size_t n, int now)
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
		add_event(w, line.buf, (uint32_t)row[i].id);
	}
	history_sort(&w->h);
	strbuf_release(&line);
}

/* --- one list ------------------------------------------------------------------------------------ */

static int compare_fired(const void *a, const void *b)
{
	const struct fired *x = a, *y = b;

	if (x->due != y->due)
		return x->due - y->due;
	if (x->row != y->row)
		return x->row - y->row;
	return x->rung != y->rung ? x->rung - y->rung : x->n - y->n;
}

static void show_fired(struct strbuf *out, struct fired *fired, int n)
{
	int i;

	strbuf_addstr(out, "");
	if (n)
		qsort(fired, (size_t)n, sizeof(*fired), compare_fired);
	for (i = 0; i < n; i++) {
		strbuf_addf(out, "s%d#%d of row %d at ", fired[i].rung, fired[i].n, fired[i].row);
		write_time(out, fired[i].due, 'T');
		strbuf_addch(out, '\n');
	}
}

/* Steps in the oracle's words; an instant between half hours becomes the next. */
static int in_slots(const struct escalate_list *list, struct fired *fired)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		const struct escalate_step *s = &list->step[i];

		fired[i] = (struct fired){ (int)s->line, s->step->name[1] - '0', s->repeat,
					   (int)((s->due - instant_of(0) + 1799) / 1800) };
	}
	return (int)list->n;
}

/* --- both ------------------------------------------------------------------------------------------ */

struct trial {
	struct world w;
	struct escalateset *es;
	struct escalate_list list, other;
	struct ladder ladder;
	long steps, empty, quiet;
};

static struct watch eye;
static struct fired got[8000];

static int agrees(struct trial *t, const struct row *row, size_t n, int now, struct strbuf *said)
{
	struct strbuf want = STRBUF_INIT, is = STRBUF_INIT;
	int same, quiet;

	watch_case(&eye, &t->ladder, row, n, now);
	show_fired(&want, eye.fired, eye.n);
	give(&t->w, row, n, now);
	escalate_case(t->es, &t->w.h, instant_of(now), &t->list);
	cr_assert(t->list.n < ARRAY_SIZE(got));
	show_fired(&is, got, in_slots(&t->list, got));
	quiet = escalate_is_quiet(t->es, &t->w.h, instant_of(now));
	same = !strcmp(want.buf, is.buf) && !(quiet && t->list.n);
	if (said)
		strbuf_addf(said, "--- got\n%s--- expected\n%s%s", is.buf, want.buf,
			    quiet ? "and is_quiet() says that there is none\n" : "");
	t->steps += (long)t->list.n;
	t->empty += !t->list.n;
	t->quiet += quiet;
	strbuf_release(&want);
	strbuf_release(&is);
	return same;
}

/* Rows are left out one by one as long as the two still differ. */
static void complain(struct trial *t, struct row *row, size_t n, int now, const char *policy)
{
	struct strbuf said = STRBUF_INIT;
	struct row fewer[ROWS];
	size_t i, k;

	for (i = 0; i < n;) {
		for (k = 0; k + 1 < n; k++)
			fewer[k] = row[k < i ? k : k + 1];
		if (agrees(t, fewer, n - 1, now, NULL)) {
			i++;
			continue;
		}
		memcpy(row, fewer, --n * sizeof(*row));
		i = 0;
	}
	strbuf_addstr(&said, policy);
	for (i = 0; i < n; i++) {
		strbuf_addf(&said, "row %d: ", row[i].id);
		write_row(&said, &row[i]);
	}
	strbuf_addstr(&said, "now ");
	write_time(&said, now, ' ');
	strbuf_addch(&said, '\n');
	agrees(t, row, n, now, &said);
	cr_expect(0, "%s", said.buf);
	strbuf_release(&said);
}

/* --- cron ---------------------------------------------------------------------------------------- */

static int is_same_step(const struct escalate_step *a, const struct escalate_step *b)
{
	return a->step == b->step && a->check == b->check && a->repeat == b->repeat &&
	       a->due == b->due && a->upto == b->upto;
}

/*
 * Runs at these instants, each seeing the rows until then, against one that sees all: each finds
 * what the last one finds until that instant, and what was written down is known to have been.
 */
static void expect_same_rows_whenever(struct trial *t, const struct row *row, size_t n, int now,
				      const char *policy)
{
	struct strbuf key = STRBUF_INIT;
	size_t i, found, written = 0;
	int when;

	give(&t->w, row, n, now);
	escalate_case(t->es, &t->w.h, instant_of(now), &t->other);
	for (when = below(60); when < now + 60; when += 1 + below(below(2) ? 4 : 200)) {
		int cut = when < now ? when : now;
		const struct policy_step *s;

		give(&t->w, row, n, cut);
		for (i = 0; i < written; i++) {
			const struct escalate_step *step = &t->other.step[i];

			strbuf_reset(&key);
			strbuf_addf(&key, "16 00:00 %s by=sd detail=",
				    step->step->action == DO_REMIND ? "remind" : "escalate");
			escalate_key(&key, step);
			add_event(&t->w, key.buf, 100);
			t->w.h.event[t->w.h.n - 1].at = step->due;
			t->w.h.event[t->w.h.n - 1].key = instant_of(when);
		}
		history_sort(&t->w.h);
		escalate_case(t->es, &t->w.h, instant_of(cut), &t->list);
		for (found = 0; found < t->other.n && t->other.step[found].due <= instant_of(cut); found++)
			;
		s = found > 0 ? t->other.step[0].step : NULL;
		cr_assert_eq(t->list.n, found, "%s: %zu steps at %d, later %zu (first %s)", policy,
			     t->list.n, cut, found, s ? s->name : "-");
		for (i = 0; i < found; i++) {
			cr_assert(is_same_step(&t->list.step[i], &t->other.step[i]) || written,
				  "%s: step %zu differs at %d", policy, i, cut);
			cr_assert_eq(t->list.step[i].is_recorded, i < written, "%s: step %zu at %d", policy, i,
				     cut);
		}
		written = found;
	}
	strbuf_release(&key);
}

/* What comes next comes, if nothing happens. */
static void expect_it_comes(struct trial *t, const struct row *row, size_t n, int now,
			    const char *policy)
{
	size_t i, k;

	give(&t->w, row, n, now);
	escalate_coming(t->es, &t->w.h, instant_of(now), &t->other);
	for (i = 0; i < t->other.n; i++) {
		const struct escalate_step *s = &t->other.step[i];

		escalate_case(t->es, &t->w.h, s->due, &t->list);
		for (k = 0; k < t->list.n && !is_same_step(s, &t->list.step[k]); k++)
			;
		cr_assert(k < t->list.n && s->due > instant_of(now), "%s: %s#%d does not come", policy,
			  s->step->name, s->repeat);
	}
}

static int try_ladder(struct trial *t)
{
	struct strbuf policy = STRBUF_INIT;
	struct row row[ROWS];
	int i, now, bad = 0;
	size_t n;

	make_ladder(&t->ladder);
	write_ladder(&policy, &t->ladder);
	load(&t->w, policy.buf);
	t->es = escalateset_new(&t->w.set, &t->w.map, &t->w.symbols);
	for (i = 0; i < HISTORIES && !bad; i++) {
		first_day = below(4) ? 16 : 58;
		n = make_rows(row);
		make_logged(row, n);
		now = row[below((int)n)].at + (below(3) ? 0 : below(5 * SLOTS_A_DAY));
		if (!agrees(t, row, n, now, NULL)) {
			complain(t, row, n, now, policy.buf);
			bad = 1;
		} else if (i % 5 == 0) {
			expect_same_rows_whenever(t, row, n, now, policy.buf);
			expect_it_comes(t, row, n, now, policy.buf);
		}
	}
	strbuf_release(&policy);
	escalateset_free(t->es);
	unload(&t->w);
	return bad;
}

Test(escalate_random, agrees_with_looking_every_half_hour_and_does_not_depend_on_when_it_is_asked)
{
	struct trial t = { .list = ESCALATE_LIST_INIT, .other = ESCALATE_LIST_INIT };
	int i, bad = 0;

	seed = 20261117;
	for (i = 0; i < POLICIES && bad < 3; i++)
		bad += try_ladder(&t);
	cr_expect_gt(t.steps, 15000, "only %ld steps fell due", t.steps);
	cr_expect_gt(t.quiet * 5, t.empty, "of %ld cases without a step %ld are quiet", t.empty, t.quiet);
	escalate_list_release(&t.list);
	escalate_list_release(&t.other);
}
