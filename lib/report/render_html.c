/* render_html: the report as one page that stands alone: no script, nothing loaded, light, dark and on paper. */
#include <string.h>

#include "base/i18n.h"
#include "io/html.h"
#include "report/render_doc.h"

#define PAGE_USUAL      (1 << 18)     /* bytes */
#define CONTENTS_FEWEST 4             /* headings that are worth a list of them */

#define LIGHT "--bg:#fff;--fg:#1c2024;--soft:#5a626a;--line:#d5dade;--bar:#3a6ea5;--good:#34794f;--late:#b83d28;--head:#f3f5f7"
#define DARK  "--bg:#16191c;--fg:#e6e9ec;--soft:#a3adb6;--line:#3a4249;--bar:#6ea3d8;--good:#5fb583;--late:#f08a70;--head:#22282d"
#define PAPER "--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--bar:#3a6ea5;--good:#34794f;--late:#b83d28;--head:#eee"

const char report_css[] =
	":root{color-scheme:light dark;" LIGHT "}\n"
	"@media(prefers-color-scheme:dark){:root{" DARK "}}\n"
	"*{box-sizing:border-box}\n"
	"html{-webkit-text-size-adjust:100%;text-size-adjust:100%}\n"
	"body{margin:0 auto;max-width:62rem;padding:1.5rem 1rem 3rem;background:var(--bg);color:var(--fg);"
	"font:15px/1.5 system-ui,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"WenQuanYi Zen Hei\",sans-serif;"
	"overflow-wrap:anywhere}\n"
	"h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}\n"
	"h3{font-size:1rem;margin:1.2rem 0 .4rem}li{margin:.2rem 0}\n"
	"h2{font-size:1.1rem;line-height:1.35;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}\n"
	"p{margin:.35rem 0}.bad{color:var(--late);font-weight:600}.remark,.key{color:var(--soft);font-size:.87rem}\n"
	"a{color:var(--bar)}:focus-visible{outline:3px solid var(--bar);outline-offset:2px}\n"
	"summary{cursor:pointer;color:var(--bar);font-size:.92rem;padding:.2rem 0}nav{margin:.6rem 0}"
	"nav ul{columns:16rem;margin:.3rem 0;padding-left:1.2rem;font-size:.92rem}\n"
	".t{overflow-x:auto;margin:.3rem 0}figure+.t{margin-top:1rem}table{border-collapse:collapse;min-width:min(100%,24rem);font-size:.92rem}\n"
	"th{font-weight:400;text-align:left}thead th{background:var(--head);font-weight:600;vertical-align:bottom}\n"
	"th,td{padding:.28rem .7rem;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap;overflow-wrap:normal;"
	"unicode-bidi:isolate}\n"
	".l{white-space:normal;overflow-wrap:anywhere;min-width:13rem;max-width:26rem}\n"
	".r{text-align:right;font-variant-numeric:tabular-nums}\n"
	".cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.6rem;margin:1rem 0;padding:0;"
	"list-style:none}\n"
	".cards li{border:1px solid var(--line);border-radius:.4rem;padding:.5rem .8rem}\n"
	".cards b{display:block;font-size:1.5rem;line-height:1.3;font-variant-numeric:tabular-nums}.cards .bad b{color:var(--late)}\n"
	".cards span{color:var(--soft);font-size:.87rem;font-weight:400}\n"
	".charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 2rem}\n"
	"figure{margin:.9rem 0 .5rem;max-width:34rem;break-inside:avoid}figcaption{font-weight:600;font-size:.92rem;"
	"margin-bottom:.4rem}\n"
	"svg{display:block;width:100%;height:auto}svg text{fill:var(--fg);font-size:13px}.n text{font-size:10px}\n"
	".key span{margin-right:1rem}.key i{display:inline-block;width:1.1em;height:.7em;margin-right:.2em}\n"
	".bar{fill:var(--bar)}.soft{fill:var(--bar);fill-opacity:.4}.faint{fill:var(--soft);fill-opacity:.18}\n"
	".good{fill:var(--good)}.late{fill:var(--late)}.ink{fill:var(--fg)}.ground{fill:var(--soft);fill-opacity:.06}\n"
	".expected,.limit,.axis{fill:none;stroke:var(--fg);stroke-width:1.4}.limit{stroke:var(--late);stroke-dasharray:4 3}"
	".axis{stroke:var(--line);stroke-width:1}\n"
	"i.bar{background:var(--bar)}i.soft{background:var(--bar);opacity:.4}i.faint{background:var(--soft);opacity:.18}"
	"i.good{background:var(--good)}i.late{background:var(--late)}i.ink{background:var(--fg)}\n"
	"i.expected,i.limit{height:0;vertical-align:middle;border-top:2px solid var(--fg)}"
	"i.limit{border-top:2px dashed var(--late)}"
	"i.dot{width:.7em;border-radius:50%;background:var(--good)}"
	"i.mark{width:0;height:0;border:.4em solid transparent;border-top:.65em solid var(--late);border-bottom:0}\n"
	"@media(max-width:30rem){body{padding:1rem .8rem 2rem}.n{display:none}svg text{font-size:15px}th,td{padding:.28rem .45rem}.f td,.f thead th{white-space:normal;word-break:keep-all}}\n"
	"@media(min-width:48rem){td.r{white-space:normal}}\n"
	"@page{size:A4;margin:14mm}\n"
	"@media print{:root{color-scheme:light;" PAPER "}\n"
	"body{max-width:none;padding:0;font-size:10pt}nav,figure+details,.charts details{display:none}\n"
	"h1,h2,h3,figcaption,thead{break-after:avoid}p{orphans:2;widows:2}tr,svg,.cards li,.key{break-inside:avoid}\n"
	"thead{display:table-header-group}.t{overflow:visible}th,td{padding:.2rem .4rem}thead th{white-space:normal;word-break:keep-all}td.r{white-space:normal}.l{min-width:0}.t:not(:has(tr:nth-child(16))){break-inside:avoid}\n"
	".charts{grid-template-columns:1fr 1fr}.cards{grid-template-columns:repeat(6,1fr)}figure{max-width:15cm}\n"
	"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

