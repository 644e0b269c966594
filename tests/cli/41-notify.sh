#!/bin/sh
# Who is told of what and when: one message a receiver and run, nothing lost, no storm; a private matter stays one.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/notify.sh"

t_begin 'C6: the owner is reminded before the limit, and that is in the log'
t_need jq
notify_desk
id=$(case_at 09:00)
escalate_at 09:29
t_is 0 "$(calls)"
escalate_at 09:30
t_is 1 "$(calls)"
t_is "sd.notify/1 desk own li.na 李娜" "$(got 1 '[.schema, .desk, .channel, .to, .to_name] | join(" ")')"
t_is "2026-11-24T09:30:00+08:00 $id remind-owner answer remind" \
	"$(got 1 '[.now, .steps[0].case, .steps[0].step, .steps[0].clock, .steps[0].do] | join(" ")')"
t_is '0001 li.na own 0' "$(told)"
t_is "$(awk -F, '$4 == "remind" { print $NF }' cases.csv)" \
	"$(awk -F, '$4 == "notify" { split($19, d, "/"); print d[4] }' cases.csv)" 'the row told about'

t_begin 'every step has all that a sender may want'
t_need jq
notify_desk
case_at 09:00 --place B2 >/dev/null
escalate_at 10:00
t_is '{"case":"20261124-0001","step":"supervisor","clock":"answer","due":"2026-11-24T10:00:00+08:00","late_s":0,"do":"escalate","level":"supervisor","clock_due":"2026-11-24T10:00:00+08:00","task":null,"kind":"complaint","category":"","severity":"general","place":"B2","department":"merchandise","owner":"li.na","instance":1,"repeat":1}' \
	"$(jq -c '.steps[0]' hooks/got.1)"
t_is 'desk: due 1, of these escalated 1' "$(got 1 .title)"
t_is '20261124-0001 投诉 general B2: supervisor, 0s left' "$(got 1 '.lines[]')"

t_begin 'told once, however often it is run'
notify_desk
case_at 09:00 >/dev/null
for t in 09:30 09:30 09:31 09:45 09:59; do escalate_at $t; done
t_is 1 "$(calls)"

t_begin 'of a week without power only the highest step is told, while all are in the log'
t_need jq
notify_desk
case_at 09:00 >/dev/null
day=2026-11-30 escalate_at 09:00
t_is 'remind-owner/ supervisor/ manager/ ' "$(awk -F, '$4 ~ /^(remind|escalate)$/ { split($19, d, "/"); printf "%s/ ", d[1] }' cases.csv)"
t_is 'wang.fang manager' "$(got 1 '.to + " " + .steps[].step')"
t_is 1 "$(calls)"

t_begin 'nobody is told of a case that is resolved by then'
notify_desk
case_at 09:00 >/dev/null
SD_NOW=${day}T12:00:00+08:00 "$SD_BIN/sd" log resolve 1 -q --by li.na --text done
escalate_at 12:01
t_is 0 "$(calls)"
t_is 'remind escalate escalate ' "$(awk -F, '$5 == "sd" { printf "%s ", $4 }' cases.csv)"

t_begin 'two hundred cases due at once are one message a receiver'
t_need jq
notify_desk
i=0
while [ $i -lt 200 ]; do
	echo "{\"event\":\"open\",\"at\":\"${day}T09:00:00+08:00\",\"by\":\"li.na\",\"kind\":\"complaint\",\"department\":\"merchandise\",\"owner\":\"li.na\",\"text\":\"x\"}"
	i=$((i + 1))
done >events.jsonl
SD_USER=li.na SD_NOW=${day}T09:00:00+08:00 "$SD_BIN/sd" log append -q <events.jsonl >/dev/null
escalate_at 11:00
t_is '1 200 200' "$(calls) $(got 1 '.steps | length') $(got 1 '.lines | length')"
t_is 200 "$(told | grep -c 'wang.fang floor 0')"
escalate_at 11:01
t_is 1 "$(calls)"

t_begin 'two receivers of one channel have a message each, the most urgent first'
t_need jq
notify_desk
case_at 09:00 >/dev/null
case_at 09:30 --severity major --owner mute >/dev/null
escalate_at 10:00
t_is 2 "$(calls)"
t_is 'wang.fang 20261124-0002/emergency' "$(got 1 '.to + " " + ([.steps[] | .case + "/" + .step] | join(" "))')"
t_is 'zhao.lei 20261124-0002/emergency 20261124-0001/supervisor' \
	"$(got 2 '.to + " " + ([.steps[] | .case + "/" + .step] | join(" "))')"

