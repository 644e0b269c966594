/* sd log show --format slip: for a receipt printer. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "log_show.h"

/* Folded by columns, because receipt printers know nothing of words in Chinese. */
static void fold(const struct show *s, struct strbuf *out, const char *text)
{
	struct strbuf safe = STRBUF_INIT;
	size_t at = 0;

	utf8_add_safe(&safe, text, strlen(text));
	while (at < safe.len) {
		size_t n = utf8_fit(safe.buf + at, safe.len - at, s->width);

		if (!n)
			break;
		strbuf_add(out, safe.buf + at, n);
		strbuf_addch(out, '\n');
		at += n;
	}
	strbuf_release(&safe);
}

static void fold_pair(const struct show *s, const char *name, const char *value)
{
	struct strbuf line = STRBUF_INIT;

	if (*value) {
		strbuf_addf(&line, _("%s: %s"), name, value);
		fold(s, &s->l.cli->out, line.buf);
	}
	strbuf_release(&line);
}

static void rule_off(const struct show *s)
{
	strbuf_addchars(&s->l.cli->out, '-', s->width);
	strbuf_addch(&s->l.cli->out, '\n');
}

/* What a customer or a colleague takes along: no number, no internal history. */
void log_show_slip(struct show *s)
{
	struct strbuf *out = &s->l.cli->out, sb = STRBUF_INIT;
	int c;

	log_format_id(&s->l, &sb, s->l.file.id);
	fold_pair(s, _("case"), sb.buf);
	fold_pair(s, _("state"), case_state_label(s->l.file.state));
	strbuf_reset(&sb);
	if (casefile_opened(&s->l.file) != INSTANT_NONE)
		log_add_minute(&s->l, &sb, casefile_opened(&s->l.file));
	fold_pair(s, _("opened at"), sb.buf);
	if (s->l.customer)
		fold_pair(s, _("customer"), s->l.customer->name);
	for (c = log_show_next_column(s, -1); c >= 0; c = log_show_next_column(s, c))
		fold_pair(s, log_show_column(s, c), log_show_label(s, c, NULL, casefile_class(&s->l.file, c)));
	for (size_t i = 0; i < s->l.file.n; i++) {
		strbuf_reset(&sb);
		log_show_text(s, &sb, &s->l.file.row[i]);
		if (s->l.file.row[i].event != EVENT_OPEN || s->l.file.row[i].dead || !sb.len)
			continue;
		rule_off(s);
		fold(s, out, sb.buf);
	}
	for (size_t i = 0; i < s->instances.n; i++) {
		const struct clock_instance *x = &s->instances.instance[i];

		if (!log_show_is_running(x) || x->due == INSTANT_NONE)
			continue;
		strbuf_reset(&sb);
		log_add_minute(&s->l, &sb, x->due);
		fold_pair(s, log_show_clock(s, x), sb.buf);
	}
	rule_off(s);
	strbuf_release(&sb);
}
