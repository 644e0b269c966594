/*
 * err: why something could not go on, as one finished sentence for a person.
 *
 *	struct err err = ERR_INIT;
 *	if (policy_load(&policy, path, &err) < 0)
 *		return err.status;          // cmd/ prints err.msg once
 *
 * A function that can fail takes `struct err *` last, returns -1 (or NULL) and has filled it:
 * no capital, no full stop, no newline, the offending value quoted. It prints nothing. The
 * status is the exit status that the failure means (sd(7), EXIT STATUS). An err needs no release.
 */
#ifndef SD_BASE_ERR_H
#define SD_BASE_ERR_H

#include <stdarg.h>

/* The exit statuses of every command. */
enum status {
	STATUS_OK = 0,
	STATUS_FOUND = 1,    /* --check or verify found something */
	STATUS_USAGE = 2,    /* the command line is wrong */
	STATUS_INPUT = 3,    /* a file or value is wrong */
	STATUS_SYSTEM = 4,   /* I/O, lock, memory; nothing was recorded */
	STATUS_UNKNOWN = 5,  /* may or may not be recorded: retry only with the same --key */
	STATUS_UNTOLD = 6,   /* recorded, but the answer could not be delivered */
};

struct err {
	enum status status;
	char msg[1000];
};

#define ERR_INIT { STATUS_OK, "" }

/*
 * Each of these is -1. They are macros so that everyone who reads a caller, the analyzers too, sees that it fails
 * where one of them is returned.
 *
 * err_set(err, status, fmt, ...): fill `err` (cut at the end of a UTF-8 character where too long).
 * err_errno(err, fmt, ...): the same with ": " and the text of errno at the end, and STATUS_SYSTEM.
 * err_prefix(err, fmt, ...): put "text: " before the message that is there.
 */
#define err_set(err, status, ...) (err_fill(err, status, __VA_ARGS__), err_failed())
#define err_errno(err, ...) (err_fill_errno(err, __VA_ARGS__), err_failed())
#define err_prefix(err, ...) (err_fill_prefix(err, __VA_ARGS__), err_failed())

static inline int err_failed(void)
{
	return -1;
}

__attribute__((format(printf, 3, 4)))
void err_fill(struct err *err, enum status status, const char *fmt, ...);
__attribute__((format(printf, 2, 3)))
void err_fill_errno(struct err *err, const char *fmt, ...);
__attribute__((format(printf, 2, 3)))
void err_fill_prefix(struct err *err, const char *fmt, ...);

#endif
