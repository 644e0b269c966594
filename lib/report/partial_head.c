/* partial_head: what a line says of itself: of what form it is, of which time and cases, and that it is whole. */
#include <string.h>

#include "base/i18n.h"
#include "io/digest.h"
#include "report/partial.h"
#include "report/partial_table.h"

/* The end of a line, without its last brace: DIGEST_NAME, the SHA-256 of all bytes before, a quote. */
#define DIGEST_NAME ",\"sha256\":\""
#define END_BYTES   (sizeof(DIGEST_NAME) - 1 + DIGEST_HEX + sizeof("\"}") - 1)

/* --- writing -------------------------------------------------------------------------------------- */

void partial_put_head(struct json_writer *w, const struct figures *f, const char *program)
{
	size_t i;

	json_put_cstring(w, "schema", PARTIAL_SCHEMA);
	json_put_cstring(w, "program", program);
	if (f->ndesks)
		json_put_integer(w, "as_of", f->as_of);
	else
		json_put_null(w, "as_of");
	if (f->known_at == INSTANT_NONE)
		json_put_null(w, "known_at");
	else
		json_put_integer(w, "known_at", f->known_at);
	json_put_integer(w, "for_meeting", f->meeting.is_pack);
	json_put_cstring(w, "only", f->only);
	json_put_cstring(w, "period", f->period);
	json_begin_array(w, "by_asked");
	for (i = 0; i < f->nby; i++)
		json_put_cstring(w, NULL, f->by[i]);
	json_end(w);
}

void partial_put_digest(struct strbuf *out, size_t start)
{
	char hex[DIGEST_HEX + 1];

	digest_hex(out->buf + start, out->len - start, hex);
	strbuf_addf(out, DIGEST_NAME "%s\"", hex);
}

/* --- reading -------------------------------------------------------------------------------------- */

/* By its bytes; but blanks behind it are not the line's, as other programs add a tab there. */
static int is_whole(const char *text, size_t n)
{
	struct strbuf end = STRBUF_INIT;
	char hex[DIGEST_HEX + 1];
	int same;

	while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
		n--;
	if (n <= END_BYTES)
		return 0;
	digest_hex(text, n - END_BYTES, hex);
	strbuf_addf(&end, DIGEST_NAME "%s\"}", hex);
	same = !memcmp(text + n - END_BYTES, end.buf, end.len);
	strbuf_release(&end);
	return same;
}

/* schema, program, as_of, known_at, for_meeting, only, by_asked, policies, desks, later, sha256; families and series have their own.
 * And period, which is new. */
#define HEAD_MEMBERS 11
#define PERIOD_NAME_MOST 40   /* two instants and what stands between them */
#define SERIES_MEMBERS 2

int partial_check_schema(struct partial_in *in, const struct jsonread *line, const char *text, size_t n)
{
	const char *schema = jsonread_string(jsonread_get(line, "schema"));
	const char *program = jsonread_string(jsonread_get(line, "program"));

	if (!jsonread_is_object(line) || !schema || strncmp(schema, "sd.partial/", 11) != 0)
		return partial_wrong(in, _("this is no partial report"));
	if (strcmp(schema, PARTIAL_SCHEMA) != 0)
		return partial_wrong(in, _("a partial report of schema '%s', and only '%s' is known here"),
				     schema, PARTIAL_SCHEMA);
	if (!is_whole(text, n))
		return partial_wrong(in, _("the line is damaged: it does not have the SHA-256 that it names"));
	if (!program)
		return partial_wrong(in, _("it does not say which version of sd wrote it"));
	if (jsonread_size(line) != HEAD_MEMBERS + SERIES_MEMBERS + partial_nfamilies + (jsonread_get(line, "period") != NULL))
		return partial_wrong(in, _("its members are not those of this version of sd (it is of sd %s)"),
				     program);
	return 0;
}

