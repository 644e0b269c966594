/* A report in the form that was asked for. */
#include "report.h"
#include "report/render.h"

static int flush(void *ctx)
{
	return cli_flush(ctx);
}

/* The whole report, and what is unusual only. */
typedef void print_fn(struct report_out *to, const struct figures *f);
static print_fn *const print_facts[2][FORMAT_COUNT] = {
	{ [FORMAT_JSON] = report_json, [FORMAT_JSONL] = report_jsonl, [FORMAT_CSV] = report_csv },
	{ [FORMAT_JSON] = report_warnings_json, [FORMAT_JSONL] = report_warnings_jsonl,
	  [FORMAT_CSV] = report_warnings_csv },
};
typedef void print_doc_fn(struct report_out *to, const struct figures *f,
			  const struct report_style *style);
static print_doc_fn *const print_doc[2][FORMAT_COUNT] = {
	{ [FORMAT_TEXT] = report_text, [FORMAT_MD] = report_markdown, [FORMAT_HTML] = report_html },
	{ [FORMAT_TEXT] = report_warnings_text, [FORMAT_MD] = report_warnings_markdown,
	  [FORMAT_HTML] = report_warnings_html },
};

int report_print(struct cli *cli, const struct report_request *r, const struct figures *figures)
{
	struct report_out to = { &cli->out, flush, cli, 0 };
	struct report_style style = { cli->lang, (size_t)cli_width(), cli_color(cli, 1) };

	if (print_facts[r->only_warnings][cli->format])
		print_facts[r->only_warnings][cli->format](&to, figures);
	else
		print_doc[r->only_warnings][cli->format](&to, figures, &style);
	return to.failed ? -1 : 0;
}

