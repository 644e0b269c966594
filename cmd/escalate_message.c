/* sd escalate message: a message (sd.notify/1 on standard input) as mail or as a chat service takes it. For senders. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "escalate.h"
#include "io/file.h"
#include "report/message_read.h"

#define INPUT_MAX ((size_t)16 << 20)
#define CONF_MAX  ((size_t)64 << 10)

enum { OPT_CONF = 1, OPT_ADDRESS };

static const struct cli_option options[] = {
	{ "conf", 0, N_("FILE"), N_("address and secret: lines url=, secret=, to=, from="), OPT_CONF },
	{ "address", 0, NULL, N_("print the address to send it to instead, signed"), OPT_ADDRESS },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = {
	N_("--format mail|wecom|dingtalk|feishu|slack [--conf FILE] [--address] < MESSAGE"), NULL
};
static const struct cli_spec spec = {
	"escalate message", usage,
	N_("Prints a message as a chat service or sendmail takes it: for the programs that send it."), options
};

/* --- the sender's file: address and secret ------------------------------------------------------- */

static const char *const conf_keys[] = { "url", "secret", "to", "from" };

struct conf {
	struct strbuf text;      /* its lines, cut apart */
	const char **key, **value;
	size_t n, alloc;
};

static void conf_release(struct conf *c)
{
	strbuf_release(&c->text);
	free(c->key);
	free(c->value);
}

/* "key.CODE" is for that receiver only. */
static int is_known(const char *key)
{
	size_t n = strcspn(key, "."), i;

	for (i = 0; i < ARRAY_SIZE(conf_keys); i++)
		if (strlen(conf_keys[i]) == n && !memcmp(conf_keys[i], key, n))
			return 1;
	return 0;
}

static char *trim(char *s)
{
	size_t n;

	s += strspn(s, " \t\r");
	for (n = strlen(s); n && strchr(" \t\r", s[n - 1]); n--)
		s[n - 1] = '\0';
	return s;
}

static int conf_line(struct conf *c, char *line, size_t number, const char *path, struct err *err)
{
	size_t keys = c->alloc;
	char *value, *key;
	const char *near;

	line = trim(line);
	if (!*line || *line == '#')
		return 0;
	value = strchr(line, '=');
	if (!value)
		return err_set(err, STATUS_INPUT, _("%s:%zu: not of the form key=value"), path, number);
	*value++ = '\0';
	key = trim(line);
	if (!is_known(key)) {
		near = nearest(key, conf_keys, ARRAY_SIZE(conf_keys));
		return near ? err_set(err, STATUS_INPUT, _("%s:%zu: unknown key '%s' (did you mean '%s'?)"), path,
				      number, key, near)
			    : err_set(err, STATUS_INPUT, _("%s:%zu: unknown key '%s'"), path, number, key);
	}
	MEM_GROW(c->key, c->n + 1, keys);
	MEM_GROW(c->value, c->n + 1, c->alloc);
	c->key[c->n] = key;
	c->value[c->n++] = trim(value);
	return 0;
}

/* What it holds lets anyone speak in the chat room: only its owner may be able to read it. */
static int conf_read(struct conf *c, const char *path, struct err *err)
{
	struct stat st;
	char *line, *end;
	size_t number = 1;

	if (stat(path, &st) < 0)
		return err_errno(err, _("cannot read '%s'"), path);
	if (st.st_mode & 077)
		return err_set(err, STATUS_INPUT, _("others may read '%s', which holds a secret: chmod 600"), path);
	if (file_read(path, CONF_MAX, &c->text, err) < 0)
		return -1;
	for (line = c->text.buf; line; line = end, number++) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		if (conf_line(c, line, number, path, err) < 0)
			return -1;
	}
	return 0;
}

