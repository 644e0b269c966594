#include "plan.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))

/* A delay from its distribution: (per mille of the cases, seconds), straight lines between. */
struct knot {
	int permille, seconds;
};

static int64_t dice_delay(struct dice *d, const struct knot *k)
{
	int u = (int)dice_below(d, 1000);

	while (u >= k[1].permille)
		k++;
	return k[0].seconds + (int64_t)dice_below(d, (uint32_t)(k[1].seconds - k[0].seconds) + 1) *
	       (u - k[0].permille + 1) / (k[1].permille - k[0].permille);
}

static const struct knot first_answer[] = { { 0, 8 }, { 400, 60 }, { 780, 180 }, { 900, 290 },
	{ 950, 900 }, { 985, 5400 }, { 1000, 15000 } };
static const struct knot at_once[] = { { 0, 20 }, { 700, 300 }, { 930, 900 }, { 1000, 5000 } };
static const struct knot soon[] = { { 0, 30 }, { 600, 400 }, { 900, 1800 }, { 1000, 7200 } };
static const struct knot while_working[] = { { 0, 300 }, { 500, 3600 }, { 900, 4 * HOUR },
	{ 1000, 16 * HOUR } };
static const struct knot enquiry[] = { { 0, 90 }, { 350, 900 }, { 700, HOUR }, { 900, 5 * HOUR },
	{ 965, 18 * HOUR }, { 985, 30 * HOUR }, { 1000, 90 * HOUR } };
static const struct knot trouble[] = { { 0, 1200 }, { 300, 2 * HOUR }, { 600, 8 * HOUR },
	{ 850, 18 * HOUR }, { 920, 26 * HOUR }, { 975, 60 * HOUR }, { 1000, 200 * HOUR } };
static const struct knot after_work[] = { { 0, 120 }, { 300, HOUR }, { 700, 20 * HOUR },
	{ 950, 72 * HOUR }, { 1000, 200 * HOUR } };
static const struct knot follow_up[] = { { 0, HOUR }, { 700, 12 * HOUR }, { 930, 20 * HOUR },
	{ 1000, 60 * HOUR } };
static const struct knot written_later[] = { { 0, 400 }, { 600, HOUR }, { 900, 6 * HOUR },
	{ 1000, 15 * HOUR } };

static const char *const front[] = { "chen.jie", "liu.yang", "huang.xin", "xu.ting", "li.na" };
static const struct team {
	const char *department, *people[4];
} teams[] = {
	{ "customer-service", { "li.na", "chen.jie", "liu.yang", "huang.xin" } },
	{ "merchandise", { "wang.fang", "zhao.lei", "wu.hao", "gao.yan" } },
	{ "logistics", { "zhou.min", "sun.qiang", "zhou.min", "sun.qiang" } },
	{ "finance", { "ma.lin", "song.jing", "ma.lin", "song.jing" } },
	{ "management", { "zhang.wei", "he.jun", "he.jun", "he.jun" } },
};
static const char *const channels[] = { "front-desk", "front-desk", "front-desk", "front-desk",
	"hotline", "hotline", "hotline", "hotline", "hotline", "review", "questionnaire" };

/* ---- the desk's clock ------------------------------------------------------------------- */

static int64_t closing(int64_t day)
{
	int weekday = (int)((day + 3) % 7);    /* 0 = Monday */

	return weekday >= 4 ? 22 * HOUR + 30 * MINUTE : 22 * HOUR;
}

/* When the staff, free at t, can act: now, or in the first minutes of the next opening. */
static int64_t staffed(struct planner *p, int64_t t)
{
	int64_t day = t / DAY, s = t % DAY;

	if (s >= 10 * HOUR && s < closing(day))
		return t;
	if (s >= closing(day))
		day++;
	return day * DAY + 10 * HOUR + dice_below(&p->dice, 6 * MINUTE);
}

/* ---- planning one case -------------------------------------------------------------------- */

