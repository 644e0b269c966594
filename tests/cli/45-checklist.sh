#!/bin/sh
# C16, C17, C4: a category's checklist opens tasks, each with its own clock, department and owner.
. "$(dirname "$0")/lib.sh"

desk() {
	t_file mall.yaml <<'END'
policy: checklist
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: en
calendars:
  office: { hours: { mon-fri: ["09:00-18:00"] } }
  known: { hours: { mon-fri: ["09:00-18:00"] }, holidays: days.yaml }
kinds: { complaint: { severities: { general: {}, major: {} } } }
departments:
  merchandise: { staff: [wang, zhao], assign: least-open }
  finance: { lead: ma, assign: lead }
  service: {}
staff: { li: {}, wang: { level: manager }, zhao: {}, ma: { away: { 2026-12-01..2026-12-31: li } } }
categories:
  quality: { words: [质量] }
  expired: { of: quality, words: [过期] }
  attitude: {}
  price: {}
fields: { about: { role: staff } }
clocks:
  - { clock: task, label: { en: step }, from: task, until: 'done', within: due }
checklists:
  quality:
    - { task: pull-batch, label: { en: pull the batch }, within: 1h, department: merchandise }
    - { task: check-stock, within: 8h, calendar: office, department: merchandise, owner: zhao }
    - { task: trace, within: 3 working days, calendar: office, department: finance }
    - { task: tell }
  attitude:
    - { task: investigate, within: 24h, owner: zhao }
    - { task: train, within: 7d, department: service }
    - { task: far, within: 5 working days, calendar: known }
END
	t_file days.yaml <<'END'
country: CN
source: made up
years:
  2026: { source: [made up], off: [2026-10-01] }
END
	"$SD_BIN/sd" --policy mall.yaml init -q desk || exit 1
	cp days.yaml desk/
	cd desk || exit 1
}
# Of the task rows: at, by, department, owner, due, name, text.
tasks() { grep ,task, cases.csv | cut -d, -f 1,5,15-17,19,22; }

t_begin 'C16 the steps of the category, or of the one above it, are opened with the case, each due in its own time'
desk
t_run sd log open --by li --category expired
t_out_any
t_err <<'END'
20261121-0001: opened
tasks: pull the batch, check-stock, trace, tell
END
tasks >got
t_file_is got <<'END'
2026-11-21T10:00:00+08:00,sd,merchandise,wang,2026-11-21T11:00:00+08:00,pull-batch,checklist: quality
2026-11-21T10:00:00+08:00,sd,merchandise,zhao,2026-11-23T17:00:00+08:00,check-stock,checklist: quality
2026-11-21T10:00:00+08:00,sd,finance,ma,2026-11-26T00:00:00+08:00,trace,checklist: quality
2026-11-21T10:00:00+08:00,sd,,,,tell,checklist: quality
END

t_begin 'C22 C16 a category that words suggest has its steps, too'
desk
t_run sd log open -q --by li --text '过期'
t_out_any
t_is 4 "$(tasks | wc -l)"

t_begin 'C16 a step falls due from when the customer got in touch'
desk
t_run sd log open -q --by li --category expired --at 2026-11-20T17:30
t_out_any
tasks | cut -d, -f 1,5 >got
t_file_is got <<'END'
2026-11-20T17:30:00+08:00,2026-11-20T18:30:00+08:00
2026-11-20T17:30:00+08:00,2026-11-23T16:30:00+08:00
2026-11-20T17:30:00+08:00,2026-11-26T00:00:00+08:00
2026-11-20T17:30:00+08:00,
END

t_begin 'C17 who a complaint is about does not investigate it'
desk
t_run sd log open -q --by li --category attitude --about zhao
t_out_any
t_err_any
t_is ',,2026-11-22T10:00:00+08:00,investigate' "$(grep ,investigate, cases.csv | cut -d, -f 15-17,19)"
t_run sd log open -q --by li --category attitude --about wang
t_out_any
t_err_any
t_is zhao "$(grep ,investigate, cases.csv | tail -n 1 | cut -d, -f 16)"

t_begin 'who is away does not get a step: the stand-in does'
desk
t_now 2026-12-02T10:00:00+08:00
t_run sd log open -q --by li --category expired
t_out_any
t_is li "$(grep ,trace, cases.csv | cut -d, -f 16)"

t_begin 'a calendar without data leaves the step without a due time, tells it, and records'
desk
t_now 2026-12-30T10:00:00+08:00
t_run sd log open --by li --category attitude
t_out <<'END'
20261230-0001
END
t_err_has "task 'far': the calendar 'known' has no holiday data for 2027, so it has no due time"
t_is ',,,far' "$(grep ,far, cases.csv | cut -d, -f 15-17,19)"

