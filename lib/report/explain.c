#include "report/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "report/explain_internal.h"
#include "report/policytext.h"
#include "values/duration.h"

void explain_init(struct explain *x, struct casefile *file, const struct policy_set *set,
		  const char *log, instant now)
{
	struct history *h = &file->history;

	*x = (struct explain){ .file = file, .set = set, .log = log, .now = now,
			       .list = CLOCK_LIST_INIT, .fell = ESCALATE_LIST_INIT,
			       .coming = ESCALATE_LIST_INIT };
	while (h->n && h->event[h->n - 1].at > now)
		h->n--;
	history_forget_late(h, now);
	casestate_run(h, &x->state);
	x->policy = policy_set_at(set, h->n ? h->event[0].at : now);
	x->clocks = clockset_new(set, &file->map, &file->symbols);
	x->steps = escalateset_new(set, &file->map, &file->symbols);
	if (!h->n)
		return;
	clock_run(x->clocks, h, now, &x->list);
	escalate_case(x->steps, h, now, &x->fell);
	escalate_coming(x->steps, h, now, &x->coming);
}

void explain_release(struct explain *x)
{
	clock_list_release(&x->list);
	clockset_free(x->clocks);
	x->clocks = NULL;
	escalate_list_release(&x->fell);
	escalate_list_release(&x->coming);
	escalateset_free(x->steps);
	x->steps = NULL;
}

void explain_findings(const struct explain *x, struct findings *findings)
{
	size_t i;

	for (i = 0; i < x->list.n; i++) {
		const struct clock_instance *c = &x->list.instance[i];

		if (c->verdict == VERDICT_UNKNOWN)
			finding_add(findings, GRADE_WARNING, x->policy->path, c->rule->line, 0,
				    _("clock '%s': the calendar '%s' has no holiday data for %d, so the verdict is unknown"),
				    c->rule->name, calendar_name(c->rule->calendar), c->unknown_year);
	}
}

/* The row of a line, or NULL. */
static const struct casefile_row *row_at(const struct explain *x, uint32_t line)
{
	size_t i;

	for (i = 0; line && i < x->file->n; i++)
		if (x->file->row[i].line == line)
			return &x->file->row[i];
	return NULL;
}

static const struct casefile_row *row_of_event(const struct explain *x, size_t event)
{
	return &x->file->row[x->file->origin[event]];
}

/* The name of the task that the instance runs for, or "". */
static const char *task_of(const struct explain *x, const struct clock_instance *c)
{
	return symbols_str(&x->file->symbols, COLUMN_DETAIL, c->task);
}

static int64_t used(const struct clock_intervals *list, instant until)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < list->n; i++) {
		const struct clock_interval *v = &list->interval[i];

		if (v->state == INTERVAL_RUNNING && v->from < until)
			sum += (v->to < until ? v->to : until) - v->from;
	}
	return sum;
}

static const char *const state_names[] = { "running", "closed", "paused" };

/* --- JSON ---------------------------------------------------------------------------------------- */

static void put_line(struct json_writer *w, const char *key, uint32_t line)
{
	if (line)
		json_put_integer(w, key, line);
	else
		json_put_null(w, key);
}

static void put_intervals(const struct explain *x, struct json_writer *w,
			  const struct clock_intervals *list)
{
	size_t i;

	json_begin_array(w, "intervals");
	for (i = 0; i < list->n; i++) {
		const struct clock_interval *v = &list->interval[i];
		const struct casefile_row *hold = row_at(x, v->line);

		json_begin_object(w, NULL);
		json_put_instant(w, "from", v->from, x->policy->zone);
		json_put_instant(w, "to", v->to, x->policy->zone);
		json_put_cstring(w, "state", state_names[v->state]);
		json_put_integer(w, "seconds", v->seconds);
		if (hold) {
			json_put_cstring(w, "reason", hold->cell[COLUMN_DETAIL]);
			json_put_integer(w, "line", v->line);
		}
		json_end(w);
	}
	json_end(w);
}

