#!/bin/sh
# sd survey import: questionnaires of other programs, the cases that they are about, and what is wrong with them.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/survey.sh"

# The answers: form,case,about,status,question,score,scale,channel,by,key,text
answers() { sed 1d surveys.csv | sed 's/,[^,]*$//' | cut -d, -f3-; }
# Their case, question, score and text.
short() { sed 1d surveys.csv | sed 's/,[^,]*$//' | cut -d, -f4,7,8,13-; }

map() {
	t_file map.yaml <<END
survey: paper
dates: "YYYY-MM-DD HH:mm"
null: ["-"]
key: no
at: at
case: case
customer: { contact: phone }
questions:
  overall: { column: satisfied, values: { 非常满意: 5, good: 4, fair: 3, poor: 2 }, text: why }
  better: better
${1-}
END
}

# ready [MORE [MAP]]: a desk with two cases of two customers, both told, and a map
ready() {
	survey_desk "${1-}"
	wang=$(told 2026-11-18 09:00 王芳 13800001111) || exit 1
	zhang=$(told 2026-11-19 09:00 张伟 13900002222) || exit 1
	map "${2-}"
}

header='no,at,case,phone,satisfied,why,better'
file() { { printf '%s\n' "$header"; cat; } >in.csv; }
import() { t_run sd survey import --map map.yaml "$@" in.csv; }

t_begin 'C8 F5.3 a row a person, a column a question: each answer is a row of surveys.csv, logged now'
ready
file <<END
1,2026-11-20 10:00,$wang,,非常满意,quick,"more, please"
2,2026-11-20 11:00,,,fair,,
END
import
t_out <<'END'
took 3 answers out of 2 rows
1 rows about no case
END
t_run cat surveys.csv
t_out <<'END'
at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check
2026-11-20T10:00:00+08:00,2026-11-21T10:00:00+08:00,survey,20261118-0001,,answered,overall,5,5,,import,paper/1,quick,b3f92f8025ce8cea
2026-11-20T10:00:00+08:00,2026-11-21T10:00:00+08:00,survey,20261118-0001,,answered,better,,text,,import,paper/1,"more, please",9fb1ee563aaf6951
2026-11-20T11:00:00+08:00,2026-11-21T10:00:00+08:00,survey,,,answered,overall,3,5,,import,paper/2,,8d7b7f1676724f21
END

t_begin 'a second import of the same file writes nothing, of a longer one only what is new'
ready
file <<END
1,2026-11-20 10:00,$wang,,good,,
END
import -q
t_out_any
t_sh 'cp surveys.csv before'
import
t_out <<'END'
took 0 answers out of 1 rows
1 answers that were there already
END
t_run cmp before surveys.csv
file <<END
1,2026-11-20 10:00,$wang,,good,,a chair
2,2026-11-20 12:00,$zhang,,good,,
END
import
t_out <<'END'
took 2 answers out of 2 rows
1 answers that were there already
END
t_is '20261118-0001,overall,4,
20261118-0001,better,,a chair
20261119-0001,overall,4,' "$(short)"

t_begin 'without a key column the row itself is the key, and equal rows count each'
ready
sed -i '/^key:/d' map.yaml
file <<'END'
,2026-11-20 10:00,,,good,,
,2026-11-20 10:00,,,good,,
END
import
t_out_has 'took 2 answers out of 2 rows'
sed 's/$/\r/' in.csv >crlf.csv
printf ',2026-11-20 10:00,,,good,,' >>crlf.csv
t_run sd survey import --map map.yaml crlf.csv
t_out <<'END'
took 1 answers out of 3 rows
1 rows about no case
2 answers that were there already
END
t_is 3 "$(cut -d, -f12 surveys.csv | grep -c '^paper/[0-9a-f]\{16\}')" 'keys'

