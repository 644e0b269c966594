/*
 * The scanner's own tokenizer against libcsv: on any line both must agree about accepting it (as far as our grammar
 * allows what RFC 4180 does) and about every field.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/scan_block.h"

#define NCOLUMNS 23
#define CHECK "0123456789abcdef"
#define ROOM (COLUMN_MAX + SCAN_PAD + 4)

static struct strbuf store = STRBUF_INIT;
static uint64_t state = 88172645463325252ULL;

static uint32_t any(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 33) % below;
}

/* Ours: one record of libcsv with a check, and no quote, control character or bad UTF-8 where none may be. */
static int oracle(const char *s, size_t n, struct csv_field *field)
{
	int i, count = csv_split_line(s, n, &store, field, COLUMN_MAX);
	uint64_t check;

	if (count != NCOLUMNS || utf8_valid(s, n) != n)
		return 0;
	for (i = 0; i < count; i++)
		if (field[i].quoted && i != NCOLUMNS - 2)
			return 0;
	for (; n; s++, n--)
		if ((unsigned char)*s < 0x20 || *s == 0x7F)
			return 0;
	return scan_read_check(field[NCOLUMNS - 1].s, field[NCOLUMNS - 1].n, &check);
}

/* The cells as a callback would see them. */
static void expect_same_fields(const char *s, size_t n, const uint16_t *comma,
			       const struct csv_field *field)
{
	struct layout layout = { .ncolumns = NCOLUMNS };
	const struct scan_batch batch = { .layout = &layout, .data = s, .comma = comma };
	const struct scan_row row = { .length = (uint32_t)n };
	struct strbuf text = STRBUF_INIT;
	int i;

	for (i = 0; i < NCOLUMNS; i++) {
		struct span cell;

		layout.position[i] = -1;
		layout.position[COLUMN_FIELD] = i;
		cell = scan_cell(&batch, &row, COLUMN_FIELD);
		if (i == NCOLUMNS - 2)
			continue;
		cr_assert_eq(cell.n, field[i].n, "field %d of: %.*s", i, (int)n, s);
		cr_assert_eq(memcmp(cell.s, field[i].s, cell.n), 0, "field %d of: %.*s", i, (int)n, s);
	}
	layout.position[COLUMN_TEXT] = NCOLUMNS - 2;
	scan_text(&batch, &row, &text);
	cr_assert_eq(text.len, field[NCOLUMNS - 2].n, "text of: %.*s", (int)n, s);
	cr_assert_eq(memcmp(text.buf, field[NCOLUMNS - 2].s, text.len), 0, "text of: %.*s", (int)n, s);
	strbuf_release(&text);
}

/* `after` is what follows the line in the block. */
static int compare(const char *line, size_t n, char after)
{
	struct csv_field field[COLUMN_MAX];
	uint16_t comma[ROOM];
	struct strbuf sb = STRBUF_INIT;
	int i, want = oracle(line, n, field);
	scan_split_fn *split;
	uint64_t check = 0;

	strbuf_add(&sb, line, n);
	strbuf_addch(&sb, '\n');
	strbuf_addchars(&sb, after, SCAN_PAD);
	for (i = 0; (split = scan_line_splitter(i)) != NULL; i++) {
		int got = split(sb.buf, n, NCOLUMNS - 2, comma, &check);

		cr_assert_eq(got, want, "fast path %d: %d, libcsv %d: %.*s", i, got, want, (int)n, line);
		if (got)
			expect_same_fields(sb.buf, n, comma, field);
	}
	strbuf_release(&sb);
	return want;
}

static void make_line(struct strbuf *sb)
{
	static const char *const code[] = { "", "", "", "a", "milk-1l", "\xE7\x94\xB2", "B2 x", "0123456789abcdef0",
					    "2026-11-21T09:05:00+08:00" };
	static const char *const text[] = {
		"", "plain text", "\"a, b\"", "\"\"", "\"\"\"\"", "\"say \"\"hi\"\"\"", "\\n \\\\",
		"\xE4\xBD\xA0\xE5\xA5\xBD", "a text of more than sixteen bytes", "\"x\"\",\"\"y\"", "\",\"",
	};
	int i;

	strbuf_reset(sb);
	for (i = 0; i < NCOLUMNS - 2; i++)
		strbuf_addf(sb, "%s,", code[any(sizeof(code) / sizeof(code[0]))]);
	strbuf_addf(sb, "%s," CHECK, text[any(sizeof(text) / sizeof(text[0]))]);
}

