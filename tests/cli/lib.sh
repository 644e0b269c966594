# shellcheck shell=sh
# lib.sh: cases for command-line tests, in POSIX sh. A file tests/cli/NN-topic.sh is a list of cases:
#
#	. "$(dirname "$0")/lib.sh"
#
#	t_begin 'a report of an unknown column names the column'      # the goal; opens a fresh folder
#	t_file cases.csv <<'END'                                      # input files
#	...
#	END
#	t_in <<'END'                                                  # standard input of the next run
#	...
#	END
#	t_run sd report cases.csv --by colour                         # the command
#	t_status 2                                                    # default 0
#	t_out <<'END'                                                 # default: nothing
#	END
#	t_err <<'END'                                                 # default: nothing
#	sd: unknown column 'colour'
#	END
#
# Every run is judged on status, standard output and standard error; what is not stated is expected
# to be 0 or empty. A case has as many runs as it likes and fails if one of them differs; the rest of it
# still runs. Each command runs in the case's folder with an empty environment except PATH (the
# built programs first), HOME (a folder outside the case's), LC_ALL=C, an odd TZ, SD_NOW and SD_LANG=en, so
# that messages are English whatever the policy's language is (t_env SD_LANG= takes that away).
#
#	t_sh 'sd log list | wc -l'       run a shell line instead of one command
#	t_tty 'sd log list'              run a shell line on a terminal of its own (skipped where there is none)
#	t_now 2026-11-21T09:00:00+08:00  SD_NOW of the following runs (a default is set by t_begin)
#	t_env SD_USER=li.na              a further variable for the following runs of the case
#	t_mask 's/[0-9a-f]\{16\}/CHECK/g'  sed line applied to the actual output of the following runs
#	                                 (the path of the case's folder always reads as DIR)
#	t_out_any, t_err_any             do not judge that output
#	t_out_has TEXT, t_err_has TEXT   only: some line holds TEXT (several may be given)
#	t_out_not TEXT, t_err_not TEXT   only: no line holds TEXT
#	t_out_file FILE                  expected output from a file
#	t_is WANT GOT [WHAT]             compare two strings, e.g. t_is 3 "$(grep -c ,open, cases.csv)"
#	t_file_is FILE <<'END'           compare a file
#	t_stdout                         prints the last run's standard output: id=$(t_stdout)
#	t_skip WHY                       the case is skipped (its further lines do nothing)
#	t_need PROGRAM...                skipped unless these programs exist
#	t_shared FILE                    sets $shared to that file of the shared data, skipped where it is absent
#	t_desk POLICY                    makes a desk of policies/POLICY.yaml in the case's folder
#	t_policy FILE NAME <<'END'       a policy of 2026 in Shanghai, in English; the rest of it is the input
#	t_small_desk                     makes a desk with one kind and one clock, in UTC
#	t_manual PAGE LINE...            each option of these command lines stands in the manual page
#
# $SD_TOP is the top of the sources. Run one file: make test-cli T=03

set -u
: "${SD_TOP:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${SD_BIN:=$SD_TOP/build}"
: "${SD_SHARED:=$SD_TOP/../shared}"

t_path=$SD_BIN:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
t_tmp=$(mktemp -d "${TMPDIR:-/tmp}/sd-cli.XXXXXX") || exit 1
t_tmp=$(cd "$t_tmp" && pwd -P)
t_count=0 t_bad=0 t_goal='' t_why='' t_case_bad=0 t_pending=0 t_cmd=''
mkdir "$t_tmp/home"
trap 't_finish $?' EXIT
trap 'exit 130' INT TERM HUP

t_begin() {
	t_close
	t_goal=$1 t_why='' t_case_bad=0
	t_count=$((t_count + 1))
	t_dir=$t_tmp/case$t_count
	mkdir "$t_dir" && cd "$t_dir" || exit 1
	: >"$t_tmp/diag"
	: >"$t_tmp/env"
	: >"$t_tmp/in"
	printf 's|%s|DIR|g\n' "$t_dir" >"$t_tmp/mask"
	t_now 2026-11-21T10:00:00+08:00
	t_env SD_LANG=en
}

