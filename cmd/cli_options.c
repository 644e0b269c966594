/* cli_options: the command line, from one table a command. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "cli.h"
#include "cli_main.h"

enum {
	OPT_DIR = CLI_COMMON, OPT_POLICY, OPT_NOW, OPT_FORMAT, OPT_COLOR, OPT_LANG, OPT_QUIET,
	OPT_DRY_RUN, OPT_UNSAFE_SHARE, OPT_HELP, OPT_VERSION, OPT_LIST_OPTIONS
};

const struct cli_option cli_common_options[] = {
	{ "directory", 'C', N_("DIR"), N_("run as if started in DIR; the desk is looked for from there upward"), OPT_DIR },
	{ "policy", 0, N_("NAME|FILE"), N_("use this policy instead of the desk's"), OPT_POLICY },
	{ "now", 0, N_("TIME"), N_("pretend that it is TIME (also SD_NOW)"), OPT_NOW },
	{ "format", 0, N_("FORMAT"), N_("text, csv, json, jsonl, md, html, xlsx, slip, mail ... (what the command has)"), OPT_FORMAT },
	{ "color", 0, N_("WHEN"), N_("always, never, auto (default)"), OPT_COLOR },
	{ "lang", 0, N_("LANG"), N_("zh or en; default: the policy's language"), OPT_LANG },
	{ "quiet", 'q', NULL, N_("say nothing beside the result"), OPT_QUIET },
	{ "dry-run", 'n', NULL, N_("show what would be done, write nothing"), OPT_DRY_RUN },
	{ "unsafe-share", 0, NULL, N_("write even where the file system's locks cannot be trusted"), OPT_UNSAFE_SHARE },
	{ "help", 'h', NULL, N_("this help"), OPT_HELP },
	{ "version", 0, NULL, N_("print the version"), OPT_VERSION },
	{ "list-options", 0, NULL, NULL, OPT_LIST_OPTIONS },
	{ NULL, 0, NULL, NULL, 0 }
};

static const char *const format_names[FORMAT_COUNT] = {
	"", "text", "csv", "json", "jsonl", "md", "html", "xlsx", "slip",
	"mail", "wecom", "dingtalk", "feishu", "slack"
};

const char *cli_format_name(enum cli_format f)
{
	return format_names[f];
}

static int set_format(struct cli *cli, const char *name)
{
	const char *near;
	size_t i;

	for (i = 1; i < FORMAT_COUNT; i++)
		if (!strcmp(format_names[i], name)) {
			cli->format = (enum cli_format)i;
			return 0;
		}
	cli_language_early(cli);
	near = nearest(name, format_names, FORMAT_COUNT);
	if (near)
		return err_set(&cli->err, STATUS_USAGE, _("unknown format '%s' (did you mean '%s'?)"),
			       name, near);
	return err_set(&cli->err, STATUS_USAGE, _("unknown format '%s'"), name);
}

static int one_of(struct cli *cli, const char *option, const char *value, const char *const *allowed)
{
	struct strbuf names = STRBUF_INIT;
	size_t i;

	for (i = 0; allowed[i]; i++)
		if (!strcmp(value, allowed[i]))
			return 0;
	cli_language_early(cli);
	for (i = 0; allowed[i]; i++)
		strbuf_addf(&names, "%s%s", i ? ", " : "", allowed[i]);
	err_set(&cli->err, STATUS_USAGE, _("--%s takes one of %s, not '%s'"), option, names.buf, value);
	strbuf_release(&names);
	return -1;
}

static void take_flag(struct cli *cli, int id)
{
	switch (id) {
	case OPT_QUIET:
		cli->quiet = 1;
		break;
	case OPT_DRY_RUN:
		cli->dry_run = 1;
		break;
	case OPT_UNSAFE_SHARE:
		cli->unsafe_share = 1;
		break;
	case OPT_HELP:
		cli->wants_help = 1;
		break;
	case OPT_VERSION:
		cli->wants_version = 1;
		break;
	default:
		break;
	}
}

/* A common option found on the command line. */
static int take_common(struct cli *cli, int id, const char *arg)
{
	static const char *const langs[] = { "zh", "en", NULL };
	static const char *const colors[] = { "always", "never", "auto", NULL };

	if (!arg) {
		take_flag(cli, id);
		return 0;
	}
	switch (id) {
	case OPT_DIR:
		cli->dir = arg;
		if (chdir(arg) == 0)
			break;
		cli_language_early(cli);
		return err_errno(&cli->err, _("cannot change to '%s'"), arg);
	case OPT_POLICY:
		cli->policy_arg = arg;
		break;
	case OPT_NOW:
		cli->now_arg = arg;
		break;
	case OPT_FORMAT:
		return set_format(cli, arg);
	case OPT_COLOR:
		cli->color_arg = arg;
		return one_of(cli, "color", arg, colors);
	case OPT_LANG:
		cli->lang_arg = arg;
		return one_of(cli, "lang", arg, langs);
	default:
		break;
	}
	return 0;
}

