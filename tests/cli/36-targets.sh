#!/bin/sh
# Targets: the value with its interval, met or missed, and what became of it since the period before (H1.2).

. "$(dirname "$0")/lib.sh"

# Forty cases last week and forty this week, of which so many were resolved within the hour.
shop() {
	mkdir -p shop
	t_file shop/policy.yaml <<'END'
policy: shop
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: zh
kinds: { complaint: {label: {zh: 投诉}} }
clocks: [ { clock: resolve, from: open, until: resolve, within: 1h, label: {zh: 解决} } ]
targets: { resolve: ">= 90%", handling-rate: ">= 90%", reopen-rate: "<= 5%" }
END
	awk -v last="$1" -v this="$2" 'BEGIN {
		print "at,logged,case,event,by,kind,text"
		for (w = 0; w < 2; w++)
			for (i = 0; i < 40; i++) {
				id = sprintf("202611%02d-%04d", 9 + 7 * w, i + 1)
				at = sprintf("2026-11-%02dT%02d:%02d", 9 + 7 * w, 9 + int(i / 60), i % 60)
				print at ":00+08:00,," id ",open,li.na,complaint,"
				if (i < (w ? this : last)) print at ":30+08:00,," id ",resolve,li.na,,"
			}
	}' >shop/cases.csv
	t_now 2026-11-23T08:00:00+08:00
}

t_begin 'H1.2 a target with its interval, against the week before: better'
shop 25 38
t_run sd report -C shop --week 2026-11-16
t_out_has 'Targets, against the period before (2026-11-09 - 2026-11-15)'
t_out_has '  解决           95.0 % (38/40)  83.5 - 98.6 %  62.5 % (25/40)  better'
t_run sd report -C shop --week 2026-11-16 --lang zh
t_out_has '变好'

t_begin 'fewer met than before is worse, a small difference is steady, and of no data there is no trend'
shop 38 25
t_run sd report -C shop --week 2026-11-16 --check
t_status 1
t_out_has 'worse'
shop 36 38
t_run sd report -C shop --week 2026-11-16 --check
t_out_has '  解决           95.0 % (38/40)  83.5 - 98.6 %  90.0 % (36/40)  steady'
t_run sd report -C shop --week 2026-11-09
t_status 0
t_out_has 'n/a (0/0)  -'

t_begin 'the period before is judged when it was as old as this one is now'
shop 38 38
sed '/resolve/ { /20261109/ s/2026-11-09T[0-9:]*/2026-11-23T07:00:00/ }' shop/cases.csv | awk 'NR == 1; NR > 1 { print | "sort" }' >policy.new && mv policy.new shop/cases.csv
t_run sd report -C shop --week 2026-11-16
t_out_has '  handling rate  95.0 % (38/40)  83.5 - 98.6 %  0.0 % (0/40)  better'

t_begin 'in JSON'
t_need python3
shop 25 38
t_sh 'sd report -C shop --week 2026-11-16 --format json | python3 -c "
import json, sys
t = json.load(sys.stdin)[\"targets\"][0]
assert (t[\"target\"], t[\"value\"], t[\"met\"], t[\"trend\"], t[\"lo95\"], t[\"hi95\"]) == (\"resolve\", 0.95, True, \"better\", 0.834961, 0.986179), t
b = t[\"before\"]
assert (b[\"from\"], b[\"value\"], b[\"numerator\"], b[\"denominator\"]) == (\"2026-11-09T00:00:00+08:00\", 0.625, 25, 40), b
assert 0 < b[\"p\"] < 0.001
print(\"fine\")
"'
t_out <<'END'
fine
END
t_run sd report -C shop --week 2026-11-16 --format csv
t_out_has 'targets,,,resolve,,,lo95,0.834961,,,,,,'
t_out_has 'targets,,,resolve,,,before,0.625,25,40,,,,'
t_out_has 'targets,,,resolve,,,trend,better,,,,,,'

t_begin 'a period that begins with the log has none before it'
shop 25 38
t_run sd report -C shop --to 2026-11-23
t_out_has 'Targets (19 of 20 times the true value lies in the interval)'
