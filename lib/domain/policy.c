/* Questions to a loaded policy: entries by name, labels, and what a person meant by a value. */

#include "domain/policy.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/strbuf.h"

static const struct policy_kind builtin_kinds[] = {
	{ .name = "duty", .label = { "职责", "duty" } },
	{ .name = "action", .label = { "改进措施", "improvement action" } },
};

static const struct policy_item builtin_events[EVENT_OWN] = {
	[EVENT_OPEN] = { "open", { "受理", "opened" }, 0 },
	[EVENT_RESPOND] = { "respond", { "答复", "answered" }, 0 },
	[EVENT_CONTACT] = { "contact", { "顾客再次联系", "customer got in touch again" }, 0 },
	[EVENT_ASSIGN] = { "assign", { "指派", "assigned" }, 0 },
	[EVENT_AMEND] = { "amend", { "更正", "amended" }, 0 },
	[EVENT_NOTE] = { "note", { "备注", "note" }, 0 },
	[EVENT_ATTACH] = { "attach", { "附件", "attached" }, 0 },
	[EVENT_TASK] = { "task", { "任务", "task given" }, 0 },
	[EVENT_DONE] = { "done", { "任务完成", "task done" }, 0 },
	[EVENT_HOLD] = { "hold", { "挂起", "put on hold" }, 0 },
	[EVENT_RESUME] = { "resume", { "恢复处理", "resumed" }, 0 },
	[EVENT_PROMISE] = { "promise", { "作出承诺", "promised" }, 0 },
	[EVENT_COMPENSATE] = { "compensate", { "补偿", "compensated" }, 0 },
	[EVENT_APPROVE] = { "approve", { "批准", "approved" }, 0 },
	[EVENT_REMIND] = { "remind", { "提醒", "reminded" }, 0 },
	[EVENT_ESCALATE] = { "escalate", { "升级", "escalated" }, 0 },
	[EVENT_NOTIFY] = { "notify", { "通知", "notified" }, 0 },
	[EVENT_RESOLVE] = { "resolve", { "解决", "resolved" }, 0 },
	[EVENT_CLOSE] = { "close", { "关闭", "closed" }, 0 },
	[EVENT_REOPEN] = { "reopen", { "重新受理", "reopened" }, 0 },
	[EVENT_CANCEL] = { "cancel", { "取消", "cancelled" }, 0 },
	[EVENT_VOID] = { "void", { "作废", "voided" }, 0 },
	[EVENT_SEAL] = { "seal", { "封存", "sealed" }, 0 },
	[EVENT_REPAIR] = { "repair", { "修复", "repaired" }, 0 },
	[EVENT_ERASE] = { "erase", { "删除个人信息", "erased" }, 0 },
};

#define FIND(array, n, wanted)                                                  \
	do {                                                                    \
		size_t find_i;                                                  \
		for (find_i = 0; find_i < (n); find_i++)                        \
			if (strcmp((array)[find_i].name, (wanted)) == 0)        \
				return &(array)[find_i];                        \
	} while (0)

const struct policy_kind *policy_kind(const struct policy *p, const char *name)
{
	FIND(p->kind, p->nkinds, name);
	FIND(builtin_kinds, ARRAY_SIZE(builtin_kinds), name);
	return NULL;
}

const struct policy_severity *policy_severity(const struct policy_kind *k, const char *name)
{
	FIND(k->severity, k->nseverity, name);
	return NULL;
}

const struct policy_category *policy_category(const struct policy *p, const char *name)
{
	FIND(p->category, p->ncategories, name);
	return NULL;
}

const struct policy_department *policy_department(const struct policy *p, const char *name)
{
	FIND(p->department, p->ndepartments, name);
	return NULL;
}

const struct policy_person *policy_person(const struct policy *p, const char *name)
{
	FIND(p->person, p->npersons, name);
	return NULL;
}

const struct policy_group *policy_group(const struct policy *p, const char *name)
{
	FIND(p->group, p->ngroups, name);
	return NULL;
}

