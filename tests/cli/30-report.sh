#!/bin/sh
# sd report: the screen, the formats, the periods, what was known when, and what is refused.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/mall.sh"

t_begin 'without a period the report is about yesterday; its first screen is 20 lines'
mall
t_run sd -C mall report
t_out <<'END'
mall, 2026-11-20 Fri: 2 received, 1 concluded, 1 open
as of 2026-11-21T09:30:00+08:00; left out: 1 cancelled (duplicate 1)
late now: 1
  20261119-0001  解决  wang.fang  22h 30m late
due today: 1
  20261120-0001  解决  nobody  10:00
to call: 1
  c01  20261119-0001  22h 30m late
targets: 3
  解决           >= 90%  50.0 % (1/2)  missed
  handling rate  >= 50%  50.0 % (1/2)  met
  satisfaction   >= 85%  n/a (0/0)     n/a
newest seal: none








Targets, against the period before (2026-11-13 - 2026-11-13)
  target                value      interval   previous  trend
  解决           50.0 % (1/2)  9.5 - 90.5 %  n/a (0/0)  -
  handling rate  50.0 % (1/2)  9.5 - 90.5 %  n/a (0/0)  -
  satisfaction      n/a (0/0)             -  n/a (0/0)  -

Clocks: met of those decided in the period
  clock           kind  severity     attainment  undecided  dropped
  first-response  投诉  一般        0.0 % (0/1)          0        1
  first-response  咨询  -         100.0 % (1/1)          0        0
  解决            投诉  一般          n/a (0/0)          1        1
  解决            投诉  重大        0.0 % (0/1)          0        0
  解决            咨询  -         100.0 % (1/1)          0        0

Breaches that fell in the period, the most late first
  case           clock           owner      due               how late
  20261119-0001  解决            wang.fang  2026-11-20 11:00  22h 30m (not done)
  20261120-0001  first-response  -          2026-11-20 10:30  1h 35m

Rates by kind
  kind  measure                           value
  投诉  handling rate               0.0 % (0/1)
        timely handling             0.0 % (0/1)
        resolution rate               n/a (0/0)
        reopen rate                   n/a (0/0)
        first contact resolution      n/a (0/0)
        escalation rate             0.0 % (0/1)
        contacts per case             n/a (0/0)
        repeat contact              0.0 % (0/1)
        called back in time           n/a (0/0)
        complete records              n/a (0/0)
  咨询  handling rate             100.0 % (1/1)
        timely handling               n/a (0/0)
        resolution rate               n/a (0/0)
        reopen rate                   n/a (0/0)
        first contact resolution      n/a (0/0)
        escalation rate             0.0 % (0/1)
        contacts per case            2.00 (2/1)
        repeat contact              0.0 % (0/1)
        called back in time           n/a (0/0)
        complete records              n/a (0/0)

Times of the cases received (Kaplan-Meier; net: without pauses)
  kind  measure                cases  censored  half within  90 % within
  投诉  first response             2         1        3h 5m        3h 5m
        first resolution           2         2  not reached  not reached
        first resolution, net      2         2  not reached  not reached
        full resolution            2         2  not reached  not reached
        full resolution, net       2         2  not reached  not reached
  咨询  first response             1         0           2m           2m
        first resolution           1         0           2m           2m
        first resolution, net      1         0           2m           2m
        full resolution            1         0           2m           2m
        full resolution, net       1         0           2m           2m

Backlog: open before + opened + reopened - resolved - cancelled = open after
  kind  before  opened  reopened  resolved  cancelled  after
  投诉       1       2         0         0          1      2
  咨询       0       1         0         1          0      0

Age of what is open now (of these waiting)
  kind  0-1d  1-3d  3-7d  7-15d  15-30d  30d+  all
  投诉     0     2     0      0       0     0    2
  咨询     0     0     0      0       0     0    0

By kind
  kind  received  concluded  still open  cancelled  clocks met  breached
  投诉         1          0           1          1           0         2
  咨询         1          1           0          0           2         0

