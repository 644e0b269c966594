/* io/digest: SHA-256 with the examples of FIPS 180-4 (NIST, "SHA-256 example values"). */
#include "io/digest.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void expect(const char *text, const char *want)
{
	char hex[DIGEST_HEX + 1];

	digest_hex(text, strlen(text), hex);
	cr_assert_str_eq(hex, want, "SHA-256 of '%s'", text);
}

Test(digest, nist_examples)
{
	expect("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	expect("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	expect("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

Test(digest, a_million_times_a)
{
	char *a = malloc(1000000), hex[DIGEST_HEX + 1];

	memset(a, 'a', 1000000);
	digest_hex(a, 1000000, hex);
	cr_assert_str_eq(hex,
			 "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	free(a);
}

Test(digest, pieces_are_one_text_in_order)
{
	const struct digest_piece piece[] = { { "a", 1 }, { NULL, 0 }, { "bc", 2 } };
	char hex[DIGEST_HEX + 1], whole[DIGEST_HEX + 1];

	digest_hex_pieces(piece, 3, hex);
	digest_hex("abc", 3, whole);
	cr_assert_str_eq(hex, whole);
}

Test(digest, bytes_above_127_and_nul_count)
{
	char hex[DIGEST_HEX + 1];

	/* printf '\0\351' | sha256sum */
	digest_hex("\0\xE9", 2, hex);
	cr_assert_str_eq(hex,
			 "1c9cfb2618360748b0ca7f2bc9829f6a46788ba3adcfdf4b6ae055869b87ae7f");
}
