/*
 * cli_period: the options that say which stretch of time a report is about, and as of when; the same for every report.
 *
 *	static const struct cli_option options[] = { CLI_PERIOD_OPTIONS, ... };
 *	struct cli_period p = CLI_PERIOD_INIT;
 *	... while reading options: cli_period_take(cli, &p, opt)     // 1: not one of these
 *	cli_period_fix(cli, &p, "yesterday")                          // once the policy is loaded
 */
#ifndef SD_CMD_CLI_PERIOD_H
#define SD_CMD_CLI_PERIOD_H

#include "base/i18n.h"
#include "cli.h"
#include "report/period.h"

enum {
	OPT_DAY = 1, OPT_WEEK, OPT_MONTH, OPT_QUARTER, OPT_FROM, OPT_TO, OPT_AS_OF, OPT_KNOWN_AT, OPT_AFTER_PERIOD
};

#define CLI_PERIOD_OPTIONS \
	{ "day", 0, N_("[DATE|today|yesterday]"), N_("that local day; without a date today, so far"), OPT_DAY }, \
	{ "week", 0, N_("[DATE|2026-W47]"), N_("the week from Monday that DATE is in, or this one so far"), OPT_WEEK }, \
	{ "month", 0, N_("[DATE|2026-11]"), N_("the month that DATE is in, or this one so far"), OPT_MONTH }, \
	{ "quarter", 0, N_("[DATE|2026-Q4]"), N_("the quarter that DATE is in, or this one so far"), OPT_QUARTER }, \
	{ "from", 0, N_("DATE|TIME"), N_("any period: from this midnight or instant"), OPT_FROM }, \
	{ "to", 0, N_("DATE|TIME"), N_("... up to this one, which is not in it any more"), OPT_TO }

struct cli_period {
	int unit;                     /* enum period_unit, or -1 */
	int last_whole;               /* enum period_unit + 1: without a period, the last of these that is over; 0: no */
	char last_day[16];            /* a day of it, once it is known */
	const char *date, *from, *to, *as_of_arg, *known_at_arg;
	struct period period;
	instant as_of, known_at;      /* known_at: INSTANT_NONE */
};
#define CLI_PERIOD_INIT { .unit = -1 }

/* 0 it was one of these, 1 it is another option, -1 with cli->err. */
int cli_period_take(struct cli *cli, struct cli_period *p, int opt);
/* The day of that name where no period was given; NULL: since ever. 0, or -1 with cli->err. */
int cli_period_fix(struct cli *cli, struct cli_period *p, const char *day);

#endif
