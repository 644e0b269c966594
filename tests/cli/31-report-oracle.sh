#!/bin/sh
# sd report beside a slow program that was written from the definitions alone.

. "$(dirname "$0")/lib.sh"

need_zones() {
	t_need python3
	[ -n "$t_why" ] || python3 -c 'import zoneinfo; zoneinfo.ZoneInfo("Europe/Berlin")' 2>/dev/null ||
		t_skip 'python3 has no time zones'
}

# compares DESK FOLDER NOW PERIOD...: the report of each period, where a known-at time follows a =
compares() {
	desk=$1 dir=$2 n=0 reports=
	t_now "$3"
	shift 3
	for period; do
		known=${period#*=} period=${period%%=*} n=$((n + 1))
		[ "$known" != "$period" ] && period="$period --known-at $known" known="=$known" || known=
		name=${period%% *}-$n.json
		t_sh "sd -C $dir report $period --format json >./${name#--} || [ \$? = 3 ]"
		t_err_any
		reports="$reports ${name#--}$known"
	done
	t_sh "python3 -B '$SD_TOP/tests/cli/report-oracle.py' $desk $dir/cases.csv $reports"
	t_out_has 'cases, 0 differences'
}

t_begin 'all counts, shares, intervals and quantiles agree, whatever the period: a long log'
t_need python3
[ -x "$SD_BIN/tests/bench/gen" ] || t_skip 'no generator was built'
mkdir desk
cp "$SD_TOP/tests/bench/policy.yaml" desk/policy.yaml
t_sh "'$SD_BIN/tests/bench/gen' --events 20000 >desk/cases.csv"
compares bench desk "$(tail -n 1 desk/cases.csv | cut -c 1-25)" '--from 2000-01-01' '--month 2024-05' \
	'--week 2023-02-10' '--day 2022-03-05' '--month 2024-05 --as-of 2024-05-20T10:00:00+08:00'

t_begin 'the sample desk: business hours, tasks, approvals, promises, surveys, rows written later'
t_need python3
compares mall "'$SD_TOP/samples/mall'" 2026-11-21T20:30:00+08:00 '--from 2026-10-01' '--month 2026-11' \
	'--week 2026-W46' '--day 2026-11-20' '--day 2026-11-05 --as-of 2026-11-05T15:00:00+08:00' \
	'--month 2026-10 --as-of 2026-11-03' '--week 2026-W45=2026-11-09T00:00:00+08:00'

# Many days, and more than usual on some of them.
t_begin 'C14 C15 desks drawn at random on which something is unusual'
need_zones
desk_of() { t_sh "python3 -B '$SD_TOP/tests/cli/oracle/random-desk.py' $1 450 desk$1 150"; }
desk_of 4
compares random desk4 2026-07-30T00:00:00+02:00 '--month 2026-07' '--day 2026-07-10 --as-of 2026-07-10T15:00:00+02:00'
desk_of 5
compares random desk5 2026-07-30T00:00:00+02:00 '--month 2026-06' '--from 2026-07-08'
for method in spike rise new repeat; do t_out_not " $method: 0;"; done

# Reopened, cancelled, amended, void, back-dated, held, illegal; on a calendar whose clocks go forward.
t_begin 'desks drawn at random'
need_zones
for seed in 1 2 3 9 22 26; do
	t_sh "python3 -B '$SD_TOP/tests/cli/oracle/random-desk.py' $seed 60 desk$seed"
	compares random desk$seed 2026-04-06T00:00:00+02:00 '--from 2026-03-01' '--month 2026-03' '--week 2026-W13' \
		'--day 2026-03-18 --as-of 2026-03-20T12:00:00+01:00' '--week 2026-W11=2026-03-25T00:00:00+01:00'
done
