#!/bin/sh
# C4, C6, Y2.3, H2.1, C15: who gets a case, by the policy's rules, as an assign row by sd.
. "$(dirname "$0")/lib.sh"

desk() {
	t_file mall.yaml <<END
policy: routing
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: en
${1-}
kinds:
  consultation: { severities: { ordinary: {} } }
  complaint: { severities: { general: {}, major: { handler: manager } } }
departments:
  shop: { lead: lead, staff: [an, bo, chi], assign: least-open }
  store: { lead: lead, staff: [an, bo, chi], assign: rotate }
  office: { lead: lead, staff: [an], assign: lead }
  yard: { lead: lead, staff: [an] }
staff:
  an: { name: 安, level: staff }
  bo: { level: staff, away: { 2026-12-01..2026-12-05: an } }
  chi: { level: staff }
  lead: { level: supervisor }
  high: { level: manager }
categories: { expired: { kind: complaint, severity: major, department: shop, words: [过期] }, price: { department: store } }
fields: { about: { role: staff } }
clocks: [ { clock: resolve, from: open, until: [assign, resolve], within: 24h } ]
END
	"$SD_BIN/sd" --policy mall.yaml init -q desk || exit 1
	cd desk || exit 1
}
# Case event by department owner text of the last N rows.
rows() { tail -n "$1" cases.csv | cut -d, -f 3-5,15,16,22 | sed 's/^20261121-//'; }
open_case() {
	t_run sd log open -q --by an "$@"
	t_out_any
}

t_begin 'C6 least-open: the new case goes to who owns the fewest open ones, in the order of staff'
desk
for i in 1 2 3 4; do
	open_case --department shop
done
t_is 'an bo chi an' "$(grep ,assign, cases.csv | cut -d, -f 16 | xargs)"
t_run sd log resolve 2 -q --by bo
open_case --department shop
t_is bo "$(tail -n 1 cases.csv | cut -d, -f 16)"
rows 1 >got
t_file_is got <<'END'
0005,assign,sd,shop,bo,assign: least-open
END

t_begin 'C6 the clerk sees who got it, and the case is open'
desk
t_run sd log open --by an --department shop
t_out_any
t_err <<'END'
20261121-0001: opened
assigned to 安: fewest open cases
END
t_run sd log show 1 --format json
t_out_has '"state": "open"'
t_out_has '"owner": "an"'

t_begin 'C6 rotate: each in turn, whoever owns what'
desk
open_case --department shop --owner bo
for i in 1 2 3 4; do
	open_case --department store
done
t_is 'an bo chi an' "$(grep ,assign, cases.csv | cut -d, -f 16 | xargs)"
t_run sd log assign 2 -q --by an --owner chi
open_case --department store
t_is bo "$(tail -n 1 cases.csv | cut -d, -f 16)"

t_begin 'C6 lead; and no assign, no owner'
desk
open_case --department office
t_is 'assign: lead' "$(tail -n 1 cases.csv | cut -d, -f 22)"
open_case --department yard
open_case
t_is 1 "$(grep -c ,assign, cases.csv)"

t_begin 'who the clerk names gets it'
desk
open_case --department shop --owner chi
t_is 0 "$(grep -c ,assign, cases.csv)"
t_run sd log assign 1 -q --by an --department store --owner bo
t_is 1 "$(grep -c ,assign, cases.csv)"

t_begin 'C15 nobody gets a case about himself'
desk
open_case --department shop --about an
t_is bo "$(tail -n 1 cases.csv | cut -d, -f 16)"

t_begin 'nobody gets a case who is away'
desk
t_now 2026-12-02T10:00:00+08:00
open_case --department shop
open_case --department shop
open_case --department shop
t_is 'an chi an' "$(grep ,assign, cases.csv | cut -d, -f 16 | xargs)"

t_begin 'Y2.3 a severity goes to the level that handles it'
desk
open_case --category expired
rows 1 >got
t_file_is got <<'END'
0001,assign,sd,shop,high,handler: manager
END
t_run sd log open --by an --text '过期'
t_out_any
t_err_has 'assigned to high: manager'

t_begin 'Y2.3 a case that becomes major is handed over where its owner stands below that level'
desk
open_case --kind complaint --department shop
t_run sd log amend 1 --by an --severity major
t_err_has 'assigned to high: manager'
rows 1 >got
t_file_is got <<'END'
0001,assign,sd,shop,high,handler: manager
END
open_case --kind complaint --department shop --owner high
t_run sd log amend 2 -q --by an --severity major
t_is amend "$(tail -n 1 cases.csv | cut -d, -f 4)"
open_case --kind complaint --department shop
t_run sd log amend 3 -q --by an --severity major --owner bo
t_is amend "$(tail -n 1 cases.csv | cut -d, -f 4)"

