/* render_pages: what a report for people consists of, as text and as Markdown. */
#include "base/i18n.h"
#include "report/render_doc.h"
#include "report/render_warnings.h"

void report_text(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	struct doc d;

	doc_init(&d, to, f, style, DOC_TEXT);
	doc_screen(&d);
	doc_details(&d);
	doc_release(&d);
}

void report_message(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	struct doc d;

	doc_init(&d, to, f, style, DOC_TEXT);
	d.is_message = 1;
	doc_screen(&d);
	doc_release(&d);
}

void report_markdown(struct report_out *to, const struct figures *f,
		     const struct report_style *style)
{
	struct doc d;

	doc_init(&d, to, f, style, DOC_MARKDOWN);
	strbuf_addf(to->out, "# %s\n\n", _("Service desk report"));
	doc_screen(&d);
	doc_details(&d);
	doc_release(&d);
}

static void print_warnings(struct doc *d)
{
	doc_head(d);
	if (!d->f->series.is_on)
		doc_line(d, "%s", _("the policy has no 'warnings:', so that nothing is watched"));
	warnings_text(d);
	doc_later(d);
}

void report_warnings_text(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	struct doc d;

	doc_init(&d, to, f, style, DOC_TEXT);
	print_warnings(&d);
	doc_release(&d);
}

void report_warnings_markdown(struct report_out *to, const struct figures *f,
			      const struct report_style *style)
{
	struct doc d;

	doc_init(&d, to, f, style, DOC_MARKDOWN);
	print_warnings(&d);
	doc_release(&d);
}

void report_warnings_html(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	doc_page(to, f, style, _("Early warning of the service desk"), print_warnings);
}
