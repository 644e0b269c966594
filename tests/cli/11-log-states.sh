#!/bin/sh
# The state table of a case: every verb from every state, and which verb would be right.
. "$(dirname "$0")/lib.sh"

desk() {
	t_policy mall.yaml small-mall <<'END'
kinds:
  consultation: { severities: { ordinary: {}, complex: {} } }
  complaint: { severities: { general: {}, major: {} } }
departments: { merchandise: {} }
events: { feedback: {} }
reasons: { customer: { label: { zh: 等客户 } }, supplier: {} }
compensation: { refund: { unit: CNY }, coupon: { unit: CNY } }
clocks: [ { clock: resolve, from: open, until: resolve, within: 24h } ]
END
	"$SD_BIN/sd" --policy mall.yaml init -q desk
	cd desk || exit 1
}

# Brings case 1 into a state.
into() {
	SD_USER=a "$SD_BIN/sd" --now 2026-11-21T09:00:00+08:00 log open -q >/dev/null || exit 1
	case $1 in
	open) set -- respond ;;
	waiting) set -- 'hold --reason customer' ;;
	resolved) set -- resolve ;;
	closed) set -- resolve close ;;
	cancelled) set -- cancel ;;
	*) set -- ;;
	esac
	for step; do
		# shellcheck disable=SC2086
		set -- $step
		step=$1
		shift
		SD_USER=a "$SD_BIN/sd" --now 2026-11-21T09:30:00+08:00 log "$step" 20261121-1 -q "$@" || exit 1
	done
}

# verb and its options; then the states in which it is allowed (n o w r c x)
table() {
	cat <<'END'
respond|nowr
contact|nowrc
assign --owner b|now
amend --severity complex|nowr
note --text x|nowrcx
task --name t|nowrc
hold --reason supplier|now
resume|w
promise --due 2026-11-22|now
compensate --type coupon --amount 1|nowrc
feedback|nowrc
resolve|now
close|r
reopen|rc
cancel|nowrc
undo|nowrcx
END
}

for state in new open waiting resolved closed cancelled; do
	case $state in
	cancelled) letter=x ;;
	*) letter=${state%"${state#?}"} ;;
	esac
	table >"$t_tmp/table"
	while IFS='|' read -r verb allowed; do
		t_begin "a $state case: ${verb%% *}"
		desk
		into "$state"
		t_env SD_USER=a
		rows=$(wc -l <cases.csv)
		# shellcheck disable=SC2086
		set -- $verb
		v=$1
		shift
		t_run sd log "$v" 20261121-1 -q "$@"
		case $allowed in
		*"$letter"*)
			t_is $((rows + 1)) "$(wc -l <cases.csv)" 'rows'
			;;
		*)
			t_status 3
			t_err_has 'sd: error: '
			t_is "$rows" "$(wc -l <cases.csv)" 'rows'
			;;
		esac
	done <"$t_tmp/table"
done

t_begin 'a refusal says which verb would be right'
desk
into resolved
t_env SD_USER=a
t_run sd log resolve 1
t_status 3
t_err <<'END'
sd: error: a resolved case cannot be resolved again; 'reopen' it first
END
t_run sd log resume 1
t_status 3
t_err <<'END'
sd: error: a resolved case takes no 'resume'; 'reopen' it first
END

t_begin 'a back-dated row must be legal at its time'
desk
into resolved
t_env SD_USER=a
t_run sd log respond 1 -q --at 2026-11-21T09:15:00+08:00
t_run sd log respond 1 --at 2026-11-21T08:59:59+08:00
t_status 3
t_err <<'END'
sd: error: 'respond' needs a case; 'open' it first
END
t_run sd log assign 1 --owner b --at 2026-11-21T09:45:00+08:00
t_status 3
t_err_has "a resolved case takes no 'assign'"
t_run sd log assign 1 -q --owner b --at 2026-11-21T09:20:00+08:00

t_begin 'and must leave later rows legal'
desk
into waiting
t_env SD_USER=a
t_run sd log resume 1 -q
t_run sd log resume 1 --at 2026-11-21T09:45:00+08:00
t_status 3
t_err <<'END'
sd: error: this would make the 'resume' of 2026-11-21T10:00:00+08:00 illegal: 'resume' ends a hold, and the case is not waiting; 'hold' would begin one
END

t_begin 'void makes a row count as never written; what stands on it must go first'
desk
into closed
t_env SD_USER=a
check() { sed -n "$(($1 + 1))p" cases.csv | sed 's/.*,//'; }
t_run sd log void 20261121-1 --event "$(check 2)"
t_status 3
t_err_has "this would make the 'close'"
t_run sd log void 20261121-1 -q --event "$(check 3 | cut -c1-8)"
t_is "void $(check 3)" "$(tail -n 1 cases.csv | cut -d, -f4,19 | tr , ' ')"
t_run sd log void 20261121-1 --event "$(check 3)"
t_status 3
t_err <<'END'
sd: error: that row is void already
END
t_run sd log void 20261121-1 --event 0123456
t_status 3
t_err_has "at least 8 digits"
t_run sd log void 20261121-1
t_status 2
t_err_has "'void' needs --event CHECK"
t_run sd log close 1 -q

t_begin 'undo takes back one s own last row, never somebody else s'
desk
into resolved
t_run sd log note 1 -q --by b --text x
t_run sd log undo -q --by b
t_is 'void' "$(tail -n 1 cases.csv | cut -d, -f4)"
t_run sd log undo --by b
t_status 3
t_err <<'END'
sd: error: 'b' has written nothing here to undo
END
t_run sd log undo -q --by a
t_run sd log resolve 1 -q --by a

t_begin 'one case at a time, and it must exist'
desk
into new
t_env SD_USER=a
t_run sd log note
t_status 2
t_err <<'END'
sd: error: which case? see 'sd log note --help'
END
t_run sd log note 1 2 --text x
t_status 2
t_err_has 'one case at a time'
t_run sd log note 20261121-0007 --text x
t_status 3
t_err <<'END'
sd: error: there is no case 20261121-0007
END
t_run sd log note abc --text x
t_status 2
t_err_has "'abc' is not a case"
t_run sd log note 7 --text x
t_status 3
t_err <<'END'
sd: error: there is no case numbered 7
END

t_begin 'a bare number is the case of today, else the newest open one'
desk
into resolved
t_env SD_USER=a
t_run sd log note 1 -q --text x
t_run sd log note 1121-1 -q --text x
t_now 2026-11-22T10:00:00+08:00
t_run sd log note 1 --text x
t_status 3
t_err <<'END'
sd: error: no case numbered 1 is open; the newest one is 20261121-0001, write its whole id
END
t_run sd log reopen 1121-1 -q
t_run sd log note 1 -q --text x
t_run sd log open -q
t_out_any
t_run sd log note 1 -q --text x
t_is 20261122-0001 "$(tail -n 1 cases.csv | cut -d, -f3)"
t_now 2027-01-02T10:00:00+08:00
t_run sd log note 1121-1 -q --text 'of last year'
t_is 20261121-0001 "$(tail -n 1 cases.csv | cut -d, -f3)"
