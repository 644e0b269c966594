#include "report/policyshow.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/table.h"
#include "report/policytext.h"

struct show {
	struct strbuf *out;
	const struct policy_set *set;
	const struct policy *p;
	struct strbuf cell; /* of the row that is being made */
};

static void begin(struct show *s, const char *title, size_t n)
{
	strbuf_addf(s->out, "\n%s (%zu)\n", title, n);
}

/* Print a table, indented, and free it. */
static void end(struct show *s, struct table *t)
{
	table_indent(t, "  ");
	table_print(t, s->out, 0);
	table_free(t);
}

static struct table *table_of(const char *const *titles)
{
	struct table *t = table_new();

	for (; *titles; titles++)
		table_column(t, _(*titles), TABLE_LEFT);
	return t;
}

/* The cell that was composed in s->cell. */
static void cell(struct show *s, struct table *t)
{
	table_cell(t, s->cell.buf);
	strbuf_reset(&s->cell);
}

static void label_cells(struct table *t, const char *name, const struct policy_label *label)
{
	table_row(t);
	table_cell(t, name ? name : "");
	table_cell(t, label->zh ? label->zh : "");
	table_cell(t, label->en ? label->en : "");
}

static void show_head(struct show *s)
{
	const struct policy *p = s->p;
	size_t i;

	strbuf_addf(s->out, "%s %s\n", _("policy"), p->name);
	if (p->label.zh || p->label.en)
		strbuf_addf(s->out, "  %s%s%s\n", p->label.zh ? p->label.zh : "",
			    p->label.zh && p->label.en ? " / " : "",
			    p->label.en ? p->label.en : "");
	for (i = s->set->n; i-- > 0;) {
		p = s->set->version[i];
		strbuf_addf(s->out, "  %s ", i + 1 == s->set->n ? _("file") : _("supersedes"));
		strbuf_addf(s->out, "%s", p->path);
		if (p->valid_from != VALID_ALWAYS) {
			strbuf_addf(s->out, " %s ", _("valid from"));
			date_format(s->out, p->valid_from);
		}
		strbuf_addf(s->out, " sha256 %.16s\n", p->sha256);
	}
	strbuf_addf(s->out, "  %s %s, %s %s\n", _("timezone"), zone_name(s->p->zone), _("language"),
		    s->p->language);
}

static void show_items(struct show *s, const char *title, const struct policy_item *item, size_t n)
{
	static const char *const titles[] = { N_("code"), "zh", "en", NULL };
	struct table *t;
	size_t i;

	if (!n)
		return;
	begin(s, title, n);
	t = table_of(titles);
	for (i = 0; i < n; i++)
		label_cells(t, item[i].name, &item[i].label);
	end(s, t);
}

static void show_kinds(struct show *s)
{
	static const char *const titles[] = { N_("kind"),     "zh",	     "en",
					      N_("severity"), N_("handler"), NULL };
	struct table *t;
	size_t i, k;

	if (!s->p->nkinds)
		return;
	begin(s, _("kinds"), s->p->nkinds);
	t = table_of(titles);
	for (i = 0; i < s->p->nkinds; i++) {
		const struct policy_kind *kind = &s->p->kind[i];

		label_cells(t, kind->name, &kind->label);
		for (k = 0; k < kind->nseverity; k++) {
			if (k)
				label_cells(t, NULL, &(struct policy_label){ NULL, NULL });
			table_cell(t, kind->severity[k].name);
			table_cell(t, kind->severity[k].handler ? kind->severity[k].handler : "");
		}
	}
	end(s, t);
}

static void show_categories(struct show *s)
{
	static const char *const titles[] = { N_("category"),	"zh",	     "en",
					      N_("of"),		N_("kind"),  N_("severity"),
					      N_("department"), N_("words"), NULL };
	struct table *t;
	size_t i;

	if (!s->p->ncategories)
		return;
	begin(s, _("categories"), s->p->ncategories);
	t = table_of(titles);
	for (i = 0; i < s->p->ncategories; i++) {
		const struct policy_category *c = &s->p->category[i];

		label_cells(t, c->name, &c->label);
		table_cell(t, c->of ? c->of : "");
		table_cell(t, c->kind ? c->kind : "");
		table_cell(t, c->severity ? c->severity : "");
		table_cell(t, c->department ? c->department : "");
		table_cellf(t, "%zu", c->words.n);
	}
	end(s, t);
}

