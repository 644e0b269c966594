#include "io/zonefile.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/nearest.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "io/file.h"

#define MAX_ZONE  65536     /* the largest is about 4 KiB */
#define MAX_INDEX (1 << 20)
#define MAX_NAME  64

static const char *const places[] = {
	"/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
	NULL
};

static int is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static int is_name_char(char c)
{
	return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
	       c == '+' || c == '-';
}

/*
 * Parts of letters, digits, _, + and -, the first of them beginning with a capital: so it can't
 * leave the folder, nor be one of the other things there (localtime, posix/, right/, zone.tab).
 */
static int is_zone_name(const char *name)
{
	size_t i;

	if (!is_upper(name[0]) || strlen(name) > MAX_NAME)
		return 0;
	for (i = 1; name[i]; i++)
		if (!is_name_char(name[i]) && (name[i] != '/' || name[i - 1] == '/'))
			return 0;
	return name[i - 1] != '/';
}

/* The n-th word (from 0) of a line, cut off where it stands; NULL where there is none. */
static char *word(char *line, int n)
{
	char *save = NULL, *w = strtok_r(line, " \t", &save);

	while (w && n--)
		w = strtok_r(NULL, " \t", &save);
	return w;
}

/* tzdata.zi: "Z NAME ..." and "L TARGET NAME". zone1970.tab: "CN +3114+12128 NAME ...". */
static char *name_in(char *line, int is_zi)
{
	if (!is_zi)
		return line[0] == '#' ? NULL : word(line, 2);
	if (line[0] == 'Z')
		return word(line, 1);
	return line[0] == 'L' ? word(line, 2) : NULL;
}

static void offer_all(struct nearest *x, char *text, int is_zi)
{
	char *save = NULL, *line;

	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		nearest_offer(x, name_in(line, is_zi));
}

/* The nearest spelling, borrowed from `index`, or NULL. */
static const char *suggest(const char *dir, const char *name, struct strbuf *index)
{
	static const char *const files[] = { "tzdata.zi", "zone1970.tab", "zone.tab" };
	struct nearest x = NEAREST_INIT(name);
	struct err ignored = ERR_INIT; /* the message goes out without a suggestion then */
	size_t i;

	for (i = 0; i < 3; i++) {
		char *path = file_join(dir, files[i]);
		int bad;

		strbuf_reset(index);
		bad = file_read(path, MAX_INDEX, index, &ignored);
		free(path);
		if (bad < 0)
			continue;
		offer_all(&x, index->buf, !i);
		return x.best;
	}
	return NULL;
}

static struct zone *unknown(const char *dir, const char *name, struct err *err)
{
	struct strbuf index = STRBUF_INIT, safe = STRBUF_INIT;
	const char *best;

	utf8_add_safe(&safe, name, strlen(name));
	best = dir ? suggest(dir, name, &index) : NULL;
	if (best)
		err_set(err, STATUS_INPUT, _("unknown time zone '%s' (did you mean '%s'?)"),
			safe.buf, best);
	else
		err_set(err, STATUS_INPUT,
			_("unknown time zone '%s' (names are like 'Asia/Shanghai')"), safe.buf);
	strbuf_release(&safe);
	strbuf_release(&index);
	return NULL;
}

static struct zone *load(const char *path, const char *name, struct err *err)
{
	struct strbuf bytes = STRBUF_INIT;
	struct zone *z = NULL;

	if (file_read(path, MAX_ZONE, &bytes, err) == 0)
		z = zone_new(bytes.buf, bytes.len, name, err);
	strbuf_release(&bytes);
	return z;
}

struct zone *zonefile_load_from(const char *const *dirs, const char *name, struct err *err)
{
	const char *found = NULL;

	if (!strcmp(name, "UTC") || !strcmp(name, "Etc/UTC"))
		return zone_utc();
	for (; *dirs; dirs++) {
		struct zone *z = NULL;
		char *path;
		int is_there;

		if (!file_is_dir(*dirs))
			continue;
		if (!found)
			found = *dirs;
		if (!is_zone_name(name))
			break;
		path = file_join(*dirs, name);
		is_there = file_exists(path) && !file_is_dir(path);
		if (is_there)
			z = load(path, name, err);
		free(path);
		if (is_there)
			return z;
	}
	if (found || !is_zone_name(name))
		return unknown(found, name, err);
	err_set(err, STATUS_SYSTEM,
		_("time zone '%s': this system has no time zone data in %s; install the package tzdata"),
		name, places[0]);
	return NULL;
}

struct zone *zonefile_load(const char *name, struct err *err)
{
	return zonefile_load_from(places, name, err);
}
