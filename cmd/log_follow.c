/*
 * What sd adds to a clerk's row in the same write: who gets the case, and the tasks of its checklist. Rows by
 * the machine must never stand in a person's way: what is not legal is left out.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli_main.h"
#include "log.h"
#include "report/workload.h"
#include "rules/receivers.h"
#include "values/calendar.h"

/* --- rows --------------------------------------------------------------------------------------- */

void log_machine_row(const struct logrun *l, struct log_row *row, int event)
{
	*row = (struct log_row){ .event = event, .at = l->at };
	log_put(row, COLUMN_EVENT, event_name(event));
	log_put(row, COLUMN_BY, "sd");
}

static const char *keep(struct logrun *l, struct strbuf *sb)
{
	const char *s = arena_strdup(&l->arena, sb->buf);

	strbuf_release(sb);
	return s;
}

/* 1 where it was added. */
static int add_row(struct logrun *l, struct log_row *row)
{
	struct log_standing before = log_standing(l);
	struct strbuf id = STRBUF_INIT, refusal = STRBUF_INIT;
	int is_legal;

	log_format_id(l, &id, l->file.id);
	log_put(row, COLUMN_CASE, keep(l, &id));
	casefile_add(&l->file, row->event, row->at, row->cell);
	is_legal = casefile_judge(&l->file, &refusal) == 0;
	strbuf_release(&refusal);
	if (!is_legal) {
		casefile_drop_last(&l->file);
		return 0;
	}
	if (l->locked && logwriter_add(&l->w, row->cell, row->at, &l->cli->err) < 0)
		return -1;
	log_moved(l, &before);
	return 1;
}

/* --- the load ----------------------------------------------------------------------------------- */

int log_need_load(struct logrun *l, const char *department)
{
	struct workload_options o = {
		.path = l->cli->log_path, .set = &l->cli->set, .now = l->cli->now,
		.cache = l->cli->dry_run ? NULL : l->desk.cache,
		.cache_mode = desk_file_mode(&l->desk), .program = SD_VERSION,
	};

	if (l->machine.have_load || !l->policy || !routing_needs_load(l->policy, department))
		return 0;
	if (workload_read(&l->machine.load, &o, &l->cli->err) < 0)
		return -1;
	l->machine.have_load = 1;
	/* A case that is not in the file yet may have its owner by now. */
	if (l->file.n && !l->file.row[0].line)
		log_moved(l, &(struct log_standing){ "", 0 });
	return 0;
}

struct log_standing log_standing(const struct logrun *l)
{
	const char *kind;

	if (!l->machine.have_load)
		return (struct log_standing){ "", 0 };
	kind = casefile_class(&l->file, COLUMN_KIND);
	return (struct log_standing){
		.owner = casefile_class(&l->file, COLUMN_OWNER),
		.counts = case_state_is_open(l->file.state) && strcmp(kind, "duty") != 0 &&
			  strcmp(kind, "action") != 0,
	};
}

void log_moved(struct logrun *l, const struct log_standing *before)
{
	struct log_standing now = log_standing(l);

	if (before->counts)
		routing_load_add(&l->machine.load, before->owner, -1);
	if (now.counts)
		routing_load_add(&l->machine.load, now.owner, 1);
}

/* --- who gets it -------------------------------------------------------------------------------- */

static void say_owner(struct logrun *l, const char *owner, const char *why)
{
	strbuf_addf(&l->machine.said, _("assigned to %s: %s"),
		    policy_value_label(l->policy, COLUMN_OWNER, owner, l->cli->lang), why);
	strbuf_addch(&l->machine.said, '\n');
}

static void say_routing(struct logrun *l, const struct routing *r)
{
	static const char *const why[] = {
		[ASSIGN_NONE] = "", [ASSIGN_OWNER] = N_("took the case"),
		[ASSIGN_LEAD] = N_("in charge"), [ASSIGN_LEAST_OPEN] = N_("fewest open cases"),
		[ASSIGN_ROTATE] = N_("next in turn"),
	};

	say_owner(l, r->owner, r->reason == ROUTING_ASSIGN ? _(why[r->mode]) :
		  policy_level_label(l->policy, r->level, l->cli->lang));
}

