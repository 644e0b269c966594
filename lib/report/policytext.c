#include "report/policytext.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "values/duration.h"

#define DAY 86400
#define HOUR 3600

static int is_zh(const char *lang)
{
	return lang && strcmp(lang, "zh") == 0;
}

/* A word by language; the code where there is none. */
static const char *word(const struct policy_label *label, const char *code, const char *lang)
{
	return lang ? policy_label(label, code, lang) : code;
}

static const struct policy_label column_labels[COLUMN_FIELD] = {
	[COLUMN_AT] = { "发生时间", "time" },
	[COLUMN_LOGGED] = { "记录时间", "recorded at" },
	[COLUMN_CASE] = { "编号", "case" },
	[COLUMN_EVENT] = { "事件", "event" },
	[COLUMN_BY] = { "经办人", "recorded by" },
	[COLUMN_KIND] = { "性质", "kind" },
	[COLUMN_CHANNEL] = { "渠道", "channel" },
	[COLUMN_CATEGORY] = { "类别", "category" },
	[COLUMN_SEVERITY] = { "等级", "severity" },
	[COLUMN_CUSTOMER] = { "顾客姓名及联系方式", "customer, name and contact" },
	[COLUMN_TYPE] = { "顾客类型", "type of customer" },
	[COLUMN_PLACE] = { "地点", "place" },
	[COLUMN_PRODUCT] = { "商品", "product" },
	[COLUMN_BATCH] = { "批次", "batch" },
	[COLUMN_DEPARTMENT] = { "部门", "department" },
	[COLUMN_OWNER] = { "负责人", "person in charge" },
	[COLUMN_DUE] = { "约定时间", "agreed time" },
	[COLUMN_AMOUNT] = { "金额或数量", "amount" },
	[COLUMN_DETAIL] = { "原因", "cause or reason" },
	[COLUMN_KEY] = { "外部编号", "key" },
	[COLUMN_TEXT] = { "内容", "text" },
	[COLUMN_CHECK] = { "校验值", "check" },
};

const char *policytext_column(const struct policy *p, const struct policy_set *set, int column,
			      const char *lang)
{
	const struct policy_field *f;

	if (column < COLUMN_FIELD)
		return word(&column_labels[column], column_name(column), lang);
	f = policy_field(p, column);
	return f ? word(&f->label, f->name, lang) : policy_set_column_name(set, column);
}

void policytext_columns(struct strbuf *out, const struct policy *p, const struct policy_set *set,
			const int *column, size_t n, const char *lang)
{
	size_t i;

	for (i = 0; i < n; i++)
		strbuf_addf(out, "%s%s",
			    !i		  ? ""
			    : is_zh(lang) ? "、"
					  : ", ",
			    policytext_column(p, set, column[i], lang));
}

static void add_values(struct strbuf *out, const struct policy *p, const struct policy_term *t,
		       const char *lang)
{
	size_t i;

	for (i = 0; i < t->value.n; i++)
		strbuf_addf(out, "%s%s",
			    !i		  ? ""
			    : !lang	  ? ","
			    : is_zh(lang) ? "或"
					  : " or ",
			    lang ? policy_value_label(p, t->column, t->value.s[i], lang)
				 : t->value.s[i]);
}

void policytext_filter(struct strbuf *out, const struct policy *p, const struct policy_set *set,
		       const struct policy_filter *f, const char *lang)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		strbuf_addstr(out, !i ? "" : !lang ? " " : is_zh(lang) ? "，" : ", ");
		if (!lang)
			strbuf_addf(out, "%s=", policy_set_column_name(set, f->term[i].column));
		else if (f->term[i].column != COLUMN_KIND && f->term[i].column != COLUMN_SEVERITY)
			strbuf_addf(out, is_zh(lang) ? "%s为" : "%s ",
				    policytext_column(p, set, f->term[i].column, lang));
		add_values(out, p, &f->term[i], lang);
	}
}

