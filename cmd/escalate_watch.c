/* sd escalate watch: what is open, most urgent first, on a terminal that is looked at all day. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "escalate.h"
#include "report/board.h"
#include "report/escalation.h"
#include "screen.h"

#define THREADS      2
#define INTERVAL     5
#define INTERVAL_MAX 3600

enum { OPT_INTERVAL = 1, OPT_BY, OPT_ONCE };

static const struct cli_option options[] = {
	{ "interval", 0, N_("SECONDS"), N_("look again so often (default: 5)"), OPT_INTERVAL },
	{ "by", 0, N_("COLUMN"), N_("in parts: by owner, department, category, kind, place ..."), OPT_BY },
	{ "once", 0, NULL, N_("print the board once; also where standard output is no terminal"), OPT_ONCE },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = { N_("[--interval SECONDS] [--by COLUMN] [--once]"), NULL };
static const struct cli_spec spec = {
	"escalate watch", usage, N_("A live board of what is open: most urgent first, time left, owner."), options
};

/* Size and time of a file: whether it is to be read again. */
struct stamp {
	off_t size;
	struct timespec changed;
	ino_t inode;
};

struct watch {
	struct cli *cli;
	struct escalation log;
	struct board board;
	struct strbuf note;              /* what is wrong now */
	struct stamp log_stamp, policy_stamp;
	int by, interval, once;
	size_t top;
};

static int has_changed(struct stamp *old, const char *path)
{
	struct stat st;
	struct stamp now = { 0 };

	if (stat(path, &st) == 0)
		now = (struct stamp){ st.st_size, st.st_mtim, st.st_ino };
	if (now.size == old->size && now.inode == old->inode &&
	    now.changed.tv_sec == old->changed.tv_sec && now.changed.tv_nsec == old->changed.tv_nsec)
		return 0;
	*old = now;
	return 1;
}

/* --- reading -------------------------------------------------------------------------------------- */

static void begin(struct watch *w)
{
	const struct escalation_options o = { .path = w->cli->log_path, .set = &w->cli->set, .threads = THREADS };

	escalation_init(&w->log, &o);
	has_changed(&w->policy_stamp, w->cli->policy_path);
	w->log_stamp = (struct stamp){ 0 };
	w->board.n = w->board.nparts = 0;     /* their strings were the old rules' and rows' */
}

/* What was wrong in the rules is said, and the old ones go on. */
static void read_policy(struct watch *w)
{
	struct cli *cli = w->cli;
	struct policy_set fresh = POLICY_SET_INIT;
	struct findings findings = FINDINGS_INIT;
	struct err err = ERR_INIT;
	char *policies;

	if (!has_changed(&w->policy_stamp, cli->policy_path))
		return;
	policies = cli_share("policies");
	if (policy_set_load(&fresh, cli->policy_path, policies, &findings, &err) == 0) {
		escalation_release(&w->log);
		policy_set_release(&cli->set);
		cli->set = fresh;
		cli->policy = policy_set_now(&cli->set);
		begin(w);
	} else {
		strbuf_addf(&w->note, _("the policy has changed and cannot be read; the rules of before go on: %s"),
			    err.msg);
		policy_set_release(&fresh);
	}
	findings_release(&findings);
	free(policies);
}

static int look(struct watch *w)
{
	struct cli *cli = w->cli;
	struct board_source source = { &cli->set, &w->log.store, w->log.clocks, w->by };
	instant before = cli->now;

	if (cli_now(cli) < 0)
		return -1;
	/* A clock that was set back does not make anything less late. */
	if (cli->now < before)
		cli->now = before;
	if (has_changed(&w->log_stamp, cli->log_path) &&
	    escalation_read(&w->log, cli->now, &cli->findings, &cli->err) < 0)
		return -1;
	board_make(&w->board, &source, cli->now);
	return 0;
}

/* --- showing -------------------------------------------------------------------------------------- */

static void draw(struct watch *w, size_t width, size_t height, int color, struct strbuf *out)
{
	const struct policy *p = w->cli->policy;
	const struct board_style style = {
		.lang = w->cli->lang, .title = policy_label(&p->label, p->name, w->cli->lang),
		.note = w->note.len ? w->note.buf : NULL, .width = width, .height = height, .top = w->top,
		.color = color,
	};

	board_frame(&w->board, &style, out);
}

