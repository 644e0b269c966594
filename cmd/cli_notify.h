/*
 * cli_notify: messages to channels, and those that wait to be sent again. Shared by `sd escalate` and `sd report --send`.
 *
 *	struct sender s = SENDER_INIT;
 *	if (sender_begin(&s, cli, 0) == 0) {         // the lock; the policy may be acted on
 *		if (sender_send(&s, channel, json, n, &status) == 0) ...
 *		outbox_run(&s);
 *	}
 *	sender_end(&s);
 *
 * One process at a time sends for a desk: `.sd/notify.lock`. What goes wrong with a message is a warning, never an
 * error of the command that has recorded what it should.
 */
#ifndef SD_CMD_CLI_NOTIFY_H
#define SD_CMD_CLI_NOTIFY_H

#include "cli.h"
#include "domain/desk.h"
#include "io/lockfile.h"
#include "io/process.h"

struct sender {
	struct cli *cli;
	struct arena arena;
	struct desk desk;
	struct lockfile lock;
	char *dir;                       /* of the policy */
	const char *base[8];             /* environment that every command gets */
	size_t nbase;
	const struct policy_notify_channel **slow; /* that exceeded their time in this run */
	size_t nslow, alloc_slow;
};
#define SENDER_INIT { .arena = ARENA_INIT, .desk = DESK_INIT, .lock = LOCKFILE_INIT }

/*
 * 0, or -1: nothing is to be sent now. Either another process is sending, for which is waited at most
 * wait_ms (nothing is said then), or the policy could have been written by others (a warning).
 */
int sender_begin(struct sender *s, struct cli *cli, int wait_ms);
void sender_end(struct sender *s);

/*
 * Hands a message to the channel's command; its status in result->status. -1: it was not tried, because its program
 * could have been written by others (a warning), or was too slow before in this run.
 */
int sender_send(struct sender *s, const struct policy_notify_channel *channel, const char *json,
		size_t n, struct process *result);

/* A warning about a message that failed; `next` is when it is tried again, `to` who is not told (NULL: of a report). */
void sender_warn(struct sender *s, const struct policy_notify_channel *channel, const char *to,
		 const struct process *result, instant next);

/*
 * Messages about no case, so that the log cannot hold how they fared, wait in `.sd/outbox/`; whoever deletes
 * that deletes them. One of a kind replaces the one before it; one that is a week old is given up.
 */
int outbox_put(struct sender *s, const struct policy_notify_channel *channel, const char *kind,
	       const char *json, size_t n, int failures);
/* Into the outbox without a sender, and so without its lock: sent first by whoever empties it next. */
int outbox_post(struct cli *cli, const struct policy_notify_channel *channel, const char *kind,
		const char *json, size_t n);
/* Sends what is due where nobody else is sending. */
void outbox_flush(struct cli *cli);
/* It was sent by other means. */
void outbox_drop(struct sender *s, const struct policy_notify_channel *channel, const char *kind);
/* Sends what is due again. */
void outbox_run(struct sender *s);
/* Is anything due again? Cheap where there is no outbox. */
int outbox_has_due(struct cli *cli, const char *desk_dir);

/* What a message calls the desk: its folder's name. Lives in the cli's arena. */
const char *cli_desk_name(struct cli *cli, const char *dir);

#endif
