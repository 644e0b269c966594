/* The policy as a model: what the example of the design means, versions, names, what a person meant. */
#include "domain/policy.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "io/file.h"
#include "shared.h"

static struct policy_set set;
static struct findings findings;
static struct err err;
static char dir[] = "/tmp/sd-policy-XXXXXX";

static void setup(void)
{
	set = (struct policy_set)POLICY_SET_INIT;
	findings = (struct findings)FINDINGS_INIT;
	err = (struct err)ERR_INIT;
	cr_assert_not_null(mkdtemp(dir));
}

static void teardown(void)
{
	char *names[] = { file_join(dir, "policy.yaml"), file_join(dir, "old.yaml") };
	size_t i;

	for (i = 0; i < 2; i++) {
		unlink(names[i]);
		free(names[i]);
	}
	rmdir(dir);
	policy_set_release(&set);
	findings_release(&findings);
}

TestSuite(policy, .init = setup, .fini = teardown);

static const struct policy *load_file(const char *path)
{
	int ret = policy_set_load(&set, path, "policies", &findings, &err);
	size_t i;

	for (i = 0; i < findings.n; i++)
		cr_log_error("%s:%zu:%zu: %s", findings.list[i].file, findings.list[i].line,
			     findings.list[i].column, findings.list[i].msg);
	cr_assert_eq(ret, 0, "%s", err.msg);
	return policy_set_now(&set);
}

static void save(const char *name, const char *text)
{
	char *path = file_join(dir, name);

	cr_assert_eq(file_create(path, text, strlen(text), 0600, &err), 0, "%s", err.msg);
	free(path);
}

#define HEAD "policy: p\ntimezone: Asia/Shanghai\n"

static const struct policy *load(const char *text)
{
	struct strbuf all = STRBUF_INIT;
	const struct policy *p;
	char *path;

	strbuf_addf(&all, HEAD "%s", text);
	save("policy.yaml", all.buf);
	path = file_join(dir, "policy.yaml");
	p = load_file(path);
	free(path);
	strbuf_release(&all);
	return p;
}

static const struct policy *example(void)
{
	return load_file("tests/lint/design-example.yaml");
}

static int code(const char *event)
{
	return policy_set_event(&set, event, strlen(event));
}

Test(policy, the_example_of_the_design_loads_as_it_stands)
{
	const struct policy *p = example();

	cr_expect_str_eq(p->name, "shopping-mall");
	cr_expect_str_eq(p->language, "zh");
	cr_expect_eq(p->valid_from, civil_to_days(2026, 1, 1));
	cr_expect_eq(p->nclocks, 11, "6 of its own");
	cr_expect_eq(p->nsteps, 4);
	cr_expect_eq(p->nrequires, 2);
	cr_expect_eq(strlen(p->sha256), 64);
	cr_expect_eq(findings.n, 0);
}

Test(policy, the_first_severity_is_the_default_and_handlers_are_levels)
{
	const struct policy_kind *k = policy_kind(example(), "complaint");

	cr_expect_eq(k->priority_first, 1);
	cr_expect_str_eq(k->severity[0].name, "general");
	cr_expect_str_eq(k->severity[1].handler, "manager");
}

Test(policy, duty_and_action_are_kinds_of_every_policy)
{
	cr_expect_not_null(policy_kind(example(), "duty"));
	cr_expect_not_null(policy_kind(policy_set_now(&set), "action"));
}

Test(policy, whoever_a_department_names_is_staff_too)
{
	const struct policy *p = example();

	cr_expect_str_eq(policy_person(p, "wang.fang")->shown, "王芳");
	cr_expect_str_eq(policy_person(p, "wang.fang")->away[0].standin, "zhao.lei");
	cr_expect_eq(policy_person(p, "wang.fang")->away[0].to_day, civil_to_days(2026, 12, 5));
	cr_expect_not_null(policy_person(p, "li.na"));
	cr_expect_null(policy_person(p, "nobody"));
}

Test(policy, a_category_above_others_exists_by_being_named)
{
	const struct policy *p = example();

	cr_expect_str_eq(policy_category(p, "expired")->of, "product-quality");
	cr_expect_not_null(policy_category(p, "product-quality"));
	cr_expect_eq(policy_category(p, "expired")->words.n, 3);
	cr_expect_str_eq(policy_category(p, "expired")->words.s[2], "past its date");
}

