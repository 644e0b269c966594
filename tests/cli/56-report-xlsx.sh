#!/bin/sh
# The report as a workbook: what is in it, that text stays text, and that it is the same each time.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/survey.sh"

mall="$SD_TOP/samples/mall"
now=2026-11-21T20:30:00+08:00

# The built program has no workbooks where libxlsxwriter was not there: then only that is tested.
has_xlsx() { grep -q 'DSD_XLSX=' "$SD_BIN/flags"; }
need_xlsx() {
	has_xlsx || t_skip 'built without libxlsxwriter'
	t_need python3
}
# The cells of FILE a line each, as FILE.tsv; what no program could read is an error.
cells() { t_sh "python3 '$SD_TOP/tests/cli/xlsx.py' $1 >$1.tsv"; }
book() { # FILE OPTIONS
	t_book=$1
	shift
	t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --format xlsx $* >$t_book"
}
# The value of the cell of a sheet.
cell() { awk -F'\t' -v s="$2" -v c="$3" '$1 == s && $2 == c { print $5 }' "$1.tsv"; }
# How many rows a sheet has, without its titles.
rows() { awk -F'\t' -v s="$2" '$1 == s && $2 ~ /^A[0-9]+$/ { n++ } END { print n - 1 }' "$1.tsv"; }

t_begin 'a program without libxlsxwriter says how to get one that has it, before it reads anything'
! has_xlsx || t_skip 'built with libxlsxwriter'
t_run sd report --format xlsx /nowhere
t_status 2
t_err <<'END'
sd: error: this sd was built without xlsx; install libxlsxwriter's development files and build it with 'make XLSX=yes'
END

t_begin 'the same of the sources: XLSX=no leaves it out, and says so'
t_need cc make
t_sh "make -C '$SD_TOP' -s --no-print-directory B=$PWD/b XLSX=no $PWD/b/lib/io/xlsx.o $PWD/b/lib/io/xlsx_none.o"
t_out_has 'xlsx     left out'
t_sh 'nm b/lib/io/xlsx_none.o | grep -c " T xlsx_new$"; nm b/lib/io/xlsx.o | grep -c " T " || :'
t_out <<'END'
1
0
END
t_sh "make -C '$SD_TOP' -s --no-print-directory B=$PWD/b XLSX=perhaps"
t_status 2
t_err_has "XLSX is yes, no or auto, not 'perhaps'"

t_begin 'XLSX=yes insists on the library, and says what to do'
t_need cc make
mkdir fake
echo '#error not here' >fake/xlsxwriter.h
t_env "CPATH=$PWD/fake"
t_sh "make -C '$SD_TOP' -s --no-print-directory B=$PWD/b XLSX=yes $PWD/b/lib/base/err.o"
t_status 2
t_err_has "XLSX=yes needs libxlsxwriter; 'make deps' prints what to install"
t_sh "make -C '$SD_TOP' -s --no-print-directory B=$PWD/b XLSX=auto $PWD/b/lib/base/err.o"
t_out_has 'xlsx     left out: no libxlsxwriter here, see make deps'

t_begin 'a comparison has a sheet, with a row for each of its measures'
need_xlsx
t_need jq
book a.xlsx --compare before --where place=B2
cells a.xlsx
t_sh "sd report '$mall' --month 2026-11 --now $now --compare before --where place=B2 --format json >a.json"
t_settle
t_is 'place=B2' "$(awk -F'\t' '$1 == "Summary" && $2 == "A5" { on = 1; next } on { print $5; exit }' a.xlsx.tsv)"
jq -r '.comparison[].p // empty' a.json >want
awk -F'\t' '$1 == "Comparison" && $3 == "number" && $2 ~ /^L[0-9]/ { printf "%.6g\n", $5 }' a.xlsx.tsv >got
t_run diff want got

t_begin 'several desks: a row each, and which could not be read'
need_xlsx
cp -r "$SD_TOP/samples/mall" one
cp -r one two
mkdir three
cp one/policy.yaml three
echo nonsense >three/cases.csv
t_sh "sd report one two three --day 2026-11-20 --now $now --format xlsx >a.xlsx"
t_status 3
t_err_any
cells a.xlsx
t_sh "awk -F'\t' '\$1 == \"Desks\" && \$2 ~ /^A/ { print \$5 }' a.xlsx.tsv"
t_out <<'END'
desk
one
two
three
END

