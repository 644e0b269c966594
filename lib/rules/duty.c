#include "rules/duty.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "values/number.h"

static const char prefix[] = "duty/";
#define PREFIX (sizeof(prefix) - 1)
#define DAYS_MAX 4000000      /* since 1970, more than any date has */

void duty_book_release(struct duty_book *book)
{
	size_t i;

	for (i = 0; i < book->n; i++) {
		free(book->known[i].name);
		intern_release(&book->known[i].who);
	}
	free(book->known);
	*book = (struct duty_book)DUTY_BOOK_INIT;
}

void duty_list_release(struct duty_list *list)
{
	free(list->opening);
	*list = (struct duty_list)DUTY_LIST_INIT;
}

/* --- periods -------------------------------------------------------------------------------------- */

int64_t duty_begin(enum policy_every every, int64_t day)
{
	struct civil c;

	civil_from_days(day, &c);
	switch (every) {
	case EVERY_WEEK:
		return day - civil_weekday(day);
	case EVERY_MONTH:
		return civil_to_days(c.year, c.month, 1);
	case EVERY_QUARTER:
		return civil_to_days(c.year, (c.month - 1) / 3 * 3 + 1, 1);
	case EVERY_YEAR:
		return civil_to_days(c.year, 1, 1);
	case EVERY_DAY:
		break;
	}
	return day;
}

int64_t duty_next(enum policy_every every, int64_t day)
{
	static const int longest[] = { [EVERY_DAY] = 1, [EVERY_WEEK] = 7, [EVERY_MONTH] = 31,
				       [EVERY_QUARTER] = 92, [EVERY_YEAR] = 366 };

	return duty_begin(every, duty_begin(every, day) + longest[every]);
}

/* The week belongs to the year that its Thursday lies in (ISO 8601). */
static void add_week(struct strbuf *out, int64_t monday)
{
	struct civil thursday;

	civil_from_days(monday + 3, &thursday);
	strbuf_addf(out, "%04d-W%02d", thursday.year,
		    (int)(monday + 3 - civil_to_days(thursday.year, 1, 1)) / 7 + 1);
}

void duty_period(struct strbuf *out, const struct duty_opening *o)
{
	struct civil c;

	civil_from_days(o->day, &c);
	switch (o->duty->every) {
	case EVERY_DAY:
		date_format(out, o->day);
		break;
	case EVERY_WEEK:
		add_week(out, o->day);
		break;
	case EVERY_MONTH:
		strbuf_addf(out, "%04d-%02d", c.year, c.month);
		break;
	case EVERY_QUARTER:
		strbuf_addf(out, "%04d-Q%d", c.year, (c.month + 2) / 3);
		break;
	case EVERY_YEAR:
		strbuf_addf(out, "%04d", c.year);
		break;
	}
}

void duty_key(struct strbuf *out, const struct duty_opening *o)
{
	strbuf_addf(out, "%s%s/", prefix, o->duty->name);
	duty_period(out, o);
	if (o->person)
		strbuf_addf(out, "/%s", o->person);
}

static int read_number(const char *s, size_t n, uint64_t from, uint64_t to, int *out)
{
	uint64_t v;

	if (number_parse(s, n, to, &v) < 0 || v < from)
		return -1;
	*out = (int)v;
	return 0;
}

/* The first day of a period as duty_period() writes it; 0, or -1 where it is none. */
static int read_period(const char *s, size_t n, int64_t *day)
{
	int year, part;

	if (n == 10)
		return date_parse(s, n, day);
	if (n < 4 || read_number(s, 4, 1900, 9999, &year) < 0 || (n > 4 && s[4] != '-'))
		return -1;
	if (n == 4) {
		*day = civil_to_days(year, 1, 1);
	} else if (n == 8 && s[5] == 'W' && read_number(s + 6, 2, 1, 53, &part) == 0) {
		*day = civil_to_days(year, 1, 4);
		*day += (part - 1) * 7 - civil_weekday(*day);
	} else if (n == 7 && s[5] == 'Q' && read_number(s + 6, 1, 1, 4, &part) == 0) {
		*day = civil_to_days(year, part * 3 - 2, 1);
	} else if (n == 7 && read_number(s + 5, 2, 1, 12, &part) == 0) {
		*day = civil_to_days(year, part, 1);
	} else {
		return -1;
	}
	return 0;
}

