/* report: what the parts of `sd report` share; see cmd/cli.h for how a command works. */
#ifndef SD_CMD_REPORT_H
#define SD_CMD_REPORT_H

#include "cli.h"
#include "cli_period.h"
#include "report/figures.h"

#define REPORT_BY_MAX 16

/* What is asked for, as far as it does not stand in the cli. */
struct report_request {
	struct cli_period when;
	const char *send;
	char *by[REPORT_BY_MAX];
	size_t nby;
	int check, threads;
	int only_warnings;            /* `sd report warnings` */
	int first_operand;            /* the operands before it are no desks */
};

/*
 * The desks of the command line, each with its policy; the cli itself is the first one.
 *
 *	struct report_desks desks = REPORT_DESKS_INIT;
 *	report_desks_load(&desks, cli, &request);        // 0, or -1 with err
 *	... cli_period_fix() needs the first one's zone ...
 *	report_desks_add(&desks, cli, &request, &f);     // read and add up; again for another period
 *	report_desks_release(&desks);                    // after the figures
 */
struct report_desks {
	struct cli *further;
	size_t nfurther;
};
#define REPORT_DESKS_INIT { NULL, 0 }

int report_desks_load(struct report_desks *desks, struct cli *cli, const struct report_request *r);
int report_desks_add(struct report_desks *desks, struct cli *cli, const struct report_request *r,
		     struct figures *figures);
void report_desks_release(struct report_desks *desks);

/* The finished figures in the form asked for. -1 with err. */
int report_print(struct cli *cli, const struct report_request *r, const struct figures *figures);

/* Is that a channel of the policy, and is there a desk to keep what cannot be sent? 0, or -1 with err. */
int report_check_channel(struct cli *cli, const char *channel);
/* Sends the first screen through it. -1 with err (STATUS_SYSTEM) where it has to be sent again. */
int report_send(struct cli *cli, const char *channel, const struct figures *figures);

#endif
