/*
 * cli_outbox: messages about no case that could not be sent. A file holds one: a line "sd.outbox/1 CREATED FAILURES
 * LAST CHANNEL" with times in seconds since 1970, then what the channel's command gets.
 */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli_notify.h"
#include "io/cachefile.h"
#include "io/digest.h"
#include "io/file.h"
#include "rules/notify.h"
#include "values/number.h"

#define SUFFIX    ".json"
#define BYTES_MAX ((size_t)1 << 20)
#define KEPT      (7 * 86400)

struct letter {
	int64_t created;
	struct notify_try tried;
	const char *channel, *json;      /* lie in `content` */
	size_t n;
	struct strbuf content;
};

static char *outbox_dir(const char *desk_dir)
{
	char *cache = file_join(desk_dir, ".sd"), *dir = file_join(cache, "outbox");

	free(cache);
	return dir;
}

/* The number before the next blank; *s goes behind that. */
static int take_number(const char **s, uint64_t max, int64_t *value)
{
	size_t n = strcspn(*s, " ");
	uint64_t v;

	if ((*s)[n] != ' ' || number_parse(*s, n, max, &v) < 0)
		return -1;
	*value = (int64_t)v;
	*s += n + 1;
	return 0;
}

/* Content that is no letter is nobody's loss: who writes into a cache may write anything. */
static int parse(struct letter *l)
{
	static const char schema[] = "sd.outbox/1 ";
	const char *s = l->content.buf + sizeof(schema) - 1;
	char *end = strchr(l->content.buf, '\n');
	int64_t failures;

	if (!end || strncmp(l->content.buf, schema, sizeof(schema) - 1) != 0)
		return -1;
	*end = '\0';
	if (take_number(&s, INSTANT_MAX, &l->created) < 0 ||
	    take_number(&s, 1000000, &failures) < 0 ||
	    take_number(&s, INSTANT_MAX, &l->tried.at) < 0)
		return -1;
	l->tried.failures = (int)failures;
	l->channel = s;
	l->json = end + 1;
	l->n = l->content.len - (size_t)(l->json - l->content.buf);
	return 0;
}

static int read_letter(struct letter *l, const char *dir, const char *name)
{
	*l = (struct letter){ .content = STRBUF_INIT };
	if (cachefile_read(dir, name, BYTES_MAX, &l->content) == 0 && parse(l) == 0)
		return 0;
	strbuf_release(&l->content);
	return -1;
}

static int write_letter(const struct sender *s, const char *dir, const char *name,
			const struct letter *l)
{
	struct strbuf out = STRBUF_INIT;
	mode_t mode = desk_file_mode(&s->desk);
	int ret = -1;

	strbuf_addf(&out, "sd.outbox/1 %" PRId64 " %d %" PRId64 " %s\n", l->created,
		    l->tried.failures, l->tried.at, l->channel);
	strbuf_add(&out, l->json, l->n);
	if (cachefile_make_dir(s->desk.cache, mode) == 0)
		ret = cachefile_write(dir, name, out.buf, out.len, mode);
	strbuf_release(&out);
	return ret;
}

#define NAME_MAX_BYTES 32

static void name_of(char name[NAME_MAX_BYTES], const struct policy_notify_channel *channel,
		    const char *kind)
{
	const struct digest_piece piece[] = { { channel->name, strlen(channel->name) + 1 },
					      { kind, strlen(kind) } };
	char hex[DIGEST_HEX + 1];

	digest_hex_pieces(piece, 2, hex);
	snprintf(name, NAME_MAX_BYTES, "%.16s" SUFFIX, hex);
}

int outbox_put(struct sender *s, const struct policy_notify_channel *channel, const char *kind,
	       const char *json, size_t n, int failures)
{
	struct letter l = { .created = s->cli->now, .tried = { .failures = failures, .at = s->cli->now },
			    .channel = channel->name, .json = json, .n = n };
	char *dir = outbox_dir(s->cli->desk), name[NAME_MAX_BYTES];
	int ret;

	name_of(name, channel, kind);
	ret = write_letter(s, dir, name, &l);
	free(dir);
	return ret;
}

