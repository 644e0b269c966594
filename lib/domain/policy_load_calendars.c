#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "domain/policy_internal.h"

#define DAY_SECONDS (24 * 3600)

static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* Weekday by its three letters, or -1. */
static int weekday(const char *s, size_t n)
{
	int i;

	for (i = 0; i < 7; i++)
		if (n == 3 && memcmp(weekdays[i], s, 3) == 0)
			return i;
	return -1;
}

/* "mon", "mon-thu", "sat-mon" (over the week's end), "mon,wed" and any mix. A bit mask, or 0. */
static int parse_weekdays(const char *s)
{
	int mask = 0, from, to;
	size_t n;

	for (;;) {
		n = strcspn(s, ",");
		from = to = weekday(s, n < 3 ? n : 3);
		if (n == 7 && s[3] == '-')
			to = weekday(s + 4, 3);
		else if (n != 3)
			return 0;
		if (from < 0 || to < 0)
			return 0;
		mask |= 1 << to;
		for (; from != to; from = (from + 1) % 7)
			mask |= 1 << from;
		if (!s[n])
			return mask;
		s += n + 1;
	}
}

static int read_weekdays(struct load *l, const struct yaml_node *n)
{
	int mask = parse_weekdays(n->s);

	if (!mask)
		policy_complain(l, n, _("'%s' are no weekdays (such as mon, mon-fri or mon,wed)"), n->s);
	return mask;
}

static int two_digits(const char *s)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	return (s[0] - '0') * 10 + (s[1] - '0');
}

/* HH:MM or HH:MM:SS of exactly n bytes, up to 24:00; seconds of the day, or -1. */
static int parse_clock(const char *s, size_t n)
{
	int h, m, sec = 0;

	if (n != 5 && n != 8)
		return -1;
	if (s[2] != ':' || (n == 8 && s[5] != ':'))
		return -1;
	h = two_digits(s);
	m = two_digits(s + 3);
	if (n == 8)
		sec = two_digits(s + 6);
	if (h < 0 || h > 24 || m < 0 || m > 59 || sec < 0 || sec > 59)
		return -1;
	if (h == 24 && (m || sec))
		return -1;
	return h * 3600 + m * 60 + sec;
}

static int parse_window(const char *s, struct window *w)
{
	const char *dash = strchr(s, '-');

	if (!dash)
		return -1;
	w->open = parse_clock(s, (size_t)(dash - s));
	w->close = parse_clock(dash + 1, strlen(dash + 1));
	if (w->open < 0 || w->close < 0 || w->open == w->close || w->open == DAY_SECONDS)
		return -1;
	if (w->close < w->open) /* over midnight */
		w->close += DAY_SECONDS;
	return 0;
}

static int read_window(struct load *l, const struct yaml_node *n, struct window *w)
{
	if (strlen(n->s) == n->n && parse_window(n->s, w) == 0)
		return 1;
	policy_complain(l, n, _("'%s' are no opening hours (such as 09:00-18:00 or 22:00-02:00)"),
			n->s);
	return 0;
}

/* How many windows of the list could be read; their array in *window. */
static size_t read_windows(struct load *l, const struct yaml_node *n, const char *name,
			   struct window **window)
{
	struct yaml_node *const *item = NULL;
	size_t i, k = 0, count = policy_scalars(l, n, name, &item);

	*window = arena_array(l->arena, count + 1, sizeof(**window));
	for (i = 0; i < count; i++)
		k += (size_t)read_window(l, item[i], &(*window)[k]);
	return k;
}

static int read_day(struct load *l, const struct yaml_node *n, int64_t *day)
{
	if (date_parse(n->s, n->n, day) == 0)
		return 1;
	policy_complain(l, n, _("'%s' is no date (YYYY-MM-DD)"), n->s);
	return 0;
}

static void read_hours(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	struct policy_calendar *c = into;
	struct window *w = NULL;
	size_t i, nw, total = 0, errors = l->findings.count[GRADE_ERROR];
	int mask, seen = 0, d;

	if (!policy_is_mapping(l, n, key->name) || !policy_is_filled(l, n, key->name))
		return;
	for (i = 0; i < n->size; i++) {
		mask = read_weekdays(l, n->key[i]);
		for (d = 0; d < 7; d++)
			if (mask & seen & 1 << d)
				policy_complain(l, n->key[i], _("'%s' has its hours twice"),
						weekdays[d]);
		seen |= mask;
		total += nw = read_windows(l, n->item[i], n->key[i]->s, &w);
		for (d = 0; d < 7; d++)
			if (mask & 1 << d)
				calendar_set_hours(c->calendar, d, w, nw);
	}
	if (!total && l->findings.count[GRADE_ERROR] == errors)
		policy_complain(l, n, _("calendar '%s' never opens"), c->name);
}

