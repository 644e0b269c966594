#include "report/render_escalation.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/csv.h"
#include "io/json.h"
#include "io/table.h"
#include "report/policytext.h"
#include "values/duration.h"

static const char *const dos[] = { "remind", "escalate", "notify" };
static const char *const words[] = { N_("remind"), N_("escalate"), N_("notify") };

#define STEPS_SHOWN 100        /* of a first run over an old log there may be thousands */

static const struct zone *zone_of(const struct escalation *x)
{
	return policy_set_now(x->options.set)->zone;
}

static const char *prefix_of(const struct escalation *x)
{
	return policy_set_now(x->options.set)->prefix;
}

/* --- text ----------------------------------------------------------------------------------------- */

static void add_color(struct strbuf *sb, const struct escalation_style *style, const char *code)
{
	if (style->color)
		strbuf_addf(sb, "\033[%sm", code);
}

static void add_moment(struct strbuf *out, instant t, const struct zone *zone)
{
	instant_format(out, t, zone);
	strbuf_setlen(out, out->len - 9);      /* :SS and the offset */
	out->buf[out->len - 6] = ' ';
}

/* Where there are channels, whoever is not reached by any has to be told by somebody. */
static void add_names(struct strbuf *out, const struct policy *p, const char *codes,
		      const char *lang, int mark_unreached)
{
	const char *s = codes;

	while (*s) {
		size_t n = strcspn(s, " ");
		char *code = mem_strndup(s, n);

		strbuf_addf(out, "%s%s", s == codes ? "" : ", ", policytext_who(p, code, lang));
		if (mark_unreached && p->nnotify && !notify_channel_of(p, code))
			strbuf_addstr(out, _(" (no channel)"));
		free(code);
		s += n + (s[n] == ' ');
	}
}

static void step_name(struct strbuf *out, const struct escalation_step *step, const char *lang)
{
	strbuf_addstr(out, policy_label(&step->s.step->label, step->s.step->name, lang));
	if (*step->task)
		strbuf_addf(out, " %s", step->task);
	if (step->s.repeat > 1)
		strbuf_addf(out, " (%d)", step->s.repeat);
}

static void print_step(struct table *t, const struct escalation *x,
		       const struct escalation_step *step, const struct escalation_style *style)
{
	struct strbuf sb = STRBUF_INIT;

	table_row(t);
	add_moment(&sb, step->s.due, step->policy->zone);
	table_cell(t, sb.buf);
	strbuf_reset(&sb);
	caseid_format(&sb, step->id, prefix_of(x));
	table_cell(t, sb.buf);
	table_cell(t, _(words[step->s.step->action]));
	strbuf_reset(&sb);
	step_name(&sb, step, style->lang);
	table_cell(t, sb.buf);
	strbuf_reset(&sb);
	add_names(&sb, policy_set_now(x->options.set), step->to, style->lang, 1);
	table_cell(t, sb.buf);
	strbuf_release(&sb);
}

static void print_steps(struct strbuf *out, const struct escalation *x,
			const struct escalation_style *style)
{
	struct table *t = table_new();
	size_t first = x->nsteps > STEPS_SHOWN ? x->nsteps - STEPS_SHOWN : 0, i;

	if (first)
		strbuf_addf(out, _("  ... %zu earlier ones (--format csv has all)\n"), first);
	table_column(t, _("due"), TABLE_LEFT);
	table_column(t, _("case"), TABLE_LEFT);
	table_column(t, _("what"), TABLE_LEFT);
	table_column(t, _("step"), TABLE_WRAP);
	table_column(t, _("to"), TABLE_WRAP);
	for (i = first; i < x->nsteps; i++)
		print_step(t, x, &x->step[i], style);
	table_print(t, out, style->width);
	table_free(t);
}

