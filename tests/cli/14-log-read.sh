#!/bin/sh
# Looking cases up: list, show, find, customer; append and export.
. "$(dirname "$0")/lib.sh"

desk() {
	t_policy mall.yaml small-mall <<'END'
kinds:
  consultation: { label: { zh: 咨询, en: consultation }, severities: { ordinary: {} } }
  complaint: { label: { zh: 投诉, en: complaint }, severities: { general: {}, major: {} } }
channels: { hotline: {}, front-desk: {} }
categories: { product-quality: {}, expired: { label: { zh: 过期, en: expired }, of: product-quality, kind: complaint } }
fields: { supplier: {} }
clocks:
  - { clock: resolve, from: open, until: resolve, within: 24h }
END
	"$SD_BIN/sd" --policy mall.yaml init -q desk
	cd desk || exit 1
	t_env SD_USER=a
	log() { SD_USER=a "$SD_BIN/sd" --now "$at" log "$@" -q >/dev/null || exit 1; }
	at=2026-11-19T09:00:00+08:00
	log open --category expired --severity major --customer 王芳 --contact 13800001111 --place B2 --product milk-1l --batch B20261101 --channel hotline --text '王芳: milk past its date' --supplier dairy
	at=2026-11-19T10:00:00+08:00
	log respond 1 --text 'We look into it'
	at=2026-11-20T12:00:00+08:00
	log open --text 'Opening hours on Sunday?' --channel front-desk
	log resolve 1120-1
	at=2026-11-21T09:00:00+08:00
	log open --category expired --customer 李明 --contact 13900002222 --text '酸奶过期' --product yogurt
}

t_begin 'list shows all cases, what is due and what is late'
desk
t_run sd log list
t_out <<'END'
case           time   about         severity  customer  standing  text
20261119-0001  09:00  expired       major     王芳      late 25h  王芳: milk pa…
20261120-0001  12:00  consultation  ordinary            resolved  Opening hours…
20261121-0001  09:00  expired       general   李明      in 23h    酸奶过期
END

t_begin 'filters combine'
desk
ids() { sd log "$@" --format csv | sed 1d | cut -d, -f1 | tr '\n' ' '; }
for f in '--open=20261119-0001 20261121-0001 ' '--late=20261119-0001 ' '--kind 投诉=20261119-0001 20261121-0001 ' \
	'--category product-quality=20261119-0001 20261121-0001 ' '--severity major=20261119-0001 ' \
	'--from 2026-11-20=20261120-0001 20261121-0001 ' '--to 2026-11-21=20261119-0001 20261120-0001 ' \
	'--from 2026-11-20 --to 2026-11-21=20261120-0001 ' '--channel front=20261120-0001 ' \
	'--supplier dairy=20261119-0001 ' '--product milk-1l=20261119-0001 ' '--customer 王=20261119-0001 ' \
	'--customer 2222=20261121-0001 ' '--contact 13900002222=20261121-0001 ' '--open --severity general=20261121-0001 '; do
	# shellcheck disable=SC2086
	t_is "${f#*=}" "$(SD_NOW=2026-11-21T10:00:00+08:00 PATH=$t_path ids list ${f%%=*})" "${f%%=*}"
done

t_begin 'find takes words of texts and codes, in any case, Chinese too; all of them must be there'
desk
for f in 'MILK=20261119-0001 ' 'look=20261119-0001 ' '过期=20261121-0001 ' 'yogurt=20261121-0001 ' 'B20261101=20261119-0001 ' \
	'王芳=20261119-0001 ' '1111=20261119-0001 ' 'milk look=20261119-0001 ' 'milk Sunday=' 'dairy=20261119-0001 ' '--batch B20261101=20261119-0001 '; do
	# shellcheck disable=SC2086
	t_is "${f#*=}" "$(SD_NOW=2026-11-21T10:00:00+08:00 PATH=$t_path ids find ${f%%=*})" "${f%%=*}"
