#include "rules/notify.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "values/number.h"

/* --- rows ----------------------------------------------------------------------------------------- */

int notify_parse(const char *s, size_t n, struct notify_row *out)
{
	static const char word[] = "told/";
	const char *end = s + n, *channel = s + sizeof(word) - 1, *status, *check;
	uint64_t exit;

	if (n < sizeof(word) - 1 || memcmp(s, word, sizeof(word) - 1) != 0)
		return -1;
	status = memchr(channel, '/', (size_t)(end - channel));
	check = status ? memchr(status + 1, '/', (size_t)(end - status - 1)) : NULL;
	if (!check || status == channel ||
	    number_parse(status + 1, (size_t)(check - status - 1), 255, &exit) < 0)
		return -1;
	out->channel = (struct span){ channel, (uint32_t)(status - channel) };
	out->exit = (int)exit;
	out->check = history_check(check + 1, (size_t)(end - check - 1));
	return out->check ? 0 : -1;
}

void notify_format(struct strbuf *out, const char *channel, int exit, uint64_t check)
{
	strbuf_addf(out, "told/%s/%d/%016llx", channel, exit, (unsigned long long)check);
}

/* --- how the last messages fared ------------------------------------------------------------------ */

void notify_tries_release(struct notify_tries *t)
{
	intern_release(&t->names);
	free(t->one);
	*t = (struct notify_tries)NOTIFY_TRIES_INIT;
}

void notify_tries_row(struct notify_tries *t, struct span receiver, struct span detail, instant at)
{
	struct strbuf name = STRBUF_INIT;
	struct notify_try *one;
	struct notify_row row;
	uint32_t id, known = t->names.n;

	if (notify_parse(detail.s, detail.n, &row) < 0)
		return;
	strbuf_add(&name, receiver.s, receiver.n);
	strbuf_addch(&name, '/');
	strbuf_add(&name, row.channel.s, row.channel.n);
	id = intern_add(&t->names, name.buf, name.len);
	strbuf_release(&name);
	MEM_GROW(t->one, (size_t)id + 1, t->alloc);
	one = &t->one[id];
	if (id == known)
		one->failures = 0;
	one->failures = row.exit ? one->failures + 1 : 0;
	one->exit = row.exit;
	one->at = at;
}

void notify_tries_save(const struct notify_tries *t, struct strbuf *out)
{
	uint32_t i;

	bytes_put_u64(out, t->names.n);
	for (i = 0; i < t->names.n; i++) {
		bytes_put_string(out, intern_str(&t->names, i), intern_len(&t->names, i));
		bytes_put_u32(out, (uint32_t)t->one[i].failures);
		bytes_put_u32(out, (uint32_t)t->one[i].exit);
		bytes_put_i64(out, t->one[i].at);
	}
}

void notify_tries_load(struct notify_tries *t, struct bytes *in)
{
	size_t i, n = bytes_count(in, 3 * sizeof(uint64_t)), length;
	const char *s;
	uint32_t id;

	for (i = 0; i < n && !in->bad; i++) {
		s = bytes_string(in, &length);
		id = intern_add(&t->names, s, length);
		MEM_GROW(t->one, (size_t)id + 1, t->alloc);
		t->one[id].failures = (int)bytes_u32(in);
		t->one[id].exit = (int)bytes_u32(in);
		t->one[id].at = bytes_i64(in);
		in->bad |= id != i || t->one[id].failures < 0;
	}
	if (in->bad)
		notify_tries_release(t);
}

const struct notify_try *notify_tries_find(const struct notify_tries *t, const char *receiver,
					   const char *channel)
{
	struct strbuf name = STRBUF_INIT;
	uint32_t id;

	strbuf_addf(&name, "%s/%s", receiver, channel);
	id = intern_find(&t->names, name.buf, name.len);
	strbuf_release(&name);
	return id == INTERN_NONE ? NULL : &t->one[id];
}