t_begin 'a row that stands in the file twice counts once; with other answers it is an error'
ready
file <<'END'
1,2026-11-20 10:00,,,good,,
1,2026-11-20 10:00,,,good,,
1,2026-11-20 10:00,,,fair,,
END
import
t_status 1
t_out <<'END'
took 1 answers out of 3 rows
1 rows about no case
1 rows that stand in the file twice
1 rows set aside
END
t_err_has "in.csv:4:1: error: the key 'paper/1' stands in line 2, too, with something else"

t_begin 'a case in any spelling of its whole id; without the year it is the last such day'
ready
file <<'END'
1,2026-11-20 10:00,20261118-1,,good,,
2,2026-11-20 10:00,1119-0001,,good,,
3,2026-11-20 10:00,S1-20261118-0001,,good,,
4,2026-11-20 10:00,1,,good,,
5,2026-11-20 10:00,milk,,good,,
END
import
t_status 1
t_out_has 'took 3 answers'
t_err_has "in.csv:5:20: error: '1' is not a whole case id such as 20261121-0007"
t_err_has "in.csv:6:20: error: 'milk' is not a whole case id such as 20261121-0007"
t_is '20261118-0001 20261119-0001 20261118-0001' "$(sed 1d surveys.csv | cut -d, -f4 | tr '\n' ' ' | sed 's/ $//')"

t_begin 'an unknown case, one cancelled, an answer older than its case: an error with its place, the row is kept aside'
ready
gone=$(told 2026-11-20 08:00 李雷 13700003333)
SD_NOW=2026-11-20T08:30:00+08:00 "$SD_BIN/sd" log cancel "$gone" -q --by li.na --text twice
file <<END
1,2026-11-20 10:00,20261118-0009,,good,,
2,2026-11-20 10:00,$gone,,good,,
3,2026-11-18 08:59,$wang,,good,"he ""was"" early",
4,2026-11-18 09:00,$wang,,good,,
END
import
t_status 1
t_out <<'END'
took 1 answers out of 4 rows
3 rows set aside
END
t_err <<'END'
rows set aside are kept in './in.csv.rejected.csv'
in.csv:2:20: error: there is no case 20261118-0009
in.csv:3:20: error: the case was cancelled; nobody is asked about it
in.csv:4:20: error: the answer is older than the case, which was opened at 2026-11-18T09:00:00+08:00
END
t_file_is in.csv.rejected.csv <<END
$header
1,2026-11-20 10:00,20261118-0009,,good,,
2,2026-11-20 10:00,$gone,,good,,
3,2026-11-18 08:59,$wang,,good,"he ""was"" early",
END

t_begin 'a score that is none, out of range or without a value in the map; times that are none, or to come'
ready
sed -i 's/^  overall: .*/  overall: satisfied/' map.yaml
file <<'END'
1,2026-11-20 10:00,,,6,,
2,2026-11-20 10:00,,,0,,
3,2026-11-20 10:00,,,4.5,,
4,2026-11-20 10:00,,,good,,
5,20/11/2026 10:00,,,4,,
6,2026-02-30 10:00,,,4,,
7,2026-11-21 10:01,,,4,,
8,-,,,4,,
-,2026-11-20 10:00,,,4,,
END
import
t_status 3
t_out <<'END'
took 0 answers out of 9 rows
9 rows set aside
END
t_err <<'END'
rows set aside are kept in './in.csv.rejected.csv'
in.csv:6:3: error: '20/11/2026 10:00' in column 'at' is not of the form 'YYYY-MM-DD HH:mm'
in.csv:7:3: error: there is no such time as '2026-02-30 10:00' in column 'at'
in.csv:8:3: error: '2026-11-21 10:01' lies in the future
in.csv:9:3: error: the time, column 'at', is empty
in.csv:10: error: the key column 'no' is empty
in.csv:2:22: error: the question 'overall' takes 1 to 5, not '6'
in.csv:3:22: error: the question 'overall' takes 1 to 5, not '0'
in.csv:4:22: error: the question 'overall' takes 1 to 5, not '4.5'
in.csv:5:22: error: the question 'overall' takes 1 to 5, not 'good'
END
t_is 1 "$(sed -n '$=' surveys.csv)" 'rows of surveys.csv'