static void read_makeup(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	struct policy_calendar *c = into;
	struct window *w = NULL;
	size_t nw;

	if (!policy_is_filled(l, n, key->name))
		return;
	nw = read_windows(l, n, key->name, &w);
	calendar_set_makeup_hours(c->calendar, w, nw);
}

static void read_closed(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	struct policy_calendar *c = into;
	struct yaml_node *const *item = NULL;
	size_t i, count = policy_scalars(l, n, key->name, &item);
	int64_t day;

	for (i = 0; i < count; i++)
		if (read_day(l, item[i], &day))
			calendar_set_closed(c->calendar, day);
}

static void read_special(struct load *l, const struct yaml_node *n, void *into,
			 const struct policy_key *key)
{
	struct policy_calendar *c = into;
	struct window *w = NULL;
	size_t i, nw;
	int64_t day;

	if (!policy_is_mapping(l, n, key->name))
		return;
	for (i = 0; i < n->size; i++) {
		if (!read_day(l, n->key[i], &day) ||
		    !policy_is_filled(l, n->item[i], n->key[i]->s))
			continue;
		nw = read_windows(l, n->item[i], n->key[i]->s, &w);
		if (nw)
			calendar_set_special(c->calendar, day, w, nw);
	}
}

static void read_holidays(struct load *l, const struct yaml_node *n, void *into,
			  const struct policy_key *key)
{
	if (policy_is_scalar(l, n, key->name) && policy_is_filled(l, n, key->name))
		policy_load_holidays(l, into, n);
}

static void read_people(struct load *l, const struct yaml_node *n, int mask,
			struct policy_calendar *c)
{
	static const struct policy_key people = { .name = "staffing" };
	struct policy_staffing *s;
	size_t i;

	for (i = 0; i < n->size; i++) {
		s = &c->staffing[c->nstaffing];
		s->weekdays = mask;
		if (!read_window(l, n->key[i], &s->window))
			continue;
		policy_read_count(l, n->item[i], &s->people, &people);
		c->nstaffing++;
	}
}

static void read_staffing(struct load *l, const struct yaml_node *n, void *into,
			  const struct policy_key *key)
{
	struct policy_calendar *c = into;
	size_t i, total = 0;
	int mask;

	if (!policy_is_mapping(l, n, key->name) || !policy_is_filled(l, n, key->name))
		return;
	for (i = 0; i < n->size; i++)
		total += n->item[i]->size;
	c->staffing = arena_array(l->arena, total + 1, sizeof(*c->staffing));
	for (i = 0; i < n->size; i++) {
		mask = read_weekdays(l, n->key[i]);
		if (policy_is_mapping(l, n->item[i], n->key[i]->s))
			read_people(l, n->item[i], mask, c);
	}
}

/* The readers want the whole entry, so `into` is its start. */
#define WHOLE(text, fn, ...) { .name = (text), .read = (fn), .into = 0, __VA_ARGS__ }

static const struct policy_key calendar_keys[] = {
	KEY("label", policy_calendar, label, policy_read_label),
	WHOLE("hours", read_hours, .required = 1),
	WHOLE("makeup", read_makeup),
	WHOLE("closed", read_closed),
	WHOLE("special", read_special),
	WHOLE("holidays", read_holidays),
	WHOLE("staffing", read_staffing),
};
const struct policy_table policy_table_calendar = TABLE("calendar", calendar_keys);

static void calendar_begin(struct load *l, void *item, const struct yaml_node *n)
{
	struct policy_calendar *c = item;

	if (strcmp(c->name, "always") == 0)
		policy_complain(l, n, _("calendar 'always' is built in"));
	c->calendar = calendar_new(c->name, l->p->zone);
}

static void calendar_done(struct load *l, void *item, const struct yaml_node *n)
{
	struct policy_calendar *c = item;

	(void)l;
	(void)n;
	calendar_ready(c->calendar);
}

const struct policy_entries policy_calendars = {
	&policy_table_calendar, sizeof(struct policy_calendar),
	offsetof(struct policy_calendar, line), calendar_begin, calendar_done,
};

void policy_read_calendar_name(struct load *l, const struct yaml_node *n, void *into,
			       const struct policy_key *key)
{
	const struct policy_calendar *c;
	struct nearest best;
	size_t i;

	if (!policy_is_scalar(l, n, key->name))
		return;
	c = policy_calendar(l->p, n->s);
	*(const struct calendar **)into = c ? c->calendar : l->p->always;
	if (c || strcmp(n->s, "always") == 0)
		return;
	best = (struct nearest)NEAREST_INIT(n->s);
	nearest_offer(&best, "always");
	for (i = 0; policy_may_hint(l, 1) && i < l->p->ncalendars; i++)
		nearest_offer(&best, l->p->calendar[i].name);
	policy_complain(l, n, _("unknown calendar '%s'%s"), n->s, policy_hint(l, best.best));
}