done
t_run sd log find nobody
t_err <<'END'
no such case
END

t_begin 'machine formats are codes, times with offset, texts as the log holds them'
desk
t_run sd log list --format csv --severity major
t_out <<'END'
case,at,state,kind,channel,category,severity,customer,type,place,product,batch,department,owner,supplier,due,text
20261119-0001,2026-11-19T09:00:00+08:00,open,complaint,hotline,expired,major,c0001,,B2,milk-1l,B20261101,,,dairy,2026-11-20T09:00:00+08:00,{name}: milk past its date
END
t_run sd log list --format jsonl --severity major
t_out <<'END'
{"case":"20261119-0001","at":"2026-11-19T09:00:00+08:00","state":"open","kind":"complaint","channel":"hotline","category":"expired","severity":"major","customer":"c0001","type":"","place":"B2","product":"milk-1l","batch":"B20261101","department":"","owner":"","supplier":"dairy","due":"2026-11-20T09:00:00+08:00","text":"{name}: milk past its date"}
END
t_run sd log list --format slip
t_status 2
t_err_has "format 'slip' does not exist here"

t_begin 'show: the case, its history with checks, its clocks'
desk
t_mask 's/  [0-9a-f]\{8\}$/  CHECK/'
t_run sd log show 1119-1
t_out <<'END'
20261119-0001  open
  kind       complaint
  channel    hotline
  category   expired
  severity   major
  place      B2
  product    milk-1l
  batch      B20261101
  supplier   dairy
  customer   c0001 王芳 13800001111
  opened at  2026-11-19 09:00

history (* written down later)
  time              event     by  detail  text                      check
  2026-11-19 09:00  opened    a           王芳: milk past its date  CHECK
  2026-11-19 10:00  answered  a           We look into it           CHECK

clocks
  clock    due               standing
  resolve  2026-11-20 09:00  late 25h
END

t_begin 'show --format slip fits 32 columns and holds no number'
desk
t_run sd log show 1119-1 --format slip
t_out <<'END'
case: 20261119-0001
state: open
opened at: 2026-11-19 09:00
customer: 王芳
kind: complaint
channel: hotline
category: expired
severity: major
place: B2
product: milk-1l
batch: B20261101
supplier: dairy
--------------------------------
王芳: milk past its date
resolve: 2026-11-20 09:00
--------------------------------
END
t_run sd log show 1119-1 --format slip --width 40
t_status 2
t_err_has "--width is 32 or 48, not '40'"

t_begin 'show in JSON'
desk
t_need jq
t_sh 'sd log show 1119-1 --format json | jq -r ".schema, .case, .state, .name, .events[1].event, .clocks[0].verdict, .clocks[0].due"'
t_out <<'END'
sd.case/1
20261119-0001
open
王芳
respond
breached
2026-11-20T09:00:00+08:00
END

t_begin 'a stranger s bytes never reach the terminal'
desk
t_run sd log open -q --text "$(printf 'red \033[31m bell \007 bidi \342\200\256 end')"
t_out_any
t_run sd log show 20261121-2
t_out_not "$(printf '\033')"
t_out_not "$(printf '\342\200\256')"
t_out_has 'red \x1B[31m'


t_begin 'csv gives the bytes of the log to a file, and to a terminal none that it would obey'
desk
t_run sd log open -q --text "$(printf 'red \033[31m bidi \342\200\256 end')"
t_out_any
for command in 'sd log export' 'sd log list --format csv' 'sd log find red --format csv'; do
	t_tty "$command"
	t_out_has 'x1B[31m bidi '
	t_out_not "$(printf '\033')"
	t_out_not "$(printf '\342\200\256')"
done
t_sh 'sd log export | grep -c "$(printf "red \033\[31m bidi \342\200\256 end")"'
t_out <<'END'
1
END

