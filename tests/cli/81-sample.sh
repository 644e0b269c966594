#!/bin/sh
# The sample desk: what is in samples/mall is what its generator makes, and it has what a demo needs.

. "$(dirname "$0")/lib.sh"
gen=$SD_BIN/tests/bench/gen-sample
mall=$SD_TOP/samples/mall

t_begin 'samples/mall is what gen-sample writes for that evening'
t_run "$gen" --now 2026-11-21T20:30:00+08:00 .
t_run cmp "$mall/cases.csv" cases.csv
t_run cmp "$mall/customers.csv" customers.csv
t_run cmp "$mall/surveys.csv" surveys.csv

t_begin 'the files are for their owner only'
t_run "$gen" --now 2026-11-21T20:30:00+08:00 .
t_sh 'ls -l | grep -c "^-rw-------.*\.csv$"'
t_out <<'END'
3
END

t_begin 'another day gives a desk of that day, with nothing later than the given instant'
t_run "$gen" --now 2027-03-01T18:00:00+08:00 .
t_sh 'grep -c "^2027-03-01.*,open," cases.csv | awk "{ print (\$1 > 0) }"'
t_out <<'END'
1
END
t_run awk -F, 'NR > 1 && ($2 == "" ? $1 : $2) > "2027-03-01T18:00:00+08:00"' cases.csv

t_begin 'it holds all that a desk meets'
t_run awk -F, 'NR > 1 && $2 != "" { n["late-written"]++ }
	NR > 1 { n[$4]++ }
	END {
		for (e in n)
			if (n[e] >= 3)
				print e
	}' "$mall/cases.csv"
for event in amend assign callback cancel close confirm consult contact correct compensate "done" feedback \
	hold note open promise reopen resolve respond resume task late-written; do
	t_is 1 "$(t_stdout | grep -cx "$event")" "events '$event'"
done
t_out_any

t_begin 'it has duties and measures, some of them late or not done, and answers of customers'
for kind in duty action; do
	t_sh "awk -F, '\$4 == \"open\" && \$6 == \"$kind\" { open[\$3] } \$4 == \"resolve\" { delete open[\$3] }
		END { n = 0; for (c in open) n++; print (n > 0) }' '$mall/cases.csv'"
	t_out <<'END'
1
END
done
t_sh "cut -d, -f3,6 '$mall/surveys.csv' | sort -u"
t_out <<'END'
form,status
observation,answered
survey,answered
survey,refused
survey,unreached
END

t_begin 'without an instant it says how it is used'
t_run "$gen" .
t_status 2
t_err <<'END'
usage: gen-sample --now TIME [--days N] [--seed S] DIR
END

t_begin 'the rules are those of the shopping mall with people added'
diff "$SD_TOP/policies/shopping-mall.yaml" "$mall/policy.yaml" |
	sed -n -e '/^< *#/d' -e '/^< .*assign:/d' -e '/^<   emergency:/d' -e '/^</p' >lost
t_file_is lost </dev/null
