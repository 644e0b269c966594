#include "report/render_replay.h"

#include <string.h>

#include "base/i18n.h"
#include "io/csv.h"
#include "io/json.h"
#include "report/policytext.h"
#include "report/render_doc.h"
#include "values/duration.h"

#define CHANGES_SHOWN 20

static const char *const side_names[REPLAY_SIDES] = { "in_force", "draft" };

static const struct policy *policy_of(const struct replay *r, enum replay_side side)
{
	return policy_set_now(side == REPLAY_DRAFT ? r->options.draft : r->options.in_force);
}

static const struct zone *zone_of(const struct replay *r)
{
	return policy_of(r, REPLAY_IN_FORCE)->zone;
}

/* Where the period has no beginning: the first day of a case. */
static instant beginning(const struct replay *r, const struct period_bounds *w)
{
	if (!w->since_ever)
		return w->from;
	return r->oldest == INSTANT_NONE ? w->shown_to :
					   zone_midnight(zone_of(r), zone_day(zone_of(r), r->oldest));
}

static uint64_t decided(const struct replay_verdicts *v)
{
	return v->met + v->breached;
}

static void add_id(struct strbuf *out, const struct replay *r, caseid id)
{
	caseid_format(out, id, policy_of(r, REPLAY_IN_FORCE)->prefix);
}

/* --- text and Markdown ---------------------------------------------------------------------------- */

/* What one of the two policies calls it. */
static const char *clock_label(const struct replay *r, const char *name, const char *lang)
{
	int side;
	size_t i;

	for (side = 0; side < REPLAY_SIDES; side++) {
		const struct policy *p = policy_of(r, (enum replay_side)side);

		for (i = 0; i < p->nclocks; i++)
			if (!strcmp(p->clock[i].name, name))
				return policy_label(&p->clock[i].label, name, lang);
	}
	return name;
}

static const char *step_label(const struct replay *r, const char *name, const char *lang)
{
	int side;
	size_t i;

	for (side = 0; side < REPLAY_SIDES; side++) {
		const struct policy *p = policy_of(r, (enum replay_side)side);

		for (i = 0; i < p->nsteps; i++)
			if (!strcmp(p->step[i].name, name))
				return policy_label(&p->step[i].label, name, lang);
	}
	return name;
}

static void print_head(struct doc *d, const struct replay *r, const struct period_bounds *w)
{
	struct strbuf from = STRBUF_INIT, to = STRBUF_INIT;

	doc_time(&from, beginning(r, w), zone_of(r));
	doc_time(&to, w->shown_to, zone_of(r));
	doc_line(d, _("%s against the policy in force, %s"), policy_of(r, REPLAY_DRAFT)->path,
		 policy_of(r, REPLAY_IN_FORCE)->path);
	doc_line(d, _("received from %s to %s: %llu cases (cancelled: %llu more)"), from.buf,
		 to.buf, (unsigned long long)r->received, (unsigned long long)r->cancelled);
	doc_line(d, _("late cases: %llu in force, %llu under the draft"),
		 (unsigned long long)r->late[REPLAY_IN_FORCE], (unsigned long long)r->late[REPLAY_DRAFT]);
	strbuf_release(&from);
	strbuf_release(&to);
}

static void print_clocks(struct doc *d, const struct replay *r)
{
	size_t i;
	int side;

	doc_heading(d, _("Clocks"));
	doc_table(d);
	doc_column(d, _("clock"), TABLE_LEFT);
	doc_column(d, _("in force: met"), TABLE_RIGHT);
	doc_column(d, _("late"), TABLE_RIGHT);
	doc_column(d, _("undecided"), TABLE_RIGHT);
	doc_column(d, _("draft: met"), TABLE_RIGHT);
	doc_column(d, _("late"), TABLE_RIGHT);
	doc_column(d, _("undecided"), TABLE_RIGHT);
	for (i = 0; i < r->nclocks; i++) {
		doc_row(d);
		doc_cell(d, clock_label(r, r->clock[i].name, d->lang));
		for (side = 0; side < REPLAY_SIDES; side++) {
			const struct replay_verdicts *v = &r->clock[i].side[side];

			doc_cell_share(d, v->met, decided(v));
			doc_cell_count(d, v->breached);
			doc_cell_count(d, v->undecided + v->unknown);
		}
	}
	doc_table_end(d);
}