instant notify_next_try(const struct notify_try *one)
{
	int64_t wait = NOTIFY_WAIT_FIRST;
	int i;

	if (!one || !one->failures)
		return INSTANT_NONE;
	for (i = 1; i < one->failures && wait < NOTIFY_WAIT_MOST; i++)
		wait *= 2;
	return one->at + (wait < NOTIFY_WAIT_MOST ? wait : NOTIFY_WAIT_MOST);
}

/* --- what there is to tell ------------------------------------------------------------------------ */

void notify_list_release(struct notify_list *list)
{
	free(list->item);
	free(list->told);
	*list = (struct notify_list)NOTIFY_LIST_INIT;
}

static const int shown_columns[] = {
	COLUMN_KIND, COLUMN_CATEGORY, COLUMN_SEVERITY, COLUMN_PLACE, COLUMN_DEPARTMENT, COLUMN_OWNER,
};

void notify_columns(struct classmap *map)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(shown_columns); i++)
		classmap_add(map, shown_columns[i]);
}

static const char *value(const uint32_t *class, int column, const struct classmap *map,
			 const struct symbols *symbols)
{
	int slot = map->slot[column];

	return slot < 0 ? "" : symbols_str(symbols, column, class[slot]);
}

static void add_told(struct notify_list *list, uint64_t check, const char *who)
{
	MEM_GROW(list->told, list->ntold + 1, list->alloc_told);
	list->told[list->ntold++] = (struct notify_told){ check, who };
}

/* Who was told of the step with this row, by the case's own history. */
static void find_told(struct notify_list *list, const struct history *h, uint64_t check,
		      const struct symbols *symbols)
{
	struct notify_row row;
	size_t i;

	for (i = 0; i < h->n; i++) {
		const struct history_event *e = &h->event[i];
		const char *detail;

		if (e->event != EVENT_NOTIFY || !(e->flags & ROW_BY_SD))
			continue;
		detail = symbols_str(symbols, COLUMN_DETAIL, e->detail);
		if (notify_parse(detail, strlen(detail), &row) == 0 && !row.exit &&
		    row.check == check)
			add_told(list, check, symbols_str(symbols, COLUMN_OWNER, e->owner));
	}
}

static void add_item(struct notify_list *list, const struct policy *p, const struct history *h,
		     const struct escalate_step *s, uint32_t *class, const struct classmap *map,
		     const struct symbols *symbols)
{
	uint32_t department = 0, owner = 0;
	struct notify_item *item;

	if (s->task)
		clock_part_who(s->clock, s->task, h, h->n, map, symbols, &department, &owner);
	MEM_GROW(list->item, list->n + 1, list->alloc);
	item = &list->item[list->n++];
	*item = (struct notify_item){
		.id = h->id, .policy = p, .s = *s,
		.task = symbols_str(symbols, COLUMN_DETAIL, s->task),
		.who = { value(class, COLUMN_OWNER, map, symbols),
			 value(class, COLUMN_DEPARTMENT, map, symbols) },
		.kind = value(class, COLUMN_KIND, map, symbols),
		.category = value(class, COLUMN_CATEGORY, map, symbols),
		.severity = value(class, COLUMN_SEVERITY, map, symbols),
		.place = value(class, COLUMN_PLACE, map, symbols) };
	if (department)
		item->who.department = symbols_str(symbols, COLUMN_DEPARTMENT, department);
	/* another department's task is not the case owner's */
	if (department || owner)
		item->who.owner = symbols_str(symbols, COLUMN_OWNER, owner);
}

void notify_list_add(struct notify_list *list, const struct policy *p, const struct history *h,
		     const struct escalate_list *steps, const struct classmap *map,
		     const struct symbols *symbols)
{
	uint32_t class[COLUMN_MAX];
	int have_class = 0;
	size_t i;

	for (i = 0; i < steps->n; i++) {
		const struct escalate_step *s = &steps->step[i];

		if (!s->is_running || s->is_superseded)
			continue;
		if (!have_class++)
			history_class(h, h->n, map, class);
		if (s->is_recorded)
			find_told(list, h, s->row_check, symbols);
		add_item(list, p, h, s, class, map, symbols);
	}
}

