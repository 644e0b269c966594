/* Who handles cases: levels, departments, groups, persons and who stands in for them. */

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/policy_internal.h"

static const struct policy_item default_levels[] = {
	{ "staff", { "员工", "staff" }, 0, ROLE_NONE },
	{ "supervisor", { "主管", "supervisor" }, 0, ROLE_NONE },
	{ "manager", { "经理", "manager" }, 0, ROLE_NONE },
	{ "director", { "总监", "director" }, 0, ROLE_NONE },
};

static void set_levels(struct policy *p, const struct policy_item *item, size_t n)
{
	size_t i;

	p->levels.s = arena_array(&p->arena, n + 1, sizeof(char *));
	p->level_label = arena_array(&p->arena, n + 1, sizeof(*p->level_label));
	p->levels.n = n;
	for (i = 0; i < n; i++) {
		p->levels.s[i] = item[i].name;
		p->level_label[i] = item[i].label;
	}
}

/* A list of names, or a mapping with labels; lowest first. Names of ours keep our labels. */
static size_t list_levels(struct load *l, const struct yaml_node *n, const char *name,
			  struct policy_item *item)
{
	struct yaml_node *const *s = NULL;
	size_t i, k, count = policy_scalars(l, n, name, &s);

	for (i = 0; i < count; i++) {
		policy_check_code(l, s[i]);
		item[i].name = policy_copy(l, s[i]);
		for (k = 0; k < ARRAY_SIZE(default_levels); k++)
			if (strcmp(default_levels[k].name, item[i].name) == 0)
				item[i].label = default_levels[k].label;
	}
	return count;
}

void policy_read_levels(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	static const struct policy_key as_map = { .name = "levels", .entries = &policy_items };
	struct { struct policy_item *item; size_t n; } map = { NULL, 0 };
	struct intern seen = INTERN_INIT;
	struct policy *p = l->p;
	size_t i;

	(void)into;
	if (!n) {
		set_levels(p, default_levels, ARRAY_SIZE(default_levels));
		return;
	}
	if (!policy_is_filled(l, n, key->name))
		return;
	if (n->type == YAML_MAPPING) {
		policy_read_map(l, n, &map, &as_map);
	} else {
		map.item = arena_array(l->arena, n->size + 1, sizeof(*map.item));
		map.n = list_levels(l, n, key->name, map.item);
	}
	set_levels(p, map.item, map.n);
	for (i = 0; i < map.n; i++)
		if (intern_add(&seen, map.item[i].name, strlen(map.item[i].name)) != i)
			break;
	if (i < map.n)
		policy_complain(l, n, _("level '%s' is named twice"), map.item[i].name);
	intern_release(&seen);
}

static const char *const assigns[] = { "", "owner", "lead", "least-open", "rotate", NULL };

static const struct policy_key department_keys[] = {
	KEY("label", policy_department, label, policy_read_label),
	KEY("lead", policy_department, lead, policy_read_name, .what = NAME_PERSON),
	KEY("staff", policy_department, staff, policy_read_codes),
	KEY("assign", policy_department, assign, policy_read_choice, .words = assigns),
};
const struct policy_table policy_table_department = TABLE("department", department_keys);
const struct policy_entries policy_departments = {
	&policy_table_department, sizeof(struct policy_department),
	offsetof(struct policy_department, line), NULL, NULL,
};

static const struct policy_key group_keys[] = {
	KEY("label", policy_group, label, policy_read_label),
	KEY("members", policy_group, members, policy_read_names, .what = NAME_PERSON),
};
const struct policy_table policy_table_group = TABLE("group", group_keys);

/* name: [persons], or name: {label: ..., members: [persons]} where a desk fills them in. */
void policy_read_groups(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	struct policy *p = l->p;
	struct policy_group *g;
	size_t i;

	(void)into;
	if (!policy_is_mapping(l, n, key->name))
		return;
	p->group = arena_array(l->arena, n->size + 1, sizeof(*p->group));
	for (i = 0; i < n->size; i++) {
		g = &p->group[p->ngroups++];
		policy_check_code(l, n->key[i]);
		g->name = policy_copy(l, n->key[i]);
		g->line = n->key[i]->line;
		if (n->item[i]->type == YAML_MAPPING)
			policy_read_mapping(l, n->item[i], g, &policy_table_group);
		else
			group_keys[1].read(l, n->item[i], &g->members, &group_keys[1]);
	}
}

/* "2026-12-01..2026-12-05", both included, or one date. */
static int parse_days(const struct yaml_node *n, struct policy_away *away)
{
	if (n->n == 10 && date_parse(n->s, 10, &away->from_day) == 0) {
		away->to_day = away->from_day;
		return 0;
	}
	if (n->n != 22 || memcmp(n->s + 10, "..", 2) != 0 ||
	    date_parse(n->s, 10, &away->from_day) < 0 ||
	    date_parse(n->s + 12, 10, &away->to_day) < 0)
		return -1;
	return away->from_day <= away->to_day ? 0 : -1;
}

static void read_away(struct load *l, const struct yaml_node *n, void *into,
		      const struct policy_key *key)
{
	static const struct policy_key standin = { .name = "away", .what = NAME_PERSON };
	struct policy_person *person = into;
	size_t i;

	if (!policy_is_mapping(l, n, key->name))
		return;
	person->away = arena_array(l->arena, n->size + 1, sizeof(*person->away));
	for (i = 0; i < n->size; i++) {
		if (parse_days(n->key[i], &person->away[i]) < 0)
			policy_complain(l, n->key[i],
					_("'%s' are no days (such as 2026-12-01..2026-12-05)"),
					n->key[i]->s);
		policy_read_name(l, n->item[i], &person->away[i].standin, &standin);
		person->naway++;
	}
}

static const struct policy_key person_keys[] = {
	KEY("name", policy_person, shown, policy_read_text),
	KEY("level", policy_person, level, policy_read_name, .what = NAME_LEVEL),
	KEY("notify", policy_person, notify, policy_read_name, .what = NAME_NOTIFY),
	{ .name = "away", .read = read_away, .into = 0 },
};
const struct policy_table policy_table_person = TABLE("person", person_keys);

const struct policy_entries policy_persons = {
	&policy_table_person, sizeof(struct policy_person), offsetof(struct policy_person, line),
	NULL, NULL,
};

void policy_add_people(struct load *l)
{
	struct policy *p = l->p;
	struct intern seen = INTERN_INIT;
	struct policy_person *all;
	size_t i, k, n = p->npersons, max = n;

	if (!n) /* without `staff:` names are free */
		return;
	for (i = 0; i < p->ndepartments; i++)
		max += p->department[i].staff.n;
	all = arena_array(l->arena, max, sizeof(*all));
	memcpy(all, p->person, n * sizeof(*all));
	for (i = 0; i < n; i++)
		intern_add(&seen, all[i].name, strlen(all[i].name));
	for (i = 0; i < p->ndepartments; i++) {
		const struct policy_names *staff = &p->department[i].staff;

		for (k = 0; k < staff->n; k++) {
			if (intern_add(&seen, staff->s[k], strlen(staff->s[k])) < n)
				continue;
			all[n].name = staff->s[k];
			all[n++].line = p->department[i].line;
		}
	}
	p->person = all;
	p->npersons = n;
	intern_release(&seen);
}