static struct logrow *plan_at(struct planner *p, struct kase *k, int64_t at, const char *event,
			      const char *by, const char *words)
{
	struct happening *h;

	if (k->n == EVENTS_MAX)
		abort();
	h = &k->event[k->n++];
	h->row.at = h->row.logged = at;
	h->row.event = event;
	h->row.by = by;
	h->words = words;
	if ((int)dice_below(&p->dice, 1000) < p->plan->late)
		h->row.logged = staffed(p, at + dice_delay(&p->dice, written_later));
	/* What follows happens after this was written, so the log is legal at every length. */
	k->now = h->row.logged;
	return &h->row;
}

/* Staff does something, so long after the last thing. */
static struct logrow *plan_next(struct planner *p, struct kase *k, const struct knot *delay,
				const char *event, const char *by, const char *words)
{
	return plan_at(p, k, staffed(p, k->now + dice_delay(&p->dice, delay)), event, by,
		       words);
}

static const char *words(struct planner *p, const struct kase *k, const char *const *first)
{
	uint32_t n = 0;

	while (first[n])
		n++;
	for (;;) {
		const char *w = first[dice_below(&p->dice, n)];

		if (k->customer[0] || !strstr(w, "{name}"))
			return w;
	}
}

static int is(const struct kase *k, const char *kind, const char *severity)
{
	return strcmp(k->story->kind, kind) == 0 &&
	       (!severity || (k->story->severity && strcmp(k->story->severity, severity) == 0));
}

static const char *colleague(struct planner *p, const char *department)
{
	size_t i;

	for (i = 0; i < COUNT(teams) - 1; i++)
		if (strcmp(teams[i].department, department) == 0)
			break;
	return teams[i].people[dice_below(&p->dice, 4)];
}

static void plan_hand_over(struct planner *p, struct kase *k)
{
	struct logrow *r;

	k->owner = colleague(p, k->story->department);
	r = plan_next(p, k, at_once, "assign", k->clerk, NULL);
	r->department = k->story->department;
	r->owner = k->owner;
}

static void plan_amend(struct planner *p, struct kase *k)
{
	struct logrow *r = plan_next(p, k, soon, "amend", k->owner,
				     k->story->language == ZH ? "核实后调整" : "after a second look");

	if (is(k, "consultation", "ordinary")) {
		r->severity = "complex";
		k->grew = 1;
	} else if (is(k, "complaint", "general") && dice_percent(&p->dice, 50))
		r->severity = "major";
	else if (is(k, "complaint", NULL))
		r->category = strcmp(k->story->category, "product-quality") == 0 ? "refund-exchange" :
			      "product-quality";
	else
		r->place = "F2";
}

static void plan_hold(struct planner *p, struct kase *k)
{
	static const char *const reason[] = { "customer", "customer", "customer", "supplier",
		"supplier", "department" };
	int zh = k->story->language == ZH;
	struct logrow *r;

	r = plan_next(p, k, while_working, "hold", k->owner,
		      zh ? "等对方答复" : "waiting for an answer");
	r->detail = reason[dice_below(&p->dice, COUNT(reason))];
	plan_next(p, k, while_working, "resume", k->owner, zh ? "已有答复" : "answer is there");
}

/* The checklist of the category, as far as they get. */
static const struct check {
	const char *category, *task, *department, *owner;
	int64_t within;
} checks[] = {
	{ "expired", "pull-batch", "merchandise", "zhao.lei", HOUR },
	{ "expired", "trace-supplier", "merchandise", "wang.fang", 3 * DAY },
	{ "service-attitude", "investigate", "customer-service", "li.na", DAY },
	{ "service-attitude", "train-person", "management", "he.jun", 7 * DAY },
};

static void plan_tasks(struct planner *p, struct kase *k)
{
	struct logrow *r;
	size_t i;

	for (i = 0; i < COUNT(checks); i++) {
		if (strcmp(checks[i].category, k->story->category) != 0)
			continue;
		r = plan_next(p, k, soon, "task", k->owner, NULL);
		r->detail = checks[i].task;
		r->department = checks[i].department;
		r->owner = checks[i].owner;
		r->due = r->at + checks[i].within;
		if (dice_percent(&p->dice, 80))
			plan_next(p, k, soon, "done", checks[i].owner, NULL)->detail = checks[i].task;
	}
}

