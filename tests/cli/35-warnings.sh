#!/bin/sh
# sd report warnings: what is unusual is told (C14, C15), and nothing else.

. "$(dirname "$0")/lib.sh"

# A shop with 92 days behind it: two complaints a day about expired goods, one about prices, a question; all closed.
# On the last day there are EXTRA more, each of another customer, and TWICE more of one customer.
shop() {
	extra=$1 twice=${2-0}
	mkdir -p "${3-shop}"
	t_file "${3-shop}/policy.yaml" <<'END'
policy: shop
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: zh
kinds: { complaint: {label: {zh: 投诉}}, consultation: {label: {zh: 咨询}} }
categories: { expired: {label: {zh: 过期}}, price: {label: {zh: 价格}}, smell: {label: {zh: 异味}} }
fields: { supplier: {label: {zh: 供应商}} }
warnings: { by: [category, place], budget: 12/year, repeat: [ {by: batch, count: 3, within: 7d}, {by: supplier, count: 2, within: 1d} ] }
END
	awk -v extra="$extra" -v twice="$twice" '
	function row(n, kind, category, customer, batch, supplier) {
		id = sprintf("%s-%04d", day, n); gsub("-", "", id); id = substr(id, 1, 8) "-" substr(id, 9)
		at = sprintf("%sT%02d:%02d:00+08:00", day, 9 + int(n / 60), n % 60)
		print at ",," id ",open,li.na," kind "," category ",B2," customer "," batch "," supplier ","
		print at ",," id ",resolve,li.na,,,,,,,"
	}
	BEGIN {
		split("31 28 31 30 31 30 31 31 30 31 30 31", days, " ")
		print "at,logged,case,event,by,kind,category,place,customer,batch,supplier,text"
		for (i = 0; i < 93; i++) {
			m = 8; d = 20 + i
			while (d > days[m]) { d -= days[m]; m++ }
			day = sprintf("2026-%02d-%02d", m, d)
			row(1, "complaint", "expired", "a" i, "", "")
			row(2, "complaint", "expired", "b" i, "", "")
			row(3, "complaint", "price", "c" i, i % 31 ? "" : "L" i, "")
			row(4, "consultation", "price", "d" i, "", "")
		}
		for (k = 0; k < extra; k++) row(5 + k, "complaint", "expired", "x" k, "", "")
		for (k = 0; k < twice; k++) row(5 + extra + k, "complaint", "expired", "same", "", "")
	}' >"${3-shop}/cases.csv"
	t_now 2026-11-21T07:00:00+08:00
}

t_begin 'C14 a day like the others: nothing unusual, status 0'
shop 0
t_run sd report warnings -C shop
t_out <<'END'
shop, 2026-11-20 Fri: 4 received, 4 concluded, 0 open
as of 2026-11-21T07:00:00+08:00; left out: 0 cancelled

Early warning
  series watched: 5; false alarms accepted: 12 a year and method
  nothing unusual

Cases to come, 2026-11-21 - 2026-11-27 (19 of 20 weeks lie between)
  kind  expected  at least  at most
  投诉      21.1        10       35
  咨询       7.1         1       16
END
t_run sd report --check -C shop
t_out_has 'nothing unusual'

t_begin 'rows of facts say of when they are and by what they were judged, also where nothing is told'
shop 0
t_sh 'sd report warnings -C shop --day 2026-11-20 --format csv | grep -v ^forecast'
t_out <<'END'
section,desk,case,name,kind,severity,measure,value,numerator,denominator,due,done,owner,task
report,,,,,,from,2026-11-20T00:00:00+08:00,,,,,,
report,,,,,,to,2026-11-21T00:00:00+08:00,,,,,,
report,,,,,,as_of,2026-11-21T07:00:00+08:00,,,,,,
report,,,,,,so_far,0,,,,,,
early_warning,,,,,,budget_per_year,12,,,,,,
early_warning,,,,,,series,5,,,,,,
early_warning,,,,,,alpha,0.00657534,,,,,,
early_warning,,,,,,h,5.02443,,,,,,
early_warning,,,,,,alpha_mix,0.01,,,,,,
early_warning,,,,,,usable_days,56,,,,,,
early_warning,,,,,,insufficient_history,0,,,,,,
END
t_sh 'sd report warnings -C shop --day 2026-11-20 --where supplier=acme --format jsonl | head -n 6'
t_out <<'END'
{"section":"report","measure":"from","value":"2026-11-20T00:00:00+08:00"}
{"section":"report","measure":"to","value":"2026-11-21T00:00:00+08:00"}
{"section":"report","measure":"as_of","value":"2026-11-21T07:00:00+08:00"}
{"section":"report","measure":"where","value":"supplier=acme"}
{"section":"report","measure":"so_far","value":0}
{"section":"early_warning","measure":"budget_per_year","value":12}
END
t_sh 'sd report -C shop --day 2026-11-20 --format csv | grep -c ^early_warning,'
t_out <<'END'
7
END

