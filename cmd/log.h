/*
 * log: what the verbs of `sd log` share. A verb that records runs in this order:
 *
 *	log_options()     the command line into struct logrun (no file is touched)
 *	log_begin()       locks; the log's end is whole (with --dry-run: nothing is locked)
 *	log_case()        the case that was named, with its history
 *	log_row_*()       cells of a row; codes are completed from labels and prefixes
 *	log_add()         judge the row against the case's states and `require:`, format it
 *	log_commit()      one write of all rows; only then the answer
 *
 * Every function returns 0, or -1 with cli->err; log_release() in any case.
 */
#ifndef SD_CMD_LOG_H
#define SD_CMD_LOG_H

#include "base/arena.h"
#include "cli.h"
#include "domain/casefile.h"
#include "domain/customers.h"
#include "domain/desk.h"
#include "domain/logwriter.h"
#include "rules/routing.h"
#include "rules/triage.h"

/* Options that several verbs have; a verb names its own as a set of these. */
enum log_option {
	LOG_BY, LOG_AT, LOG_TEXT, LOG_KEY, LOG_SET,
	LOG_KIND, LOG_CHANNEL, LOG_CATEGORY, LOG_SEVERITY, LOG_CUSTOMER, LOG_CONTACT, LOG_TYPE,
	LOG_PLACE, LOG_PRODUCT, LOG_BATCH, LOG_DEPARTMENT, LOG_OWNER, LOG_DUE, LOG_AMOUNT,
	LOG_DETAIL, LOG_REASON, LOG_CAUSE, LOG_NAME, LOG_COMPENSATION, LOG_DONE, LOG_EVENT,
	LOG_DUPLICATE, LOG_NOPTIONS
};
#define LOG_HAS(option) (1U << (option))
#define LOG_ALWAYS (LOG_HAS(LOG_BY) | LOG_HAS(LOG_AT) | LOG_HAS(LOG_TEXT) | LOG_HAS(LOG_KEY) | \
		    LOG_HAS(LOG_SET))
#define LOG_CLASS (LOG_HAS(LOG_KIND) | LOG_HAS(LOG_CHANNEL) | LOG_HAS(LOG_CATEGORY) |        \
		   LOG_HAS(LOG_SEVERITY) | LOG_HAS(LOG_CUSTOMER) | LOG_HAS(LOG_CONTACT) |    \
		   LOG_HAS(LOG_TYPE) | LOG_HAS(LOG_PLACE) | LOG_HAS(LOG_PRODUCT) |           \
		   LOG_HAS(LOG_BATCH) | LOG_HAS(LOG_DEPARTMENT) | LOG_HAS(LOG_OWNER))

/* Room for "CASE [FILE...]" of any verb. */
struct log_verb {
	const char *name;
	int event;
	unsigned options;                /* LOG_HAS() of what it takes beside LOG_ALWAYS */
	const char *operands;            /* N_(), for --help */
	const char *summary;             /* N_() */
	int (*run)(struct cli *cli, const struct log_verb *verb);
};

#define LOGRUN_INIT { .arena = ARENA_INIT, .w = LOGWRITER_INIT, .log = CASELOG_INIT, \
		      .scratch = FINDINGS_INIT, .file = CASEFILE_INIT,               \
		      .customers = CUSTOMERS_INIT, .desk = DESK_INIT,                \
		      .machine = LOG_MACHINE_INIT }

struct log_row {
	int event;
	instant at;
	struct span cell[COLUMN_MAX];
};

/* What sd adds to the clerk's rows. */
struct log_machine {
	struct triage triage;
	struct log_row suggested;        /* of the triage: the amend row that follows the open row */
	int has_suggested;
	int is_first_contact;            /* the owner is who took the case */
	struct routing_load load;
	int have_load;
	struct strbuf said;              /* lines for the clerk */
};
#define LOG_MACHINE_INIT { .triage = TRIAGE_INIT, .load = ROUTING_LOAD_INIT, .said = STRBUF_INIT }

struct logrun {
	struct cli *cli;
	const struct log_verb *verb;
	struct arena arena;
	struct desk desk;
	const struct zone *zone;
	struct zone *own_zone;           /* where no policy tells */
	const struct policy *policy;     /* in force for the case, or NULL */

	/* the command line */
	const char *given[LOG_NOPTIONS];
	const char *field[COLUMN_MAX];   /* values of the policy's fields, by column */
	const char *text, *contact;      /* read from standard input where "-" was given */
	instant at;                      /* --at, else now */
	const char *by;

	/* the log */
	struct logwriter w;
	int locked;
	struct caselog log;
	struct findings scratch;         /* of reading without line numbers */
	int damaged;                     /* they were errors, and count */
	struct casefile file;
	struct customers customers;
	int have_customers;
	const struct customer *customer; /* of the case, or NULL */
	int new_customer;                /* `customer` is still to be written */
	struct log_machine machine;
};

/* The verbs, ending with one without name; and what stands for all events of the policy's own. */
extern const struct log_verb log_verbs[], log_own_event;
/* Usage error that names the nearest verb; -1. */
int log_unknown_verb(struct cli *cli, const char *name);

/* Reads the options of a verb; loads desk and policy on the way. */
int log_options(struct logrun *l, struct cli *cli, const struct log_verb *verb);
/* For verbs that only read: the desk, the policy, its zone; no options. */
int log_load(struct logrun *l, struct cli *cli);
void log_release(struct logrun *l);
/* Help, version and the lists for completions must work outside of a desk, and with any policy. */
int log_wants_help(const struct cli *cli);
/* What the options by, at, text and key say that stand in l->given; every recording verb has them. */
int log_take_given(struct logrun *l);
/* Who it is: --by, SD_USER, else the login name; a code, and one of `staff:` where there are any. */
int log_user(struct logrun *l, const char **out);
/* A contact given as "-" is read from standard input, so that no number stands in a process list. */
int log_contact(struct logrun *l, const char **contact);