void policytext_events(struct strbuf *out, const struct policy *p, const struct policy_set *set,
		       const struct event_set *events, const char *lang)
{
	const char *name;
	int code, first = 1;

	for (code = 0; code < EVENT_MAX; code++) {
		if (!event_set_has(events, code))
			continue;
		name = policy_set_event_name(set, code);
		strbuf_addf(out, "%s%s",
			    first	  ? ""
			    : !lang	  ? ", "
			    : is_zh(lang) ? "或"
					  : " or ",
			    lang ? policy_value_label(p, COLUMN_EVENT, name, lang) : name);
		first = 0;
	}
}

/* The one unit that divides the time, as a person says it: 24 hours, 90 minutes, 7 days. */
static void add_plain_time(struct strbuf *out, int64_t seconds, const char *lang)
{
	static const struct {
		int64_t seconds;
		const char *zh, *one, *many;
	} units[] = {
		{ DAY, "天", "day", "days" },
		{ HOUR, "小时", "hour", "hours" },
		{ 60, "分钟", "minute", "minutes" },
		{ 1, "秒", "second", "seconds" },
	};
	size_t i;
	int64_t n;

	/* the regulations speak of 24 and 48 hours, not of one and two days */
	for (i = seconds < (int64_t)3 * DAY ? 1 : 0; i < ARRAY_SIZE(units); i++) {
		n = seconds / units[i].seconds;
		if (seconds % units[i].seconds == 0 && (n > 0 || seconds == 0))
			break;
	}
	if (i == ARRAY_SIZE(units))
		BUG("a number of seconds is divisible by one");
	n = seconds / units[i].seconds;
	if (is_zh(lang))
		strbuf_addf(out, "%" PRId64 "%s", n, units[i].zh);
	else
		strbuf_addf(out, "%" PRId64 " %s", n, n == 1 ? units[i].one : units[i].many);
}

void policytext_seconds(struct strbuf *out, int64_t seconds, const char *lang)
{
	if (lang)
		add_plain_time(out, seconds, lang);
	else
		duration_format(out, seconds);
}

void policytext_limit(struct strbuf *out, const struct limit *limit, const char *lang)
{
	if (!lang) {
		limit_format(out, limit);
		return;
	}
	switch (limit->kind) {
	case LIMIT_SECONDS:
		add_plain_time(out, limit->n, lang);
		break;
	case LIMIT_WORKING_DAYS:
		strbuf_addf(out, "%" PRId64 "%s", limit->n,
			    is_zh(lang) ? "个工作日" : " working days");
		break;
	case LIMIT_CALENDAR_DAYS:
		strbuf_addf(out, "%" PRId64 "%s", limit->n,
			    is_zh(lang) ? "个自然日" : " calendar days");
		break;
	case LIMIT_DUE:
		strbuf_addstr(out, is_zh(lang) ? "按承诺时间" : "the time promised");
		break;
	case LIMIT_NONE:
		strbuf_addstr(out, is_zh(lang) ? "无" : "none");
		break;
	}
}

void policytext_at(struct strbuf *out, const struct policy_step *s, const char *lang)
{
	int64_t offset = s->offset < 0 ? -s->offset : s->offset;

	if (s->how == STEP_AT_PERCENT && s->percent == 100 && lang) {
		strbuf_addstr(out, is_zh(lang) ? "到期时" : "when the limit is reached");
	} else if (s->how == STEP_AT_PERCENT) {
		strbuf_addf(out,
			    !lang	  ? "%d%%"
			    : is_zh(lang) ? "时限过去%d%%时"
					  : "when %d %% of the time is used",
			    s->percent);
	} else if (!s->offset) {
		strbuf_addstr(out, !lang	 ? "0"
				   : is_zh(lang) ? "到期时"
						 : "when the limit is reached");
	} else if (!lang) {
		strbuf_addch(out, s->offset < 0 ? '-' : '+');
		duration_format(out, offset);
	} else if (is_zh(lang)) {
		strbuf_addstr(out, s->offset < 0 ? "到期前" : "超期");
		add_plain_time(out, offset, lang);
	} else {
		add_plain_time(out, offset, lang);
		strbuf_addstr(out, s->offset < 0 ? " before the limit" : " after the limit");
	}
}

