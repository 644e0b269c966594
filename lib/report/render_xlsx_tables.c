/* The sheets of clocks, kinds and hours, and their charts. */
#include "report/render_xlsx.h"

#include "base/i18n.h"

/* --- clocks ---------------------------------------------------------------------------------------- */

static void clock_row(struct book *b, const struct figure_clock *c)
{
	struct strbuf name = STRBUF_INIT;

	strbuf_addf(&name, "%s · %s", doc_clock_label(&b->d, c->clock), doc_label(&b->d, COLUMN_KIND, c->kind));
	if (*c->severity)
		strbuf_addf(&name, " %s", doc_label(&b->d, COLUMN_SEVERITY, c->severity));
	xlsx_row(b->w);
	xlsx_text(b->w, name.buf);
	xlsx_text(b->w, c->clock);
	xlsx_text(b->w, c->kind);
	xlsx_text(b->w, c->severity);
	xlsx_count(b->w, c->met);
	xlsx_count(b->w, c->breached);
	xlsx_count(b->w, c->decided);
	xlsx_share(b->w, c->met, c->decided);
	xlsx_count(b->w, c->undecided);
	xlsx_count(b->w, c->dropped);
	xlsx_count(b->w, c->unknown);
	strbuf_release(&name);
}

void sheet_clocks(struct book *b)
{
	const struct figures *f = b->f;
	struct xlsx_chart chart = {
		.form = CHART_BARS, .title = _("Clocks: met and breached of what was decided"), .first = 1,
		.series = { { 4, BOOK_GOOD }, { 5, BOOK_LATE } }, .nseries = 2, .row = 1, .column = 12 };
	size_t i;

	if (!f->nclocks)
		return;
	xlsx_sheet(b->w, _("Clocks"));
	xlsx_column(b->w, _("clock"), 34);
	xlsx_column(b->w, _("code"), 16);
	xlsx_column(b->w, _("kind"), 14);
	xlsx_column(b->w, _("severity"), 12);
	xlsx_column(b->w, _("met"), 10);
	xlsx_column(b->w, _("breached"), 10);
	xlsx_column(b->w, _("decided"), 10);
	xlsx_column(b->w, _("attainment"), 12);
	xlsx_column(b->w, _("undecided"), 10);
	xlsx_column(b->w, _("dropped"), 10);
	xlsx_column(b->w, _("unknown"), 10);
	for (i = 0; i < f->nclocks; i++)
		clock_row(b, &f->clock[i]);
	chart.last = xlsx_at(b->w);
	xlsx_chart(b->w, &chart);
}

/* --- kinds ----------------------------------------------------------------------------------------- */

void sheet_rates(struct book *b)
{
	const struct figures *f = b->f;
	size_t i;
	int r;

	if (!f->nkinds)
		return;
	xlsx_sheet(b->w, _("Rates"));
	xlsx_column(b->w, _("kind"), 16);
	xlsx_column(b->w, _("measure"), 36);
	xlsx_column(b->w, _("value"), 12);
	xlsx_column(b->w, _("number"), 10);
	xlsx_column(b->w, _("of how many"), 10);
	for (i = 0; i < f->nkinds; i++)
		for (r = 0; r < RATE_COUNT; r++) {
			const struct tally_rate *x = &f->kind[i].rate[r];

			xlsx_row(b->w);
			xlsx_text(b->w, doc_label(&b->d, COLUMN_KIND, f->kind[i].kind));
			xlsx_text(b->w, rate_label((enum rate)r));
			if (r == RATE_CONTACTS && x->of)
				xlsx_number(b->w, figures_share(x->n, x->of), XLSX_REAL);
			else
				xlsx_share(b->w, x->n, x->of);
			xlsx_count(b->w, x->n);
			xlsx_count(b->w, x->of);
		}
}

static void put_quantile(struct book *b, double seconds)
{
	if (seconds >= 0)
		xlsx_seconds(b->w, seconds);
	else
		xlsx_text(b->w, _("not reached"));
}

void sheet_times(struct book *b)
{
	const struct figures *f = b->f;
	size_t i;
	int m;

	if (!f->nkinds)
		return;
	xlsx_sheet(b->w, _("Times"));
	xlsx_column(b->w, _("kind"), 16);
	xlsx_column(b->w, _("measure"), 36);
	xlsx_column(b->w, _("cases"), 10);
	xlsx_column(b->w, _("censored"), 10);
	xlsx_column(b->w, _("half within"), 14);
	xlsx_column(b->w, _("90 % within"), 14);
	for (i = 0; i < f->nkinds; i++)
		for (m = 0; m < TIME_COUNT; m++) {
			const struct figure_kind *k = &f->kind[i];

			if (!k->time[m].n)
				continue;
			xlsx_row(b->w);
			xlsx_text(b->w, doc_label(&b->d, COLUMN_KIND, k->kind));
			xlsx_text(b->w, time_label((enum time_measure)m));
			xlsx_count(b->w, k->time[m].n);
			xlsx_count(b->w, k->time[m].censored);
			put_quantile(b, k->p50[m]);
			put_quantile(b, k->p90[m]);
		}
}

