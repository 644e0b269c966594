/* render_text: the parts of the report below the first screen. */
#include <string.h>

#include "base/i18n.h"
#include "report/charts.h"
#include "report/render_doc.h"
#include "report/render_below.h"
#include "report/render_days.h"
#include "report/render_comparison.h"
#include "report/render_correction.h"
#include "report/render_desks.h"
#include "report/render_completeness.h"
#include "report/render_meeting.h"
#include "report/render_money.h"
#include "report/render_opinion.h"
#include "report/render_score.h"
#include "report/render_warnings.h"
#include "values/duration.h"

#define BREACHES_SHOWN 50
#define LATER_SHOWN    20

void doc_more(struct doc *d, size_t shown, size_t all)
{
	if (shown >= all)
		return;
	if (d->is_markdown)
		strbuf_addch(d->to->out, '\n');
	doc_line(d, _("  ... and %zu more (--format csv has all)"), all - shown);
}

/* Columns that are rarely needed take room only where they are. */
static void count_rare(const struct figures *f, uint64_t *dropped, uint64_t *unknown)
{
	size_t i;

	*dropped = *unknown = 0;
	for (i = 0; i < f->nclocks; i++) {
		*dropped += f->clock[i].dropped;
		*unknown += f->clock[i].unknown;
	}
}

void doc_clocks(struct doc *d)
{
	const struct figures *f = d->f;
	uint64_t dropped, unknown;
	size_t i;

	if (!f->nclocks)
		return;
	count_rare(f, &dropped, &unknown);
	doc_heading(d, _("Clocks: met of those decided in the period"));
	doc_picture(d, chart_attainment);
	doc_table(d);
	doc_column(d, _("clock"), TABLE_WRAP);
	doc_column(d, _("kind"), TABLE_WRAP);
	doc_column(d, _("severity"), TABLE_WRAP);
	doc_column(d, _("attainment"), TABLE_RIGHT);
	doc_column(d, _("undecided"), TABLE_RIGHT);
	if (dropped)
		doc_column(d, _("dropped"), TABLE_RIGHT);
	if (unknown)
		doc_column(d, _("unknown"), TABLE_RIGHT);
	for (i = 0; i < f->nclocks; i++) {
		const struct figure_clock *c = &f->clock[i];

		doc_row(d);
		doc_cell(d, doc_clock_label(d, c->clock));
		doc_cell(d, doc_label(d, COLUMN_KIND, c->kind));
		doc_cell(d, doc_label(d, COLUMN_SEVERITY, c->severity));
		doc_cell_share(d, c->met, c->decided);
		doc_cell_count(d, c->undecided);
		if (dropped)
			doc_cell_count(d, c->dropped);
		if (unknown)
			doc_cell_count(d, c->unknown);
	}
	doc_table_end(d);
}

static void print_breach(struct doc *d, const struct figure_late *x)
{
	struct strbuf due = STRBUF_INIT, length = STRBUF_INIT, late = STRBUF_INIT;

	doc_row(d);
	if (d->f->ndesks > 1)
		doc_cell(d, x->desk);
	doc_cell(d, x->case_id);
	doc_cell_clock(d, x);
	doc_cell(d, *x->owner ? policy_value_label(x->policy, COLUMN_OWNER, x->owner, d->lang) : "-");
	doc_time(&due, x->due, x->zone);
	doc_cell(d, d->f->ndesks > 1 && d->form == DOC_TEXT ? due.buf + 5 : due.buf);  /* no room for the year */
	duration_format_short(&length, x->late_s);
	strbuf_addf(&late, x->done == INSTANT_NONE ? _("%s (not done)") : "%s", length.buf);
	doc_cell(d, late.buf);
	strbuf_release(&due);
	strbuf_release(&length);
	strbuf_release(&late);
}

