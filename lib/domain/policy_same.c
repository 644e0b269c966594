/* Are two policies the same, byte for byte, with all files that they name? */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/policy_internal.h"
#include "io/digest.h"
#include "io/file.h"

static int has_digest(const char *path, const char *wanted)
{
	struct strbuf bytes = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char hex[DIGEST_HEX + 1] = "";

	if (file_read_regular(path, YAML_MAX_BYTES, &bytes, &ignored) == 0)
		digest_hex(bytes.buf, bytes.len, hex);
	strbuf_release(&bytes);
	return !strcmp(hex, wanted);
}

static int has_holidays(const struct policy *p, const char *path, const char *share_dir)
{
	size_t i;
	int same = 1;

	for (i = 0; same && i < p->ncalendars; i++) {
		char *file;

		if (!p->calendar[i].holidays)
			continue;
		file = policy_holidays_file(path, p->calendar[i].holidays, share_dir);
		same = file && has_digest(file, p->calendar[i].holidays_sha256);
		free(file);
	}
	return same;
}

int policy_set_is_of(const struct policy_set *set, const char *path, const char *share_dir)
{
	char *file = mem_strdup(path), *older;
	size_t v = set->n;
	int same = v > 0;

	while (same && v--) {
		const struct policy *p = set->version[v];

		same = has_digest(file, p->sha256) && has_holidays(p, file, share_dir);
		older = p->supersedes ? policy_beside(file, p->supersedes) : NULL;
		free(file);
		file = older;
	}
	free(file);
	return same;
}

/* A version, then its calendars: each has as many digits, and one without a file of holidays a dash. */
void policy_set_digest(const struct policy_set *set, char hex[DIGEST_HEX + 1])
{
	struct strbuf all = STRBUF_INIT;
	size_t v, i;

	for (v = 0; v < set->n; v++) {
		const struct policy *p = set->version[v];

		strbuf_addf(&all, "%s\n", p->sha256);
		for (i = 0; i < p->ncalendars; i++)
			strbuf_addf(&all, " %s\n", p->calendar[i].holidays ? p->calendar[i].holidays_sha256 : "-");
	}
	digest_hex(all.buf, all.len, hex);
	strbuf_release(&all);
}
