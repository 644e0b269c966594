#include "report/render_fact.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"

const char *const fact_cell_names[CELL_COUNT] = {
	"section", "desk", "case", "name", "kind", "severity", "measure", "value", "numerator",
	"denominator", "due", "done", "owner", "task"
};


void fact_set(struct fact_out *o, enum fact_cell c, const char *s)
{
	strbuf_reset(&o->cell[c]);
	strbuf_addstr(&o->cell[c], s ? s : "");
	o->is_number[c] = 0;
}

void fact_set_count(struct fact_out *o, enum fact_cell c, uint64_t n)
{
	strbuf_reset(&o->cell[c]);
	strbuf_addf(&o->cell[c], "%llu", (unsigned long long)n);
	o->is_number[c] = 1;
}

void fact_set_real(struct fact_out *o, enum fact_cell c, double x)
{
	strbuf_reset(&o->cell[c]);
	if (!isnan(x))
		number_format(&o->cell[c], x);
	o->is_number[c] = 1;
}

void fact_set_time(struct fact_out *o, enum fact_cell c, instant t, const struct zone *zone)
{
	fact_set(o, c, "");
	if (t != INSTANT_NONE)
		instant_format(&o->cell[c], t, zone);
}

/* RFC 4180; nothing before was quoted, so this is the only place that needs it. */
static void add_csv_cell(struct strbuf *out, const struct strbuf *cell)
{
	size_t i;

	if (!strpbrk(cell->buf, ",\"\r\n")) {
		strbuf_add(out, cell->buf, cell->len);
		return;
	}
	strbuf_addch(out, '"');
	for (i = 0; i < cell->len; i++)
		strbuf_addf(out, cell->buf[i] == '"' ? "\"\"" : "%c", cell->buf[i]);
	strbuf_addch(out, '"');
}

static void emit_csv(struct fact_out *o)
{
	int c;

	for (c = 0; c < CELL_COUNT; c++) {
		if (c)
			strbuf_addch(o->to->out, ',');
		add_csv_cell(o->to->out, &o->cell[c]);
	}
	strbuf_addch(o->to->out, '\n');
}

static void emit_json(struct fact_out *o)
{
	struct json_writer w = JSON_WRITER_INIT;
	int c;

	json_begin_object(&w, NULL);
	for (c = 0; c < CELL_COUNT; c++) {
		const struct strbuf *s = &o->cell[c];

		if (!s->len) {
			if (o->is_number[c])
				json_put_null(&w, fact_cell_names[c]);
		} else if (o->is_number[c] && !strpbrk(s->buf, ".e")) {
			json_put_integer(&w, fact_cell_names[c], strtoll(s->buf, NULL, 10));
		} else if (o->is_number[c]) {
			json_put_real(&w, fact_cell_names[c], strtod(s->buf, NULL));
		} else {
			json_put_string(&w, fact_cell_names[c], s->buf, s->len);
		}
	}
	json_end(&w);
	json_finish(&w, o->to->out, 0);
	json_writer_release(&w);
}

/* Write the row and begin the next, empty but for the section. */
void fact_emit(struct fact_out *o)
{
	int c;

	if (o->row)
		o->row(o->ctx, o);
	else if (o->is_json)
		emit_json(o);
	else
		emit_csv(o);
	for (c = CELL_SECTION + 1; c < CELL_COUNT; c++)
		fact_set(o, (enum fact_cell)c, "");
	report_flush(o->to);
}

void fact_begin(struct fact_out *o, const char *section)
{
	fact_set(o, CELL_SECTION, section);
}

void fact_emit_count(struct fact_out *o, const char *name, const char *kind,
		       const char *measure, uint64_t n)
{
	fact_set(o, CELL_NAME, name);
	fact_set(o, CELL_KIND, kind);
	fact_set(o, CELL_MEASURE, measure);
	fact_set_count(o, CELL_VALUE, n);
	fact_emit(o);
}

void fact_emit_share(struct fact_out *o, const char *name, const char *kind,
		       const char *measure, uint64_t n, uint64_t of)
{
	fact_set(o, CELL_NAME, name);
	fact_set(o, CELL_KIND, kind);
	fact_set(o, CELL_MEASURE, measure);
	fact_set_real(o, CELL_VALUE, figures_share(n, of));
	fact_set_count(o, CELL_NUMERATOR, n);
	fact_set_count(o, CELL_DENOMINATOR, of);
	fact_emit(o);
}
