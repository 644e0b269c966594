#include "io/xlsx.h"

#include <math.h>

#include "base/i18n.h"
#include "base/mem.h"

#ifdef SD_XLSX

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <xlsxwriter.h>

#include "io/file.h"
#include "io/scratch.h"

#define QUOTE_(x) #x
#define QUOTE(x)  QUOTE_(x)
#define LIBRARY   QUOTE(SD_XLSX)

#define SHEETS_MAX   64
#define EPOCH_DAYS   25569.0      /* from Excel's day 0 to 1970-01-01 */
#define DAY_SECONDS  86400.0
#define FILE_MAX     ((size_t)1 << 30)

/* --- the library ---------------------------------------------------------------------------------- */

#define FUNCTIONS(X) \
	X(workbook_new_opt) X(workbook_set_properties) X(workbook_add_format) \
	X(workbook_add_worksheet) X(workbook_add_chart) X(workbook_close) X(lxw_workbook_free) \
	X(format_set_bold) X(format_set_num_format) X(format_set_font_size) \
	X(format_set_font_color) X(format_set_bottom) \
	X(worksheet_write_number) X(worksheet_write_string) X(worksheet_set_column) \
	X(worksheet_freeze_panes) X(worksheet_autofilter) X(worksheet_insert_chart_opt) \
	X(worksheet_conditional_format_range) X(worksheet_ignore_errors) \
	X(worksheet_set_landscape) X(worksheet_set_paper) X(worksheet_fit_to_pages) \
	X(worksheet_repeat_rows) X(chart_add_series) X(chart_series_set_categories) \
	X(chart_series_set_values) X(chart_series_set_name_range) X(chart_series_set_fill) \
	X(chart_series_set_line) X(chart_series_set_marker_type) X(chart_series_set_marker_size) \
	X(chart_title_set_name) X(chart_legend_set_position) X(chart_legend_delete_series) \
	X(chart_axis_get) X(chart_axis_set_reverse) X(chart_axis_set_min) X(chart_axis_set_max) \
	X(chart_axis_set_num_format) X(chart_set_high_low_lines) X(chart_set_series_gap)

#define POINTER(f) __typeof__(&(f)) (f);
#define NAME(f)    #f,
#define PLACE(f)   offsetof(struct library, f),

static struct library {
	FUNCTIONS(POINTER)
} lxw;

int xlsx_check(struct err *err)
{
	static const char *const names[] = { FUNCTIONS(NAME) };
	static const size_t places[] = { FUNCTIONS(PLACE) };
	static int is_loaded;
	void *library, *function;
	size_t i;

	if (is_loaded)
		return 0;
	library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return err_set(err, STATUS_SYSTEM, _("cannot load %s, which xlsx needs: %s"), LIBRARY,
			       dlerror());
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		function = dlsym(library, names[i]);
		if (!function)
			return err_set(err, STATUS_SYSTEM, _("cannot load %s, which xlsx needs: %s"),
				       LIBRARY, names[i]);
		memcpy((char *)&lxw + places[i], &function, sizeof(function));
	}
	is_loaded = 1;
	return 0;
}

int xlsx_is_built(void)
{
	return 1;
}

/* --- the workbook ---------------------------------------------------------------------------------- */

struct xlsx {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *style[XLSX_STYLES], *fine;
	char *name;                   /* of the sheet */
	char *tmpdir;
	struct scratch target;
	struct strbuf cell;
	uint32_t row, nrows;          /* nrows: begun on this sheet */
	uint32_t left_out;
	uint16_t column, columns;     /* columns: titles of the table, 0: it is none */
	uint64_t bytes;               /* about what is going to be written to `tmpdir` */
	lxw_error error;
};

static void note(struct xlsx *w, lxw_error error)
{
	if (error != LXW_NO_ERROR && w->error == LXW_NO_ERROR)
		w->error = error;
}

static lxw_format *new_format(struct xlsx *w, const char *number)
{
	lxw_format *f = lxw.workbook_add_format(w->book);

	if (!f)
		mem_exhausted(sizeof(*f));
	if (number)
		lxw.format_set_num_format(f, number);
	return f;
}