/* --- the book ------------------------------------------------------------------------------------- */

void duty_book_save(const struct duty_book *book, struct strbuf *out)
{
	uint32_t k;
	size_t i;

	bytes_put_u64(out, book->n);
	for (i = 0; i < book->n; i++) {
		const struct duty_known *known = &book->known[i];

		bytes_put_string(out, known->name, strlen(known->name));
		bytes_put_i64(out, known->day);
		bytes_put_u64(out, known->who.n);
		for (k = 0; k < known->who.n; k++)
			bytes_put_string(out, intern_str(&known->who, k),
					 intern_len(&known->who, k));
	}
}

static void load_known(struct duty_known *known, struct bytes *in)
{
	size_t length, n, i;
	const char *s = bytes_string(in, &length);

	*known = (struct duty_known){ mem_strndup(s, length), bytes_i64(in), INTERN_INIT };
	in->bad |= known->day < -DAYS_MAX || known->day > DAYS_MAX;
	n = bytes_count(in, sizeof(uint64_t));
	for (i = 0; i < n && !in->bad; i++) {
		s = bytes_string(in, &length);
		in->bad |= intern_add(&known->who, s, length) != i;
	}
}

void duty_book_load(struct duty_book *book, struct bytes *in)
{
	size_t n = bytes_count(in, 3 * sizeof(uint64_t)), i;

	MEM_GROW(book->known, n, book->alloc);
	for (i = 0; i < n && !in->bad; i++)
		load_known(&book->known[book->n++], in);
	if (in->bad)
		duty_book_release(book);
}

static struct duty_known *find_known(const struct duty_book *book, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < book->n; i++)
		if (strlen(book->known[i].name) == n && !memcmp(book->known[i].name, name, n))
			return &book->known[i];
	return NULL;
}

void duty_note(struct duty_book *book, const char *key, size_t n)
{
	const char *name = key + PREFIX, *period, *who, *end = key + n;
	struct duty_known *known;
	int64_t day;

	if (n <= PREFIX || memcmp(key, prefix, PREFIX) != 0)
		return;
	period = memchr(name, '/', (size_t)(end - name));
	if (!period || period == name)
		return;
	who = memchr(period + 1, '/', (size_t)(end - period - 1));
	if (read_period(period + 1, (size_t)((who ? who : end) - period - 1), &day) < 0)
		return;
	known = find_known(book, name, (size_t)(period - name));
	if (!known) {
		MEM_GROW(book->known, book->n + 1, book->alloc);
		known = &book->known[book->n++];
		*known = (struct duty_known){ mem_strndup(name, (size_t)(period - name)), day, INTERN_INIT };
	} else if (day < known->day) {
		return;
	} else if (day > known->day) {
		intern_release(&known->who);
		known->who = (struct intern)INTERN_INIT;
		known->day = day;
	}
	intern_add(&known->who, who ? who + 1 : "", who ? (size_t)(end - who - 1) : 0);
}

/* --- what is due ---------------------------------------------------------------------------------- */

struct due {
	struct duty_list *list;
	const struct duty_known *known;      /* or NULL */
	struct duty_opening next;
	size_t begin;                        /* of the period at hand in the list */
	int only_missing;                    /* who has a case in the period is passed over */
};

static void add(struct due *d, const char *person)
{
	const char *who = person ? person : "";
	size_t i;

	for (i = d->begin; person && i < d->list->n; i++)
		if (!strcmp(d->list->opening[i].person, person))
			return;
	if (d->only_missing && intern_find(&d->known->who, who, strlen(who)) != INTERN_NONE)
		return;
	MEM_GROW(d->list->opening, d->list->n + 1, d->list->alloc);
	d->next.person = person;
	d->list->opening[d->list->n++] = d->next;
}

