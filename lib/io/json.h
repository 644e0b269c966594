/*
 * json: write results. What is read goes through io/jsonread.h.
 *
 *	struct json_writer w = JSON_WRITER_INIT;
 *	json_begin_object(&w, NULL);
 *	json_put_string(&w, "case", id, n);
 *	json_begin_array(&w, "clocks"); ... json_end(&w);
 *	json_end(&w);
 *	json_finish(&w, &out, indent);        // appends the text and a newline, resets the writer
 *	json_writer_release(&w);
 *
 * Inside an object every call takes the key, inside an array (and for the outermost) NULL. Keys keep
 * their order. Strings that are not UTF-8 have the bad bytes replaced by U+FFFD. Reals are written
 * with six significant digits; NaN and infinities as null.
 */
#ifndef SD_IO_JSON_H
#define SD_IO_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/strbuf.h"
#include "values/zone.h"
#include "values/number.h"

#define JSON_DEPTH_MAX 32

struct json_writer {
	struct strbuf own;                   /* the text so far, where it is not streamed */
	struct strbuf *to;                   /* where it is */
	int indent, depth, is_done;
	unsigned char kind[JSON_DEPTH_MAX];  /* of what is open: '{' or '[' */
	unsigned char has[JSON_DEPTH_MAX];   /* does it have a member */
};

#define JSON_WRITER_INIT { .own = STRBUF_INIT }

/*
 * Write into `out` at once, for results that are too long to be held: before the first value. The
 * caller may empty `out` between two calls; json_finish() then takes the same `out` and indent.
 */
void json_stream(struct json_writer *w, struct strbuf *out, int indent);
void json_writer_release(struct json_writer *w);
void json_begin_object(struct json_writer *w, const char *key);
void json_begin_array(struct json_writer *w, const char *key);
void json_end(struct json_writer *w);
void json_put_string(struct json_writer *w, const char *key, const char *s, size_t n);
void json_put_cstring(struct json_writer *w, const char *key, const char *s); /* NULL writes null */
void json_put_integer(struct json_writer *w, const char *key, int64_t v);
void json_put_count(struct json_writer *w, const char *key, uint64_t n);
void json_put_real(struct json_writer *w, const char *key, double v);
void json_put_amount(struct json_writer *w, const char *key, struct amount a); /* exact */
void json_put_bool(struct json_writer *w, const char *key, int v);
void json_put_instant(struct json_writer *w, const char *key, instant t, const struct zone *zone); /* INSTANT_NONE writes null */
void json_put_null(struct json_writer *w, const char *key);
void json_finish(struct json_writer *w, struct strbuf *out, int indent);

#endif
