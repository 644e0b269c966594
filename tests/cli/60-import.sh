#!/bin/sh
# sd log import: maps, dates, null markers, charsets, bad rows, a second run.
. "$(dirname "$0")/lib.sh"

policy() {
	t_file policy.yaml <<'END'
policy: import-test
timezone: Asia/Shanghai
language: en
kinds:
  complaint: { label: { zh: 投诉 }, severities: { general: {}, major: {} } }
  consultation: { label: { zh: 咨询 } }
channels: { hotline: {}, front-desk: {} }
categories:
  expired: { kind: complaint, severity: major }
  other: {}
events: { feedback: {} }
fields: { order: {}, seen: { type: instant } }
END
	t_run sd init -q --policy policy.yaml desk
}

map() {
	t_file map.yaml <<'END'
import: test
dates: "D/M/YYYY HH:mm"
null: ["?"]
key: id
columns:
  kind: { column: kind, values: { C: complaint, Q: consultation } }
  category: { column: cat, values: { exp: expired }, else: other }
  text: [what, more]
events:
  - { event: open, at: opened, set: { by: who } }
  - { event: respond, at: answered }
  - { event: resolve, at: done }
END
}

# milk DONE: one complaint, when it was resolved
milk() {
	t_file in.csv <<END
id,kind,cat,what,more,who,opened,answered,done
a1,C,exp,milk,,li.na,3/2/2026 10:00,3/2/2026 10:05,$1
END
}

t_begin 'rows become cases with their own times, logged now, and keys'
policy
map
t_file in.csv <<'END'
id,kind,cat,what,more,who,opened,answered,done
a1,C,exp,milk,two bottles,li.na,3/2/2026 10:00,3/2/2026 10:05,4/2/2026 09:00
a2,Q,?,opening hours,,li.na,3/2/2026 11:00,?,?
END
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_out <<'END'
took 4 events of 2 new cases out of 2 rows
END
t_sh 'cut -d, -f1-8,9,20,23 desk/cases.csv'
t_out <<'END'
at,logged,case,event,by,kind,channel,category,severity,key,text
2026-02-03T10:00:00+08:00,2026-11-21T10:00:00+08:00,20260203-0001,open,li.na,complaint,,expired,major,a1,milk two bottles
2026-02-03T10:05:00+08:00,2026-11-21T10:00:00+08:00,20260203-0001,respond,import,,,,,a1/respond/1,
2026-02-04T09:00:00+08:00,2026-11-21T10:00:00+08:00,20260203-0001,resolve,import,,,,,a1/resolve/1,
2026-02-03T11:00:00+08:00,2026-11-21T10:00:00+08:00,20260203-0002,open,li.na,consultation,,,,a2,opening hours
END

t_begin 'a second run writes nothing twice, a longer file only what is new'
policy
map
milk '?'
t_run sd -C desk log import -q --map ../map.yaml ../in.csv
t_out_any
t_sh 'cp desk/cases.csv before'
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_out <<'END'
took 0 events of 0 new cases out of 1 rows
2 events were there already
END
t_run cmp before desk/cases.csv
milk '4/2/2026 09:00'
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_out <<'END'
took 1 events of 0 new cases out of 1 rows
2 events were there already
END
t_is 20260203-0001 "$(tail -n 1 desk/cases.csv | cut -d, -f3)" 'the same case'

t_begin 'a dry run writes nothing'
policy
map
milk '?'
t_sh 'cp desk/cases.csv before'
t_run sd -C desk log import -n --map ../map.yaml ../in.csv
t_out <<'END'
would take 2 events of 1 new cases out of 1 rows
END
t_run cmp before desk/cases.csv

t_begin 'dates are never guessed: another form, a date that does not exist, the future'
policy
map
t_file in.csv <<'END'
id,kind,cat,what,more,who,opened,answered,done
a1,C,exp,milk,,li.na,2026-02-03 10:00,?,?
a2,C,exp,milk,,li.na,29/2/2026 10:00,?,?
a3,C,exp,milk,,li.na,3/13/2026 10:00,?,?
a4,C,exp,milk,,li.na,3/2/2027 10:00,?,?
END
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_status 3
t_out <<'END'
took 0 events of 0 new cases out of 4 rows
4 rows set aside
END
t_err <<'END'
rows set aside are kept in './in.csv.rejected.csv'
../in.csv:2:22: error: '2026-02-03 10:00' in column 'opened' is not of the form 'D/M/YYYY HH:mm'
../in.csv:3:22: error: there is no such time as '29/2/2026 10:00' in column 'opened'
../in.csv:4:22: error: there is no such time as '3/13/2026 10:00' in column 'opened'
../in.csv:5:22: error: '3/2/2027 10:00' lies in the future
END

