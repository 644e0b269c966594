/* The fast path: one line of our own grammar, looked at 64 bytes at a time. */

#include <string.h>

#ifdef __SSE2__
#include <immintrin.h>
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

int scan_read_check(const char *s, size_t n, uint64_t *check)
{
	uint64_t value = 0;
	int i, all = 1;

	if (n != ROW_CHECK_HEX)
		return 0;
	for (i = 0; i < ROW_CHECK_HEX; i++) {
		uint8_t v = hex_value[(unsigned char)s[i]];

		all &= v != 0;
		value = value << 4 | ((v - 1) & 15);
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

int scan_line_split_plain(const char *s, size_t n, int ncommas, uint16_t *comma, uint64_t *check)
{
	size_t i, end;
	int found = 0;

	for (i = 0; found < ncommas; i++) {
		if (i >= n || i > UINT16_MAX || s[i] == '"' || is_control((unsigned char)s[i]))
			return 0;
		if (s[i] == ',')
			comma[found++] = (uint16_t)i;
	}
	if (n < i + CHECK_CELL || s[n - CHECK_CELL] != ',' ||
	    !scan_read_check(s + n - ROW_CHECK_HEX, ROW_CHECK_HEX, check))
		return 0;
	end = n - CHECK_CELL;
	if (i < end && s[i] == '"')
		return is_quoted_text(s + i, end - i) && utf8_valid(s, n) == n;
	for (; i < end; i++)
		if (s[i] == ',' || s[i] == '"' || is_control((unsigned char)s[i]))
			return 0;
	return utf8_valid(s, n) == n;
}

#ifdef __SSE2__

#define GROUP  64 /* bytes looked at together: a bit of a word each */
#define INLINE static inline __attribute__((always_inline))
#define AVX2   __attribute__((target("avx2,bmi,popcnt")))

/* The commas; what no code may hold (quotes, control characters); bytes above 0x7F. */
struct marks {
	uint64_t comma, bad, high;
};
typedef struct marks look_fn(const char *p);

INLINE struct marks look16(const char *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i bad = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')),
				   _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(0x7F)),
						_mm_cmplt_epi8(v, _mm_set1_epi8(0x20))));

	return (struct marks){
		(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(','))),
		(unsigned)_mm_movemask_epi8(bad), (unsigned)_mm_movemask_epi8(v),
	};
}

INLINE struct marks look_sse2(const char *p)
{
	struct marks all = { 0, 0, 0 };
	int i;

	for (i = GROUP - 16; i >= 0; i -= 16) {
		struct marks m = look16(p + i);

		all.comma = all.comma << 16 | m.comma;
		all.bad = all.bad << 16 | m.bad;
		all.high = all.high << 16 | m.high;
	}
	return all;
}

static inline AVX2 struct marks look32(const char *p)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i bad = _mm256_or_si256(
		_mm256_cmpeq_epi8(v, _mm256_set1_epi8('"')),
		_mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(0x7F)),
				_mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), v)));

	return (struct marks){
		(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(','))),
		(unsigned)_mm256_movemask_epi8(bad), (unsigned)_mm256_movemask_epi8(v),
	};
}

static inline AVX2 struct marks look_avx2(const char *p)
{
	struct marks a = look32(p), b = look32(p + 32);

	return (struct marks){ a.comma | b.comma << 32, a.bad | b.bad << 32, a.high | b.high << 32 };
}

INLINE unsigned lowest(uint64_t bits)
{
	return (unsigned)__builtin_ctzll(bits | (uint64_t)1 << 63);
}

/* Four offsets a step, and up to three too many: branches cost more than stores. */
INLINE int write_offsets(uint16_t *out, uint64_t bits, size_t base)
{
	int n = __builtin_popcountll(bits), i, k;

	for (i = 0; i < n; i += 4) {
#pragma GCC unroll 4
		for (k = 0; k < 4; k++) {
			out[i + k] = (uint16_t)(base + lowest(bits));
			bits &= bits - 1;
		}
	}
	return n;
}

