#!/bin/sh
# sd escalate with .sd/: a run reads what came since the last one, and nothing else is different.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/escalate.sh"

# The same command at the same time in both desks; one of them never has a checkpoint.
both() {
	(cd with && at "$@") >>../with.out 2>&1 || :
	rm -rf without/.sd
	(cd without && at "$@") >>../without.out 2>&1 || :
}
two_desks() {
	escalate_desk
	cd ..
	rm -f with.out without.out
	mkdir desks
	cp -R desk desks/with
	cp -R desk desks/without
	cd desks || exit 1
}

t_begin 'C6 with a checkpoint, without one: the same rows and the same answers, whatever happens between the runs'
two_desks
i=0
for day in 16 17 18 19 20 21 22; do
	for hour in 09 10 13 14 18 21 23; do
		i=$((i + 1))
		case $((i % 12)) in
		0) both "$(d $day $hour:01)" sd log open --kind consultation --text x -q ;;
		1 | 2 | 5) both "$(d $day $hour:01)" sd log open --kind complaint --owner li.na --text x -q ;;
		3) both "$(d $day $hour:02)" sd log amend 1116-1 --severity major --text worse ;;
		4) both "$(d $day $hour:02)" sd log resolve 1116-2 --text done ;;
		6) both "$(d $day $hour:02)" sd log reopen 1116-2 --text again ;;
		7) both "$(d $day $hour:02)" sd log hold 1117-1 --reason customer ;;
		8) both "$(d $day $hour:02)" sd log resume 1117-1 ;;
		9) both "$(d $day $hour:02)" sd log open --kind complaint --at "$(d $day 01:00)" --text late -q ;;
		10) both "$(d $day $hour:02)" sd log undo ;;
		11) both "$(d $day $hour:02)" sd log cancel 1116-3 --text no ;;
		esac
		[ $((i % 9)) -ne 4 ] || rm -rf with/.sd
		[ $((i % 11)) -ne 5 ] || truncate -s -1 with/.sd/escalate 2>/dev/null || :
		[ $((i % 13)) -ne 6 ] || sed 's/at: 80%/at: 60%/' <with/policy.yaml >with/new
		[ $((i % 13)) -ne 6 ] || { cat with/new >with/policy.yaml && cp with/new without/policy.yaml; }
		both "$(d $day $hour:05)" sd escalate --nagios
		[ $((i % 4)) -eq 3 ] || both "$(d $day $hour:05)" sd escalate --format json
		[ $((i % 5)) -ne 3 ] || both "$(d $day $hour:06)" sd escalate
	done
done
cmp with/cases.csv without/cases.csv >../cmp || t_wrong 'the logs differ' ../cmp
cmp ../with.out ../without.out >../cmp || t_wrong 'the answers differ' ../cmp
t_is 1 "$([ "$(ledger_of with/cases.csv | wc -l)" -gt 30 ] && echo 1)" 'there were steps'
t_run test -f with/.sd/escalate

t_begin 'nothing written and nothing due: the checkpoint is not written either, and --dry-run never does'
escalate_desk
complaint 16 10:00
t_now "$(d 16 10:30)"
t_run sd escalate --dry-run
t_out_any
t_run test ! -e .sd
t_run sd escalate
t_is 600 "$(stat -c %a .sd/escalate)"
t_is 700 "$(stat -c %a .sd)"
cp -p .sd/escalate ../kept
t_now "$(d 16 10:31)"
t_run sd escalate
t_run cmp .sd/escalate ../kept
t_is "$(stat -c %i.%y .sd/escalate)" "$(stat -c %i ".sd/escalate").$(stat -c %y ../kept)"

t_begin 'what was read before is not read again: damage further up is found by verify, and where the checkpoint is deleted'
[ -x "$SD_BIN/tests/bench/gen" ] || t_skip 'no generator was built'
escalate_desk
t_sh "'$SD_BIN/tests/bench/gen' --events 500 --from 2026-01-01 --days 300 >../gen.csv"
sed 's/^events: .*/events: { feedback: {}, confirm: {}, callback: {}, consult: {}, correct: {} }/' policy.yaml >../new
cat ../new >policy.yaml
cat ../gen.csv >cases.csv
t_now "$(d 22 12:00)"
t_run sd escalate -q
t_out_any
t_err_any
t_status 0
cp cases.csv ../before
t_sh 'printf "x,x,x\n" | dd of=cases.csv bs=1 seek=20000 conv=notrunc 2>/dev/null'
quick "$(d 22 12:01)" sd log open --kind consultation --text x -q
t_now "$(d 22 12:02)"
t_run sd escalate
rm -rf .sd
t_run sd escalate
t_status 3
t_err_has 'error'
t_run sd escalate
t_status 3
t_err_has 'error'
t_run test ! -e .sd

t_begin 'a desk that cannot be written to beside its log does without'
escalate_desk
complaint 16 10:00
echo 'not a folder' >.sd
t_now "$(d 17 05:12)"
t_run sd escalate
t_out_any
t_run sd escalate
t_is 1 "$(ledger | wc -l | tr -d ' ')"
rm .sd
mkdir .sd
ln -s ../cases.csv .sd/escalate
cp cases.csv ../before
t_now "$(d 17 10:00)"
t_run sd escalate --dry-run
t_out_has 'late'
t_run sd escalate
t_out_has 'late'
t_is 2 "$(ledger | wc -l | tr -d ' ')"
t_run test ! -L .sd/escalate

t_begin 'in a desk of several accounts the checkpoint is of the group'
escalate_desk
at 2026-11-16T08:00:00+08:00 sd init --shared --policy ./policy.yaml ../shared >/dev/null 2>&1 || t_wrong 'no desk'
cd ../shared || exit 1
complaint 16 10:00
t_now "$(d 16 10:30)"
t_run sd escalate
t_is 660 "$(stat -c %a .sd/escalate)"
t_is 2770 "$(stat -c %a .sd)"
