#include "base/base64.h"

#include <stdint.h>

void base64_add(struct strbuf *out, const void *data, size_t n)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *s = data;
	size_t i;

	for (i = 0; i < n; i += 3) {
		uint32_t three = (uint32_t)s[i] << 16;

		if (i + 1 < n)
			three |= (uint32_t)s[i + 1] << 8;
		if (i + 2 < n)
			three |= s[i + 2];
		strbuf_addch(out, letters[three >> 18]);
		strbuf_addch(out, letters[three >> 12 & 63]);
		strbuf_addch(out, i + 1 < n ? letters[three >> 6 & 63] : '=');
		strbuf_addch(out, i + 2 < n ? letters[three & 63] : '=');
	}
}
