#!/bin/sh
# Satisfaction in the report: who was asked, who answered, which answers count (H1.2, C8, H4).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/survey.sh"

# Four complaints whose customers were asked on the 21st: satisfied, not, refused, not reached.
asked() {
	survey_desk "${1-}"
	echo 'targets: { csat: ">= 85%", survey-response: ">= 50%", ces: ">= 50%" }' >>policy.yaml
	a=$(told 2026-11-20 09:00 王芳 13800001111)
	b=$(told 2026-11-20 10:00 李雷 13800001112)
	c=$(told 2026-11-20 11:00 韩梅 13800001113)
	d=$(told 2026-11-20 12:00 周新 13800001114)
	t_now 2026-11-21T10:00:00+08:00
	t_run sd survey record "$a" -q --score 4
	t_run sd survey record "$b" -q --score 3
	t_run sd survey record "$c" -q --refused
	t_run sd survey record "$d" -q --unreached
	t_now 2026-11-22T10:00:00+08:00
}
csat() {
	t_sh "sd report --format json ${1-} | python3 -c '
import json, sys
r = json.load(sys.stdin)
print({k: v for k, v in r[\"csat\"].items() if k not in (\"question\", \"scale\")})
print([(t[\"target\"], t[\"value\"], t[\"met\"]) for t in r[\"targets\"]])'"
}

t_begin 'H1.2 CSAT with its Wilson interval, the response, refused and not reached apart'
t_need python3
asked
csat
t_out <<'END'
{'n': 2, 'satisfied': 1, 'share': 0.5, 'lo95': 0.0945312, 'hi95': 0.905469, 'asked': 3, 'answered': 2, 'refused': 1, 'unreached': 1, 'without_case': 0, 'cancelled': 0}
[('csat', 0.5, False), ('survey-response', 0.666667, True), ('ces', None, None)]
END
t_run sd report
t_out_has '  satisfaction     >= 85%  50.0 % (1/2)  missed'
t_out_has '  Are you satisfied? (scale 1-5; satisfied: 4 and more)'
t_out_has '  answered of those asked    66.7 % (2/3)'
t_run sd report --format html
t_out_has 'Satisfied customers; the line is the interval'
t_run sd report --format csv
t_out_has 'csat,,,overall,,,share,0.5,1,2,,,,'
t_out_has 'csat,,,overall,,,unreached,1,,,,,,'

t_begin 'NPS and CES stand beside the CSAT with their scale, no target needed; of several desks they add up'
t_need python3
scores() {
	t_sh "sd report --format json $* | python3 -c '
import json, sys
r = json.load(sys.stdin)
print(r[\"nps\"])
print(r[\"ces\"])'"
}
asked
sed -i '/^targets:/d' policy.yaml
t_run sd survey record "$a" -q --question recommend --score 10 --at 2026-11-21T12:00:00+08:00
t_run sd survey record "$b" -q --question recommend --score 7 --at 2026-11-21T12:00:00+08:00
t_run sd survey record "$c" -q --question recommend --score 9 --at 2026-11-21T12:00:00+08:00
t_run sd survey record "$d" -q --question recommend --score 6 --at 2026-11-21T12:00:00+08:00
t_run sd survey record "$a" -q --question ease --score 5 --at 2026-11-21T12:00:00+08:00
t_run sd survey record "$b" -q --question ease --score 4 --at 2026-11-21T12:00:00+08:00
t_run sd survey record -q --question ease --score 7 --at 2026-11-21T12:00:00+08:00
scores
t_out_has "{'n': 4, 'promoters': 2, 'detractors': 1, 'score': 25.0, 'lo95': -44.1598, 'hi95': 72.7312,"
t_out_has "'question': 'recommend', 'scale': '10'}"
t_out_has "{'n': 3, 'easy': 2, 'share': 0.666667, 'lo95': 0.20766, 'hi95': 0.938508, 'question': 'ease', 'scale': '7'}"
t_run sd report
t_out_has '  recommend (scale 0-10; score: % of 9-10 less % of 0-6)'
t_out_has '  ease (scale 1-7; easy: 5 and more)'
t_out_has '  net promoter score (0-10)  +25.0 (4 answers)  -44.2 to 72.7'
t_out_has '  easy (5-7)                      66.7 % (2/3)  20.8 - 93.9 %'
t_run sd report --format md
t_out_has '| net promoter score (0-10) | +25.0 (4 answers) |'
t_out_has '| easy (5-7) | 66.7 % (2/3) | 20.8 - 93.9 % |'
t_run sd report --format csv
t_out_has 'nps,,,recommend,,,score,25,,,,,,'
t_out_has 'nps,,,recommend,,,promoters,2,,,,,,'
t_out_has 'nps,,,recommend,,,n,4,,,,,,'
t_out_has 'ces,,,ease,,,share,0.666667,2,3,,,,'
t_run sd report --lang zh
t_out_has '净推荐值'
scores --day 2026-11-20
t_out_has "{'n': 0, 'promoters': 0, 'detractors': 0, 'score': None, 'lo95': None, 'hi95': None, 'question': 'recommend', 'scale': '10'}"
t_out_has "{'n': 0, 'easy': 0, 'share': None,"
cd ..
cp -r desk other
scores -q desk other
t_out_has "{'n': 8, 'promoters': 4, 'detractors': 2, 'score': 25.0,"
t_out_has "{'n': 6, 'easy': 4, 'share': 0.666667,"
t_sh 'sd report -q desk other --format json >whole; for d in desk other; do sd report -q "$d" --partial; done | sd report --merge --format json | cmp - whole'

t_begin 'the lines that define the figures wrap: nothing of a long question, its scale or its score is lost'
asked
sed -i 's/ recommend: {scale: 10}/ recommend: {scale: 10, en: "How likely are you to recommend our shops to your family, your friends and your colleagues?", zh: "您有多大可能把我们的商店推荐给您的家人、朋友、同事以及其他您认识并且经常来往的人呢？"}/' policy.yaml
t_run sd report --lang en
t_out_has '  How likely are you to recommend our shops to your family, your friends and
    your colleagues? (scale 0-10; score: % of 9-10 less % of 0-6)
'
t_sh "sd report --lang zh | awk '/^  您有多大/ { on = 1 } /^  ease/ { on = 0 } on { gsub(/^ +/, \"\"); printf \"%s\", \$0 } END { print \"\" }'"
t_out <<'END'
您有多大可能把我们的商店推荐给您的家人、朋友、同事以及其他您认识并且经常来往的人呢？（量表 0-10；得分：9-10 分的百分比减 0-6 分的百分比）
END

t_begin 'a policy that asks nobody on 0-10 or 1-7 says nothing of NPS and CES'
t_need python3
asked
sed -i '/^targets:/d; s/ recommend: {scale: 10}, ease: {scale: 7},//' policy.yaml
t_run sd report
t_out_has 'satisfied'
t_out_not 'net promoter'
t_out_not 'easy (5-7)'
scores
t_out <<'END'
{'n': 0, 'promoters': 0, 'detractors': 0, 'score': None, 'lo95': None, 'hi95': None, 'question': None, 'scale': None}
{'n': 0, 'easy': 0, 'share': None, 'lo95': None, 'hi95': None, 'question': None, 'scale': None}
END

t_begin 'silence is no score: a day on which nobody was asked has none'
t_need python3
asked
csat '--day 2026-11-20'
t_out <<'END'
{'n': 0, 'satisfied': 0, 'share': None, 'lo95': None, 'hi95': None, 'asked': 0, 'answered': 0, 'refused': 0, 'unreached': 0, 'without_case': 0, 'cancelled': 0}
[('csat', None, None), ('survey-response', None, None), ('ces', None, None)]
END
t_run rm surveys.csv
csat
t_out_has "{'n': 0, 'satisfied': 0, 'share': None"

t_begin 'one answer a case, the last of the period; a later period does not change it'
t_need python3
asked ', waves: [0d, 30d]'
t_now 2026-11-21T11:00:00+08:00
t_run sd survey record "$b" -q --score 5
t_now 2026-12-21T10:00:00+08:00
t_run sd survey record "$a" -q --score 1
t_now 2026-12-22T10:00:00+08:00
csat '--day 2026-11-21'
t_out_has "{'n': 2, 'satisfied': 2, 'share': 1.0,"
csat
t_out_has "{'n': 1, 'satisfied': 0, 'share': 0.0,"
csat '--from 2026-11-01'
t_out_has "{'n': 2, 'satisfied': 1, 'share': 0.5,"
t_run sh -c "sd report --from 2026-11-01 --format csv --threads 1 >one; sd report --from 2026-11-01 --format csv --threads 4 | cmp - one"

t_begin '--as-of and --known-at leave later answers out'
t_need python3
asked
t_run sd survey record "$d" -q --score 5 --at 2026-11-21T12:00:00+08:00
csat
t_out_has "{'n': 3, 'satisfied': 2,"
csat '--known-at 2026-11-22T09:00:00+08:00'
t_out_has "{'n': 2, 'satisfied': 1,"
csat '--day 2026-11-21 --as-of 2026-11-21T11:00:00+08:00'
t_out_has "{'n': 2, 'satisfied': 1,"

t_begin 'M6 an answer without a case counts and is named; a filter takes those of its cases only'
t_need python3
asked
sed 's/^targets:.*/targets: { csat: {goal: ">= 85%", for: {kind: complaint}}, survey-response: ">= 50%" }/' policy.yaml >p && mv p policy.yaml
t_run sd survey record -q --score 5 --at 2026-11-21T12:00:00+08:00
t_run sd survey record -q --text 'a second till' --at 2026-11-21T12:00:00+08:00
t_run sd survey record -q --form observation --about li.na --score 1 --by wang.fang --at 2026-11-21T12:00:00+08:00
csat
t_out <<'END'
{'n': 3, 'satisfied': 2, 'share': 0.666667, 'lo95': 0.20766, 'hi95': 0.938508, 'asked': 4, 'answered': 3, 'refused': 1, 'unreached': 1, 'without_case': 1, 'cancelled': 0}
[('csat', 0.5, False), ('survey-response', 0.75, True)]
END

t_begin 'a case that was cancelled afterwards is left out, and that is said'
t_need python3
survey_desk
id=$(told 2026-11-20 09:00 王芳 13800001111)
t_now 2026-11-21T10:00:00+08:00
t_run sd survey record "$id" -q --score 4
t_run sd log cancel "$id" -q --reason mistake --text 'a test'
t_now 2026-11-22T10:00:00+08:00
csat
t_out_has "'asked': 0, 'answered': 0, 'refused': 0, 'unreached': 0, 'without_case': 0, 'cancelled': 1}"

t_begin 'a damaged answer is a finding and the others count; a case that is not there is named'
t_need python3
asked
echo '2026-11-21T18:00:00+08:00,,survey,20261120-0003,,answered,overall,9,5,,li.na,,,0123456789abcdef' >>surveys.csv
echo '2026-11-21T19:00:00+08:00,,survey,20261120-0077,,answered,overall,5,5,,li.na,,,0123456789abcdef' >>surveys.csv
t_run sd report --format json
t_status 3
t_out_has '"n": 2,'
t_err_has "surveys.csv:6:67: error: '9' is not a score on the row's scale"
t_err_has 'surveys.csv:7: warning: the log has no case 20261120-0077, so what was answered about it is not counted'

t_begin 'without a header line no answer counts, which is said, and the log is reported all the same'
asked
: >surveys.csv
t_run sd report --day 2026-11-21 --lang en
t_status 3
t_err <<'END'
surveys.csv: error: no answer is counted: 'surveys.csv' is empty: it has no header line
END
t_out_has '2026-11-21'
t_out_has 'satisfaction     >= 85%  n/a (0/0)  n/a'
t_run sd report ../desk --pack day --day 2026-11-21 --lang en
t_status 3
t_err_has '../desk/surveys.csv: error: no answer is counted: '
t_out_has '2026-11-21'

t_begin 'several desks add up'
t_need python3
asked
cd ..
cp -r desk other
t_sh "sd report -q desk other --format json | python3 -c 'import json, sys; print(json.load(sys.stdin)[\"csat\"][\"n\"])'"
t_out <<'END'
4
END
