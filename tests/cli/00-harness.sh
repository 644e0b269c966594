#!/bin/sh
# The harness itself: a case that differs in status, stdout or stderr must fail and show how.

. "$(dirname "$0")/lib.sh"

# $1: the lines of a test file; its result is judged by the case that calls.
inner() {
	{
		printf '. "%s/tests/cli/lib.sh"\n' "$SD_TOP"
		cat
	} >inner.sh
	t_mask 's/sd-cli\.[A-Za-z0-9]*/sd-cli.X/g'
	t_run sh inner.sh
}

t_begin 'a run that meets every expectation is ok'
inner <<'END'
t_begin 'greet'
t_in <<'IN'
hello
IN
t_sh 'cat; echo oops >&2; exit 3'
t_status 3
t_out <<'OUT'
hello
OUT
t_err <<'ERR'
oops
ERR
END
t_out <<'END'
ok 1 - greet
1..1
END

t_begin 'a wrong status fails'
inner <<'END'
t_begin 'status'
t_run false
END
t_status 1
t_out <<'END'
not ok 1 - status
# $ false
# status: expected 0, actual 1
1..1
END

t_begin 'an unexpected standard output fails and shows the difference'
inner <<'END'
t_begin 'out'
t_run echo two
t_out <<'OUT'
one
OUT
END
t_status 1
t_out <<'END'
not ok 1 - out
# $ echo two
# stdout (- expected, + actual):
#     @@ -1 +1 @@
#     -one
#     +two
1..1
END

t_begin 'an unstated standard error must be empty'
inner <<'END'
t_begin 'err'
t_sh 'echo surprise >&2'
END
t_status 1
t_out_has 'not ok 1 - err'
t_out_has '+surprise'

t_begin 'a failing run is not hidden by a good one after it'
inner <<'END'
t_begin 'first fails'
t_run false
t_run true
t_begin 'second is fine'
t_run true
END
t_status 1
t_out_has 'not ok 1 - first fails'
t_out_has 'ok 2 - second is fine'
t_out_has '1..2'

t_begin 'strings, files and contained lines are compared'
inner <<'END'
t_begin 'is'
t_is a b 'the letter'
t_begin 'file'
printf 'x\n' >f
t_file_is f <<'WANT'
y
WANT
t_begin 'has'
t_run echo abc
t_out_has abd
t_begin 'not'
t_run echo abc
t_out_not bc
END
t_status 1
t_out_has "# the letter: expected 'a', actual 'b'"
t_out_has 'not ok 2 - file'
t_out_has "# stdout has no line with 'abd':"
t_out_has "# stdout has a line with 'bc':"

t_begin 'a skipped case runs nothing and says why'
inner <<'END'
t_begin 'later'
t_need no-such-program-here
t_run false
END
t_out <<'END'
ok 1 - later # SKIP no no-such-program-here here
1..1
END

t_begin 'a test file that dies early fails'
inner <<'END'
t_begin 'one'
t_run true
exit 4
END
t_status 1
t_out <<'END'
ok 1 - one
not ok 2 - the test file ended early with status 4
1..2
END

t_begin 'commands see an empty environment, a fixed clock and a fresh folder'
inner <<'END'
SECRET=1; export SECRET
t_begin 'env'
t_now 2026-01-02T03:04:05+08:00
t_env 'GREETING=two words'
t_sh 'echo "${SECRET-none} $SD_NOW $LC_ALL $TZ $GREETING"; ls; pwd'
t_out <<'OUT'
none 2026-01-02T03:04:05+08:00 C Pacific/Chatham two words
DIR
OUT
END
t_out <<'END'
ok 1 - env
1..1
END
