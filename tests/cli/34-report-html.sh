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
t_is 1 "$(grep -c '<title>服务台报告: mall, 2026-11-01 至 2026-11-21（截至目前）</title>' zh.html)"

t_begin 'the same log gives the same bytes in every zone'
page
t_env TZ=America/New_York
t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --format html --threads 1 | cmp - page.html"

t_begin 'what strangers wrote is text, never a tag'
t_file p.yaml <<'END'
policy: small
timezone: UTC
language: en
kinds: { complaint: { severities: { general: {} } } }
clocks: [ { clock: resolve, from: open, until: resolve, within: 1h } ]
END
t_desk ./p.yaml
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
