/*
 * workload: how many open cases each person owns, and who got the newest case of each department, as far as
 * the log goes. What rules/routing.h chooses by.
 *
 *	struct routing_load load = ROUTING_LOAD_INIT;
 *	if (workload_read(&load, "cases.csv", set, &err) < 0) ...
 *
 * Cases of customers only: none of kind duty or action. `newest` is the last assign row by sd that names both. The log
 * is read once; memory follows the open cases. Damage in it is not told here.
 */
#ifndef SD_REPORT_WORKLOAD_H
#define SD_REPORT_WORKLOAD_H

#include "base/err.h"
#include "domain/policy.h"
#include "rules/routing.h"

int workload_read(struct routing_load *load, const char *path, const struct policy_set *set,
		  struct err *err);

#endif
