#!/bin/sh
# sd escalate: the same rows result however often, late or often at once it is run (design section 10).

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/escalate.sh"

# A few days of cases that go different ways, and `sd escalate` at the times given between them.
life() { # WHEN: "DD HH:MM" a line, sorted; what happens is below
	escalate_desk
	sort - "$1" >../life <<'END'
16 10:00 log open --kind complaint --owner li.na --text one
16 10:05 log open --kind complaint --severity major --department merchandise --text two
16 11:00 log respond 1116-1 --text hello
16 15:00 log hold 1116-1 --reason customer --text waits
16 21:00 log resume 1116-1 --text goes-on
16 23:00 log open --kind consultation --text three
17 09:00 log amend 1116-3 --kind complaint --severity general --text it-is-one
17 11:00 log resolve 1116-2 --text late
18 12:00 log reopen 1116-2 --text not-yet
19 16:30 log resolve 1116-1 --text done
19 17:00 log close 1116-1 --text bye
20 09:00 log cancel 1116-3 --reason withdrawn --text never-mind
END
	while read -r day time command; do
		# shellcheck disable=SC2086
		quick "$(d "$day" "$time")" sd ${command:-escalate} -q
	done <../life
	quick "$(d 22 12:00)" sd escalate -q
	ledger | sort >"../ledger-$2"
	cd ..
	mv desk "desk-$2"
}

t_begin 'every few minutes, once a day, or once after a week without power: the same steps'
{
	for day in 16 17 18 19 20 21; do
		for hour in 00 05 06 09 10 11 13 14 15 16 18 22; do
			for minute in 00 13 30; do
				echo "$day $hour:$minute"
			done
		done
	done
} >often
printf '%s 08:00\n' 17 18 19 20 21 >daily
: >never
life "$PWD/often" often
life "$PWD/daily" daily
life "$PWD/never" never
t_run cmp ledger-often ledger-never
t_run cmp ledger-daily ledger-never
t_file_is ledger-never <<'END'
2026-11-16T10:05 20261116-0002 escalate emergency#1 to wang.fang zhao.lei
2026-11-17T05:17 20261116-0002 remind remind-owner#1 to wang.fang
2026-11-17T10:05 20261116-0002 escalate late#1 to he.jun
2026-11-17T11:12 20261116-0001 remind remind-owner#1 to li.na
2026-11-17T16:00 20261116-0001 escalate late#1 to he.jun
2026-11-17T18:12 20261116-0003 remind remind-owner#1 to he.jun
2026-11-17T20:00 20261116-0001 escalate manager#1 to wang.fang
2026-11-17T23:00 20261116-0003 escalate late#1 to he.jun
2026-11-18T03:00 20261116-0003 escalate manager#1 to wang.fang
2026-11-18T20:00 20261116-0001 escalate manager#2 to wang.fang
2026-11-19T03:00 20261116-0003 escalate manager#2 to wang.fang
2026-11-19T07:12 20261116-0002 remind remind-owner#1 to wang.fang
2026-11-19T12:00 20261116-0002 escalate late#1 to he.jun
2026-11-19T16:00 20261116-0002 escalate manager#1 to wang.fang
2026-11-20T03:00 20261116-0003 escalate manager#3 to wang.fang
2026-11-20T16:00 20261116-0002 escalate manager#2 to wang.fang
2026-11-21T16:00 20261116-0002 escalate manager#3 to wang.fang
END
t_is '' "$(awk -F, '$4 ~ /remind|escalate/ && $2 != "" && $2 < $1' desk-often/cases.csv)" 'none is logged before it fell due'

t_begin 'rows of one run stand in the order in which they fell due'
life /dev/null order
awk -F, '$4 ~ /remind|escalate/ { print $1 }' desk-order/cases.csv >got
t_run sort -c got

t_begin 'C6 two runs at the same moment never double'
escalate_desk
for i in 1 2 3 4 5 6; do
	complaint 16 10:0$i --severity major
done
for i in 1 2 3 4 5 6; do
	at "$(d 19 12:00)" sd escalate -q >/dev/null 2>../err.$i &
done
wait
t_is 30 "$(ledger | wc -l | tr -d ' ')" 'steps'
t_is '' "$(awk -F, '{ print $19 }' cases.csv | grep / | sort | uniq -d)" 'recorded twice'
t_is '' "$(cat ../err.*)"

t_begin 'with a clerk at work in the meantime'
escalate_desk
for i in 1 2 3; do
	complaint 16 10:0$i
done
for i in 1 2 3; do
	at "$(d 19 12:00)" sd escalate -q >/dev/null 2>../err.e$i &
	at "$(d 19 12:00)" sd log note "1116-$i" -q --text x >/dev/null 2>../err.n$i &
done
wait
t_is 12 "$(ledger | wc -l | tr -d ' ')" 'steps'
t_is 3 "$(grep -c ,note, cases.csv)" 'notes'
t_is '' "$(cat ../err.*)"

