#!/bin/sh
# make demo: the report of today, of a desk made for today.

. "$(dirname "$0")/lib.sh"

t_begin 'the demo reports on the day of its desk and says how to go on'
t_now 2027-02-03T20:30:00+08:00
t_env SD_BIN="$SD_BIN"
t_run sh "$SD_TOP/tests/demo"
t_out_has 'mall, 2027-02-03 Wed so far:'
t_out_has 'late now:'
t_out_has 'log list'

t_begin 'what it proposes works'
t_now 2027-02-03T20:30:00+08:00
id=$(awk -F, '$4 == "open" { id = $3 } END { print id }' "$SD_BIN/demo/mall/cases.csv")
t_run sd -C "$SD_BIN/demo/mall" log list
t_out_has "$id"
t_run sd -C "$SD_BIN/demo/mall" log show "$id"
t_out_has "$id"
t_run sd -C "$SD_BIN/demo/mall" escalate explain "$id"
t_out_has 'due  '
