/*
 * figures: the one model behind every form of the report. Names are words here, rows are sorted,
 * desks are combined; a renderer only writes down what it finds.
 *
 *	struct figures f;
 *	figures_init(&f);
 *	figures_add(&f, &measure);                 // for each desk, in the order given
 *	figures_finish(&f);
 *	report_json(&f, &out);                     // report/render.h
 *	figures_release(&f);
 *
 * Definitions: metrics.md. A share is of `of`; where that is 0 there is no figure (n/a, null), never
 * 100 %. Adding desks is exact and the result does not depend on their order: what figures_add() leaves are sums,
 * multisets and lists, which report/partial.h can write down and add up elsewhere; figures_finish() puts the desks
 * in order of their names and computes the rest. Where policies differ, labels and the order of kinds, clocks and
 * targets are the first desk's in that order. A measure may be released after figures_add() only when the policy
 * sets live on.
 */
#ifndef SD_REPORT_FIGURES_H
#define SD_REPORT_FIGURES_H

#include "report/alarm.h"
#include "report/measure.h"
#include "report/meeting.h"
#include "report/series.h"


/* The stretches of time that a desk was asked about; of desks in other zones they begin at other midnights. */
struct figure_span {
	instant from, end, to;        /* [from, end); `to` is as-of where that is earlier */
	instant before_from, before_to;
	int so_far, since_ever;
	int64_t known_day;            /* the first day that it knows anything about, INT64_MAX: none */
};

struct figure_desk {
	const char *name, *policy, *policy_sha256;
	const char *rules_sha256;     /* policy_set_digest() */
	const char *seal;             /* newest, or NULL */
	const struct zone *zone;
	const struct policy *in_force;
	const char *log;
	size_t later_count;
	size_t first_later, nlater;   /* in figures.later */
	uint64_t received, concluded, cancelled, late_now;
	uint64_t decided, met;        /* all clocks together: to compare desks with each other */
	uint64_t csat_n, csat_satisfied;
	struct figure_span span;
	const char **clock;           /* the names of its clocks, in their order */
	size_t nclocks;
};

/* One that could not be read: nothing of it is in the figures. */
struct figure_unread {
	const char *name, *why;
};

struct figure_count {
	const char *name;
	uint64_t n;
};

struct figure_kind {
	const char *kind;
	uint64_t received, concluded, cancelled;
	struct tally_rate rate[RATE_COUNT];
	uint64_t anonymous;
	uint64_t backlog_from, opened, reopened, resolved, withdrawn, backlog_to;
	uint64_t age_open[TALLY_AGES], age_waiting[TALLY_AGES];
	uint64_t open_now, waiting_now;       /* open_now includes those waiting */
	struct km time[TIME_COUNT];
	double p50[TIME_COUNT], p90[TIME_COUNT];  /* seconds; NaN: not reached or nothing there */
	size_t rank;
};

struct figure_clock {
	const char *clock, *kind, *severity;
	uint64_t decided, met, breached, undecided, dropped, unknown;
	double attainment;            /* NaN: nothing was decided */
	size_t rank, kind_rank, severity_rank;
};

struct figure_late {
	const char *desk, *case_id, *clock, *kind, *severity, *owner, *department;
	const char *task;             /* its name, "" where the clock is not of a task, */
	int is_compensation;          /* ... or of an approval: the type of compensation */
	const struct policy *policy;
	const struct zone *zone;
	instant due, done;            /* done: INSTANT_NONE */
	int64_t late_s;               /* until done, or until as-of; of what is due: negative */
	int64_t late_clock_s;         /* the same counted on the clock's own calendar, 0 if not known */
	uint32_t line;
	int number;
};
struct figure_list {
	struct figure_late *late;
	size_t n, alloc;
};

struct figure_below {                 /* report/below.h */
	const char *desk, *case_id, *kind, *severity, *owner, *handler;
	const struct policy *policy;
	const struct zone *zone;
	instant resolved;
	uint32_t line;
};

struct figure_missing {               /* report/completeness.h: of the rows that want it n lack it */
	const char *event, *column;
	uint64_t n, of;
};

