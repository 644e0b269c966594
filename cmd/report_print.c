/* A report in the form that was asked for. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "io/xlsx.h"
#include "report.h"
#include "report/mail.h"
#include "report/render.h"

static int flush(void *ctx)
{
	return cli_flush(ctx);
}

/* The whole report, what is unusual only, and the pack for a meeting. */
enum what { WHAT_REPORT, WHAT_WARNINGS, WHAT_PACK, WHAT_COUNT };
typedef void print_fn(struct report_out *to, const struct figures *f);
static print_fn *const print_facts[WHAT_COUNT][FORMAT_COUNT] = {
	[WHAT_REPORT] = { [FORMAT_JSON] = report_json, [FORMAT_JSONL] = report_jsonl, [FORMAT_CSV] = report_csv },
	[WHAT_WARNINGS] = { [FORMAT_JSON] = report_warnings_json, [FORMAT_JSONL] = report_warnings_jsonl,
			    [FORMAT_CSV] = report_warnings_csv },
	[WHAT_PACK] = { [FORMAT_JSON] = report_json, [FORMAT_JSONL] = report_jsonl, [FORMAT_CSV] = report_csv },
};
typedef void print_doc_fn(struct report_out *to, const struct figures *f,
			  const struct report_style *style);
static print_doc_fn *const print_doc[WHAT_COUNT][FORMAT_COUNT] = {
	[WHAT_REPORT] = { [FORMAT_TEXT] = report_text, [FORMAT_MD] = report_markdown, [FORMAT_HTML] = report_html },
	[WHAT_WARNINGS] = { [FORMAT_TEXT] = report_warnings_text, [FORMAT_MD] = report_warnings_markdown,
			    [FORMAT_HTML] = report_warnings_html },
	[WHAT_PACK] = { [FORMAT_TEXT] = report_pack_text, [FORMAT_MD] = report_pack_markdown,
			[FORMAT_HTML] = report_pack_html },
};

static enum what what_of(const struct report_request *r)
{
	return r->only_warnings ? WHAT_WARNINGS : r->is_pack ? WHAT_PACK : WHAT_REPORT;
}

int report_has_format(const struct report_request *r, enum cli_format format)
{
	return format == FORMAT_XLSX || format == FORMAT_MAIL || print_facts[what_of(r)][format] || print_doc[what_of(r)][format];
}

/* --output alone means all forms that can be written there. */
static int want_output(struct cli *cli, unsigned int formats)
{
	if (cli->format == FORMAT_DEFAULT)
		return 0;
	return cli_want_format(cli, FORMAT_HTML, formats & (1U << FORMAT_HTML | 1U << FORMAT_XLSX));
}

static int check_mail(struct cli *cli, const struct report_request *r)
{
	if (cli->format == FORMAT_MAIL && !r->mail_to)
		return cli_usage(cli, _("--format mail needs --mail-to ADDRESS")), -1;
	if (cli->format != FORMAT_MAIL && (r->mail_to || r->mail_from))
		return cli_usage(cli, _("--mail-to and --mail-from need --format mail")), -1;
	if (r->mail_to && !mail_is_address_list(r->mail_to))
		return cli_usage(cli, _("--mail-to: '%s' is no mail address"), r->mail_to), -1;
	if (r->mail_from && !mail_is_address_list(r->mail_from))
		return cli_usage(cli, _("--mail-from: '%s' is no mail address"), r->mail_from), -1;
	return 0;
}

int report_want_format(struct cli *cli, const struct report_request *r)
{
	unsigned int formats = 0;
	int i;

	for (i = FORMAT_DEFAULT + 1; i < FORMAT_COUNT; i++)
		if (report_has_format(r, (enum cli_format)i))
			formats |= 1U << i;
	if ((r->output ? want_output(cli, formats) : cli_want_format(cli, FORMAT_TEXT, formats)) < 0)
		return -1;
	if (cli->format == FORMAT_XLSX && xlsx_check(&cli->err) < 0)
		return -1;
	if (cli->format == FORMAT_XLSX && !r->output && isatty(STDOUT_FILENO))
		return cli_usage(cli, _("a workbook is nothing for a terminal; add '> FILE' or --output DIR")), -1;
	return check_mail(cli, r);
}

/* --- forms that are put together in memory --------------------------------------------------------- */

static int render_xlsx(struct cli *cli, const struct report_request *r, const struct figures *figures,
		       struct strbuf *out)
{
	typedef int book_fn(struct strbuf *out, const struct figures *f, const struct report_style *style,
			    const char *tmpdir, struct err *err);
	static book_fn *const books[WHAT_COUNT] = {
		[WHAT_REPORT] = report_xlsx, [WHAT_WARNINGS] = report_warnings_xlsx, [WHAT_PACK] = report_pack_xlsx };
	const struct report_style style = { .lang = cli->lang };
	const char *tmpdir = getenv("TMPDIR");

	return books[what_of(r)](out, figures, &style, tmpdir && *tmpdir ? tmpdir : "/tmp", &cli->err);
}

static int render_mail(struct cli *cli, const struct report_request *r, const struct figures *figures,
		       struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT, html = STRBUF_INIT, title = STRBUF_INIT;
	struct mail m = { .to = r->mail_to, .from = r->mail_from, .lang = cli->lang, .now = cli->now };
	int has_html = report_has_format(r, FORMAT_HTML), result;

	report_render(cli, r, figures, FORMAT_TEXT, &text);
	if (has_html)
		report_render(cli, r, figures, FORMAT_HTML, &html);
	if (what_of(r) == WHAT_PACK)
		report_pack_title(&title, figures);
	else
		report_title(&title, figures);
	m.title = title.buf;
	result = mail_alternatives(out, &m, &text, has_html ? &html : NULL, &cli->err);
	strbuf_release(&title);
	strbuf_release(&text);
	strbuf_release(&html);
	return result;
}

int report_render(struct cli *cli, const struct report_request *r, const struct figures *figures,
		  enum cli_format format, struct strbuf *out)
{
	struct report_out to = { .out = out };
	const struct report_style style = { .lang = cli->lang, .width = 80 };

	if (format == FORMAT_XLSX)
		return render_xlsx(cli, r, figures, out);
	if (format == FORMAT_MAIL)
		return render_mail(cli, r, figures, out);
	if (print_facts[what_of(r)][format])
		print_facts[what_of(r)][format](&to, figures);
	else
		print_doc[what_of(r)][format](&to, figures, &style);
	return 0;
}

/* --- standard output ------------------------------------------------------------------------------- */

int report_print(struct cli *cli, const struct report_request *r, const struct figures *figures)
{
	struct report_out to = { &cli->out, flush, cli, 0 };
	enum what what = what_of(r);
	struct report_style style = { cli->lang, (size_t)cli_width(), cli_color(cli, 1) };

	if (cli->format == FORMAT_XLSX || cli->format == FORMAT_MAIL)
		return report_render(cli, r, figures, cli->format, &cli->out);
	if (print_facts[what][cli->format])
		print_facts[what][cli->format](&to, figures);
	else
		print_doc[what][cli->format](&to, figures, &style);
	return to.failed ? -1 : 0;
}
