#!/bin/sh
# sd log export --cases and --clocks: what can be derived from the events, as tables; and the same figures in SQL.
. "$(dirname "$0")/lib.sh"

now=2026-11-21T20:30:00+08:00

# One case with everything in it: late response, hold, resolve, reopen, close.
desk() {
	t_policy p.yaml small <<'END'
kinds: { complaint: { severities: { general: {}, major: {} } } }
channels: { hotline: {} }
clocks:
  - { clock: first-response, from: open, until: [respond, resolve], within: 5m }
  - { clock: resolve, from: open, until: resolve, within: 24h }
END
	t_desk ./p.yaml
	t_now "$now"
	t_run sd log open -q --kind complaint --channel hotline --by a --at 2026-11-20T10:00:00+08:00 --text 'x'
	t_out_any
	for step in 'respond 10:10' 'hold 11:00 --reason customer' 'resume 12:00' 'resolve 14:00' 'reopen 15:00' 'resolve 16:00' 'close 17:00'; do
		# shellcheck disable=SC2086
		set -- $step
		verb=$1 at=$2
		shift 2
		t_run sd log "$verb" 20261120-0001 -q --by a --at "2026-11-20T$at:00+08:00" "$@"
	done
}

t_begin 'a row a case: instants, counts, times in seconds, and its clocks'
t_need jq
desk
t_sh 'sd log export --cases --format jsonl | jq -c "[.case,.state,.opened,.responded,.resolved,.closed,.reopened,.contacts,.escalated]"'
t_out <<'END'
["20261120-0001","closed","2026-11-20T10:00:00+08:00","2026-11-20T10:10:00+08:00","2026-11-20T16:00:00+08:00","2026-11-20T17:00:00+08:00",1,2,0]
END
t_sh 'sd log export --cases --format jsonl | jq -c "[.first_response_s,.first_resolution_s,.first_resolution_net_s,.full_resolution_s,.full_resolution_net_s]"'
t_out <<'END'
[600,14400,10800,21600,18000]
END
t_sh 'sd log export --cases --format jsonl | jq -c "[.paused_s,.resolution_held,.first_contact,.cause]"'
t_out <<'END'
[3600,null,null,null]
END
t_sh 'sd log export --cases --format jsonl --now 2026-11-28T00:00:00+08:00 | jq -c "[.paused_s,.resolution_held,.first_contact]"'
t_out <<'END'
[3600,0,0]
END
t_sh 'sd log export --cases --format jsonl | jq -c "[.first_response_instances,.first_response_met,.first_response_breached,.first_response_verdict,.resolve_instances,.resolve_met,.resolve_due]"'
t_out <<'END'
[2,0,2,"breached",2,2,"2026-11-21T15:00:00+08:00"]
END

t_begin 'a row an instance of a clock, with the verdict and how late it was'
t_need jq
desk
t_sh 'sd log export --clocks --format jsonl | jq -c "[.clock,.instance,.from,.due,.done,.verdict,.late_s]"'
t_out <<'END'
["first-response",1,"2026-11-20T10:00:00+08:00","2026-11-20T10:05:00+08:00","2026-11-20T10:10:00+08:00","breached",300]
["first-response",2,"2026-11-20T15:00:00+08:00","2026-11-20T15:05:00+08:00","2026-11-20T16:00:00+08:00","breached",3300]
["resolve",1,"2026-11-20T10:00:00+08:00","2026-11-21T11:00:00+08:00","2026-11-20T14:00:00+08:00","met",null]
["resolve",2,"2026-11-20T15:00:00+08:00","2026-11-21T15:00:00+08:00","2026-11-20T16:00:00+08:00","met",null]
END

t_begin 'an empty desk gives the header line alone; an open case has empty cells, never 0 for what has not ended'
t_need jq
desk
t_sh 'sd log export --cases --from 2026-11-21 | wc -l | tr -d " "'
t_out <<'END'
1
END
t_run sd log open -q --kind complaint --channel hotline --by a --text 'y'
t_out_any
t_sh 'sd log export --cases --from 2026-11-21 --format jsonl | jq -c "[.state,.resolved,.first_resolution_s]"'
t_out <<'END'
["new",null,null]
END

t_begin 'a case that was opened before --from is left out without a word, what happened to it later is no error'
for table in --cases --clocks; do
	t_run sd log export -C "$SD_TOP/samples/mall" --now "$now" "$table" --from 2026-11-19 --to 2026-11-20
	t_out_any
	t_sh "sd log export -C '$SD_TOP/samples/mall' --now $now $table --from 2026-11-19 --to 2026-11-20 | sed 1d | grep -cv ^20261119-"
	t_status 1
	t_out <<'END'
