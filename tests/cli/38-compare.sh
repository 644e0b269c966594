#!/bin/sh
# Comparisons: two periods, two groups of desks, two groups of cases; and the report of some cases only (Y7.3, H8).

. "$(dirname "$0")/lib.sh"

policy() {
	cat <<'END'
policy: shop
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: zh
kinds: { complaint: {label: {zh: 投诉, en: complaint}}, consultation: {label: {zh: 咨询, en: consultation}} }
places: { B1: {}, B2: {}, B3: {}, B4: {} }
categories: { quality: {}, expired: {of: quality}, price: {} }
fields: { supplier: {} }
clocks: [ { clock: resolve, from: open, until: resolve, within: 1h, label: {zh: 解决, en: resolve} } ]
END
}

# cases NAME DAY N MINUTES PLACE: N complaints on that day of November, one every 5 minutes, each resolved after so long (0: not at all).
cases() {
	[ -f "$1/cases.csv" ] || {
		mkdir -p "$1"
		policy >"$1/policy.yaml"
		echo 'at,logged,case,event,by,kind,category,place,supplier,text' >"$1/cases.csv"
	}
	cases_first=$(grep -c "202611$2-.*,open," "$1/cases.csv")
	awk -v day="$2" -v n="$3" -v minutes="$4" -v place="${5-}" -v first="$cases_first" '
	function at(m) { return sprintf("2026-11-%02dT%02d:%02d:00+08:00", day, 9 + int(m / 60), m % 60) }
	BEGIN {
		for (i = first; i < first + n; i++) {
			id = sprintf("202611%02d-%04d", day, i + 1)
			print at(i * 5 % 600) ",," id ",open,li.na,complaint,price," place ",,"
			if (minutes) print at(i * 5 % 600 + minutes) ",," id ",resolve,li.na,,,,,"
		}
	}' >>"$1/cases.csv"
}

# judged NAME...: the rows of these logs stand in the order in which they were written, and it is the 30th.
judged() {
	for name; do
		{ head -1 "$name/cases.csv"; tail -n +2 "$name/cases.csv" | sort -t, -k1,1 -k3,3; } >sorted &&
			mv sorted "$name/cases.csv"
	done
	t_now 2026-11-30T08:00:00+08:00
}

# day_of 'N MINUTES PLACE'...: a shop with such cases on the 16th alone.
day_of() {
	for lot; do
		# shellcheck disable=SC2086
		cases shop 16 $lot
	done
	judged shop
}

# A week with 60 complaints before the change, one with 30 after it, and days on which it is judged.
two_weeks() {
	for day in 09 10 11 12 13 14; do cases shop $day 10 90 B1; done
	for day in 16 17 18 19 20 21; do cases shop $day 5 30 B1; done
	judged shop
}

t_begin 'H8 before and after a change: how much fewer complaints, how sure that is, and by how much chance'
two_weeks
t_run sd report -C shop --week 2026-11-16 --compare before
t_out_has 'Comparison of two periods'
t_out_has '  this period: 2026-11-16 - 2026-11-22, judged as of 2026-11-30 08:00'
t_out_has '  period before: 2026-11-09 - 2026-11-15, judged as of 2026-11-23 08:00'
t_out_has '  - complaint: received a day: down by 50 % (to 4.29, from 8.57; 95 % interval:'
t_out_has '    21 % to 69 % less); by chance that happens about once in 500 times'
t_out_has '  received a day        4.29 (30)     8.57 (60)   -50 % (-69, -21)  better'
t_run sd report -C shop --week 2026-11-16 --compare before --lang zh
t_out_has '  - 投诉：每日受理：下降 50 %（现为 4.29，原为 8.57；95 % 区间：少 21 %'
t_out_has '    至 69 %）；纯属偶然的机会约为每 500 次中 1 次'
t_out_has '  每日受理           4.29 (30)        8.57 (60)   -50 % (-69, -21)  变好'

t_begin 'H8 shares by difference, times by the pace at which cases end'
two_weeks
t_run sd report -C shop --week 2026-11-16 --compare before
t_out_has '  resolve in time    100.0 % (30)    0.0 % (60)   +100 (+87, +100)  better'
t_out_has '  first resolution       30m (30)   1h 30m (60)    at least +900 %  better'
t_out_has 'complaint: first resolution: cases end much faster (half within 30m, against'

