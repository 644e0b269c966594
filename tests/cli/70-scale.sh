#!/bin/sh
# The report of shops on many hosts: samples/scale over ssh, and the lines of sd-scale(7).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/hosts.sh"
ended() { hosts_stop; t_finish "$1"; }
trap 'ended $?' EXIT

ssh_works=1
hosts_start alpha beta gamma || ssh_works=0
report=$SD_TOP/samples/scale/report
month=--month=2026-11

# Five shops on three hosts, and where they are.
seed=0
for shop in alpha/east alpha/west beta/harbour gamma/airport "gamma/o'hare hall"; do
	seed=$((seed + 1))
	mkdir -p "$t_tmp/shops/$shop"
	cp "$SD_TOP/samples/mall/policy.yaml" "$t_tmp/shops/$shop/"
	"$SD_BIN/tests/bench/gen-sample" --now 2026-11-21T09:00:00+08:00 --days 25 --seed $seed "$t_tmp/shops/$shop"
done
shops() {
	cp -r "$t_tmp"/shops/* .
	for shop in */*; do
		printf '%s %s/%s\n' "${shop%%/*}" "$t_dir" "$shop"
	done >hosts
}

over_ssh() {
	[ "$ssh_works" = 1 ] || t_skip "$hosts_why"
	shops
	t_env "SSH=$hosts_ssh"
	t_env "SD=$SD_BIN/sd"
}

t_begin 'three hosts give, byte for byte, the report of one that has all folders'
over_ssh
for format in text json html csv; do
	t_run sh -c "sd report $month --format $format */[aehow]* >direct"
	t_run "$report" hosts $month -- --format $format
	t_out_file direct
done
t_run sh -c "sd report $month --by place,supplier */[aehow]* >direct"
t_run "$report" hosts $month --by place,supplier
t_out_file direct

t_begin 'comments and empty lines in the list of hosts, a slash after a folder'
over_ssh
t_run sh -c "sd report $month --format json alpha/west beta/harbour >direct"
t_file few <<END
# the old ones
alpha $t_dir/alpha/west/

beta $t_dir/beta/harbour
END
t_run "$report" few $month -- --format json
t_out_file direct

t_begin 'a list of hosts with tabs, with the line ends of other systems'
over_ssh
printf 'alpha\t%s\r\nbeta \t %s\r\n\r\n' "$t_dir/alpha/west" "$t_dir/beta/harbour" >few
t_run sh -c "sd report $month --format json alpha/west beta/harbour >direct"
t_run "$report" few $month -- --format json
t_out_file direct

t_begin 'what begins like an option is no host'
shops
t_need parallel
for host in "-oProxyCommand=touch\${IFS}ran" -v ../alpha; do
	printf '%s\t/srv/east\nalpha /srv/west\n' "$host" >few
	t_run "$report" few $month
	t_status 2
	t_err <<END
'$host' is no host
END
done
t_sh 'ls ran 2>/dev/null || :'

t_begin 'a host that is down is named, and so are its shops'
over_ssh
echo "down $t_dir/delta/station" >>hosts
t_run "$report" hosts $month
t_status 3
t_out_has '5 desks, 2026-11-01 - 2026-11-21 so far'
t_out_has '1 of 6 desks could not be read: station'
t_out_has 'no figures came of it (down)'
t_err_has 'down: no figures (status 255)'
t_err_has 'station: error: no figures came of it (down)'
t_run "$report" hosts $month -- --format json
t_status 3
t_err_any
t_out_has '"error": "no figures came of it (down)"'

t_begin 'a host with another key than the known one gets nothing and counts nothing'
over_ssh
[ -n "$t_why" ] || hosts_alias forged beta
echo "forged $t_dir/delta/station" >>hosts
t_run "$report" hosts $month
t_status 3
t_out_has '1 of 6 desks could not be read: station'
t_err_has 'forged: Host key verification failed.'
t_err_has 'forged: no figures (status 255)'

t_begin 'where all hosts are down there is no report'
over_ssh
echo "down $t_dir/alpha/east" >hosts
t_run "$report" hosts $month
t_status 3
t_err_has 'down: no figures (status 255)'

t_begin 'half a line is none'
over_ssh
t_file cut <<END
#!/bin/sh
[ "\$1" != beta ] || { $hosts_ssh "\$@" | head -c 5000; exit; }
exec $hosts_ssh "\$@"
END
chmod +x cut
t_env "SSH=$t_dir/cut"
t_run "$report" hosts $month
t_status 3
t_out_has '1 of 5 desks could not be read: harbour'
t_err_has 'beta: no figures'

t_begin 'a host that takes too long is named'
over_ssh
t_file slow <<END
#!/bin/sh
[ "\$1" != beta ] || exec sleep 60
exec $hosts_ssh "\$@"
END
chmod +x slow
t_env "SSH=$t_dir/slow"
t_env TIMEOUT=20
t_run "$report" hosts $month
t_status 3
t_out_has '1 of 5 desks could not be read: harbour'
t_err_has 'beta: no figures (status unknown: too slow)'

t_begin 'a damaged shop is named with what its host says of it'
over_ssh
rm alpha/west/cases.csv
t_run "$report" hosts $month
t_status 3
t_out_has '1 of 5 desks could not be read: west'
t_out_has "'DIR/alpha/west/cases.csv'"
t_err_has 'alpha: DIR/alpha/west: error: '

t_begin 'two hosts with a shop of the same name'
over_ssh
echo "beta $t_dir/beta/east" >>hosts
t_run "$report" hosts $month
t_status 2
t_err <<'END'
more than one shop has the folder name east: call them differently
END

# The mappers do not begin in the same second.
t_begin 'the lines of sd-scale(7) for Spark and Hadoop: xargs, a line a partition, a tab behind it'
shops
t_env now=2026-11-21T01:00:00Z
sed -n "s/^  -mapper '\(.*\)'\\\$now .*/\1\$now/p" "$SD_TOP/man/sd-scale.7" | sed 's/\\e/\\/' >mapper
t_run sh -c 'sd report --month 2026-10 --now "$now" --format json */[aehow]* >direct'
cut -d ' ' -f 2- hosts >folders
t_run sh -c "split -l 2 folders split-; for f in split-*; do i=\$((\${i:-0} + 1))
	SD_NOW=2026-11-21T09:00:0\${i}Z sh mapper <\$f | sed 's/\$/\t/'; done >lines; : | xargs -d '\\n' -r false
	sort -r lines | sd report --merge --partial | sd report --merge --format json | cmp - direct"
t_is 3 "$(wc -l <lines | tr -d ' ')"

t_begin 'a line holds no name, no number and no text of a customer'
t_need jq
shops
t_run sh -c "sd report --partial $month alpha/east >line; cut -d , -f 2,3 alpha/east/customers.csv | tail -n +2 |
	tr , '\\n' | grep . | sort -u >customers; grep -o -F -f customers alpha/east/policy.yaml >staff
	grep -v -x -F -f staff customers >persons; [ \$(wc -l <persons) -gt 100 ] && grep -o -F -f persons line"
t_status 1
t_run sh -c "sd log export -C alpha/east --format jsonl | jq -r -s '[.[] | select(.kind == \"action\") | .case] as \$own |
	.[] | select(.case as \$c | \$own | index(\$c) | not) | .text // empty | select(length > 8)' | sort -u >texts
	[ \$(wc -l <texts) -gt 100 ] && grep -o -F -f texts line"
t_status 1
