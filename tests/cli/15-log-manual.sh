#!/bin/sh
# The manual of sd log, sd init and the log: its options, its recipe, its names.
. "$(dirname "$0")/lib.sh"

t_begin 'the manual has every option of every verb'
t_manual sd-init.1 'sd init'
for verb in open respond contact assign amend note attach task 'done' hold resume promise compensate approve resolve close \
	reopen cancel void undo list find show customer append export; do
	t_manual sd-log.1 "sd log $verb"
done

t_begin 'the names of the design are a contract'
t_desk shopping-mall
t_env SD_USER=li.na
id=$(SD_NOW=2026-11-21T10:00:00+08:00 "$SD_BIN/sd" log open -q --kind complaint --channel hotline --category expired --severity major \
	--customer 王芳 --contact 13800001111 --place B2 --product milk-1l --batch B20261101 \
	--by li.na --at 2026-11-21T09:05:00+08:00 --text "…")
t_is 20261121-0001 "$id"
t_run sd log respond "$id" -q --by li.na --text "…"
t_run sd log assign "$id" -q --department merchandise --owner wang.fang
t_run sd log amend "$id" -q --severity general --text "why"
t_run sd log hold "$id" -q --reason customer
t_run sd log promise "$id" -q --due 2026-11-22T12:00:00+08:00
t_run sd log task "$id" -q --name pull-batch --department merchandise --due 2026-11-22T12:00:00+08:00
t_run sd log 'done' "$id" -q --name pull-batch
t_run sd log resolve "$id" -q --cause stale-stock --text "…"
t_run sd log compensate "$id" -q --type coupon --amount 20.00
t_run sd log feedback "$id" -q --text "…"
t_run sd log open -q --text two
t_out_any
t_run sd log cancel 2 -q --duplicate-of "$id"
check=$(sed 's/.*,//' cases.csv | tail -n 1)
t_run sd log void 20261121-2 -q --event "$check"

t_begin 'the recipe of sd-cases(5) agrees with every check, and finds a row that was touched'
t_desk shopping-mall
for text in one 'with "quotes", commas, 中文' 'line
break'; do
	t_run sd log open -q --by a --text "$text"
	t_out_any
done
sed -n '/^mkdir rows/,/^.Ed/p' "$SD_TOP/man/sd-cases.5" | sed '$d; s/\\e/\\/g' >recipe
t_sh 'LC_ALL=C sh ./recipe'
t_status 1
sed -i '3s/commas/commos/' cases.csv
rm -r rows want
t_sh 'LC_ALL=C sh ./recipe'
t_out_has 'rows/000000003'
