#!/bin/sh
# sd survey due: whom to ask now, and the sheet to call from.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/survey.sh"

due() { "$SD_BIN/sd" survey due --format csv -q "$@" | sed 1d | cut -d, -f1,2 | tr '\n' ' '; }
now() { SD_NOW=$1T10:00:00+08:00 && export SD_NOW; }

t_begin 'Y2.5 Y3.4 the sheet says whom to ask, who handled it, what happened, and reads the questions out'
survey_desk
told 2026-11-20 09:00 王芳 13800001111 >/dev/null
told 2026-11-19 09:00 李雷 13900002222 >/dev/null
t_run sd survey due
t_out <<'END'
to ask: 2 (2026-11-21 10:00)

20261119-0001  李雷  13900002222
  about          past its date
  handled by     李娜
  what happened  李雷: milk past its date
  result         money back
  ask until      2026-11-26 09:00

20261120-0001  王芳  13800001111
  about          past its date
  handled by     李娜
  what happened  王芳: milk past its date
  result         money back
  ask until      2026-11-27 09:00

questions
  overall    Are you satisfied?     1-5
  recommend  recommend              0-10
  ease       ease                   1-7
  right      Was it right?          yes or no
  better     What would be better?  in words
END

t_begin 'questions are in the desk'\''s language, or the one asked for'
survey_desk
told 2026-11-20 09:00 王芳 13800001111 >/dev/null
t_run sd survey due --lang zh
t_out_has '  overall    您满意吗？    1-5'
t_out_has '  经办人'

t_begin 'nobody is asked before he was told, of another kind, without a number, or once the case is cancelled'
survey_desk
now 2026-11-20
"$SD_BIN/sd" log open -q --kind complaint --customer 王芳 --contact 13800001111 --by li.na --text 'not told' >/dev/null
id=$("$SD_BIN/sd" log open -q --kind consultation --customer 王芳 --by li.na --text 'a question')
"$SD_BIN/sd" log feedback "$id" -q --by li.na
told 2026-11-20 10:00 '' '' >/dev/null
told 2026-11-20 10:00 Anne '' >/dev/null
id=$(told 2026-11-20 10:00 李雷 13900002222)
"$SD_BIN/sd" log cancel "$id" -q --by li.na --reason error
unset SD_NOW
t_run sd survey due
t_err <<'END'
nobody is to be asked now
left out, no way to reach the customer: 2
END

t_begin 'C9 a reopen cancels, and what follows is a new cycle'
survey_desk
id=$(told 2026-11-20 09:00 王芳 13800001111)
now 2026-11-21
t_is "$id,survey " "$(due)"
"$SD_BIN/sd" log reopen "$id" -q --by li.na
t_is '' "$(due)"
"$SD_BIN/sd" log resolve "$id" -q --by li.na
"$SD_BIN/sd" log feedback "$id" -q --by li.na
t_is "$id,survey " "$(due)"
unset SD_NOW

t_begin 'nobody reached leaves it on the sheet, asked, refused and answered take it off'
survey_desk
id=$(told 2026-11-20 09:00 王芳 13800001111)
for end in asked refused score=4; do
	now 2026-11-20
	"$SD_BIN/sd" survey record "$id" -q --by zhao.lei --unreached
	t_is "$id,survey " "$(due)"
	"$SD_BIN/sd" survey record "$id" -q --by zhao.lei --$end
	t_is '' "$(due)" "after $end"
	"$SD_BIN/sd" log reopen "$id" -q --by li.na
	now 2026-11-21
	"$SD_BIN/sd" log resolve "$id" -q --by li.na
	"$SD_BIN/sd" log feedback "$id" -q --by li.na
	mv cases.csv c && mv surveys.csv s
	head -n 4 c >cases.csv && head -n 1 s >surveys.csv
done
unset SD_NOW

t_begin 'C13 the second wave is due thirty days later, under a form of its own'
survey_desk ', waves: [0d, 30d]'
id=$(told 2026-11-20 09:00 王芳 13800001111)
now 2026-11-21
"$SD_BIN/sd" survey record "$id" -q --by zhao.lei --score 5
t_is '' "$(due)"
now 2026-12-21
t_is "$id,survey-2 " "$(due)"
"$SD_BIN/sd" survey record "$id" -q --by zhao.lei --score 4
t_is '' "$(due)"
t_is 'survey survey-2 ' "$(sed 1d surveys.csv | cut -d, -f3 | tr '\n' ' ')"
unset SD_NOW

t_begin 'a sample is the same one every day: those whose SHA-256 is small enough'
survey_desk ', sample: 40%'
for day in 10 11 12 13 14 15 16 17 18 19; do
	told 2026-11-$day 09:00 "c$day" "138000011$day" >/dev/null
