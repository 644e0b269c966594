#include "domain/customers.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/desk.h"
#include "domain/row.h"
#include "io/csv.h"
#include "io/file.h"

#define MERGED "merged into "
#define SHORTEST_DIGITS 4       /* "any four digits of a number find it" */
#define SHORTEST_NUMBER 7       /* below that, an equal end means nothing */

/* --- reading ------------------------------------------------------------------------------- */

static const char *cell(struct customers *c, const struct csv_row *row, int column)
{
	struct strbuf plain = STRBUF_INIT;
	const char *s;

	if (column < 0 || (size_t)column >= row->nfields || !row->field[column].n)
		return "";
	row_unescape_text(&plain, row->field[column].s, row->field[column].n);
	s = arena_strndup(&c->arena, plain.buf, plain.len);
	strbuf_release(&plain);
	return s;
}

static const struct customer *put(struct customers *c, const struct customer *x)
{
	uint32_t i = intern_add(&c->ids, x->id, strlen(x->id));

	if (i >= c->n) {
		MEM_GROW(c->list, c->n + 1, c->alloc);
		c->n = (size_t)i + 1;
	}
	c->list[i] = *x;
	return &c->list[i];
}

const struct customer *customers_put(struct customers *c, const struct customer *x)
{
	const struct customer copy = {
		.id = arena_strdup(&c->arena, x->id), .name = arena_strdup(&c->arena, x->name),
		.contact = arena_strdup(&c->arena, x->contact),
		.type = arena_strdup(&c->arena, x->type),
		.since = arena_strdup(&c->arena, x->since),
		.note = arena_strdup(&c->arena, x->note),
	};

	return put(c, &copy);
}

static void take_row(struct customers *c, const struct csv_row *row, const int column[6],
		     const char *path, struct findings *findings)
{
	struct customer x = {
		.id = cell(c, row, column[0]), .name = cell(c, row, column[1]),
		.contact = cell(c, row, column[2]), .type = cell(c, row, column[3]),
		.since = cell(c, row, column[4]), .note = cell(c, row, column[5]),
	};
	size_t n = strlen(x.id);

	if (!n || row_code_fault(x.id, n) >= 0) {
		finding_add(findings, GRADE_ERROR, path, row->line, 1,
			    _("'%s' is not a customer's id"), x.id);
		return;
	}
	put(c, &x);
}

int customers_load(struct customers *c, const char *path, struct findings *findings,
		   struct err *err)
{
	static const char *const names[6] = { "customer", "name", "contact", "type", "since", "note" };
	struct csv_reader *r;
	struct csv_row row;
	int column[6], got = -1;
	struct stat st;

	if (!file_exists(path))
		return 0;
	/* Opening a pipe would wait for a writer. */
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return err_set(err, STATUS_SYSTEM, _("'%s' is not a regular file"), path);
	r = csv_open(path, findings, err);
	if (!r)
		return -1;
	if (csv_read_header(r, err) < 0)
		goto out;
	for (int i = 0; i < 6; i++)
		column[i] = csv_column(r, names[i]);
	if (column[0] < 0) {
		err_set(err, STATUS_INPUT, _("'%s' has no column 'customer'"), path);
		goto out;
	}
	c->lacks_columns = column[1] < 0 || column[2] < 0;
	while ((got = csv_next(r, &row, err)) > 0)
		take_row(c, &row, column, path, findings);
out:
	csv_close(r);
	return got < 0 ? -1 : 0;
}

void customers_release(struct customers *c)
{
	arena_release(&c->arena);
	intern_release(&c->ids);
	free(c->list);
	*c = (struct customers)CUSTOMERS_INIT;
}

/* --- finding ------------------------------------------------------------------------------- */

static const char *merged_into(const struct customer *x)
{
	return strncmp(x->note, MERGED, strlen(MERGED)) ? NULL : x->note + strlen(MERGED);
}

const struct customer *customers_get(const struct customers *c, const char *id)
{
	/* A chain of merges is never longer than the list; a circle ends here too. */
	for (size_t steps = 0; id && steps <= c->n; steps++) {
		uint32_t i = intern_find(&c->ids, id, strlen(id));

		if (i == INTERN_NONE)
			return NULL;
		id = merged_into(&c->list[i]);
		if (!id)
			return &c->list[i];
	}
	return NULL;
}

static void digits_of(struct strbuf *out, const char *s)
{
	strbuf_reset(out);
	for (; *s; s++)
		if (isdigit((unsigned char)*s))
			strbuf_addch(out, *s);
}

/* Is it a number, as people write numbers? Then its digits are in `out`. */
static int is_number(struct strbuf *out, const char *s)
{
	digits_of(out, s);
	return out->len && strspn(s, "0123456789+-() .") == strlen(s);
}

