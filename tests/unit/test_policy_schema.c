/* The schema that editors use and the tables of the loader know the same keys. */
#include <regex.h>
#include <string.h>

#include <criterion/criterion.h>
#include <jansson.h>

#include "domain/policy_internal.h"
#include "io/file.h"

static json_t *schema;

static void open_schema(void)
{
	json_error_t error;

	schema = json_load_file("policies/policy.schema.json", 0, &error);
	cr_assert_not_null(schema, "policies/policy.schema.json:%d: %s", error.line, error.text);
}

static void close_schema(void)
{
	json_decref(schema);
}

TestSuite(policy_schema, .init = open_schema, .fini = close_schema);

/* The top level is the schema itself, every other table one of its definitions. */
static const json_t *definition(const struct policy_table *table)
{
	if (table == &policy_table_top)
		return schema;
	return json_object_get(json_object_get(schema, "definitions"), table->name);
}

static int lists(const json_t *array, const char *s)
{
	const json_t *item;
	size_t i;

	json_array_foreach(array, i, item)
		if (strcmp(json_string_value(item), s) == 0)
			return 1;
	return 0;
}

static const struct policy_key *key_of(const struct policy_table *table, const char *name)
{
	size_t i;

	for (i = 0; i < table->n; i++)
		if (strcmp(table->key[i].name, name) == 0)
			return &table->key[i];
	return NULL;
}

Test(policy_schema, is_draft_07)
{
	cr_assert_str_eq(json_string_value(json_object_get(schema, "$schema")),
			 "http://json-schema.org/draft-07/schema#");
}

Test(policy_schema, every_key_of_the_loader_is_in_the_schema_with_a_description)
{
	size_t t, i;

	for (t = 0; policy_tables[t]; t++) {
		const struct policy_table *table = policy_tables[t];
		const json_t *d = definition(table), *property;

		cr_assert_not_null(d, "the schema has no definition '%s'", table->name);
		for (i = 0; i < table->n; i++) {
			property = json_object_get(json_object_get(d, "properties"), table->key[i].name);
			cr_expect_not_null(property, "%s: no '%s' in the schema", table->name,
					   table->key[i].name);
			cr_expect_eq(lists(json_object_get(d, "required"), table->key[i].name),
				     table->key[i].required, "%s: '%s' required?", table->name,
				     table->key[i].name);
		}
		cr_expect_not_null(json_object_get(d, "description"), "%s: no description", table->name);
	}
}

Test(policy_schema, every_key_of_the_schema_is_one_of_the_loader)
{
	size_t t;

	for (t = 0; policy_tables[t]; t++) {
		json_t *properties = json_object_get(definition(policy_tables[t]), "properties"), *value;
		const char *name;

		json_object_foreach(properties, name, value)
			cr_expect_not_null(key_of(policy_tables[t], name), "%s: the loader has no '%s'",
					   policy_tables[t]->name, name);
		cr_expect(json_is_false(json_object_get(definition(policy_tables[t]), "additionalProperties")),
			  "%s: the schema takes unknown keys", policy_tables[t]->name);
	}
}

Test(policy_schema, choices_are_the_same)
{
	size_t t, i, k, n;

	for (t = 0; policy_tables[t]; t++)
		for (i = 0; i < policy_tables[t]->n; i++) {
			const struct policy_key *key = &policy_tables[t]->key[i];
			const json_t *list, *properties = json_object_get(definition(policy_tables[t]), "properties");

			if (!key->words)
				continue;
			list = json_object_get(json_object_get(properties, key->name), "enum");
			for (k = n = 0; key->words[k]; k++) {
				if (!*key->words[k])
					continue; /* what stands for "not given" */
				n++;
				cr_expect(lists(list, key->words[k]), "%s: '%s' lacks '%s'",
					  policy_tables[t]->name, key->name, key->words[k]);
			}
			cr_expect_eq(json_array_size(list), n, "%s: '%s' has more in the schema",
				     policy_tables[t]->name, key->name);
		}
}

Test(policy_schema, the_manual_names_every_key)
{
	struct strbuf man = STRBUF_INIT;
	struct err err = ERR_INIT;
	size_t t, i;

	cr_assert_eq(file_read("man/sd-policy.5", 1 << 20, &man, &err), 0, "%s", err.msg);
	for (t = 0; policy_tables[t]; t++)
		for (i = 0; i < policy_tables[t]->n; i++)
			cr_expect_not_null(strstr(man.buf, policy_tables[t]->key[i].name),
					   "sd-policy(5) does not name '%s' of %s", policy_tables[t]->key[i].name,
					   policy_tables[t]->name);
	strbuf_release(&man);
}

static int matches(const char *definition, const char *goal)
{
	const json_t *d = json_object_get(json_object_get(schema, "definitions"), definition);
	const char *pattern = json_string_value(json_object_get(d, "pattern"));
	regex_t re;
	int found;

	cr_assert_not_null(pattern, "the schema has no pattern '%s'", definition);
	cr_assert_eq(regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB), 0, "%s", pattern);
	found = !regexec(&re, goal, 0, NULL, 0);
	regfree(&re);
	return found;
}

/* The same as tests/lint/policy-score.want. */
Test(policy_schema, the_goal_of_a_score_is_from_minus_100_to_100_and_no_share)
{
	static const struct {
		const char *goal;
		int score, share;
	} cases[] = {
		{ ">= 30", 1, 1 }, { ">= -11", 1, 0 }, { "<= -1", 1, 0 }, { "> -100.0", 1, 0 }, { "<99.5", 1, 1 },
		{ ">= 100", 1, 1 }, { ">= 101", 0, 1 }, { "<= -100.5", 0, 0 }, { ">= 30%", 0, 1 }, { ">= many", 0, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cr_expect_eq(matches("score", cases[i].goal), cases[i].score, "score %s", cases[i].goal);
		cr_expect_eq(matches("goal", cases[i].goal), cases[i].share, "goal %s", cases[i].goal);
	}
}

Test(policy_schema, only_the_net_promoter_score_is_a_score)
{
	const json_t *targets = json_object_get(json_object_get(schema, "properties"), "targets");
	const json_t *scores = json_object_get(targets, "properties");

	cr_expect_eq(json_object_size(scores), 1);
	cr_expect_str_eq(json_string_value(json_object_get(
			json_array_get(json_object_get(json_object_get(scores, "nps"), "oneOf"), 0), "$ref")),
			 "#/definitions/score");
}