static void add_names(struct due *d, const struct policy_names *names, const char *lead)
{
	size_t i;

	if (lead)
		add(d, lead);
	for (i = 0; i < names->n; i++)
		if (!lead || strcmp(names->s[i], lead) != 0)
			add(d, names->s[i]);
}

/* `staff` is everybody, any other level those of it. */
static void add_level(struct due *d, const struct policy *p, const char *level)
{
	size_t i;

	for (i = 0; i < p->npersons; i++) {
		const char *of = p->person[i].level;

		if (!strcmp(level, "staff") || (of && !strcmp(of, level)))
			add(d, p->person[i].name);
	}
}

static void add_period(struct due *d)
{
	const struct policy *p = d->next.policy;
	const char *each = d->next.duty->each;
	const struct policy_department *department = each ? policy_department(p, each) : NULL;
	const struct policy_group *group = each ? policy_group(p, each) : NULL;

	d->begin = d->list->n;
	if (group)
		add_names(d, &group->members, NULL);
	else if (department)
		add_names(d, &department->staff, department->lead);
	else if (each)
		add_level(d, p, each);
	/* Where the policy names nobody, one case stands for all of them. */
	if (d->list->n == d->begin && !d->only_missing)
		add(d, NULL);
}

static const struct policy_duty *find_duty(const struct policy *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->nduties; i++)
		if (!strcmp(p->duty[i].name, name))
			return &p->duty[i];
	return NULL;
}

/* The period, by the version in force when it began; one that has no such duty has no case of it. */
static void open_period(struct due *d, const struct policy_set *set, const char *name, int64_t day,
			instant at)
{
	d->next.policy = policy_set_at(set, at);
	d->next.duty = find_duty(d->next.policy, name);
	d->next.day = day;
	d->next.at = at;
	if (d->next.duty)
		add_period(d);
}

static void first_period(struct due *d, const struct policy_set *set,
			 const struct policy_duty *duty, instant began, instant now)
{
	const struct policy *p = policy_set_now(set);
	int64_t day = duty_begin(duty->every, zone_day(p->zone, now));
	instant at = zone_midnight(p->zone, day);

	if (began == INSTANT_NONE)
		began = now;
	if (at < began)
		at = began;
	if (p->valid_from != VALID_ALWAYS && at < zone_midnight(p->zone, p->valid_from))
		at = zone_midnight(p->zone, p->valid_from);
	if (at <= now)
		open_period(d, set, duty->name, day, at);
}

static void later_periods(struct due *d, const struct policy_set *set,
			  const struct policy_duty *duty, instant now)
{
	const struct policy *p = policy_set_now(set);
	int64_t running = duty_begin(duty->every, zone_day(p->zone, now)), day;

	for (day = duty_next(duty->every, d->known->day); day <= running;
	     day = duty_next(duty->every, day))
		open_period(d, set, duty->name, day, zone_midnight(p->zone, day));
	if (d->known->day != running || !duty->each)
		return;
	d->only_missing = 1;
	open_period(d, set, duty->name, running, now);
}

static int by_begin(const void *a, const void *b)
{
	const struct duty_opening *x = a, *y = b;
	int names;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	names = strcmp(x->duty->name, y->duty->name);
	if (names || !x->person || !y->person)
		return names;
	return strcmp(x->person, y->person);
}

void duty_due(struct duty_list *list, const struct duty_book *book, const struct policy_set *set,
	      instant began, instant now)
{
	const struct policy *p = policy_set_now(set);
	size_t i;

	list->n = 0;
	for (i = 0; i < p->nduties; i++) {
		const struct policy_duty *duty = &p->duty[i];
		struct due d = { .list = list,
				 .known = find_known(book, duty->name, strlen(duty->name)) };

		if (d.known)
			later_periods(&d, set, duty, now);
		else
			first_period(&d, set, duty, began, now);
	}
	if (list->n)
		qsort(list->opening, list->n, sizeof(*list->opening), by_begin);
}