/* `at`: what the figures have, where they have any; the line must say the same. */
static int take_time(struct partial_in *in, const struct jsonread *t, int may_be_none, int is_first,
		     instant *at)
{
	instant v = INSTANT_NONE;

	if (!(may_be_none && jsonread_is_null(t)) &&
	    partial_take_number(in, t, PARTIAL_TIME_LEAST, PARTIAL_TIME_MOST, &v) < 0)
		return -1;
	if (!is_first && v != *at)
		return partial_wrong(in, _("another time than in the lines before"));
	*at = v;
	return 0;
}

static int take_meeting(struct partial_in *in, const struct jsonread *t, int is_first)
{
	int64_t v;

	if (partial_take_number(in, t, 0, 1, &v) < 0)
		return -1;
	if (!is_first && v != in->f->meeting.is_pack)
		return partial_wrong(in, _("lines before were made for a meeting and this one was not, or the other way round"));
	in->f->meeting.is_pack = (int)v;
	return 0;
}

static int take_only(struct partial_in *in, const struct jsonread *t, int is_first)
{
	const char *only = NULL, *had = in->f->only;

	if (!jsonread_is_null(t) && partial_take_word(in, t, &only) < 0)
		return -1;
	if (!is_first && (!only != !had || (only && strcmp(only, had) != 0)))
		return partial_wrong(in, _("other cases than in the lines before"));
	in->f->only = only;
	return 0;
}

/* It becomes part of the name of a file. */
static int is_period(const char *s)
{
	size_t n = strlen(s);

	return n && n <= PERIOD_NAME_MOST && strspn(s, "0123456789-.TWQnow") == n;
}

/* The same stretch of time may be called a month here and an end of it be given there: then it has no name, whatever comes first. */
static int take_period(struct partial_in *in, const struct jsonread *t, int is_first)
{
	const char *period = NULL, *had = in->f->period;

	if (t && !jsonread_is_null(t) && partial_take_word(in, t, &period) < 0)
		return -1;
	if (period && !is_period(period))
		return partial_wrong(in, _("'%s' is no name of a period"), period);
	if (is_first)
		in->f->period = period;
	else if (!period || !had || strcmp(period, had) != 0)
		in->f->period = NULL;
	return 0;
}

static int take_by(struct partial_in *in, const struct jsonread *t, int is_first)
{
	const char *word[TALLY_DIMS];
	size_t i, n = jsonread_size(t);

	if (!jsonread_is_array(t) || n > TALLY_DIMS)
		return partial_wrong(in, _("a list of texts is wanted"));
	for (i = 0; i < n; i++)
		if (partial_take_word(in, jsonread_at(t, i), &word[i]) < 0)
			return -1;
	if (is_first) {
		figures_set_by(in->f, word, n);
		return 0;
	}
	for (i = 0; i < n && i < in->f->nby && !strcmp(word[i], in->f->by[i]); i++)
		;
	if (n != in->f->nby || i < n)
		return partial_wrong(in, _("other columns than in the lines before"));
	return 0;
}

/* A line without a desk (none of its could be read) says nothing about the time. */
int partial_take_head(struct partial_in *in, const struct jsonread *line, int is_first)
{
	int has_desks = jsonread_size(jsonread_get(jsonread_get(line, "desks"), "rows")) > 0, result = 0;

	if (has_desks) {
		in->table = "as_of";
		result = take_time(in, jsonread_get(line, "as_of"), 0, !in->f->ndesks, &in->f->as_of);
	}
	if (has_desks && result == 0) {
		in->table = "for_meeting";
		result = take_meeting(in, jsonread_get(line, "for_meeting"), !in->f->ndesks);
	}
	if (has_desks && result == 0) {
		in->table = "only";
		result = take_only(in, jsonread_get(line, "only"), !in->f->ndesks);
	}
	if (has_desks && result == 0) {
		in->table = "period";
		result = take_period(in, jsonread_get(line, "period"), !in->f->ndesks);
	}
	if (has_desks && result == 0) {
		in->table = "known_at";
		result = take_time(in, jsonread_get(line, "known_at"), 1, !in->f->ndesks,
				   &in->f->known_at);
	}
	if (result == 0) {
		in->table = "by_asked";
		result = take_by(in, jsonread_get(line, "by_asked"), is_first);
	}
	in->table = NULL;
	return result;
}