By category
  category  received  concluded  still open  cancelled  clocks met  breached
  价格             2          1           1          0           2         1
  过期             0          0           0          1           0         1

By channel
  channel  received  concluded  still open  cancelled  clocks met  breached
  热线            1          1           0          1           2         1
  意见箱          1          0           1          0           0         1

By severity
  severity  received  concluded  still open  cancelled  clocks met  breached
  -                1          1           0          0           2         0
  一般             1          0           1          1           0         1
  重大             0          0           0          0           0         1

By department
  department  received  concluded  still open  cancelled  clocks met  breached
  -                  2          1           1          1           2         1
  商品部             0          0           0          0           0         1

By owner
  owner      received  concluded  still open  cancelled  clocks met  breached
  -                 2          1           1          1           2         1
  wang.fang         0          0           0          0           0         1

Delay between contact and record
  channel  cases  half within  later than 1h
  热线         1           0s    0.0 % (0/1)
  意见箱       1           3h  100.0 % (1/1)

Score cards of handlers: 投诉
  handler    cases  open  limits met  resolved  reopened  satisfied
  wang.fang      1     1   0.0 % (1)         -         -          -
                           0.0-79.3*
  nobody         1     1   0.0 % (1)         -         -          -
                           0.0-79.3*

Score cards of departments: 投诉
  department  cases  open  limits met  resolved  reopened  satisfied
  商品部          1     1   0.0 % (1)         -         -          -
                            0.0-79.3*
  none            1     1   0.0 % (1)         -         -          -
                            0.0-79.3*
  * of fewer than 30: too few to compare people by

Who missed which limit, of those decided in the period
  owner      clock                  missed  case
  wang.fang  解决            100.0 % (1/1)  20261119-0001
  nobody     first-response   50.0 % (1/2)  20261120-0001

Load: cases received and further contacts, by local hour and weekday
  hour   Mon  Tue  Wed  Thu  Fri  Sat  Sun  all
  09-10    0    0    0    0    1    0    0    1
  12-13    0    0    0    0    1    0    0    1

Rules and seal
  mall: policy mini, SHA-256
    02521fde02ce42f430c47696114d708a9e21eb6d99342ade68e91f2e4928567a
END

t_begin 'the first screen is 20 lines whatever there is to say, and no line is wider than 80'
t_need awk
for when in 2026-11-19T12:00:00+08:00 2026-11-20T23:00:00+08:00 2027-03-01T00:00:00+08:00; do
	mall
	t_now $when
	t_sh "sd -C mall report --day today | awk 'NR == 21 { print; exit }'"
	t_out <<'END'

END
	t_sh "sd -C mall report --month --lang zh | LC_ALL=C.UTF-8 wc -L | awk '{ print (\$1 <= 80) }'"
	t_out <<'END'
1
END
done

