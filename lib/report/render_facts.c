/*
 * render_facts: the report as a list of facts, one a row. csv and jsonl have the same rows and
 * columns; a column that a row does not need is empty (csv) or left out (jsonl).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "report/render.h"

enum cell {
	CELL_SECTION, CELL_DESK, CELL_CASE, CELL_NAME, CELL_KIND, CELL_SEVERITY, CELL_MEASURE,
	CELL_VALUE, CELL_NUMERATOR, CELL_DENOMINATOR, CELL_DUE, CELL_DONE, CELL_OWNER, CELL_TASK,
	CELL_COUNT
};

static const char *const cell_names[CELL_COUNT] = {
	"section", "desk", "case", "name", "kind", "severity", "measure", "value", "numerator",
	"denominator", "due", "done", "owner", "task"
};

struct facts_out {
	struct report_out *to;
	int is_json;
	const struct zone *zone;
	struct strbuf cell[CELL_COUNT];
	char is_number[CELL_COUNT];
};

static void set(struct facts_out *o, enum cell c, const char *s)
{
	strbuf_reset(&o->cell[c]);
	strbuf_addstr(&o->cell[c], s ? s : "");
	o->is_number[c] = 0;
}

static void set_count(struct facts_out *o, enum cell c, uint64_t n)
{
	strbuf_reset(&o->cell[c]);
	strbuf_addf(&o->cell[c], "%llu", (unsigned long long)n);
	o->is_number[c] = 1;
}

static void set_real(struct facts_out *o, enum cell c, double x)
{
	strbuf_reset(&o->cell[c]);
	if (!isnan(x))
		number_format(&o->cell[c], x);
	o->is_number[c] = 1;
}

static void set_time(struct facts_out *o, enum cell c, instant t, const struct zone *zone)
{
	set(o, c, "");
	if (t != INSTANT_NONE)
		instant_format(&o->cell[c], t, zone);
}

/* RFC 4180; nothing before was quoted, so this is the only place that needs it. */
static void add_csv_cell(struct strbuf *out, const struct strbuf *cell)
{
	size_t i;

	if (!strpbrk(cell->buf, ",\"\r\n")) {
		strbuf_add(out, cell->buf, cell->len);
		return;
	}
	strbuf_addch(out, '"');
	for (i = 0; i < cell->len; i++)
		strbuf_addf(out, cell->buf[i] == '"' ? "\"\"" : "%c", cell->buf[i]);
	strbuf_addch(out, '"');
}

static void emit_csv(struct facts_out *o)
{
	int c;

	for (c = 0; c < CELL_COUNT; c++) {
		if (c)
			strbuf_addch(o->to->out, ',');
		add_csv_cell(o->to->out, &o->cell[c]);
	}
	strbuf_addch(o->to->out, '\n');
}

static void emit_json(struct facts_out *o)
{
	struct json_writer w = JSON_WRITER_INIT;
	int c;

	json_begin_object(&w, NULL);
	for (c = 0; c < CELL_COUNT; c++) {
		const struct strbuf *s = &o->cell[c];

		if (!s->len) {
			if (o->is_number[c])
				json_put_null(&w, cell_names[c]);
		} else if (o->is_number[c] && !strpbrk(s->buf, ".e")) {
			json_put_integer(&w, cell_names[c], strtoll(s->buf, NULL, 10));
		} else if (o->is_number[c]) {
			json_put_real(&w, cell_names[c], strtod(s->buf, NULL));
		} else {
			json_put_string(&w, cell_names[c], s->buf, s->len);
		}
	}
	json_end(&w);
	json_finish(&w, o->to->out, 0);
	json_writer_release(&w);
}

/* Write the row and begin the next, empty but for the section. */
static void emit(struct facts_out *o)
{
	int c;

	if (o->is_json)
		emit_json(o);
	else
		emit_csv(o);
	for (c = CELL_SECTION + 1; c < CELL_COUNT; c++)
		set(o, (enum cell)c, "");
	report_flush(o->to);
}

static void begin(struct facts_out *o, const char *section)
{
	set(o, CELL_SECTION, section);
}

static void emit_count(struct facts_out *o, const char *name, const char *kind,
		       const char *measure, uint64_t n)
{
	set(o, CELL_NAME, name);
	set(o, CELL_KIND, kind);
	set(o, CELL_MEASURE, measure);
	set_count(o, CELL_VALUE, n);
	emit(o);
}

static void emit_share(struct facts_out *o, const char *name, const char *kind,
		       const char *measure, uint64_t n, uint64_t of)
{
	set(o, CELL_NAME, name);
	set(o, CELL_KIND, kind);
	set(o, CELL_MEASURE, measure);
	set_real(o, CELL_VALUE, figures_share(n, of));
	set_count(o, CELL_NUMERATOR, n);
	set_count(o, CELL_DENOMINATOR, of);
	emit(o);
}

