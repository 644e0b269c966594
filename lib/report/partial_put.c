/* partial_put: rows of the figures, written down. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/partial_table.h"

static void put_step(void *ctx, const struct km_step *s)
{
	json_put_integer(ctx, NULL, s->duration);
	json_put_integer(ctx, NULL, (int64_t)s->events);
	json_put_integer(ctx, NULL, (int64_t)s->censored);
}

static void put_times(struct json_writer *w, struct km *km, size_t n)
{
	size_t i;

	json_begin_array(w, NULL);
	for (i = 0; i < n; i++) {
		json_begin_array(w, NULL);
		km_each(&km[i], put_step, w);
		json_end(w);
	}
	json_end(w);
}

static void put_counts(struct json_writer *w, const uint64_t *count, size_t n)
{
	size_t i;

	if (n == 1) {
		json_put_integer(w, NULL, (int64_t)*count);
		return;
	}
	json_begin_array(w, NULL);
	for (i = 0; i < n; i++)
		json_put_integer(w, NULL, (int64_t)count[i]);
	json_end(w);
}

static void put_shares(struct json_writer *w, const struct figure_score_share *share, size_t n)
{
	size_t i;

	json_begin_array(w, NULL);
	for (i = 0; i < n; i++) {
		json_put_integer(w, NULL, (int64_t)share[i].n);
		json_put_integer(w, NULL, (int64_t)share[i].of);
	}
	json_end(w);
}

static void put_amount(struct json_writer *w, struct amount a)
{
	struct strbuf sb = STRBUF_INIT;

	amount_format(&sb, a);
	json_put_string(w, NULL, sb.buf, sb.len);
	strbuf_release(&sb);
}

static int by_amount(const void *a, const void *b)
{
	const struct figure_amount *x = a, *y = b;

	if (x->amount.scale != y->amount.scale)
		return x->amount.scale - y->amount.scale;
	return (x->amount.value > y->amount.value) - (x->amount.value < y->amount.value);
}

static void put_amounts(struct json_writer *w, struct figure_amount *x, size_t n)
{
	size_t i;
	uint64_t sum = 0;

	if (n)
		qsort(x, n, sizeof(*x), by_amount);
	json_begin_array(w, NULL);
	for (i = 0; i < n; i++) {
		sum += x[i].n;
		if (i + 1 < n && by_amount(&x[i], &x[i + 1]) == 0)
			continue;
		put_amount(w, x[i].amount);
		json_put_integer(w, NULL, (int64_t)sum);
		sum = 0;
	}
	json_end(w);
}

static void put_words(struct json_writer *w, const char *const *word, size_t n)
{
	size_t i;

	json_begin_array(w, NULL);
	for (i = 0; i < n; i++)
		json_put_cstring(w, NULL, word[i]);
	json_end(w);
}

/* Its bits: no digit of it is lost, and no locale has a say. */
static void put_real(struct json_writer *w, double x)
{
	struct strbuf sb = STRBUF_INIT;
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	strbuf_addf(&sb, "%016llx", (unsigned long long)bits);
	json_put_string(w, NULL, sb.buf, sb.len);
	strbuf_release(&sb);
}

static void put_unless(struct json_writer *w, int64_t v, int64_t none)
{
	if (v == none)
		json_put_null(w, NULL);
	else
		json_put_integer(w, NULL, v);
}

static void put_number_of(struct json_writer *w, const struct intern *names, const char *name)
{
	json_put_integer(w, NULL, (int64_t)intern_find(names, name, strlen(name)));
}

/* Whole numbers, as take_whole() in partial_take.c reads them. */
static void put_whole(struct json_writer *w, enum partial_type type, const void *p)
{
	switch (type) {
	case PARTIAL_SIZE:
	case PARTIAL_ADDED:
		json_put_integer(w, NULL, (int64_t)*(const size_t *)p);
		break;
	case PARTIAL_FLAG:
	case PARTIAL_INT:
		json_put_integer(w, NULL, *(const int *)p);
		break;
	case PARTIAL_LINE:
		json_put_integer(w, NULL, *(const uint32_t *)p);
		break;
	case PARTIAL_DAY:
		put_unless(w, *(const int64_t *)p, INT64_MAX);
		break;
	case PARTIAL_TIME:
	case PARTIAL_MAY_TIME:
		put_unless(w, *(const instant *)p, INSTANT_NONE);
		break;
	default:
		json_put_integer(w, NULL, *(const int64_t *)p);
	}
}

static void put_cell(struct partial_out *o, struct json_writer *w, const struct partial_column *c,
		     void *row)
{
	void *p = partial_at(row, c);

	switch (c->type) {
	case PARTIAL_WORD:
	case PARTIAL_DATE:
	case PARTIAL_MAY_WORD:
		json_put_cstring(w, NULL, *(const char **)p);
		break;
	case PARTIAL_WORDS:
		put_words(w, *(const char *const **)p, *(size_t *)partial_more(row, c));
		break;
	case PARTIAL_CHARS:
		json_put_cstring(w, NULL, p);
		break;
	case PARTIAL_DESK:
		put_number_of(w, o->desks, *(const char **)p);
		break;
	case PARTIAL_IN_FORCE:
		put_number_of(w, o->policies, (*(const struct policy **)p)->sha256);
		break;
	case PARTIAL_COUNT:
		put_counts(w, p, c->n);
		break;
	case PARTIAL_SHARES:
		put_shares(w, p, c->n);
		break;
	case PARTIAL_REAL:
		put_real(w, *(double *)p);
		break;
	case PARTIAL_AMOUNT:
		if (*(int *)partial_more(row, c))
			json_put_null(w, NULL);
		else
			put_amount(w, *(struct amount *)p);
		break;
	case PARTIAL_AMOUNTS:
		put_amounts(w, *(struct figure_amount **)p, *(size_t *)partial_more(row, c));
		break;
	case PARTIAL_TIMES:
		put_times(w, p, c->n);
		break;
	default:
		put_whole(w, c->type, p);
	}
}

static char *row_text(struct partial_out *o, const struct partial_table *table, void *row)
{
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf text = STRBUF_INIT;
	size_t i;

	json_begin_array(&w, NULL);
	for (i = 0; i < table->ncolumns; i++)
		if (partial_is_written(&table->column[i]))
			put_cell(o, &w, &table->column[i], row);
	json_end(&w);
	json_finish(&w, &text, 0);
	json_writer_release(&w);
	strbuf_setlen(&text, text.len - 1);
	return strbuf_detach(&text);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void put_columns(struct strbuf *out, const struct partial_table *table)
{
	const char *comma = "";
	size_t i;

	for (i = 0; i < table->ncolumns; i++)
		if (partial_is_written(&table->column[i])) {
			strbuf_addf(out, "%s\"%s\"", comma, table->column[i].name);
			comma = ",";
		}
}

void partial_put_table(struct partial_out *o, const struct partial_table *table, void *row,
		       size_t n, int is_ordered)
{
	char **text = mem_array(n + 1, sizeof(*text));
	size_t i;

	for (i = 0; i < n; i++)
		text[i] = row_text(o, table, (char *)row + i * table->size);
	if (n && !is_ordered)
		qsort(text, n, sizeof(*text), by_text);
	strbuf_addf(o->out, "\"%s\":{\"columns\":[", table->name);
	put_columns(o->out, table);
	strbuf_addstr(o->out, "],\"rows\":[");
	for (i = 0; i < n; i++) {
		strbuf_addstr(o->out, i ? "," : "");
		strbuf_addstr(o->out, text[i]);
		free(text[i]);
	}
	strbuf_addstr(o->out, "]}");
	free(text);
}
