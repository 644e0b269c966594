#!/bin/sh
# A log alone, without a desk around it.
. "$(dirname "$0")/lib.sh"

log() {
	t_file one.csv <<'END'
at,case,event,by,kind,severity,text
2026-11-20T10:00:00+08:00,20261120-0001,open,a,complaint,general,hello
END
}

t_begin 'a lone file is reported on under the policy that is named'
t_need jq
log
t_sh 'sd report one.csv --policy shopping-mall --day 2026-11-20 --format json | jq .received'
t_out <<'END'
1
END

t_begin 'without a policy the answer is what to type'
log
t_run sd report one.csv
t_status 2
t_err <<'END'
sd: error: 'one.csv' has no policy beside it: name one with --policy NAME|FILE
END