t_begin 'a word that the map does not know'
ready
file <<'END'
1,2026-11-20 10:00,,,great,,
END
import
t_status 3
t_out_has 'took 0 answers'
t_err_has "in.csv:2:22: error: the map has no value for 'great' of column 'satisfied'"

t_begin 'shifted columns: a row of another length than the header, and nothing at all is written'
ready
file <<'END'
1,2026-11-20 10:00,,,good,,
2,2026-11-20 10:00,,good,,
END
cp surveys.csv before
import
t_status 3
t_err <<'END'
in.csv:3:1: error: row has 6 fields, the header has 7
    2,2026-11-20 10:00,,good,,
    ^
sd: error: 1 rows do not stand under the header's columns; nothing was taken
END
t_run cmp before surveys.csv
t_is no "$([ -e in.csv.rejected.csv ] && echo yes || echo no)" 'kept aside'

t_begin 'shifted columns: the length is right, but the time stands under another name'
ready
file <<'END'
1,2026-11-20 10:00,,,good,,
,2,2026-11-20 10:00,,,good,
END
cp surveys.csv before
import
t_status 3
t_err <<'END'
in.csv:3:2: error: column 'at' holds '2', its time stands beside it: the columns are shifted
sd: error: 1 rows do not stand under the header's columns; nothing was taken
END
t_run cmp before surveys.csv

t_begin 'a wrong header: every missing column is named, with the nearest one, and a double one'
ready
header='no,time,case,phone,satisfeid,why,better,better'
file <<'END'
1,2026-11-20 10:00,,,good,,,
END
header='no,at,case,phone,satisfied,why,better'
import
t_status 3
t_err <<'END'
in.csv:1:41: error: duplicate column 'better' (also column 7)
    no,time,case,phone,satisfeid,why,better,better
                                            ^
map.yaml:5:5: error: the file has no column 'at'
map.yaml:9:22: error: the file has no column 'satisfied' (did you mean 'satisfeid'?)
map.yaml:10:11: error: the file has the column 'better' twice
sd: error: the file does not have the columns that the map names
END
t_is 1 "$(sed -n '$=' surveys.csv)" 'rows of surveys.csv'

t_begin 'a wrong map: every error with its place and the nearest spelling'
ready
t_file map.yaml <<'END'
survey: paper
date: "D/M/YYYY"
dates: "D/M/YYYY"
match: { ordre: o, text: t }
status: { column: s, values: { no: refusd } }
questions:
  overal: q
  overall: { column: q, values: { good: 6 } }
  ease: { values: { good: 5 } }
  recommend: { column: r, value: 9 }
END
file </dev/null
import
t_status 3
t_err <<'END'
map.yaml:2:1: error: unknown key 'date' (did you mean 'dates'?)
map.yaml:1:1: error: the key 'at' is missing
map.yaml:5:9: error: 'refusd' is no status (asked, answered, refused, unreached)
map.yaml:4:10: error: unknown column 'ordre': the policy has no such field
map.yaml:4:26: error: cases are not told apart by 'text'
map.yaml:7:3: error: the policy has no question 'overal' (did you mean 'overall'?)
map.yaml:8:12: error: the question 'overall' takes 1 to 5, not '6'
map.yaml:9:9: error: 'ease' needs a column
map.yaml:10:27: error: unknown key 'value' (did you mean 'values'?)
sd: error: the import map 'map.yaml' has errors
END

t_begin 'by contact: the newest case of that customer that was over before the answer'
ready
second=$(told 2026-11-20 09:00 王芳 13800001111)
SD_NOW=2026-11-20T12:00:00+08:00 "$SD_BIN/sd" log open -q --kind complaint --channel hotline --customer 王芳 \
	--contact 13800001111 --by li.na --text 'still open' >/dev/null
