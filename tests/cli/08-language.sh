#!/bin/sh
# Chinese and English: which one is chosen, and that each is whole.

. "$(dirname "$0")/lib.sh"

# A desk with one case, late since yesterday; its policy speaks $1 ('' where it does not say).
desk() {
	{
		echo 'policy: corner'
		[ -z "$1" ] || echo "language: $1"
		cat <<'END'
timezone: Asia/Shanghai
calendars:
  store: { label: { zh: 营业时间, en: opening hours }, hours: { mon-sun: ["09:00-21:00"] } }
kinds:
  complaint: { label: { zh: 投诉, en: complaint } }
clocks:
  - { clock: resolve, label: { zh: 问题解决, en: resolution }, from: open, until: resolve, within: 4h,
      calendar: store, pause: [customer] }
targets: { resolve: ">= 90%", csat: ">= 80%" }
END
	} >policy.yaml
	head=at,logged,case,event,by,kind,channel,category,severity,customer,type,place,product,batch,
	head=${head}department,owner,due,amount,detail,key,text,check
	cat >cases.csv <<END
$head
2026-11-20T10:00:00+08:00,,20261120-0001,open,li.na,complaint,,,,,,,,,,,,,,,milk past its date,0000000000000001
2026-11-20T11:00:00+08:00,,20261120-0001,hold,li.na,,,,,,,,,,,,,,customer,,,0000000000000002
2026-11-20T12:00:00+08:00,,20261120-0001,resume,li.na,,,,,,,,,,,,,,,,,0000000000000003
END
}

t_begin 'every message has a translation that is neither missing nor fuzzy'
t_need xgettext msgmerge msgattrib msgfmt
t_run sh "$SD_TOP/tests/check-po" "$SD_TOP"

t_begin 'the language is --lang, else SD_LANG, else that of the policy, else that of the environment'
desk en
t_run sd --lang zh log show 9
t_status 3
t_err_has '没有编号为 9 的工单'
t_run sd log show 9
t_status 3
t_err_has 'there is no case numbered 9'
t_env SD_LANG=zh
t_run sd log show 9
t_status 3
t_err_has '没有编号为 9 的工单'
t_run sd --lang en log show 9
t_status 3
t_err_has 'there is no case numbered 9'

t_begin 'the language of the policy counts in any locale, before it is loaded too'
desk zh
for locale in C POSIX en_US.UTF-8 de_DE xx; do
	t_run env SD_LANG= LC_ALL=$locale LANG=$locale sd log show 9
	t_status 3
	t_err_has '没有编号为 9 的工单'
	t_run env SD_LANG= LC_ALL=$locale sd log --help
	t_out_has '用法：'
	t_run env SD_LANG= LC_ALL=$locale sd log lst
	t_status 2
	t_err_has "未知的子命令 'lst'（是不是 'list'？）"
	t_run env SD_LANG= LC_ALL=$locale sd reprot
	t_status 2
	t_err_has "'reprot' 不是命令（是不是 'report'？）"
done
t_run env -i SD_NOW=2026-11-21T10:00:00+08:00 "$SD_BIN/sd" report --day
t_out_has '目前超时：1 项'
t_run env -i LANGUAGE=de SD_NOW=2026-11-21T10:00:00+08:00 "$SD_BIN/sd" report --day
t_out_has '目前超时：1 项'

t_begin 'where neither option nor policy says one, the environment does'
desk ''
t_run env SD_LANG= LC_ALL= LANG=zh_CN.UTF-8 sd log show 9
t_status 3
t_err_has '没有编号为 9 的工单'
t_run env SD_LANG= LC_ALL=C LANG=zh_CN.UTF-8 sd log show 9
t_status 3
t_err_has 'there is no case numbered 9'
t_run env SD_LANG= LC_ALL= LC_MESSAGES=zh_TW LANG=en_US.UTF-8 sd log lst
t_status 2
t_err_has "'lst'（是不是"
rm policy.yaml cases.csv
t_run env SD_LANG= LC_ALL=zh_CN.GB18030 sd --help
t_out_has '用法：sd'
t_run env SD_LANG= LC_ALL=de_DE.UTF-8 sd --help
t_out_has 'usage: sd'

