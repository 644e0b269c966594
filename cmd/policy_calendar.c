/* sd policy calendar: business time between instants, from an instant on, and day by day. */
#include <getopt.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "io/json.h"
#include "io/table.h"
#include "policy.h"
#include "values/duration.h"
#include "values/number.h"

enum { OPT_BETWEEN = 1, OPT_FROM, OPT_ADD, OPT_DAYS };

#define DAYS_DEFAULT 31
#define DAYS_MAX     3660

static const struct cli_option options[] = {
	{ "between", 0, N_("A B"), N_("the business time from A to B"), OPT_BETWEEN },
	{ "from", 0, N_("TIME"), N_("where --add or the list of days starts (default: now)"), OPT_FROM },
	{ "add", 0, N_("TIME"), N_("when 8h, 30m or '7 working days' from there are used up"), OPT_ADD },
	{ "days", 0, N_("N"), N_("how many days to list (default 31)"), OPT_DAYS },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = {
	N_("[NAME] [--from DAY] [--days N]"),
	N_("NAME --between A B"),
	N_("NAME [--from A] --add TIME"),
	NULL
};
static const struct cli_spec spec = {
	"policy calendar", usage,
	N_("Answers when a calendar of the policy counts; 'always' is one too."), options
};

struct question {
	const char *name, *between[2], *from, *add;
	uint64_t days;
	const struct calendar *calendar;
	const struct zone *zone;
};

/* The second word of --between: getopt only knows options with one. */
static int second_word(struct cli *cli, struct question *q)
{
	if (optind >= cli->argc) {
		cli_usage(cli, _("--between takes two times"));
		return -1;
	}
	q->between[0] = cli->arg;
	q->between[1] = cli->argv[optind++];
	return 0;
}

static int read_options(struct cli *cli, struct question *q)
{
	int opt, bad = 0;

	if (cli_begin(cli, &spec) < 0)
		return -1;
	while (!bad && (opt = cli_next(cli)) != 0) {
		if (opt < 0)
			return -1;
		if (opt == OPT_BETWEEN)
			bad = second_word(cli, q) < 0;
		else if (opt == OPT_FROM)
			q->from = cli->arg;
		else if (opt == OPT_ADD)
			q->add = cli->arg;
		else if (number_parse(cli->arg, strlen(cli->arg), DAYS_MAX, &q->days) < 0 || !q->days)
			bad = cli_usage(cli, _("--days takes a number from 1 to %d, not '%s'"), DAYS_MAX,
					cli->arg);
	}
	if (!bad && q->between[0] && (q->from || q->add || q->days))
		bad = cli_usage(cli, _("--between stands alone"));
	if (!bad && q->add && q->days)
		bad = cli_usage(cli, _("--add and --days exclude each other"));
	if (!bad && cli_operands(cli) > 1)
		bad = cli_usage(cli, _("'%s' is one operand too many"), cli_operand(cli, 1));
	q->name = cli_operand(cli, 0);
	return bad ? -1 : 0;
}

static int find_calendar(struct cli *cli, struct question *q)
{
	const struct policy *p = cli->policy;
	const struct policy_calendar *c;
	struct nearest near;
	size_t i;

	if (!q->name || strcmp(q->name, "always") == 0) {
		q->calendar = !q->name && p->ncalendars ? p->calendar[0].calendar : p->always;
		q->name = calendar_name(q->calendar);
		return 0;
	}
	c = policy_calendar(p, q->name);
	if (c) {
		q->calendar = c->calendar;
		return 0;
	}
	near = (struct nearest)NEAREST_INIT(q->name);
	for (i = 0; i < p->ncalendars; i++)
		nearest_offer(&near, p->calendar[i].name);
	if (near.best)
		return err_set(&cli->err, STATUS_USAGE, _("unknown calendar '%s' (did you mean '%s'?)"),
			       q->name, near.best);
	return err_set(&cli->err, STATUS_USAGE, _("unknown calendar '%s'"), q->name);
}

/* 0, or -1 with the reason why there is no answer. */
static int explain(struct cli *cli, const struct question *q, enum calendar_answer answer,
		   const int *year)
{
	if (answer == CALENDAR_UNKNOWN)
		return err_set(&cli->err, STATUS_INPUT,
			       _("calendar '%s' has no holiday data for %d: add that year to its holiday file"),
			       q->name, *year);
	if (answer == CALENDAR_NEVER)
		return err_set(&cli->err, STATUS_INPUT, _("calendar '%s' does not open within 20 years"),
			       q->name);
	return 0;
}

static int between(struct cli *cli, const struct question *q)
{
	struct json_writer w = JSON_WRITER_INIT;
	int64_t seconds = 0;
	instant a, b;
	int year = 0;

	if (instant_parse_human(q->between[0], q->zone, cli->now, &a, &cli->err) < 0 ||
	    instant_parse_human(q->between[1], q->zone, cli->now, &b, &cli->err) < 0 ||
	    explain(cli, q, calendar_between(q->calendar, a, b, &seconds, &year), &year) < 0)
		return -1;
	if (cli->format == FORMAT_JSON) {
		json_begin_object(&w, NULL);
		json_put_integer(&w, "seconds", seconds);
		json_end(&w);
		json_finish(&w, &cli->out, 0);
		json_writer_release(&w);
		return 0;
	}
	duration_format(&cli->out, seconds);
	strbuf_addch(&cli->out, '\n');
	return 0;
}

static int add_limit(struct cli *cli, const struct question *q, instant from, instant *at)
{
	size_t n = strlen(q->add);
	int back = q->add[0] == '-', year = 0;
	enum calendar_answer answer;
	struct limit limit;

	if (limit_parse(q->add + back, n - (size_t)back, &limit) < 0 || limit.kind == LIMIT_DUE ||
	    (back && limit.kind != LIMIT_SECONDS))
		return err_set(&cli->err, STATUS_USAGE,
			       _("--add takes a limit such as 8h, 30m or '7 working days', not '%s'"),
			       q->add);
	if (back)
		answer = calendar_subtract(q->calendar, from, limit.n, at, &year);
	else
		answer = calendar_add_limit(q->calendar, from, &limit, at, &year);
	return explain(cli, q, answer, &year);
}

static int add(struct cli *cli, const struct question *q, instant from)
{
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf text = STRBUF_INIT;
	instant at = from;

	if (add_limit(cli, q, from, &at) < 0)
		return -1;
	instant_format(&text, at, q->zone);
	if (cli->format == FORMAT_JSON) {
		json_begin_object(&w, NULL);
		json_put_cstring(&w, "at", text.buf);
		json_end(&w);
		json_finish(&w, &cli->out, 0);
		json_writer_release(&w);
	} else {
		strbuf_addf(&cli->out, "%s\n", text.buf);
	}
	strbuf_release(&text);
	return 0;
}

/* Clock time of an instant within the day that starts at `day`; its end is 24:00. */
static void add_clock(struct strbuf *out, const struct zone *zone, int64_t day, instant t)
{
	int64_t s = zone_local(zone, t) - day * 86400;

	strbuf_addf(out, "%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60));
	if (s % 60)
		strbuf_addf(out, ":%02d", (int)(s % 60));
}

/* The hours of one local day as "09:00-12:00 13:30-18:00". */
static enum calendar_answer add_hours(const struct question *q, int64_t day, struct strbuf *out,
				      int *year)
{
	instant t = zone_midnight(q->zone, day), end = zone_midnight(q->zone, day + 1), until;
	enum calendar_answer answer = CALENDAR_OK;
	int is_open;

	for (; t < end; t = until) {
		answer = calendar_at(q->calendar, t, &is_open, &until, year);
		if (answer != CALENDAR_OK)
			break;
		if (until > end)
			until = end;
		if (!is_open)
			continue;
		if (out->len)
			strbuf_addch(out, ' ');
		add_clock(out, q->zone, day, t);
		strbuf_addch(out, '-');
		add_clock(out, q->zone, day, until);
	}
	return answer == CALENDAR_NEVER ? CALENDAR_OK : answer;
}

struct listing {
	struct json_writer json;
	struct table *table; /* NULL: JSON */
};

static int list_day(struct cli *cli, const struct question *q, int64_t day, struct listing *l)
{
	static const char *const weekdays[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
						N_("Fri"), N_("Sat"), N_("Sun") };
	struct strbuf date = STRBUF_INIT, hours = STRBUF_INIT;
	int64_t seconds = 0;
	int year = 0, result;

	date_format(&date, day);
	result = explain(cli, q, add_hours(q, day, &hours, &year), &year);
	if (result < 0)
		goto out;
	calendar_between(q->calendar, zone_midnight(q->zone, day), zone_midnight(q->zone, day + 1),
			 &seconds, &year);
	if (l->table) {
		table_row(l->table);
		table_cell(l->table, date.buf);
		table_cell(l->table, _(weekdays[civil_weekday(day)]));
		table_cell(l->table, hours.len ? hours.buf : _("not open"));
		table_cellf(l->table, "%d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
		goto out;
	}
	json_begin_object(&l->json, NULL);
	json_put_cstring(&l->json, "day", date.buf);
	json_put_bool(&l->json, "working_day", calendar_is_working_day(q->calendar, day) == 1);
	json_put_cstring(&l->json, "hours", hours.buf);
	json_put_integer(&l->json, "seconds", seconds);
	json_end(&l->json);
out:
	strbuf_release(&date);
	strbuf_release(&hours);
	return result;
}

static int list(struct cli *cli, const struct question *q, instant from)
{
	struct listing l = { JSON_WRITER_INIT, NULL };
	int64_t day = zone_day(q->zone, from), end = day + (int64_t)(q->days ? q->days : DAYS_DEFAULT);
	int result = 0;

	if (cli->format == FORMAT_JSON) {
		json_begin_object(&l.json, NULL);
		json_put_cstring(&l.json, "calendar", q->name);
		json_begin_array(&l.json, "days");
	} else {
		l.table = table_new();
		table_column(l.table, _("day"), TABLE_LEFT);
		table_column(l.table, "", TABLE_LEFT);
		table_column(l.table, _("opening hours"), TABLE_LEFT);
		table_column(l.table, _("hours"), TABLE_RIGHT);
	}
	/* beyond the holiday data the list ends with what is known, and the reason */
	for (; day < end && result == 0; day++)
		result = list_day(cli, q, day, &l);
	if (l.table) {
		strbuf_addf(&cli->out, _("calendar %s\n"), q->name);
		table_print(l.table, &cli->out, 0);
		table_free(l.table);
	} else {
		json_end(&l.json);
		json_end(&l.json);
		json_finish(&l.json, &cli->out, 2);
	}
	json_writer_release(&l.json);
	return result;
}

int policy_cmd_calendar(struct cli *cli)
{
	struct question q = { 0 };
	instant from;
	int result;

	if (read_options(cli, &q) < 0 ||
	    cli_want_format(cli, FORMAT_TEXT, 1 << FORMAT_TEXT | 1 << FORMAT_JSON) < 0 ||
	    cli_load(cli, CLI_POLICY) < 0 || find_calendar(cli, &q) < 0)
		return (int)cli->err.status;
	q.zone = cli->policy->zone;
	from = cli->now;
	if (q.from && instant_parse_human(q.from, q.zone, cli->now, &from, &cli->err) < 0)
		return (int)cli->err.status;
	if (q.between[0])
		result = between(cli, &q);
	else
		result = q.add ? add(cli, &q, from) : list(cli, &q, from);
	return result < 0 ? (int)cli->err.status : STATUS_OK;
}
