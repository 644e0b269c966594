/*
 * notice: a message as the command of a channel gets it on standard input: one JSON object on one line, schema
 * sd.notify/1 (sd-escalate(1), MESSAGES). report/message_read.h reads it again.
 *
 *	struct notice n = { .desk = "shop", .channel = "floor", .policy = p, .now = now, .lang = "zh" };
 *	notice_digest(&out, &n, &plan.digest[i]);
 *
 * Title and lines are for people: translated, labels for codes. All else is for programs: codes, RFC 3339
 * times with the desk's offset, untranslated. No customer's name, number, id or words are in it: only what
 * classifies a case. Appends.
 */
#ifndef SD_REPORT_NOTICE_H
#define SD_REPORT_NOTICE_H

#include "base/strbuf.h"
#include "report/figures.h"
#include "rules/notify.h"

struct notice {
	const char *desk;             /* the folder's name */
	const char *channel;
	const struct policy *policy;  /* the newest version: names, zone, prefix of cases */
	instant now;
	const char *lang;
};

/* All that one receiver has to be told; the most urgent step first. */
void notice_digest(struct strbuf *out, const struct notice *n, const struct notify_digest *d);
/* The report's first screen, without whom to call. */
void notice_report(struct strbuf *out, const struct notice *n, const struct figures *f);

#endif
