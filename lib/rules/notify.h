/*
 * notify: who is to be told of which steps now, by one message each (design sections 3 and 10). Pure.
 *
 *	notify_columns(&map);                              // before the log is read
 *	notify_tries_row(&tries, ...);                     // each notify row by sd, in the file's order
 *	notify_list_add(&list, p, &h, &steps, &map, &symbols);  // each case, after escalate_case()
 *	notify_plan_make(&plan, &list, &tries, newest_policy, now);
 *	for (i = 0; i < plan.n; i++) if (plan.digest[i].state == NOTIFY_READY) ...
 *
 * Told is, whoever receives a step today (whoever is away: the stand-in) and was not told of it yet: of the
 * steps of an instance that still runs only the highest, and only once its row is in the log. All that
 * one receiver has not been told yet is one digest, most urgent first: the kinds that have priority,
 * then by level, then by the due instant. A message that failed is tried again with what has been added
 * since, after 5 minutes, 10, 20 ... at most 6 hours; a success, or another channel, begins anew.
 *
 * The log is what is known. A notify row's detail is `told/CHANNEL/EXIT/CHECK`, its owner the receiver;
 * CHECK is the row of the step. Exit 0: one row for each step told of; else one row for the message.
 *
 * Strings are borrowed from the symbols and the policies; the list must outlive the plan.
 */
#ifndef SD_RULES_NOTIFY_H
#define SD_RULES_NOTIFY_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/intern.h"
#include "base/strbuf.h"
#include "domain/history.h"
#include "domain/policy.h"
#include "rules/escalate.h"
#include "rules/receivers.h"

#define NOTIFY_WAIT_FIRST 300     /* seconds after the first failure, doubled each time ... */
#define NOTIFY_WAIT_MOST  21600   /* ... up to this */

/* The detail of a notify row. */
struct notify_row {
	struct span channel;         /* lies in the text parsed */
	int exit;                    /* status of its command: 0 told, 124 too slow, 127 not found, 128+N signal */
	uint64_t check;              /* of the step's row */
};
/* 0, or -1 where the text is something else (the row of a step with `do: notify`, too). */
int notify_parse(const char *s, size_t n, struct notify_row *out);
void notify_format(struct strbuf *out, const char *channel, int exit, uint64_t check);

/* --- how the last messages fared ------------------------------------------------------------------ */

struct notify_try {
	int failures;                /* since the last success */
	int exit;                    /* of the last one */
	instant at;                  /* ... and when it was */
};
struct notify_tries {
	struct intern names;         /* "receiver/channel" */
	struct notify_try *one;
	size_t alloc;
};
#define NOTIFY_TRIES_INIT { INTERN_INIT, NULL, 0 }
void notify_tries_release(struct notify_tries *t);

/* As bytes for a checkpoint, and back into an empty one; what cannot be right leaves it empty and in->bad set. */
void notify_tries_save(const struct notify_tries *t, struct strbuf *out);
void notify_tries_load(struct notify_tries *t, struct bytes *in);

/* Any row of the log with event notify, by sd; others' details are passed over. */
void notify_tries_row(struct notify_tries *t, struct span receiver, struct span detail, instant at);
/* How it fared so far; NULL: never tried. */
const struct notify_try *notify_tries_find(const struct notify_tries *t, const char *receiver,
					   const char *channel);
/* When the next try may be made; INSTANT_NONE: at any time. */
instant notify_next_try(const struct notify_try *one);

/* --- what there is to tell ------------------------------------------------------------------------ */

struct notify_item {
	caseid id;
	const struct policy *policy; /* in force for the case */
	struct escalate_step s;
	struct receivers_who who;    /* of the case now, or of its task */
	const char *task;            /* name, or "" */
	const char *kind, *category, *severity, *place; /* now */
};
struct notify_list {
	struct notify_item *item;
	size_t n, alloc;
	struct notify_told { uint64_t check; const char *who; } *told;
	size_t ntold, alloc_told;
};
#define NOTIFY_LIST_INIT { NULL, 0, 0, NULL, 0, 0 }
void notify_list_release(struct notify_list *list);

/* The columns that messages show. */
void notify_columns(struct classmap *map);
/*
 * The steps of one case that somebody may have to be told of. The history is the one they were made from; `p` the
 * policy in force for the case.
 */
void notify_list_add(struct notify_list *list, const struct policy *p, const struct history *h,
		     const struct escalate_list *steps, const struct classmap *map,
		     const struct symbols *symbols);
/*
 * Until when what was added since a mark { n, ntold } of the list stays all that there is to tell, if no row of
 * these cases comes: INSTANT_NONE, look again each time, where a step is not in the log yet or somebody who can be
 * reached was not told of it; else the next midnight, when others may stand in; INSTANT_MAX where nothing was added.
 */
struct notify_mark {
	size_t item, told;
};
instant notify_list_until(const struct notify_list *list, struct notify_mark since,
			  const struct policy *p, instant now);
/* Adds what another thread found. */
void notify_list_merge(struct notify_list *list, const struct notify_list *from);

/* --- whom to tell --------------------------------------------------------------------------------- */

enum notify_state {
	NOTIFY_READY,
	NOTIFY_WAITING,              /* it failed, and the next try is at `until` */
	NOTIFY_QUIET,                /* `quiet:` holds all messages until `until` */
	NOTIFY_NO_CHANNEL,           /* nothing reaches the receiver */
};
struct notify_digest {
	const char *to;              /* the receiver's code */
	const struct policy_notify_channel *channel; /* NULL: none */
	enum notify_state state;
	instant until;
	const struct notify_item **item;
	size_t n, alloc;
};
struct notify_plan {
	struct notify_digest *digest; /* the one with the most urgent step first */
	size_t n, alloc;
};
#define NOTIFY_PLAN_INIT { NULL, 0, 0 }
void notify_plan_release(struct notify_plan *plan);

/* Sorts the list. `p`: the newest version of the policy, which knows the people and the channels. */
void notify_plan_make(struct notify_plan *plan, struct notify_list *list,
		      const struct notify_tries *tries, const struct policy *p, instant now);

/* The channel that reaches a receiver: a person's, else the one that is called like the receiver; or NULL. */
const struct policy_notify_channel *notify_channel_of(const struct policy *p, const char *receiver);
const struct policy_notify_channel *notify_channel(const struct policy *p, const char *name);

#endif
