/*
 * cli: what all commands share. Options, the desk and its policy, `now`, output, exit status.
 *
 *	int cmd_report(struct cli *cli)
 *	{
 *		cli_begin(cli, &spec);
 *		while ((opt = cli_next(cli)) > 0)
 *			switch (opt) { case OPT_DAY: day = cli->arg; break; ... }
 *		if (opt < 0 || cli_load(cli, CLI_DESK) < 0)
 *			return cli->err.status;
 *		...
 *		strbuf_addf(&cli->out, ...);          // the result; goes to stdout at the end
 *		return STATUS_OK;
 *	}
 *
 * A command returns its exit status; main() then prints the findings, cli->err.msg where the
 * status asks for it, writes cli->out and checks stdout. Commands print nothing themselves except
 * through cli_say() (stderr, not with -q) and cli_flush() (long results).
 */
#ifndef SD_CMD_CLI_H
#define SD_CMD_CLI_H

#include "base/err.h"
#include "base/finding.h"
#include "base/strbuf.h"
#include "domain/policy.h"
#include "values/instant.h"

/* One row of a command's option table: feeds getopt_long, --help, the completions and the man page's test. */
struct cli_option {
	const char *name;       /* long, without dashes */
	int letter;             /* short, or 0 */
	const char *arg;        /* what it takes, as help shows it (N_), "[...]": may be left out; or NULL */
	const char *help;       /* N_(), or NULL: not shown in help */
	int id;                 /* what cli_next() returns, > 0; CLI_COMMON and above are taken */
};

#define CLI_COMMON 1000

struct cli_spec {
	const char *name;               /* "log open" */
	const char *const *usage;       /* lines after the name, N_(), NULL-terminated */
	const char *summary;            /* one line, N_() */
	const struct cli_option *options; /* ends with a row whose name is NULL; may be NULL */
};

enum cli_format {
	FORMAT_DEFAULT, FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON, FORMAT_JSONL, FORMAT_MD,
	FORMAT_HTML, FORMAT_XLSX, FORMAT_SLIP,
	FORMAT_MAIL, FORMAT_WECOM, FORMAT_DINGTALK, FORMAT_FEISHU, FORMAT_SLACK, /* a message's payload */
	FORMAT_COUNT
};
const char *cli_format_name(enum cli_format f);

struct cli {
	/* the command line */
	int argc;
	char **argv;                    /* argv[0] is the (sub)command's name */
	int index;                      /* after cli_next() returned 0: the first operand */
	const char *arg;                /* of the option just returned */
	const struct cli_spec *spec;
	const struct cli_option *extra;
	void *parse;                    /* internal */
	const char *command;            /* "log" */

	/* common options; those of the command line are known after cli_begin() */
	const char *dir, *policy_arg, *now_arg, *lang_arg, *color_arg;
	enum cli_format format;
	int quiet, dry_run;
	int unsafe_share;
	int wants_help, wants_version;  /* before the command */
	int leading_help;               /* internal: one of these stood before the verb */

	/* filled by cli_load() */
	char *desk;                     /* folder of the desk, or NULL for a lone file */
	char *log_path;                 /* its cases.csv */
	char *policy_path;
	struct policy_set set;
	const struct policy *policy;    /* the newest version */
	int loaded;
	instant now;
	const char *lang;               /* "zh" or "en": what the messages are in */

	/* results */
	struct findings findings;
	struct err err;
	struct strbuf out;
	int recorded;                   /* something was written: stdout trouble is STATUS_UNTOLD */
};

/*
 * Skip common options before the verb of a command with verbs ("log open") and make it argv[0].
 * The verb, or NULL where there is none (then wants_help may be set); NULL with err.status on error.
 */
const char *cli_verb(struct cli *cli);
/* The same for a command that has options of its own where no verb is named: cli_begin() may follow then. */
const char *cli_optional_verb(struct cli *cli);
/*
 * Start reading options of this spec. Common options are read here and now, so cli_load() may come
 * before cli_next(); `cli_extra` then adds a second table (e.g. the policy's fields).
 * 0, or -1 with err.
 */
int cli_begin(struct cli *cli, const struct cli_spec *spec);
void cli_extra(struct cli *cli, const struct cli_option *extra);
/* An option's id, 0 at the end, -1 where it is wrong or was --help (cli->err.status is the exit status). */
int cli_next(struct cli *cli);
/*
 * After an option whose value may be left out and is (cli->arg is NULL): the word that follows, or NULL, and
 * take it as the value.
 */
const char *cli_peek(const struct cli *cli);
void cli_take(struct cli *cli);
/* Number of operands, and the i-th of them. */
int cli_operands(const struct cli *cli);
const char *cli_operand(const struct cli *cli, int i);
/* Usage error: fills err with the message and "see 'sd X --help'"; returns STATUS_USAGE. */
__attribute__((format(printf, 2, 3)))
int cli_usage(struct cli *cli, const char *fmt, ...);

enum cli_need {
	CLI_POLICY = 1,         /* the policy: --policy, else the desk's, else usage error */
	CLI_DESK = 2,           /* a desk (policy included) */
	CLI_POLICY_OR_NONE = 4, /* a policy that fails to load gives warnings, and set stays empty */
};
/* Find the desk, load the policy, fix `now` and the language. 0, or -1 with cli->err. */
int cli_load(struct cli *cli, unsigned need);
/* The same for a log file given by name (a lone file: `sd report cases.csv --policy mall.yaml`), or a desk's folder. */
int cli_load_path(struct cli *cli, const char *path, unsigned need);
/* After cli_load_path() failed: as before it, but for the findings, so that another path may be tried. */
void cli_unload(struct cli *cli);
/* Where the files of such a path are (`desk` is the folder): nothing is loaded. 0, or -1 with err. */
struct cli_files { char *desk, *log, *policy; };
#define CLI_FILES_INIT { NULL, NULL, NULL }
int cli_find_path(const struct cli *cli, const char *path, struct cli_files *files, struct err *err);
void cli_files_release(struct cli_files *files);
/* Another policy beside the desk's: a file, or the name of one in the desk or among the installed ones. */
int cli_load_set(struct cli *cli, const char *name, struct policy_set *set);
/* `now` in the desk's zone even before cli_load(): UTC where no zone is known yet. */
int cli_now(struct cli *cli);

/* A file of the installed data, e.g. "policies"; caller frees. NULL where there is none. */
char *cli_share(const char *name);

/* The format asked for, one of the allowed (a bit mask of 1 << FORMAT_X), default the first given. -1: usage. */
int cli_want_format(struct cli *cli, enum cli_format fallback, unsigned allowed);

/* One line to stderr, safe for a terminal; not with -q. */
__attribute__((format(printf, 2, 3)))
void cli_say(struct cli *cli, const char *fmt, ...);
/* Write what is in cli->out to stdout now. 0, or -1 with err. */
int cli_flush(struct cli *cli);
/* Colours on this descriptor: --color, else a terminal without NO_COLOR. */
int cli_color(const struct cli *cli, int fd);
/* Width for text results: the terminal's, else 80. */
int cli_width(void);

/* The commands: one line each in the table of cmd/sd.c (add yours there when it exists). */
typedef int cli_command(struct cli *cli);
cli_command cmd_init, cmd_log, cmd_report, cmd_escalate, cmd_survey, cmd_policy;

#endif
