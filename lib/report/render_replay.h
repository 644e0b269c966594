/*
 * render_replay: a replay written down. Nothing is computed here.
 *
 *	struct report_out to = { &cli->out, flush, cli, 0 };
 *	replay_text(&to, &r, &bounds, &(struct report_style){ .lang = "zh", .width = 80 });
 *
 * Text and Markdown are for people: translated, with labels and names for codes. csv and json
 * (sd.replay/1) are for programs: untranslated, codes, times in RFC 3339 with the desk's offset.
 * Text shows some of the cases that change, the others show all.
 */
#ifndef SD_REPORT_RENDER_REPLAY_H
#define SD_REPORT_RENDER_REPLAY_H

#include "report/period.h"
#include "report/render.h"
#include "report/replay.h"

void replay_text(struct report_out *to, const struct replay *r, const struct period_bounds *w,
		 const struct report_style *style);
void replay_markdown(struct report_out *to, const struct replay *r, const struct period_bounds *w,
		     const struct report_style *style);
void replay_json(struct report_out *to, const struct replay *r, const struct period_bounds *w);
/* One figure a row: table,name,case,policy,figure,value */
void replay_csv(struct report_out *to, const struct replay *r, const struct period_bounds *w);

#endif