static void print_duties(struct strbuf *out, const struct escalation *x,
			 const struct escalation_style *style)
{
	const struct policy *p = policy_set_now(x->options.set);
	struct table *t = table_new();
	struct strbuf id = STRBUF_INIT;
	size_t i;

	table_column(t, _("duty"), TABLE_WRAP);
	table_column(t, _("period"), TABLE_LEFT);
	table_column(t, _("case"), TABLE_LEFT);
	table_column(t, _("owner"), TABLE_WRAP);
	for (i = 0; i < x->nduties; i++) {
		const struct escalation_duty *d = &x->duty[i];

		strbuf_reset(&id);
		if (d->id)
			caseid_format(&id, d->id, p->prefix);
		table_row(t);
		table_cell(t, policy_label(&d->o.duty->label, d->o.duty->name, style->lang));
		table_cell(t, d->period);
		table_cell(t, id.len ? id.buf : "-");
		table_cell(t, *d->owner ? policy_value_label(p, COLUMN_OWNER, d->owner, style->lang) :
			   *d->department ? policytext_who(p, d->department, style->lang) : "-");
	}
	table_print(t, out, style->width);
	table_free(t);
	strbuf_release(&id);
}

/* The sentence. */
static void add_summary(struct strbuf *out, const struct escalation *x, int is_recorded)
{
	size_t reminders, escalations;

	escalation_count(x, &reminders, &escalations);
	if (!x->nsteps && !x->nduties) {
		strbuf_addf(out, _("nothing is due; cases open: %zu, clocks running: %zu, past their limit: %zu"),
			    x->open, x->running, x->breached);
		return;
	}
	if (x->nsteps)
		strbuf_addf(out, is_recorded ? _("steps recorded: %zu (to remind %zu, to escalate %zu)") :
					       _("steps due: %zu (to remind %zu, to escalate %zu)"),
			    x->nsteps, reminders, escalations);
	if (x->nsteps && x->nduties)
		strbuf_addstr(out, "; ");
	if (x->nduties)
		strbuf_addf(out, is_recorded ? _("duties opened: %zu") : _("duties to be opened: %zu"),
			    x->nduties);
}

void escalation_text(struct strbuf *out, const struct escalation *x,
		     const struct escalation_style *style)
{
	size_t reminders, escalations;

	escalation_count(x, &reminders, &escalations);
	add_color(out, style, escalations ? "1;31" : "1");
	add_summary(out, x, style->is_recorded);
	add_color(out, style, "0");
	strbuf_addch(out, '\n');
	if (x->nsteps) {
		strbuf_addch(out, '\n');
		print_steps(out, x, style);
	}
	if (x->nduties) {
		strbuf_addch(out, '\n');
		print_duties(out, x, style);
	}
}

/* --- for programs --------------------------------------------------------------------------------- */

static void put_case(struct json_writer *w, const char *key, const struct escalation *x, caseid id)
{
	struct strbuf sb = STRBUF_INIT;

	if (id)
		caseid_format(&sb, id, prefix_of(x));
	json_put_cstring(w, key, id ? sb.buf : NULL);
	strbuf_release(&sb);
}

static void put_step_members(struct json_writer *w, const struct escalation *x,
			     const struct escalation_step *step)
{
	const struct escalate_step *s = &step->s;

	put_case(w, "case", x, step->id);
	json_put_cstring(w, "step", s->step->name);
	json_put_cstring(w, "clock", s->clock ? s->clock->name : NULL);
	json_put_instant(w, "due", s->due, zone_of(x));
	json_put_integer(w, "late_s", x->now - s->due);
	json_put_cstring(w, "do", dos[s->step->action]);
	json_put_cstring(w, "level", s->step->level);
	json_put_cstring(w, "to", step->to);
	json_put_integer(w, "instance", s->instance);
	json_put_integer(w, "repeat", s->repeat);
	json_put_cstring(w, "task", *step->task ? step->task : NULL);
	json_put_instant(w, "clock_due", s->clock_due, zone_of(x));
	json_put_bool(w, "running", s->is_running);
	json_put_cstring(w, "kind", step->kind);
	json_put_cstring(w, "category", step->category);
	json_put_cstring(w, "severity", step->severity);
	json_put_cstring(w, "channel", step->channel);
	json_put_cstring(w, "place", step->where);
	json_put_cstring(w, "product", step->product);
	json_put_cstring(w, "department", step->department);
	json_put_cstring(w, "owner", step->owner);
	json_put_cstring(w, "key", step->key);
}

