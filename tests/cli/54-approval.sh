#!/bin/sh
# C18: refunds need their approval in time: the clock `approval` reminds, escalates and is in the lists of the report.
. "$(dirname "$0")/lib.sh"

desk() {
	t_policy p.yaml small <<END
kinds: { complaint: { severities: { general: {} } } }
channels: { hotline: {} }
departments: { finance: { lead: ma, staff: [ma, fen] }, floor: { staff: [li] } }
staff: { ma: { level: manager }, fen: {}, li: {} }
events: { callback: {} }
compensation:
  refund: { label: { en: money back }, unit: CNY, approve: finance, within: 24h }
  exchange: { unit: items, approve: manager, within: 2h }
  coupon: { unit: CNY }
  negotiated: { unit: CNY, approve: manager }
${1-}
escalations:
  - { step: remind-approval, clock: approval, at: 50%, do: remind, to: owner }
  - { step: late-approval, clock: approval, at: 100%, do: escalate, level: manager }
END
	t_desk ./p.yaml
	t_now 2026-11-21T09:00:00+08:00
	t_run sd log open -q --kind complaint --channel hotline --department floor --owner li --by li
	t_out_any
	id=20261121-0001
}

# type time [amount]
compensated() {
	t_run sd log compensate $id -q --type "$1" --amount "${3-5}" --by li --at "2026-11-21T$2:00+08:00" --now "2026-11-21T$2:00+08:00"
}

instances() {
	t_sh "sd escalate explain $id --now $1 --format json | jq -c '.clocks[] | select(.clock == \"approval\") | [.instance,.task,.due,.done,.verdict]'"
}

# type amount time
approved() {
	t_run sd log approve $id -q --type "$1" --amount "$2" --by fen --at "2026-11-21T$3:00+08:00" --now "2026-11-21T$3:00+08:00"
}

t_begin 'C18: one approval a type, each within its own time; only its own type stops it; what needs none has no clock'
t_need jq
desk
compensated refund 10:00
compensated exchange 11:00
compensated coupon 11:10
compensated negotiated 11:20
approved refund 5 12:00
instances 2026-11-21T12:30:00+08:00
t_out <<'END'
[1,"refund","2026-11-22T10:00:00+08:00","2026-11-21T12:00:00+08:00","met"]
[2,"exchange","2026-11-21T13:00:00+08:00",null,"undecided"]
END
compensated refund 12:40
instances 2026-11-21T13:00:00+08:00
t_out <<'END'
[1,"refund","2026-11-22T10:00:00+08:00","2026-11-21T12:00:00+08:00","met"]
[2,"exchange","2026-11-21T13:00:00+08:00",null,"breached"]
[3,"refund","2026-11-22T12:40:00+08:00",null,"undecided"]
END

t_begin 'C18: what is approved is one promise; the clock runs on, or is that of the oldest promise that waits'
t_need jq
desk
compensated refund 10:00 80
compensated refund 11:00 50
approved refund 50 12:00
instances 2026-11-21T12:30:00+08:00
t_out <<'END'
[1,"refund","2026-11-22T10:00:00+08:00",null,"undecided"]
END
compensated refund 13:00 90
approved refund 80 14:00
instances 2026-11-21T14:30:00+08:00
t_out <<'END'
[1,"refund","2026-11-22T10:00:00+08:00","2026-11-21T14:00:00+08:00","met"]
[2,"refund","2026-11-22T13:00:00+08:00",null,"undecided"]
END
t_sh "sd log show $id --now 2026-11-21T14:30:00+08:00 | grep '  approval: '"
t_out <<'END'
  approval: money back  2026-11-22 10:00  met
  approval: money back  2026-11-22 13:00  in 22h 30m
END
t_sh 'sd escalate --now 2026-11-22T01:30:00+08:00 --format json | jq -c ".steps[] | [.step,.due,.instance,.task]"'
t_out <<'END'
["remind-approval","2026-11-22T01:00:00+08:00",2,"refund"]
END
t_sh 'sd escalate --now 2026-11-22T13:30:00+08:00 --format json | jq -c ".steps[] | [.step,.due,.instance,.task]"'
t_out <<'END'
["late-approval","2026-11-22T13:00:00+08:00",2,"refund"]
END
t_sh 'sd log list --late --now 2026-11-22T13:30:00+08:00 --format json | jq -r ".cases[].case"'
t_out <<END
$id
END
t_sh 'sd report --from 2026-11-21 --to 2026-11-23 --now 2026-11-22T20:00:00+08:00 --format json | jq -c ".breaches[] | [.clock,.task,.late_s]"'
t_out <<'END'
["approval","refund",25200]
END