static void show_departments(struct show *s)
{
	static const char *const titles[] = { N_("department"), "zh",	     "en",
					      N_("lead"),	N_("staff"), NULL };
	struct table *t;
	size_t i, k;

	if (!s->p->ndepartments)
		return;
	begin(s, _("departments"), s->p->ndepartments);
	t = table_of(titles);
	for (i = 0; i < s->p->ndepartments; i++) {
		const struct policy_department *d = &s->p->department[i];

		label_cells(t, d->name, &d->label);
		table_cell(t, d->lead ? d->lead : "");
		for (k = 0; k < d->staff.n; k++)
			strbuf_addf(&s->cell, "%s%s", k ? ", " : "", d->staff.s[k]);
		cell(s, t);
	}
	end(s, t);
}

static void show_persons(struct show *s)
{
	static const char *const titles[] = { N_("person"), N_("name"), N_("level"), N_("notify"),
					      NULL };
	struct table *t;
	size_t i;

	if (!s->p->npersons)
		return;
	begin(s, _("staff"), s->p->npersons);
	t = table_of(titles);
	for (i = 0; i < s->p->npersons; i++) {
		const struct policy_person *x = &s->p->person[i];

		table_row(t);
		table_cell(t, x->name);
		table_cell(t, x->shown ? x->shown : "");
		table_cell(t, x->level ? x->level : "");
		table_cell(t, x->notify ? x->notify : "");
	}
	end(s, t);
}

static void show_calendars(struct show *s)
{
	static const char *const titles[] = { N_("calendar"),	"zh", "en", N_("holidays"),
					      N_("data until"), NULL };
	struct table *t;
	size_t i;

	if (!s->p->ncalendars)
		return;
	begin(s, _("calendars"), s->p->ncalendars);
	t = table_of(titles);
	for (i = 0; i < s->p->ncalendars; i++) {
		const struct policy_calendar *c = &s->p->calendar[i];

		label_cells(t, c->name, &c->label);
		table_cell(t, c->holidays_path ? c->holidays_path : "");
		if (c->holidays)
			date_format(&s->cell, calendar_coverage_end(c->calendar));
		cell(s, t);
	}
	end(s, t);
}

static void show_requires(struct show *s)
{
	static const char *const titles[] = { N_("line"), N_("for"), N_("on"), N_("columns"),
					      NULL };
	struct table *t;
	size_t i;

	if (!s->p->nrequires)
		return;
	begin(s, _("required columns"), s->p->nrequires);
	t = table_of(titles);
	for (i = 0; i < s->p->nrequires; i++) {
		const struct policy_require *r = &s->p->require[i];

		table_row(t);
		table_cellf(t, "%zu", r->line);
		policytext_filter(&s->cell, s->p, s->set, &r->filter, NULL);
		cell(s, t);
		policytext_events(&s->cell, s->p, s->set, &r->on, NULL);
		cell(s, t);
		policytext_columns(&s->cell, s->p, s->set, r->column, r->ncolumns, NULL);
		cell(s, t);
	}
	end(s, t);
}

static void show_clocks(struct show *s)
{
	static const char *const titles[] = { N_("line"),     N_("clock"), N_("for"),
					      N_("from"),     N_("until"), N_("within"),
					      N_("calendar"), N_("pause"), NULL };
	struct table *t;
	size_t i, k;

	if (!s->p->nclocks)
		return;
	begin(s, _("clocks"), s->p->nclocks);
	t = table_of(titles);
	for (i = 0; i < s->p->nclocks; i++) {
		const struct policy_clock *c = &s->p->clock[i];

		table_row(t);
		if (c->line)
			table_cellf(t, "%zu", c->line);
		else
			table_cell(t, "-");
		table_cell(t, c->name);
		policytext_filter(&s->cell, s->p, s->set, &c->filter, NULL);
		cell(s, t);
		policytext_events(&s->cell, s->p, s->set, &c->from, NULL);
		cell(s, t);
		policytext_events(&s->cell, s->p, s->set, &c->until, NULL);
		cell(s, t);
		policytext_limit(&s->cell, &c->within, NULL);
		cell(s, t);
		table_cell(t, c->within.kind == LIMIT_DUE ? "" : calendar_name(c->calendar));
		for (k = 0; k < c->pause.n && c->within.kind != LIMIT_DUE; k++)
			strbuf_addf(&s->cell, "%s%s", k ? ", " : "", c->pause.s[k]);
		cell(s, t);
	}
	end(s, t);
}

