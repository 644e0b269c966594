#!/bin/sh
# sd report beside a slow program that was written from the definitions alone.

. "$(dirname "$0")/lib.sh"

t_begin 'all counts, shares and quantiles agree, whatever the period'
t_need python3
[ -x "$SD_BIN/tests/bench/gen" ] || t_skip 'no generator was built'
mkdir desk
cp "$SD_TOP/tests/bench/policy.yaml" desk/policy.yaml
t_sh "'$SD_BIN/tests/bench/gen' --events 20000 >desk/cases.csv"
t_now "$(tail -n 1 desk/cases.csv | cut -c 1-25)"
for period in '--from 2000-01-01' '--month 2024-05' '--week 2023-02-10' '--day 2022-03-05' \
	'--month 2024-05 --as-of 2024-05-20T10:00:00+08:00'; do
	t_sh "sd -C desk report $period --format json >report.json && python3 '$SD_TOP/tests/cli/report-oracle.py' desk/cases.csv report.json"
	t_out_has 'cases, 0 differences'
done
