/* report: what the parts of `sd report` share; see cmd/cli.h for how a command works. */
#ifndef SD_CMD_REPORT_H
#define SD_CMD_REPORT_H

#include "cli.h"
#include "cli_period.h"
#include "report/comparison.h"
#include "report/partial.h"

#define REPORT_BY_MAX 16

/* What is asked for, as far as it does not stand in the cli. */
struct report_request {
	struct cli_period when;
	const char *send;
	const char *output;           /* a folder for html and xlsx instead of standard output */
	const char *mail_to, *mail_from;
	const char *expect;           /* a file with the names of all desks */
	char *by[REPORT_BY_MAX];
	size_t nby;
	int check, threads;
	int only_warnings;            /* `sd report warnings` */
	int is_pack;                  /* --pack */
	int first_operand;            /* the operands before it are no desks */
	int partial, merge, mixed;    /* --merge: the operands are files of partial reports */

	const char *with;             /* --compare as given, or NULL; the rest is found by report_compare_fix() */
	enum comparison_how how;
	struct period against;
	struct policy_names group;    /* desks, or codes of the first desk's policy */
	int group_column;
	const char *where[REPORT_BY_MAX]; /* --where as given */
	size_t nwhere;
	const char *only;             /* ... and as the report shows it, or NULL */
	const struct policy_filter *filter; /* ... in the columns of the first desk's policy, or NULL */
};

/*
 * The desks of the command line by name; the first one whose policy is usable is the cli's own: its language, zone and
 * labels hold for the report as a whole.
 *
 *	struct report_desks desks = REPORT_DESKS_INIT;
 *	report_desks_load(&desks, cli, &request);        // 0, or -1 with err
 *	... cli_period_fix() needs the zone ...
 *	report_desks_go_back(&desks, cli, as_of);
 *	report_desks_add(&desks, cli, &request, &f);     // read and add up; again for another period
 *	report_desks_release(&desks);                    // after the figures
 *
 * A single desk that cannot be read is an error. One of several, and of a partial report, is left out: figures.unread and
 * a finding say so. Of a partial report all may be; then the cli has no policy.
 * Desks are read in parallel, and added and told of in the order of their names.
 */
struct report_desk {
	const char *path;             /* as given */
	const char *name;             /* unique among the desks */
	char *place;                  /* deskname_place() */
	struct cli_files files;
	char *surveys, *customers;
	struct policy_set own;
	const struct policy_set *set; /* its own, or that of another desk with the same policy */
	struct report_desk *leader;   /* the first one whose policy has the same bytes */
	char policy_sha256[65];
	struct findings findings;     /* about it, until they are handed on in order */
	struct err err;               /* status: it cannot be read */
	int is_told;                  /* ... and that was said */
	int by[REPORT_BY_MAX];
	const struct policy_filter *only;  /* --where */
	struct measure_against against;    /* --compare */
	struct measure measure;       /* between reading and adding */
};
struct report_desks {
	struct report_desk *one;
	size_t n;
	char *share;                  /* folder of the installed policies, or NULL */
};
#define REPORT_DESKS_INIT { NULL, 0, NULL }

int report_desks_load(struct report_desks *desks, struct cli *cli, const struct report_request *r);
/* As at t no later version of a policy was in force: neither its targets nor its names count. */
int report_desks_go_back(struct report_desks *desks, struct cli *cli, instant t);
int report_desks_add(struct report_desks *desks, struct cli *cli, const struct report_request *r,
		     struct figures *figures, struct comparison *comparison);
void report_desks_release(struct report_desks *desks);
/* Say, once, that and why it cannot be read. */
void report_desk_tell(struct cli *cli, struct report_desk *d);

/*
 * report_compare: --compare and --where.
 *
 *	report_compare_take(cli, r); report_where_take(cli, r);    // an option each; status, 0: fine
 *	report_compare_fix(cli, r, &desks)                         // once period and desks are known
 *	report_compare_begin(r, &c);
 *	report_compare_desk(cli, r, desk)                          // for each desk that is read
 *	report_compare_finish(cli, r, &c, &figures)                // after figures_finish()
 */
int report_compare_take(struct cli *cli, struct report_request *r);
int report_where_take(struct cli *cli, struct report_request *r);
int report_compare_fix(struct cli *cli, struct report_request *r, const struct report_desks *desks);
int report_compare_desk(struct cli *cli, const struct report_request *r, struct report_desk *desk);
void report_compare_begin(const struct report_request *r, struct comparison *c);
int report_compare_finish(struct cli *cli, const struct report_request *r, struct comparison *c,
			  struct figures *figures);

/* A column that classifies cases, by name, or -1 with err. */
enum report_column_for { COLUMN_TO_BREAK_DOWN, COLUMN_TO_CHOOSE, COLUMN_TO_COMPARE };
int report_column(struct cli *cli, const struct policy_set *set, const char *name, enum report_column_for what);
int report_column_is(int column);

/* Do --partial, --merge and --mixed go with what else is asked for? 0, or -1 with err. */
int report_check_partial(struct cli *cli, const struct report_request *r);
/* Instead of desks: partial reports from the files of the command line, or standard input. -1 with err. */
int report_merge(struct cli *cli, struct report_request *r, struct partial_merge *merge,
		 struct figures *figures);
/* The period of the finished figures whose lines did not say what it is called: the unit that it is, else from when to when. */
void report_merge_period(struct report_request *r, const struct figures *figures);
/* Desks of the list that are not in the finished figures: they count as not read, each with a finding. -1 with err. */
int report_expect(struct cli *cli, const char *file, struct figures *figures);
/* The figures before figures_finish() as one line. -1 with err. */
int report_print_partial(struct cli *cli, const struct report_request *r, struct figures *figures);
/* Finished figures speak the language of their first desk's policy. */
void report_use_policy(struct cli *cli, const struct figures *figures);

/* The finished figures in the form asked for. -1 with err. */
int report_print(struct cli *cli, const struct report_request *r, const struct figures *figures);
int report_has_format(const struct report_request *r, enum cli_format format);
/* The same in any form that it has, appended. -1 with err. */
int report_render(struct cli *cli, const struct report_request *r, const struct figures *figures,
		  enum cli_format format, struct strbuf *out);
/* The formats of this report, as bits; and what else is wrong with them, before anything is read: -1 with err. */
int report_want_format(struct cli *cli, const struct report_request *r);

/* What the period is called in the name of a file; begins with dots where it has no beginning. */
void report_name_period(struct strbuf *out, const struct cli_period *when, const struct zone *zone);
/* Is there such a folder? 0, or -1 with err. */
int report_check_output(struct cli *cli, const char *dir);
/* Writes report-PERIOD.html, .xlsx and the newest as report.html, .xlsx into the folder. -1 with err. */
int report_output(struct cli *cli, const struct report_request *r, const struct figures *figures);

/* Is that a channel of the policy, and is there a desk to keep what cannot be sent? 0, or -1 with err. */
int report_check_channel(struct cli *cli, const char *channel);
/* Sends the first screen through it. -1 with err (STATUS_SYSTEM) where it has to be sent again. */
int report_send(struct cli *cli, const char *channel, const struct figures *figures);

#endif
