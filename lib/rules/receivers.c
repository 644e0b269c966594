#include "rules/receivers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void receivers_release(struct receivers *r)
{
	free(r->name);
	*r = (struct receivers)RECEIVERS_INIT;
}

static const char *standin(const struct policy_person *person, int64_t day)
{
	size_t i;

	for (i = 0; i < person->naway; i++)
		if (day >= person->away[i].from_day && day <= person->away[i].to_day)
			return person->away[i].standin;
	return NULL;
}

int receivers_is_away(const struct policy *p, const char *person, int64_t day)
{
	const struct policy_person *found = policy_person(p, person);

	return found && standin(found, day) != NULL;
}

const char *receivers_present(const struct policy *p, const char *person, int64_t day)
{
	const struct policy_person *found;
	const char *name = person, *next;
	size_t i;

	/* a chain longer than the staff goes round in a circle */
	for (i = 0; i <= p->npersons; i++) {
		found = policy_person(p, name);
		next = found ? standin(found, day) : NULL;
		if (!next)
			return name;
		name = next;
	}
	return person;
}

static void add(struct receivers *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (strcmp(r->name[i], name) == 0)
			return;
	MEM_GROW(r->name, r->n + 1, r->alloc);
	r->name[r->n++] = name;
}

static void add_person(struct receivers *r, const struct policy *p, const char *name, int64_t day)
{
	add(r, receivers_present(p, name, day));
}

static int names_have(const struct policy_names *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (strcmp(names->s[i], name) == 0)
			return 1;
	return 0;
}

static int works_in(const struct policy_department *d, const char *person)
{
	return (d->lead && strcmp(d->lead, person) == 0) || names_have(&d->staff, person);
}

static size_t level_rank(const struct policy *p, const char *level)
{
	size_t i;

	for (i = 0; i < p->levels.n && strcmp(p->levels.s[i], level) != 0; i++)
		;
	return i;
}

/* The staff of the level in the department (NULL: anywhere). How many there are. */
static size_t add_staff(struct receivers *r, const struct policy *p, const char *level,
			const struct policy_department *d, int64_t day)
{
	const struct policy_person *person;
	size_t i, found = 0;

	for (i = 0; i < p->npersons; i++) {
		person = &p->person[i];
		if (!person->level || strcmp(person->level, level) != 0 ||
		    (d && !works_in(d, person->name)))
			continue;
		add_person(r, p, person->name, day);
		found++;
	}
	return found;
}

static const struct policy_department *department(const struct policy *p, const char *name)
{
	return name && *name ? policy_department(p, name) : NULL;
}

void receivers_add_level(struct receivers *r, const struct policy *p, const char *level,
			 const char *department_name, int64_t day)
{
	const struct policy_department *d = department(p, department_name);
	size_t i;

	for (i = level_rank(p, level); i < p->levels.n; i++)
		if ((d && add_staff(r, p, p->levels.s[i], d, day)) ||
		    add_staff(r, p, p->levels.s[i], NULL, day))
			return;
	add(r, level);
}

/* Where a department has no lead, whoever stands above its staff. */
static void add_lead(struct receivers *r, const struct policy *p, const char *name, int64_t day)
{
	const struct policy_department *d = department(p, name);

	if (d && d->lead)
		add_person(r, p, d->lead, day);
	else if (p->levels.n)
		receivers_add_level(r, p, p->levels.s[p->levels.n > 1], name, day);
	else
		add(r, name && *name ? name : "lead");
}

static void add_names(struct receivers *r, const struct policy *p, const struct policy_names *names,
		      const char *otherwise, int64_t day)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		add_person(r, p, names->s[i], day);
	if (!names->n)
		add(r, otherwise);
}

/* Everyone in it, the lead first. */
static void add_department(struct receivers *r, const struct policy *p,
			   const struct policy_department *d, int64_t day)
{
	if (d->lead)
		add_person(r, p, d->lead, day);
	if (d->staff.n || !d->lead)
		add_names(r, p, &d->staff, d->name, day);
}

static void add_owner(struct receivers *r, const struct policy *p, const struct receivers_who *who,
		      int64_t day)
{
	const struct policy_department *d = department(p, who->department);

	if (who->owner && *who->owner)
		add_person(r, p, who->owner, day);
	else if (d && d->lead)
		add_person(r, p, d->lead, day);
	else if (d)
		add_department(r, p, d, day);
	else if (who->department && *who->department)
		add(r, who->department);
	else
		add_lead(r, p, NULL, day);
}

/* A name of `to:`; a person's before a group's, a department's and a level's of the same name. */
static void add_named(struct receivers *r, const struct policy *p, const char *name,
		      const struct receivers_who *who, int64_t day)
{
	const struct policy_department *d = policy_department(p, name);
	const struct policy_group *g = policy_group(p, name);

	if (strcmp(name, "owner") == 0)
		add_owner(r, p, who, day);
	else if (strcmp(name, "lead") == 0)
		add_lead(r, p, who->department, day);
	else if (policy_person(p, name))
		add_person(r, p, name, day);
	else if (g)
		add_names(r, p, &g->members, g->name, day);
	else if (d)
		add_department(r, p, d, day);
	else if (level_rank(p, name) < p->levels.n)
		receivers_add_level(r, p, name, who->department, day);
	else
		add(r, name);
}

void receivers_of_step(struct receivers *r, const struct policy *p, const struct policy_step *s,
		       const struct receivers_who *who, int64_t day)
{
	size_t i;

	r->n = 0;
	for (i = 0; i < s->to.n; i++)
		add_named(r, p, s->to.s[i], who, day);
	if (!s->to.n && s->level)
		receivers_add_level(r, p, s->level, who->department, day);
}
