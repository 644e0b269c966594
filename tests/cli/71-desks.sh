#!/bin/sh
# Many desks in one report: a row each, told apart, the damaged ones named, whatever the order and the threads.
. "$(dirname "$0")/lib.sh"

# desk DIR CASES RESOLVED: a desk with so many complaints of yesterday, some of them resolved
desk() {
	mkdir -p "$1"
	cat >"$1/policy.yaml" <<'END'
policy: shop
valid-from: 2020-01-01
timezone: Asia/Shanghai
kinds: { complaint: { severities: { general: {} } } }
clocks: [ { clock: resolve, from: open, until: resolve, within: 2h } ]
targets: { resolve: ">= 50%" }
END
	awk -v cases="$2" -v resolved="$3" 'BEGIN {
		print "at,logged,case,event,by,kind,category,severity,customer,text"
		for (i = 1; i <= cases; i++)
			printf "2026-11-20T09:%02d:00+08:00,,20261120-%04d,open,li,complaint,,general,,\n", i, i
		for (i = 1; i <= resolved; i++)
			printf "2026-11-20T10:%02d:00+08:00,,20261120-%04d,resolve,li,,,,,\n", i, i
	}' >"$1/cases.csv"
}
shops() {
	desk east 3 2
	desk west 2 2
	desk north/shop 1 0
	desk south/shop 4 1
}
desks='.desks[] | [.desk, .received, .concluded, .open, .late_now, .decided, .met, .attainment, .error]'

t_begin 'each desk has a row, those with the same name are told apart by their path'
t_need jq
shops
t_run sd report east west north/shop south/shop
t_out_has '4 desks, 2026-11-20 Fri: 10 received, 5 concluded, 5 open'
t_run sh -c 'sd report east west north/shop south/shop | sed -n "/^Desks/,/^\$/p"'
t_out <<'END'
Desks
  desk        received  open  late now        in time
  east               3     1         1   66.7 % (2/3)
  north/shop         1     1         1    0.0 % (0/1)
  south/shop         4     3         3   25.0 % (1/4)
  west               2     0         0  100.0 % (2/2)
  all desks         10     5         5  50.0 % (5/10)

END
t_run sh -c "sd report --format json east west north/shop south/shop | jq -c '$desks'"
t_out <<'END'
["east",3,2,1,1,3,2,0.666667,null]
["north/shop",1,0,1,1,1,0,0,null]
["south/shop",4,1,3,3,4,1,0.25,null]
["west",2,2,0,0,2,2,1,null]
END

t_begin 'neither the order of the desks nor the number of threads can be seen'
shops
for format in text csv json jsonl md html; do
	t_run sh -c "sd report --format $format east west north/shop south/shop >want-$format"
	for threads in 1 2 7; do
		t_run sh -c "sd report --format $format --threads $threads south/shop ./west/ north/shop east/cases.csv |
			sed 's|east/cases.csv|east|' | cmp - want-$format"
	done
done

t_begin 'a desk that cannot be read does not stop the others, and is named everywhere'
t_need jq
shops
rm west/cases.csv
echo 'policy: [' >north/shop/policy.yaml
t_run sd report east west north/shop south/shop nowhere
t_status 3
t_out_has '2 desks, 2026-11-20 Fri: 7 received, 3 concluded, 4 open'
t_out_has '3 of 5 desks could not be read: north/shop, nowhere, west'
t_out_has "  west        cannot open 'west/cases.csv': No such file or directory"
t_err <<'END'
north/shop/policy.yaml:2:1: error: did not find expected node content (while parsing a flow node, line 2)
    
    ^
north/shop: error: policy 'north/shop/policy.yaml' is not usable
nowhere: error: 'nowhere' does not exist
west: error: cannot open 'west/cases.csv': No such file or directory
END
t_run sh -c "sd report --format json east west north/shop nowhere 2>/dev/null | jq -c '$desks'"
t_out <<'END'
["east",3,2,1,1,3,2,0.666667,null]
["nowhere",null,null,null,null,null,null,null,"'nowhere' does not exist"]
["shop",null,null,null,null,null,null,null,"policy 'north/shop/policy.yaml' is not usable"]
["west",null,null,null,null,null,null,null,"cannot open 'west/cases.csv': No such file or directory"]
END
t_run sh -c 'sd report --format csv east west 2>/dev/null | grep ^desks,west'
t_out <<'END'
desks,west,,,,,error,cannot open 'west/cases.csv': No such file or directory,,,,,,
END
t_run sh -c 'sd report warnings --format json east west 2>/dev/null | jq -c .desks'
t_out <<'END'
[{"desk":"west","error":"cannot open 'west/cases.csv': No such file or directory"}]
END
for format in md html; do
	t_run sh -c "sd report --format $format east west 2>/dev/null"
	t_status 3
	t_out_has '1 of 2 desks could not be read: west'