t_begin 'bad rows are kept aside as they were, good ones are taken'
policy
map
t_file in.csv <<'END'
id,kind,cat,what,more,who,opened,answered,done
a1,C,exp,"milk, old",,li.na,3/2/2026 10:00,?,?
a2,X,exp,"juice, red",,li.na,3/2/2026 10:00,?,?
a3,C,exp,short
?,C,exp,no key,,li.na,3/2/2026 10:00,?,?
END
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_status 1
t_out <<'END'
took 1 events of 1 new cases out of 4 rows
3 rows set aside
END
t_err_has "in.csv:3:4: error: the map has no value for 'X' of column 'kind'"
t_err_has 'in.csv:4:1: error: row has 4 fields, the header has 9'
t_err_has "in.csv:5"
t_file_is desk/in.csv.rejected.csv <<'END'
id,kind,cat,what,more,who,opened,answered,done
a2,X,exp,"juice, red",,li.na,3/2/2026 10:00,?,?
a3,C,exp,short
?,C,exp,no key,,li.na,3/2/2026 10:00,?,?
END

t_begin '--strict takes nothing where anything is wrong'
policy
map
t_file in.csv <<'END'
id,kind,cat,what,more,who,opened,answered,done
a1,C,exp,milk,,li.na,3/2/2026 10:00,?,?
a2,X,exp,juice,,li.na,3/2/2026 10:00,?,?
END
t_sh 'cp desk/cases.csv before'
t_run sd -C desk log import --strict --map ../map.yaml ../in.csv
t_status 3
t_err_has 'nothing was taken'
t_run cmp before desk/cases.csv

t_begin 'an event that the state table refuses is set aside alone'
policy
map
t_file in.csv <<'END'
id,kind,cat,what,more,who,opened,answered,done
a1,C,exp,milk,,li.na,3/2/2026 10:00,?,2/2/2026 10:00
END
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_status 1
t_out_has 'took 1 events of 1 new cases'
t_err_has "in.csv:2: error: 'resolve' of 'a1' at 2026-02-02T10:00:00+08:00"

t_begin 'several rows a case: the last counts where the map says so'
policy
t_file map.yaml <<'END'
import: test
dates: "YYYY-MM-DD HH:mm"
key: id
columns:
  order: { column: order, take: last }
  place: place
events:
  - { event: open, at: at }
  - { event: note, at: at, when: { state: [work, wait] }, set: { text: state } }
  - { event: resolve, at: at, take: last, when: { state: done } }
END
t_file in.csv <<'END'
id,at,state,order,place
7,2026-02-03 10:00,new,o1,B1
7,2026-02-03 11:00,work,o2,B2
7,2026-02-03 12:00,done,,B3
END
t_run sd -C desk log import -q --map ../map.yaml ../in.csv
t_out_any
t_sh 'cut -d, -f1,4,12,21,23 desk/cases.csv'
t_out <<'END'
at,event,place,order,text
2026-02-03T10:00:00+08:00,open,B1,o2,
2026-02-03T11:00:00+08:00,note,,,work
2026-02-03T12:00:00+08:00,resolve,,,
END

t_begin 'GB18030 and a byte order mark'
policy
t_file map.yaml <<'END'
import: test
encoding: GB18030
dates: "YYYY年M月D日"
key: 单号
columns: { text: 内容, kind: { column: 类型, values: { 投诉: complaint } } }
events:
  - { event: open, at: 日期 }
END
t_file utf8.csv <<'END'
单号,类型,内容,日期
1,投诉,牛奶过期,2026年2月3日
END
t_need iconv
t_sh 'iconv -f UTF-8 -t GB18030 utf8.csv >gb.csv; { printf "\357\273\277"; sed s/^1,/2,/ utf8.csv; } >bom.csv'
t_run sd -C desk log import -q --map ../map.yaml ../gb.csv
t_out_any
t_run sd -C desk log import -q --map ../map.yaml ../bom.csv
t_out_any
t_is 2 "$(grep -c '2026-02-03T00:00:00+08:00,.*,complaint,.*,牛奶过期,' desk/cases.csv)" 'both read'

