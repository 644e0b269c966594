#include "domain/desknames.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"

/* A link keeps its name; what does not exist is told as absolutely as it can be. */
static char *place_of_file(const char *path)
{
	char *dir = file_dir(path), *real = realpath(dir, NULL), *cwd, *place;
	const char *slash = strrchr(path, '/');

	if (real) {
		place = file_join(real, slash ? slash + 1 : path);
	} else {
		cwd = *path == '/' ? NULL : getcwd(NULL, 0);
		place = cwd ? file_join(cwd, path) : mem_strdup(path);
		free(cwd);
	}
	free(real);
	free(dir);
	return place;
}

char *deskname_place(const char *path)
{
	char *real = file_is_dir(path) ? realpath(path, NULL) : NULL, *trimmed, *slash;
	size_t n = strlen(path);

	if (real)
		return real;
	trimmed = mem_strdup(path);
	while (n > 1 && trimmed[n - 1] == '/')
		trimmed[--n] = '\0';
	real = place_of_file(trimmed);
	free(trimmed);
	slash = strrchr(real, '/');
	if (slash > real && !strcmp(slash, "/cases.csv"))
		*slash = '\0';
	return real;
}

/* ------------------------------------------------------------------------------------------------- */

/* The last `parts` parts of an absolute path; all of it where it has no more. */
static const char *tail(const char *place, size_t parts)
{
	const char *s = place + strlen(place);

	while (s > place)
		if (*--s == '/' && !--parts)
			return s[1] ? s + 1 : s;
	return place;
}

static int by_name(const void *a, const void *b)
{
	const char *const *const *x = a, *const *const *y = b;

	return strcmp(**x, **y);
}

/* Those that share a name get one part more; how many there were. */
static size_t tell_apart(const char *const *place, const char **name, const char ***sorted, size_t n,
			 size_t parts)
{
	size_t i, k, found = 0;

	qsort(sorted, n, sizeof(*sorted), by_name);
	for (i = 0; i < n; i = k) {
		const char *shared = *sorted[i];

		for (k = i + 1; k < n && !strcmp(*sorted[k], shared); k++)
			;
		if (k == i + 1)
			continue;
		for (found += k - i; i < k; i++)
			*sorted[i] = tail(place[sorted[i] - name], parts);
	}
	return found;
}

void desknames(const char *const *place, size_t n, const char **name)
{
	const char ***sorted = mem_array(n, sizeof(*sorted));
	size_t i, parts = 1, longest = 0, length;

	for (i = 0; i < n; i++) {
		name[i] = tail(place[i], parts);
		sorted[i] = &name[i];
		length = strlen(place[i]);
		longest = length > longest ? length : longest;
	}
	while (n && parts < longest && tell_apart(place, name, sorted, n, parts + 1))
		parts++;
	free(sorted);
}
