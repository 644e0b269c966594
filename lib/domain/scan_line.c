/* The fast path: one line of our own grammar, looked at 16 bytes at a time. */

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/utf8.h"
#include "domain/scan_block.h"

#define CHECK_CELL (ROW_CHECK_HEX + 1) /* with the comma before it */

/* 1 + the value of a lower-case hex digit, 0 for any other byte. */
static const uint8_t hex_value[256] = {
	['0'] = 1,  ['1'] = 2,	['2'] = 3,  ['3'] = 4,	['4'] = 5,  ['5'] = 6,
	['6'] = 7,  ['7'] = 8,	['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12,
	['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

int scan_read_check(const char *s, size_t n, uint32_t *check)
{
	uint32_t value = 0;
	int i, all = 1;

	if (n != ROW_CHECK_HEX)
		return 0;
	for (i = 0; i < ROW_CHECK_HEX; i++) {
		uint8_t v = hex_value[(unsigned char)s[i]];

		all &= v != 0;
		if (i < 8)
			value = value << 4 | (uint8_t)(v - 1);
	}
	*check = value;
	return all;
}

static int is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7F;
}

/* Text in quotes, s[0] being the first: closed at the end, quotes inside doubled. */
static int is_quoted_text(const char *s, size_t n)
{
	size_t i;

	if (n < 2 || s[n - 1] != '"')
		return 0;
	for (i = 1; i < n - 1; i++) {
		if (is_control((unsigned char)s[i]))
			return 0;
		if (s[i] == '"' && (++i == n - 1 || s[i] != '"'))
			return 0;
	}
	return 1;
}

/* Does the line end in a comma and a check, after the text that begins at `text`? */
static int has_check(const char *s, size_t n, size_t text)
{
	uint32_t check;

	return n >= text + CHECK_CELL && s[n - CHECK_CELL] == ',' &&
	       scan_read_check(s + n - ROW_CHECK_HEX, ROW_CHECK_HEX, &check);
}

int scan_line_split_plain(const char *s, size_t n, int ncommas, uint16_t *comma)
{
	size_t i, end;
	int found = 0;

	for (i = 0; found < ncommas; i++) {
		if (i >= n || i > UINT16_MAX || s[i] == '"' || is_control((unsigned char)s[i]))
			return 0;
		if (s[i] == ',')
			comma[found++] = (uint16_t)i;
	}
	if (!has_check(s, n, i))
		return 0;
	end = n - CHECK_CELL;
	if (s[i] == '"' && i < end)
		return is_quoted_text(s + i, end - i) && utf8_valid(s, n) == n;
	for (; i < end; i++)
		if (s[i] == ',' || s[i] == '"' || is_control((unsigned char)s[i]))
			return 0;
	return utf8_valid(s, n) == n;
}

#ifdef __SSE2__

/* Bit by byte: the commas; what no code may hold (quotes, control characters); bytes above 0x7F. */
struct marks {
	unsigned comma, bad, high;
};

static inline struct marks look(const char *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i bad = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')),
				   _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(0x7F)),
						_mm_cmplt_epi8(v, _mm_set1_epi8(0x20))));
	struct marks m;

	m.comma = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(',')));
	m.high = (unsigned)_mm_movemask_epi8(v);
	m.bad = (unsigned)_mm_movemask_epi8(bad) & ~m.high; /* the comparison is signed */
	return m;
}

static inline unsigned first_bits(size_t n)
{
	return n >= 16 ? 0xFFFFU : (1U << n) - 1;
}

int scan_line_split(const char *s, size_t n, int ncommas, uint16_t *comma)
{
	size_t i, end, text;
	int found = 0;
	unsigned high = 0, bad = 0;
	struct marks m;

	for (i = 0; found < ncommas; i += 16) {
		if (i >= n || i > UINT16_MAX - 15)
			return 0;
		m = look(s + i);
		while (m.comma && found < ncommas) {
			comma[found++] = (uint16_t)(i + (unsigned)__builtin_ctz(m.comma));
			m.comma &= m.comma - 1;
		}
		high |= m.high;
		if (found < ncommas)
			bad |= m.bad;
		else
			bad |= m.bad & first_bits(comma[ncommas - 1] - i);
	}
	/* Commas of later lines may have been taken for ours: then a newline was among the bad. */
	text = (size_t)comma[ncommas - 1] + 1;
	if (bad || !has_check(s, n, text))
		return 0;
	end = n - CHECK_CELL;
	if (text < end && s[text] == '"')
		return is_quoted_text(s + text, end - text) && utf8_valid(s, n) == n;
	for (i = text; i < end; i += 16) {
		m = look(s + i);
		high |= m.high;
		bad |= (m.bad | m.comma) & first_bits(end - i);
	}
	return !bad && (!high || utf8_valid(s, n) == n);
}

#else

int scan_line_split(const char *s, size_t n, int ncommas, uint16_t *comma)
{
	return scan_line_split_plain(s, n, ncommas, comma);
}

#endif