/* The option that a word names: exactly, or by a unique prefix. `n` is the name's length. */
static const struct cli_option *find_long(const struct cli_option *table, const char *name, size_t n)
{
	const struct cli_option *o, *found = NULL;

	for (o = table; o && o->name; o++) {
		if (strncmp(o->name, name, n) != 0)
			continue;
		if (!o->name[n])
			return o;
		found = found ? NULL : o;
	}
	return found;
}

static const struct cli_option *find_letter(const struct cli_option *table, int letter)
{
	for (; table && table->name; table++)
		if (table->letter == letter)
			return table;
	return NULL;
}

/* Must a value follow? One in brackets may be left out. */
static int needs_arg(const struct cli_option *o)
{
	return o->arg && o->arg[0] != '[';
}

/*
 * Looks at one word of the command line: a common option is taken. Returns how many words it and
 * its argument are, 0 where it is no option. Words that are arguments of other options must not be
 * taken for options (a customer's text may be "-C"), so the command's table is asked; an
 * option that nobody knows here is a field of the policy and takes an argument.
 */
static int scan_word(struct cli *cli, char **word)
{
	const struct cli_option *own = cli->spec ? cli->spec->options : NULL, *o, *c;
	const char *w = word[0], *eq;

	if (w[0] != '-' || !w[1])
		return 0;
	if (w[1] == '-') {
		eq = strchr(w, '=');
		o = find_long(own, w + 2, eq ? (size_t)(eq - w - 2) : strlen(w + 2));
		c = find_long(cli_common_options, w + 2, eq ? (size_t)(eq - w - 2) : strlen(w + 2));
		if (o || !c)
			return eq || (o && !needs_arg(o)) || !word[1] ? 1 : 2;
		if (c->arg && !eq && !word[1])
			return 1;
		if (take_common(cli, c->id, c->arg ? (eq ? eq + 1 : word[1]) : NULL) < 0)
			return -1;
		return c->arg && !eq ? 2 : 1;
	}
	for (w++; *w; w++) {
		o = find_letter(own, *w);
		c = o ? o : find_letter(cli_common_options, *w);
		if (!c)
			return 1;
		if (!o && !(c->arg && !w[1] && !word[1]) &&
		    take_common(cli, c->id, c->arg ? (w[1] ? w + 1 : word[1]) : NULL) < 0)
			return -1;
		if (c->arg)
			return w[1] || !word[1] ? 1 : 2;
	}
	return 1;
}

