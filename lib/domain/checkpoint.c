#include "domain/checkpoint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/cachefile.h"
#include "io/digest.h"

#define FORMAT    4              /* of this file and of casestore_save() */
#define BYTES_MAX ((size_t)256 << 20)
#define HEAD_MAX  ((size_t)16 << 20)  /* of this the part that is always read */
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

/* --- the frame ----------------------------------------------------------------------------------- */

/*
 * What the file begins with. Head and index follow, then the cases, each of which has its own
 * checksum there.
 */
struct frame {
	char magic[8];
	uint64_t size;                   /* of the file */
	uint64_t head, head_sum, index, index_sum;
};
static const char magic[8] = "sd-check";

static void put_frame(struct strbuf *file, const struct strbuf *head, const struct strbuf *index,
		      const struct strbuf *cases)
{
	struct frame frame = {
		.head = head->len, .head_sum = cachefile_checksum(head->buf, head->len),
		.index = index->len, .index_sum = cachefile_checksum(index->buf, index->len),
		.size = sizeof(frame) + head->len + index->len + cases->len,
	};

	memcpy(frame.magic, magic, sizeof(magic));
	strbuf_add(file, &frame, sizeof(frame));
	strbuf_add(file, head->buf, head->len);
	strbuf_add(file, index->buf, index->len);
	strbuf_add(file, cases->buf, cases->len);
}

static int is_frame(const struct frame *f, size_t size)
{
	return !memcmp(f->magic, magic, sizeof(magic)) && f->size == size && f->head <= HEAD_MAX &&
	       f->head <= size - sizeof(*f) && f->index <= size - sizeof(*f) - f->head;
}

/* The head, where it is whole. */
static int open_frame(struct checkpoint *cp, struct bytes *in)
{
	struct frame frame;

	if (cp->size < sizeof(frame) || cachefile_next(cp->fd, sizeof(frame), &cp->head) < 0)
		return 0;
	memcpy(&frame, cp->head.buf, sizeof(frame));
	strbuf_reset(&cp->head);
	if (!is_frame(&frame, cp->size) || cachefile_next(cp->fd, frame.head, &cp->head) < 0)
		return 0;
	cp->nindex = frame.index;
	cp->index_sum = frame.index_sum;
	*in = (struct bytes){ cp->head.buf, cp->head.len, 0 };
	return frame.head_sum == cachefile_checksum(in->s, in->n);
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
	cp->fd = cachefile_open(desk->dir, desk->name, BYTES_MAX, &cp->size);
	if (cp->fd < 0)
		return 0;
	if (open_frame(cp, &in) && is_of(&in, desk) && fits(cp, &in, log)) {
		cp->own = in;
		return 1;
	}
	checkpoint_release(cp);
	return 0;
}

int checkpoint_load_cases(struct checkpoint *cp, struct casestore *store)
{
	off_t at = (off_t)(sizeof(struct frame) + cp->head.len + cp->nindex);
	struct bytes in;
	int fd = cp->fd;

	if (cachefile_next(fd, cp->nindex, &cp->index) < 0 ||
	    cp->index_sum != cachefile_checksum(cp->index.buf, cp->index.len))
		return 0;
	in = (struct bytes){ cp->index.buf, cp->index.len, 0 };
	cp->more.s = bytes_string(&in, &cp->more.n);
	cp->fd = -1;                         /* it is the store's now */
	return casestore_load(store, &in, fd, at, cp->size - (size_t)at) == 0;
}

void checkpoint_release(struct checkpoint *cp)
{
	strbuf_release(&cp->head);
	strbuf_release(&cp->index);
	if (cp->fd >= 0)
		close(cp->fd);
	*cp = (struct checkpoint)CHECKPOINT_INIT;
}

/* --- saving -------------------------------------------------------------------------------------- */

static void put_head(struct strbuf *head, const struct checkpoint_desk *desk,
		     const struct scan_place *place, const struct fingerprint *f,
		     const struct strbuf *own)
{
	char hex[DIGEST_HEX + 1];

	identify(desk, hex);
	bytes_put_string(head, hex, DIGEST_HEX);
	bytes_put_i64(head, desk->now);
	bytes_put_i64(head, place->offset);
	bytes_put_u32(head, place->line);
	bytes_put_i64(head, place->key);
	bytes_put_u64(head, f->inode);
	bytes_put_i64(head, f->changed);
	bytes_put_u64(head, f->head);
	bytes_put_u64(head, f->tail);
	strbuf_add(head, own->buf, own->len);
}

int checkpoint_save(const struct checkpoint_desk *desk, const struct caselog *log,
		    const struct scan_place *place, const struct strbuf *own,
		    const struct strbuf *more, const struct casestore *store)
{
	struct strbuf head = STRBUF_INIT, index = STRBUF_INIT, cases = STRBUF_INIT, file = STRBUF_INIT;
	struct fingerprint f;
	int result = -1;

	if (!place->line || take_fingerprint(&f, log, place->offset) < 0)
		return -1;
	put_head(&head, desk, place, &f, own);
	bytes_put_string(&index, more->buf, more->len);
	casestore_save(store, &index, &cases);
	put_frame(&file, &head, &index, &cases);
	if (head.len <= HEAD_MAX && file.len <= BYTES_MAX)
		result = cachefile_write(desk->dir, desk->name, file.buf, file.len, desk->mode);
	strbuf_release(&head);
	strbuf_release(&index);
	strbuf_release(&cases);
	strbuf_release(&file);
	return result;
}
