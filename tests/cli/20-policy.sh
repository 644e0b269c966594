#!/bin/sh
# sd policy: check, show, calendar, doc. What check finds is in tests/lint/policy-*.

. "$(dirname "$0")/lib.sh"

t_begin 'a policy without fault is said to be fine, on standard output'
t_file p.yaml <<'END'
policy: small
timezone: Asia/Shanghai
clocks: [ { clock: resolve, from: open, until: resolve, within: 24h } ]
END
t_run sd policy check p.yaml
t_out <<'END'
p.yaml: policy 'small' is fine (versions 1, clocks 1, steps 0, warnings 0)
END

t_begin 'findings as JSON, with the status of bad input'
t_file p.yaml <<'END'
policy: small
timezone: Asia/Shanghai
cloks: []
END
t_run sd policy check --format json p.yaml
t_status 3
t_out <<'END'
{
  "schema": "sd.policy-check/1",
  "policy": null,
  "findings": [
    {
      "file": "p.yaml",
      "line": 3,
      "column": 1,
      "grade": "error",
      "message": "unknown key 'cloks' (did you mean 'clocks'?)"
    }
  ]
}
END
t_err_has "unknown key 'cloks'"

t_begin 'the installed policies are found by name, whatever the folder'
for name in supermarket retail-handbook community-store fresh-delivery shopping-mall; do
	t_run sd --lang en policy check $name
	t_out_has "policy '$name' is fine"
	t_run sd --policy $name policy show --format json
	t_out_has '"schema": "sd.policy/1"'
	t_run sd policy doc --lang zh $name
	t_out_has '## 1. 受理渠道'
	t_out_has '### 受理登记表'
	t_run sd policy doc --lang en $name
	t_out_has 'Forms and record templates'
	t_run sd policy doc --poster --lang en $name
	t_out_has '## What we promise'
done

t_begin 'show says through which commands people are told, and when not'
t_file p.yaml <<'END'
policy: t
timezone: Asia/Shanghai
calendars: { store: { hours: { mon-sun: ["10:00-22:00"] } } }
notify:
  quiet: store
  channels:
    floor: { command: [hooks/send, wecom], timeout: 90s, env: [https_proxy] }
END
t_run sd policy show p.yaml
t_out_has 'messages (1)'
t_out_has '(held until calendar store opens)'
t_out_has 'floor           hooks/send wecom  1m 30s'
t_sh 'sd policy show p.yaml --format json | tr -d "\n " | grep -o "\"notify\":.*}}}"'
t_out <<'END'
"notify":{"quiet":"store","channels":{"floor":{"line":7,"command":["hooks/send","wecom"],"timeout_s":90,"env":["https_proxy"]}}}
END

t_begin 'test: Y5 the written procedure has steps, owners and duties, time limits, forms and records'
t_run sd policy doc --lang zh supermarket
t_out_has '3. 投诉处理：自受理起48小时内解决'
t_out_has '## 6. 负责人与职责'
t_out_has '### 定期工作'
t_out_has '| 投诉处理 | 投诉，一般投诉 | 受理 | 解决 | 24小时 | 全天 |'
t_out_has '### 满意度调查表'
t_out_has '**Y5**'

t_begin 'test: Y7.2 the poster tells customers what they may count on'
t_run sd policy doc --poster --lang zh supermarket
t_out <<'END'
# 超市顾客服务流程

## 联系我们

顾客可以通过以下渠道联系我们：服务台、热线、官网、社交媒体。

## 我们的承诺

- **首次答复**（咨询）：5分钟内
- **投诉处理**（投诉，一般投诉）：24小时内
- **投诉处理**（投诉，重大投诉）：48小时内
- **派工**（售后服务）：2小时内

处理后我们会请您评价；不满意的，我们重新处理。
END

calendar() {
	t_file policy.yaml <<'END'
policy: small
timezone: Asia/Shanghai
calendars:
  office: { hours: { mon-fri: ["09:00-12:00", "13:30-18:00"] }, holidays: holidays/cn.yaml }
  night: { hours: { fri: ["22:00-02:00"] } }
END
}

t_begin 'business time between two instants, holidays and make-up days counted'
calendar
t_run sd policy calendar office --between 2026-09-30T17:00:00+08:00 2026-10-08T10:00:00+08:00 --format json
t_out <<'END'
{"seconds":7200}
END
t_run sd policy calendar --format json --between '2026-10-10 09:00' '2026-10-10 12:00' office
t_out <<'END'
{"seconds":10800}
END
t_run sd policy calendar office --between 2026-09-30T17:00 2026-10-08T10:30
t_out <<'END'
2h 30m
END
t_run sd policy calendar always --between 2026-09-30T17:00 2026-10-01T17:00 --format json
t_out <<'END'
{"seconds":86400}
END

t_begin 'when so much business time is used up: exactly at closing stays at closing'
calendar
t_run sd policy calendar office --from 2026-11-20T17:00:00+08:00 --add 1h --format json
t_out <<'END'
{"at":"2026-11-20T18:00:00+08:00"}
END
t_run sd policy calendar office --from 2026-11-20T17:00:00+08:00 --add 8h --format json
t_out <<'END'
{"at":"2026-11-23T17:30:00+08:00"}
END
t_run sd policy calendar office --from '2026-09-30 10:00' --add '1 working day'
t_out <<'END'
2026-10-09T00:00:00+08:00
END
t_run sd policy calendar night --from 2026-11-20 --add 3h
t_out <<'END'
2026-11-21T01:00:00+08:00
END