static void put_head(struct facts_out *o, const struct figures *f)
{
	static const char *const names[] = { "from", "to", "as_of" };
	instant t[] = { f->from, f->to, f->as_of };
	size_t i;

	begin(o, "report");
	for (i = 0; i < 3; i++) {
		set(o, CELL_MEASURE, names[i]);
		set_time(o, CELL_VALUE, t[i], f->zone);
		emit(o);
	}
	emit_count(o, "", "", "so_far", (uint64_t)f->so_far);
	emit_count(o, "", "", "received", f->received);
	emit_count(o, "", "", "concluded", f->concluded);
	emit_count(o, "", "", "open", f->open);
	emit_count(o, "", "", "excluded_cancelled", f->cancelled);
	begin(o, "excluded");
	for (i = 0; i < f->nreasons; i++)
		emit_count(o, f->reason[i].name, "", "cancelled", f->reason[i].n);
}

static void put_clocks(struct facts_out *o, const struct figures *f)
{
	size_t i, k;

	begin(o, "clocks");
	for (i = 0; i < f->nclocks; i++) {
		const struct figure_clock *c = &f->clock[i];
		const struct figure_count count[] = {
			{ "met", c->met }, { "breached", c->breached }, { "undecided", c->undecided },
			{ "dropped", c->dropped }, { "unknown", c->unknown } };

		set(o, CELL_SEVERITY, c->severity);
		emit_share(o, c->clock, c->kind, "attainment", c->met, c->decided);
		for (k = 0; k < sizeof(count) / sizeof(count[0]); k++) {
			set(o, CELL_SEVERITY, c->severity);
			emit_count(o, c->clock, c->kind, count[k].name, count[k].n);
		}
	}
}

static void put_list(struct facts_out *o, const char *section, const struct figure_list *list)
{
	struct strbuf late = STRBUF_INIT;
	size_t i;

	begin(o, section);
	for (i = 0; i < list->n; i++) {
		const struct figure_late *x = &list->late[i];

		set(o, CELL_DESK, x->desk);
		set(o, CELL_CASE, x->case_id);
		set(o, CELL_NAME, x->clock);
		set(o, CELL_OWNER, x->owner);
		set(o, CELL_TASK, x->task);
		set_time(o, CELL_DUE, x->due, x->zone);
		set_time(o, CELL_DONE, x->done, x->zone);
		set(o, CELL_MEASURE, "late_s");
		strbuf_reset(&late);
		strbuf_addf(&late, "%lld", (long long)x->late_s);
		set(o, CELL_VALUE, late.buf);
		o->is_number[CELL_VALUE] = 1;
		emit(o);
	}
	strbuf_release(&late);
}

static void put_times(struct facts_out *o, const struct figure_kind *k)
{
	int m;

	begin(o, "times");
	for (m = 0; m < TIME_COUNT; m++) {
		const char *name = time_name((enum time_measure)m);

		if (!k->time[m].n)
			continue;
		emit_count(o, name, k->kind, "n", k->time[m].n);
		emit_count(o, name, k->kind, "censored", k->time[m].censored);
		set(o, CELL_NAME, name);
		set(o, CELL_KIND, k->kind);
		set(o, CELL_MEASURE, "p50_s");
		set_real(o, CELL_VALUE, k->p50[m]);
		emit(o);
		set(o, CELL_NAME, name);
		set(o, CELL_KIND, k->kind);
		set(o, CELL_MEASURE, "p90_s");
		set_real(o, CELL_VALUE, k->p90[m]);
		emit(o);
	}
}

static void put_backlog(struct facts_out *o, const struct figure_kind *k)
{
	const struct figure_count count[] = {
		{ "at_from", k->backlog_from }, { "opened", k->opened }, { "reopened", k->reopened },
		{ "resolved", k->resolved }, { "cancelled", k->withdrawn },
		{ "at_to", k->backlog_to }, { "open", k->open_now }, { "waiting", k->waiting_now } };
	size_t i;

	begin(o, "backlog");
	for (i = 0; i < sizeof(count) / sizeof(count[0]); i++)
		emit_count(o, "", k->kind, count[i].name, count[i].n);
	for (i = 0; i < TALLY_AGES; i++) {
		emit_count(o, report_age_names[i], k->kind, "open",
			   k->age_open[i] + k->age_waiting[i]);
		emit_count(o, report_age_names[i], k->kind, "waiting", k->age_waiting[i]);
	}
}

static void put_kinds(struct facts_out *o, const struct figures *f)
{
	size_t i;
	int r;

	for (i = 0; i < f->nkinds; i++) {
		const struct figure_kind *k = &f->kind[i];

		begin(o, "kinds");
		emit_count(o, "", k->kind, "received", k->received);
		emit_count(o, "", k->kind, "concluded", k->concluded);
		emit_count(o, "", k->kind, "open", k->received - k->concluded);
		emit_count(o, "", k->kind, "cancelled", k->cancelled);
		begin(o, "rates");
		for (r = 0; r < RATE_COUNT; r++)
			emit_share(o, rate_name((enum rate)r), k->kind, "value", k->rate[r].n,
				   k->rate[r].of);
		put_times(o, k);
		put_backlog(o, k);
	}
}

