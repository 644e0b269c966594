/* base64: bytes as letters (RFC 4648 section 4, with padding, without line breaks). */
#ifndef SD_BASE_BASE64_H
#define SD_BASE_BASE64_H

#include <stddef.h>

#include "base/strbuf.h"

/* Appends. */
void base64_add(struct strbuf *out, const void *data, size_t n);

#endif