t_begin 'C16 an amend that first gives the category opens its steps, and none twice'
desk
t_run sd log open -q --by li --category price
t_out_any
t_is 0 "$(tasks | wc -l)"
t_now 2026-11-21T12:00:00+08:00
t_run sd log amend 1 -q --by li --category expired
t_is 4 "$(tasks | wc -l)"
t_is 2026-11-21T13:00:00+08:00 "$(grep ,pull-batch, cases.csv | cut -d, -f 17)"
t_run sd log amend 1 -q --by li --category price
t_run sd log amend 1 -q --by li --category quality
t_is 4 "$(tasks | wc -l)"
t_run sd log amend 1 -q --by li --severity major
t_is 4 "$(tasks | wc -l)"

t_begin 'C4 each step has its own clock, whose owner and department the report names'
desk
t_run sd log open -q --by li --category expired
t_out_any
t_now 2026-11-21T10:30:00+08:00
t_run sd log 'done' 1 -q --by wang --name pull-batch
t_now 2026-11-27T10:00:00+08:00
t_run sd escalate explain 1
t_out_has 'step: pull the batch #1: from task given until task done, by the time promised'
t_out_has 'step: check-stock #2'
t_out_has 'step: trace #3'
t_out_not tell
t_run sd escalate explain 1 --format json
t_out_has '"task": "pull-batch"'
t_run sd log show 1
t_out_has 'step: trace '
t_sh 'sd report --day 2026-11-26 --format jsonl | grep late_now | sort'
t_out_has '"owner":"zhao","task":"check-stock"'
t_out_has '"owner":"ma","task":"trace"'
t_out_not pull-batch
t_run sd report --day 2026-11-26
t_out_has 'step: check-stock'

t_begin 'a step that the checklist gave can be given to somebody else, by another time; a person'"'"'s cannot'
desk
t_run sd log open -q --by li --category expired
t_out_any
t_run sd log task 1 -q --by li --name pull-batch --owner zhao --due 2026-11-21T15:00
t_run sd escalate explain 1 --format json
t_out_has '"moved": 1'
t_run sd log task 1 -q --by li --name pull-batch --owner wang
t_status 3
t_err_has "the task 'pull-batch' is open already"

t_begin 'the report of a case is about the case: a step of another department does not move it'
desk
t_run sd log open -q --by li --category expired --department service
t_out_any
t_run sd log show 1 --format json
t_out_has '"department": "service"'
t_run sd log list --department merchandise --format csv
t_out_not 20261121-0001

t_begin 'a retry with the same key adds the steps that a crash cut off'
desk
t_run sd log open -q --by li --category expired --key k
t_out_any
cp cases.csv whole
for n in 2 3 4 5; do
	head -n $n whole >cases.csv
	t_run sd log open -q --by li --category expired --key k
	t_out_any
	t_is "$(cut -d, -f 4,15-17,19 whole)" "$(cut -d, -f 4,15-17,19 cases.csv)" "after $n lines"
done

t_begin 'append adds what a crash cut off after the last case'
desk
for n in 1 2; do
	echo '{"event":"open","category":"expired","key":"a'$n'"}' >>lines
done
t_sh 'sd log append --by li -q <lines'
t_out_any
cp cases.csv whole
head -n 9 whole >cases.csv
t_sh 'sd log append --by li -q <lines'
t_out <<'END'
20261121-0001
20261121-0002
END
t_is "$(cut -d, -f 3,4,15-17,19 whole)" "$(cut -d, -f 3,4,15-17,19 cases.csv)"

t_begin 'undo of the open takes the steps back; a step that somebody did holds the case'
desk
t_run sd log open -q --by li --category expired
t_out_any
t_run sd log undo -q --by li
t_run sd escalate explain 1 --format json
t_out_has '"clocks": []'
t_run sd log open -q --by li --category expired
t_out_any
t_run sd log 'done' 2 -q --by wang --name tell
t_run sd log undo 2 --by li
t_status 3
t_err_has "this would make the 'done' of"

t_begin 'a row by sd can be taken back alone; with what the case was taken for goes what followed from it'
desk
t_run sd log open -q --by li --text '过期' --department merchandise
t_out_any
t_run sd log void 1 -q --by li --event "$(grep ,assign, cases.csv | sed 's/.*,//')"
t_run sd log show 1 --format json
t_out_has '"category": "expired"'
t_is 1 "$(grep -c ,void, cases.csv)"
t_run sd log void 1 -q --by li --event "$(grep ,amend, cases.csv | sed 's/.*,//')"
t_run sd log show 1 --format json
t_out_has '"category": ""'
t_is 6 "$(grep -c ,void, cases.csv)"
t_run sd escalate explain 1 --format json
t_out_has '"clocks": []'