void doc_breaches(struct doc *d, size_t shown)
{
	const struct figure_list *list = &d->f->breaches;
	size_t n = doc_rows(d, shown, list->n), i;

	if (!n)
		return;
	doc_heading(d, _("Breaches that fell in the period, the most late first"));
	doc_table(d);
	if (d->f->ndesks > 1)
		doc_column(d, _("desk"), TABLE_WRAP);
	doc_column(d, _("case"), TABLE_LEFT);
	doc_column(d, _("clock"), TABLE_WRAP);
	doc_column(d, _("owner"), TABLE_WRAP);
	doc_column(d, _("due"), TABLE_LEFT);
	doc_column(d, _("how late"), TABLE_LEFT);
	doc_fold(d, DOC_FOLD, n);
	for (i = 0; i < n; i++)
		print_breach(d, &list->late[i]);
	doc_table_end(d);
	doc_more(d, n, list->n);
}

void doc_rates(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;
	int r;

	if (!f->nkinds)
		return;
	doc_heading(d, _("Rates by kind"));
	doc_table(d);
	doc_column(d, _("kind"), TABLE_WRAP);
	doc_column(d, _("measure"), TABLE_LEFT);
	doc_column(d, _("value"), TABLE_RIGHT);
	for (i = 0; i < f->nkinds; i++)
		for (r = 0; r < RATE_COUNT; r++) {
			const struct tally_rate *x = &f->kind[i].rate[r];
			struct strbuf mean = STRBUF_INIT;

			doc_row(d);
			doc_cell(d, r && d->form == DOC_TEXT ? "" : doc_label(d, COLUMN_KIND, f->kind[i].kind));
			doc_cell(d, rate_label((enum rate)r));
			if (r != RATE_CONTACTS || !x->of) {
				doc_cell_share(d, x->n, x->of);
				continue;
			}
			strbuf_addf(&mean, "%.2f (%llu/%llu)", figures_share(x->n, x->of),
				    (unsigned long long)x->n, (unsigned long long)x->of);
			doc_cell(d, mean.buf);
			strbuf_release(&mean);
		}
	doc_table_end(d);
	if (f->anonymous)
		doc_line(d, _("  without a known customer, not in repeat contact: %llu"),
			 (unsigned long long)f->anonymous);
}

static void print_times(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;
	uint64_t cases = 0;
	int m;

	for (i = 0; i < f->nkinds; i++)
		for (m = 0; m < TIME_COUNT; m++)
			cases += f->kind[i].time[m].n;
	if (!cases)
		return;
	doc_heading(d, _("Times of the cases received (Kaplan-Meier; net: without pauses)"));
	doc_table(d);
	doc_column(d, _("kind"), TABLE_WRAP);
	doc_column(d, _("measure"), TABLE_LEFT);
	doc_column(d, _("cases"), TABLE_RIGHT);
	doc_column(d, _("censored"), TABLE_RIGHT);
	doc_column(d, _("half within"), TABLE_RIGHT);
	doc_column(d, _("90 % within"), TABLE_RIGHT);
	for (i = 0; i < f->nkinds; i++)
		for (m = 0; m < TIME_COUNT; m++) {
			const struct figure_kind *k = &f->kind[i];

			if (!k->time[m].n)
				continue;
			doc_row(d);
			doc_cell(d, m && d->form == DOC_TEXT ? "" : doc_label(d, COLUMN_KIND, k->kind));
			doc_cell(d, time_label((enum time_measure)m));
			doc_cell_count(d, k->time[m].n);
			doc_cell_count(d, k->time[m].censored);
			doc_cell_seconds(d, k->p50[m]);
			doc_cell_seconds(d, k->p90[m]);
		}
	doc_table_end(d);
}

