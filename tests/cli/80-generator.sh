#!/bin/sh
# The generator of large logs: the same bytes for the same options, and a log by the book.

. "$(dirname "$0")/lib.sh"
gen=$SD_BIN/tests/bench/gen

t_begin 'the same options give the same bytes, another seed others'
t_is "$("$gen" --events 500 | cksum)" "$("$gen" --events 500 --seed 1 | cksum)"
t_is 501 "$("$gen" --events 500 | wc -l | tr -d ' ')"
t_sh "test \"\$($gen --events 500 | cksum)\" = \"\$($gen --events 500 --seed 2 | cksum)\""
t_status 1

t_begin 'the check of each row follows from the row before it, from "check" for the first'
t_need sha256sum
"$gen" --events 25 >cases.csv
previous=check
tail -n +2 cases.csv | while IFS= read -r row; do
	sum=$(printf '%s,%s' "$previous" "${row%,*}" | sha256sum | cut -c 1-16)
	previous=${row##*,}
	printf '%s %s\n' "$sum" "$previous"
done | awk '$1 != $2' >differ
t_file_is differ </dev/null

t_begin 'the order key never decreases and a case is opened first and once'
"$gen" --events 5000 --days 60 >cases.csv
t_run awk -F, 'NR > 1 {
	key = $2 == "" ? $1 : $2
	if (key < last || ($4 == "open") == ($3 in seen) || $2 == $1)
		print NR ": " $0
	last = key
	seen[$3] = 1
}' cases.csv

t_begin 'a wrong option is refused'
t_run "$gen" --events many
t_status 2
t_err <<'END'
usage: gen --events N [--seed S] [--from YYYY-MM-DD] [--days N]
END
