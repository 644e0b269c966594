#include "domain/checkpoint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/cachefile.h"
#include "io/digest.h"

#define FORMAT    1              /* of this file and of casestore_save() */
#define BYTES_MAX ((size_t)64 << 20)
#define SAMPLE    4096           /* bytes at each end of what was read */

/* What tells one state of one log from another. */
struct fingerprint {
	uint64_t inode;
	int64_t changed;                 /* nanoseconds, mtime; 0: it changed since it was opened */
	uint64_t head, tail;             /* of the bytes at both ends of what was read */
};

/* --- who it is for -------------------------------------------------------------------------------- */

/* Offsets of a zone while a log can be of: its rules may change without the policy. */
static void add_zone(struct strbuf *out, const struct zone *zone)
{
	instant t = 0, from, until = 0;

	bytes_put_string(out, zone_name(zone), strlen(zone_name(zone)));
	for (; t < 4102444800; t = until) {      /* 2100-01-01 */
		bytes_put_i64(out, zone_span(zone, t, &from, &until));
		bytes_put_i64(out, until);
	}
}

static void add_policy(struct strbuf *out, const struct policy *p)
{
	size_t i;

	bytes_put_string(out, p->sha256, strlen(p->sha256));
	bytes_put_i64(out, p->valid_from);
	add_zone(out, p->zone);
	for (i = 0; i < p->ncalendars; i++)
		bytes_put_string(out, p->calendar[i].holidays_sha256,
				 strlen(p->calendar[i].holidays_sha256));
}

/* All that must be the same but for the log's rows; the header line is among its first bytes. */
static void identify(const struct checkpoint_desk *desk, char hex[DIGEST_HEX + 1])
{
	struct strbuf all = STRBUF_INIT;
	size_t i;

	bytes_put_u64(&all, 0x0102030405060708);
	bytes_put_u32(&all, FORMAT);
	bytes_put_string(&all, desk->program, strlen(desk->program));
	for (i = 0; i < desk->set->n; i++)
		add_policy(&all, desk->set->version[i]);
	digest_hex(all.buf, all.len, hex);
	strbuf_release(&all);
}

static int sample(int fd, off_t from, off_t to, uint64_t *sum)
{
	char buf[SAMPLE];
	size_t n = (size_t)(to - from), have = 0;

	while (have < n) {
		ssize_t got = pread(fd, buf + have, n - have, from + (off_t)have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		have += (size_t)got;
	}
	*sum = cachefile_checksum(buf, n);
	return 0;
}

static int take_fingerprint(struct fingerprint *f, const struct caselog *log, off_t offset)
{
	off_t n = offset < SAMPLE ? offset : SAMPLE;
	struct stat st;

	if (fstat(log->fd, &st) < 0)
		return -1;
	f->inode = st.st_ino;
	f->changed = st.st_size != log->size ? 0 :
		     (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	if (sample(log->fd, 0, n, &f->head) < 0)
		return -1;
	return sample(log->fd, offset - n, offset, &f->tail);
}

/* --- the frame: magic, length and checksum of all that follows them ------------------------------- */

struct frame {
	char magic[8];
	uint64_t length, sum;
};
#define FRAME (&(const struct frame){ "sd-check", 0, 0 })

static void close_frame(struct strbuf *file)
{
	struct frame frame = *FRAME;

	frame.length = file->len - sizeof(frame);
	frame.sum = cachefile_checksum(file->buf + sizeof(frame), file->len - sizeof(frame));
	memcpy(file->buf, &frame, sizeof(frame));
}

/* The content, where it is whole. */
static int open_frame(const struct strbuf *file, struct bytes *in)
{
	struct frame frame;

	*in = (struct bytes){ file->buf, file->len, 0 };
	if (in->n < sizeof(frame))
		return 0;
	memcpy(&frame, bytes_take(in, sizeof(frame)), sizeof(frame));
	return !memcmp(frame.magic, FRAME->magic, sizeof(frame.magic)) && frame.length == in->n &&
	       frame.sum == cachefile_checksum(in->s, in->n);
}

/* --- loading ------------------------------------------------------------------------------------- */

static int is_of(struct bytes *in, const struct checkpoint_desk *desk)
{
	char hex[DIGEST_HEX + 1];
	size_t n;
	const char *s = bytes_string(in, &n);

	identify(desk, hex);
	return n == DIGEST_HEX && !memcmp(s, hex, n) && bytes_i64(in) <= desk->now;
}

static int fits(struct checkpoint *cp, struct bytes *in, const struct caselog *log)
{
	struct fingerprint was, is;

	cp->place.offset = bytes_i64(in);
	cp->place.line = bytes_u32(in);
	cp->place.key = bytes_i64(in);
	was.inode = bytes_u64(in);
	was.changed = bytes_i64(in);
	was.head = bytes_u64(in);
	was.tail = bytes_u64(in);
	if (in->bad || cp->place.offset < log->first || cp->place.offset > log->end ||
	    !cp->place.line || take_fingerprint(&is, log, cp->place.offset) < 0)
		return 0;
	cp->is_current = cp->place.offset == log->size;
	/* Nothing was written to a log of the same length. */
	if (cp->is_current && (!is.changed || was.changed != is.changed))
		return 0;
	return was.inode == is.inode && was.head == is.head && was.tail == is.tail;
}

int checkpoint_load(struct checkpoint *cp, const struct checkpoint_desk *desk,
		    const struct caselog *log)
{
	struct bytes in;

	*cp = (struct checkpoint)CHECKPOINT_INIT;
	if (cachefile_read(desk->dir, desk->name, BYTES_MAX, &cp->content) < 0)
		return 0;
	if (open_frame(&cp->content, &in) && is_of(&in, desk) && fits(cp, &in, log)) {
		cp->own.s = bytes_string(&in, &cp->own.n);
		cp->store = in;
		if (!in.bad)
			return 1;
	}
	checkpoint_release(cp);
	return 0;
}

void checkpoint_release(struct checkpoint *cp)
{
	strbuf_release(&cp->content);
	*cp = (struct checkpoint)CHECKPOINT_INIT;
}

/* --- saving -------------------------------------------------------------------------------------- */

int checkpoint_save(const struct checkpoint_desk *desk, const struct caselog *log,
		    const struct scan_place *place, const void *own, size_t n,
		    const struct casestore *store)
{
	struct strbuf file = STRBUF_INIT;
	char hex[DIGEST_HEX + 1];
	struct fingerprint f;
	int result = -1;

	if (!place->line || take_fingerprint(&f, log, place->offset) < 0)
		return -1;
	identify(desk, hex);
	strbuf_add(&file, FRAME, sizeof(*FRAME));
	bytes_put_string(&file, hex, DIGEST_HEX);
	bytes_put_i64(&file, desk->now);
	bytes_put_i64(&file, place->offset);
	bytes_put_u32(&file, place->line);
	bytes_put_i64(&file, place->key);
	bytes_put_u64(&file, f.inode);
	bytes_put_i64(&file, f.changed);
	bytes_put_u64(&file, f.head);
	bytes_put_u64(&file, f.tail);
	bytes_put_string(&file, own, n);
	casestore_save(store, &file);
	close_frame(&file);
	if (file.len <= BYTES_MAX)
		result = cachefile_write(desk->dir, desk->name, file.buf, file.len, desk->mode);
	strbuf_release(&file);
	return result;
}
