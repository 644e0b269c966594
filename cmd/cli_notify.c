/* cli_notify: one message to one channel: who may send, what the command sees, what is said when it fails. */
#include "cli_notify.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/cachefile.h"
#include "io/file.h"
#include "io/trust.h"
#include "rules/notify.h"

#define TIMEOUT_MOST 3600        /* seconds */

const char *cli_desk_name(struct cli *cli, const char *dir)
{
	char *real = realpath(dir, NULL), *slash = real ? strrchr(real, '/') : NULL;
	const char *name = arena_strdup(&cli->findings.arena, slash && slash[1] ? slash + 1 : dir);

	free(real);
	return name;
}

/* --- beginning and end ---------------------------------------------------------------------------- */

static void add_variable(struct sender *s, const char *name, const char *value)
{
	struct strbuf sb = STRBUF_INIT;

	if (!value)
		return;
	if (s->nbase == ARRAY_SIZE(s->base))
		BUG("more variables than there is room for");
	strbuf_addf(&sb, "%s=%s", name, value);
	s->base[s->nbase++] = arena_strdup(&s->arena, sb.buf);
	strbuf_release(&sb);
}

/* Senders call sd to make payloads of messages: this one, wherever it is. */
static void add_path(struct sender *s)
{
	struct strbuf path = STRBUF_INIT;
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n > 0) {
		exe[n] = '\0';
		*strrchr(exe, '/') = '\0';
		strbuf_addf(&path, "%s:", exe);
	}
	strbuf_addstr(&path, PROCESS_PATH);
	add_variable(s, "PATH", path.buf);
	strbuf_release(&path);
}

static void set_environment(struct sender *s)
{
	char *desk = realpath(s->desk.dir, NULL);

	add_path(s);
	add_variable(s, "HOME", getenv("HOME"));
	add_variable(s, "LANG", "C.UTF-8");
	add_variable(s, "SD_DESK", desk);
	free(desk);
}

static void warn(struct sender *s, size_t line, const char *msg)
{
	finding_add(&s->cli->findings, GRADE_WARNING, s->cli->policy_path, line, 0, "%s", msg);
}

/* Somebody else who holds it sends what we would have sent; anything else has to be told. */
static int take_lock(struct sender *s, int wait_ms)
{
	char *path = file_join(s->desk.cache, "notify.lock");
	struct strbuf since = STRBUF_INIT;
	struct err err = ERR_INIT;
	mode_t mode = desk_file_mode(&s->desk);
	int ret;

	instant_format(&since, s->cli->now, s->cli->policy->zone);
	if (cachefile_make_dir(s->desk.cache, mode) < 0)
		ret = err_errno(&err, _("cannot make the folder '%s'"), s->desk.cache);
	else
		ret = lockfile_take(&s->lock, path, mode, wait_ms, since.buf, &err);
	if (ret < 0 && access(path, R_OK | W_OK) < 0)
		finding_add(&s->cli->findings, GRADE_WARNING, NULL, 0, 0,
			    _("no message is sent: %s"), err.msg);
	strbuf_release(&since);
	free(path);
	return ret;
}

int sender_begin(struct sender *s, struct cli *cli, int wait_ms)
{
	const struct policy *p = cli->policy;
	struct err err = ERR_INIT;

	s->cli = cli;
	desk_set(&s->desk, cli->desk);
	s->dir = file_dir(p->path);
	if (trust_text(p->path, p->sha256, &err) < 0) {
		err_prefix(&err, _("no message is sent, because the policy names commands"));
		warn(s, 0, err.msg);
		return -1;
	}
	if (take_lock(s, wait_ms) < 0)
		return -1;
	set_environment(s);
	return 0;
}

void sender_end(struct sender *s)
{
	lockfile_drop(&s->lock);
	desk_release(&s->desk);
	arena_release(&s->arena);
	free(s->dir);
	free(s->slow);
	*s = (struct sender)SENDER_INIT;
}