t_begin 'a workbook is nothing for a terminal'
need_xlsx
t_tty "sd report -C '$SD_TOP/samples/mall' --format xlsx"
t_status 2
t_out_has "a workbook is nothing for a terminal; add '> FILE' or --output DIR"

t_begin 'it has a sheet for each family of figures, and all facts in the last'
need_xlsx
book a.xlsx
cells a.xlsx
t_sh 'cut -f 1 a.xlsx.tsv | uniq'
t_out <<'END'
Summary
Late and due
Breaches
Days
Clocks
Rates
Times
Backlog
Ages
Breakdown
Load
Causes
Delay of records
Satisfaction
Compensation
Score cards
Limits missed
Weak links
Hard cases
Measures
Duties
Early warning
Trend
Forecast
Below the level
Completeness
All figures
END

t_begin 'its figures are those of the other forms, as numbers with a format'
need_xlsx
t_need jq
book a.xlsx
cells a.xlsx
t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --format json >a.json"
t_settle
t_is "$(jq .received a.json)" "$(cell a.xlsx Summary B6)" 'received'
t_is "$(jq '.breaches | length' a.json)" "$(rows a.xlsx Breaches)" 'breaches'
t_is "$(jq '.late_now + .due_today | length' a.json)" "$(rows a.xlsx 'Late and due')" 'late and due'
jq -r '.clocks[] | "\(.met)\t\(.breached)\t\(.decided)"' a.json >want
awk -F'\t' '$1 == "Clocks" && $2 ~ /^[EFG][0-9]+$/ && $2 !~ /^.1$/ {
	if ($3 != "number" || $4 != "0") print "not a number: " $2
	printf "%s%s", $5, $2 ~ /^G/ ? "\n" : "\t" }' a.xlsx.tsv >got
t_run diff want got
jq -r '.clocks[] | .attainment // "n/a"' a.json >want
awk -F'\t' '$1 == "Clocks" && $2 ~ /^H[0-9]+$/ && $2 != "H1" { print $5 == "n/a" ? $5 : sprintf("%.6g", $5) }' a.xlsx.tsv >got
t_run diff want got

t_begin 'instants are those of the clock of the desk, durations are times, shares per cent'
need_xlsx
t_need jq
book a.xlsx
cells a.xlsx
t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --format json >a.json"
t_settle
t_is 'due (Asia/Shanghai)' "$(cell a.xlsx Breaches I1)"
jq -r '.breaches[].due[:19]' a.json >want
awk -F'\t' '$1 == "Breaches" && $2 ~ /^I[0-9]+$/ && $2 != "I1" { if ($4 != "yyyy-mm-dd hh:mm:ss") print $4
	printf "@%.0f\n", ($5 - 25569) * 86400 }' a.xlsx.tsv | TZ=UTC date -u -f - +%Y-%m-%dT%H:%M:%S >got
t_run diff want got
jq -r '.breaches[].late_s' a.json >want
awk -F'\t' '$1 == "Breaches" && $2 ~ /^K[0-9]+$/ && $2 != "K1" { if ($4 != "[h]:mm:ss") print $4
	printf "%.0f\n", $5 * 86400 }' a.xlsx.tsv >got
t_run diff want got

t_begin 'what csv has stands in the last sheet, but for the lists that have a sheet of their own'
need_xlsx
t_need jq
book a.xlsx
cells a.xlsx
t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --format jsonl >a.jsonl"
t_settle
t_is "$(jq -r '.section' a.jsonl | grep -vcE '^(late_now|due_today|breaches)$')" "$(rows a.xlsx 'All figures')" 'facts'
t_is "$(jq -s '[.[] | select(.section == "clocks") | .value // 0] | add * 1000 | round' a.jsonl)" \
	"$(awk -F'\t' '$1 == "All figures" { match($2, /[0-9]+$/); r = substr($2, RSTART); c = substr($2, 1, RSTART - 1)
		if (c == "A") section = $5; if (c == "H" && section == "clocks") n += $5 } END { printf "%.0f\n", n * 1000 }' a.xlsx.tsv)" 'sum of the facts of clocks'

t_begin 'the charts are of cells that are there'
need_xlsx
book a.xlsx
cells a.xlsx
t_sh "grep -c '	chart	' a.xlsx.tsv; grep '	chart	' a.xlsx.tsv | cut -f 1"
t_out <<'END'
7
Days
Clocks
Ages
Load
Causes
Satisfaction
Trend
END
t_sh "grep '	chart	Age of' a.xlsx.tsv | cut -f 4-"
t_out <<'END'
Ages!$B$1	Ages!$A$2:$A$7	Ages!$B$2:$B$7	Ages!$C$1	Ages!$A$2:$A$7	Ages!$C$2:$C$7
END

