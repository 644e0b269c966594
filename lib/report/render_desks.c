#include "report/render_desks.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

/* --- for people ----------------------------------------------------------------------------------- */

void desks_unread_line(struct doc *d)
{
	const struct figures *f = d->f;
	struct strbuf line = STRBUF_INIT, name = STRBUF_INIT;
	size_t i, room = d->form == DOC_TEXT && d->width > 20 ? d->width - 20 : SIZE_MAX;

	if (!f->nunread)
		return;
	strbuf_addf(&line, _("%zu of %zu desks could not be read:"), f->nunread, f->ndesks + f->nunread);
	for (i = 0; i < f->nunread; i++) {
		strbuf_reset(&name);
		strbuf_addf(&name, "%s %s", i ? "," : "", f->unread[i].name);
		if (i && utf8_width(line.buf, line.len) + utf8_width(name.buf, name.len) > room)
			break;
		strbuf_add(&line, name.buf, name.len);
	}
	if (i < f->nunread)
		strbuf_addf(&line, _(" and %zu more"), f->nunread - i);
	doc_alarm(d);
	doc_line(d, "%s", line.buf);
	strbuf_release(&line);
	strbuf_release(&name);
}

static void print_row(struct doc *d, const char *name, const struct figure_desk *x)
{
	doc_row(d);
	doc_cell(d, name);
	doc_cell_count(d, x->received);
	if (d->form != DOC_TEXT)
		doc_cell_count(d, x->concluded);
	doc_cell_count(d, x->received - x->concluded);
	doc_cell_count(d, x->late_now);
	doc_cell_share(d, x->met, x->decided);
	if (figures_has_opinion(d->f))
		doc_cell_share(d, x->csat_satisfied, x->csat_n);
}

static void print_desks(struct doc *d)
{
	const struct figures *f = d->f;
	const struct figure_desk total = {
		.received = f->received, .concluded = f->concluded, .late_now = f->late.n,
		.met = f->met, .decided = f->decided, .csat_satisfied = f->opinion.all.satisfied,
		.csat_n = f->opinion.all.n };
	size_t i;

	doc_heading(d, _("Desks"));
	doc_table(d);
	doc_column(d, _("desk"), TABLE_WRAP);
	doc_column(d, _("received"), TABLE_RIGHT);
	if (d->form != DOC_TEXT)              /* there is no room for what follows from the others */
		doc_column(d, _("concluded"), TABLE_RIGHT);
	doc_column(d, _("open"), TABLE_RIGHT);
	doc_column(d, _("late now"), TABLE_RIGHT);
	doc_column(d, _("in time"), TABLE_RIGHT);
	if (figures_has_opinion(f))
		doc_column(d, _("satisfied"), TABLE_RIGHT);
	for (i = 0; i < f->ndesks; i++)
		print_row(d, f->desk[i].name, &f->desk[i]);
	print_row(d, _("all desks"), &total);
	doc_table_end(d);
}

static void print_unread(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	doc_heading(d, _("Desks that could not be read: nothing of them is counted"));
	doc_table(d);
	doc_column(d, _("desk"), TABLE_LEFT);
	doc_column(d, _("reason"), TABLE_WRAP);
	for (i = 0; i < f->nunread; i++) {
		doc_row(d);
		doc_cell(d, f->unread[i].name);
		doc_cell(d, f->unread[i].why);
	}
	doc_table_end(d);
}

void desks_text(struct doc *d)
{
	if (d->f->ndesks > 1)
		print_desks(d);
	if (d->f->nunread)
		print_unread(d);
}

/* --- rules and seals ------------------------------------------------------------------------------ */

/* Have all desks one policy? */
static int is_one_policy(const struct figures *f)
{
	size_t i;

	for (i = 1; i < f->ndesks; i++)
		if (strcmp(f->desk[i].policy_sha256, f->desk[0].policy_sha256) != 0)
			return 0;
	return 1;
}

static void print_wrapped(struct doc *d, const char *s)
{
	size_t n = strlen(s), room = d->form != DOC_TEXT || d->width < 8 ? n : d->width - 4, take;

	for (; n; s += take, n -= take) {
		take = utf8_fit(s, n, room);
		if (!take)
			break;
		doc_line(d, "    %.*s", (int)take, s);
	}
}

