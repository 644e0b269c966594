/*
 * figures: the counts in the JSON of `sd report` (standard input) as the lines that the peers print.
 *
 *	kind,severity,answered in time,resolved in time        one for each kind and severity
 *	category,received
 *
 * Only what every peer can count the same way; see report.sql.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define GROUPS_MAX 64

struct group {
	const char *kind, *severity;
	json_int_t answered, resolved;
};

static const char *text(json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

static void add(struct group *group, size_t *n, json_t *clock)
{
	const char *kind = text(clock, "kind"), *severity = text(clock, "severity");
	json_int_t met = json_integer_value(json_object_get(clock, "met"));
	size_t i;

	for (i = 0; i < *n; i++)
		if (strcmp(group[i].kind, kind) == 0 && strcmp(group[i].severity, severity) == 0)
			break;
	if (i == GROUPS_MAX)
		return;
	if (i == *n)
		group[(*n)++] = (struct group){ kind, severity, 0, 0 };
	if (strcmp(text(clock, "clock"), "first-response") == 0)
		group[i].answered += met;
	else
		group[i].resolved += met;
}

int main(void)
{
	struct group group[GROUPS_MAX];
	json_t *report, *clocks, *categories;
	json_error_t error;
	size_t i, n = 0;

	report = json_loadf(stdin, 0, &error);
	if (!report) {
		fprintf(stderr, "figures: line %d: %s\n", error.line, error.text);
		return 3;
	}
	clocks = json_object_get(report, "clocks");
	for (i = 0; i < json_array_size(clocks); i++)
		add(group, &n, json_array_get(clocks, i));
	for (i = 0; i < n; i++)
		printf("%s,%s,%lld,%lld\n", group[i].kind, group[i].severity,
		       (long long)group[i].answered, (long long)group[i].resolved);
	categories = json_object_get(json_object_get(report, "by"), "category");
	for (i = 0; i < json_array_size(categories); i++) {
		json_t *category = json_array_get(categories, i);

		printf("%s,%lld\n", text(category, "value"),
		       (long long)json_integer_value(json_object_get(category, "received")));
	}
	json_decref(report);
	return 0;
}
