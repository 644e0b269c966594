/*
 * routing: who gets a case (C6, H2.1, Y2.3), a task of its checklist (C4). Pure.
 *
 *	struct routing_load load = ROUTING_LOAD_INIT;  // report/workload.h fills it from the log
 *	struct routing r = routing_of_case(policy, &who, &load);
 *	if (r.owner) ...                               // a row by sd, its text routing_text()
 *	routing_load_release(&load);
 *
 * A severity with `handler:` goes to a person of that level: one of the department, else of the whole desk,
 * else of the next level up; where there are several, by the department's mode. Else the mode of the
 * department alone decides: `owner` (who took the case), `lead`, `least-open` (who owns the fewest open cases, the
 * first in `staff:` of those that are equal) or `rotate` (the next in `staff:` after who got the
 * department's newest case). Nobody gets a case who is away that day, nor one that is about
 * him; a stand-in does where all are away, then the lead, then whoever stands above.
 * Without persons in the policy nobody gets anything.
 */
#ifndef SD_RULES_ROUTING_H
#define SD_RULES_ROUTING_H

#include <stddef.h>
#include <stdint.h>

#include "base/intern.h"
#include "base/strbuf.h"
#include "domain/policy.h"

/* How many open cases each person owns, and who got the newest case of each department. */
struct routing_load {
	struct intern person, department;
	int64_t *open;                   /* by person */
	uint32_t *newest;                /* by department: person */
	size_t alloc_open, alloc_newest;
};
#define ROUTING_LOAD_INIT { INTERN_INIT, INTERN_INIT, NULL, NULL, 0, 0 }
void routing_load_release(struct routing_load *load);
/* "" owns nothing. */
void routing_load_add(struct routing_load *load, const char *owner, int64_t cases);
void routing_load_newest(struct routing_load *load, const char *department, const char *owner);
int64_t routing_load_of(const struct routing_load *load, const char *owner);

/* Does the department (NULL: any of the policy) ask for the load? */
int routing_needs_load(const struct policy *p, const char *department);

struct routing_who {
	const char *kind, *severity, *department;  /* "" where the case has none */
	const char *owner;               /* now, or "": this case is not counted as his */
	const char *taker;               /* who took it */
	const char *const *about;        /* persons that the case is about */
	size_t nabout;
	int64_t day;                     /* local date, days since 1970 */
};

enum routing_reason { ROUTING_NOBODY, ROUTING_HANDLER, ROUTING_ASSIGN };
struct routing {
	const char *owner;               /* NULL: nobody; borrowed from the policy or from `who` */
	enum routing_reason reason;
	const char *level;               /* ROUTING_HANDLER */
	enum policy_assign mode;         /* ROUTING_ASSIGN: what decided in the end */
};

struct routing routing_of_case(const struct policy *p, const struct routing_who *who,
			       const struct routing_load *load);
/* By the department's mode alone; `owner` means the owner of the case, a task has no handler. */
struct routing routing_of_task(const struct policy *p, const struct routing_who *who,
			       const struct routing_load *load);

/* "assign: least-open", "handler: manager": untranslated and stable. Appends. */
void routing_text(struct strbuf *out, const struct routing *r);

/* The level that handles the severity, or NULL. */
const char *routing_handler(const struct policy *p, const char *kind, const char *severity);
/* Does the person stand below the level, also where he stands in for somebody that day? */
int routing_is_below(const struct policy *p, const char *person, const char *level, int64_t day);

#endif