t_begin 'customers: set, find, merge'
desk
t_run sd log customer set new --name 'Li "X", Ltd' --contact x@example.org
t_out <<'END'
c0003
END
t_is 'c0003,"Li ""X"", Ltd",x@example.org,,,' "$(tail -n 1 customers.csv)"
t_run sd log customer set c0003 --note 'pays late'
t_out <<'END'
c0003
END
t_is 'c0003,"Li ""X"", Ltd",x@example.org,,,pays late' "$(tail -n 1 customers.csv)"
t_run sd log customer merge c0003 c0001
t_err_has 'is now c0001 (王芳)'
t_run sd log customer find c0003
t_err_has "no customer answers to 'c0003'"
t_run sd log open -q --customer c0003
t_out_any
t_is c0001 "$(tail -n 1 cases.csv | cut -d, -f10)"
t_run sd log customer find 王 --format csv
t_out <<'END'
customer,name,contact,type,since,note
c0001,王芳,13800001111,,2026-11-19,
END
t_run sd log customer set c0009 --name x
t_status 3
t_err_has "there is no customer 'c0009'"
t_run sd log customer merge c0001 c0001
t_status 3
t_err_any
t_run sd log customer
t_status 2
t_err_any

t_begin 'append: one JSON object a line; what is wrong is set aside by its line'
desk
t_in <<'END'
{"event":"open","kind":"咨询","text":"first","key":"k1"}
{"event":"note","case":"20261119-0001","text":"for 王芳"}

{"event":"open","colour":"red"}
not json
{"event":"close","case":"20261119-0001"}
{"event":"respond","case":"20261121-0002","at":"2026-11-21T09:59:00+08:00"}
{"event":"seal"}
{"event":"open","at":"2027-01-01T00:00:00+08:00"}
{"event":"open","text":"second","customer":"赵","contact":"13700003333"}
END
t_run sd log append
t_status 1
t_out <<'END'
20261121-0002
20261121-0003
END
t_err <<'END'
3 recorded, 0 present before, 6 set aside
standard input:4: error: unknown column 'colour'
standard input:5: error: column 3: invalid token near 'not'
standard input:6: error: 'close' needs a resolved case; 'resolve' it first
standard input:7: error: 'respond' needs a case; 'open' it first
standard input:8: error: 'seal' is recorded by sd itself, not by hand
standard input:9: error: 'at' lies in the future: '2027-01-01T00:00:00+08:00'
END
t_is 'for {name}' "$(grep ,note, cases.csv | sed 's/.*,\(for.*\),.*/\1/')"
t_in <<'END'
{"event":"open","text":"first","key":"k1"}
END
t_run sd log append --format jsonl
t_out <<'END'
{"line":1,"case":"20261121-0002","event":"open"}
END
t_err_has '0 recorded, 1 present before, 0 set aside'
t_in <<'END'
{"event":"nothing"}
END
t_run sd log append -q
t_status 3
t_err_has "standard input:1: error: unknown event 'nothing'"

