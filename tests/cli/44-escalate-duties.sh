#!/bin/sh
# Regular duties (D1, Y6), improvement measures (C23) and the clocks that a policy has without writing them.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/escalate.sh"

duty_desk() {
	escalate_desk_with <<'END'
  - { step: duty-soon, clock: duty, at: 80%, do: remind, to: owner }
  - { step: duty-late, clock: duty, at: 100%, do: escalate, level: manager }
  - { step: measure-soon, clock: action, at: "-1h", do: remind, to: owner }
duties:
  tidy: { label: { en: tidy the desk, zh: 整理 }, every: day, within: 10h, owner: li.na, department: merchandise }
  training: { every: quarter, within: 30d, each: staff }
END
}
opened() { awk -F, '$4 == "open" && $6 == "duty" { print substr($1, 1, 16), $3, $5, $8, $15, $16, $20, $(NF - 1) }' cases.csv; }

t_begin 'D1 duties are opened on their day, each once'
duty_desk
t_now "$(d 16 09:00)"
t_run sd escalate -n
t_out <<'END'
duties to be opened: 5

duty           period      case  owner
tidy the desk  2026-11-16  -     li.na
training       2026-Q4     -     he.jun
training       2026-Q4     -     li.na
training       2026-Q4     -     王芳
training       2026-Q4     -     zhao.lei
END
t_is 1 "$(grep -c . cases.csv)" 'the dry run wrote nothing'
t_run sd escalate --check
t_status 1
t_out_any
t_run sd escalate --nagios
t_status 1
t_out_has 'SD WARNING - due: 0 to remind, 0 to escalate, 5 duties;'
t_run sd escalate
t_out <<'END'
duties opened: 5

duty           period      case           owner
tidy the desk  2026-11-16  20261116-0001  li.na
training       2026-Q4     20261116-0002  he.jun
training       2026-Q4     20261116-0003  li.na
training       2026-Q4     20261116-0004  王芳
training       2026-Q4     20261116-0005  zhao.lei
END
t_run sd escalate
t_now "$(d 17 00:00)"
t_run sd escalate -q
t_out_any
opened >../opened
t_file_is ../opened <<'END'
2026-11-16T09:00 20261116-0001 sd tidy merchandise li.na duty/tidy/2026-11-16 tidy the desk
2026-11-16T09:00 20261116-0002 sd training  he.jun duty/training/2026-Q4/he.jun training
2026-11-16T09:00 20261116-0003 sd training  li.na duty/training/2026-Q4/li.na training
2026-11-16T09:00 20261116-0004 sd training  wang.fang duty/training/2026-Q4/wang.fang training
2026-11-16T09:00 20261116-0005 sd training  zhao.lei duty/training/2026-Q4/zhao.lei training
2026-11-17T00:00 20261117-0001 sd tidy merchandise li.na duty/tidy/2026-11-17 tidy the desk
END

t_begin 'D1 a duty has a clock, and steps may name it'
duty_desk
quick "$(d 16 00:00)" sd escalate
t_now "$(d 16 08:00)"
t_run sd escalate --format json
t_out_has '"clock": "duty"'
t_run sd escalate explain 1
t_out_has 'duty #1: from opened until resolved within 10 hours, day and night'
t_err_any
quick "$(d 16 09:00)" sd log resolve 1 --text tidy
quick "$(d 16 12:00)" sd escalate
ledger >../ledger
t_file_is ../ledger <<'END'
2026-11-16T08:00 20261116-0001 remind duty-soon#1 to li.na
END

t_begin 'after days without power all missed periods are opened, and their steps fall due as if nothing had been'
for run in daily late; do
	duty_desk
	quick "$(d 16 00:00)" sd escalate
	[ $run = late ] || for day in 17 18 19; do
		quick "$(d $day 00:00)" sd escalate
		quick "$(d $day 23:00)" sd escalate
	done
	quick "$(d 20 12:00)" sd escalate
	{ opened && ledger; } | sort >"../$run"
	cd ..
	rm -r desk
