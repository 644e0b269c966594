/*
 * policy_internal: what the parts of the policy loader share. Only lib/domain/policy*.c and the
 * test that compares the tables with policies/policy.schema.json include it.
 *
 * Every mapping of the policy file is one table: the key, the function that reads its value, the
 * member it fills. policy_read_mapping() walks a node by its table; what is wrong becomes a
 * finding and reading goes on. Names that may be defined later in the file are noted with
 * policy_refer() and looked up by policy_resolve() when everything has been read.
 */
#ifndef SD_DOMAIN_POLICY_INTERNAL_H
#define SD_DOMAIN_POLICY_INTERNAL_H

#include "domain/policy.h"
#include "io/yaml.h"

struct load;
struct policy_key;

/* Reads the value `n` of a key into the member at `into`. */
typedef void policy_read_fn(struct load *l, const struct yaml_node *n, void *into,
			    const struct policy_key *key);

/* What a name refers to. */
enum policy_name {
	NAME_NONE, NAME_CALENDAR, NAME_PERSON, NAME_DEPARTMENT, NAME_LEVEL, NAME_KIND,
	NAME_SEVERITY, NAME_CATEGORY, NAME_CLOCK, NAME_NOTIFY, NAME_REASON, NAME_CHANNEL,
	NAME_TYPE, NAME_PLACE, NAME_WHO, NAME_APPROVER, NAME_RESPONSIBLE, NAME_EACH, NAME_TARGET,
	NAME_COUNT
};

struct policy_table {
	const char *name;                /* as under `definitions` in the schema */
	const struct policy_key *key;
	size_t n;
};

/* A list of entries, or a mapping from names to entries: a pointer followed by a count. */
struct policy_entries {
	const struct policy_table *table;
	size_t size;                     /* of one entry; a mapping's names go to its offset 0 */
	size_t line;                     /* offset of the entry's `line` */
	void (*begin)(struct load *l, void *item, const struct yaml_node *n); /* defaults */
	void (*done)(struct load *l, void *item, const struct yaml_node *n);  /* cross checks */
};

struct policy_key {
	const char *name;
	policy_read_fn *read;
	size_t into;                     /* offset of the member */
	int required, filled;            /* must be there; must not be empty */
	enum policy_name what;           /* for names */
	const char *const *words;        /* for choices: ends with NULL; the value is the index */
	const struct policy_table *table;     /* for one mapping */
	const struct policy_entries *entries; /* for several */
};

#define KEY(text, type, member, fn, ...) \
	{ .name = (text), .read = (fn), .into = offsetof(struct type, member), __VA_ARGS__ }
#define TABLE(text, keys) { (text), (keys), ARRAY_SIZE(keys) }

/* All tables, for the schema's test; ends with NULL. */
extern const struct policy_table *const policy_tables[];
extern const struct policy_table policy_table_top, policy_table_label, policy_table_calendar,
	policy_table_holidays, policy_table_holiday_year, policy_table_severity,
	policy_table_kind, policy_table_item, policy_table_event, policy_table_department, policy_table_group,
	policy_table_person, policy_table_category, policy_table_field, policy_table_require,
	policy_table_clock, policy_table_step, policy_table_notify, policy_table_notify_channel,
	policy_table_task, policy_table_duty, policy_table_compensation, policy_table_survey,
	policy_table_question, policy_table_target, policy_table_warnings, policy_table_repeat,
	policy_table_retention, policy_table_clause;
extern const struct policy_entries policy_items, policy_kinds, policy_departments, policy_persons,
	policy_categories, policy_events, policy_fields, policy_requires, policy_clocks,
	policy_steps, policy_duties, policy_compensations, policy_clauses;

struct load_ref {
	const struct yaml_node *node;
	enum policy_name what;
	const struct policy_filter *filter; /* NAME_SEVERITY: the kinds asked for beside it */
};

struct load {
	struct policy_set *set;
	struct policy *p;
	struct arena *arena;             /* p's */
	const char *path, *share_dir;
	int is_alone;                    /* the policy came without its holiday files */
	const char *data;                /* the file's bytes, for the line that a finding shows */
	size_t n;
	const size_t *line_at;           /* offsets of the lines, made when first needed */
	size_t nlines;
	struct findings findings;        /* this file's; sorted when they are handed on */
	struct findings elsewhere;       /* those of the holiday files it names */
	struct load_ref *ref;
	size_t nrefs, refs_alloc;
	struct policy_names known[NAME_COUNT]; /* sorted, made when first asked for */
	int known_made[NAME_COUNT];
	size_t hints;                    /* names compared for a hint so far */
};