# recommending DAY N PROMOTERS DETRACTORS: so many of the N cases of that day say whether they would recommend the shop.
recommending() {
	[ -f shop/surveys.csv ] || {
		echo 'at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check' >shop/surveys.csv
		echo 'survey: { after: resolve, ask: { recommend: { scale: 10 } } }' >>shop/policy.yaml
	}
	awk -v day="$1" -v n="$2" -v up="$3" -v down="$4" 'BEGIN {
		for (i = 1; i <= n; i++)
			printf "2026-11-%02dT21:%02d:00+08:00,,survey,202611%02d-%04d,,answered,recommend,%d,10,,li.na,,,%016x\n",
				day, i - 1, day, i, i <= up ? 9 : i <= up + down ? 6 : 7, day * 100 + i
	}' >>shop/surveys.csv
}

t_begin 'H8 net promoter scores by their difference, each with the spread of its answers'
cases shop 10 60 30 B1
cases shop 17 60 30 B1
recommending 10 60 30 15
recommending 17 60 45 5
judged shop
t_run sd report -C shop --week 2026-11-16 --compare before
t_out_has '  - net promoter score: up by 42 points (to +66.7, from +25.0; 95 % interval: 14'
t_out_has '    points to 66 points more); by chance that happens about once in 400 times'
t_out_has '  net promoter score    +66.7 (60)    +25.0 (60)     +42 (+14, +66)  better'
t_run sd report -C shop --week 2026-11-16 --compare before --lang zh
t_out_has '  - 净推荐值：上升 42'
t_run sd report -C shop --week 2026-11-16 --compare before --format md
t_out_has '| net promoter score | +66.7 (60) | +25.0 (60) | +42 (+14, +66) | better |'
t_run sd report -C shop --week 2026-11-16 --compare before --format html
t_out_has 'net promoter score: up by 42 points (to +66.7, from +25.0'
t_sh "sd report -C shop --week 2026-11-16 --compare before --format json | jq -c '.comparison[] | select(.measure == \"nps\")'"
t_out <<'END'
{"measure":"nps","clock":null,"kind":null,"unit":"nps","a":{"value":66.6667,"numerator":100,"denominator":120},"b":{"value":25,"numerator":75,"denominator":120},"effect":"difference","size":41.6667,"lo95":13.8342,"hi95":65.5308,"test":"adjusted Wald","p":0.00262149,"p_holm":0.0104859,"better":"higher","verdict":"better","holds":true}
END
t_sh "sd report -C shop --week 2026-11-16 --compare before --format csv | grep '^comparison_survey,.*nps'"
t_out <<'END'
comparison_survey,,,nps,,,a,66.6667,100,120,,,,
comparison_survey,,,nps,,,b,25,75,120,,,,
comparison_survey,,,nps,,,difference,41.6667,,,,,,
comparison_survey,,,nps,,,lo95,13.8342,,,,,,
comparison_survey,,,nps,,,hi95,65.5308,,,,,,
comparison_survey,,,nps,,,p,0.00262149,,,,,,
comparison_survey,,,nps,,,p_holm,0.0104859,,,,,,
comparison_survey,,,nps,,,verdict,better,,,,,,
END

t_begin 'H8 below 30 answers on either side scores have an interval and no verdict'
cases shop 10 60 30 B1
cases shop 17 60 30 B1
recommending 10 29 0 29
recommending 17 60 60 0
judged shop
t_run sd report -C shop --week 2026-11-16 --compare before
t_out_has '  net promoter score   +100.0 (60)   -100.0 (29)  +200 (+172, +200)  too few'
t_sh "sd report -C shop --week 2026-11-16 --compare before --format json | jq -c '.comparison[] | select(.measure == \"nps\") | [.p,.test,.verdict,.holds]'"
t_out <<'END'
[null,null,"too_few",false]
END

