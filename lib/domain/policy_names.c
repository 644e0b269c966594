/* Names that refer to something else in the file, looked up when all of it has been read. */

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "domain/policy_internal.h"

void policy_refer(struct load *l, const struct yaml_node *n, enum policy_name what,
		  const struct policy_filter *filter)
{
	MEM_GROW(l->ref, l->nrefs + 1, l->refs_alloc);
	l->ref[l->nrefs++] = (struct load_ref){ n, what, filter };
}

void policy_read_name(struct load *l, const struct yaml_node *n, void *into,
		      const struct policy_key *key)
{
	if (!policy_is_scalar(l, n, key->name) || !policy_check_code(l, n))
		return;
	*(const char **)into = policy_copy(l, n);
	policy_refer(l, n, key->what, NULL);
}

void policy_read_names(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	struct yaml_node *const *item = NULL;
	struct policy_names *names = into;
	size_t i, count = policy_scalars(l, n, key->name, &item);

	names->s = arena_array(l->arena, count + 1, sizeof(char *));
	for (i = 0; i < count; i++) {
		if (!policy_check_code(l, item[i]))
			continue;
		names->s[names->n++] = policy_copy(l, item[i]);
		policy_refer(l, item[i], key->what, NULL);
	}
	if (!names->n && n->type == YAML_SEQUENCE && !n->size)
		policy_is_filled(l, n, key->name);
}

struct sink {
	const char **s;
	size_t n, alloc;
};

static void add(struct sink *out, const char *s)
{
	if (!s)
		return;
	MEM_GROW(out->s, out->n + 1, out->alloc);
	out->s[out->n++] = s;
}

static void add_words(struct sink *out, const char *const *words)
{
	for (; *words; words++)
		add(out, *words);
}

/* Every kind of entry has its name first. */
static void add_entries(struct sink *out, const void *array, size_t n, size_t size)
{
	size_t i;

	for (i = 0; i < n; i++)
		add(out, *(const char *const *)(const void *)((const char *)array + i * size));
}

#define ADD(out, array, n) add_entries((out), (array), (n), sizeof(*(array)))

static void add_severities(struct sink *out, const struct policy *p)
{
	size_t i;

	for (i = 0; i < p->nkinds; i++)
		ADD(out, p->kind[i].severity, p->kind[i].nseverity);
}

static void add_levels(struct sink *out, const struct policy *p)
{
	size_t i;

	for (i = 0; i < p->levels.n; i++)
		add(out, p->levels.s[i]);
}

/* Departments, levels, groups and persons: whoever may have to do something. */
static void add_responsible(struct sink *out, const struct policy *p)
{
	ADD(out, p->department, p->ndepartments);
	add_levels(out, p);
	ADD(out, p->group, p->ngroups);
	ADD(out, p->person, p->npersons);
}

static const char *const kinds[] = { "duty", "action", NULL };
static const char *const who[] = { "owner", "lead", NULL };
static const char *const figures[] = {
	"csat", "nps", "ces", "survey-response", "handling-rate", "resolution-rate",
	"timely-handling", "first-contact-resolution", "reopen-rate", "repeat-contact",
	"contacts-per-case", "escalation-rate", "record-delay", "completeness",
	"call-back-coverage", NULL
};