const struct policy_compensation *policy_compensation(const struct policy *p, const char *name)
{
	FIND(p->compensation, p->ncompensations, name);
	return NULL;
}

const struct policy_calendar *policy_calendar(const struct policy *p, const char *name)
{
	FIND(p->calendar, p->ncalendars, name);
	return NULL;
}

const struct policy_checklist *policy_checklist(const struct policy *p, const char *category)
{
	const struct policy_category *c = policy_category(p, category);
	int depth;

	for (depth = 0; c && depth <= CATEGORY_DEPTH; depth++) {
		FIND(p->checklist, p->nchecklists, c->name);
		c = c->of ? policy_category(p, c->of) : NULL;
	}
	return NULL;
}

const struct policy_field *policy_field(const struct policy *p, int column)
{
	size_t i;

	for (i = 0; i < p->nfields; i++)
		if (p->field[i].column == column)
			return &p->field[i];
	return NULL;
}

const char *policy_label(const struct policy_label *label, const char *code, const char *lang)
{
	const char *first = strcmp(lang, "zh") == 0 ? label->zh : label->en;
	const char *second = strcmp(lang, "zh") == 0 ? label->en : label->zh;

	return first ? first : second ? second : code;
}

const char *policy_task_label(const struct policy *p, const char *task, const char *lang)
{
	size_t i, k;

	for (i = 0; i < p->nchecklists; i++)
		for (k = 0; k < p->checklist[i].ntasks; k++)
			if (strcmp(p->checklist[i].task[k].name, task) == 0)
				return policy_label(&p->checklist[i].task[k].label, task, lang);
	return task;
}

const char *policy_part_label(const struct policy *p, int is_compensation, const char *name,
			      const char *lang)
{
	size_t i;

	for (i = 0; is_compensation && i < p->ncompensations; i++)
		if (strcmp(p->compensation[i].name, name) == 0)
			return policy_label(&p->compensation[i].label, name, lang);
	return is_compensation ? name : policy_task_label(p, name, lang);
}

const char *policy_level_label(const struct policy *p, const char *level, const char *lang)
{
	size_t i;

	for (i = 0; i < p->levels.n; i++)
		if (strcmp(p->levels.s[i], level) == 0)
			return policy_label(&p->level_label[i], level, lang);
	return level;
}

/* Number i of the entries that have their name first and their label second; 0 past the end. */
static int item_at(const void *array, size_t n, size_t size, size_t i, struct policy_item *out)
{
	const struct policy_item *item;

	if (i >= n)
		return 0;
	item = (const void *)((const char *)array + i * size);
	out->name = item->name;
	out->label = item->label;
	return 1;
}

#define ITEM_AT(array, n, i, out) item_at((array), (n), sizeof(*(array)), (i), (out))

static int kind_at(const struct policy *p, size_t i, struct policy_item *out)
{
	if (i < p->nkinds)
		return ITEM_AT(p->kind, p->nkinds, i, out);
	return ITEM_AT(builtin_kinds, ARRAY_SIZE(builtin_kinds), i - p->nkinds, out);
}

static int event_at(const struct policy *p, size_t i, struct policy_item *out)
{
	if (i < EVENT_OWN)
		return ITEM_AT(builtin_events, EVENT_OWN, i, out);
	return ITEM_AT(p->event, p->nevents, i - EVENT_OWN, out);
}

static int severity_at(const struct policy *p, const char *kind, size_t i, struct policy_item *out)
{
	size_t k;

	for (k = 0; k < p->nkinds; k++) {
		if (kind && strcmp(kind, p->kind[k].name) != 0)
			continue;
		if (i < p->kind[k].nseverity)
			return ITEM_AT(p->kind[k].severity, p->kind[k].nseverity, i, out);
		i -= p->kind[k].nseverity;
	}
	return 0;
}

