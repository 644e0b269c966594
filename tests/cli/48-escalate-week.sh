#!/bin/sh
# sd escalate over a busy week (16 to 22 November 2026): run every few minutes with outages, once a day, or once at the end.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/escalate.sh"

# Some 200 cases that go all ways a case can go, as lines "SECOND JSON", SECOND of the week. The numbers come from a
# generator of our own, so that every awk writes the same week.
week() {
	awk -v seed="$1" '
	function any(n) { seed = (seed * 69069 + 12345) % 4294967296; return int(seed / 65536) % n }
	function when(t) {
		return sprintf("2026-11-%02dT%02d:%02d:%02d+08:00", 16 + int(t / 86400), int(t % 86400 / 3600),
			int(t % 3600 / 60), t % 60)
	}
	function row(event, more) {
		if (t < 604800)
			printf "%d {\"at\":\"%s\",\"case\":\"%s\",\"event\":\"%s\"%s}\n", t, when(t), id, event, more
	}
	function later(most) { t += 60 + any(most) }
	function one() {
		t = day * 86400 + 28800 + any(45000)
		complaint = any(10) < 6
		row("open", sprintf(",\"kind\":\"%s\",\"severity\":\"%s\",\"owner\":\"%s\",\"department\":\"%s\",\"text\":\"x\"",
			complaint ? "complaint" : "consultation", complaint ? (any(6) ? "general" : "major") : "",
			any(4) ? "li.na" : any(2) ? "zhao.lei" : "", any(3) ? "merchandise" : ""))
		if (any(8)) { later(5000); row("respond", ",\"text\":\"x\"") }
		if (!any(5)) { later(9000); row("hold", ",\"detail\":\"" (any(3) ? "customer" : "supplier") "\"")
			if (any(8)) { later(60000); row("resume", "") } }
		if (complaint && !any(6)) { later(9000); row("amend", ",\"severity\":\"" (any(2) ? "major" : "general") "\",\"text\":\"x\"") }
		if (!any(5)) { later(5000); row("promise", ",\"due\":\"" when(t + 3600 * (1 + any(30))) "\"")
			if (!any(3)) { later(9000); row("promise", ",\"due\":\"" when(t + 3600 * (1 + any(30))) "\"") } }
		if (!any(5)) { later(5000); row("task", ",\"detail\":\"look\",\"owner\":\"he.jun\",\"due\":\"" when(t + 1800 * (1 + any(20))) "\"")
			if (any(4)) { later(30000); row("done", ",\"detail\":\"look\"") } }
		if (!any(15)) { later(9000); row("cancel", ",\"detail\":\"withdrawn\""); return }
		if (!any(12)) return
		later(any(3) ? 30000 : 200000); row("resolve", ",\"text\":\"x\"")
		if (any(3)) { later(20000); row("feedback", "") }
		if (!any(7)) { later(30000); row("reopen", ",\"text\":\"x\"")
			if (any(3)) { later(60000); row("resolve", ",\"text\":\"x\"") } else return }
		if (any(3)) { later(60000); row("close", "") }
	}
	BEGIN {
		for (day = 0; day < 7; day++)
			for (n = 1; n <= 30; n++) { id = sprintf("202611%02d-%04d", 16 + day, n); one() }
	}' | sort -n -k1,1 -s
}

more_clocks='  - { clock: feedback, from: resolve, until: feedback, drop: reopen, within: 4h, calendar: store }\n  - { clock: promise, from: promise, until: resolve, within: due }'
week_desk() { # NAME
	escalate_desk_with <<'END'
  - { step: told, clock: feedback, at: 50%, do: remind, to: lead }
  - { step: told-late, clock: feedback, at: +30m, do: escalate, level: supervisor, repeat: 3h }
  - { step: reply-late, clock: reply, at: 100%, do: escalate, to: lead, for: { kind: complaint } }
  - { step: promise-soon, clock: promise, at: "-30m", do: remind, to: owner }
  - { step: promise-late, clock: promise, at: 0, do: escalate, level: supervisor }
  - { step: task-late, clock: task, at: 100%, do: remind, to: owner }
categories: { expired: {} }
checklists: { expired: [ { task: look } ] }
END
	cd ..
	mv desk "$1"
}

