/* render_meeting: weak links, measures and duties, for people. */
#include <string.h>

#include "base/i18n.h"
#include "report/render_meeting.h"
#include "values/duration.h"

#define FOLLOWUPS_SHOWN 30
#define PEOPLE_MOST     60       /* of more only the number is told */

const char *weak_label(enum weak_measure m)
{
	static const char *const labels[WEAK_COUNT] = {
		N_("limits missed"), N_("reopened"), N_("came back")
	};

	return _(labels[m]);
}

const char *followup_label(enum followup_state s)
{
	static const char *const labels[FOLLOWUP_STATES] = {
		N_("done"), N_("done late"), N_("open"), N_("late"), N_("withdrawn")
	};

	return _(labels[s]);
}

const char *department_label(const struct doc *d, const char *department)
{
	return *department ? doc_label(d, COLUMN_DEPARTMENT, department) : _("no department");
}

const char *said_question_label(const struct doc *d, const struct figure_said *x)
{
	const struct policy_question *q = survey_question(survey_of(x->policy), x->question);

	return q ? policy_label(&q->label, q->name, d->lang) : *x->question ? x->question : _("without a question");
}

const char *observed_question_label(const struct figure_observed *x)
{
	return strcmp(x->question, "overall") == 0 ? _("overall") : x->question;
}

void hard_labels(struct strbuf *out, unsigned int why)
{
	static const char *const labels[HARD_COUNT] = {
		N_("late"), N_("escalated"), N_("reopened"), N_("long on hold"), N_("open for long"), N_("grave")
	};
	int i, n = 0;

	for (i = 0; i < HARD_COUNT; i++)
		if (why >> i & 1)
			strbuf_addf(out, "%s%s", n++ ? _(", ") : "", _(labels[i]));
}

const char *duty_label(const struct doc *d, const struct policy *p, const char *duty)
{
	size_t i;

	for (i = 0; i < p->nduties; i++)
		if (!strcmp(p->duty[i].name, duty))
			return policy_label(&p->duty[i].label, duty, d->lang);
	return duty;
}

/* --- weak links ------------------------------------------------------------------------------------- */

void weak_link_label(const struct doc *d, struct strbuf *out, const struct figure_weak *x)
{
	int is_clock = !strcmp(x->column, "clock");

	strbuf_addf(out, _("%s: %s"), is_clock ? _("clock") : doc_column_label(d, x->column),
		    is_clock ? doc_clock_label(d, x->value) : doc_value_label(d, x->column, x->value));
}

static void cell_share(struct doc *d, uint64_t n, uint64_t of)
{
	struct strbuf sb = STRBUF_INIT;

	doc_share(&sb, n, of);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

void weak_text(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;
	struct strbuf name = STRBUF_INIT;
	size_t i, uncertain = 0;

	if (!t->nweak)
		return;
	doc_heading(d, _("Weak links: worse than the rest of the same kind"));
	doc_table(d);
	doc_column(d, _("where"), TABLE_LEFT);
	doc_column(d, _("kind"), TABLE_WRAP);
	doc_column(d, _("what"), TABLE_LEFT);
	doc_column(d, _("here"), TABLE_RIGHT);
	doc_column(d, _("the rest"), TABLE_RIGHT);
	for (i = 0; i < t->nweak; i++) {
		const struct figure_weak *x = &t->weak[i];

		strbuf_reset(&name);
		weak_link_label(d, &name, x);
		strbuf_addstr(&name, x->is_certain ? "" : " *");
		uncertain += (size_t)!x->is_certain;
		doc_row(d);
		doc_cell(d, name.buf);
		doc_cell(d, doc_label(d, COLUMN_KIND, x->kind));
		doc_cell(d, weak_label(x->measure));
		doc_cell_share(d, x->bad, x->of);
		cell_share(d, x->rest_bad, x->rest_of);
	}
	doc_table_end(d);
	strbuf_release(&name);
	if (uncertain) {
		doc_space(d);
		doc_remark(d);
		doc_line(d, "%s", _("  * may be chance: among so many comparisons one so large is no surprise"));
	}
}

/* --- measures and duties ---------------------------------------------------------------------------- */

static void cell_who(struct doc *d, const struct figure_followup *x)
{
	const char *who = *x->owner ? policy_value_label(x->policy, COLUMN_OWNER, x->owner, d->lang) :
			  *x->department ? policy_value_label(x->policy, COLUMN_DEPARTMENT, x->department, d->lang) :
					   _("nobody");

	doc_cell(d, who);
}

static void cell_day(struct doc *d, instant t, const struct zone *zone)
{
	struct strbuf sb = STRBUF_INIT;

	if (t == INSTANT_NONE) {
		doc_cell(d, "-");
		return;
	}
	date_format(&sb, zone_day(zone, t));
	doc_cell(d, d->f->ndesks > 1 && d->form == DOC_TEXT ? sb.buf + 5 : sb.buf);  /* no room for the year */
	strbuf_release(&sb);
}

/* What is due at midnight has the day before to be done. */
static void cell_due(struct doc *d, const struct figure_followup *x)
{
	cell_day(d, x->due == INSTANT_NONE ? x->due : x->due - 1, x->zone);
}

/* "done late", "late 5d 3h" */
static void cell_state(struct doc *d, const struct figure_followup *x)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, followup_label(x->state));
	if (x->late_s > 0) {
		strbuf_addstr(&sb, " (");
		duration_format_short(&sb, x->late_s);
		strbuf_addch(&sb, ')');
	}
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void begin_table(struct doc *d, const char *what)
{
	doc_table(d);
	if (d->f->ndesks > 1)
		doc_column(d, _("desk"), TABLE_WRAP);
	doc_column(d, what, TABLE_TEXT);
	doc_column(d, _("owner"), TABLE_WRAP);
	doc_column(d, _("due"), TABLE_LEFT);
	doc_column(d, _("done"), TABLE_LEFT);
	doc_column(d, _("state"), TABLE_LEFT);
}

