/* sd log: the locks, earlier runs with the same key, and the case that was meant. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "log.h"

const struct policy *log_policy_at(const struct logrun *l, instant t)
{
	if (!l->cli->policy)
		return NULL;
	return t == INSTANT_NONE ? l->cli->policy : policy_set_at(&l->cli->set, t);
}

void log_format_id(const struct logrun *l, struct strbuf *out, caseid id)
{
	caseid_format(out, id, l->cli->policy ? l->cli->policy->prefix : NULL);
}

int log_begin(struct logrun *l)
{
	struct cli *cli = l->cli;
	struct logwriter_options o = {
		/* Findings name the log until the very end, after l is gone. */
		.log = cli->log_path, .lock = l->desk.lock, .set = &cli->set, .zone = l->zone,
		.now = cli->now, .unsafe_share = cli->unsafe_share,
	};

	if (desk_check_owner(&l->desk, &cli->err) < 0)
		return -1;
	if (cli->dry_run) {
		l->w.o = o;      /* enough to number cases */
		return 0;
	}
	if (logwriter_begin(&l->w, &o, &cli->findings, &cli->err) < 0)
		return -1;
	l->locked = 1;
	return survey_follow(l);
}

int log_old_key(struct logrun *l, int event)
{
	const char *key = l->given[LOG_KEY];
	struct logwriter_found found;

	if (!key || !l->locked)
		return 0;
	if (logwriter_find_key(&l->w, key, &found, &l->cli->err) < 0)
		return -1;
	if (!found.rows)
		return 0;
	if (!event_set_has(&found.events, event))
		return err_set(&l->cli->err, STATUS_INPUT,
			       _("the key '%s' was used before, for another event than '%s'"), key,
			       l->verb->name);
	l->cli->recorded = 1;
	if (event == EVENT_OPEN) {
		log_format_id(l, &l->cli->out, found.id);
		strbuf_addch(&l->cli->out, '\n');
	}
	cli_say(l->cli, _("the key '%s' is recorded already; nothing was written"), key);
	return 1;
}

int log_open(struct logrun *l)
{
	if (l->log.fd >= 0)
		return 0;
	return caselog_open(&l->log, l->cli->log_path, &l->cli->set, &l->cli->findings, &l->cli->err);
}

/* --- which case --------------------------------------------------------------------------------- */

static uint32_t today(const struct logrun *l)
{
	return caseid_date_of_day(zone_day(l->zone, l->cli->now));
}

static int read_once(struct logrun *l, caseid id, struct findings *findings, int number_lines)
{
	struct casefile_options o = { .zone = l->zone, .number_lines = number_lines };

	casefile_release(&l->file);
	l->log.findings = findings;
	return casefile_read(&l->file, &l->log, id, &o, &l->cli->err);
}

/*
 * Lines are only counted where somebody wants to see them, or where damage has to be named. With a
 * broken policy its own events and fields are unknown: that is no damage, recording goes on.
 */
static int read_case(struct logrun *l, caseid id, int number_lines)
{
	if (number_lines)
		return read_once(l, id, &l->cli->findings, 1);
	if (read_once(l, id, &l->scratch, 0) < 0)
		return -1;
	if (!findings_has_error(&l->scratch) || !l->policy)
		return 0;
	findings_release(&l->scratch);
	l->damaged = 1;
	return read_once(l, id, &l->cli->findings, 1);
}

/* All cases with a number, the newest first. */
struct numbered {
	uint32_t number;
	caseid *id;
	size_t n, alloc;
};

static int take_numbered(void *ctx, const struct scan_batch *batch)
{
	struct numbered *x = ctx;

	for (size_t i = 0; i < batch->nrows; i++) {
		const struct scan_row *r = &batch->row[i];

		if (r->event != EVENT_OPEN || caseid_number(r->id) != x->number)
			continue;
		MEM_GROW(x->id, x->n + 1, x->alloc);
		x->id[x->n++] = r->id;
	}
	return 0;
}

static int newest_first(const void *a, const void *b)
{
	const caseid *x = a, *y = b;

	return *x < *y ? 1 : *x > *y ? -1 : 0;
}

static int no_open_case(struct logrun *l, const struct numbered *x)
{
	struct strbuf id = STRBUF_INIT;

	if (!x->n)
		return err_set(&l->cli->err, STATUS_INPUT, _("there is no case numbered %u"),
			       (unsigned)x->number);
	log_format_id(l, &id, x->id[0]);
	err_set(&l->cli->err, STATUS_INPUT,
		_("no case numbered %u is open; the newest one is %s, write its whole id"),
		(unsigned)x->number, id.buf);
	strbuf_release(&id);
	return -1;
}

/* "7": today's number 7, else the newest open case numbered 7. */
static int find_number(struct logrun *l, uint32_t number, caseid *id)
{
	struct numbered x = { .number = number };
	struct scan_options o = { .threads = 2, .quiet = 1, .unnumbered = 1 };
	int ret = -1;

	*id = caseid_make(today(l), number);
	if (read_case(l, *id, 0) < 0)
		return -1;
	if (l->file.n)
		return 0;
	if (scan_run(&l->log, &o, take_numbered, &x, &l->cli->err) < 0)
		goto out;
	if (x.n)
		qsort(x.id, x.n, sizeof(*x.id), newest_first);
	for (size_t i = 0; i < x.n; i++) {
		if (read_case(l, x.id[i], 0) < 0)
			goto out;
		if (case_state_is_open(l->file.state)) {
			*id = x.id[i];
			ret = 0;
			goto out;
		}
	}
	/* To look at, a closed one will do. */
	if (x.n && l->verb->event < 0) {
		*id = x.id[0];
		ret = 0;
	} else {
		ret = no_open_case(l, &x);
	}
out:
	free(x.id);
	return ret;
}

/* "1121-7": this year's, or last year's where that day is still to come. */
static caseid find_year(const struct logrun *l, uint32_t mmdd, uint32_t number)
{
	uint32_t now = today(l), date = now / 10000 * 10000 + mmdd;

	return caseid_make(date > now ? date - 10000 : date, number);
}

int log_case_id(struct logrun *l, const char *ref, caseid *id)
{
	uint32_t date, number;

	if (caseid_parse_short(ref, &date, &number) < 0)
		return err_set(&l->cli->err, STATUS_USAGE,
			       _("'%s' is not a case: write 7, 1121-7 or 20261121-0007"), ref);
	if (!date)
		return find_number(l, number, id);
	*id = date < 10000 ? find_year(l, date, number) : caseid_make(date, number);
	return 0;
}

/* Damage in what was read: better to say so than to build on it. */
static int refuse_damage(struct logrun *l)
{
	if (!l->damaged)
		return 0;
	return err_set(&l->cli->err, STATUS_INPUT,
		       _("the log is damaged where it was read (see above); nothing was recorded"));
}

int log_case(struct logrun *l, const char *ref, int number_lines)
{
	struct strbuf shown = STRBUF_INIT;
	caseid id;
	int ret = -1;

	if (log_open(l) < 0 || log_case_id(l, ref, &id) < 0)
		return -1;
	if ((l->file.id != id || number_lines) && read_case(l, id, number_lines) < 0)
		return -1;
	log_format_id(l, &shown, id);
	if (!l->file.n)
		err_set(&l->cli->err, STATUS_INPUT, _("there is no case %s"), shown.buf);
	else
		ret = l->verb->event < 0 ? 0 : refuse_damage(l);
	l->policy = log_policy_at(l, casefile_opened(&l->file));
	strbuf_release(&shown);
	return ret;
}