time_of() { # SECOND
	printf '2026-11-%02dT%02d:%02d:%02d+08:00' $((16 + $1 / 86400)) $(($1 % 86400 / 3600)) \
		$(($1 % 3600 / 60)) $(($1 % 60))
}

# Writes down what happens when it happens, and runs sd escalate at the minutes in file often.when.
drive_often() {
	week_desk often
	cd often || exit 1
	{
		sed 's/ / append /' ../all
		awk '{ print $1 * 60, "run" }' ../often.when
	} | sort -n -k1,1 -s | while read -r second what json; do
		case $what in
		append) printf '%s\n' "$json" | at "$(time_of "$second")" sd log append -q ;;
		*) at "$(time_of "$second")" sd escalate -q ;;
		esac >/dev/null 2>../err || { cat ../err; break; }
	done >../wrong
	t_is '' "$(cat ../wrong)" often
	ledger | sort >../often.ledger
	cd ..
}

# The check of the last row, so that sd takes the log as its own; nobody looks at those above.
close_chain() {
	previous=$(tail -n 2 cases.csv | head -n 1)
	body=$(tail -n 1 cases.csv | sed 's/,[^,]*$//')
	sed -i '$d' cases.csv
	printf '%s,%s\n' "$body" "$(printf '%s,%s' "${previous##*,}" "$body" | sha256sum | cut -c 1-16)" >>cases.csv
}

# The same life (the rows that people wrote), sd escalate at the minutes of the file NAME.when only.
drive_late() { # NAME
	week_desk "$1"
	cd "$1" || exit 1
	last=0
	while read -r minute; do
		awk -F, -v from="$(time_of $((last * 60)))" -v to="$(time_of $((minute * 60)))" \
			'NR > 1 && $5 != "sd" && $1 > from && $1 <= to' ../often/cases.csv >>cases.csv
		[ "$(wc -l <cases.csv)" = 1 ] || close_chain
		at "$(time_of $((minute * 60)))" sd escalate -q >/dev/null 2>../err || t_wrong "$1" ../err
		last=$minute
	done <"../$1.when"
	ledger | sort >"../$1.ledger"
	cd ..
}

t_begin 'minute by minute with outages, daily, or once at the end: the same steps'
week 4711 >all
# Every minute would be ten thousand runs: the full hours, and some between; two outages.
awk 'function any(n) { s = (s * 69069 + 12345) % 4294967296; return int(s / 65536) % n }
	BEGIN { s = 42; for (m = 0; m < 10080; m++)
		if ((m % 60 == 0 || !any(60)) && !(m > 2000 && m < 2900) && !(m > 6000 && m < 7700)) print m
		print 10080 }' >often.when
awk 'BEGIN { for (m = 480; m < 10080; m += 1440) print m; print 10080 }' >daily.when
echo 10080 >once.when
drive_often
drive_late daily
drive_late once
t_is 3 "$(find . -name '*.ledger' -size +20k | wc -l | tr -d ' ')" 'busy desks'
t_run cmp often.ledger once.ledger
t_run cmp daily.ledger once.ledger
for run in often daily once; do
	t_is '' "$(awk -F, '$5 == "sd" { print $19 }' $run/cases.csv | sort | uniq -d)" "twice in $run"
	t_is '' "$(awk -F, '$5 == "sd" && $2 != "" && $2 < $1' $run/cases.csv)" "before it was due in $run"
done
for step in remind-owner late manager emergency told told-late reply-late promise-soon promise-late task-late; do
	grep -q " $step#1 " once.ledger || t_wrong "no step '$step' in the week"
done
t_is '' "$(awk -F, '$4 ~ /remind|escalate/ { if ($1 < last) print; last = $1 }' once/cases.csv)" 'order of one run'