static void print_counts(struct doc *d, const char *title, const char *column,
			 const struct replay *r, const struct replay_count *list, size_t n,
			 const char *(*label)(const struct replay *r, const char *name, const char *lang))
{
	size_t i;

	if (!n)
		return;
	doc_heading(d, title);
	doc_table(d);
	doc_column(d, column, TABLE_LEFT);
	doc_column(d, _("in force"), TABLE_RIGHT);
	doc_column(d, _("draft"), TABLE_RIGHT);
	for (i = 0; i < n; i++) {
		doc_row(d);
		doc_cell(d, label(r, list[i].name, d->lang));
		doc_cell_count(d, list[i].side[REPLAY_IN_FORCE]);
		doc_cell_count(d, list[i].side[REPLAY_DRAFT]);
	}
	doc_table_end(d);
}

static const char *receiver_label(const struct replay *r, const char *name, const char *lang)
{
	const char *label = policytext_who(policy_of(r, REPLAY_IN_FORCE), name, lang);

	return strcmp(label, name) != 0 ? label :
					  policytext_who(policy_of(r, REPLAY_DRAFT), name, lang);
}

static void print_change(struct doc *d, const struct replay *r, const struct replay_change *c)
{
	struct strbuf sb = STRBUF_INIT;

	doc_row(d);
	add_id(&sb, r, c->id);
	doc_cell(d, sb.buf);
	doc_cell(d, clock_label(r, c->clock, d->lang));
	strbuf_reset(&sb);
	doc_time(&sb, c->due, zone_of(r));
	doc_cell(d, sb.buf);
	doc_cell_seconds(d, (double)(c->end - c->due));
	doc_cell(d, *c->owner ? receiver_label(r, c->owner, d->lang) : "-");
	strbuf_release(&sb);
}

static void print_changes(struct doc *d, const struct replay *r, int is_newly_late, const char *title)
{
	size_t i, n = 0, shown = 0;

	for (i = 0; i < r->nchanges; i++)
		n += r->change[i].is_newly_late == is_newly_late;
	if (!n)
		return;
	doc_heading(d, title);
	doc_table(d);
	doc_column(d, _("case"), TABLE_LEFT);
	doc_column(d, _("clock"), TABLE_WRAP);
	doc_column(d, _("due"), TABLE_LEFT);
	doc_column(d, _("late by"), TABLE_RIGHT);
	doc_column(d, _("owner"), TABLE_WRAP);
	for (i = 0; i < r->nchanges && (d->is_markdown || shown < CHANGES_SHOWN); i++)
		if (r->change[i].is_newly_late == is_newly_late) {
			print_change(d, r, &r->change[i]);
			shown++;
		}
	doc_table_end(d);
	if (shown < n)
		doc_line(d, _("  ... and %zu more (--format csv has all)"), n - shown);
}

static void print_all(struct report_out *to, const struct replay *r, const struct period_bounds *w,
		      const struct report_style *style, int is_markdown)
{
	struct doc d;

	doc_init(&d, to, NULL, style, is_markdown);
	print_head(&d, r, w);
	print_clocks(&d, r);
	print_changes(&d, r, 1, _("Newly late under the draft"));
	print_changes(&d, r, 0, _("No longer late under the draft"));
	print_counts(&d, _("Steps that fall due"), _("step"), r, r->step, r->nsteps, step_label);
	print_counts(&d, _("Messages"), _("to"), r, r->receiver, r->nreceivers, receiver_label);
	doc_release(&d);
}

void replay_text(struct report_out *to, const struct replay *r, const struct period_bounds *w,
		 const struct report_style *style)
{
	print_all(to, r, w, style, 0);
}

void replay_markdown(struct report_out *to, const struct replay *r, const struct period_bounds *w,
		     const struct report_style *style)
{
	print_all(to, r, w, style, 1);
}

