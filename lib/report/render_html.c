/* render_html: the report as one page that stands alone: no script, nothing loaded, light, dark and on paper. */
#include <string.h>

#include "base/i18n.h"
#include "io/html.h"
#include "report/charts.h"

const char report_css[] =
	":root{color-scheme:light dark;--bg:#fff;--fg:#1c2024;--soft:#60686f;--line:#d5dade;--bar:#3a6ea5;"
	"--good:#3c8a5b;--late:#c0452f;--head:#f3f5f7}\n"
	"@media(prefers-color-scheme:dark){:root{--bg:#16191c;--fg:#e6e9ec;--soft:#9aa4ad;--line:#333a40;"
	"--bar:#6ea3d8;--good:#5fb583;--late:#e8795f;--head:#20252a}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:62rem;padding:1.5rem 1rem 3rem;background:var(--bg);color:var(--fg);"
	"font:15px/1.5 system-ui,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"WenQuanYi Zen Hei\",sans-serif}\n"
	"h1{font-size:1.5rem;margin:0 0 .25rem}\n"
	"h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}\n"
	"p{margin:.35rem 0}.bad{color:var(--late);font-weight:600}\n"
	".t{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}\n"
	"th{background:var(--head);text-align:left;font-weight:600}\n"
	"th,td{padding:.28rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}\n"
	".r{text-align:right;font-variant-numeric:tabular-nums}\n"
	".cards{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0;padding:0;list-style:none}\n"
	".cards li{flex:1 1 7rem;border:1px solid var(--line);border-radius:.4rem;padding:.5rem .8rem}\n"
	".cards b{display:block;font-size:1.5rem;font-variant-numeric:tabular-nums}.cards .bad b{color:var(--late)}\n"
	".cards span{color:var(--soft);font-size:.85rem}\n"
	"figure{margin:1.5rem 0;break-inside:avoid}figcaption{font-weight:600;margin-bottom:.4rem}\n"
	"svg{width:100%;height:auto;max-width:46rem}svg text{fill:var(--fg);font-size:12px}\n"
	".bar{fill:var(--bar)}.soft{fill:var(--bar);opacity:.45}.faint{fill:var(--soft);opacity:.18}\n"
	".good{fill:var(--good)}.late{fill:var(--late)}.line{stroke:var(--soft);fill:none}\n"
	"@page{size:A4;margin:14mm}\n"
	"@media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--bar:#3a6ea5;"
	"--good:#3c8a5b;--late:#c0452f;--head:#eee}"
	"body{max-width:none;padding:0;font-size:10pt}h2{break-after:avoid}tr{break-inside:avoid}"
	"thead{display:table-header-group}.t{overflow:visible}th,td{white-space:normal}"
	"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

static void card(struct doc *d, const char *label, uint64_t n, int is_bad)
{
	strbuf_addf(d->to->out, "<li%s><b>%llu</b><span>", is_bad && n ? " class=\"bad\"" : "",
		    (unsigned long long)n);
	html_add(d->to->out, label, strlen(label));
	strbuf_addstr(d->to->out, "</span></li>\n");
}

static void print_cards(struct doc *d)
{
	const struct figures *f = d->f;

	strbuf_addstr(d->to->out, "<ul class=\"cards\">\n");
	card(d, _("received"), f->received, 0);
	card(d, _("concluded"), f->concluded, 0);
	card(d, _("still open"), f->open, 0);
	card(d, _("late now"), f->late.n, 1);
	card(d, _("due today"), f->due.n, 0);
	card(d, _("breached"), f->breaches.n, 1);
	strbuf_addstr(d->to->out, "</ul>\n");
}

void report_html(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	struct doc d;
	const char *title = _("Service desk report");

	doc_init(&d, to, f, style, DOC_HTML);
	html_begin(to->out, style->lang, title, report_css);
	strbuf_addstr(to->out, "<header><h1>");
	html_add(to->out, title, strlen(title));
	strbuf_addstr(to->out, "</h1></header>\n<main>\n");
	print_cards(&d);
	doc_screen(&d);
	chart_attainment(&d);
	chart_opinion(&d);
	chart_ages(&d);
	chart_load(&d);
	chart_causes(&d);
	doc_details(&d);
	strbuf_addstr(to->out, "</main>\n");
	html_end(to->out);
	doc_release(&d);
}
