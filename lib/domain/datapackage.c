#include "domain/datapackage.h"

#include <string.h>

#include "domain/desk.h"
#include "domain/event.h"
#include "io/json.h"

static void add_field(struct json_writer *w, const char *name, const char *type)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "name", name);
	json_put_cstring(w, "type", type);
	json_end(w);
}

static const char *column_type(const char *name)
{
	static const char *const times[] = { "at", "logged", "due" };

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		if (!strcmp(name, times[i]))
			return "datetime";
	if (!strcmp(name, "amount") || !strcmp(name, "score"))
		return "number";
	return !strcmp(name, "since") ? "date" : "string";
}

const char *datapackage_type(const struct policy_set *set, int column)
{
	const struct policy_field *f = set->n ? policy_field(policy_set_now(set), column) : NULL;

	if (column >= 0 && column < COLUMN_FIELD)
		return column_type(column_name(column));
	if (!f)
		return "string";
	switch (f->type) {
	case FIELD_INSTANT:
		return "datetime";
	case FIELD_DATE:
		return "date";
	case FIELD_NUMBER:
	case FIELD_AMOUNT:
		return "number";
	default:
		return "string";
	}
}

static void begin_table(struct json_writer *w, const char *name, const char *path)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "name", name);
	json_put_cstring(w, "path", path);
	json_put_cstring(w, "profile", "tabular-data-resource");
	json_put_cstring(w, "format", "csv");
	json_put_cstring(w, "mediatype", "text/csv");
	json_put_cstring(w, "encoding", "utf-8");
	json_begin_object(w, "dialect");
	json_put_cstring(w, "delimiter", ",");
	json_put_cstring(w, "lineTerminator", "\n");
	json_put_cstring(w, "quoteChar", "\"");
	json_put_bool(w, "doubleQuote", 1);
	json_put_bool(w, "header", 1);
	json_end(w);
	json_begin_object(w, "schema");
	json_begin_array(w, "fields");
}

static void end_table(struct json_writer *w, const char *key)
{
	json_end(w);
	json_begin_array(w, "missingValues");
	json_put_string(w, NULL, "", 0);
	json_end(w);
	if (key)
		json_put_cstring(w, "primaryKey", key);
	json_end(w);
	json_end(w);
}

/* The columns of a header line. */
static void add_columns(struct json_writer *w, const char *header)
{
	struct strbuf name = STRBUF_INIT;

	for (const char *s = header;; s++) {
		size_t n = strcspn(s, ",");

		strbuf_reset(&name);
		strbuf_add(&name, s, n);
		add_field(w, name.buf, column_type(name.buf));
		s += n;
		if (!*s)
			break;
	}
	strbuf_release(&name);
}

static void add_cases(struct json_writer *w, const struct policy_set *set)
{
	begin_table(w, "cases", "cases.csv");
	for (int c = 0; c < COLUMN_TEXT; c++)
		add_field(w, column_name(c), column_type(column_name(c)));
	for (uint32_t i = 0; i < set->fields.n; i++)
		add_field(w, intern_str(&set->fields, i), datapackage_type(set, COLUMN_FIELD + (int)i));
	add_field(w, "text", "string");
	add_field(w, "check", "string");
	end_table(w, "check");
}

static void begin_package(struct json_writer *w)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "profile", "tabular-data-package");
	json_put_cstring(w, "name", "service-desk");
	json_begin_array(w, "resources");
}

static void end_package(struct json_writer *w, struct strbuf *out)
{
	json_end(w);
	json_end(w);
	json_finish(w, out, 2);
	json_writer_release(w);
}

void datapackage_table(struct strbuf *out, const char *name, const char *path,
		       const struct datapackage_field *field, size_t n, const char *key)
{
	struct json_writer w = JSON_WRITER_INIT;

	begin_package(&w);
	begin_table(&w, name, path);
	for (size_t i = 0; i < n; i++)
		add_field(&w, field[i].name, field[i].type);
	end_table(&w, key);
	end_package(&w, out);
}

void datapackage_format(struct strbuf *out, const struct policy_set *set)
{
	struct json_writer w = JSON_WRITER_INIT;

	begin_package(&w);
	add_cases(&w, set);
	begin_table(&w, "surveys", "surveys.csv");
	add_columns(&w, desk_surveys_header);
	end_table(&w, "check");
	begin_table(&w, "customers", "customers.csv");
	add_columns(&w, desk_customers_header);
	end_table(&w, NULL);
	end_package(&w, out);
}
