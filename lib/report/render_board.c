/* render_board: the board as lines of a terminal. */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "report/board.h"
#include "report/policytext.h"
#include "values/duration.h"

#define HEAD_LINES 3      /* title, counts, columns */
#define GAP        2

#define BOLD   "\033[1m"
#define DIM    "\033[2m"
#define RED    "\033[1;31m"
#define YELLOW "\033[33m"
#define TITLES "\033[4m"
#define PLAIN  "\033[0m"

enum part { CELL_LEFT, CELL_DUE, CELL_CASE, CELL_KIND, CELL_CATEGORY, CELL_STATE, CELL_OWNER,
	    CELL_CLOCK, CELL_PLACE, CELLS };

/* Where there is not room for all, columns go in this order; those that can be are cut before the fourth goes. */
static const enum part dispensable[] = { CELL_PLACE, CELL_CLOCK, CELL_DUE, CELL_CATEGORY, CELL_STATE,
					 CELL_KIND, CELL_OWNER };
#define DROPPED_UNCUT 3
static const size_t least[CELLS] = { [CELL_KIND] = 8, [CELL_CATEGORY] = 8, [CELL_OWNER] = 6 };

struct layout_of_board {
	size_t width[CELLS];      /* 0: is not shown */
};

static const char *cell_title(enum part cell)
{
	static const char *const titles[CELLS] = {
		N_("left"), N_("due"), N_("case"), N_("kind"), N_("category"), N_("state"), N_("owner"),
		N_("clock"), N_("place"),
	};

	return _(titles[cell]);
}

/* --- cells ---------------------------------------------------------------------------------------- */

static void add_left(struct strbuf *out, const struct board *b, const struct board_row *r)
{
	int stands = r->is_paused && !r->is_late;

	if (!r->clock)
		return;
	strbuf_addstr(out, stands ? "(" : "");
	duration_format_short(out, r->due - b->now);
	strbuf_addstr(out, stands ? ")" : "");
}

/* "10:30" today, else "11-22 10:30", else the date. */
static void add_due(struct strbuf *out, const struct board *b, const struct board_row *r)
{
	const struct zone *zone = r->policy->zone;
	struct strbuf full = STRBUF_INIT;

	if (!r->clock || (r->is_paused && !r->is_late))
		return;
	instant_format(&full, r->due, zone);
	full.buf[10] = ' ';
	if (zone_day(zone, r->due) == zone_day(zone, b->now))
		strbuf_add(out, full.buf + 11, 5);
	else if (r->due - b->now < 180 * 86400 && b->now - r->due < 180 * 86400)
		strbuf_add(out, full.buf + 5, 11);
	else
		strbuf_add(out, full.buf, 10);
	strbuf_release(&full);
}

static const char *label(const struct board_row *r, int column, const char *code, const char *lang)
{
	return *code ? policy_value_label(r->policy, column, code, lang) : "";
}

/* "complaint/general"; what is called "general complaint" says it all. */
static void add_kind(struct strbuf *out, const struct board_row *r, const char *lang)
{
	const struct policy_kind *kind = policy_kind(r->policy, r->kind);
	const struct policy_severity *s = kind ? policy_severity(kind, r->severity) : NULL;
	const char *name = label(r, COLUMN_KIND, r->kind, lang);
	const char *grade = s ? policy_label(&s->label, s->name, lang) : r->severity;

	if (*grade && strstr(grade, name))
		name = "";
	strbuf_addf(out, "%s%s%s", name, *name && *grade ? "/" : "", grade);
}

