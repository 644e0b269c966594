#!/bin/sh
# Partial reports: the figures of some desks as a line, and lines added up (Y7.4).

. "$(dirname "$0")/lib.sh"

# The sample desk's log, cut into three desks by the number of the case.
desks() {
	for d in 0 1 2; do
		mkdir d$d
		cp "$SD_TOP/samples/mall/policy.yaml" "$SD_TOP/samples/mall/customers.csv" d$d/
		awk -F, -v d=$d 'NR == 1 || substr($3, 10) % 3 == d' "$SD_TOP/samples/mall/cases.csv" >d$d/cases.csv
		awk -F, -v d=$d 'NR == 1 || substr($4, 10) % 3 == d' "$SD_TOP/samples/mall/surveys.csv" >d$d/surveys.csv
		chmod 600 d$d/*
	done
	chmod 700 d?
}

# small DESK POLICY-LINE...: a desk with one case
small() {
	mkdir "$1"
	{
		printf 'policy: small\ntimezone: Asia/Shanghai\nlanguage: en\nkinds: { complaint: {} }\n'
		printf 'clocks:\n  - { clock: resolve, from: open, until: resolve, within: 24h }\n'
		[ $# -lt 2 ] || printf '%s\n' "$2"
	} >"$1/policy.yaml"
	t_file "$1/cases.csv" <<'END'
at,logged,case,event,by,kind,channel,category,severity,customer,type,place,product,batch,department,owner,due,amount,detail,key,text
2026-11-20T09:00:00+08:00,,20261120-0001,open,li,complaint,,,,c1,,,,,,,,,,,tea
END
	chmod 700 "$1"
	chmod 600 "$1"/*
}

t_begin 'lines from anywhere give the report of one run, in every format'
desks
for d in 0 1 2; do
	t_sh "sd report --month --by place,supplier --partial d$d >p$d"
done
t_sh 'sd report --merge p2 p0 --partial >p20'
for format in text md html json jsonl csv; do
	t_sh "sd report --month --by place,supplier d1 d2 d0 --format $format"
	t_out_any
	cp "$t_tmp/out.raw" one-run
	t_sh "cat p1 p20 | sd report --merge --format $format"
	t_out_file one-run
	t_sh "sd report --month --by place,supplier warnings d2 d1 d0 --format $format"
	t_out_any
	cp "$t_tmp/out.raw" one-run
	t_run sd report warnings --merge p1 p20 --format $format
	t_out_file one-run
done

t_begin 'warnings are those of all desks: spikes, rises, a new category, a shifted mix, repeats'
for d in 0 1 2; do
	mkdir d$d
	cat >d$d/policy.yaml <<'END'
policy: watch
timezone: UTC
language: en
kinds: { complaint: {} }
fields: { about: {role: staff} }
warnings: { by: [category, place], budget: 12/year, repeat: [ { by: batch, count: 4, within: 7d }, { by: customer, count: 4, within: 7d }, { by: about, count: 20, within: 3d } ] }
END
	awk -v d=$d 'BEGIN {
		print "at,logged,case,event,by,kind,channel,category,severity,customer,type,place,product,batch,department,owner,due,amount,detail,key,about,text"
		for (i = 0; i < 150; i++) {
			day = sprintf("2026-%02d-%02d", 6 + int(i / 30), i % 30 + 1)
			n = i == 147 ? 9 : i > 140 ? 3 : 1 + (i + d) % 2
			for (k = 1; k <= n; k++)
				printf "%sT0%d:0%d:00+00:00,,%s-%04d,open,li,complaint,,%s,,c%d,,p%d,,b%d,,,,,,,%s,x\n",
					day, k, d, substr(day, 1, 4) substr(day, 6, 2) substr(day, 9), k,
					i == 147 ? "strange" : (i + k) % 3 ? "price" : "taste", (i + k) % 40,
					k % 2, i % 50, i == 148 ? "wang" : "li"
		}
	}' >d$d/cases.csv
	chmod 600 d$d/*
	chmod 700 d$d
done
t_now 2026-10-31T09:00:00+00:00
for d in 0 1 2; do
	t_sh "sd report --month 2026-10 --partial d$d >p$d"
done
t_run sd report warnings --month 2026-10 d1 d0 d2 --format json
t_status 1
for method in spike rise mix new repeat; do
	t_out_has "\"method\": \"$method\""
done
for format in text json csv md html jsonl; do
	t_run sd report warnings --month 2026-10 d1 d0 d2 --format $format
	t_status 1
	t_out_any
	cp "$t_tmp/out.raw" one-run
	t_run sd report warnings --merge p2 p0 p1 --format $format
	t_status 1
	t_out_file one-run
done

t_begin 'a line is one line, and the same for the same desks'
desks
t_sh 'sd report --month --partial d1 d0 d2 >all; wc -l <all | tr -d " "'
t_out <<'END'
1
END
t_sh 'for d in 2 0 1; do sd report --month --partial d$d; done | sd report --merge --partial | cmp - all'

t_begin 'the same desk twice is refused, with both places'
small one
small two
t_sh 'sd report --partial one two >a; sd report --partial two >b; cat a b >both'
t_run sd report --merge both
t_status 3
t_err <<'END'
both:2: error: desk 'two' is in it, which is in both:1, too
sd: error: the partial reports were not added up
END

t_begin 'another policy is refused, unless mixed'
small one
small two 'title: { en: Two }'
t_sh 'sd report --partial one >a; sd report --partial two >b'
t_mask 's/[0-9a-f]\{16\}/DIGEST/g'
t_run sd report --merge a b
t_status 3
t_err <<'END'
b:1: error: desk 'two' goes by another policy (SHA-256 DIGEST) than 'one' (a:1, DIGEST); --mixed adds them up all the same
sd: error: the partial reports were not added up
END
t_run sd report --merge --mixed b a --format json
t_out_has '"desk": "two"'
cp "$t_tmp/out.raw" merged
t_run sd report two one --format json
t_out_any
t_sh 'sd report two one --format json | cmp - merged'

t_begin 'other holidays under the same policy are another policy'
small one 'calendars: { shop: { hours: { mon-sun: ["10:00-20:00"] }, holidays: days.yaml } }'
small two 'calendars: { shop: { hours: { mon-sun: ["10:00-20:00"] }, holidays: days.yaml } }'
cp "$SD_TOP/policies/holidays/cn.yaml" one/days.yaml
sed s/2026-10-07/2026-10-08/ one/days.yaml >two/days.yaml
chmod 600 one/days.yaml two/days.yaml
t_sh 'sd report --partial one >a; sd report --partial two >b'
t_run sd report --merge a b
t_status 3
t_err_has "b:1: error: desk 'two' goes by the policy of 'one' (a:1), but an earlier version or a file of holidays is another"
t_run sd report --merge --mixed a b --format json
t_out_has '"desk": "two"'

t_begin 'another version that was in force before is another policy, though it is the same today'
for d in one two three; do
	small $d 'supersedes: old.yaml'
	sed -i '1s/$/\nvalid-from: 2026-11-01/' $d/policy.yaml
	sed '/^supersedes/d; s/^valid-from.*/valid-from: 2025-01-01/' $d/policy.yaml >$d/old.yaml
	chmod 600 $d/old.yaml
done
sed -i 's/24h/48h/' two/old.yaml
t_sh 'for d in one two three; do sd report --partial $d >$d.json; done'
t_run sd report --merge one.json two.json
t_status 3
t_err_has "two.json:1: error: desk 'two' goes by the policy of 'one' (one.json:1), but an earlier version or a file of holidays is another"
t_run sd report --merge --mixed two.json one.json --format json
t_out_has '"desk": "two"'
t_run sd report --merge three.json one.json --format json
t_out_has '"desk": "three"'

t_begin 'blank lines between partial reports are nothing, and no more are blanks behind one'
small one
small two
t_sh 'sd report --partial one >a; sd report --partial two >b; cat a b >both; { echo; cat a; echo "  "; cat b; echo; } >blank
	sd report --merge both --format json >want; sd report --merge blank --format json | cmp - want'
t_sh "sed 's/\$/	 /' both | sd report --merge --format json | cmp - want"
t_sh "sed 's/^/ /' both >before; sd report --merge before"
t_status 3
t_err_has 'before:1: error: '

t_begin 'a report since ever begins with the oldest case of all lines, whichever comes first'
small one
small two
sed -i 's/2026-11-20T/2026-10-07T/; s/20261120/20261007/' two/cases.csv
t_sh 'for d in one two; do sd report --to 2026-11-21 --partial $d >$d.json; done; mkdir -m 700 there back
	sd report --to 2026-11-21 one two --format json >want
	sd report --merge one.json two.json --format json | cmp - want; sd report --merge two.json one.json --format json | cmp - want
	sd report --merge one.json two.json --output there --format html; sd report --merge two.json one.json --output back --format html
	mkdir -m 700 run; sd report --to 2026-11-21 one two --output run --format html; ls there; diff -r there back; diff -r there run'
t_out <<'END'
report-2026-10-07..2026-11-21.html
report.html
END

t_begin 'names of folders that are no UTF-8 are shown the same by one run and by lines'
small one
small two
gbk1=$(printf '\272\243') gbk2=$(printf '\272\244')
mv one "$gbk1"
mv two "$gbk2"
t_sh "sd report '$gbk1' '$gbk2' --format json >want; sd report --partial '$gbk1' '$gbk2' | sd report --merge --format json | cmp - want
	sd report '$gbk1' '$gbk2' >want; sd report --partial '$gbk1' '$gbk2' | sd report --merge | cmp - want"

t_begin 'another period, as-of, zone, known-at or --by is refused'
small one
small two
small three
sed -i 's/Shanghai/Tokyo/' three/policy.yaml
t_sh 'sd report --partial one >a; sd report --partial --day two >day; sd report --partial --now 2026-11-21T10:00:01+08:00 two >later
	sd report --partial three >zone; sd report --partial --by place two >by; sd report --partial --known-at 2026-11-21T10:00:00+08:00 two >known'
for f in day later zone by known; do
	t_run sd report --merge a $f
	t_status 3
	t_err_has "$f:1: error: "
done
t_run sd report --merge a zone --mixed
t_status 3
t_err_has "is in zone Asia/Tokyo, and 'one' (a:1) in Asia/Shanghai"

t_begin 'what is no partial report, or a damaged one, is refused'
small one
t_sh 'sd report --partial one >a; cut -c1-2000 a >cut; sed s/Asia.Shanghai/Asia,Shanghai/ a >changed
	sed s,partial/1,partial/2, a >two; sed "s/\"received\"/\"got\"/" a >columns; sed s/complaint/Complaint/ a >flipped; : >nothing'
for f in cut changed two columns flipped nothing; do
	t_run sd report --merge $f
	t_status 3
	t_err_any
done
t_run sd report --merge changed
t_status 3
t_err_has "changed:1: error: the line is damaged"
t_run sd report --merge two
t_status 3
t_err_has "a partial report of schema 'sd.partial/2', and only 'sd.partial/1' is known here"
t_run sd report --merge nothing
t_status 3
t_err <<'END'
sd: error: there is no desk in the partial reports
END

t_begin 'what --merge and --partial cannot do is wrong usage'
small one
for o in '--month' '--by place' '--as-of today' '--policy x' '--send x'; do
	# shellcheck disable=SC2086
	t_run sd report --merge $o nothing
	t_status 2
	t_err_any
done
for o in '--check' '--format json' '--send x'; do
	# shellcheck disable=SC2086
	t_run sd report --partial $o one
	t_status 2
	t_err_any
done
t_run sd report --mixed one
t_status 2
t_err_has '--mixed goes with --merge'

t_begin 'nobody needs the folder: labels and language come with the line'
small one
t_sh 'sd report --partial one >a; rm -r one'
t_env SD_LANG=
t_run sd report --merge a
t_out_has 'one, 2026-11-20 Fri: 1 received'

t_begin 'a pack is merged into a pack, and files are named by their period'
desks
for d in 0 1 2; do
	t_sh "sd report --pack week --partial d$d >p$d"
done
t_run sd report --pack week d0 d1 d2 --format html
t_out_any
cp "$t_tmp/out.raw" one-run
t_run sd report --merge p1 p2 p0 --format html
t_out_file one-run
mkdir out
chmod 700 out
t_run sd report --merge p1 p2 p0 --output out --format html
t_sh 'ls out; cmp out/pack.html one-run'
t_out <<'END'
pack-2026-W46.html
pack.html
END
t_sh 'sd report --week 2026-W46 --partial d0 | cat - p1 | sd report --merge -'
t_status 3
t_err_has "-:2: error: 'for_meeting': "

# forge TABLE ROW COLUMN VALUE: one cell of a line, which is sealed again
cat >"$t_tmp/forge.py" <<'END'
import hashlib, json, sys
d = json.load(sys.stdin)
d.pop("sha256")
t, r, c, v = sys.argv[1:5]
if t in d and c:
	d[t]["rows"][int(r)][d[t]["columns"].index(c)] = json.loads(v)
elif v:
	d[t] = json.loads(v)
else:
	del d[t]
b = json.dumps(d, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
sys.stdout.buffer.write(b + b',"sha256":"' + hashlib.sha256(b).hexdigest().encode() + b'"}\n')
END
forge() { t_sh "python3 '$t_tmp/forge.py' '$1' '$2' '$3' '$4' <line >forged"; }
# The same from one word; leaves $table and $column.
forge_cell() {
	read -r table row column value <<END
$1
END
	forge "$table" "$row" "$column" "$value"
}
mall_pack() { t_sh "sd report '$SD_TOP/samples/mall' --pack month --now 2026-11-21T20:30:00+08:00 --partial >line"; }

t_begin 'times and days near the ends of the calendar are refused: nothing that is printed from them would be a date'
t_need python3
mall_pack
for column in span.from span.end span.to span.before_from span.before_to; do
	for at in 253402214399 253370764800 -62135510400 -62104060800; do
		forge desks 0 "$column" "$at"
		t_run sd report --merge forged --format html
		t_status 3
		t_err_has "forged:1: error: table 'desks', row 1, '$column': '$at' does not lie in "
	done
done
for cell in 'desks 0 span.known_day 2932896' 'desks 0 span.known_day -719161' 'days 0 date "9999-12-31"' 'days 0 date "0001-01-01"' \
	'target_days 0 date "9999-12-31"' 'late 0 due 253402214399' 'breaches 0 done 253402214399' 'below 0 resolved 253402214399' \
	'corrected 0 at 253402214399' 'actions 0 due 253402214399' 'duties 0 opened 253402214399' 'hard 0 opened -62135510400' \
	'said 0 at 253402214399'; do
	forge_cell "$cell"
	t_run sd report --merge forged --format html
	t_status 3
	t_err_has "forged:1: error: table '$table', row 1, '$column': "
done

t_begin 'amounts below zero, rows of nothing and scores that contradict themselves are refused'
t_need python3
mall_pack
for cell in 'compensation 0 promised "-404"' 'compensation 0 approved_sum "-404"' 'units 0 promised "-404"' \
	'compensation_by_cause 0 promised "-404"' 'compensation_by_supplier 0 promised "-1"' 'compensation 0 amount ["5",0]'; do
	forge_cell "$cell"
	t_run sd report --merge forged
	t_status 3
	t_err_has "forged:1: error: table '$table', row 1, '$column': "
done
for cell in 'observed 0 n 0' 'observed 0 sum 900719925474099' 'units 0 n 0' 'compensation 0 n 0' 'compensation 0 n 8' 'compensation_by_cause 0 n 0' \
	'targets 0 target "nps"' 'targets 0 sides 2'; do
	forge_cell "$cell"
	t_run sd report --merge forged
	t_status 3
	t_err_has "forged:1: error: table '$table', row 1: its numbers contradict each other"
done

t_begin 'amounts that are there more often than can be counted are no few'
t_need python3
t_need jq
mall_pack
n=$(jq '.compensation | .rows[0][(.columns | index("n"))]' line)
# 2048 times the largest count there can be is 2^64.
forge compensation 0 amount "[$(seq 1 2048 | sed 's/.*/"&",9007199254740992,/' | tr -d '\n')\"3000\",$n]"
t_run sd report --merge forged
t_status 3
t_err_has "forged:1: error: table 'compensation', row 1: its numbers contradict each other"

t_begin 'an amount of the log that is below zero is added up by a line as by one run'
small one 'compensation: { coupon: { unit: CNY } }'
cat >>one/cases.csv <<'END'
2026-11-20T10:00:00+08:00,,20261120-0001,compensate,li,,,,,,,,,,,,,20,coupon,,
2026-11-20T11:00:00+08:00,,20261120-0001,compensate,li,,,,,,,,,,,,,-25.50,coupon,,
END
t_sh 'sd report one --format json >want; grep -q -- "-5.5" want && sd report --partial one | sd report --merge --format json | cmp - want'
t_out </dev/null

t_begin 'files are named as by one run, also while the period is running'
small one
for period in '--day today' --week --month --quarter '--day 2026-11-20' '--from 2026-11-20 --to 2026-11-21' '--from 2026-11-01' \
	'--from 2026-11-01 --to 2026-11-21' '--from 2026-11-01 --to 2026-12-01' '--from 2026-11-02T09:00:00+08:00' '--to 2026-11-21'; do
	rm -rf run lines
	mkdir run lines
	t_sh "sd report one $period --output run --format html
		sd report one $period --partial >line; sd report --merge --partial line | sd report --merge --output lines --format html"
	t_is "$(ls run)" "$(ls lines)" "$period"
done

t_begin 'a period that lines call differently, or do not call, is named by its ends, in any order'
t_need python3
small one
small two
mkdir names
t_sh 'sd report one --week --partial >line; sd report two --from 2026-11-16 --partial >from; sd report two --week --partial >week'
for lines in 'line from' 'from line'; do
	t_sh "sd report --merge $lines --output names --format html"
done
forge period 0 '' ''
t_sh 'grep -c period\": forged; for lines in "forged week" "week forged"; do sd report --merge $lines --output names --format html; done; ls names'
t_out <<'END'
0
report-2026-11-16..2026-11-21.html
report.html
END
for name in '"../../x"' '""' '7' '"a b"'; do
	forge period 0 '' "$name"
	t_run sd report --merge forged
	t_status 3
	t_err_has "forged:1: error: 'period': "
done
