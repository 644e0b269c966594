#!/bin/sh
# What single verbs ask for and write: tasks, holds, promises, money, evidence, hand-over, amendments.
. "$(dirname "$0")/lib.sh"

desk() {
	t_policy mall.yaml small-mall <<'END'
kinds:
  consultation: { label: { zh: 咨询 }, severities: { ordinary: {}, complex: {} } }
  complaint: { label: { zh: 投诉 }, severities: { general: {}, major: {} } }
departments: { merchandise: { label: { zh: 商品部 } }, finance: {} }
events: { confirm: { label: { zh: 复述确认 } }, feedback: { label: { zh: 反馈 } } }
reasons: { customer: { label: { zh: 等客户 } }, supplier: {} }
causes: { stale-stock: { label: { zh: 库存过期 } }, other: {} }
compensation: { refund: { unit: CNY, label: { zh: 退款 } }, coupon: { unit: CNY } }
clocks: [ { clock: resolve, from: open, until: resolve, within: 24h } ]
END
	"$SD_BIN/sd" --policy mall.yaml init -q desk
	cd desk || exit 1
	t_env SD_USER=a
	SD_USER=a "$SD_BIN/sd" --now 2026-11-21T09:00:00+08:00 log open -q --customer 王芳 --contact 13800001111 --text one >/dev/null
}
last() { tail -n 1 cases.csv | cut -d, -f"$1"; }

t_begin 'the answer names customer and text'
desk
t_run sd log respond 1
t_err <<'END'
20261121-0001 王芳 “one”: answered
END

t_begin 'assign takes a department or an owner, by code or label'
desk
t_run sd log assign 1 -q --department 商品部 --owner wang.fang
t_is 'assign a merchandise wang.fang' "$(last 4,5,15,16 | tr , ' ')"
t_run sd log assign 1
t_status 2
t_err_has "'assign' needs --department or --owner"

t_begin 'amend: a new kind brings its own severity'
desk
t_run sd log amend 1 -q --kind 投诉 --text why
t_is 'complaint general' "$(last 6,9 | tr , ' ')"
t_run sd log amend 1 -q --severity major
t_is ' major' "$(last 6,9 | tr , ' ')"
t_run sd log amend 1 --severity complex
t_status 2
t_err_has "unknown severity 'complex'"
t_run sd log amend 1
t_status 2
t_err_has "'amend' needs something to change"
t_run sd log amend 1 -q --customer 李 --contact 13900009999
t_is c0002 "$(last 10)"

t_begin 'hold needs a reason of the policy'
desk
t_run sd log hold 1
t_status 2
t_err_has "'hold' needs --reason"
t_run sd log hold 1 --reason bored
t_status 2
t_err_has "unknown reason 'bored'"
t_run sd log hold 1 -q --reason 等客户
t_is 'hold customer' "$(last 4,19 | tr , ' ')"

t_begin 'promise needs a time after itself'
desk
t_run sd log promise 1
t_status 2
t_err_has "'promise' needs --due"
t_run sd log promise 1 --due 2026-11-21T10:00:00+08:00
t_status 2
t_err_has "is not after the event itself"
t_run sd log promise 1 -q --due '2026-11-22 12:00'
t_is 2026-11-22T12:00:00+08:00 "$(last 17)"

t_begin 'tasks are begun once and done once'
desk
t_run sd log 'done' 1
t_status 3
t_err <<'END'
sd: error: the case has no open task
END
t_run sd log task 1
t_status 2
t_err_has "'task' needs --name"
t_run sd log task 1 -q --name pull-batch --department finance --due 2026-11-22
t_is 'task finance 2026-11-22T00:00:00+08:00 pull-batch' "$(last 4,15,17,19 | tr , ' ')"
t_run sd log task 1 --name pull-batch
t_status 3
t_err <<'END'
sd: error: the task 'pull-batch' is open already; 'done' ends it
END
t_run sd log task 1 -q --name trace
t_run sd log 'done' 1
t_status 2
t_err_has 'which task? --name is one of pull-batch, trace'
t_run sd log 'done' 1 --name pul-batch
t_status 3
t_err_has "did you mean 'pull-batch'?"
t_run sd log 'done' 1 -q --name pull-batch
t_run sd log 'done' 1 -q
t_is 'done trace' "$(last 4,19 | tr , ' ')"

