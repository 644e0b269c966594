#!/bin/sh
# sd escalate explain: why is this late?

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/mall.sh"

# A complaint with a ladder of steps, two of which are recorded.
ladder() {
	mkdir -p ladder
	t_file ladder/policy.yaml <<'END'
policy: ladder
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: en
kinds: { complaint: { severities: { general: {}, major: {} } } }
channels: { hotline: {} }
departments: { merchandise: { lead: wang.fang, staff: [li.na] } }
staff:
  li.na: { name: Li Na }
  wang.fang: { name: Wang Fang, level: supervisor }
  sun.wei: { name: Sun Wei, level: manager }
clocks:
  - { clock: resolve, from: open, until: resolve, within: 10h, label: {zh: 解决} }
escalations:
  - { step: remind-owner, clock: resolve, at: 80%, do: remind, to: owner, label: {zh: 提醒} }
  - { step: supervisor, clock: resolve, at: 100%, do: escalate, level: supervisor }
  - { step: manager, clock: resolve, at: +4h, do: escalate, level: manager, repeat: 24h }
  - { step: major, when: {severity: major}, do: notify, to: lead }
END
	t_file ladder/cases.csv <<'END'
at,logged,case,event,by,kind,channel,severity,department,owner,due,detail,text,check
2026-11-20T09:00:00+08:00,,20261120-0001,open,li.na,complaint,hotline,major,merchandise,li.na,,,x,a7dbd8b2fc3a79fb
2026-11-20T09:00:00+08:00,2026-11-20T18:00:00+08:00,20261120-0001,notify,sd,,,,,wang.fang,,major//a7dbd8b2fc3a79fb/1,to wang.fang,1ac4eeddf2ba4cd8
2026-11-20T17:00:00+08:00,2026-11-20T18:00:00+08:00,20261120-0001,remind,sd,,,,,li.na,,remind-owner/resolve/a7dbd8b2fc3a79fb/1,to li.na,a9efa2a9011b0d91
END
}

t_begin 'every interval that was counted or skipped, and why, with lines in log and policy'
mall
t_file want <<'END'
case 20261120-0001, open; as of 2026-11-21T09:30:00+08:00; policy mini from 2026-01-01

first-response #1: from opened until answered or resolved within 30 minutes of calendar 'store'  (policy.yaml:14)
  started    2026-11-20 09:00:00  cases.csv:3: opened
    2026-11-20 09:00:00 - 2026-11-20 10:00:00           1h  skipped: outside of calendar 'store'
    2026-11-20 10:00:00 - 2026-11-20 10:30:00          30m  counted
  due        2026-11-20 10:30:00
  done       2026-11-20 12:05:00  cases.csv:4: answered
  breached: 1h 35m late

解决 #1: from opened until resolved within 24 hours, day and night  (policy.yaml:15)
  started    2026-11-20 09:00:00  cases.csv:3: opened
    2026-11-20 09:00:00 - 2026-11-20 14:00:00           5h  counted
    2026-11-20 14:00:00 - 2026-11-20 15:00:00           1h  skipped: on hold (customer)  cases.csv:11
    2026-11-20 15:00:00 - 2026-11-21 10:00:00          19h  counted
  due        2026-11-21 10:00:00
  undecided: not due yet
END
t_run sd -C mall escalate explain 1120-1
t_out_file want
t_run sd -C mall log explain 1120-1
t_out_file want

t_begin 'the same for programs'
mall
t_mask 's/"policy_sha256": "[0-9a-f]*"/"policy_sha256": "SHA"/'
t_run sd -C mall escalate explain 20261120-0001 --format json
t_out <<'END'
{
  "schema": "sd.explain/1",
  "case": "20261120-0001",
  "state": "open",
  "as_of": "2026-11-21T09:30:00+08:00",
  "log": "cases.csv",
  "policy": "mini",
  "policy_sha256": "SHA",
  "clocks": [
    {
      "clock": "first-response",
      "instance": 1,
      "check": "",
      "limit": "30m",
      "calendar": "store",
      "policy_file": "policy.yaml",
      "policy_line": 14,
      "from": "2026-11-20T09:00:00+08:00",
      "from_line": 3,
      "due": "2026-11-20T10:30:00+08:00",
      "done": "2026-11-20T12:05:00+08:00",
      "done_line": 4,
      "ended": "2026-11-20T12:05:00+08:00",
      "ended_line": 4,
      "decided": "2026-11-20T10:30:00+08:00",
      "verdict": "breached",
      "paused": false,
      "moved": 0,
      "used_s": 1800,
      "intervals": [
        {
          "from": "2026-11-20T09:00:00+08:00",
          "to": "2026-11-20T10:00:00+08:00",
          "state": "closed",
          "seconds": 3600
        },
        {
          "from": "2026-11-20T10:00:00+08:00",
          "to": "2026-11-20T10:30:00+08:00",
          "state": "running",
          "seconds": 1800
        }
      ]
    },
    {
      "clock": "resolve",
      "instance": 1,
      "check": "",
      "limit": "24h",
      "calendar": "always",
      "policy_file": "policy.yaml",
      "policy_line": 15,
      "from": "2026-11-20T09:00:00+08:00",
      "from_line": 3,
      "due": "2026-11-21T10:00:00+08:00",
      "done": null,
      "done_line": null,
      "ended": null,
      "ended_line": null,
      "decided": null,
      "verdict": "undecided",
      "paused": false,
      "moved": 0,
      "used_s": 84600,
      "intervals": [
        {
          "from": "2026-11-20T09:00:00+08:00",
          "to": "2026-11-20T14:00:00+08:00",
          "state": "running",
          "seconds": 18000
        },
        {
          "from": "2026-11-20T14:00:00+08:00",
          "to": "2026-11-20T15:00:00+08:00",
          "state": "paused",
          "seconds": 3600,
          "reason": "customer",
          "line": 11
        },
        {
          "from": "2026-11-20T15:00:00+08:00",
          "to": "2026-11-21T10:00:00+08:00",
          "state": "running",
          "seconds": 68400
        }
      ]
    }
  ],
  "recorded": [],
  "steps": []
}
END