static int person_at(const struct policy *p, size_t i, struct policy_item *out)
{
	if (i >= p->npersons)
		return 0;
	out->name = p->person[i].name;
	out->label.zh = out->label.en = p->person[i].shown;
	return 1;
}

static int field_value_at(const struct policy *p, int column, size_t i, struct policy_item *out)
{
	const struct policy_field *f = policy_field(p, column);

	if (f && f->role_staff)
		return person_at(p, i, out);
	if (!f || i >= f->values.n)
		return 0;
	out->name = f->values.s[i];
	out->label.zh = out->label.en = NULL;
	return 1;
}

/* What qualifies an event: the reasons of a hold, the causes of a resolve, what a customer gets. */
static int detail_at(const struct policy *p, const char *event, size_t i, struct policy_item *out)
{
	if (event && strcmp(event, "hold") == 0)
		return ITEM_AT(p->reason, p->nreasons, i, out);
	if (event && strcmp(event, "resolve") == 0)
		return ITEM_AT(p->cause, p->ncauses, i, out);
	if (event && (strcmp(event, "compensate") == 0 || strcmp(event, "approve") == 0))
		return ITEM_AT(p->compensation, p->ncompensations, i, out);
	return 0;
}

int policy_value_at(const struct policy *p, int column, const char *kind, size_t i,
		    struct policy_item *out)
{
	out->line = 0;
	switch (column) {
	case COLUMN_KIND:
		return p->nkinds ? kind_at(p, i, out) : 0;
	case COLUMN_SEVERITY:
		return severity_at(p, kind, i, out);
	case COLUMN_CHANNEL:
		return ITEM_AT(p->channel, p->nchannels, i, out);
	case COLUMN_CATEGORY:
		return ITEM_AT(p->category, p->ncategories, i, out);
	case COLUMN_TYPE:
		return ITEM_AT(p->type, p->ntypes, i, out);
	case COLUMN_PLACE:
		return ITEM_AT(p->place, p->nplaces, i, out);
	case COLUMN_DEPARTMENT:
		return ITEM_AT(p->department, p->ndepartments, i, out);
	case COLUMN_OWNER:
	case COLUMN_BY:
		return person_at(p, i, out);
	case COLUMN_EVENT:
		return event_at(p, i, out);
	case COLUMN_DETAIL:
		return detail_at(p, kind, i, out);
	default:
		return column >= COLUMN_FIELD ? field_value_at(p, column, i, out) : 0;
	}
}

static int is_same(const char *a, const char *b)
{
	return a && strcasecmp(a, b) == 0;
}

static int starts(const char *s, const char *prefix)
{
	return s && strncasecmp(s, prefix, strlen(prefix)) == 0;
}

/* How well the value fits the item: 4 its code, 3 its label, 2 only by case, 1 a prefix, 0 not. */
static int fit(const struct policy_item *item, const char *value)
{
	const struct policy_label *label = &item->label;

	if (strcmp(item->name, value) == 0)
		return 4;
	if ((label->zh && strcmp(label->zh, value) == 0) ||
	    (label->en && strcmp(label->en, value) == 0))
		return 3;
	if (is_same(item->name, value) || is_same(label->zh, value) || is_same(label->en, value))
		return 2;
	if (*value && (starts(item->name, value) || starts(label->zh, value) ||
		       starts(label->en, value)))
		return 1;
	return 0;
}

/* What a value of the column is called in a message: "unknown channel 'x'". */
static const char *column_shown(const struct policy *p, int column, const char *kind)
{
	const struct policy_field *f = column >= COLUMN_FIELD ? policy_field(p, column) : NULL;
	const char *name = column < COLUMN_FIELD ? column_name(column) : NULL;

	if (column == COLUMN_DETAIL && kind)
		return strcmp(kind, "hold") == 0    ? _("reason") :
		       strcmp(kind, "resolve") == 0 ? _("cause") :
						      _("compensation");
	if (column == COLUMN_BY || column == COLUMN_OWNER)
		return _("person");
	return f ? f->name : name ? _(name) : _("field");
}

