#!/bin/sh
# The commands that messages leave through: what they get, what they cannot do, and when they are not run at all.
# shellcheck disable=SC2119
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/notify.sh"

# The command of li.na's channel is this list; hooks/own is what stands in the here-document.
own() {
	sed -i "s|own: {.*|own: { command: $1 }|" policy.yaml
	if [ ! -t 0 ]; then cat >hooks/own; fi
	chmod 700 hooks/own
}
due() {
	case_at 09:00 >/dev/null
	escalate_at 09:30
}

t_begin 'arguments are passed as they are: there is no shell'
notify_desk
own '[hooks/own]' <<'END'
#!/bin/sh
printf '<%s>' "$@" >hooks/arguments
END
sed -i '/own: {/d' policy.yaml
cat >>policy.yaml <<'END'
    own: { command: [hooks/own, two words, 'it''s "q"', '$HOME `id`; touch owned', '>x'] }
END
due
t_is "<two words><it's \"q\"><\$HOME \`id\`; touch owned><>x>" "$(cat hooks/arguments)"
t_is '' "$(ls owned x 2>/dev/null)"

t_begin 'it runs in the folder of the policy, with a clean environment'
notify_desk
own '[hooks/own], env: [SD_TEST_PROXY, SD_TEST_UNSET]' <<'END'
#!/bin/sh
env | sort >hooks/env
pwd >hooks/pwd
tr '\0' '\n' </proc/$$/environ | cut -d= -f1 | sort >hooks/names
END
t_env SD_TEST_PROXY=http://proxy:3128
t_env SD_TEST_SECRET=x
t_env LD_LIBRARY_PATH=/nowhere
due
t_is 'HOME LANG PATH SD_CHANNEL SD_DESK SD_TEST_PROXY ' "$(tr '\n' ' ' <hooks/names)"
t_is "$PWD" "$(cat hooks/pwd)"
t_is "SD_DESK=$PWD" "$(grep ^SD_DESK= hooks/env)"
t_is 'SD_CHANNEL=own' "$(grep ^SD_CHANNEL= hooks/env)"
t_is 'SD_TEST_PROXY=http://proxy:3128' "$(grep ^SD_TEST_PROXY= hooks/env)"
t_is "PATH=$SD_BIN:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "$(grep ^PATH= hooks/env)"

t_begin 'neither does it see the lock, the log or any other open file'
notify_desk
own '[hooks/own]' <<'END'
#!/bin/sh
open=$(ls -l /proc/$$/fd)
echo "$open" >hooks/open
END
exec 7<policy.yaml
due
exec 7<&-
t_is 3 "$(grep -c ' [012] -> pipe:' hooks/open)"
t_is 0 "$(grep -c 'cases\|lock\|policy' hooks/open)"

t_begin 'a name without a slash is looked for in the fixed path, not in the caller'"'"'s'
notify_desk
mkdir "$t_tmp/home/bin$t_count"
printf '#!/bin/sh\ntouch %s/ran\n' "$PWD" >"$t_tmp/home/bin$t_count/sd-test-own"
chmod 755 "$t_tmp/home/bin$t_count/sd-test-own"
sed -i 's|own: {.*|own: { command: [sd-test-own] }|' policy.yaml
t_env PATH="$t_tmp/home/bin$t_count:$PATH"
case_at 09:00 >/dev/null
t_now "${day}T09:30:00+08:00"
t_run "$SD_BIN/sd" escalate
t_out_any
t_err_has "(status 127: "
t_is '0001 li.na own 127' "$(told)"
t_is '' "$(ls ran 2>/dev/null)"

