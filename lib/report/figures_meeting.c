/* figures_meeting: hard cases, measures, duties, and what was said: from one desk's numbers to words, and their order. */
#include "report/meeting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"
#include "rules/duty.h"
#include "rules/interval.h"

/* --- measures and duties ---------------------------------------------------------------------------- */

/* "2026-Q4": the duty's period that its case was opened in. */
static const char *period_of_duty(struct figures *f, const struct policy *p, const char *name, instant opened)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s = "";
	size_t i;

	for (i = 0; i < p->nduties; i++) {
		struct duty_opening o = { .policy = p, .duty = &p->duty[i] };

		if (strcmp(p->duty[i].name, name) != 0)
			continue;
		o.day = duty_begin(o.duty->every, zone_day(p->zone, opened));
		duty_period(&sb, &o);
		s = figures_keep(f, sb.buf);
	}
	strbuf_release(&sb);
	return s;
}

static struct figure_followup followup_of(struct figures *f, const struct measure *m, const char *desk,
					  const struct followup_item *x)
{
	const struct policy *p = policy_set_now(m->options.set);
	const char *duty = x->is_duty ? figures_word(f, m, COLUMN_CATEGORY, x->category) : "";

	return (struct figure_followup){
		.desk = desk, .case_id = figures_case(f, m, x->id),
		.owner = figures_word(f, m, COLUMN_OWNER, x->owner),
		.department = figures_word(f, m, COLUMN_DEPARTMENT, x->department), .duty = duty,
		.period = x->is_duty ? period_of_duty(f, p, duty, x->opened) : "",
		.text = x->text ? figures_keep(f, x->text) : "", .policy = p, .zone = m->plan.zone,
		.state = x->state, .opened = x->opened, .due = x->due, .done = x->done,
		.late_s = followup_late(x, m->options.as_of) };
}

static void add_followups(struct figures *f, const struct measure *m, const char *desk)
{
	struct figure_meeting *t = &f->meeting;
	const struct followup_list *list = &m->tally.followup;
	size_t i;

	for (i = 0; i < list->n; i++) {
		struct figure_followup x = followup_of(f, m, desk, &list->item[i]);

		if (list->item[i].is_duty) {
			MEM_GROW(t->duty, t->nduties + 1, t->alloc_duties);
			t->duty[t->nduties++] = x;
		} else {
			MEM_GROW(t->action, t->nactions + 1, t->alloc_actions);
			t->action[t->nactions++] = x;
		}
	}
}

static int by_due(const void *a, const void *b)
{
	const struct figure_followup *x = a, *y = b;
	int c = strcmp(x->duty, y->duty);

	if (!c)
		c = strcmp(x->period, y->period);
	if (!c && x->due != y->due)
		return x->due == INSTANT_NONE ? 1 : y->due == INSTANT_NONE || x->due < y->due ? -1 : 1;
	if (!c)
		c = strcmp(x->desk, y->desk);
	return c ? c : strcmp(x->case_id, y->case_id);
}

void figures_finish_followups(struct figures *f)
{
	struct figure_meeting *t = &f->meeting;
	size_t i;

	if (t->nactions)
		qsort(t->action, t->nactions, sizeof(*t->action), by_due);
	if (t->nduties)
		qsort(t->duty, t->nduties, sizeof(*t->duty), by_due);
	for (i = 0; i < t->nduties; i++) {
		const struct figure_followup *x = &t->duty[i];
		struct figure_duty *d;

		if (!i || strcmp(x[-1].duty, x->duty) != 0 || strcmp(x[-1].period, x->period) != 0) {
			MEM_GROW(t->by_duty, t->nby_duty + 1, t->alloc_by_duty);
			t->by_duty[t->nby_duty++] = (struct figure_duty){
				.duty = x->duty, .period = x->period, .policy = x->policy };
		}
		d = &t->by_duty[t->nby_duty - 1];
		d->n++;
		d->state[x->state]++;
	}
}

/* --- hard cases ------------------------------------------------------------------------------------- */

void figure_hard_names(struct strbuf *out, unsigned int why)
{
	int i, n = 0;

	for (i = 0; i < HARD_COUNT; i++)
		if (why >> i & 1)
			strbuf_addf(out, "%s%s", n++ ? "," : "", hard_name((enum hard_why)i));
}