int outbox_post(struct cli *cli, const struct policy_notify_channel *channel, const char *kind,
		const char *json, size_t n)
{
	struct sender s = { .cli = cli, .arena = ARENA_INIT, .desk = DESK_INIT, .lock = LOCKFILE_INIT };
	int ret;

	desk_set(&s.desk, cli->desk);
	ret = outbox_put(&s, channel, kind, json, n, 0);
	sender_end(&s);
	return ret;
}

void outbox_drop(struct sender *s, const struct policy_notify_channel *channel, const char *kind)
{
	char *dir = outbox_dir(s->cli->desk), *path, name[NAME_MAX_BYTES];

	name_of(name, channel, kind);
	path = file_join(dir, name);
	unlink(path);
	free(path);
	free(dir);
}

/* --- what is due again ---------------------------------------------------------------------------- */

static int is_letter_name(const char *name)
{
	size_t n = strlen(name);

	return *name != '.' && n > strlen(SUFFIX) && !strcmp(name + n - strlen(SUFFIX), SUFFIX);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int wanted(const struct dirent *d)
{
	return is_letter_name(d->d_name);
}

/* Of a clock that was set back no message may wait for the time that is lost. */
static int is_due(const struct letter *l, instant now)
{
	instant next = notify_next_try(&l->tried);

	return next == INSTANT_NONE || next <= now || l->tried.at > now;
}

static void give_up(struct sender *s, const char *dir, const char *name, const struct letter *l)
{
	char *path = file_join(dir, name);

	finding_add(&s->cli->findings, GRADE_WARNING, s->cli->policy_path, 0, 0,
		    _("a message that waited to be sent through '%s' is given up"), l->channel);
	unlink(path);
	free(path);
}

static void send_again(struct sender *s, const char *dir, const char *name, struct letter *l)
{
	const struct policy_notify_channel *channel = notify_channel(s->cli->policy, l->channel);
	struct process result;
	char *path;

	if (!channel || l->created < s->cli->now - KEPT) {
		give_up(s, dir, name, l);
		return;
	}
	if (!is_due(l, s->cli->now) || sender_send(s, channel, l->json, l->n, &result) < 0)
		return;
	if (result.status == 0) {
		path = file_join(dir, name);
		unlink(path);
		free(path);
		return;
	}
	l->tried.failures++;
	l->tried.at = s->cli->now;
	sender_warn(s, channel, NULL, &result, notify_next_try(&l->tried));
	/* Where that fails it is tried again earlier than it should be. */
	(void)write_letter(s, dir, name, l);
}

static int each_letter(const char *dir, int (*fn)(void *ctx, const char *name, struct letter *l),
		       void *ctx)
{
	struct dirent **entry;
	struct letter l;
	int i, n = scandir(dir, &entry, wanted, by_name), found = 0;

	for (i = 0; i < n; i++) {
		if (!found && read_letter(&l, dir, entry[i]->d_name) == 0) {
			found = fn(ctx, entry[i]->d_name, &l);
			strbuf_release(&l.content);
		}
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	return found;
}

struct round {
	struct sender *sender;
	const char *dir;
};

static int send_letter(void *ctx, const char *name, struct letter *l)
{
	struct round *round = ctx;

	send_again(round->sender, round->dir, name, l);
	return 0;
}

void outbox_run(struct sender *s)
{
	char *dir = outbox_dir(s->cli->desk);

	each_letter(dir, send_letter, &(struct round){ s, dir });
	free(dir);
}

static int letter_is_due(void *ctx, const char *name, struct letter *l)
{
	const instant *now = ctx;

	(void)name;
	return is_due(l, *now) || l->created < *now - KEPT;
}

int outbox_has_due(struct cli *cli, const char *desk_dir)
{
	char *dir = outbox_dir(desk_dir);
	int due = each_letter(dir, letter_is_due, &cli->now);

	free(dir);
	return due;
}

void outbox_flush(struct cli *cli)
{
	struct sender s = SENDER_INIT;

	if (outbox_has_due(cli, cli->desk) && sender_begin(&s, cli, 0) == 0)
		outbox_run(&s);
	sender_end(&s);
}