t_begin 'one that hangs is ended after its time with all it started, and the others are told'
notify_desk
own '[hooks/own], timeout: 1s' <<'END'
#!/bin/sh
sleep 300 &
echo $! >hooks/child
sleep 300
END
case_at 09:00 --severity major >/dev/null
began=$(date +%s)
escalate_at 09:30
t_err_has "'li.na' was not told through 'own' (too slow, status 124)"
t_is 1 "$(($(date +%s) - began < 30))" 'seconds'
t_is '0001 wang.fang floor 0
0001 zhao.lei floor 0
0001 li.na own 124' "$(told)"
t_is 0 "$(ps -o stat= -p "$(cat hooks/child)" 2>/dev/null | grep -vc Z)"

t_begin 'a channel that hangs costs its time once a run, however many it should tell'
notify_desk
sed -i 's|floor: {.*|floor: { command: [hooks/own], timeout: 1s }|' policy.yaml
printf '#!/bin/sh\necho x >>hooks/tried\nsleep 300\n' >hooks/own
chmod 700 hooks/own
case_at 09:00 --severity major --owner mute >/dev/null
escalate_at 09:01
t_err_has "'wang.fang' was not told"
t_is 1 "$(wc -l <hooks/tried)"
escalate_at 09:02
t_err_has "'zhao.lei' was not told"
escalate_at 09:03
t_is 2 "$(wc -l <hooks/tried)"

t_begin 'one that ignores TERM is killed two seconds later'
notify_desk
own '[hooks/own], timeout: 1s' <<'END'
#!/bin/sh
trap '' TERM
while :; do sleep 1; done
END
due
t_err_has 'status 124'

t_begin 'ten megabytes of output, and input that nobody reads, do no harm'
notify_desk
own '[hooks/own]' <<'END'
#!/bin/sh
exec <&-
head -c 10000000 /dev/zero
head -c 10000000 /dev/zero >&2
END
due
t_is '0001 li.na own 0' "$(told)"

t_begin 'what it says is one harmless line'
notify_desk
own '[hooks/own]' <<'END'
#!/bin/sh
printf '\n\033[31mred\007 \342\200\256 %0400d\nsecond\n' 1 >&2
exit 9
END
due
t_err_has '(status 9: \x1B[31mred\x07 '
t_err_not 'second'
t_is 0 "$(grep -c "$(printf '\033')" "$t_tmp/err.raw")"
t_is 1 "$(wc -l <"$t_tmp/err.raw")"

t_begin 'the status that is recorded is the one of a shell'
for s in 1 77 255; do
	notify_desk
	echo $s >hooks/status
	due
	t_err_has "(status $s: no such room)"
	t_is "0001 li.na own $s" "$(told)"
	cd .. && rm -r desk
done
notify_desk
own '[hooks/own]' <<'END'
#!/bin/sh
kill -KILL $$
END
due
t_err_has '(status 137)'
t_is '0001 li.na own 137' "$(told)"

t_begin 'what is there and cannot be run is 126'
notify_desk
own '[hooks/own]' <<'END'
echo no interpreter is guessed
END
due
t_err_has '(status 126: '
t_is '0001 li.na own 126' "$(told)"

t_begin 'two runs at the same moment tell once'
notify_desk
own '[hooks/own]' <<'END'
#!/bin/sh
echo x >>hooks/tried
sleep 1
END
case_at 09:00 >/dev/null
t_now "${day}T09:30:00+08:00"
t_sh 'sd escalate -q & sd escalate -q & sd escalate -q & wait'
t_out_any
t_is 1 "$(wc -l <hooks/tried)"
t_is 1 "$(grep -c ,remind, cases.csv)"
t_is '0001 li.na own 0' "$(told)"
t_run sd escalate
t_is 1 "$(wc -l <hooks/tried)"

t_begin 'the cache with the lock may be deleted at any moment'
notify_desk
due
rm -rf .sd
escalate_at 09:31
t_is 1 "$(calls)"
case_at 09:02 >/dev/null
escalate_at 09:32
t_is 2 "$(calls)"
t_is '700 600' "$(stat -c %a .sd) $(stat -c %a .sd/notify.lock)"

