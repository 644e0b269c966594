/* The holiday file: days off and make-up working days by year, each year with its source. */

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/policy_internal.h"
#include "io/digest.h"
#include "io/file.h"

struct days {
	int64_t *day;
	size_t n;
};
struct year {
	const char *name; /* the four digits */
	size_t line;
	struct policy_names source;
	const char *notice;
	struct days off, work;
};
struct holidays {
	const char *country, *source;
	struct year *year;
	size_t nyears;
};

static void read_days(struct load *l, const struct yaml_node *n, void *into,
		      const struct policy_key *key)
{
	struct yaml_node *const *item = NULL;
	size_t i, count = policy_scalars(l, n, key->name, &item);
	struct days *days = into;

	days->day = arena_array(l->arena, count + 1, sizeof(*days->day));
	for (i = 0; i < count; i++) {
		if (date_parse(item[i]->s, item[i]->n, &days->day[days->n]) == 0)
			days->n++;
		else
			policy_complain(l, item[i], _("'%s' is no date (YYYY-MM-DD)"), item[i]->s);
	}
}

static const struct policy_key year_keys[] = {
	KEY("source", year, source, policy_read_texts, .required = 1),
	KEY("notice", year, notice, policy_read_text),
	KEY("off", year, off, read_days, .required = 1),
	KEY("work", year, work, read_days),
};
const struct policy_table policy_table_holiday_year = TABLE("holiday-year", year_keys);

static void check_days(struct load *l, const struct yaml_node *n, const struct days *days, int year)
{
	struct civil c;
	size_t i;

	for (i = 0; i < days->n; i++) {
		civil_from_days(days->day[i], &c);
		if (c.year != year)
			policy_complain(l, n, _("'%04d-%02d-%02d' is not in the year '%04d'"), c.year,
					c.month, c.day, year);
	}
}

static int same_day(const struct days *a, const struct days *b, int64_t *day)
{
	size_t i, k;

	/* at most 366 each: what is not in the year was complained of */
	for (i = 0; i < a->n && i < 366; i++)
		for (k = 0; k < b->n && k < 366; k++)
			if (a->day[i] == b->day[k]) {
				*day = a->day[i];
				return 1;
			}
	return 0;
}

static void year_done(struct load *l, void *item, const struct yaml_node *n)
{
	const struct year *y = item;
	struct civil c;
	uint64_t year;
	int64_t day;

	if (n->n != 4 || number_parse(n->s, n->n, 9999, &year) < 0 || year < 1900) {
		policy_complain(l, n, _("'%s' is no year"), n->s);
		return;
	}
	check_days(l, n, &y->off, (int)year);
	check_days(l, n, &y->work, (int)year);
	if (same_day(&y->off, &y->work, &day)) {
		civil_from_days(day, &c);
		policy_complain(l, n, _("'%04d-%02d-%02d' is both off and work"), c.year, c.month,
				c.day);
	}
}

static const struct policy_entries years = {
	&policy_table_holiday_year, sizeof(struct year), offsetof(struct year, line), NULL, year_done,
};

static const struct policy_key holiday_keys[] = {
	KEY("country", holidays, country, policy_read_code, .required = 1),
	KEY("source", holidays, source, policy_read_text),
	KEY("years", holidays, year, policy_read_map, .required = 1, .filled = 1, .entries = &years),
};
const struct policy_table policy_table_holidays = TABLE("holidays", holiday_keys);

static int by_year(const void *a, const void *b)
{
	return strcmp(((const struct year *)a)->name, ((const struct year *)b)->name);
}