static void plan_promise(struct planner *p, struct kase *k)
{
	struct logrow *r = plan_next(p, k, at_once, "promise", k->owner,
				     k->story->language == ZH ? "已告知顾客答复时间" : "told when");

	r->due = (r->at / DAY + 1 + dice_below(&p->dice, 4)) * DAY + 18 * HOUR;
}

static void plan_work(struct planner *p, struct kase *k)
{
	int language = k->story->language;
	struct dice *d = &p->dice;

	if (is(k, "consultation", "special") && dice_percent(d, 90))
		plan_promise(p, k);
	if (dice_percent(d, 35))
		plan_next(p, k, at_once, "confirm", k->clerk, words(p, k, confirms[language]));
	if (is(k, "consultation", "complex") && dice_percent(d, 40))
		plan_next(p, k, at_once, "consult", k->clerk, NULL)->department =
			k->story->department;
	else if (is(k, "complaint", NULL) || dice_percent(d, 40))
		plan_hand_over(p, k);
	if (is(k, "consultation", "complex") && dice_percent(d, 94))
		plan_next(p, k, at_once, "feedback", k->owner, words(p, k, feedbacks[language]));
	if (dice_percent(d, 5))
		plan_amend(p, k);
	if (dice_percent(d, 60))
		plan_tasks(p, k);
	if (dice_percent(d, 38))
		plan_next(p, k, soon, "note", k->owner, words(p, k, notes[language]));
	if (dice_percent(d, 9))
		plan_hold(p, k);
	if (dice_percent(d, 10)) {
		/* One throw a statement: compilers differ in the order of arguments. */
		const char *said = words(p, k, contacts[language]);
		int64_t later = k->now + dice_delay(d, while_working);

		plan_at(p, k, later, "contact", k->clerk, said);
	}
	if (dice_percent(d, 14))
		plan_next(p, k, while_working, "note", k->owner, words(p, k, notes[language]));
}

static void plan_compensation(struct planner *p, struct kase *k)
{
	struct logrow *r = plan_next(p, k, soon, "compensate", k->owner, NULL);
	uint32_t units = 5 + dice_below(&p->dice, 60);

	snprintf(k->amount, sizeof(k->amount), "%u.%02u", units, dice_below(&p->dice, 10) * 10);
	r->amount = k->amount;
	r->detail = dice_percent(&p->dice, 60) ? "coupon" : "refund";
	if (strcmp(r->detail, "refund") == 0)
		plan_next(p, k, while_working, "approve", "ma.lin", NULL)->detail = "refund";
}

static void plan_end(struct planner *p, struct kase *k, int round)
{
	int language = k->story->language;
	struct dice *d = &p->dice;

	plan_next(p, k, is(k, "consultation", NULL) ? enquiry : trouble, "resolve", k->owner,
		  k->story->resolve)->detail = k->story->cause;
	if (is(k, "complaint", NULL) && dice_percent(d, 97))
		plan_next(p, k, while_working, "feedback", k->owner,
			  words(p, k, feedbacks[language]));
	if (is(k, "complaint", NULL) && !round && dice_percent(d, 25))
		plan_compensation(p, k);
	if (is(k, "consultation", NULL) && (k->grew || !is(k, "consultation", "ordinary")) &&
	    dice_percent(d, 98))
		plan_next(p, k, follow_up, "callback", k->clerk, words(p, k, callbacks[language]));
	if (dice_percent(d, 96))
		plan_next(p, k, after_work, "close", k->clerk, NULL);
	if (is(k, "complaint", NULL) && dice_percent(d, 20))
		plan_next(p, k, after_work, "callback", k->clerk, words(p, k, callbacks[language]));
	if (is(k, "consultation", "ordinary") && dice_percent(d, 3))
		plan_next(p, k, after_work, "correct", k->owner, language == ZH ? "当时答错了，已更正并告知" :
			  "The answer was wrong; corrected and told");
	if (round < 2 && dice_percent(d, 4)) {
		plan_next(p, k, after_work, "reopen", k->clerk, words(p, k, reopens[language]));
		plan_end(p, k, round + 1);
	}
}

