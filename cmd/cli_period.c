#include "cli_period.h"

#include <string.h>

/* A wrong date is to be told as such, not looked for as a desk. */
static int looks_like_date(const char *word)
{
	return word && strchr(word, '-') && strspn(word, "0123456789-") == strlen(word) &&
	       *word != '-';
}

static int take_unit(struct cli *cli, struct cli_period *p, enum period_unit unit)
{
	if (p->unit >= 0 || p->from || p->to)
		return cli_usage(cli, _("only one period can be given")), -1;
	p->unit = (int)unit;
	if (!cli->arg && (period_is_arg(unit, cli_peek(cli)) || looks_like_date(cli_peek(cli))))
		cli_take(cli);
	p->date = cli->arg;
	return 0;
}

static int take_bound(struct cli *cli, struct cli_period *p, const char **bound)
{
	if (p->unit >= 0)
		return cli_usage(cli, _("only one period can be given")), -1;
	*bound = cli->arg;
	return 0;
}

int cli_period_take(struct cli *cli, struct cli_period *p, int opt)
{
	switch (opt) {
	case OPT_DAY:
		return take_unit(cli, p, PERIOD_DAY);
	case OPT_WEEK:
		return take_unit(cli, p, PERIOD_WEEK);
	case OPT_MONTH:
		return take_unit(cli, p, PERIOD_MONTH);
	case OPT_QUARTER:
		return take_unit(cli, p, PERIOD_QUARTER);
	case OPT_FROM:
		return take_bound(cli, p, &p->from);
	case OPT_TO:
		return take_bound(cli, p, &p->to);
	case OPT_AS_OF:
		p->as_of_arg = cli->arg;
		return 0;
	case OPT_KNOWN_AT:
		p->known_at_arg = cli->arg;
		return 0;
	default:
		return 1;
	}
}

static int parse_time(struct cli *cli, const char *option, const char *arg, instant *t)
{
	if (instant_parse_human(arg, cli->policy->zone, cli->now, t, &cli->err) < 0)
		return err_prefix(&cli->err, "%s", option);
	return 0;
}

/* The one before the one that is running; at its first instant that is the one that has just ended. */
static int find_last_whole(struct cli *cli, struct cli_period *p, enum period_unit unit)
{
	const struct zone *zone = cli->policy->zone;
	struct strbuf day = STRBUF_INIT;
	int result;

	date_format(&day, zone_day(zone, p->as_of));
	result = period_of(&p->period, unit, day.buf, zone, p->as_of, &cli->err);
	if (result == 0) {
		strbuf_reset(&day);
		date_format(&day, p->period.from_day - 1);
		result = period_of(&p->period, unit, day.buf, zone, p->as_of, &cli->err);
	}
	if (result == 0 && day.len < sizeof(p->last_day)) {
		/* As if it had been given. */
		memcpy(p->last_day, day.buf, day.len + 1);
		p->date = p->last_day;
		p->unit = (int)unit;
	}
	strbuf_release(&day);
	return result;
}

/* What was known at T is reported as it was at T, unless --as-of says otherwise. */
int cli_period_fix(struct cli *cli, struct cli_period *p, const char *day)
{
	const struct zone *zone = cli->policy->zone;

	p->known_at = INSTANT_NONE;
	p->as_of = cli->now;
	if (p->known_at_arg) {
		if (parse_time(cli, "--known-at", p->known_at_arg, &p->known_at) < 0)
			return -1;
		p->as_of = p->known_at;
	}
	if (p->as_of_arg && parse_time(cli, "--as-of", p->as_of_arg, &p->as_of) < 0)
		return -1;
	if (p->last_whole && p->unit < 0 && !p->from && !p->to)
		return find_last_whole(cli, p, (enum period_unit)(p->last_whole - 1));
	if (p->from || p->to || (p->unit < 0 && !day))
		return period_range(&p->period, p->from, p->to, zone, p->as_of, &cli->err);
	return period_of(&p->period, p->unit < 0 ? PERIOD_DAY : (enum period_unit)p->unit,
			 p->unit < 0 ? day : p->date, zone, p->as_of, &cli->err);
}
