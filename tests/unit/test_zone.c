#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/zonefile.h"
#include "values/zone.h"

static instant at(const char *s)
{
	instant t;

	cr_assert(instant_parse(s, strlen(s), &t, NULL) == 0, "'%s'", s);
	return t;
}

static struct zone *named(const char *name)
{
	struct err err = ERR_INIT;
	struct zone *z = zonefile_load(name, &err);

	if (!z && err.status == STATUS_SYSTEM)
		cr_skip("%s", err.msg);
	cr_assert(z, "%s", err.msg);
	return z;
}

/* The instant and how it looks on the clocks of the zone. */
static void check_local(const struct zone *z, const char *utc, const char *local)
{
	struct strbuf sb = STRBUF_INIT;

	instant_format(&sb, at(utc), z);
	cr_expect_str_eq(sb.buf, local, "%s: expected %s, found %s", utc, local, sb.buf);
	strbuf_release(&sb);
}

Test(zone, new_york_changes_on_the_second_sunday_of_march_and_the_first_of_november)
{
	struct zone *z = named("America/New_York");

	check_local(z, "2026-03-08T06:59:59Z", "2026-03-08T01:59:59-05:00");
	check_local(z, "2026-03-08T07:00:00Z", "2026-03-08T03:00:00-04:00");
	check_local(z, "2026-11-01T05:59:59Z", "2026-11-01T01:59:59-04:00");
	check_local(z, "2026-11-01T06:00:00Z", "2026-11-01T01:00:00-05:00");
	zone_free(z);
}

Test(zone, the_rule_in_the_footer_holds_for_ever)
{
	struct zone *z = named("America/New_York");

	check_local(z, "2100-03-14T07:00:00Z", "2100-03-14T03:00:00-04:00");
	check_local(z, "2426-03-08T07:00:00Z", "2426-03-08T03:00:00-04:00");
	check_local(z, "2426-11-01T06:00:00Z", "2426-11-01T01:00:00-05:00");
	check_local(z, "9226-03-08T06:59:59Z", "9226-03-08T01:59:59-05:00");
	check_local(z, "9999-07-01T00:00:00Z", "9999-06-30T20:00:00-04:00");
	zone_free(z);
}

Test(zone, lord_howe_changes_by_half_an_hour)
{
	struct zone *z = named("Australia/Lord_Howe");

	check_local(z, "2026-04-04T14:59:59Z", "2026-04-05T01:59:59+11:00");
	check_local(z, "2026-04-04T15:00:00Z", "2026-04-05T01:30:00+10:30");
	check_local(z, "2026-10-03T15:29:59Z", "2026-10-04T01:59:59+10:30");
	check_local(z, "2026-10-03T15:30:00Z", "2026-10-04T02:30:00+11:00");
	zone_free(z);
}

Test(zone, shanghai_had_summer_time_in_1988)
{
	struct zone *z = named("Asia/Shanghai");

	check_local(z, "1988-04-16T17:59:59Z", "1988-04-17T01:59:59+08:00");
	check_local(z, "1988-04-16T18:00:00Z", "1988-04-17T03:00:00+09:00");
	check_local(z, "1988-09-10T17:00:00Z", "1988-09-11T01:00:00+08:00");
	check_local(z, "2026-07-01T00:00:00Z", "2026-07-01T08:00:00+08:00");
	zone_free(z);
}

Test(zone, a_mean_local_time_is_written_without_its_seconds_but_means_the_same)
{
	struct zone *z = named("Asia/Shanghai");
	struct strbuf sb = STRBUF_INIT;

	cr_expect(zone_offset(z, at("1900-06-01T00:00:00Z")) == 8 * 3600 + 5 * 60 + 43);
	instant_format(&sb, at("1900-06-01T00:00:00Z"), z);
	cr_expect_str_eq(sb.buf, "1900-06-01T08:05:00+08:05");
	cr_expect(at(sb.buf) == at("1900-06-01T00:00:00Z"));
	strbuf_release(&sb);
	zone_free(z);
}

