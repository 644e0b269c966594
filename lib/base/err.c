#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
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

/*
 * What the C library says, in the language of the messages even where its own translations are
 * not installed. These are the ones that a user meets.
 */
static const char *reason(int number)
{
	static const char *const known[] = {
		N_("No such file or directory"), N_("Permission denied"), N_("Operation not permitted"),
		N_("Is a directory"), N_("Not a directory"), N_("File exists"), N_("File too large"),
		N_("No space left on device"), N_("Disk quota exceeded"), N_("Read-only file system"),
		N_("Input/output error"), N_("Too many open files"), N_("Too many levels of symbolic links"),
		N_("File name too long"), N_("Cannot allocate memory"), N_("Broken pipe"),
		N_("Bad file descriptor"), N_("Resource temporarily unavailable"), N_("Stale file handle"),
	};

	(void)known;
	return _(strerror(number));
}

void err_fill_errno(struct err *err, const char *fmt, ...)
{
	const char *why = reason(errno);
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
