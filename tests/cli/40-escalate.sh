#!/bin/sh
# sd escalate: what is due is recorded once, and shown.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/escalate.sh"

t_begin 'C6 a reminder before the limit, then the levels, each once, at the instant it fell due'
escalate_desk
complaint 16 10:00
t_now "$(d 17 05:11)"
t_run sd escalate
t_now "$(d 17 05:12)"
t_run sd escalate
t_out <<'END'
steps recorded: 1 (to remind 1, to escalate 0)

due               case           what    step                to
2026-11-17 05:12  20261116-0001  remind  day is nearly over  li.na
END
t_run sd escalate
t_now "$(d 19 15:00)"
t_run sd escalate
t_out <<'END'
steps recorded: 4 (to remind 0, to escalate 4)

due               case           what      step         to
2026-11-17 10:00  20261116-0001  escalate  late         he.jun
2026-11-17 14:00  20261116-0001  escalate  manager      王芳
2026-11-18 14:00  20261116-0001  escalate  manager (2)  王芳
2026-11-19 14:00  20261116-0001  escalate  manager (3)  王芳
END
t_run sd escalate
ledger >../ledger
t_file_is ../ledger <<'END'
2026-11-17T05:12 20261116-0001 remind remind-owner#1 to li.na
2026-11-17T10:00 20261116-0001 escalate late#1 to he.jun
2026-11-17T14:00 20261116-0001 escalate manager#1 to wang.fang
2026-11-18T14:00 20261116-0001 escalate manager#2 to wang.fang
2026-11-19T14:00 20261116-0001 escalate manager#3 to wang.fang
END
t_is "$(awk -F, 'NR == 2 { print $NF }' cases.csv)" \
	"$(awk -F, '$4 == "remind" { split($19, k, "/"); print k[3] }' cases.csv)" 'the key names the row of the open'
t_is '2026-11-17T05:12:00+08:00,2026-11-17T05:12:00+08:00' \
	"$(awk -F, '$4 == "remind" { print $1 "," ($2 ? $2 : $1) }' cases.csv)" 'at, logged'
t_is 'he.jun' "$(awk -F, '$19 ~ /^late/ { print $16 }' cases.csv)" 'the first receiver is the owner of the row'
t_run sd log show 1
t_out_has 'escalate'
t_err_any

t_begin 'a step of a case that was resolved in time is never due'
escalate_desk
complaint 16 10:00
quick "$(d 16 11:00)" sd log resolve 1 --text done
t_now "$(d 20 12:00)"
t_run sd escalate
t_run sd escalate --dry-run
t_out <<'END'
nothing is due; cases open: 0, clocks running: 0, past their limit: 0
END

t_begin 'C10 the emergency group at once, also where a case becomes major later'
escalate_desk
complaint 16 10:00 --severity major
complaint 16 11:00
t_now "$(d 16 12:00)"
t_run sd escalate
t_out_any
quick "$(d 16 13:00)" sd log amend 2 --severity major --text worse
t_now "$(d 16 13:00)"
t_mask 's/[0-9a-f]\{16\}/CHECK/'
t_run sd escalate --format csv
t_out <<'END'
case,step,clock,due,late_s,do,level,to,instance,repeat,task,kind,category,severity,place,department,owner,key
20261116-0002,emergency,,2026-11-16T13:00:00+08:00,0,escalate,manager,wang.fang zhao.lei,0,1,,complaint,,major,,merchandise,li.na,emergency//CHECK/1
END
ledger >../ledger
t_file_is ../ledger <<'END'
2026-11-16T10:00 20261116-0001 escalate emergency#1 to wang.fang zhao.lei
2026-11-16T13:00 20261116-0002 escalate emergency#1 to wang.fang zhao.lei
END

t_begin 'somebody away: the stand-in gets it'
escalate_desk
id=$(at 2026-11-30T10:00:00+08:00 sd log open --kind complaint --owner wang.fang -q --text x)
t_now 2026-12-02T12:00:00+08:00
t_run sd escalate -q
t_out_any
ledger >../ledger
t_file_is ../ledger <<END
2026-12-01T05:12 $id remind remind-owner#1 to zhao.lei
2026-12-01T10:00 $id escalate late#1 to he.jun
2026-12-01T14:00 $id escalate manager#1 to zhao.lei
END

t_begin '--dry-run and --check write nothing and say the same; --check is 1'
escalate_desk
complaint 16 10:00
cp cases.csv ../before
chmod 500 .
t_now "$(d 17 12:00)"
t_run sd escalate --dry-run
t_out <<'END'
steps due: 2 (to remind 1, to escalate 1)

due               case           what      step                to
2026-11-17 05:12  20261116-0001  remind    day is nearly over  li.na
2026-11-17 10:00  20261116-0001  escalate  late                he.jun
END
cp "$t_tmp/out" ../dry
t_run sd escalate --check
t_status 1
t_out_file ../dry
t_run sd escalate -n --check --format csv
t_status 1
t_out_any
chmod 700 .
t_run cmp cases.csv ../before
t_now "$(d 16 12:00)"
t_run sd escalate --check
t_out <<'END'
nothing is due; cases open: 1, clocks running: 2, past their limit: 1
END