/* The data holds from the first day of the first year to the last day of the last. */
static void check_coverage(struct load *l, const struct yaml_node *root, struct holidays *h,
			   int64_t *first, int64_t *last)
{
	const char *from, *to;
	uint64_t a = 0, z = 0;

	qsort(h->year, h->nyears, sizeof(*h->year), by_year);
	from = h->year[0].name;
	to = h->year[h->nyears - 1].name;
	if (number_parse(from, strlen(from), 9999, &a) < 0 ||
	    number_parse(to, strlen(to), 9999, &z) < 0)
		BUG("a year that is no number got past its check");
	if (z - a + 1 != h->nyears)
		policy_complain(l, root, _("years are missing between '%s' and '%s'"), from, to);
	*first = civil_to_days((int)a, 1, 1);
	*last = civil_to_days((int)z, 12, 31);
}

static void apply(struct calendar *c, const struct holidays *h, int64_t first, int64_t last)
{
	size_t i, k;

	for (i = 0; i < h->nyears; i++) {
		for (k = 0; k < h->year[i].off.n; k++)
			calendar_set_day(c, h->year[i].off.day[k], DAY_OFF);
		for (k = 0; k < h->year[i].work.n; k++)
			calendar_set_day(c, h->year[i].work.day[k], DAY_MAKEUP);
	}
	calendar_set_coverage(c, first, last);
}

char *policy_holidays_file(const char *policy_path, const char *name, const char *share_dir)
{
	char *path = policy_beside(policy_path, name);

	if (!file_exists(path) && name[0] != '/' && share_dir) {
		free(path);
		path = file_join(share_dir, name);
	}
	if (file_exists(path))
		return path;
	free(path);
	return NULL;
}

static const char *find_file(struct load *l, const char *name)
{
	char *path = policy_holidays_file(l->path, name, l->share_dir);
	const char *found = path ? arena_strdup(l->arena, path) : NULL;

	free(path);
	return found;
}

/* Read the file's bytes as the calendar's holidays; findings carry the holiday file's own name. */
static int load_bytes(struct load *l, struct policy_calendar *c, const struct strbuf *bytes)
{
	struct load sub = { .set = l->set, .p = l->p, .arena = l->arena, .path = c->holidays_path,
			    .data = bytes->buf, .n = bytes->len, .findings = FINDINGS_INIT };
	struct yaml_doc doc = YAML_DOC_INIT;
	struct holidays h = { 0 };
	struct err err = ERR_INIT;
	int64_t first, last;
	int bad = 1;

	if (yaml_load_partly(&doc, c->holidays_path, bytes->buf, bytes->len, &sub.findings, &err) < 0)
		goto out;
	if (!doc.root) {
		finding_add(&sub.findings, GRADE_ERROR, sub.path, 1, 1, _("the file is empty"));
		goto out;
	}
	policy_read_mapping(&sub, doc.root, &h, &policy_table_holidays);
	if (findings_has_error(&sub.findings))
		goto out;
	check_coverage(&sub, doc.root, &h, &first, &last);
	bad = findings_has_error(&sub.findings);
	if (!bad)
		apply(c->calendar, &h, first, last);
out:
	policy_conceal(&sub.findings, c->holidays_path, l->path);
	policy_pass_on(&sub.findings, &l->elsewhere);
	yaml_release(&doc);
	return bad ? -1 : 0;
}

int policy_load_holidays(struct load *l, struct policy_calendar *c, const struct yaml_node *n)
{
	struct strbuf bytes = STRBUF_INIT;
	struct err err = ERR_INIT;
	int ret = -1;

	c->holidays = policy_copy(l, n);
	if (l->is_alone)
		return 0;
	c->holidays_path = find_file(l, c->holidays);
	if (!c->holidays_path) {
		policy_complain(l, n, _("cannot find the holiday file '%s'"), n->s);
		return -1;
	}
	if (file_read_regular(c->holidays_path, YAML_MAX_BYTES, &bytes, &err) < 0) {
		policy_complain(l, n, "%s", err.msg);
	} else {
		digest_hex(bytes.buf, bytes.len, c->holidays_sha256);
		ret = load_bytes(l, c, &bytes);
	}
	strbuf_release(&bytes);
	return ret;
}