done

t_begin 'the first screen keeps its 20 lines'
shops
rm west/cases.csv
t_run sh -c 'sd report east west north/shop south/shop 2>/dev/null | sed -n "20,22p"'
t_out <<'END'


Desks
END

# The sealed entries of DESK are of so many bytes.
seal() {
	printf '2026-11-20T18:00:00+08:00,,,seal,sd,,,,,"cases.csv 0 %s %064d surveys.csv 0 80 %064d customers.csv 0 99 %064d"\n' \
		"$2" 1 2 3 >>"$1/cases.csv"
}

t_begin 'a seal is never cut on the first screen: it takes empty lines, and where there are none it is below'
shops
seal east 139
t_run sh -c 'sd report east west | sed -n "/^newest/,/^Desks/p" | grep .'
t_out <<'END'
newest seal: [east] cases.csv 0+139:0000000000000000
  surveys.csv 0+80:0000000000000000 customers.csv 0+99:0000000000000000 [west]
  none
Desks
END
t_run sh -c 'sd report east | sed -n "/^newest/,/^Targets/p" | grep .'
t_out <<'END'
newest seal: cases.csv 0+139:0000000000000000 surveys.csv 0+80:0000000000000000
  customers.csv 0+99:0000000000000000
Targets, against the period before (2026-11-13 - 2026-11-13)
END
t_run sh -c 'sd report east west | sed -n "20,22p"'
t_out <<'END'


Desks
END
desk west 12 0
t_run sh -c 'sd report east west | sed -n "/^newest/,/^Desks/p" | grep .'
t_out <<'END'
newest seal: 1 of 2 desks have one
Desks
END
t_run sh -c 'sd report east west | grep -c "^    cases.csv 0 139"; sd report east west --format md | grep -c "^newest seal: .*customers.csv 0+99"'
t_out <<'END'
1
1
END

t_begin 'where none can be read there is no report; a single desk fails as ever'
t_run sd report nowhere neither
t_status 3
t_err <<'END'
neither: error: 'neither' does not exist
nowhere: error: 'nowhere' does not exist
sd: error: none of the 2 desks could be read
END
t_run sd report nowhere
t_status 3
t_err <<'END'
sd: error: 'nowhere' does not exist
END

t_begin 'the same desk twice would count twice'
shops
ln -s east link
t_run sd report east west link/
t_status 2
t_err <<'END'
sd: error: 'east' and 'link/' are the same desk; see 'sd report --help'
END
t_run sd report east/cases.csv east
t_status 2
t_err <<'END'
sd: error: 'east/cases.csv' and 'east' are the same desk; see 'sd report --help'
END

t_begin 'a wrong command line is no damaged desk'
shops
t_run sd report --by colour east west
t_status 2
t_err <<'END'
sd: error: unknown column 'colour'; see 'sd report --help'
END
t_run sd report --policy no-such-policy east west
t_status 2
t_err <<'END'
sd: error: no policy 'no-such-policy' in the desk or among the installed ones
END
t_run sd report --as-of junk east west
t_status 2
t_err_has "--as-of: 'junk' is not a time"

t_begin 'desks with the same policy share it only where their holiday files are the same, too'
t_need jq
shops
for d in east west south/shop; do
	sed -i 's/until: resolve,/until: resolve, calendar: office,/' $d/policy.yaml
	echo 'calendars: { office: { hours: { mon-fri: ["09:00-18:00"] }, holidays: days.yaml } }' >>$d/policy.yaml
	printf 'country: cn\nyears: { 2026: { source: notice, off: [2026-01-01] } }\n' >$d/days.yaml
done
t_run sh -c 'sd report --format json east west north/shop south/shop | jq -c ".received, .policy_sha256"'
t_out <<'END'
10
null
END
printf 'country: cn\nyears: { 2026: { source: notice, off: [2026-11-20] } }\n' >west/days.yaml
t_run sh -c "sd report --format json east west south/shop | jq -c '.desks[] | [.desk, .decided, .met]'"
t_out <<'END'
["east",3,2]
["shop",4,1]
["west",2,2]
END
sed -i 's/2026/2025/g' east/days.yaml
t_run sd report --format csv east south/shop
t_out_any
t_err <<'END'
east/policy.yaml: warning: clock 'resolve': the calendar has no holiday data for 2026, so the verdict of some cases is unknown
END
printf 'country: cn\nyears: { 2025: { source: notice, off: [2025-01-01] } }\n' >south/shop/days.yaml
t_run sd report --format csv east south/shop
t_out_any
t_err <<'END'
east/policy.yaml: warning: clock 'resolve': the calendar has no holiday data for 2026, so the verdict of some cases is unknown
south/shop/policy.yaml: warning: clock 'resolve': the calendar has no holiday data for 2026, so the verdict of some cases is unknown
END

