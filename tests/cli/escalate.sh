# shellcheck shell=sh disable=SC2034,SC2154
# The desk of the escalation tests: a day's limit with a reminder, two levels and a repeat; a step for major complaints.
# More of the policy is on standard input; $more_clocks come before its own.
escalate_desk_with() {
	t_policy policy.yaml test <<'END'
calendars: { store: { hours: { mon-sun: ["10:00-22:00"] } } }
kinds:
  complaint: { label: {zh: 投诉}, severities: { general: {}, major: {} } }
  consultation: {}
channels: { hotline: {} }
departments: { merchandise: { lead: wang.fang, staff: [li.na, zhao.lei] } }
groups: { emergency: [wang.fang, zhao.lei] }
staff:
  wang.fang: { name: 王芳, level: manager, away: { 2026-12-01..2026-12-05: zhao.lei } }
  he.jun: { level: supervisor }
  li.na: {}
events: { feedback: {} }
clocks:
  - { clock: reply, from: open, until: [respond, resolve], within: 1h, calendar: store }
  - { clock: resolve, for: { kind: complaint }, from: open, until: resolve, within: 24h }
escalations:
  - { step: remind-owner, label: {zh: 提醒, en: day is nearly over}, clock: resolve, at: 80%, do: remind, to: owner }
  - { step: late, clock: resolve, at: 100%, do: escalate, level: supervisor }
  - { step: manager, clock: resolve, at: +4h, do: escalate, level: manager, repeat: 24h }
  - { step: emergency, when: { severity: major }, do: escalate, level: manager, to: emergency }
END
	cat >>policy.yaml
	[ -z "${more_clocks:-}" ] || sed -i "s/^clocks:/&\\n$more_clocks/" policy.yaml
	at 2026-11-16T08:00:00+08:00 sd init --policy ./policy.yaml desk >/dev/null 2>&1 || t_wrong 'no desk'
	cd desk || exit 1
}
escalate_desk() { escalate_desk_with </dev/null; }

# The rest of the line at that time, with an environment of its own; a day alone is its 12 o'clock.
at() {
	escalate_now=$1
	shift
	env -i PATH="$t_path" HOME="$t_tmp/home" LC_ALL=C TZ="${SD_TEST_TZ:-Pacific/Chatham}" SD_LANG=en \
		SD_USER=li.na SD_NOW="$escalate_now" "$@"
}
quick() { at "$@" >/dev/null 2>>"$t_tmp/quick" || t_wrong "failed: $*" "$t_tmp/quick"; }
d() { printf '2026-11-%sT%s:00+08:00' "$1" "$2"; } # d 16 09:00

# What is in the log of steps: when each fell due, its case, what was done, step and repeat, receivers.
ledger_of() { # FILE
	awk -F, '$4 ~ /^(remind|escalate|notify)$/ && $5 == "sd" && split($19, k, "/") == 4 && length(k[3]) == 16 {
		print substr($1, 1, 16), $3, $4, k[1] "#" k[4], $(NF - 1) }' "$1"
}
ledger() { ledger_of cases.csv; }
# All rows without what differs from run to run: logged and check.
rows() {
	awk -F, -v OFS=, '{ $2 = ""; $NF = "" } { sub("/[0-9a-f]{16}/", "/CHECK/") } 1' cases.csv
}
complaint() { # DAY TIME [options]: opens one; its id in $id
	escalate_day=$1 escalate_time=$2
	shift 2
	id=$(at "$(d "$escalate_day" "$escalate_time")" sd log open --kind complaint --owner li.na \
		--department merchandise -q --text x "$@" 2>>"$t_tmp/quick") || t_wrong "no case" "$t_tmp/quick"
}
