#!/bin/sh
# C22, C5: words in the text suggest what a case is; the clerk's word stands above the machine's.
. "$(dirname "$0")/lib.sh"

desk() {
	t_file mall.yaml <<'END'
policy: triage
valid-from: 2026-01-01
timezone: Asia/Shanghai
language: en
kinds:
  consultation: { severities: { ordinary: {}, complex: {} } }
  complaint: { severities: { general: {}, major: {} } }
channels: { hotline: {} }
departments: { merchandise: {}, logistics: {} }
categories:
  quality: { label: { zh: 质量 }, kind: complaint, severity: general, department: merchandise, words: [质量, broken] }
  expired: { label: { zh: 过期 }, of: quality, severity: major, words: [过期, "past its date"], say: { en: refund on the receipt } }
  late: { kind: complaint, department: logistics, words: [late, 过期未送到] }
  price: { words: [多少钱] }
  hard: { severity: complex, words: [riddle] }
require: [ { for: { kind: complaint }, on: open, columns: [category, place] } ]
events: { feedback: {} }
clocks:
  - { clock: answer, for: { kind: consultation }, from: open, until: respond, within: 5m }
  - { clock: resolve, for: { severity: major }, from: open, until: resolve, within: 48h }
  - { clock: resolve, for: { kind: complaint }, from: open, until: resolve, within: 24h }
END
	"$SD_BIN/sd" --policy mall.yaml init -q desk || exit 1
	cd desk || exit 1
}
# Columns of the last N rows: event by kind category severity department text.
rows() { tail -n "$1" cases.csv | cut -d, -f 4,5,6,8,9,15,21; }

t_begin 'C22 the category, its kind, severity and department stand in a row by sd; the clerk sees it, and what to say'
desk
t_run sd log open --by li --place B2 --text '昨天买的牛奶过期了'
t_out <<'END'
20261121-0001
END
t_err <<'END'
20261121-0001 “昨天买的牛奶过期了”: opened
suggested by '过期': 过期, complaint, major, merchandise; 'sd log amend 20261121-0001 --category ...' changes it
say: refund on the receipt
END
rows 2 >got
t_file_is got <<'END'
open,li,,,,,昨天买的牛奶过期了
amend,sd,complaint,expired,major,merchandise,words: 过期
END

t_begin 'C22 the case is what was suggested from its first moment: clocks, list and show'
desk
t_run sd log open -q --by li --place B2 --at 09:00 --text '牛奶过期'
t_out_any
t_run sd log list --category expired --kind complaint --format csv
t_out_has 20261121-0001
t_run sd escalate explain 1
t_out_has 'resolve #1: from opened until resolved within 48 hours, day and night'
t_out_has 'due        2026-11-23 09:00:00'
t_out_not answer

t_begin 'C22 what is suggested can be amended'
desk
t_run sd log open -q --by li --place B2 --text '过期'
t_out_any
t_run sd log amend 1 -q --by li --category late --severity general
t_run sd log show 1 --format json
t_out_has '"category": "late"'
t_out_has '"severity": "general"'

t_begin 'what the clerk gave stays'
desk
t_run sd log open -q --by li --kind consultation --department logistics --text '过期怎么办'
t_out_any
rows 2 >got
t_file_is got <<'END'
open,li,consultation,,ordinary,logistics,过期怎么办
amend,sd,,expired,,,words: 过期
END
t_run sd log open -q --by li --place x --severity general --text '过期'
t_out_any
rows 2 >got
t_file_is got <<'END'
open,li,,,general,,过期
amend,sd,complaint,expired,,merchandise,words: 过期
END
t_run sd log open -q --by li --severity complex --text '过期'
t_out_any
rows 2 >got
t_file_is got <<'END'
open,li,consultation,,complex,,过期
amend,sd,,expired,,merchandise,words: 过期
END
t_run sd log open -q --by li --category price --text '过期'
t_out_any
rows 1 >got
t_file_is got <<'END'
open,li,consultation,price,ordinary,,过期
END

t_begin 'a category that says nothing leaves the first kind and severity, in the open row'
desk
t_run sd log open -q --by li --text '多少钱'
t_out_any
t_run sd log open -q --by li --text 'a riddle'
t_out_any
t_run sd log open -q --by li --text 'nothing to find'
t_out_any
rows 5 >got
t_file_is got <<'END'
open,li,consultation,,ordinary,,多少钱
amend,sd,,price,,,words: 多少钱
open,li,consultation,,,,a riddle
amend,sd,,hard,complex,,words: riddle
open,li,consultation,,ordinary,,nothing to find
END

