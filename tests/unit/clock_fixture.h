/*
 * clock_fixture: a policy's clocks and a case's history, as text.
 *
 * A history is text, one event a line: "TIME EVENT [column=value ...]". TIME is DAY HH:MM[:SS] with
 * DAY the day of November 2026 (16 is a Monday; 31 is 1 December), in Shanghai; the words by=sd,
 * due=DAYTHH:MM, logged=DAYTHH:MM, detail= and amount= are not classification; `void detail=N` voids line N, `open`
 * being line 2. What comes out is text too: one instance a line, "clock#n from due done verdict",
 * "clock#n (task) ..".
 */
#ifndef SD_TESTS_CLOCK_FIXTURE_H
#define SD_TESTS_CLOCK_FIXTURE_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "domain/policy.h"
#include "rules/clock.h"

static const char head[] =
	"timezone: Asia/Shanghai\n"
	"calendars:\n"
	"  store: { hours: { mon-sun: [\"10:00-22:00\"] } }\n"
	"  office: { hours: { mon-fri: [\"09:00-12:00\", \"13:30-18:00\"] } }\n"
	"  until-2026: { hours: { mon-fri: [\"09:00-17:00\"] }, holidays: days.yaml }\n"
	"kinds:\n"
	"  consultation: { severities: { ordinary: {}, complex: {} } }\n"
	"  complaint: { severities: { general: {}, major: {} } }\n"
	"departments: { merchandise: {}, finance: {} }\n"
	"categories: { quality: {}, expired: { of: quality }, milk: { of: expired }, price: {} }\n"
	"events: { feedback: {}, visit: {} }\n"
	"clocks:\n";

static const char days[] =
	"country: CN\n"
	"source: made up\n"
	"years:\n"
	"  2026: { source: [made up], off: [2026-11-24], work: [2026-11-28] }\n";

/* The version of the policy before 16 November, where a test wants one. */
static const char *older_clocks;
/* Where a test wants another world than the head above: that, and where its holidays are found. */
static const char *other_head;
static const char *holiday_dir;
/* Also show when the verdict fell and how often a promise was moved. */
static int show_more;

struct world {
	struct policy_set set;
	struct findings findings;
	struct classmap map;
	struct symbols symbols;
	struct clockset *cs;
	struct arena arena;
	struct history h;
	size_t alloc;
	struct clock_list list;
};

static inline void write_file(const char *dir, const char *name, const char *first,
			      const char *second, const char *third)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	cr_assert(f);
	cr_assert(fprintf(f, "%s%s%s", first, second, third) > 0);
	cr_assert(fclose(f) == 0);
}

static inline void remove_file(const char *dir, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	unlink(path);
}

static inline void load(struct world *w, const char *clocks)
{
	char dir[] = "/tmp/sd-clock-XXXXXX", path[64];
	struct err err = ERR_INIT;

	memset(w, 0, sizeof(*w));
	cr_assert(mkdtemp(dir));
	write_file(dir, "days.yaml", days, "", "");
	if (older_clocks)
		write_file(dir, "old.yaml", "policy: t\nvalid-from: 2026-01-01\n", head, older_clocks);
	write_file(dir, "policy.yaml", older_clocks ?
		   "policy: t\nvalid-from: 2026-11-16\nsupersedes: old.yaml\n" :
		   "policy: t\nvalid-from: 2026-01-01\n", other_head ? other_head : head, clocks);
	snprintf(path, sizeof(path), "%s/policy.yaml", dir);
	w->set = (struct policy_set)POLICY_SET_INIT;
	if (policy_set_load(&w->set, path, holiday_dir, &w->findings, &err) < 0)
		cr_assert_fail("policy: %s (%s)", err.msg,
			       w->findings.n ? w->findings.list[0].msg : "no finding");
	remove_file(dir, "days.yaml");
	remove_file(dir, "old.yaml");
	remove_file(dir, "policy.yaml");
	rmdir(dir);
	classmap_init(&w->map);
	symbols_init(&w->symbols);
	w->cs = clockset_new(&w->set, &w->map, &w->symbols);
}

static inline void unload(struct world *w)
{
	clock_list_release(&w->list);
	clockset_free(w->cs);
	symbols_release(&w->symbols);
	policy_set_release(&w->set);
	findings_release(&w->findings);
	arena_release(&w->arena);
	free(w->h.event);
}

/* "16 09:00" in Shanghai, or with date and offset "2026-10-25T02:30:00+02:00". */
static inline instant at(const char *s)
{
	int day, hour, minute, second = 0;
	instant t;

	if (strlen(s) > 4 && s[4] == '-') {
		cr_assert(instant_parse(s, strcspn(s, " "), &t, NULL) == 0, "time '%s'", s);
		return t;
	}
	cr_assert(sscanf(s, "%d %d:%d:%d", &day, &hour, &minute, &second) >= 3, "time '%s'", s);
	return (civil_to_days(2026, 11, 1) + day - 1) * 86400 + hour * 3600 + minute * 60 + second -
	       8 * 3600;
}

/* Show instants with date and offset of this zone. */
static const struct zone *show_zone;

static inline void show(struct strbuf *out, instant t)
{
	int64_t local = t + 8 * 3600, day;

	if (show_zone && t != INSTANT_NONE) {
		strbuf_addch(out, ' ');
		instant_format(out, t, show_zone);
		return;
	}
	if (t == INSTANT_NONE) {
		strbuf_addstr(out, " -");
		return;
	}
	day = local / 86400 - civil_to_days(2026, 11, 1) + 1;
	strbuf_addf(out, " %dT%02d:%02d", (int)day, (int)(local % 86400 / 3600),
		    (int)(local % 3600 / 60));
	if (local % 60)
		strbuf_addf(out, ":%02d", (int)(local % 60));
}

