#include "values/duration.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "values/number.h"

#define MINUTE 60
#define HOUR   3600
#define DAY    86400

#define MAX_DAYS    36525 /* 100 years */
#define MAX_SECONDS ((int64_t)MAX_DAYS * DAY)

static const struct unit {
	char letter;
	int64_t seconds;
	const char *word;
} units[] = {
	{ 'd', DAY, /* TRANSLATORS: short for days, as in "3d 4h" */ N_("d") },
	{ 'h', HOUR, /* TRANSLATORS: short for hours */ N_("h") },
	{ 'm', MINUTE, /* TRANSLATORS: short for minutes */ N_("m") },
	{ 's', 1, /* TRANSLATORS: short for seconds */ N_("s") },
};

int duration_parse(const char *s, size_t n, int64_t *seconds, int *has_days)
{
	const char *end = s + n;
	int64_t total = 0;
	int days = 0;
	size_t u = 0;

	if (!n)
		return -1;
	while (s < end) {
		size_t digits = 0;
		uint64_t x;

		while (s + digits < end && s[digits] >= '0' && s[digits] <= '9')
			digits++;
		if (s + digits == end || number_parse(s, digits, MAX_SECONDS, &x) < 0)
			return -1;
		s += digits;
		while (u < ARRAY_SIZE(units) && units[u].letter != *s)
			u++;
		if (u == ARRAY_SIZE(units))
			return -1;
		days |= *s++ == 'd';
		/* x is at most 100 years in seconds: neither line overflows */
		total += (int64_t)x * units[u++].seconds;
		if (total > MAX_SECONDS)
			return -1;
	}
	*seconds = total;
	if (has_days)
		*has_days = days;
	return 0;
}

static int ends_with(const char *s, size_t n, const char *tail, size_t *before)
{
	size_t len = strlen(tail);

	if (n <= len || memcmp(s + n - len, tail, len) != 0)
		return 0;
	*before = n - len;
	return 1;
}

static int days_parse(const char *s, size_t n, enum limit_kind kind, struct limit *limit)
{
	uint64_t days;

	if (number_parse(s, n, MAX_DAYS, &days) < 0 || !days)
		return -1;
	limit->kind = kind;
	limit->n = (int64_t)days;
	limit->has_days = 0;
	return 0;
}

int limit_parse(const char *s, size_t n, struct limit *limit)
{
	int64_t seconds;
	int has_days;
	size_t k;

	if (n == 3 && !memcmp(s, "due", 3)) {
		*limit = (struct limit){ LIMIT_DUE, 0, 0 };
		return 0;
	}
	if (ends_with(s, n, " working days", &k) || ends_with(s, n, " working day", &k))
		return days_parse(s, k, LIMIT_WORKING_DAYS, limit);
	if (ends_with(s, n, " calendar days", &k) || ends_with(s, n, " calendar day", &k))
		return days_parse(s, k, LIMIT_CALENDAR_DAYS, limit);
	if (duration_parse(s, n, &seconds, &has_days) < 0)
		return -1;
	*limit = (struct limit){ LIMIT_SECONDS, seconds, has_days };
	return 0;
}

static void add_part(struct strbuf *out, uint64_t n, const struct unit *unit, int in_words)
{
	strbuf_addu(out, n);
	if (in_words)
		strbuf_addstr(out, _(unit->word));
	else
		strbuf_addch(out, unit->letter);
}

/* The parts of `seconds` that are not zero, from units[first] to units[last]. */
static void add_parts(struct strbuf *out, uint64_t seconds, size_t first, size_t last,
		      const char *between, int in_words)
{
	size_t start = out->len, u;

	for (u = first; u <= last; u++) {
		uint64_t size = (uint64_t)units[u].seconds;

		if (seconds < size)
			continue;
		strbuf_addstr(out, out->len > start ? between : "");
		/* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): a const table */
		add_part(out, seconds / size, &units[u], in_words);
		seconds %= size;
	}
	if (out->len == start)
		add_part(out, 0, &units[last], in_words);
}

/* Writes the sign and returns the rest. */
static uint64_t take_sign(struct strbuf *out, int64_t seconds)
{
	if (seconds >= 0)
		return (uint64_t)seconds;
	strbuf_addch(out, '-');
	return -(uint64_t)seconds;
}

void duration_format(struct strbuf *out, int64_t seconds)
{
	add_parts(out, take_sign(out, seconds), 0, 3, " ", 0);
}

void duration_format_words(struct strbuf *out, int64_t seconds)
{
	add_parts(out, take_sign(out, seconds), 0, 3, " ", 1);
}

void duration_format_short(struct strbuf *out, int64_t seconds)
{
	uint64_t x = take_sign(out, seconds), minutes = (x + MINUTE / 2) / MINUTE * MINUTE;

	if (x < HOUR)
		add_parts(out, x, 2, 3, " ", 1);
	else if (minutes < (uint64_t)2 * DAY)
		add_parts(out, minutes, 1, 2, " ", 1);
	else
		add_parts(out, (x + HOUR / 2) / HOUR * HOUR, 0, 1, " ", 1);
}

void limit_format(struct strbuf *out, const struct limit *limit)
{
	const char *s = limit->n == 1 ? "" : "s";

	switch (limit->kind) {
	case LIMIT_NONE:
		break;
	case LIMIT_SECONDS:
		add_parts(out, (uint64_t)limit->n, limit->has_days ? 0 : 1, 3, "", 0);
		break;
	case LIMIT_WORKING_DAYS:
		strbuf_addf(out, "%" PRId64 " working day%s", limit->n, s);
		break;
	case LIMIT_CALENDAR_DAYS:
		strbuf_addf(out, "%" PRId64 " calendar day%s", limit->n, s);
		break;
	case LIMIT_DUE:
		strbuf_addstr(out, "due");
		break;
	}
}