static void show_steps(struct show *s)
{
	static const char *const titles[] = { N_("line"), N_("step"),	N_("clock"),
					      N_("at"),	  N_("for"),	N_("do"),
					      N_("to"),	  N_("repeat"), NULL };
	struct table *t;
	size_t i;

	if (!s->p->nsteps)
		return;
	begin(s, _("escalations"), s->p->nsteps);
	t = table_of(titles);
	for (i = 0; i < s->p->nsteps; i++) {
		const struct policy_step *x = &s->p->step[i];

		table_row(t);
		table_cellf(t, "%zu", x->line);
		table_cell(t, x->name);
		table_cell(t, x->clock ? x->clock : "");
		if (x->how == STEP_WHEN_FILTER)
			policytext_filter(&s->cell, s->p, s->set, &x->when, NULL);
		else
			policytext_at(&s->cell, x, NULL);
		cell(s, t);
		policytext_filter(&s->cell, s->p, s->set, &x->filter, NULL);
		cell(s, t);
		table_cell(t, policytext_do(x->action, NULL));
		policytext_to(&s->cell, s->p, x, NULL);
		cell(s, t);
		if (x->repeat)
			policytext_seconds(&s->cell, x->repeat, NULL);
		cell(s, t);
	}
	end(s, t);
}

static void show_notify(struct show *s)
{
	static const char *const titles[] = { N_("line"), N_("notify channel"), N_("command"),
					      N_("timeout"), NULL };
	struct table *t;
	size_t i, k;

	if (!s->p->nnotify)
		return;
	begin(s, _("messages"), s->p->nnotify);
	if (s->p->quiet)
		strbuf_addf(s->out, _("  (held until calendar %s opens)\n"), calendar_name(s->p->quiet));
	t = table_of(titles);
	for (i = 0; i < s->p->nnotify; i++) {
		const struct policy_notify_channel *c = &s->p->notify[i];

		table_row(t);
		table_cellf(t, "%zu", c->line);
		table_cell(t, c->name);
		for (k = 0; k < c->command.n; k++)
			strbuf_addf(&s->cell, "%s%s", k ? " " : "", c->command.s[k]);
		cell(s, t);
		policytext_seconds(&s->cell, c->timeout, NULL);
		cell(s, t);
	}
	end(s, t);
}

static void show_duties(struct show *s)
{
	static const char *const titles[] = { N_("duty"),   "zh",      "en", N_("every"),
					      N_("within"), N_("who"), NULL };
	struct table *t;
	size_t i;

	if (!s->p->nduties)
		return;
	begin(s, _("duties"), s->p->nduties);
	t = table_of(titles);
	for (i = 0; i < s->p->nduties; i++) {
		const struct policy_duty *d = &s->p->duty[i];

		label_cells(t, d->name, &d->label);
		table_cell(t, policytext_every(d->every, NULL));
		policytext_limit(&s->cell, &d->within, NULL);
		cell(s, t);
		if (d->each)
			strbuf_addf(&s->cell, _("each of %s"), d->each);
		else if (d->owner || d->department)
			strbuf_addstr(&s->cell, d->owner ? d->owner : d->department);
		cell(s, t);
	}
	end(s, t);
}

