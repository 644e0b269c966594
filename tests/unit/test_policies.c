/*
 * The five policies and the clauses of their regulations: every clause is named in its file, every file
 * loads without a finding, and the limits are those of the clauses.
 */
#include "domain/policy.h"

#include <string.h>

#include <criterion/criterion.h>

#include "io/file.h"

static struct policy_set set;

static void close_policy(void)
{
	policy_set_release(&set);
}

static const struct policy *load(const char *name)
{
	struct findings findings = FINDINGS_INIT;
	struct err err = ERR_INIT;
	struct strbuf path = STRBUF_INIT;
	size_t i;

	set = (struct policy_set)POLICY_SET_INIT;
	strbuf_addf(&path, "policies/%s.yaml", name);
	cr_assert_eq(policy_set_load(&set, path.buf, "policies", &findings, &err), 0, "%s", err.msg);
	policy_check(&set, &findings);
	for (i = 0; i < findings.n; i++)
		cr_log_error("%s:%zu: %s", path.buf, findings.list[i].line, findings.list[i].msg);
	cr_assert_eq(findings.n, 0, "%s has findings", path.buf);
	findings_release(&findings);
	strbuf_release(&path);
	return policy_set_now(&set);
}

/* One value a column, enough to ask which rule takes a case. */
struct facts {
	const char *kind, *severity, *category, *type, *urgency;
};

static int holds(const struct policy *p, const struct policy_term *t, const struct facts *facts)
{
	const char *value = t->column == COLUMN_KIND	 ? facts->kind :
			    t->column == COLUMN_SEVERITY ? facts->severity :
			    t->column == COLUMN_CATEGORY ? facts->category :
			    t->column == COLUMN_TYPE	 ? facts->type :
							   facts->urgency;
	size_t i;

	(void)p;
	for (i = 0; value && i < t->value.n; i++)
		if (strcmp(t->value.s[i], value) == 0)
			return 1;
	return 0;
}

static int fits(const struct policy *p, const struct policy_filter *f, const struct facts *facts)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (!holds(p, &f->term[i], facts))
			return 0;
	return 1;
}

/* The rule of that name that takes the case: the first that fits. */
static const struct policy_clock *rule(const struct policy *p, const char *clock, struct facts facts)
{
	size_t i;

	for (i = 0; i < p->nclocks; i++)
		if (strcmp(p->clock[i].name, clock) == 0 && fits(p, &p->clock[i].filter, &facts))
			return &p->clock[i];
	return NULL;
}

static void add_events(struct strbuf *out, const struct event_set *events)
{
	int code, first = 1;

	for (code = 0; code < EVENT_MAX; code++) {
		if (!event_set_has(events, code))
			continue;
		strbuf_addf(out, "%s%s", first ? "" : ",", policy_set_event_name(&set, code));
		first = 0;
	}
}

/* "open > respond,resolve 5m": what the clock measures, in one line. */
static char *say(const struct policy_clock *c)
{
	struct strbuf out = STRBUF_INIT;

	if (!c)
		return strbuf_detach(&out);
	add_events(&out, &c->from);
	strbuf_addstr(&out, " > ");
	add_events(&out, &c->until);
	strbuf_addch(&out, ' ');
	limit_format(&out, &c->within);
	return strbuf_detach(&out);
}

#define EXPECT(p, clause, clock, want, ...)                                                   \
	do {                                                                                  \
		char *got = say(rule((p), (clock), (struct facts){ __VA_ARGS__ }));           \
		cr_expect_str_eq(got, (want), "%s: expected '%s', got '%s'", (clause), (want), got); \
		free(got);                                                                    \
	} while (0)

#define NONE ""

