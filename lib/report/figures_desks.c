/* figures_desks: each desk by itself, and those that could not be read. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/digest.h"
#include "report/figures.h"

/* A name or path whose bytes are no UTF-8 as every form of the report can show it, and a partial report can keep it. */
static const char *keep_shown(struct figures *f, const char *s)
{
	size_t n = strlen(s);
	struct strbuf shown = STRBUF_INIT;
	const char *kept;

	if (utf8_valid(s, n) == n)
		return figures_keep(f, s);
	utf8_add_safe(&shown, s, n);
	kept = figures_keep(f, shown.buf);
	strbuf_release(&shown);
	return kept;
}

static void count_desk(struct figure_desk *d, const struct measure *m)
{
	const struct tally *t = &m->tally;
	size_t i;

	for (i = 0; i < t->nkinds; i++) {
		d->received += t->kind[i].received;
		d->concluded += t->kind[i].concluded;
		d->cancelled += t->kind[i].cancelled;
	}
	for (i = 0; i < t->nclocks; i++) {
		d->met += t->clock[i].met;
		d->decided += t->clock[i].met + t->clock[i].breached;
	}
	d->late_now = t->late.n;
	d->csat_n = t->opinion.n;
	d->csat_satisfied = t->opinion.satisfied;
}

static void add_later(struct figures *f, const struct measure *m)
{
	size_t i;

	for (i = 0; i < m->nlater; i++) {
		const struct measure_later *x = &m->later[i];

		MEM_GROW(f->later, f->nlater + 1, f->alloc_later);
		f->later[f->nlater++] = (struct figure_later){
			keep_shown(f, x->is_answer ? m->options.surveys : m->options.path),
			figures_case(f, m, x->id), x->line, x->at, x->logged };
	}
}

static void set_span(struct figure_span *s, const struct measure *m)
{
	*s = (struct figure_span){
		.from = m->bounds.from, .end = m->bounds.to, .to = m->bounds.shown_to,
		.before_from = m->has_before ? m->bounds_before.from : m->bounds.from,
		.before_to = m->has_before ? m->bounds_before.shown_to : m->bounds.from,
		.so_far = m->bounds.so_far, .since_ever = m->bounds.since_ever,
		.known_day = m->first_at == INSTANT_NONE ? INT64_MAX :
							   zone_day(m->plan.zone, m->first_at) };
}

static void add_clock_names(struct figures *f, struct figure_desk *d, const struct policy_set *set)
{
	uint32_t i;

	d->nclocks = set->clocks.n;
	d->clock = arena_array(&f->arena, d->nclocks + 1, sizeof(*d->clock));
	for (i = 0; i < set->clocks.n; i++)
		d->clock[i] = figures_keep(f, intern_str(&set->clocks, i));
}

void figures_add_desk(struct figures *f, const struct measure *m)
{
	const struct policy *p = policy_set_now(m->options.set);
	char rules[DIGEST_HEX + 1];
	struct figure_desk *d;

	policy_set_digest(m->options.set, rules);
	MEM_GROW(f->desk, f->ndesks + 1, f->alloc_desks);
	d = &f->desk[f->ndesks++];
	*d = (struct figure_desk){
		.name = keep_shown(f, m->options.name), .policy = p->name, .policy_sha256 = p->sha256,
		.rules_sha256 = figures_keep(f, rules),
		.seal = m->seal ? figures_keep(f, m->seal) : NULL, .zone = m->plan.zone, .in_force = p,
		.log = keep_shown(f, m->options.path), .later_count = m->later_count,
		.first_later = f->nlater, .nlater = m->nlater };
	count_desk(d, m);
	add_later(f, m);
	set_span(&d->span, m);
	add_clock_names(f, d, m->options.set);
	f->as_of = m->options.as_of;
	f->known_at = m->options.known_at;
}

void figures_add_unread(struct figures *f, const char *name, const char *why)
{
	MEM_GROW(f->unread, f->nunread + 1, f->alloc_unread);
	f->unread[f->nunread++] = (struct figure_unread){ keep_shown(f, name), keep_shown(f, why) };
}

static int by_name(const void *a, const void *b)
{
	const struct figure_unread *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	return c ? c : strcmp(x->why, y->why);
}

void figures_finish_desks(struct figures *f)
{
	if (f->nunread)
		qsort(f->unread, f->nunread, sizeof(*f->unread), by_name);
}