file <<'END'
1,2026-11-19 10:00,,13800001111,good,,
2,2026-11-20 10:00,,+86 138 0000 1111,good,,
3,2026-11-20 13:00,,138-0000-1111,good,,
4,2026-11-18 08:00,,13800001111,good,,
5,2026-11-20 10:00,,13000000000,good,,
6,2026-11-20 10:00,,-,good,,
END
import
t_out <<'END'
took 6 answers out of 6 rows
1 rows about no case
2 rows for which no case was found; they are kept without one
END
t_is "$wang,overall,4,
$second,overall,4,
$second,overall,4,
,overall,4,
,overall,4,
,overall,4," "$(short)"

t_begin 'by contact: who was asked is ready, too; a case that is only open is not'
ready
t_now 2026-11-21T10:00:00+08:00
open=$(SD_NOW=2026-11-20T12:00:00+08:00 "$SD_BIN/sd" log open -q --kind complaint --channel hotline \
	--customer 李雷 --contact 13700003333 --by li.na --text waits)
file <<'END'
1,2026-11-20 12:30,,13700003333,good,,
END
import -q
t_out_any
SD_NOW=2026-11-20T13:00:00+08:00 "$SD_BIN/sd" survey record "$open" -q --asked --by li.na
file <<'END'
2,2026-11-20 12:30,,13700003333,good,,
3,2026-11-20 13:30,,13700003333,good,,
END
import -q
t_out_any
t_is ",overall,4,
$open,,,
,overall,4,
$open,overall,4," "$(short)"

t_begin 'a number of two customers, two cases of the same second: kept without a case, with a warning'
ready
echo 'c0009,张小伟,13900002222,,2026-11-01,' >>customers.csv
told 2026-11-18 09:00 王芳 13800001111 >/dev/null
file <<'END'
1,2026-11-20 10:00,,13900002222,good,,
2,2026-11-20 10:00,,13800001111,good,,
END
import
t_out <<'END'
took 2 answers out of 2 rows
2 rows for which no case was found; they are kept without one
END
t_err_has 'in.csv:2:21: warning: several customers answer to that; the answer is kept without a case'
t_err_has 'in.csv:3:21: warning: several cases are equally new; the answer is kept without a case'
t_err_not 1390000
t_is ',overall,4,
,overall,4,' "$(short)"

t_begin 'a customer who was merged into another is the other; name and contact of two are told apart by the name'
ready
echo 'c0009,张小伟,13900002222,,2026-11-01,' >>customers.csv
sed -i 's/phone }/phone, name: why }/; s/, text: why//' map.yaml
file <<'END'
1,2026-11-20 10:00,,13900002222,good,张伟,
END
import -q
t_out_any
t_run sd log customer merge -q c0009 c0002
sed -i 's/, name: why//' map.yaml
file <<'END'
2,2026-11-20 10:00,,13900002222,good,,
END
import -q
t_out_any
t_is "$zhang,overall,4,
$zhang,overall,4," "$(short)"

t_begin 'by a field of the case, such as the order'
survey_policy >asking.yaml
sed -i 's/^fields: {/fields: { order: {},/' asking.yaml
"$SD_BIN/sd" --policy asking.yaml init -q desk
cd desk || exit 1
told 2026-11-18 09:00 王芳 13800001111 --order A-17 >/dev/null
told 2026-11-19 09:00 张伟 '' --order A-18 >/dev/null
map 'match: { order: order }'
header="$header,order"
file <<'END'
1,2026-11-20 10:00,,,good,,,A-17
2,2026-11-20 10:00,,13800001111,good,,,A-18
3,2026-11-20 10:00,20261119-0001,13800001111,good,,,A-17
4,2026-11-20 10:00,,,good,,,A-99
5,2026-11-20 10:00,,,good,,,
END
header='no,at,case,phone,satisfied,why,better'
import
t_out <<'END'
took 5 answers out of 5 rows
1 rows about no case
1 rows for which no case was found; they are kept without one
END
t_is '20261118-0001 20261118-0001 20261119-0001  ' "$(sed 1d surveys.csv | cut -d, -f4 | tr '\n' ' ' | sed 's/ $//')"