static void put_clock(const struct explain *x, struct json_writer *w,
		      const struct clock_instance *c)
{
	struct clock_intervals list = CLOCK_INTERVALS_INIT;
	struct strbuf limit = STRBUF_INIT;

	clock_explain(x->clocks, &x->file->history, c, x->now, &list);
	limit_format(&limit, &c->rule->within);
	json_begin_object(w, NULL);
	json_put_cstring(w, "clock", c->rule->name);
	json_put_integer(w, "instance", c->number);
	if (c->task)
		json_put_cstring(w, "task", task_of(x, c));
	json_put_cstring(w, "check", row_of_event(x, c->first_event)->cell[COLUMN_CHECK]);
	json_put_string(w, "limit", limit.buf, limit.len);
	json_put_cstring(w, "calendar", calendar_name(c->rule->calendar));
	json_put_cstring(w, "policy_file", x->policy->path);
	put_line(w, "policy_line", (uint32_t)c->rule->line);
	json_put_instant(w, "from", c->from, x->policy->zone);
	put_line(w, "from_line", c->from_line);
	json_put_instant(w, "due", c->due, x->policy->zone);
	json_put_instant(w, "done", c->done, x->policy->zone);
	put_line(w, "done_line", c->done_line);
	json_put_instant(w, "ended", c->ended, x->policy->zone);
	put_line(w, "ended_line", c->ended_line);
	json_put_instant(w, "decided", c->decided, x->policy->zone);
	json_put_cstring(w, "verdict", verdict_name(c->verdict));
	json_put_bool(w, "paused", c->paused);
	json_put_integer(w, "moved", c->moved);
	if (c->verdict == VERDICT_UNKNOWN)
		json_put_integer(w, "missing_year", c->unknown_year);
	json_put_integer(w, "used_s", used(&list, c->ended != INSTANT_NONE ? c->ended : x->now));
	put_intervals(x, w, &list);
	json_end(w);
	strbuf_release(&limit);
	clock_intervals_release(&list);
}

void explain_json(const struct explain *x, struct strbuf *out)
{
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf id = STRBUF_INIT;
	size_t i;

	caseid_format(&id, x->file->id, policy_set_now(x->set)->prefix);
	json_begin_object(&w, NULL);
	json_put_cstring(&w, "schema", "sd.explain/1");
	json_put_string(&w, "case", id.buf, id.len);
	json_put_cstring(&w, "state", case_state_name(x->state));
	json_put_instant(&w, "as_of", x->now, x->policy->zone);
	json_put_cstring(&w, "log", x->log);
	json_put_cstring(&w, "policy", x->policy->name);
	json_put_cstring(&w, "policy_sha256", x->policy->sha256);
	json_begin_array(&w, "clocks");
	for (i = 0; i < x->list.n; i++)
		put_clock(x, &w, &x->list.instance[i]);
	json_end(&w);
	explain_steps_json(x, &w);
	json_end(&w);
	json_finish(&w, out, 2);
	json_writer_release(&w);
	strbuf_release(&id);
}

/* --- text ---------------------------------------------------------------------------------------- */

void explain_add_time(struct strbuf *out, instant t, const struct zone *zone)
{
	struct strbuf sb = STRBUF_INIT;

	instant_format(&sb, t, zone);
	sb.buf[10] = ' ';
	strbuf_add(out, sb.buf, 19);
	strbuf_release(&sb);
}

void explain_add_padded(struct strbuf *out, const char *s, size_t width)
{
	size_t w = utf8_width(s, strlen(s));

	utf8_add_safe(out, s, strlen(s));
	strbuf_addchars(out, ' ', w < width ? width - w : 0);
}

static const char *calendar_label(const struct explain *x, const struct calendar *calendar,
				  const char *lang)
{
	const char *name = calendar_name(calendar);
	const struct policy_calendar *c = policy_calendar(x->policy, name);

	return c ? policy_label(&c->label, name, lang) : name;
}