static void say_nobody(struct logrun *l, const char *department)
{
	strbuf_addf(&l->machine.said, _("nobody of '%s' is there to take the case"),
		    policy_value_label(l->policy, COLUMN_DEPARTMENT, department, l->cli->lang));
	strbuf_addch(&l->machine.said, '\n');
}

/* Persons that the case is about; how many. `about` has room for COLUMN_MAX. */
static size_t persons_about(const struct logrun *l, const char **about)
{
	size_t n = 0;

	for (size_t i = 0; i < l->policy->nfields; i++)
		if (l->policy->field[i].role_staff)
			about[n++] = casefile_class(&l->file, l->policy->field[i].column);
	return n;
}

static const char *taker_of(const struct logrun *l)
{
	for (size_t i = 0; i < l->file.n; i++)
		if (l->file.row[i].event == EVENT_OPEN && !l->file.row[i].dead)
			return l->file.row[i].cell[COLUMN_BY];
	return "";
}

static struct routing_who who_of(const struct logrun *l, const char *department, const char **about)
{
	return (struct routing_who){
		.kind = casefile_class(&l->file, COLUMN_KIND),
		.severity = casefile_class(&l->file, COLUMN_SEVERITY),
		.department = department, .owner = casefile_class(&l->file, COLUMN_OWNER),
		.taker = taker_of(l), .about = about, .nabout = persons_about(l, about),
		.day = zone_day(l->zone, l->cli->now),
	};
}

/* An owner by the policy's rules: of the case, which belongs to the department from now on. */
static int route(struct logrun *l, const char *department)
{
	const char *about[COLUMN_MAX];
	struct routing_who who = who_of(l, department, about);
	struct strbuf text = STRBUF_INIT;
	struct routing r;
	struct log_row row;
	int added;

	if (!l->policy->npersons || !strcmp(who.kind, "duty") || !strcmp(who.kind, "action"))
		return 0;
	if (log_need_load(l, department) < 0)
		return -1;
	r = routing_of_case(l->policy, &who, &l->machine.load);
	if (!r.owner && r.mode != ASSIGN_NONE)
		say_nobody(l, department);
	if (!r.owner || !strcmp(r.owner, who.owner))
		return 0;
	routing_text(&text, &r);
	log_machine_row(l, &row, EVENT_ASSIGN);
	log_put(&row, COLUMN_DEPARTMENT, department);
	log_put(&row, COLUMN_OWNER, r.owner);
	log_put(&row, COLUMN_TEXT, keep(l, &text));
	added = add_row(l, &row);
	if (added <= 0)
		return added;
	routing_load_newest(&l->machine.load, department, r.owner);
	say_routing(l, &r);
	return 0;
}

/* Y2.3: the severity asks for a level that the present owner does not have. */
static int is_out_of_depth(const struct logrun *l, const char *owner)
{
	const char *level = routing_handler(l->policy, casefile_class(&l->file, COLUMN_KIND),
					    casefile_class(&l->file, COLUMN_SEVERITY));

	return level && routing_is_below(l->policy, owner, level, zone_day(l->zone, l->cli->now));
}

static int route_amended(struct logrun *l, const struct log_row *row)
{
	const char *owner = casefile_class(&l->file, COLUMN_OWNER);
	const char *department = casefile_class(&l->file, COLUMN_DEPARTMENT);
	const struct policy_category *c = policy_category(
		l->policy, casefile_class(&l->file, COLUMN_CATEGORY));

	if (row->cell[COLUMN_OWNER].n || !case_state_is_open(l->file.state) ||
	    !(row->cell[COLUMN_KIND].n || row->cell[COLUMN_SEVERITY].n ||
	      row->cell[COLUMN_CATEGORY].n || row->cell[COLUMN_DEPARTMENT].n))
		return 0;
	if (!*department && c)
		department = triage_suggests(l->policy, c, COLUMN_DEPARTMENT);
	/* Whoever took the case keeps it until it is handed over by name (H2.1). */
	if (*owner && (l->policy->first_contact || !is_out_of_depth(l, owner)))
		return 0;
	return route(l, department ? department : "");
}