t_begin 'C14 many more complaints on one day: told with cases, what was expected and how unlikely; status 1'
shop 8
t_run sd report warnings -C shop
t_status 1
t_out <<'END'
shop, 2026-11-20 Fri: 12 received, 12 concluded, 0 open
as of 2026-11-21T07:00:00+08:00; left out: 0 cancelled

Early warning
  series watched: 5; false alarms accepted: 12 a year and method
  #  what    kind  where          day    cases  expected  sign
  1  sudden  投诉  category 过期  11-20     10       2.0  p 6.2e-05
  2  sudden  投诉  place B2       11-20     11       3.0  p 0.00035
  #1: 20261120-0001 20261120-0002 20261120-0005 20261120-0006 20261120-0007
      20261120-0008 20261120-0009 20261120-0010 20261120-0011 20261120-0012
  #2: 20261120-0001 20261120-0002 20261120-0003 20261120-0005 20261120-0006
      20261120-0007 20261120-0008 20261120-0009 20261120-0010 20261120-0011
      20261120-0012

Cases to come, 2026-11-21 - 2026-11-27 (19 of 20 weeks lie between)
  kind  expected  at least  at most
  投诉      25.1        13       40
  咨询       7.1         1       16
END
t_run sd report --check -C shop
t_status 1
t_out_has 'sudden  投诉  category 过期  11-20     10       2.0'
t_run sd report -C shop -q
t_out_any
t_run sd report warnings -C shop --lang zh
t_status 1
t_out_has '突增'

t_begin 'a customer counts once a day in a series'
shop 0 8
t_run sd report warnings -C shop
t_out_has 'nothing unusual'

