#include "report/days.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

enum unit { UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR };

/* The first day of the unit after this one. */
static int64_t next_begin(enum unit unit, int64_t day)
{
	struct civil c;

	switch (unit) {
	case UNIT_DAY:
		return day + 1;
	case UNIT_WEEK:
		return day - civil_weekday(day) + 7;
	default:
		break;
	}
	civil_from_days(day, &c);
	if (unit == UNIT_MONTH && c.month < 12)
		return civil_to_days(c.year, c.month + 1, 1);
	return civil_to_days(c.year + 1, 1, 1);
}

static enum unit unit_of(int64_t days)
{
	return days <= DAYS_MOST ? UNIT_DAY : days <= 7 * (DAYS_MOST - 1) ? UNIT_WEEK :
	       days <= 28 * (DAYS_MOST - 1) ? UNIT_MONTH : UNIT_YEAR;
}

static void fill(const struct figures *f, struct day_span *span, size_t n)
{
	uint64_t open = f->open_before;
	size_t i, at = 0;
	int k;

	for (i = 0; i < n; i++) {
		for (; at < f->ndays && f->day[at].day <= span[i].last; at++) {
			open = f->day[at].open;
			for (k = 0; f->day[at].day >= span[i].first && k < DAILY_COUNT; k++)
				span[i].n[k] += f->day[at].n[k];
		}
		span[i].open = open;
	}
}

size_t days_spans(const struct figures *f, struct day_span **span)
{
	int64_t first = zone_day(f->zone, f->from), last, day;
	enum unit unit;
	size_t n = 0;

	last = f->to > f->from ? zone_day(f->zone, f->so_far ? f->to : f->to - 1) : first;
	unit = unit_of(last - first + 1);
	*span = mem_array(DAYS_MOST + 1, sizeof(**span));
	for (day = first; day <= last; n++) {
		int64_t next = next_begin(unit, day);

		if (n == DAYS_MOST)          /* of centuries, the newest years */
			memmove(*span, *span + 1, --n * sizeof(**span));
		(*span)[n] = (struct day_span){ .first = day, .last = next > last ? last : next - 1 };
		day = next;
	}
	fill(f, *span, n);
	return n;
}

void days_target(const struct figure_target *t, const struct day_span *span, size_t n,
		 struct daily_rate *rate)
{
	size_t i, at = 0;

	for (i = 0; i < n; i++) {
		rate[i] = (struct daily_rate){ 0, 0 };
		for (; at < t->ndays && t->day[at].day <= span[i].last; at++) {
			if (t->day[at].day < span[i].first)
				continue;
			rate[i].n += t->day[at].n;
			rate[i].of += t->day[at].of;
		}
	}
}

void days_name(struct strbuf *out, const struct day_span *span)
{
	struct strbuf first = STRBUF_INIT, last = STRBUF_INIT;
	struct civil c;

	date_format(&first, span->first);
	date_format(&last, span->last);
	civil_from_days(span->last + 1, &c);
	if (span->first == span->last)
		strbuf_addstr(out, first.buf);
	else if (c.day == 1 && !strcmp(first.buf + 8, "01") && !strncmp(first.buf, last.buf, 7))
		strbuf_add(out, first.buf, 7);
	else
		strbuf_addf(out, "%s%s%s", first.buf, _(" - "), last.buf);
	strbuf_release(&first);
	strbuf_release(&last);
}
