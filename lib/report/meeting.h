/*
 * meeting: what an evaluation meeting speaks about beside the figures: weak links, hard cases, measures, duties,
 * what customers said, what was observed. Part of the figures; desks add up like the rest of them.
 *
 * A weak link (Y6b) is a category, department, place, channel or clock of one kind that misses more limits, is reopened or
 * complained of again more often than the rest of that kind: at least WEAK_MIN were judged on both sides, WEAK_BAD of
 * its own went wrong, and so large a difference has p < 0.05 where there is none (rules/interval.h). It is certain where p
 * is below 0.05 divided by the number of comparisons of that measure (Bonferroni); else it may be chance. The order is: certain
 * first, then by `excess`, how many fewer would have gone wrong had it been like the rest.
 */
#ifndef SD_REPORT_MEETING_H
#define SD_REPORT_MEETING_H

#include "report/measure.h"

#define WEAK_MIN 10
#define WEAK_BAD 3

struct figures;

struct figure_followup {
	const char *desk, *case_id, *owner, *department;
	const char *duty, *period;       /* of a duty, else ""; period "" where the policy does not know it any more */
	const char *text;                /* of a measure, else "" */
	const struct policy *policy;
	const struct zone *zone;
	enum followup_state state;
	instant opened, due, done;       /* due, done: INSTANT_NONE */
	int64_t late_s;
};

/* A duty's period: how many of its cases stand where. */
struct figure_duty {
	const char *duty, *period;
	const struct policy *policy;
	uint64_t n, state[FOLLOWUP_STATES];
};

struct figure_hard {
	const char *desk, *case_id, *kind, *category, *severity, *department, *owner, *place, *product;
	const struct policy *policy;
	const struct zone *zone;
	instant opened;
	unsigned int why;
	int64_t late_s, age_s;
};
struct figure_hard_department {
	const char *department;
	uint64_t open, late, hard;       /* hard: for any reason */
};

struct figure_weak_count {
	const char *kind, *column, *value;
	struct weak_count count;
};
struct figure_weak {
	enum weak_measure measure;
	const char *kind, *column, *value;       /* column "clock": value is a clock's name */
	uint64_t bad, of, rest_bad, rest_of;
	double share, rest_share, lo, hi, p;     /* lo, hi: 95 % of the difference */
	double excess;
	int is_certain;
};

struct figure_said {
	const char *desk, *case_id, *kind, *category, *question, *text;  /* text: nobody's name in it */
	const struct policy *policy;
	const struct zone *zone;
	instant at;
	uint32_t line;
	int score;                               /* -1: none */
};

struct figure_observed {
	const char *desk, *about, *question, *scale;
	uint64_t n, sum;
};

/* The period before, as far as the summary needs it; counts only, which add up. */
struct figure_before {
	uint64_t received, concluded, decided, met, answers, satisfied;
	uint64_t short_desks;                    /* whose log began in it: it says nothing about how much came in */
};

struct figure_meeting {
	struct figure_followup *action;          size_t nactions, alloc_actions;
	struct figure_followup *duty;            size_t nduties, alloc_duties;
	struct figure_duty *by_duty;             size_t nby_duty, alloc_by_duty;
	struct figure_hard *hard;                size_t nhard, alloc_hard;    /* finished: those that are hard */
	struct figure_hard_department *by_department; size_t nby_department, alloc_by_department;
	struct figure_weak_count *weak_count;    size_t nweak_counts, alloc_weak_counts;
	struct intern weak_counts;
	struct figure_weak *weak;                size_t nweak, alloc_weak;
	size_t compared[WEAK_COUNT];             /* comparisons that were made */
	struct figure_said *said;                size_t nsaid, alloc_said;
	struct figure_observed *observed;        size_t nobserved, alloc_observed;
	struct figure_before before;
	struct { double ratio, p; } received;    /* against the period before, by the day; NaN: there is none */
	int is_pack;                             /* said, observed and before were asked for */
};

void figures_add_meeting(struct figures *f, const struct measure *m, const char *desk);
void figures_finish_meeting(struct figures *f);
void figures_release_meeting(struct figures *f);
/* Parts of the above. */
void figures_add_weak(struct figures *f, const struct measure *m);
void figures_finish_weak(struct figures *f);
void figures_finish_followups(struct figures *f);

/* "late,reopened": the codes of the reasons, comma between. Appends. */
void figure_hard_names(struct strbuf *out, unsigned int why);

#endif
