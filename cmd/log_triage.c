/* sd log open: the category that words in the text suggest, as an amend row by sd beside the clerk's. */
#include <string.h>

#include "base/i18n.h"
#include "log.h"
#include "report/policytext.h"

static int is_customers(const struct log_row *row)
{
	const char *kind = row->cell[COLUMN_KIND].n ? row->cell[COLUMN_KIND].s : "";

	return strcmp(kind, "duty") != 0 && strcmp(kind, "action") != 0;
}

/* Stable: whoever reads the log sees what was found. */
static const char *words_found(struct logrun *l)
{
	const struct triage *t = &l->machine.triage;
	struct strbuf sb = STRBUF_INIT;
	const char *text;

	strbuf_addstr(&sb, "words: ");
	for (size_t i = 0; i < t->nwords; i++)
		strbuf_addf(&sb, "%s%s", i ? ", " : "", t->word[i]);
	text = arena_strdup(&l->arena, sb.buf);
	strbuf_release(&sb);
	return text;
}

void log_triage(struct logrun *l, const struct log_row *row)
{
	struct log_machine *m = &l->machine;
	struct span text = row->cell[COLUMN_TEXT];

	m->triage.category = NULL;
	m->has_suggested = 0;
	if (!l->policy || row->cell[COLUMN_CATEGORY].n || !text.n || !is_customers(row))
		return;
	triage_find(&m->triage, l->policy, text.s, text.n);
	if (!m->triage.category)
		return;
	m->has_suggested = 1;
	log_machine_row(l, &m->suggested, EVENT_AMEND);
	log_put(&m->suggested, COLUMN_CATEGORY, m->triage.category->name);
	log_put(&m->suggested, COLUMN_TEXT, words_found(l));
}

void log_say_triage(struct logrun *l)
{
	static const int shown[] = { COLUMN_CATEGORY, COLUMN_KIND, COLUMN_SEVERITY, COLUMN_DEPARTMENT };
	const struct log_row *row = &l->machine.suggested;
	struct strbuf what = STRBUF_INIT, id = STRBUF_INIT;

	if (!l->machine.has_suggested)
		return;
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (row->cell[shown[i]].n)
			strbuf_addf(&what, "%s%s", what.len ? ", " : "",
				    policy_value_label(l->policy, shown[i], row->cell[shown[i]].s,
						       l->cli->lang));
	log_format_id(l, &id, l->file.id);
	cli_say(l->cli, _("suggested by '%s': %s; 'sd log amend %s --category ...' changes it"),
		l->machine.triage.word[0], what.buf, id.buf);
	strbuf_release(&what);
	strbuf_release(&id);
}