static void print_row(struct doc *d, const struct figure_followup *x, const char *what)
{
	doc_row(d);
	if (d->f->ndesks > 1)
		doc_cell(d, x->desk);
	doc_cell(d, what);
	cell_who(d, x);
	cell_due(d, x);
	cell_day(d, x->done, x->zone);
	cell_state(d, x);
}

static void print_actions(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;
	size_t n = doc_rows(d, FOLLOWUPS_SHOWN, t->nactions), i;

	if (!t->nactions)
		return;
	doc_heading(d, _("Measures decided, and whether they were done"));
	begin_table(d, _("measure decided"));
	for (i = 0; i < n; i++) {
		const struct figure_followup *x = &t->action[i];
		struct strbuf what = STRBUF_INIT;

		strbuf_addstr(&what, *x->text ? x->text : x->case_id);
		doc_flatten(what.buf);
		print_row(d, x, what.buf);
		strbuf_release(&what);
	}
	doc_table_end(d);
	doc_more(d, n, t->nactions);
}

static int is_missed(const struct figure_followup *x)
{
	return x->state == FOLLOWUP_LATE || x->state == FOLLOWUP_DONE_LATE;
}

static size_t missed(const struct figure_meeting *t)
{
	size_t i, n = 0;

	for (i = 0; i < t->nduties; i++)
		n += (size_t)is_missed(&t->duty[i]);
	return n;
}

static void print_missed(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;
	size_t all = missed(t), n = doc_rows(d, FOLLOWUPS_SHOWN, all), i, shown = 0;

	if (!all)
		return;
	doc_heading(d, _("Duties that were late, or are"));
	begin_table(d, _("duty"));
	for (i = 0; i < t->nduties && shown < n; i++) {
		struct strbuf what = STRBUF_INIT;

		if (!is_missed(&t->duty[i]))
			continue;
		strbuf_addf(&what, "%s %s", duty_label(d, t->duty[i].policy, t->duty[i].duty), t->duty[i].period);
		print_row(d, &t->duty[i], what.buf);
		strbuf_release(&what);
		shown++;
	}
	doc_table_end(d);
	doc_more(d, shown, all);
}

/* The names of those who have done it, or have not. */
static void add_people(struct strbuf *out, const struct doc *d, const struct figure_duty *duty, int is_done)
{
	const struct figure_meeting *t = &d->f->meeting;
	size_t i;
	int n = 0;

	for (i = 0; i < t->nduties; i++) {
		const struct figure_followup *x = &t->duty[i];

		if (strcmp(x->duty, duty->duty) != 0 || strcmp(x->period, duty->period) != 0 || !*x->owner ||
		    x->state == FOLLOWUP_CANCELLED ||
		    is_done != (x->state == FOLLOWUP_DONE || x->state == FOLLOWUP_DONE_LATE))
			continue;
		strbuf_addf(out, "%s%s", n++ ? _(", ") : "",
			    policy_value_label(x->policy, COLUMN_OWNER, x->owner, d->lang));
	}
	if (!n)
		strbuf_addstr(out, _("nobody"));
}

/* A duty of each member of the staff: who was there (D1). */
static void print_people(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;
	size_t i, n = 0;

	for (i = 0; i < t->nby_duty; i++) {
		const struct figure_duty *x = &t->by_duty[i];
		struct strbuf done = STRBUF_INIT, open = STRBUF_INIT;

		if (x->n < 2 || x->n > PEOPLE_MOST)
			continue;
		if (!n++)
			doc_list_begin(d);
		add_people(&done, d, x, 1);
		add_people(&open, d, x, 0);
		doc_item(d, _("%s %s: done by %s; not yet by %s"), duty_label(d, x->policy, x->duty), x->period,
			 done.buf, open.buf);
		strbuf_release(&done);
		strbuf_release(&open);
	}
	if (n)
		doc_list_end(d);
}

static void print_duties(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;
	size_t i;
	int s;

	if (!t->nduties)
		return;
	doc_heading(d, _("Regular duties: begun or done in the period, or open"));
	doc_table(d);
	doc_column(d, _("duty"), TABLE_WRAP);
	doc_column(d, _("period"), TABLE_LEFT);
	doc_column(d, _("all"), TABLE_RIGHT);
	for (s = 0; s < FOLLOWUP_STATES; s++)
		doc_column(d, followup_label((enum followup_state)s), TABLE_RIGHT);
	for (i = 0; i < t->nby_duty; i++) {
		const struct figure_duty *x = &t->by_duty[i];

		doc_row(d);
		doc_cell(d, duty_label(d, x->policy, x->duty));
		doc_cell(d, *x->period ? x->period : "-");
		doc_cell_count(d, x->n);
		for (s = 0; s < FOLLOWUP_STATES; s++)
			doc_cell_count(d, x->state[s]);
	}
	doc_table_end(d);
	print_people(d);
	print_missed(d);
}

void followup_text(struct doc *d)
{
	print_actions(d);
	print_duties(d);
}
