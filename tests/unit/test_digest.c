/* io/digest: SHA-256 with the examples of FIPS 180-4 (NIST, "SHA-256 example values"), HMAC with those of RFC 4231. */
#include "io/digest.h"

#include <criterion/criterion.h>
#include <stdio.h>
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

static void expect_mac(const void *key, size_t nkey, const void *data, size_t n, const char *want)
{
	unsigned char mac[DIGEST_BYTES];
	char hex[DIGEST_HEX + 1];
	size_t i;

	digest_hmac(key, nkey, data, n, mac);
	for (i = 0; i < DIGEST_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", mac[i]);
	cr_assert_str_eq(hex, want);
}

Test(digest, hmac_examples_of_rfc_4231)
{
	unsigned char key[131], data[50];

	memset(key, 0x0b, 20);
	expect_mac(key, 20, "Hi There", 8,
		   "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	expect_mac("Jefe", 4, "what do ya want for nothing?", 28,
		   "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	memset(data, 0xdd, sizeof(data));
	expect_mac(key, 20, data, sizeof(data),
		   "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
	/* a key longer than a block is hashed first */
	expect_mac(key, sizeof(key), "Test Using Larger Than Block-Size Key - Hash Key First", 54,
		   "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

Test(digest, hmac_of_nothing)
{
	/* python3 -c 'import hmac; print(hmac.new(b"", b"", "sha256").hexdigest())' */
	expect_mac("", 0, NULL, 0,
		   "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}
