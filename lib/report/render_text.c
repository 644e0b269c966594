/* render_text: the parts of the report below the first screen, and the two forms for people. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "report/render_doc.h"
#include "report/render_money.h"
#include "values/duration.h"

#define BREACHES_SHOWN 50
#define VALUES_SHOWN   15
#define LATER_SHOWN    20

static void more(struct doc *d, size_t shown, size_t all)
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

static void print_clocks(struct doc *d)
{
	const struct figures *f = d->f;
	uint64_t dropped, unknown;
	size_t i;

	if (!f->nclocks)
		return;
	count_rare(f, &dropped, &unknown);
	doc_heading(d, _("Clocks: met of those decided in the period"));
	doc_table(d);
	doc_column(d, _("clock"), TABLE_TRUNCATE);
	doc_column(d, _("kind"), TABLE_TRUNCATE);
	doc_column(d, _("severity"), TABLE_TRUNCATE);
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
	doc_cell(d, d->f->ndesks > 1 && !d->is_markdown ? due.buf + 5 : due.buf);  /* no room for the year */
	duration_format_short(&length, x->late_s);
	strbuf_addf(&late, x->done == INSTANT_NONE ? _("%s (not done)") : "%s", length.buf);
	doc_cell(d, late.buf);
	strbuf_release(&due);
	strbuf_release(&length);
	strbuf_release(&late);
}

static void print_breaches(struct doc *d)
{
	const struct figure_list *list = &d->f->breaches;
	size_t n = list->n < BREACHES_SHOWN ? list->n : BREACHES_SHOWN, i;

	if (!n)
		return;
	doc_heading(d, _("Breaches that fell in the period, the latest first"));
	doc_table(d);
	if (d->f->ndesks > 1)
		doc_column(d, _("desk"), TABLE_TRUNCATE);
	doc_column(d, _("case"), TABLE_LEFT);
	doc_column(d, _("clock"), TABLE_TRUNCATE);
	doc_column(d, _("owner"), TABLE_TRUNCATE);
	doc_column(d, _("due"), TABLE_LEFT);
	doc_column(d, _("how late"), TABLE_LEFT);
	for (i = 0; i < n; i++)
		print_breach(d, &list->late[i]);
	doc_table_end(d);
	more(d, n, list->n);
}

static void print_rates(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;
	int r;

	if (!f->nkinds)
		return;
	doc_heading(d, _("Rates by kind"));
	doc_table(d);
	doc_column(d, _("kind"), TABLE_TRUNCATE);
	doc_column(d, _("measure"), TABLE_LEFT);
	doc_column(d, _("value"), TABLE_RIGHT);
	for (i = 0; i < f->nkinds; i++)
		for (r = 0; r < RATE_COUNT; r++) {
			const struct tally_rate *x = &f->kind[i].rate[r];
			struct strbuf mean = STRBUF_INIT;

			doc_row(d);
			doc_cell(d, r ? "" : doc_label(d, COLUMN_KIND, f->kind[i].kind));
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
	doc_column(d, _("kind"), TABLE_TRUNCATE);
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
			doc_cell(d, m ? "" : doc_label(d, COLUMN_KIND, k->kind));
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
	doc_column(d, _("kind"), TABLE_TRUNCATE);
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
	doc_table(d);
	doc_column(d, _("kind"), TABLE_TRUNCATE);
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

static const char *column_label(const struct doc *d, const struct figure_dim *dim)
{
	const struct policy_field *field = policy_field(d->f->desk[0].in_force, dim->column);

	return field ? policy_label(&field->label, dim->name, d->lang) : _(dim->name);
}

static void print_dim(struct doc *d, const struct figure_dim *dim)
{
	size_t n = dim->is_asked || dim->n < VALUES_SHOWN ? dim->n : VALUES_SHOWN, i;
	struct strbuf title = STRBUF_INIT;

	strbuf_addf(&title, _("By %s"), column_label(d, dim));
	doc_heading(d, title.buf);
	strbuf_release(&title);
	doc_table(d);
	doc_column(d, column_label(d, dim), TABLE_TRUNCATE);
	doc_column(d, _("received"), TABLE_RIGHT);
	doc_column(d, _("concluded"), TABLE_RIGHT);
	doc_column(d, _("still open"), TABLE_RIGHT);
	doc_column(d, _("cancelled"), TABLE_RIGHT);
	doc_column(d, _("clocks met"), TABLE_RIGHT);
	doc_column(d, _("breached"), TABLE_RIGHT);
	for (i = 0; i < n; i++) {
		const struct figure_value *v = &dim->value[i];

		doc_row(d);
		doc_cell(d, doc_label(d, dim->column, v->value));
		doc_cell_count(d, v->received);
		doc_cell_count(d, v->concluded);
		doc_cell_count(d, v->open);
		doc_cell_count(d, v->cancelled);
		doc_cell_count(d, v->met);
		doc_cell_count(d, v->breached);
	}
	doc_table_end(d);
	more(d, n, dim->n);
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
	doc_column(d, _("channel"), TABLE_TRUNCATE);
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

static void print_load(struct doc *d)
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

static void print_later(struct doc *d)
{
	const struct figures *f = d->f;
	size_t n = f->nlater < LATER_SHOWN ? f->nlater : LATER_SHOWN, i, k, all = 0;

	if (!n)
		return;
	doc_heading(d, _("Rows that were logged after the as-of time"));
	doc_table(d);
	doc_column(d, _("log"), TABLE_TRUNCATE);
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
			doc_cell(d, desk->log);
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
	more(d, n, all);
}

static void print_wrapped(struct doc *d, const char *s)
{
	size_t n = strlen(s), room = d->is_markdown || d->width < 8 ? n : d->width - 4, take;

	for (; n; s += take, n -= take) {
		take = utf8_fit(s, n, room);
		if (!take)
			break;
		doc_line(d, "    %.*s", (int)take, s);
	}
}

static void print_proof(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	doc_heading(d, _("Rules and seal"));
	for (i = 0; i < f->ndesks; i++) {
		doc_line(d, _("  %s: policy %s, SHA-256"), f->desk[i].name, f->desk[i].policy);
		print_wrapped(d, f->desk[i].policy_sha256);
		if (!f->desk[i].seal)
			continue;
		doc_line(d, "  %s", _("newest seal:"));
		print_wrapped(d, f->desk[i].seal);
	}
}

void doc_details(struct doc *d)
{
	print_clocks(d);
	print_breaches(d);
	print_rates(d);
	print_times(d);
	print_backlog(d);
	print_ages(d);
	print_by(d);
	print_levels(d);
	print_delays(d);
	money_text(d);
	print_load(d);
	print_later(d);
	print_proof(d);
}

void report_text(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	struct doc d;

	doc_init(&d, to, f, style, 0);
	doc_screen(&d);
	doc_details(&d);
	doc_release(&d);
}

void report_message(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	struct doc d;

	doc_init(&d, to, f, style, 0);
	d.is_message = 1;
	doc_screen(&d);
	doc_release(&d);
}

void report_markdown(struct report_out *to, const struct figures *f,
		     const struct report_style *style)
{
	struct doc d;

	doc_init(&d, to, f, style, 1);
	strbuf_addf(to->out, "# %s\n\n", _("Service desk report"));
	doc_screen(&d);
	doc_details(&d);
	doc_release(&d);
}
