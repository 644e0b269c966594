/* cli: start, language, output and end of every command. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdarg.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli_main.h"
#include "io/file.h"

static _Noreturn void no_memory(size_t wanted)
{
	static const char msg[] = "sd: error: out of memory, nothing was recorded\n";

	(void)wanted;
	if (write(2, msg, sizeof(msg) - 1) < 0)
		_exit(STATUS_SYSTEM);
	_exit(STATUS_SYSTEM);
}

void cli_guard(void)
{
	int fd;

	/*
	 * A closed fd 0-2 would be reused for the log and receive our messages. Read-only: an answer
	 * that nobody can get must fail, not vanish.
	 */
	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= 2);
	if (fd > 2)
		close(fd);
	umask(077);
	/* A file that may not grow fails like a full disk. */
	signal(SIGXFSZ, SIG_IGN);
	mem_on_failure(no_memory);
	/* Width and validity of UTF-8 must not depend on the user's locale; numbers keep the C locale. */
	setlocale(LC_CTYPE, "C.UTF-8");
}

void cli_export(const struct cli *cli)
{
	if (cli->now_arg)
		setenv("SD_NOW", cli->now_arg, 1);
	if (cli->lang_arg)
		setenv("SD_LANG", cli->lang_arg, 1);
	if (cli->policy_arg)
		setenv("SD_POLICY", cli->policy_arg, 1);
}

/* "zh" or "en" out of the usual variables. */
static const char *environment_language(void)
{
	static const char *const names[] = { "SD_LANG", "LC_ALL", "LC_MESSAGES", "LANG" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		const char *v = getenv(names[i]);

		if (v && *v)
			return strncmp(v, "zh", 2) ? "en" : "zh";
	}
	return "en";
}

void cli_language(struct cli *cli, const char *policy_language)
{
	const char *lang = cli->lang_arg ? cli->lang_arg : getenv("SD_LANG");
	char *dir;

	if (!lang || !*lang)
		lang = policy_language ? policy_language : environment_language();
	lang = strncmp(lang, "zh", 2) ? "en" : "zh";
	if (cli->lang && !strcmp(cli->lang, lang))
		return;
	cli->lang = lang;
	if (strcmp(lang, "zh") != 0) {
		setlocale(LC_MESSAGES, "C");
		return;
	}
	/* C.UTF-8 exists everywhere; any locale but "C" makes gettext look at LANGUAGE. */
	setlocale(LC_MESSAGES, "C.UTF-8");
	setenv("LANGUAGE", "zh_CN", 1);
	dir = cli_share("../locale");
	if (dir)
		bindtextdomain("sd", dir);
	bind_textdomain_codeset("sd", "UTF-8");
	free(dir);
}

char *cli_share(const char *name)
{
	static const char *const places[] = { "share/sd", "../share/sd" };
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	size_t i;

	if (n <= 0)
		return NULL;
	exe[n] = '\0';
	*strrchr(exe, '/') = '\0';
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		struct strbuf path = STRBUF_INIT;

		strbuf_addf(&path, "%s/%s/%s", exe, places[i], name);
		if (file_exists(path.buf))
			return strbuf_detach(&path);
		strbuf_release(&path);
	}
	return NULL;
}

int cli_width(void)
{
	struct winsize ws;

	if (isatty(1) && ioctl(1, TIOCGWINSZ, &ws) == 0 && ws.ws_col >= 40)
		return ws.ws_col;
	return 80;
}

int cli_color(const struct cli *cli, int fd)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (cli->color_arg && strcmp(cli->color_arg, "auto") != 0)
		return !strcmp(cli->color_arg, "always");
	return isatty(fd) && !(no && *no) && !(term && !strcmp(term, "dumb"));
}

void cli_say(struct cli *cli, const char *fmt, ...)
{
	struct strbuf raw = STRBUF_INIT, safe = STRBUF_INIT;
	va_list ap;

	if (cli->quiet)
		return;
	va_start(ap, fmt);
	strbuf_vaddf(&raw, fmt, ap);
	va_end(ap);
	utf8_add_safe(&safe, raw.buf, raw.len);
	fprintf(stderr, "%s\n", safe.buf);
	strbuf_release(&raw);
	strbuf_release(&safe);
}

/* "which case?", in either script */
static int is_question(const struct strbuf *msg)
{
	static const char wide[] = "\xEF\xBC\x9F";

	return (msg->len && msg->buf[msg->len - 1] == '?') ||
	       (msg->len >= 3 && !memcmp(msg->buf + msg->len - 3, wide, 3));
}

int cli_usage(struct cli *cli, const char *fmt, ...)
{
	struct strbuf msg = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&msg, fmt, ap);
	va_end(ap);
	err_set(&cli->err, STATUS_USAGE, is_question(&msg) ? _("%s see 'sd %s --help'")
							   : _("%s; see 'sd %s --help'"),
		msg.buf, cli->spec->name);
	strbuf_release(&msg);
	return STATUS_USAGE;
}