static void add_cell(struct strbuf *out, const struct board *b, const struct board_row *r,
		     enum part cell, const char *lang)
{
	switch (cell) {
	case CELL_LEFT:
		add_left(out, b, r);
		break;
	case CELL_DUE:
		add_due(out, b, r);
		break;
	case CELL_CASE:
		caseid_format(out, r->id, policy_set_now(b->source.set)->prefix);
		break;
	case CELL_KIND:
		add_kind(out, r, lang);
		break;
	case CELL_CATEGORY:
		strbuf_addstr(out, label(r, COLUMN_CATEGORY, r->category, lang));
		break;
	case CELL_STATE:
		strbuf_addstr(out, case_state_label(r->state));
		break;
	case CELL_OWNER: /* who has nobody's name is the department's */
		strbuf_addstr(out, *r->owner ? label(r, COLUMN_OWNER, r->owner, lang)
					     : label(r, COLUMN_DEPARTMENT, r->department, lang));
		break;
	case CELL_CLOCK:
		if (r->clock)
			strbuf_addstr(out, policy_label(&r->clock->label, r->clock->name, lang));
		if (*r->task)
			strbuf_addf(out, " %s", r->task);
		break;
	case CELL_PLACE:
		strbuf_addstr(out, label(r, COLUMN_PLACE, r->place, lang));
		break;
	default:
		break;
	}
}

/* The cell as a terminal may show it. */
static void safe_cell(struct strbuf *out, const struct board *b, const struct board_row *r,
		      enum part cell, const char *lang)
{
	struct strbuf raw = STRBUF_INIT;

	strbuf_reset(out);
	add_cell(&raw, b, r, cell, lang);
	utf8_add_safe(out, raw.buf, raw.len);
	strbuf_release(&raw);
}

/* Exactly `width` columns: cut with an ellipsis, or filled up. */
static void add_padded(struct strbuf *out, const char *s, size_t n, size_t width, int right)
{
	size_t w = utf8_width(s, n);

	if (w > width) {
		n = width ? utf8_fit(s, n, width - 1) : 0;
		w = utf8_width(s, n);
		strbuf_add(out, s, n);
		strbuf_addstr(out, width ? "\xE2\x80\xA6" : "");
		strbuf_addchars(out, ' ', width > w ? width - w - 1 : 0);
		return;
	}
	strbuf_addchars(out, ' ', right ? width - w : 0);
	strbuf_add(out, s, n);
	strbuf_addchars(out, ' ', right ? 0 : width - w);
}

static void trim(struct strbuf *out, size_t start)
{
	while (out->len > start && out->buf[out->len - 1] == ' ')
		strbuf_setlen(out, out->len - 1);
}

/* --- columns -------------------------------------------------------------------------------------- */

static size_t total(const struct layout_of_board *l)
{
	size_t i, sum = 0;

	for (i = 0; i < CELLS; i++)
		sum += l->width[i] ? l->width[i] + (sum ? GAP : 0) : 0;
	return sum;
}

/* Takes a column from the widest of those that can be cut. 0 where none can. */
static int narrow(struct layout_of_board *l)
{
	int i, widest = -1;

	for (i = 0; i < CELLS; i++)
		if (least[i] && l->width[i] > least[i] &&
		    (widest < 0 || l->width[i] > l->width[widest]))
			widest = i;
	if (widest >= 0)
		l->width[widest]--;
	return widest >= 0;
}

/* As wide as their widest cell or their title; a column in which nothing stands is none. */
static void measure_columns(struct layout_of_board *l, const struct board *b, const char *lang)
{
	struct strbuf cell = STRBUF_INIT;
	size_t i, k;

	for (k = 0; k < CELLS; k++) {
		size_t title = utf8_width(cell_title((enum part)k), strlen(cell_title((enum part)k)));

		l->width[k] = 0;
		for (i = 0; i < b->n; i++) {
			size_t w;

			safe_cell(&cell, b, &b->row[i], (enum part)k, lang);
			w = utf8_width(cell.buf, cell.len);
			l->width[k] = w > l->width[k] ? w : l->width[k];
		}
		if (l->width[k] && l->width[k] < title)
			l->width[k] = title;
	}
	strbuf_release(&cell);
}

static void lay_out(struct layout_of_board *l, const struct board *b, const struct board_style *style)
{
	struct layout_of_board whole;
	size_t dropped, i;

	measure_columns(&whole, b, style->lang);
	for (dropped = 0; dropped <= ARRAY_SIZE(dispensable); dropped++) {
		*l = whole;
		for (i = 0; i < dropped; i++)
			l->width[dispensable[i]] = 0;
		while (dropped >= DROPPED_UNCUT && total(l) > style->width && narrow(l))
			;
		if (total(l) <= style->width)
			return;
	}
}

/* --- lines ---------------------------------------------------------------------------------------- */