static void plan_cancel(struct planner *p, struct kase *k)
{
	int zh = k->story->language == ZH;
	struct logrow *r;

	if (k->other[0]) {
		r = plan_next(p, k, soon, "cancel", k->clerk,
			      zh ? "同一件事登记了两次" : "entered twice");
		r->detail = k->other;
	} else {
		r = plan_next(p, k, soon, "cancel", k->clerk,
			      zh ? "顾客说不用了" : "customer takes it back");
		r->detail = "withdrawn";
	}
}

/* ---- opening ------------------------------------------------------------------------------ */

static void choose_story(struct planner *p, struct kase *k)
{
	static const char *const consultation[] = { "ordinary", "complex", "special" };
	static const char *const complaint[] = { "general", "major" };
	struct dice *d = &p->dice;
	int language = dice_percent(d, (uint32_t)p->plan->chinese) ? ZH : EN;
	uint32_t u = dice_below(d, 100), v = dice_below(d, 100);
	int kind = u < 66 ? 0 : u < 88 ? 1 : u < 94 ? 2 : 3;
	const char *severity = kind == 0 ? consultation[v < 74 ? 0 : v < 94 ? 1 : 2] :
			       kind == 1 ? complaint[v >= 82] : NULL;

	do {
		k->story = p->pick[language][kind][dice_below(d,
				(uint32_t)p->npick[language][kind])];
	} while (severity && strcmp(k->story->severity, severity) != 0);
	if (!k->story->products)
		return;
	do {
		k->product = &products[dice_below(d, (uint32_t)nproducts)];
	} while (k->product->code[0] != k->story->products[0]);
}

static void choose_customer(struct planner *p, struct kase *k)
{
	struct dice *d = &p->dice;
	uint32_t a, b;

	if (!strstr(k->story->open, "{name}") &&
	    !dice_percent(d, is(k, "complaint", NULL) ? 100 : 55))
		return;
	/* The lower of two: some come often. Every third speaks English. */
	a = dice_below(d, p->plan->customers / 3);
	b = dice_below(d, p->plan->customers / 3);
	a = 3 * (a < b ? a : b) + (k->story->language == EN ? 3 : 1 + dice_below(d, 2));
	k->customer_number = (int)a;
	snprintf(k->customer, sizeof(k->customer), "c%05u", a);
}

const char *customer_type(int customer)
{
	return customer * 7 % 5 < 2 ? "member" : "ordinary";
}

static void choose_batch(struct planner *p, struct kase *k, int64_t day)
{
	char date[11];

	day_format(day - 3 - dice_below(&p->dice, 18), date);
	snprintf(k->batch, sizeof(k->batch), "B%.4s%.2s%.2s", date, date + 5, date + 8);
}

/* The same customer with the same thing once more: a second clerk writes it down again. */
static void choose_twice(struct planner *p, struct kase *k, int64_t t)
{
	const struct earlier *e = &p->earlier[k->story - stories];

	if (!e->id[0] || e->at + 2 * DAY < t || !dice_percent(&p->dice, 4))
		return;
	snprintf(k->other, sizeof(k->other), "duplicate:%s", e->id);
	k->customer_number = e->customer_number;
	memcpy(k->customer, e->customer, sizeof(k->customer));
	memcpy(k->batch, e->batch, sizeof(k->batch));
	k->product = e->product;
}

