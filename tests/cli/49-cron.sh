#!/bin/sh
# The examples under samples/cron and samples/systemd: the very lines, as those daemons run them.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/escalate.sh"

# As cron does it: the crontab's own variables and hardly any other, the home folder, /bin/sh. In $PWD/desk.
crontab_of() { # OPTIONS...: env(1)'s, for the tests' sake
	sed -n "s|^SD_DESK=.*|SD_DESK=$PWD/desk|; s|^PATH=|PATH=$SD_BIN:|; /^[A-Z_]*=/p" "$SD_TOP/samples/cron/crontab" >variables
	sed -n 's/^\* \* \* \* \* *//p' "$SD_TOP/samples/cron/crontab" >line
	t_ifs=$IFS
	IFS='
'
	# shellcheck disable=SC2046
	env -i HOME="$t_tmp/home" LOGNAME=nobody SHELL=/bin/sh $(cat variables) "$@" \
		sh -c "cd; $(cat line)" >out 2>err
	t_cron=$?
	IFS=$t_ifs
}

t_begin 'the crontab line records what is due, says nothing, and needs nothing of the environment'
escalate_desk
complaint 16 10:00
cd ..
crontab_of SD_NOW="$(d 17 12:00)"
t_is '0' "$t_cron" 'status'
t_is '' "$(cat out err)" 'said'
t_is 2 "$(ledger_of desk/cases.csv | wc -l | tr -d ' ')" 'steps'
crontab_of SD_NOW="$(d 17 12:01)" LC_ALL=C TZ=Pacific/Chatham
t_is '0 ' "$t_cron $(cat out err)" 'nothing to do'
t_is 2 "$(ledger_of desk/cases.csv | wc -l | tr -d ' ')" 'steps of two runs'
t_is 1 "$(wc -l <line | tr -d ' ')" 'lines that run every minute'

t_begin 'what goes wrong reaches the mail that cron sends'
mkdir desk
crontab_of
t_is 3 "$t_cron" 'status'
t_is 1 "$(grep -c 'no desk in' err)" 'lines on standard error'

units() { # into the case's folder, with what they name there
	for unit in service timer; do
		sed -e "s|/usr/local/bin/sd|$SD_BIN/sd|; s|/srv/desk|$PWD|; s|^User=.*|User=$(id -un)|" \
			"$SD_TOP/samples/systemd/sd-escalate.$unit" >"sd-escalate.$unit"
	done
}

t_begin 'systemd accepts the units'
t_need systemd-analyze
units
t_run systemd-analyze verify --man=no ./sd-escalate.service ./sd-escalate.timer
t_run systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' sd-escalate.timer)"
t_out_has 'Normalized form: *-*-* *:*:00'

t_begin 'the command of the unit records what is due'
escalate_desk
complaint 16 10:00
cd ..
mkdir units && cd units || exit 1
units
t_env "$(sed -n 's/^Environment=SD_DESK=.*/SD_DESK=/p' sd-escalate.service)$(dirname "$PWD")/desk"
t_now "$(d 17 12:00)"
# shellcheck disable=SC2046
t_run $(sed -n 's/^ExecStart=//p' sd-escalate.service)
t_out_has 'steps recorded: 2 '
t_is 2 "$(ledger_of ../desk/cases.csv | wc -l | tr -d ' ')" 'steps'

# A minute long, and it needs root: only with SD_TEST_CRON=1 (tests/README.md). The daemon has a spool of its own.
t_begin 'a real cron daemon runs the crontab'
[ "${SD_TEST_CRON:-}" = 1 ] || t_skip 'a minute long, only with SD_TEST_CRON=1'
t_need cron unshare
unshare -m true 2>/dev/null || t_skip 'no mount namespace may be made here'
if [ -z "$t_why" ]; then
	escalate_desk
	cd ..
	env -i PATH="$t_path" "$SD_BIN/sd" -C desk log open --by li.na --kind complaint --severity major -q --text x >id
	mkdir -p spool/crontabs
	sed "s|^SD_DESK=.*|SD_DESK=$PWD/desk|; s|^PATH=|PATH=$SD_BIN:|" "$SD_TOP/samples/cron/crontab" >spool/crontabs/root
	chmod 600 spool/crontabs/root
	unshare -m sh -c "mount --bind '$PWD/spool' /var/spool/cron && mount -t tmpfs none /run &&
		mount -t tmpfs none /etc/cron.d && exec cron -f" >cron.log 2>&1 &
	daemon=$!
	for _ in $(seq 70); do
		[ "$(ledger_of desk/cases.csv | wc -l)" -gt 0 ] && break
		sleep 1
	done
	kill "$daemon"
	wait "$daemon" 2>/dev/null
	t_is 1 "$(ledger_of desk/cases.csv | grep -c 'emergency#1 to wang.fang zhao.lei')" "steps ($(cat cron.log))"
fi
