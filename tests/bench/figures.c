/*
 * figures: the counts in the JSON of `sd report` (standard input) as the lines that the peers print.
 *
 *	answered,kind,severity,number       in time, by the severity in force then
 *	resolved,kind,severity,number
 *	received,category,number            less the cancelled
 *
 * Only what every peer can count the same way; see report.sql.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char *text(json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

static void print_clock(json_t *clock)
{
	long long met = json_integer_value(json_object_get(clock, "met"));

	if (met)
		printf("%s,%s,%s,%lld\n",
		       strcmp(text(clock, "clock"), "first-response") == 0 ? "answered" : "resolved",
		       text(clock, "kind"), text(clock, "severity"), met);
}

static void print_category(json_t *category)
{
	long long received = json_integer_value(json_object_get(category, "received"));

	if (received)
		printf("received,%s,%lld\n", text(category, "value"), received);
}

static void each(json_t *array, void (*print)(json_t *))
{
	size_t i;

	for (i = 0; i < json_array_size(array); i++)
		print(json_array_get(array, i));
}

int main(void)
{
	json_error_t error;
	json_t *report = json_loadf(stdin, 0, &error);

	if (!report) {
		fprintf(stderr, "figures: line %d: %s\n", error.line, error.text);
		return 3;
	}
	each(json_object_get(report, "clocks"), print_clock);
	each(json_object_get(json_object_get(report, "by"), "category"), print_category);
	json_decref(report);
	return 0;
}
