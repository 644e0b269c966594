#include "chores.h"

#include <stdlib.h>
#include <string.h>

#include "values/instant.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct chores {
	const struct desk_plan *plan;
	void (*add)(void *ctx, struct kase *k);
	void *ctx;
};

static const char *const staff[] = { "chen.jie", "gao.yan", "he.jun", "huang.xin", "li.na", "liu.yang",
	"ma.lin", "song.jing", "sun.qiang", "wang.fang", "wu.hao", "xu.ting", "zhang.wei", "zhao.lei",
	"zhou.min" };

/* Decided on the n-th day of the log, to be done within so many days; done after so many, 0: not yet. */
static const struct measure {
	int day, within, after;
	const char *department, *owner, *text, *result;
} measures[] = {
	{ 1, 14, 11, "merchandise", "zhao.lei", "冷柜每天两次核对生产日期，记录上墙", "已执行，抽查三次均合格" },
	{ 6, 10, 14, "customer-service", "li.na", "投诉当天由主管回电，不等处理完", "排班已改，从本周起执行" },
	{ 18, 14, 0, "finance", "ma.lin", "收银台张贴退换货说明（中英文）", "" },
	{ 19, 12, 10, "customer-service", "chen.jie", "前台常见问题整理成一页纸", "已印发，每个窗口一份" },
	{ 25, 21, 0, "management", "he.jun", "与电梯维保单位约定：故障一小时内到场", "" },
	{ 31, 14, 0, "merchandise", "wang.fang", "更换两家来货常过期的供应商", "" },
};

/* Each a duty of samples/mall/policy.yaml; done after so many days of its period. */
static const struct duty {
	const char *name, *department, *by, *text;
	int months, after[2];          /* in odd and even periods */
} duties[] = {
	{ "satisfaction-survey", "customer-service", "li.na", "满意度调查", 3, { 12, 12 } },
	{ "service-evaluation", "management", "he.jun", "满意度与效率评估", 1, { 2, 9 } },
	{ "staff-appraisal", "management", "he.jun", "员工考核", 3, { 26, 19 } },
	{ "training", NULL, NULL, "服务培训", 3, { 0, 0 } },
};

static struct logrow *tell(struct kase *k, int64_t at, const char *event, const char *by, const char *words)
{
	struct happening *h = &k->event[k->n++];

	h->row = (struct logrow){ .at = at, .logged = at, .event = event, .by = by };
	h->words = words;
	return &h->row;
}

static struct kase *begin(void)
{
	struct kase *k = calloc(1, sizeof(*k));

	if (!k)
		abort();
	return k;
}

static void end(const struct chores *c, struct kase *k, int64_t at, const char *by, const char *words)
{
	tell(k, at, "resolve", by, words);
	tell(k, at + 5 * MINUTE, "close", by, NULL);
	c->add(c->ctx, k);
}

static void plan_measures(const struct chores *c)
{
	size_t i;

	for (i = 0; i < COUNT(measures); i++) {
		const struct measure *m = &measures[i];
		int64_t at = (c->plan->from + m->day) * DAY + 16 * HOUR + (int64_t)i * 7 * MINUTE;
		struct kase *k = begin();
		struct logrow *r = tell(k, at, "open", "he.jun", m->text);

		r->kind = "action";
		r->department = m->department;
		r->owner = m->owner;
		r->due = (c->plan->from + m->day + m->within) * DAY + 18 * HOUR;
		if (m->after)
			end(c, k, at + m->after * (int64_t)DAY + HOUR, m->owner, m->result);
		else
			c->add(c->ctx, k);
	}
}

static struct kase *open_duty(const struct duty *duty, int64_t at, const char *period, const char *person)
{
	struct kase *k = begin();
	struct logrow *r = tell(k, at, "open", "sd", duty->text);

	/* `name` and `person` are short; the room is for the longest of them. */
	snprintf(k->key, sizeof(k->key), "duty/%s/%s%s%s", duty->name, period, person ? "/" : "",
		 person ? person : "");
	r->kind = "duty";
	r->category = duty->name;
	r->department = duty->department;
	r->owner = person;
	r->key = k->key;
	return k;
}

/* Two are late, and one has not been there at all. */
static int training_after(size_t i)
{
	return i == 7 ? 0 : i == 4 || i == 11 ? 33 : 3 + (int)(i * 5 % 24);
}

static void plan_period(const struct chores *c, const struct duty *duty, int64_t at, const char *period, int is_even)
{
	int64_t day = at / DAY;
	size_t i;

	if (duty->by) {
		end(c, open_duty(duty, at, period, NULL), (day + duty->after[is_even]) * DAY + 17 * HOUR, duty->by,
		    NULL);
		return;
	}
	for (i = 0; i < COUNT(staff); i++) {
		struct kase *k = open_duty(duty, at, period, staff[i]);
		int after = training_after(i);

		if (after)
			end(c, k, (day + after) * DAY + 15 * HOUR + (int64_t)i * MINUTE, staff[i], "已参加");
		else
			c->add(c->ctx, k);
	}
}

static void plan_duty(const struct chores *c, const struct duty *duty)
{
	int64_t day = c->plan->from, last = c->plan->until / DAY;
	struct civil date;
	char period[24];

	while (day <= last) {
		int month;

		civil_from_days(day, &date);
		month = date.month - 1;
		if (duty->months == 3)
			snprintf(period, sizeof(period), "%04d-Q%d", date.year % 10000, month / 3 + 1);
		else
			snprintf(period, sizeof(period), "%04d-%02d", date.year % 10000, month + 1);
		plan_period(c, duty, day * DAY + (day == c->plan->from ? 9 * HOUR : 0), period,
			    (month / duty->months + 1) % 2 == 0);
		month = (month / duty->months + 1) * duty->months;
		day = civil_to_days(date.year + month / 12, month % 12 + 1, 1);
	}
}

void chores_plan(const struct desk_plan *plan, void (*add)(void *ctx, struct kase *k), void *ctx)
{
	const struct chores c = { plan, add, ctx };
	size_t i;

	for (i = 0; i < COUNT(duties); i++)
		plan_duty(&c, &duties[i]);
	plan_measures(&c);
}