t_begin 'codes: what may not stand there is replaced and counted; text is kept'
policy
t_file map.yaml <<'END'
import: test
dates: "YYYY-MM-DD"
key: id
columns: { product: p, text: t }
events:
  - { event: open, at: d }
END
printf 'id,p,t,d\n1,"a,b""c","=1+2, ""x""\n\033[31m",2026-02-03\n' >in.csv
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_out <<'END'
took 1 events of 1 new cases out of 1 rows
1 cells had a comma, quote or control character replaced
END
t_sh "tail -n 1 desk/cases.csv | cut -d, -f13,23- | sed 's/,[0-9a-f]*\$/,CHECK/'"
t_out <<'END'
a;b'c,"=1+2, ""x""\n\x1B[31m",CHECK
END

t_begin 'a wrong map: every error with its place and the nearest spelling'
policy
t_file map.yaml <<'END'
import: test
date: "D/M/YYYY"
dates: "D/M"
key: id
columns: { prodcut: p }
events:
  - { event: opne, at: d }
  - { event: resolve, take: lats }
END
t_file in.csv <<'END'
id,p,d
END
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_status 3
t_err <<'END'
../map.yaml:2:1: error: unknown key 'date' (did you mean 'dates'?)
../map.yaml:3:8: error: date format 'D/M' needs a year, a month and a day (YYYY M D)
../map.yaml:5:12: error: unknown column 'prodcut' (did you mean 'product'?)
../map.yaml:7:14: error: unknown event 'opne' (did you mean 'open'?)
../map.yaml:8:5: error: an event needs the key 'at'
../map.yaml:8:29: error: 'take' is each, first or last, not 'lats'
sd: error: the import map '../map.yaml' has errors
END

t_begin 'a file without a column that the map names'
policy
map
t_file in.csv <<'END'
id,kind,cat,what,more,who,opend,answered,done
a1,C,exp,milk,,li.na,3/2/2026 10:00,?,?
END
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_status 3
t_err <<'END'
../map.yaml:10:24: error: the file has no column 'opened' (did you mean 'opend'?)
sd: error: the file does not have the columns that the map names
END

t_begin 'usage: no map, no file, no such file'
policy
map
t_run sd -C desk log import in.csv
t_status 2
t_err_has 'needs --map'
t_run sd -C desk log import --map ../map.yaml
t_status 2
t_err_has 'exactly one file'
t_run sd -C desk log import --map ../map.yaml ../none.csv
t_status 4
t_err_has "none.csv"

t_begin 'a table on standard input'
policy
map
t_in <<'END'
id,kind,cat,what,more,who,opened,answered,done
a1,C,exp,milk,,li.na,3/2/2026 10:00,?,?
a2,X,exp,milk,,li.na,3/2/2026 10:00,?,?
END
t_run sd -C desk log import --map ../map.yaml -
t_status 1
t_out_has 'took 1 events'
t_err_has "stdin:3:4: error: the map has no value for 'X'"
t_is 2 "$(wc -l <desk/stdin.rejected.csv | tr -d ' ')" 'kept aside'

t_begin 'names and numbers go to customers.csv only, each person once'
policy
t_file map.yaml <<'END'
import: test
dates: "YYYY-MM-DD"
key: id
customer: { name: name, contact: phone }
columns: { text: what }
events:
  - { event: open, at: d }
END
t_file in.csv <<'END'
id,name,phone,what,d
1,王芳,13800001111,王芳 (13800001111) asks,2026-02-03
2,张伟,,a question,2026-02-03
3,王芳,13800001111,again,2026-02-04
4,,,nobody,2026-02-04
END
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_out_has 'took 4 events of 4 new cases'
t_sh 'cat desk/customers.csv; cut -d, -f10,23 desk/cases.csv'
t_out <<'END'
customer,name,contact,type,since,note
c0001,王芳,13800001111,,2026-02-03,
c0002,张伟,,,2026-02-03,
customer,text
c0001,{name} ({contact}) asks
c0002,a question
c0001,again
,nobody
END
t_run sd -C desk log import --map ../map.yaml ../in.csv
t_out_has 'took 0 events'
t_is 3 "$(wc -l <desk/customers.csv | tr -d ' ')" 'customers after a second run'
