#!/bin/sh
# sd report --output: files for a folder that others read; never half of one, and the old ones where something fails.
. "$(dirname "$0")/lib.sh"

mall="$SD_TOP/samples/mall"
now=2026-11-21T20:30:00+08:00

has_xlsx() { grep -q 'DSD_XLSX=' "$SD_BIN/flags"; }
# A folder with the report of October, to be replaced by that of November.
share() {
	mkdir share
	t_sh "sd report '$mall' --month 2026-10 --now $now --format html --output share"
}
november() { t_run "$@" sd report "$mall" --month 2026-11 --now $now --format html --output share; }

t_begin 'the page and the workbook of the period, and the same as the newest; nothing is printed'
mkdir share
t_run sd report "$mall" --day 2026-11-20 --now $now --output share
t_sh 'ls -A share | grep html'
t_out <<'END'
report-2026-11-20.html
report.html
END
t_run cmp share/report.html share/report-2026-11-20.html
t_sh "sd report '$mall' --day 2026-11-20 --now $now --format html | cmp - share/report.html"
t_sh 'ls -A share | grep -v html || :'
if has_xlsx; then
	t_out <<'END'
report-2026-11-20.xlsx
report.xlsx
END
	t_sh "sd report '$mall' --day 2026-11-20 --now $now --format xlsx | cmp - share/report.xlsx"
	t_run cmp share/report.xlsx share/report-2026-11-20.xlsx
fi

t_begin 'files are called by their period'
mkdir share
for period in '--day 2026-11-20' '--week 2026-W47' '--week 2026-01-01' '--month 2026-10' '--quarter 2026-Q3' \
	'--from 2026-10-01 --to 2026-10-20' '--from 2026-10-01T09:00:00+08:00 --to 2026-10-02' '--from 2026-11-10' \
	'--from 2026-11-10 --to 2026-11-21' '--to 2026-11-01'; do
	t_sh "sd report '$mall' $period --now $now --format html --output share"
done
t_run sd report "$mall" --now $now --format html --output share
t_sh 'LC_ALL=C ls -A share'
t_out <<'END'
report-2026-10-01..2026-10-20.html
report-2026-10-01T09-00-00..2026-10-02.html
report-2026-10-15..2026-11-01.html
report-2026-10.html
report-2026-11-10..2026-11-21.html
report-2026-11-10..now.html
report-2026-11-20.html
report-2026-Q3.html
report-2026-W01.html
report-2026-W47.html
report.html
END

t_begin 'only one form where one is asked for; others are no files'
mkdir share
t_run sd report "$mall" --month 2026-10 --now $now --format html --output share
t_run sd report "$mall" --month 2026-10 --now $now --format csv --output share
t_status 2
t_err_has "format 'csv' does not exist here, only html"
t_run sd report warnings "$mall" --month 2026-10 --now $now --output share --format html
t_run sd report "$mall" --pack month --now $now --output share --format html
t_sh 'LC_ALL=C ls -A share'
t_out <<'END'
pack-2026-10.html
pack.html
report-2026-10.html
report.html
warnings-2026-10.html
warnings.html
END

t_begin 'who may read the folder may read the report, whatever the umask; what is there keeps its mode'
mkdir share open closed
chmod 750 share
chmod 755 open
chmod 700 closed
for dir in share open closed; do
	t_sh "umask 000; sd report '$mall' --month 2026-10 --now $now --format html --output $dir"
done
t_sh 'stat -c "%a %n" */report.html'
t_out <<'END'
700 closed/report.html
END
t_out <<'END'
600 closed/report.html
644 open/report.html
640 share/report.html
END
chmod 664 share/report.html
t_sh "sd report '$mall' --month 2026-11 --now $now --format html --output share; stat -c %a share/report.html"
t_out <<'END'
664
END

t_begin 'a folder that is not there, or is none, is said before anything is read'
t_run sd report --output none nowhere
t_status 4
t_err <<'END'
sd: error: cannot write into 'none': No such file or directory
END
: >file
t_run sd report --output file nowhere
t_status 4
t_err <<'END'
sd: error: cannot write into 'file': Not a directory
END

t_begin 'a folder that may not be written to: status 4'
[ "$(id -u)" != 0 ] || t_skip 'root may write anywhere'
mkdir share
chmod 500 share
november
t_status 4
t_err_has "cannot write 'share/report-2026-11.html': Permission denied"

t_begin 'a link in a folder that others write to is not followed: status 4, and what it points to stays'
mkdir share
echo mine >mine
ln -s ../mine share/report.html
november
t_status 4
t_err <<'END'
sd: error: 'share/report.html' is not a regular file
END
t_sh 'cat mine; ls -A share'
t_out <<'END'
mine
report.html
END

t_begin '--dry-run names the files and writes none'
mkdir share
t_run sd report "$mall" --month 2026-11 --now $now --format html --output share -n
t_err <<'END'
dry run: 'share/report-2026-11.html' was not written
dry run: 'share/report.html' was not written
END
t_sh 'ls -A share'