/* How many words are common options and their values, from argv[1] on, and argv[0]. */
static int skip_common(struct cli *cli, int argc, char **argv)
{
	int i = 1, n;

	while (i < argc && argv[i][0] == '-' && argv[i][1] && strcmp(argv[i], "--list-commands") != 0) {
		const char *name = argv[i][1] == '-' ? argv[i] + 2 : NULL;
		size_t len = name ? strcspn(name, "=") : 0;

		if (name ? !find_long(cli_common_options, name, len) :
			   !find_letter(cli_common_options, argv[i][1]))
			break;
		n = scan_word(cli, argv + i);
		if (n < 0)
			return -1;
		if (cli->wants_help || cli->wants_version)
			return i + n < argc ? i + n : argc;
		i += n;
	}
	return i;
}

int cli_leading(struct cli *cli, int argc, char **argv)
{
	int i = skip_common(cli, argc, argv);

	if (i < 0 || i >= argc || argv[i][0] != '-' || !argv[i][1] || cli->wants_help ||
	    cli->wants_version || !strcmp(argv[i], "--list-commands"))
		return i;
	cli_language_early(cli);
	return err_set(&cli->err, STATUS_USAGE, _("unknown option '%s'; see 'sd --help'"), argv[i]);
}

const char *cli_verb(struct cli *cli)
{
	int used = cli_leading(cli, cli->argc, cli->argv);

	cli_language_early(cli);
	if (used < 0)
		return NULL;
	cli->argc -= used;
	cli->argv += used;
	return cli->argc ? cli->argv[0] : NULL;
}

const char *cli_optional_verb(struct cli *cli)
{
	int used = skip_common(cli, cli->argc, cli->argv);

	cli_language_early(cli);
	if (used < 0)
		return NULL;
	if (used < cli->argc && (cli->argv[used][0] != '-' || !cli->argv[used][1])) {
		cli->argc -= used;
		cli->argv += used;
		return cli->argv[0];
	}
	cli->argc -= used - 1;
	cli->argv += used - 1;
	return NULL;
}

int cli_begin(struct cli *cli, const struct cli_spec *spec)
{
	const char *dir = cli->dir, *policy = cli->policy_arg, *lang = cli->lang_arg;
	int i = 1, n;

	cli->spec = spec;
	cli->extra = NULL;
	cli->index = 0;
	cli->leading_help = cli->wants_help || cli->wants_version;
	if (!cli->lang)
		cli_language_early(cli);
	while (i < cli->argc && strcmp(cli->argv[i], "--") != 0) {
		n = scan_word(cli, cli->argv + i);
		if (n < 0)
			return -1;
		i += n ? n : 1;
	}
	if (cli->dir != dir || cli->policy_arg != policy || cli->lang_arg != lang)
		cli_language_early(cli);
	return 0;
}

void cli_extra(struct cli *cli, const struct cli_option *extra)
{
	cli->extra = extra;
}

struct parse {
	struct option *option;
	struct strbuf letters;
};

static struct parse *build_parse(const struct cli *cli)
{
	const struct cli_option *table[3] = { cli->spec->options, cli->extra, cli_common_options }, *o;
	struct parse *p = mem_zalloc(sizeof(*p));
	size_t n = 0, alloc = 0, i;

	strbuf_init(&p->letters);
	strbuf_addch(&p->letters, ':');
	for (i = 0; i < 3; i++)
		for (o = table[i]; o && o->name; o++) {
			MEM_GROW(p->option, n + 2, alloc);
			p->option[n++] = (struct option){
				o->name, needs_arg(o) ? required_argument :
				o->arg ? optional_argument : no_argument, NULL, o->id };
			if (o->letter)
				strbuf_addf(&p->letters, "%c%s", o->letter,
					    needs_arg(o) ? ":" : o->arg ? "::" : "");
		}
	memset(&p->option[n], 0, sizeof(p->option[n]));
	return p;
}

void cli_free_parse(struct cli *cli)
{
	struct parse *p = cli->parse;

	if (!p)
		return;
	strbuf_release(&p->letters);
	free(p->option);
	free(p);
	cli->parse = NULL;
}

