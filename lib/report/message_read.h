/*
 * message_read: a message as the senders get it, JSON with the schema sd.notify/1, back into a message.
 *
 *	struct message_document d = MESSAGE_DOCUMENT_INIT;
 *	if (message_read(&d, text, n, &err) < 0) ...
 *	message_payload(&out, &d.message, MESSAGE_FEISHU, &options, &err);
 *	message_document_release(&d);
 *
 * Members: schema ("sd.notify/1"), title, to, lines (an array of strings), foot; of these title must be there.
 * Others belong to programs that want more than the words, and are passed over.
 */
#ifndef SD_REPORT_MESSAGE_READ_H
#define SD_REPORT_MESSAGE_READ_H

#include "base/arena.h"
#include "base/err.h"
#include "report/message.h"

#define MESSAGE_SCHEMA "sd.notify/1"

struct message_document {
	struct arena arena;
	struct message message;      /* its strings live until message_document_release() */
	const char *schema;
	const char **line;
	size_t alloc;
};
#define MESSAGE_DOCUMENT_INIT { .arena = ARENA_INIT }

/* 0, or -1 with err (STATUS_INPUT). */
int message_read(struct message_document *d, const char *s, size_t n, struct err *err);
void message_document_release(struct message_document *d);

#endif