Test(policy, steps_fall_due_at_a_share_of_the_limit_or_beside_it_or_when_a_filter_becomes_true)
{
	const struct policy *p = example();

	cr_expect(p->step[0].how == STEP_AT_PERCENT && p->step[0].percent == 80);
	cr_expect(p->step[2].how == STEP_AT_OFFSET && p->step[2].offset == 4 * 3600);
	cr_expect_eq(p->step[2].repeat, 24 * 3600);
	cr_expect_eq(p->step[3].how, STEP_WHEN_FILTER);
	cr_expect_str_eq(p->step[3].when.term[0].value.s[0], "major");
	cr_expect_str_eq(p->step[3].to.s[0], "emergency");
	cr_expect_eq(p->step[0].action, DO_REMIND);
}

Test(policy, survey_targets_warnings_and_retention_are_numbers)
{
	const struct policy *p = example();

	cr_expect_eq(p->survey.nask, 2);
	cr_expect_eq(p->survey.ask[0].scale, 5);
	cr_expect_eq(p->survey.ask[1].answer, ANSWER_TEXT);
	cr_expect_eq(p->survey.within, 7 * 86400);
	cr_expect_eq(p->survey.wave[1], 30 * 86400);
	cr_expect_float_eq(p->target[0].value, 0.85, 1e-12);
	cr_expect_eq(p->warnings.budget_per_year, 12);
	cr_expect_str_eq(p->warnings.repeat[0].by, "batch");
	cr_expect_eq(p->retention_identity, INT64_C(3) * 365 * 86400);
	cr_expect_eq(p->notify[0].timeout, 10);
	cr_expect_eq(p->notify[0].env.n, 0);
	cr_expect_not_null(p->quiet);
}

Test(policy, a_clock_without_calendar_runs_always_and_stops_for_the_customer)
{
	const struct policy *p = load("clocks: [ { clock: a, from: open, until: resolve, within: 24h } ]\n");

	cr_expect_eq(calendar_is_always(p->clock[0].calendar), 1);
	cr_expect_eq(p->clock[0].pause.n, 1);
	cr_expect_str_eq(p->clock[0].pause.s[0], "customer");
	cr_expect_eq(p->clock[0].on_reopen, REOPEN_RESTART);
	cr_expect_eq(p->clock[0].on_amend, AMEND_RECOMPUTE);
}

Test(policy, an_empty_pause_list_lets_nothing_stop_the_clock)
{
	const struct policy *p =
		load("clocks: [ { clock: a, from: open, until: resolve, within: 24h, pause: [] } ]\n");

	cr_expect_eq(p->clock[0].pause.n, 0);
}

Test(policy, rules_of_one_clock_share_its_number)
{
	const struct policy *p = example();

	cr_expect_eq(p->clock[0].name_id, 0);
	cr_expect_eq(set.clocks.n, 10);
	cr_expect_str_eq(intern_str(&set.clocks, (uint32_t)p->clock[5].name_id), "feedback");
}

Test(policy, D1_C16_C18_C23_duties_tasks_measures_and_approvals_have_clocks_that_nobody_wrote)
{
	const struct policy *p = example();
	const struct policy_clock *c = &p->clock[6];

	cr_expect_not(p->clock[5].is_implied);
	cr_expect(c[0].is_implied && c[1].is_implied && c[2].is_implied && c[3].is_implied);
	cr_expect_str_eq(c[0].name, "duty");
	cr_expect_str_eq(c[0].filter.term[0].value.s[0], "duty");
	cr_expect_str_eq(c[0].filter.term[1].value.s[0], "service-meeting");
	cr_expect_eq(c[0].within.n, 5 * 86400);
	cr_expect_eq(c[0].line, p->duty[0].line);
	cr_expect_str_eq(c[1].filter.term[1].value.s[0], "training");
	cr_expect_eq(c[1].name_id, c[0].name_id);
	cr_expect_str_eq(c[2].name, "action");
	cr_expect_eq(c[2].within.kind, LIMIT_DUE);
	cr_expect_str_eq(c[3].name, "task");
	cr_expect(event_set_has(&c[3].from, EVENT_TASK) && event_set_has(&c[3].until, EVENT_DONE));
	cr_expect(c[4].is_implied);
	cr_expect_str_eq(c[4].name, "approval");
	cr_expect_str_eq(c[4].part, "refund");
	cr_expect_eq(c[4].within.n, 24 * 3600);
}

