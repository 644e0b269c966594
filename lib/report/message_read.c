#include "report/message_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/jsonread.h"

static int take_member(void *ctx, const char *key, const char *value, size_t n)
{
	struct message_document *d = ctx;
	const char *s = arena_strndup(&d->arena, value, n);

	if (!strcmp(key, "schema"))
		d->schema = s;
	else if (!strcmp(key, "title"))
		d->message.title = s;
	else if (!strcmp(key, "to"))
		d->message.to = s;
	else if (!strcmp(key, "foot"))
		d->message.foot = s;
	if (strcmp(key, "lines") != 0)
		return 0;
	MEM_GROW(d->line, d->message.nlines + 1, d->alloc);
	d->line[d->message.nlines++] = s;
	return 0;
}

int message_read(struct message_document *d, const char *s, size_t n, struct err *err)
{
	if (jsonread_strings(s, n, take_member, d, err) < 0)
		return -1;
	d->message.line = d->line;
	if (!d->schema || strcmp(d->schema, MESSAGE_SCHEMA) != 0)
		return err_set(err, STATUS_INPUT, _("the schema is '%s', not '%s'"),
			       d->schema ? d->schema : "", MESSAGE_SCHEMA);
	if (!d->message.title)
		return err_set(err, STATUS_INPUT, _("the key '%s' is missing"), "title");
	return 0;
}

void message_document_release(struct message_document *d)
{
	arena_release(&d->arena);
	free(d->line);
	*d = (struct message_document)MESSAGE_DOCUMENT_INIT;
}