t_begin 'C6 at the end the steps that the log holds, those due, and those to come'
ladder
t_now 2026-11-20T23:30:00+08:00
t_sh 'sd -C ladder escalate explain 1 | sed -n "/^steps recorded/,\$p"'
t_out <<'END'
steps recorded
  2026-11-20 09:00:00  notify    major: Wang Fang  cases.csv:3
  2026-11-20 17:00:00  remind    提醒 (解决 #1): Li Na  cases.csv:4

steps that are due, not recorded yet
  2026-11-20 19:00:00  escalate  supervisor (解决 #1): Wang Fang
  2026-11-20 23:00:00  escalate  manager (解决 #1): Sun Wei

steps to come, if nothing happens
  2026-11-21 23:00:00  escalate  manager 2 (解决 #1): Sun Wei
END
t_sh 'sd -C ladder escalate explain 1 --format json | sed -n "/recorded/,/^  ],/p"'
t_out <<'END'
  "recorded": [
    {
      "step": "major",
      "clock": null,
      "due": "2026-11-20T09:00:00+08:00",
      "do": "notify",
      "level": null,
      "to": "wang.fang",
      "instance": 0,
      "repeat": 1,
      "task": null,
      "key": "major//a7dbd8b2fc3a79fb/1",
      "line": 3
    },
    {
      "step": "remind-owner",
      "clock": "resolve",
      "due": "2026-11-20T17:00:00+08:00",
      "do": "remind",
      "level": null,
      "to": "li.na",
      "instance": 1,
      "repeat": 1,
      "task": null,
      "key": "remind-owner/resolve/a7dbd8b2fc3a79fb/1",
      "line": 4
    }
  ],
END
t_now 2026-11-20T17:30:00+08:00
t_sh 'sd -C ladder escalate explain 1 --format json | sed -n "/\"steps\"/,\$p"'
t_out <<'END'
  "steps": [
    {
      "step": "supervisor",
      "clock": "resolve",
      "due": "2026-11-20T19:00:00+08:00",
      "do": "escalate",
      "level": "supervisor",
      "to": "wang.fang",
      "instance": 1,
      "repeat": 1,
      "task": null,
      "key": "supervisor/resolve/a7dbd8b2fc3a79fb/1"
    },
    {
      "step": "manager",
      "clock": "resolve",
      "due": "2026-11-20T23:00:00+08:00",
      "do": "escalate",
      "level": "manager",
      "to": "sun.wei",
      "instance": 1,
      "repeat": 1,
      "task": null,
      "key": "manager/resolve/a7dbd8b2fc3a79fb/1"
    }
  ]
}
END

t_begin 'in Chinese; and while the clock is paused nothing is to come'
ladder
cat >> ladder/cases.csv <<'END'
2026-11-20T18:30:00+08:00,,20261120-0001,hold,li.na,,,,,,,customer,,2f9ea0d36c0fa9aa
END
t_now 2026-11-21T23:30:00+08:00
t_sh 'sd -C ladder escalate explain 1 --lang zh | sed -n "/^已记录/,\$p"'
t_out <<'END'
已记录的步骤
  2026-11-20 09:00:00  通知      major: Wang Fang  cases.csv:3
  2026-11-20 17:00:00  提醒      提醒 (解决 #1): Li Na  cases.csv:4

没有将到期的步骤
END

t_begin 'a case that does not exist, no case, a verb that does not exist'
mall
t_run sd -C mall escalate explain 20261120-0099
t_status 3
t_err <<'END'
sd: error: there is no case 20261120-0099
END
t_run sd -C mall escalate explain
t_status 2
t_err <<'END'
sd: error: one case must be named; see 'sd escalate explain --help'
END
t_run sd -C mall escalate explian 1
t_status 2
t_err_has 'explain'
