#include "rules/routing.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/receivers.h"

/* --- load --------------------------------------------------------------------------------------- */

void routing_load_release(struct routing_load *load)
{
	intern_release(&load->person);
	intern_release(&load->department);
	free(load->open);
	free(load->newest);
	*load = (struct routing_load)ROUTING_LOAD_INIT;
}

static uint32_t person_id(struct routing_load *load, const char *person)
{
	uint32_t known = load->person.n, i = intern_add(&load->person, person, strlen(person));

	MEM_GROW(load->open, (size_t)i + 1, load->alloc_open);
	if (i >= known)
		load->open[i] = 0;
	return i;
}

void routing_load_add(struct routing_load *load, const char *owner, int64_t cases)
{
	uint32_t i;

	if (!*owner)
		return;
	i = person_id(load, owner);
	load->open[i] += cases;
}

void routing_load_newest(struct routing_load *load, const char *department, const char *owner)
{
	uint32_t i;

	if (!*department || !*owner)
		return;
	i = intern_add(&load->department, department, strlen(department));
	MEM_GROW(load->newest, (size_t)i + 1, load->alloc_newest);
	load->newest[i] = person_id(load, owner);
}

int64_t routing_load_of(const struct routing_load *load, const char *owner)
{
	uint32_t i = intern_find(&load->person, owner, strlen(owner));

	return i == INTERN_NONE ? 0 : load->open[i];
}

static const char *newest_of(const struct routing_load *load, const char *department)
{
	uint32_t i = intern_find(&load->department, department, strlen(department));

	return i == INTERN_NONE ? NULL : intern_str(&load->person, load->newest[i]);
}

int routing_needs_load(const struct policy *p, const char *department)
{
	size_t i;

	for (i = 0; p->npersons && i < p->ndepartments; i++) {
		const struct policy_department *d = &p->department[i];

		if ((!department || !strcmp(department, d->name)) &&
		    (d->assign == ASSIGN_LEAST_OPEN || d->assign == ASSIGN_ROTATE))
			return 1;
	}
	return 0;
}

/* --- who may ------------------------------------------------------------------------------------ */

static int is_about(const struct routing_who *who, const char *person)
{
	size_t i;

	for (i = 0; i < who->nabout; i++)
		if (!strcmp(who->about[i], person))
			return 1;
	return 0;
}

static int may_own(const struct policy *p, const struct routing_who *who, const char *person)
{
	return person && policy_person(p, person) && !is_about(who, person) &&
	       !receivers_is_away(p, person, who->day);
}

/* Takes those out who may not. */
static void keep_able(struct receivers *r, const struct policy *p, const struct routing_who *who)
{
	size_t i, n = 0;

	for (i = 0; i < r->n; i++)
		if (may_own(p, who, r->name[i]))
			r->name[n++] = r->name[i];
	r->n = n;
}

static void add_once(struct receivers *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (!strcmp(r->name[i], name))
			return;
	MEM_GROW(r->name, r->n + 1, r->alloc);
	r->name[r->n++] = name;
}

/* The department's staff; where none of them is there, who stands in for them. */
static void add_staff(struct receivers *r, const struct policy *p, const struct policy_department *d,
		      const struct routing_who *who)
{
	size_t i;

	for (i = 0; i < d->staff.n; i++)
		if (may_own(p, who, d->staff.s[i]))
			add_once(r, d->staff.s[i]);
	for (i = 0; !r->n && i < d->staff.n; i++) {
		const char *standin = receivers_present(p, d->staff.s[i], who->day);

		if (may_own(p, who, standin))
			add_once(r, standin);
	}
}

static size_t level_rank(const struct policy *p, const char *level)
{
	size_t i;

	for (i = 0; i < p->levels.n && strcmp(p->levels.s[i], level) != 0; i++)
		;
	return i;
}

/* Those of the level who may, else of the next one up. */
static void add_level(struct receivers *r, const struct policy *p, size_t rank,
		      const struct routing_who *who)
{
	for (; !r->n && rank < p->levels.n; rank++) {
		receivers_add_level(r, p, p->levels.s[rank], who->department, who->day);
		keep_able(r, p, who);
	}
}

/* --- one of several ------------------------------------------------------------------------------ */

static const char *least_open(const struct receivers *r, const struct routing_who *who,
			      const struct routing_load *load)
{
	const char *best = NULL;
	int64_t fewest = INT64_MAX, n;
	size_t i;

	for (i = 0; i < r->n; i++) {
		n = routing_load_of(load, r->name[i]) - !strcmp(r->name[i], who->owner);
		if (n < fewest) {
			fewest = n;
			best = r->name[i];
		}
	}
	return best;
}