t_begin 'beyond the holiday data there is no answer, and the year is named'
calendar
t_run sd policy calendar office --between 2026-12-30 2027-01-05 --format json
t_status 3
t_err <<'END'
sd: error: calendar 'office' has no holiday data for 2027: add that year to its holiday file
END

t_begin 'day by day, from now on or from a day'
calendar
t_now 2026-10-08T10:00:00+08:00
t_run sd --lang en policy calendar --days 4
t_out <<'END'
calendar office
day              opening hours            hours
2026-10-08  Thu  09:00-12:00 13:30-18:00   7:30
2026-10-09  Fri  09:00-12:00 13:30-18:00   7:30
2026-10-10  Sat  09:00-12:00 13:30-18:00   7:30
2026-10-11  Sun  not open                  0:00
END
t_run sd policy calendar night --from 2026-11-20 --days 2 --format json
t_out <<'END'
{
  "calendar": "night",
  "days": [
    {
      "day": "2026-11-20",
      "working_day": true,
      "hours": "22:00-24:00",
      "seconds": 7200
    },
    {
      "day": "2026-11-21",
      "working_day": false,
      "hours": "00:00-02:00",
      "seconds": 7200
    }
  ]
}
END

t_begin 'what is wrong on the command line is said, with the right spelling'
calendar
t_run sd policy calender
t_status 2
t_err <<'END'
sd: error: 'calender' is not a subcommand of sd policy (did you mean 'calendar'?); see 'sd policy --help'
END
t_run sd policy calendar ofice --days 1
t_status 2
t_err <<'END'
sd: error: unknown calendar 'ofice' (did you mean 'office'?)
END
t_run sd policy calendar office --add soon
t_status 2
t_err <<'END'
sd: error: --add takes a limit such as 8h, 30m or '7 working days', not 'soon'
END
t_run sd policy calendar office --days 0
t_status 2
t_err_has '--days takes a number'
t_run sd policy calendar office --between 2026-01-01
t_status 2
t_err_has '--between takes two times'
t_run sd policy show a b
t_status 2
t_err_has "'b' is one operand too many"

# Two lines that nobody but the user who runs sd can read, and a policy in a folder of its own that names them as $1.
names_secret() {
	mkdir -p desk/below elsewhere
	printf 'password: swordfish\nyears: { 2026: { off: [hunter2] } }\n' >elsewhere/secret.yaml
	printf '%s\n' 'policy: small' 'timezone: Asia/Shanghai' "$1" >desk/policy.yaml
	chmod "$2" desk/policy.yaml
}
holidays() { echo "calendars: { office: { hours: { mon-fri: [\"09:00-12:00\"] }, holidays: $1 } }"; }

t_begin 'who can write a policy, and is not trusted, gets no other file read out in messages'
names_secret "$(holidays ../elsewhere/secret.yaml)" 0664
t_run sd policy check desk/policy.yaml
t_status 3
t_err <<'END'
desk/../elsewhere/secret.yaml:1:1: error: something is wrong here, and is not shown: 'desk/policy.yaml' can be written by others: chmod go-w 'desk/policy.yaml'
sd: error: policy 'desk/policy.yaml' is not usable
END
names_secret "$(holidays "$PWD/elsewhere/secret.yaml")" 0664
t_run sd policy check desk/policy.yaml
t_status 3
t_err_not password
t_err_has "secret.yaml:1:1: error: something is wrong here, and is not shown: "
ln -s ../../elsewhere/secret.yaml desk/below/days.yaml
names_secret "$(holidays below/days.yaml)" 0664
t_run sd policy check desk/policy.yaml
t_status 3
t_err_not password
t_err_has "days.yaml:1:1: error: something is wrong here, and is not shown: "
names_secret 'supersedes: ../elsewhere/secret.yaml
valid-from: 2026-01-01' 0664
t_run sd policy check desk/policy.yaml
t_status 3
t_err <<'END'
desk/../elsewhere/secret.yaml:1:1: error: something is wrong here, and is not shown: 'desk/policy.yaml' can be written by others: chmod go-w 'desk/policy.yaml'
sd: error: policy 'desk/../elsewhere/secret.yaml' is not usable
END

t_begin 'what lies in the folder of the policy is shown, and so is what a trusted policy names'
names_secret "$(holidays below/days.yaml)" 0664
cp elsewhere/secret.yaml desk/below/days.yaml
t_run sd policy check desk/policy.yaml
t_status 3
t_err_has "days.yaml:1:1: error: unknown key 'password'"
names_secret "$(holidays ../elsewhere/secret.yaml)" 0644
t_run sd policy check desk/policy.yaml
t_status 3
t_err_has "secret.yaml:1:1: error: unknown key 'password'"
t_err_has "    password: swordfish"

t_begin 'the manual has every option, and its example policy is fine'
for verb in check show calendar doc; do
	t_run sd policy $verb --list-options
	t_out_any
	t_stdout | while IFS='	' read -r name rest; do
		case $name in directory | policy | now | format | color | lang | quiet | dry-run | unsafe-share | \
			help | version) continue ;; esac
		grep -q -e "^.It Fl -$name" "$SD_TOP/man/sd-policy.1" || echo "$name"
	done >missing
	t_is '' "$(cat missing)" "options of sd policy $verb that sd-policy(1) lacks"
done
sed -n '/^policy: corner-shop/,/^.Ed/p' "$SD_TOP/man/sd-policy.5" | sed '$d' >corner.yaml
t_run sd policy check corner.yaml
t_out <<'END'
corner.yaml: policy 'corner-shop' is fine (versions 1, clocks 2, steps 1, warnings 0)
END
