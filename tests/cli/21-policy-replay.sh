#!/bin/sh
# sd policy replay: the past under a draft, beside the policy in force.

. "$(dirname "$0")/lib.sh"

# Two complaints: one resolved after 9 h, one that is open for a day.
past() {
	mkdir -p shop
	t_policy shop/policy.yaml mini <<'END'
kinds: { complaint: { severities: { general: {}, major: {} } } }
channels: { hotline: {} }
events: { feedback: {} }
departments: { merchandise: { lead: wang.fang, staff: [li.na] } }
staff:
  li.na: { name: Li Na }
  wang.fang: { name: Wang Fang, level: supervisor }
clocks:
  - { clock: resolve, from: open, until: resolve, within: 10h, label: {zh: 解决} }
escalations:
  - { step: remind-owner, clock: resolve, at: 80%, do: remind, to: owner, label: {zh: 提醒} }
  - { step: supervisor, clock: resolve, at: 100%, do: escalate, level: supervisor }
END
	sed -e 's/2026-01-01/2027-01-01/; s/within: 10h/within: 8h/; /step: remind/d' shop/policy.yaml > shop/draft.yaml
	t_file shop/cases.csv <<'END'
at,logged,case,event,by,kind,channel,severity,department,owner,detail,text
2026-11-20T09:00:00+08:00,,20261120-0001,open,li.na,complaint,hotline,general,merchandise,li.na,,x
2026-11-20T10:00:00+08:00,,20261120-0002,open,li.na,complaint,hotline,major,merchandise,wang.fang,,x
2026-11-20T17:30:00+08:00,,20261120-0001,feedback,li.na,,,,,,,x
2026-11-20T18:00:00+08:00,,20261120-0001,resolve,li.na,,,,,,,x
END
	t_now 2026-11-21T10:00:00+08:00
}

t_begin 'F7 what would have been late, which steps, who would have been told'
past
t_run sd -C shop policy replay draft.yaml
t_out <<'END'
draft.yaml against the policy in force, policy.yaml
received from 2026-11-20 00:00 to 2026-11-21 10:00: 2 cases (cancelled: 0 more)
late cases: 1 in force, 2 under the draft

Clocks
  clock  in force: met  late  undecided   draft: met  late  undecided
  解决    50.0 % (1/2)     1          0  0.0 % (0/2)     2          0

Newly late under the draft
  case           clock  due               late by  owner
  20261120-0001  解决   2026-11-20 17:00       1h  Li Na

Steps that fall due
  step        in force  draft
  提醒               2      0
  supervisor         1      2

Messages
  to         in force  draft
  Wang Fang         2      2
  Li Na             1      0
END

t_begin 'the same for programs'
past
t_mask 's/"sha256": "[0-9a-f]*"/"sha256": "SHA"/'
t_run sd policy replay shop/draft.yaml shop --from 2026-11-20 --to 2026-11-21 --format json
t_out <<'END'
{
  "schema": "sd.replay/1",
  "from": "2026-11-20T00:00:00+08:00",
  "to": "2026-11-21T00:00:00+08:00",
  "as_of": "2026-11-21T10:00:00+08:00",
  "in_force": {
    "policy": "mini",
    "file": "shop/policy.yaml",
    "sha256": "SHA"
  },
  "draft": {
    "policy": "mini",
    "file": "shop/draft.yaml",
    "sha256": "SHA"
  },
  "received": 2,
  "cancelled": 0,
  "late_cases": {
    "in_force": 1,
    "draft": 2
  },
  "clocks": [
    {
      "clock": "resolve",
      "in_force": {
        "decided": 2,
        "met": 1,
        "breached": 1,
        "undecided": 0,
        "unknown": 0,
        "attainment": 0.5
      },
      "draft": {
        "decided": 2,
        "met": 0,
        "breached": 2,
        "undecided": 0,
        "unknown": 0,
        "attainment": 0.0
      }
    }
  ],
  "changes": [
    {
      "case": "20261120-0001",
      "clock": "resolve",
      "change": "newly-late",
      "due": "2026-11-20T17:00:00+08:00",
      "late_s": 3600,
      "owner": "li.na"
    }
  ],
  "steps": [
    {
      "step": "remind-owner",
      "in_force": 2,
      "draft": 0
    },
    {
      "step": "supervisor",
      "in_force": 1,
      "draft": 2
    }
  ],
  "receivers": [
    {
      "to": "wang.fang",
      "in_force": 2,
      "draft": 2
    },
    {
      "to": "li.na",
      "in_force": 1,
      "draft": 0
    }
  ]
}
END
t_run sd -C shop policy replay draft.yaml --from 2026-11-20 --to 2026-11-20T09:30:00+08:00 --format csv
t_out <<'END'
table,name,case,policy,figure,value
period,,,,from,2026-11-20T00:00:00+08:00
period,,,,to,2026-11-20T09:30:00+08:00
cases,,,,received,1
cases,,,,cancelled,0
cases,,,in_force,late,0
cases,,,draft,late,1
clock,resolve,,in_force,decided,1
clock,resolve,,in_force,met,1
clock,resolve,,in_force,breached,0
clock,resolve,,in_force,undecided,0
clock,resolve,,in_force,unknown,0
clock,resolve,,draft,decided,1
clock,resolve,,draft,met,0
clock,resolve,,draft,breached,1
clock,resolve,,draft,undecided,0
clock,resolve,,draft,unknown,0
newly-late,resolve,20261120-0001,draft,due,2026-11-20T17:00:00+08:00
newly-late,resolve,20261120-0001,draft,late_s,3600
newly-late,resolve,20261120-0001,draft,owner,li.na
step,remind-owner,,in_force,due,1
step,remind-owner,,draft,due,0
step,supervisor,,in_force,due,0
step,supervisor,,draft,due,1
receiver,li.na,,in_force,messages,1
receiver,li.na,,draft,messages,0
receiver,wang.fang,,in_force,messages,0
receiver,wang.fang,,draft,messages,1
END

t_begin 'as a page, and in Chinese'
past
t_run sd -C shop policy replay draft.yaml --format md
t_out_has '| 20261120-0001 | 解决 | 2026-11-20 17:00 | 1h | Li Na |'
t_run sd -C shop policy replay draft.yaml --lang zh
t_out_has '按草案新增超时'

t_begin 'an event that the draft leaves out is a warning, and the rest is counted'
past
sed '/^events/d' shop/draft.yaml > shop/fewer.yaml
t_run sd -C shop policy replay fewer.yaml
t_out_has 'late cases: 1 in force, 2 under the draft'
t_err <<'END'
fewer.yaml: warning: the draft leaves out rows or columns of the log (1); the first: line 4: unknown event 'feedback'
END

t_begin 'where the draft is wrong its findings are printed and nothing else'
past
sed 's/within: 8h/within: soon/' shop/draft.yaml > shop/wrong.yaml
t_run sd -C shop policy replay wrong.yaml
t_status 3
t_err_has "wrong.yaml:13:"
t_run sd -C shop policy replay missing.yaml
t_status 4
t_err_any
t_run sd -C shop policy replay
t_status 2
t_err <<'END'
sd: error: a draft must be named; see 'sd policy replay --help'
END
t_run sd -C shop policy replay draft.yaml --from 2026-12-01
t_status 2
t_err_has 'the period begins after'

t_begin 'a draft that changes nothing changes nothing; nothing is recorded'
past
cp shop/cases.csv before
t_run sd -C shop policy replay policy.yaml --format csv
t_out_has 'clock,resolve,,draft,breached,1'
t_out_not 'newly-late'
t_run cmp before shop/cases.csv