t_begin 'M6 suggestion box and anonymous questionnaires: no case, words alone, a channel'
ready
t_file map.yaml <<'END'
survey: box
dates: "YYYY年M月D日"
at: 日期
channel: { value: 意见箱 }
text: [建议, 补充]
END
printf '\357\273\277日期,建议,补充\n2026年11月20日,多开一个收银台,\n2026年11月19日,=HYPERLINK("x"),"很好,\n谢谢"\n2026年11月19日,,\n' >in.csv
import
t_out <<'END'
took 2 answers out of 3 rows
2 rows about no case
1 rows without any answer
END
t_err_has 'warning: quote in the middle of an unquoted field'
t_is 'survey,,,answered,,,text,suggestion-box,import,多开一个收银台
survey,,,answered,,,text,suggestion-box,import,"=HYPERLINK(""x"") 很好,\n谢谢"' \
	"$(answers | sed 's|box/[0-9a-f]*,||')"

t_begin 'H1.4 internal evaluation: observations of staff, by whom and about whom'
ready
t_file map.yaml <<'END'
survey: watch
dates: "YYYY-MM-DD"
key: no
at: day
form: { value: observation }
about: who
by: observer
questions: { ease: communication, right: outcome }
END
t_file in.csv <<'END'
no,day,who,observer,communication,outcome
1,2026-11-20,李娜,wang.fang,6,yes
2,2026-11-20,zhao.lei,王芳,7,否
3,2026-11-20,li.na,李娜,7,1
4,2026-11-20,,wang.fang,7,1
5,2026-11-20,nobody,wang.fang,7,1
END
import
t_status 1
t_out_has 'took 4 answers out of 5 rows'
t_err_has "in.csv:4: error: 'li.na' is whom it is about; somebody else must observe and ask"
t_err_has 'in.csv:5: error: an observation says whom it is about'
t_err_has "in.csv:6:14: error: unknown"
t_is 'observation,,li.na,answered,ease,6,7,,wang.fang,watch/1,
observation,,li.na,answered,right,1,yes-no,,wang.fang,watch/1,
observation,,zhao.lei,answered,ease,7,7,,wang.fang,watch/2,
observation,,zhao.lei,answered,right,0,yes-no,,wang.fang,watch/2,' "$(answers)"

t_begin 'refused and not reached, if a column says so; with answers that is a contradiction'
ready '' 'status: { column: result, values: { done: answered, 拒答: refused, "no answer": unreached } }'
header="$header,result"
file <<END
1,2026-11-20 10:00,$wang,,good,,,done
2,2026-11-20 10:00,$zhang,,,,,拒答
3,2026-11-20 10:00,,13900002222,,,engaged,"no answer"
4,2026-11-20 10:00,,13900002222,,,,no answer
5,2026-11-20 10:00,,,,,,
END
header='no,at,case,phone,satisfied,why,better'
import
t_status 1
t_out <<'END'
took 3 answers out of 5 rows
1 rows of people who refused to answer
1 rows of people who were not reached
1 rows without any answer
1 rows set aside
END
t_err_has "in.csv:4: error: the row is 'unreached' and has answers"
t_is "survey,$wang,,answered,overall,4,5,,import,paper/1,
survey,$zhang,,refused,,,,,import,paper/2,
survey,$zhang,,unreached,,,,,import,paper/4," "$(answers)"

