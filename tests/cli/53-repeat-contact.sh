#!/bin/sh
# C7, C13: a customer who comes back with the same thing soon after closing is linked and counted; C13, F5.3: call-backs.
. "$(dirname "$0")/lib.sh"

desk() {
	t_policy p.yaml small <<'END'
kinds: { complaint: { severities: { general: {} } }, consultation: { severities: { ordinary: {} } } }
channels: { hotline: {} }
categories: { expired: {}, price: {} }
events: { callback: {} }
clocks:
  - { clock: resolve, from: open, until: resolve, within: 24h }
  - { clock: call-back, for: { kind: complaint }, from: close, until: callback, within: 2d }
targets: { repeat-contact: "<= 10%", call-back-coverage: ">= 90%" }
END
	t_desk ./p.yaml
	t_now 2026-11-30T20:00:00+08:00
}

# customer category day [day closed]: a case; its id is in $id
case_of() {
	t_run sd log open -q --kind complaint --channel hotline --category "$2" --by li ${1:+--customer "$1"} --at "$3T09:00:00+08:00"
	t_out_any
	id=$(t_stdout)
	[ $# -ge 4 ] || return 0
	t_run sd log resolve "$id" -q --by li --at "$4T10:00:00+08:00"
	t_run sd log close "$id" -q --by li --at "$4T11:00:00+08:00"
}

json() {
	t_sh "sd report --month 2026-11 --format json | jq -c '$1'"
}

t_begin 'C7: received with an earlier case of the customer and category closed within 30 days, of those with a known customer'
t_need jq
desk
case_of wang expired 2026-09-20 2026-10-03
case_of wang expired 2026-11-02
case_of zhao expired 2026-09-20 2026-10-02
case_of zhao expired 2026-11-02
case_of sun price 2026-10-20 2026-10-21
case_of sun expired 2026-11-03
case_of qian price 2026-11-04 2026-11-05
case_of qian price 2026-11-06
case_of '' price 2026-11-06
json .repeat_contact
t_out <<'END'
{"n":2,"of":5,"share":0.4,"anonymous":1}
END
json '.rates[] | select(.measure == "repeat-contact") | [.kind,.numerator,.denominator]'
t_out <<'END'
["complaint",2,5]
END
json '.targets[] | select(.target == "repeat-contact") | [.numerator,.denominator,.met]'
t_out <<'END'
[2,5,false]
END
t_sh "sd report --month 2026-11 | grep -E '^ {8,}repeat contact  |without a known'"
t_out <<'END'
             repeat contact             40.0 % (2/5)
  without a known customer, not in repeat contact: 1
END
t_sh "sd report --month 2026-11 --format csv | grep ^rates,.*repeat-contact"
t_out <<'END'
rates,,,repeat-contact,complaint,,value,0.4,2,5,,,,
rates,,,repeat-contact,complaint,,anonymous,1,,,,,,
END

t_begin 'C7: a case taken up again before, cancelled, or not closed yet is no earlier one'
t_need jq
desk
case_of wang expired 2026-11-01 2026-11-02
first=$id
t_run sd log reopen "$first" -q --by li --at 2026-11-03T09:00:00+08:00
case_of wang expired 2026-11-04
case_of zhao expired 2026-11-01 2026-11-02
t_run sd log cancel "$id" -q --reason withdrawn --by li --at 2026-11-10T09:00:00+08:00
case_of zhao expired 2026-11-04
case_of sun expired 2026-11-01
case_of sun expired 2026-11-04
json .repeat_contact.n
t_out <<'END'
0
END

t_begin 'C7: the clerk is told of the earlier case when the customer gets in touch, and show names it'
t_need jq
desk
case_of wang expired 2026-09-20 2026-11-03
first=$id
case_of wang price 2026-11-04 2026-11-05
t_run sd log open --kind complaint --channel hotline --category expired --by li --customer wang --at 2026-11-06T09:00:00+08:00
id=$(t_stdout)
t_out_any
t_err <<'END'
20261106-0001 wang: opened
linked: 20260920-0001, an earlier case of this customer in the same category, closed on 2026-11-03
END
t_sh "sd log show $id | grep linked; sd log show $id --format json | jq -r .linked; sd log show $first --format json | jq .linked"
t_out <<'END'
  linked     20260920-0001, closed 2026-11-03 11:00
20260920-0001
null
END
t_run sd log open --kind complaint --channel hotline --category expired --by li --customer wang --at 2026-12-04T00:00:00+08:00 --now 2026-12-04T00:00:00+08:00
t_out_any
t_err <<'END'
20261204-0001 wang: opened
END

t_begin 'C13, F5.3: called back in time, of concluded cases whose time is over; open ones are in the lists of the clock'
t_need jq
desk
for day in 01 02 03 29; do
	case_of c$day expired 2026-11-$day 2026-11-$day
	[ "$day" = 02 ] || t_run sd log callback "$id" -q --by li --at "2026-11-${day}T18:00:00+08:00"
done
t_run sd log callback 20261102-1 -q --by li --at 2026-11-04T11:00:01+08:00
case_of c5 expired 2026-11-05 2026-11-05
case_of c6 expired 2026-11-06
json '.callback, (.late_now[] | select(.clock == "call-back") | .case), (.targets[] | select(.target == "call-back-coverage") | [.numerator,.denominator])'
t_out <<'END'
{"n":2,"of":4,"share":0.5}
"20261105-0001"
[2,4]
END

t_begin 'C13: where no clock ends with a call-back there is no figure'
t_need jq
desk
t_sh "sed '/call-back/d' p.yaml >policy.yaml"
case_of wang expired 2026-11-01 2026-11-02
json .callback
t_out <<'END'
{"n":0,"of":0,"share":null}
END