t_begin 'the report in Chinese: sentence, lists, labels, lengths of time'
desk zh
t_env SD_LANG=
t_run sd report --day
t_out_has '，2026-11-21 周六（截至目前）：受理 0 件，办结 0 件，未办结 0 件'
t_out_has '截至 2026-11-21T10:00:00+08:00；不计已取消 0 件'
t_out_has '  20261120-0001  问题解决  无人负责  超时 19小时'
t_out_has '今日到期：无'
t_out_has '  问题解决  >= 90%  无数据 (0/0)  无数据'
t_out_has '  满意度    >= 80%  无数据 (0/0)  无数据'
t_out_has '最近封存：无'
t_out_not 'late'
t_run sd report --day --lang en
t_out_has ', 2026-11-21 Sat so far: 0 received, 0 concluded, 0 open'
t_out_has '  20261120-0001  resolution  nobody  19h late'
t_out_has '  satisfaction  >= 80%'
t_sh 'sd report --day --lang en | LC_ALL=C grep -n "[^ -~]"'
t_status 1

t_begin 'no line of the report is wider than 80 columns, in either language'
desk zh
cat >width.py <<'END'
import sys, unicodedata
lines = sys.stdin.buffer.read().decode().split("\n")
if len(lines) < 50:
    print("not a whole report")
for line in lines:
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    if width > 80:
        print(width, line)
END
t_need python3
for lang in zh en; do
	for period in --day --week --month; do
		t_sh "sd --lang $lang -C '$SD_TOP/samples/mall' report $period 2026-11-18 | python3 width.py"
	done
done

t_begin 'machine formats are the same in both languages'
desk zh
for format in csv json jsonl; do
	t_sh "sd --lang zh report --day --format $format >zh.out; sd --lang en report --day --format $format | cmp - zh.out"
	t_sh "sd --lang zh log list --format $format >zh.out; sd --lang en log list --format $format | cmp - zh.out"
done
t_sh 'sd --lang zh log show 20261120-0001 --format json >zh.out; sd --lang en log show 20261120-0001 --format json | cmp - zh.out'
t_sh 'sd --lang zh escalate explain 20261120-0001 --format json >zh.out
	sd --lang en escalate explain 20261120-0001 --format json | cmp - zh.out'

t_begin 'a case and its clocks in Chinese'
desk zh
t_env SD_LANG=
t_run sd log list
t_out <<'END'
单号           时间   事由  等级  情况         内容
20261120-0001  10:00  投诉        超时 19小时  milk past its date
END
t_run sd log show 20261120-0001 --format slip
t_out_has '状态：处理中'
t_run sd escalate explain 20261120-0001
t_out <<'END'
工单 20261120-0001，处理中；截至 2026-11-21T10:00:00+08:00；规则 corner

问题解决 #1：自受理起，至解决止，时限4小时，按营业时间计  (policy.yaml:9)
  开始       2026-11-20 10:00:00  cases.csv:2: 受理
    2026-11-20 10:00:00 - 2026-11-20 11:00:00        1小时  计时
    2026-11-20 11:00:00 - 2026-11-20 12:00:00        1小时  不计：挂起（顾客）  cases.csv:3
    2026-11-20 12:00:00 - 2026-11-20 15:00:00        3小时  计时
  到期       2026-11-20 15:00:00
  超时 19小时，至今未完成
END

t_begin 'a policy without hold reasons knows the customer in both languages: that hold stops the clock'
t_env SD_LANG=
t_run sd init --policy shopping-mall mall
t_err_any
t_run sd -C mall log open --kind 投诉 --place B2 --customer 王芳 --by li.na --text x
t_out_any
t_err_any
t_run sd -C mall log hold 1 --reason 等待顾客 --by li.na
t_err_has '：挂起'
t_sh "awk -F, '\$4 == \"hold\" { for (i = 1; i <= NF; i++) if (\$i == \"customer\") print \$i }' mall/cases.csv"
t_out <<'END'
customer
END
t_run sd -C mall log show 1
t_out_has '挂起  li.na   顾客'

t_begin 'grades of findings and names of files, options and codes stay as they are'
desk zh
t_env SD_LANG=
printf 'clokcs: []\n' >>policy.yaml
t_run sd policy check
t_status 3
t_err_has "policy.yaml:12:1: error: 未知的键 'clokcs'（是不是 'clocks'？）"
t_run sd policy check no.yaml
t_status 4
t_err_has "sd: error: 无法读取 'no.yaml'"