t_begin 'the long form: a row a question'
ready
t_file map.yaml <<'END'
survey: long
dates: "YYYY-MM-DD HH:mm"
key: no
at: at
case: case
question: { column: question, values: { 您满意吗？: overall, 您会推荐吗？: recommend, 建议: better, 手机: "" } }
answer: answer
text: remark
questions: { overall: { values: { 满意: 4, 不满意: 2 } }, recommend: { values: { 一定: 10, 不会: 0 } }, better: {} }
END
t_file in.csv <<END
no,at,case,question,answer,remark
1,2026-11-20 10:00,$wang,您满意吗？,满意,quick
1,2026-11-20 10:00,$wang,您会推荐吗？,一定,
1,2026-11-20 10:00,$wang,建议,a chair,
1,2026-11-20 10:00,$wang,手机,13800001111,
2,2026-11-20 10:00,,您满意吗？,满意,
2,2026-11-20 10:00,,您会推荐吗？,满意,
2,2026-11-20 10:00,,您是谁？,王,
2,2026-11-20 10:00,,您满意吗？,不满意,
END
import
t_status 1
t_out <<'END'
took 4 answers out of 8 rows
1 rows about no case
3 rows set aside
END
t_err <<'END'
rows set aside are kept in './in.csv.rejected.csv'
in.csv:7:28: error: the map has no value for '满意' of column 'answer'
in.csv:8:21: error: the map has no value for '您是谁？' of column 'question'
in.csv:9:1: error: the key 'long/2' stands in line 6, too, with something else
END
t_is "$wang,overall,4,quick
$wang,recommend,10,
$wang,better,,a chair
,overall,4," "$(short)"
import
t_status 1
t_out_has '4 answers that were there already'
t_err_any

t_begin 'the long form without questions of its own takes those of the policy; one value list for all'
ready
t_file map.yaml <<'END'
survey: long
dates: "YYYY-MM-DD"
at: at
question: q
answer: { column: a, values: { top: 5, low: 3 } }
END
t_file in.csv <<'END'
at,q,a
2026-11-20,overall,top
2026-11-20,ease,low
2026-11-20,speed,low
2026-11-20,,words
END
import
t_status 1
t_out_has 'took 3 answers'
t_err_has "in.csv:4:12: error: the map has no value for 'speed' of column 'q'"
t_is ',overall,5,
,ease,3,
,,,words' "$(short)"

t_begin 'C9 a low score takes the case up again, as one that is recorded by hand'
ready
file <<END
1,2026-11-20 10:00,$wang,,poor,"王芳 waited, 13800001111",call first
2,2026-11-20 11:00,$zhang,,good,,
3,2026-11-20 11:00,,,poor,,
END
import
t_out_has 'took 4 answers out of 3 rows'
t_err <<'END'
20261118-0001: taken up again, 'overall' was answered 2; tell 王芳
END
check=$(sed -n 2p surveys.csv | sed 's/.*,//')
t_is "2026-11-20T10:00:00+08:00,$wang,reopen,import,survey,survey/$check,\"{name} waited, {contact}\"" \
	"$(sed -n '$p' cases.csv | cut -d, -f1,3-5,19-20,22-23)"
t_is 8 "$(sed -n '$=' cases.csv)" 'rows of the log'
import
t_out_has 'took 0 answers'
t_is 8 "$(sed -n '$=' cases.csv)" 'rows of the log after a second import'

t_begin 'C9 where the machine stopped after the answers, whoever writes next completes the reopen'
ready
file <<END
1,2026-11-20 10:00,$wang,,poor,,
END
cp cases.csv before
import -q
t_out_any
t_is 8 "$(sed -n '$=' cases.csv)" 'rows of the log'
cp before cases.csv
t_run sd log note "$zhang" -q --text later
t_err_any
t_is 'reopen note' "$(sed -n '8,$p' cases.csv | cut -d, -f4 | tr '\n' ' ' | sed 's/ $//')"

t_begin 'C13 an answer belongs to the wave that had begun'
ready ', waves: [0d, 2d]'
file <<END
1,2026-11-19 10:00,$wang,,good,,
2,2026-11-20 10:00,$wang,,fair,,
3,2026-11-20 10:00,$zhang,,fair,,
END
import -q
t_out_any
t_is "survey,$wang,4
survey-2,$wang,3
survey,$zhang,3" "$(answers | cut -d, -f1,2,6)"

t_begin 'the scale is that of the policy in force when the case was opened'
ready
sed 's/^valid-from: .*/valid-from: 2026-11-19\nsupersedes: old.yaml/; s/overall: {scale: 5/overall: {scale: 10/; s/satisfied: 4, reopen-at: 2/satisfied: 8/' \
	policy.yaml >new.yaml