static void print_backlog(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	if (!f->nkinds)
		return;
	doc_heading(d, _("Backlog: open before + opened + reopened - resolved - cancelled = open after"));
	doc_table(d);
	doc_column(d, _("kind"), TABLE_WRAP);
	doc_column(d, _("before"), TABLE_RIGHT);
	doc_column(d, _("opened"), TABLE_RIGHT);
	doc_column(d, _("reopened"), TABLE_RIGHT);
	doc_column(d, _("resolved"), TABLE_RIGHT);
	doc_column(d, _("cancelled"), TABLE_RIGHT);
	doc_column(d, _("after"), TABLE_RIGHT);
	for (i = 0; i < f->nkinds; i++) {
		const struct figure_kind *k = &f->kind[i];

		doc_row(d);
		doc_cell(d, doc_label(d, COLUMN_KIND, k->kind));
		doc_cell_count(d, k->backlog_from);
		doc_cell_count(d, k->opened);
		doc_cell_count(d, k->reopened);
		doc_cell_count(d, k->resolved);
		doc_cell_count(d, k->withdrawn);
		doc_cell_count(d, k->backlog_to);
	}
	doc_table_end(d);
}

static void print_ages(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;
	int a;

	if (!f->nkinds)
		return;
	doc_heading(d, _("Age of what is open now (of these waiting)"));
	doc_picture(d, chart_ages);
	doc_table(d);
	doc_column(d, _("kind"), TABLE_WRAP);
	for (a = 0; a < TALLY_AGES; a++)
		doc_column(d, _(report_age_names[a]), TABLE_RIGHT);
	doc_column(d, _("all"), TABLE_RIGHT);
	for (i = 0; i < f->nkinds; i++) {
		const struct figure_kind *k = &f->kind[i];
		struct strbuf sb = STRBUF_INIT;

		doc_row(d);
		doc_cell(d, doc_label(d, COLUMN_KIND, k->kind));
		for (a = 0; a <= TALLY_AGES; a++) {
			uint64_t waiting = a < TALLY_AGES ? k->age_waiting[a] : k->waiting_now;
			uint64_t open = a < TALLY_AGES ? k->age_open[a] + waiting : k->open_now;

			strbuf_reset(&sb);
			strbuf_addf(&sb, "%llu", (unsigned long long)open);
			if (waiting)
				strbuf_addf(&sb, " (%llu)", (unsigned long long)waiting);
			doc_cell(d, sb.buf);
		}
		strbuf_release(&sb);
	}
	doc_table_end(d);
}

void doc_later(struct doc *d)
{
	const struct figures *f = d->f;
	size_t n = f->nlater < LATER_SHOWN ? f->nlater : LATER_SHOWN, i, k, all = 0;

	if (!n)
		return;
	doc_heading(d, _("Rows that were logged after the as-of time"));
	doc_table(d);
	doc_column(d, _("log"), TABLE_WRAP);
	doc_column(d, _("line"), TABLE_RIGHT);
	doc_column(d, _("case"), TABLE_LEFT);
	doc_column(d, _("happened"), TABLE_LEFT);
	doc_column(d, _("logged"), TABLE_LEFT);
	for (i = 0; i < f->ndesks; i++) {
		const struct figure_desk *desk = &f->desk[i];

		all += desk->later_count;
		for (k = desk->first_later; k < desk->first_later + desk->nlater && k < n; k++) {
			struct strbuf sb = STRBUF_INIT;

			doc_row(d);
			doc_cell(d, f->later[k].log);
			doc_cell_count(d, f->later[k].line);
			doc_cell(d, f->later[k].case_id);
			doc_time(&sb, f->later[k].at, desk->zone);
			doc_cell(d, sb.buf);
			strbuf_reset(&sb);
			doc_time(&sb, f->later[k].logged, desk->zone);
			doc_cell(d, sb.buf);
			strbuf_release(&sb);
		}
	}
	doc_table_end(d);
	doc_more(d, n, all);
}

void doc_details(struct doc *d)
{
	comparison_text(d);
	desks_text(d);
	doc_targets(d);
	warnings_text(d);
	opinion_text(d);
	doc_clocks(d);
	doc_breaches(d, BREACHES_SHOWN);
	below_text(d);
	doc_rates(d);
	completeness_text(d);
	print_times(d);
	print_backlog(d);
	days_text(d);
	print_ages(d);
	followup_text(d);
	weak_text(d);
	doc_breakdown(d);
	score_text(d);
	correction_text(d);
	money_text(d);
	doc_load(d);
	doc_later(d);
	desks_proof(d);
}