/* A line of `style->width` at most: its text, made safe, in a colour (which may be "") where there are colours. */
static void add_line(struct strbuf *out, const struct board_style *style, const struct strbuf *text,
		     const char *color)
{
	color = style->color ? color : "";
	strbuf_addstr(out, color);
	strbuf_add(out, text->buf, utf8_fit(text->buf, text->len, style->width));
	strbuf_addstr(out, *color ? PLAIN : "");
}

/* The desk at the left, the time at the right. */
static void add_title(struct strbuf *out, const struct board *b, const struct board_style *style)
{
	struct strbuf text = STRBUF_INIT, time = STRBUF_INIT, safe = STRBUF_INIT;
	size_t left;

	instant_format(&time, b->now, policy_set_now(b->source.set)->zone);
	time.buf[10] = ' ';
	strbuf_setlen(&time, 19);
	left = style->width > time.len + GAP ? style->width - time.len - GAP : 0;
	utf8_add_safe(&safe, style->title, strlen(style->title));
	add_padded(&text, safe.buf, safe.len, left, 0);
	strbuf_addf(&text, "%*s%s", left ? GAP : 0, "", time.buf);
	add_line(out, style, &text, BOLD);
	strbuf_release(&text);
	strbuf_release(&time);
	strbuf_release(&safe);
}

/* One count; in a colour where it is not zero. */
static void add_count(struct strbuf *out, const struct board_style *style, const char *what, size_t n,
		      const char *color, size_t *used)
{
	struct strbuf text = STRBUF_INIT;
	size_t w;

	strbuf_addf(&text, "%s %zu", what, n);
	w = utf8_width(text.buf, text.len);
	if (*used + (*used ? GAP + 1 : 0) + w <= style->width) {
		strbuf_addchars(out, ' ', *used ? GAP + 1 : 0);
		*used += w + (*used ? GAP + 1 : 0);
		add_line(out, style, &text, n ? color : "");
	}
	strbuf_release(&text);
}

static void add_counts(struct strbuf *out, const struct board *b, const struct board_style *style)
{
	size_t used = 0;

	add_count(out, style, _("late"), b->late, RED, &used);
	add_count(out, style, _("due within 1 h"), b->soon, YELLOW, &used);
	add_count(out, style, _("waiting"), b->waiting, "", &used);
	add_count(out, style, _("still open"), b->open, "", &used);
}

static void add_titles(struct strbuf *out, const struct layout_of_board *l,
		       const struct board_style *style)
{
	struct strbuf text = STRBUF_INIT;
	size_t i;

	for (i = 0; i < CELLS; i++) {
		if (!l->width[i])
			continue;
		strbuf_addchars(&text, ' ', text.len ? GAP : 0);
		add_padded(&text, cell_title((enum part)i), strlen(cell_title((enum part)i)), l->width[i],
			   i == CELL_LEFT);
	}
	if (!style->color)
		trim(&text, 0);
	add_line(out, style, &text, TITLES);
	strbuf_release(&text);
}

static const char *row_color(const struct board *b, const struct board_row *r)
{
	if (r->is_late)
		return RED;
	if (r->is_paused || r->state == CASE_WAITING)
		return DIM;
	return r->clock && r->due - b->now <= BOARD_SOON ? YELLOW : "";
}

static void add_row(struct strbuf *out, const struct board *b, const struct board_row *r,
		    const struct layout_of_board *l, const struct board_style *style)
{
	struct strbuf text = STRBUF_INIT, cell = STRBUF_INIT;
	size_t i;

	for (i = 0; i < CELLS; i++) {
		if (!l->width[i])
			continue;
		strbuf_addchars(&text, ' ', text.len ? GAP : 0);
		safe_cell(&cell, b, r, (enum part)i, style->lang);
		add_padded(&text, cell.buf, cell.len, l->width[i], i == CELL_LEFT);
	}
	trim(&text, 0);
	add_line(out, style, &text, row_color(b, r));
	strbuf_release(&text);
	strbuf_release(&cell);
}