done
now 2026-11-16
sed 1d cases.csv | cut -d, -f3 | sort -u | while read -r id; do
	first=$(printf 'survey,%s' "$id" | sha256sum | cut -c1-8)
	[ $((0x$first * 10)) -ge $((4 * 0x100000000)) ] || echo "$id"
done >want
for day in 16 20; do
	now 2026-11-$day
	due | tr ' ' '\n' | cut -d, -f1 | sed '/^$/d'
done | sort -u >got
t_is "$(cat want)" "$(cat got)" 'the sample'
t_is yes "$([ -s want ] && [ "$(wc -l <want)" -lt 10 ] && echo yes)" 'some, not all'
unset SD_NOW

t_begin 'with not-own nobody asks about his own case; whom it is about never does'
survey_desk ', not-own: true'
told 2026-11-20 09:00 王芳 13800001111 >/dev/null
told 2026-11-20 10:00 李雷 13900002222 --about zhao.lei >/dev/null
now 2026-11-21
t_is '20261120-0001,survey 20261120-0002,survey ' "$(due)" 'anybody'
t_is '' "$(due --by li.na)" 'the handler'
t_is '20261120-0001,survey ' "$(due --by 赵磊)" 'whom one is about'
t_is '20261120-0001,survey 20261120-0002,survey ' "$(due --by wang.fang)" 'somebody else'
unset SD_NOW
t_run sd survey due --by li.na
t_err <<'END'
nobody is to be asked now
left out, for somebody else than li.na to ask: 2
END

t_begin 'csv has a column to fill in for each question; --guard disarms formulas in texts, and leaves numbers alone'
survey_desk
told 2026-11-20 09:00 '=1+1' +8613800001111 >/dev/null
t_run sd survey due --format csv
t_out <<'END'
case,form,since,until,unreached,customer,name,contact,handler,kind,category,text,result,overall,recommend,ease,right,better
20261120-0001,survey,2026-11-20T09:00:00+08:00,2026-11-27T09:00:00+08:00,0,c0001,=1+1,+8613800001111,li.na,complaint,expired,=1+1: milk past its date,money back,,,,,
END
t_run sd survey due --format csv --guard
t_out_has ",'=1+1,+8613800001111,li.na,complaint,expired,'=1+1: milk past its date,money back,,,,,"

t_begin 'json is untranslated and says why the list is short'
survey_desk ', not-own: true'
told 2026-11-20 09:00 王芳 13800001111 >/dev/null
t_need jq
t_sh 'sd survey due --format json --by wang.fang --lang zh | jq -c ".schema, .as_of, .by, .left_out, (.due[0] | [.case, .form, .wave, .until, .unreached, .name, .contact, .handler, .text, (.questions | length), .questions[1].scale])"'
t_out <<'END'
"sd.survey.due/1"
"2026-11-21T10:00:00+08:00"
"wang.fang"
{"without_contact":0,"own":0}
["20261120-0001","survey",1,"2026-11-27T09:00:00+08:00",0,"王芳","13800001111","li.na","王芳: milk past its date",5,"10"]
END

t_begin 'Markdown and html escape what strangers wrote; html is one file without script'
survey_desk
told 2026-11-20 09:00 '<script>alert(1)</script>' 13800001111 --text '| *x* "q" &amp; <img src=x onerror=y>' >/dev/null
t_run sd survey due --format md
t_out_has '\<script\>alert(1)\</script\>'
t_out_has '\| \*x\*'
t_run sd survey due --format html
t_out_has "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
t_out_has '&lt;script&gt;alert(1)&lt;/script&gt;'
t_out_has '&quot;q&quot; &amp;amp; &lt;img src=x onerror=y&gt;'
t_out_not '<script'
t_out_not '<img'
t_out_has 'size: A4'
t_out_has '<span class="box">□ 10</span>'
t_out_has '<html lang="en">'

t_begin 'damage in the surveys is named, and the status says so'
survey_desk
told 2026-11-20 09:00 王芳 13800001111 >/dev/null
echo nonsense >>surveys.csv
t_run sd survey due --format csv
t_status 3
t_out_has 20261120-0001
t_err_has 'surveys.csv:2:1: error: the row has 1 columns, the header has 14'

t_begin 'bad usage'
survey_desk
t_run sd survey due now
t_status 2
t_err_has "'now' is too much"
t_run sd survey due --format slip
t_status 2
t_err_has "format 'slip' does not exist here"
t_run sd survey due --by nobody
t_status 2
t_err_has "--by"
t_run sd survey duo
t_status 2
t_err_has "unknown verb 'duo' (did you mean 'due'?)"
t_run sd survey
t_status 2
t_out_has 'whom to ask now'
t_run sd-survey --help
t_out_has 'sd survey VERB'