static void add_hard(struct figures *f, const struct measure *m, const char *desk)
{
	struct figure_meeting *t = &f->meeting;
	const struct hard_list *list = &m->tally.hard;
	size_t i;

	MEM_GROW(t->hard, t->nhard + list->n, t->alloc_hard);
	for (i = 0; i < list->n; i++) {
		const struct hard_item *x = &list->item[i];

		t->hard[t->nhard++] = (struct figure_hard){
			.desk = desk, .case_id = figures_case(f, m, x->id),
			.kind = figures_word(f, m, COLUMN_KIND, x->kind),
			.category = figures_word(f, m, COLUMN_CATEGORY, x->category),
			.severity = figures_word(f, m, COLUMN_SEVERITY, x->severity),
			.department = figures_word(f, m, COLUMN_DEPARTMENT, x->department),
			.owner = figures_word(f, m, COLUMN_OWNER, x->owner),
			.place = figures_word(f, m, COLUMN_PLACE, x->place),
			.product = figures_word(f, m, COLUMN_PRODUCT, x->product),
			.policy = policy_set_now(m->options.set), .zone = m->plan.zone, .opened = x->opened,
			.why = x->why, .late_s = x->late, .age_s = m->options.as_of - x->opened };
	}
}

static int reasons(unsigned int why)
{
	int n = 0;

	for (; why; why >>= 1)
		n += (int)(why & 1);
	return n;
}

/* By department, those without one last; the case with the most reasons first, then the one that is open longest. */
static int by_hardness(const void *a, const void *b)
{
	const struct figure_hard *x = a, *y = b;
	int c;

	if (!*x->department != !*y->department)
		return !*x->department - !*y->department;
	c = strcmp(x->department, y->department);
	if (c)
		return c;
	if (reasons(x->why) != reasons(y->why))
		return reasons(y->why) - reasons(x->why);
	if (x->opened != y->opened)
		return x->opened < y->opened ? -1 : 1;
	c = strcmp(x->desk, y->desk);
	return c ? c : strcmp(x->case_id, y->case_id);
}

static void finish_hard(struct figures *f)
{
	struct figure_meeting *t = &f->meeting;
	size_t i, n = 0;

	if (t->nhard)
		qsort(t->hard, t->nhard, sizeof(*t->hard), by_hardness);
	for (i = 0; i < t->nhard; i++) {
		const struct figure_hard *x = &t->hard[i];
		struct figure_hard_department *d;

		if (!i || strcmp(x[-1].department, x->department) != 0) {
			MEM_GROW(t->by_department, t->nby_department + 1, t->alloc_by_department);
			t->by_department[t->nby_department++] = (struct figure_hard_department){
				.department = x->department };
		}
		d = &t->by_department[t->nby_department - 1];
		d->open++;
		d->late += x->why >> HARD_LATE & 1;
		d->hard += x->why != 0;
		if (x->why)
			t->hard[n++] = *x;
	}
	t->nhard = n;
}

/* --- what was said ---------------------------------------------------------------------------------- */

static void add_said(struct figures *f, const struct measure *m, const char *desk)
{
	struct figure_meeting *t = &f->meeting;
	const struct said_list *list = &m->tally.said;
	size_t i;

	MEM_GROW(t->said, t->nsaid + list->n, t->alloc_said);
	for (i = 0; i < list->n; i++) {
		const struct said_item *x = &list->item[i];

		t->said[t->nsaid++] = (struct figure_said){
			.desk = desk, .case_id = figures_case(f, m, x->id),
			.kind = figures_word(f, m, COLUMN_KIND, x->kind),
			.category = figures_word(f, m, COLUMN_CATEGORY, x->category),
			.question = figures_keep(f, x->question),
			.text = figures_keep(f, x->shown ? x->shown : ""), .policy = policy_set_now(m->options.set),
			.zone = m->plan.zone, .at = x->at, .line = x->line, .score = x->score };
	}
}

