#!/bin/sh
# sd survey report: what the customers answered (Y2.5 H1.2 H1.4 H4 C8 C13 F5.3 F6.1 M4.3 M5).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/survey.sh"

# $1 complaints of the 20th about $3, asked on the 21st: the first $2 give a 5, the others a 3. Written by hand: quicker.
many() {
	awk -v n="$1" -v good="$2" -v place="$3" -v first="${4:-1}" 'BEGIN {
		for (i = first; i < first + n; i++) {
			id = sprintf("20261120-%04d", i)
			print "2026-11-20T09:00:00+08:00," id ",open,li.na,complaint,hotline,expired," place ",c" i ",b" >>"cases"
			print "2026-11-21T10:00:00+08:00,,survey," id ",,answered,overall," (i - first < good ? 5 : 3) ",5,hotline,li.na,," >>"surveys"
		}
	}'
}
ready() {
	survey_desk "${1-}"
	id=$(told 2026-11-20 09:00 王芳 13800001111)
	t_now 2026-11-22T10:00:00+08:00
}
# big: the cases and answers of many() instead of the desk's
big() {
	{ echo at,case,event,by,kind,channel,category,place,customer,text && cat cases; } >cases.csv
	{ echo at,logged,form,case,about,status,question,score,scale,channel,by,key,text && cat surveys; } >surveys.csv
	t_now 2026-11-22T10:00:00+08:00
}
json() { t_sh "sd survey report --format json | python3 -c 'import json, sys
r = json.load(sys.stdin)
$1'"; }

t_begin 'C8 F6.1 each question with its scale: satisfied, NPS, effort, yes; words are only counted'
ready
t_run sd survey record "$id" -q --answer overall=4 --answer recommend=9 --answer ease=5 --answer right=no --answer better='a seat'
t_run sd survey report --by kind
t_out <<'END'
answers from 2026-11-22 00:00 to 2026-11-22 10:00 (so far)
as of 2026-11-22T10:00:00+08:00; left out: 0 cancelled
answered 100.0 % (1/1), refused 0, nobody reached 0

By question: the last answer of each case
  question               scale      answers  measure       value        interval
  Are you satisfied?     1-5              1  satisfied   100.0 %  20.7 - 100.0 %
  recommend              0-10             1  NPS          +100.0   -48.5 to 98.5
  ease                   1-7              1  easy (5-7)  100.0 %  20.7 - 100.0 %
  Was it right?          yes or no        1  yes           0.0 %    0.0 - 79.3 %
  What would be better?  in words         1  -                 -               -

By kind (few: under 30 answers, not ranked)
  kind      satisfied        interval       answered
  投诉  100.0 % (1/1)  20.7 - 100.0 %  100.0 % (1/1)  few
END

t_begin 'H4 NPS is promoters less detractors, of those who answered'
t_need python3
survey_desk
for i in 1 2 3 4; do
	case $i in 1) s=10 ;; 2) s=8 ;; 3) s=6 ;; *) s=0 ;; esac
	id=$(told 2026-11-20 0$i:00 "C$i" "1380000111$i")
	SD_NOW=2026-11-21T10:00:00+08:00 "$SD_BIN/sd" survey record "$id" -q --by zhao.lei --answer recommend=$s || exit 1
done
t_now 2026-11-22T10:00:00+08:00
json 'q = r["questions"][1]; print(r["schema"], q["question"], q["scale"], q["n"], q["nps"], q["nps_lo95"], q["nps_hi95"], q["counts"])'
t_out <<'END'
sd.survey/1 recommend 10 4 -25.0 -72.7312 44.1598 [1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1]
END
t_run sd survey report
t_out_has '  recommend              0-10             4  NPS         -25.0  -72.7 to 44.2'
t_run sd survey report --format md
t_out_has '| NPS | -25.0 | -72.7 to 44.2 |'
t_run sd survey report --format html
t_out_has '-72.7 to 44.2'
t_run sd survey report --format csv
t_out_has 'questions,recommend,10,nps_lo95,-72.7312,,,'
t_out_has 'questions,recommend,10,nps_hi95,44.1598,,,'

