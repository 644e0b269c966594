#!/bin/sh
# The report as a page: stands alone, runs nothing, whatever strangers wrote.
. "$(dirname "$0")/lib.sh"

now=2026-11-21T20:30:00+08:00

page() {
	t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --format html >page.html"
}

t_begin 'one file: it loads nothing, has no script, and forbids both'
page
t_is 0 "$(grep -ciE '<script|javascript:|src=|<link|@import|url\(|<iframe|<object|[ "]on[a-z]+=' page.html)" 'things that load or run'
t_is 1 "$(grep -c "Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]*='; base-uri 'none'; form-action 'none'\"" page.html)"
t_is 1 "$(head -n 1 page.html | grep -c '^<!DOCTYPE html>$')"

t_begin 'light, dark and paper; each table is named by its heading, each picture has a label and its numbers'
page
t_is 1 "$(grep -c 'prefers-color-scheme:dark' page.html)"
t_is 1 "$(grep -c '@media print' page.html)"
t_is 11 "$(grep -c '<svg viewBox="[^"]*" role="img" aria-labelledby="c\([0-9]*\) w\1"><title id="c\1">[^<]\+</title><desc id="w\1">[^<]\+</desc>' page.html)" 'charts with a title and a gist'
t_is 0 "$(grep '<table' page.html | grep -vc '<table aria-label[^=]*="[^"]\+"')" 'tables without a name'
t_is 0 "$(tr '>' '\n' <page.html | grep -c '<rect.*/$')" 'bars that do not say their number'

t_begin 'the language is said, and is the one asked for'
page
t_is 1 "$(grep -c '<html lang="en">' page.html)"
t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --lang zh --format html >zh.html"
t_is 1 "$(grep -c '<html lang="zh-CN">' zh.html)"
t_is 1 "$(grep -c '<title>服务台报告：mall，2026-11-01 至 2026-11-21（截至目前）</title>' zh.html)"

t_begin 'the same log gives the same bytes in every zone'
page
t_env TZ=America/New_York
t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --format html --threads 1 | cmp - page.html"

t_begin 'what strangers wrote is text, never a tag'
t_small_desk
t_now 2026-11-21T12:00:00Z
for word in '<script>alert(1)</script>' '><img/src=x/onerror=alert(1)>' "'onload='alert(1)" '</title><svg/onload=alert(1)>' '&lt;b&gt;' '--><b>' ']]><b>' 'javascript:alert(1)'; do
	t_run sd log open -q --kind complaint --by a --at 2026-11-20T09:00:00Z --place "$word" --owner "$word" --department "$word"
	t_out_any
done
t_run sd log resolve 20261120-1 -q --by a --at 2026-11-20T12:00:00Z --cause '<i>x</i>'
t_sh 'sd report --day 2026-11-20 --format html >page.html'
t_is 0 "$(grep -ciE '<(script|img|svg/|i>)' page.html)" 'tags that we did not write'
t_is 1 "$(grep -c '^<title>' page.html)" 'titles of the page'
t_sh 'grep -q "&lt;script&gt;alert(1)&lt;/script&gt;" page.html'

t_begin 'a browser shows it and runs nothing'
t_need chromium
page
t_sh 'HOME=$PWD chromium --headless --no-sandbox --disable-gpu --dump-dom "file://$PWD/page.html" 2>/dev/null >dom.html; grep -c "<svg" dom.html'
t_out <<'END'
11
END

t_begin 'an empty desk gives a page without pictures'
t_run sd init --policy shopping-mall .
t_err_any
t_sh 'sd report --format html >page.html; grep -c "<svg" page.html || :'
t_out <<'END'
0
END

t_begin 'each page is well-formed, names its tables and pictures, and says in words what a picture shows'
check=$SD_TOP/tests/cli/page-check.awk
for lang in en zh; do
	for period in '--day 2026-11-20' '--week 2026-11-16' '--month 2026-11' '--from 2026-01-01 --to 2026-12-01'; do
		t_sh "sd report -C '$SD_TOP/samples/mall' $period --now $now --lang $lang --format html >page.html; awk -f '$check' page.html"
	done
	t_sh "sd report warnings -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --lang $lang --format html >page.html; awk -f '$check' page.html"
	t_sh "sd survey report -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --lang $lang --format html >page.html; awk -f '$check' page.html"
done
t_run sd init -q --policy shopping-mall empty
t_sh "sd report empty --format html >page.html; awk -f '$check' page.html"

t_begin 'letters stand out from what is behind them by 4.5 and marks by 3, in light, dark and on paper (WCAG 1.4.3, 1.4.11)'
page
t_sh 'grep -o ":root{[^}]*}" page.html | awk '"'"'
	function value(c) { return index("0123456789abcdef", c) - 1 }
	function part(s, i,    x) { x = (value(substr(s, i, 1)) * 16 + value(substr(s, i + 1, 1))) / 255
		return x <= .03928 ? x / 12.92 : exp(2.4 * log((x + .055) / 1.055)) }
	function light(name,    s) { match($0, "--" name ":#[0-9a-f]+"); s = substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 4)
		if (length(s) == 3) s = substr(s, 1, 1) substr(s, 1, 1) substr(s, 2, 1) substr(s, 2, 1) substr(s, 3, 1) substr(s, 3, 1)
		return .2126 * part(s, 1) + .7152 * part(s, 3) + .0722 * part(s, 5) + .05 }
	function need(a, b, least,    x, y) { x = light(a); y = light(b); x = x > y ? x / y : y / x
		n++; if (x < least) print NR, a, "on", b, x }
	{ need("fg", "bg", 4.5); need("soft", "bg", 4.5); need("bar", "bg", 4.5); need("late", "bg", 4.5)
	  need("fg", "head", 4.5); need("good", "bg", 3); need("late", "good", 1) }
	END { print NR, n }'"'"''
t_out <<'END'
3 21
END

t_begin 'a long list shows twenty rows and the others on demand'
t_small_desk
i=0
while [ $i -lt 25 ]; do
	i=$((i + 1))
	echo "{\"event\":\"open\",\"by\":\"a\",\"kind\":\"complaint\",\"at\":\"2026-11-20T09:00:00Z\"}"
done >rows.jsonl
t_sh 'sd log append <rows.jsonl >/dev/null'
t_err_any
t_now 2026-11-21T12:00:00Z
t_sh "sd report --day 2026-11-20 --format html >page.html; awk -f '$SD_TOP/tests/cli/page-check.awk' page.html"
t_is 1 "$(grep -c '<h2 id="s1" class="bad">late now: 25</h2>' page.html)"
t_is 20 "$(sed -n '/id="s1"/,/<details>/p' page.html | grep -c '<th scope="row"')" 'rows at once'
t_is '<details><summary>5 more</summary>' "$(grep '<details>' page.html | sed -n 2p)"

t_begin 'on a telephone of 360 points nothing but tables in their boxes is wider than the screen'
t_need chromium
page
cat >frame.html <<'END'
<!DOCTYPE html><body><iframe id=f src=page.html style="border:0;width:360px;height:4000px"></iframe>
<script>f.onload = () => { const d = f.contentDocument.documentElement; document.body.dataset.wide = d.scrollWidth + ' of ' + d.clientWidth }</script>
END
t_sh 'HOME=$PWD chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files --virtual-time-budget=3000 --dump-dom "file://$PWD/frame.html" 2>/dev/null | grep -o "data-wide=\"[^\"]*\""'
t_out <<'END'
data-wide="360 of 360"
END
