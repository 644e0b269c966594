#include "report/partial_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

void *partial_at(void *row, const struct partial_column *c)
{
	return (char *)row + c->at;
}

void *partial_more(void *row, const struct partial_column *c)
{
	return (char *)row + c->more;
}

int partial_is_written(const struct partial_column *c)
{
	return c->type != PARTIAL_LATER && c->type != PARTIAL_POLICY && c->type != PARTIAL_ZONE;
}

static int take_key(struct partial_in *in, const struct partial_table *table,
		    const struct jsonread *t, const char **word)
{
	size_t i;
	int64_t v = 0;

	for (i = 0; i < table->nkey; i++) {
		const struct partial_column *c = &table->column[i];

		in->column = c->name;
		if (c->type == PARTIAL_WORD || c->type == PARTIAL_DATE) {
			if (partial_take_word(in, jsonread_at(t, i), &word[i]) < 0)
				return -1;
		} else {
			if (partial_take_number(in, jsonread_at(t, i), 0, INT32_MAX, &v) < 0)
				return -1;
			word[i] = figures_keep_number(in->f, (uint64_t)v);
		}
	}
	return 0;
}

/* The pointer to the rows, of whatever type it is. */
static void *rows_of(const struct partial_rows *rows)
{
	void *p = NULL;

	memcpy(&p, rows->row, sizeof(p));
	return p;
}

static void *new_row(const struct partial_table *table, const struct partial_rows *rows)
{
	char *p = rows_of(rows);
	void *q;

	if (*rows->n == *rows->alloc) {
		*rows->alloc = *rows->alloc ? *rows->alloc * 2 : 8;
		q = p = mem_realloc(p, *rows->alloc, table->size);
		memcpy(rows->row, &q, sizeof(q));
	}
	p += (*rows->n)++ * table->size;
	memset(p, 0, table->size);
	return p;
}

/* The row of the key; what is not added up is only taken by a new one. */
static void *row_of(const struct partial_table *table, const struct partial_rows *rows,
		    const char *const *key, int *is_new)
{
	uint32_t i;

	*is_new = 1;
	if (!rows->index)
		return new_row(table, rows);
	i = intern_add_words(rows->index, key, table->nkey);
	if (i == *rows->n)
		return new_row(table, rows);
	*is_new = 0;
	return (char *)rows_of(rows) + i * table->size;
}

static int adds_up(const struct partial_column *c)
{
	return c->type == PARTIAL_COUNT || c->type == PARTIAL_SHARES || c->type == PARTIAL_ADDED || c->type == PARTIAL_FLAG ||
	       c->type == PARTIAL_AMOUNT || c->type == PARTIAL_AMOUNTS || c->type == PARTIAL_TIMES;
}

/* Policy and zone are those of the desk that the row names. */
static void borrow(struct partial_in *in, const struct partial_column *c, void *row)
{
	if (in->desk && c->type == PARTIAL_POLICY)
		*(const struct policy **)partial_at(row, c) = in->desk->in_force;
	else if (in->desk && c->type == PARTIAL_ZONE)
		*(const struct zone **)partial_at(row, c) = in->desk->zone;
}

static int take_cells(struct partial_in *in, const struct partial_table *table,
		      const struct jsonread *t, void *row, int is_new)
{
	size_t i, k;

	for (i = k = 0; i < table->ncolumns; i++) {
		const struct partial_column *c = &table->column[i];

		if (!partial_is_written(c)) {
			borrow(in, c, row);
			continue;
		}
		in->column = c->name;
		if ((is_new || adds_up(c)) && partial_take_cell(in, c, jsonread_at(t, k), row) < 0)
			return -1;
		k++;
	}
	in->column = NULL;
	return !table->is_sane || table->is_sane(row) ? 0 :
	       partial_wrong(in, _("its numbers contradict each other"));
}

static int take_row(struct partial_in *in, const struct partial_table *table, size_t written,
		    const struct jsonread *t, const struct partial_rows *rows)
{
	const char *key[PARTIAL_KEY_MOST];
	int is_new = 0;
	void *row;

	in->column = NULL;
	in->desk = NULL;
	if (!jsonread_is_array(t) || jsonread_size(t) != written)
		return partial_wrong(in, _("a list is wanted, of %zu"), written);
	if (!rows->n)
		return take_cells(in, table, t, rows->row, is_new);
	if (take_key(in, table, t, key) < 0)
		return -1;
	row = row_of(table, rows, key, &is_new);
	return take_cells(in, table, t, row, is_new);
}

/* As this program would write them: a table of another version of it may mean something else. */
static int check_columns(struct partial_in *in, const struct partial_table *table,
			 const struct jsonread *columns, size_t *written)
{
	size_t i;

	*written = 0;
	for (i = 0; i < table->ncolumns; i++) {
		const char *name;

		if (!partial_is_written(&table->column[i]))
			continue;
		name = jsonread_string(jsonread_at(columns, (*written)++));
		if (!name || strcmp(name, table->column[i].name) != 0)
			break;
	}
	if (i == table->ncolumns && jsonread_size(columns) == *written)
		return 0;
	return partial_wrong(in, _("the columns are not those of this version of sd"));
}

int partial_take_table(struct partial_in *in, const struct partial_table *table,
		       const struct jsonread *t, const struct partial_rows *rows)
{
	const struct jsonread *list = jsonread_get(t, "rows");
	size_t i, n = jsonread_size(list), written;

	in->table = table->name;
	in->row = 0;
	in->column = NULL;
	if (!jsonread_is_object(t) || !jsonread_is_array(list) || jsonread_size(t) != 2)
		return partial_wrong(in, _("there is no such table"));
	if (check_columns(in, table, jsonread_get(t, "columns"), &written) < 0)
		return -1;
	if (!rows->n && n != 1)
		return partial_wrong(in, _("one row is wanted"));
	for (i = 0; i < n; i++) {
		in->row = i + 1;
		if (take_row(in, table, written, jsonread_at(list, i), rows) < 0)
			return -1;
	}
	in->row = 0;
	in->table = NULL;
	return 0;
}