t_begin 'sd.escalate/1 for programs'
escalate_desk
complaint 16 10:00 --severity major
t_now "$(d 17 06:00)"
t_mask 's/[0-9a-f]\{64\}/SHA/; s/[0-9a-f]\{16\}/CHECK/'
t_run sd escalate --dry-run --format json
t_out <<'END'
{
  "schema": "sd.escalate/1",
  "now": "2026-11-17T06:00:00+08:00",
  "recorded": false,
  "open": 1,
  "running": 2,
  "breached": 1,
  "policy": "test",
  "policy_sha256": "SHA",
  "steps": [
    {
      "case": "20261116-0001",
      "step": "emergency",
      "clock": null,
      "due": "2026-11-16T10:00:00+08:00",
      "late_s": 72000,
      "do": "escalate",
      "level": "manager",
      "to": "wang.fang zhao.lei",
      "instance": 0,
      "repeat": 1,
      "task": null,
      "clock_due": null,
      "running": true,
      "kind": "complaint",
      "category": "",
      "severity": "major",
      "channel": "",
      "place": "",
      "product": "",
      "department": "merchandise",
      "owner": "li.na",
      "key": "emergency//CHECK/1"
    },
    {
      "case": "20261116-0001",
      "step": "remind-owner",
      "clock": "resolve",
      "due": "2026-11-17T05:12:00+08:00",
      "late_s": 2880,
      "do": "remind",
      "level": null,
      "to": "li.na",
      "instance": 1,
      "repeat": 1,
      "task": null,
      "clock_due": "2026-11-17T10:00:00+08:00",
      "running": true,
      "kind": "complaint",
      "category": "",
      "severity": "major",
      "channel": "",
      "place": "",
      "product": "",
      "department": "merchandise",
      "owner": "li.na",
      "key": "remind-owner/resolve/CHECK/1"
    }
  ],
  "duties": []
}
END
t_run sd escalate --format json
t_out_has '"recorded": true'
t_run sd escalate --format json
t_out_has '"steps": []'

t_begin 'jsonl: a line about the run, one a step'
escalate_desk
complaint 16 10:00
t_now "$(d 17 12:00)"
t_sh 'sd escalate --format jsonl | cut -c1-64'
t_out <<'END'
{"type":"run","schema":"sd.escalate/1","now":"2026-11-17T12:00:0
{"type":"step","case":"20261116-0001","step":"remind-owner","clo
{"type":"step","case":"20261116-0001","step":"late","clock":"res
END

t_begin 'as a message: no word of the customer, and where nothing is due no message'
escalate_desk
complaint 16 10:00 --customer 张三 --contact 13800001111 --place B2
t_now "$(d 17 12:00)"
for form in mail wecom dingtalk feishu slack; do
	t_run sd escalate -n --format $form
	t_out_has 20261116-0001
	t_out_not 13800001111
	t_out_not 张三
done
t_run sd escalate --format slack
t_out_any
t_run sd escalate --format slack

t_begin 'Chinese'
escalate_desk
complaint 16 10:00
t_now "$(d 17 06:00)"
t_run sd escalate --lang zh -n
t_out <<'END'
到期步骤1项（提醒1，升级0）

到期              单号           事项  步骤  对象
2026-11-17 05:12  20261116-0001  提醒  提醒  li.na
END

t_begin 'for a monitoring system: one line, 0 to 3'
escalate_desk
t_now "$(d 16 09:00)"
t_run sd escalate --nagios
t_out <<'END'
SD OK - due: 0 to remind, 0 to escalate, 0 duties; clocks past their limit: 0|due=0;;;0 remind=0;;;0 escalate=0;;;0 duties=0;;;0 breached=0;;;0 open=0;;;0
END
complaint 16 10:00
quick "$(d 16 10:30)" sd log respond 1 --text hello
t_now "$(d 17 06:00)"
t_run sd escalate --nagios
t_status 1
t_out <<'END'
SD WARNING - due: 1 to remind, 0 to escalate, 0 duties; clocks past their limit: 0|due=1;;;0 remind=1;;;0 escalate=0;;;0 duties=0;;;0 breached=0;;;0 open=1;;;0
END
t_now "$(d 17 11:00)"
t_run sd escalate --nagios
t_status 2
t_out <<'END'
SD CRITICAL - due: 1 to remind, 1 to escalate, 0 duties; clocks past their limit: 1|due=2;;;0 remind=1;;;0 escalate=1;;;0 duties=0;;;0 breached=1;;;0 open=1;;;0
END
t_is 3 "$(grep -c . cases.csv)" 'nothing was written'
quick "$(d 17 11:00)" sd escalate
t_run sd escalate --nagios
t_status 2
t_out_has 'SD CRITICAL - due: 0 to remind, 0 to escalate, 0 duties; clocks past their limit: 1|'
t_run sd escalate --nagios --nonsense
t_status 3
t_out_has "SD UNKNOWN - unknown option '--nonsense'"
t_err_any
echo 'clocks: no' >>policy.yaml
t_run sd escalate --nagios
t_status 3
t_out_has 'SD UNKNOWN - '
t_err_any
t_run sd -C / escalate --nagios
t_status 3
t_out_has 'SD UNKNOWN - no desk here or above'
t_err_any

t_begin 'what is wrong with the command line'
escalate_desk
t_run sd escalate 7
t_status 2
t_err <<'END'
sd: error: unknown verb '7'; see 'sd escalate explain --help'
END
t_run sd escalate expain 7
t_status 2
t_err_has "did you mean 'explain'?"
t_run sd escalate --check 7
t_status 2
t_err <<'END'
sd: error: '7' is too much here; see 'sd escalate --help'
END
t_run sd escalate --format md
t_status 2
t_err_has "format 'md' does not exist here"
t_run sd -C .. escalate -C desk --check
t_out_any
t_run sd --now "$(d 16 09:00)" -C . escalate
