/* measure_texts: the few texts that a meeting reads, fetched once it is known which. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
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

static int hide_customers(struct measure *m, const struct caselog *log, struct findings *findings,
			  struct err *err)
{
	struct customers customers = CUSTOMERS_INIT;
	struct strbuf shown = STRBUF_INIT;
	size_t i;

	if (m->tally.said.n && m->options.customers &&
	    customers_load(&customers, m->options.customers, findings, err) < 0)
		return -1;
	for (i = 0; i < m->tally.said.n; i++) {
		struct said_item *x = &m->tally.said.item[i];
		char *id = x->id ? measure_customer(log, x->offset) : NULL;

		strbuf_reset(&shown);
		said_hide(&shown, x->text, id ? customers_get(&customers, id) : NULL);
		x->shown = mem_strndup(shown.buf, shown.len);
		free(id);
	}
	strbuf_release(&shown);
	customers_release(&customers);
	return 0;
}

int measure_texts(struct measure *m, const struct caselog *log, struct findings *findings, struct err *err)
{
	read_measures(m, log);
	return hide_customers(m, log, findings, err);
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