t_begin 'nothing is run for a policy that others can write, and nothing is lost'
notify_desk
chmod 664 policy.yaml
due
t_err <<'END'
policy.yaml: warning: no message is sent, because the policy names commands: 'policy.yaml' can be written by others: chmod go-w 'policy.yaml'
END
t_is '0 ' "$(calls) $(told)"
t_is 1 "$(grep -c ,remind, cases.csv)"
chmod 644 policy.yaml
escalate_at 09:31
t_is 1 "$(calls)"

t_begin 'nor for one of another user'
[ "$(id -u)" = 0 ] || t_skip 'only root can give files away'
notify_desk
chown 4711 policy.yaml
due
t_err_has "'policy.yaml' belongs to another user (4711)"
t_is 0 "$(calls)"

t_begin 'nor a program that others can write or replace'
notify_desk
chmod 770 hooks
due
t_err_has "no message is sent through 'own': 'hooks/send' could be replaced: '"
t_err_has 'chmod go-w'
t_is 0 "$(calls)"
chmod 700 hooks
chmod 777 hooks/send
escalate_at 09:31
t_err_has "hooks/send' can be written by others"
chmod 755 hooks/send
escalate_at 09:32
t_is 1 "$(calls)"

t_begin 'nor a script that an interpreter is given'
notify_desk
sed -i 's|own: {.*|own: { command: [sh, hooks/send] }|' policy.yaml
chmod 666 hooks/send
due
t_err_has "hooks/send' can be written by others"
chmod 600 hooks/send
escalate_at 09:31
t_is 1 "$(calls)"

t_begin 'a desk of several accounts: the policy is taken from the group, the program stands outside'
notify_desk
cd .. && "$SD_BIN/sd" --policy in.yaml init -q --shared shared && cd shared || exit 1
mkdir ../outside && mkdir hooks && cp ../desk/hooks/send ../outside/ && cp ../desk/hooks/send hooks/
chmod 755 ../outside/send hooks hooks/send
due
t_err_has 'chmod go-w'
chmod g-w policy.yaml
escalate_at 09:31
t_err_has "'hooks/send' could be replaced"
sed -i "s|own: {.*|own: { command: [$(cd .. && pwd)/outside/send] }|" policy.yaml
escalate_at 09:32
t_is 1 "$(calls)"
t_is '2770 660' "$(stat -c %a .sd) $(stat -c %a .sd/notify.lock)"

t_begin 'a log that cannot be written after a message is said, and nobody else is told'
notify_desk
case_at 09:00 --severity major >/dev/null
escalate_at 09:00
rm -f hooks/got.*
case_at 09:05 --severity major >/dev/null
printf '#!/bin/sh\ncat >/dev/null; echo x >>hooks/tried; printf "2026,broken\\n" >>cases.csv\n' >hooks/send
escalate_at 09:06
t_status 6
t_err_has "the message to 'wang.fang' could not be recorded: "
t_is 1 "$(wc -l <hooks/tried)"

t_begin 'from a step in the log to WeCom, with the sender of the samples'
t_need curl
notify_desk
cp "$SD_TOP/samples/hooks/send" hooks/send
chmod 700 hooks/send
sed -i 's|floor: {.*|floor: { command: [hooks/send, wecom, floor], timeout: 20s }|' policy.yaml
mkdir service
"$SD_BIN/tests/helpers/receiver" service wecom 2>service/errors &
pid=$!
n=0
until [ -s service/port ] || [ $((n += 1)) -gt 100 ]; do sleep 0.05; done
(umask 077 && echo "url = http://127.0.0.1:$(cat service/port)/send?key=TOKEN" >hooks/floor.conf)
case_at 09:00 --place B2 >/dev/null
escalate_at 10:00
kill $pid 2>/dev/null
t_is '0001 zhao.lei floor 0' "$(told)"
t_is 'POST /send?key=TOKEN HTTP/1.1' "$(head -n 1 service/request | tr -d '\r')"
t_is 1 "$(grep -c '20261124-0001 投诉 general B2: supervisor, 0s left' service/body)"
