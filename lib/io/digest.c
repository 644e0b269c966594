#include "io/digest.h"

#include <nettle/hmac.h>
#include <nettle/sha2.h>

void digest_bytes(const struct digest_piece *piece, size_t n, unsigned char hash[DIGEST_BYTES])
{
	struct sha256_ctx ctx;
	size_t i;

	sha256_init(&ctx);
	for (i = 0; i < n; i++)
		if (piece[i].n)
			sha256_update(&ctx, piece[i].n, piece[i].data);
	sha256_digest(&ctx, DIGEST_BYTES, hash);
}

void digest_hex_pieces(const struct digest_piece *piece, size_t n, char hex[DIGEST_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char raw[DIGEST_BYTES];
	size_t i;

	digest_bytes(piece, n, raw);
	for (i = 0; i < DIGEST_BYTES; i++) {
		hex[2 * i] = digits[raw[i] >> 4];
		hex[2 * i + 1] = digits[raw[i] & 15];
	}
	hex[DIGEST_HEX] = '\0';
}

void digest_hex(const void *data, size_t n, char hex[DIGEST_HEX + 1])
{
	struct digest_piece piece = { data, n };

	digest_hex_pieces(&piece, 1, hex);
}

void digest_hmac(const void *key, size_t nkey, const void *data, size_t n,
		 unsigned char mac[DIGEST_BYTES])
{
	struct hmac_sha256_ctx ctx;

	hmac_sha256_set_key(&ctx, nkey, key);
	if (n)
		hmac_sha256_update(&ctx, n, data);
	hmac_sha256_digest(&ctx, DIGEST_BYTES, mac);
}