static void print_seal(struct doc *d, const struct figure_desk *desk)
{
	doc_line(d, "  %s", _("newest seal:"));
	print_wrapped(d, desk->seal);
}

static void print_each(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	for (i = 0; i < f->ndesks; i++) {
		doc_line(d, _("  %s: policy %s, SHA-256"), f->desk[i].name, f->desk[i].policy);
		print_wrapped(d, f->desk[i].policy_sha256);
		if (f->desk[i].seal)
			print_seal(d, &f->desk[i]);
	}
}

void desks_proof(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	doc_heading(d, _("Rules and seal"));
	if (f->ndesks == 1 || !is_one_policy(f)) {
		print_each(d);
		return;
	}
	doc_line(d, _("  all desks: policy %s, SHA-256"), f->desk[0].policy);
	print_wrapped(d, f->desk[0].policy_sha256);
	for (i = 0; i < f->ndesks; i++) {
		if (!f->desk[i].seal)
			continue;
		doc_line(d, _("  %s, newest seal:"), f->desk[i].name);
		print_wrapped(d, f->desk[i].seal);
	}
}

/* --- for programs --------------------------------------------------------------------------------- */

static void put_counts(struct json_writer *w, const struct figure_desk *d)
{
	json_put_count(w, "received", d->received);
	json_put_count(w, "concluded", d->concluded);
	json_put_count(w, "open", d->received - d->concluded);
	json_put_count(w, "cancelled", d->cancelled);
	json_put_count(w, "late_now", d->late_now);
	json_put_count(w, "decided", d->decided);
	json_put_count(w, "met", d->met);
	json_put_real(w, "attainment", figures_share(d->met, d->decided));
	json_put_count(w, "csat_n", d->csat_n);
	json_put_count(w, "csat_satisfied", d->csat_satisfied);
	json_put_real(w, "csat_share", figures_share(d->csat_satisfied, d->csat_n));
}

/* Not where it lies: the same desk is the same bytes, wherever it is called from. */
static const char *file_of(const struct figure_later *x)
{
	const char *slash = strrchr(x->log, '/');

	return slash ? slash + 1 : x->log;
}

/* `name` is the desk's, or NULL where that is told already. */
static void put_later_rows(struct json_writer *w, const struct figures *f, const struct figure_desk *d, const char *name)
{
	size_t i;

	for (i = d->first_later; i < d->first_later + d->nlater; i++) {
		json_begin_object(w, NULL);
		if (name)
			json_put_cstring(w, "desk", name);
		json_put_cstring(w, "file", file_of(&f->later[i]));
		json_put_cstring(w, "case", f->later[i].case_id);
		json_put_integer(w, "line", f->later[i].line);
		json_put_instant(w, "at", f->later[i].at, d->zone);
		json_put_instant(w, "logged", f->later[i].logged, d->zone);
		json_end(w);
	}
}

static void put_later(struct json_writer *w, const struct figures *f, const struct figure_desk *d)
{
	json_put_count(w, "logged_later", d->later_count);
	json_begin_array(w, "rows_logged_later");
	put_later_rows(w, f, d, NULL);
	json_end(w);
}

void desks_later_json(struct json_writer *w, const struct figures *f)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < f->ndesks; i++)
		n += f->desk[i].later_count;
	json_put_count(w, "logged_later", n);
	json_begin_array(w, "rows_logged_later");
	for (i = 0; i < f->ndesks; i++)
		put_later_rows(w, f, &f->desk[i], f->desk[i].name);
	json_end(w);
}

static void put_unread(struct json_writer *w, const struct figures *f)
{
	size_t i;

	for (i = 0; i < f->nunread; i++) {
		json_begin_object(w, NULL);
		json_put_cstring(w, "desk", f->unread[i].name);
		json_put_cstring(w, "error", f->unread[i].why);
		json_end(w);
	}
}