static void add_terms(const struct explain *x, struct strbuf *out, const struct policy_clock *rule,
		      const char *lang)
{
	struct strbuf from = STRBUF_INIT, until = STRBUF_INIT, limit = STRBUF_INIT;

	policytext_events(&from, x->policy, x->set, &rule->from, lang);
	policytext_events(&until, x->policy, x->set, &rule->until, lang);
	policytext_limit(&limit, &rule->within, lang);
	if (rule->within.kind == LIMIT_DUE)
		strbuf_addf(out, _("from %s until %s, by the time promised"), from.buf, until.buf);
	else if (policy_calendar(x->policy, calendar_name(rule->calendar)))
		strbuf_addf(out, _("from %s until %s within %s of calendar '%s'"), from.buf, until.buf,
			    limit.buf, calendar_label(x, rule->calendar, lang));
	else
		strbuf_addf(out, _("from %s until %s within %s, day and night"), from.buf, until.buf,
			    limit.buf);
	strbuf_release(&from);
	strbuf_release(&until);
	strbuf_release(&limit);
}

static void add_rule(const struct explain *x, struct strbuf *out, const struct clock_instance *c,
		     const char *lang)
{
	const struct policy_clock *rule = c->rule;
	struct strbuf terms = STRBUF_INIT, name = STRBUF_INIT, place = STRBUF_INIT;

	add_terms(x, &terms, rule, lang);
	policytext_clock(&name, x->policy, rule, task_of(x, c), lang);
	strbuf_addstr(&place, x->policy->path);
	if (rule->line)
		strbuf_addf(&place, ":%zu", rule->line);
	strbuf_addf(out, _("\n%s #%d: %s  (%s)\n"), name.buf, c->number, terms.buf, place.buf);
	strbuf_release(&place);
	strbuf_release(&terms);
	strbuf_release(&name);
}

/* "  started   2026-11-21 09:05:00  cases.csv:12: open" */
static void add_mark(const struct explain *x, struct strbuf *out, const char *word, instant t,
		     uint32_t line, const char *lang)
{
	const struct casefile_row *row = row_at(x, line);

	strbuf_addstr(out, "  ");
	explain_add_padded(out, word, 10);
	strbuf_addch(out, ' ');
	explain_add_time(out, t, x->policy->zone);
	if (row)
		strbuf_addf(out, "  %s:%u: %s", x->log, line,
			    policy_value_label(x->policy, COLUMN_EVENT,
					       policy_set_event_name(x->set, row->event), lang));
	strbuf_addch(out, '\n');
}

static void add_why(const struct explain *x, struct strbuf *out, const struct clock_instance *c,
		    const struct clock_interval *v, const char *lang)
{
	const struct casefile_row *hold = row_at(x, v->line);

	switch (v->state) {
	case INTERVAL_RUNNING:
		strbuf_addstr(out, _("counted"));
		break;
	case INTERVAL_CLOSED:
		strbuf_addf(out, _("skipped: outside of calendar '%s'"),
			    calendar_label(x, c->rule->calendar, lang));
		break;
	case INTERVAL_PAUSED:
		strbuf_addf(out, _("skipped: on hold (%s)  %s:%u"),
			    policy_reason_label(x->policy, hold ? hold->cell[COLUMN_DETAIL] : "", lang),
			    x->log, v->line);
		break;
	}
}

static void add_intervals(const struct explain *x, struct strbuf *out,
			  const struct clock_instance *c, const char *lang)
{
	struct clock_intervals list = CLOCK_INTERVALS_INIT;
	struct strbuf length = STRBUF_INIT;
	size_t i, width;

	clock_explain(x->clocks, &x->file->history, c, x->now, &list);
	for (i = 0; i < list.n; i++) {
		const struct clock_interval *v = &list.interval[i];

		strbuf_addstr(out, "    ");
		explain_add_time(out, v->from, x->policy->zone);
		strbuf_addstr(out, " - ");
		explain_add_time(out, v->to, x->policy->zone);
		strbuf_addch(out, ' ');
		strbuf_reset(&length);
		duration_format_words(&length, v->seconds);
		width = utf8_width(length.buf, length.len);
		strbuf_addchars(out, ' ', width < 12 ? 12 - width : 0);
		strbuf_addf(out, "%s  ", length.buf);
		add_why(x, out, c, v, lang);
		strbuf_addch(out, '\n');
	}
	strbuf_release(&length);
	clock_intervals_release(&list);
}