static void mutate(struct strbuf *sb)
{
	static const char byte[] = "\",\"\",,\r\0\xE9\t\x7F a\\\x80\xC3\x1F\"";
	size_t at = any((uint32_t)sb->len + 1), rest = sb->len - at;
	char c = byte[any(sizeof(byte) - 1)];

	switch (any(4)) {
	case 0: /* cut off */
		strbuf_setlen(sb, at);
		break;
	case 1: /* one byte more */
		strbuf_addch(sb, 'x');
		memmove(sb->buf + at + 1, sb->buf + at, rest);
		sb->buf[at] = c;
		break;
	case 2: /* one byte less */
		if (rest) {
			memmove(sb->buf + at, sb->buf + at + 1, rest - 1);
			strbuf_setlen(sb, sb->len - 1);
		}
		break;
	default: /* another byte */
		if (rest)
			sb->buf[at] = c;
	}
}

Test(scan_line, agrees_with_libcsv_on_any_line)
{
	struct strbuf sb = STRBUF_INIT;
	int i, accepted = 0, refused = 0;
	uint32_t k;

	for (i = 0; i < 60000; i++) {
		make_line(&sb);
		for (k = any(4); k > 0; k--)
			mutate(&sb);
		if (compare(sb.buf, sb.len, "x,\"\n"[any(4)]))
			accepted++;
		else
			refused++;
	}
	cr_expect_gt(accepted, 10000, "%d", accepted);
	cr_expect_gt(refused, 10000, "%d", refused);
	strbuf_release(&sb);
}

Test(scan_line, takes_every_byte_in_a_code_and_in_text_as_libcsv_does)
{
	char line[] = ",,,,,,,,,,,,,,,,,,,,,?," CHECK;
	size_t at[] = { 0, 21 };
	int c, i;

	cr_assert_eq(line[21], '?');
	for (i = 0; i < 2; i++) {
		for (c = 0; c < 256; c++) {
			struct strbuf sb = STRBUF_INIT;

			strbuf_add(&sb, line, sizeof(line) - 1);
			sb.buf[21] = 't';
			if (i == 0) {
				strbuf_addch(&sb, 'x');
				memmove(sb.buf + 1, sb.buf, sb.len - 1);
			}
			sb.buf[at[i]] = (char)c;
			cr_expect_eq(compare(sb.buf, sb.len, ','),
				     c >= 0x20 && c < 0x7F && c != ',' && c != '"', "byte %d", c);
			strbuf_release(&sb);
		}
	}
}

static int split_check(scan_split_fn *split, const char *check, uint64_t *value)
{
	struct strbuf sb = STRBUF_INIT;
	uint16_t comma[ROOM];
	size_t n;
	int result;

	strbuf_addf(&sb, "a,b,%s", check);
	n = sb.len;
	strbuf_addchars(&sb, 0, SCAN_PAD);
	result = split(sb.buf, n, 1, comma, value);
	strbuf_release(&sb);
	return result;
}

Test(scan_line, takes_only_16_lower_case_digits_as_a_check)
{
	static const char *const wrong[] = {
		"0123456789abcdeF", "0123456789abcdeg", "/123456789abcdef", "0123456789abcd:f",
		"0123456`89abcdef", "0123456789abcde", "00123456789abcdef", "", "\351123456789abcdef",
	};
	scan_split_fn *split;
	uint64_t check;
	size_t i;
	int k;

	for (k = 0; (split = scan_line_splitter(k)) != NULL; k++) {
		cr_expect(split_check(split, "0123456789abcdef", &check));
		cr_expect_eq(check, 0x0123456789abcdef);
		cr_expect(split_check(split, "fedcba9876543210", &check));
		cr_expect_eq(check, 0xfedcba9876543210);
		for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
			cr_expect_not(split_check(split, wrong[i], &check), "'%s'", wrong[i]);
	}
	cr_expect(scan_read_check("fedcba9876543210", 16, &check));
	cr_expect_eq(check, 0xfedcba9876543210);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		cr_expect_not(scan_read_check(wrong[i], strlen(wrong[i]), &check), "'%s'", wrong[i]);
}

Test(scan_line, leaves_codes_beyond_64_kib_to_the_slow_way)
{
	struct strbuf sb = STRBUF_INIT;
	uint16_t comma[ROOM];
	scan_split_fn *split;
	uint64_t check;
	size_t n;
	int k;

	for (k = 0; (split = scan_line_splitter(k)) != NULL; k++) {
		for (n = 65400; n < 65560; n++) {
			strbuf_reset(&sb);
			strbuf_addchars(&sb, 'x', n);
			strbuf_addstr(&sb, ",,,,,,,,,,,,,,,,,,,,,," CHECK "\n");
			strbuf_addchars(&sb, 0, SCAN_PAD);
			if (split(sb.buf, n + 22 + 16, NCOLUMNS - 2, comma, &check))
				cr_expect_eq(comma[NCOLUMNS - 3], n + 20, "at %zu", n);
			else
				cr_expect_gt(n + 20 + SCAN_PAD, UINT16_MAX, "at %zu", n);
		}
	}
	strbuf_release(&sb);
}
