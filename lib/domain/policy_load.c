/* One policy file: the top level, and what holds between its parts. */

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "domain/policy_internal.h"
#include "io/digest.h"
#include "io/zonefile.h"

static void set_zone(struct policy *p, struct zone *zone)
{
	calendar_free(p->always);
	zone_free(p->own_zone);
	p->zone = p->own_zone = zone;
	p->always = calendar_always(zone);
}

static void read_zone(struct load *l, const struct yaml_node *n, void *into,
		      const struct policy_key *key)
{
	struct err err = ERR_INIT;
	struct zone *zone;

	(void)into;
	if (!policy_is_scalar(l, n, key->name) || !policy_is_filled(l, n, key->name))
		return;
	zone = zonefile_load(n->s, &err);
	if (!zone) {
		policy_complain(l, n, "%s", err.msg);
		return;
	}
	set_zone(l->p, zone);
}


static const char *const languages[] = { "zh", "en" };

static void read_language(struct load *l, const struct yaml_node *n, void *into,
			  const struct policy_key *key)
{
	size_t i;

	if (!policy_is_scalar(l, n, key->name))
		return;
	for (i = 0; i < ARRAY_SIZE(languages); i++)
		if (strcmp(languages[i], n->s) == 0) {
			*(const char **)into = languages[i];
			return;
		}
	policy_complain(l, n, _("unknown language '%s' (zh or en)"), n->s);
}

static void read_valid_from(struct load *l, const struct yaml_node *n, void *into,
			    const struct policy_key *key)
{
	l->p->valid_from_line = n->line;
	policy_read_date(l, n, into, key);
}

static void read_supersedes(struct load *l, const struct yaml_node *n, void *into,
			    const struct policy_key *key)
{
	l->p->supersedes_line = n->line;
	policy_read_text(l, n, into, key);
}

static void read_staff(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	policy_read_map(l, n, into, key);
	policy_add_people(l);
}

#define LIST(text, member, table) \
	KEY(text, policy, member, policy_read_list, .entries = &(table))
#define MAP(text, member, table) KEY(text, policy, member, policy_read_map, .entries = &(table))

/*
 * In the order of loading, which is not that of the file: fields and calendars come before the
 * filters and clocks that use them, departments before staff (both name persons).
 */
static const struct policy_key top_keys[] = {
	KEY("policy", policy, name, policy_read_code, .required = 1),
	KEY("title", policy, label, policy_read_label),
	KEY("prefix", policy, prefix, policy_read_code),
	KEY("valid-from", policy, valid_from, read_valid_from),
	KEY("supersedes", policy, supersedes, read_supersedes),
	KEY("timezone", policy, own_zone, read_zone, .required = 1),
	KEY("language", policy, language, read_language),
	MAP("calendars", calendar, policy_calendars),
	KEY("levels", policy, levels, policy_read_levels),
	MAP("kinds", kind, policy_kinds),
	MAP("channels", channel, policy_items),
	MAP("types", type, policy_items),
	MAP("reasons", reason, policy_items),
	MAP("causes", cause, policy_items),
	MAP("places", place, policy_items),
	MAP("departments", department, policy_departments),
	KEY("groups", policy, group, policy_read_groups),
	KEY("staff", policy, person, read_staff, .entries = &policy_persons),
	KEY("categories", policy, category, policy_read_categories, .entries = &policy_categories),
	MAP("events", event, policy_events),
	MAP("fields", field, policy_fields),
	LIST("require", require, policy_requires),
	LIST("clocks", clock, policy_clocks),
	KEY("notify", policy, notify, policy_read_notify),
	LIST("escalations", step, policy_steps),
	KEY("checklists", policy, checklist, policy_read_checklists),
	MAP("duties", duty, policy_duties),
	MAP("compensation", compensation, policy_compensations),
	KEY("survey", policy, survey, policy_read_survey),
	KEY("targets", policy, target, policy_read_targets),
	KEY("warnings", policy, warnings, policy_read_warnings),
	KEY("retention", policy, retention_identity, policy_read_retention),
	KEY("first-contact", policy, first_contact, policy_read_bool),
	LIST("clauses", clause, policy_clauses),
};
const struct policy_table policy_table_top = TABLE("policy", top_keys);

