#!/bin/sh
# sd log import on published data: the check figures that come with them must come out exactly.
. "$(dirname "$0")/lib.sh"

# take NAME FILE: a desk with the policy samples/import/NAME.policy.yaml and the file's cases in it.
take() {
	t_need jq gzip
	t_shared "data/$2"
	[ -z "$t_why" ] || return 0
	case $2 in
	*.gz) gzip -dc "$shared" >in.csv ;;
	*) cp "$shared" in.csv ;;
	esac
	t_run sd init -q --policy "$SD_TOP/samples/import/$1.policy.yaml" desk
	t_run sd -C desk log import --map "$SD_TOP/samples/import/$1.yaml" ../in.csv
	t_out_any
	t_err_any
}

figure() { # what, wanted, jq filter over report.json
	[ -n "$t_why" ] || t_is "$2" "$(jq -c "$3" report.json)" "$1"
}

report() {
	t_sh "sd -C desk report $1 --format json >report.json"
}

t_begin 'ServiceNow incidents: late on the clock round the day and on office hours'
take servicenow servicenow-incidents.csv.gz
report '--from 2016-01-01 --to 2018-01-01 --by made-sla'
figure 'cases' 24918 .received
figure 'resolved' 23362 .concluded
figure 'late, 24x7, by priority' '[231,289,7733,188]' \
	'[.breaches[] | select(.done and .clock == "resolve")] as $b |
	 ["p1","p2","p3","p4"] | map(. as $p | [$b[] | select(.severity == $p)] | length)'
figure 'late, 24x7' 8441 '[.breaches[] | select(.done and .clock == "resolve")] | length'
# 18 more fell due at 18:00 and were resolved before the office opened again: late, but by no office hour.
figure 'late, office hours' 3814 \
	'[.breaches[] | select(.done and .clock == "resolve-office" and .late_clock_s > 0)] | length'
figure 'the source says made_sla false' 9115 \
	'.by["made-sla"][] | select(.value == "false") | .received'

t_begin 'New York 311: closed after the due date'
take nyc311 nyc311-2013-12-25.csv.gz
t_status 1
report '--from 2013-12-25 --to 2014-12-31'
figure 'requests' 2386 .received
figure 'closed late' 46 '[.breaches[] | select(.done)] | length'
figure 'with a due date' 445 '.clocks[] | .decided + .undecided'
[ -n "$t_why" ] || t_is 1 "$(($(wc -l <desk/in.csv.rejected.csv) - 1))" 'closed before it was opened'

t_begin 'Boston 311: on time by the source and by the clock'
take boston311 boston311-100.csv
report '--from 2022-01-01 --to 2023-01-01 --by ontime'
figure 'on time, overdue' '[83,17]' \
	'[.by.ontime[] | select(.value == "ONTIME") | .received] + [.by.ontime[] | select(.value == "OVERDUE") | .received]'
figure 'with a target' 89 '.clocks[] | .decided + .undecided'
figure 'closed late' 5 '[.breaches[] | select(.done)] | length'
figure 'open and late' 12 '[.breaches[] | select(.done | not)] | length'

t_begin 'CFPB complaints: untimely, by channel'
take cfpb cfpb-2014.csv.gz
report '--from 2014-01-01 --to 2015-01-01 --by timely'
figure 'complaints' 8340 .received
figure 'untimely' 161 '.by.timely[] | select(.value == "No") | .received'
t_sh "awk -F, '\$7 == \"Web\" || \$7 == \"Phone\" { n[\$7]++; late[\$7] += \$22 == \"No\" }
	END { print \"Web\", late[\"Web\"], n[\"Web\"]; print \"Phone\", late[\"Phone\"], n[\"Phone\"] }' desk/cases.csv"
t_out <<'END'
Web 132 6269
Phone 8 470
END

t_begin 'an Italian help desk: median throughput 3.9278 days'
take helpdesk italian-helpdesk.csv.gz
report '--from 2008-01-01 --to 2016-01-01'
figure 'tickets' 3804 .received
figure 'median' 3.9278 \
	'.times[] | select(.measure == "full-resolution") | .p50_s / 86400 * 10000 | round / 10000'

t_begin 'importing the whole file again adds nothing'
take servicenow servicenow-incidents.csv.gz
t_sh 'cp desk/cases.csv before 2>/dev/null'
t_run sd -C desk log import --map "$SD_TOP/samples/import/servicenow.yaml" ../in.csv
t_out_has 'took 0 events of 0 new cases'
t_run cmp before desk/cases.csv