/* The least satisfied first: they have something to say; who gave no score stands behind. */
static int by_score(const void *a, const void *b)
{
	const struct figure_said *x = a, *y = b;
	int c = strcmp(x->question, y->question);

	if (c)
		return c;
	if (x->score != y->score)
		return (x->score < 0) != (y->score < 0) ? (x->score < 0) - (y->score < 0) : x->score - y->score;
	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	c = strcmp(x->desk, y->desk);
	return c ? c : figures_compare(x->line, y->line);
}

/* Rows of the desks before stand in front of this one's. */
static void add_observed(struct figures *f, const struct measure *m, const char *desk)
{
	struct figure_meeting *t = &f->meeting;
	struct intern rows = INTERN_INIT;
	size_t i, row, first = t->nobserved;

	for (i = 0; i < m->observed.n; i++) {
		const struct opinion *x = &m->observed.item[i];

		if (x->status != SURVEY_ANSWERED || x->score < 0)
			continue;
		row = first + INTERN_ADD_WORDS(&rows, x->about, x->question, x->scale);
		if (row == t->nobserved) {
			MEM_GROW(t->observed, row + 1, t->alloc_observed);
			t->observed[t->nobserved++] = (struct figure_observed){
				.desk = desk, .about = figures_keep(f, x->about),
				.question = figures_keep(f, x->question), .scale = figures_keep(f, x->scale) };
		}
		t->observed[row].n++;
		t->observed[row].sum += (uint64_t)x->score;
	}
	intern_release(&rows);
}

static int by_person(const void *a, const void *b)
{
	const struct figure_observed *x = a, *y = b;
	int c = strcmp(x->desk, y->desk);

	if (!c)
		c = strcmp(x->about, y->about);
	if (!c)
		c = strcmp(x->question, y->question);
	return c ? c : strcmp(x->scale, y->scale);
}

/* --- the period before ------------------------------------------------------------------------------ */

static void add_before(struct figures *f, const struct measure *m)
{
	struct figure_before *b = &f->meeting.before;
	const struct tally *t = &m->before;
	size_t i;

	if (!m->has_before)
		return;
	b->short_desks += m->first_at == INSTANT_NONE ||
			  zone_day(m->plan.zone, m->first_at) > zone_day(m->plan.zone, m->bounds_before.from);
	for (i = 0; i < t->nkinds; i++) {
		b->received += t->kind[i].received;
		b->concluded += t->kind[i].concluded;
	}
	for (i = 0; i < t->nclocks; i++) {
		b->decided += t->clock[i].met + t->clock[i].breached;
		b->met += t->clock[i].met;
	}
	b->answers += t->opinion.n;
	b->satisfied += t->opinion.satisfied;
}

/* By the day, because months differ in length. */
static void finish_before(struct figures *f)
{
	struct figure_meeting *t = &f->meeting;
	double now = (double)(f->to - f->from), before = (double)(f->before_to - f->before_from);
	struct rate_ratio r;

	t->received.ratio = t->received.p = NAN;
	if (now <= 0 || before <= 0 || !t->before.received || t->before.short_desks)
		return;
	interval_rate_ratio(f->received, now, t->before.received, before, &r);
	t->received.ratio = r.ratio;
	t->received.p = r.p;
}

/* --- all of it -------------------------------------------------------------------------------------- */

void figures_add_meeting(struct figures *f, const struct measure *m, const char *desk)
{
	f->meeting.is_pack |= m->options.is_pack;
	add_followups(f, m, desk);
	add_hard(f, m, desk);
	add_said(f, m, desk);
	add_observed(f, m, desk);
	add_before(f, m);
	figures_add_weak(f, m);
}

void figures_finish_meeting(struct figures *f)
{
	struct figure_meeting *t = &f->meeting;

	figures_finish_followups(f);
	finish_hard(f);
	if (t->nsaid)
		qsort(t->said, t->nsaid, sizeof(*t->said), by_score);
	if (t->nobserved)
		qsort(t->observed, t->nobserved, sizeof(*t->observed), by_person);
	finish_before(f);
	figures_finish_weak(f);
}

void figures_release_meeting(struct figures *f)
{
	struct figure_meeting *t = &f->meeting;

	free(t->action);
	free(t->duty);
	free(t->by_duty);
	free(t->hard);
	free(t->by_department);
	free(t->weak_count);
	intern_release(&t->weak_counts);
	free(t->weak);
	free(t->said);
	free(t->observed);
}