t_begin 'C10: the emergency group is told when a case becomes major'
t_need jq
notify_desk
case_at 09:00 >/dev/null
SD_NOW=${day}T09:10:00+08:00 "$SD_BIN/sd" log amend 1 -q --by li.na --severity major --text worse
escalate_at 09:10
t_is 'wang.fang zhao.lei ' "$(got 1 '.to' | tr '\n' ' ')$(got 2 '.to' | tr '\n' ' ')"

t_begin 'somebody away: the stand-in gets it, by the day of the message'
t_need jq
notify_desk
day=2026-12-01 case_at 09:00 >/dev/null
day=2026-12-01 escalate_at 09:30
t_is zhao.lei "$(got 1 .to)"

t_begin 'D: who has no channel is not sent anything, and everything goes on'
notify_desk
case_at 09:00 --owner mute >/dev/null
escalate_at 09:30
t_out_has 'mute (no channel)'
t_is 0 "$(calls)"
t_is '' "$(told)"
t_is 'to mute' "$(awk -F, '$4 == "remind" { print $(NF - 1) }' cases.csv)"

t_begin 'without channels nothing is sent and nothing is made'
notify_desk
sed -i 's/, notify: [a-z]*//; /^notify:/,$d' policy.yaml
case_at 09:00 >/dev/null
escalate_at 09:30
t_is 0 "$(find .sd -name 'notify.lock' 2>/dev/null | wc -l)"

t_begin 'a dry run, --check and --nagios tell nobody'
notify_desk
case_at 09:00 >/dev/null
t_now "${day}T09:30:00+08:00"
t_run sd escalate --dry-run
t_out_any
t_run sd escalate --check
t_status 1
t_out_any
t_run sd escalate --nagios
t_status 1
t_out_any
t_is 0 "$(calls)"

t_begin 'quiet hours hold messages until the calendar opens; the steps are recorded on time'
t_need jq
notify_desk 'calendars: { store: { hours: { mon-sun: ["10:00-22:00"] } } }'
sed -i 's/^notify:/&\n  quiet: store/' policy.yaml
case_at 21:00 >/dev/null
escalate_at 21:59
t_is 'li.na' "$(got 1 .to)"
escalate_at 22:00
escalate_at 23:30
day=2026-11-25 escalate_at 09:59
t_is 1 "$(calls)"
t_is "${day}T22:00:00+08:00 ${day}T23:00:00+08:00 " "$(awk -F, '$4 == "escalate" { printf "%s ", $1 }' cases.csv)"
day=2026-11-25 escalate_at 10:00
t_is '2 wang.fang manager' "$(calls) $(got 2 '.to + " " + .steps[].step')"

t_begin 'a failure is recorded, told to the one who runs it, and tried again after 5, 10, 20 minutes'
notify_desk
case_at 09:00 >/dev/null
echo 3 >hooks/status
escalate_at 09:30
t_err <<'END'
policy.yaml:24: warning: 'li.na' was not told through 'own' (status 3: no such room); the next try is at 2026-11-24T09:35:00+08:00 or later
END
t_is '0001 li.na own 3' "$(told)"
for t in 09:31 09:34; do escalate_at $t; done
t_is 1 "$(calls)"
escalate_at 09:35
t_err_has 'the next try is at 2026-11-24T09:45:00+08:00 or later'
escalate_at 09:44
t_is 2 "$(calls)"
escalate_at 09:45
t_err_has 'T10:05:00+08:00 or later'
t_is 3 "$(calls)"
rm hooks/status
escalate_at 09:50
t_is 3 "$(calls)"

t_begin 'what failed is sent when the channel works again, once, with what came since'
t_need jq
notify_desk
case_at 09:00 >/dev/null
echo 1 >hooks/status
escalate_at 09:30
t_err_any
case_at 09:02 >/dev/null
rm hooks/status
escalate_at 09:34
t_is 1 "$(calls)"
escalate_at 09:36
t_is '2 20261124-0001 20261124-0002' "$(calls) $(got 2 '[.steps[].case] | join(" ")')"
escalate_at 09:50
t_is 2 "$(calls)"
t_is '0001 li.na own 1
0001 li.na own 0
0002 li.na own 0' "$(told)"