t_begin 'the kind of a category without a severity brings its first one'
desk
t_run sd log open -q --by li --place x --text 'it was LATE'
t_out_any
rows 2 >got
t_file_is got <<'END'
open,li,,,,,it was LATE
amend,sd,complaint,late,general,logistics,words: late
END

t_begin 'the longest word wins, then the most words, then the first in the file'
desk
for text in 'broken and late' 'past its date, broken' '过期未送到' '质量 broken late'; do
	t_run sd log open -q --by li --place x --text "$text"
	t_out_any
done
t_sh "grep ,amend, cases.csv | cut -d, -f 8,21-22 | sed 's/,[0-9a-f]*\$//'"
t_out <<'END'
quality,words: broken
expired,words: past its date
late,words: 过期未送到
quality,"words: broken, 质量"
END

t_begin 'require: counts what is suggested, as a condition and as a value'
desk
t_run sd log open --by li --text '过期'
t_status 3
t_err <<'END'
sd: error: the policy requires for 'open': place
END
t_run wc -l cases.csv
t_out <<'END'
1 cases.csv
END
t_run sd log open -q --by li --place B2 --text '过期'
t_out_any
t_run wc -l cases.csv
t_out <<'END'
3 cases.csv
END

t_begin 'dry-run shows it and writes nothing'
desk
t_run sd log open -n --by li --place B2 --text '过期'
t_err_has "suggested by '过期': 过期, complaint, major, merchandise"
t_err_has 'dry run: nothing was recorded'
t_run wc -l cases.csv
t_out <<'END'
1 cases.csv
END

t_begin 'append: a line that opens is treated as the verb; one that is refused leaves nothing behind'
desk
t_in <<'END'
{"event":"open","place":"B2","text":"过期"}
{"event":"open","text":"过期"}
{"event":"open","text":"what now"}
END
t_run sd log append --by li
t_status 1
t_out <<'END'
20261121-0001
20261121-0002
END
t_err <<'END'
2 recorded, 0 present before, 1 set aside
standard input:2: error: the policy requires for 'open': place
END
rows 3 >got
t_file_is got <<'END'
open,li,,,,,过期
amend,sd,complaint,expired,major,merchandise,words: 过期
open,li,consultation,,ordinary,,what now
END

t_begin 'a question answered on the spot is sorted, too'
desk
t_run sd log open -q --by li --text '多少钱' --done '100'
t_out_any
t_is 'open amend respond resolve' "$(tail -n 4 cases.csv | cut -d, -f 4 | xargs)"

t_begin 'a retry with the same key adds what a crash cut off, and nothing twice'
desk
t_run sd log open -q --by li --place B2 --text '过期' --key k1
t_out_any
head -n 2 cases.csv >part && cat part >cases.csv
t_run sd log open -q --by li --place B2 --text '过期' --key k1
t_out <<'END'
20261121-0001
END
rows 1 >got
t_file_is got <<'END'
amend,sd,complaint,expired,major,merchandise,words: 过期
END
t_run sd log open -q --by li --place B2 --text '过期' --key k1
t_out_any
t_run wc -l cases.csv
t_out <<'END'
3 cases.csv
END

t_begin 'undo takes back the case with what was suggested for it'
desk
t_run sd log open -q --by li --place B2 --text '过期'
t_out_any
t_run sd log undo -q --by li
t_run sd log list --format csv
t_out_not 20261121-0001
t_sh "cut -d, -f 4,5 cases.csv | tail -n 2"
t_out <<'END'
void,sd
void,li
END

t_begin 'texts of strangers do no harm: long, hidden characters, near misses'
desk
t_sh 'yes "plate latex 过 期 past its" | head -c 900000 | tr -d "\n" >long; printf " 过期" >>long; iconv -f UTF-8 -t UTF-8 -c long >clean; sd log open -q --by li --place x --text - <clean'
t_out <<'END'
20261121-0001
END
rows 1 >got
t_file_is got <<'END'
amend,sd,complaint,expired,major,merchandise,words: 过期
END
t_run sd log open -q --by li --place x --text "$(printf '\033[31m过\342\200\213期\n')"
t_out_any
t_is 'words: 过期' "$(tail -n 1 cases.csv | cut -d, -f 21)"
t_run sd log open -q --by li --place x --text "$(printf '\377\376 late')"
t_status 2
t_err_has 'the text is not valid UTF-8'