struct figure_call {
	const char *desk, *customer, *case_id, *clock;
	int64_t late_s;
};

struct figure_value {
	const char *value;
	uint64_t received, concluded, open, cancelled, decided, met, breached;
	uint64_t answers, satisfied;  /* CSAT */
};
struct figure_dim {
	const char *name;             /* of the column */
	int is_asked;                 /* by --by */
	size_t rank;
	struct figure_value *value;
	size_t n, alloc;
	struct intern index;
};

struct figure_delay {
	const char *channel;
	uint64_t n, late;
	double p50;
	struct km time;
};

/* Against the period before: a difference counts where p < 0.05, and which way is better the target says. */
enum figure_trend { TREND_NONE, TREND_SAME, TREND_BETTER, TREND_WORSE };
/* "steady", "better", "worse"; NULL for TREND_NONE. */
const char *figure_trend_name(enum figure_trend t);

/* A local day on which something happened (report/daily.h), and what clocks of a target were decided on it. */
struct figure_day {
	const char *date;             /* "2026-11-20" */
	uint64_t n[DAILY_COUNT];
	int64_t day;                  /* the same, since 1970 */
	uint64_t open;                /* at its end, or at as-of */
};
struct figure_target_day {
	size_t place;                 /* of the target in its policy */
	const char *target, *goal, *date;
	uint64_t n, of;
	int64_t day;
};

struct figure_target {
	const char *target, *goal;
	size_t place;                 /* in its policy */
	double value;                 /* NaN: no data */
	uint64_t n, of;
	int is_percent, met;          /* met: 1, 0, -1 no data */
	char op[3];
	double bound;
	int is_mean;                  /* n per case, not a share of cases */
	int is_nps;                   /* -100 .. 100; n: 2 for each promoter, 1 for who is neither; of: 2 for each answer */
	uint64_t sides;               /* ... so many are promoters or detractors */
	double lo, hi;                /* 95 %: of a share Wilson's, of a mean Garwood's, of nps Rocks'; NaN: no data */
	uint64_t n_before, of_before, sides_before; /* of the period before */
	double before, p;             /* its value; how likely so much of a difference is where nothing changed */
	enum figure_trend trend;
	const struct figure_target_day *day; size_t ndays; /* of a clock's target, by day */
};

struct figure_later {
	const char *log;              /* the file, as it was called */
	const char *case_id;
	uint32_t line;
	instant at, logged;
};

struct figure_amount {                /* so many of this amount */
	struct amount amount;
	uint64_t n;
};
/* Money and points: exact decimals, by type of compensation ... */
struct figure_compensation {
	const char *type, *unit;      /* unit: "" where no policy knows the type */
	const char *approve;          /* who has to, or NULL */
	uint64_t n, cases, to_approve, approved, approved_late, pending, overdue;
	struct amount promised, approved_sum;
	struct amount per_case, median;
	int has_per_case, has_median; /* ... which do not fit, too, where not */
	int is_too_large;             /* a sum did not fit: there is none */
	struct figure_amount *amount;
	size_t namounts, alloc_amounts;
};
/* ... and the sum of each unit by cause, supplier, and in all. */
enum figure_sums { SUMS_UNIT, SUMS_CAUSE, SUMS_SUPPLIER, SUMS_COUNT };
struct figure_sum {
	const char *name, *unit;      /* name: "" is none */
	uint64_t n;
	struct amount promised;
	int is_too_large;
};

/* What customers said; the questions are the first desk's. */
struct figure_opinion {
	struct opinion_tally all;
	const struct policy_question *question;  /* of the CSAT; NULL: there is none */
	int lowest;                   /* score that is satisfied */
	int is_asked_for;             /* the policy has a survey */
	double share, lo, hi;         /* NaN: no data */
	const struct policy_question *nps_question, *ces_question;
	double nps, nps_lo, nps_hi;   /* -100 .. 100 */
	double easy, easy_lo, easy_hi;
};

