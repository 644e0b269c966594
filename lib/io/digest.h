/*
 * digest: SHA-256 (FIPS 180-4) through nettle, which uses the processor's instructions.
 * The only user of nettle.
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

#endif