static void add_verdict(const struct explain *x, struct strbuf *out,
			const struct clock_instance *c, const char *lang)
{
	struct strbuf length = STRBUF_INIT;
	instant end = c->done != INSTANT_NONE ? c->done :
		      c->ended != INSTANT_NONE ? c->ended : x->now;

	strbuf_addstr(out, "  ");
	switch (c->verdict) {
	case VERDICT_MET:
		strbuf_addstr(out, _("met"));
		break;
	case VERDICT_BREACHED:
		duration_format_words(&length, end - c->due);
		strbuf_addf(out, c->ended == INSTANT_NONE ? _("breached: %s late so far")
							  : _("breached: %s late"), length.buf);
		break;
	case VERDICT_UNDECIDED:
		strbuf_addstr(out, c->paused ? _("undecided: paused, nothing falls due meanwhile") :
					       _("undecided: not due yet"));
		break;
	case VERDICT_DROPPED:
		strbuf_addstr(out, _("ended without a verdict"));
		break;
	case VERDICT_UNKNOWN:
		strbuf_addf(out, _("unknown: calendar '%s' has no holiday data for %d"),
			    calendar_label(x, c->rule->calendar, lang), c->unknown_year);
		break;
	}
	strbuf_addch(out, '\n');
	strbuf_release(&length);
}

/* While it is paused nothing falls due. */
static int is_put_off(const struct clock_instance *c)
{
	return c->paused && c->verdict == VERDICT_UNDECIDED;
}

static void add_clock(const struct explain *x, struct strbuf *out, const struct clock_instance *c,
		      const char *lang)
{
	add_rule(x, out, c, lang);
	add_mark(x, out, _("started"), c->from, c->from_line, lang);
	add_intervals(x, out, c, lang);
	if (c->due != INSTANT_NONE)
		add_mark(x, out, is_put_off(c) ? _("would be due") : _("due"), c->due, 0, lang);
	if (c->moved)
		strbuf_addf(out, _("  promised anew before it was due: %d times\n"), c->moved);
	if (c->done != INSTANT_NONE)
		add_mark(x, out, _("done"), c->done, c->done_line, lang);
	else if (c->ended != INSTANT_NONE)
		add_mark(x, out, _("ended"), c->ended, c->ended_line, lang);
	add_verdict(x, out, c, lang);
}

void explain_text(const struct explain *x, struct strbuf *out, const char *lang)
{
	struct strbuf id = STRBUF_INIT, now = STRBUF_INIT, since = STRBUF_INIT;
	size_t i;

	caseid_format(&id, x->file->id, policy_set_now(x->set)->prefix);
	instant_format(&now, x->now, x->policy->zone);
	strbuf_addf(out, _("case %s, %s; as of %s; policy %s"), id.buf, case_state_label(x->state),
		    now.buf, x->policy->name);
	if (x->policy->valid_from != VALID_ALWAYS) {
		date_format(&since, x->policy->valid_from);
		strbuf_addf(out, _(" from %s"), since.buf);
	}
	strbuf_addch(out, '\n');
	if (!x->list.n)
		strbuf_addstr(out, _("no clock of the policy has run for it\n"));
	for (i = 0; i < x->list.n; i++)
		add_clock(x, out, &x->list.instance[i], lang);
	explain_steps_text(x, out, lang);
	strbuf_release(&id);
	strbuf_release(&now);
	strbuf_release(&since);
}
