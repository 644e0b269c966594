#!/bin/sh
# C18: compensation by type, unit, cause and supplier; refunds are approved in time, by finance, by somebody else.
. "$(dirname "$0")/lib.sh"

desk() {
	t_policy p.yaml small <<'END'
kinds: { complaint: { severities: { general: {} } } }
channels: { hotline: {} }
departments: { finance: { staff: [fen] }, floor: { staff: [li, zhao] } }
staff: { fen: {}, li: {}, zhao: { level: manager } }
causes: { stale: {}, rude: {} }
fields: { supplier: {} }
compensation:
  refund: { unit: CNY, approve: finance, within: 24h }
  coupon: { unit: CNY }
  points: { unit: points }
  negotiated: { unit: CNY, approve: manager }
END
	t_desk ./p.yaml
	t_now 2026-11-30T20:00:00+08:00
}

# day type amount supplier cause [approved]
compensated() {
	t_run sd log open -q --kind complaint --channel hotline --supplier "$4" --by li --at "2026-11-$1T09:00:00+08:00"
	t_out_any
	id=$(t_stdout)
	t_run sd log compensate "$id" -q --type "$2" --amount "$3" --by li --at "2026-11-$1T10:00:00+08:00"
	t_run sd log resolve "$id" -q --cause "$5" --by li --at "2026-11-$1T11:00:00+08:00"
	[ $# -lt 6 ] || t_run sd log approve "$id" -q --by fen --at "$6"
}

json() {
	t_sh "sd report --month 2026-11 --format json | jq -c '.compensation$1'"
}

t_begin 'C18: sums are exact, units are never mixed; approved late, waiting and overdue are told apart'
t_need jq
desk
compensated 01 refund 0.10 milk-co stale 2026-11-02T09:59:59+08:00
compensated 02 refund 0.20 milk-co stale 2026-11-03T10:00:01+08:00
compensated 03 refund 30 egg-co rude
compensated 30 refund 5.00 egg-co rude
compensated 04 coupon 999999999.99 milk-co rude
compensated 05 points 100 egg-co stale
json '.types[] | [.type,.unit,.n,.cases,.promised,.to_approve,.approved,.approved_late,.pending,.overdue,.approved_sum]'
t_out <<'END'
["coupon","CNY",1,1,999999999.99,0,0,0,0,0,0]
["points","points",1,1,100,0,0,0,0,0,0]
["refund","CNY",4,4,35.3,4,2,1,2,1,0.3]
END
json '.units[] | [.unit,.n,.promised]'
t_out <<'END'
["CNY",5,1000000035.29]
["points",1,100]
END
json '.causes[] | [.cause,.unit,.promised]'
t_out <<'END'
["rude","CNY",1000000034.99]
["stale","CNY",0.3]
["stale","points",100]
END
json '.suppliers[] | [.supplier,.unit,.promised]'
t_out <<'END'
["milk-co","CNY",1000000000.29]
["egg-co","CNY",35]
["egg-co","points",100]
END
json '.types[2] | [.per_case,.median]'
t_out <<'END'
[8.825,2.6]
END
t_run sd report --month 2026-11
t_out_has '  refund        CNY         4         35.30         8.825          2.60'
t_out_has '  refund        CNY       0.30  50.0 % (1/2)        2        1'
t_out_not '  coupon        CNY          0'
t_run sd report --month 2026-11 --format md
t_out_has '| refund | CNY | 4 | 35.30 | 8.825 | 2.60 |'
t_run sd report --month 2026-11 --format html
t_out_has '<td class="r">8.825</td><td class="r">2.60</td>'
t_sh "sd report --month 2026-11 --format csv | grep '^compensation,.*refund'"
t_out <<'END'
compensation,,,refund,CNY,,n,4,,,,,,
compensation,,,refund,CNY,,cases,4,,,,,,
compensation,,,refund,CNY,,promised,35.30,,,,,,
compensation,,,refund,CNY,,per_case,8.825,,,,,,
compensation,,,refund,CNY,,median,2.60,,,,,,
compensation,,,refund,CNY,,approved,0.30,,,,,,
compensation,,,refund,CNY,,approved_in_time,0.5,1,2,,,,
compensation,,,refund,CNY,,pending,2,,,,,,
compensation,,,refund,CNY,,overdue,1,,,,,,
END

t_begin 'C18: what it is a case, and the median, are exact; what does not end has two digits more, and all stands in 80 columns'
desk
compensated 01 coupon 1234567.891 a stale
compensated 02 refund 100000000000.00 a stale
compensated 03 refund 0.01 a stale
compensated 04 refund 0.03 a stale
t_sh "sd report --month 2026-11 --format json | sed -n '/\"types\"/,/\"units\"/p' | grep -E '\"(promised|per_case|median)\": [0-9]+\\.[0-9]{3}'"
t_out <<'END'
        "promised": 1234567.891,
        "per_case": 1234567.891,
        "median": 1234567.891,
        "per_case": 33333333333.3467,
END
t_sh 'sd report --month 2026-11 --format csv | grep -c "^compensation,.*,per_case,1234567.891,"'
t_out <<'END'
1
END
t_sh 'sd report --month 2026-11 | LC_ALL=C.UTF-8 wc -L | awk "{ print (\$1 <= 80) }"'
t_out <<'END'
1
END

t_begin 'C18: what was promised outside of the period, in cancelled cases or in void rows does not count'
t_need jq
desk
compensated 01 coupon 10 a stale
compensated 02 coupon 20 a stale
t_run sd log cancel "$id" -q --by li
compensated 03 coupon 40 a stale
t_sh "sd log void $id -q --by li --event \"\$(grep ,compensate, cases.csv | tail -n 1 | sed 's/.*,//')\""
json '.units'
t_out <<'END'
[{"unit":"CNY","n":1,"promised":10}]
END
t_sh "sd report --month 2026-10 --format json | jq -c .compensation.types"
t_out <<'END'
[]
END

t_begin 'C18: only who belongs to finance approves a refund; a level takes those above it, too'
desk
compensated 01 refund 10 a stale
t_run sd log approve "$id" --by zhao
t_status 3
t_err <<'END'
sd: error: 'refund' is approved by 'finance', where 'zhao' does not belong
END
t_run sd log approve "$id" -q --by fen
compensated 02 negotiated 10 a stale
t_run sd log approve "$id" -q --by fen
t_status 3
t_err_has "'negotiated' is approved by 'manager', where 'fen' does not belong"
t_run sd log approve "$id" -q --by zhao

t_begin 'C18: a sum that does not fit is said to be too large, never rounded'
t_need jq
desk
compensated 01 coupon 999999999999999 a stale
for day in 02 03 04 05 06 07 08 09; do
	compensated "$day" coupon 9999999.999999 a stale
done
json '.types[0].promised'
t_out <<'END'
null
END

t_begin 'C18: an approval is of one promise; what nobody approved is never shown as approved'
t_need jq
desk
compensated 01 refund 500 a stale
t_run sd log compensate "$id" -q --type refund --amount 7 --by li --at 2026-11-01T11:30:00+08:00
t_run sd log approve "$id" -q --by fen --at 2026-11-01T12:00:00+08:00
json '.types[] | [.n,.promised,.to_approve,.approved,.pending,.overdue,.approved_sum]'
t_out <<'END'
[2,507,2,1,1,1,7]
END
t_run sd log approve "$id" -q --by fen --at 2026-11-03T12:00:00+08:00
json '.types[] | [.approved,.approved_late,.pending,.overdue,.approved_sum]'
t_out <<'END'
[2,1,0,0,507]
END
t_run sd log approve "$id" --by fen
t_status 3
t_err_has 'there is no compensation to approve'

t_begin 'C18: an approval of an amount that nobody promised is refused, and the open amounts are named'
t_need jq
desk
compensated 01 refund 100 a stale
t_run sd log approve "$id" --type refund --amount 60 --by fen
t_status 3
t_err <<'END'
sd: error: no compensation of '60' waits for approval; open: 100
END
t_run sd log compensate "$id" -q --type coupon --amount 8 --by li --at 2026-11-01T11:30:00+08:00
t_run sd log approve "$id" --amount 60 --by fen
t_status 3
t_err_has "open: 100 refund, 8 coupon"
t_run sd log approve "$id" -q --type refund --amount 100.00 --by fen
json '.types[] | [.type,.approved_sum]'
t_out <<'END'
["coupon",0]
["refund",100]
END

t_begin 'C18: an approval is not of what was promised after it'
desk
compensated 01 refund 100 a stale
t_run sd log approve "$id" --by fen --at 2026-11-01T09:30:00+08:00
t_status 3
t_err_has 'there is no compensation to approve'