void desks_json(struct report_out *to, struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_array(w, "desks");
	for (i = 0; i < f->ndesks; i++) {
		const struct figure_desk *d = &f->desk[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "desk", d->name);
		json_put_cstring(w, "policy", d->policy);
		json_put_cstring(w, "policy_sha256", d->policy_sha256);
		json_put_cstring(w, "seal", d->seal);
		json_put_null(w, "error");
		put_counts(w, d);
		put_later(w, f, d);
		json_end(w);
		report_flush(to);
	}
	put_unread(w, f);
	json_end(w);
	json_put_cstring(w, "seal", f->ndesks + f->nunread == 1 ? f->desk[0].seal : NULL);
	json_put_cstring(w, "policy_sha256", is_one_policy(f) ? f->desk[0].policy_sha256 : NULL);
}

void desks_unread_json(struct json_writer *w, const struct figures *f)
{
	json_begin_array(w, "desks");
	put_unread(w, f);
	json_end(w);
}

static void emit_word(struct fact_out *o, const struct figure_desk *d, const char *name,
		      const char *measure, const char *value)
{
	fact_set(o, CELL_DESK, d->name);
	fact_set(o, CELL_NAME, name);
	fact_set(o, CELL_MEASURE, measure);
	fact_set(o, CELL_VALUE, value);
	fact_emit(o);
}

/* By file and line: when it happened, and when it was written. */
static void put_later_facts(struct fact_out *o, const struct figures *f, const struct figure_desk *d)
{
	static const char *const names[] = { "at", "logged" };
	struct strbuf name = STRBUF_INIT;
	size_t i, k;

	for (i = d->first_later; i < d->first_later + d->nlater; i++) {
		const struct figure_later *x = &f->later[i];

		strbuf_reset(&name);
		strbuf_addf(&name, "%s:%u", file_of(x), (unsigned int)x->line);
		for (k = 0; k < 2; k++) {
			fact_set(o, CELL_DESK, d->name);
			fact_set(o, CELL_CASE, x->case_id);
			fact_set(o, CELL_NAME, name.buf);
			fact_set(o, CELL_MEASURE, names[k]);
			fact_set_time(o, CELL_VALUE, k ? x->logged : x->at, d->zone);
			fact_emit(o);
		}
	}
	strbuf_release(&name);
}

void desks_facts(struct fact_out *o, const struct figures *f)
{
	size_t i, k;

	fact_begin(o, "desks");
	for (i = 0; i < f->ndesks; i++) {
		const struct figure_desk *d = &f->desk[i];
		const struct figure_count count[] = {
			{ "logged_later", d->later_count }, { "received", d->received },
			{ "concluded", d->concluded }, { "open", d->received - d->concluded },
			{ "cancelled", d->cancelled }, { "late_now", d->late_now } };

		emit_word(o, d, d->policy, "policy_sha256", d->policy_sha256);
		emit_word(o, d, "", "seal", d->seal);
		for (k = 0; k < sizeof(count) / sizeof(count[0]); k++) {
			fact_set(o, CELL_DESK, d->name);
			fact_emit_count(o, "", "", count[k].name, count[k].n);
		}
		fact_set(o, CELL_DESK, d->name);
		fact_emit_share(o, "", "", "attainment", d->met, d->decided);
		fact_set(o, CELL_DESK, d->name);
		fact_emit_share(o, "", "", "csat_share", d->csat_satisfied, d->csat_n);
	}
	desks_later_facts(o, f);
	desks_unread_facts(o, f);
}

void desks_later_facts(struct fact_out *o, const struct figures *f)
{
	size_t i;

	fact_begin(o, "logged_later");
	for (i = 0; i < f->ndesks; i++)
		put_later_facts(o, f, &f->desk[i]);
}

void desks_unread_facts(struct fact_out *o, const struct figures *f)
{
	size_t i;

	fact_begin(o, "desks");
	for (i = 0; i < f->nunread; i++) {
		fact_set(o, CELL_DESK, f->unread[i].name);
		fact_set(o, CELL_MEASURE, "error");
		fact_set(o, CELL_VALUE, f->unread[i].why);
		fact_emit(o);
	}
}
