/*
 * gen-sample: the log, the customers and their answers of the sample desk, as they would stand at a given instant.
 *
 *	gen-sample --now 2026-11-21T20:30:00+08:00 [--days 38] [--seed S] DIR
 *
 * Writes DIR/cases.csv, DIR/customers.csv and DIR/surveys.csv (mode 0600, an old file is replaced) beside the desk's policy.yaml, which is
 * samples/mall/policy.yaml. The same --now gives the same bytes. All names and numbers are made up.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk/answers.h"
#include "desk/desk.h"
#include "values/instant.h"

#define FIELDS    "order,supplier,about,urgency"
#define CUSTOMERS 240
#define COUNT(a)  (sizeof(a) / sizeof((a)[0]))

static const char *const family[] = { "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐",
	"孙", "马", "朱", "胡", "郭", "何", "林", "罗", "高" };
static const char *const given[] = { "芳", "伟", "秀英", "建国", "敏", "静", "丽娟", "强", "磊", "军",
	"洋", "艳", "勇", "桂兰", "杰", "涛", "明", "晓燕", "平", "志刚", "雨欣", "子涵", "浩然", "思远" };
static const char *const first_name[] = { "Anna", "Ben", "Clara", "David", "Elena", "Frank", "Grace",
	"Henrik", "Ines", "James", "Kavita", "Louis", "Maria", "Noah", "Olga", "Paul", "Rosa", "Samir" };
static const char *const last_name[] = { "Becker", "Costa", "Dubois", "Evans", "Fischer", "Garcia",
	"Hughes", "Ivanova", "Jansen", "Kapoor", "Lopez", "Martin", "Novak", "Olsen", "Petit" };

#define PICK(d, a) ((a)[dice_below((d), COUNT(a))])

static int usage(void)
{
	fprintf(stderr, "usage: gen-sample --now TIME [--days N] [--seed S] DIR\n");
	return 2;
}

static FILE *replace(int dir, const char *name)
{
	int fd;

	if (unlinkat(dir, name, 0) < 0 && errno != ENOENT)
		return NULL;
	fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return fd < 0 ? NULL : fdopen(fd, "w");
}

static int write_cases(const struct desk_plan *plan, FILE *f)
{
	struct logfile log;

	if (!f)
		return -1;
	logfile_begin(&log, f, FIELDS);
	desk_run(plan, &log);
	if (logfile_end(&log) < 0) {
		fclose(f);
		return -1;
	}
	return fclose(f);
}

static int write_customers(const struct desk_plan *plan, FILE *f)
{
	struct dice d = { plan->seed + 1 };
	unsigned int i;
	char since[11];

	if (!f)
		return -1;
	fprintf(f, "customer,name,contact,type,since,note\n");
	for (i = 1; i <= CUSTOMERS; i++) {
		const char *name, *surname;

		day_format(plan->from - 1 - dice_below(&d, 900), since);
		fprintf(f, "c%05u,", i);
		/* One throw a statement: compilers differ in the order of arguments. */
		if (i % 3 == 0) {
			surname = PICK(&d, last_name);
			name = PICK(&d, first_name);
			fprintf(f, "%s %s", name, surname);
		} else {
			name = PICK(&d, given);
			surname = PICK(&d, family);
			fprintf(f, "%s%s", surname, name);
		}
		fprintf(f, ",1380000%04u,%s,%s,%s\n", 1000 + i * 7, customer_type((int)i),
			since, dice_percent(&d, 4) ? i % 3 ? "请下午联系" : "speaks English" : "");
	}
	if (ferror(f)) {
		fclose(f);
		return -1;
	}
	return fclose(f);
}

static int count_parse(const char *s, uint64_t *n)
{
	char *end;

	errno = 0;
	*n = strtoull(s, &end, 10);
	return *s >= '0' && *s <= '9' && !*end && !errno && *n && *n <= INT32_MAX ? 0 : -1;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "now", required_argument, NULL, 'n' }, { "days", required_argument, NULL, 'd' },
		{ "seed", required_argument, NULL, 's' }, { NULL, 0, NULL, 0 },
	};
	struct desk_plan plan = DESK_PLAN;
	struct answersheet sheet;
	uint64_t days = 38;
	instant now = INSTANT_NONE;
	int c, bad = 0, dir;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'n': bad |= instant_parse(optarg, strlen(optarg), &now, NULL); break;
		case 'd': bad |= count_parse(optarg, &days); break;
		case 's': bad |= count_parse(optarg, &plan.seed); break;
		default: bad = 1;
		}
	}
	if (bad || now == INSTANT_NONE || optind + 1 != argc)
		return usage();
	plan.until = now + 8 * HOUR;
	plan.from = plan.until / DAY - (int64_t)days + 1;
	plan.cases_per_1000_days = 11500;
	plan.customers = CUSTOMERS;
	plan.chinese = 65;
	plan.late = 30;
	plan.stuck = 6;
	plan.chores = 1;
	answers_begin(&sheet, &plan);
	plan.told = answers_told;
	plan.told_ctx = &sheet;
	dir = open(argv[optind], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0 || write_cases(&plan, replace(dir, "cases.csv")) != 0 ||
	    write_customers(&plan, replace(dir, "customers.csv")) != 0 ||
	    answers_end(&sheet, replace(dir, "surveys.csv")) != 0) {
		fprintf(stderr, "gen-sample: %s: %s\n", argv[optind], strerror(errno));
		return 4;
	}
	close(dir);
	return 0;
}