/* 16 lower-case hex digits as a number. */
INLINE int read_check(const char *s, uint64_t *check)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
	__m128i digit = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('0' - 1)),
				      _mm_cmplt_epi8(v, _mm_set1_epi8('9' + 1)));
	__m128i letter = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('a' - 1)),
				       _mm_cmplt_epi8(v, _mm_set1_epi8('f' + 1)));
	__m128i value = _mm_add_epi8(_mm_and_si128(v, _mm_set1_epi8(15)),
				     _mm_and_si128(letter, _mm_set1_epi8(9)));
	/* Pairs of digits to bytes, then the bytes together; the first is the lowest until the swap. */
	__m128i pair = _mm_and_si128(_mm_or_si128(_mm_slli_epi16(value, 4), _mm_srli_epi16(value, 8)),
				     _mm_set1_epi16(0xFF));

	*check = __builtin_bswap64((uint64_t)_mm_cvtsi128_si64(_mm_packus_epi16(pair, pair)));
	return _mm_movemask_epi8(_mm_or_si128(digit, letter)) == 0xFFFF;
}

/* The bits of a group that stands at `at` for the bytes [from, to). */
INLINE uint64_t bits_of(size_t at, size_t from, size_t to)
{
	uint64_t bits = ~(uint64_t)0;

	if (from > at)
		bits = from - at < GROUP ? bits << (from - at) : 0;
	if (to < at + GROUP)
		bits &= to > at ? ((uint64_t)1 << (to - at)) - 1 : 0;
	return bits;
}

INLINE int split(const char *s, size_t n, int ncommas, uint16_t *comma, uint64_t *check,
		 look_fn *look)
{
	size_t i, text, end = n - CHECK_CELL;
	uint64_t high = 0, wrong = 0;
	int found = 0, quoted;
	struct marks m;

	if (n < CHECK_CELL || s[end] != ',' || !read_check(s + end + 1, check))
		return 0;
	for (i = 0;; i += GROUP) {
		if (i >= n || i > UINT16_MAX - (GROUP - 1))
			return 0;
		m = look(s + i);
		high |= m.high;
		found += write_offsets(comma + found, m.comma, i);
		if (found >= ncommas)
			break;
		wrong |= m.bad & ~m.high; /* the comparison is signed */
	}
	/* Commas of later lines may be among ours: then the text begins after this one's end. */
	text = (size_t)comma[ncommas - 1] + 1;
	wrong |= m.bad & ~m.high & bits_of(i, 0, text - 1);
	if (wrong || text > end)
		return 0;
	quoted = text < end && s[text] == '"';
	if (quoted && (end - text < 2 || s[end - 1] != '"'))
		return 0;
	for (;;) {
		wrong |= ((m.bad & ~m.high) | (quoted ? 0 : m.comma)) &
			 bits_of(i, text + (size_t)quoted, end - (size_t)quoted);
		i += GROUP;
		if (i >= end)
			break;
		m = look(s + i);
		high |= m.high;
	}
	if (wrong && !(quoted && is_quoted_text(s + text, end - text)))
		return 0;
	return !high || utf8_valid(s, n) == n;
}

static int split_sse2(const char *s, size_t n, int ncommas, uint16_t *comma, uint64_t *check)
{
	return split(s, n, ncommas, comma, check, look_sse2);
}

static AVX2 int split_avx2(const char *s, size_t n, int ncommas, uint16_t *comma, uint64_t *check)
{
	return split(s, n, ncommas, comma, check, look_avx2);
}

scan_split_fn *scan_line_splitter(int i)
{
	static scan_split_fn *const all[] = { split_avx2, split_sse2, scan_line_split_plain };

	if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi"))
		i++;
	return i < 3 ? all[i] : NULL;
}

#else

scan_split_fn *scan_line_splitter(int i)
{
	return i ? NULL : scan_line_split_plain;
}

#endif