static void make_styles(struct xlsx *w)
{
	static const char *const numbers[XLSX_STYLES] = {
		[XLSX_PLAIN] = "@", [XLSX_TITLE] = "@", [XLSX_HEAD] = "@", [XLSX_ALARM] = "@",
		[XLSX_COUNT] = "0", [XLSX_REAL] = "0.00", [XLSX_SCORE] = "+0.0;-0.0;0.0",
		[XLSX_AMOUNT] = "0.00####", [XLSX_EXACT] = "General", [XLSX_SHARE] = "0.0%",
		[XLSX_TIME] = "yyyy-mm-dd hh:mm:ss", [XLSX_DAY] = "yyyy-mm-dd",
		[XLSX_DURATION] = "[h]:mm:ss" };
	int i;

	for (i = 0; i < XLSX_STYLES; i++)
		w->style[i] = new_format(w, numbers[i]);
	w->fine = new_format(w, "0.0000%");
	lxw.format_set_bold(w->style[XLSX_TITLE]);
	lxw.format_set_font_size(w->style[XLSX_TITLE], 14);
	lxw.format_set_bold(w->style[XLSX_HEAD]);
	lxw.format_set_bottom(w->style[XLSX_HEAD], LXW_BORDER_THIN);
	lxw.format_set_bold(w->style[XLSX_ALARM]);
	lxw.format_set_font_color(w->style[XLSX_ALARM], 0xC0452F);
}

struct xlsx *xlsx_new(const struct xlsx_options *o, struct err *err)
{
	const char *tmpdir = o->tmpdir ? o->tmpdir : "/tmp";
	struct xlsx *w;
	lxw_workbook_options options = { .constant_memory = o->is_long ? LXW_TRUE : LXW_FALSE };
	/* Without a time the library takes the clock's. */
	lxw_doc_properties properties = { .created = o->created > 0 ? (time_t)o->created : 1 };
	struct scratch target;

	if (xlsx_check(err) < 0 || scratch_open(&target, tmpdir, err) < 0)
		return NULL;
	w = mem_zalloc(sizeof(*w));
	strbuf_init(&w->cell);
	w->target = target;
	w->tmpdir = mem_strdup(tmpdir);
	options.tmpdir = w->tmpdir;
	w->book = lxw.workbook_new_opt(w->target.path, &options);
	if (!w->book)
		mem_exhausted(sizeof(*w->book));
	xlsx_cell_text(&w->cell, o->title);
	properties.title = w->cell.buf;
	note(w, lxw.workbook_set_properties(w->book, &properties));
	make_styles(w);
	return w;
}

void xlsx_free(struct xlsx *w)
{
	if (!w)
		return;
	if (w->book)
		lxw.lxw_workbook_free(w->book);
	scratch_close(&w->target);
	strbuf_release(&w->cell);
	free(w->name);
	free(w->tmpdir);
	free(w);
}

/* --- sheets ---------------------------------------------------------------------------------------- */

static void put(struct xlsx *w, uint32_t row, uint16_t column, const char *s, enum xlsx_style style)
{
	strbuf_reset(&w->cell);
	xlsx_cell_text(&w->cell, s);
	w->bytes += w->cell.len + 100;
	note(w, lxw.worksheet_write_string(w->sheet, row, column, w->cell.buf, w->style[style]));
}

/* In a long workbook what is before the row that is being written is out of reach: the last row comes last. */
static void end_sheet(struct xlsx *w)
{
	struct strbuf rest = STRBUF_INIT;

	if (w->columns) {
		lxw.worksheet_freeze_panes(w->sheet, 1, 0);
		note(w, lxw.worksheet_repeat_rows(w->sheet, 0, 0));
	}
	if (w->columns && w->nrows > 1)
		note(w, lxw.worksheet_autofilter(w->sheet, 0, 0, w->row, (lxw_col_t)(w->columns - 1)));
	if (!w->left_out)
		return;
	strbuf_addf(&rest, _("  ... and %zu more (--format csv has all)"), (size_t)w->left_out);
	put(w, XLSX_ROWS - 1, 0, rest.buf + strspn(rest.buf, " "), XLSX_ALARM);
	strbuf_release(&rest);
}