static void put_by(struct facts_out *o, const struct figure_dim *d)
{
	struct strbuf section = STRBUF_INIT;
	size_t i, k;

	strbuf_addf(&section, "by_%s", d->name);
	begin(o, section.buf);
	strbuf_release(&section);
	for (i = 0; i < d->n; i++) {
		const struct figure_value *v = &d->value[i];
		const struct figure_count count[] = {
			{ "received", v->received }, { "concluded", v->concluded },
			{ "open", v->open }, { "cancelled", v->cancelled },
			{ "decided", v->decided }, { "met", v->met }, { "breached", v->breached } };

		for (k = 0; k < sizeof(count) / sizeof(count[0]); k++)
			emit_count(o, v->value, "", count[k].name, count[k].n);
	}
}

static void put_rest(struct facts_out *o, const struct figures *f)
{
	struct strbuf hour = STRBUF_INIT;
	size_t i;
	int day, h;

	begin(o, "escalations");
	for (i = 0; i < f->nlevels; i++)
		emit_count(o, f->level[i].name, "", "cases", f->level[i].n);
	begin(o, "record_delay");
	for (i = 0; i < f->ndelays; i++) {
		emit_share(o, f->delay[i].channel, "", "share_over_limit", f->delay[i].late,
			   f->delay[i].n);
		set(o, CELL_NAME, f->delay[i].channel);
		set(o, CELL_MEASURE, "p50_s");
		set_real(o, CELL_VALUE, f->delay[i].p50);
		emit(o);
	}
	begin(o, "load");
	for (day = 0; day < 7; day++)
		for (h = 0; h < 24; h++) {
			if (!f->load[day][h] && !f->contacts[day][h])
				continue;
			strbuf_reset(&hour);
			strbuf_addf(&hour, "%s %02d", report_weekdays[day], h);
			emit_count(o, hour.buf, "", "received", f->load[day][h]);
			emit_count(o, hour.buf, "", "contacts", f->contacts[day][h]);
		}
	strbuf_release(&hour);
}

static void put_targets(struct facts_out *o, const struct figures *f)
{
	size_t i;

	begin(o, "targets");
	for (i = 0; i < f->ntargets; i++) {
		const struct figure_target *t = &f->target[i];

		emit_share(o, t->target, "", t->goal, t->n, t->of);
		set(o, CELL_NAME, t->target);
		set(o, CELL_MEASURE, "met");
		set(o, CELL_VALUE, t->met < 0 ? "" : t->met ? "yes" : "no");
		emit(o);
	}
}

static void put_desks(struct facts_out *o, const struct figures *f)
{
	size_t i;

	begin(o, "desks");
	for (i = 0; i < f->ndesks; i++) {
		set(o, CELL_DESK, f->desk[i].name);
		set(o, CELL_NAME, f->desk[i].policy);
		set(o, CELL_MEASURE, "policy_sha256");
		set(o, CELL_VALUE, f->desk[i].policy_sha256);
		emit(o);
		set(o, CELL_DESK, f->desk[i].name);
		set(o, CELL_MEASURE, "seal");
		set(o, CELL_VALUE, f->desk[i].seal);
		emit(o);
		set(o, CELL_DESK, f->desk[i].name);
		emit_count(o, "", "", "logged_later", f->desk[i].later_count);
	}
}

static void put_all(struct report_out *to, const struct figures *f, int is_json)
{
	struct facts_out o = { .to = to, .is_json = is_json, .zone = f->zone };
	size_t i;
	int c;

	for (c = 0; c < CELL_COUNT; c++)
		strbuf_init(&o.cell[c]);
	put_head(&o, f);
	put_targets(&o, f);
	put_clocks(&o, f);
	put_kinds(&o, f);
	for (i = 0; i < f->ndims; i++)
		put_by(&o, &f->dim[i]);
	put_rest(&o, f);
	put_list(&o, "late_now", &f->late);
	put_list(&o, "due_today", &f->due);
	put_list(&o, "breaches", &f->breaches);
	put_desks(&o, f);
	for (c = 0; c < CELL_COUNT; c++)
		strbuf_release(&o.cell[c]);
}

void report_csv(struct report_out *to, const struct figures *f)
{
	int c;

	for (c = 0; c < CELL_COUNT; c++)
		strbuf_addf(to->out, "%s%s", c ? "," : "", cell_names[c]);
	strbuf_addch(to->out, '\n');
	put_all(to, f, 0);
}

void report_jsonl(struct report_out *to, const struct figures *f)
{
	put_all(to, f, 1);
}
