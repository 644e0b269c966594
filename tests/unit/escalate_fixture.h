/*
 * escalate_fixture: the steps of a case, as text. Policy and history are those of
 * clock_fixture.h, the policy's `escalations:` following its clocks. What comes out is text too,
 * one step a line in its order: "step#n due", and what more there is to say of it: recorded, over
 * (nothing runs any more), lower (a higher one of its instance fell due, too).
 */
#ifndef SD_TESTS_ESCALATE_FIXTURE_H
#define SD_TESTS_ESCALATE_FIXTURE_H

#include "clock_fixture.h"
#include "rules/escalate.h"

/* The fixture shows what else there is to say. */
static int show_all;

static inline void show_step(struct strbuf *out, const struct escalate_step *s)
{
	strbuf_addf(out, "%s#%d", s->step->name, s->repeat);
	show(out, s->due);
	if (show_all)
		strbuf_addf(out, "%s%s%s", s->is_recorded ? " recorded" : "",
			    s->is_running ? "" : " over", s->is_superseded ? " lower" : "");
	strbuf_addch(out, '\n');
}

static inline void show_steps(struct strbuf *out, const struct escalate_list *list)
{
	size_t i;

	strbuf_addstr(out, "");
	for (i = 0; i < list->n; i++)
		show_step(out, &list->step[i]);
}

typedef void find_fn(const struct escalateset *es, const struct history *h, instant now,
		     struct escalate_list *list);

static inline void check_by(find_fn *find, const char *policy, const char *events, const char *now,
			    const char *expected)
{
	struct escalate_list list = ESCALATE_LIST_INIT;
	struct strbuf out = STRBUF_INIT;
	struct escalateset *es;
	struct world w;

	load(&w, policy);
	es = escalateset_new(&w.set, &w.map, &w.symbols);
	read_history(&w, events);
	show_zone = other_head ? policy_set_now(&w.set)->zone : NULL;
	find(es, &w.h, at(now), &list);
	show_steps(&out, &list);
	cr_expect_str_eq(out.buf, expected, "%snow %s\n--- got\n%s--- expected\n%s", events, now,
			 out.buf, expected);
	if (find == escalate_case)
		cr_expect(!list.n || !escalate_is_quiet(es, &w.h, at(now)),
			  "%snow %s: this is not quiet", events, now);
	strbuf_release(&out);
	escalate_list_release(&list);
	escalateset_free(es);
	unload(&w);
}

static inline void check_steps(const char *policy, const char *events, const char *now,
			       const char *expected)
{
	check_by(escalate_case, policy, events, now, expected);
}

static inline void check_coming(const char *policy, const char *events, const char *now,
				const char *expected)
{
	check_by(escalate_coming, policy, events, now, expected);
}

#endif