static void collect(struct sink *out, const struct policy *p, enum policy_name what)
{
	switch (what) {
	case NAME_CALENDAR:
		ADD(out, p->calendar, p->ncalendars);
		break;
	case NAME_PERSON:
		ADD(out, p->person, p->npersons);
		break;
	case NAME_DEPARTMENT:
		ADD(out, p->department, p->ndepartments);
		break;
	case NAME_LEVEL:
		add_levels(out, p);
		break;
	case NAME_KIND:
		add_words(out, kinds);
		ADD(out, p->kind, p->nkinds);
		break;
	case NAME_SEVERITY:
		add_severities(out, p);
		break;
	case NAME_CATEGORY:
		ADD(out, p->category, p->ncategories);
		break;
	case NAME_CLOCK:
		ADD(out, p->clock, p->nclocks);
		break;
	case NAME_NOTIFY:
		ADD(out, p->notify, p->nnotify);
		break;
	case NAME_REASON:
		ADD(out, p->reason, p->nreasons);
		break;
	case NAME_CHANNEL:
		ADD(out, p->channel, p->nchannels);
		break;
	case NAME_TYPE:
		ADD(out, p->type, p->ntypes);
		break;
	case NAME_PLACE:
		ADD(out, p->place, p->nplaces);
		break;
	case NAME_WHO:
		add_words(out, who);
		add_responsible(out, p);
		break;
	case NAME_APPROVER:
	case NAME_RESPONSIBLE:
		add_responsible(out, p);
		break;
	case NAME_EACH:
		add_levels(out, p);
		ADD(out, p->department, p->ndepartments);
		ADD(out, p->group, p->ngroups);
		break;
	case NAME_TARGET:
		add_words(out, figures);
		ADD(out, p->clock, p->nclocks);
		break;
	case NAME_NONE:
	case NAME_COUNT:
		break;
	}
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const struct policy_names *known(struct load *l, enum policy_name what)
{
	struct sink out = { NULL, 0, 0 };
	struct policy_names *names = &l->known[what];

	if (l->known_made[what])
		return names;
	collect(&out, l->p, what);
	names->s = arena_array(l->arena, out.n + 1, sizeof(char *));
	names->n = out.n;
	if (out.n) {
		memcpy(names->s, out.s, out.n * sizeof(char *));
		qsort(names->s, names->n, sizeof(char *), by_bytes);
	}
	free(out.s);
	l->known_made[what] = 1;
	return names;
}

static int is_known(const struct policy_names *names, const char *s)
{
	return names->n && bsearch(&s, names->s, names->n, sizeof(char *), by_bytes) != NULL;
}

const char *policy_near(struct load *l, const char *wrong, enum policy_name what)
{
	const struct policy_names *names = known(l, what);

	return policy_may_hint(l, names->n) ? nearest(wrong, names->s, names->n) : NULL;
}

void policy_forget(struct load *l, enum policy_name what)
{
	l->known_made[what] = 0;
}

/* Where the policy defines none of a sort, names of that sort are free. */
static int is_free(const struct policy *p, enum policy_name what)
{
	switch (what) {
	case NAME_PERSON:
		return p->npersons == 0;
	case NAME_DEPARTMENT:
		return p->ndepartments == 0;
	case NAME_KIND:
		return p->nkinds == 0;
	case NAME_CATEGORY:
		return p->ncategories == 0;
	case NAME_REASON:
		return p->nreasons == 0;
	case NAME_CHANNEL:
		return p->nchannels == 0;
	case NAME_TYPE:
		return p->ntypes == 0;
	case NAME_PLACE:
		return p->nplaces == 0;
	default:
		return 0;
	}
}

/* What people call it in a message. */
static const char *noun(enum policy_name what)
{
	static const char *const nouns[NAME_COUNT] = {
		[NAME_NONE] = N_("name"),
		[NAME_CALENDAR] = N_("calendar"),
		[NAME_PERSON] = N_("person"),
		[NAME_DEPARTMENT] = N_("department"),
		[NAME_LEVEL] = N_("level"),
		[NAME_KIND] = N_("kind"),
		[NAME_SEVERITY] = N_("severity"),
		[NAME_CATEGORY] = N_("category"),
		[NAME_CLOCK] = N_("clock"),
		[NAME_NOTIFY] = N_("notify channel"),
		[NAME_REASON] = N_("reason"),
		[NAME_CHANNEL] = N_("channel"),
		[NAME_TYPE] = N_("type"),
		[NAME_PLACE] = N_("place"),
		[NAME_WHO] = N_("owner, lead, level, group, person or department"),
		[NAME_APPROVER] = N_("department, level, group or person"),
		[NAME_RESPONSIBLE] = N_("department, level, group or person"),
		[NAME_EACH] = N_("level, department or group"),
		[NAME_TARGET] = N_("figure or clock"),
	};

	return _(nouns[what]);
}

/* A severity of one of the kinds that the filter asks for beside it. */
static int severity_fits(const struct load *l, const struct policy_filter *f, const char *name)
{
	const struct policy_kind *k;
	size_t i, j;

	for (i = 0; i < f->n; i++) {
		if (f->term[i].column != COLUMN_KIND)
			continue;
		for (j = 0; j < f->term[i].value.n; j++) {
			k = policy_kind(l->p, f->term[i].value.s[j]);
			if (!k || policy_severity(k, name))
				return 1; /* an unknown kind has its own finding */
		}
		return f->term[i].value.n == 0;
	}
	return 1;
}

static void resolve(struct load *l, const struct load_ref *r)
{
	const struct policy_names *names;
	const char *best;

	if (is_free(l->p, r->what))
		return;
	names = known(l, r->what);
	if (is_known(names, r->node->s)) {
		if (r->filter && !severity_fits(l, r->filter, r->node->s))
			policy_complain(l, r->node, _("the kind asked for has no severity '%s'"),
					r->node->s);
		return;
	}
	if (r->what == NAME_REASON && strcmp(r->node->s, "customer") == 0)
		return;
	best = policy_near(l, r->node->s, r->what);
	/* who approves may be outside the desk (check warns); a slip of the pen may not */
	if (r->what == NAME_APPROVER && !best)
		return;
	policy_complain(l, r->node, _("unknown %s '%s'%s"), noun(r->what), r->node->s,
			policy_hint(l, best));
}

void policy_resolve(struct load *l)
{
	size_t i;

	for (i = 0; i < l->nrefs; i++)
		resolve(l, &l->ref[i]);
}
