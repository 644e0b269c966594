/*
 * workload: how many open cases each person owns, and who got the newest case of each department, as far as
 * the log goes. What rules/routing.h chooses by.
 *
 *	struct routing_load load = ROUTING_LOAD_INIT;
 *	struct workload_options o = { .path = "cases.csv", .set = &set, .now = now, .cache = ".../.sd" };
 *	if (workload_read(&load, &o, &err) < 0) ...
 *
 * Cases of customers only: none of kind duty or action. `newest` is the last assign row by sd that names both. The log
 * is read once, from the checkpoint on where there is one; memory follows the open cases. Damage in it is not
 * told here.
 */
#ifndef SD_REPORT_WORKLOAD_H
#define SD_REPORT_WORKLOAD_H

#include <sys/types.h>

#include "base/err.h"
#include "domain/policy.h"
#include "rules/routing.h"

struct workload_options {
	const char *path;                /* of the log */
	const struct policy_set *set;
	instant now;
	const char *cache;               /* the desk's .sd/; NULL: no checkpoint is read or kept */
	mode_t cache_mode;
	const char *program;             /* version */
	off_t keep_after;                /* bytes read that make a checkpoint worth it; 0: the usual number */
};

int workload_read(struct routing_load *load, const struct workload_options *options, struct err *err);

#endif