t_begin 'compensation is an exact decimal of a known type, approved by somebody else'
desk
t_run sd log approve 1 --by b
t_status 3
t_err_has "there is no compensation to approve"
t_run sd log compensate 1 --type refund
t_status 2
t_err_has "'compensate' needs --amount"
t_run sd log compensate 1 --type refund --amount 1e3
t_status 2
t_err_has "--amount takes an amount such as 20.00, not '1e3'"
t_run sd log compensate 1 --type money --amount 1
t_status 2
t_err_has "unknown compensation 'money'"
t_run sd log compensate 1 -q --type 退款 --amount 20.00
t_is 'compensate 20.00 refund' "$(last 4,18,19 | tr , ' ')"
t_run sd log approve 1
t_status 3
t_err_has "'a' recorded this compensation; somebody else must approve it"
t_run sd log approve 1 -q --by b
t_is 'approve b 20.00 refund' "$(last 4,5,18,19 | tr , ' ')"

t_begin 'resolve takes a cause of the policy'
desk
t_run sd log resolve 1 --cause gremlins
t_status 2
t_err_has "unknown cause 'gremlins'"
t_run sd log resolve 1 -q --cause 库存
t_is 'resolve stale-stock' "$(last 4,19 | tr , ' ')"

t_begin 'cancel as a duplicate names a case that exists'
desk
t_run sd log open -q
t_out_any
t_run sd log cancel 2 --duplicate-of 20261121-0009
t_status 3
t_err_has 'there is no case 20261121-0009'
t_run sd log cancel 2 --duplicate-of 20261121-0002
t_status 3
t_err_has 'a case is no duplicate of itself'
t_run sd log cancel 2 -q --duplicate-of 20261121-1
t_is 'cancel duplicate:20261121-0001' "$(last 4,19 | tr , ' ')"
t_run sd log open -q
t_out_any
t_run sd log cancel 3 --duplicate-of 9
t_status 3
t_err_has 'there is no case numbered 9'
t_run sd log cancel 3 -q --duplicate-of 1
t_is '20261121-0003 cancel duplicate:20261121-0001' "$(last 3,4,19 | tr , ' ')"

t_begin "events of the policy's own, by code, label or unique prefix"
desk
for name in feedback 反馈 feed; do
	t_run sd log "$name" 1 -q --text 'told 王芳 on 13800001111'
	t_is 'feedback' "$(last 4)"
done
t_is 'told {name} on {contact}' "$(last 21)"
t_run sd log feedbakc 1
t_status 2
t_err <<'END'
sd: error: unknown verb 'feedbakc' (did you mean 'feedback'?)
END
t_run sd log escalate 1
t_status 2
t_err <<'END'
sd: error: 'escalate' is recorded by sd itself, not by hand
END
t_run sd log confirm --help
t_out_has 'usage: sd log confirm CASE [OPTIONS]'

t_begin 'attach copies a file, mode 0600, and names it with its SHA-256'
desk
printf 'label' >"../photo, \"1\".jpg"
t_run sd log attach 1 -q "../photo, \"1\".jpg" --text 'the label'
t_is "$(printf label | sha256sum | cut -c1-64)" "$(last 19)"
t_is 'label' "$(cat 'attachments/20261121-0001/photo, "1".jpg')"
t_is 600 "$(stat -c %a attachments/*/*)"
t_is 700 "$(stat -c %a attachments/20261121-0001)"
t_is '"attachments/20261121-0001/photo, ""1"".jpg the label"' "$(tail -n 1 cases.csv | sed 's/.*,\("attach.*\),[0-9a-f]*$/\1/')"
printf 'other' >"../photo, \"1\".jpg"
t_run sd log attach 1 -q "../photo, \"1\".jpg"
t_is 2 "$(find attachments -type f | wc -l)"
t_run sd log attach 1 ../nowhere
t_status 4
t_err_has "nowhere"
t_run sd log attach 1
t_status 2
t_err_has 'which file?'
t_run sd log cancel 1 -q
t_run sd log void 1 -q --event 00000000
t_status 3
t_err_any

t_begin 'a refused attachment leaves no file'
desk
printf x >../f
t_run sd log attach 20261120-1 ../f
t_status 3
t_err_any
t_is '' "$(ls attachments)"

t_begin 'the same key writes one row'
desk
t_run sd log note 1 -q --text x --key k
t_run sd log note 1 --text x --key k
t_err <<'END'
the key 'k' is recorded already; nothing was written
END
t_is 3 "$(wc -l <cases.csv)"
t_run sd log note 1 --text x --key 'a,b'
t_status 2
t_err_has "the key 'a,b' holds a comma"

t_begin 'note needs words'
desk
t_run sd log note 1
t_status 2
t_err_has "'note' needs --text"
t_run sd log note 1 --text ''
t_status 2
t_err_has "'note' needs --text"

t_begin 'a compensation is above zero'
desk
for amount in 0 0.00 -5; do
	t_run sd log compensate 1 --type refund --amount $amount
	t_status 2
	t_err_has "the amount '$amount' is not above zero"
done
t_is 2 "$(wc -l <cases.csv)"
