/*
 * policy: the rules in force, loaded whole and strictly from policy.yaml (design section 3).
 *
 *	struct policy_set set = POLICY_SET_INIT;
 *	if (policy_set_load(&set, "shop/policy.yaml", share_dir, &findings, &err) < 0) ...
 *	const struct policy *p = policy_set_at(&set, opened);     // the version in force then
 *	policy_set_release(&set);
 *
 * Everything wrong in the file is a finding with line, column and the nearest right spelling, all
 * in one run; then -1 with err.status = STATUS_INPUT. Warnings (rules never reached, `d` on
 * business hours) are made only where `check` is asked for (policy_check()).
 *
 * All strings and arrays live in the policy's arena until policy_set_release(); everything is
 * read-only after loading. Names are codes; `label` holds what people read. `line` is the line in
 * the policy's own file.
 */
#ifndef SD_DOMAIN_POLICY_H
#define SD_DOMAIN_POLICY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/finding.h"
#include "base/intern.h"
#include "domain/event.h"
#include "values/calendar.h"
#include "values/duration.h"
#include "values/instant.h"
#include "values/number.h"
#include "values/zone.h"

#define CATEGORY_DEPTH 8             /* a category lies at most so deep below others */
#define VALID_ALWAYS   INT64_MIN     /* valid_from of a policy that does not say */

struct policy_label {
	const char *zh, *en;             /* either may be NULL */
};

struct policy_names {                    /* a list of codes or words */
	const char **s;
	size_t n;
};

/* `for:` and `when:`: every term must hold; a term holds where the column has one of the values. */
struct policy_term {
	int column;                      /* see domain/event.h */
	struct policy_names value;
};
struct policy_filter {
	struct policy_term *term;
	size_t n;                        /* 0: matches every case */
};

struct policy_calendar {
	const char *name;
	struct policy_label label;
	size_t line;
	struct calendar *calendar;
	const char *holidays;            /* the file as named, or NULL */
	const char *holidays_path;       /* the file as found, or NULL */
	char holidays_sha256[65];
	struct policy_staffing { int weekdays; struct window window; int people; } *staffing;
	size_t nstaffing;                /* C20; weekdays is a bit mask, bit 0 = Monday */
};

struct policy_severity {
	const char *name;
	struct policy_label label;
	const char *handler;             /* level, or NULL */
	size_t line;
};
struct policy_kind {
	const char *name;
	struct policy_label label;
	int priority_first;              /* M4.3b: complaints first */
	struct policy_severity *severity;
	size_t nseverity;                /* the first is the default */
	size_t line;
};

/* What an own event says of the work itself: that an answer was found wrong later (M4.2), or what was improved. */
enum policy_role { ROLE_NONE, ROLE_WRONG_ANSWER, ROLE_MEASURE };

struct policy_item {                     /* channel, group's name, event, cause, reason, type */
	const char *name;
	struct policy_label label;
	size_t line;
	int role;                        /* of an event: enum policy_role; `correct` is a wrong answer unless it says otherwise */
};

enum policy_assign { ASSIGN_NONE, ASSIGN_OWNER, ASSIGN_LEAD, ASSIGN_LEAST_OPEN, ASSIGN_ROTATE };

struct policy_department {
	const char *name;
	struct policy_label label;
	const char *lead;                /* or NULL */
	struct policy_names staff;
	enum policy_assign assign;
	size_t line;
};
struct policy_group {
	const char *name;
	struct policy_label label;
	struct policy_names members;
	size_t line;
};
struct policy_away {
	int64_t from_day, to_day;        /* local dates, both included */
	const char *standin;
};
struct policy_person {
	const char *name;                /* code, as in `by` and `owner` */
	const char *shown;               /* how people call them, or NULL */
	const char *level;               /* or NULL */
	const char *notify;              /* channel of notify, or NULL */
	struct policy_away *away;
	size_t naway;
	size_t line;
};

struct policy_category {
	const char *name;
	struct policy_label label;
	const char *of;                  /* parent category, or NULL */
	const char *kind, *severity, *department; /* what it suggests, or NULL */
	struct policy_names words;       /* C22 */
	struct policy_label say;         /* standard answer, conditions (C2b) */
	size_t line;
};

