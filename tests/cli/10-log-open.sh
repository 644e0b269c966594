#!/bin/sh
# sd init and sd log open: a desk, a case, what the policy adds and demands.
. "$(dirname "$0")/lib.sh"

policy() {
	t_policy mall.yaml small-mall <<'END'
kinds:
  consultation: { label: { zh: 咨询, en: question }, severities: { ordinary: {}, complex: {} } }
  complaint: { label: { zh: 投诉, en: complaint }, severities: { general: {}, major: {} } }
channels: { front-desk: { label: { zh: 前台 } }, hotline: {} }
departments: { merchandise: {}, finance: {} }
categories:
  expired: { label: { zh: 过期 }, kind: complaint, severity: major, department: merchandise, say: { en: refund on the receipt } }
  opening-hours: {}
events: { confirm: { label: { zh: 复述确认 } }, feedback: {} }
fields: { order: {}, about: { role: staff }, urgency: { values: [normal, urgent] } }
require: [ { for: { kind: complaint }, on: open, columns: [place, customer] }, { for: { kind: complaint }, on: resolve, columns: [detail] } ]
reasons: { customer: { label: { zh: 等客户 } }, supplier: {} }
compensation: { refund: { unit: CNY }, coupon: { unit: CNY } }
clocks: [ { clock: resolve, from: open, until: resolve, within: 24h } ]
END
}
desk() {
	policy
	"$SD_BIN/sd" --policy mall.yaml init -q desk || exit 1
	cd desk || exit 1
}

t_begin 'init makes a desk that stands alone: 0700, 0600, and the log has nothing but its header'
policy
t_run sd --policy mall.yaml init desk
t_err <<'END'
a desk with the policy 'small-mall' is in 'desk'
END
t_is '700' "$(stat -c %a desk)" 'mode of the folder'
t_is '600 600 600 600 600 600' "$(cd desk && stat -c %a cases.csv cases.csv.lock customers.csv surveys.csv policy.yaml datapackage.json | tr '\n' ' ' | sed 's/ $//')" 'modes of the files'
t_is '700' "$(stat -c %a desk/attachments)" 'mode of attachments'
t_file_is desk/cases.csv <<'END'
at,logged,case,event,by,kind,channel,category,severity,customer,type,place,product,batch,department,owner,due,amount,detail,key,order,about,urgency,text,check
END
t_file_is desk/customers.csv <<'END'
customer,name,contact,type,since,note
END

t_begin 'init --shared is for several accounts'
policy
t_run sd --policy mall.yaml init --shared -q desk
t_is '2770 2770 660 660' "$(stat -c %a desk desk/attachments desk/cases.csv desk/cases.csv.lock | tr '\n' ' ' | sed 's/ $//')"

t_begin 'init overwrites nothing'
policy
mkdir desk && echo mine >desk/cases.csv
t_run sd --policy mall.yaml init desk
t_status 3
t_err <<'END'
sd: error: 'desk/cases.csv' exists; nothing is overwritten
END
t_is 'mine' "$(cat desk/cases.csv)"
t_is 'cases.csv' "$(ls desk)"

t_begin 'init with a policy that is not there makes nothing'
t_run sd --policy nowhere init desk
t_status 2
t_err_has "no policy 'nowhere'"
t_is '' "$(ls)"

t_begin 'open prints the id and nothing else; the category suggests kind, severity and department'
desk
t_run sd log open --category 过期 --channel 前台 --customer 王芳 --contact 13800001111 --place B2 --by li.na --at 2026-11-21T09:05:00+08:00 --text '王芳: 牛奶过期, 13800001111'
t_out <<'END'
20261121-0001
END
t_err <<'END'
20261121-0001 王芳 “王芳: 牛奶过期, 13800001111”: opened
say: refund on the receipt
END
t_is '2026-11-21T09:05:00+08:00,2026-11-21T10:00:00+08:00,20261121-0001,open,li.na,complaint,front-desk,expired,major,c0001,,B2,,,merchandise,,,,,,,,,"{name}: 牛奶过期, {contact}"' "$(sed -n '2s/,[0-9a-f]*$//p' cases.csv)"
t_file_is customers.csv <<'END'
customer,name,contact,type,since,note
c0001,王芳,13800001111,,2026-11-21,
END

