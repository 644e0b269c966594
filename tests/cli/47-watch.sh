#!/bin/sh
# sd escalate watch: what is open, most urgent first (C19), complaints before the rest (M4.3b).

. "$(dirname "$0")/lib.sh"

# A server a case: one that is just ending takes no sessions.
tmux_do() { TMUX_TMPDIR=$t_tmp tmux -L "$t_count" -f /dev/null "$@"; }
ended() { tmux_do kill-server 2>/dev/null; t_finish "$1"; }
trap 'ended $?' EXIT

desk() {
	mkdir -p desk
	t_file desk/policy.yaml <<'END'
policy: floor
title: {zh: 一楼服务台, en: ground floor}
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: zh
kinds:
  complaint: { label: {zh: 投诉, en: complaint}, priority: first, severities: { general: {label: {zh: 一般投诉, en: general}}, major: {label: {zh: 重大投诉, en: major}} } }
  consultation: { label: {zh: 咨询, en: consultation} }
  suggestion: { label: {zh: 建议, en: suggestion} }
categories: { expired: {label: {zh: 过期, en: past its date}}, price: {label: {zh: 价格, en: price}} }
departments: { merchandise: {label: {zh: 商品部, en: merchandise}} }
staff: { wang.fang: {name: 王芳}, li.na: {name: "Li Na"}, zhao.lei: {} }
events: { feedback: {label: {zh: 反馈, en: told}} }
clocks:
  - { clock: feedback, for: {kind: complaint}, from: open, until: feedback, within: 48h, label: {zh: 反馈, en: feedback} }
  - { clock: answer, for: {kind: [complaint, consultation]}, from: open, until: [respond, resolve], within: 30m, label: {zh: 首次响应} }
  - { clock: resolve, for: {kind: consultation}, from: open, until: resolve, within: 24h, label: {zh: 解决} }
END
	# 1 answered, due tomorrow · 2 late · 3 not answered, due in 20 min · 4 on hold · 5 without a limit · 6 concluded
	# 7 resolved, and nobody has told the customer yet · 8 cancelled
	t_file desk/cases.csv <<'END'
at,logged,case,event,by,kind,category,severity,place,department,owner,detail,text
2026-11-20T09:00:00+08:00,,20261120-0001,open,li.na,complaint,price,general,F1,,wang.fang,,
2026-11-20T09:05:00+08:00,,20261120-0001,respond,li.na,,,,,,,,
2026-11-20T09:10:00+08:00,,20261120-0002,open,li.na,consultation,price,,F2,merchandise,,,
2026-11-20T09:11:00+08:00,,20261120-0002,respond,li.na,,,,,,,,
2026-11-20T11:00:00+08:00,,20261120-0004,open,li.na,consultation,expired,,,,zhao.lei,,
2026-11-20T11:05:00+08:00,,20261120-0004,respond,li.na,,,,,,,,
2026-11-20T12:00:00+08:00,,20261120-0004,hold,li.na,,,,,,,customer,
2026-11-20T13:00:00+08:00,,20261120-0005,open,li.na,suggestion,,,,,,,
2026-11-20T14:00:00+08:00,,20261120-0006,open,li.na,consultation,,,,,,,
2026-11-20T14:00:00+08:00,,20261120-0006,resolve,li.na,,,,,,,,
2026-11-20T15:00:00+08:00,,20261120-0007,open,li.na,complaint,expired,major,,merchandise,,,
2026-11-20T15:20:00+08:00,,20261120-0007,resolve,li.na,,,,,,,,
2026-11-20T16:00:00+08:00,,20261120-0008,open,li.na,complaint,,,,,,,
2026-11-20T16:00:00+08:00,,20261120-0008,cancel,li.na,,,,,,,duplicate:20261120-0007,
2026-11-21T09:20:00+08:00,,20261121-0003,open,li.na,consultation,price,,F3,,li.na,,
END
	t_now 2026-11-21T09:30:00+08:00
}

t_begin 'C19, M4.3b the board: what has priority first, then by time left; on hold, then without a limit'
desk
t_env SD_LANG=
t_run sd -C desk escalate watch
t_out <<'END'
一楼服务台                                                   2026-11-21 09:30:00
超时 1   1 小时内到期 1   挂起 1   未结 5
       剩余  到期         单号           性质      类别  状态    负责人
23小时 30分  11-22 09:00  20261120-0001  一般投诉  价格  处理中  王芳
29小时 30分  11-22 15:00  20261120-0007  重大投诉  过期  已解决  商品部
      -20分  09:10        20261120-0002  咨询      价格  处理中  商品部
       20分  09:50        20261121-0003  咨询      价格  待处理  Li Na
   (23小时)               20261120-0004  咨询      过期  挂起    zhao.lei
                          20261120-0005  建议            待处理