t_begin 'warnings in JSON: method, series, day, observed, expected, p, parameters and cases'
t_need python3
shop 8
t_sh 'sd report -C shop --format json | python3 -c "
import json, sys
r = json.load(sys.stdin)
w = r[\"warnings\"]
assert [(x[\"method\"], x[\"series\"], x[\"kind\"], x[\"column\"], x[\"value\"], x[\"day\"], x[\"observed\"]) for x in w] == [
    (\"spike\", \"category=expired\", \"complaint\", \"category\", \"expired\", \"2026-11-20\", 10),
    (\"spike\", \"place=B2\", \"complaint\", \"place\", \"B2\", \"2026-11-20\", 11)], w
a = w[0]
assert 1.9 < a[\"expected\"] < 2.1 and 0 < a[\"p\"] < a[\"parameters\"][\"alpha\"] and a[\"c\"] is None
assert a[\"parameters\"] == {\"alpha\": 0.00657534, \"phi\": 1.0}, a
assert len(a[\"cases\"]) == 10 and a[\"cases\"][0] == \"20261120-0001\"
e = r[\"early_warning\"]
assert (e[\"series\"], e[\"budget_per_year\"], e[\"usable_days\"], e[\"insufficient_history\"]) == (5, 12, 56, False), e
assert e[\"alpha\"] == 0.00657534 and e[\"h\"] == 5.02443, e
f = r[\"forecast\"]
assert [x[\"kind\"] for x in f] == [\"complaint\", \"consultation\"] and f[0][\"lo95\"] <= f[0][\"expected\"] <= f[0][\"hi95\"]
print(\"fine\")
"'
t_out <<'END'
fine
END

t_begin 'the other forms of the same'
shop 8
t_run sd report warnings -C shop --format csv
t_status 1
t_out_has 'warnings,,,category=expired,complaint,,spike,10,,,2026-11-20,,,'
t_out_has 'warnings,shop,20261120-0001,category=expired,complaint,,case,1,,,2026-11-20,,,'
t_run sd report warnings -C shop --format jsonl
t_status 1
t_out_has '"section":"warnings","name":"category=expired","kind":"complaint","measure":"spike","value":10'
t_run sd report warnings -C shop --format md
t_status 1
t_out_has '| 1 | sudden | 投诉 | category 过期 | 2026-11-20 | 10 | 2.0 | p 6.2e-05 |'
t_run sd report warnings shop --format json
t_status 1
t_out_has '"schema": "sd.warnings/1"'

t_begin 'C14 a rise that lasts is told although no day of it is a spike'
shop 0
awk -F, 'BEGIN { OFS = "," } { print } $1 >= "2026-11-10" && $4 == "open" && $7 == "expired" {
	n++; id = substr($3, 1, 9) sprintf("%04d", 100 + n); $3 = id; $9 = "r" n; print; $4 = "resolve"; $6 = $7 = $8 = $9 = ""; print }' \
	shop/cases.csv >policy.new && mv policy.new shop/cases.csv
t_run sd report warnings --from 2026-11-10 --to 2026-11-21 -C shop
t_status 1
t_out_has '1  sustained  投诉  category 过期'
t_out_not 'sudden'

t_begin 'C14 a category never seen before is named; the mix is compared where there are cases enough'
shop 0
cat >>shop/cases.csv <<'END'
2026-11-20T19:00:00+08:00,,20261120-0100,open,li.na,complaint,smell,B2,z1,,,
END
t_run sd report warnings -C shop
t_status 1
t_out_has '1  first seen  投诉  category 异味  11-20      1         -  never before'
shop 0
awk -F, '$1 >= "2026-11-01" && $6 == "complaint" && $7 == "expired" { sub(",expired,", ",price,") } { print }' shop/cases.csv >policy.new && mv policy.new shop/cases.csv
t_run sd report warnings --month -C shop
t_status 1
t_out_has 'mix shifted  投诉  category 价格  11-21'

t_begin 'C15 repeats: the same batch within its window, whatever was usual before'
shop 0
cat >>shop/cases.csv <<'END'
2026-11-20T19:00:00+08:00,,20261120-0100,open,li.na,complaint,price,B2,z1,L92,,
2026-11-20T19:01:00+08:00,,20261120-0101,open,li.na,complaint,price,B2,z2,L92,,
END
t_run sd report warnings -C shop
t_out_has 'nothing unusual'
cat >>shop/cases.csv <<'END'
2026-11-20T19:02:00+08:00,,20261120-0102,open,li.na,complaint,price,B2,z3,L92,,
END
t_run sd report warnings -C shop
t_status 1
t_out_has '1  repeated  投诉  batch L92  11-20      3         -  3 in 7d'
t_out_has '#1: 20261120-0100 20261120-0101 20261120-0102'
# the day after it is old news, unless there is another one
t_now 2026-11-22T07:00:00+08:00
t_run sd report warnings -C shop
t_out_has 'nothing unusual'

t_begin 'a case that was cancelled, or whose open row is void, never came in'
shop 8
for n in 5 6 7 8 9 10 11 12; do
	printf '2026-11-20T20:00:00+08:00,,20261120-00%02d,cancel,li.na,,,,,,,\n' $n
done >>shop/cases.csv
t_run sd report warnings -C shop
t_out_has 'nothing unusual'
t_out_has 'left out: 8 cancelled'

t_begin 'a new desk has insufficient history: only repeats are told'
shop 8
awk -F, 'NR == 1 || $1 >= "2026-10-20"' shop/cases.csv >policy.new && mv policy.new shop/cases.csv
t_run sd report warnings -C shop
t_out_has 'not judged: only 24 of 28 days known; repeats alone are told'
t_out_not 'nothing unusual'
t_run sd report warnings -C shop --format csv
t_out_has 'early_warning,,,,,,usable_days,24,,,,,,'
t_out_has 'early_warning,,,,,,insufficient_history,1,,,,,,'
t_run sd report --pack day -C shop
t_out_has '  - Early warning: not judged, only 24 of 28 days known.'
t_out_not 'nothing unusual'

t_begin 'a day that is still running tells a spike, and is no day of a rise'
shop 8
t_now 2026-11-20T12:00:00+08:00
t_run sd report warnings --day -C shop
t_status 1
t_out_has 'sudden'

t_begin 'the warnings of a day do not depend on the threads, nor on what a sweep dropped; --as-of and --known-at hold'
shop 8
t_run sd report warnings -C shop --threads 1
t_status 1
t_out_any
t_stdout >one
t_run sd report warnings -C shop --threads 4
t_status 1
t_out_file one
t_now 2027-06-01T00:00:00+08:00
t_run sd report warnings -C shop --day 2026-11-20 --known-at 2026-11-21T07:00:00+08:00
t_status 1
t_out_file one

t_begin 'desks together: daily counts are added, each with its own customers; cases are named with their desk'
t_need python3
shop 3 0 north
shop 4 0 south
t_run sd report warnings north
t_out_has 'nothing unusual'
t_run sd report warnings south
t_out_has 'nothing unusual'
for pair in 'north south' 'south north'; do
	t_sh "sd report warnings $pair --format json | python3 -c '
import json, sys
w = [x for x in json.load(sys.stdin)[\"warnings\"] if x[\"series\"] == \"category=expired\"]
print([(x[\"method\"], x[\"observed\"], len(x[\"cases\"]), sorted(set(x[\"case_desks\"]))) for x in w])'"
	t_out <<'END'
[('spike', 11, 11, ['north', 'south'])]
END
done

t_begin 'without warnings: in the policy there is nothing to say, and --check does not ask'
shop 8
sed '/^warnings/d' shop/policy.yaml >policy.new && mv policy.new shop/policy.yaml
t_run sd report warnings -C shop
t_out <<'END'
shop, 2026-11-20 Fri: 12 received, 12 concluded, 0 open
as of 2026-11-21T07:00:00+08:00; left out: 0 cancelled
the policy has no 'warnings:', so that nothing is watched
END
t_run sd report --check -C shop
t_out_not 'Early warning'