/* --- checklists --------------------------------------------------------------------------------- */

static int has_task(const struct logrun *l, const char *name)
{
	for (size_t i = 0; i < l->file.n; i++)
		if (l->file.row[i].event == EVENT_TASK &&
		    !strcmp(l->file.row[i].cell[COLUMN_DETAIL], name))
			return 1;
	return 0;
}

static void put_due(struct logrun *l, struct log_row *row, const struct policy_task *task)
{
	struct strbuf sb = STRBUF_INIT;
	enum calendar_answer answer;
	int year = 0;
	instant due;

	if (task->within.kind == LIMIT_SECONDS)
		answer = calendar_add(task->calendar, l->at, task->within.n, &due, &year);
	else if (task->within.kind == LIMIT_WORKING_DAYS)
		answer = calendar_add_working_days(task->calendar, l->at, task->within.n, &due, &year);
	else if (task->within.kind == LIMIT_CALENDAR_DAYS)
		answer = calendar_add_calendar_days(task->calendar, l->at, task->within.n, &due, &year);
	else
		return;
	if (answer == CALENDAR_OK) {
		instant_format(&sb, due, l->zone);
		log_put(row, COLUMN_DUE, keep(l, &sb));
	} else if (answer == CALENDAR_UNKNOWN) {
		finding_add(&l->cli->findings, GRADE_WARNING, l->policy->path, task->line, 0,
			    _("task '%s': the calendar '%s' has no holiday data for %d, so it has no due time"),
			    task->name, calendar_name(task->calendar), year);
	}
}

/* Who does it: the checklist's word, unless he is away; else the department's way. */
static const char *owner_of_task(struct logrun *l, const struct policy_task *task)
{
	const char *about[COLUMN_MAX];
	const char *department = task->department ? task->department :
				 casefile_class(&l->file, COLUMN_DEPARTMENT);
	struct routing_who who = who_of(l, department, about);
	const char *owner = task->owner ? receivers_present(l->policy, task->owner, who.day) : NULL;

	for (size_t i = 0; owner && i < who.nabout; i++)
		if (!strcmp(about[i], owner))
			owner = NULL;
	return owner ? owner : routing_of_task(l->policy, &who, &l->machine.load).owner;
}

static int add_task(struct logrun *l, const struct policy_checklist *list,
		    const struct policy_task *task)
{
	struct strbuf text = STRBUF_INIT;
	struct log_row row;

	if (task->department && log_need_load(l, task->department) < 0)
		return -1;
	log_machine_row(l, &row, EVENT_TASK);
	log_put(&row, COLUMN_DETAIL, task->name);
	log_put(&row, COLUMN_DEPARTMENT, task->department);
	if (task->owner || task->department)
		log_put(&row, COLUMN_OWNER, owner_of_task(l, task));
	put_due(l, &row, task);
	strbuf_addf(&text, "checklist: %s", list->name);
	log_put(&row, COLUMN_TEXT, keep(l, &text));
	return add_row(l, &row);
}

/* Those tasks of the category's checklist that the case never had. */
static int add_tasks(struct logrun *l)
{
	const struct policy_checklist *list =
		policy_checklist(l->policy, casefile_class(&l->file, COLUMN_CATEGORY));
	struct strbuf *said = &l->machine.said;
	size_t n = 0;

	if (!list)
		return 0;
	for (size_t i = 0; i < list->ntasks; i++) {
		const struct policy_task *task = &list->task[i];
		int added = has_task(l, task->name) ? 0 : add_task(l, list, task);

		if (added < 0)
			return -1;
		if (added)
			strbuf_addf(said, "%s%s", n++ ? ", " : _("tasks: "),
				    policy_label(&task->label, task->name, l->cli->lang));
	}
	if (n)
		strbuf_addch(said, '\n');
	return 0;
}