END

t_begin 'the same in English, and no wider than 80 columns'
desk
t_run sd -C desk escalate watch --once
t_out <<'END'
ground floor                                                 2026-11-21 09:30:00
late 1   due within 1 h 1   waiting 1   still open 5
   left  case           kind               category       state     owner
23h 30m  20261120-0001  complaint/general  price          open      王芳
29h 30m  20261120-0007  complaint/major    past its date  resolved  merchandise
   -20m  20261120-0002  consultation       price          open      merchandise
    20m  20261121-0003  consultation       price          new       Li Na
  (23h)  20261120-0004  consultation       past its date  waiting   zhao.lei
         20261120-0005  suggestion                        new
END

t_begin 'in parts, the most urgent one first'
desk
t_run sd -C desk escalate watch --once --by department
t_out <<'END'
ground floor                                                 2026-11-21 09:30:00
late 1   due within 1 h 1   waiting 1   still open 5
   left  case           kind               category       state     owner
none (4)
23h 30m  20261120-0001  complaint/general  price          open      王芳
    20m  20261121-0003  consultation       price          new       Li Na
  (23h)  20261120-0004  consultation       past its date  waiting   zhao.lei
         20261120-0005  suggestion                        new

merchandise (2, late 1)
29h 30m  20261120-0007  complaint/major    past its date  resolved  merchandise
   -20m  20261120-0002  consultation       price          open      merchandise
END
t_run sd -C desk escalate watch --by colour
t_status 2
t_err <<'END'
sd: error: --by takes one of owner, department, category, kind, severity, channel, place, product, not 'colour'; see 'sd escalate watch --help'
END
t_run sd -C desk escalate watch --interval 0
t_status 2
t_err <<'END'
sd: error: --interval takes 1 to 3600 seconds, not '0'; see 'sd escalate watch --help'
END

t_begin 'colour is what --color says: late red, soon yellow, on hold dim'
desk
t_mask 's/\x1b\[\([0-9;]*\)m/<\1>/g'
t_run sd -C desk escalate watch --color always
t_out <<'END'
<1>ground floor                                                 2026-11-21 09:30:00<0>
<1;31>late 1<0>   <33>due within 1 h 1<0>   waiting 1   still open 5
<4>   left  case           kind               category       state     owner      <0>
23h 30m  20261120-0001  complaint/general  price          open      王芳
29h 30m  20261120-0007  complaint/major    past its date  resolved  merchandise
<1;31>   -20m  20261120-0002  consultation       price          open      merchandise<0>
<33>    20m  20261121-0003  consultation       price          new       Li Na<0>
<2>  (23h)  20261120-0004  consultation       past its date  waiting   zhao.lei<0>
         20261120-0005  suggestion                        new
END

t_begin 'nothing that stands in a log is obeyed by a terminal'
desk
printf '2026-11-21T09:21:00+08:00,,20261121-0004,open,li.na,sugg\033[2Jestion,\302\233x,,,,\342\200\256gang,,\n' >>desk/cases.csv
t_run sd -C desk escalate watch
t_status 3
t_err_any
t_out_has 'sugg\x1B[2Jestion  \u{9B}x'
t_out_has '\u{202E}gang'

t_begin 'a row that is not allowed is told, and passed over'
desk
echo '2026-11-21T09:21:00+08:00,,20260101-0009,resolve,li.na,,,,,,,,' >>desk/cases.csv
t_run sd -C desk escalate watch
t_status 3
t_err <<'END'
cases.csv:17: error: case '20260101-0009': 'resolve' needs a case; 'open' it first; the row is passed over
END
t_out_has 'still open 5'

t_begin 'an empty desk'
desk
sed -i.bak 1q desk/cases.csv
t_run sd -C desk escalate watch
t_out <<'END'
ground floor                                                 2026-11-21 09:30:00
late 0   due within 1 h 0   waiting 0   still open 0
nothing is open
END

# --- on a terminal ---

# The next case; the terminal of the last one is gone.
next() {
	tmux_do kill-server 2>/dev/null
	t_begin "$1"
}