enum policy_field_type { FIELD_CODE, FIELD_INSTANT, FIELD_DATE, FIELD_NUMBER, FIELD_AMOUNT };

struct policy_field {
	const char *name;
	struct policy_label label;
	enum policy_field_type type;
	int role_staff;                  /* a person of `staff:` */
	struct policy_names values;      /* empty: free */
	int column;                      /* COLUMN_FIELD + index in the set */
	size_t line;
};

struct policy_require {
	struct policy_filter filter;
	struct event_set on;
	int *column;
	size_t ncolumns;
	size_t line;
};

enum policy_on_reopen { REOPEN_RESTART, REOPEN_CONTINUE, REOPEN_IGNORE };
enum policy_on_amend { AMEND_RECOMPUTE, AMEND_KEEP };

struct policy_clock {
	const char *name;
	struct policy_label label;
	struct policy_filter filter;
	struct event_set from, until, drop;
	struct limit within;
	const struct calendar *calendar; /* never NULL: `always` where none is named */
	struct policy_names pause;       /* hold reasons that stop it; [customer] where not given */
	enum policy_on_reopen on_reopen;
	enum policy_on_amend on_amend;
	int name_id;                     /* number of the clock's name in the set, 0 .. nclock_names-1 */
	int is_implied;                  /* `duty`, `action`, `task`, `approval` where the policy has none of its own */
	const char *part;                /* `approval`: the type of compensation that it is of; else NULL */
	const char *department;          /* ... and the department that approves, or NULL */
	size_t line;                     /* of an implied one the duty's, the checklists', the type's, or 0 */
};

enum policy_when { STEP_AT_PERCENT, STEP_AT_OFFSET, STEP_WHEN_FILTER };
enum policy_do { DO_REMIND, DO_ESCALATE, DO_NOTIFY };

struct policy_step {
	const char *name;                /* unique */
	struct policy_label label;
	const char *clock;               /* NULL for STEP_WHEN_FILTER */
	enum policy_when how;
	struct policy_filter when;
	struct policy_filter filter;     /* `for:` */
	int percent;                     /* 1 .. 1000 */
	int64_t offset;                  /* seconds after (before: negative) the due instant */
	enum policy_do action;
	const char *level;               /* or NULL */
	struct policy_names to;          /* owner lead level, groups, persons */
	int64_t repeat;                  /* seconds, 0 = once */
	size_t line;
};

struct policy_notify_channel {
	const char *name;
	struct policy_names command;     /* argv */
	int64_t timeout;                 /* seconds */
	struct policy_names env;         /* variables that it may see, beside those that every command gets */
	size_t line;
};

struct policy_task {
	const char *name;
	struct policy_label label;
	struct limit within;
	const struct calendar *calendar;
	const char *department, *owner;  /* or NULL */
	size_t line;
};
struct policy_checklist {
	const char *name;                /* the category */
	struct policy_task *task;
	size_t ntasks;
	size_t line;
};

enum policy_every { EVERY_DAY, EVERY_WEEK, EVERY_MONTH, EVERY_QUARTER, EVERY_YEAR };
struct policy_duty {
	const char *name;
	struct policy_label label;
	enum policy_every every;
	struct limit within;
	const struct calendar *calendar;
	const char *owner, *department, *each; /* or NULL */
	size_t line;
};

struct policy_compensation {
	const char *name;
	struct policy_label label;
	const char *unit;
	const char *approve;             /* department or level, or NULL */
	struct limit within;             /* of the approval */
	size_t line;
};

enum policy_answer { ANSWER_SCALE, ANSWER_YES_NO, ANSWER_TEXT };
struct policy_question {
	const char *name;
	struct policy_label label;       /* the question itself */
	enum policy_answer answer;
	int scale;                       /* 5: 1-5, 7: 1-7, 10: 0-10 */
	size_t line;
};
struct policy_survey {
	int present;
	struct event_set after;
	struct policy_filter filter;
	struct policy_question *ask;
	size_t nask;
	int satisfied, reopen_at;        /* 0: not given */
	int64_t within;                  /* seconds, 0: no end */
	double sample;                   /* share asked, 0 < sample <= 1 */
	int64_t *wave;
	size_t nwaves;
	int not_own;                     /* nobody asks about his own case */
	size_t line;
};