t_begin 'without anything said the first kind and its first severity hold, and the time is now'
desk
t_run sd log open -q --by a
t_out <<'END'
20261121-0001
END
t_is '2026-11-21T10:00:00+08:00,,20261121-0001,open,a,consultation,,,ordinary,,,,,,,,,,,,,,,' "$(sed -n '2s/,[0-9a-f]*$//p' cases.csv)"

t_begin 'numbers count by the local date of at, also of a day gone by'
desk
t_run sd log open -q --by a
t_out_any
t_run sd log open -q --by a --at 2026-11-20T23:59:59+08:00
t_out <<'END'
20261120-0001
END
t_run sd log open -q --by a --at 2026-11-20T16:00:00Z
t_out <<'END'
20261121-0002
END
t_run sd log open -q --by a --at 2026-11-20
t_out <<'END'
20261120-0002
END

t_begin 'what the policy requires is named at once, and nothing is recorded'
desk
cp cases.csv before
t_run sd log open --kind complaint --by a
t_status 3
t_err <<'END'
sd: error: the policy requires for 'open': place, customer
END
t_is "$(cat before)" "$(cat cases.csv)"

t_begin 'open --done is open, respond and resolve in one'
desk
t_run sd log open -q --by a --text 'open on Sunday?' --done 'yes, until ten'
t_out <<'END'
20261121-0001
END
t_is 'open respond resolve' "$(cut -d, -f4 cases.csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"
t_is 'yes, until ten' "$(sed -n 's/.*respond.*"\(.*\)".*/\1/p' cases.csv)"

t_begin 'the same key is recorded once and gives the same answer'
desk
t_run sd log open -q --by a --key k-1
t_out <<'END'
20261121-0001
END
t_run sd log open -q --by a --key k-1
t_out <<'END'
20261121-0001
END
t_is 2 "$(wc -l <cases.csv)"
t_run sd log note 1 --by a --key k-1 --text x
t_status 3
t_err <<'END'
sd: error: the key 'k-1' was used before, for another event than 'note'
END

t_begin 'a crash between the rows of --done: the retry with the same key adds the others'
desk
t_run sd log open -q --by a --key k-1 --done yes
t_out_any
sed -i '3,$d' cases.csv
t_run sd log open -q --by a --key k-1 --done yes
t_out <<'END'
20261121-0001
END
t_is 'open respond resolve' "$(cut -d, -f4 cases.csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"

t_begin 'a future time is refused'
desk
t_run sd log open --by a --at 2026-11-21T10:00:01+08:00
t_status 2
t_err <<'END'
sd: error: --at '2026-11-21T10:00:01+08:00' lies in the future (it is 2026-11-21T10:00:00+08:00)
END

t_begin 'codes hold no comma, quote or control character, and the message says what to write instead'
desk
t_run sd log open --by a --product 'a,b'
t_status 2
t_err <<'END'
sd: error: the product 'a,b' holds a comma; write a code here and put words into --text
END
t_run sd log open --by a --product 'a"b'
t_status 2
t_err_has 'holds a quote'
t_run sd log open --by a --product "$(printf 'a\033b')"
t_status 2
t_err <<'END'
sd: error: the product 'a\x1Bb' holds a control character or a byte that is not UTF-8
END
t_run sd log open --by a --product "$(printf 'a\351b')"
t_status 2
t_err_has 'not UTF-8'
t_run sd log open --by 'a b,c'
t_status 2
t_err_has "the by 'a b,c' holds a comma"
t_is 1 "$(wc -l <cases.csv)"

t_begin 'text may hold anything; the log keeps one line an event'
desk
t_run sd log open -q --by a --text "$(printf 'line 1\nline 2\ttab \\ "quoted", \033[31mred')"
t_out_any
t_is 2 "$(wc -l <cases.csv)"
t_is '"line 1\nline 2\ttab \\ ""quoted"", \x1B[31mred"' "$(sed -n '2s/.*,\("line.*\),[0-9a-f]*$/\1/p' cases.csv)"
t_run sd log open -q --by a --text "$(printf 'bad \351 byte')"
t_status 2
t_err <<'END'
sd: error: the text is not valid UTF-8
END

t_begin 'text and contact come from standard input where they are a dash'
desk
t_in <<'END'
13800002222
END
t_run sd log open -q --by a --customer 李 --contact -
t_out_any
t_is 'c0001,李,13800002222,,2026-11-21,' "$(tail -n 1 customers.csv)"
t_in <<'END'
two
lines
END
t_run sd log note 1 -q --by a --text -
t_is 'two\nlines' "$(tail -n 1 cases.csv | cut -d, -f24)"
t_run sd log open --by a --text - --contact -
t_status 2
t_err_has 'only one of --text and --contact'

