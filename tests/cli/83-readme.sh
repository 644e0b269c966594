#!/bin/sh
# What the README shows is what the programs print: each line of its screens is in the output of the
# command above them, in that order.
. "$(dirname "$0")/lib.sh"

t_begin 'the screens of the README are real'
awk '/^```console/ { n++; on = 1; next } /^```/ { on = 0 }
	on && /^\$ / { print substr($0, 3) >("cmd" n); next }
	on { print >("want" n) }' "$SD_TOP/README.md"
t_is 2 "$(ls cmd* | wc -l | tr -d ' ')" 'screens'
for n in 1 2; do
	t_sh "cd '$SD_TOP' && $(cat cmd$n)"
	t_out_any
	awk 'NR == FNR { want[++n] = $0; next } i < n && $0 == want[i + 1] { i++ }
		END { if (i < n) print "not in the output: " want[i + 1] }' want$n "$t_tmp/out" >lost
	t_is '' "$(cat lost)" "screen $n"
done
