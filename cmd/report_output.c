/* sd report --output: files for a folder that others read. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "io/file.h"
#include "io/xlsx.h"
#include "report.h"

#define FORMS 2

/* Not every file system takes a colon. */
static void add_bound(struct strbuf *out, int64_t day, instant t, const struct zone *zone)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	if (t == INSTANT_NONE) {
		date_format(out, day);
		return;
	}
	instant_format(&sb, t, zone);
	for (i = 0; i < 19; i++)
		strbuf_addch(out, sb.buf[i] == ':' ? '-' : sb.buf[i]);
	strbuf_release(&sb);
}

/* The year and week of ISO 8601: those of its Thursday. */
static void add_week(struct strbuf *out, int64_t monday)
{
	struct civil c;

	civil_from_days(monday + 3, &c);
	strbuf_addf(out, "%04d-W%02d", c.year,
		    (int)((monday + 3 - civil_to_days(c.year, 1, 1)) / 7 + 1));
}

/*
 * 2026-11-20, 2026-W47, 2026-11, 2026-Q4, or FROM..TO as they were given: without TO it is FROM..now, which a TO of today is
 * not, and without FROM there is nothing before the dots, as the oldest case of all says what is.
 */
void report_name_period(struct strbuf *out, const struct cli_period *when, const struct zone *zone)
{
	const struct period *p = &when->period;
	struct civil c;

	if (when->from || when->to) {
		if (when->from)
			add_bound(out, p->from_day, p->from, zone);
		strbuf_addstr(out, "..");
		if (when->to)
			add_bound(out, p->to_day, p->to, zone);
		else
			strbuf_addstr(out, "now");
		return;
	}
	civil_from_days(p->from_day, &c);
	if (when->unit == PERIOD_WEEK)
		add_week(out, p->from_day);
	else if (when->unit == PERIOD_MONTH)
		strbuf_addf(out, "%04d-%02d", c.year, c.month);
	else if (when->unit == PERIOD_QUARTER)
		strbuf_addf(out, "%04d-Q%d", c.year, (c.month - 1) / 3 + 1);
	else
		date_format(out, p->from_day);
}

static void add_period(struct strbuf *out, const struct cli_period *when, const struct figures *f)
{
	struct strbuf name = STRBUF_INIT;

	if (f->period)
		strbuf_addstr(&name, f->period);
	else
		report_name_period(&name, when, f->zone);
	if (name.buf[0] == '.')
		date_format(out, zone_day(f->zone, f->from));
	strbuf_add(out, name.buf, name.len);
	strbuf_release(&name);
}

/* Who may look into the folder may read what lies there. */
static int mode_of(const char *dir, mode_t *mode, struct err *err)
{
	struct stat st;

	if (stat(dir, &st) == 0 && !S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return err_errno(err, _("cannot write into '%s'"), dir);
	}
	if (stat(dir, &st) < 0)
		return err_errno(err, _("cannot write into '%s'"), dir);
	*mode = 0600 | (st.st_mode & 0044);
	return 0;
}

int report_check_output(struct cli *cli, const char *dir)
{
	mode_t mode;

	return mode_of(dir, &mode, &cli->err);
}

static char *path_of(const char *dir, const char *base, const char *period, enum cli_format format)
{
	struct strbuf name = STRBUF_INIT;
	char *path;

	strbuf_addf(&name, "%s%s%s.%s", base, *period ? "-" : "", period, cli_format_name(format));
	path = file_join(dir, name.buf);
	strbuf_release(&name);
	return path;
}

static int write_files(struct cli *cli, const struct file_new *files, size_t n)
{
	size_t i;

	if (!cli->dry_run)
		return file_replace_all(files, n, &cli->err);
	for (i = 0; i < n; i++)
		cli_say(cli, _("dry run: '%s' was not written"), files[i].path);
	return 0;
}

static int is_wanted(const struct cli *cli, const struct report_request *r, enum cli_format format)
{
	if (cli->format != FORMAT_DEFAULT)
		return cli->format == format;
	return report_has_format(r, format) && (format != FORMAT_XLSX || xlsx_is_built());
}

int report_output(struct cli *cli, const struct report_request *r, const struct figures *figures)
{
	static const enum cli_format forms[FORMS] = { FORMAT_HTML, FORMAT_XLSX };
	const char *base = r->only_warnings ? "warnings" : r->is_pack ? "pack" : "report";
	struct strbuf content[FORMS] = { STRBUF_INIT, STRBUF_INIT }, period = STRBUF_INIT;
	char *paths[2 * FORMS] = { NULL };
	struct file_new files[2 * FORMS];
	size_t i, n = 0;
	mode_t mode;
	int result = mode_of(r->output, &mode, &cli->err);

	for (i = 0; i < FORMS && result == 0; i++)
		if (is_wanted(cli, r, forms[i]))
			result = report_render(cli, r, figures, forms[i], &content[i]);
	add_period(&period, &r->when, figures);
	/* The newest last: whoever finds it finds the period's, too. */
	for (i = 0; i < 2 * FORMS && result == 0; i++)
		if (is_wanted(cli, r, forms[i % FORMS])) {
			paths[i] = path_of(r->output, base, i < FORMS ? period.buf : "", forms[i % FORMS]);
			files[n++] = (struct file_new){ paths[i], content[i % FORMS].buf,
						       content[i % FORMS].len, mode, 1 };
		}
	if (result == 0)
		result = write_files(cli, files, n);
	for (i = 0; i < 2 * FORMS; i++)
		free(paths[i]);
	for (i = 0; i < FORMS; i++)
		strbuf_release(&content[i]);
	strbuf_release(&period);
	return result;
}