/* --- the frame ------------------------------------------------------------------------------------ */

static void print_contents(struct strbuf *out, const struct doc *d)
{
	const char *title = _("Contents");

	if (d->headings < CONTENTS_FEWEST)
		return;
	strbuf_addstr(out, "<nav aria-label=\"");
	html_add(out, title, strlen(title));
	strbuf_addstr(out, "\"><details><summary>");
	html_add(out, title, strlen(title));
	strbuf_addstr(out, "</summary>\n<ul>\n");
	strbuf_add(out, d->contents.buf, d->contents.len);
	strbuf_addstr(out, "</ul></details></nav>\n");
}

static void insert(struct strbuf *out, size_t at, const struct strbuf *what)
{
	size_t behind = out->len - at;

	strbuf_addchars(out, ' ', what->len);
	memmove(out->buf + at + what->len, out->buf + at, behind);
	if (what->len)
		memcpy(out->buf + at, what->buf, what->len);
}

/* The links stand above what they lead to, so that nothing goes out before the page is whole. */
void doc_page(struct report_out *to, const struct figures *f, const struct report_style *style,
	      const char *title, void (*print)(struct doc *d))
{
	struct strbuf name = STRBUF_INIT, contents = STRBUF_INIT;
	struct report_out own = { to->out, NULL, NULL, 0 };
	struct doc d;
	size_t at;

	doc_init(&d, &own, f, style, DOC_HTML);
	strbuf_grow(to->out, PAGE_USUAL);
	strbuf_addf(&name, "%s%s", title, _(": "));
	doc_subject(&name, f);
	html_begin(to->out, style->lang, name.buf, report_css);
	strbuf_addstr(to->out, "<header><h1>");
	html_add(to->out, title, strlen(title));
	strbuf_addstr(to->out, "</h1></header>\n");
	at = to->out->len;
	strbuf_addstr(to->out, "<main>\n");
	print(&d);
	strbuf_addstr(to->out, "</main>\n");
	html_end(to->out);
	print_contents(&contents, &d);
	insert(to->out, at, &contents);
	report_flush(to);
	doc_release(&d);
	strbuf_release(&name);
	strbuf_release(&contents);
}

/* --- the report ----------------------------------------------------------------------------------- */

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

static void print_report(struct doc *d)
{
	print_cards(d);
	doc_screen(d);
	doc_details(d);
}

void report_html(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	doc_page(to, f, style, _("Service desk report"), print_report);
}