static void move_to(struct watch *w, enum key key, size_t page)
{
	size_t lines = board_lines(&w->board), last = lines > page ? lines - page : 0;

	switch (key) {
	case KEY_UP:
		w->top -= w->top > 0;
		break;
	case KEY_DOWN:
		w->top++;
		break;
	case KEY_PAGE_UP:
		w->top -= w->top < page ? w->top : page;
		break;
	case KEY_PAGE_DOWN:
		w->top += page;
		break;
	case KEY_HOME:
		w->top = 0;
		break;
	case KEY_END:
		w->top = last;
		break;
	default:
		break;
	}
	if (w->top > last)
		w->top = last;
}

/* A failure is shown, not the end: the log may be on a share that comes back. */
static void look_again(struct watch *w)
{
	strbuf_reset(&w->note);
	read_policy(w);
	if (look(w) == 0)
		return;
	strbuf_reset(&w->note);
	strbuf_addstr(&w->note, w->cli->err.msg);
	w->cli->err = (struct err)ERR_INIT;
	w->log_stamp = (struct stamp){ 0 };
}

static int64_t milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int show(struct watch *w)
{
	struct screen s;
	struct strbuf frame = STRBUF_INIT;
	int64_t next = milliseconds() + (int64_t)w->interval * 1000;
	enum key key = KEY_NONE;
	int color = cli_color(w->cli, 1);

	if (screen_open(&s, &w->cli->err) < 0)
		return -1;
	while (key != KEY_QUIT) {
		int64_t left = next - milliseconds();

		if (left <= 0) {
			look_again(w);
			next = milliseconds() + (int64_t)w->interval * 1000;
			continue;
		}
		move_to(w, key, board_page(s.height));
		strbuf_reset(&frame);
		draw(w, s.width, s.height, color, &frame);
		if (screen_draw(&s, &frame) < 0)
			break;
		key = screen_wait(&s, (int)left);
	}
	strbuf_release(&frame);
	screen_close(&s);
	return 0;
}

static void run(struct watch *w)
{
	struct cli *cli = w->cli;

	begin(w);
	if (look(w) == 0 && (w->once || !screen_is_possible()))
		draw(w, (size_t)cli_width(), 0, cli_color(cli, 1), &cli->out);
	else if (!cli->err.status)
		show(w);
	if (!cli->err.status) {
		escalation_find(&w->log, cli->now);
		escalation_findings(&w->log, &cli->findings);
	}
	escalation_release(&w->log);
	board_release(&w->board);
	strbuf_release(&w->note);
}

/* --- the command line ----------------------------------------------------------------------------- */

static int set_interval(struct watch *w, const char *s)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; s[i] >= '0' && s[i] <= '9' && n <= INTERVAL_MAX; i++)
		n = n * 10 + (s[i] - '0');
	if (!i || s[i] || n < 1 || n > INTERVAL_MAX)
		return cli_usage(w->cli, _("--interval takes 1 to %d seconds, not '%s'"), INTERVAL_MAX, s);
	w->interval = (int)n;
	return 0;
}

/* Only what the board reads anyway. */
static int set_by(struct watch *w, const char *name)
{
	static const int columns[] = { COLUMN_OWNER, COLUMN_DEPARTMENT, COLUMN_CATEGORY, COLUMN_KIND,
				       COLUMN_SEVERITY, COLUMN_CHANNEL, COLUMN_PLACE, COLUMN_PRODUCT };
	struct strbuf names = STRBUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		if (!strcmp(column_name(columns[i]), name)) {
			w->by = columns[i];
			strbuf_release(&names);
			return 0;
		}
		strbuf_addf(&names, "%s%s", i ? ", " : "", column_name(columns[i]));
	}
	cli_usage(w->cli, _("--%s takes one of %s, not '%s'"), "by", names.buf, name);
	strbuf_release(&names);
	return -1;
}

int escalate_watch(struct cli *cli)
{
	struct watch w = { .cli = cli, .note = STRBUF_INIT, .by = -1, .interval = INTERVAL };
	int opt;

	if (cli_begin(cli, &spec) < 0)
		return (int)cli->err.status;
	while ((opt = cli_next(cli)) > 0) {
		w.once |= opt == OPT_ONCE;
		if ((opt == OPT_INTERVAL && set_interval(&w, cli->arg)) ||
		    (opt == OPT_BY && set_by(&w, cli->arg)))
			return (int)cli->err.status;
	}
	if (opt < 0 || cli_want_format(cli, FORMAT_TEXT, 1U << FORMAT_TEXT) < 0)
		return (int)cli->err.status;
	if (cli_operands(cli))
		return cli_usage(cli, _("'%s' is one operand too many"), cli_operand(cli, 0));
	if (cli_load(cli, CLI_DESK) < 0)
		return (int)cli->err.status;
	run(&w);
	return (int)cli->err.status;
}