static void expect_clauses(const char *name, const char *const *clause)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	struct err err = ERR_INIT;

	strbuf_addf(&path, "policies/%s.yaml", name);
	cr_assert_eq(file_read(path.buf, 1 << 20, &text, &err), 0, "%s", err.msg);
	for (; *clause; clause++) {
		size_t n = strlen(*clause);
		const char *s = text.buf;
		int found = 0;

		/* in a comment, as a whole word */
		while (!found && (s = strstr(s, *clause))) {
			const char *line = s;

			while (line > text.buf && line[-1] != '\n' && *line != '#')
				line--;
			found = *line == '#' && !strchr("0123456789.b", s[n] ? s[n] : ' ');
			s += n;
		}
		cr_expect(found, "%s does not mark clause %s in a comment", path.buf, *clause);
	}
	strbuf_release(&path);
	strbuf_release(&text);
}

#define CLAUSES(name, ...) expect_clauses((name), (const char *const[]){ __VA_ARGS__, NULL })

Test(policies, each_clause_of_the_regulations_is_marked_beside_what_carries_it_out)
{
	CLAUSES("supermarket", "Y1.1", "Y1.3", "Y1.4", "Y2.1", "Y2.2", "Y2.3", "Y2.4", "Y2.5", "Y3.1",
		"Y3.2", "Y3.3", "Y3.4", "Y5", "Y6", "D1", "Y6b", "Y7.2", "Y7.3", "Y7.4");
	CLAUSES("retail-handbook", "H1.2", "H1.3", "H1.4", "H2.1", "H2.1b", "H2.2", "H4", "H5", "H6", "H8");
	CLAUSES("community-store", "C1", "C2", "C2b", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11",
		"C12", "C13", "C14", "C15", "C16", "C17", "C18", "C19", "C20", "C21", "C22", "C23");
	CLAUSES("fresh-delivery", "F4.0", "F4.2", "F4.3", "F5.1", "F5.2", "F5.3", "F6.1", "F6.2", "F6.3",
		"F7", "F8", "F10");
	CLAUSES("shopping-mall", "M3.2", "M3.2b", "M3.3", "M3.4", "M3.5", "M4.1", "M4.1b", "M4.2", "M4.3",
		"M4.3b", "M5", "M6");
}

static void expect_labels(const char *what, const void *array, size_t n, size_t size)
{
	size_t i;

	for (i = 0; i < n; i++) {
		/* every entry begins with its name and its label */
		const struct policy_item *x = (const void *)((const char *)array + i * size);

		cr_expect(x->label.zh && x->label.en, "%s '%s' lacks a label in zh or en", what,
			  x->name);
	}
}

#define LABELS(p, member, n) expect_labels(#member, (p)->member, (p)->n, sizeof(*(p)->member))

static void expect_all_labels(const struct policy *p)
{
	size_t i;

	cr_expect(p->label.zh && p->label.en);
	LABELS(p, calendar, ncalendars);
	LABELS(p, kind, nkinds);
	for (i = 0; i < p->nkinds; i++)
		LABELS(&p->kind[i], severity, nseverity);
	LABELS(p, channel, nchannels);
	LABELS(p, type, ntypes);
	LABELS(p, reason, nreasons);
	LABELS(p, cause, ncauses);
	LABELS(p, department, ndepartments);
	LABELS(p, group, ngroups);
	LABELS(p, category, ncategories);
	LABELS(p, event, nevents);
	LABELS(p, field, nfields);
	LABELS(p, clock, nclocks);
	LABELS(p, step, nsteps);
	LABELS(p, duty, nduties);
	LABELS(p, compensation, ncompensations);
	for (i = 0; i < p->nchecklists; i++)
		LABELS(&p->checklist[i], task, ntasks);
	LABELS(&p->survey, ask, nask);
}

Test(policies, everything_people_read_has_a_chinese_and_an_english_label, .fini = close_policy)
{
	static const char *const names[] = { "supermarket", "retail-handbook", "community-store",
					     "fresh-delivery", "shopping-mall" };
	size_t i;

	for (i = 0; i < 5; i++) {
		const struct policy *p = load(names[i]);

		cr_expect_str_eq(p->name, names[i]);
		cr_expect_str_eq(p->language, "zh");
		cr_expect_str_eq(zone_name(p->zone), "Asia/Shanghai");
		cr_expect_eq(p->npersons, 0, "the policies name no persons");
		expect_all_labels(p);
		if (i < 4)
			policy_set_release(&set);
	}
}