t_now() { t_env "SD_NOW=$1"; }
t_env() { printf '%s\n' "$1" >>"$t_tmp/env"; }
t_mask() { printf '%s\n' "$1" >>"$t_tmp/mask"; }
t_in() { t_settle; cat >"$t_tmp/in"; }
t_stdout() { cat "$t_tmp/out"; }

t_file() {
	case $1 in */*) mkdir -p "${1%/*}" ;; esac
	cat >"$1"
}

t_run() {
	t_settle
	[ -z "$t_why" ] || return 0
	t_cmd=$*
	# One VAR=value a line, the last one of a name wins; values may hold blanks.
	t_ifs=$IFS
	IFS='
'
	set -f
	# shellcheck disable=SC2046
	set -- $(cat "$t_tmp/env") "$@"
	set +f
	IFS=$t_ifs
	env -i PATH="$t_path" HOME="$t_tmp/home" LC_ALL=C TZ="${SD_TEST_TZ:-Pacific/Chatham}" \
		${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} ${UBSAN_OPTIONS:+UBSAN_OPTIONS="$UBSAN_OPTIONS"} \
		"$@" <"$t_tmp/in" >"$t_tmp/out.raw" 2>"$t_tmp/err.raw"
	t_rc=$?
	sed -f "$t_tmp/mask" "$t_tmp/out.raw" >"$t_tmp/out"
	sed -f "$t_tmp/mask" "$t_tmp/err.raw" >"$t_tmp/err"
	t_pending=1 t_want_rc=0 t_judge_out=1 t_judge_err=1
	: >"$t_tmp/want.out"
	: >"$t_tmp/want.err"
}

t_sh() { t_run sh -c "$1"; }

t_tty() {
	script -qc true /dev/null </dev/null >/dev/null 2>&1 || t_skip 'no pseudo-terminal here'
	t_env TERM=xterm
	t_run script -qec "$1" /dev/null
}

t_status() { t_want_rc=$1; }
t_out() { cat >"$t_tmp/want.out"; }
t_err() { cat >"$t_tmp/want.err"; }
t_out_file() { t_out <"$1"; }
t_out_any() { t_judge_out=0; }
t_err_any() { t_judge_err=0; }
t_out_has() { t_judge_out=0 && t_holds out "$1"; }
t_err_has() { t_judge_err=0 && t_holds err "$1"; }
t_out_not() { t_judge_out=0 && t_lacks out "$1"; }
t_err_not() { t_judge_err=0 && t_lacks err "$1"; }

t_holds() {
	[ -z "$t_why" ] || return 0
	grep -qF -e "$2" "$t_tmp/$1" || t_wrong "std$1 has no line with '$2':" "$t_tmp/$1"
}

t_lacks() {
	[ -z "$t_why" ] || return 0
	! grep -qF -e "$2" "$t_tmp/$1" || t_wrong "std$1 has a line with '$2':" "$t_tmp/$1"
}

t_is() {
	[ -z "$t_why" ] || return 0
	[ "$1" = "$2" ] || t_wrong "${3:-value}: expected '$1', actual '$2'"
}

t_file_is() {
	cat >"$t_tmp/want.file"
	[ -z "$t_why" ] || return 0
	[ -f "$1" ] || { t_wrong "no file '$1'"; return 0; }
	t_differ "$1" "$t_tmp/want.file" "$1"
}

t_skip() { t_settle; t_why=$1; }

t_need() {
	for t_prog; do
		command -v "$t_prog" >/dev/null 2>&1 || { t_skip "no $t_prog here"; return 0; }
	done
}

t_shared() {
	shared=$SD_SHARED/$1
	[ -e "$shared" ] || t_skip "no $1 in the shared data here"
}

t_desk() {
	t_run sd init --policy "$1" .
	t_out_any
	t_err_any
	t_settle
}

t_policy() {
	{
		printf 'policy: %s\nvalid-from: 2026-01-01\ntimezone: Asia/Shanghai\nlanguage: en\n' "$2"
		cat
	} | t_file "$1"
}

t_small_desk() {
	t_file p.yaml <<'END'
policy: small
timezone: UTC
language: en
kinds: { complaint: { severities: { general: {} } } }
clocks: [ { clock: resolve, from: open, until: resolve, within: 1h } ]
END
	t_run sd init -q --policy ./p.yaml .
}

# What every command has (sd.1) is not asked for.
t_manual() {
	t_page=$1
	shift
	for t_line; do
		t_sh "$t_line --list-options"
		t_out_any
		t_stdout | cut -f 1 | grep -vxE 'directory|policy|now|format|color|lang|quiet|dry-run|unsafe-share|help|version' |
			while read -r t_option; do
				grep -q -e "-$t_option\b" "$SD_TOP/man/$t_page" || echo "$t_option"
			done >"$t_tmp/missing"
		t_is '' "$(cat "$t_tmp/missing")" "options of $t_line that the manual lacks"
	done
}

# t_wrong MESSAGE [FILE]: the case has failed; the file's lines go with it.
t_wrong() {
	t_case_bad=1
	{
		[ -z "$t_cmd" ] || printf '$ %s\n' "$t_cmd"
		printf '%s\n' "$1"
		[ $# -lt 2 ] || sed 's/^/    /' "$2"
	} | sed 's/^/# /' >>"$t_tmp/diag"
}

t_differ() { # what wanted actual
	cmp -s "$2" "$3" && return 0
	diff -u "$2" "$3" | sed 1,2d >"$t_tmp/diff"
	t_wrong "$1 (- expected, + actual):" "$t_tmp/diff"
}

# Judge the last run, once everything that was expected of it is known.
t_settle() {
	[ "$t_pending" = 1 ] || return 0
	t_pending=0
	[ "$t_rc" = "$t_want_rc" ] || t_wrong "status: expected $t_want_rc, actual $t_rc"
	[ "$t_judge_out" = 0 ] || t_differ stdout "$t_tmp/want.out" "$t_tmp/out"
	[ "$t_judge_err" = 0 ] || t_differ stderr "$t_tmp/want.err" "$t_tmp/err"
	if [ "$t_case_bad" = 1 ] && [ -s "$t_tmp/in" ]; then
		{ echo 'stdin was:'; sed 's/^/    /' "$t_tmp/in"; } | sed 's/^/# /' >>"$t_tmp/diag"
	fi
	: >"$t_tmp/in"
}

t_close() {
	t_settle
	[ -n "$t_goal" ] || return 0
	if [ "$t_case_bad" = 1 ]; then
		t_bad=$((t_bad + 1))
		printf 'not ok %d - %s\n' "$t_count" "$t_goal"
		cat "$t_tmp/diag"
	elif [ -n "$t_why" ]; then
		printf 'ok %d - %s # SKIP %s\n' "$t_count" "$t_goal" "$t_why"
	else
		printf 'ok %d - %s\n' "$t_count" "$t_goal"
	fi
	t_goal='' t_cmd=''
}

t_finish() {
	trap - EXIT
	t_close
	if [ "$1" != 0 ]; then
		t_count=$((t_count + 1)) t_bad=$((t_bad + 1))
		printf 'not ok %d - the test file ended early with status %d\n' "$t_count" "$1"
	fi
	printf '1..%d\n' "$t_count"
	cd /
	chmod -R u+rwx "$t_tmp" 2>/dev/null
	rm -rf "$t_tmp"
	[ "$t_bad" = 0 ] || exit 1
	exit 0
}