/* --- one message ---------------------------------------------------------------------------------- */

/* The program, and the scripts of the policy's folder that it may be given. */
static int is_trusted(struct sender *s, const struct policy_notify_channel *channel)
{
	struct err err = ERR_INIT;
	size_t i;

	for (i = 0; i < channel->command.n; i++) {
		const char *word = channel->command.s[i];

		if (i && *word == '/')
			continue;
		if (trust_program(word, s->dir, &err) < 0) {
			err_prefix(&err, _("no message is sent through '%s'"), channel->name);
			warn(s, channel->line, err.msg);
			return 0;
		}
	}
	return 1;
}

static int was_slow(const struct sender *s, const struct policy_notify_channel *channel)
{
	size_t i;

	for (i = 0; i < s->nslow; i++)
		if (s->slow[i] == channel)
			return 1;
	return 0;
}

static const char **environment_of(struct sender *s, const struct policy_notify_channel *channel)
{
	const char **env = arena_array(&s->arena, s->nbase + channel->env.n + 2, sizeof(*env));
	struct strbuf sb = STRBUF_INIT;
	size_t i, n = 0;

	for (i = 0; i < s->nbase; i++)
		env[n++] = s->base[i];
	strbuf_addf(&sb, "SD_CHANNEL=%s", channel->name);
	env[n++] = arena_strdup(&s->arena, sb.buf);
	for (i = 0; i < channel->env.n; i++) {
		const char *value = getenv(channel->env.s[i]);

		if (!value)
			continue;
		strbuf_reset(&sb);
		strbuf_addf(&sb, "%s=%s", channel->env.s[i], value);
		env[n++] = arena_strdup(&s->arena, sb.buf);
	}
	strbuf_release(&sb);
	return env;
}

int sender_send(struct sender *s, const struct policy_notify_channel *channel, const char *json,
		size_t n, struct process *result)
{
	int64_t timeout = channel->timeout < TIMEOUT_MOST ? channel->timeout : TIMEOUT_MOST;
	const char **argv = arena_array(&s->arena, channel->command.n + 1, sizeof(*argv));
	struct err err = ERR_INIT;

	/* Each further message would cost the same time again, and hold up the other channels. */
	if (was_slow(s, channel) || !is_trusted(s, channel))
		return -1;
	memcpy(argv, channel->command.s, channel->command.n * sizeof(*argv));
	*result = (struct process){ .argv = argv, .dir = s->dir, .env = environment_of(s, channel),
				    .in = json, .in_size = n, .timeout_ms = (int)timeout * 1000 };
	if (process_run(result, &err) < 0) {
		warn(s, channel->line, err.msg);
		return -1;
	}
	if (result->timed_out) {
		MEM_GROW(s->slow, s->nslow + 1, s->alloc_slow);
		s->slow[s->nslow++] = channel;
	}
	return 0;
}

void sender_warn(struct sender *s, const struct policy_notify_channel *channel, const char *to,
		 const struct process *result, instant next)
{
	struct strbuf why = STRBUF_INIT, when = STRBUF_INIT, msg = STRBUF_INIT;

	instant_format(&when, next, s->cli->policy->zone);
	if (result->timed_out)
		strbuf_addf(&why, _("too slow, status %d"), result->status);
	else
		strbuf_addf(&why, _("status %d"), result->status);
	if (*result->word)
		strbuf_addf(&why, ": %s", result->word);
	if (to)
		strbuf_addf(&msg, _("'%s' was not told through '%s' (%s); the next try is at %s or later"),
			    to, channel->name, why.buf, when.buf);
	else
		strbuf_addf(&msg, _("a message was not sent through '%s' (%s); the next try is at %s or later"),
			    channel->name, why.buf, when.buf);
	warn(s, channel->line, msg.buf);
	strbuf_release(&msg);
	strbuf_release(&why);
	strbuf_release(&when);
}