Test(policy, a_clock_that_a_policy_writes_itself_is_not_implied)
{
	const struct policy *p = load("duties: { tidy: { every: day, within: 2h } }\n"
				      "clocks: [ { clock: duty, for: { kind: duty }, from: open, until: resolve, within: 1h } ]\n");

	cr_expect_eq(p->nclocks, 2);
	cr_expect_str_eq(p->clock[1].name, "action");
}

Test(policy, a_step_may_name_an_implied_clock)
{
	const struct policy *p = load("duties: { tidy: { every: day, within: 2h } }\n"
				      "escalations: [ { step: tidy-late, clock: duty, at: 100%, do: remind, to: owner } ]\n");

	cr_expect_str_eq(p->step[0].clock, "duty");
}

static instant at(const char *s)
{
	instant t = INSTANT_NONE;

	cr_assert_eq(instant_parse(s, strlen(s), &t, NULL), 0);
	return t;
}

static int64_t business(const struct policy *p, const char *calendar, const char *from, const char *to)
{
	int64_t seconds = -1;
	int year = 0;

	cr_assert_eq(calendar_between(policy_calendar(p, calendar)->calendar, at(from), at(to), &seconds, &year),
		     CALENDAR_OK);
	return seconds;
}

Test(policy, hours_by_weekday_range_list_and_over_the_weekend_and_midnight)
{
	const struct policy *p = load("calendars:\n"
				      "  a: { hours: { sat-mon: [\"10:00-12:00\"], \"tue,thu\": \"22:00-02:00\" } }\n"
				      "  b: { hours: { wed: [\"06:30:15-06:30:45\"], fri: [\"00:00-24:00\"] } }\n");

	/* 2026-11-21 is a Saturday */
	cr_expect_eq(business(p, "a", "2026-11-21T00:00:00+08:00", "2026-11-24T00:00:00+08:00"), 3 * 7200);
	cr_expect_eq(business(p, "a", "2026-11-24T00:00:00+08:00", "2026-11-26T00:00:00+08:00"), 4 * 3600);
	cr_expect_eq(business(p, "a", "2026-11-25T00:00:00+08:00", "2026-11-25T01:00:00+08:00"), 3600);
	cr_expect_eq(business(p, "b", "2026-11-25T00:00:00+08:00", "2026-11-26T00:00:00+08:00"), 30);
	cr_expect_eq(business(p, "b", "2026-11-27T00:00:00+08:00", "2026-11-28T00:00:00+08:00"), 86400);
}

Test(policy, closed_days_and_special_hours_of_the_example)
{
	const struct policy *p = example();

	cr_expect_eq(business(p, "store", "2026-02-16T00:00:00+08:00", "2026-02-17T00:00:00+08:00"), 0);
	cr_expect_eq(business(p, "store", "2026-12-31T00:00:00+08:00", "2027-01-01T02:00:00+08:00"), 15 * 3600);
	/* 2026-10-10 is a Saturday that is worked */
	cr_expect_eq(business(p, "office", "2026-10-10T00:00:00+08:00", "2026-10-11T00:00:00+08:00"),
		     7 * 3600 + 1800);
	cr_expect_eq(business(p, "office", "2026-10-01T00:00:00+08:00", "2026-10-08T00:00:00+08:00"), 0);
}

Test(policy, the_holiday_file_reaches_to_the_end_of_2026_and_is_named_with_its_digest)
{
	const struct policy_calendar *c = policy_calendar(example(), "office");
	struct strbuf bytes = STRBUF_INIT;

	cr_expect_eq(calendar_coverage_end(c->calendar), civil_to_days(2026, 12, 31));
	cr_expect_eq(calendar_coverage_end(policy_calendar(policy_set_now(&set), "store")->calendar), INT64_MAX);
	cr_expect_str_eq(c->holidays, "holidays/cn.yaml");
	cr_expect_str_eq(c->holidays_path, "policies/holidays/cn.yaml");
	cr_expect_eq(strlen(c->holidays_sha256), 64);
	strbuf_release(&bytes);
}

static void load_two_versions(void)
{
	save("old.yaml", HEAD "valid-from: 2025-01-01\nevents: { visit: {}, feedback: {} }\nfields: { order: {} }\n");
	load("valid-from: 2026-01-01\nsupersedes: old.yaml\nevents: { feedback: {}, recall: {} }\n"
	     "fields: { supplier: {}, order: {} }\n");
}