/* policy_read.c: findings and plain values */
__attribute__((format(printf, 3, 4)))
void policy_complain(struct load *l, const struct yaml_node *at, const char *fmt, ...);
/* " (did you mean 'X'?)" or "". */
const char *policy_hint(struct load *l, const char *best);
/* May so many names be compared for a hint? It is slow: a file full of errors gets no more. */
int policy_may_hint(struct load *l, size_t names);
/* Hand on the findings about one file, sorted by place, and release them. */
void policy_pass_on(struct findings *from, struct findings *into);
/*
 * Before the findings about the file `path`, which `named_in` names, are handed on: where trust_naming() says no, only the first
 * place is left of them, and why.
 */
void policy_conceal(struct findings *f, const char *path, const char *named_in);
/* A file named in the file `path`: beside it, unless it is absolute. Caller frees. */
char *policy_beside(const char *path, const char *name);
/* A holiday file: beside the policy, else among the installed policies; NULL where neither is. Caller frees. */
char *policy_holidays_file(const char *policy_path, const char *name, const char *share_dir);

/* Is the node a mapping / a scalar? If not a finding says so. */
int policy_is_mapping(struct load *l, const struct yaml_node *n, const char *name);
int policy_is_scalar(struct load *l, const struct yaml_node *n, const char *name);
int policy_is_filled(struct load *l, const struct yaml_node *n, const char *name);
void policy_read_mapping(struct load *l, const struct yaml_node *n, void *base,
			 const struct policy_table *table);
/* Does a code have only letters, digits, - _ . ? If not a finding says so. */
int policy_check_code(struct load *l, const struct yaml_node *n);
const char *policy_copy(struct load *l, const struct yaml_node *n);
/* The scalars of a scalar or a list of scalars: *item points at them; returns how many. */
size_t policy_scalars(struct load *l, const struct yaml_node *n, const char *name,
		      struct yaml_node *const **item);

policy_read_fn policy_read_code, policy_read_text, policy_read_label, policy_read_date,
	policy_read_bool, policy_read_choice, policy_read_duration, policy_read_limit,
	policy_read_count, policy_read_texts, policy_read_codes, policy_read_one,
	policy_read_map, policy_read_list;

/* policy_names.c: names, resolved when everything is known */
policy_read_fn policy_read_name, policy_read_names;
void policy_refer(struct load *l, const struct yaml_node *n, enum policy_name what,
		  const struct policy_filter *filter);
void policy_resolve(struct load *l);
/* The name of that sort nearest to a wrong one, or NULL; forget which names there are. */
const char *policy_near(struct load *l, const char *wrong, enum policy_name what);
void policy_forget(struct load *l, enum policy_name what);

/* policy_load_calendars.c, policy_load_holidays.c */
extern const struct policy_entries policy_calendars;
policy_read_fn policy_read_calendar_name;
int policy_load_holidays(struct load *l, struct policy_calendar *c, const struct yaml_node *n);

/* policy_load_kinds.c */
policy_read_fn policy_read_categories;

/* policy_load_people.c */
policy_read_fn policy_read_groups, policy_read_levels;
void policy_add_people(struct load *l); /* who is named only in a department is a person too */

/* policy_load_clocks.c */
policy_read_fn policy_read_filter, policy_read_events, policy_read_columns, policy_read_notify;

/* policy_load_implied.c: after clocks, checklists and duties were read, before names are looked up */
void policy_add_clocks(struct load *l);

/* policy_load_plans.c */
policy_read_fn policy_read_checklists, policy_read_survey, policy_read_targets,
	policy_read_warnings, policy_read_retention;

/* policy_load.c: one file, already read; NULL where it has errors. is_alone: the holiday files are not read. */
struct policy *policy_load_bytes(struct policy_set *set, const char *path, const char *share_dir,
				 const char *data, size_t n, int is_alone, struct findings *findings);

void policy_free(struct policy *p); /* NULL is fine */

#endif