/* --- JSON ----------------------------------------------------------------------------------------- */

static void put_policy(struct json_writer *w, const char *key, const struct policy *p)
{
	json_begin_object(w, key);
	json_put_cstring(w, "policy", p->name);
	json_put_cstring(w, "file", p->path);
	json_put_cstring(w, "sha256", p->sha256);
	json_end(w);
}

static void put_verdicts(struct json_writer *w, const char *key, const struct replay_verdicts *v)
{
	json_begin_object(w, key);
	json_put_integer(w, "decided", (int64_t)decided(v));
	json_put_integer(w, "met", (int64_t)v->met);
	json_put_integer(w, "breached", (int64_t)v->breached);
	json_put_integer(w, "undecided", (int64_t)v->undecided);
	json_put_integer(w, "unknown", (int64_t)v->unknown);
	if (decided(v))
		json_put_real(w, "attainment", figures_share(v->met, decided(v)));
	else
		json_put_null(w, "attainment");
	json_end(w);
}

static void put_counts(struct json_writer *w, const char *key, const char *name,
		       const struct replay_count *list, size_t n)
{
	size_t i;
	int side;

	json_begin_array(w, key);
	for (i = 0; i < n; i++) {
		json_begin_object(w, NULL);
		json_put_cstring(w, name, list[i].name);
		for (side = 0; side < REPLAY_SIDES; side++)
			json_put_integer(w, side_names[side], (int64_t)list[i].side[side]);
		json_end(w);
	}
	json_end(w);
}

static const char *change_name(const struct replay_change *c)
{
	return c->is_newly_late ? "newly-late" : "no-longer-late";
}

static void put_changes(struct json_writer *w, const struct replay *r)
{
	struct strbuf id = STRBUF_INIT;
	size_t i;

	json_begin_array(w, "changes");
	for (i = 0; i < r->nchanges; i++) {
		const struct replay_change *c = &r->change[i];

		strbuf_reset(&id);
		add_id(&id, r, c->id);
		json_begin_object(w, NULL);
		json_put_string(w, "case", id.buf, id.len);
		json_put_cstring(w, "clock", c->clock);
		json_put_cstring(w, "change", change_name(c));
		json_put_instant(w, "due", c->due, zone_of(r));
		json_put_integer(w, "late_s", c->end - c->due);
		json_put_cstring(w, "owner", c->owner);
		json_end(w);
	}
	json_end(w);
	strbuf_release(&id);
}

void replay_json(struct report_out *to, const struct replay *r, const struct period_bounds *w)
{
	struct json_writer j = JSON_WRITER_INIT;
	size_t i;
	int side;

	json_begin_object(&j, NULL);
	json_put_cstring(&j, "schema", "sd.replay/1");
	json_put_instant(&j, "from", beginning(r, w), zone_of(r));
	json_put_instant(&j, "to", w->shown_to, zone_of(r));
	json_put_instant(&j, "as_of", r->options.as_of, zone_of(r));
	put_policy(&j, "in_force", policy_of(r, REPLAY_IN_FORCE));
	put_policy(&j, "draft", policy_of(r, REPLAY_DRAFT));
	json_put_integer(&j, "received", (int64_t)r->received);
	json_put_integer(&j, "cancelled", (int64_t)r->cancelled);
	json_begin_object(&j, "late_cases");
	for (side = 0; side < REPLAY_SIDES; side++)
		json_put_integer(&j, side_names[side], (int64_t)r->late[side]);
	json_end(&j);
	json_begin_array(&j, "clocks");
	for (i = 0; i < r->nclocks; i++) {
		json_begin_object(&j, NULL);
		json_put_cstring(&j, "clock", r->clock[i].name);
		for (side = 0; side < REPLAY_SIDES; side++)
			put_verdicts(&j, side_names[side], &r->clock[i].side[side]);
		json_end(&j);
	}
	json_end(&j);
	put_changes(&j, r);
	put_counts(&j, "steps", "step", r->step, r->nsteps);
	put_counts(&j, "receivers", "to", r->receiver, r->nreceivers);
	json_end(&j);
	json_finish(&j, to->out, 2);
	json_writer_release(&j);
}