int log_begin(struct logrun *l);
/*
 * Takes up again what a low answer at the end of surveys.csv asks for (cmd/survey_follow.c), where that is not done
 * yet; part of log_begin(). 0, or -1 where nothing more can be written.
 */
int survey_follow(struct logrun *l);
/* The same for a writer that belongs to no logrun; call it where the log's end is known to be whole. */
int survey_follow_with(struct cli *cli, struct logwriter *w);
/* Something is in the file now: trouble from here on is trouble with the answer. */
void log_recorded(struct cli *cli);
/* 1 where the key was used before for this event: the answer is then in cli->out; 0, or -1. */
int log_old_key(struct logrun *l, int event);
/* Opens the log for reading; log_case() and those who scan by themselves need it. */
int log_open(struct logrun *l);
/* The case that a person named: 7, 1121-7, or the whole id. Fills l->file, l->policy. */
int log_case(struct logrun *l, const char *ref, int number_lines);
int log_case_id(struct logrun *l, const char *ref, caseid *id);
/* The id with the desk's prefix. */
void log_format_id(const struct logrun *l, struct strbuf *out, caseid id);
const struct policy *log_policy_at(const struct logrun *l, instant t);

/* A row of the event at l->at by l->by, with --key, --text and the policy's fields. */
int log_row(struct logrun *l, struct log_row *row, int event);
/* Sets a cell; NULL or "" leaves it. The value must live until log_commit(). */
void log_put(struct log_row *row, int column, const char *value);
/* The same with a code that is completed from its label or prefix. `scope`: the kind of a
 * severity, the event's name of a detail. */
int log_put_code(struct logrun *l, struct log_row *row, int column, const char *scope,
		 const char *value);
/* Those options that the verb has, each into its column. */
int log_put_options(struct logrun *l, struct log_row *row);
int log_put_due(struct logrun *l, struct log_row *row, const char *value);
int log_put_amount(struct logrun *l, struct log_row *row, const char *value);

/* What an open row leaves out: customer, kind, severity, department, owner by the policy's rules. */
int log_complete_open(struct logrun *l, struct log_row *row);
/* Of these kind, severity and department: into the row, or into what the words of the text suggest. */
int log_classify(struct logrun *l, struct log_row *row);

/*
 * The rows by sd that answer a clerk's row, in the same write; what would not be legal is left out.
 *
 *	log_triage()            C22: into machine.suggested, which log_add() puts after the open row
 *	log_follow()            after log_add(): an owner, the tasks of the category's checklist
 *	log_complete()          of a case whose open row was recorded before: what is missing of these
 *	log_void_followers()    before a row is void: what answered it is void, too
 *	log_say_followers()     what was done, for the clerk
 */
void log_triage(struct logrun *l, const struct log_row *row);
int log_follow(struct logrun *l, const struct log_row *row);
int log_complete(struct logrun *l);
int log_void_followers(struct logrun *l, const struct casefile_row *target);
void log_say_triage(struct logrun *l);
void log_say_followers(struct logrun *l);
/* A row by sd at l->at. */
void log_machine_row(const struct logrun *l, struct log_row *row, int event);

/* The load of the department's staff (NULL: of anybody's), read when it is first asked for. */
int log_need_load(struct logrun *l, const char *department);
/* Whose open case l->file is: before a row, and what that changes for the load. */
struct log_standing {
	const char *owner;
	int counts;
};
struct log_standing log_standing(const struct logrun *l);
void log_moved(struct logrun *l, const struct log_standing *before);

/* Customers are read when they are first needed. */
int log_customers(struct logrun *l);
/* l->customer by the id in the case's row. */
int log_case_customer(struct logrun *l);
/* --customer and --contact: an existing one, or a new one that log_commit() writes. */
int log_find_customer(struct logrun *l);

/*
 * Is in the row what its verb asks for? For rows of other making than a verb's ('append'), before
 * log_add(); completes them as the verb does.
 */
int log_prepare(struct logrun *l, struct log_row *row);
int log_prepare_compensate(struct logrun *l, struct log_row *row);
int log_prepare_approve(struct logrun *l, struct log_row *row);
/* Usage or input error where a verb, or a row of other making, does not give what it needs. */
int log_needs(struct logrun *l, const struct log_row *row, int given, const char *option,
	      const char *column);
int log_prepare_void(struct logrun *l, struct log_row *row);

int log_add(struct logrun *l, struct log_row *row);
int log_commit(struct logrun *l);
/*
 * The earlier case of the same customer and category that was closed at most 30 days before l->file was opened; of
 * several the one closed last. 1 where there is one. Damage elsewhere in the log is not told here. What it costs goes
 * with the rows of 30 days, whatever the length of the log.
 */
struct log_link {
	caseid id;
	instant closed;                  /* INSTANT_NONE: there is none */
};
int log_link(struct logrun *l, struct log_link *link);
/* One line for the clerk: case, customer, text, and what was done. */
void log_confirm(struct logrun *l, const char *what);

typedef int log_run(struct cli *cli, const struct log_verb *verb);
log_run log_event;                       /* any event of an existing case */
log_run log_open_case, log_void, log_undo, log_attach, log_task, log_done, log_compensate,
	log_approve, log_cancel, log_amend, log_assign, log_note;
log_run log_list, log_show, log_find, log_customer, log_append, log_export, log_import,
	log_explain;

#endif