t_begin 'one receiver whose channel fails holds up nobody else'
notify_desk
sed -i 's/hooks\/send, mail/hooks\/none/' policy.yaml
case_at 09:00 --severity major >/dev/null
escalate_at 09:30
t_err_has "'li.na' was not told through 'own' (status 127: "
t_is '0001 wang.fang floor 0
0001 zhao.lei floor 0
0001 li.na own 127' "$(told)"

t_begin 'C10, privacy: no name, number, id or word of a customer is in what leaves the house'
notify_desk 'fields: { order: {} }' "categories: { expired: { label: {zh: 过期}, of: quality }, quality: {} }"
case_at 09:00 --customer 陈美丽 --contact 13912345678 --category expired --product milk-1l --batch B20261101 \
	--set order=SO777 --severity major >/dev/null
SD_NOW=${day}T09:10:00+08:00 "$SD_BIN/sd" log note 1 -q --by li.na --text "Mrs 陈美丽 wants 88 yuan"
escalate_at 09:30
t_is 3 "$(calls)"
t_is '' "$(grep -l '陈美丽\|13912345678\|c0001\|SO777\|sour\|13800001111\|88 yuan' hooks/got.*)"

t_begin 'a message is valid JSON and one line, whatever the names are'
t_need jq
notify_desk
sed -i 's/name: 李娜/name: "Li \\"Na\\" \\\\ \\t"/' policy.yaml
case_at 09:00 >/dev/null
escalate_at 09:30
t_is 1 "$(wc -l <hooks/got.1)"
t_is 'li.na' "$(got 1 .to)"

t_begin 'messages are in the language of the desk'
t_need jq
notify_desk
sed -i 's/^language: en/language: zh/' policy.yaml
t_env SD_LANG=
case_at 09:00 >/dev/null
escalate_at 09:30
t_is 'desk：到期 1 项' "$(got 1 .title)"

t_begin 'the notify rows are legal, also after the case was closed'
notify_desk
case_at 09:00 >/dev/null
escalate_at 09:30
SD_NOW=${day}T09:40:00+08:00 "$SD_BIN/sd" log resolve 1 -q --by li.na --text x
SD_NOW=${day}T09:41:00+08:00 "$SD_BIN/sd" log close 1 -q --by li.na
t_run sd report --day today
t_out_any
t_now "${day}T10:00:00+08:00"
t_run sd log show 1
t_out_has notified

t_begin 'an undone message is sent again'
notify_desk
case_at 09:00 >/dev/null
escalate_at 09:30
check=$(awk -F, '$4 == "notify" { print $NF }' cases.csv)
t_run sd log void 1 --event "$check" --by li.na -q
escalate_at 09:32
t_is 2 "$(calls)"

t_begin 'what is kept in .sd between runs changes neither rows nor messages'
notify_desk
cd .. && cp -r desk bare && cd desk || exit 1
for where in desk bare; do
	cd ../$where || exit 1
	n=0
	for hour in 09 10 11 12 13 14; do
		for minute in 00 10 20 30 40 50; do
			n=$((n + 1))
			[ $((n % 4)) -ne 1 ] || case_at $hour:$minute >/dev/null
			[ $((n % 8)) -ne 5 ] || SD_NOW=${day}T$hour:$minute:00+08:00 "$SD_BIN/sd" log resolve $((n / 8 + 1)) -q --by li.na --text x
			if [ $n -gt 9 ] && [ $n -lt 20 ]; then echo 1 >hooks/status; else rm -f hooks/status; fi
			[ $where = desk ] || rm -rf .sd
			SD_NOW=${day}T$hour:$minute:00+08:00 "$SD_BIN/sd" escalate -q >/dev/null
		done
	done
done
cd ../desk || exit 1
t_run cmp cases.csv ../bare/cases.csv
for f in hooks/got.*; do
	sed 's/"desk":"desk"/"desk":"bare"/; s/"title":"desk:/"title":"bare:/' "$f" | cmp -s - "../bare/$f" || echo "$f"
done >differ
t_is '' "$(cat differ)"
t_is 1 "$(($(calls) > 10))"