t_begin 'an imported log fires nothing, but the highest step of what still runs'
escalate_desk
at "$(d 20 12:00)" sd log append >/dev/null 2>&1 <<'END'
{"at":"2026-11-01T10:00:00+08:00","event":"open","kind":"complaint","owner":"li.na","text":"long over","case":"20261101-0001"}
{"at":"2026-11-05T10:00:00+08:00","event":"resolve","case":"20261101-0001"}
{"at":"2026-11-02T10:00:00+08:00","event":"open","kind":"complaint","owner":"li.na","text":"still open","case":"20261102-0001"}
END
t_is 4 "$(grep -c . cases.csv)" 'rows imported'
t_now "$(d 20 12:05)"
t_run sd escalate --format csv
t_mask 's/[0-9a-f]\{16\}/CHECK/'
t_out_has '20261102-0001,manager,resolve,2026-11-20T12:00:00+08:00,300,escalate,manager,'
ledger >../ledger
t_is 1 "$(wc -l <../ledger | tr -d ' ')" 'steps'

t_begin 'a step whose instance ended before anybody looked is recorded, with the instant it fell due'
escalate_desk
complaint 16 10:00
quick "$(d 17 12:00)" sd log resolve 1 --text done
quick "$(d 18 12:00)" sd escalate
ledger >../ledger
t_file_is ../ledger <<'END'
2026-11-17T05:12 20261116-0001 remind remind-owner#1 to li.na
2026-11-17T10:00 20261116-0001 escalate late#1 to he.jun
END

t_begin 'a voided row counts as never written: what it started is due no more, what it ended goes on'
escalate_desk
complaint 16 10:00
quick "$(d 16 10:30)" sd log resolve 1 --text wrong-case
quick "$(d 16 12:00)" sd log undo
quick "$(d 17 12:00)" sd escalate
t_is 2 "$(ledger | wc -l | tr -d ' ')" 'the resolve was void'
complaint 18 10:00
quick "$(d 18 10:10)" sd log undo
quick "$(d 20 12:00)" sd escalate
t_is 0 "$(ledger | grep -c 1118-0001)" 'the open was void'

t_begin 'a step whose row was voided is recorded again'
escalate_desk
complaint 16 10:00
quick "$(d 17 06:00)" sd escalate
check=$(awk -F, '$4 == "remind" { print $NF }' cases.csv)
quick "$(d 17 06:01)" sd log void 1116-1 --event "$check" --text mistake
t_now "$(d 17 06:02)"
t_run sd escalate
t_out_has 'steps recorded: 1 '

t_begin 'rows of the time to come are not looked at yet'
escalate_desk
complaint 16 10:00
quick "$(d 20 10:00)" sd log resolve 1 --text done
t_now "$(d 17 06:00)"
t_run sd escalate -n --format csv
t_out_has remind-owner
t_out_not ,late,

t_begin 'the same steps in any time zone of the machine and in an empty environment'
for tz in UTC America/New_York Asia/Shanghai Pacific/Chatham; do
	SD_TEST_TZ=$tz
	escalate_desk
	complaint 16 10:00 --severity major
	env -i SD_NOW="$(d 18 12:00)" "$SD_BIN/sd" escalate -q >/dev/null 2>&1 || t_wrong "$tz"
	rows >"../$(echo $tz | tr / -)"
	cd ..
	rm -r desk
done
unset SD_TEST_TZ
for tz in America-New_York Asia-Shanghai Pacific-Chatham; do
	t_run cmp UTC "$tz"
done

t_begin 'F5.2 a desk without staff: the level and the department by name'
t_file policy.yaml <<'END'
policy: t
timezone: Asia/Shanghai
language: en
kinds: { complaint: {} }
channels: { hotline: {} }
departments: { finance: {} }
clocks: [ { clock: resolve, from: open, until: resolve, within: 1h } ]
escalations:
  - { step: now, when: { kind: complaint }, do: notify, level: supervisor }
  - { step: owner, clock: resolve, at: 50%, do: remind, to: owner }
END
at "$(d 16 08:00)" sd init --policy ./policy.yaml desk >/dev/null 2>&1
cd desk || exit 1
at "$(d 16 10:00)" sd log open --kind complaint --department finance -q --text x >/dev/null
quick "$(d 16 11:00)" sd escalate
ledger >../ledger
t_file_is ../ledger <<'END'
2026-11-16T10:00 20261116-0001 notify now#1 to supervisor
2026-11-16T10:30 20261116-0001 remind owner#1 to finance
END

t_begin 'a machine whose clock once ran ahead: what is written with the right one is not logged late'
escalate_desk
quick 2028-01-01T08:00:00+08:00 sd log open --kind consultation --text 'the clock is wrong'
complaint 16 10:00
t_run grep -c "^2026-11-16T10:00:00+08:00,2028-01-01T08:00:00+08:00," cases.csv
echo 1 | t_out
quick "$(d 17 07:00)" sd escalate
quick "$(d 17 12:00)" sd escalate
ledger | sed 's/ [^ ]* / /' >../ledger
t_file_is ../ledger <<'END'
2026-11-17T05:12 remind remind-owner#1 to li.na
2026-11-17T10:00 escalate late#1 to he.jun
END