static int unknown_option(struct cli *cli, const char *word)
{
	const struct cli_option *table[3] = { cli->spec->options, cli->extra, cli_common_options }, *o;
	struct strbuf name = STRBUF_INIT;
	struct nearest near;
	size_t i;

	strbuf_add(&name, word, strcspn(word, "="));
	near = (struct nearest)NEAREST_INIT(name.buf + (name.len > 2 ? 2 : 0));
	for (i = 0; i < 3; i++)
		for (o = table[i]; o && o->name; o++)
			nearest_offer(&near, o->name);
	if (near.best)
		cli_usage(cli, _("unknown option '%s' (did you mean '--%s'?)"), name.buf, near.best);
	else
		cli_usage(cli, _("unknown option '%s'"), name.buf);
	strbuf_release(&name);
	return -1;
}

static int by_letter(const struct cli *cli, int c)
{
	const struct cli_option *o = find_letter(cli->spec->options, c);

	if (!o)
		o = find_letter(cli->extra, c);
	if (!o)
		o = find_letter(cli_common_options, c);
	return o ? o->id : c;
}

int cli_next(struct cli *cli)
{
	int c;

	if (cli->err.status)
		return -1;
	/* "sd log --help open": getopt begins behind the verb and does not see it. */
	if (cli->leading_help) {
		if (cli->wants_help)
			cli_help(cli);
		else
			strbuf_addstr(&cli->out, "sd " SD_VERSION "\n");
		return -1;
	}
	if (!cli->parse) {
		cli->parse = build_parse(cli);
		optind = 0;
		opterr = 0;
	}
	for (;;) {
		struct parse *p = cli->parse;

		c = getopt_long(cli->argc, cli->argv, p->letters.buf, p->option, NULL);
		if (c == -1) {
			cli->index = optind;
			cli_free_parse(cli);
			return 0;
		}
		if (c == '?' || c == ':') {
			const char *word = cli->argv[optind - 1];
			char letter[3] = { '-', (char)optopt, '\0' };

			if (c == ':')
				cli_usage(cli, _("option '%s' needs a value"),
					  word[0] == '-' && word[1] == '-' ? word : letter);
			else
				unknown_option(cli, optopt && optopt < CLI_COMMON ? letter : word);
			break;
		}
		if (c < 256)
			c = by_letter(cli, c);
		if (c < CLI_COMMON) {
			cli->arg = optarg;
			return c;
		}
		if (c == OPT_HELP)
			cli_help(cli);
		else if (c == OPT_LIST_OPTIONS)
			cli_list_options(cli);
		else if (c == OPT_VERSION)
			strbuf_addstr(&cli->out, "sd " SD_VERSION "\n");
		else
			continue;
		break;
	}
	cli_free_parse(cli);
	return -1;
}

const char *cli_peek(const struct cli *cli)
{
	return cli->parse && optind < cli->argc ? cli->argv[optind] : NULL;
}

void cli_take(struct cli *cli)
{
	cli->arg = cli->argv[optind++];
}

int cli_operands(const struct cli *cli)
{
	return cli->argc - cli->index;
}

const char *cli_operand(const struct cli *cli, int i)
{
	return i < cli_operands(cli) ? cli->argv[cli->index + i] : NULL;
}

int cli_want_format(struct cli *cli, enum cli_format fallback, unsigned allowed)
{
	struct strbuf names = STRBUF_INIT;
	int i;

	if (cli->format == FORMAT_DEFAULT)
		cli->format = fallback;
	if (allowed & 1U << cli->format)
		return 0;
	for (i = 1; i < FORMAT_COUNT; i++)
		if (allowed & 1U << i)
			strbuf_addf(&names, "%s%s", names.len ? ", " : "", format_names[i]);
	cli_usage(cli, _("format '%s' does not exist here, only %s"), format_names[cli->format],
		  names.buf);
	strbuf_release(&names);
	return -1;
}