t_begin 'the names of the JSON report that other programs rely on'
t_need python3
mall
t_sh 'sd -C mall report --format json | python3 -c "
import json, sys
r = json.load(sys.stdin)
assert r[\"schema\"] == \"sd.report/1\"
for key in \"from to as_of received concluded open excluded clocks breaches times by csat targets warnings seal policy_sha256\".split():
    assert key in r, key
assert (r[\"received\"], r[\"concluded\"], r[\"open\"], r[\"excluded\"][\"cancelled\"]) == (2, 1, 1, 1)
assert r[\"from\"] == \"2026-11-20T00:00:00+08:00\" and r[\"to\"] == \"2026-11-21T00:00:00+08:00\"
for row in r[\"clocks\"]:
    assert set(\"clock kind severity decided met breached undecided attainment\".split()) <= set(row)
assert [x[\"attainment\"] for x in r[\"clocks\"] if not x[\"decided\"]] == [None]
late = {k: v for k, v in r[\"breaches\"][0].items() if k in \"desk case clock due done late_s owner\".split()}
assert late == {\"desk\": \"mall\", \"case\": \"20261119-0001\", \"clock\": \"resolve\", \"due\": \"2026-11-20T11:00:00+08:00\",
    \"done\": None, \"late_s\": 81000, \"owner\": \"wang.fang\"}, late
for column in \"category channel severity department owner place\".split():
    assert all(\"value\" in v and \"received\" in v for v in r[\"by\"][column]), column
want = {\"n\": 0, \"satisfied\": 0, \"share\": None, \"lo95\": None, \"hi95\": None, \"asked\": 0, \"answered\": 0}
assert {k: r[\"csat\"][k] for k in want} == want
assert [(t[\"target\"], t[\"goal\"], t[\"value\"], t[\"met\"]) for t in r[\"targets\"]] == [
    (\"resolve\", \">= 90%\", 0.5, False), (\"handling-rate\", \">= 50%\", 0.5, True), (\"csat\", \">= 85%\", None, None)]
assert r[\"warnings\"] == [] and r[\"seal\"] is None and len(r[\"policy_sha256\"]) == 64
print(\"fine\")
"'
t_out <<'END'
fine
END

t_begin 'csv and jsonl hold the same facts'
t_need python3
mall
t_sh 'sd -C mall report --format csv >a.csv; sd -C mall report --format jsonl >a.jsonl; python3 -c "
import csv, json
a = [[v for v in r.values() if v] for r in csv.DictReader(open(\"a.csv\"))]
b = [[v for v in json.loads(l).values() if v is not None] for l in open(\"a.jsonl\")]
b = [[v if isinstance(v, str) else \"%.6g\" % v for v in r] for r in b]
assert a == b
print(len(a) > 100)
"'
t_out <<'END'
True
END

t_begin 'Markdown has a table for each section'
mall
t_run sd -C mall report --format md --lang en
t_out_has '# Service desk report'
t_out_has '| 20261119-0001 | 解决 | wang.fang | 22h 30m late |'

t_begin 'Markdown: a list that is empty has no table, and a name is never a tag'
mall
mv mall '<b>|'
t_now 2026-11-19T11:10:00+08:00
t_sh "sd -C '<b>|' report --day today --format md --lang en | sed -n '3p; /how late/p'"
t_out <<'END'
\<b\>\|, 2026-11-19 Thu so far: 1 received, 0 concluded, 1 open  
END

t_begin 'a lone file with a policy is enough'
mall
t_run sd report mall/cases.csv --policy mall/policy.yaml --format json
t_out_has '"received": 2'

t_begin 'periods: a day, the week and month around a date, a range whose end is not in it'
mall
for period in '--day 2026-11-19' '--day=2026-11-19' '--from 2026-11-19 --to 2026-11-20'; do
	t_sh "sd -C mall report $period --format json | grep -E '^  .(from|to|received).:'"
	t_out <<'END'
  "from": "2026-11-19T00:00:00+08:00",
  "to": "2026-11-20T00:00:00+08:00",
  "received": 1,
END
done
for period in --week '--week 2026-11-18' '--week today'; do
	t_sh "sd -C mall report $period --format json | grep -E '^  .(from|to|so_far|received).:'"
	t_out <<'END'
  "from": "2026-11-16T00:00:00+08:00",
  "to": "2026-11-21T09:30:00+08:00",
  "so_far": true,
  "received": 3,
END
done
t_sh "sd -C mall report --month 2026-11 --as-of 2026-12-05 --format json | grep -E '^  .(from|to|so_far|received).:'"
t_out <<'END'
  "from": "2026-11-01T00:00:00+08:00",
  "to": "2026-12-01T00:00:00+08:00",
  "so_far": false,
  "received": 3,
END
for period in '--week 2026-W47' '--week=2026-W47'; do
	t_sh "sd -C mall report $period --as-of 2026-12-05 --format json | grep -E '^  .(from|to|received).:'"
	t_out <<'END'
  "from": "2026-11-16T00:00:00+08:00",
  "to": "2026-11-23T00:00:00+08:00",
  "received": 3,
END
done
for period in '--quarter 2026-Q4' '--quarter 2026-11' '--quarter'; do
	t_sh "sd -C mall report $period --as-of 2027-01-01 --format json | grep -E '^  .(from|to|received).:'"
	t_out <<'END'
  "from": "2026-10-01T00:00:00+08:00",
  "to": "2027-01-01T00:00:00+08:00",
  "received": 3,
END
done
t_run sd -C mall report --month --as-of 2026-12-01 --format json
t_out_has '"from": "2026-11-01T00:00:00+08:00"'

t_begin 'a running day ends now and says so far'
mall
t_run sd -C mall report --day --lang en
t_out_has 'mall, 2026-11-21 Sat so far: 0 received, 0 concluded, 0 open'

t_begin 'the same log, policy and as-of time give the same bytes in any locale, zone, hour and on any processors'
mall
t_sh 'sd -C mall report --as-of 2026-11-21T09:00:00+08:00 >a
	LC_ALL=C.UTF-8 TZ=America/New_York SD_NOW=2027-05-05T05:05:05Z sd -C mall report --as-of 2026-11-21T09:00:00+08:00 --threads 1 >b
	sd report mall --as-of 2026-11-21T01:00:00Z --threads 7 >c
	cmp a b && cmp a c && wc -l <a | awk "{ print (\$1 > 20) }"'
t_out <<'END'
1
END

t_begin '--as-of names rows logged later; --known-at reproduces what was printed then, byte for byte'
t_need jq
mall
t_now 2026-11-20T11:00:00+08:00
t_sh 'cp mall/cases.csv all.csv; head -2 all.csv >mall/cases.csv; sd -C mall report --day today >then; cp all.csv mall/cases.csv
	sd -C mall report --day today --as-of 2026-11-20T11:00:00+08:00 --lang en | grep -A 2 "logged after"
	sd -C mall report --day today --known-at 2026-11-20T11:00:00+08:00 | cmp - then && echo same'
t_out <<'END'
Rows that were logged after the as-of time
  log        line  case           happened          logged
  cases.csv     3  20261120-0001  2026-11-20 09:00  2026-11-20 12:00
same
END
as_of='--day today --as-of 2026-11-20T11:00:00+08:00'
for what in '' --pack\ day warnings; do
	t_sh "sd -C mall report $what $as_of | grep -o '1 row.* logged later\|^Rows that were.*\|^  log  .*\|^  cases.csv .*'"
	t_out <<'END'
1 row logged later
Rows that were logged after the as-of time
  log        line  case           happened          logged
  cases.csv     3  20261120-0001  2026-11-20 09:00  2026-11-20 12:00
END
	t_sh "sd -C mall report $what $as_of --format md | grep '^| cases.csv'"
	t_out <<'END'
| cases.csv | 3 | 20261120-0001 | 2026-11-20 09:00 | 2026-11-20 12:00 |
END
	t_sh "sd -C mall report $what $as_of --format html | grep -c '<th scope=.row.>cases.csv</th><td class=.r.>3</td>'"
	t_out <<'END'
1
END
done
t_sh "sd -C mall report warnings $as_of --format csv | grep logged_later"
t_out <<'END'
logged_later,mall,20261120-0001,cases.csv:3,,,at,2026-11-20T09:00:00+08:00,,,,,,
logged_later,mall,20261120-0001,cases.csv:3,,,logged,2026-11-20T12:00:00+08:00,,,,,,
END
t_sh "sd -C mall report warnings $as_of --format json | jq -c '.logged_later, .rows_logged_later'"
t_out <<'END'
1
[{"desk":"mall","file":"cases.csv","case":"20261120-0001","line":3,"at":"2026-11-20T09:00:00+08:00","logged":"2026-11-20T12:00:00+08:00"}]
END

t_begin '--by breaks down by any column that classifies a case, the fields of the policy too'
mall
t_sh 'sd -C mall report --by supplier,batch --lang en | sed -n "/^By 供应商/,/^$/p;/^By supplier/,/^$/p"'
t_out <<'END'
By 供应商
  供应商  received  concluded  still open  cancelled  clocks met  breached
  -              2          1           1          0           2         1
  acme           0          0           0          1           0         1

END
t_run sd -C mall report --by suplier
t_status 2
t_err <<'END'
sd: error: unknown column 'suplier' (did you mean 'supplier'?); see 'sd report --help'
END
t_run sd -C mall report --by due
t_status 2
t_err <<'END'
sd: error: column 'due' does not classify cases, so nothing can be broken down by it; see 'sd report --help'
END

t_begin '--check is 1 where a target is missed'
mall
t_run sd -C mall report --check
t_status 1
t_out_any
t_sh 'sed -i "s/^targets:.*/targets: { handling-rate: \">= 50%\" }/" mall/policy.yaml; sd -C mall report --check'
t_out_any

t_begin 'several desks are combined, and the breach list says whose it is'
mall
t_sh 'cp -r mall other; sd report mall other --format json | grep -E "\"(received|desk|breached)\": " | sort | uniq -c | sort -rn | head -3; sd report mall other | head -1'
t_out_has '2 desks, 2026-11-20 Fri: 4 received, 2 concluded, 2 open'
t_sh 'sd report mall other --format csv | grep "^breaches" | cut -d, -f 2-4'
t_out <<'END'
mall,20261119-0001,resolve
other,20261119-0001,resolve
mall,20261120-0001,first-response
other,20261120-0001,first-response
END

t_begin 'of several desks the screen names the desk and the whole case, how many are late, and keeps to 80 columns'
t_need awk
mall
mkdir -p chain
cp -R mall chain/haidian-flagship-store
cp -R mall chain/wangfujing-road-store
awk 'BEGIN {
	print "at,logged,case,event,by,kind,channel,category,severity,customer,department,owner,due,detail,supplier,text"
	for (i = 1; i <= 30; i++)
		printf "2026-11-01T10:00:%02d+08:00,,20261101-%04d,open,li.na,complaint,hotline,expired,major,a-customer-of-long-name-%02d,,an.owner.with.a.long.name,,,,\n", i, i, i
}' >chain/haidian-flagship-store/cases.csv
t_sh 'sd report --from 2026-11-01 --lang zh chain/* >report.txt; sed -n "/^目前超时/{p;n;p;}; /待回访/p" report.txt'
t_out <<'END'
目前超时：61 项，先列 5 项：
  haidian-flag…  20261101-0001  first-response  an.owner.with…  超时 19天 23小时
待回访：31 项，先列 2 项：
END
t_sh 'LC_ALL=C.UTF-8 wc -L <report.txt | awk "{ print (\$1 <= 80) }"'
t_out <<'END'
1
END

t_begin 'a period without a beginning begins with the day of the oldest case'
mall
t_sh 'sd -C mall report --to 2026-11-21 --format csv | sed -n "2,3p; /,received,/{p;q}"'
t_out <<'END'
report,,,,,,from,2026-11-19T00:00:00+08:00,,,,,,
report,,,,,,to,2026-11-21T00:00:00+08:00,,,,,,
report,,,,,,received,3,,,,,,
END

t_begin 'damage is told with its line, the rest is reported, and the status is 3'
mall
t_sh 'echo "2026-11-20T16:00:00+08:00,,20261120-0002,resolve,li.na,,,,,,,,,,," >>mall/cases.csv
	echo "2026-11-20T16:00:00+08:00,,20261120-0002,reslove,li.na,,,,,,,,,,," >>mall/cases.csv; sd -C mall report --format json'
t_status 3
t_out_has '"received": 2'
t_err_has 'cases.csv:13: error: case '
t_err_has "cases.csv:14:42: error: unknown event 'reslove' (did you mean 'resolve'?)"

t_begin 'a case whose open is void is none, whatever sd wrote of it'
mall
cat >>mall/cases.csv <<'END'
2026-11-20T16:00:00+08:00,,20261120-0004,open,li.na,complaint,hotline,,,,,,,,,
2026-11-20T17:00:00+08:00,,20261120-0004,escalate,sd,,,,,,,,,late/resolve/0/1,,
END
echo '2026-11-20T18:00:00+08:00,,20261120-0004,void,li.na,,,,,,,,,0000000daaaaaaaa,,' >>mall/cases.csv
awk '{ print $0 "," (NR > 1 ? sprintf("%08xaaaaaaaa", NR) : "check") }' mall/cases.csv >checked
mv checked mall/cases.csv
t_run sd -C mall report --day 2026-11-20 --format json
t_out_has '"received": 2,'

t_begin 'a late task that is set anew after the resolve stays late: nothing else runs in its place'
mall
echo 'checklists: { expired: [ {task: pull-batch, within: 1h} ] }' >>mall/policy.yaml
cat >>mall/cases.csv <<'END'
2026-11-20T16:00:00+08:00,,20261119-0001,task,li.na,,,,,,,,2026-11-20T17:00:00+08:00,pull-batch,,
2026-11-20T18:00:00+08:00,,20261119-0001,resolve,li.na,,,,,,,,,,,
2026-11-20T19:00:00+08:00,,20261119-0001,task,li.na,,,,,,,,2026-11-20T20:00:00+08:00,pull-batch,,
END
t_sh 'sd -C mall report --day 2026-11-20 --format csv | grep "^late_now.*pull-batch" | cut -d, -f3,11'
t_out <<'END'
20261119-0001,2026-11-20T17:00:00+08:00
END

t_begin 'what cannot be asked is refused'
mall
t_run sd -C mall report --day today --week
t_status 2
t_err <<'END'
sd: error: only one period can be given; see 'sd report --help'
END
t_run sd -C mall report --week 2025-W53
t_status 2
t_err <<'END'
sd: error: '2025-W53' is no week: write YYYY-MM-DD or 2026-W47, today or yesterday
END
t_run sd -C mall report --from 2026-11-20 --to 2026-11-20
t_status 2
t_err <<'END'
sd: error: the period ends before it begins
END
t_run sd -C mall report --day 2026-11-25
t_status 2
t_err <<'END'
sd: error: the period begins after the as-of time
END
t_run sd -C mall report --day 2026-13-45
t_status 2
t_err <<'END'
sd: error: '2026-13-45' is no date: write YYYY-MM-DD, today or yesterday
END
t_run sd -C mall report --format slip
t_status 2
t_err_has 'slip'
t_run sd report nowhere
t_status 3
t_err <<'END'
sd: error: 'nowhere' does not exist
END
t_run sd -C mall report --threads 0
t_status 2
t_err <<'END'
sd: error: '0' is no number of threads from 1 to 16; see 'sd report --help'
END

t_begin 'an answer that cannot be written is no answer'
mall
[ -w /dev/full ] || t_skip 'no /dev/full here'
t_sh 'sd -C mall report >/dev/full'
t_status 4
t_err <<'END'
sd: error: cannot write the answer to standard output: No space left on device
END

# The desk of that name; what was cancelled for many reasons and logged later makes the second line long, too.
long_named() {
	mall
	awk 'BEGIN { for (i = 1; i <= 420; i++) printf "2026-11-20T16:00:00+08:00,,20261120-%04d,open,li.na,consultation,hotline,,,,,,,,,\n", 100 + i
		split("withdrawn error mistaken-number shop-moved test-row other-shop again", why, " ")
		for (i = 1; i <= 7; i++) printf "2026-11-20T16:01:00+08:00,,20261120-%04d,cancel,li.na,,,,,,,,,%s,,\n", 100 + i, why[i]
	}' >>mall/cases.csv
	mv mall "$1"
}

t_begin 'a long name is shortened, a number never: on the screen, in a message and in the subject of a mail'
long_named 'the service desk of the north mall on its third floor behind the lift'
t_run sd -C the* report
t_out_has 'the service desk of the no…, 2026-11-20 Fri: 415 received, 1 concluded, 414 open'
t_is 21 "$(sed '/^Targets/,$d' "$t_tmp/out" | wc -l)" 'lines of the first screen and the empty one below'
t_is '415 414' "$(sed -n 's/.*: \([0-9]*\) received.* \([0-9]*\) open$/\1 \2/p' "$t_tmp/out")"
t_run sd -C the* report --format mail --mail-to boss@example.com
t_out_any
t_is 'the service desk of the no…, 2026-11-20 Fri: 415 received, 1 concluded, 414 open' \
	"$(sed -n 's/^.*=?UTF-8?B?\(.*\)?=$/\1/p' "$t_tmp/out" | while read -r part; do echo "$part" | base64 -d; done)"

t_begin 'what does not fit beside a short name wraps, and the first screen stays one of 20 lines'
long_named north
t_run sd -C north report --from 2026-11-20 --to 2026-11-22 --where kind=consultation,complaint
t_out_has 'north (kind=consultation,complaint), 2026-11-20 - 2026-11-21 so far: 415'
t_out_has '  received, 1 concluded, 414 open'
t_is 21 "$(sed '/^Targets/,$d' "$t_tmp/out" | wc -l)" 'lines of the first screen and the empty one below'
t_is 'as of 2026-11-21T09:30:00+08:00; left out: 8 cancelled (again 1, duplicate 1,   error 1, mistaken-number 1, …)' \
	"$(sed -n '/^as of/,/^late/p' "$t_tmp/out" | sed '$d' | paste -s -d ' ' -)"

t_begin 'a period that does not end at midnight says its times, and so does the one before'
mall
t_run sd -C mall report --from 2026-11-20T10:00 --to 2026-11-20T13:00
t_out_has 'mall, 2026-11-20 10:00 - 13:00: 1 received'
t_out_has 'Targets, against the period before (2026-11-20 07:00 - 10:00)'
t_run sd -C mall report --from 2026-11-19T22:00 --to 2026-11-21
t_out_has 'mall, 2026-11-19 22:00 - 2026-11-21 00:00: '

t_begin 'a page lists all who missed a limit; text the first, and what nobody owns'
mall
awk 'BEGIN { for (i = 1; i <= 40; i++) {
	printf "2026-11-18T11:00:00+08:00,2026-11-20T16:00:00+08:00,20261118-%04d,open,li.na,complaint,hotline,price,general,,,p%02d,,,,\n", i, i
	if (i <= 2) printf "2026-11-18T11:00:00+08:00,2026-11-20T16:00:00+08:00,20261118-%04d,open,li.na,complaint,hotline,price,general,,,,,,,\n", 40 + i
} }' >>mall/cases.csv
t_run sd -C mall report --from 2026-11-18 --to 2026-11-21
t_out_any
t_is '' "$(sed -n '/^Who missed which/,/^$/p' "$t_tmp/out" | grep p35)"
t_is 2 "$(awk '/^Score cards of handlers: /,/^$/ { if ($1 == "nobody") n++ } /^Who missed which/,/^$/ { if ($1 == "nobody") { n++; exit } } END { print n + 0 }' "$t_tmp/out")" 'nobody is there'
t_run sd -C mall report --from 2026-11-18 --to 2026-11-21 --format html
t_out_has '<th scope="row">p35</th><td>first-response</td>'

t_begin 'the customer to call is known where another row of the case stands before its open, as in the tables of others'
t_need jq
t_small_desk
t_file cases.csv <<'END'
at,case,event,by,kind,severity,customer,text
2026-11-01T09:00:00Z,20261101-0001,note,a,,,,hello
2026-11-01T09:00:00Z,20261101-0001,open,a,complaint,general,c00001,no
END
t_run sd report --month 2026-11 --now 2026-11-05T00:00:00Z --format json
t_status 3
t_out_any
t_err_has "'note' needs a case"
t_sh 'sd report -q --month 2026-11 --now 2026-11-05T00:00:00Z --format json 2>/dev/null | jq -r ".calls[].customer"'
t_status 0
t_out <<'END'
c00001
END