static void put_duty_members(struct json_writer *w, const struct escalation *x,
			     const struct escalation_duty *d)
{
	put_case(w, "case", x, d->id);
	json_put_cstring(w, "duty", d->o.duty->name);
	json_put_cstring(w, "period", d->period);
	json_put_instant(w, "at", d->o.at, zone_of(x));
	json_put_cstring(w, "owner", d->owner);
	json_put_cstring(w, "department", d->department);
	json_put_cstring(w, "key", d->key);
}

static void put_head(struct json_writer *w, const struct escalation *x, int is_recorded)
{
	const struct policy *p = policy_set_now(x->options.set);

	json_put_cstring(w, "schema", "sd.escalate/1");
	json_put_instant(w, "now", x->now, p->zone);
	json_put_bool(w, "recorded", is_recorded);
	json_put_integer(w, "open", (int64_t)x->open);
	json_put_integer(w, "running", (int64_t)x->running);
	json_put_integer(w, "breached", (int64_t)x->breached);
	json_put_cstring(w, "policy", p->name);
	json_put_cstring(w, "policy_sha256", p->sha256);
}

void escalation_json(struct strbuf *out, const struct escalation *x, int is_recorded)
{
	struct json_writer w = JSON_WRITER_INIT;
	size_t i;

	json_begin_object(&w, NULL);
	put_head(&w, x, is_recorded);
	json_begin_array(&w, "steps");
	for (i = 0; i < x->nsteps; i++) {
		json_begin_object(&w, NULL);
		put_step_members(&w, x, &x->step[i]);
		json_end(&w);
	}
	json_end(&w);
	json_begin_array(&w, "duties");
	for (i = 0; i < x->nduties; i++) {
		json_begin_object(&w, NULL);
		put_duty_members(&w, x, &x->duty[i]);
		json_end(&w);
	}
	json_end(&w);
	json_end(&w);
	json_finish(&w, out, 2);
	json_writer_release(&w);
}

/* Each line says what it is; the first is about the run. */
void escalation_jsonl(struct strbuf *out, const struct escalation *x, int is_recorded)
{
	struct json_writer w = JSON_WRITER_INIT;
	size_t i;

	json_begin_object(&w, NULL);
	json_put_cstring(&w, "type", "run");
	put_head(&w, x, is_recorded);
	json_end(&w);
	json_finish(&w, out, 0);
	for (i = 0; i < x->nsteps; i++) {
		json_begin_object(&w, NULL);
		json_put_cstring(&w, "type", "step");
		put_step_members(&w, x, &x->step[i]);
		json_end(&w);
		json_finish(&w, out, 0);
	}
	for (i = 0; i < x->nduties; i++) {
		json_begin_object(&w, NULL);
		json_put_cstring(&w, "type", "duty");
		put_duty_members(&w, x, &x->duty[i]);
		json_end(&w);
		json_finish(&w, out, 0);
	}
	json_writer_release(&w);
}

static void add_cell(struct strbuf *out, const char *s)
{
	csv_add_field(out, s ? s : "", s ? strlen(s) : 0);
	strbuf_addch(out, ',');
}

