#!/bin/sh
# sd survey record: what was answered, what follows from a low answer, and what is refused.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/survey.sh"

# The answers without at, logged, check.
answers() { sed 1d surveys.csv | sed 's/,[^,]*$//' | cut -d, -f3-; }
last() { sed '$!d' "$1" | sed 's/,[0-9a-f]*$//'; }
ready() {
	survey_desk
	id=$(told 2026-11-20 09:00 王芳 13800001111) || exit 1
}

t_begin 'C8 an answer is one row: score, scale, who asked, the words with {name} for the name'
ready
t_run sd survey record "$id" --score 4 --channel 热线 --text '王芳 is content, 13800001111'
t_err <<'END'
20261120-0001 王芳 “王芳: milk past its date”: overall 4
END
t_run cat surveys.csv
t_out <<'END'
at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check
2026-11-21T10:00:00+08:00,,survey,20261120-0001,,answered,overall,4,5,hotline,zhao.lei,,"{name} is content, {contact}",da2b0ce367dee56f
END
t_is 4 "$(sed -n '$=' cases.csv)" 'the log has no new row'

t_begin 'the check values are those of the log: the first takes the word check'
ready
t_run sd survey record "$id" -q --score 4
t_run sd survey record "$id" -q --score 5
t_sh "awk 'NR > 1 { c = \$0; sub(/.*,/, \"\", c); b = substr(\$0, 1, length(\$0) - length(c) - 1)
	cmd = \"printf %s \\\"\" p \",\" b \"\\\" | sha256sum | cut -c1-16\"; cmd | getline want; if (want != c) print NR }
	{ p = \$0; sub(/.*,/, \"\", p) }' surveys.csv"

t_begin 'C8 F6.1 several questions in one call, of every type'
ready
t_run sd survey record "$id" -q --answer overall=5 --answer recommend=0 --answer ease=7 --answer right=是 --answer better='more, please' --text quick
t_run cat surveys.csv
t_out_any
t_is 'survey,20261120-0001,,answered,overall,5,5,,zhao.lei,,quick
survey,20261120-0001,,answered,recommend,0,10,,zhao.lei,,
survey,20261120-0001,,answered,ease,7,7,,zhao.lei,,
survey,20261120-0001,,answered,right,1,yes-no,,zhao.lei,,
survey,20261120-0001,,answered,better,,text,,zhao.lei,,"more, please"' "$(answers)"

t_begin 'one question by name; words alone are a remark on nothing in particular'
ready
t_run sd survey record "$id" -q --question right --score no
t_run sd survey record "$id" -q --question better --text 'a seat'
t_run sd survey record "$id" -q --text 'thanks'
t_run true
t_is 'survey,20261120-0001,,answered,right,0,yes-no,,zhao.lei,,
survey,20261120-0001,,answered,better,,text,,zhao.lei,,a seat
survey,20261120-0001,,answered,,,text,,zhao.lei,,thanks' "$(answers)"

t_begin 'refused, nobody reached and asked have no score'
ready
t_run sd survey record "$id" -q --refused
t_run sd survey record "$id" -q --unreached --text 'engaged'
t_run sd survey record "$id" -q --asked --channel hotline --question overall
t_run true
t_is 'survey,20261120-0001,,refused,,,,,zhao.lei,,
survey,20261120-0001,,unreached,,,,,zhao.lei,,engaged
survey,20261120-0001,,asked,overall,,,hotline,zhao.lei,,' "$(answers)"

t_begin 'a wrong answer is named with its question and range, and nothing is written'
ready
cp surveys.csv before
refused() { # STATUS MESSAGE OPTIONS...
	want=$1 message=$2
	shift 2
	t_run sd survey record "$@"
	t_status "$want"
	t_err_has "sd: error: $message"
	t_run cmp before surveys.csv
}
refused 3 "the question 'overall' takes 1 to 5, not '6'" "$id" --score 6
refused 3 "the question 'overall' takes 1 to 5, not '0'" "$id" --score 0
refused 3 "the question 'overall' takes 1 to 5, not '4.5'" "$id" --score 4.5
refused 3 "the question 'overall' takes 1 to 5, not '-1'" "$id" --score=-1
refused 3 "the question 'overall' takes 1 to 5, not ''" "$id" --question overall --text good
refused 3 "the question 'recommend' takes 0 to 10, not '11'" "$id" --question recommend --score 11
refused 3 "the question 'ease' takes 1 to 7, not '8'" "$id" --answer overall=5 --answer ease=8
refused 3 "the question 'right' takes yes or no, not 'maybe'" "$id" --question right --score maybe
refused 3 "the question 'better' is answered in words (--text), not by the score '3'" "$id" --question better --score 3
refused 3 "the policy has no question 'overal' (did you mean 'overall'?)" "$id" --question overal --score 3
refused 3 "there is no case 20261120-0009" 20261120-0009 --score 3
refused 3 "the answer is older than the case, which was opened at 2026-11-20T09:00:00+08:00" "$id" --score 3 --at 2026-11-20T08:59:59+08:00
refused 2 "--at '2026-11-22' lies in the future" "$id" --score 3 --at 2026-11-22
refused 2 "--by: unknown person 'nobody'" "$id" --score 3 --by nobody
refused 2 "unknown channel 'pigeon'" "$id" --score 3 --channel pigeon
refused 2 "what was answered? --score, --answer, --text, --refused, --unreached or --asked" "$id"
refused 2 "one case at a time" "$id" "$id" --score 3
refused 2 "--refused and an answer exclude each other" "$id" --score 3 --refused
refused 2 "only one of --refused, --unreached and --asked" "$id" --asked --refused
refused 2 "--answer takes QUESTION=VALUE, not 'five'" "$id" --answer five
refused 2 "--answer names its question" "$id" --answer overall=5 --score 5
refused 2 "the form 'a,b' holds a comma" "$id" --score 3 --form a,b
refused 2 "--key needs a value" "$id" --score 3 --key ''
t_run sd log cancel "$id" -q --by li.na --reason error
refused 3 "the case was cancelled; nobody is asked about it" "$id" --score 3

t_begin 'a second answer corrects by a new row; what counts is shown where the handler sees the case'
ready
t_run sd survey record "$id" -q --score 3 --text 'so so'
t_run sd survey record "$id" -q --score 5 --text 'better now'
t_run sd log show "$id"
t_out_has 'what the customer answered'
t_out_has '2026-11-21 10:00  survey  Are you satisfied?  5 of 5  better now  赵磊'
t_out_not 'so so'
t_run sd log list --owner li.na
t_out_has 'score'
t_need jq
t_sh "sd log list --format json | jq -c '.cases[0].score'; sd log show $id --format json | jq -c .answers"
t_out <<'END'
5
[{"at":"2026-11-21T10:00:00+08:00","form":"survey","status":"answered","question":"overall","score":5,"scale":"5","channel":"","by":"zhao.lei","text":"better now"}]
END

t_begin 'a retry with the same key writes nothing, also where only a part was written before'
ready
t_run sd survey record "$id" --key k1 --answer overall=5 --answer better=more
t_err_any
t_run sd survey record "$id" --key k1 --answer overall=5 --answer better=more
t_err <<'END'
the key 'k1' is recorded already; nothing was written
END
t_is 3 "$(sed -n '$=' surveys.csv)"
sed -i '$d' surveys.csv
t_run sd survey record "$id" -q --key k1 --answer overall=5 --answer better=more
t_run true
t_is 'overall better ' "$(sed 1d surveys.csv | cut -d, -f7 | tr '\n' ' ')"

t_begin 'C9 a low score takes the case up again with the customer'\''s words, and says who must be told'
ready
t_run sd survey record "$id" --score 2 --text 'still no money, 王芳'
t_err <<'END'
20261120-0001 王芳 “王芳: milk past its date”: overall 2
20261120-0001: taken up again, 'overall' was answered 2; tell 王芳
END
check=$(sed '$!d; s/.*,//' surveys.csv)
t_is "2026-11-21T10:00:00+08:00,,20261120-0001,reopen,zhao.lei,,,,,,,,,,,,,,survey,survey/$check,,\"still no money, {name}\"" "$(last cases.csv)"
t_run sd log list --open
t_out_has 20261120-0001
t_need jq
t_sh "sd escalate explain $id --format json | jq -c '.clocks[] | [.clock, .instance, .from, .verdict]'"
t_out <<'END'
["resolve",1,"2026-11-20T09:00:00+08:00","met"]
["resolve",2,"2026-11-21T10:00:00+08:00","undecided"]
END

t_begin 'C9 C8 the lead is told through a channel of the policy, without the customer'\''s name or words; a failure waits'
t_need jq
survey_policy >asking.yaml
sed -i 's/level: manager}/level: manager, notify: floor}/' asking.yaml
echo 'notify: { channels: { floor: { command: [hooks/send, wecom] } } }' >>asking.yaml
"$SD_BIN/sd" --policy asking.yaml init -q desk && cd desk || exit 1
mkdir hooks
t_file hooks/send <<'END'
#!/bin/sh
n=1
while [ -e "hooks/got.$n" ]; do n=$((n + 1)); done
cat >"hooks/got.$n"
[ ! -e hooks/status ] || exit "$(cat hooks/status)"
END
chmod 700 hooks/send
t_env SD_USER=zhao.lei
id=$(told 2026-11-20 09:00 王芳 13800001111)
t_run sd survey record "$id" -q --score 2 --text 'still no money, 13800001111'
t_sh 'jq -c "[.schema, .channel, .to, .title, .lines[0]], .reopened" hooks/got.1; grep -c -e 王芳: -e money -e 1380000 hooks/got.1'
t_status 1
t_out <<'END'
["sd.notify/1","floor","wang.fang","desk: a dissatisfied customer's case is open again","20261120-0001 past its date: 'overall' was answered 2 of 5"]
{"case":"20261120-0001","question":"overall","score":2,"scale":"5","kind":"complaint","category":"expired","severity":"general","place":"","department":"merchandise","owner":"li.na"}
0
END
other=$(told 2026-11-20 10:00 李雷 13900002222)
echo 1 >hooks/status
t_run sd survey record "$other" --score 1
t_err_has "warning: a message was not sent through 'floor' (status 1); the next try is at 2026-11-21T10:05:00+08:00 or later"
t_settle
rm hooks/status
t_now 2026-11-21T11:00:00+08:00
t_run sd survey record -q --score 5
t_run jq -r .reopened.case hooks/got.3
t_out <<'END'
20261120-0002
END

t_begin 'C9 only the main question, only a resolved case, only the customer'\''s answer does that'
ready
n=$(sed -n '$=' cases.csv)
t_run sd survey record "$id" -q --score 3
t_run sd survey record "$id" -q --answer recommend=0 --answer right=no --answer ease=1
t_run sd survey record "$id" -q --form observation --about li.na --score 1
t_run sd survey record -q --score 1
t_run sd survey record "$id" -q --score 1 --at 2026-11-20T09:00:00+08:00 --form other
t_run true
t_is "$n" "$(sed -n '$=' cases.csv)" 'rows of the log'
SD_NOW=2026-11-21T11:00:00+08:00 "$SD_BIN/sd" log reopen "$id" -q --by li.na
t_now 2026-11-21T12:00:00+08:00
t_run sd survey record "$id" -q --score 1
t_run true
t_is $((n + 1)) "$(sed -n '$=' cases.csv)" 'rows of the log once it is open'

t_begin 'C9 a low answer that was resolved since reopens nothing'
ready
"$SD_BIN/sd" log reopen "$id" -q --by li.na --at 2026-11-20T12:00:00+08:00
SD_NOW=2026-11-21T09:00:00+08:00 "$SD_BIN/sd" log resolve "$id" -q --by li.na --at 2026-11-21T09:00:00+08:00
t_run sd survey record "$id" -q --score 1 --at 2026-11-20T11:00:00+08:00
t_run true
t_is resolve "$(last cases.csv | cut -d, -f4)"

t_begin 'C9 where later rows stand against the time of the answer, the case is taken up now'
ready
SD_NOW=2026-11-20T18:00:00+08:00 "$SD_BIN/sd" log close "$id" -q --by li.na
t_run sd survey record "$id" -q --score 1 --at 2026-11-20T12:00:00+08:00
t_run true
t_is '2026-11-21T10:00:00+08:00,,20261120-0001,reopen,zhao.lei' "$(last cases.csv | cut -d, -f1-5)"
t_is 'overall: 1' "$(last cases.csv | sed 's/.*,//')" 'the text where the customer said none'

t_begin 'C9 whoever writes next completes a reopen that a crash left out, once'
ready
other=$(told 2026-11-20 10:00 李雷 13900002222)
t_run sd survey record "$id" -q --score 1 --text bad
t_run sd survey record "$other" -q --score 5
t_run true
sed -i '/,reopen,/d' cases.csv
for verb in 'log note' 'survey record' escalate; do
	cp cases.csv c && cp surveys.csv s
	if [ "$verb" = 'log note' ]; then
		t_run sd log note "$other" --text x --by li.na
		t_err <<'END'
20261120-0001: taken up again, 'overall' was answered 1; tell 王芳
20261120-0002 李雷 “李雷: milk past its date”: note
END
	elif [ "$verb" = escalate ]; then
		t_run sd escalate -q
		t_out_any
	else
		t_run sd survey record "$other" -q --unreached
	fi
	t_run sd log note "$other" -q --text y --by li.na
	t_run grep -c ',20261120-0001,reopen,zhao.lei,.*survey/.*,bad,' cases.csv
	t_out <<'END'
1
END
	t_settle
	mv c cases.csv && mv s surveys.csv
done

t_begin 'C9 an answer that was corrected before the case was taken up does not reopen it'
ready
t_run sd survey record "$id" -q --score 1
t_run true
sed -i '$d' cases.csv
sed -i 's/,1,5,,zhao.lei,,,.*/,1,5,,zhao.lei,,,CHECK/' surveys.csv
body=$(sed '$!d; s/,CHECK$//' surveys.csv)
sed -i "s/CHECK/$(printf 'check,%s' "$body" | sha256sum | cut -c1-16)/" surveys.csv
t_run sd survey record "$id" -n --score 5
t_err_has 'dry run: nothing was recorded'
t_run sd survey record "$id" -q --score 5
t_run grep -c reopen cases.csv
t_out <<'END'
1
END

t_begin 'the person it is about cannot ask; the handler can be told off, but the answer is kept'
survey_desk ', not-own: true'
id=$(told 2026-11-20 09:00 王芳 13800001111 --about zhao.lei)
t_run sd survey record "$id" --score 5 --by zhao.lei
t_status 3
t_err <<'END'
sd: error: the case is about 'zhao.lei', who cannot ask about it
END
t_run sd survey record "$id" --score 5 --by li.na
t_err_has "warning: 'li.na' handled the case; by the policy somebody else should ask"
t_is 2 "$(sed -n '$=' surveys.csv)"

t_begin 'H1.4 F6.1 an observation is about a person, and not by that person'
survey_desk
t_run sd survey record --form observation --about 李娜 --by wang.fang --answer overall=4 --answer ease=6 --text 'patient'
t_err <<'END'
recorded: overall 4, ease 6
END
t_is 'observation,,li.na,answered,overall,4,5,,wang.fang,,patient
observation,,li.na,answered,ease,6,7,,wang.fang,,' "$(answers)"
t_run sd survey record --form observation --score 4
t_status 2
t_err_has 'an observation needs --about'
t_run sd survey record --form observation --about zhao.lei --score 4
t_status 3
t_err_has "'zhao.lei' is whom it is about"
t_run sd survey record --form observation --about nobody --score 4
t_status 2
t_err_has "--about: unknown person 'nobody'"

t_begin 'M6 the suggestion box and anonymous answers need no case'
survey_desk
t_in <<'END'
more seats
and light
END
t_run sd survey record --channel 意见箱 --text -
t_err <<'END'
recorded: a remark
END
t_run sd survey record -q --score 5 --channel suggestion-box
t_run true
t_is 'survey,,,answered,,,text,suggestion-box,zhao.lei,,more seats\nand light
survey,,,answered,overall,5,5,suggestion-box,zhao.lei,,' "$(answers)"

t_begin 'a guided call reads the questions out, asks again, takes words after the score, skips'
ready
t_tty "printf '9\n4 a bit slow\n\nr\nyes\nfree coffee\n' | sd survey record $id --by zhao.lei"
t_status 2
t_out_any
t_in <<'END'
9
4 a bit slow

r
yes
free coffee
END
t_tty "sd survey record $id --by zhao.lei"
t_out_has '1/5 Are you satisfied? [1-5; r refused, u not reached, empty skips]:'
t_out_has "the question 'overall' takes 1 to 5, not '9'"
t_out_has '4/5 Was it right? [yes or no;'
t_out_has '5/5 What would be better? [in words;'
t_run true
t_is 'survey,20261120-0001,,answered,overall,4,5,,zhao.lei,,a bit slow
survey,20261120-0001,,refused,ease,,,,zhao.lei,,
survey,20261120-0001,,answered,right,1,yes-no,,zhao.lei,,
survey,20261120-0001,,answered,better,,text,,zhao.lei,,free coffee' "$(answers)"

t_begin 'a guided call in Chinese; whoever refuses at once refuses all of it, nobody there is nobody reached'
ready
t_in <<'END'
拒绝
END
t_tty "sd --lang zh survey record $id --by zhao.lei"
t_out_has '1/5 您满意吗？ [1-5；r 拒绝，u 未联系上，直接回车跳过]：'
t_in <<'END'
u
END
t_tty "sd survey record $id --by zhao.lei"
t_out_any
t_in <<'END'





END
t_tty "sd survey record $id --by zhao.lei"
t_out_has 'nothing was answered, nothing is recorded'
t_run true
t_is 'survey,20261120-0001,,refused,,,,,zhao.lei,,
survey,20261120-0001,,unreached,,,,,zhao.lei,,' "$(answers)"

t_begin 'a dry run judges and writes nothing'
ready
cp surveys.csv before
t_run sd survey record "$id" -n --score 1
t_err <<'END'
dry run: nothing was recorded
END
t_run sd survey record "$id" -n --score 9
t_status 3
t_err_has "takes 1 to 5, not '9'"
t_run cmp before surveys.csv

t_begin 'a torn end is set aside and noted in the log; a file that is not there is not made'
ready
printf '2026-11-21T09:00:00+08:00,,sur' >>surveys.csv
t_run sd survey record "$id" --score 5
t_err_has "surveys.csv: warning: the last write was torn: its 30 bytes from offset 80 on are kept in 'surveys.csv.torn'"
t_run grep -c ',,repair,sd,.*,surveys.csv 80 30 ' cases.csv
t_out <<'END'
1
END
rm surveys.csv
t_run sd survey record "$id" --score 5
t_status 4
t_err_has "no log 'surveys.csv' here"
t_is no "$([ -e surveys.csv ] || echo no)"

t_begin 'without a survey in the policy there is the question overall, and nothing follows'
survey_policy | sed '/^survey:/,$d' >asking.yaml
"$SD_BIN/sd" --policy asking.yaml init -q desk && cd desk || exit 1
t_env SD_USER=zhao.lei
id=$(told 2026-11-20 09:00 王芳 13800001111)
t_run sd survey record "$id" -q --score 1
t_run sd survey record "$id" -q --question speed --score 1
t_status 3
t_err_has "the policy has no question 'speed'"
t_run sd survey due
t_err <<'END'
nobody is to be asked now
END
t_is feedback "$(last cases.csv | cut -d, -f4)"

t_begin 'the manual has every option of every verb'
t_manual sd-survey.1 'sd survey due' 'sd survey record'