/* What the file says for this receiver, else for all; NULL where it says nothing. */
static const char *conf_get(const struct conf *c, const char *key, const char *to)
{
	const char *found = NULL;
	size_t i, n = strlen(key);

	for (i = 0; i < c->n; i++) {
		if (strncmp(c->key[i], key, n) != 0)
			continue;
		if (to && c->key[i][n] == '.' && !strcmp(c->key[i] + n + 1, to))
			return *c->value[i] ? c->value[i] : NULL;
		if (!c->key[i][n])
			found = c->value[i];
	}
	return found && *found ? found : NULL;
}

/* --- the command ---------------------------------------------------------------------------------- */

static const int forms[FORMAT_COUNT] = {
	[FORMAT_MAIL] = MESSAGE_MAIL, [FORMAT_WECOM] = MESSAGE_WECOM,
	[FORMAT_DINGTALK] = MESSAGE_DINGTALK, [FORMAT_FEISHU] = MESSAGE_FEISHU,
	[FORMAT_SLACK] = MESSAGE_SLACK,
};

/* One word, so that whoever passes it on needs no quotes. */
static int add_address(struct cli *cli, enum message_form form, const char *url, const char *secret)
{
	const unsigned char *s = (const unsigned char *)url;

	if (!url)
		return err_set(&cli->err, STATUS_INPUT, _("no address: the line 'url=' is missing in the file of --conf"));
	while (*s > ' ' && *s < 0x7F && !strchr("\"'\\<>", *s))
		s++;
	if (*s || (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0))
		return err_set(&cli->err, STATUS_INPUT, _("'url' is no address that begins with https://"));
	strbuf_addstr(&cli->out, url);
	if (secret && form == MESSAGE_DINGTALK) {
		strbuf_addstr(&cli->out, strchr(url, '?') ? "" : "?");
		message_dingtalk_query(&cli->out, secret, cli->now);
	}
	strbuf_addch(&cli->out, '\n');
	return 0;
}

static int print(struct cli *cli, const struct conf *conf, int is_address)
{
	struct message_document d = MESSAGE_DOCUMENT_INIT;
	struct strbuf text = STRBUF_INIT;
	enum message_form form = (enum message_form)forms[cli->format];
	struct message_options o = { .now = cli->now, .lang = cli->lang };
	int result = -1;

	if (file_read_fd(0, "stdin", INPUT_MAX, &text, &cli->err) < 0)
		goto out;
	if (message_read(&d, text.buf, text.len, &cli->err) < 0) {
		err_prefix(&cli->err, "stdin");
		goto out;
	}
	o.mail_to = conf_get(conf, "to", d.message.to);
	o.mail_from = conf_get(conf, "from", d.message.to);
	o.secret = conf_get(conf, "secret", d.message.to);
	if (is_address)
		result = add_address(cli, form, conf_get(conf, "url", d.message.to), o.secret);
	else
		result = message_payload(&cli->out, &d.message, form, &o, &cli->err);
out:
	message_document_release(&d);
	strbuf_release(&text);
	return result;
}

int escalate_message(struct cli *cli)
{
	const unsigned all = 1U << FORMAT_MAIL | 1U << FORMAT_WECOM | 1U << FORMAT_DINGTALK |
			     1U << FORMAT_FEISHU | 1U << FORMAT_SLACK;
	struct conf conf = { .text = STRBUF_INIT };
	const char *path = NULL;
	int opt, is_address = 0;

	if (cli_begin(cli, &spec) < 0)
		return (int)cli->err.status;
	while ((opt = cli_next(cli)) > 0)
		if (opt == OPT_CONF)
			path = cli->arg;
		else
			is_address = 1;
	if (opt < 0)
		return (int)cli->err.status;
	if (cli->format == FORMAT_DEFAULT)
		return cli_usage(cli, _("in which form? --format mail, wecom, dingtalk, feishu or slack"));
	if (cli_want_format(cli, FORMAT_MAIL, all) < 0 || cli_now(cli) < 0)
		return (int)cli->err.status;
	if (is_address && cli->format == FORMAT_MAIL)
		return cli_usage(cli, _("a mail has no address but those in its header"));
	if (!path || conf_read(&conf, path, &cli->err) == 0)
		print(cli, &conf, is_address);
	conf_release(&conf);
	return (int)cli->err.status;
}
