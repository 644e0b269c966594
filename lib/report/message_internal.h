/* message_internal: shared by the forms of a message. */
#ifndef SD_REPORT_MESSAGE_INTERNAL_H
#define SD_REPORT_MESSAGE_INTERNAL_H

#include "report/message.h"

/*
 * The text made safe to show and at most `max` bytes long: what is cut ends in an ellipsis, never inside a
 * character. Appends.
 */
void message_add_cut(struct strbuf *out, const char *s, size_t max);

/* "... and N more", where not all lines are shown. Appends. */
void message_add_rest(struct strbuf *out, size_t left_out);

/* Header lines, an empty line, the text. 0, or -1 with err where an address is none. */
int message_mail(struct strbuf *out, const struct message *m, const struct message_options *o,
		 struct err *err);

/*
 * A chat's payload with the first `shown` lines, and how much of the service's limit that takes
 * (bytes; of Slack blocks). Appends.
 */
size_t message_wecom(struct strbuf *out, const struct message *m, size_t shown,
		     const struct message_options *o);
size_t message_dingtalk(struct strbuf *out, const struct message *m, size_t shown,
			const struct message_options *o);
size_t message_feishu(struct strbuf *out, const struct message *m, size_t shown,
		      const struct message_options *o);
size_t message_slack(struct strbuf *out, const struct message *m, size_t shown,
		     const struct message_options *o);

#endif