/* --- CSV ------------------------------------------------------------------------------------------ */

static void add_row(struct strbuf *out, const char *table, const char *name, const char *id,
		    const char *policy, const char *figure, const char *value)
{
	const char *const cell[] = { table, name, id, policy, figure, value };
	size_t i;

	for (i = 0; i < sizeof(cell) / sizeof(cell[0]); i++) {
		if (i)
			strbuf_addch(out, ',');
		csv_add_field(out, cell[i], strlen(cell[i]));
	}
	strbuf_addch(out, '\n');
}

static void add_count(struct strbuf *out, const char *table, const char *name, const char *policy,
		      const char *figure, uint64_t n)
{
	struct strbuf value = STRBUF_INIT;

	strbuf_addf(&value, "%llu", (unsigned long long)n);
	add_row(out, table, name, "", policy, figure, value.buf);
	strbuf_release(&value);
}

static void add_clock(struct strbuf *out, const struct replay_clock *c)
{
	int side;

	for (side = 0; side < REPLAY_SIDES; side++) {
		const struct replay_verdicts *v = &c->side[side];

		add_count(out, "clock", c->name, side_names[side], "decided", decided(v));
		add_count(out, "clock", c->name, side_names[side], "met", v->met);
		add_count(out, "clock", c->name, side_names[side], "breached", v->breached);
		add_count(out, "clock", c->name, side_names[side], "undecided", v->undecided);
		add_count(out, "clock", c->name, side_names[side], "unknown", v->unknown);
	}
}

static void add_change(struct strbuf *out, const struct replay *r, const struct replay_change *c)
{
	const char *policy = side_names[c->is_newly_late ? REPLAY_DRAFT : REPLAY_IN_FORCE];
	struct strbuf id = STRBUF_INIT, value = STRBUF_INIT;

	add_id(&id, r, c->id);
	instant_format(&value, c->due, zone_of(r));
	add_row(out, change_name(c), c->clock, id.buf, policy, "due", value.buf);
	strbuf_reset(&value);
	strbuf_addf(&value, "%lld", (long long)(c->end - c->due));
	add_row(out, change_name(c), c->clock, id.buf, policy, "late_s", value.buf);
	add_row(out, change_name(c), c->clock, id.buf, policy, "owner", c->owner);
	strbuf_release(&id);
	strbuf_release(&value);
}

void replay_csv(struct report_out *to, const struct replay *r, const struct period_bounds *w)
{
	struct strbuf t = STRBUF_INIT;
	size_t i;
	int side;

	strbuf_addstr(to->out, "table,name,case,policy,figure,value\n");
	instant_format(&t, beginning(r, w), zone_of(r));
	add_row(to->out, "period", "", "", "", "from", t.buf);
	strbuf_reset(&t);
	instant_format(&t, w->shown_to, zone_of(r));
	add_row(to->out, "period", "", "", "", "to", t.buf);
	strbuf_release(&t);
	add_count(to->out, "cases", "", "", "received", r->received);
	add_count(to->out, "cases", "", "", "cancelled", r->cancelled);
	for (side = 0; side < REPLAY_SIDES; side++)
		add_count(to->out, "cases", "", side_names[side], "late", r->late[side]);
	for (i = 0; i < r->nclocks; i++)
		add_clock(to->out, &r->clock[i]);
	for (i = 0; i < r->nchanges; i++) {
		add_change(to->out, r, &r->change[i]);
		report_flush(to);
	}
	for (i = 0; i < r->nsteps; i++)
		for (side = 0; side < REPLAY_SIDES; side++)
			add_count(to->out, "step", r->step[i].name, side_names[side], "due",
				  r->step[i].side[side]);
	for (i = 0; i < r->nreceivers; i++)
		for (side = 0; side < REPLAY_SIDES; side++)
			add_count(to->out, "receiver", r->receiver[i].name, side_names[side], "messages",
				  r->receiver[i].side[side]);
}