static void show_checklists(struct show *s)
{
	static const char *const titles[] = { N_("category"), N_("task"),	"zh", "en",
					      N_("within"),   N_("department"), NULL };
	struct table *t;
	size_t i, k;

	if (!s->p->nchecklists)
		return;
	begin(s, _("checklists"), s->p->nchecklists);
	t = table_of(titles);
	for (i = 0; i < s->p->nchecklists; i++)
		for (k = 0; k < s->p->checklist[i].ntasks; k++) {
			const struct policy_task *x = &s->p->checklist[i].task[k];

			table_row(t);
			table_cell(t, k ? "" : s->p->checklist[i].name);
			table_cell(t, x->name);
			table_cell(t, x->label.zh ? x->label.zh : "");
			table_cell(t, x->label.en ? x->label.en : "");
			if (x->within.kind != LIMIT_NONE)
				policytext_limit(&s->cell, &x->within, NULL);
			cell(s, t);
			table_cell(t, x->department ? x->department : x->owner ? x->owner : "");
		}
	end(s, t);
}

static void show_compensations(struct show *s)
{
	static const char *const titles[] = { N_("compensation"),	 "zh",	       "en", N_("unit"),
					      N_("approved by"), N_("within"), NULL };
	struct table *t;
	size_t i;

	if (!s->p->ncompensations)
		return;
	begin(s, _("compensation"), s->p->ncompensations);
	t = table_of(titles);
	for (i = 0; i < s->p->ncompensations; i++) {
		const struct policy_compensation *c = &s->p->compensation[i];

		label_cells(t, c->name, &c->label);
		table_cell(t, c->unit);
		table_cell(t, c->approve ? c->approve : "");
		if (c->within.kind != LIMIT_NONE)
			policytext_limit(&s->cell, &c->within, NULL);
		cell(s, t);
	}
	end(s, t);
}

static void show_targets(struct show *s)
{
	static const char *const titles[] = { N_("target"), N_("goal"), N_("for"), NULL };
	struct table *t;
	size_t i;

	if (!s->p->ntargets)
		return;
	begin(s, _("targets"), s->p->ntargets);
	t = table_of(titles);
	for (i = 0; i < s->p->ntargets; i++) {
		table_row(t);
		table_cell(t, s->p->target[i].name);
		policytext_target(&s->cell, &s->p->target[i]);
		cell(s, t);
		policytext_filter(&s->cell, s->p, s->set, &s->p->target[i].filter, NULL);
		cell(s, t);
	}
	end(s, t);
}

static void show_survey(struct show *s)
{
	static const char *const titles[] = { N_("question"), "zh", "en", N_("answer"), NULL };
	const struct policy_survey *v = &s->p->survey;
	struct table *t;
	size_t i;

	if (!v->present)
		return;
	policytext_events(&s->cell, s->p, s->set, &v->after, NULL);
	strbuf_addstr(s->out, "\n");
	strbuf_addf(s->out, _("survey (after %s)\n"), s->cell.buf);
	strbuf_reset(&s->cell);
	t = table_of(titles);
	for (i = 0; i < v->nask; i++) {
		label_cells(t, v->ask[i].name, &v->ask[i].label);
		if (v->ask[i].answer == ANSWER_SCALE)
			table_cellf(t, v->ask[i].scale == 10 ? "0-%d" : "1-%d", v->ask[i].scale);
		else
			table_cell(t, v->ask[i].answer == ANSWER_TEXT ? _("in words") : _("yes or no"));
	}
	end(s, t);
}

void policyshow_text(struct strbuf *out, const struct policy_set *set)
{
	struct show s = { out, set, policy_set_now(set), STRBUF_INIT };
	const struct policy *p = s.p;

	show_head(&s);
	show_calendars(&s);
	show_kinds(&s);
	show_items(&s, _("channels"), p->channel, p->nchannels);
	show_items(&s, _("types of customers"), p->type, p->ntypes);
	show_items(&s, _("hold reasons"), p->reason, p->nreasons);
	show_items(&s, _("causes"), p->cause, p->ncauses);
	show_items(&s, _("places"), p->place, p->nplaces);
	show_departments(&s);
	show_persons(&s);
	show_categories(&s);
	show_items(&s, _("own events"), p->event, p->nevents);
	show_requires(&s);
	show_clocks(&s);
	show_steps(&s);
	show_notify(&s);
	show_checklists(&s);
	show_duties(&s);
	show_compensations(&s);
	show_survey(&s);
	show_targets(&s);
	strbuf_release(&s.cell);
}