/* --- after a clerk's row ------------------------------------------------------------------------- */

static int follow_open(struct logrun *l)
{
	const char *owner = casefile_class(&l->file, COLUMN_OWNER);

	if (l->machine.is_first_contact)
		say_owner(l, owner, _("took the case"));
	/* A question that is answered already needs nobody. */
	if (!l->given[LOG_DONE] && !*owner && l->file.state == CASE_NEW &&
	    route(l, casefile_class(&l->file, COLUMN_DEPARTMENT)) < 0)
		return -1;
	return add_tasks(l);
}

int log_follow(struct logrun *l, const struct log_row *row)
{
	if (!l->policy)
		return 0;
	switch (row->event) {
	case EVENT_OPEN:
		return follow_open(l);
	case EVENT_ASSIGN:
		return row->cell[COLUMN_OWNER].n || !row->cell[COLUMN_DEPARTMENT].n ? 0 :
		       route(l, row->cell[COLUMN_DEPARTMENT].s);
	case EVENT_AMEND:
		if (route_amended(l, row) < 0)
			return -1;
		return row->cell[COLUMN_CATEGORY].n ? add_tasks(l) : 0;
	default:
		return 0;
	}
}

/* The case was opened, but the rows that follow may be cut off: those that are not there are added. */
int log_complete(struct logrun *l)
{
	const struct casefile_row *open = NULL;
	struct log_row row = { .event = EVENT_OPEN };

	l->machine.is_first_contact = 0;
	for (size_t i = 0; i < l->file.n && !open; i++)
		if (l->file.row[i].event == EVENT_OPEN && !l->file.row[i].dead)
			open = &l->file.row[i];
	if (!l->policy || !open || l->file.state == CASE_CLOSED || l->file.state == CASE_CANCELLED)
		return 0;
	l->at = row.at = open->at;
	for (int c = 0; c < COLUMN_MAX; c++)
		log_put(&row, c, open->cell[c]);
	if (!*casefile_class(&l->file, COLUMN_CATEGORY) &&
	    (log_classify(l, &row) < 0 ||
	     (l->machine.has_suggested && add_row(l, &l->machine.suggested) < 0)))
		return -1;
	return follow_open(l);
}

/* Only these are answered; of the machine's own rows what it took the case for. */
static int is_answered(const struct casefile_row *row)
{
	return row->event == EVENT_AMEND ||
	       (!(row->flags & ROW_BY_SD) && (row->event == EVENT_OPEN || row->event == EVENT_ASSIGN));
}

/* What sd wrote in answer to a row goes when the row goes; the last first, so that each is legal. */
int log_void_followers(struct logrun *l, const struct casefile_row *target)
{
	size_t first = (size_t)(target - l->file.row) + 1, i = first;
	struct log_row row;

	if (!is_answered(target))
		return 0;
	while (i < l->file.n && l->file.row[i].flags & ROW_BY_SD && l->file.row[i].at == target->at &&
	       (l->file.row[i].event == EVENT_AMEND || l->file.row[i].event == EVENT_ASSIGN ||
		l->file.row[i].event == EVENT_TASK))
		i++;
	while (i-- > first) {
		if (l->file.row[i].dead)
			continue;
		log_machine_row(l, &row, EVENT_VOID);
		log_put(&row, COLUMN_DETAIL, l->file.row[i].cell[COLUMN_CHECK]);
		if (add_row(l, &row) < 0)
			return -1;
	}
	return 0;
}

void log_say_followers(struct logrun *l)
{
	struct strbuf *said = &l->machine.said;
	char *s, *end;

	log_say_triage(l);
	for (s = said->buf; said->len && (end = strchr(s, '\n')) != NULL; s = end + 1) {
		*end = '\0';
		cli_say(l->cli, "%s", s);
	}
	strbuf_reset(said);
}
