#!/bin/sh
# How rows get into the log: torn ends, wrong checks, two writers, full disks; and what the exit status says.
. "$(dirname "$0")/lib.sh"

desk() {
	t_policy mall.yaml small-mall <<'END'
kinds: { consultation: { severities: { ordinary: {} } } }
events: { feedback: {} }
clocks: [ { clock: resolve, from: open, until: resolve, within: 24h } ]
END
	"$SD_BIN/sd" --policy mall.yaml init -q desk
	cd desk || exit 1
	t_env SD_USER=a
	SD_USER=a "$SD_BIN/sd" --now 2026-11-21T09:00:00+08:00 log open -q --text one >/dev/null
}

# The recipe of sd-cases(5): prints the lines whose check is wrong.
verify() {
	tail -n +2 "$1" | awk -v previous=check '{
		check = $0; sub(/.*,/, "", check)
		body = substr($0, 1, length($0) - length(check) - 1)
		command = "sha256sum"
		printf "%s,%s", previous, body | command
		close(command)
		previous = check; print check > "/dev/stderr"
	}' 2>"$t_tmp/have" | cut -c1-16 >"$t_tmp/want"
	cmp -s "$t_tmp/have" "$t_tmp/want" && echo chain holds
}

t_begin 'awk and sha256sum agree with every check value'
desk
t_run sd log note 1 -q --text 'with "quotes", commas and 中文'
t_run sd log resolve 1 -q
t_is 'chain holds' "$(verify cases.csv)"

t_begin 'a torn end is kept aside, taken off, and a repair event notes it'
desk
printf '2026-11-21T09:30:00+08:00,,20261121-0001,no' >>cases.csv
size=$(($(wc -c <cases.csv) - 43))
t_run sd log note 1 -q --text x
t_is 'open repair note' "$(cut -d, -f4 cases.csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"
t_is "cases.csv $size 43 $(printf '2026-11-21T09:30:00+08:00,,20261121-0001,no' | sha256sum | cut -c1-64)" \
	"$(sed -n 3p cases.csv | awk -F, '{ print $(NF - 1) }')"
t_is "offset $size length 43 sha256 $(printf '2026-11-21T09:30:00+08:00,,20261121-0001,no' | sha256sum | cut -c1-64)
2026-11-21T09:30:00+08:00,,20261121-0001,no" "$(cat cases.csv.torn)"
t_is 600 "$(stat -c %a cases.csv.torn)"
t_is 'chain holds' "$(verify cases.csv)"

t_begin 'the warning about it is shown'
desk
printf 'x' >>cases.csv
t_run sd log note 1 --text x
t_err_has "cases.csv: warning: the last write was torn: its 1 bytes from offset "

t_begin 'so is a page of zeros, with or without whole rows behind it'
desk
size=$(wc -c <cases.csv)
head -c 300 /dev/zero >>cases.csv
printf '2026-11-21T09:30:00+08:00,,20261121-0001,note,a,,,,,,,,,,,,,,,,x,0123456789abcdef\n' >>cases.csv
t_run sd log note 1 -q --text x
t_is 'open repair note' "$(cut -d, -f4 cases.csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"
t_is "cases.csv $size" "$(sed -n 3p cases.csv | awk -F, '{ print $(NF - 1) }' | cut -d' ' -f1-2)"

t_begin 'a whole last row with a wrong check is refused and named, and nothing is touched'
desk
t_run sd log note 1 -q --text x
sed -i '$s/,x,/,y,/' cases.csv
cp cases.csv before
t_run sd log note 1 --text z
t_status 3
t_err_has "sd: error: cases.csv:3: the last row's check is"
t_run sd log open
t_status 3
t_err_has "something else than sd wrote here"
t_is "$(cat before)" "$(cat cases.csv)"

t_begin 'damage in what is read is named, and nothing is recorded'
desk
t_run sd log note 1 -q --text x
t_run sd log note 1 -q --text x
sed -i '3s/,note,/,nota,/' cases.csv
cp cases.csv before
t_run sd log note 1 --text z
t_status 3
t_err_has "cases.csv:3:"
t_err_has "unknown event 'nota'"
t_err_has "sd: error: the log is damaged where it was read (see above); nothing was recorded"
t_is "$(cat before)" "$(cat cases.csv)"