t_begin 'hundreds of desks'
t_need jq
desk shop001 2 1
for i in 0 1 2; do
	for j in 0 1 2 3 4 5 6 7 8 9; do
		for k in 0 1 2 3 4 5 6 7 8 9; do
			[ -d "shop$i$j$k" ] || cp -r shop001 "shop$i$j$k"
		done
	done
done
t_run sh -c 'ulimit -n 64; sd report shop* | head -2; sd report --format json shop* | jq -c "[.received, (.desks | length)]"'
t_out <<'END'
300 desks, 2026-11-20 Fri: 600 received, 300 concluded, 300 open
as of 2026-11-21T10:00:00+08:00; left out: 0 cancelled
[600,300]
END

t_begin 'a list of names says which desks are missing'
t_need jq
shops
printf 'east\nwest\r\n\nharbour\tshop-b.example\nairport\n' >names
t_run sd report --expect names east west
t_status 3
t_out_has '2 of 4 desks could not be read: airport, harbour'
t_out_has '  harbour  no figures came of it (shop-b.example)'
t_out_has '  airport  no figures came of it'
t_err <<'END'
harbour: error: no figures came of it (shop-b.example)
airport: error: no figures came of it
END
t_run sh -c "sd report --format json --expect - east nowhere 2>/dev/null <names | jq -c '.desks[] | [.desk, .error]'"
t_out <<'END'
["east",null]
["airport","no figures came of it"]
["harbour","no figures came of it (shop-b.example)"]
["nowhere","'nowhere' does not exist"]
["west","no figures came of it"]
END
printf 'east\n' >names
t_run sd report --expect names --format csv east west
t_out_any
printf '\377\n' >names
t_run sd report --expect names east west
t_status 3
t_err <<'END'
sd: error: 'names': line 1 is not UTF-8
END
t_run sd report --expect no-such-file east west
t_status 4
t_err_has "'no-such-file'"

t_begin 'a part of a report is printed whatever can be read of its desks'
shops
rm east/cases.csv
echo 'policy: [' >north/shop/policy.yaml
t_sh 'sd report --partial east >lines'
t_status 3
t_err <<'END'
east: error: cannot open 'east/cases.csv': No such file or directory
END
t_sh 'sd report --partial north/shop nowhere 2>/dev/null >>lines'
t_status 3
t_sh 'sd report --partial west 2>/dev/null >>lines'
t_run sd report --merge lines
t_status 3
t_out_has '3 of 4 desks could not be read: east, nowhere, shop'
t_err <<'END'
east: error: cannot open 'east/cases.csv': No such file or directory
nowhere: error: 'nowhere' does not exist
shop: error: policy 'north/shop/policy.yaml' is not usable
END

t_begin 'a pipe in the place of a policy or a holiday file is not waited for'
shops
rm east/policy.yaml
mkfifo east/policy.yaml west/days.yaml
sed -i 's/until: resolve,/until: resolve, calendar: office,/' west/policy.yaml
echo 'calendars: { office: { hours: { mon-fri: ["09:00-18:00"] }, holidays: days.yaml } }' >>west/policy.yaml
t_run timeout 20 sd report east north/shop south/shop west
t_status 3
t_out_has '2 desks, 2026-11-20 Fri: 5 received, 1 concluded, 4 open'
t_out_has '2 of 4 desks could not be read: east, west'
t_err_has "east: error: 'east/policy.yaml' is not a regular file"
t_err_has "'west/days.yaml' is not a regular file"
t_run timeout 20 sd report east
t_status 4
t_err_has "'east/policy.yaml' is not a regular file"
t_run timeout 20 sd log list -C east
t_out_any
t_err_has 'the policy cannot be used'

t_begin 'a pipe that somebody names is a policy'
shops
t_run timeout 20 sh -c 'mkfifo pipe.yaml; cat west/policy.yaml >pipe.yaml & sd report east --policy ./pipe.yaml | sed -n 1p'
t_out <<'END'
east, 2026-11-20 Fri: 3 received, 2 concluded, 1 open
END
