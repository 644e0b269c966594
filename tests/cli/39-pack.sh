#!/bin/sh
# The pack for an evaluation meeting: one document with what the meeting speaks about (Y6b, C12, C23, D1, F6.3).
. "$(dirname "$0")/lib.sh"

# A desk made by its own commands in November, so that the rows are what a shop would have.
shop() {
	t_now 2026-11-02T09:00:00+08:00
	t_file policy.yaml <<'END'
policy: shop
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: zh
kinds: { complaint: { label: {zh: 投诉, en: complaint}, severities: { general: {}, major: {} } } }
channels: { hotline: {}, app: {} }
departments: { merchandise: {label: {zh: 商品部, en: merchandise}}, finance: {label: {zh: 财务部, en: finance}} }
categories: { expired: {label: {zh: 过期, en: past its date}}, price: {} }
staff: { li.na: {name: 李娜}, wang.fang: {name: 王芳} }
clocks: [ { clock: resolve, from: open, until: resolve, within: 24h, label: {zh: 解决, en: resolved} } ]
duties:
  meeting: { label: {zh: 服务例会, en: service meeting}, every: month, within: 5d, owner: li.na }
  training: { label: {zh: 服务培训, en: training}, every: quarter, within: 60d, each: staff }
survey: { after: [resolve], ask: { overall: {scale: 5}, better: {text: true, zh: 怎样做得更好？, en: How to do better?} } }
targets: { resolve: ">= 90%" }
END
	printf 'at,logged,case,event,by,kind,channel,category,severity,customer,type,place,product,batch,department,owner,due,amount,detail,key,text,check\n' >cases.csv
	printf 'customer,name,contact,type,since,note\nc1,Wang Fei,13800001111,,,\n' >customers.csv
	printf 'at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check\n' >surveys.csv
	chmod 600 ./*.csv
	quick 2026-11-02T09:00:00+08:00 sd escalate
}

# Done at that time by li.na; it has to work.
at() {
	pack_now=$1
	shift
	env -i PATH="$t_path" HOME="$t_tmp/home" LC_ALL=C TZ="${SD_TEST_TZ:-Pacific/Chatham}" SD_LANG=en SD_USER=li.na \
		SD_NOW="$pack_now" "$@"
}
quick() { at "$@" >/dev/null 2>"$t_tmp/quick" || t_wrong "failed: $*" "$t_tmp/quick"; }

duty() { awk -F, -v key="$1" '$20 == key { print $3 }' cases.csv; }

november() {
	shop
	a=$(at 2026-11-03T10:00:00+08:00 sd log open -q --kind action --owner li.na --due 2026-11-10T18:00:00+08:00 --text 'check the dates daily')
	quick 2026-11-09T10:00:00+08:00 sd log resolve "$a"
	quick 2026-11-03T10:05:00+08:00 sd log open -q --kind action --owner wang.fang --due 2026-11-20T18:00:00+08:00 --text 'new price tags'
	quick 2026-11-12T10:00:00+08:00 sd log resolve "$(duty duty/meeting/2026-11)"
	quick 2026-11-12T10:05:00+08:00 sd log resolve "$(duty duty/training/2026-Q4/li.na)"
	b=$(at 2026-11-16T10:00:00+08:00 sd log open -q --kind complaint --channel hotline --category expired --severity major \
		--customer c1 --text 'sour milk')
	quick 2026-11-16T10:05:00+08:00 sd log assign "$b" --department merchandise --owner wang.fang
	c=$(at 2026-11-17T10:00:00+08:00 sd log open -q --kind complaint --channel app --category price --customer c1 --text 'too dear')
	quick 2026-11-17T11:00:00+08:00 sd log resolve "$c"
	quick 2026-11-18T11:00:00+08:00 sd survey record "$c" --answer overall=3 \
		--answer 'better=<b>call</b> Wang Fei, 13800001111!'
	t_now 2026-12-02T09:00:00+08:00
}

t_begin 'test: Y6b F6.3 the pack of last month is one document, and says so of whom it is'
november
t_run sd report --pack month
t_out_has 'Pack for the evaluation meeting'
t_out_has ', 2026-11-01 - 2026-11-30'
t_out_has 'Summary'
t_out_has '  - Cases that came in: 2; concluded of them 1, open 1.'
t_out_has '  - Time limits decided: 2; missed 1: 50.0 % kept.'
t_out_has '  - Targets missed: resolved.'
t_out_has '  - No link is clearly weaker than the rest.'
t_run sd report --pack month --month 2026-12
t_out_has ', 2026-12-01 - 2026-12-02 so far'
t_run sd report --pack quarter
t_out_has ', 2026-07-01 - 2026-09-30'
t_run sd report --pack week
t_out_has ', 2026-11-23 - 2026-11-29'
t_run sd report --pack day
t_out_has ', 2026-12-01 Tue'

t_begin 'the last whole month at the first instant of the next one is the one that has just ended'
november
t_run sd report --pack month --as-of 2026-12-01T00:00:00+08:00
t_out_has ', 2026-11-01 - 2026-11-30'

t_begin 'test: C23 F6.3 measures of last time, who was to do them until when, and whether they were done'
november
t_run sd report --pack month
t_out_has '  check the dates daily  李娜   2026-11-10  2026-11-09  done'
t_out_has '  new price tags         王芳   2026-11-20  -           late (11d 15h)'
t_out_has '  - Measures: 2; done in time 1, done late 0, late 1, open 0.'

t_begin 'test: D1 Y6 duties missed and done, and who attended the training'
november
t_run sd report --pack month
t_out_has '  service meeting  2026-11    1     0          1     0     0          0'
t_out_has '  training         2026-Q4    2     1          0     1     0          0'
t_out_has '  - training 2026-Q4: done by 李娜; not yet by 王芳'
t_out_has '  service meeting 2026-11  李娜   2026-11-07  2026-11-12  done late (5d 1h)'

t_begin 'test: C12 what is open, late and hard, a table a department'
november
t_run sd report --pack month
t_out_has '  merchandise           1     1     1'
t_out_has '  Hard cases: merchandise'
t_out_has "  20261116-0001  past its date  王芳    15d 23h  late, open for long, grave"

t_begin 'test: C8 customers in their own words, and nobody is named'
november
t_run sd report --pack month
t_out_has '  How to do better?'
t_out_has '  - "<b>call</b> …, …!" (score 3, complaint, price)'
t_out_not '13800001111'
t_out_not 'Wang Fei'
t_out_not 'c1'
t_run sd report --pack month --format html
t_out_has '<li>&quot;&lt;b&gt;call&lt;/b&gt; …, …!&quot; (score 3, complaint, price)</li>'
t_out_not '<b>call'
t_run sd report --pack month --format md
t_out_has '- "\<b\>call\</b\> …, …!" (score 3, complaint, price)'
t_run sd report --month 2026-11
t_out_not 'own words'

t_begin 'what was written in several lines is one line on paper, and as it was in JSON'
shop
quick 2026-11-03T10:00:00+08:00 sd log open -q --kind action --owner li.na --due 2026-11-10T18:00:00+08:00 --text "$(printf 'one\ntwo')"
quick 2026-11-03T10:00:00+08:00 sd survey record --answer better="$(printf 'three\nfour')"
t_now 2026-12-02T09:00:00+08:00
t_run sd report --pack month
t_out_has '  one two '
t_out_has '  - "three four"'
t_run sd report --pack month --format json
t_out_has '"text": "one\ntwo"'
t_out_has '"text": "three\nfour"'

t_begin 'no line of the text is wider than 80 columns, in either language'
t_need python3
for lang in en zh; do
	t_sh "sd report -C '$SD_TOP/samples/mall' --pack month --now 2026-12-01T09:00:00+08:00 --lang $lang | python3 -c '
import sys, unicodedata
for line in sys.stdin:
    line = line.rstrip(chr(10))
    if sum(2 if unicodedata.east_asian_width(c) in \"WF\" else 1 for c in line) > 80 or line != line.rstrip():
        print(repr(line))'"
done

t_begin 'of several desks neither, and no duty loses its period'
mkdir branches
cp -R "$SD_TOP/samples/mall" branches/beijing-road
cp -R "$SD_TOP/samples/mall" a
chmod -R u+w a branches
t_now 2026-11-21T20:30:00+08:00
t_sh 'for lang in en zh; do sd report a branches/beijing-road --pack month --lang $lang >$lang; LC_ALL=C.UTF-8 wc -L <$lang | awk "{ print (\$1 <= 80) }"; done'
t_out <<'END'
1
1
END
t_is 2 "$(sed -n '/^Duties that were late/,/^$/p' en | grep -c 'efficiency 2026-10$')"
t_is 3 "$(grep -c '^  beijing-road  服务培训 2026-Q4 .*  11-14  ' zh)"

t_begin 'measures and duties of some cases only'
t_need python3
for where in department=finance place=F1; do
	t_sh "sd report -C '$SD_TOP/samples/mall' --pack month --now 2026-12-01T09:00:00+08:00 --where $where --format json | python3 -c '
import json, sys
d = json.load(sys.stdin)
print([x[\"case\"] for x in d[\"actions\"] + d[\"duties\"]])'"
	case $where in department=*) echo "['20261102-0007']" ;; *) echo '[]' ;; esac >want
	t_out_file want
done

t_begin 'the page stands alone, shows everything at once and is Chinese where that is asked for'
t_sh "sd report -C '$SD_TOP/samples/mall' --pack month --now 2026-12-01T09:00:00+08:00 --lang zh --format html >pack.html"
t_is 0 "$(grep -ciE '<script|javascript:|src=|<link|@import|url\(|<iframe|<object' pack.html)" 'things that load or run'
t_is 1 "$(grep -c '<title>服务评估会资料' pack.html)"
t_is 1 "$(grep -c '<h2 id="s1">摘要</h2>' pack.html)"
t_is 0 "$(sed -n '/<main>/,$p' pack.html | grep -c '<summary>还有')" 'rows that are folded away'

t_begin 'in JSON the report has measures, duties, weak links and hard cases, and the pack what was said'
t_need python3
november
t_sh 'sd report --pack month --format json | python3 -c "
import json, sys
r = json.load(sys.stdin)
print(r[\"schema\"], [(a[\"text\"], a[\"state\"], a[\"late_s\"]) for a in r[\"actions\"]])
print([(d[\"duty\"], d[\"period\"], d[\"owner\"], d[\"state\"]) for d in r[\"duties\"]])
print(r[\"weak_links\"], [(h[\"case\"], h[\"department\"], h[\"why\"]) for h in r[\"hard_cases\"]])
print([(s[\"score\"], s[\"text\"]) for s in r[\"said\"]], r[\"received\"])"'
t_out <<'END'
sd.report/1 [('check the dates daily', 'done', 0), ('new price tags', 'late', 1004400)]
[('meeting', '2026-11', 'li.na', 'done-late'), ('training', '2026-Q4', 'li.na', 'done'), ('training', '2026-Q4', 'wang.fang', 'open')]
[] [('20261116-0001', 'merchandise', ['late', 'old', 'grave'])]
[(3, '<b>call</b> …, …!')] 2
END
t_sh 'sd report --month 2026-11 --format json | python3 -c "
import json, sys
r = json.load(sys.stdin)
print(len(r[\"actions\"]), len(r[\"duties\"]), \"said\" in r)"'
t_out <<'END'
2 3 False
END

t_begin 'what was known then is printed again, byte for byte, after more was written'
november
t_sh 'sd report --pack month >before'
quick 2026-12-03T10:00:00+08:00 sd log resolve "$(awk -F, '$4 == "open" && $6 == "action" { id = $3 } END { print id }' cases.csv)"
t_now 2026-12-04T09:00:00+08:00
t_sh 'sd report --pack month --known-at 2026-12-02T09:00:00+08:00 | cmp - before'

t_begin 'a unit that there is not, and warnings as a pack, are refused'
november
t_run sd report --pack year
t_status 2
t_err_has "--pack takes day, week, month or quarter, not 'year'"
t_run sd report warnings --pack month
t_status 2
t_err_has "'warnings' has no --pack"

t_begin 'a pack that was made in parts is the same pack'
november
t_sh 'sd report --pack month >whole'
t_sh 'sd report --pack month --partial | sd report --merge | cmp - whole'

# The words of a case whose customer is c1, and who they are: nobody may read the name.
t_begin 'C8 the customer is the one whom the last row names, also to be called back'
november
d=$(at 2026-11-19T10:00:00+08:00 sd log open -q --kind complaint --channel app --category price --text 'again')
quick 2026-11-19T11:00:00+08:00 sd log amend "$d" --customer c1
quick 2026-11-19T12:00:00+08:00 sd survey record "$d" --answer overall=1 --answer 'better=ask wang  fei (138) 0000/1111'
t_run sd report --pack month
t_out_has '  - "ask … …" (score 1, complaint, price)'
t_run sd report --month 2026-11
t_out_not 'unknown customer'

t_begin 'C8 without a whole customers.csv no words are shown, and the run says so'
november
mv customers.csv away.csv
t_run sd report --pack month
t_status 3
t_out_has '  - "…" (score 3, complaint, price)'
t_out_not 'Wang Fei'
t_err_has 'what customers said is left out, because their names cannot be hidden'
t_run sd report --pack month --partial
t_status 3
t_err_has 'names cannot be hidden'
t_out_not 'Wang Fei'
printf 'id,name\nc1,Wang Fei\n' >customers.csv
t_run sd report --pack month
t_status 3
t_err_has 'names cannot be hidden'
t_out_not 'Wang Fei'
printf 'customer,who\nc1,Wang Fei\n' >customers.csv
t_run sd report --pack month
t_status 3
t_err_has 'names cannot be hidden'
t_out_not 'Wang Fei'
printf 'customer,name,contact,type,since,note\nc2,Wang Fei,13800001111,,,\n' >customers.csv
t_run sd report --pack month
t_status 0
t_out_not 'Wang Fei'

t_begin 'a pipe in the place of customers.csv keeps nobody waiting'
november
rm customers.csv
mkfifo customers.csv
t_run timeout 20 sd report --pack month
t_status 3
t_err_has "'customers.csv' is not a regular file"
t_out_not 'Wang Fei'
