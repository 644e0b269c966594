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
t_sh 'sd log export --cases --format jsonl | jq -c "[.first_response_instances,.first_response_met,.first_response_breached,.first_response_verdict,.resolve_instances,.resolve_met,.resolve_due]"'
t_out <<'END'
[2,0,2,"breached",2,2,"2026-11-21T15:00:00+08:00"]
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

t_begin 'Y7.4: SQLite gets the figures of sd report from the exported tables'
t_need sqlite3
t_sh "SD=sd SD_NOW=$now '$SD_TOP/samples/sql/run' sqlite3 '$SD_TOP/samples/mall' 2026-11-01T00:00:00+08:00 $now | tr -d '\\r\"' | sort >sql.out"
t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --format csv | awk -F, '
	(\$1 == \"report\" && \$7 ~ /^(received|concluded|open|excluded_cancelled)\$/) ||
	(\$1 == \"clocks\" && \$7 ~ /^(met|breached)\$/) ||
	(\$1 == \"by_category\" && \$7 == \"received\" && \$8 > 0) { print \$1 \",\" \$4 \",\" \$5 \",\" \$6 \",\" \$7 \",\" \$8 }' | sort >report.out"
t_sh 'diff sql.out report.out && test "$(wc -l <sql.out)" -gt 30'