/* The fields of the mall: order, supplier, about, urgency. */
static void plan_fields(struct planner *p, struct kase *k, struct logrow *r)
{
	if (!is(k, "complaint", NULL) && !is(k, "service", NULL))
		return;
	if (k->product) {
		snprintf(k->order, sizeof(k->order), "R%06u", dice_below(&p->dice, 1000000));
		r->extra[0] = k->order;
	}
	if (k->product && k->batch[0])
		r->extra[1] = k->product->supplier;
	if (strcmp(k->story->category, "service-attitude") == 0 && strcmp(k->clerk, "xu.ting") != 0)
		r->extra[2] = "xu.ting";
	if (is(k, "complaint", "major"))
		r->extra[3] = "urgent";
}

static void plan_open(struct planner *p, struct kase *k, int64_t t)
{
	struct dice *d = &p->dice;
	const char *channel = channels[dice_below(d, COUNT(channels))];
	struct logrow *r;

	if (is(k, "suggestion", NULL) && dice_percent(d, 60))
		channel = "suggestion-box";
	else if (t % DAY < 10 * HOUR || t % DAY >= closing(t / DAY))
		channel = dice_percent(d, 70) ? "review" : "questionnaire";
	k->clerk = k->owner = front[dice_below(d, COUNT(front))];
	r = plan_at(p, k, t, "open", k->clerk, k->story->open);
	if (strcmp(channel, "suggestion-box") == 0 && r->logged == r->at) {
		/* emptied in the morning */
		r->logged = k->now = staffed(p, (t / DAY + 1) * DAY);
	}
	r->kind = k->story->kind;
	r->channel = channel;
	r->category = k->story->category;
	r->severity = k->story->severity;
	r->customer = k->customer[0] ? k->customer : NULL;
	r->type = k->customer[0] ? customer_type(k->customer_number) : NULL;
	r->place = k->story->place ? k->story->place : k->product ? k->product->place : "F1";
	r->product = k->product ? k->product->code : NULL;
	if (k->product && k->product->supplier && is(k, "complaint", NULL)) {
		if (!k->batch[0])
			choose_batch(p, k, t / DAY);
		r->batch = k->batch;
	}
	plan_fields(p, k, r);
	if (strcmp(channel, "review") == 0) {
		snprintf(k->key, sizeof(k->key), "rv-%08x", dice_below(d, UINT32_MAX));
		r->key = k->key;
	}
}

void plan_case(struct planner *p, struct kase *k, int64_t t)
{
	struct dice *d = &p->dice;
	int64_t opened;

	k->number = 2 + (int)dice_below(d, 24);
	choose_story(p, k);
	choose_customer(p, k);
	choose_twice(p, k, t);
	plan_open(p, k, t);
	opened = k->now;
	if (is(k, "consultation", "ordinary") && !k->other[0] &&
	    k->event[0].row.at == opened && dice_percent(d, 22)) {
		/* a question answered on the spot */
		plan_at(p, k, opened, "respond", k->clerk, k->story->respond);
		plan_at(p, k, k->now, "resolve", k->clerk, k->story->resolve)->detail = k->story->cause;
		plan_next(p, k, after_work, "close", k->clerk, NULL);
		return;
	}
	plan_next(p, k, first_answer, "respond", k->clerk, k->story->respond);
	if (k->other[0] || dice_below(d, 1000) < 8) {
		plan_cancel(p, k);
		return;
	}
	plan_work(p, k);
	if ((int)dice_below(d, 1000) >= p->plan->stuck)
		plan_end(p, k, 0);
}

void planner_init(struct planner *p, const struct desk_plan *plan)
{
	size_t i;

	memset(p, 0, sizeof(*p));
	p->plan = plan;
	p->dice.state = plan->seed;
	if (nstories > STORIES_MAX)
		abort();
	for (i = 0; i < nstories; i++) {
		const struct story *s = &stories[i];
		int kind = strcmp(s->kind, "consultation") == 0 ? 0 :
			   strcmp(s->kind, "complaint") == 0 ? 1 :
			   strcmp(s->kind, "service") == 0 ? 2 : 3;

		p->pick[s->language][kind][p->npick[s->language][kind]++] = s;
	}
}
