#include "values/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define AMOUNT_DIGITS 15
#define AMOUNT_SCALE  6

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

int number_parse(const char *s, size_t n, uint64_t max, uint64_t *value)
{
	uint64_t x = 0;
	size_t i;

	if (!n)
		return -1;
	for (i = 0; i < n; i++) {
		uint64_t digit;

		if (!is_digit(s[i]))
			return -1;
		digit = (uint64_t)(s[i] - '0');
		if (x > (UINT64_MAX - digit) / 10)
			return -1;
		x = x * 10 + digit;
	}
	if (x > max)
		return -1;
	*value = x;
	return 0;
}

int amount_parse(const char *s, size_t n, struct amount *a)
{
	int negative = n && s[0] == '-', digits = 0, scale = -1;
	int64_t value = 0;
	size_t i;

	for (i = (size_t)negative; i < n; i++) {
		if (s[i] == '.' && digits && scale < 0) {
			scale = 0;
			continue;
		}
		if (!is_digit(s[i]) || ++digits > AMOUNT_DIGITS)
			return -1;
		if (scale >= 0 && ++scale > AMOUNT_SCALE)
			return -1;
		value = value * 10 + (s[i] - '0');
	}
	if (!digits || !scale) /* nothing at all, or nothing after the point */
		return -1;
	a->value = negative ? -value : value;
	a->scale = scale < 0 ? 0 : scale;
	return 0;
}

static int rescale(struct amount *a, int scale)
{
	for (; a->scale < scale; a->scale++)
		if (__builtin_mul_overflow(a->value, 10, &a->value))
			return -1;
	return 0;
}

int amount_sum(struct amount *a, struct amount b)
{
	struct amount x = *a;

	if (rescale(&x, b.scale) < 0 || rescale(&b, x.scale) < 0 ||
	    __builtin_add_overflow(x.value, b.value, &x.value))
		return -1;
	*a = x;
	return 0;
}

static uint64_t magnitude(struct amount a)
{
	return a.value < 0 ? -(uint64_t)a.value : (uint64_t)a.value;
}

struct amount amount_mean(struct amount sum, uint64_t n, int digits)
{
	uint64_t whole = magnitude(sum) / n, rest = magnitude(sum) % n;

	for (; rest && digits > 0; digits--) {
		uint64_t tenths = rest * 10;

		if (whole > INT64_MAX / 10 - 1 || rest > UINT64_MAX / 10)
			break;
		whole = whole * 10 + tenths / n;
		rest = tenths % n;
		sum.scale++;
	}
	if (rest > n - rest || (rest && rest == n - rest && whole % 2))
		whole++;
	sum.value = (int64_t)(sum.value < 0 ? -whole : whole);
	return sum;
}

void amount_format(struct strbuf *out, struct amount a)
{
	uint64_t value = magnitude(a), unit = 1;
	int i;

	for (i = 0; i < a.scale; i++)
		unit *= 10;
	if (a.value < 0)
		strbuf_addch(out, '-');
	strbuf_addf(out, "%" PRIu64, value / unit);
	if (a.scale > 0)
		strbuf_addf(out, ".%0*" PRIu64, a.scale, value % unit);
}

void number_format(struct strbuf *out, double x)
{
	char text[64];
	size_t whole, sign;
	int n = snprintf(text, sizeof(text), "%.6g", x + 0.0);

	if (n < 0 || (size_t)n >= sizeof(text))
		return;
	if (!strcmp(text, "-0"))
		memmove(text, text + 1, 2);
	/* A locale's decimal sign is whatever stands between the first digits and the next. */
	whole = strspn(text, "-0123456789");
	sign = strcspn(text + whole, "0123456789einfa");
	strbuf_add(out, text, whole);
	if (sign)
		strbuf_addch(out, '.');
	strbuf_addstr(out, text + whole + sign);
}