void escalation_csv(struct strbuf *out, const struct escalation *x)
{
	struct strbuf due = STRBUF_INIT;
	size_t i;

	strbuf_addstr(out, "case,step,clock,due,late_s,do,level,to,instance,repeat,task,kind,category,"
			   "severity,place,department,owner,key\n");
	for (i = 0; i < x->nsteps; i++) {
		const struct escalation_step *step = &x->step[i];
		const struct escalate_step *s = &step->s;

		caseid_format(out, step->id, prefix_of(x));
		strbuf_addch(out, ',');
		add_cell(out, s->step->name);
		add_cell(out, s->clock ? s->clock->name : NULL);
		strbuf_reset(&due);
		instant_format(&due, s->due, zone_of(x));
		add_cell(out, due.buf);
		strbuf_addf(out, "%lld,", (long long)(x->now - s->due));
		add_cell(out, dos[s->step->action]);
		add_cell(out, s->step->level);
		add_cell(out, step->to);
		strbuf_addf(out, "%d,%d,", s->instance, s->repeat);
		add_cell(out, step->task);
		add_cell(out, step->kind);
		add_cell(out, step->category);
		add_cell(out, step->severity);
		add_cell(out, step->where);
		add_cell(out, step->department);
		add_cell(out, step->owner);
		strbuf_addf(out, "%s\n", step->key);
	}
	strbuf_release(&due);
}

/* --- messages ------------------------------------------------------------------------------------- */

static void add_label(struct strbuf *out, const struct policy *p, int column, const char *value,
		      const char *lang)
{
	if (*value)
		strbuf_addf(out, " %s", policy_value_label(p, column, value, lang));
}

void escalation_line(struct strbuf *out, const struct escalation_step *step, instant now,
		     const char *lang)
{
	const struct policy *p = step->policy;
	struct strbuf late = STRBUF_INIT;

	caseid_format(out, step->id, p->prefix);
	add_label(out, p, COLUMN_KIND, step->kind, lang);
	add_label(out, p, COLUMN_CATEGORY, step->category, lang);
	add_label(out, p, COLUMN_SEVERITY, step->severity, lang);
	add_label(out, p, COLUMN_PLACE, step->where, lang);
	strbuf_addstr(out, ": ");
	step_name(out, step, lang);
	if (step->s.clock_due != INSTANT_NONE) {
		strbuf_addstr(out, ", ");
		duration_format_short(&late, llabs(now - step->s.clock_due));
		strbuf_addf(out, now > step->s.clock_due ? _("%s past the limit") : _("%s left"), late.buf);
	}
	if (*step->to) {
		strbuf_addstr(out, " -> ");
		add_names(out, p, step->to, lang, 0);
	}
	strbuf_release(&late);
}

/* Escalations before reminders, by rank, then what is late longest. */
static int by_urgency(const void *a, const void *b)
{
	const struct escalation_step *x = *(const struct escalation_step *const *)a;
	const struct escalation_step *y = *(const struct escalation_step *const *)b;
	int rank_x = escalate_rank(x->policy, x->s.step), rank_y = escalate_rank(y->policy, y->s.step);

	if (rank_x != rank_y)
		return rank_y - rank_x;
	return (x > y) - (x < y);
}

int escalation_message(struct strbuf *out, const struct escalation *x, enum message_form form,
		       const struct escalation_style *style, struct err *err)
{
	const struct escalation_step **step = mem_array(x->nsteps + 1, sizeof(*step));
	char **line = mem_array(x->nsteps + 1, sizeof(*line));
	struct strbuf title = STRBUF_INIT, sb = STRBUF_INIT;
	struct message m = { .line = (const char *const *)line, .nlines = x->nsteps };
	const struct message_options o = { .now = x->now, .lang = style->lang };
	size_t i;
	int result;

	for (i = 0; i < x->nsteps; i++)
		step[i] = &x->step[i];
	if (x->nsteps)
		qsort(step, x->nsteps, sizeof(const struct escalation_step *), by_urgency);
	for (i = 0; i < x->nsteps; i++) {
		escalation_line(&sb, step[i], x->now, style->lang);
		line[i] = strbuf_detach(&sb);
	}
	add_summary(&title, x, style->is_recorded);
	m.title = title.buf;
	result = message_payload(out, &m, form, &o, err);
	for (i = 0; i < x->nsteps; i++)
		free(line[i]);
	free(line);
	free(step);
	strbuf_release(&title);
	strbuf_release(&sb);
	return result;
}
