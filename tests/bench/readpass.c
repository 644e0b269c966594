/*
 * readpass: the single reading pass of a report and nothing after it: what sd is measured against.
 *
 *	readpass DESK THREADS
 *
 * Reads DESK/cases.csv once into the store that the report counts from: every row, the columns that the figures
 * need, the policy. No clock runs, nothing is counted. Prints the number of cases.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "report/measure.h"

static int run(const char *desk, int threads, struct err *err)
{
	struct policy_set set = POLICY_SET_INIT;
	struct caselog log = CASELOG_INIT;
	struct casestore store;
	struct classmap map;
	struct symbols symbols;
	struct tally_plan plan;
	struct casepass pass = { .store = &store,
				 .scan = { .threads = threads, .at_most = INSTANT_MAX } };
	struct findings findings = FINDINGS_INIT;
	struct strbuf policy = STRBUF_INIT, path = STRBUF_INIT;

	strbuf_addf(&policy, "%s/policy.yaml", desk);
	strbuf_addf(&path, "%s/cases.csv", desk);
	if (policy_set_load(&set, policy.buf, "policies", &findings, err) < 0)
		return -1;
	classmap_init(&map);
	symbols_init(&symbols);
	tally_plan_init(&plan, &set, &map, &symbols, measure_dims, MEASURE_DIMS_USUAL);
	casestore_init(&store, &map, &symbols);
	if (caselog_open(&log, path.buf, &set, &findings, err) < 0 || casepass_read(&pass, &log, err) < 0)
		return -1;
	printf("%zu\n", store.ncases);
	return 0;
}

int main(int argc, char **argv)
{
	struct err err = ERR_INIT;

	if (argc != 3) {
		fprintf(stderr, "usage: readpass DESK THREADS\n");
		return 2;
	}
	if (run(argv[1], atoi(argv[2]), &err) < 0) {
		fprintf(stderr, "readpass: %s\n", err.msg);
		return 4;
	}
	return 0;
}
