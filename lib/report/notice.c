#include "report/notice.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/json.h"
#include "report/message_read.h"
#include "report/policytext.h"
#include "report/render.h"
#include "report/render_escalation.h"

#define SCREEN_WIDTH 72          /* of a line of the report: what a telephone shows without breaking it much */

static const char *const dos[] = { "remind", "escalate", "notify" };

static void put_case(struct json_writer *w, const struct notice *n, caseid id)
{
	struct strbuf sb = STRBUF_INIT;

	caseid_format(&sb, id, n->policy->prefix);
	json_put_cstring(w, "case", sb.buf);
	strbuf_release(&sb);
}

static void put_head(struct json_writer *w, const struct notice *n, const char *to,
		     const char *title)
{
	json_put_cstring(w, "schema", MESSAGE_SCHEMA);
	json_put_cstring(w, "desk", n->desk);
	json_put_cstring(w, "channel", n->channel);
	json_put_cstring(w, "to", to);
	json_put_cstring(w, "to_name", to ? policytext_who(n->policy, to, n->lang) : NULL);
	json_put_instant(w, "now", n->now, n->policy->zone);
	json_put_cstring(w, "title", title);
}

/* --- a digest ------------------------------------------------------------------------------------- */

static void put_step(struct json_writer *w, const struct notice *n, const struct notify_item *item)
{
	const struct escalate_step *s = &item->s;

	json_begin_object(w, NULL);
	put_case(w, n, item->id);
	json_put_cstring(w, "step", s->step->name);
	json_put_cstring(w, "clock", s->clock ? s->clock->name : NULL);
	json_put_instant(w, "due", s->due, n->policy->zone);
	json_put_integer(w, "late_s", n->now - s->due);
	json_put_cstring(w, "do", dos[s->step->action]);
	json_put_cstring(w, "level", s->step->level);
	json_put_instant(w, "clock_due", s->clock_due, n->policy->zone);
	json_put_cstring(w, "task", *item->task ? item->task : NULL);
	json_put_cstring(w, "kind", item->kind);
	json_put_cstring(w, "category", item->category);
	json_put_cstring(w, "severity", item->severity);
	json_put_cstring(w, "place", item->place);
	json_put_cstring(w, "department", item->who.department);
	json_put_cstring(w, "owner", item->who.owner);
	json_put_integer(w, "instance", s->instance);
	json_put_integer(w, "repeat", s->repeat);
	json_end(w);
}

static void put_line(struct json_writer *w, const struct notice *n, const struct notify_item *item)
{
	const struct escalation_step step = {
		.id = item->id, .policy = item->policy, .s = item->s, .kind = item->kind,
		.category = item->category, .severity = item->severity, .where = item->place,
		.department = item->who.department, .owner = item->who.owner, .task = item->task,
		.to = "" };
	struct strbuf sb = STRBUF_INIT;

	escalation_line(&sb, &step, n->now, n->lang);
	json_put_string(w, NULL, sb.buf, sb.len);
	strbuf_release(&sb);
}

static void add_title(struct strbuf *out, const struct notice *n, const struct notify_digest *d)
{
	size_t i, escalated = 0;

	for (i = 0; i < d->n; i++)
		escalated += d->item[i]->s.step->action == DO_ESCALATE;
	if (escalated)
		strbuf_addf(out, _("%s: due %zu, of these escalated %zu"), n->desk, d->n, escalated);
	else
		strbuf_addf(out, _("%s: due %zu"), n->desk, d->n);
}

void notice_digest(struct strbuf *out, const struct notice *n, const struct notify_digest *d)
{
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf title = STRBUF_INIT;
	size_t i;

	add_title(&title, n, d);
	json_begin_object(&w, NULL);
	put_head(&w, n, d->to, title.buf);
	json_begin_array(&w, "lines");
	for (i = 0; i < d->n; i++)
		put_line(&w, n, d->item[i]);
	json_end(&w);
	json_put_cstring(&w, "foot", _("why: sd escalate explain CASE"));
	json_begin_array(&w, "steps");
	for (i = 0; i < d->n; i++)
		put_step(&w, n, d->item[i]);
	json_end(&w);
	json_end(&w);
	json_finish(&w, out, 0);
	json_writer_release(&w);
	strbuf_release(&title);
}

/* --- a case taken up again ------------------------------------------------------------------------ */

static void put_reopen(struct json_writer *w, const struct notice *n, const struct notice_reopen *r)
{
	json_begin_object(w, "reopened");
	put_case(w, n, r->id);
	json_put_cstring(w, "question", r->question);
	json_put_integer(w, "score", r->score);
	json_put_cstring(w, "scale", r->scale);
	json_put_cstring(w, "kind", r->kind);
	json_put_cstring(w, "category", r->category);
	json_put_cstring(w, "severity", r->severity);
	json_put_cstring(w, "place", r->place);
	json_put_cstring(w, "department", r->department);
	json_put_cstring(w, "owner", r->owner);
	json_end(w);
}

void notice_reopened(struct strbuf *out, const struct notice *n, const struct notice_reopen *r)
{
	const char *what = *r->category ?
				   policy_value_label(n->policy, COLUMN_CATEGORY, r->category, n->lang) :
				   policy_value_label(n->policy, COLUMN_KIND, r->kind, n->lang);
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, _("%s: a dissatisfied customer's case is open again"), n->desk);
	json_begin_object(&w, NULL);
	put_head(&w, n, r->to, text.buf);
	json_begin_array(&w, "lines");
	strbuf_reset(&text);
	caseid_format(&text, r->id, n->policy->prefix);
	strbuf_addf(&text, " %s%s%s: ", what, *r->place ? ", " : "",
		    policy_value_label(n->policy, COLUMN_PLACE, r->place, n->lang));
	strbuf_addf(&text, _("'%s' was answered %d of %d"), r->question, r->score, r->most);
	json_put_string(&w, NULL, text.buf, text.len);
	json_end(&w);
	put_reopen(&w, n, r);
	json_end(&w);
	json_finish(&w, out, 0);
	json_writer_release(&w);
	strbuf_release(&text);
}

/* --- a report ------------------------------------------------------------------------------------- */

/* Empty lines say nothing in a chat. */
static void put_lines(struct json_writer *w, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\n");

		if (n)
			json_put_string(w, NULL, s, n);
		s += n + (s[n] == '\n');
	}
}

void notice_report(struct strbuf *out, const struct notice *n, const struct figures *f)
{
	const struct report_style style = { .lang = n->lang, .width = SCREEN_WIDTH };
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf text = STRBUF_INIT, title = STRBUF_INIT;
	struct report_out to = { .out = &text };

	report_message(&to, f, &style);
	report_title(&title, f);
	json_begin_object(&w, NULL);
	put_head(&w, n, NULL, title.buf);
	json_begin_array(&w, "lines");
	put_lines(&w, text.buf);
	json_end(&w);
	json_begin_object(&w, "report");
	json_put_instant(&w, "from", f->from, f->zone);
	json_put_instant(&w, "to", f->to, f->zone);
	json_put_instant(&w, "as_of", f->as_of, f->zone);
	json_put_integer(&w, "received", (int64_t)f->received);
	json_put_integer(&w, "concluded", (int64_t)f->concluded);
	json_put_integer(&w, "open", (int64_t)f->open);
	json_end(&w);
	json_end(&w);
	json_finish(&w, out, 0);
	json_writer_release(&w);
	strbuf_release(&text);
	strbuf_release(&title);
}
