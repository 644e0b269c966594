/* explain_steps: the steps of a case, those in the log and those to come. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "report/explain_internal.h"
#include "report/policytext.h"
#include "report/stepwho.h"

static const char *const dos[] = { "remind", "escalate", "notify" };
static const char *const words[] = { N_("remind"), N_("escalate"), N_("notify") };

/* The row that records the step, or NULL. */
static const struct casefile_row *row_of(const struct explain *x, const struct escalate_step *s)
{
	size_t i;

	if (!s->is_recorded)
		return NULL;
	for (i = 0; i < x->file->history.n; i++) {
		const struct history_event *e = &x->file->history.event[i];

		if (e->check == s->row_check && e->line == s->row_line)
			return &x->file->row[x->file->origin[i]];
	}
	return NULL;
}

/* Codes, separated by blanks: as the row says, else as it would be recorded. */
static void add_to(const struct explain *x, struct strbuf *out, const struct escalate_step *s)
{
	const struct casefile_row *row = row_of(x, s);
	struct receivers r = RECEIVERS_INIT;
	size_t i;

	if (row && !strncmp(row->cell[COLUMN_TEXT], "to ", 3)) {
		strbuf_addstr(out, row->cell[COLUMN_TEXT] + 3);
		return;
	}
	stepwho_find(&r, x->set, &x->file->map, &x->file->symbols, &x->file->history, s);
	strbuf_addstr(out, "");
	for (i = 0; i < r.n; i++)
		strbuf_addf(out, "%s%s", i ? " " : "", r.name[i]);
	receivers_release(&r);
}

/* --- JSON ---------------------------------------------------------------------------------------- */

static void put_step(const struct explain *x, struct json_writer *w, const struct escalate_step *s)
{
	const struct casefile_row *row = row_of(x, s);
	struct strbuf sb = STRBUF_INIT;

	json_begin_object(w, NULL);
	json_put_cstring(w, "step", s->step->name);
	json_put_cstring(w, "clock", s->clock ? s->clock->name : NULL);
	json_put_instant(w, "due", s->due, x->policy->zone);
	json_put_cstring(w, "do", dos[s->step->action]);
	json_put_cstring(w, "level", s->step->level);
	add_to(x, &sb, s);
	json_put_string(w, "to", sb.buf, sb.len);
	json_put_integer(w, "instance", s->instance);
	json_put_integer(w, "repeat", s->repeat);
	json_put_cstring(w, "task", s->task ? symbols_str(&x->file->symbols, COLUMN_DETAIL, s->task) :
					      NULL);
	strbuf_reset(&sb);
	escalate_key(&sb, s);
	json_put_string(w, "key", sb.buf, sb.len);
	if (row)
		json_put_integer(w, "line", row->line);
	json_end(w);
	strbuf_release(&sb);
}

void explain_steps_json(const struct explain *x, struct json_writer *w)
{
	size_t i;

	json_begin_array(w, "recorded");
	for (i = 0; i < x->fell.n; i++)
		if (x->fell.step[i].is_recorded)
			put_step(x, w, &x->fell.step[i]);
	json_end(w);
	json_begin_array(w, "steps");
	for (i = 0; i < x->fell.n; i++)
		if (!x->fell.step[i].is_recorded)
			put_step(x, w, &x->fell.step[i]);
	for (i = 0; i < x->coming.n; i++)
		put_step(x, w, &x->coming.step[i]);
	json_end(w);
}

/* --- text ---------------------------------------------------------------------------------------- */

/* Names for people, of codes separated by blanks. */
static void add_names(const struct explain *x, struct strbuf *out, const char *codes,
		      const char *lang)
{
	const struct policy *p = policy_set_now(x->set);
	const char *s = codes;

	while (*s) {
		size_t n = strcspn(s, " ");
		char *code = mem_strndup(s, n);
		const char *name = policytext_who(p, code, lang);

		strbuf_addstr(out, s == codes ? "" : ", ");
		utf8_add_safe(out, name, strlen(name));
		free(code);
		s += n + (s[n] == ' ');
	}
}

/* "reminder (feedback #1)", "reminder 2 (Task: pull the batch #1)" */
static void add_step_name(const struct explain *x, struct strbuf *out, const struct escalate_step *s,
			  const char *lang)
{
	struct strbuf clock = STRBUF_INIT;
	const char *step = policy_label(&s->step->label, s->step->name, lang);

	strbuf_addstr(out, step);
	if (s->repeat > 1)
		strbuf_addf(out, " %d", s->repeat);
	if (s->clock) {
		policytext_clock(&clock, x->policy, s->clock,
				 symbols_str(&x->file->symbols, COLUMN_DETAIL, s->task), lang);
		strbuf_addf(out, " (%s #%d)", clock.buf, s->instance);
	}
	strbuf_release(&clock);
}

static void add_step(const struct explain *x, struct strbuf *out, const struct escalate_step *s,
		     const char *lang)
{
	const struct casefile_row *row = row_of(x, s);
	struct strbuf to = STRBUF_INIT, names = STRBUF_INIT;

	strbuf_addstr(out, "  ");
	explain_add_time(out, s->due, x->policy->zone);
	strbuf_addstr(out, "  ");
	explain_add_padded(out, _(words[s->step->action]), 9);
	strbuf_addch(out, ' ');
	add_step_name(x, out, s, lang);
	add_to(x, &to, s);
	add_names(x, &names, to.buf, lang);
	strbuf_addf(out, ": %s", names.len ? names.buf : "-");
	if (row)
		strbuf_addf(out, "  %s:%u", x->log, row->line);
	strbuf_addch(out, '\n');
	strbuf_release(&to);
	strbuf_release(&names);
}

static void add_list(const struct explain *x, struct strbuf *out, const char *title,
		     const struct escalate_list *list, int is_recorded, const char *lang)
{
	size_t i, n = 0;

	for (i = 0; i < list->n; i++) {
		if (list->step[i].is_recorded != is_recorded)
			continue;
		if (!n++)
			strbuf_addf(out, "\n%s\n", title);
		add_step(x, out, &list->step[i], lang);
	}
}

void explain_steps_text(const struct explain *x, struct strbuf *out, const char *lang)
{
	if (!x->policy->nsteps)
		return;
	add_list(x, out, _("steps recorded"), &x->fell, 1, lang);
	add_list(x, out, _("steps that are due, not recorded yet"), &x->fell, 0, lang);
	add_list(x, out, _("steps to come, if nothing happens"), &x->coming, 0, lang);
	if (!x->coming.n)
		strbuf_addstr(out, _("\nno step is to come\n"));
}
