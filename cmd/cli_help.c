/* cli_help: what --help and --list-options print, from the table of the command. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "cli_main.h"

static void help_row(struct strbuf *out, const struct cli_option *o)
{
	struct strbuf left = STRBUF_INIT;
	size_t width;

	if (!o->help)
		return;
	if (o->letter)
		strbuf_addf(&left, "-%c, ", o->letter);
	strbuf_addf(&left, "--%s", o->name);
	if (o->arg)
		strbuf_addf(&left, " %s", _(o->arg));
	width = utf8_width(left.buf, left.len);
	strbuf_addf(out, "  %s", left.buf);
	if (width > 24)
		strbuf_addstr(out, "\n  "), width = 0;
	strbuf_addchars(out, ' ', 26 - width);
	strbuf_addf(out, "%s\n", _(o->help));
	strbuf_release(&left);
}

void cli_common_help(struct cli *cli)
{
	const struct cli_option *o;

	strbuf_addstr(&cli->out, _("common options:\n"));
	for (o = cli_common_options; o->name; o++)
		help_row(&cli->out, o);
}

void cli_help(struct cli *cli)
{
	const struct cli_option *o;
	const char *usage = _("usage: ");
	size_t i;

	strbuf_addstr(&cli->out, usage);
	for (i = 0; cli->spec->usage[i]; i++) {
		strbuf_addchars(&cli->out, ' ', i ? utf8_width(usage, strlen(usage)) : 0);
		strbuf_addf(&cli->out, "sd %s %s\n", cli->spec->name, _(cli->spec->usage[i]));
	}
	strbuf_addf(&cli->out, "\n%s\n\n", _(cli->spec->summary));
	for (o = cli->spec->options; o && o->name; o++)
		help_row(&cli->out, o);
	for (o = cli->extra; o && o->name; o++)
		help_row(&cli->out, o);
	if (cli->spec->options || cli->extra)
		strbuf_addch(&cli->out, '\n');
	cli_common_help(cli);
}

void cli_list_options(struct cli *cli)
{
	const struct cli_option *table[3] = { cli->spec->options, cli->extra, cli_common_options }, *o;
	size_t i;

	for (i = 0; i < 3; i++)
		for (o = table[i]; o && o->name; o++)
			if (o->help)
				strbuf_addf(&cli->out, "%s\t%.1s\t%s\t%s\n", o->name,
					    o->letter ? (char[]){ (char)o->letter, 0 } : "",
					    o->arg ? o->arg : "", o->help);
}