void notify_list_merge(struct notify_list *list, const struct notify_list *from)
{
	size_t i;

	MEM_GROW(list->item, list->n + from->n, list->alloc);
	for (i = 0; i < from->n; i++)
		list->item[list->n++] = from->item[i];
	for (i = 0; i < from->ntold; i++)
		add_told(list, from->told[i].check, from->told[i].who);
}

static int compare(uint64_t x, uint64_t y)
{
	return (x > y) - (x < y);
}

static int by_case(const void *a, const void *b)
{
	const struct notify_item *x = a, *y = b;

	if (x->id != y->id)
		return compare(x->id, y->id);
	if (x->s.due != y->s.due)
		return x->s.due < y->s.due ? -1 : 1;
	if (x->s.step->line != y->s.step->line)
		return compare(x->s.step->line, y->s.step->line);
	if (x->s.check != y->s.check)
		return compare(x->s.check, y->s.check);
	return (x->s.repeat > y->s.repeat) - (x->s.repeat < y->s.repeat);
}

static int by_told(const void *a, const void *b)
{
	const struct notify_told *x = a, *y = b;

	return x->check != y->check ? compare(x->check, y->check) : strcmp(x->who, y->who);
}

static void sort(struct notify_list *list)
{
	if (list->n)
		qsort(list->item, list->n, sizeof(*list->item), by_case);
	if (list->ntold)
		qsort(list->told, list->ntold, sizeof(*list->told), by_told);
}

/* --- whom to tell --------------------------------------------------------------------------------- */

void notify_plan_release(struct notify_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->n; i++)
		free(plan->digest[i].item);
	free(plan->digest);
	*plan = (struct notify_plan)NOTIFY_PLAN_INIT;
}

const struct policy_notify_channel *notify_channel(const struct policy *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->nnotify; i++)
		if (strcmp(p->notify[i].name, name) == 0)
			return &p->notify[i];
	return NULL;
}

const struct policy_notify_channel *notify_channel_of(const struct policy *p, const char *receiver)
{
	const struct policy_person *person = policy_person(p, receiver);

	return notify_channel(p, person && person->notify ? person->notify : receiver);
}

static int was_told_since(const struct notify_list *list, size_t since, uint64_t check,
			  const char *who)
{
	size_t i;

	for (i = since; i < list->ntold; i++)
		if (list->told[i].check == check && strcmp(list->told[i].who, who) == 0)
			return 1;
	return 0;
}

instant notify_list_until(const struct notify_list *list, struct notify_mark since,
			  const struct policy *p, instant now)
{
	int64_t today = zone_day(p->zone, now);
	struct receivers who = RECEIVERS_INIT;
	int pending = 0;
	size_t i, k;

	for (i = since.item; i < list->n && !pending; i++) {
		const struct notify_item *item = &list->item[i];

		pending = !item->s.is_recorded;
		receivers_of_step(&who, p, item->s.step, &item->who, today);
		for (k = 0; k < who.n && !pending; k++)
			pending = notify_channel_of(p, who.name[k]) &&
				  !was_told_since(list, since.told, item->s.row_check, who.name[k]);
	}
	receivers_release(&who);
	if (list->n == since.item)
		return INSTANT_MAX;
	return pending ? INSTANT_NONE : zone_midnight(p->zone, today + 1);
}

static struct notify_digest *digest_of(struct notify_plan *plan, const struct policy *p,
				       const char *to)
{
	size_t i;

	for (i = 0; i < plan->n; i++)
		if (strcmp(plan->digest[i].to, to) == 0)
			return &plan->digest[i];
	MEM_GROW(plan->digest, plan->n + 1, plan->alloc);
	plan->digest[plan->n] = (struct notify_digest){
		.to = to, .channel = notify_channel_of(p, to), .until = INSTANT_NONE };
	return &plan->digest[plan->n++];
}