0
END
done

t_begin 'the descriptor names every column of the table'
t_need jq
desk
for table in --cases --clocks; do
	t_sh "test \"\$(sd log export $table | head -n 1)\" = \"\$(sd log export $table --descriptor | jq -r '[.resources[0].schema.fields[].name] | join(\",\")')\""
done
t_sh 'test "$(sd log export | head -n 1)" = "$(sd log export --descriptor | jq -r "[.resources[0].schema.fields[].name] | join(\",\")")"'

t_begin '--guard: codes that a spreadsheet would compute, too; numbers stay'
desk
printf '2026-11-21T20:30:00+08:00,,20261121-0001,open,=a,complaint,hotline,,,,,-2,@x,+86 1,,,,,,,x,0123456789abcdef\n' >>cases.csv
t_sh 'sd log export --guard | tail -n 1 | cut -d, -f5,12-14'
t_out <<'END'
'=a,-2,'@x,+86 1
END
for table in --cases --clocks; do
	t_sh "sd log export $table --guard | grep ^20261121-0001 | head -n 1 | grep -o -- \"-2,'@x,+86 1\""
	t_out <<'END'
-2,'@x,+86 1
END
done

t_begin 'bad combinations are refused'
desk
t_run sd log export --cases --clocks
t_status 2
t_err <<'END'
sd: error: either --cases or --clocks can be given; see 'sd log export --help'
END

# same PROGRAM DESK FROM TO PERIOD-OPTIONS: every figure of samples/sql is the report's
same() {
	t_sh "NODE_PATH='${NODE_PATH-}' SD=sd SD_NOW=$now '$SD_TOP/samples/sql/run' $1 '$2' $3 $4 >sql.out"
	t_sh "sd report -C '$2' $5 --now $now --format json >report.json"
	t_sh "python3 '$SD_TOP/tests/cli/sql-figures.py' report.json sql.out"
	t_out_has ' 0 differ, 0 missing in SQL'
	t_out_has 'ages backlog by_category causes clocks compensation csat rates record_delay report times'
}

# The sample desk with what it does not have: rows taken back, nobody's case, an escalation, an answer without a case.
busy() { "$SD_BIN/sd" -C busy "$@"; }
busy_desk() {
	cp -r "$SD_TOP/samples/mall" busy
	chmod -R u+w busy
	chmod 700 busy
	chmod 600 busy/*.csv
	open="busy log open -q --kind complaint --channel hotline --category price --place B2 --by li.na --text x --now 2026-11-21T10:00:00+08:00"
	a=$($open --customer 王芳 --contact 13800001111) || exit 1
	b=$($open --customer 李雷 --contact 13800001112 --severity major) || exit 1
	busy escalate -q --now 2026-11-21T10:30:00+08:00 >/dev/null || exit 1
	for verb in "compensate $a --type coupon --amount 20.05" "compensate $b --type coupon --amount 99" \
		"hold $a --reason customer" "resolve $b --cause price-tag"; do
		# shellcheck disable=SC2086
		set -- $verb
		busy log "$@" -q --by li.na --text x --now 2026-11-21T11:00:00+08:00 || exit 1
	done
	check=$(grep ",$b,compensate," busy/cases.csv | sed 's/.*,//')
	busy log void "$b" --event "$check" -q --by li.na --text x --now 2026-11-21T12:00:00+08:00 || exit 1
	busy survey record -q --score 5 --by li.na --now 2026-11-21T12:00:00+08:00 || exit 1
}

for program in sqlite3 duckdb; do
	t_begin "Y7.4: $program gets the figures of sd report from the exported tables"
	t_need python3
	if [ $program = sqlite3 ]; then
		t_need sqlite3
	elif ! command -v duckdb >/dev/null && ! node -e 'require("@duckdb/node-api")' 2>/dev/null; then
		t_skip 'neither duckdb nor node with @duckdb/node-api (NODE_PATH)'
	fi
	same $program "$SD_TOP/samples/mall" 2026-11-01T00:00:00+08:00 $now '--month 2026-11'
	same $program "$SD_TOP/samples/mall" 2026-10-16T00:00:00+08:00 2026-11-05T00:00:00+08:00 '--from 2026-10-16 --to 2026-11-05'
	busy_desk
	t_sh 'grep -c "^2026-11-21.*,escalate," busy/cases.csv'
	t_out_any
	same $program "$PWD/busy" 2026-11-01T00:00:00+08:00 $now '--month 2026-11'
done