t_begin 'a customer is found by id, name and number, or any four digits of it'
desk
for who in 王芳 c0001 1111; do
	t_run sd log open -q --by a --customer $who --contact 13800001111
	t_out_any
done
t_is 2 "$(wc -l <customers.csv)"
t_run sd log open -q --by a --contact '+86 138 0000 1111'
t_out_any
t_is 2 "$(wc -l <customers.csv)"
t_is c0001 "$(tail -n 1 cases.csv | cut -d, -f10)"
t_run sd log open -q --by a --customer 王芳 --contact 13900003333
t_out_any
t_is 3 "$(wc -l <customers.csv)"
t_run sd log open --by a --customer 王芳
t_status 2
t_err <<'END'
sd: error: several customers answer to '王芳': c0001 (王芳), c0002 (王芳); name one by its id
END
t_run sd log open --by a --customer 9999
t_status 2
t_err_has "no customer has '9999' in the number"

t_begin 'unknown and ambiguous values name the right ones'
desk
t_run sd log open --by a --channel hotlin
t_out_any
t_err_any
t_run sd log open --by a --channel hotlnie
t_status 2
t_err <<'END'
sd: error: unknown channel 'hotlnie' (did you mean 'hotline'?)
END
t_run sd log open --by a --kind co
t_status 2
t_err <<'END'
sd: error: kind 'co' is ambiguous: consultation, complaint
END
t_run sd log open --by a --kind complaint --severity complex
t_status 2
t_err_has "unknown severity 'complex'"

t_begin "the policy's fields are options, also as --set, and typed"
desk
t_run sd log open -q --by a --order 4711 --set urgency=urg
t_out_any
t_is '4711,,urgent' "$(tail -n 1 cases.csv | cut -d, -f21-23)"
t_run sd log open --by a --set colour=red
t_status 2
t_err_has "the policy has no field 'colour'"
t_run sd log open --by a --urgency soon
t_status 2
t_err_has "unknown urgency 'soon'"

t_begin 'dry run: everything is judged, nothing is written'
desk
cp cases.csv before
t_run sd log open -n --by a --customer 王芳
t_err_has 'dry run: nothing was recorded'
t_is "$(cat before)" "$(cat cases.csv)"
t_is 1 "$(wc -l <customers.csv)"
t_run sd log open -n --by a --kind complaint
t_status 3
t_err_has 'the policy requires'

t_begin 'who: SD_USER, and with staff only those names'
desk
t_env SD_USER=zhao.lei
t_run sd log open -q
t_out_any
t_is zhao.lei "$(tail -n 1 cases.csv | cut -d, -f5)"
sed -i '/^kinds:/i staff: { wang.fang: { name: 王芳 }, li.na: { name: 李娜 } }' policy.yaml
t_run sd log open -q
t_status 2
t_err_has "SD_USER: unknown person 'zhao.lei'"
t_run sd log open -q --by 李娜
t_out_any
t_is li.na "$(tail -n 1 cases.csv | cut -d, -f5)"
t_run sd log open -q --by wang.fagn
t_status 2
t_err_has "did you mean 'wang.fang'?"
t_run sd log open --by sd
t_status 2
t_err_has "'sd' is the name of the machine"
t_run sd log open -q --by li.na --about wang.fang --owner wang.fang
t_status 3
t_err <<'END'
sd: error: the case is about 'wang.fang', who cannot own it
END

t_begin 'help before the verb is help and records nothing'
desk
cp cases.csv ../before
t_run sd log --help open
t_out_has 'usage: sd log open'
t_run sd log -h note
t_out_has 'usage: sd log note'
t_run sd log --version open
t_out_has 'sd '
t_is "$(cat ../before)" "$(cat cases.csv)"
cd ..
mkdir nowhere
cd nowhere || exit
t_run sd log -h open
t_out_has 'usage: sd log open'
t_run sd log open --text --list-options
t_status 3
t_err_has 'no desk here'

t_begin 'without a policy that loads, its zone is found in quotes, too'
desk
sed -i 's|^timezone:.*|timezone: "Asia/Shanghai"|; s/^kinds:/kindz:/' policy.yaml
t_run sd log open -q
t_out_any
t_err_any
t_is +08:00 "$(tail -n 1 cases.csv | cut -c20-25)"