t_begin 'C18: reminded and escalated as any clock, to those who approve'
t_need jq
desk
compensated refund 10:00
compensated exchange 11:00
t_sh 'sd escalate --dry-run --now 2026-11-22T20:00:00+08:00 --format json | jq -c ".steps[] | [.step,.clock,.due,.level,.to,.task]"'
t_out <<'END'
["remind-approval","approval","2026-11-21T12:00:00+08:00",null,"li","exchange"]
["late-approval","approval","2026-11-21T13:00:00+08:00","manager","ma","exchange"]
["remind-approval","approval","2026-11-21T22:00:00+08:00",null,"ma","refund"]
["late-approval","approval","2026-11-22T10:00:00+08:00","manager","ma","refund"]
END

t_begin 'C18: late approvals are in the breach list with their type, whatever becomes of the case'
t_need jq
desk
compensated refund 10:00
compensated exchange 11:00
t_run sd log resolve $id -q --by li --at 2026-11-21T15:00:00+08:00 --now 2026-11-21T15:00:00+08:00
t_run sd log approve $id -q --type refund --by fen --at 2026-11-22T11:00:00+08:00 --now 2026-11-22T11:00:00+08:00
t_sh 'sd report --from 2026-11-21 --to 2026-11-23 --now 2026-11-22T20:00:00+08:00 --format json | jq -c ".breaches[] | [.clock,.task,.late_s,.owner]"'
t_out <<'END'
["approval","exchange",111600,"li"]
["approval","refund",3600,""]
END
t_sh 'sd report --from 2026-11-21 --to 2026-11-23 --now 2026-11-22T20:00:00+08:00 | grep approval'
t_out <<'END'
  20261121-0001  approval: exchange  li  31h late
  approval  complaint  general   0.0 % (0/2)          0
  20261121-0001  approval: exchange    li     2026-11-21 13:00  31h (not done)
  20261121-0001  approval: money back  -      2026-11-22 10:00  1h
  li      approval  100.0 % (1/1)  20261121-0001
  nobody  approval  100.0 % (1/1)  20261121-0001
END

t_begin 'C18: an approval that names neither type nor amount, of another program, is of all that wait'
t_need jq
desk
compensated refund 10:00
compensated exchange 11:00
previous=$(tail -n 1 cases.csv)
row=$(printf '%s' "$previous" | sed 's/11:00:00/12:00:00/g; s/,compensate,li,/,approve,fen,/; s/,5,exchange,/,,,/; s/,[0-9a-f]*$//')
printf '%s,%s\n' "$row" "$(printf '%s,%s' "${previous##*,}" "$row" | sha256sum | cut -c 1-16)" >>cases.csv
instances 2026-11-21T13:30:00+08:00
t_out <<'END'
[1,"refund","2026-11-22T10:00:00+08:00","2026-11-21T12:00:00+08:00","met"]
[2,"exchange","2026-11-21T13:00:00+08:00","2026-11-21T12:00:00+08:00","met"]
END
t_sh 'sd report --month 2026-11 --now 2026-11-21T13:30:00+08:00 --format json | jq -c ".compensation.types[] | [.type,.approved,.pending]"'
t_out <<'END'
["exchange",1,0]
["refund",1,0]
END

t_begin 'C18: after resolve no approval is waited for by a clock'
t_need jq
desk
t_run sd log resolve $id -q --by li --at 2026-11-21T09:30:00+08:00 --now 2026-11-21T09:30:00+08:00
compensated refund 10:00
instances 2026-11-22T20:00:00+08:00
t_out </dev/null

t_begin 'C18: a clock of the policy with this name takes its place'
t_need jq
desk 'clocks: [ { clock: approval, from: compensate, until: approve, within: 1h } ]'
compensated refund 10:00
compensated exchange 10:10
instances 2026-11-21T12:00:00+08:00
t_out <<'END'
[1,null,"2026-11-21T11:00:00+08:00",null,"breached"]
END