t_begin 'H2.1 whoever takes the case owns it until it is handed over by name'
desk 'first-contact: true'
t_run sd log open --by chi --kind complaint --severity major --department shop
t_out_any
t_err <<'END'
20261121-0001: opened
assigned to chi: took the case
END
t_is 'open chi' "$(tail -n 1 cases.csv | cut -d, -f 4,16 | tr , ' ')"
open_case --kind complaint --department shop
t_run sd log amend 2 -q --by an --severity major
t_is amend "$(tail -n 1 cases.csv | cut -d, -f 4)"
t_run sd log assign 2 -q --by an --owner high
t_is high "$(tail -n 1 cases.csv | cut -d, -f 16)"

t_begin 'H2.1 a case about who takes it goes to somebody else'
desk 'first-contact: true'
open_case --department shop --about an
t_is 'assign bo' "$(tail -n 1 cases.csv | cut -d, -f 4,16 | tr , ' ')"

t_begin 'C4 a case handed to a department gets an owner there'
desk
open_case --department yard --owner lead
t_run sd log assign 1 --by an --department shop
t_err_has 'assigned to 安: fewest open cases'
rows 2 >got
t_file_is got <<'END'
0001,assign,an,shop,,
0001,assign,sd,shop,an,assign: least-open
END
t_run sd log assign 1 -q --by an --department yard
t_is 'an yard' "$(tail -n 1 cases.csv | cut -d, -f 5,15 | tr , ' ')"

t_begin 'C4 a case that is sorted later goes to the department of its category'
desk
open_case
t_run sd log amend 1 -q --by an --category price
rows 1 >got
t_file_is got <<'END'
0001,assign,sd,store,an,assign: rotate
END

t_begin 'a question answered on the spot needs nobody'
desk
open_case --department shop --text when --'done' now
t_is 0 "$(grep -c ,assign, cases.csv)"

t_begin 'a row by sd stops no clock'
desk
open_case --department shop
t_run sd escalate explain 1 --format json
t_out_has '"verdict": "undecided"'

t_begin 'append knows what the lines before it gave to whom'
desk
t_in <<'END'
{"event":"open","department":"shop","owner":"an"}
{"event":"open","department":"shop"}
{"event":"open","department":"shop"}
{"event":"open","department":"shop"}
{"event":"resolve","case":"20261121-0003","by":"chi"}
{"event":"open","department":"shop"}
{"event":"open","department":"store"}
{"event":"open","department":"store"}
END
t_run sd log append -q --by an
t_out_any
t_is 'bo chi an chi an bo' "$(grep ,assign, cases.csv | cut -d, -f 16 | xargs)"

t_begin 'duties are no load, and nobody is given them'
desk
open_case --kind duty --department shop
open_case --kind duty --department shop --owner an
open_case --department shop
t_is 'an' "$(grep ,assign, cases.csv | cut -d, -f 16 | xargs)"

t_begin 'Y2.3 what was resolved below the level that handles it is listed'
desk
open_case --category expired
open_case --category expired
open_case --department shop
t_run sd log assign 2 -q --by an --owner bo
for i in 1 2 3; do
	t_run sd log resolve $i -q --by high
done
t_sh 'sd report --day today --format jsonl | grep below_handler'
t_out <<'END'
{"section":"below_handler","desk":"desk","case":"20261121-0002","name":"manager","kind":"complaint","severity":"major","done":"2026-11-21T10:00:00+08:00","owner":"bo"}
END
t_run sd report --day today --format json
t_out_has '"handler": "manager"'
t_run sd report --day today
t_out_has 'Resolved below the level that handles it'
t_out_has '20261121-0002  major     manager  bo     2026-11-21 10:00'
t_run sd report --day 2026-11-20
t_out_not 'Resolved below'

t_begin 'without staff in the policy names are free and nothing is assigned'
t_run sd init -q --policy shopping-mall desk
cd desk || exit 1
t_run sd log open -q --by li --channel hotline --category expired --place B2 --customer x --text x
t_out_any
t_is 0 "$(grep -c ,assign, cases.csv)"

t_begin 'many clerks at once: each case has one owner, and the load is even'
desk
t_sh 'for i in 1 2 3 4 5 6; do sd log open -q --by an --department shop >/dev/null & done; wait'
t_is '2 an 2 bo 2 chi' "$(grep ,assign, cases.csv | cut -d, -f 16 | sort | uniq -c | xargs)"
