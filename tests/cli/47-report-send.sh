#!/bin/sh
# sd report --send: the first screen leaves the house, without customers, and waits where it cannot be sent.
# shellcheck disable=SC2119
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/notify.sh"

outbox() { find .sd/outbox -type f 2>/dev/null | wc -l; }

# A late case of a customer who is to be called, and a target.
report_desk() {
	notify_desk 'targets: { answer: ">= 95%" }'
	case_at 09:00 --customer 陈美丽 --contact 13912345678 --severity major >/dev/null
	rm -f hooks/got.*
	t_now "${day}T12:00:00+08:00"
}

t_begin 'C19: the first screen goes to a channel, and the report is printed as ever'
t_need jq
report_desk
t_run sd report --day today
t_out_any
t_settle
cp "$t_tmp/out" printed
t_run sd report --day today --send floor
t_out_file printed
t_err <<'END'
sent through 'floor'
END
t_is 'sd.notify/1 desk floor  ' "$(got 1 '[.schema, .desk, .channel, .to, .to_name] | join(" ")')"
t_is 'desk, 2026-11-24 Tue so far: 1 received, 0 concluded, 1 open' "$(got 1 .title)"
t_is "$(sed -n '2,/^to call/p' printed | sed '$d')" "$(got 1 '.lines[]' | sed '/^targets/,$d')"
t_is "$(sed -n '/^targets/,/^newest seal/p' printed)" "$(got 1 '.lines[]' | sed -n '/^targets/,$p')"
t_is '{"from":"2026-11-24T00:00:00+08:00","to":"2026-11-24T12:00:00+08:00","as_of":"2026-11-24T12:00:00+08:00","received":1,"concluded":0,"open":1}' \
	"$(jq -c .report hooks/got.1)"
t_is 0 "$(outbox)"

t_begin 'no customer is in it'
report_desk
t_run sd report --day today --send floor -q
t_out_has 'to call: 1'
t_is '' "$(grep -l 'c0001\|陈美丽\|13912345678\|to call\|sour' hooks/got.1)"

t_begin 'it is no step of a case: the log stays as it is'
report_desk
before=$(sha256sum <cases.csv)
t_run sd report --day today --send floor -q
t_out_any
t_is "$before" "$(sha256sum <cases.csv)"

t_begin 'quiet hours do not hold what was asked for'
notify_desk 'calendars: { store: { hours: { mon-sun: ["13:00-14:00"] } } }'
sed -i 's/^notify:/&\n  quiet: store/' policy.yaml
t_now "${day}T12:00:00+08:00"
t_run sd report --day today --send floor -q
t_out_any
t_is 1 "$(calls)"

t_begin 'a failure is status 4, and the next escalate sends it again, later each time'
t_need jq
report_desk
echo 3 >hooks/status
t_run sd report --day today --send floor
t_status 4
t_out_any
t_err <<'END'
policy.yaml:24: warning: a message was not sent through 'floor' (status 3: no such room); the next try is at 2026-11-24T12:05:00+08:00 or later
sd: error: the report was not sent through 'floor'; the next 'sd escalate' or 'sd report --send' tries again
END
t_is '1 1' "$(calls) $(outbox)"
sed -i '/^escalations:/,/^notify:/{/step:/d;/^escalations:/d}' policy.yaml
escalate_at 12:04
t_is 1 "$(calls)"
escalate_at 12:05
t_err_has 'the next try is at 2026-11-24T12:15:00+08:00 or later'
t_is 2 "$(calls)"
rm hooks/status
escalate_at 12:14
t_is '2 1' "$(calls) $(outbox)"
escalate_at 12:15
t_is '3 0' "$(calls) $(outbox)"
t_is "$(cat hooks/got.1)" "$(cat hooks/got.3)" 'the same message'
escalate_at 13:00
t_is 3 "$(calls)"

t_begin 'the same report sent by hand meanwhile is not sent twice'
report_desk
echo 1 >hooks/status
t_run sd report --day yesterday --send floor -q
t_status 4
t_out_any
t_err_any
rm hooks/status
t_run sd report --day yesterday --send floor -q
t_out_any
t_is 0 "$(outbox)"

t_begin 'reports of other periods do not replace each other'
report_desk
echo 1 >hooks/status
for period in --day --week --month; do
	t_run sd report $period --send floor -q
	t_status 4
	t_out_any
	t_err_any
done
t_is 3 "$(outbox)"

t_begin 'what waits a week is given up; what waits for a channel that is gone, too'
report_desk
echo 1 >hooks/status
t_run sd report --day yesterday --send floor -q
t_status 4
t_out_any
t_err_any
rm hooks/status
sed -i '/^escalations:/,/^notify:/{/step:/d;/^escalations:/d}' policy.yaml
day=2026-12-02 escalate_at 12:00
t_err_has "a message that waited to be sent through 'floor' is given up"
t_is '1 0' "$(calls) $(outbox)"

t_begin 'the outbox is a cache: it may be deleted, and hold anything'
report_desk
echo 1 >hooks/status
t_run sd report --day yesterday --send floor -q
t_status 4
t_out_any
t_err_any
for f in .sd/outbox/*; do head -c 30 "$f" >x && cat x >"$f"; done
echo rubbish >.sd/outbox/a.json
: >.sd/outbox/b.json
printf 'sd.outbox/1 1 -5 1 floor\n{}' >.sd/outbox/c.json
rm hooks/status
sed -i '/^escalations:/,/^notify:/{/step:/d;/^escalations:/d}' policy.yaml
escalate_at 13:00
t_is 1 "$(calls)"
rm -rf .sd
escalate_at 13:05
t_is 1 "$(calls)"

t_begin 'a policy that others can write sends nothing, and the report waits'
report_desk
chmod 666 policy.yaml
t_run sd report --day yesterday --send floor
t_status 4
t_out_any
t_err_has 'no message is sent, because the policy names commands'
t_is '0 1' "$(calls) $(outbox)"
chmod 600 policy.yaml
sed -i '/^escalations:/,/^notify:/{/step:/d;/^escalations:/d}' policy.yaml
escalate_at 12:01
t_is '1 0' "$(calls) $(outbox)"

t_begin 'an unknown channel, or a file that is no desk, is wrong usage before anything is read'
report_desk
t_run sd report --send flor
t_status 2
t_err <<'END'
sd: error: unknown notify channel 'flor' (did you mean 'floor'?); see 'sd report --help'
END
t_run sd report cases.csv --policy policy.yaml --send floor
t_status 2
t_err_has "--send needs a desk, and 'cases.csv' is a file"

t_begin 'a dry run sends nothing'
report_desk
t_run sd report -n --send floor
t_out_any
t_err <<'END'
dry run: nothing was sent
END
t_is 0 "$(calls)"