const struct policy_table *const policy_tables[] = {
	&policy_table_top, &policy_table_label, &policy_table_calendar, &policy_table_severity,
	&policy_table_kind, &policy_table_item, &policy_table_event, &policy_table_department, &policy_table_group,
	&policy_table_person, &policy_table_category, &policy_table_field, &policy_table_require,
	&policy_table_clock, &policy_table_step, &policy_table_notify,
	&policy_table_notify_channel, &policy_table_task, &policy_table_duty,
	&policy_table_compensation, &policy_table_survey, &policy_table_question,
	&policy_table_target, &policy_table_warnings, &policy_table_repeat,
	&policy_table_retention, &policy_table_clause, &policy_table_holidays,
	&policy_table_holiday_year, NULL
};

static struct policy *policy_new(const char *path, const char *data, size_t n)
{
	struct policy *p = mem_zalloc(sizeof(*p));

	p->path = arena_strdup(&p->arena, path);
	p->text = arena_strndup(&p->arena, data, n);
	p->text_n = n;
	digest_hex(data, n, p->sha256);
	p->valid_from = VALID_ALWAYS;
	p->language = "en";
	set_zone(p, zone_utc());
	return p;
}

void policy_free(struct policy *p)
{
	size_t i;

	if (!p)
		return;
	for (i = 0; i < p->ncalendars; i++)
		calendar_free(p->calendar[i].calendar);
	calendar_free(p->always);
	zone_free(p->own_zone);
	arena_release(&p->arena);
	free(p);
}

/* A category above itself would send whoever climbs the tree round for ever. */
static void check_tree(struct load *l, const struct yaml_node *categories)
{
	const struct policy_category *c;
	size_t i, steps;

	for (i = 0; i < categories->size; i++) {
		c = &l->p->category[i];
		for (steps = 0; c && c->of && steps <= CATEGORY_DEPTH; steps++)
			c = policy_category(l->p, c->of);
		if (steps > CATEGORY_DEPTH)
			policy_complain(l, categories->key[i],
					_("category '%s' lies below itself, or deeper than %d"),
					categories->key[i]->s, CATEGORY_DEPTH);
	}
}

static void check_whole(struct load *l, const struct yaml_node *root)
{
	const struct yaml_node *categories = yaml_get(root, "categories");

	if (categories && l->p->ncategories >= categories->size)
		check_tree(l, categories);
	if (l->p->supersedes && l->p->valid_from == VALID_ALWAYS && !yaml_get(root, "valid-from"))
		policy_complain(l, yaml_get(root, "supersedes"),
				_("'supersedes' needs 'valid-from', the first day of this version"));
	l->p->says_language = yaml_get(root, "language") != NULL;
	policy_add_clocks(l);
	policy_resolve(l);
}

static void load_root(struct load *l, const struct yaml_node *root)
{
	policy_read_levels(l, NULL, NULL, NULL); /* the usual ones, unless the file has its own */
	policy_read_mapping(l, root, l->p, &policy_table_top);
	if (root->type == YAML_MAPPING)
		check_whole(l, root);
}

struct policy *policy_load_bytes(struct policy_set *set, const char *path, const char *share_dir,
				 const char *data, size_t n, int is_alone, struct findings *findings)
{
	struct policy *p = policy_new(path, data, n);
	size_t bom = n >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	struct load l = { .set = set, .p = p, .arena = &p->arena, .path = p->path,
			  .share_dir = share_dir, .is_alone = is_alone, .data = data + bom, .n = n - bom,
			  .findings = FINDINGS_INIT, .elsewhere = FINDINGS_INIT };
	struct yaml_doc doc = YAML_DOC_INIT;
	struct err err = ERR_INIT;
	int bad = yaml_load_partly(&doc, p->path, data, n, &l.findings, &err) < 0;

	if (!bad && !doc.root)
		finding_add(&l.findings, GRADE_ERROR, p->path, 1, 1, _("the file is empty"));
	else if (!bad)
		load_root(&l, doc.root);
	bad = bad || findings_has_error(&l.findings) || findings_has_error(&l.elsewhere);
	policy_pass_on(&l.findings, findings);
	policy_pass_on(&l.elsewhere, findings);
	yaml_release(&doc);
	free(l.ref);
	if (bad) {
		policy_free(p);
		return NULL;
	}
	return p;
}
