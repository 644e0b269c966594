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
	const char *output;           /* a folder for html and xlsx instead of standard output */
	const char *mail_to, *mail_from;
	char *by[REPORT_BY_MAX];
	size_t nby;
	int check, threads;
	int only_warnings;            /* `sd report warnings` */
	int first_operand;            /* the operands before it are no desks */
};

/*
 * The desks of the command line by name; the first one whose policy is usable is the cli's own: its language, zone and
 * labels hold for the report as a whole.
 *
 *	struct report_desks desks = REPORT_DESKS_INIT;
 *	report_desks_load(&desks, cli, &request);        // 0, or -1 with err
 *	... cli_period_fix() needs the zone ...
 *	report_desks_add(&desks, cli, &request, &f);     // read and add up; again for another period
 *	report_desks_release(&desks);                    // after the figures
 *
 * A single desk that cannot be read is an error. One of several is left out: figures.unread and a finding say so.
 * Desks are read in parallel, and added and told of in the order of their names.
 */
struct report_desk {
	const char *path;             /* as given */
	const char *name;             /* unique among the desks */
	char *place;                  /* deskname_place() */
	struct cli_files files;
	char *surveys;
	struct policy_set own;
	const struct policy_set *set; /* its own, or that of another desk with the same policy */
	struct report_desk *leader;   /* the first one whose policy has the same bytes */
	char policy_sha256[65];
	struct findings findings;     /* about it, until they are handed on in order */
	struct err err;               /* status: it cannot be read */
	int is_told;                  /* ... and that was said */
	int by[REPORT_BY_MAX];
	struct measure measure;       /* between reading and adding */
};
struct report_desks {
	struct report_desk *one;
	size_t n;
	char *share;                  /* folder of the installed policies, or NULL */
};
#define REPORT_DESKS_INIT { NULL, 0, NULL }

int report_desks_load(struct report_desks *desks, struct cli *cli, const struct report_request *r);
int report_desks_add(struct report_desks *desks, struct cli *cli, const struct report_request *r,
		     struct figures *figures);
void report_desks_release(struct report_desks *desks);
/* Say, once, that and why it cannot be read. */
void report_desk_tell(struct cli *cli, struct report_desk *d);

/* The finished figures in the form asked for. -1 with err. */
int report_print(struct cli *cli, const struct report_request *r, const struct figures *figures);
int report_has_format(const struct report_request *r, enum cli_format format);
/* The same in any form that it has, appended. -1 with err. */
int report_render(struct cli *cli, const struct report_request *r, const struct figures *figures,
		  enum cli_format format, struct strbuf *out);
/* The formats of this report, as bits; and what else is wrong with them, before anything is read: -1 with err. */
int report_want_format(struct cli *cli, const struct report_request *r);

/* Is there such a folder? 0, or -1 with err. */
int report_check_output(struct cli *cli, const char *dir);
/* Writes report-PERIOD.html, .xlsx and the newest as report.html, .xlsx into the folder. -1 with err. */
int report_output(struct cli *cli, const struct report_request *r, const struct figures *figures);

/* Is that a channel of the policy, and is there a desk to keep what cannot be sent? 0, or -1 with err. */
int report_check_channel(struct cli *cli, const char *channel);
/* Sends the first screen through it. -1 with err (STATUS_SYSTEM) where it has to be sent again. */
int report_send(struct cli *cli, const char *channel, const struct figures *figures);

#endif