struct policy_target {
	const char *name;                /* csat, handling-rate, or a clock's name */
	struct policy_filter filter;
	char op[3];                      /* >= <= > < */
	double value;                    /* 0.85 for 85 % */
	int is_percent;
	size_t line;
};

struct policy_warnings {
	int present;
	struct policy_names by;          /* columns */
	int budget_per_year;
	struct policy_repeat { const char *by; int count; int64_t within; size_t line; } *repeat;
	size_t nrepeat;
	size_t line;
};

/* Steps of the written procedure and clauses that only a person can carry out (policy doc). */
struct policy_clause {
	const char *id;                  /* Y5, C21 .. or NULL */
	struct policy_label label;
	const char *owner;               /* department, level or NULL */
	size_t line;
};

struct policy {
	struct arena arena;
	const char *path;                /* as opened */
	const char *text;                /* the file's bytes */
	size_t text_n;
	char sha256[65];                 /* ... and of them */
	const char *name;
	struct policy_label label;       /* `title:` */
	const char *prefix;              /* of case ids, or NULL */
	int64_t valid_from;              /* local date, days since 1970, or VALID_ALWAYS */
	size_t valid_from_line;
	const char *supersedes;          /* as named, or NULL */
	size_t supersedes_line;
	const struct zone *zone;
	struct zone *own_zone;
	const char *language;            /* "zh" or "en" */
	int says_language;               /* ... written there, not assumed */
	struct calendar *always;

	struct policy_names levels;      /* lowest first: staff supervisor manager director */
	struct policy_label *level_label; /* as many as levels */
	struct policy_calendar *calendar;       size_t ncalendars;
	struct policy_kind *kind;               size_t nkinds;
	struct policy_item *channel;            size_t nchannels;
	struct policy_item *type;               size_t ntypes;      /* customer's types (H1.3) */
	struct policy_item *reason;             size_t nreasons;    /* hold reasons; none: free */
	struct policy_item *cause;              size_t ncauses;     /* of resolve; none: free */
	struct policy_item *place;              size_t nplaces;     /* none: free */
	struct policy_department *department;   size_t ndepartments;
	struct policy_group *group;             size_t ngroups;
	struct policy_person *person;           size_t npersons;    /* none: names are free */
	struct policy_category *category;       size_t ncategories;
	struct policy_item *event;              size_t nevents;     /* own events */
	struct policy_field *field;             size_t nfields;
	struct policy_require *require;         size_t nrequires;
	struct policy_clock *clock;             size_t nclocks;
	struct policy_step *step;               size_t nsteps;
	struct policy_notify_channel *notify;   size_t nnotify;
	const struct calendar *quiet;           /* messages wait until it opens, or NULL */
	struct policy_checklist *checklist;     size_t nchecklists;
	struct policy_duty *duty;               size_t nduties;
	struct policy_compensation *compensation; size_t ncompensations;
	struct policy_survey survey;
	struct policy_target *target;           size_t ntargets;
	struct policy_warnings warnings;
	int64_t retention_identity;             /* seconds, 0: not given */
	int first_contact;                      /* H2.1: who takes the case owns it */
	struct policy_clause *clause;           size_t nclauses;
};

struct policy_set {
	struct policy **version;         /* by valid-from, oldest first; the last is in force now */
	size_t n;
	struct intern events;            /* names of all events of all versions; id = event code */
	struct intern fields;            /* names of all fields; id = column - COLUMN_FIELD */
	struct intern clocks;            /* names of all clocks; id = name_id */
	int takes_pipe;                  /* set before loading: somebody named the file, which may be a pipe */
};

#define POLICY_SET_INIT { NULL, 0, INTERN_INIT, INTERN_INIT, INTERN_INIT, 0 }

/*
 * Load a policy and those it supersedes (relative to the file that names them). Holiday files are
 * looked for beside the policy, then in share_dir (may be NULL). Zones come from the tz database.
 */
int policy_set_load(struct policy_set *set, const char *path, const char *share_dir,
		    struct findings *findings, struct err *err);
/*
 * One version that came as text, for its names, labels and targets: neither what it supersedes nor holiday files are
 * read, so nothing may be judged by it. `path` is what findings call it.
 */
int policy_set_load_text(struct policy_set *set, const char *path, const char *text, size_t n,
			 struct findings *findings, struct err *err);
