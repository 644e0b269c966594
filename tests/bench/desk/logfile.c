#include "logfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "io/digest.h"
#include "values/instant.h"

#define BLOCK (1 << 20)
#define ROOM  (1 << 16)   /* more than any row takes */

static void put(struct logfile *log, const char *s, size_t n)
{
	memcpy(log->buf + log->len, s, n);
	log->len += n;
}

static void put_char(struct logfile *log, char c)
{
	log->buf[log->len++] = c;
}

static void flush(struct logfile *log)
{
	if (!log->failed && log->len && fwrite(log->buf, 1, log->len, log->out) != log->len)
		log->failed = errno ? errno : EIO;
	log->len = 0;
}

/* Howard Hinnant, "chrono-compatible low-level date algorithms". */
void day_format(int64_t day, char date[11])
{
	int64_t z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = (int)(z - era * 146097);
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
	int y = (int)(yoe + era * 400) + (m <= 2);

	snprintf(date, 11, "%04u-%02u-%02u", (unsigned int)y % 10000, (unsigned int)m % 100,
		 (unsigned int)d % 100);
}

int64_t day_parse(const char *date)
{
	int64_t day;

	return date_parse(date, strlen(date), &day) == 0 ? day : -1;
}

static void digits(char *to, int n, int value)
{
	while (n--) {
		to[n] = (char)('0' + value % 10);
		value /= 10;
	}
}

static void clock_format(int s, char to[16])
{
	memcpy(to, "T00:00:00+08:00", 16);
	digits(to + 1, 2, s / HOUR);
	digits(to + 4, 2, s / MINUTE % 60);
	digits(to + 7, 2, s % MINUTE);
}

void time_format(int64_t t, char text[26])
{
	day_format(t / DAY, text);
	clock_format((int)(t % DAY), text + 10);
}

/* Neighbouring rows are mostly of one day: the date is kept. */
static void put_time(struct logfile *log, int64_t t, int which)
{
	char text[16];

	if (log->day[which] != t / DAY) {
		log->day[which] = t / DAY;
		day_format(t / DAY, log->date[which]);
	}
	put(log, log->date[which], 10);
	clock_format((int)(t % DAY), text);
	put(log, text, 15);
}

static void put_cell(struct logfile *log, const char *cell)
{
	if (cell)
		put(log, cell, strlen(cell));
	put_char(log, ',');
}

static void put_text(struct logfile *log, const char *text)
{
	if (!text)
		text = "";
	if (!strpbrk(text, ",\"")) {
		put(log, text, strlen(text));
		return;
	}
	put_char(log, '"');
	for (; *text; text++) {
		if (*text == '"')
			put_char(log, '"');
		put_char(log, *text);
	}
	put_char(log, '"');
}

void logfile_begin(struct logfile *log, FILE *out, const char *extra)
{
	memset(log, 0, sizeof(*log));
	log->out = out;
	log->buf = malloc(BLOCK);
	if (!log->buf)
		abort();
	log->day[0] = log->day[1] = -1;
	strcpy(log->check, "check");   /* the header line's */
	put_cell(log, "at,logged,case,event,by,kind,channel,category,severity,customer,type,place,"
		      "product,batch,department,owner,due,amount,detail,key");
	if (*extra) {
		put_cell(log, extra);
		log->nextra = 1;
		while (log->nextra < LOGFILE_EXTRA && (extra = strchr(extra, ','))) {
			log->nextra++;
			extra++;
		}
	}
	put(log, "text,check\n", 11);
}

void logfile_row(struct logfile *log, const struct logrow *row)
{
	const char *const code[] = { row->id, row->event, row->by, row->kind, row->channel,
		row->category, row->severity, row->customer, row->type, row->place, row->product,
		row->batch, row->department, row->owner };
	struct digest_piece piece[3];
	char hex[DIGEST_HEX + 1], due[26];
	size_t i, start;

	if (log->len > BLOCK - ROOM)
		flush(log);
	start = log->len;
	put_time(log, row->at, 0);
	put_char(log, ',');
	if (row->logged != row->at)
		put_time(log, row->logged, 1);
	put_char(log, ',');
	for (i = 0; i < sizeof(code) / sizeof(code[0]); i++)
		put_cell(log, code[i]);
	if (row->due)
		time_format(row->due, due);
	put_cell(log, row->due ? due : NULL);
	put_cell(log, row->amount);
	put_cell(log, row->detail);
	put_cell(log, row->key);
	for (i = 0; i < (size_t)log->nextra; i++)
		put_cell(log, row->extra[i]);
	put_text(log, row->text);
	piece[0] = (struct digest_piece){ log->check, strlen(log->check) };
	piece[1] = (struct digest_piece){ ",", 1 };
	piece[2] = (struct digest_piece){ log->buf + start, log->len - start };
	digest_hex_pieces(piece, 3, hex);
	memcpy(log->check, hex, 16);
	log->check[16] = '\0';
	put_char(log, ',');
	put(log, log->check, 16);
	put_char(log, '\n');
	log->last = row->logged;
	log->rows++;
}

int logfile_end(struct logfile *log)
{
	flush(log);
	if (!log->failed && fflush(log->out) != 0)
		log->failed = errno;
	free(log->buf);
	log->buf = NULL;
	errno = log->failed;
	return log->failed ? -1 : 0;
}