/* "merchandise (3 cases, 1 late)" */
static void add_part(struct strbuf *out, const struct board *b, size_t i, const struct board_style *style)
{
	const struct board_row *r = &b->row[i];
	struct strbuf text = STRBUF_INIT, safe = STRBUF_INIT;
	size_t n = 0, late = 0;

	for (; i < b->n && b->row[i].number == r->number; i++) {
		n++;
		late += (size_t)b->row[i].is_late;
	}
	strbuf_addstr(&text, *r->part ? policy_value_label(r->policy, b->source.by, r->part, style->lang)
				      : _("none"));
	utf8_add_safe(&safe, text.buf, text.len);
	strbuf_addf(&safe, " (%zu%s%s", n, late ? ", " : "", late ? _("late") : "");
	if (late)
		strbuf_addf(&safe, " %zu", late);
	strbuf_addch(&safe, ')');
	add_line(out, style, &safe, BOLD);
	strbuf_release(&text);
	strbuf_release(&safe);
}

static int begins_part(const struct board *b, size_t i)
{
	return b->source.by >= 0 && (!i || b->row[i].number != b->row[i - 1].number);
}

size_t board_lines(const struct board *b)
{
	return b->n + (b->source.by >= 0 && b->nparts ? 2 * b->nparts - 1 : 0);
}

size_t board_page(size_t height)
{
	return height > HEAD_LINES + 1 ? height - HEAD_LINES - 1 : 0;
}

/* The list from line `top` on, `page` lines of it; returns how many. */
static size_t add_list(struct strbuf *out, const struct board *b, const struct layout_of_board *l,
		       const struct board_style *style, size_t page)
{
	size_t at = 0, end = style->top + page, i;

#define IS_SHOWN() (at >= style->top && at < end)
	for (i = 0; i < b->n && at < end; i++) {
		if (begins_part(b, i)) {
			if (i && IS_SHOWN())
				strbuf_addch(out, '\n');
			at += i > 0;
			if (IS_SHOWN()) {
				add_part(out, b, i, style);
				strbuf_addch(out, '\n');
			}
			at++;
		}
		if (IS_SHOWN()) {
			add_row(out, b, &b->row[i], l, style);
			strbuf_addch(out, '\n');
		}
		at++;
	}
#undef IS_SHOWN
	return at > end ? page : at > style->top ? at - style->top : 0;
}

/* Which part of the list is seen, and the keys; or what is wrong. */
static void add_keys(struct strbuf *out, const struct board *b, const struct board_style *style,
		     size_t shown)
{
	struct strbuf text = STRBUF_INIT;

	if (style->note) {
		utf8_add_safe(&text, style->note, strlen(style->note));
		add_line(out, style, &text, RED);
	} else {
		strbuf_addf(&text, _("lines %zu-%zu of %zu   arrows, PgUp, PgDn: move   q: quit"),
			    shown ? style->top + 1 : 0, style->top + shown, board_lines(b));
		add_line(out, style, &text, DIM);
	}
	strbuf_release(&text);
}

/* No more lines than a very low terminal has. */
static void cut_lines(struct strbuf *out, size_t start, size_t height)
{
	size_t i;

	for (i = start; i < out->len; i++)
		if (out->buf[i] == '\n' && !--height) {
			strbuf_setlen(out, i);
			return;
		}
}

static void add_head(struct strbuf *out, const struct board *b, const struct layout_of_board *l,
		     const struct board_style *style)
{
	struct strbuf none = STRBUF_INIT;

	add_title(out, b, style);
	strbuf_addch(out, '\n');
	add_counts(out, b, style);
	strbuf_addch(out, '\n');
	if (b->n) {
		add_titles(out, l, style);
	} else {
		strbuf_addstr(&none, _("nothing is open"));
		add_line(out, style, &none, "");
	}
	strbuf_addch(out, '\n');
	strbuf_release(&none);
}

void board_frame(const struct board *b, const struct board_style *style, struct strbuf *out)
{
	size_t page = style->height ? board_page(style->height) : board_lines(b);
	size_t start = out->len, shown;
	struct layout_of_board l;

	lay_out(&l, b, style);
	add_head(out, b, &l, style);
	shown = add_list(out, b, &l, style, page);
	if (!style->height)
		return;
	strbuf_addchars(out, '\n', page - shown);
	add_keys(out, b, style, shown);
	cut_lines(out, start, style->height);
}