# 23 of 80: 28.75, halfway between two tenths.
t_begin 'a net promoter score is rounded the same way wherever it stands'
for day in 10 17 18; do cases shop $day 40 30 B1; done
recommending 10 40 0 0
recommending 17 40 23 0
recommending 18 40 0 0
judged shop
echo 'targets: { nps: ">= 28.75" }' >>shop/policy.yaml
t_sh 'sd report -C shop --week 2026-11-16 --compare before --as-of 2026-11-30 | grep -o "[+]28[.].*" | cut -c 1-5 | sort -u; sd report -C shop --week 2026-11-16 --check >/dev/null; echo $?'
t_out <<'END'
+28.8
0
END

t_begin 'what was the same is no difference, and the report says how many tests would find one by chance'
for day in 09 10 11 12 13 14 16 17 18 19 20 21; do cases shop $day 8 30 B1; done
judged shop
t_run sd report -C shop --week 2026-11-16 --compare 2026-W46
t_out_has 'complaint: received a day: the same (6.86 and 6.86; 95 % interval: 34 %'
t_out_has 'no clear difference'
t_out_has 'differences were tested: even if there were none, about 0.'
t_out_not 'better'

t_begin 'a running period is compared with the same part of the other one, at the same age'
two_weeks
t_now 2026-11-18T12:00:00+08:00
t_run sd report -C shop --week --compare before
t_out_has '  this period: 2026-11-16 - 2026-11-18, judged as of 2026-11-18 12:00'
t_out_has '  period before: 2026-11-09 - 2026-11-11, judged as of 2026-11-11 12:00'
t_out_has '(15)'
t_out_has '(30)'

t_begin 'a later period is compared at the age that it has, and the report itself stays as it is'
two_weeks
t_now 2026-11-23T08:00:00+08:00
t_run sd report -C shop --week 2026-11-09 --compare 2026-W47
t_out_has '  this period: 2026-11-09 - 2026-11-15, judged as of 2026-11-16 08:00'
t_out_has '  period after: 2026-11-16 - 2026-11-22, judged as of 2026-11-23 08:00'
t_out_has '  - complaint: received a day: higher by 100 % (8.57, against 4.29;'

t_begin 'days are compared with days of any number: what counts is a day'
two_weeks
t_run sd report -C shop --from 2026-11-16 --to 2026-11-22 --compare 2026-11-12..2026-11-14
t_out_has '  period before: 2026-11-12 - 2026-11-14, judged as of'
t_out_has '(to 5.00, from 10.0;'

t_begin 'days before the log begins do not count'
two_weeks
sed -i '/2026-11-09/d; /2026-11-10/d; /2026-11-11/d' shop/cases.csv
t_run sd report -C shop --week 2026-11-16 --compare before
t_out_has '  period before: 2026-11-09 - 2026-11-15, judged as of 2026-11-23 08:00; the'
t_out_has '    log begins later: 4.0 days count'
t_out_has '(to 4.29, from 7.50;'

t_begin 'Y7.3 pilot stores against the others: a day and desk'
for shop in north south east west; do
	for day in 16 17 18 19 20; do
		case $shop in north) cases $shop $day 3 30 B1 ;; *) cases $shop $day 9 90 B1 ;; esac
	done
	judged $shop
done
t_run sd report --week 2026-11-16 --compare desk=north north south east west
t_out_has 'Comparison of desks'
t_out_has '  these: north (desks: 1)'
t_out_has '  others: all others (desks: 3)'
t_out_has 'received a day and desk: lower by 67 % (2.14, against 6.43;'
t_run sd report --week 2026-11-16 --compare desk=north,east north south east west
t_out_has '  these: north, east (desks: 2)'

t_begin 'Y7.3 pilot places against the others: a day and place, those of the policy without a case too'
day_of '4 30 B1' '20 90 B2' '16 90 B3' '3 90'
t_run sd report -C shop --day 2026-11-16 --compare place=B1
t_out_has 'Comparison of two groups'
t_out_has '  these: place B1 (1)'
t_out_has '  others: all others (3)'
t_out_has '  in neither group, because they have no place: 3 cases'
t_out_has '  - complaint: received a day and place: lower by 67 % (4.00, against 12.0;'

