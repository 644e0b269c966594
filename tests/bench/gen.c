/*
 * gen: a valid case log of any length on stdout, the same bytes for the same options.
 *
 *	gen --events N [--seed S] [--from DATE] [--days N] > cases.csv
 *
 * About six events a case, spread over the days (ten years before 2026-11-22 if not said); 85 % of the
 * cases are told in English, 15 % in Chinese.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "desk/desk.h"

#define EVENTS_PER_1000_CASES 6290

static int usage(void)
{
	fprintf(stderr, "usage: gen --events N [--seed S] [--from YYYY-MM-DD] [--days N]\n");
	return 2;
}

static int count_parse(const char *s, uint64_t *n)
{
	char *end;

	errno = 0;
	*n = strtoull(s, &end, 10);
	return *s >= '0' && *s <= '9' && !*end && !errno && *n ? 0 : -1;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "events", required_argument, NULL, 'e' }, { "seed", required_argument, NULL, 's' },
		{ "from", required_argument, NULL, 'f' }, { "days", required_argument, NULL, 'd' },
		{ NULL, 0, NULL, 0 },
	};
	struct desk_plan plan = DESK_PLAN;
	struct logfile log;
	uint64_t days = 3652;
	int c, bad = 0;

	plan.from = day_parse("2016-11-22");
	plan.events = 1000000;
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'e': bad |= count_parse(optarg, &plan.events); break;
		case 's': bad |= count_parse(optarg, &plan.seed); break;
		case 'd': bad |= count_parse(optarg, &days); break;
		case 'f': bad |= (plan.from = day_parse(optarg)) < 0; break;
		default: bad = 1;
		}
	}
	if (bad || optind != argc || plan.events > UINT64_MAX / 2000000)
		return usage();
	plan.cases_per_1000_days = plan.events * 1000000 / EVENTS_PER_1000_CASES / days;
	logfile_begin(&log, stdout, "");
	desk_run(&plan, &log);
	if (logfile_end(&log) < 0) {
		fprintf(stderr, "gen: %s\n", strerror(errno));
		return 4;
	}
	return 0;
}
