/* sd log attach: evidence, copied into the desk and named in the log with its SHA-256. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/digest.h"
#include "io/file.h"
#include "log.h"

#define EVIDENCE_MAX ((size_t)256 << 20)

/* The copies of one run, taken away again where nothing comes to be recorded. */
struct copies {
	char *dir;                       /* attachments/CASE */
	char **made;
	size_t n, alloc;
};

static void copies_release(struct copies *c, int keep)
{
	while (c->n-- > 0) {
		if (!keep)
			unlink(c->made[c->n]);
		free(c->made[c->n]);
	}
	/* Fails, rightly, while anything is in it. */
	if (c->dir && !keep)
		(void)rmdir(c->dir);
	free(c->made);
	free(c->dir);
}

static int make_dir(struct logrun *l, const char *path)
{
	mode_t mode = desk_file_mode(&l->desk) == 0660 ? 02770 : 0700;

	if (mkdir(path, 0700) < 0)
		return errno == EEXIST ? 0 :
			err_errno(&l->cli->err, _("cannot make the folder '%s'"), path);
	if (chmod(path, mode) < 0)
		return err_errno(&l->cli->err, _("cannot set the mode of '%s'"), path);
	return 0;
}

/* The name without folders; one that could be taken for an option or a hidden file gets a '_' before it. */
static const char *base_name(struct logrun *l, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	struct strbuf out = STRBUF_INIT;
	const char *kept;

	if (*name == '-' || *name == '.')
		strbuf_addch(&out, '_');
	utf8_add_safe(&out, name, strlen(name));
	kept = arena_strdup(&l->arena, out.buf);
	strbuf_release(&out);
	return kept;
}

static int same_file(const char *path, const struct strbuf *data)
{
	struct strbuf old = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	int same = file_read(path, EVIDENCE_MAX, &old, &ignored) == 0 && old.len == data->len &&
		   memcmp(old.buf, data->buf, old.len) == 0;

	strbuf_release(&old);
	return same;
}

/* attachments/CASE/NAME, or NAME-2, NAME-3 .. where other bytes have that name. */
static int store(struct logrun *l, struct copies *c, const char *name, const struct strbuf *data,
		 struct strbuf *path)
{
	for (int i = 1; i < 1000; i++) {
		strbuf_reset(path);
		strbuf_addf(path, "%s/%s", c->dir, name);
		if (i > 1)
			strbuf_addf(path, "-%d", i);
		if (!file_exists(path->buf)) {
			if (file_create(path->buf, data->buf, data->len, desk_file_mode(&l->desk),
					&l->cli->err) < 0)
				return -1;
			MEM_GROW(c->made, c->n + 1, c->alloc);
			c->made[c->n++] = mem_strdup(path->buf);
			return 0;
		}
		if (same_file(path->buf, data))
			return 0;
	}
	return err_set(&l->cli->err, STATUS_INPUT, _("too many files are called '%s'"), name);
}

static int attach(struct logrun *l, struct copies *c, const char *from)
{
	struct strbuf data = STRBUF_INIT, path = STRBUF_INIT, text = STRBUF_INIT;
	const char *name = base_name(l, from);
	char hex[DIGEST_HEX + 1];
	struct log_row row;
	int ret = -1;

	if (!*name || file_read(from, EVIDENCE_MAX, &data, &l->cli->err) < 0) {
		if (!l->cli->err.status)
			cli_usage(l->cli, _("'%s' is not a file"), from);
		goto out;
	}
	digest_hex(data.buf, data.len, hex);
	if (l->locked && store(l, c, name, &data, &path) < 0)
		goto out;
	if (log_row(l, &row, EVENT_ATTACH) < 0)
		goto out;
	strbuf_addf(&text, "%s%s%s", l->locked ? path.buf + strlen(l->desk.dir) + 1 : name,
		    l->text ? " " : "", l->text ? l->text : "");
	log_put(&row, COLUMN_DETAIL, arena_strdup(&l->arena, hex));
	log_put(&row, COLUMN_TEXT, arena_strdup(&l->arena, text.buf));
	ret = log_add(l, &row);
out:
	strbuf_release(&data);
	strbuf_release(&path);
	strbuf_release(&text);
	return ret;
}

static int attach_all(struct logrun *l, struct copies *c)
{
	struct strbuf id = STRBUF_INIT;

	log_format_id(l, &id, l->file.id);
	c->dir = file_join(l->desk.attachments, id.buf);
	strbuf_release(&id);
	if (l->locked && (make_dir(l, l->desk.attachments) < 0 || make_dir(l, c->dir) < 0))
		return -1;
	for (int i = 1; i < cli_operands(l->cli); i++)
		if (attach(l, c, cli_operand(l->cli, i)) < 0)
			return -1;
	if (l->locked && file_sync_dir(l->desk.attachments, &l->cli->err) < 0)
		return -1;
	return 0;
}

int log_attach(struct cli *cli, const struct log_verb *verb)
{
	struct logrun l = LOGRUN_INIT;
	struct copies c = { 0 };

	if (log_options(&l, cli, verb) < 0)
		goto out;
	if (cli_operands(cli) < 2) {
		cli_usage(cli, cli_operands(cli) ? _("which file?") : _("which case?"));
		goto out;
	}
	if (log_begin(&l) < 0 || log_old_key(&l, EVENT_ATTACH) ||
	    log_case(&l, cli_operand(cli, 0), 0) < 0)
		goto out;
	if (attach_all(&l, &c) == 0 && log_commit(&l) == 0)
		log_confirm(&l, _("attached"));
out:
	/* What may or may not be recorded keeps its evidence. */
	copies_release(&c, cli->recorded || cli->err.status == STATUS_UNKNOWN);
	log_release(&l);
	return cli->err.status;
}