t_begin 'of other groups the volume is only shown: one need not be as large as the other'
cases shop 16 40 30 B1
sed '/,20261116-00[012]/ s/,price,/,expired,/' shop/cases.csv >t && mv t shop/cases.csv
judged shop
t_run sd report -C shop --day 2026-11-16 --compare category=quality
t_out_has '  these: category quality'
t_out_has '29.0 (29)     11.0 (11)'
t_out_has '  rows without difference and verdict are shown only, not tested'

t_begin 'few cases are told as such, and none is no error'
day_of '3 30 B1' '2 30 B2'
t_run sd report -C shop --day 2026-11-16 --compare place=B2
t_out_has 'too few'
t_out_has '  one difference was tested: even if there were none, it would seem to be one'
t_run sd report -C shop --day 2026-11-16 --compare place=B4
t_out_has '  these: place B4 (1); no case'
t_run sd report -C shop --day 2026-11-15 --compare before
t_out_has '; no case'

t_begin 'JSON, csv and jsonl hold both values, the effect, its interval, p and the verdict'
t_need python3
two_weeks
t_sh 'sd report -C shop --week 2026-11-16 --compare before --format json | python3 -c "
import json, sys
d = json.load(sys.stdin)
r = {(x[\"measure\"], x[\"clock\"], x[\"kind\"]): x for x in d[\"comparison\"]}
v = r[\"received\", None, \"complaint\"]
assert (v[\"a\"][\"numerator\"], v[\"b\"][\"numerator\"], v[\"unit\"], v[\"effect\"], v[\"size\"]) == (30, 60, \"per_day\", \"ratio\", .5), v
assert v[\"lo95\"] < .5 < v[\"hi95\"] < 1 and v[\"p\"] < .01 and v[\"verdict\"] == \"better\" and v[\"better\"] == \"lower\", v
assert v[\"test\"] == \"conditional binomial\"
c = r[\"attainment\", \"resolve\", \"complaint\"]
assert (c[\"size\"], c[\"effect\"], c[\"holds\"]) == (1, \"difference\", True), c
t = r[\"first-resolution\", None, \"complaint\"]
assert (t[\"test\"], t[\"a\"][\"value\"], t[\"b\"][\"value\"], t[\"unit\"]) == (\"log-rank\", 1800, 5400, \"p50_s\"), t
m = d[\"compared\"]
assert m[\"tests\"] == sum(x[\"p\"] is not None for x in d[\"comparison\"]), m
assert m[\"b\"][\"as_of\"] == \"2026-11-23T08:00:00+08:00\" and m[\"what\"] == \"periods\", m
assert d[\"received\"] == 30
print(\"fine\")
"'
t_out <<'END'
fine
END
t_run sd report -C shop --week 2026-11-16 --compare before --format csv
t_out_has 'comparison_volume,,,received,complaint,,a,4.28571,30,7,,,,'
t_out_has 'comparison_volume,,,received,complaint,,ratio,0.5,,,,,,'
t_out_has 'comparison_clocks,,,resolve,complaint,,verdict,better,,,,,,'
t_run sd report -C shop --week 2026-11-16 --compare before --format jsonl
t_out_has '{"section":"comparison_volume","name":"received","kind":"complaint","measure":"ratio","value":0.5}'
t_run sd report -C shop --week 2026-11-16 --compare before --format html
t_out_has '>Comparison of two periods</h2>'
t_run sd report -C shop --week 2026-11-16 --compare before --format md
t_out_has '## Comparison of two periods'
t_out_has '| received a day | 4.29 (30) | 8.57 (60) | -50 % (-69, -21) | better |'

t_begin 'H8 the pack for the meeting has it, too'
two_weeks
for format in text md html; do
	t_run sd report -C shop --pack week --compare before --format $format
	t_out_has 'complaint: received a day: down by'
	t_is 1 "$(t_stdout | grep -v 'href=' | grep -c 'Comparison of two periods')" "comparisons in $format"
done

t_begin 'the values are those of the two reports themselves'
t_need python3
two_weeks
t_sh 'sd -C shop --now 2026-11-23T08:00:00+08:00 report --week 2026-11-09 --format json >b.json'
t_sh 'sd report -C shop --week 2026-11-16 --compare before --format json | python3 -c "
import json, sys
d = json.load(sys.stdin)
for side, f in ((\"a\", d), (\"b\", json.load(open(\"b.json\")))):
    rates = {(x[\"measure\"], x[\"kind\"]): x for x in f[\"rates\"]}
    n = 0
    for x in d[\"comparison\"]:
        if (x[\"measure\"], x[\"kind\"]) in rates:
            r = rates[x[\"measure\"], x[\"kind\"]]
            assert (r[\"numerator\"], r[\"denominator\"]) == (x[side][\"numerator\"], x[side][\"denominator\"]), x
            n += 1
        elif x[\"clock\"]:
            met = sum(c[\"met\"] for c in f[\"clocks\"] if c[\"clock\"] == x[\"clock\"] and c[\"kind\"] == x[\"kind\"])
            assert met == x[side][\"numerator\"], x
    assert n >= 5, n
print(\"fine\")
"'
t_out <<'END'
fine
END

t_begin 'no name of a measure is cut: two that differ in their last word are told apart'
two_weeks
sed -i 's/en: resolve}/en: solved for whoever called within the hour that the mall has promised its tenants and all its customers}/' shop/policy.yaml
t_sh "sd report -C shop --week 2026-11-16 --compare before | sed -n '/^  measure/,/^\$/p' | grep -o 'customers'"
t_out <<'END'
customers
END

t_begin 'lines of text fit into 80 columns, in Chinese too'
two_weeks
for lang in en zh; do
	t_sh "sd report -C shop --week 2026-11-16 --compare before --lang $lang | awk '/^(Comparison|两个时期)/ { on = 1 } on && !NF { exit } on' | while IFS= read -r line; do
		[ \$(printf '%s' \"\$line\" | LC_ALL=C.UTF-8 wc -L) -le 80 ] || printf 'too long: %s\n' \"\$line\"
	done"
done

t_begin 'only some cases: the whole report is of them, and says so'
day_of '4 30 B1' '20 90 B2'
t_run sd report -C shop --day 2026-11-16 --where place=B2
t_out_has 'shop (place=B2), 2026-11-16 Mon: 20 received, 20 concluded, 0 open'
t_run sd report -C shop --day 2026-11-16 --where place=B1,B2 --where kind=consult
t_out_has 'shop (place=B1,B2 kind=consultation), 2026-11-16 Mon: 0 received'
t_run sd report -C shop --day 2026-11-16 --where place=B1 --format csv
t_out_has 'report,,,,,,where,place=B1,,,,,,'
t_out_has 'report,,,,,,received,4,,,,,,'
t_run sd report -C shop --day 2026-11-16 --where place=
t_out_has 'shop (place=), 2026-11-16 Mon: 0 received'

t_begin 'a comparison of some cases only'
cases shop 09 20 30 B2
day_of '4 30 B1' '20 90 B2'
t_run sd report -C shop --day 2026-11-16 --where place=B2 --compare before
t_out_has 'received a day: the same (20.0 and 20.0;'

t_begin 'places that --where leaves out are on neither side'
day_of '20 30 B1' '20 90 B2' '20 90 B3'
t_run sd report -C shop --day 2026-11-16 --where place=B1,B2 --compare place=B1,B3
t_out_has '  these: place B1, B3 (1)'
t_out_has '  others: all others (1)'
t_out_has 'received a day and place: the same (20.0 and 20.0;'
t_run sd report -C shop --day 2026-11-16 --where kind=complaint --compare place=B1
t_out_has '  others: all others (3)'
t_run sd report -C shop --day 2026-11-16 --where place=B1 --compare place=B1
t_status 2
t_err_has "--where leaves no cases on one side of 'place=B1'"
t_run sd report -C shop --day 2026-11-16 --where place=B1 --compare place=B2
t_status 2
t_err_has "--where leaves no cases on one side of 'place=B2'"
t_run sd report -C shop --day 2026-11-16 --where category=quality --compare category=expired
t_out_has '  these: category expired; no case'

t_begin 'a place that no case has and no policy lists is told of, and is no place'
day_of '20 30 F11' '20 30 F20'
sed -i '/^places/d' shop/policy.yaml
t_run sd report -C shop --day 2026-11-16 --compare place=F11,F12
t_status 0
t_err_has "no case of the report has place 'F12', and the policy does not list it (did you mean 'F11'?)"
t_out_has '  these: place F11, F12 (1)'
t_out_has 'received a day and place: the same (20.0 and 20.0;'
t_run sd report -C shop --day 2026-11-16 --compare place=NOPE
t_err_has "no case of the report has place 'NOPE', and the policy does not list it"
t_out_has '  these: place NOPE; no case'
t_out_not ' better'
t_run sd report -C shop --day 2026-11-16 --compare place=F11
t_out_has '  others: all others (1)'
t_err_not 'no case of the report'

t_begin 'one case is too few for a verdict about times, however long it took'
day_of '1 600 B1' '50 30 B2'
t_run sd report -C shop --day 2026-11-16 --compare place=B1
t_out_has '  first resolution        10h (1)      30m (50)                  -  too few'
t_out_not 'million'

t_begin 'what does not suit is refused with the reason and the nearest spelling'
two_weeks
wrong() {
	want=$1
	shift
	t_run sd report "$@"
	t_status 2
	t_err_has "$want"
}
wrong "'befor' is nothing to compare with (did you mean 'before'?)" shop --week 2026-11-16 --compare befor
wrong "'more' is nothing to compare with: write 'before', a period, DATE..DATE" shop --week 2026-11-16 --compare more
wrong "unknown column 'plcae' (did you mean 'place'?)" shop --week 2026-11-16 --compare plcae=B1
wrong "column 'due' does not classify cases, so none can be chosen by it" shop --week 2026-11-16 --compare due=B1
wrong "'B11'" shop --week 2026-11-16 --compare place=B11
wrong "figures are of one kind each, so kinds are not compared; choose cases with --where kind=complaint" \
	shop --week 2026-11-16 --compare kind=complaint
wrong "'place=' names no group: write COLUMN=VALUE" shop --week 2026-11-16 --compare place=
wrong "'2026-13-01' is no date" shop --day 2026-11-16 --compare 2026-13-01
wrong 'the periods overlap, so they cannot be compared' shop --week 2026-11-16 --compare 2026-11-20..2026-11-25
wrong 'the periods overlap, so they cannot be compared' shop --week 2026-11-16 --compare 2026-W47
wrong 'the period begins after the as-of time' shop --week 2026-11-16 --compare 2026-W52
wrong 'the period ends before it begins' shop --week 2026-11-16 --compare 2026-11-12..2026-11-10
wrong 'sd: error: the period begins after the as-of time' shop --week 2026-12-21 --compare before
wrong 'a period without a beginning cannot be compared' shop --to 2026-11-20 --compare before
wrong "is compared with DATE..DATE, not with '2026-11-10'" shop --from 2026-11-16 --compare 2026-11-10
wrong "'desk=shop' leaves no other desk to compare with" shop --week 2026-11-16 --compare desk=shop
wrong "there is no desk 'shpo' in this report (did you mean 'shop'?)" shop --week 2026-11-16 --compare desk=shpo
wrong 'only one comparison can be asked for' shop --week 2026-11-16 --compare before --compare before
wrong "'warnings' compares nothing; leave --compare out" warnings shop --compare before
wrong "'B1' chooses no cases: write COLUMN=VALUE" shop --week 2026-11-16 --where B1
wrong "unknown column 'plcae' (did you mean 'place'?)" shop --week 2026-11-16 --where plcae=B1
wrong "'B11'" shop --week 2026-11-16 --where place=B11

t_begin 'neither threads nor the order of desks show in a comparison'
for shop in north south east; do
	for day in 16 17 18; do cases $shop $day 7 30 B1; done
	judged $shop
done
t_sh 'for n in 1 2 3; do sd report --week 2026-11-16 --compare desk=south --format json --threads $n north south east; done | sed -n "/\"compared\"/,/\"warnings\"/p" | grep -v -e \"desks\" | sort | uniq -c | awk "\$1 % 3"'
t_sh 'for order in "north south east" "east south north"; do sd report --week 2026-11-16 --compare desk=south --format json $order | sed -n "/\"comparison\"/,/\"warnings\"/p"; done | sort | uniq -c | awk "\$1 % 2"'
