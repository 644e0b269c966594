#include "io/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/file.h"

#define TICK_MS    10
#define READ_BYTES 4096
#define LAST_READS 32            /* a child left behind may print for ever */

enum { IN, OUT, ERR, TICK, FDS };

/* The first line that says something. */
struct line {
	char buf[PROCESS_WORD];
	size_t n;
	int done;
};

struct run {
	struct process *p;
	struct pollfd fd[FDS];           /* ours; -1: closed */
	int theirs[3];
	pid_t pid;
	size_t written;
	int64_t elapsed_ms;
	int sent_term, sent_kill;
	struct line line[2];             /* of stdout, of stderr */
	struct sigaction old_child;
	sigset_t old_mask;
	int pipe_was_pending;
};

/* --- which program -------------------------------------------------------------------------------- */

static int is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static char *look_in_path(const char *name)
{
	const char *dir = PROCESS_PATH;

	while (*dir) {
		size_t n = strcspn(dir, ":");
		char *folder = mem_strndup(dir, n), *path = file_join(folder, name);

		free(folder);
		if (is_program(path) && access(path, X_OK) == 0)
			return path;
		free(path);
		dir += n + (dir[n] == ':');
	}
	return mem_strdup("");
}

char *process_find(const char *program, const char *dir)
{
	char *path;

	if (!strchr(program, '/'))
		return look_in_path(program);
	path = *program == '/' ? mem_strdup(program) : file_join(dir, program);
	if (is_program(path))
		return path;
	free(path);
	return mem_strdup("");
}

/* --- starting it ---------------------------------------------------------------------------------- */

/* The end numbered `ours` of a new pipe, which does not block; the other one to *theirs. */
static int make_pipe(int ours, int *theirs, short events, struct pollfd *fd)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	*fd = (struct pollfd){ .fd = ends[ours], .events = events };
	*theirs = ends[!ours];
	return fcntl(fd->fd, F_SETFL, O_NONBLOCK);
}

/* Time is counted by ticks, because what is slow is also what keeps us busy reading. */
static int make_tick(struct pollfd *fd)
{
	const struct timespec tick = { 0, TICK_MS * 1000000L };
	const struct itimerspec every = { tick, tick };

	*fd = (struct pollfd){ .fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
			       .events = POLLIN };
	return fd->fd < 0 ? -1 : timerfd_settime(fd->fd, 0, &every, NULL);
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Everything that can fail in the child is reported by posix_spawn() itself. 0 or an errno. */
static int spawn(struct run *r, const char *path)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int error, i;

	sigemptyset(&none);
	sigfillset(&all);
	if (posix_spawn_file_actions_init(&files) != 0)
		return ENOMEM;
	if (posix_spawnattr_init(&attr) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return ENOMEM;
	}
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
					POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	error = posix_spawn_file_actions_addchdir_np(&files, r->p->dir);
	for (i = 0; !error && i < 3; i++)
		error = posix_spawn_file_actions_adddup2(&files, r->theirs[i], i);
	if (!error)
		error = posix_spawn_file_actions_addclosefrom_np(&files, 3);
	if (!error)
		error = posix_spawn(&r->pid, path, &files, &attr, (char *const *)r->p->argv,
				    (char *const *)r->p->env);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	return error;
}

/* Writing to a program that is gone must not end us, and its status must not be lost. */
static void hold_signals(struct run *r)
{
	struct sigaction wait = { .sa_handler = SIG_DFL };
	sigset_t pipe, pending;

	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	sigpending(&pending);
	r->pipe_was_pending = sigismember(&pending, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &pipe, &r->old_mask);
	sigaction(SIGCHLD, &wait, &r->old_child);
}

static void release_signals(struct run *r)
{
	const struct timespec now = { 0, 0 };
	sigset_t pipe;

	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	while (!r->pipe_was_pending && sigtimedwait(&pipe, NULL, &now) < 0 && errno == EINTR)
		;
	pthread_sigmask(SIG_SETMASK, &r->old_mask, NULL);
	sigaction(SIGCHLD, &r->old_child, NULL);
}

/* --- while it runs -------------------------------------------------------------------------------- */

static void feed(struct run *r)
{
	size_t left = r->p->in_size - r->written;
	ssize_t put = 0;

	if (left)
		put = write(r->fd[IN].fd, (const char *)r->p->in + r->written, left);
	if (put > 0)
		r->written += (size_t)put;
	if ((put < 0 && errno != EAGAIN && errno != EINTR) || r->written == r->p->in_size)
		close_fd(&r->fd[IN].fd);
}

static void keep(struct line *line, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && !line->done; i++) {
		if (s[i] == '\n' || s[i] == '\r')
			line->done = line->n > 0;
		else if (line->n || (s[i] != ' ' && s[i] != '\t'))
			line->buf[line->n++] = s[i];
		if (line->n == sizeof(line->buf))
			line->done = 1;
	}
}

/* 1 where there may be more. */
static int take(struct pollfd *fd, struct line *line)
{
	char buf[READ_BYTES];
	ssize_t got = read(fd->fd, buf, sizeof(buf));

	if (got > 0)
		keep(line, buf, (size_t)got);
	else if (got == 0 || (errno != EAGAIN && errno != EINTR))
		close_fd(&fd->fd);
	return got > 0;
}

