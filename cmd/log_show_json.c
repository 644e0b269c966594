/* sd log show --format json. */
#include "log_show.h"

static void put_link(const struct show *s, struct json_writer *w)
{
	struct strbuf sb = STRBUF_INIT;

	if (s->link.closed != INSTANT_NONE)
		log_format_id(&s->l, &sb, s->link.id);
	json_put_cstring(w, "linked", sb.len ? sb.buf : NULL);
	strbuf_release(&sb);
}

static void put_event(const struct show *s, struct json_writer *w, const struct casefile_row *row)
{
	json_begin_object(w, NULL);
	for (int c = 0; c < COLUMN_FIELD + (int)s->l.cli->set.fields.n; c++) {
		const char *name = policy_set_column_name(&s->l.cli->set, c);

		if (name && c != COLUMN_CASE && *row->cell[c])
			json_put_cstring(w, name, row->cell[c]);
	}
	json_put_bool(w, "void", row->dead);
	json_end(w);
}

static void put_clock(const struct show *s, struct json_writer *w, const struct clock_instance *x)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "clock", x->rule->name);
	json_put_integer(w, "instance", x->number);
	if (x->task)
		json_put_cstring(w, "task", log_show_task(s, x));
	json_put_instant(w, "from", x->from, s->l.zone);
	json_put_instant(w, "due", x->due, s->l.zone);
	json_put_instant(w, "done", x->done, s->l.zone);
	json_put_cstring(w, "verdict", verdict_name(x->verdict));
	json_put_bool(w, "running", log_show_is_running(x));
	json_put_bool(w, "paused", x->paused);
	json_end(w);
}

void log_show_json(struct show *s)
{
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf sb = STRBUF_INIT;
	int c;

	json_begin_object(&w, NULL);
	json_put_cstring(&w, "schema", "sd.case/1");
	log_format_id(&s->l, &sb, s->l.file.id);
	json_put_cstring(&w, "case", sb.buf);
	json_put_cstring(&w, "state", case_state_name(s->l.file.state));
	json_put_instant(&w, "at", casefile_opened(&s->l.file), s->l.zone);
	json_put_cstring(&w, "customer", casefile_class(&s->l.file, COLUMN_CUSTOMER));
	json_put_cstring(&w, "name", s->l.customer ? s->l.customer->name : "");
	json_put_cstring(&w, "contact", s->l.customer ? s->l.customer->contact : "");
	for (c = log_show_next_column(s, -1); c >= 0; c = log_show_next_column(s, c))
		json_put_cstring(&w, policy_set_column_name(&s->l.cli->set, c),
				 casefile_class(&s->l.file, c));
	put_link(s, &w);
	json_begin_array(&w, "events");
	for (size_t i = 0; i < s->l.file.n; i++)
		put_event(s, &w, &s->l.file.row[i]);
	json_end(&w);
	json_begin_array(&w, "clocks");
	for (size_t i = 0; i < s->instances.n; i++)
		put_clock(s, &w, &s->instances.instance[i]);
	json_end(&w);
	log_put_answers(&s->l, &s->answers, &w);
	json_end(&w);
	json_finish(&w, &s->l.cli->out, 2);
	json_writer_release(&w);
	strbuf_release(&sb);
}