int customers_same_contact(const char *a, const char *b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	int same;

	if (!is_number(&x, a) || !is_number(&y, b)) {
		same = *a && strcasecmp(a, b) == 0;
	} else if (x.len < SHORTEST_NUMBER || y.len < SHORTEST_NUMBER) {
		same = strcmp(x.buf, y.buf) == 0;
	} else {
		size_t n = x.len < y.len ? x.len : y.len;

		same = memcmp(x.buf + x.len - n, y.buf + y.len - n, n) == 0;
	}
	strbuf_release(&x);
	strbuf_release(&y);
	return same;
}

void customers_contact_key(struct strbuf *out, const char *contact)
{
	if (is_number(out, contact)) {
		if (out->len > SHORTEST_NUMBER) {
			memmove(out->buf, out->buf + out->len - SHORTEST_NUMBER, SHORTEST_NUMBER);
			strbuf_setlen(out, SHORTEST_NUMBER);
		}
		return;
	}
	strbuf_reset(out);
	for (; *contact; contact++)
		strbuf_addch(out, tolower((unsigned char)*contact));
}

static int has_digits(const char *contact, const char *query)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	int has = is_number(&y, query) && y.len >= SHORTEST_DIGITS;

	if (has) {
		digits_of(&x, contact);
		has = strstr(x.buf, y.buf) != NULL;
	}
	strbuf_release(&x);
	strbuf_release(&y);
	return has;
}

int customers_match(const struct customer *x, const char *query)
{
	if (merged_into(x))
		return 0;
	return !strcmp(x->id, query) || strcasestr(x->name, query) || has_digits(x->contact, query) ||
	       customers_same_contact(x->contact, query);
}

/* Of those that pass both tests: *found where it is one, else how many. */
static size_t pick(const struct customers *c, const char *name, const char *contact, int by_digits,
		   const struct customer **found)
{
	size_t n = 0;

	*found = NULL;
	for (size_t i = 0; i < c->n; i++) {
		const struct customer *x = &c->list[i];

		/* A name alone may be somebody new; who was merged is known by the number. */
		if ((!contact && merged_into(x)) || (name && strcmp(x->name, name) != 0))
			continue;
		if (contact && !(by_digits ? has_digits(x->contact, contact)
					   : customers_same_contact(x->contact, contact)))
			continue;
		x = customers_get(c, x->id);
		if (!x || x == *found)
			continue;
		if (!n++)
			*found = x;
	}
	if (n != 1)
		*found = NULL;
	return n;
}

/* "c0001 (王芳, 138…1111)": enough to tell them apart, no more than that. */
static int ambiguous(const struct customers *c, const char *who, struct err *err)
{
	struct strbuf list = STRBUF_INIT;

	for (size_t i = 0; i < c->n; i++)
		if (customers_match(&c->list[i], who) && list.len < 300)
			strbuf_addf(&list, "%s%s (%s)", list.len ? ", " : "", c->list[i].id,
				    c->list[i].name);
	err_set(err, STATUS_USAGE, _("several customers answer to '%s': %s; name one by its id"), who,
		list.buf);
	strbuf_release(&list);
	return -1;
}

/* A name that is known with another contact only means somebody else. */
static int find_name(const struct customers *c, const char *name, const char *contact,
		     const struct customer **found, struct err *err)
{
	if (pick(c, name, contact, 0, found) > 1)
		return ambiguous(c, name, err);
	if (*found || !contact)
		return 0;
	pick(c, name, NULL, 0, found);
	if (*found && *(*found)->contact)
		*found = NULL;
	return 0;
}

int customers_find(const struct customers *c, const char *who, const char *contact,
		   const struct customer **found, struct err *err)
{
	struct strbuf digits = STRBUF_INIT;
	int ret = 0, number;

	*found = NULL;
	if (who && !*who)
		who = NULL;
	if (contact && !*contact)
		contact = NULL;
	if (!who && !contact)
		return 0;
	if (!who) {
		if (pick(c, NULL, contact, 0, found) > 1)
			ret = ambiguous(c, contact, err);
		return ret;
	}
	*found = customers_get(c, who);
	if (*found)
		return 0;
	number = is_number(&digits, who) && digits.len >= SHORTEST_DIGITS;
	strbuf_release(&digits);
	if (!number)
		return find_name(c, who, contact, found, err);
	switch (pick(c, NULL, who, 1, found)) {
	case 0:
		return err_set(err, STATUS_USAGE, _("no customer has '%s' in the number"), who);
	case 1:
		return 0;
	default:
		return ambiguous(c, who, err);
	}
}

void customers_new_id(const struct customers *c, struct strbuf *id)
{
	unsigned long highest = 0;

	for (size_t i = 0; i < c->n; i++) {
		const char *s = c->list[i].id;
		unsigned long v;
		char *end;

		if (*s != 'c' || !isdigit((unsigned char)s[1]) || strlen(s) > 12)
			continue;
		v = strtoul(s + 1, &end, 10);
		if (!*end && v > highest)
			highest = v;
	}
	strbuf_addf(id, "c%04lu", highest + 1);
}