Test(policy, H2_1b_a_case_is_judged_by_the_version_in_force_when_it_was_opened)
{
	load_two_versions();
	cr_expect_eq(set.n, 2);
	cr_expect_eq(policy_set_at(&set, at("2026-01-01T00:00:00+08:00")), set.version[1]);
	cr_expect_eq(policy_set_at(&set, at("2025-12-31T23:59:59+08:00")), set.version[0]);
	cr_expect_eq(policy_set_at(&set, at("2025-12-31T23:59:59Z")), set.version[1]);
	cr_expect_eq(policy_set_at(&set, at("2019-05-01T00:00:00+08:00")), set.version[0],
		     "before all of them: the oldest");
	cr_expect_eq(policy_set_now(&set), set.version[1]);
}

Test(policy, events_and_fields_have_one_number_in_all_versions)
{
	int order, supplier;

	load_two_versions();
	order = policy_set_column(&set, "order", 5);
	supplier = policy_set_column(&set, "supplier", 8);
	cr_expect_eq(set.version[0]->field[0].column, order);
	cr_expect_eq(set.version[1]->field[1].column, order);
	cr_expect_eq(policy_field(set.version[1], supplier)->column, supplier);
	cr_expect_null(policy_field(set.version[0], supplier));
	cr_expect_str_eq(policy_set_column_name(&set, supplier), "supplier");
	cr_expect_eq(policy_set_column(&set, "batch", 5), COLUMN_BATCH);
	cr_expect_eq(policy_set_column(&set, "colour", 6), -1);
	cr_expect_null(policy_set_column_name(&set, COLUMN_FIELD + 2));
	cr_expect_eq(code("resolve"), EVENT_RESOLVE);
	cr_expect(code("visit") >= EVENT_OWN && code("recall") >= EVENT_OWN);
	cr_expect_str_eq(policy_set_event_name(&set, code("visit")), "visit");
	cr_expect_eq(code("dance"), -1);
	cr_expect_null(policy_set_event_name(&set, -1));
}

static const char *value(int column, const char *kind, const char *s)
{
	return policy_value(policy_set_now(&set), column, kind, s, &err);
}

Test(policy, a_value_may_be_given_as_code_label_or_unique_prefix)
{
	example();
	cr_expect_str_eq(value(COLUMN_KIND, NULL, "complaint"), "complaint");
	cr_expect_str_eq(value(COLUMN_KIND, NULL, "投诉"), "complaint");
	cr_expect_str_eq(value(COLUMN_KIND, NULL, "comp"), "complaint");
	cr_expect_str_eq(value(COLUMN_KIND, NULL, "投"), "complaint");
	cr_expect_str_eq(value(COLUMN_KIND, NULL, "Complaint"), "complaint");
	cr_expect_str_eq(value(COLUMN_CATEGORY, NULL, "过期"), "expired");
	cr_expect_str_eq(value(COLUMN_BY, NULL, "王芳"), "wang.fang");
	cr_expect_str_eq(value(COLUMN_EVENT, NULL, "复述确认"), "confirm");
	cr_expect_str_eq(value(policy_set_column(&set, "urgency", 7), NULL, "urg"), "urgent");
	cr_expect_str_eq(value(policy_set_column(&set, "about", 5), NULL, "li"), "li.na");
}

Test(policy, a_prefix_of_several_is_refused_and_they_are_named)
{
	example();
	cr_expect_null(value(COLUMN_KIND, NULL, "co"));
	cr_expect_eq(err.status, STATUS_USAGE);
	cr_expect_str_eq(err.msg, "kind 'co' is ambiguous: consultation, complaint");
}

Test(policy, an_unknown_value_is_refused_with_the_nearest)
{
	example();
	cr_expect_null(value(COLUMN_CHANNEL, NULL, "hotlnie"));
	cr_expect_eq(err.status, STATUS_USAGE);
	cr_expect_str_eq(err.msg, "unknown channel 'hotlnie' (did you mean 'hotline'?)");
	cr_expect_null(value(COLUMN_CHANNEL, NULL, ""));
}

Test(policy, severities_are_those_of_the_kind)
{
	example();
	cr_expect_str_eq(value(COLUMN_SEVERITY, "complaint", "maj"), "major");
	cr_expect_null(value(COLUMN_SEVERITY, "consultation", "major"));
	cr_expect_str_eq(value(COLUMN_SEVERITY, NULL, "special"), "special");
}