static const char *unknown_value(const struct policy *p, int column, const char *kind,
				 const char *value, struct err *err)
{
	struct nearest best = NEAREST_INIT(value);
	struct policy_item item;
	size_t i;

	for (i = 0; policy_value_at(p, column, kind, i, &item); i++) {
		nearest_offer(&best, item.name);
		nearest_offer(&best, item.label.zh);
		nearest_offer(&best, item.label.en);
	}
	if (best.best)
		err_set(err, STATUS_USAGE, _("unknown %s '%s' (did you mean '%s'?)"),
			column_shown(p, column, kind), value, best.best);
	else
		err_set(err, STATUS_USAGE, _("unknown %s '%s'"), column_shown(p, column, kind),
			value);
	return NULL;
}

static const char *ambiguous_value(const struct policy *p, int column, const char *kind,
				   const char *value, int grade, struct err *err)
{
	struct strbuf all = STRBUF_INIT;
	struct policy_item item;
	size_t i;

	for (i = 0; policy_value_at(p, column, kind, i, &item); i++)
		if (fit(&item, value) == grade)
			strbuf_addf(&all, "%s%s", all.len ? ", " : "", item.name);
	err_set(err, STATUS_USAGE, _("%s '%s' is ambiguous: %s"), column_shown(p, column, kind), value,
		all.buf);
	strbuf_release(&all);
	return NULL;
}

/* The hold reason that stops every clock unless the policy says otherwise. */
static const struct policy_item builtin_reasons[] = {
	{ "customer", { "顾客", "customer" }, 0, ROLE_NONE },
	{ "customer", { "等待顾客", "waiting for the customer" }, 0, ROLE_NONE },
};

/* Where the policy lists none a value is free, but that reason has labels. */
static const char *free_value(int column, const char *kind, const char *value)
{
	size_t i;

	if (column == COLUMN_DETAIL && kind && strcmp(kind, "hold") == 0)
		for (i = 0; i < ARRAY_SIZE(builtin_reasons); i++)
			if (fit(&builtin_reasons[i], value) > 1)
				return builtin_reasons[i].name;
	return value;
}

const char *policy_reason_label(const struct policy *p, const char *reason, const char *lang)
{
	struct policy_item item;
	size_t i;

	for (i = 0; policy_value_at(p, COLUMN_DETAIL, "hold", i, &item); i++)
		if (strcmp(item.name, reason) == 0)
			return policy_label(&item.label, reason, lang);
	return strcmp(builtin_reasons[0].name, reason) == 0
		       ? policy_label(&builtin_reasons[0].label, reason, lang) : reason;
}

const char *policy_value(const struct policy *p, int column, const char *kind, const char *value,
			 struct err *err)
{
	struct policy_item item;
	const char *found = NULL;
	int grade, best = 0, many = 0;
	size_t i;

	for (i = 0; policy_value_at(p, column, kind, i, &item); i++) {
		grade = fit(&item, value);
		if (grade > best) {
			best = grade;
			found = item.name;
			many = 0;
		} else if (grade && grade == best && strcmp(found, item.name) != 0) {
			many = 1;
		}
	}
	if (i == 0)
		return free_value(column, kind, value);
	if (!found)
		return unknown_value(p, column, kind, value, err);
	if (many)
		return ambiguous_value(p, column, kind, value, best, err);
	return found;
}

const char *policy_value_label(const struct policy *p, int column, const char *value,
			       const char *lang)
{
	struct policy_item item;
	size_t i;

	for (i = 0; policy_value_at(p, column, NULL, i, &item); i++)
		if (strcmp(item.name, value) == 0)
			return policy_label(&item.label, value, lang);
	/* Of a duty's case its name stands there. */
	for (i = 0; column == COLUMN_CATEGORY && i < p->nduties; i++)
		if (strcmp(p->duty[i].name, value) == 0)
			return policy_label(&p->duty[i].label, value, lang);
	return value;
}