/* Has it ended? It stays a zombie, so that its group's number is not given to others yet. */
static int has_ended(const struct run *r)
{
	siginfo_t info = { .si_pid = 0 };

	return waitid(P_PID, (id_t)r->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 ||
	       info.si_pid == r->pid;
}

static void count_time(struct run *r)
{
	uint64_t ticks;

	if (read(r->fd[TICK].fd, &ticks, sizeof(ticks)) == (ssize_t)sizeof(ticks))
		r->elapsed_ms += (int64_t)ticks * TICK_MS;
	if (!r->sent_term && r->elapsed_ms >= r->p->timeout_ms) {
		r->sent_term = 1;
		r->p->timed_out = 1;
		kill(-r->pid, SIGTERM);
	} else if (r->sent_term && !r->sent_kill &&
		   r->elapsed_ms >= (int64_t)r->p->timeout_ms + PROCESS_GRACE_MS) {
		r->sent_kill = 1;
		kill(-r->pid, SIGKILL);
	}
}

static void attend(struct run *r)
{
	int i;

	for (;;) {
		if (poll(r->fd, FDS, -1) < 0)
			continue;
		if (r->fd[IN].fd >= 0 && r->fd[IN].revents)
			feed(r);
		for (i = OUT; i <= ERR; i++)
			if (r->fd[i].fd >= 0 && r->fd[i].revents)
				(void)take(&r->fd[i], &r->line[i - OUT]);
		if (!(r->fd[TICK].revents & POLLIN))
			continue;
		if (has_ended(r))
			return;
		count_time(r);
	}
}

/* --- afterwards ----------------------------------------------------------------------------------- */

static int status_of(int wait_status)
{
	return WIFSIGNALED(wait_status) ? PROCESS_SIGNAL + WTERMSIG(wait_status) :
					  WEXITSTATUS(wait_status);
}

static void reap(struct run *r)
{
	int wait_status = 0, i, n;

	for (i = OUT; i <= ERR; i++)
		for (n = 0; n < LAST_READS && r->fd[i].fd >= 0; n++)
			if (!take(&r->fd[i], &r->line[i - OUT]))
				break;
	/* Who was told to end in vain, and whoever it left behind. */
	if (r->sent_term)
		kill(-r->pid, SIGKILL);
	while (waitpid(r->pid, &wait_status, 0) < 0 && errno == EINTR)
		;
	r->p->status = r->p->timed_out ? PROCESS_TIMEOUT : status_of(wait_status);
}

static void set_word(struct process *p, const char *s, size_t n)
{
	struct strbuf safe = STRBUF_INIT;
	size_t fit;

	utf8_add_safe(&safe, s, n);
	fit = safe.len < sizeof(p->word) ? safe.len : utf8_cut(safe.buf, sizeof(p->word) - 1);
	memcpy(p->word, safe.buf, fit);
	p->word[fit] = '\0';
	strbuf_release(&safe);
}

static int open_all(struct run *r)
{
	if (make_pipe(1, &r->theirs[0], POLLOUT, &r->fd[IN]) < 0 ||
	    make_pipe(0, &r->theirs[1], POLLIN, &r->fd[OUT]) < 0 ||
	    make_pipe(0, &r->theirs[2], POLLIN, &r->fd[ERR]) < 0)
		return -1;
	return make_tick(&r->fd[TICK]);
}

static void close_all(struct run *r)
{
	int i;

	for (i = 0; i < 3; i++)
		close_fd(&r->theirs[i]);
	for (i = 0; i < FDS; i++)
		close_fd(&r->fd[i].fd);
}

/* What could not be started says why, as the shell would. */
static void not_started(struct process *p, int error)
{
	const char *why = strerror(error);

	p->status = error == ENOENT ? PROCESS_NOT_FOUND : PROCESS_NOT_RUN;
	set_word(p, why, strlen(why));
}

int process_run(struct process *p, struct err *err)
{
	struct run r = { .p = p, .theirs = { -1, -1, -1 },
			 .fd = { { .fd = -1 }, { .fd = -1 }, { .fd = -1 }, { .fd = -1 } } };
	char *path = process_find(p->argv[0], p->dir);
	int error, i, result = 0;

	p->status = PROCESS_NOT_RUN;
	p->timed_out = 0;
	p->word[0] = '\0';
	if (!*path) {
		not_started(p, ENOENT);
		goto out;
	}
	if (open_all(&r) < 0) {
		result = err_errno(err, _("cannot run '%s'"), p->argv[0]);
		goto out;
	}
	hold_signals(&r);
	/* A relative path is meant from `dir`, where the child then is. */
	error = spawn(&r, strchr(p->argv[0], '/') ? p->argv[0] : path);
	for (i = 0; i < 3; i++)
		close_fd(&r.theirs[i]);
	if (error) {
		not_started(p, error);
	} else {
		attend(&r);
		reap(&r);
		i = r.line[1].n ? 1 : 0;
		set_word(p, r.line[i].buf, utf8_cut(r.line[i].buf, r.line[i].n));
	}
	release_signals(&r);
out:
	close_all(&r);
	free(path);
	return result;
}
