#include "screen.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/file.h"

/* Another screen, no cursor; and back. */
#define ENTER "\033[?1049h\033[?25l"
#define LEAVE "\033[?25h\033[?1049l"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT };
static volatile sig_atomic_t ended_by, has_resized, wants_stop;

static void on_signal(int number)
{
	if (number == SIGWINCH || number == SIGCONT)
		has_resized = 1;
	else if (number == SIGTSTP)
		wants_stop = 1;
	else
		ended_by = number;
}

int screen_is_possible(void)
{
	const char *term = getenv("TERM");

	return isatty(1) && term && *term && strcmp(term, "dumb") != 0;
}

static void read_size(struct screen *s)
{
	struct winsize ws = { 0 };

	s->width = 80;
	s->height = 24;
	if (ioctl(1, TIOCGWINSZ, &ws) < 0 || !ws.ws_col || !ws.ws_row)
		return;
	/* A letter in the last column makes terminals disagree on where the cursor is. */
	s->width = ws.ws_col > 1 ? ws.ws_col - 1U : 1;
	s->height = ws.ws_row;
}

static void enter(struct screen *s)
{
	struct termios raw;

	if (s->reads_keys) {
		raw = s->before;
		raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
		raw.c_cc[VMIN] = 1;
		raw.c_cc[VTIME] = 0;
		tcsetattr(0, TCSANOW, &raw);
	}
	file_write_all(1, ENTER, strlen(ENTER));
	strbuf_reset(&s->drawn);
	read_size(s);
}

static void leave(struct screen *s)
{
	file_write_all(1, LEAVE, strlen(LEAVE));
	if (s->reads_keys)
		tcsetattr(0, TCSANOW, &s->before);
}

/* The signals are let in only while screen_wait() waits. */
int screen_open(struct screen *s, struct err *err)
{
	struct sigaction act = { .sa_handler = on_signal };
	sigset_t ours;
	size_t i;

	*s = (struct screen){ .drawn = STRBUF_INIT, .typed = STRBUF_INIT };
	sigemptyset(&ours);
	for (i = 0; i < ARRAY_SIZE(signals); i++)
		sigaddset(&ours, signals[i]);
	if (sigprocmask(SIG_BLOCK, &ours, &s->mask) < 0)
		return err_errno(err, _("cannot use the terminal"));
	for (i = 0; i < ARRAY_SIZE(signals); i++)
		sigaction(signals[i], &act, NULL);
	act.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &act, NULL);
	ended_by = has_resized = wants_stop = 0;
	s->reads_keys = isatty(0) && tcgetattr(0, &s->before) == 0;
	enter(s);
	return 0;
}

void screen_close(struct screen *s)
{
	struct sigaction act = { .sa_handler = SIG_DFL };
	size_t i;

	leave(s);
	strbuf_release(&s->drawn);
	strbuf_release(&s->typed);
	for (i = 0; i < ARRAY_SIZE(signals); i++)
		sigaction(signals[i], &act, NULL);
	sigaction(SIGPIPE, &act, NULL);
	sigprocmask(SIG_SETMASK, &s->mask, NULL);
	if (ended_by && ended_by != SIGINT)
		raise(ended_by);
}

/* As if the program had been stopped from outside, but with the terminal as it was. */
static void stop(struct screen *s)
{
	wants_stop = 0;
	leave(s);
	raise(SIGSTOP);
	enter(s);
}

int screen_draw(struct screen *s, const struct strbuf *frame)
{
	struct strbuf out = STRBUF_INIT;
	size_t i;
	int result;

	if (s->drawn.len == frame->len && !memcmp(s->drawn.buf, frame->buf, frame->len))
		return 0;
	strbuf_reset(&s->drawn);
	strbuf_add(&s->drawn, frame->buf, frame->len);
	strbuf_addstr(&out, "\033[H");
	for (i = 0; i < frame->len; i++)
		if (frame->buf[i] == '\n')
			strbuf_addstr(&out, "\033[K\r\n");
		else
			strbuf_addch(&out, frame->buf[i]);
	strbuf_addstr(&out, "\033[J");
	result = file_write_all(1, out.buf, out.len);
	strbuf_release(&out);
	return result;
}

/* --- keys ------------------------------------------------------------------------------------------ */

static enum key letter(char c)
{
	static const char letters[] = "qQkj bgG";
	static const enum key keys[] = { KEY_QUIT, KEY_QUIT, KEY_UP, KEY_DOWN, KEY_PAGE_DOWN,
					 KEY_PAGE_UP, KEY_HOME, KEY_END };
	const char *at = c ? strchr(letters, c) : NULL;

	return at ? keys[at - letters] : KEY_NONE;
}

static void drop_typed(struct screen *s, size_t n)
{
	memmove(s->typed.buf, s->typed.buf + n, s->typed.len - n);
	strbuf_setlen(&s->typed, s->typed.len - n);
}

/* What terminals send for a key comes in one piece: ESC [ A, ESC O A, ESC [ 5 ~. */
static enum key next_key(struct screen *s)
{
	static const struct { const char *sent; enum key key; } known[] = {
		{ "A", KEY_UP }, { "B", KEY_DOWN }, { "H", KEY_HOME }, { "F", KEY_END },
		{ "5~", KEY_PAGE_UP }, { "6~", KEY_PAGE_DOWN }, { "1~", KEY_HOME }, { "4~", KEY_END },
		{ "7~", KEY_HOME }, { "8~", KEY_END },
	};
	const char *t = s->typed.buf;
	size_t i, n;

	if (t[0] == '\033' && (t[1] == '[' || t[1] == 'O')) {
		for (i = 0; i < ARRAY_SIZE(known); i++) {
			n = strlen(known[i].sent);
			if (strncmp(t + 2, known[i].sent, n) != 0)
				continue;
			drop_typed(s, 2 + n);
			return known[i].key;
		}
	}
	/* Another sequence is passed over whole. */
	n = t[0] == '\033' ? s->typed.len : 1;
	if (t[0] == '\f')
		strbuf_reset(&s->drawn);
	i = (size_t)letter(t[0]);
	drop_typed(s, n);
	return (enum key)i;
}

static void read_keys(struct screen *s)
{
	char buf[64];
	ssize_t n = read(0, buf, sizeof(buf));

	if (n > 0)
		strbuf_add(&s->typed, buf, (size_t)n);
	else if (!n || errno != EINTR)
		s->reads_keys = 0;
}

enum key screen_wait(struct screen *s, int milliseconds)
{
	struct pollfd in = { .fd = s->reads_keys ? 0 : -1, .events = POLLIN };
	struct timespec time = { milliseconds / 1000, (long)(milliseconds % 1000) * 1000000 };
	int n;

	if (s->typed.len)
		return next_key(s);
	n = ppoll(&in, 1, &time, &s->mask);
	if (ended_by)
		return KEY_QUIT;
	if (wants_stop)
		stop(s);
	if (has_resized) {
		has_resized = 0;
		strbuf_reset(&s->drawn);
		read_size(s);
	}
	if (n > 0)
		read_keys(s);
	return s->typed.len ? next_key(s) : KEY_NONE;
}
