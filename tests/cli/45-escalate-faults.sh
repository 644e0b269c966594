#!/bin/sh
# sd escalate on a desk where something is wrong: what can be recorded is, the rest is said, nothing is lost.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/escalate.sh"

t_begin 'an empty desk: nothing is due, and nothing is written'
escalate_desk
cp cases.csv ../before
t_run sd escalate
t_run sd escalate --check
t_out <<'END'
nothing is due; cases open: 0, clocks running: 0, past their limit: 0
END
t_run cmp cases.csv ../before

t_begin 'where nothing is due no lock is taken: a desk that is locked or read-only is quiet'
escalate_desk
complaint 16 10:00
flock cases.csv.lock sleep 20 &
locker=$!
while flock -n cases.csv.lock true; do sleep 0.05; done
t_now "$(d 16 12:00)"
t_run sd escalate
kill "$locker"
wait "$locker" 2>/dev/null
chmod 400 cases.csv cases.csv.lock
chmod 500 .
t_run sd escalate
chmod 700 .

t_begin 'a read-only desk: what is due is not recorded, and the status says so'
escalate_desk
complaint 16 10:00
cp cases.csv ../before
chmod 400 cases.csv cases.csv.lock
chmod 500 .
t_now "$(d 17 12:00)"
if [ "$(id -u)" = 0 ]; then
	t_need setpriv
	chown -R 65534:65534 .. "$t_tmp" 2>/dev/null
	t_run setpriv --reuid=65534 --regid=65534 --clear-groups sd escalate
else
	t_run sd escalate
fi
t_status 4
t_err_any
t_settle
chown -R "$(id -u)" "$t_tmp" 2>/dev/null
chmod 700 .
t_run cmp cases.csv ../before

t_begin 'a full disk: nothing is recorded, and the next run makes up for it'
t_need strace
escalate_desk
complaint 16 10:00
cp cases.csv ../before
strace -o ../trace true 2>/dev/null || t_skip 'strace may not trace here'
at "$(d 17 12:00)" strace -f -o ../trace -P cases.csv -P ./cases.csv -P "$PWD/cases.csv" \
	-e inject=write:error=ENOSPC env ASAN_OPTIONS=detect_leaks=0 "$SD_BIN/sd" escalate >../out 2>../err
t_is 4 $? 'status'
t_is '' "$(cat ../out)" 'no answer'
t_run cmp cases.csv ../before
t_now "$(d 17 12:00)"
t_run sd escalate
t_out_has 'steps recorded: 2 '

t_begin 'a damaged row is said, with status 3, and the other cases are escalated all the same'
escalate_desk
complaint 16 10:00
complaint 16 10:01
sed -i '2s/open/opne/' cases.csv
t_now "$(d 17 12:00)"
t_mask 's/2026-11-16.*x,[0-9a-f]*/ROW/'
t_run sd escalate
t_status 3
t_out <<'END'
steps recorded: 2 (to remind 1, to escalate 1)

due               case           what      step                to
2026-11-17 05:13  20261116-0002  remind    day is nearly over  li.na
2026-11-17 10:01  20261116-0002  escalate  late                he.jun
END
t_err_has "cases.csv:2:42: error: unknown event 'opne'"
t_is 2 "$(ledger | wc -l | tr -d ' ')" 'recorded'

t_begin 'a row that the state table does not allow is said once'
escalate_desk
complaint 16 10:00
row='2026-11-16T10:05:00+08:00,,20261116-0001,close,li.na,,,,,,,,,,,,,,,,'
previous=$(tail -n 1 cases.csv | sed 's/.*,//')
printf '%s,%s\n' "$row" "$(printf '%s,%s' "$previous" "$row" | sha256sum | cut -c 1-16)" >>cases.csv
t_now "$(d 17 12:00)"
t_run sd escalate
t_status 3
t_out_has 'steps recorded: 2 '
t_err <<'END'
cases.csv:3: error: case '20261116-0001': 'close' needs a resolved case; 'resolve' it first; the row is passed over
END

t_begin 'something else than sd wrote the last row: nothing is recorded'
escalate_desk
complaint 16 10:00
sed -i '$s/.$/g/' cases.csv
t_now "$(d 17 12:00)"
t_run sd escalate
t_status 3
t_err_any
t_is 2 "$(grep -c . cases.csv)"

t_begin 'a torn end is set aside by the run that has something to write'
escalate_desk
complaint 16 10:00
printf '2026-11-16T11:0' >>cases.csv
t_now "$(d 17 12:00)"
t_run sd escalate
t_status 3
t_out_has 'steps recorded: 2 '
t_err_has 'torn'
t_run sd escalate
t_is 1 "$(grep -c ,repair, cases.csv)"
t_is 2 "$(ledger | wc -l | tr -d ' ')"

t_begin 'a policy that cannot be read is status 3 and records nothing'
escalate_desk
complaint 16 10:00
echo 'nonsense: 1' >>policy.yaml
t_now "$(d 17 12:00)"
t_run sd escalate
t_status 3
t_err_has "unknown key 'nonsense'"
t_is 2 "$(grep -c . cases.csv)"

t_begin 'a year that the calendar does not know is said where it matters, and recording goes on'
escalate_desk
echo '  - { step: slow-soon, clock: slow, at: 50%, do: remind, to: owner }' >>policy.yaml
cat >days.yaml <<'END'
country: CN
source: made up
years:
  2026: { source: [made up], off: [2026-11-24] }
END
sed -i -e 's/^calendars: {/& law: { hours: { mon-fri: ["09:00-17:00"] }, holidays: days.yaml },/' \
	-e 's/^clocks:/&\n  - { clock: slow, from: open, until: close, within: 60 working days, calendar: law }/' policy.yaml
complaint 16 10:00
t_now "$(d 16 12:00)"
t_run sd escalate
t_run sd escalate --check
t_out_any
t_err_has "clock 'slow': the calendar has no holiday data for 2027"
t_now "$(d 17 12:00)"
t_run sd escalate
t_out_has 'steps recorded: 2 '
t_err_has 'no holiday data for 2027'

t_begin 'the answer cannot be delivered: recorded all the same, status 6'
[ -w /dev/full ] || t_skip 'no /dev/full here'
escalate_desk
complaint 16 10:00
t_now "$(d 17 12:00)"
t_sh 'sd escalate >/dev/full'
t_status 6
t_err_any
t_is 2 "$(ledger | wc -l | tr -d ' ')"

t_begin 'the clock of the machine stepped back'
escalate_desk
complaint 16 10:00
quick "$(d 18 10:00)" sd log note 1116-1 --text x
t_now "$(d 17 12:00)"
t_run sd escalate
t_out_has 'steps recorded: 2 '
t_err_has "this machine's clock says"
t_is '' "$(awk -F, 'NR > 1 { key = $2 ? $2 : $1; if (key < last) print; last = key }' cases.csv)" 'order'

t_begin 'a log that is not there'
escalate_desk
rm cases.csv
t_run sd escalate
t_status 4
t_err_has "cannot open"
