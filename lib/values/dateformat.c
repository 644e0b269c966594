#include "values/dateformat.h"

#include <stdint.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* By length within a letter, so that the longest is found first. */
static const struct { const char *text; char what, field; } tokens[] = {
	{ "YYYY", 'Y', 'Y' }, { "YY", 'y', 'Y' }, { "MM", 'O', 'O' }, { "M", 'o', 'O' },
	{ "DD", 'D', 'D' }, { "D", 'd', 'D' }, { "HH", 'H', 'H' }, { "H", 'h', 'H' },
	{ "hh", 'T', 'H' }, { "h", 't', 'H' }, { "mm", 'M', 'M' }, { "m", 'm', 'M' },
	{ "ss", 'S', 'S' }, { "s", 's', 'S' }, { "AM", 'A', 'A' }, { "Z", 'Z', 'Z' },
};

int dateformat_compile(struct dateformat *f, const char *format, struct err *err)
{
	const char *p = format;
	char seen[128] = { 0 };
	int half_day = 0;

	f->n = 0;
	while (*p) {
		size_t i;

		if (f->n == DATEFORMAT_TOKENS)
			return err_set(err, STATUS_INPUT, _("date format '%s' is too long"), format);
		for (i = 0; i < ARRAY_SIZE(tokens); i++)
			if (!strncmp(p, tokens[i].text, strlen(tokens[i].text)))
				break;
		if (i == ARRAY_SIZE(tokens)) {
			f->token[f->n].what = 0;
			f->token[f->n++].literal = *p++;
			continue;
		}
		if (seen[(int)tokens[i].field]++)
			return err_set(err, STATUS_INPUT, _("date format '%s' has '%s' twice"),
				       format, tokens[i].text);
		half_day |= tokens[i].what == 'T' || tokens[i].what == 't';
		f->token[f->n++].what = tokens[i].what;
		p += strlen(tokens[i].text);
	}
	if (!seen['Y'] || !seen['O'] || !seen['D'])
		return err_set(err, STATUS_INPUT,
			       _("date format '%s' needs a year, a month and a day (YYYY M D)"), format);
	if (half_day != seen['A'])
		return err_set(err, STATUS_INPUT, _("date format '%s': hh and AM go together"), format);
	return 0;
}

struct parts {
	int year, month, day, hour, minute, second;
	int afternoon;          /* 0: no AM/PM, 1: AM, 2: PM */
	int has_offset, offset;
};

static size_t digits(const char *s, size_t n, size_t least, size_t most, int *value)
{
	size_t i = 0;

	*value = 0;
	while (i < n && i < most && s[i] >= '0' && s[i] <= '9')
		*value = *value * 10 + (s[i++] - '0');
	return i >= least ? i : 0;
}

/* +08:00, +0800; after GMT also +8, +8:30, and nothing. */
static size_t take_offset(struct parts *p, const char *s, size_t n)
{
	int hours, minutes = 0, sign;
	size_t at = 0, got, colon;
	int is_named = n >= 3 && (!memcmp(s, "GMT", 3) || !memcmp(s, "UTC", 3));

	p->has_offset = 1;
	p->offset = 0;
	if (n && s[0] == 'Z')
		return 1;
	if (is_named)
		at = 3;
	if (at == n || (s[at] != '+' && s[at] != '-'))
		return at;
	sign = s[at++] == '-' ? -1 : 1;
	got = digits(s + at, n - at, is_named ? 1 : 2, 2, &hours);
	at += got;
	colon = at < n && s[at] == ':';
	if (got && n >= at + colon + 2 && digits(s + at + colon, 2, 2, 2, &minutes))
		at += colon + 2;
	else if (!is_named)
		return 0;
	if (!got || hours > 14 || minutes > 59)
		return 0;
	p->offset = sign * (hours * 3600 + minutes * 60);
	return at;
}

static size_t take(struct parts *p, char what, const char *s, size_t n)
{
	size_t got;

	switch (what) {
	case 'Y':
		return digits(s, n, 4, 4, &p->year);
	case 'y':
		got = digits(s, n, 2, 2, &p->year);
		p->year += 2000;
		return got;
	case 'O':
		return digits(s, n, 2, 2, &p->month);
	case 'o':
		return digits(s, n, 1, 2, &p->month);
	case 'D':
		return digits(s, n, 2, 2, &p->day);
	case 'd':
		return digits(s, n, 1, 2, &p->day);
	case 'H':
	case 'T':
		return digits(s, n, 2, 2, &p->hour);
	case 'h':
	case 't':
		return digits(s, n, 1, 2, &p->hour);
	case 'M':
		return digits(s, n, 2, 2, &p->minute);
	case 'm':
		return digits(s, n, 1, 2, &p->minute);
	case 'S':
		return digits(s, n, 2, 2, &p->second);
	case 's':
		return digits(s, n, 1, 2, &p->second);
	case 'A':
		if (n < 2 || (s[1] != 'M' && s[1] != 'm') || !s[0] || !strchr("AaPp", s[0]))
			return 0;
		p->afternoon = s[0] == 'P' || s[0] == 'p' ? 2 : 1;
		return 2;
	default:
		return take_offset(p, s, n);
	}
}

static int is_clock(struct parts *p)
{
	if (p->afternoon) {
		if (p->hour < 1 || p->hour > 12)
			return 0;
		p->hour = p->hour % 12 + (p->afternoon == 2 ? 12 : 0);
	}
	return p->hour <= 23 && p->minute <= 59 && p->second <= 59;
}

enum date_result dateformat_parse(const struct dateformat *f, const char *s, size_t n,
				  const struct zone *zone, instant *t)
{
	struct parts p = { 0 };
	int64_t local;
	int skipped = 0;
	size_t i;

	for (i = 0; i < f->n; i++) {
		size_t got;

		if (!f->token[i].what)
			got = n && s[0] == f->token[i].literal;
		else
			got = take(&p, f->token[i].what, s, n);
		if (!got)
			return DATE_OTHER;
		s += got;
		n -= got;
	}
	if (n)
		return DATE_OTHER;
	if (p.year < 1900 || !civil_is_date(p.year, p.month, p.day) || !is_clock(&p))
		return DATE_NONE;
	local = civil_to_days(p.year, p.month, p.day) * 86400 + p.hour * 3600 + p.minute * 60 + p.second;
	if (p.has_offset) {
		*t = local - p.offset;
		return DATE_OK;
	}
	*t = zone_from_local(zone, local, &skipped);
	return skipped ? DATE_SKIPPED : DATE_OK;
}