t_begin 'the interval is that of the reference (Wilson)'
t_need python3
t_shared reference/early-warning/ci_proportion.csv
survey_desk
t_sh "python3 -c '
import csv, json, os, subprocess
for row in csv.DictReader(open(\"$shared\")):
    x, n = int(row[\"x\"]), int(row[\"n\"])
    if not (n in (5, 20, 30, 85, 100)): continue
    with open(\"surveys.csv\", \"w\") as f:
        f.write(\"at,logged,form,case,about,status,question,score,scale,channel,by,key,text\\n\")
        for i in range(n):
            f.write(\"2026-11-20T10:00:00+08:00,,survey,,,answered,overall,%d,5,,li.na,,\\n\" % (5 if i < x else 2))
    r = json.loads(subprocess.run([\"sd\", \"survey\", \"report\", \"--format\", \"json\"], env=dict(os.environ, SD_NOW=\"2026-11-22T10:00:00+08:00\"), stdout=subprocess.PIPE, check=True).stdout)[\"csat\"]
    for key, want in ((\"lo95\", row[\"wilson_lo\"]), (\"hi95\", row[\"wilson_hi\"])):
        assert abs(r[key] - float(want)) < 1e-6, (x, n, key, r[key], want)
    assert (r[\"n\"], r[\"satisfied\"], r[\"without_case\"]) == (n, x, n)
print(\"agrees\")'"
t_out <<'END'
agrees
END

t_begin 'M4.3 groups of 30 answers are ranked, smaller ones stand below by name and are marked'
t_need python3
survey_desk
many 30 15 B1 1
many 40 36 B2 101
many 3 3 A2 201
many 2 0 A1 301
big
json 'print([(g["value"], g["n"], g["satisfied"], g["small"]) for g in r["by"]["place"]]); print(sorted(r["by"]))'
t_out <<'END'
[('B2', 40, 36, False), ('B1', 30, 15, False), ('A1', 2, 0, True), ('A2', 3, 3, True)]
['category', 'channel', 'department', 'kind', 'owner', 'place']
END
t_run sd survey report --by place
t_out_has '  B2     90.0 % (36/40)   76.9 - 96.0 %  100.0 % (40/40)'
t_out_has '  A1        0.0 % (0/2)    0.0 - 65.8 %    100.0 % (2/2)  few'
t_run sd survey report --format csv --by place
t_out_has 'by,place,B2,csat,0.9,36,40,'
t_out_has 'by,place,B2,csat_lo95,0.769482,,,'

t_begin 'the sums are those of sd report'
t_need python3
ready
t_run sd survey record "$id" -q --score 4
t_run sd survey record -q --score 2 --channel suggestion-box
other=$(told 2026-11-20 11:00 李雷 13800001112)
t_now 2026-11-22T10:00:00+08:00
t_run sd survey record "$other" -q --refused
t_now 2026-11-23T10:00:00+08:00
t_sh 'sd report --format json >a; sd survey report --day yesterday --format json >b; python3 -c "
import json
a, b = json.load(open(\"a\"))[\"csat\"], json.load(open(\"b\"))[\"csat\"]
for k in a:
    assert k in (\"question\", \"scale\") or a[k] == b[k], k
print(a[\"n\"], a[\"satisfied\"], a[\"asked\"], a[\"refused\"])"'
t_out <<'END'
2 1 3 1
END

t_begin 'Y2.5 the trend by week, and of a long time by month'
t_need python3
ready
t_run sd survey record "$id" -q --score 5
t_now 2026-11-30T10:00:00+08:00
t_run sd survey record -q --score 2
json 't = r["trend"]; print(t["unit"], [(x["from"][:10], x["n"], x["satisfied"]) for x in t["rows"]])'
t_out <<'END'
week [('2026-11-22', 1, 1), ('2026-11-23', 0, 0), ('2026-11-30', 1, 0)]
END
t_sh 'sd survey report --from 2026-01-01 --format json | python3 -c "import json, sys; t = json.load(sys.stdin)[\"trend\"]; print(t[\"unit\"], len(t[\"rows\"]))"'
t_out <<'END'
month 11
END

t_begin 'C13 F5.3 waves: the same cases, asked again'
t_need python3
ready ', waves: [0d, 30d]'
other=$(told 2026-11-20 11:00 李雷 13800001112)
t_now 2026-11-21T10:00:00+08:00
t_run sd survey record "$id" -q --score 3
t_run sd survey record "$other" -q --score 4
t_now 2026-12-21T10:00:00+08:00
t_run sd survey record "$id" -q --score 5
json 'print(r["waves"]["cases"], r["waves"]["first"]["satisfied"], r["waves"]["second"]["satisfied"], r["waves"]["better"], r["csat"]["n"], r["csat"]["satisfied"])'
t_out <<'END'
1 0 1 1 2 2
END
t_run sd survey report --form survey-2 --by kind
t_out_has 'only the form survey-2'
t_out_has 'answered 100.0 % (1/1), refused 0, nobody reached 0'

t_begin 'C8 the words of low scores: no names, nothing that a terminal or a page obeys'
ready
t_run sd survey record "$id" -q --score 1 --text "$(printf '王芳: \033[31mbad\033[0m <b>milk</b>')"
t_now 2026-11-23T10:00:00+08:00
t_run sd survey report --by kind
t_out_has '  2026-11-22 10:00  20261120-0001  c0001         1  {name}: \x1B[31mbad\x1B[0m'
t_run sd survey report --format html --by kind
t_out_has '\x1B[31mbad\x1B[0m &lt;b&gt;milk&lt;/b&gt;</td>'
t_out_not '王芳'
t_run sd survey report --format json --by kind
t_out_has '"customer": "c0001",'
t_out_not '王芳'

t_begin 'H1.4 F6.1 M5 observations of staff stand apart, by whom they are about'
t_need python3
ready
t_run sd survey record "$id" -q --score 5
t_run sd survey record -q --form observation --about li.na --score 2 --by wang.fang
t_run sd survey record -q --form observation --about li.na --score 4 --by wang.fang
json 'print(r["csat"]["n"], [(o["about"], o["question"], o["n"], o["satisfied"]) for o in r["observations"]])'
t_out <<'END'
1 [('li.na', 'overall', 2, 1)]
END
t_run sd survey report --by kind
t_out_has 'Observations of staff, by whom they are about (not in the figures above)'
t_out_has '  李娜   Are you satisfied?  1-5    50.0 % (1/2)  9.5 - 90.5 %  few'

t_begin 'nobody has answered: n/a, never 100 %'
ready
t_run sd survey report --by kind
t_out_has 'answered n/a (0/0), refused 0, nobody reached 0'
t_out_has '  Are you satisfied?     1-5              0  satisfied     n/a         -'
t_run rm surveys.csv
t_run sd survey report -q --by kind --format json
t_out_has '"share": null,'

t_begin 'damage is told with its line, and the others count'
ready
t_run sd survey record "$id" -q --score 5
sed -i 's/,5,5,/,8,5,/' surveys.csv
t_run sd survey report --by kind
t_status 3
t_out_has 'answered n/a (0/0), refused 0, nobody reached 0'
t_err_has "error: '8' is not a score on the row's scale"

t_begin 'wrong usage is told'
ready
t_run sd survey report --by foo
t_status 2
t_err_has "unknown column 'foo'"
t_run sd survey report --by customer
t_status 2
t_err_has "column 'customer' does not classify cases"
t_run sd survey report --day 2026-11-31
t_status 2
t_err_has "'2026-11-31'"
t_run sd survey report --format jsonl
t_status 2
t_err_any

t_begin 'in Chinese, and in Markdown'
ready
t_run sd survey record "$id" -q --score 5
t_run sd survey report --format md --by kind --lang zh
t_out_has '# 顾客的回答'
t_out_has '| 您满意吗？ | 1-5 | 1 | 满意 | 100.0 % | 20.7 至 100.0 % |'