/* --- writing ------------------------------------------------------------------------------- */

static void add_cell(struct strbuf *line, const char *s)
{
	struct strbuf escaped = STRBUF_INIT;

	if (line->len && line->buf[line->len - 1] != '\n')
		strbuf_addch(line, ',');
	row_escape_text(&escaped, s, strlen(s));
	csv_add_field(line, escaped.buf, escaped.len);
	strbuf_release(&escaped);
}

static void format_row(struct strbuf *line, const struct customer *x)
{
	add_cell(line, x->id);
	add_cell(line, x->name);
	add_cell(line, x->contact);
	add_cell(line, x->type);
	add_cell(line, x->since);
	add_cell(line, x->note);
	strbuf_addch(line, '\n');
}

/* Rows in an order of somebody else's would be read as something else. */
static int check_header(int fd, const char *path, struct err *err)
{
	size_t len = strlen(desk_customers_header);
	char line[128];
	ssize_t n = pread(fd, line, sizeof(line), 0);
	const char *s = line;

	if (n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3))
		s += 3;
	n -= s - line;
	if (n > (ssize_t)len && !memcmp(s, desk_customers_header, len) &&
	    (s[len] == '\r' || s[len] == '\n'))
		return 0;
	return err_set(err, STATUS_INPUT,
		       _("'%s' does not begin with the line '%s': nothing is added to it"), path,
		       desk_customers_header);
}

int customers_append(const char *path, const struct customer *x, size_t n, struct err *err)
{
	int fd = open(path, O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct strbuf line = STRBUF_INIT;
	struct stat st;
	char last = '\n';
	int ret = -1;

	if (fd < 0)
		return err_errno(err, _("cannot open '%s' for writing"), path);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		err_set(err, STATUS_SYSTEM, _("'%s' is not a regular file"), path);
		goto out;
	}
	if (check_header(fd, path, err) < 0)
		goto out;
	/* A fragment that a crash left behind must not swallow the new row. */
	if (st.st_size > 0 && pread(fd, &last, 1, st.st_size - 1) == 1 && last != '\n')
		strbuf_addch(&line, '\n');
	for (size_t i = 0; i < n; i++)
		format_row(&line, &x[i]);
	if (file_write_all(fd, line.buf, line.len) < 0) {
		err_errno(err, _("cannot write '%s'"), path);
		/* A row that cannot be taken back is a fragment: a finding for the next reader. */
		if (ftruncate(fd, st.st_size) < 0)
			err_prefix(err, _("'%s' ends in a fragment"), path);
	} else if (fdatasync(fd) < 0) {
		err_errno(err, _("the disk did not confirm what was written to '%s'"), path);
	} else {
		ret = 0;
	}
out:
	close(fd);
	strbuf_release(&line);
	return ret;
}

void customers_merge_note(struct strbuf *note, const char *into)
{
	strbuf_addf(note, MERGED "%s", into);
}

/* --- names in texts ------------------------------------------------------------------------- */

static const char *find(const char *s, const char *end, const char *what)
{
	const char *hit = *what ? memmem(s, (size_t)(end - s), what, strlen(what)) : NULL;

	return hit ? hit : end;
}

/*
 * pair: what to look for and what to put there, twice. In one pass, so that nothing is found in what
 * was put: a customer called "con" must not hit the word {contact}.
 */
static void replace_both(struct strbuf *out, const char *s, size_t n, const char *const pair[4])
{
	const char *end = s + n;
	const char *first = find(s, end, pair[0]), *second = find(s, end, pair[2]);

	while (first < end || second < end) {
		const char *hit = first <= second ? first : second;
		const char *const *found = first <= second ? pair : pair + 2;

		strbuf_add(out, s, (size_t)(hit - s));
		strbuf_addstr(out, found[1]);
		s = hit + strlen(found[0]);
		if (first < s)
			first = find(s, end, pair[0]);
		if (second < s)
			second = find(s, end, pair[2]);
	}
	strbuf_add(out, s, (size_t)(end - s));
}

void customers_hide(struct strbuf *out, const char *s, size_t n, const struct customer *x)
{
	/* The number first: where both begin at the same byte, a name may be a part of it. */
	const char *const pair[4] = { x ? x->contact : "", "{contact}", x ? x->name : "", "{name}" };

	replace_both(out, s, n, pair);
}

void customers_show(struct strbuf *out, const char *s, size_t n, const struct customer *x)
{
	const char *const pair[4] = { x && *x->contact ? "{contact}" : "", x ? x->contact : "",
				      x && *x->name ? "{name}" : "", x ? x->name : "" };

	replace_both(out, s, n, pair);
}