t_begin 'readers name damage and exit 3 too'
desk
t_run sd log note 1 -q --text x
t_run sd log note 1 -q --text x
sed -i '3s/,note,/,nota,/' cases.csv
for verb in list 'show 1' 'find x' export; do
	t_sh "sd log $verb"
	t_status 3
	t_out_any
	t_err_has "unknown event 'nota'"
done

t_begin 'two writers: every row is there once, no number twice'
desk
for i in 1 2 3 4; do
	(for k in 1 2 3 4 5 6 7 8 9 10; do SD_USER=w$i "$SD_BIN/sd" --now 2026-11-21T09:30:00+08:00 log open -q --text "$i.$k"; done >../ids.$i) &
done
wait
t_is 40 "$(cat ../ids.* | sort -u | wc -l)" 'different ids'
t_is 42 "$(wc -l <cases.csv)" 'rows'
t_is 41 "$(cut -d, -f3 cases.csv | sed 1d | sort -u | wc -l)" 'ids in the log'
t_is 'chain holds' "$(verify cases.csv)"

t_begin 'whoever holds the lock too long is named'
t_need flock
desk
printf 'ok%125s\n4711 till2 2026-11-21T08:00:00+08:00%91s\n' '' '' >cases.csv.lock
flock cases.csv.lock sh -c 'while [ ! -e told ]; do sleep 0.1; done' &
while flock -n cases.csv.lock true; do sleep 0.1; done
t_run sd log note 1 --text x
t_status 4
t_err <<'END'
sd: error: './cases.csv.lock' is held by process 4711 on till2 since 2026-11-21T08:00:00+08:00
END
: >told
wait
t_is 2 "$(wc -l <cases.csv)"

t_begin 'after a sync that failed nothing is written until it is repaired'
desk
printf 'failed sync%116s\n' '' | dd of=cases.csv.lock conv=notrunc status=none
t_run sd log note 1 --text x
t_status 4
t_err <<'END'
sd: error: an earlier write of 'cases.csv' was not confirmed by the disk; check the disk and the last rows, then empty 'cases.csv.lock' (see sd-cases(5))
END
t_sh ': >cases.csv.lock'
t_run sd log note 1 -q --text x
t_is 3 "$(wc -l <cases.csv | tr -d ' ')" 'rows after it was cleared'

t_begin 'the status tells what became of the row when the system fails'
t_need strace
desk
# The message is on the last line; the leak checker cannot run under a tracer.
fails() {
	cp cases.csv ../before
	strace -f -o ../trace -P cases.csv -e inject="$1" env SD_USER=a ASAN_OPTIONS=detect_leaks=0 "$SD_BIN/sd" --lang en log note 1 -q --text y 2>../err
	s=$?
	t_is "$2" "$s $(if cmp -s cases.csv ../before; then echo same; else echo grown; fi)" "$1"
	cp ../before cases.csv
}
SD_NOW=2026-11-21T10:00:00+08:00 && export SD_NOW
strace -o ../trace true 2>/dev/null || t_skip 'strace may not trace here'
fails write:error=ENOSPC '4 same'
fails write:error=EIO:when=1 '4 same'
fails write:error=EINTR:when=1 '0 grown'
fails fcntl:error=ENOLCK '4 same'
fails pread64:error=EIO:when=2 '4 same'
fails close:error=EIO:when=2 '5 grown'
fails fdatasync:error=EIO '5 grown'
t_is 'failed sync' "$(head -n 1 cases.csv.lock | sed 's/ *$//')"
t_run sd log note 1 --text x
t_status 4
t_err_has "was not confirmed by the disk"
unset SD_NOW

t_begin 'recorded but not told is 6'
desk
t_sh 'sd log open -q >/dev/full'
t_status 6
t_err_has 'cannot write the answer to standard output'
t_is 3 "$(wc -l <cases.csv)"
t_sh 'sd log list >/dev/full'
t_status 4
t_err_has 'cannot write the answer to standard output'

t_begin 'closed standard descriptors never become the log'
desk
t_sh 'sd log note 1 --text x <&- >&- 2>&-'
t_sh 'sd log open <&- >&- 2>&-'
t_status 6
t_sh 'sd log list >&-'
t_status 4
t_err_has 'cannot write the answer to standard output'
t_is 'open note open' "$(cut -d, -f4 cases.csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"
t_is 'chain holds' "$(verify cases.csv)"

