/* dateformat: stated forms of dates, never guessed. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/mem.h"
#include "values/dateformat.h"

static const char *const names[] = { "ok", "other", "none", "skipped" };

static void check(const char *format, const char *text, enum date_result want, const char *utc)
{
	struct strbuf out = STRBUF_INIT;
	struct zone *zone = zone_utc();
	struct err err = ERR_INIT;
	struct dateformat f;
	enum date_result got;
	instant t = 0;

	cr_assert(dateformat_compile(&f, format, &err) == 0, "%s", err.msg);
	got = dateformat_parse(&f, text, strlen(text), zone, &t);
	cr_expect_str_eq(names[got], names[want], "'%s' as '%s'", text, format);
	if (got == DATE_OK && want == DATE_OK) {
		instant_format(&out, t, NULL);
		cr_expect_str_eq(out.buf, utc, "'%s' as '%s'", text, format);
	}
	strbuf_release(&out);
	zone_free(zone);
}

Test(dateformat, reads_what_the_format_says)
{
	check("D/M/YYYY HH:mm", "29/2/2016 01:16", DATE_OK, "2016-02-29T01:16:00+00:00");
	check("D/M/YYYY HH:mm", "3/12/2016 01:16", DATE_OK, "2016-12-03T01:16:00+00:00");
	check("M/D/YYYY HH:mm", "3/12/2016 01:16", DATE_OK, "2016-03-12T01:16:00+00:00");
	check("MM/DD/YYYY", "11/13/2014", DATE_OK, "2014-11-13T00:00:00+00:00");
	check("YYYY-MM-DD HH:mm:ss", "2022-01-21 13:47:00", DATE_OK, "2022-01-21T13:47:00+00:00");
	check("YYYY年M月D日", "2026年1月5日", DATE_OK, "2026-01-05T00:00:00+00:00");
	check("YYYYMMDD", "20260105", DATE_OK, "2026-01-05T00:00:00+00:00");
	check("DD.MM.YY", "05.01.26", DATE_OK, "2026-01-05T00:00:00+00:00");
	check("YYYY-MM-DDTHH:mm:ssZ", "2026-01-05T08:00:00+08:00", DATE_OK, "2026-01-05T00:00:00+00:00");
	check("YYYY-MM-DDTHH:mm:ssZ", "2026-01-05T08:00:00-0330", DATE_OK, "2026-01-05T11:30:00+00:00");
	check("YYYY-MM-DDTHH:mm:ssZ", "2026-01-05T08:00:00Z", DATE_OK, "2026-01-05T08:00:00+00:00");
	/* Google Forms */
	check("YYYY/M/D h:mm:ss AM Z", "2026/1/5 8:00:00 PM GMT+8", DATE_OK, "2026-01-05T12:00:00+00:00");
	check("YYYY/M/D h:mm:ss AM Z", "2026/1/5 8:00:00 AM GMT-3:30", DATE_OK, "2026-01-05T11:30:00+00:00");
	check("YYYY/M/D h:mm:ss AM Z", "2026/1/5 8:00:00 AM UTC", DATE_OK, "2026-01-05T08:00:00+00:00");
	check("YYYY/M/D h:mm:ss AM Z", "2026/1/5 8:00:00 AM GMT+", DATE_OTHER, NULL);
	check("YYYY-MM-DDTHH:mm:ssZ", "2026-01-05T08:00:00+8", DATE_OTHER, NULL);
	check("YYYY-MM-DDTHH:mm:ssZ", "2026-01-05T08:00:00+08", DATE_OTHER, NULL);
}

Test(dateformat, twelve_hour_clocks)
{
	check("MM/DD/YYYY hh:mm:ss AM", "12/25/2013 11:59:08 PM", DATE_OK, "2013-12-25T23:59:08+00:00");
	check("MM/DD/YYYY hh:mm:ss AM", "12/25/2013 12:00:00 AM", DATE_OK, "2013-12-25T00:00:00+00:00");
	check("MM/DD/YYYY hh:mm:ss AM", "12/25/2013 12:00:00 pm", DATE_OK, "2013-12-25T12:00:00+00:00");
	check("MM/DD/YYYY hh:mm:ss AM", "12/25/2013 13:00:00 PM", DATE_NONE, "");
	check("MM/DD/YYYY hh:mm:ss AM", "12/25/2013 00:10:00 AM", DATE_NONE, "");
}

Test(dateformat, a_date_that_does_not_exist_is_no_date)
{
	check("D/M/YYYY", "29/2/2015", DATE_NONE, "");
	check("D/M/YYYY", "31/4/2015", DATE_NONE, "");
	check("D/M/YYYY", "1/13/2015", DATE_NONE, "");
	check("YYYY-MM-DD HH:mm", "2015-01-01 24:00", DATE_NONE, "");
}

Test(dateformat, another_form_is_not_bent_to_fit)
{
	check("D/M/YYYY HH:mm", "2016-02-29 01:16", DATE_OTHER, "");
	check("D/M/YYYY HH:mm", "29/2/2016", DATE_OTHER, "");
	check("D/M/YYYY HH:mm", "29/2/2016 01:16:00", DATE_OTHER, "");
	check("D/M/YYYY HH:mm", " 29/2/2016 01:16", DATE_OTHER, "");
	check("DD/MM/YYYY", "9/2/2016", DATE_OTHER, "");
	check("D/M/YYYY", "", DATE_OTHER, "");
}

Test(dateformat, a_useless_format_is_refused)
{
	static const char *const bad[] = { "D/M", "D/M/YYYY M", "hh:mm D/M/YYYY", "HH AM D/M/YYYY",
					   "", "D/M/YYYY-----------------------------------" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct err err = ERR_INIT;
		struct dateformat f;

		cr_expect(dateformat_compile(&f, bad[i], &err) == -1, "'%s'", bad[i]);
		cr_expect(err.status == STATUS_INPUT);
	}
}