void sheet_backlog(struct book *b)
{
	const struct figures *f = b->f;
	size_t i;

	if (!f->nkinds)
		return;
	xlsx_sheet(b->w, _("Backlog"));
	xlsx_column(b->w, _("kind"), 16);
	xlsx_column(b->w, _("before"), 10);
	xlsx_column(b->w, _("opened"), 10);
	xlsx_column(b->w, _("reopened"), 10);
	xlsx_column(b->w, _("resolved"), 10);
	xlsx_column(b->w, _("cancelled"), 10);
	xlsx_column(b->w, _("after"), 10);
	for (i = 0; i < f->nkinds; i++) {
		const struct figure_kind *k = &f->kind[i];

		xlsx_row(b->w);
		xlsx_text(b->w, doc_label(&b->d, COLUMN_KIND, k->kind));
		xlsx_count(b->w, k->backlog_from);
		xlsx_count(b->w, k->opened);
		xlsx_count(b->w, k->reopened);
		xlsx_count(b->w, k->resolved);
		xlsx_count(b->w, k->withdrawn);
		xlsx_count(b->w, k->backlog_to);
	}
}

/* All kinds first, which the chart is of; then each. */
static void age_row(struct book *b, int age)
{
	const struct figures *f = b->f;
	uint64_t open = 0, waiting = 0;
	size_t i;

	for (i = 0; i < f->nkinds; i++) {
		open += f->kind[i].age_open[age];
		waiting += f->kind[i].age_waiting[age];
	}
	xlsx_row(b->w);
	xlsx_text(b->w, _(report_age_names[age]));
	xlsx_count(b->w, open);
	xlsx_count(b->w, waiting);
	for (i = 0; i < f->nkinds; i++)
		xlsx_count(b->w, f->kind[i].age_open[age] + f->kind[i].age_waiting[age]);
}

void sheet_ages(struct book *b)
{
	const struct figures *f = b->f;
	struct xlsx_chart chart = {
		.form = CHART_COLUMNS, .title = _("Age of what is open now"), .first = 1, .last = TALLY_AGES,
		.series = { { 1, BOOK_BAR }, { 2, BOOK_SOFT } }, .nseries = 2, .row = TALLY_AGES + 2 };
	size_t i;
	int age;

	if (!f->nkinds)
		return;
	xlsx_sheet(b->w, _("Ages"));
	xlsx_column(b->w, _("age"), 12);
	xlsx_column(b->w, _("being worked on"), 16);
	xlsx_column(b->w, _("waiting"), 12);
	for (i = 0; i < f->nkinds; i++)
		xlsx_column(b->w, doc_label(&b->d, COLUMN_KIND, f->kind[i].kind), 14);
	for (age = 0; age < TALLY_AGES; age++)
		age_row(b, age);
	xlsx_chart(b->w, &chart);
}

/* --- load ------------------------------------------------------------------------------------------ */

static void load_row(struct book *b, int hour)
{
	const struct figures *f = b->f;
	struct strbuf sb = STRBUF_INIT;
	uint64_t received = 0, contacts = 0;
	int day;

	for (day = 0; day < 7; day++) {
		received += f->load[day][hour];
		contacts += f->contacts[day][hour];
	}
	strbuf_addf(&sb, "%02d-%02d", hour, hour + 1);
	xlsx_row(b->w);
	xlsx_text(b->w, sb.buf);
	for (day = 0; day < 7; day++)
		xlsx_count(b->w, f->load[day][hour] + f->contacts[day][hour]);
	xlsx_count(b->w, received);
	xlsx_count(b->w, contacts);
	strbuf_release(&sb);
}

void sheet_load(struct book *b)
{
	static const char *const names[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"),
					     N_("Sat"), N_("Sun") };
	struct xlsx_chart chart = {
		.form = CHART_COLUMNS, .title = _("Load: cases received and further contacts, by local hour and weekday"),
		.first = 1, .last = 24, .series = { { 8, BOOK_BAR }, { 9, BOOK_SOFT } }, .nseries = 2,
		.row = 1, .column = 11 };
	int i;

	xlsx_sheet(b->w, _("Load"));
	xlsx_column(b->w, _("hour"), 10);
	for (i = 0; i < 7; i++)
		xlsx_column(b->w, _(names[i]), 8);
	xlsx_column(b->w, _("received"), 12);
	xlsx_column(b->w, _("contacts"), 12);
	for (i = 0; i < 24; i++)
		load_row(b, i);
	xlsx_heat(b->w, 1, 1, 24, 7);
	xlsx_chart(b->w, &chart);
}