/* A share of few cases says little: it is marked, and never ranked. */
#define FIGURES_SMALL 30

/* Score card of an owner or a department, for one kind (report/scorecard.h). */
struct figure_score_share {
	uint64_t n, of;
	double lo, hi;                /* 95 %, Wilson; NaN: no data */
	size_t rank;                  /* 1: the best of those of the same kind with FIGURES_SMALL and more; 0: not ranked */
};
struct figure_score {
	const char *by, *value, *kind;  /* by: column */
	uint64_t owned, received, open, named;
	struct figure_score_share share[SCORE_SHARES];
	size_t kind_rank;
};
/* Who missed which limit. */
struct figure_account {
	const char *owner, *clock;
	uint64_t missed, decided;
	double lo, hi;
	uint64_t missed_all;          /* of the owner, all clocks */
	size_t first, n;              /* in figures.accounted: the breaches, the latest first */
};

struct comparison;
/* Who gave answers, and how many were found wrong (report/correction.h). */
struct figure_wrong {
	const char *by, *kind;
	uint64_t answers, wrong, found;
	double lo, hi;                /* of wrong / answers; NaN: no data */
	size_t kind_rank;
};
struct figure_corrected {
	const char *desk, *case_id, *by, *kind;
	const struct policy *policy;
	const struct zone *zone;
	instant at, answered;         /* answered: INSTANT_NONE: the log has no answer */
	uint32_t line;
};

struct figures {
	struct arena arena;
	instant as_of, known_at;      /* known_at: INSTANT_NONE: everything that was read */
	const char **by; size_t nby;  /* columns asked for, in that order: figures_set_by() */
	instant from, to;             /* of the first desk, as the next two */
	int so_far;
	const struct zone *zone;

	struct figure_desk *desk;     size_t ndesks, alloc_desks;
	struct figure_unread *unread; size_t nunread, alloc_unread;
	uint64_t received, concluded, open, cancelled, anonymous;
	struct tally_rate rate[RATE_COUNT]; /* of all kinds together */
	uint64_t decided, met;        /* all clocks; for the sentence only, never a figure of its own */
	struct figure_count *reason;  size_t nreasons, alloc_reasons;
	struct figure_count *level;   size_t nlevels, alloc_levels;
	struct figure_count *cause;   size_t ncauses, alloc_causes;  /* the most frequent first; "": none told */
	struct figure_kind *kind;     size_t nkinds, alloc_kinds;
	struct figure_clock *clock;   size_t nclocks, alloc_clocks;
	struct figure_list breaches, late, due;
	struct figure_below *below;   size_t nbelow, alloc_below;
	struct figure_missing *missing; size_t nmissing, alloc_missing;
	struct figure_call *call;     size_t ncalls, alloc_calls, calls_all;
	struct figure_dim *dim;       size_t ndims, alloc_dims;
	struct figure_delay *delay;   size_t ndelays, alloc_delays;
	uint64_t load[7][24], contacts[7][24];
	struct figure_day *day;       size_t ndays, alloc_days;   /* those on which nothing happened are not there */
	struct figure_target_day *target_day; size_t ntarget_days, alloc_target_days;
	uint64_t open_before;         /* cases, when the first of them began */
	struct figure_target *target; size_t ntargets, alloc_targets;
	instant before_from, before_to; /* of the period before; equal: there is none */
	struct figure_later *later;   size_t nlater, alloc_later;
	struct figure_compensation *compensation; size_t ncompensations, alloc_compensations;
	struct figure_opinion opinion;
	struct figure_score *score;   size_t nscores, alloc_scores;
	struct figure_account *account; size_t naccounts, alloc_accounts;  /* who missed nothing goes in figures_finish() */
	const struct figure_late **accounted;
	int watches_answers;          /* a policy knows of wrong answers */
	struct figure_wrong *wrong;   size_t nwrong, alloc_wrong;
	struct figure_wrong wrong_all;
	struct figure_corrected *corrected; size_t ncorrected, alloc_corrected;
	struct figure_sum *sum[SUMS_COUNT];   size_t nsums[SUMS_COUNT], alloc_sums[SUMS_COUNT];