sed 's/^valid-from: .*/valid-from: 2026-01-01/' policy.yaml >old.yaml
mv new.yaml policy.yaml
sed -i 's/^  overall: .*/  overall: satisfied/' map.yaml
file <<END
1,2026-11-20 10:00,$wang,,9,,
2,2026-11-20 10:00,$zhang,,9,,
3,2026-11-20 10:00,,,10,,
END
import
t_status 1
t_out_has 'took 2 answers'
t_err_has "in.csv:2:35: error: the question 'overall' takes 1 to 5, not '9'"
t_is "$zhang,9,10
,10,10" "$(answers | cut -d, -f2,6,7)"

t_begin 'a dry run tells the same and writes nothing; --strict takes nothing where anything is wrong'
ready
file <<END
1,2026-11-20 10:00,$wang,,poor,,
2,2026-11-20 10:00,20261118-0009,,good,,
END
cp surveys.csv before
import -n
t_status 1
t_out <<'END'
would take 1 answers out of 2 rows
1 rows set aside
END
t_err_has 'in.csv:3:20: error: there is no case 20261118-0009'
t_run cmp before surveys.csv
import --strict
t_status 3
t_out </dev/null
t_err_has 'sd: error: 1 rows are wrong; with --strict nothing was taken'
t_run cmp before surveys.csv
import -q --rejected bad.csv
t_status 1
t_out_any
t_err_any
t_is 2 "$(sed -n '$=' bad.csv)" 'rows in bad.csv'
import --format json
t_status 1
t_err_any
t_out <<'END'
{
  "schema": "sd.survey-import/1",
  "dry_run": false,
  "rows": 2,
  "rows_taken": 0,
  "answers": 0,
  "refused": 0,
  "unreached": 0,
  "anonymous": 0,
  "unmatched": 0,
  "already_there": 1,
  "rows_repeated": 0,
  "rows_without_answer": 0,
  "rows_set_aside": 1,
  "cells_replaced": 0
}
END

t_begin 'GB18030: read by the map, and what is set aside can be imported again with it'
ready '' 'encoding: GB18030'
t_need iconv
file <<END
1,2026-11-20 10:00,$wang,,非常满意,很快,
2,2026-11-20 10:00,20261118-0009,,非常满意,很慢,
END
t_sh 'iconv -f UTF-8 -t GB18030 in.csv >gb.csv && mv gb.csv in.csv'
import
t_status 1
t_out_has 'took 1 answers'
t_err_any
t_is "$wang,overall,5,很快" "$(short)"
sed 's/20261118-0009/20261119-0001/' in.csv.rejected.csv >in.csv
import
t_out_has 'took 1 answers out of 1 rows'
t_is "$zhang,overall,5,很慢" "$(short | sed 1d)"

t_begin 'hostile: NUL bytes, a quote that does not end, text after it, invalid UTF-8: set aside, the rest is taken'
ready
file <<END
1,2026-11-20 10:00,$wang,,good,,
2,2026-11-20 10:00,,,good,,"x"y
3,2026-11-20 10:00,,,fair,=1+1,+SUM(A1)
END
printf '4,2026-11-20 10:00,,,good,,a\000b\n5,2026-11-20 10:00,,,good,,\377\n6,2026-11-20 10:00,,,good,,"never ends\n' >>in.csv
import
t_status 1
t_out_has 'took 3 answers out of 6 rows'
t_out_has '4 rows set aside'
t_err_has 'in.csv:3:'
t_err_has 'in.csv:5:29: error: NUL byte'
t_err_has 'in.csv:6:28: error: invalid UTF-8'
t_err_has 'in.csv:7:28: error: unterminated quote'
t_is ",overall,3,=1+1
,better,,+SUM(A1)" "$(short | sed 1d)"

