#!/bin/sh
# Whatever strangers wrote, in whatever field: on the page it is text, and a browser runs and loads nothing.
. "$(dirname "$0")/lib.sh"

payloads=$SD_TOP/tests/cli/payloads.txt
check=$SD_TOP/tests/cli/page-check.awk
inert='--disable-background-networking --disable-component-update --no-first-run --disable-sync'

# A desk in folder $1 with a payload in each field that takes text: labels of the policy, its name, and every column of
# the log, once for each payload.
hostile_desk() {
	{
		cat <<'END'
policy: small
valid-from: 2026-01-01
timezone: UTC
language: en
title: { en: "<script>document.documentElement.dataset.pwned=1</script>" }
kinds: { complaint: { label: { en: "<b onclick=x>complaint" }, severities: { general: { label: { en: "<i>general" } } } } }
levels: { boss: { label: { en: "<img src=x onerror=x>" } } }
clocks: [ { clock: resolve, label: { en: "</text></svg><script>x</script>" }, from: open, until: resolve, within: 1h } ]
targets: { resolve: ">= 90%" }
survey: { after: [resolve], ask: { overall: { scale: 5, en: "<script>1</script>" } } }
warnings: { by: [category, place], budget: 900/year, repeat: { by: channel, count: 2, within: 1d } }
END
		awk '{ gsub(/\\/, "&&"); gsub(/"/, "\\\"")
			line = line (NR > 1 ? ", " : "") sprintf("c%d: { label: { en: \"%s\", zh: \"%s\" } }", NR, $0, $0) }
			END { print "categories: { " line " }"; print "causes: { " line " }" }' "$payloads"
	} >p.yaml
	sd init -q --policy ./p.yaml "$1"
	awk '{ raw = $0; gsub(/\\/, "&&"); gsub(/"/, "\\\""); p = $0
		at = sprintf("2026-11-20T%02d:%02d:00Z", 1 + NR / 60, NR % 60)
		f = "{\"event\":\"open\",\"kind\":\"complaint\",\"at\":\"%s\",\"key\":\"k%d-%d\",\"by\":\"%s\",\"place\":\"%s\",\"product\":\"%s\"," \
			"\"batch\":\"%s\",\"owner\":\"%s\",\"department\":\"%s\",\"category\":\"%s\",\"channel\":\"%s\",\"customer\":\"%s\",\"text\":\"%s\"}\n"
		# its own words in every column; where the log refuses these in a column, its label at least
		printf f, at, NR, 1, p, p, p, p, p, p, p, p, "", p
		printf f, at, NR, 2, "a", "", "", "", "", "", "c" NR, "", "", p }' "$payloads" >rows.jsonl
	sd -C "$1" log append <rows.jsonl >ids 2>refused || :
}

pages() {
	PATH=$t_path SD_NOW=2026-11-20T12:00:00Z
	export PATH SD_NOW
	mkdir hostile
	hostile_desk 'hostile/<img src=x onerror=document.documentElement.dataset.pwned=1>'
	desk='hostile/<img src=x onerror=document.documentElement.dataset.pwned=1>'
	twin='hostile/"><svg onload=document.documentElement.dataset.pwned=1>'
	n=0
	while read -r id; do
		n=$((n + 1))
		case $((n % 3)) in
		0) sd -C "$desk" log resolve "$id" -q --by a --cause "$(sed -n "$((n % 50 + 1))p" "$payloads" | tr -d ',"')" ;;
		1) sd -C "$desk" log cancel "$id" -q --by a --reason "$(sed -n "$((n % 50 + 1))p" "$payloads" | tr -d ',":')" ;;
		esac
	done <ids >/dev/null 2>&1
	cp -R "$desk" "$twin"
	for lang in en zh; do
		sd report "$desk" "$twin" --day 2026-11-20 --lang $lang --format html \
			--by place,product,batch,owner,department,category,channel >report-$lang.html
	done
	sd report warnings "$desk" --day 2026-11-20 --format html >warnings.html
	sd survey report -C "$desk" --day 2026-11-20 --format html >answers.html
	sd survey due -C "$desk" --format html >due.html
}

# Is there a request of Chromium in its log $1 for what only a payload asks for?
asked() {
	t_is 0 "$(grep -c 'sd-test\.invalid' "$1")" "requests in $1"
}

browse() {
	# shellcheck disable=SC2086
	HOME=$t_tmp/home chromium --headless --no-sandbox --disable-gpu $inert --log-net-log="$1.net" \
		--net-log-capture-mode=Everything --virtual-time-budget=2000 --dump-dom "file://$PWD/$1" >"$1.dom" 2>/dev/null
}

t_begin 'every payload stands on the page as text, and the page has no tag or attribute but ours'
pages
t_is "$(grep -c '"' "$payloads")" "$(grep -c 'holds a quote' refused)" 'rows that the log refused for a quote; their labels are there'
t_is 1 "$(grep -vc 'holds a quote' refused)" 'lines that say something else: how many rows there are'
for page in report-en report-zh warnings answers; do
	t_sh "awk -f '$check' $page.html"
done
t_is 55 "$(wc -l <"$payloads" | tr -d ' ')" 'payloads'
awk 'function text(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/>/, "\\&gt;", s); gsub(/"/, "\\&quot;", s)
	gsub(/\047/, "\\&#39;", s); return s }
	{ print text($0) }' "$payloads" >texts
while IFS= read -r text; do
	t_is 1 "$(grep -cF -e "$text" report-en.html | sed 's/^[1-9][0-9]*$/1/')" "$text on the page"
done <texts

t_begin 'nothing of it runs in a browser, and nothing is asked for'
t_need chromium
pages
for page in report-en report-zh warnings answers due; do
	browse $page.html
	t_is 1 "$(grep -c '<main\|<body' $page.html.dom | sed 's/^[1-9][0-9]*$/1/')" 'the page is shown'
	t_is 0 "$(grep -c '<html[^>]*data-pwned' $page.html.dom)" "scripts that ran in $page"
	t_is 0 "$(grep -ciE '<(script|img|iframe|object|embed|link|base|form|video|audio)[ >]' $page.html.dom)" "tags in $page"
	asked $page.html.net
done

t_begin 'the same browser does run and ask where the words are no text, so that the case above says something'
t_need chromium
t_file control.html <<'END'
<!DOCTYPE html><html><body><script>document.documentElement.dataset.pwned=1</script><img src=http://x.sd-test.invalid/1>
END
browse control.html
t_is 1 "$(grep -c '<html[^>]*data-pwned' control.html.dom)"
t_is 1 "$(grep -c 'sd-test\.invalid' control.html.net | sed 's/^[1-9][0-9]*$/1/')"

t_begin 'were a payload to become a tag, the policy of the page would still stop it'
t_need chromium
pages
sed 's|<main>|<main><script>document.documentElement.dataset.pwned=1</script><img src=http://x.sd-test.invalid/1><style>h1{background:url(http://x.sd-test.invalid/2)}</style><p style="background:url(http://x.sd-test.invalid/3)">x</p>|' \
	report-en.html >broken.html
t_is 1 "$(grep -c '<main><script>' broken.html)"
browse broken.html
t_is 0 "$(grep -c '<html[^>]*data-pwned' broken.html.dom)"
t_is 0 "$(grep -o '"url":"http[^"]*sd-test[^"]*"' broken.html.net | wc -l | tr -d ' ')" 'requests sent'