t_begin 'Chinese labels for sheets, titles and values'
need_xlsx
book zh.xlsx --lang zh
cells zh.xlsx
t_is '单号' "$(cell zh.xlsx 超时记录 B1)"
t_is '到期 (Asia/Shanghai)' "$(cell zh.xlsx 超时记录 I1)"
t_is '服务台报告' "$(cell zh.xlsx 摘要 A1)"
t_is "$(cut -f 1 zh.xlsx.tsv | uniq | wc -l)" "$(cut -f 1 zh.xlsx.tsv | uniq | grep -vc '[a-zA-Z]')" 'sheets with a Chinese name'

t_begin 'the pack as a workbook: what it speaks of, in sentences first, without the handlers and whose words they are'
need_xlsx
t_sh "sd report -C '$SD_TOP/samples/mall' --pack month --now $now --format xlsx >a.xlsx"
cells a.xlsx
t_sh 'cut -f 1 a.xlsx.tsv | uniq'
t_out <<'END'
Summary
Weak links
Causes
Early warning
Trend
Open by department
Hard cases
Score cards
Satisfaction
Words of customers
Measures
Duties
Observations
Clocks
Rates
Breaches
Completeness
END
t_is 'Pack for the evaluation meeting' "$(cell a.xlsx Summary A1)"
t_sh "sd report -C '$SD_TOP/samples/mall' --pack month --now $now --format md | sed -n '/^## Summary/,/^## T/s/^- //p' | tr -d '\\\\' >want
	awk -F'\t' '\$1 == \"Summary\" && \$2 ~ /^A[0-9]+\$/ { print \$5 }' a.xlsx.tsv >got; grep -c . want; grep -v -x -F -f got want"
t_status 1
t_out <<'END'
12
END
t_sh "sd report -C '$SD_TOP/samples/mall' --pack month --now $now --format json >a.json"
t_is "$(jq '.said | length' a.json)" "$(rows a.xlsx 'Words of customers')" 'words'
t_is "$(jq '.said[0].text' -r a.json)" "$(cell a.xlsx 'Words of customers' B2)" 'the first words'
t_is "$(jq '.observed | map(.n) | add' a.json)" "$(awk -F'\t' '$1 == "Observations" && $2 ~ /^D[0-9]/ { n += $5 } END { print n }' a.xlsx.tsv)" 'observations'
t_is "$(jq '.open_by_department | length' a.json)" "$(rows a.xlsx 'Open by department')" 'departments'
t_sh "awk -F'\t' '\$1 == \"Score cards\" && \$2 ~ /^A/ { print \$5 }' a.xlsx.tsv | sort -u"
t_out <<'END'
by
department
END

t_begin 'what is unusual as a workbook'
need_xlsx
t_sh "sd report warnings -C '$SD_TOP/samples/mall' --month 2026-11 --now $now --format xlsx >a.xlsx"
cells a.xlsx
t_sh 'cut -f 1 a.xlsx.tsv | uniq'
t_out <<'END'
Summary
Early warning
Trend
Forecast
END
t_is 'Early warning of the service desk' "$(cell a.xlsx Summary A1)"
t_is 'Early warning: nothing unusual.' "$(cell a.xlsx Summary A14)"

t_begin 'the same figures are the same bytes, whatever the zone, the hour and the number of processors'
need_xlsx
book a.xlsx
t_env TZ=America/New_York
book b.xlsx --threads 1
t_run cmp a.xlsx b.xlsx
t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-10 --as-of 2026-11-05T00:00:00+08:00 --now $now --format xlsx >a.xlsx"
t_sh "sd report -C '$SD_TOP/samples/mall' --month 2026-10 --as-of 2026-11-05T00:00:00+08:00 --format xlsx --now 2027-01-01T00:00:00Z >b.xlsx"
t_run cmp a.xlsx b.xlsx