void policy_set_release(struct policy_set *set);
/*
 * Make of a set that was loaded the one that would have been loaded while the version in force at t was the newest:
 * later versions and their names are gone. Pointers into the old one are invalid. -1 with err where a file has gone since.
 */
int policy_set_go_back(struct policy_set *set, instant t, const char *share_dir, struct err *err);
/*
 * Would loading `path` give the same rules? Where its bytes and those of every file that it names are the same, many
 * desks may share one set; only the paths in it are then the first one's.
 */
int policy_set_is_of(const struct policy_set *set, const char *path, const char *share_dir);
/* One SHA-256 in hex over what that compares: the bytes of all versions and of their files of holidays. */
void policy_set_digest(const struct policy_set *set, char hex[65]);

/* What `sd policy check` adds: warnings about rules never reached, useless or doubtful ones. */
void policy_check(const struct policy_set *set, struct findings *findings);

/* The version in force for a case opened at t (the oldest where t is before all). Never NULL. */
const struct policy *policy_set_at(const struct policy_set *set, instant t);
const struct policy *policy_set_now(const struct policy_set *set); /* the newest version */

/* Code of an event by name, built-in or own, or -1; and back. */
int policy_set_event(const struct policy_set *set, const char *name, size_t n);
const char *policy_set_event_name(const struct policy_set *set, int code);
/* Column by name, built-in or field, or -1; and back. */
int policy_set_column(const struct policy_set *set, const char *name, size_t n);
const char *policy_set_column_name(const struct policy_set *set, int column);

/*
 * The code that a person meant: the code itself, its zh or en label, or a unique prefix of either,
 * among the values that the column has in this policy (kind, channel, category, severity (of
 * `kind`, NULL: any), detail (of the event that `kind` names: hold, resolve, compensate), type,
 * department, owner/by (staff), place, event and fields with values).
 * Returns the code (borrowed), or NULL with err (STATUS_USAGE: unknown, ambiguous, with the
 * nearest spelling). Columns whose values are free give the value back unchanged.
 */
const char *policy_value(const struct policy *p, int column, const char *kind, const char *value,
			 struct err *err);

/*
 * Number i (from 0) of the values that the column has in this policy, in the policy's order; 0
 * past the last. None at all: the column is free. `kind` matters for severities only.
 */
int policy_value_at(const struct policy *p, int column, const char *kind, size_t i,
		    struct policy_item *out);

/* The label for people in `lang` ("zh" or "en"), else the other, else the code itself. */
const char *policy_label(const struct policy_label *label, const char *code, const char *lang);
/* The same for a value of a column; the value itself where the policy does not know it. */
const char *policy_value_label(const struct policy *p, int column, const char *value,
			       const char *lang);

/* The label of a hold reason; the reason itself where nobody knows it. */
const char *policy_reason_label(const struct policy *p, const char *reason, const char *lang);
/* The label of a task of the checklists; its name where none has it. */
const char *policy_task_label(const struct policy *p, const char *task, const char *lang);
/* The same of what a clock runs for: a task, or a type of compensation (clock->part). */
const char *policy_part_label(const struct policy *p, int is_compensation, const char *name,
			      const char *lang);
/* The label of a level; the level itself where the policy does not know it. */
const char *policy_level_label(const struct policy *p, const char *level, const char *lang);

/* Entries by name, or NULL. policy_kind() also knows the built-in kinds `duty` and `action`. */
const struct policy_kind *policy_kind(const struct policy *p, const char *name);
const struct policy_severity *policy_severity(const struct policy_kind *k, const char *name);
const struct policy_category *policy_category(const struct policy *p, const char *name);
const struct policy_department *policy_department(const struct policy *p, const char *name);
const struct policy_person *policy_person(const struct policy *p, const char *name);
const struct policy_group *policy_group(const struct policy *p, const char *name);
const struct policy_compensation *policy_compensation(const struct policy *p, const char *name);
const struct policy_calendar *policy_calendar(const struct policy *p, const char *name);
const struct policy_field *policy_field(const struct policy *p, int column);
/* The steps for a category: its own, else those of the nearest category above it. */
const struct policy_checklist *policy_checklist(const struct policy *p, const char *category);

#endif