done
t_run cmp daily late
t_is 4 "$(grep -c 'duty/tidy/2026-11-1' late)" 'days'
t_is 5 "$(grep -c 'duty-late' late)" 'late'

t_begin 'duties stay out of the figures of customers'
duty_desk
complaint 16 10:00
quick "$(d 18 12:00)" sd escalate
t_now "$(d 18 12:00)"
t_run sd report --from 2026-11-01 --format json
t_out_has '"received": 1,'
t_out_not '"kind": "duty"'

t_begin 'C23 an improvement measure has a clock to its due time'
duty_desk
quick "$(d 16 09:00)" sd escalate
id=$(at "$(d 16 10:00)" sd log open --kind action --owner li.na --due "$(d 18 10:00)" -q --text improve)
quick "$(d 18 09:30)" sd escalate
t_is "2026-11-18T09:00 $id remind measure-soon#1 to li.na" "$(ledger | grep measure)"
t_now "$(d 18 12:00)"
t_run sd escalate explain "$id"
t_out_has 'improvement measure #1: from opened until resolved, by the time promised'
t_err_any

t_begin 'C16 a task has a clock to its due time'
escalate_desk_with <<'END'
  - { step: task-late, clock: task, at: 0, do: remind, to: owner }
categories: { expired: { kind: complaint } }
checklists: { expired: [ { task: pull-batch, within: 1h, department: merchandise } ] }
END
complaint 16 10:00
quick "$(d 16 10:05)" sd log task 1 --name pull --owner wang.fang --due "$(d 16 11:05)"
quick "$(d 16 10:06)" sd log task 1 --name check --owner he.jun --due "$(d 16 11:06)"
quick "$(d 16 11:00)" sd log done 1 --name pull
quick "$(d 16 12:00)" sd escalate
t_is '2026-11-16T11:06 20261116-0001 remind task-late#1 to he.jun' "$(ledger | grep task)"
t_is 1 "$(ledger | grep -c task)" 'a task that was done is not reminded of'

t_begin 'a clock of the policy is its own'
escalate_desk_with <<'END'
  - { step: soon, clock: duty, at: 50%, do: remind, to: owner }
duties: { tidy: { every: day, within: 10h, owner: li.na } }
END
sed -i 's/^clocks:/&\n  - { clock: duty, for: { kind: duty }, from: open, until: resolve, within: 2h }/' policy.yaml
quick "$(d 16 00:00)" sd escalate
quick "$(d 16 02:00)" sd escalate
t_is '2026-11-16T01:00 20261116-0001 remind soon#1 to li.na' "$(ledger)"

t_begin 'sd policy show says which clocks nobody wrote'
duty_desk
t_run sd policy show --format json
t_out_has '"implied": true'
t_run sd policy show
t_out_has 'kind=duty category=tidy'

t_begin 'two runs at the same moment open a duty once'
duty_desk
for i in 1 2 3 4 5 6; do
	at "$(d 16 09:00)" sd escalate -q >/dev/null 2>../err.$i &
done
wait
t_is 5 "$(opened | wc -l | tr -d ' ')" 'duties'
t_is '' "$(awk -F, '$20 != "" && NR > 1 { print $20 }' cases.csv | sort | uniq -d)" 'opened twice'
t_is '' "$(cat ../err.*)"

t_begin 'a desk with a prefix'
escalate_desk_with <<'END'
prefix: S1
duties: { tidy: { every: day, within: 10h, owner: li.na } }
END
complaint 16 10:00
t_now "$(d 17 12:00)"
t_run sd escalate --format csv
t_out_has 'S1-20261116-0001,remind-owner,resolve,'
t_is 'S1-20261116-0001 S1-20261117-0001' "$(awk -F, '$4 == "open" { print $3 }' cases.csv | sort | xargs)" 'cases'

t_begin 'a duty is opened and shown like any case'
duty_desk
quick "$(d 16 09:00)" sd escalate
t_now "$(d 16 10:00)"
t_run sd log list --open --lang zh
t_out_has '整理'
t_run sd log show 1
t_out_has 'tidy the desk'
t_err_any