/* The next in the order of `all` after `last`, of those who may. */
static const char *next_of(const struct policy_names *all, const char *last, const struct receivers *r)
{
	size_t i, k, at = all->n - 1;

	for (i = 0; last && i < all->n; i++)
		if (!strcmp(all->s[i], last))
			at = i;
	for (i = 1; i <= all->n; i++)
		for (k = 0; k < r->n; k++)
			if (!strcmp(all->s[(at + i) % all->n], r->name[k]))
				return r->name[k];
	return r->name[0];
}

static const char *choose(const struct receivers *r, const struct policy_department *d,
			  const struct routing_who *who, const struct routing_load *load)
{
	if (!r->n)
		return NULL;
	if (d && d->assign == ASSIGN_LEAST_OPEN)
		return least_open(r, who, load);
	if (d && d->assign == ASSIGN_ROTATE && d->staff.n)
		return next_of(&d->staff, newest_of(load, d->name), r);
	return r->name[0];
}

/* --- the department's way ------------------------------------------------------------------------ */

static const char *lead_of(const struct policy *p, const struct policy_department *d,
			   const struct routing_who *who)
{
	const struct policy_person *lead = d->lead ? policy_person(p, d->lead) : NULL;
	const char *name = d->lead ? receivers_present(p, d->lead, who->day) : NULL;
	struct receivers r = RECEIVERS_INIT;

	if (may_own(p, who, name))
		return name;
	add_level(&r, p, lead && lead->level ? level_rank(p, lead->level) + 1 : p->levels.n > 1, who);
	name = r.n ? r.name[0] : NULL;
	receivers_release(&r);
	return name;
}

static struct routing by_department(const struct policy *p, const struct policy_department *d,
				    const char *taker, const struct routing_who *who,
				    const struct routing_load *load)
{
	struct routing out = { .owner = NULL, .reason = ROUTING_ASSIGN };
	struct receivers r = RECEIVERS_INIT;

	if (!d || d->assign == ASSIGN_NONE || !p->npersons)
		return (struct routing){ .owner = NULL };
	out.mode = d->assign;
	if (d->assign == ASSIGN_OWNER) {
		out.owner = may_own(p, who, taker) ? taker : NULL;
	} else if (d->assign != ASSIGN_LEAD) {
		add_staff(&r, p, d, who);
		out.owner = choose(&r, d, who, load);
	}
	if (!out.owner) {
		out.owner = lead_of(p, d, who);
		out.mode = ASSIGN_LEAD;
	}
	if (!out.owner)
		out.reason = ROUTING_NOBODY;
	receivers_release(&r);
	return out;
}

static const struct policy_department *department_of(const struct policy *p,
						     const struct routing_who *who)
{
	return *who->department ? policy_department(p, who->department) : NULL;
}

struct routing routing_of_task(const struct policy *p, const struct routing_who *who,
			       const struct routing_load *load)
{
	return by_department(p, department_of(p, who), who->owner, who, load);
}

struct routing routing_of_case(const struct policy *p, const struct routing_who *who,
			       const struct routing_load *load)
{
	const struct policy_department *d = department_of(p, who);
	const char *level = routing_handler(p, who->kind, who->severity);
	struct routing out = { .owner = NULL };
	struct receivers r = RECEIVERS_INIT;

	if (level && p->npersons) {
		add_level(&r, p, level_rank(p, level), who);
		out = (struct routing){ .owner = choose(&r, d, who, load), .reason = ROUTING_HANDLER,
					.level = level };
		receivers_release(&r);
	}
	return out.owner ? out : by_department(p, d, who->taker, who, load);
}

void routing_text(struct strbuf *out, const struct routing *r)
{
	static const char *const modes[] = {
		[ASSIGN_NONE] = "none", [ASSIGN_OWNER] = "owner", [ASSIGN_LEAD] = "lead",
		[ASSIGN_LEAST_OPEN] = "least-open", [ASSIGN_ROTATE] = "rotate",
	};

	if (r->reason == ROUTING_HANDLER)
		strbuf_addf(out, "handler: %s", r->level);
	else if (r->reason == ROUTING_ASSIGN)
		strbuf_addf(out, "assign: %s", modes[r->mode]);
}

/* --- levels ------------------------------------------------------------------------------------- */

const char *routing_handler(const struct policy *p, const char *kind, const char *severity)
{
	const struct policy_kind *k = *kind ? policy_kind(p, kind) : NULL;
	const struct policy_severity *s = k && *severity ? policy_severity(k, severity) : NULL;

	return s ? s->handler : NULL;
}

static int has_level(const struct policy *p, const struct policy_person *person, size_t rank)
{
	size_t own = person->level ? level_rank(p, person->level) : p->levels.n;

	return own < p->levels.n && own >= rank;
}

int routing_is_below(const struct policy *p, const char *person, const char *level, int64_t day)
{
	size_t i, rank = level_rank(p, level);

	for (i = 0; i < p->npersons; i++)
		if (has_level(p, &p->person[i], rank) &&
		    (!strcmp(p->person[i].name, person) ||
		     !strcmp(receivers_present(p, p->person[i].name, day), person)))
			return 0;
	return 1;
}