const char *policytext_who(const struct policy *p, const char *name, const char *lang)
{
	static const struct policy_label owner = { "负责人", "the person in charge" };
	static const struct policy_label lead = { "部门主管", "the head of the department" };
	const struct policy_department *d = policy_department(p, name);
	const struct policy_group *g = policy_group(p, name);
	const struct policy_person *person = policy_person(p, name);

	if (!lang)
		return name;
	if (strcmp(name, "owner") == 0)
		return policy_label(&owner, name, lang);
	if (strcmp(name, "lead") == 0)
		return policy_label(&lead, name, lang);
	if (d)
		return policy_label(&d->label, name, lang);
	if (g)
		return policy_label(&g->label, name, lang);
	if (person)
		return person->shown ? person->shown : name;
	return policy_level_label(p, name, lang);
}

void policytext_clock(struct strbuf *out, const struct policy *p, const struct policy_clock *c,
		      const char *task, const char *lang)
{
	strbuf_addstr(out, policy_label(&c->label, c->name, lang));
	if (*task)
		strbuf_addf(out, "%s%s", strcmp(lang, "zh") == 0 ? "：" : ": ",
			    policy_part_label(p, c->part != NULL, task, lang));
}

void policytext_to(struct strbuf *out, const struct policy *p, const struct policy_step *s,
		   const char *lang)
{
	size_t i;

	if (s->level)
		strbuf_addstr(out, policytext_who(p, s->level, lang));
	for (i = 0; i < s->to.n; i++)
		strbuf_addf(out, "%s%s",
			    !i && !s->level ? ""
			    : is_zh(lang)   ? "、"
					    : ", ",
			    policytext_who(p, s->to.s[i], lang));
}

void policytext_target(struct strbuf *out, const struct policy_target *t)
{
	strbuf_addf(out, "%s ", t->op);
	number_format(out, t->is_percent ? t->value * 100 : t->value);
	if (t->is_percent)
		strbuf_addch(out, '%');
}

const char *policytext_every(enum policy_every every, const char *lang)
{
	static const char *const codes[] = { "day", "week", "month", "quarter", "year" };
	static const struct policy_label labels[] = { { "每天", "every day" },
						      { "每周", "every week" },
						      { "每月", "every month" },
						      { "每季度", "every quarter" },
						      { "每年", "every year" } };

	return word(&labels[every], codes[every], lang);
}

const char *policytext_do(enum policy_do action, const char *lang)
{
	static const char *const codes[] = { "remind", "escalate", "notify" };
	static const struct policy_label labels[] = { { "提醒", "remind" },
						      { "上报", "escalate to" },
						      { "通知", "tell" } };

	return word(&labels[action], codes[action], lang);
}

const char *policytext_figure(const char *name, const char *lang)
{
	static const struct policy_item figures[] = {
		{ "csat", { "满意度", "satisfaction" }, 0, ROLE_NONE },
		{ "nps", { "净推荐值", "net promoter score" }, 0, ROLE_NONE },
		{ "ces", { "省力度", "customer effort" }, 0, ROLE_NONE },
		{ "survey-response", { "调查回复率", "survey response" }, 0, ROLE_NONE },
		{ "handling-rate", { "处理率", "handling rate" }, 0, ROLE_NONE },
		{ "resolution-rate", { "问题解决率", "resolution rate" }, 0, ROLE_NONE },
		{ "timely-handling", { "按时办结率", "timely handling" }, 0, ROLE_NONE },
		{ "first-contact-resolution", { "一次解决率", "first contact resolution" }, 0, ROLE_NONE },
		{ "reopen-rate", { "重新受理率", "reopen rate" }, 0, ROLE_NONE },
		{ "repeat-contact", { "重复来访率", "repeat contact" }, 0, ROLE_NONE },
		{ "contacts-per-case", { "平均联系次数", "contacts per case" }, 0, ROLE_NONE },
		{ "escalation-rate", { "升级率", "escalation rate" }, 0, ROLE_NONE },
		{ "record-delay", { "记录延迟", "record delay" }, 0, ROLE_NONE },
		{ "completeness", { "记录完整率", "completeness" }, 0, ROLE_NONE },
		{ "call-back-coverage", { "回访率", "call-back coverage" }, 0, ROLE_NONE },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(figures); i++)
		if (strcmp(figures[i].name, name) == 0)
			return policy_label(&figures[i].label, name, lang);
	return NULL;
}
