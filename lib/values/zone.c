#include "values/zone.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "values/posixtz.h"

#define DAY   86400
#define CYCLE (146097LL * DAY) /* 400 years: dates and weekdays repeat */

#define MAX_OFFSET (26 * 3600) /* RFC 8536 3.2: -25 h to +26 h */
#define MAX_TIMES  100000      /* no zone has 1 % of that */

/* offset[i] holds from at[i] until at[i + 1]; at[0] is the beginning of time. */
struct zone {
	char *name;
	size_t n, alloc, alloc_offset;
	instant *at;
	int32_t *offset;
	int repeats; /* the last 400 years stand for all that follow */
};

static void add_change(struct zone *z, instant at, int offset)
{
	if (z->n && z->at[z->n - 1] == at) /* a tie: the later rule wins */
		z->n--;
	if (z->n && z->offset[z->n - 1] == offset)
		return;
	MEM_GROW(z->at, z->n + 1, z->alloc);
	MEM_GROW(z->offset, z->n + 1, z->alloc_offset);
	z->at[z->n] = at;
	z->offset[z->n++] = offset;
}

/* The blocks of one TZif data part (RFC 8536 3.1 and 3.2). */
struct tzif {
	int version;
	size_t timecnt, typecnt, charcnt, leapcnt, isstdcnt, isutcnt, time_size;
	const unsigned char *times, *indices, *types, *end;
};

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t be_time(const unsigned char *p, size_t size)
{
	if (size == 4)
		return (int32_t)be32(p);
	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

/* The data part at p; 0, or -1 where it is none or is cut off. */
static int tzif_read(const unsigned char *p, const unsigned char *end, size_t time_size,
		     struct tzif *f)
{
	size_t size;

	if (end - p < 44 || memcmp(p, "TZif", 4) != 0)
		return -1;
	f->version = p[4] >= '2' ? p[4] - '0' : 1;
	f->time_size = time_size;
	f->isutcnt = be32(p + 20);
	f->isstdcnt = be32(p + 24);
	f->leapcnt = be32(p + 28);
	f->timecnt = be32(p + 32);
	f->typecnt = be32(p + 36);
	f->charcnt = be32(p + 40);
	if (f->timecnt > MAX_TIMES || !f->typecnt || f->typecnt > 256 || f->charcnt > 65536 ||
	    f->leapcnt > MAX_TIMES || f->isstdcnt > 256 || f->isutcnt > 256)
		return -1;
	f->times = p + 44;
	f->indices = f->times + f->timecnt * time_size;
	f->types = f->indices + f->timecnt;
	size = f->timecnt * (time_size + 1) + f->typecnt * 6 + f->charcnt +
	       f->leapcnt * (time_size + 4) + f->isstdcnt + f->isutcnt;
	if ((size_t)(end - f->times) < size)
		return -1;
	f->end = f->times + size;
	return 0;
}

/* The offset of a type, or -1 - MAX_OFFSET where that makes no sense. */
static int tzif_offset(const struct tzif *f, size_t type)
{
	int32_t x = type < f->typecnt ? (int32_t)be32(f->types + type * 6) : INT32_MIN;

	return x < -MAX_OFFSET || x > MAX_OFFSET ? -1 - MAX_OFFSET : x;
}

static int add_times(struct zone *z, const struct tzif *f)
{
	instant last = INT64_MIN;
	size_t i;
	int offset = tzif_offset(f, 0);

	if (offset < -MAX_OFFSET)
		return -1;
	add_change(z, INT64_MIN, offset);
	for (i = 0; i < f->timecnt; i++) {
		instant at = be_time(f->times + i * f->time_size, f->time_size);

		offset = tzif_offset(f, f->indices[i]);
		if (at <= last || offset < -MAX_OFFSET)
			return -1;
		/* Far outside any date, where arithmetic could overflow: as from the beginning. */
		if (at < -INSTANT_MAX)
			z->offset[0] = offset;
		else if (at <= INSTANT_MAX)
			add_change(z, at, offset);
		last = at;
	}
	return 0;
}

/* Write out a rule for 400 years after the last known change, which repeat for ever. */
static void add_rule(struct zone *z, const struct posixtz *tz)
{
	instant last = z->n > 1 ? z->at[z->n - 1] : -CYCLE, start, end;
	struct civil c;
	int year, until;

	if (!tz->has_dst) {
		if (z->n > 1)
			return; /* RFC 8536 3.3: it says what the last type said */
		z->offset[0] = tz->std;
		return;
	}
	civil_from_days(last / DAY, &c);
	until = c.year + 402;
	for (year = c.year - 1; year <= until; year++) {
		posixtz_year(tz, year, &start, &end);
		if (start < end && start > last)
			add_change(z, start, tz->dst);
		if (end > last)
			add_change(z, end, tz->std);
		if (start >= end && start > last)
			add_change(z, start, tz->dst);
	}
	/* Not where summer time lasts all year: the last offset goes on then. */
	z->repeats = z->at[z->n - 1] > last + CYCLE;
}

static int add_footer(struct zone *z, const unsigned char *p, const unsigned char *end)
{
	const unsigned char *stop;
	struct posixtz tz;

	if (p == end || *p++ != '\n')
		return -1;
	stop = memchr(p, '\n', (size_t)(end - p));
	if (!stop)
		return -1;
	if (stop == p) /* nothing is known of later years: the last offset goes on */
		return 0;
	if (posixtz_parse((const char *)p, (size_t)(stop - p), &tz) < 0)
		return -1;
	add_rule(z, &tz);
	return 0;
}

static int zone_read(struct zone *z, const unsigned char *p, const unsigned char *end)
{
	struct tzif f;

	if (tzif_read(p, end, 4, &f) < 0)
		return -1;
	if (f.version == 1)
		return add_times(z, &f);
	if (tzif_read(f.end, end, 8, &f) < 0 || f.leapcnt || add_times(z, &f) < 0)
		return -1;
	return add_footer(z, f.end, end);
}

struct zone *zone_new(const void *tzif, size_t n, const char *name, struct err *err)
{
	const unsigned char *p = tzif;
	struct zone *z = mem_zalloc(sizeof(*z));

	z->name = mem_strdup(name);
	if (zone_read(z, p, p + n) < 0) {
		err_set(err, STATUS_INPUT,
			_("time zone '%s': its file is damaged, no TZif file, or counts leap seconds"),
			name);
		zone_free(z);
		return NULL;
	}
	return z;
}

struct zone *zone_utc(void)
{
	struct zone *z = mem_zalloc(sizeof(*z));

	z->name = mem_strdup("UTC");
	add_change(z, INT64_MIN, 0);
	return z;
}

void zone_free(struct zone *z)
{
	if (!z)
		return;
	free(z->name);
	free(z->at);
	free(z->offset);
	free(z);
}

const char *zone_name(const struct zone *z)
{
	return z->name;
}

/* Later times are moved back by whole cycles into the years that are written out. */
static int64_t cycles(const struct zone *z, instant t)
{
	instant last = z->at[z->n - 1];

	return z->repeats && t >= last ? ((t - last) / CYCLE + 1) * CYCLE : 0;
}

/* The last i with at[i] <= t. */
static size_t find(const struct zone *z, instant t)
{
	size_t lo = 0, n = z->n;

	if (t >= z->at[n - 1])
		return n - 1;
	while (n > 1) {
		size_t half = n / 2;

		lo = z->at[lo + half] <= t ? lo + half : lo;
		n -= half;
	}
	return lo;
}

int zone_offset(const struct zone *z, instant t)
{
	return z->offset[find(z, t - cycles(z, t))];
}

int zone_span(const struct zone *z, instant t, instant *from, instant *until)
{
	int64_t back = cycles(z, t);
	size_t i = find(z, t - back);

	*from = i ? z->at[i] + back : INT64_MIN;
	*until = i + 1 < z->n ? z->at[i + 1] + back : INT64_MAX;
	return z->offset[i];
}

instant zone_from_local(const struct zone *z, int64_t local_s, int *skipped)
{
	/*
	 * The earliest instant at which the clocks show local_s or more. No instant before `t` can
	 * be it, since no offset is greater than MAX_OFFSET.
	 */
	instant t = local_s - MAX_OFFSET;
	int64_t back = cycles(z, t);
	size_t i = find(z, t - back);
	instant at;

	while (i + 1 < z->n && local_s - back - z->offset[i] >= z->at[i + 1])
		i++;
	at = local_s - back - z->offset[i];
	if (skipped)
		*skipped = at < z->at[i];
	return (at < z->at[i] ? z->at[i] : at) + back;
}

int64_t zone_local(const struct zone *z, instant t)
{
	return t + zone_offset(z, t);
}

int64_t zone_day(const struct zone *z, instant t)
{
	int64_t local = zone_local(z, t);

	return local >= 0 ? local / DAY : -((-local + DAY - 1) / DAY);
}

instant zone_midnight(const struct zone *z, int64_t day)
{
	return zone_from_local(z, day * DAY, NULL);
}