/* A file of rows has the customers' bytes as they are; a terminal gets none of them that it would obey. */
static void make_safe(struct strbuf *out)
{
	struct strbuf safe = STRBUF_INIT;
	const char *s = out->buf, *end = s + out->len, *line;

	while (s < end) {
		line = memchr(s, '\n', (size_t)(end - s));
		utf8_add_safe(&safe, s, (size_t)((line ? line : end) - s));
		if (line)
			strbuf_addch(&safe, '\n');
		s = line ? line + 1 : end;
	}
	strbuf_release(out);
	*out = safe;
}

int cli_flush(struct cli *cli)
{
	int failed;

	if (cli->format == FORMAT_CSV && isatty(1))
		make_safe(&cli->out);
	failed = file_write_all(1, cli->out.buf, cli->out.len);
	strbuf_reset(&cli->out);
	if (!failed)
		return 0;
	if (!cli->err.status)
		err_errno(&cli->err, _("cannot write the answer to standard output"));
	return -1;
}

/* The line and a caret under the column, both as wide as a terminal shows them. */
static void add_excerpt(struct strbuf *out, const struct finding *x)
{
	const size_t longest = 300;
	size_t n = strlen(x->excerpt), i = 0, column = 1;
	struct strbuf before = STRBUF_INIT;

	if (n > longest)
		n = utf8_cut(x->excerpt, longest);
	strbuf_addstr(out, "    ");
	utf8_add_safe(out, x->excerpt, n);
	strbuf_addch(out, '\n');
	if (!x->column)
		return;
	while (i < n && column < x->column) {
		uint32_t cp;
		size_t len = utf8_char(x->excerpt + i, n - i, &cp);

		i += len ? len : 1;
		column++;
	}
	if (column < x->column)
		return;
	utf8_add_safe(&before, x->excerpt, i);
	strbuf_addchars(out, ' ', 4 + utf8_width(before.buf, before.len));
	strbuf_addstr(out, "^\n");
	strbuf_release(&before);
}

static void print_findings(const struct cli *cli)
{
	static const char *const grades[] = { "note", "warning", "error" };
	static const char *const colors[] = { "\033[1;36m", "\033[1;35m", "\033[1;31m" };
	int color = cli_color(cli, 2);
	const struct findings *f = &cli->findings;
	struct strbuf out = STRBUF_INIT;
	size_t i, all = f->count[0] + f->count[1] + f->count[2];

	for (i = 0; i < f->n; i++) {
		const struct finding *x = &f->list[i];

		if (cli->quiet && x->grade != GRADE_ERROR)
			continue;
		if (x->file) {
			utf8_add_safe(&out, x->file, strlen(x->file));
			if (x->line)
				strbuf_addf(&out, ":%zu", x->line);
			if (x->line && x->column)
				strbuf_addf(&out, ":%zu", x->column);
			strbuf_addstr(&out, ": ");
		}
		strbuf_addf(&out, "%s%s:%s ", color ? colors[x->grade] : "", grades[x->grade],
			    color ? "\033[0m" : "");
		utf8_add_safe(&out, x->msg, strlen(x->msg));
		strbuf_addch(&out, '\n');
		if (x->excerpt)
			add_excerpt(&out, x);
	}
	if (all > f->n)
		strbuf_addf(&out, _("... and %zu more findings\n"), all - f->n);
	fwrite(out.buf, 1, out.len, stderr);
	strbuf_release(&out);
}

static void print_error(const struct cli *cli)
{
	struct strbuf out = STRBUF_INIT;

	strbuf_addstr(&out, cli_color(cli, 2) ? "sd: \033[1;31merror:\033[0m " : "sd: error: ");
	utf8_add_safe(&out, cli->err.msg, strlen(cli->err.msg));
	strbuf_addch(&out, '\n');
	fwrite(out.buf, 1, out.len, stderr);
	strbuf_release(&out);
}

int cli_finish(struct cli *cli, int status)
{
	if (cli->out.len && cli_flush(cli) < 0)
		status = cli->recorded ? STATUS_UNTOLD : STATUS_SYSTEM;
	if (close(1) < 0 && errno != EBADF && status < STATUS_UNKNOWN) {
		err_errno(&cli->err, _("cannot write the answer to standard output"));
		status = cli->recorded ? STATUS_UNTOLD : STATUS_SYSTEM;
	}
	print_findings(cli);
	if (cli->err.msg[0])
		print_error(cli);
	if (status == STATUS_OK && findings_has_error(&cli->findings))
		status = STATUS_INPUT;
	cli_free_parse(cli);
	findings_release(&cli->findings);
	strbuf_release(&cli->out);
	policy_set_release(&cli->set);
	free(cli->desk);
	free(cli->log_path);
	free(cli->policy_path);
	return status;
}