Test(zone, of_a_local_time_shown_twice_the_earlier_is_meant)
{
	struct zone *z = named("America/New_York");
	int skipped = -1;
	int64_t local = civil_to_days(2026, 11, 1) * 86400 + 5400;

	cr_expect(zone_from_local(z, local, &skipped) == at("2026-11-01T01:30:00-04:00"));
	cr_expect(skipped == 0);
	cr_expect(zone_from_local(z, local + 1800, NULL) == at("2026-11-01T02:00:00-05:00"));
	zone_free(z);
}

Test(zone, a_local_time_that_is_skipped_is_the_instant_of_the_jump)
{
	struct zone *z = named("America/New_York");
	int skipped = -1;
	int64_t local = civil_to_days(2026, 3, 8) * 86400 + 2 * 3600;

	cr_expect(zone_from_local(z, local, &skipped) == at("2026-03-08T07:00:00Z"));
	cr_expect(skipped == 1);
	cr_expect(zone_from_local(z, local + 3599, NULL) == at("2026-03-08T07:00:00Z"));
	cr_expect(zone_from_local(z, local + 3600, &skipped) == at("2026-03-08T07:00:00Z"));
	cr_expect(skipped == 0);
	cr_expect(zone_from_local(z, local - 1, &skipped) == at("2026-03-08T06:59:59Z"));
	cr_expect(skipped == 0);
	zone_free(z);
}

Test(zone, midnight_is_the_first_instant_of_a_date_also_where_it_is_skipped)
{
	struct zone *z = named("America/Sao_Paulo"), *apia = named("Pacific/Apia");

	cr_expect(zone_midnight(z, civil_to_days(2018, 11, 4)) == at("2018-11-04T01:00:00-02:00"));
	cr_expect(zone_day(z, at("2018-11-04T02:59:59Z")) == civil_to_days(2018, 11, 3));
	cr_expect(zone_day(z, at("2018-11-04T03:00:00Z")) == civil_to_days(2018, 11, 4));
	/* 2011-12-30 never was */
	cr_expect(zone_midnight(apia, civil_to_days(2011, 12, 30)) == at("2011-12-30T10:00:00Z"));
	cr_expect(zone_midnight(apia, civil_to_days(2011, 12, 31)) == at("2011-12-30T10:00:00Z"));
	zone_free(apia);
	zone_free(z);
}

Test(zone, a_span_tells_since_when_and_until_when_an_offset_holds)
{
	struct zone *z = named("America/New_York"), *utc = zone_utc();
	instant from, until;

	cr_expect(zone_span(z, at("2026-07-01T00:00:00Z"), &from, &until) == -4 * 3600);
	cr_expect(from == at("2026-03-08T07:00:00Z"));
	cr_expect(until == at("2026-11-01T06:00:00Z"));
	cr_expect(zone_span(z, at("2826-07-01T00:00:00Z"), &from, &until) == -4 * 3600);
	cr_expect(from == at("2826-03-08T07:00:00Z"));
	cr_expect(until == at("2826-11-01T06:00:00Z"));
	cr_expect(zone_span(utc, 0, &from, &until) == 0);
	cr_expect(from == INT64_MIN && until == INT64_MAX);
	zone_free(utc);
	zone_free(z);
}

Test(zone, people_are_told_of_a_time_that_is_skipped)
{
	struct zone *z = named("America/New_York");
	struct err err = ERR_INIT;
	instant t = 7, now = at("2026-03-08T12:00:00Z");

	cr_expect(instant_parse_human("02:30", z, now, &t, &err) == -1);
	cr_expect(t == 7);
	cr_expect_str_eq(err.msg, "the clocks of America/New_York skip the time '02:30' "
				  "(daylight saving begins)");
	cr_expect(instant_parse_human("2026-11-01 01:30", z, now, &t, &err) == 0);
	cr_expect(t == at("2026-11-01T01:30:00-04:00"));
	cr_expect(instant_parse_human("2026-03-08 02:30-05:00", z, now, &t, &err) == 0);
	cr_expect(t == at("2026-03-08T07:30:00Z"));
	zone_free(z);
}