t_begin 'a file that may not grow: refused, nothing is left behind, and it goes on when there is room'
desk
cp cases.csv before
t_sh "ulimit -f 1; sd log note 1 --text $(head -c 3000 /dev/zero | tr '\0' x)"
t_status 4
t_err_has "cannot write 'cases.csv', nothing was recorded"
t_is "$(cat before)" "$(cat cases.csv)"
t_run sd log note 1 -q --text x
t_is 'chain holds' "$(verify cases.csv)"

t_begin 'no desk, no log, not a file: nothing is made'
t_run sd log open
t_status 3
t_err_has "no desk here or above; 'sd init DIR' makes one"
t_is '' "$(ls)"
desk
mv cases.csv ..
rm -f cases.csv.lock
t_run sd log open
t_status 4
t_err <<'END'
sd: error: no log 'cases.csv' here; is the share mounted? 'sd init' makes one
END
t_is '' "$(ls cases.csv* 2>/dev/null)"
ln -s ../cases.csv cases.csv
t_run sd log open
t_status 4
t_err_has "cannot open 'cases.csv' for writing"
rm cases.csv
ln ../cases.csv cases.csv
t_run sd log open
t_status 4
t_err_has 'has 2 names (hard links)'
rm cases.csv
mkdir cases.csv
t_run sd log open
t_status 4
t_err_any

t_begin 'a folder that may only be read: status 4, and reading goes on'
t_need setpriv
desk
chown -R 65534 . 2>/dev/null || t_skip 'needs root to become somebody else'
chmod 500 .
chmod 400 ./*.csv
chmod 711 "$t_tmp" "$t_dir"
t_run setpriv --reuid 65534 sd log list --format csv
t_out_has 20261121-0001
t_run setpriv --reuid 65534 sd log note 1 --text x
t_status 4
t_err_has "cannot open "
chmod 700 .

t_begin "root is refused in somebody else's desk"
t_need setpriv
desk
chown -R 65534 . 2>/dev/null || t_skip 'needs root'
t_run sd log note 1 --text x
t_status 4
t_err <<'END'
sd: error: root does not write in the desk '.' of another user; become that user
END
t_is 2 "$(wc -l <cases.csv)"

t_begin 'a clock that stepped back is warned of and never blocks; keys never go back'
desk
t_now 2026-11-21T08:00:00+08:00
t_run sd log open --text back
t_out <<'END'
20261121-0002
END
t_err_has "cases.csv: warning: this machine's clock says 2026-11-21T08:00:00+08:00, but the last row was logged at 2026-11-21T09:00:00+08:00"
t_is '2026-11-21T08:00:00+08:00,2026-11-21T09:00:00+08:00' "$(sed -n 3p cases.csv | cut -d, -f1-2)"

t_begin 'a policy that fails to load never stops recording plain events'
desk
echo 'nonsense: [' >>policy.yaml
t_run sd log respond 1 --text x
t_err_has 'policy.yaml'
t_err_has 'events are recorded without its rules, times in Asia/Shanghai'
t_run sd log open -q --text two
t_out <<'END'
20261121-0002
END
t_err_any
t_run sd log resolve 2 -q
t_err_any
t_run sd log resolve 2
t_status 3
t_err_has "a resolved case cannot be resolved again"
t_is 'open respond open resolve' "$(cut -d, -f4 cases.csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"
t_is 'chain holds' "$(verify cases.csv)"

t_begin 'own events in the log are no damage while the policy cannot be read'
desk
t_run sd log feedback 1 -q
echo 'nonsense: [' >>policy.yaml
t_run sd log note 1 -q --text x
t_err_any
t_is 'open feedback note' "$(cut -d, -f4 cases.csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"

t_begin 'signals while it waits end it, signals while it writes do not tear'
desk
for i in 1 2 3 4 5 6 7 8 9 10; do
	SD_USER=a "$SD_BIN/sd" log note 1 -q --text "signal $i" &
	sleep 0.00$i
	kill -TERM $! 2>/dev/null
	wait $!
done 2>/dev/null
t_is 'chain holds' "$(verify cases.csv)"