void xlsx_sheet(struct xlsx *w, const char *name)
{
	if (w->sheet)
		end_sheet(w);
	free(w->name);
	w->name = mem_strdup(name);
	w->sheet = lxw.workbook_add_worksheet(w->book, name);
	if (!w->sheet)
		BUG("the name of a sheet");
	w->row = w->nrows = w->left_out = 0;
	w->column = w->columns = 0;
	lxw.worksheet_set_paper(w->sheet, 9);        /* A4 */
	lxw.worksheet_set_landscape(w->sheet);
	lxw.worksheet_fit_to_pages(w->sheet, 1, 0);
	/* Codes of digits are meant to be text. */
	note(w, lxw.worksheet_ignore_errors(w->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"));
}

void xlsx_width(struct xlsx *w, int width)
{
	note(w, lxw.worksheet_set_column(w->sheet, w->column, w->column, width, NULL));
	w->column++;
}

void xlsx_column(struct xlsx *w, const char *title, int width)
{
	put(w, 0, w->column, title, XLSX_HEAD);
	xlsx_width(w, width);
	w->columns = w->column;
	w->nrows = 1;
}

/* --- cells ----------------------------------------------------------------------------------------- */

void xlsx_row(struct xlsx *w)
{
	w->column = 0;
	if (w->nrows + 1 < XLSX_ROWS)
		w->row = w->nrows++;
	else
		w->left_out++;
}

uint32_t xlsx_at(const struct xlsx *w)
{
	return w->row;
}

void xlsx_skip(struct xlsx *w)
{
	w->column++;
}

void xlsx_styled(struct xlsx *w, const char *s, enum xlsx_style style)
{
	if (!w->left_out && *s)
		put(w, w->row, w->column, s, style);
	w->column++;
}

void xlsx_text(struct xlsx *w, const char *s)
{
	xlsx_styled(w, s, XLSX_PLAIN);
}

static void put_number(struct xlsx *w, double x, lxw_format *format)
{
	if (!w->left_out && isfinite(x)) {
		w->bytes += 60;
		note(w, lxw.worksheet_write_number(w->sheet, w->row, w->column, x, format));
	}
	w->column++;
}

void xlsx_number(struct xlsx *w, double x, enum xlsx_style style)
{
	put_number(w, x, w->style[style]);
}

void xlsx_count(struct xlsx *w, uint64_t n)
{
	xlsx_number(w, (double)n, XLSX_COUNT);
}

void xlsx_share(struct xlsx *w, uint64_t n, uint64_t of)
{
	double share = of ? (double)n / (double)of : 0;

	if (!of)
		xlsx_text(w, _("n/a"));
	else
		put_number(w, share, n < of && share > .999 ? w->fine : w->style[XLSX_SHARE]);
}

void xlsx_seconds(struct xlsx *w, double seconds)
{
	xlsx_number(w, seconds / DAY_SECONDS, XLSX_DURATION);
}

void xlsx_time(struct xlsx *w, instant t, const struct zone *zone)
{
	if (t == INSTANT_NONE)
		xlsx_skip(w);
	else
		xlsx_number(w, (double)zone_local(zone, t) / DAY_SECONDS + EPOCH_DAYS, XLSX_TIME);
}

void xlsx_day(struct xlsx *w, int64_t days)
{
	xlsx_number(w, (double)days + EPOCH_DAYS, XLSX_DAY);
}

/* --- charts ---------------------------------------------------------------------------------------- */

static void add_series(struct xlsx *w, lxw_chart *chart, const struct xlsx_chart *c, size_t i)
{
	lxw_chart_series *s = lxw.chart_add_series(chart, NULL, NULL);
	uint16_t column = c->series[i].column;
	int is_hidden = c->series[i].color == XLSX_HIDDEN;
	lxw_chart_fill fill = { .color = is_hidden ? 0 : c->series[i].color,
				.none = is_hidden ? LXW_TRUE : LXW_FALSE };
	lxw_chart_line line = { .color = c->series[i].color, .width = 1.75 };
	lxw_chart_line none = { .none = LXW_TRUE };

	if (!s)
		mem_exhausted(sizeof(*s));
	lxw.chart_series_set_categories(s, w->name, c->first, c->names, c->last, c->names);
	lxw.chart_series_set_values(s, w->name, c->first, column, c->last, column);
	lxw.chart_series_set_name_range(s, w->name, 0, column);
	if (c->form == CHART_LINES)
		lxw.chart_series_set_line(s, &line);
	else if (c->form != CHART_INTERVALS)
		lxw.chart_series_set_fill(s, &fill);
	if (c->form != CHART_INTERVALS)
		return;
	lxw.chart_series_set_line(s, &none);
	lxw.chart_series_set_marker_type(s, i ? LXW_CHART_MARKER_LONG_DASH : LXW_CHART_MARKER_DIAMOND);
	lxw.chart_series_set_marker_size(s, i ? 5 : 9);
}

static void set_axes(lxw_chart *chart, const struct xlsx_chart *c)
{
	lxw_chart_axis *names = lxw.chart_axis_get(chart, LXW_CHART_AXIS_TYPE_X);
	lxw_chart_axis *values = lxw.chart_axis_get(chart, LXW_CHART_AXIS_TYPE_Y);

	if (c->form == CHART_BARS)
		lxw.chart_axis_set_reverse(names);       /* the first one on top */
	if (!c->is_share)
		return;
	lxw.chart_axis_set_min(values, 0);
	lxw.chart_axis_set_max(values, 1);
	lxw.chart_axis_set_num_format(values, "0%");
}

/* Bars need room for each, and not more. */
static double height(const struct xlsx_chart *c)
{
	double rows = c->last - c->first + 1;

	return c->form != CHART_BARS ? 1.2 : rows < 8 ? 1 : rows < 40 ? rows / 8 : 5;
}

void xlsx_chart(struct xlsx *w, const struct xlsx_chart *c)
{
	static const uint8_t forms[] = { LXW_CHART_BAR_STACKED, LXW_CHART_COLUMN_STACKED, LXW_CHART_LINE,
					 LXW_CHART_LINE };
	lxw_chart *chart = lxw.workbook_add_chart(w->book, forms[c->form]);
	lxw_chart_options options = { .x_scale = 1.5, .y_scale = height(c),
				      .description = (char *)(uintptr_t)c->title };
	int16_t hidden[XLSX_SERIES_MAX + 1];
	size_t i, n = 0;

	if (!chart)
		mem_exhausted(sizeof(*chart));
	for (i = 0; i < c->nseries; i++) {
		add_series(w, chart, c, i);
		if (c->series[i].color == XLSX_HIDDEN)
			hidden[n++] = (int16_t)i;
	}
	hidden[n] = -1;
	lxw.chart_title_set_name(chart, c->title);
	if (c->nseries == 1)
		lxw.chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	else
		lxw.chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	if (n)
		note(w, lxw.chart_legend_delete_series(chart, hidden));
	if (c->form == CHART_INTERVALS)
		lxw.chart_set_high_low_lines(chart, NULL);
	else if (c->form != CHART_LINES)
		lxw.chart_set_series_gap(chart, 50);
	set_axes(chart, c);
	w->bytes += 20000;
	note(w, lxw.worksheet_insert_chart_opt(w->sheet, c->row, c->column, chart, &options));
}

void xlsx_heat(struct xlsx *w, uint32_t first, uint16_t left, uint32_t last, uint16_t right)
{
	lxw_conditional_format scale = { .type = LXW_CONDITIONAL_2_COLOR_SCALE, .min_color = 0xFFFFFF,
					 .max_color = 0x3A6EA5 };

	note(w, lxw.worksheet_conditional_format_range(w->sheet, first, left, last, right, &scale));
}

/* --- the end --------------------------------------------------------------------------------------- */

static const char *reason(lxw_error error)
{
	switch (error) {
	case LXW_ERROR_MEMORY_MALLOC_FAILED:
		return _("no memory");
	case LXW_ERROR_CREATING_TMPFILE:
	case LXW_ERROR_READING_TMPFILE:
		return _("no temporary file");
	default:
		return "libxlsxwriter";
	}
}

int xlsx_finish(struct xlsx *w, struct strbuf *out, struct err *err)
{
	lxw_error error;

	if (w->sheet)
		end_sheet(w);
	w->sheet = NULL;
	if (w->error == LXW_NO_ERROR) {
		/*
		 * The library does not look whether its temporary files took all that it wrote: a full disk would
		 * give half a sheet and no error.
		 */
		if (scratch_check_room(w->tmpdir, w->bytes + ((uint64_t)1 << 16), err) < 0)
			return -1;
		error = lxw.workbook_close(w->book);
		w->book = NULL;                  /* released in any case */
		note(w, error);
	}
	if (w->error != LXW_NO_ERROR)
		return err_set(err, STATUS_SYSTEM, _("cannot write the workbook: %s (%d)"),
			       reason(w->error), (int)w->error);
	/* The library has opened the name for itself; this descriptor still stands at the beginning. */
	return file_read_fd(w->target.fd, _("the workbook"), FILE_MAX, out, err);
}

#endif
