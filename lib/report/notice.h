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
/* A case that a customer's answer has opened again; codes, "" where there is none. */
struct notice_reopen {
	caseid id;
	const char *to;               /* who is told */
	const char *kind, *category, *severity, *place, *department, *owner;
	const char *question, *scale;
	int score, most;              /* 2 of 5 */
};
void notice_reopened(struct strbuf *out, const struct notice *n, const struct notice_reopen *r);
/* The report's first screen, without whom to call. */
void notice_report(struct strbuf *out, const struct notice *n, const struct figures *f);

#endif