t_begin 'append asks for what the verbs ask for'
desk
cp cases.csv ../before
t_in <<'END'
{"event":"hold","case":"20261119-0001"}
{"event":"promise","case":"20261119-0001"}
{"event":"note","case":"20261119-0001"}
{"event":"assign","case":"20261119-0001"}
{"event":"amend","case":"20261119-0001"}
{"event":"task","case":"20261119-0001"}
{"event":"done","case":"20261119-0001","detail":"x"}
{"event":"void","case":"20261119-0001"}
{"event":"void","case":"20261119-0001","detail":"0000000000000000"}
{"event":"attach","case":"20261119-0001","text":"photo"}
{"event":"cancel","case":"20261119-0001","detail":"duplicate:20261119-0001"}
{"event":"respond","case":"20261119-0001","kind":"complaint"}
{"event":"respond","case":"20261119-0001","customer":"Somebody Else"}
END
t_run sd log append -q
t_status 3
t_err <<'END'
standard input:1: error: 'hold' needs detail
standard input:2: error: 'promise' needs due
standard input:3: error: 'note' needs text
standard input:4: error: 'assign' needs department or owner
standard input:5: error: 'amend' needs something to change, e.g. severity
standard input:6: error: 'task' needs detail
standard input:7: error: the case has no open task
standard input:8: error: 'void' needs detail
standard input:9: error: the case has no row with the check '0000000000000000' (at least 8 digits)
standard input:10: error: 'attach' needs detail
standard input:11: error: a case is no duplicate of itself
standard input:12: error: 'respond' changes no kind; 'amend' does
standard input:13: error: 'respond' changes no customer; 'amend' does
END
t_is "$(cat ../before)" "$(cat cases.csv)"
t_is 0 "$(grep -c Somebody customers.csv)"
t_in <<'END'
{"event":"open","case":"20261121-0050","text":"x"}
{"event":"task","case":"20261121-0050","detail":"call"}
{"event":"done","case":"20261121-0050","detail":"call"}
{"event":"amend","case":"20261121-0050","kind":"complaint"}
END
t_run sd log append -q
t_out <<'END'
20261121-0050
END

t_begin 'a case that a line opens can be named by the next where it brings its id along'
desk
t_in <<'END'
{"event":"open","case":"20261121-0042","text":"x"}
{"event":"respond","case":"20261121-0042"}
{"event":"open","case":"20261121-0042"}
{"event":"open","case":"20261120-0099"}
END
t_run sd log append
t_status 1
t_out <<'END'
20261121-0042
END
t_err_has "standard input:3: error: the case '20261121-0042' exists"
t_err_has "standard input:4: error: the case id '20261120-0099' is not of the day of 'at'"
t_run sd log open -q
t_out <<'END'
20261121-0043
END

t_begin 'export gives texts as people wrote them; --guard keeps spreadsheets from computing them'
desk
t_run sd log note 1 -q --text "$(printf '=1+1\nnext')"
t_sh 'sd log export | tail -n 2 | head -n 1 | sed "s/.*,//"'
t_out <<'END'
"=1+1
END
t_sh 'sd log export --guard | tail -n 2 | head -n 1 | sed "s/.*,//"'
t_out <<'END'
"'=1+1
END
t_sh 'sd log export --format jsonl --from 2026-11-21T09:30 | sed "s/,.check.*//"'
t_out <<'END'
{"at":"2026-11-21T10:00:00+08:00","case":"20261121-0001","event":"note","by":"a","text":"=1+1\nnext"
END

t_begin '--guard knows the wide signs and a line break before the sign, too, and leaves other texts alone'
desk
for text in '＝1+1' '＋1' '－1' '＠x' "$(printf '\n=1')" "'x" '１=1' 'a=1'; do
	t_run sd log note 1 -q --text "$text"
done
t_sh 'sd log export --guard --from 2026-11-21T09:30 | tail -n +2 | sed "s/,[0-9a-f]*$//; s/.*,//"'
t_out <<'END'
'＝1+1
'＋1
'－1
'＠x
"'
=1"
''x
１=1
a=1
END

t_begin 'help works outside of a desk'
t_run sd log --help
t_out_has 'usage: sd log VERB'
t_run sd log open --help
t_out_has '--category CATEGORY'
t_run sd log list --help
t_out_has 'usage: sd log list'
t_run sd log
t_status 2
t_out_any
t_run sd log opne
t_status 3
t_err_any

t_begin 'append: a case number that would use up its day is refused'
t_desk shopping-mall
t_in <<'END'
{"event":"open","case":"20261121-999999999","kind":"consultation","text":"x","by":"li.na"}
{"event":"open","case":"20261121-0005","kind":"consultation","text":"y","by":"li.na"}
END
t_run sd log append -q
t_status 1
t_out_any
t_err_has "the number of the case id '20261121-999999999' is too high"
t_run sd log open -q --kind consultation --text z --by li.na
t_out <<'END'
20261121-0006
END