/* A TZif file by hand: version 2, one type, and a footer. */
static size_t small_tzif(unsigned char *p, int32_t offset, const char *footer)
{
	static const unsigned char counts[24] = { [19] = 1, [23] = 4 };
	size_t n = 0, k;

	for (k = 0; k < 2; k++) {
		memcpy(p + n, "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
		memcpy(p + n + 20, counts, 24);
		n += 44;
		p[n] = (unsigned char)((uint32_t)offset >> 24);
		p[n + 1] = (unsigned char)((uint32_t)offset >> 16);
		p[n + 2] = (unsigned char)((uint32_t)offset >> 8);
		p[n + 3] = (unsigned char)offset;
		memcpy(p + n + 4, "\0\0ABC", 6);
		n += 10;
	}
	k = strlen(footer);
	memcpy(p + n, footer, k);
	return n + k;
}

static struct zone *by_rule(int32_t offset, const char *footer)
{
	unsigned char bytes[256];
	struct err err = ERR_INIT;
	struct zone *z = zone_new(bytes, small_tzif(bytes, offset, footer), "Test/Zone", &err);

	cr_expect(z || (err.status == STATUS_INPUT && strstr(err.msg, "'Test/Zone'")));
	return z;
}

Test(zone, rules_may_count_days_of_the_year)
{
	/* Jn never counts 29 February, n does */
	struct zone *z = by_rule(0, "\nAAA0BBB,J60/0,300/25:30\n");

	cr_assert(z);
	check_local(z, "2024-02-29T23:59:59Z", "2024-02-29T23:59:59+00:00");
	check_local(z, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00+01:00");
	check_local(z, "2023-10-29T00:29:59Z", "2023-10-29T01:29:59+01:00");
	check_local(z, "2023-10-29T00:30:00Z", "2023-10-29T00:30:00+00:00");
	check_local(z, "2024-10-28T00:30:00Z", "2024-10-28T00:30:00+00:00");
	zone_free(z);
}

Test(zone, rules_may_have_negative_summer_time_and_times_before_midnight)
{
	struct zone *dublin = by_rule(3600, "\nIST-1GMT0,M10.5.0,M3.5.0/1\n");
	struct zone *godthab = by_rule(-7200, "\n<-02>2<-01>,M3.5.0/-1,M10.5.0/0\n");

	cr_assert(dublin && godthab);
	check_local(dublin, "2026-07-01T12:00:00Z", "2026-07-01T13:00:00+01:00");
	check_local(dublin, "2026-12-01T12:00:00Z", "2026-12-01T12:00:00+00:00");
	check_local(dublin, "2026-10-25T01:00:00Z", "2026-10-25T01:00:00+00:00");
	check_local(godthab, "2026-03-29T00:59:59Z", "2026-03-28T22:59:59-02:00");
	check_local(godthab, "2026-03-29T01:00:00Z", "2026-03-29T00:00:00-01:00");
	zone_free(godthab);
	zone_free(dublin);
}

Test(zone, summer_time_all_year_has_no_changes)
{
	struct zone *z = by_rule(0, "\nXXX3EDT4,0/0,J365/23\n");
	instant from, until;

	cr_assert(z);
	cr_expect(zone_span(z, at("2026-12-31T12:00:00Z"), &from, &until) == -4 * 3600);
	cr_expect(zone_span(z, at("2027-01-01T03:30:00Z"), &from, &until) == -4 * 3600);
	cr_expect(until > at("2100-01-01T00:00:00Z"));
	zone_free(z);
}

Test(zone, refuses_a_footer_that_is_no_rule)
{
	static const char *const wrong[] = { "", "\n", "\nCST-8", "CST-8\n", "\nCS-8\n", "\nCST\n",
					     "\nCST-25\n", "\nCST-8:60\n", "\nCST-8x\n", "\n<+08-8\n",
					     "\nAAA0BBB\n", "\nAAA0BBB,M3.2.0\n",
					     "\nAAA0BBB,M13.2.0,M11.1.0\n", "\nAAA0BBB,M3.6.0,M11.1.0\n",
					     "\nAAA0BBB,M3.2.7,M11.1.0\n", "\nAAA0BBB,J0,J366\n",
					     "\nAAA0BBB,M3.2.0/168,M11.1.0\n", "\nAAA0BBB,,\n" };
	struct zone *z;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		z = by_rule(0, wrong[i]);
		cr_expect(!z, "'%s'", wrong[i]);
		zone_free(z);
	}
	z = by_rule(28800, "\n\n"); /* nothing said about later years */
	cr_assert(z);
	cr_expect(zone_offset(z, at("2400-01-01T00:00:00Z")) == 28800);
	zone_free(z);
}

Test(zone, refuses_an_offset_that_no_place_has)
{
	cr_expect(!by_rule(27 * 3600, "\n\n"));
	cr_expect(!by_rule(INT32_MIN, "\n\n"));
}

Test(zone, any_damage_is_refused_or_harmless)
{
	static const char rule[] = "\nEST5EDT,M3.2.0,M11.1.0\n";
	unsigned char good[256], bad[256];
	struct err err = ERR_INIT;
	size_t n = small_tzif(good, -18000, rule), i;
	int c;

	for (i = 0; i < n; i++) {
		unsigned char *cut = malloc(i + 1); /* exactly i bytes for the sanitizer to watch */

		cr_assert(cut);
		memcpy(cut, good, i);
		cr_expect(!zone_new(cut, i, "cut", &err), "cut to %zu bytes", i);
		free(cut);
		for (c = 0; c < 256; c += 5) {
			struct zone *z;

			memcpy(bad, good, n);
			bad[i] = (unsigned char)c;
			z = zone_new(bad, n, "bad", &err);
			if (z)
				zone_from_local(z, zone_local(z, 1795223100), NULL);
			zone_free(z);
		}
	}
}

Test(zonefile, utc_needs_no_file)
{
	static const char *const nowhere[] = { "/nonexistent/zoneinfo", NULL };
	struct err err = ERR_INIT;
	struct zone *a = zonefile_load_from(nowhere, "UTC", &err);
	struct zone *b = zonefile_load_from(nowhere, "Etc/UTC", &err);

	cr_assert(a && b);
	cr_expect(zone_offset(a, 0) == 0 && zone_offset(b, 0) == 0);
	zone_free(a);
	zone_free(b);
}

Test(zonefile, names_the_package_where_the_system_has_no_zones)
{
	static const char *const nowhere[] = { "/nonexistent/zoneinfo", NULL };
	struct err err = ERR_INIT;

	cr_expect(!zonefile_load_from(nowhere, "Asia/Shanghai", &err));
	cr_expect(err.status == STATUS_SYSTEM);
	cr_expect(strstr(err.msg, "install the package tzdata"), "%s", err.msg);
}

Test(zonefile, refuses_names_that_are_none_of_the_database)
{
	static const char *const wrong[] = { "", "/etc/passwd", "../../etc/passwd", "Asia/../UTC",
					     "Asia/", "Asia//Shanghai", "Asia", "localtime",
					     "posixrules", "posix/Asia/Shanghai", "right/UTC",
					     "zone.tab", "Asia/Shang hai", "Asia/Shanghai\n",
					     "Asia/Nowhere_At_All", "CST-8" };
	struct zone *z = named("Asia/Shanghai");
	size_t i;

	cr_expect_str_eq(zone_name(z), "Asia/Shanghai");
	zone_free(z);
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct err err = ERR_INIT;

		z = zonefile_load(wrong[i], &err);
		cr_expect(!z && err.status == STATUS_INPUT, "'%s'", wrong[i]);
		cr_expect(strstr(err.msg, "unknown time zone '") == err.msg, "%s", err.msg);
		cr_expect(!strchr(err.msg, '\n'));
		zone_free(z);
	}
}

static void check_suggestion(const char *wrong, const char *right)
{
	struct err err = ERR_INIT;
	char want[100];

	cr_expect(!zonefile_load(wrong, &err));
	snprintf(want, sizeof(want), "unknown time zone '%s' (did you mean '%s'?)", wrong, right);
	cr_expect_str_eq(err.msg, want);
}

Test(zonefile, offers_the_nearest_spelling)
{
	zone_free(named("Asia/Shanghai"));
	check_suggestion("Asia/Shangai", "Asia/Shanghai");
	check_suggestion("asia/shanghai", "Asia/Shanghai");
	check_suggestion("Europe/Berlim", "Europe/Berlin");
}
