/* render_breakdown: the cases by what the log knows of them, for the forms that people read. */
#include <string.h>

#include "base/i18n.h"
#include "report/charts.h"
#include "values/duration.h"

#define VALUES_SHOWN 15

static void print_dim(struct doc *d, const struct figure_dim *dim)
{
	size_t n = dim->is_asked || dim->n < VALUES_SHOWN ? dim->n : VALUES_SHOWN, i;
	struct strbuf title = STRBUF_INIT;

	strbuf_addf(&title, _("By %s"), doc_column_label(d, dim->name));
	doc_heading(d, title.buf);
	strbuf_release(&title);
	doc_table(d);
	doc_column(d, doc_column_label(d, dim->name), TABLE_WRAP);
	doc_column(d, _("received"), TABLE_RIGHT);
	doc_column(d, _("concluded"), TABLE_RIGHT);
	doc_column(d, _("still open"), TABLE_RIGHT);
	doc_column(d, _("cancelled"), TABLE_RIGHT);
	doc_column(d, _("clocks met"), TABLE_RIGHT);
	doc_column(d, _("breached"), TABLE_RIGHT);
	for (i = 0; i < n; i++) {
		const struct figure_value *v = &dim->value[i];

		doc_row(d);
		doc_cell(d, doc_value_label(d, dim->name, v->value));
		doc_cell_count(d, v->received);
		doc_cell_count(d, v->concluded);
		doc_cell_count(d, v->open);
		doc_cell_count(d, v->cancelled);
		doc_cell_count(d, v->met);
		doc_cell_count(d, v->breached);
	}
	doc_table_end(d);
	doc_more(d, n, dim->n);
}

/* Columns that nobody fills in would only repeat the sum. */
static int says_something(const struct figure_dim *dim)
{
	return dim->n > 1 || (dim->n == 1 && *dim->value[0].value);
}

static void print_by(struct doc *d)
{
	const struct figures *f = d->f;
	int asked = 0;
	size_t i;

	for (i = 0; i < f->ndims; i++)
		asked |= f->dim[i].is_asked;
	for (i = 0; i < f->ndims; i++)
		if (asked ? f->dim[i].is_asked : says_something(&f->dim[i]))
			print_dim(d, &f->dim[i]);
}

static void print_levels(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	if (!f->nlevels)
		return;
	doc_heading(d, _("Cases escalated, by the level reached last"));
	doc_table(d);
	doc_column(d, _("level"), TABLE_LEFT);
	doc_column(d, _("cases"), TABLE_RIGHT);
	for (i = 0; i < f->nlevels; i++) {
		doc_row(d);
		doc_cell(d, *f->level[i].name ? policy_level_label(f->desk[0].in_force,
								   f->level[i].name, d->lang)
					      : "-");
		doc_cell_count(d, f->level[i].n);
	}
	doc_table_end(d);
}

/* C23; not where nobody has ever told one. */
void doc_causes(struct doc *d)
{
	const struct figures *f = d->f;
	uint64_t all = 0;
	size_t i;

	for (i = 0; i < f->ncauses; i++)
		all += f->cause[i].n;
	if (!f->ncauses || (f->ncauses == 1 && !*f->cause[0].name))
		return;
	doc_heading(d, _("Causes of the cases concluded"));
	doc_picture(d, chart_causes);
	doc_table(d);
	doc_column(d, _("cause"), TABLE_WRAP);
	doc_column(d, _("cases"), TABLE_RIGHT);
	for (i = 0; i < f->ncauses; i++) {
		doc_row(d);
		doc_cell(d, doc_cause_label(d, f->cause[i].name));
		doc_cell_share(d, f->cause[i].n, all);
	}
	doc_table_end(d);
}

static void print_delays(struct doc *d)
{
	const struct figures *f = d->f;
	struct strbuf limit = STRBUF_INIT, title = STRBUF_INIT;
	size_t i;

	if (!f->ndelays)
		return;
	duration_format_short(&limit, TALLY_DELAY_MAX);
	strbuf_addf(&title, _("later than %s"), limit.buf);
	doc_heading(d, _("Delay between contact and record"));
	doc_table(d);
	doc_column(d, _("channel"), TABLE_WRAP);
	doc_column(d, _("cases"), TABLE_RIGHT);
	doc_column(d, _("half within"), TABLE_RIGHT);
	doc_column(d, title.buf, TABLE_RIGHT);
	for (i = 0; i < f->ndelays; i++) {
		doc_row(d);
		doc_cell(d, doc_label(d, COLUMN_CHANNEL, f->delay[i].channel));
		doc_cell_count(d, f->delay[i].n);
		doc_cell_seconds(d, f->delay[i].p50);
		doc_cell_share(d, f->delay[i].late, f->delay[i].n);
	}
	doc_table_end(d);
	strbuf_release(&limit);
	strbuf_release(&title);
}

void doc_load(struct doc *d)
{
	static const char *const names[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"),
					     N_("Sat"), N_("Sun") };
	const struct figures *f = d->f;
	uint64_t sum[24] = { 0 }, all = 0;
	struct strbuf hours = STRBUF_INIT;
	int day, hour;

	for (day = 0; day < 7; day++)
		for (hour = 0; hour < 24; hour++) {
			sum[hour] += f->load[day][hour] + f->contacts[day][hour];
			all += f->load[day][hour] + f->contacts[day][hour];
		}
	if (!all)
		return;
	doc_heading(d, _("Load: cases received and further contacts, by local hour and weekday"));
	doc_picture(d, chart_load);
	doc_table(d);
	doc_column(d, _("hour"), TABLE_LEFT);
	for (day = 0; day < 7; day++)
		doc_column(d, _(names[day]), TABLE_RIGHT);
	doc_column(d, _("all"), TABLE_RIGHT);
	for (hour = 0; hour < 24; hour++) {
		if (!sum[hour])
			continue;
		strbuf_reset(&hours);
		strbuf_addf(&hours, "%02d-%02d", hour, hour + 1);
		doc_row(d);
		doc_cell(d, hours.buf);
		for (day = 0; day < 7; day++)
			doc_cell_count(d, f->load[day][hour] + f->contacts[day][hour]);
		doc_cell_count(d, sum[hour]);
	}
	doc_table_end(d);
	strbuf_release(&hours);
}

void doc_breakdown(struct doc *d)
{
	print_by(d);
	print_levels(d);
	doc_causes(d);
	print_delays(d);
}