static int has_item(const struct policy *p, int column, const char *name)
{
	struct policy_item item;
	size_t i;

	for (i = 0; policy_value_at(p, column, NULL, i, &item); i++)
		if (strcmp(item.name, name) == 0)
			return 1;
	return 0;
}

#define HAS(p, column, ...)                                                            \
	do {                                                                           \
		const char *const names[] = { __VA_ARGS__ };                           \
		size_t has_i;                                                          \
		for (has_i = 0; has_i < sizeof(names) / sizeof(*names); has_i++)       \
			cr_expect(has_item((p), (column), names[has_i]), "no '%s'", names[has_i]); \
	} while (0)

static int requires(const struct policy *p, const char *event, int column, struct facts facts)
{
	int code = policy_set_event(&set, event, strlen(event));
	size_t i, k;

	for (i = 0; i < p->nrequires; i++)
		for (k = 0; k < p->require[i].ncolumns; k++)
			if (p->require[i].column[k] == column && event_set_has(&p->require[i].on, code) &&
			    fits(p, &p->require[i].filter, &facts))
				return 1;
	return 0;
}

static int field(const char *name)
{
	return policy_set_column(&set, name, strlen(name));
}

static const struct policy_step *step(const struct policy *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->nsteps; i++)
		if (strcmp(p->step[i].name, name) == 0)
			return &p->step[i];
	cr_assert_fail("no step '%s'", name);
	return NULL;
}

static const struct policy_duty *duty(const struct policy *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->nduties; i++)
		if (strcmp(p->duty[i].name, name) == 0)
			return &p->duty[i];
	cr_assert_fail("no duty '%s'", name);
	return NULL;
}

static const struct policy_target *target(const struct policy *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->ntargets; i++)
		if (strcmp(p->target[i].name, name) == 0)
			return &p->target[i];
	cr_assert_fail("no target '%s'", name);
	return NULL;
}

static int repeats(const struct policy *p, const char *by)
{
	size_t i;

	for (i = 0; i < p->warnings.nrepeat; i++)
		if (strcmp(p->warnings.repeat[i].by, by) == 0)
			return 1;
	return 0;
}

Test(policies, Y_limits_of_the_supermarket, .fini = close_policy)
{
	const struct policy *p = load("supermarket");

	EXPECT(p, "Y1.3 first reply to a consultation within 5 minutes", "first-response",
	       "open > respond,resolve 5m", .kind = "consultation", .severity = "complex");
	EXPECT(p, "Y2.4 general complaint resolved within 24 h", "resolve", "open > resolve 24h",
	       .kind = "complaint", .severity = "general");
	EXPECT(p, "Y2.4 major complaint resolved within 48 h", "resolve", "open > resolve 48h",
	       .kind = "complaint", .severity = "major");
	EXPECT(p, "Y2.5 the result is told in time", "feedback", "resolve > feedback 24h",
	       .kind = "complaint", .severity = "general");
	EXPECT(p, "Y3.2 staff are dispatched in time", "dispatch", "open > resolve,dispatch 2h",
	       .kind = "service");
	EXPECT(p, "Y3.2 and visit in time", "visit", "dispatch > resolve,visit 24h", .kind = "service");
	EXPECT(p, "Y1.3 speaks of consultations only", "first-response", NONE, .kind = "complaint");
}