	struct figure_meeting meeting;

	struct series_set series;
	struct alarm_list alarms;

	struct intern reasons, levels, causes, kinds, clocks, delays, targets, missings, days, target_days,
		      compensations, sums[SUMS_COUNT], scores, accounts, wrongs;
	struct intern words;          /* every name in the model lives here */

	const char *only;             /* the cases that are counted, as asked for ("place=B2"), or NULL: all. Borrowed */
	const char *period;           /* what it is called ("2026-W47"), where that is known; only partial reports want it */
	const struct comparison *comparison; /* report/comparison.h, or NULL; borrowed */
};

void figures_init(struct figures *f);
/* What --by asked for, before the first desk: a column that a desk does not have keeps its place. */
void figures_set_by(struct figures *f, const char *const *by, size_t n);
void figures_add(struct figures *f, struct measure *m);
/* What a comparison asks of one of its sides: desks, kinds, clocks, columns, compensation, answers. */
void figures_add_side(struct figures *f, const struct measure *m, int side);
/* Instead, where there is no measure: why not, in one sentence. Both are copied. */
void figures_add_unread(struct figures *f, const char *name, const char *why);
void figures_finish(struct figures *f);
void figures_release(struct figures *f);

/* Parts of the above. */
void figures_add_desk(struct figures *f, const struct measure *m);
void figures_finish_order(struct figures *f);
void figures_finish_desks(struct figures *f);
void figures_add_below(struct figures *f, const struct measure *m, const char *desk);
void figures_finish_below(struct figures *f);
void figures_add_completeness(struct figures *f, const struct measure *m);
void figures_finish_completeness(struct figures *f);
void figures_add_days(struct figures *f, const struct measure *m);
void figures_add_target_days(struct figures *f, const struct measure *m, const struct figure_target *t);
void figures_finish_days(struct figures *f);
void figures_add_compensation(struct figures *f, const struct measure *m);
void figures_finish_compensation(struct figures *f);
void figures_add_opinion(struct figures *f, const struct measure *m);
void figures_finish_opinion(struct figures *f);
void figures_add_scores(struct figures *f, const struct measure *m);
void figures_finish_scores(struct figures *f);   /* after the breaches are sorted */
void figures_release_scores(struct figures *f);
void figures_add_corrections(struct figures *f, const struct measure *m, const char *desk);
void figures_finish_corrections(struct figures *f);
void figures_release_corrections(struct figures *f);
int figures_has_opinion(const struct figures *f);
/* Somebody is asked on 0-10, on 1-7, or answered. */
int figures_has_nps(const struct figures *f);
int figures_has_ces(const struct figures *f);
void figures_finish_target(struct figure_target *t);
void figures_release_compensation(struct figures *f);
/* A word that lives as long as the model. */
const char *figures_keep(struct figures *f, const char *s);
const char *figures_keep_number(struct figures *f, uint64_t n);
/* The same for a symbol of the desk, and for the name of one of its cases; 0: "". */
const char *figures_word(struct figures *f, const struct measure *m, int column, uint32_t symbol);
const char *figures_case(struct figures *f, const struct measure *m, caseid id);
/* The breakdown by this column, which is new where there was none; `name` was kept. */
struct figure_dim *figures_dim(struct figures *f, const char *name);

/* The rules on what is unusual: those of the first desk that has any. */
const struct policy *figures_watch(const struct figures *f);
/* The number of a column of this name in a policy, -1: it has none. */
int figures_column(const struct policy *p, const char *name);
/* Place of a kind in the policy; those that it does not know come last. */
size_t figures_kind_rank(const struct policy *p, const char *kind);

/* For the order of rows: < 0, 0 or > 0 where a is less, as much or more than b. */
int figures_compare(uint64_t a, uint64_t b);
/* n / of, NaN where of is 0. */
double figures_share(uint64_t n, uint64_t of);
/* Is a target missed? Is there a warning? */
int figures_missed(const struct figures *f);
int figures_warned(const struct figures *f);

#endif
