/*
 * logfile: write a case log by the book (design section 1), with none of the code that sd uses for
 * it but SHA-256: the generated logs are a second opinion on the format.
 *
 *	struct logfile log;
 *	logfile_begin(&log, stdout, "order,about");      // extra columns (at most four), "" for none
 *	logfile_row(&log, &row);
 *	if (logfile_end(&log) < 0) ...                   // errno of the first failed write
 *
 * Times are seconds of the clock on the wall at UTC+08:00, counted from 1970-01-01T00:00:00 there.
 */
#ifndef SD_BENCH_LOGFILE_H
#define SD_BENCH_LOGFILE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define DAY    86400
#define HOUR   3600
#define MINUTE 60

#define LOGFILE_EXTRA 4

/* NULL cells are empty. `text` is as the log holds it, before quoting. */
struct logrow {
	int64_t at, logged;     /* logged: the same as `at` where written down at once */
	int64_t due;            /* 0: none */
	const char *id, *event, *by, *kind, *channel, *category, *severity, *customer, *type, *place,
		*product, *batch, *department, *owner, *amount, *detail, *key;
	const char *extra[LOGFILE_EXTRA];    /* in the order given to logfile_begin() */
	const char *text;
};

struct logfile {
	FILE *out;
	char *buf;
	size_t len;
	int nextra;
	int failed;             /* errno, 0: fine */
	uint64_t rows;
	int64_t last;           /* order key of the last row */
	char check[17];
	int64_t day[2];         /* the dates formatted last, for at and logged */
	char date[2][11];
};

void logfile_begin(struct logfile *log, FILE *out, const char *extra);
void logfile_row(struct logfile *log, const struct logrow *row);
int logfile_end(struct logfile *log);

/* YYYY-MM-DD of a day counted from 1970-01-01, and back: -1 where it is no date. */
void day_format(int64_t day, char date[11]);
int64_t day_parse(const char *date);
/* 25 characters and a NUL. */
void time_format(int64_t t, char text[26]);

#endif