# board SIZE [ARGUMENT...]: the board on a terminal of that size (80x24), below a line of a shell
board() {
	t_need tmux
	t_settle
	[ -z "$t_why" ] || return 0
	size=$1
	shift
	t_file start <<-END
		echo before
		stty -a >'$t_dir/tty.before'
		env -i PATH='$t_path' HOME='$t_tmp/home' LC_ALL=C TERM=screen \
			SD_LANG=en SD_NOW=2026-11-21T09:30:00+08:00 $* \
			sd -C '$t_dir/desk' escalate watch --interval 1 2>'$t_dir/errors' &
		echo \$! >'$t_dir/pid'
		fg >/dev/null
		status=\$?
		[ \$status -lt 145 ] || { echo stopped; read line; fg >/dev/null; status=\$?; }
		stty -a >'$t_dir/tty.after'
		echo "status \$status"
	END
	tmux_do new-session -d -x "${size%x*}" -y "${size#*x}" "sh -m '$t_dir/start' 2>/dev/null; sleep 60" || t_skip 'tmux does not start here'
}

screen() { tmux_do capture-pane -p; }

# Waits until the screen shows a text.
until_shown() {
	[ -z "$t_why" ] || return 0
	n=0
	until screen | grep -qF -e "$1"; do
		[ $((n += 1)) -lt 100 ] || { screen >shown; t_wrong "the screen does not show '$1':" shown; return 0; }
		sleep 0.1
	done
}

shows() {
	cat >want
	[ -z "$t_why" ] || return 0
	screen | sed 's/ *$//' >shown
	t_differ screen want shown
}

t_begin 'a terminal of 80 columns and 9 lines: keys move, the last line tells them'
desk
board 80x9
until_shown 'lines 1-5 of 6'
shows <<'END'
ground floor                                                2026-11-21 09:30:00
late 1   due within 1 h 1   waiting 1   still open 5
   left  case           kind               category       state     owner
23h 30m  20261120-0001  complaint/general  price          open      王芳
29h 30m  20261120-0007  complaint/major    past its date  resolved  merchandise
   -20m  20261120-0002  consultation       price          open      merchandise
    20m  20261121-0003  consultation       price          new       Li Na
  (23h)  20261120-0004  consultation       past its date  waiting   zhao.lei
lines 1-5 of 6   arrows, PgUp, PgDn: move   q: quit
END
[ -n "$t_why" ] || tmux_do send-keys j j Down NPage
until_shown 'lines 2-6 of 6'
[ -n "$t_why" ] || tmux_do send-keys k k
until_shown 'lines 1-5 of 6'
[ -n "$t_why" ] || tmux_do send-keys End
until_shown 'lines 2-6 of 6'

next 'what is appended appears by itself, and so does another rule'
desk
board 80x24
until_shown 'still open 5'
echo '2026-11-21T09:29:00+08:00,,20261121-0009,open,li.na,consultation,price,,F9,,,,' >>desk/cases.csv
until_shown '20261121-0009'
sed -i.bak 's/within: 30m/within: 5m/' desk/policy.yaml
until_shown 'late 2'
echo 'kinds: [' >>desk/policy.yaml
until_shown 'the policy has changed and cannot be read'
mv desk/policy.yaml.bak desk/policy.yaml
until_shown 'due within 1 h 2'

next 'another size is drawn anew'
desk
board 80x24
until_shown 'still open 5'
[ -n "$t_why" ] || tmux_do resize-window -x 100 -y 30
until_shown 'due          case'
[ -n "$t_why" ] || tmux_do resize-window -x 40 -y 6
until_shown 'lines 1-2 of 6'
shows <<'END'
ground floor        2026-11-21 09:30:00
late 1   due within 1 h 1   waiting 1
   left  case           owner
23h 30m  20261120-0001  王芳
29h 30m  20261120-0007  merchandise
lines 1-2 of 6   arrows, PgUp, PgDn: mo
END

# ends HOW STATUS: the terminal is what it was before
ends() {
	desk
	board 80x24
	until_shown 'still open 5'
	[ -n "$t_why" ] || eval "$1"
	until_shown "status $2"
	[ -n "$t_why" ] || screen | sed 's/ *$//; /^$/d' >shown
	t_file_is shown <<-END
		before
		${3+stopped
		}status $2
	END
	t_is "$(cat tty.before 2>/dev/null)" "$(cat tty.after 2>/dev/null)" 'the settings of the terminal'
	t_is '' "$(cat errors 2>/dev/null)" 'standard error'
}

next 'after q the terminal is as it was'
ends 'tmux_do send-keys q' 0
next 'and after an interrupt'
ends 'tmux_do send-keys C-c' 0
next 'and after being ended'
ends 'kill -TERM "$(cat pid)"' 143
next 'and after being stopped, and it goes on when it is continued'
ends 'tmux_do send-keys C-z; until_shown stopped; tmux_do send-keys Enter; until_shown "still open 5"; tmux_do send-keys q' 0 stopped

next 'the manual has every option of these verbs'
t_manual sd-escalate.1 'sd escalate watch' 'sd escalate message'
