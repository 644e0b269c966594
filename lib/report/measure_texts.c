/* measure_texts: the few texts that a meeting reads, fetched once it is known which. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/file.h"
#include "report/measure_internal.h"

#define ROW_ROOM  8192
#define TEXT_ROOM 400            /* columns of a measure's text that are shown */

/* The fields of one row up to `column`: where that begins. Only `text` and what follows may be quoted. */
static const char *cell_of(const char *row, int position)
{
	for (; position > 0; position--) {
		row = strchr(row, ',');
		if (!row)
			return NULL;
		row++;
	}
	return row;
}

static void unquote(struct strbuf *out, const char *s)
{
	if (*s != '"') {
		strbuf_add(out, s, strcspn(s, ",\n"));
		return;
	}
	for (s++; *s && *s != '\n'; s++) {
		if (*s == '"' && *++s != '"')
			return;
		strbuf_addch(out, *s);
	}
}

static char *read_text(const struct caselog *log, off_t offset)
{
	char row[ROW_ROOM];
	ssize_t n = pread(log->fd, row, sizeof(row) - 1, offset);
	int position = log->layout.position[COLUMN_TEXT];
	struct strbuf raw = STRBUF_INIT, text = STRBUF_INIT;
	const char *cell;

	if (n <= 0 || position < 0)
		return NULL;
	row[n] = '\0';
	row[strcspn(row, "\n")] = '\0';
	cell = cell_of(row, position);
	if (cell)
		unquote(&raw, cell);
	row_unescape_text(&text, raw.buf, raw.len);
	strbuf_release(&raw);
	n = (ssize_t)utf8_fit(text.buf, text.len, TEXT_ROOM);
	if ((size_t)n < text.len) {
		strbuf_setlen(&text, (size_t)n);
		strbuf_addstr(&text, "…");
	}
	return strbuf_detach(&text);
}

static void read_measures(struct measure *m, const struct caselog *log)
{
	struct followup_list *list = &m->tally.followup;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (!list->item[i].is_duty)
			list->item[i].text = read_text(log, list->item[i].offset);
}

/* Who the customers are, looked up once somebody's words need it. */
struct who {
	struct customers all;
	const char *path;
	int is_read, is_whole;
};

/* A name that cannot be looked up cannot be hidden, so half a file is no file. */
static void read_customers(struct who *who, struct findings *findings)
{
	struct findings told = FINDINGS_INIT;
	struct err err = ERR_INIT;
	int result = -1;

	who->is_read = 1;
	if (!who->path)
		return;
	if (!file_exists(who->path))
		err_errno(&err, _("cannot read '%s'"), who->path);
	else
		result = customers_load(&who->all, who->path, &told, &err);
	who->is_whole = !result && !findings_has_error(&told) && !who->all.lacks_columns;
	findings_pass_on(&told, findings);
	if (result < 0)
		finding_add(findings, GRADE_ERROR, who->path, 0, 0,
			    _("%s: what customers said is left out, because their names cannot be hidden"), err.msg);
	else if (!who->is_whole)
		finding_add(findings, GRADE_ERROR, who->path, 0, 0,
			    _("the file is damaged: what customers said is left out, because their names cannot be hidden"));
}

static const struct customer *look_up(struct who *who, const char *id, struct findings *findings)
{
	if (!who->is_read)
		read_customers(who, findings);
	return who->is_whole ? customers_get(&who->all, id) : NULL;
}

/* The words without the names of all who were ever the case's customer: a row that was void named one, too. */
static char *hide(const char *text, const struct case_customers *ids, struct who *who, struct findings *findings)
{
	struct strbuf shown = STRBUF_INIT, before = STRBUF_INIT;
	size_t i;

	said_hide(&shown, text, NULL);
	for (i = 0; i < ids->n; i++) {
		const struct customer *customer = look_up(who, ids->id[i], findings);

		strbuf_reset(&before);
		strbuf_addstr(&before, shown.buf);
		strbuf_reset(&shown);
		if (!customer) {
			said_leave_out(&shown);
			break;
		}
		said_hide(&shown, before.buf, customer);
	}
	strbuf_release(&before);
	return strbuf_detach(&shown);
}

static void hide_customers(struct measure *m, const struct caselog *log, struct findings *findings)
{
	struct who who = { .all = CUSTOMERS_INIT, .path = m->options.customers };
	size_t i;

	for (i = 0; i < m->tally.said.n; i++) {
		struct said_item *x = &m->tally.said.item[i];
		struct case_customers ids = { NULL, 0, 0 };

		if (x->id)
			measure_customers(m, log, x->id, x->offset, &ids);
		x->shown = hide(x->text, &ids, &who, findings);
		case_customers_release(&ids);
	}
	customers_release(&who.all);
}

void measure_texts(struct measure *m, const struct caselog *log, struct findings *findings)
{
	read_measures(m, log);
	hide_customers(m, log, findings);
}

int measure_observed(struct measure *m, const struct opinions_options *options, struct err *err)
{
	struct opinions_options o = *options;
	struct findings told = FINDINGS_INIT;
	int result;

	o.form = OBSERVATION_FORM;
	/* What is wrong with the file is told when it is read for the customers' answers. */
	result = opinions_read(&m->observed, m->options.surveys, &o, &told, err);
	findings_release(&told);
	return result;
}