Test(policies, Y_records_of_the_supermarket, .fini = close_policy)
{
	const struct policy *p = load("supermarket");
	const struct facts complaint = { .kind = "complaint" }, service = { .kind = "service" };

	HAS(p, COLUMN_CHANNEL, "front-desk", "hotline", "website", "social-media");      /* Y1.1 */
	cr_expect(requires(p, "open", COLUMN_PLACE, complaint), "Y2.2 place");
	cr_expect(requires(p, "open", COLUMN_TEXT, complaint), "Y2.2 description");
	cr_expect(!requires(p, "open", COLUMN_PLACE, (struct facts){ .kind = "consultation" }));
	cr_expect(requires(p, "dispatch", COLUMN_OWNER, service), "Y3.2 who");
	cr_expect(requires(p, "dispatch", COLUMN_DUE, service), "Y3.2 when");
	cr_expect(requires(p, "visit", COLUMN_TEXT, service), "Y3.3 content");
	cr_expect_str_eq(policy_severity(policy_kind(p, "complaint"), "general")->handler, "supervisor");
	cr_expect_str_eq(policy_severity(policy_kind(p, "complaint"), "major")->handler, "manager");
	cr_expect(event_set_has(&p->survey.after, policy_set_event(&set, "feedback", 8)), "Y2.5");
	cr_expect(event_set_has(&p->survey.after, policy_set_event(&set, "visit", 5)), "Y3.4");
	cr_expect_str_eq(duty(p, "training")->each, "staff", "Y6 who attended");
	cr_expect_eq(duty(p, "service-evaluation")->every, EVERY_MONTH, "Y6b");
	cr_expect_eq(duty(p, "service-audit")->every, EVERY_YEAR, "D1");
	duty(p, "service-meeting");
	duty(p, "service-inspection");
}

Test(policies, H_limits_and_targets_of_the_retail_handbook, .fini = close_policy)
{
	const struct policy *p = load("retail-handbook");

	EXPECT(p, "H2.2 first response within 30 minutes", "first-response", "open > respond,resolve 30m",
	       .kind = "suggestion", .type = "vip");
	EXPECT(p, "H1.2 problems resolved within 24 h", "resolve", "open > resolve 24h",
	       .kind = "consultation");
	EXPECT(p, "H1.2 problems resolved within 24 h", "resolve", "open > resolve 24h", .kind = "complaint");
	cr_expect_float_eq(target(p, "csat")->value, 0.85, 1e-12, "H1.2");
	cr_expect_str_eq(target(p, "csat")->op, ">=");
	cr_expect_float_eq(target(p, "handling-rate")->value, 0.95, 1e-12, "H1.2");
	HAS(p, COLUMN_CHANNEL, "app", "service-system", "onsite");               /* H1.3 */
	HAS(p, COLUMN_TYPE, "vip", "member", "ordinary");                        /* H1.3 */
	cr_expect_eq(p->first_contact, 1, "H2.1 whoever takes the case owns it");
	cr_expect(requires(p, "assign", COLUMN_OWNER, (struct facts){ 0 }), "H2.1 handed over by name");
	cr_expect_eq(step(p, "vip-complaint")->how, STEP_WHEN_FILTER, "H1.3 flexible by type");
	cr_expect(p->survey.nask >= 4, "H1.4");
	cr_expect_str_eq(duty(p, "internal-evaluation")->each, "staff", "H1.4");
}

