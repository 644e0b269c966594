# shellcheck shell=sh
# notify.sh: a desk whose channels are small programs of its own; sourced after lib.sh.
#
#	notify_desk [LINE...]     desk with the policy below and these further lines of it, in the current folder
#	case_at TIME [WORD...]    opens a complaint of li.na's at that time; sd log open's options
#	escalate_at TIME          the next run, judged as any; its answer does not matter here
#	calls                     how often the hooks were called;  got N [FILTER]  what they got the N-th time
#
# hooks/send keeps what it got in hooks/got.N and ends with the status in hooks/status, if there is one.

day=2026-11-24

notify_desk() {
	{
		cat <<'END'
policy: shop
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: en
kinds:
  consultation: { severities: { ordinary: {} } }
  complaint: { label: {zh: 投诉}, priority: first, severities: { general: {}, major: {} } }
departments: { merchandise: { lead: wang.fang, staff: [li.na, zhao.lei] } }
groups: { emergency: [wang.fang, zhao.lei] }
staff:
  wang.fang: { name: 王芳, level: manager, notify: floor }
  zhao.lei: { name: 赵磊, level: supervisor, notify: floor }
  li.na: { name: 李娜, level: staff, notify: own, away: { 2026-12-01..2026-12-05: zhao.lei } }
  mute: { level: staff }
clocks: [ { clock: answer, from: open, until: resolve, within: 1h } ]
escalations:
  - { step: remind-owner, clock: answer, at: 50%, do: remind, to: owner }
  - { step: supervisor, clock: answer, at: 100%, do: escalate, level: supervisor }
  - { step: manager, clock: answer, at: +1h, do: escalate, level: manager }
  - { step: emergency, when: {severity: major}, do: escalate, level: manager, to: emergency }
END
		[ $# -eq 0 ] || printf '%s\n' "$@"
		cat <<'END'
notify:
  channels:
    floor: { command: [hooks/send, wecom] }
    own: { command: [hooks/send, mail] }
END
	} >in.yaml
	"$SD_BIN/sd" --policy in.yaml init -q desk
	mkdir desk/hooks
	cat >desk/hooks/send <<'END'
#!/bin/sh
n=1
while [ -e "hooks/got.$n" ]; do n=$((n + 1)); done
cat >"hooks/got.$n"
[ ! -e hooks/status ] || { echo "no such room" >&2; exit "$(cat hooks/status)"; }
END
	chmod 700 desk/hooks/send
	cd desk || exit 1
	t_mask 's|[^ ]*/policy.yaml|policy.yaml|'
}

case_at() {
	t_case_time=$1
	shift
	SD_NOW=${day}T$t_case_time:00+08:00 "$SD_BIN/sd" log open -q --kind complaint --by li.na \
		--department merchandise --owner li.na --text "the milk is sour, call 13800001111" "$@"
}

escalate_at() {
	t_now "${day}T$1:00+08:00"
	t_run sd escalate
	t_out_any
}

calls() { find hooks -name 'got.*' | wc -l; }
got() { jq -r "${2-.}" "hooks/got.$1"; }
# The rows about messages: case's number, who, and how it went.
told() { awk -F, '$4 == "notify" { split($19, d, "/"); print substr($3, 10), $16, d[2], d[3] }' cases.csv; }
