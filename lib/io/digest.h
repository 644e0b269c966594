/*
 * digest: SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104) through nettle, which uses the
 * processor's instructions. The only user of nettle.
 */
#ifndef SD_IO_DIGEST_H
#define SD_IO_DIGEST_H

#include <stddef.h>

#define DIGEST_BYTES 32
#define DIGEST_HEX   64

/* 64 lower-case hex digits and a NUL. */
void digest_hex(const void *data, size_t n, char hex[DIGEST_HEX + 1]);

/* The same over several pieces in order. */
struct digest_piece {
	const void *data;
	size_t n;
};
void digest_hex_pieces(const struct digest_piece *piece, size_t n, char hex[DIGEST_HEX + 1]);
/* Its bytes. */
void digest_bytes(const struct digest_piece *piece, size_t n, unsigned char hash[DIGEST_BYTES]);

/* HMAC-SHA-256 of the data; key and data may be empty. */
void digest_hmac(const void *key, size_t nkey, const void *data, size_t n,
		 unsigned char mac[DIGEST_BYTES]);

#endif