static inline void add_event(struct world *w, const char *line, uint32_t number)
{
	char event[32], rest[256] = "", *save, *word;
	struct class_change *change = arena_array(&w->arena, 8, sizeof(*change));
	struct history_event *e;
	int n = 0;

	cr_assert(sscanf(line, "%*s %*s %31s%n", event, &n) == 1, "line '%s'", line);
	snprintf(rest, sizeof(rest), "%s", line + n);
	MEM_GROW(w->h.event, w->h.n + 1, w->alloc);
	e = &w->h.event[w->h.n++];
	memset(e, 0, sizeof(*e));
	e->at = at(line);
	e->due = INSTANT_NONE;
	e->line = number;
	e->check = (uint64_t)number << 32;
	e->change = change;
	n = policy_set_event(&w->set, event, strlen(event));
	cr_assert(n >= 0, "event '%s'", event);
	e->event = (uint8_t)n;
	for (word = strtok_r(rest, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		char *value = strchr(word, '=');
		int column;

		cr_assert(value, "word '%s'", word);
		*value++ = '\0';
		if (!strcmp(word, "by")) {
			e->flags |= ROW_BY_SD;
			continue;
		}
		if (!strcmp(word, "logged")) {
			value[strcspn(value, "T")] = value[4] == '-' ? 'T' : ' ';
			e->key = at(value);
			continue;
		}
		if (!strcmp(word, "due")) {
			value[strcspn(value, "T")] = ' ';
			e->due = at(value);
			continue;
		}
		if (e->event == EVENT_VOID) {
			e->detail = (uint32_t)strtoul(value, NULL, 10);
			continue;
		}
		if (!strcmp(word, "detail")) {
			e->detail = symbols_add(&w->symbols, COLUMN_DETAIL, value, strlen(value));
			continue;
		}
		if (!strcmp(word, "amount")) {
			e->amount = symbols_add(&w->symbols, COLUMN_AMOUNT, value, strlen(value));
			continue;
		}
		column = policy_set_column(&w->set, word, strlen(word));
		cr_assert(column >= 0, "column '%s'", word);
		if (w->map.slot[column] < 0)
			continue;
		change[e->nchanges].slot = (uint32_t)w->map.slot[column];
		change[e->nchanges++].symbol = symbols_add(&w->symbols, column, value, strlen(value));
	}
}

static inline void read_history(struct world *w, const char *events)
{
	uint32_t line = 2;
	const char *p;

	for (p = events; *p; p += *p == '\n') {
		char one[256];

		snprintf(one, sizeof(one), "%.*s", (int)strcspn(p, "\n"), p);
		add_event(w, one, line++);
		p += strcspn(p, "\n");
	}
	history_sort(&w->h);
}

static inline void show_instance(struct strbuf *out, const struct world *w,
				 const struct clock_instance *x)
{
	strbuf_addf(out, "%s#%d", x->rule->name, x->number);
	if (x->task)
		strbuf_addf(out, " (%s)", symbols_str(&w->symbols, COLUMN_DETAIL, x->task));
	show(out, x->from);
	show(out, x->due);
	show(out, x->done);
	strbuf_addf(out, " %s%s", verdict_name(x->verdict), x->paused ? " paused" : "");
	if (show_more && x->decided != INSTANT_NONE) {
		strbuf_addstr(out, " at");
		show(out, x->decided);
	}
	if (show_more && x->moved)
		strbuf_addf(out, " moved %d", x->moved);
	strbuf_addch(out, '\n');
}

static inline void check(const char *clocks, const char *events, const char *now,
			 const char *expected)
{
	struct strbuf out = STRBUF_INIT;
	struct world w;
	size_t i;

	load(&w, clocks);
	read_history(&w, events);
	clock_run(w.cs, &w.h, at(now), &w.list);
	strbuf_addstr(&out, "");
	for (i = 0; i < w.list.n; i++)
		show_instance(&out, &w, &w.list.instance[i]);
	cr_expect_str_eq(out.buf, expected, "%snow %s\n--- got\n%s--- expected\n%s", events, now,
			 out.buf, expected);
	strbuf_release(&out);
	unload(&w);
}

/* What holds of every explanation: what is wrong with this one, or NULL. */
static inline const char *what_is_unsound(const struct clock_instance *x,
					  const struct clock_intervals *list, instant now)
{
	instant end = list->n ? list->interval[list->n - 1].to : x->from;
	int64_t running = 0;
	size_t i;

	for (i = 0; i < list->n; i++) {
		const struct clock_interval *v = &list->interval[i];
		const struct clock_interval *last = i ? v - 1 : NULL;

		if (v->from != (last ? last->to : x->from))
			return "a gap";
		if (v->to <= v->from || v->seconds != v->to - v->from)
			return "a length is wrong";
		if ((v->state == INTERVAL_PAUSED) != (v->line > 0))
			return "a pause names its hold, and nothing else does";
		if (last && v->state == last->state && v->line == last->line)
			return "two could be one";
		running += v->state == INTERVAL_RUNNING ? v->seconds : 0;
	}
	if (x->due == INSTANT_NONE || (x->paused && x->verdict == VERDICT_UNDECIDED))
		return end <= now ? NULL : "goes on after now";
	if (x->verdict == VERDICT_DROPPED)
		return end == (x->due < x->ended ? x->due : x->ended) ? NULL : "does not end when dropped";
	if (end != x->due && x->due > x->from)
		return "does not end when due";
	if (x->rule->within.kind == LIMIT_SECONDS && running != x->limit)
		return "what runs is not the limit";
	return NULL;
}

#endif
