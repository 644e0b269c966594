#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

__attribute__((format(printf, 3, 0)))
static void fill(char *dst, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(dst, size, fmt, ap);

	if (n >= (int)size)
		dst[utf8_cut(dst, size - 1)] = '\0';
}

void err_fill(struct err *err, enum status status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	err->status = status;
}

void err_fill_errno(struct err *err, const char *fmt, ...)
{
	const char *why = strerror(errno);
	char what[800];
	va_list ap;

	va_start(ap, fmt);
	fill(what, sizeof(what), fmt, ap);
	va_end(ap);
	err_fill(err, STATUS_SYSTEM, "%s: %s", what, why);
}

void err_fill_prefix(struct err *err, const char *fmt, ...)
{
	char old[sizeof(err->msg)], what[400];
	va_list ap;

	memcpy(old, err->msg, sizeof(old));
	va_start(ap, fmt);
	fill(what, sizeof(what), fmt, ap);
	va_end(ap);
	err_fill(err, err->status, "%s: %s", what, old);
}