t_begin '--check and what it finds'
mkdir share
t_run sd report "$mall" --day 2026-11-21 --now $now --output share --check
t_status 1

# The n-th of the calls that write fails: the files are the old or the new ones, whole, and nothing else is there.
t_begin 'an error of the disk leaves the old files, says so, and leaves nothing else behind'
t_need strace
strace -o trace true 2>/dev/null || t_skip 'strace may not trace here'
share
cp share/report.html old.html
t_sh "mkdir whole && sd report '$mall' --month 2026-11 --now $now --format html --output whole"
t_env ASAN_OPTIONS=detect_leaks=0
# How many there are a run tells that succeeds.
t_sh "strace -f -o trace -e trace=fsync,rename,fchmod sd report '$mall' --month 2026-11 --now $now --format html --output whole"
t_settle
for call in fsync rename fchmod; do
	n=$(grep -c "$call(" trace)
	for i in $(seq 1 "$n"); do
		rm -f share/*2026-11*
		cp old.html share/report.html
		november strace -f -o trace -e "trace=$call" -e "inject=$call:error=EIO:when=$i"
		t_status 4
		t_err_any
		t_settle
		cmp -s share/report.html old.html || cmp -s share/report.html whole/report.html ||
			t_wrong "$call $i: half a report.html" share/report.html
		[ ! -e share/report-2026-11.html ] || cmp -s share/report-2026-11.html whole/report.html ||
			t_wrong "$call $i: half a report-2026-11.html" share/report-2026-11.html
		# Owner, mode and bytes of both are there before the first is renamed; the third fsync is the folder's.
		case $call$i in
		fchmod?|fsync[12]|rename1)
			cmp -s share/report.html old.html || t_wrong "$call $i: replaced already" share/report.html
			[ ! -e share/report-2026-11.html ] || t_wrong "$call $i: written already" share/report-2026-11.html
		esac
		t_is '' "$(find share -name '.*' -type f)" "$call $i: left behind"
	done
done

t_begin 'a full disk: the old files stay'
t_need unshare mount
unshare -m true 2>/dev/null || t_skip 'no mount namespace here'
mkdir share
t_sh "unshare -m sh -c 'mount -t tmpfs -o size=400k tmpfs share && sd report \"$mall\" --day 2026-11-01 --now $now --format html --output share
	n=1; while head -c 4096 /dev/zero >share/filler\$n 2>/dev/null; do n=\$((n + 1)); done
	cp share/report.html ../old.html; sd report \"$mall\" --month 2026-11 --now $now --format html --output share
	echo \$?; cmp share/report.html ../old.html; ls -A share | grep -v filler'"
t_out <<'END'
4
report-2026-11-01.html
report.html
END
t_err_has 'No space left on device'

t_begin 'a disk that is full before the last of the files: page and workbook stay, both of them'
t_need unshare mount
unshare -m true 2>/dev/null || t_skip 'no mount namespace here'
has_xlsx || t_skip 'built without workbooks'
t_sh "mkdir share old new && sd report '$mall' --day 2026-11-01 --now $now --output old
	sd report '$mall' --month 2026-11 --now $now --output new"
# Pages of 4096 bytes: one for the folder, those of the old files, and all but one of those of the new.
t_sh "pages() { stat -c %s \"\$@\" | awk '{ n += int((\$1 + 4095) / 4096) } END { print n }'; }
	unshare -m sh -c \"mount -t tmpfs -o size=\$(((\$(pages old/* new/*) - 1) * 4096)) tmpfs share && cp old/* share
	sd report '$mall' --month 2026-11 --now $now --output share; echo \\\$?; diff -r old share && ls -A share\""
t_out <<'END'
4
report-2026-11-01.html
report-2026-11-01.xlsx
report.html
report.xlsx
END
t_err_has "cannot write 'share/report.xlsx': No space left on device"

t_begin 'a file that may not grow as much: status 4, and the old files stay'
share
t_sh "cp share/report.html old.html; ulimit -f 20; sd report '$mall' --month 2026-11 --now $now --format html --output share"
t_status 4
t_err_has 'File too large'
t_sh 'cmp share/report.html old.html && ls share'
t_out <<'END'
report-2026-10.html
report.html
END

t_begin 'killed at any moment: a reader of the folder finds a whole report'
share
cp share/report.html old.html
t_sh "mkdir whole && sd report '$mall' --month 2026-11 --now $now --format html --output whole"
t_settle
for delay in 0.002 0.005 0.008 0.01 0.012 0.015 0.02 0.03; do
	env -i PATH="$t_path" HOME="$t_tmp/home" timeout -s KILL $delay sd report "$mall" --month 2026-11 --now $now \
		--format html --lang en --output share >/dev/null 2>&1
	cmp -s share/report.html old.html || cmp -s share/report.html whole/report.html ||
		t_wrong "killed after $delay s: half a report.html" share/report.html
done
