#!/bin/sh
# Are the records complete? C1, metrics.md: rows with all required columns / rows.

. "$(dirname "$0")/lib.sh"

# Complaints need customer, place, date and text at open; each case its channel, each resolve its cause.
desk() {
	mkdir -p shop
	t_policy shop/policy.yaml mini <<'END'
kinds: { complaint: {}, consultation: {} }
events: { feedback: {} }
fields: { occurred: {label: {zh: 发生时间, en: occurred}} }
require:
  - { for: {kind: complaint}, on: open, columns: [customer, place, occurred, text] }
  - { on: [open, feedback], columns: [channel] }
  - { on: resolve, columns: [detail] }
targets: { completeness: { goal: ">= 98%", for: {kind: complaint} }, record-delay: "<= 5%" }
END
	t_file shop/cases.csv <<'END'
at,logged,case,event,by,kind,channel,customer,place,owner,due,detail,occurred,text
2026-11-20T09:00:00+08:00,,20261120-0001,open,li,complaint,hotline,c1,A1,,,,2026-11-19,"all there"
2026-11-20T09:01:00+08:00,,20261120-0002,open,li,complaint,hotline,c2,,,,,2026-11-19,no place
2026-11-20T09:02:00+08:00,,20261120-0003,open,li,complaint,,,,,,,,""
2026-11-20T09:03:00+08:00,,20261120-0004,open,li,consultation,,,,,,,,
2026-11-20T09:04:00+08:00,2026-11-20T12:00:00+08:00,20261120-0005,open,li,consultation,hotline,,,,,,,
2026-11-20T12:05:00+08:00,,20261120-0005,resolve,li,,,,,,,,,
2026-11-20T12:06:00+08:00,,20261120-0001,note,li,,,,,,,,,nothing is asked of a note
2026-11-20T12:07:00+08:00,,20261120-0004,feedback,li,,hotline,,,,,,,a row may have it itself
2026-11-20T12:08:00+08:00,,20261120-0006,open,li,complaint,,,,,,,,
2026-11-20T12:09:00+08:00,,20261120-0006,cancel,li,,,,,,,error,,
2026-11-21T08:00:00+08:00,,20261120-0001,resolve,li,,,,,,,stale,,
2026-11-21T08:01:00+08:00,,20261120-0002,amend,li,,,,B2,,,,,
END
	t_now 2026-11-21T09:00:00+08:00
}

t_begin 'C1 of the rows that something is asked of: those that lack nothing'
desk
t_sh 'sd -C shop report --day 2026-11-20 --as-of 2026-11-21 --format csv | grep -E "^(completeness|rates,,,completeness)" | cut -d, -f1,4,5,7-10'
t_out <<'END'
rates,completeness,complaint,value,0.333333,1,3
rates,completeness,consultation,value,0.5,2,4
completeness,,,share,0.428571,3,7
completeness,open/channel,,missing,0.4,2,5
completeness,open/place,,missing,0.666667,2,3
completeness,open/customer,,missing,0.333333,1,3
completeness,open/occurred,,missing,0.333333,1,3
completeness,open/text,,missing,0.333333,1,3
completeness,resolve/detail,,missing,1,1,1
completeness,feedback/channel,,missing,0,0,1
END

t_begin 'what an amend puts in later is there from then on'
desk
t_sh 'sd -C shop report --day 2026-11-20 --format csv | grep -E "^rates,,,completeness,complaint|open/place" | cut -d, -f4,8-10'
t_out <<'END'
completeness,0.666667,2,3
open/place,0.333333,1,3
END

t_begin 'text, Markdown and html name the columns, the most frequent first'
desk
t_sh 'sd -C shop report --day 2026-11-20 | sed -n "/^Required/,/^\$/p"'
t_out <<'END'
Required columns that are missing, of the rows that want them
  column    event           missing
  channel   opened     40.0 % (2/5)
  customer  opened     33.3 % (1/3)
  occurred  opened     33.3 % (1/3)
  place     opened     33.3 % (1/3)
  text      opened     33.3 % (1/3)
  detail    resolved  100.0 % (1/1)

END
t_run sd -C shop report --day 2026-11-20 --lang zh --format md
t_out_has '| 发生时间 |'
t_run sd -C shop report --day 2026-11-20 --format html
t_out_has 'complete records'
t_out_has 'Required columns that are missing'

t_begin 'json'
desk
t_need python3
t_sh 'sd -C shop report --day 2026-11-20 --format json | python3 -c "
import json, sys
r = json.load(sys.stdin)
c = r[\"completeness\"]
print(c[\"n\"], c[\"of\"], round(c[\"share\"], 4), c[\"columns\"][0])
for x in r[\"rates\"]:
    if x[\"measure\"] == \"completeness\":
        print(x[\"kind\"], x[\"numerator\"], x[\"denominator\"])"'
t_out <<'END'
4 7 0.5714 {'event': 'open', 'column': 'channel', 'missing': 2, 'of': 5}
complaint 2 3
consultation 2 4
END

t_begin 'it can be a target, and so can the share of records written late'
desk
t_sh 'sd -C shop report --day 2026-11-20 --check | grep -A2 "^targets"'
t_out <<'END'
targets: 2
  completeness  >= 98%  66.7 % (2/3)  missed
  record delay  <= 5%   20.0 % (1/5)  missed
END
t_run sd -C shop report --day 2026-11-20 --check --format csv
t_status 1
t_out_any

t_begin 'a policy that requires nothing has no such figure'
desk
sed -i '/^require/,/resolve, columns/d' shop/policy.yaml
t_sh 'sd -C shop report --day 2026-11-20 --format csv | grep -E "^completeness|^rates,,,completeness" | cut -d, -f1,4,5,7-10'
t_out <<'END'
rates,completeness,complaint,value,,0,0
rates,completeness,consultation,value,,0,0
completeness,,,share,,0,0
END
t_run sd -C shop report --day 2026-11-20
t_out_not 'Required columns'

t_begin 'each case by the version of the policy in force for it, a voided row not at all'
desk
sed 's/valid-from: 2026-01-01/valid-from: 2026-11-20/; s/^policy:/supersedes: old.yaml\npolicy:/' shop/policy.yaml >shop/new.yaml
sed '/^require/,/resolve, columns/d' shop/policy.yaml >shop/old.yaml
mv shop/new.yaml shop/policy.yaml
t_file shop/cases.csv <<'END'
at,logged,case,event,by,kind,channel,customer,place,detail,occurred,text,check
2026-11-19T09:00:00+08:00,,20261119-0001,open,li,complaint,,,,,,,11111111abcdef00
2026-11-20T09:00:00+08:00,,20261120-0001,open,li,complaint,hotline,c1,A1,,now,x,22222222abcdef00
2026-11-20T09:01:00+08:00,,20261119-0001,resolve,li,,,,,,,,33333333abcdef00
2026-11-20T09:02:00+08:00,,20261120-0001,resolve,li,,,,,,,,44444444abcdef00
2026-11-20T09:03:00+08:00,,20261120-0001,void,li,,,,,44444444abcdef00,,,55555555abcdef00
END
t_sh 'sd -C shop report --from 2026-11-19 --to 2026-11-21 --format csv | grep -E "^completeness,,,," | cut -d, -f8-10'
t_out <<'END'
1,1,1
END
