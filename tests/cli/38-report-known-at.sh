#!/bin/sh
# The same log, policy and as-of time give the same bytes; --known-at gives what was printed then.

. "$(dirname "$0")/lib.sh"

# then DESK FOLDER TIME: the desk's files as they were at TIME. What is written later stands below it.
as_it_was() {
	mkdir -p "$2"
	cp "$1/policy.yaml" "$1/customers.csv" "$2"
	for file in cases.csv surveys.csv; do
		awk -F, -v t="$3" 'NR == 1 || ($2 == "" ? $1 : $2) <= t' "$1/$file" >"$2/$file"
	done
}

# The desk is called alike, because the report names it.
t_begin '--known-at gives, byte for byte and in every format, what was printed then'
mkdir now then
cp -r "$SD_TOP/samples/mall" now/mall
for t in 2026-10-28T21:00:00+08:00 2026-11-01T09:00:00+08:00 2026-11-09T08:30:00+08:00; do
	as_it_was now/mall then/mall $t
	for format in text md html json csv jsonl; do
		for period in '--week 2026-10-26' '--day yesterday --by supplier' '--from 2026-10-01 --lang zh'; do
			t_now $t
			t_sh "cd then && sd -C mall report $period --format $format >../printed"
			t_now 2026-11-21T20:30:00+08:00
			t_sh "cd now && sd -C mall report $period --format $format --known-at $t | cmp - ../printed"
		done
	done
done

t_begin 'what was written at that very second was known'
cp -r "$SD_TOP/samples/mall" mall
t=$(sed -n 1500p mall/cases.csv | awk -F, '{ print $2 == "" ? $1 : $2 }')
t_sh "sd -C mall report --from 2026-10-01 --known-at $t --format json | grep -c '\"late_s\"' >/dev/null"
as_it_was mall then "$t"
t_is "$(tail -n 1 then/cases.csv | cut -d, -f1-4)" "$(sed -n 1500p mall/cases.csv | cut -d, -f1-4)"

t_begin 'neither the locale nor the zone of the machine shows'
t_need localedef
mkdir locales
for locale in zh_CN de_DE tr_TR; do
	localedef -c -i $locale -f UTF-8 locales/$locale.UTF-8 >/dev/null 2>&1
done
[ -d locales/de_DE.UTF-8 ] || t_skip 'the sources of the locales are not installed'
for format in text md html json csv jsonl; do
	t_env LC_ALL=C
	t_env TZ=Pacific/Chatham
	t_sh "sd -C '$SD_TOP/samples/mall' --lang zh report --month 2026-11 --as-of 2026-11-20 --format $format >plain"
	for zone in America/New_York UTC; do
		for locale in zh_CN de_DE tr_TR; do
			t_env "LOCPATH=$t_dir/locales"
			t_env "LC_ALL=$locale.UTF-8"
			t_env "TZ=$zone"
			t_sh "sd -C '$SD_TOP/samples/mall' --lang zh report --month 2026-11 --as-of 2026-11-20 --format $format | cmp - plain"
		done
	done
done

t_begin 'a version of the policy that came into force since then does not show'
mkdir now then
cp -r "$SD_TOP/samples/mall" now/mall
t=2026-11-01T09:00:00+08:00
as_it_was now/mall then/mall $t
mv now/mall/policy.yaml now/mall/policy-2018.yaml
sed 's/^valid-from: .*/valid-from: 2026-11-10\nsupersedes: policy-2018.yaml/; s/csat: ">= 85%"/csat: ">= 99%"/
	s/^events:/events:\n  earlier: {}/; s/- { clock: first-response,/- { clock: before-all, from: open, until: resolve, within: 1h }\n  &/' \
	now/mall/policy-2018.yaml >now/mall/policy.yaml
for format in text html json csv; do
	t_now $t
	t_sh "cd then && sd -C mall report --month 2026-10 --format $format >../printed"
	t_now 2026-11-21T20:30:00+08:00
	t_sh "cd now && sd -C mall report --month 2026-10 --format $format --known-at $t | cmp - ../printed"
	t_sh "cd now && sd -C mall report --month 2026-10 --format $format | cmp -s - ../printed"
	t_status 1
done
