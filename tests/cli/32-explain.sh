#!/bin/sh
# sd escalate explain: why is this late?

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/mall.sh"

t_begin 'every interval that was counted or skipped, and why, with lines in log and policy'
mall
t_run sd -C mall escalate explain 1120-1
t_out <<'END'
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
t_run sd -C mall log explain 1120-1
t_out <<'END'
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
  ]
}
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
