/* sd report --partial and --merge: figures that are not finished, out and in. */
#include <string.h>

#include "base/i18n.h"
#include "cli_main.h"
#include "io/lines.h"
#include "report.h"

#define LINE_MOST ((size_t)1 << 30)

int report_print_partial(struct cli *cli, const struct report_request *r, struct figures *figures)
{
	struct strbuf period = STRBUF_INIT;

	if (figures->ndesks && !r->merge) {
		report_name_period(&period, &r->when, figures->desk[0].zone);
		figures->period = figures_keep(figures, period.buf);
		strbuf_release(&period);
	}
	return partial_write(&cli->out, figures, SD_VERSION, &cli->err);
}

static int is_blank(const struct line *line)
{
	size_t i;

	for (i = 0; i < line->n; i++)
		if (line->s[i] != ' ' && line->s[i] != '\t')
			return 0;
	return 1;
}

/* Ends at the first line that is refused: what it would have added is missing to judge those after it by. */
static int read_lines(struct cli *cli, struct partial_merge *merge, struct figures *figures,
		      const char *file, struct lines *in)
{
	struct err err = ERR_INIT;
	size_t number = 0;
	struct line line;
	enum lines_result got;
	int result = 0;

	while ((got = lines_peek(in, 0, LINE_MOST, &line, &cli->err)) == LINES_ONE) {
		number++;
		if (!is_blank(&line) && partial_read(merge, figures, file, number, line.s, line.n, &err) < 0) {
			finding_add(&cli->findings, GRADE_ERROR, file, number, 0, "%s", err.msg);
			result = err_set(&cli->err, STATUS_INPUT, _("the partial reports were not added up"));
			break;
		}
		lines_skip(in, line.end);
	}
	if (got == LINES_LONG)
		result = err_set(&cli->err, STATUS_INPUT, _("'%s': line %zu is too long"), file, number + 1);
	return got == LINES_FAILED ? -1 : result;
}

static int read_file(struct cli *cli, struct partial_merge *merge, struct figures *figures,
		     const char *file)
{
	struct lines *in = lines_open(file, &cli->err);
	int result;

	if (!in)
		return -1;
	result = read_lines(cli, merge, figures, file, in);
	lines_close(in);
	return result;
}

/* What they were made of says nothing about the policy here, nor about the time. */
static int check_options(struct cli *cli, const struct report_request *r)
{
	const struct cli_period *p = &r->when;

	if (p->unit >= 0 || p->from || p->to || p->as_of_arg || p->known_at_arg || r->nby ||
	    r->nwhere || r->is_pack)
		return cli_usage(cli, _("--merge: period, columns and times are those of the partial reports")), -1;
	if (cli->policy_arg)
		return cli_usage(cli, _("--merge: the policy is that of the partial reports")), -1;
	if (r->send)
		return cli_usage(cli, _("--merge: --send needs a desk")), -1;
	return 0;
}

/* What was said where a desk could not be read is said again where the report is. */
static void tell_unread(struct cli *cli, const struct figures *f)
{
	size_t i;

	for (i = 0; i < f->nunread; i++)
		finding_add(&cli->findings, GRADE_ERROR, arena_strdup(&cli->findings.arena, f->unread[i].name),
			    0, 0, "%s", f->unread[i].why);
}

int report_merge(struct cli *cli, struct report_request *r, struct partial_merge *merge,
		 struct figures *figures)
{
	int i, result = check_options(cli, r);

	merge->is_mixed = r->mixed;
	if (result == 0 && r->first_operand == cli_operands(cli))
		result = read_file(cli, merge, figures, "-");
	for (i = r->first_operand; result == 0 && i < cli_operands(cli); i++)
		result = read_file(cli, merge, figures, cli_operand(cli, i));
	if (result == 0 && !figures->ndesks && !r->partial)
		result = err_set(&cli->err, STATUS_INPUT, _("there is no desk in the partial reports"));
	if (result < 0 || cli_now(cli) < 0)
		return -1;
	r->only = figures->only;
	tell_unread(cli, figures);
	r->is_pack = figures->meeting.is_pack && !r->only_warnings;
	return 0;
}

void report_merge_period(struct report_request *r, const struct figures *figures)
{
	const struct zone *zone = figures->zone;
	const instant from = figures->from, end = figures->desk[0].span.end;
	struct period p, *is = &r->when.period;
	struct strbuf day = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	int unit, since_ever = figures->desk[0].span.since_ever;

	*is = (struct period){ zone_day(zone, from), zone_day(zone, end), INSTANT_NONE, INSTANT_NONE };
	date_format(&day, is->from_day);
	for (unit = since_ever ? PERIOD_QUARTER + 1 : PERIOD_DAY; unit <= PERIOD_QUARTER; unit++)
		if (period_of(&p, (enum period_unit)unit, day.buf, zone, figures->as_of, &ignored) == 0 &&
		    zone_midnight(zone, p.from_day) == from && zone_midnight(zone, p.to_day) == end) {
			r->when.unit = unit;
			break;
		}
	strbuf_release(&day);
	if (unit > PERIOD_QUARTER) {
		r->when.from = since_ever ? NULL : "";
		r->when.to = "";
		if (zone_midnight(zone, is->from_day) != from)
			is->from = from;
		if (figures->so_far)
			is->to_day = zone_day(zone, figures->to);
		else if (zone_midnight(zone, is->to_day) != end)
			is->to = end;
	}
}

int report_check_partial(struct cli *cli, const struct report_request *r)
{
	if (r->mixed && !r->merge)
		return cli_usage(cli, _("--mixed goes with --merge")), -1;
	if (r->expect && r->partial)
		return cli_usage(cli, _("--expect is for the report of all desks, not for a part of it")), -1;
	if ((r->merge || r->partial) && r->with)
		return cli_usage(cli, _("--compare needs the desks themselves, not partial reports")), -1;
	if (r->partial && (r->check || r->send || r->output || cli->format != FORMAT_DEFAULT))
		return cli_usage(cli, _("--partial prints one line of JSON, and nothing is judged yet")), -1;
	return 0;
}

void report_use_policy(struct cli *cli, const struct figures *figures)
{
	const struct policy *p = figures->desk[0].in_force;

	cli->policy = p;
	cli_language(cli, p->says_language ? p->language : NULL);
}