Test(policy, columns_whose_values_are_not_listed_are_free)
{
	example();
	cr_expect_str_eq(value(COLUMN_PLACE, NULL, "B2"), "B2");
	cr_expect_str_eq(value(COLUMN_PRODUCT, NULL, "milk-1l"), "milk-1l");
	cr_expect_str_eq(value(policy_set_column(&set, "supplier", 8), NULL, "x"), "x");
}

Test(policy, without_staff_names_are_free)
{
	const struct policy *p = load("departments: { a: { staff: [li.na] } }\n");

	cr_expect_eq(p->npersons, 0);
	cr_expect_str_eq(value(COLUMN_BY, NULL, "anybody"), "anybody");
}

Test(policy, labels_are_in_the_language_asked_for_else_in_the_other_else_the_code)
{
	const struct policy *p = example();

	cr_expect_str_eq(policy_value_label(p, COLUMN_KIND, "complaint", "zh"), "投诉");
	cr_expect_str_eq(policy_value_label(p, COLUMN_KIND, "complaint", "en"), "投诉");
	cr_expect_str_eq(policy_value_label(p, COLUMN_CHANNEL, "hotline", "zh"), "hotline");
	cr_expect_str_eq(policy_value_label(p, COLUMN_CHANNEL, "unheard-of", "zh"), "unheard-of");
	cr_expect_str_eq(policy_value_label(p, COLUMN_EVENT, "open", "zh"), "受理");
	cr_expect_str_eq(policy_value_label(p, COLUMN_KIND, "duty", "zh"), "职责");
	cr_expect_str_eq(policy_level_label(p, "manager", "zh"), "经理");
}

Test(policy, a_refused_policy_leaves_an_empty_set_and_findings_that_outlive_it)
{
	struct stat st;

	save("policy.yaml", HEAD "cloks: []\nclocks: [ { clock: a } ]\n");
	{
		char *path = file_join(dir, "policy.yaml");

		cr_expect_eq(policy_set_load(&set, path, NULL, &findings, &err), -1);
		cr_expect_eq(stat(path, &st), 0);
		cr_assert_eq(findings.n, 4, "got %zu", findings.n);
		cr_expect_str_eq(findings.list[0].file, path);
		free(path);
	}
	cr_expect_eq(err.status, STATUS_INPUT);
	cr_expect_eq(set.n, 0);
	cr_expect_str_eq(findings.list[0].msg, "unknown key 'cloks' (did you mean 'clocks'?)");
	cr_expect_str_eq(findings.list[0].excerpt, "cloks: []");
	cr_expect_eq(findings.list[0].line, 3);
	cr_expect_eq(findings.list[3].line, 4);
}

/* Files made to hurt a reader of YAML: each is refused, with a finding that has a place. */
static void expect_refused(const char *name)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "data/yaml-bombs/%s", name);
	cr_expect_eq(policy_set_load(&set, shared_path(path.buf), NULL, &findings, &err), -1, "%s", name);
	cr_expect_eq(err.status, STATUS_INPUT, "%s", name);
	cr_expect(findings.n > 0 && findings.list[findings.n - 1].line > 0, "%s", name);
	strbuf_release(&path);
}

Test(policy, hostile_yaml_is_refused_quickly, .timeout = 5)
{
	expect_refused("billion_laughs.yaml");
	expect_refused("deep_block.yaml");
	expect_refused("deep_flow.yaml");
	expect_refused("dup_keys.yaml");
	expect_refused("long_key.yaml");
	expect_refused("merge_bomb.yaml");
	expect_refused("quadratic_alias.yaml");
	expect_refused("self_ref.yaml");
	expect_refused("utf16_bom.yaml");
}

Test(policy, thousands_of_wrong_names_are_reported_without_long_thought, .timeout = 5)
{
	struct strbuf text = STRBUF_INIT;
	char *path = file_join(dir, "policy.yaml");
	int i;

	strbuf_addstr(&text, HEAD "kinds: { a: {} }\ncategories:\n");
	for (i = 0; i < 20000; i++)
		strbuf_addf(&text, "  category-number-%d: { kind: kind-number-%d }\n", i, i);
	save("policy.yaml", text.buf);
	cr_expect_eq(policy_set_load(&set, path, NULL, &findings, &err), -1);
	cr_expect_eq(findings.n, FINDINGS_KEPT);
	cr_expect_eq(findings.count[GRADE_ERROR], 20000, "all are counted, got %zu",
		     findings.count[GRADE_ERROR]);
	free(path);
	strbuf_release(&text);
}