Test(policies, C_assessment_and_limits_of_the_community_store, .fini = close_policy)
{
	const struct policy *p = load("community-store");
	const struct facts complaint = { .kind = "complaint" };

	HAS(p, COLUMN_CHANNEL, "hotline", "email", "onsite", "app", "online", "social-media",
	    "suggestion-box", "questionnaire");                                  /* C2 */
	HAS(p, COLUMN_SEVERITY, "general", "complex", "major");                  /* C5 */
	HAS(p, field("urgency"), "normal", "urgent");                            /* C5 */
	HAS(p, COLUMN_CATEGORY, "product-quality", "expired", "counterfeit", "damaged", "service-attitude",
	    "price", "logistics", "late", "refund-exchange", "out-of-stock", "packaging",
	    "after-sales-response", "health-environment", "other");              /* C3 */
	HAS(p, COLUMN_DEPARTMENT, "customer-service", "merchandise", "logistics", "finance"); /* C4 */
	cr_expect(requires(p, "open", COLUMN_CUSTOMER, complaint), "C1 who");
	cr_expect(requires(p, "open", field("occurred"), complaint), "C1 when it occurred");
	cr_expect(requires(p, "open", field("opinion"), complaint), "C1 first opinion");
	cr_expect(requires(p, "assign", COLUMN_OWNER, complaint), "C1 person in charge");
	cr_expect(requires(p, "resolve", COLUMN_DETAIL, complaint), "C23 cause");
	cr_expect_eq(policy_field(p, field("occurred"))->type, FIELD_INSTANT, "C1");
	cr_expect_eq(policy_field(p, field("about"))->role_staff, 1, "C15");
	EXPECT(p, "C5 urgency comes before severity", "resolve", "open > resolve 12h", .kind = "complaint",
	       .severity = "complex", .urgency = "urgent");
	EXPECT(p, "C5 severity", "resolve", "open > resolve 72h", .kind = "complaint",
	       .severity = "complex", .urgency = "normal");
	EXPECT(p, "C7 kept informed every 24 h", "progress", "open,respond > respond,resolve 24h",
	       .kind = "complaint");
	EXPECT(p, "C13 call-back after closing", "callback", "close > callback 7 working days",
	       .kind = "complaint");
	cr_expect_str_eq(policy_severity(policy_kind(p, "complaint"), "major")->handler, "manager");
}

Test(policies, C_reaction_of_the_community_store, .fini = close_policy)
{
	const struct policy *p = load("community-store");
	const struct policy_compensation *refund = policy_compensation(p, "refund");
	const struct policy_checklist *list = policy_checklist(p, "expired");

	cr_expect(fits(p, &step(p, "emergency-major")->when, &(struct facts){ .severity = "major" }), "C10");
	cr_expect(fits(p, &step(p, "emergency-urgent")->when, &(struct facts){ .urgency = "urgent" }), "C10");
	cr_expect_str_eq(step(p, "emergency-urgent")->to.s[0], "emergency", "C10");
	cr_assert_not_null(list, "C16 a category below product quality takes its steps");
	cr_expect_str_eq(list->task[0].name, "pull-batch", "C16");
	cr_expect_eq(list->task[0].within.n, 3600, "C16 each step has its own clock");
	cr_assert_not_null(policy_checklist(p, "service-attitude"), "C17");
	cr_assert_not_null(refund, "C18");
	cr_expect_str_eq(refund->approve, "finance", "C18");
	cr_expect_eq(refund->within.n, 24 * 3600, "C18 in time");
	cr_expect_str_eq(policy_compensation(p, "points")->unit, "points", "C18 in its own unit");
	cr_expect_not_null(policy_compensation(p, "negotiated"), "C18");
	cr_expect_eq(p->survey.reopen_at, 2, "C9");
	cr_expect_eq(p->survey.nwaves, 2, "C13");
	cr_expect_eq(p->survey.wave[1], 30 * 86400, "C13");
	cr_expect_eq(p->survey.ask[3].answer, ANSWER_TEXT, "C8 how to prevent it");
	cr_expect(repeats(p, "product") && repeats(p, "batch") && repeats(p, "supplier") &&
		  repeats(p, "about"), "C15");
	cr_expect(policy_calendar(p, "store")->nstaffing > 0, "C20");
	cr_expect(policy_category(p, "counterfeit")->words.n > 0, "C22");
	cr_expect_not_null(policy_category(p, "special-goods")->say.zh, "C2b");
	cr_expect_eq(duty(p, "coordination-meeting")->every, EVERY_MONTH, "C12");
	cr_expect_eq(duty(p, "service-audit")->every, EVERY_QUARTER, "C21");
}