t_begin 'hostile: a cell of a megabyte, and the next writer still finds the end of the file'
ready
{
	printf '%s\n1,2026-11-20 10:00,%s,,good,,' "$header" "$wang"
	head -c 1000000 /dev/zero | tr '\0' x
	printf '\n'
} >in.csv
import
t_out_has 'took 2 answers'
t_run sd survey record "$wang" -q --score 5
t_is 4 "$(sed -n '$=' surveys.csv)" 'rows of surveys.csv'
import
t_out_has '2 answers that were there already'

t_begin 'names and numbers: in surveys.csv there are neither, whether the customer is known or not'
ready
file <<END
1,2026-11-20 10:00,$wang,13000000000,good,王芳 says,call 13800001111 or 13000000000
2,2026-11-20 10:00,,13000000001,good,call 13000000001,
END
import -q
t_out_any
t_is "$wang,overall,4,{name} says
$wang,better,,call {contact} or {contact}
,overall,4,call {contact}" "$(short)"
t_is 0 "$(grep -c 1300000 surveys.csv cases.csv | awk -F: '{ n += $2 } END { print n }')" 'numbers in the desk'

t_begin 'surveys.csv that is damaged: nothing is added, because what was taken before is not known'
ready
file <<END
1,2026-11-20 10:00,$wang,,good,,
END
import -q
t_out_any
sed -i '2s/answered/answerd/' surveys.csv
cp surveys.csv before
import
t_status 3
t_err_has 'the surveys are damaged (see above); nothing was recorded'
t_run cmp before surveys.csv

t_begin 'standard input; usage: no map, no file'
ready
t_in <<END
$header
1,2026-11-20 10:00,$wang,,good,,
2,2026-11-20 10:00,x,,good,,
END
t_run sd survey import --map map.yaml -
t_status 1
t_out_has 'took 1 answers'
t_err_has 'stdin:3:20: error'
t_is 2 "$(sed -n '$=' stdin.rejected.csv)" 'kept aside'
t_run sd survey import in.csv
t_status 2
t_err_has 'needs --map'
t_run sd survey import --map map.yaml
t_status 2
t_err_has 'exactly one file'

t_begin 'the samples: 问卷星, Google Forms and SurveyMonkey'
samples=$SD_TOP/samples/survey
survey_policy >asking.yaml
sed -i 's/^channels: {/channels: { questionnaire: {label: {zh: 问卷}},/' asking.yaml
"$SD_BIN/sd" --policy asking.yaml init -q desk
cd desk || exit 1
told 2026-11-18 09:00 王芳 13800001111 >/dev/null
told 2026-11-19 09:00 张伟 13900002222 >/dev/null
t_run sd survey import --map "$samples/wjx.yaml" "$samples/wjx.csv"
t_out <<'END'
took 6 answers out of 4 rows
1 rows about no case
END
t_err <<'END'
20261119-0001: taken up again, 'overall' was answered 2; tell 王芳
END
t_run sd survey import --map "$samples/google-forms.yaml" "$samples/google-forms.csv"
t_out <<'END'
took 6 answers out of 4 rows
1 rows about no case
END
t_run sd survey import --map "$samples/surveymonkey.yaml" "$samples/surveymonkey.csv"
t_out <<'END'
took 5 answers out of 3 rows
1 rows about no case
END
t_is "6 survey questionnaire wjx 5
6 survey questionnaire google-forms 5
5 survey questionnaire surveymonkey 5" "$(sed 1d surveys.csv | sed 's|/[^,]*||' |
	awk -F, '{ n[$12]++; if ($7 == "overall" && $4 == "20261118-0001" && !s[$12]) s[$12] = $8; f[$12] = $3 " " $10
		if (!o[$12]++) k[++m] = $12 } END { for (i = 1; i <= m; i++) print n[k[i]], f[k[i]], k[i], s[k[i]] }')"
t_is '2026-11-20T18:02:11+08:00 3' "$(sed 1d surveys.csv | cut -d, -f1 | grep -c 18:02:11 | sed 's/^/2026-11-20T18:02:11+08:00 /')" 'the same time from three forms'

t_begin 'the manual has every option of sd survey import'
t_manual sd-survey.1 'sd survey import'
