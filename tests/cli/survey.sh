# shellcheck shell=sh
# The desk of the survey tests: complaints that are resolved and told, by a policy that asks after feedback.
survey_policy() {
	cat <<'END'
policy: asking
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: en
kinds:
  complaint: { label: {zh: 投诉}, severities: { general: {} } }
  consultation: { label: {zh: 咨询} }
channels: { hotline: {label: {zh: 热线}}, suggestion-box: {label: {zh: 意见箱}} }
departments: { merchandise: {lead: wang.fang, staff: [li.na, zhao.lei]} }
staff: { wang.fang: {name: 王芳, level: manager}, li.na: {name: 李娜}, zhao.lei: {name: 赵磊} }
categories: { expired: {label: {zh: 过期, en: past its date}, department: merchandise} }
events: { feedback: {}, callback: {} }
fields: { about: {role: staff} }
clocks: [ { clock: resolve, from: open, until: resolve, within: 24h } ]
END
	printf 'survey: { after: feedback, for: {kind: complaint}, within: 7d, satisfied: 4, reopen-at: 2%s,\n' "${1-}"
	cat <<'END'
          ask: { overall: {scale: 5, zh: 您满意吗？, en: Are you satisfied?}, recommend: {scale: 10}, ease: {scale: 7},
                 right: {yes-no: true, zh: 信息准确吗？, en: Was it right?}, better: {text: true, zh: 有何建议？, en: What would be better?} } }
END
}

# survey_desk [MORE]: a desk whose survey has MORE keys, e.g. ', waves: [0d, 30d]'
survey_desk() {
	survey_policy "${1-}" >asking.yaml
	"$SD_BIN/sd" --policy asking.yaml init -q desk || exit 1
	cd desk || exit 1
	t_env SD_USER=zhao.lei
}

# told DAY TIME NAME CONTACT [OPTIONS]: a complaint that was resolved and whose result was told; prints its id
told() {
	t_at=$1T$2:00+08:00 t_name=$3 t_contact=$4
	shift 4
	t_id=$(SD_NOW=$t_at "$SD_BIN/sd" log open -q --kind complaint --channel hotline --category expired \
		${t_name:+--customer "$t_name"} ${t_contact:+--contact "$t_contact"} --owner li.na --by li.na \
		--text "$t_name: milk past its date" "$@") || exit 1
	SD_NOW=$t_at "$SD_BIN/sd" log resolve "$t_id" -q --by li.na --text 'money back' || exit 1
	SD_NOW=$t_at "$SD_BIN/sd" log feedback "$t_id" -q --by li.na || exit 1
	echo "$t_id"
}