Test(policies, F_limits_of_fresh_delivery, .fini = close_policy)
{
	const struct policy *p = load("fresh-delivery");

	HAS(p, COLUMN_CHANNEL, "hotline", "online", "other");                    /* F4.0 */
	EXPECT(p, "F4.2 consultation answered within 30 minutes", "first-response",
	       "open > respond,resolve 30m", .kind = "consultation");
	EXPECT(p, "F4.2 complaint handled within 24 h", "resolve", "open > resolve 24h", .kind = "complaint");
	EXPECT(p, "F4.2 and the result fed back", "feedback", "open > feedback 24h", .kind = "complaint");
	EXPECT(p, "F5.1 told when to expect an answer", "announce", "open > promise,resolve 30m",
	       .kind = "consultation");
	EXPECT(p, "F5.1 the promise is a deadline of its own", "promise", "promise > resolve due", 0);
	EXPECT(p, "F5.2 supervisor investigates within 24 h", "investigate", "open > investigate 24h",
	       .kind = "complaint");
	cr_expect(fits(p, &step(p, "report-complaint")->when, &(struct facts){ .kind = "complaint" }),
		  "F5.2 reported at once");
	cr_expect_str_eq(step(p, "report-complaint")->level, "supervisor", "F5.2");
	cr_expect(requires(p, "open", COLUMN_CUSTOMER, (struct facts){ 0 }), "F4.3 name and contact");
	cr_expect(requires(p, "resolve", COLUMN_TEXT, (struct facts){ 0 }), "F4.3 result");
	cr_expect_str_eq(p->survey.ask[1].name, "delivery-time", "F6.1");
	cr_expect_str_eq(p->survey.ask[2].name, "product-quality", "F6.1");
	duty(p, "complaint-check");                                              /* F6.2 */
	duty(p, "feedback-meeting");                                             /* F6.3 */
	cr_expect(p->retention_identity > 0, "F10");
}

Test(policies, M_limits_of_the_shopping_mall, .fini = close_policy)
{
	const struct policy *p = load("shopping-mall");

	HAS(p, COLUMN_CHANNEL, "front-desk", "suggestion-box", "questionnaire", "review"); /* M6 */
	HAS(p, COLUMN_CATEGORY, "product-enquiry", "service-enquiry", "complaint-suggestion"); /* M3.3 */
	EXPECT(p, "M4.1 first reply within 5 minutes for all", "first-response",
	       "open > respond,resolve 5m", .kind = "complaint");
	EXPECT(p, "M4.1 complex question: feedback within 30 minutes", "answer",
	       "open > resolve,feedback 30m", .kind = "consultation", .severity = "complex");
	EXPECT(p, "M4.1 ordinary ones need none", "answer", NONE, .kind = "consultation",
	       .severity = "ordinary");
	EXPECT(p, "M4.1b ordinary and complex within 24 h", "resolve", "open > resolve 24h",
	       .kind = "consultation", .severity = "ordinary");
	EXPECT(p, "M4.1b special: no fixed limit", "resolve", NONE, .kind = "consultation",
	       .severity = "special");
	EXPECT(p, "M4.1b forgetting to tell is a breach", "announce", "open > promise,resolve 30m",
	       .kind = "consultation", .severity = "special");
	EXPECT(p, "M4.1b the promised time", "promise", "promise > resolve due", 0);
	EXPECT(p, "M4.3b result fed back within 48 h", "feedback", "open > feedback 48h",
	       .kind = "complaint", .severity = "general");
	cr_expect_eq(policy_kind(p, "complaint")->priority_first, 1, "M4.3b complaints first");
	cr_expect(rule(p, "consult", (struct facts){ 0 }), "M3.2b a consult has its own clock");
	cr_expect(rule(p, "follow-up", (struct facts){ .kind = "consultation", .severity = "complex" }),
		  "M3.4");
	HAS(p, COLUMN_EVENT, "confirm", "consult", "callback", "correct");       /* M3.2 M3.4 M4.2 */
	cr_expect(requires(p, "consult", COLUMN_DEPARTMENT, (struct facts){ 0 }), "M3.2b");
	duty(p, "training");                                                     /* M3.5 */
	duty(p, "staff-appraisal");                                              /* M5 */
}