static int was_told(const struct notify_list *list, uint64_t check, const char *who)
{
	const struct notify_told key = { check, who };

	return list->ntold &&
	       bsearch(&key, list->told, list->ntold, sizeof(key), by_told) != NULL;
}

static int is_priority(const struct policy *p, const struct notify_item *item)
{
	const struct policy_kind *k = policy_kind(p, item->kind);

	return k && k->priority_first;
}

static instant pressing(const struct notify_item *item)
{
	return item->s.clock_due != INSTANT_NONE ? item->s.clock_due : item->s.due;
}

/* For qsort(), which takes no context. */
struct urgency {
	const struct notify_item *item;
	int priority, rank;
};

static int by_urgency(const void *a, const void *b)
{
	const struct urgency *x = a, *y = b;

	if (x->priority != y->priority)
		return y->priority - x->priority;
	if (x->rank != y->rank)
		return y->rank - x->rank;
	if (pressing(x->item) != pressing(y->item))
		return pressing(x->item) < pressing(y->item) ? -1 : 1;
	return by_case(x->item, y->item);
}

/* The list's items in the order in which they stand in every digest. */
static struct urgency *rank_items(const struct notify_list *list, const struct policy *p)
{
	struct urgency *all = mem_array(list->n + 1, sizeof(*all));
	size_t i;

	for (i = 0; i < list->n; i++)
		all[i] = (struct urgency){ &list->item[i], is_priority(p, &list->item[i]),
					   escalate_rank(p, list->item[i].s.step) };
	if (list->n)
		qsort(all, list->n, sizeof(*all), by_urgency);
	return all;
}

static void set_states(struct notify_plan *plan, const struct notify_tries *tries,
		       const struct policy *p, instant now)
{
	instant opens = INSTANT_NONE;
	int is_open = 1;
	size_t i;

	/* Where the calendar does not know, a message that comes too early is the lesser evil. */
	if (p->quiet && calendar_at(p->quiet, now, &is_open, &opens, NULL) != CALENDAR_OK)
		is_open = 1;
	for (i = 0; i < plan->n; i++) {
		struct notify_digest *d = &plan->digest[i];

		if (!d->channel) {
			d->state = NOTIFY_NO_CHANNEL;
			continue;
		}
		d->until = notify_next_try(notify_tries_find(tries, d->to, d->channel->name));
		if (d->until != INSTANT_NONE && d->until > now) {
			d->state = NOTIFY_WAITING;
		} else if (!is_open) {
			d->state = NOTIFY_QUIET;
			d->until = opens;
		} else {
			d->state = NOTIFY_READY;
			d->until = INSTANT_NONE;
		}
	}
}

void notify_plan_make(struct notify_plan *plan, struct notify_list *list,
		      const struct notify_tries *tries, const struct policy *p, instant now)
{
	int64_t today = zone_day(p->zone, now);
	struct receivers who = RECEIVERS_INIT;
	struct urgency *all;
	size_t i, k;

	notify_plan_release(plan);
	sort(list);
	all = rank_items(list, p);
	for (i = 0; i < list->n; i++) {
		const struct notify_item *item = all[i].item;

		if (!item->s.is_recorded)
			continue;
		receivers_of_step(&who, p, item->s.step, &item->who, today);
		for (k = 0; k < who.n; k++) {
			struct notify_digest *d;

			if (was_told(list, item->s.row_check, who.name[k]))
				continue;
			d = digest_of(plan, p, who.name[k]);
			MEM_GROW(d->item, d->n + 1, d->alloc);
			d->item[d->n++] = item;
		}
	}
	set_states(plan, tries, p, now);
	free(all);
	receivers_release(&who);
}
