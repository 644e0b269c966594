/* io/xlsx: what stands in a cell; that a file comes out, the same each time, and what does not fit is told. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "io/xlsx.h"

/* --- text: needs no library ------------------------------------------------------------------------ */

static void becomes(const char *text, const char *cell)
{
	struct strbuf sb = STRBUF_INIT;

	xlsx_cell_text(&sb, text);
	cr_assert_str_eq(sb.buf, cell, "'%s' gives '%s', not '%s'", text, sb.buf, cell);
	strbuf_release(&sb);
}

Test(xlsx_text, what_looks_like_a_formula_or_a_number_stands_as_it_is)
{
	becomes("=1+1", "=1+1");
	becomes("+86138", "+86138");
	becomes("-12.50", "-12.50");
	becomes("00123", "00123");
	becomes("过期 <b>&amp;", "过期 <b>&amp;");
}

Test(xlsx_text, control_characters_and_invalid_bytes_are_shown_and_not_obeyed)
{
	becomes("a\tb\nc\x01", "a\\tb\\nc\\x01");
	becomes("\xE9", "\\xE9");
	becomes("a\xE2\x80\xAE" "b", "a\\u{202E}b");
}

Test(xlsx_text, what_excel_would_read_as_a_character_is_kept_from_it)
{
	becomes("_x000D_", "_x005F_x000D_");
	becomes("_x000_", "_x000_");
	becomes("__x0041_", "__x005F_x0041_");
}

Test(xlsx_text, what_is_no_character_in_xml_is_replaced)
{
	becomes("a\xEF\xBF\xBF" "b\xEF\xBF\xBE", "a\xEF\xBF\xBD" "b\xEF\xBF\xBD");
	becomes("\xEF\xBF\xBD", "\xEF\xBF\xBD");
}

/* UTF-16 units of what `character` gives `n` times, and the bytes of it. */
static size_t bytes_of_many(const char *character, size_t n)
{
	struct strbuf in = STRBUF_INIT, out = STRBUF_INIT;
	size_t i, len;

	for (i = 0; i < n; i++)
		strbuf_addstr(&in, character);
	xlsx_cell_text(&out, in.buf);
	len = out.len;
	cr_expect(n <= XLSX_CELL_UNITS / 2 || !strcmp(out.buf + out.len - 3, "…") || len == in.len);
	strbuf_release(&in);
	strbuf_release(&out);
	return len;
}

Test(xlsx_text, a_cell_holds_32767_units_and_ends_in_an_ellipsis_where_it_is_cut)
{
	cr_assert_eq(bytes_of_many("a", XLSX_CELL_UNITS), XLSX_CELL_UNITS);
	cr_assert_eq(bytes_of_many("a", XLSX_CELL_UNITS + 1), XLSX_CELL_UNITS - 1 + 3);
	cr_assert_eq(bytes_of_many("过", XLSX_CELL_UNITS + 1), 3 * XLSX_CELL_UNITS);
	/* Outside the basic plane a character takes two units. */
	cr_assert_eq(bytes_of_many("\xF0\x9F\x8D\x8E", XLSX_CELL_UNITS), XLSX_CELL_UNITS / 2 * 4 + 3);
}

/* --- files ----------------------------------------------------------------------------------------- */

static struct xlsx *begin(int is_long)
{
	struct err err = ERR_INIT;
	struct xlsx *w;

	if (!xlsx_is_built())
		cr_skip("built without libxlsxwriter");
	w = xlsx_new(&(struct xlsx_options){ .title = "t", .created = 1764000000, .tmpdir = "/tmp",
					     .is_long = is_long }, &err);
	cr_assert_not_null(w, "%s", err.msg);
	return w;
}

static void end(struct xlsx *w, struct strbuf *out)
{
	struct err err = ERR_INIT;

	cr_assert_eq(xlsx_finish(w, out, &err), 0, "%s", err.msg);
	cr_assert(out->len > 1000 && !memcmp(out->buf, "PK\003\004", 4));
	xlsx_free(w);
}

static void fill(struct xlsx *w)
{
	struct xlsx_chart chart = { .form = CHART_BARS, .title = "c", .first = 1, .last = 2,
				    .series = { { 1, 0x3A6EA5 } }, .nseries = 1, .row = 4 };
	struct zone *utc = zone_utc();

	xlsx_sheet(w, "一");
	xlsx_column(w, "name", 10);
	xlsx_column(w, "n", 10);
	xlsx_row(w);
	xlsx_text(w, "=1");
	xlsx_count(w, 3);
	xlsx_row(w);
	xlsx_time(w, 1764000000, utc);
	xlsx_share(w, 0, 0);
	xlsx_chart(w, &chart);
	zone_free(utc);
}

Test(xlsx, the_same_calls_give_the_same_bytes)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct xlsx *w = begin(0);

	fill(w);
	end(w, &a);
	w = begin(0);
	fill(w);
	end(w, &b);
	cr_assert(a.len == b.len && !memcmp(a.buf, b.buf, a.len));
	strbuf_release(&a);
	strbuf_release(&b);
}

Test(xlsx, a_workbook_that_is_given_up_is_released)
{
	struct xlsx *w = begin(0);

	fill(w);
	xlsx_free(w);
	w = begin(1);
	fill(w);
	xlsx_free(w);
}

Test(xlsx, rows_that_a_sheet_has_no_room_for_are_left_out)
{
	struct strbuf out = STRBUF_INIT;
	struct xlsx *w = begin(1);
	size_t i;

	xlsx_sheet(w, "long");
	xlsx_column(w, "n", 10);
	for (i = 0; i < XLSX_ROWS + 10; i++) {
		xlsx_row(w);
		xlsx_count(w, i);
	}
	/* The titles, rows, and a last one that says how many more there are. */
	cr_assert_eq(xlsx_at(w), XLSX_ROWS - 2);
	xlsx_sheet(w, "next");
	xlsx_row(w);
	xlsx_text(w, "x");
	cr_assert_eq(xlsx_at(w), 0);
	end(w, &out);
	strbuf_release(&out);
}

Test(xlsx, a_folder_that_takes_no_files_is_an_error)
{
	struct err err = ERR_INIT;
	struct strbuf out = STRBUF_INIT;
	struct xlsx *w;

	if (!xlsx_is_built())
		cr_skip("built without libxlsxwriter");
	w = xlsx_new(&(struct xlsx_options){ .title = "t", .created = 1, .tmpdir = "/nowhere" }, &err);
	if (w) {
		fill(w);
		cr_assert_eq(xlsx_finish(w, &out, &err), -1);
		xlsx_free(w);
	}
	cr_assert_eq(err.status, STATUS_SYSTEM);
	cr_assert_not_null(strstr(err.msg, "/nowhere"));
	cr_assert_eq(out.len, 0);
}