# A place is a code, but for commas and quotes nothing is forbidden in it.
t_begin 'what looks like a formula, a number, a date or a link is text, and remains it after editing'
need_xlsx
t_small_desk
t_now 2026-11-21T12:00:00Z
for word in '=1+1' '=HYPERLINK("http://x.example")' '+86138' '-12.50' '@SUM(A1)' '00123' '123456789012345678' \
	'2026-11-20' '1E5' 'http://x.example/' 'TRUE' '_x000D_' '<b>&amp;' 'ab' "x'y" '=cmd|calc!A0' '{=1}'; do
	printf '%s\n' "$word" | tr -d '",' >>words
	t_run sd log open -q --kind complaint --by a --at 2026-11-20T09:00:00Z --place "$(printf %s "$word" | tr -d '",')" \
		--owner "$(printf %s "$word" | tr -d '",')"
	t_out_any
done
t_run sd log resolve 20261120-1 -q --by a --at 2026-11-20T12:00:00Z --cause '=1+2'
t_sh 'sd report --day 2026-11-20 --by place --format xlsx >a.xlsx'
cells a.xlsx
t_sh "awk -F'\t' '\$1 == \"Breakdown\" && \$2 ~ /^C/ && \$2 != \"C1\" { print \$3, \$4, \$5 }' a.xlsx.tsv | LC_ALL=C sort -u >got
	sed 's/^/text @ /' words | LC_ALL=C sort -u >want; comm -13 got want"
t_is 17 "$(awk -F'\t' '$1 == "Breaches" && $2 ~ /^H/ && $2 != "H1" && $3 == "text"' a.xlsx.tsv | wc -l)" 'owners that are text'
t_is '=1+2' "$(cell a.xlsx Causes A2)"

t_begin 'an empty desk gives a workbook, too'
need_xlsx
t_run sd init --policy shopping-mall .
t_err_any
t_sh 'sd report --format xlsx >a.xlsx'
cells a.xlsx
t_is 0 "$(cell a.xlsx Summary B6)" 'received'
t_is 1 "$(grep -c '^Late and due	A1	' a.xlsx.tsv)"

t_begin 'nothing is left in the folder of temporary files; without one, or without room, that is said'
need_xlsx
mkdir tmp
t_env "TMPDIR=$PWD/tmp"
book a.xlsx
t_sh 'ls -A tmp'
t_env "TMPDIR=$PWD/none"
t_run sd report -C "$SD_TOP/samples/mall" --format xlsx
t_status 4
t_err_has "cannot write temporary files in 'DIR/none'"
t_settle
t_need strace
strace -o trace true 2>/dev/null || t_skip 'strace may not trace here'
t_env "TMPDIR=$PWD/tmp"
t_env ASAN_OPTIONS=detect_leaks=0
t_sh "strace -f -o trace -e trace=memfd_create -e inject=memfd_create:error=ENOSYS sd report '$mall' --month 2026-11 --now $now --format xlsx | cmp - a.xlsx"
t_sh 'ls -A tmp'
t_run strace -f -o trace -e trace=fallocate -e inject=fallocate:error=ENOSPC sd report -C "$SD_TOP/samples/mall" --format xlsx
t_status 4
t_err_has 'No space left on device'
t_sh 'ls -A tmp'

t_begin 'NPS and CES stand below the satisfied ones, the score as a number, not a percentage'
need_xlsx
survey_desk ''
id=$(told 2026-11-20 09:00 王芳 13800001111)
for answer in 'overall 4' 'recommend 9' 'ease 4'; do
	t_run sd survey record "$id" -q --question "${answer% *}" --score "${answer#* }" --at 2026-11-20T12:00:00+08:00
done
t_sh 'sd report --day 2026-11-20 --format xlsx >book'
cells book
t_sh 'awk -F"\t" "\$1 == \"Satisfaction\" && \$2 ~ /^[ABF][345]\$/ { print \$2, \$5 }" book.tsv'
t_out <<'END'
A3 net promoter score (0-10)
B3 100
F3 1
A4 easy (5-7)
B4 0
F4 1
A5 answered of those asked
B5 1
F5 1
END

t_begin 'no two columns of a sheet have one title: tables and pivots are made of them'
need_xlsx
for language in en zh; do
	t_env "SD_LANG=$language"
	for what in '' '--pack month' '--compare before'; do
		book b.xlsx "$what"
		cells b.xlsx
		t_is '' "$(awk -F'\t' '$2 ~ /^[A-Z]+1$/ && $3 == "text" { print $1, $5 }' b.xlsx.tsv | sort | uniq -d)" "$language $what"
	done
done
t_is '工单号' "$(cell b.xlsx 预警 I1)"
