#!/bin/sh
# The report as a mail for sendmail -t: what any mail program must find in it, and what nobody can put into it.
. "$(dirname "$0")/lib.sh"

mall="$SD_TOP/samples/mall"
now=2026-11-21T20:30:00+08:00

mail() { # FILE OPTIONS...
	t_mail=$1
	shift
	t_sh "sd report '$mall' --day 2026-11-20 --now $now --format mail $* >$t_mail"
	t_settle
}
# The header, unfolded; a field of it; the part of a type as it was before it was encoded.
head_of() { sed '/^$/q' "$1" | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n[ \t]\{1,\}/ /g'; }
field() { head_of "$1" | sed -n "s/^$2: //p"; }
part() { # FILE TYPE
	python3 - "$@" <<-'END'
	import email, email.policy, sys
	with open(sys.argv[1], 'rb') as f:
	    message = email.message_from_binary_file(f, policy=email.policy.default)
	for p in [message, *message.walk()]:
	    if p.defects:
	        sys.exit('defects: %s' % p.defects)
	content = message.get_body((sys.argv[2],)).get_content().replace('\r\n', '\n')
	sys.stdout.buffer.write(content.encode())
	END
}

t_begin 'a mail needs an address, and an address needs a mail'
t_run sd report "$mall" --format mail
t_status 2
t_err_has '--format mail needs --mail-to ADDRESS'
t_run sd report "$mall" --mail-to boss@example.com
t_status 2
t_err_has '--mail-to and --mail-from need --format mail'

t_begin 'the header says to whom, from whom, what, when, and that a machine wrote it'
mail m --mail-to boss@example.com,shop@example.com --mail-from "'Shop <desk@example.com>'"
t_mask 's/<[0-9a-f]\{32\}@/<ID@/'
t_sh 'sed "/^$/q" m'
t_out <<'END'
From: Shop <desk@example.com>
To: boss@example.com,shop@example.com
Subject: mall, 2026-11-20 Fri: 13 received, 11 concluded, 2 open
Date: Sat, 21 Nov 2026 12:30:00 +0000
Message-ID: <ID@example.com>
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Language: en
Content-Type: multipart/alternative; boundary="=_sd_report"

END

t_begin 'without --mail-from sendmail knows who writes'
mail m --mail-to boss@example.com
t_is '' "$(field m From)"

t_begin 'the parts are the text report and the page, byte for byte'
t_need python3
mail m --mail-to boss@example.com
part m plain >m.txt
part m html >m.html
t_sh "sd report '$mall' --day 2026-11-20 --now $now | diff m.txt -"
t_sh "sd report '$mall' --day 2026-11-20 --now $now --format html | diff m.html -"

t_begin 'in Chinese, too, with a subject that any program can show'
t_need python3
mail m --mail-to boss@example.com --lang zh
t_is 1 "$(grep -c '^Subject: =?UTF-8?B?' m)"
t_is 'mall，2026-11-20 周五：受理 13 件，办结 11 件，未办结 2 件' "$(python3 -c '
import email, email.policy
import sys
subject = email.message_from_binary_file(open("m", "rb"), policy=email.policy.default)["subject"]
sys.stdout.buffer.write(subject.encode())')"
part m plain >m.txt
part m html >m.html
t_sh "sd report '$mall' --day 2026-11-20 --now $now --lang zh | diff m.txt -"
t_sh "sd report '$mall' --day 2026-11-20 --now $now --lang zh --format html | diff m.html -"

t_begin 'it is ASCII in lines that no server breaks, and nothing in it ends the mail or a part'
for lang in zh en; do
	mail m --mail-to boss@example.com --lang $lang
	t_is 0 "$(LC_ALL=C grep -c '[^ -~]' m)" "$lang: lines with other characters"
	t_is 0 "$(awk 'length > 78' m | wc -l | tr -d ' ')" "$lang: long lines"
	t_is 0 "$(grep -cE '^(\.|From )' m)" "$lang: lines that are changed on the way"
	t_is '--=_sd_report --=_sd_report --=_sd_report--' "$(grep '=_sd_report' m | tail -n +2 | tr '\n' ' ' | sed 's/ $//')" "$lang: boundaries"
done

t_begin 'the same figures at the same time are the same message'
mail a --mail-to boss@example.com
t_env TZ=America/New_York
mail b --mail-to boss@example.com --threads 1
t_run cmp a b

t_begin 'an address cannot add a header'
for address in 'a@example.com
Bcc: all@example.com' '-oQ/tmp' 'ü@example.com'; do
	t_run sd report "$mall" --day 2026-11-20 --now $now --format mail --mail-to "$address"
	t_status 2
	t_err_has 'is no mail address'
	t_run sd report "$mall" --day 2026-11-20 --now $now --format mail --mail-to a@example.com --mail-from "$address"
	t_status 2
	t_err_has 'is no mail address'
done

t_begin 'a list with nothing in it, or half an address, is none'
for address in '' ' ' 'a@example.com,,b@example.com' ',a@example.com' 'a@example.com,' 'a@example.com (x' 'a@example.com)' \
	'Boss <a@example.com' 'Boss <>' '"Boss <a@example.com>'; do
	t_run sd report nowhere --format mail --mail-to "$address"
	t_status 2
	t_err <<END
sd: error: --mail-to: '$address' is no mail address; see 'sd report --help'
END
done
for address in boss 'a@example.com, b@example.com (office)' '"Boss, the" <a@example.com>,b@example.com'; do
	t_sh "sd report '$mall' --day 2026-11-20 --now $now --format mail --mail-to '$address' | sed -n 's/^To: //p'"
	t_out <<END
$address
END
done

t_begin 'neither can the name of a desk, nor what the log holds'
t_need python3
evil='x
Bcc: all@example.com

.
--=_sd_report--'
mkdir "$evil"
cp "$mall"/policy.yaml "$mall"/cases.csv "$mall"/surveys.csv "$evil"
t_sh "sd report '$evil' --day 2026-11-20 --now $now --format mail --mail-to boss@example.com >m"
t_settle
t_is '' "$(field m Bcc)"
t_is 0 "$(grep -cE '^(Bcc|\.$)' m)"
t_is 3 "$(grep -c '^--=_sd_report' m)" 'boundaries'
part m plain >m.txt
t_sh "grep -c 'clocks\|Clocks' m.txt"
t_out_any

t_begin 'sd report warnings as a mail'
t_need python3
t_sh "sd report warnings '$mall' --month 2026-10 --now $now --format mail --mail-to boss@example.com >m"
t_status "$(cd "$mall" && env SD_LANG=en "$SD_BIN/sd" report warnings --month 2026-10 --now $now >/dev/null 2>&1; echo $?)"
t_settle
part m plain >m.txt
t_sh "sd report warnings '$mall' --month 2026-10 --now $now | diff m.txt -"

t_begin 'the pack for a meeting as a mail says of what it is'
t_need base64
t_sh "sd report '$mall' --pack month --now $now --format mail --mail-to boss@example.com >m"
t_settle
t_is 'Pack for the evaluation meeting: mall, 2026-10-01 - 2026-10-31' \
	"$(for word in $(field m Subject); do word=${word#=?UTF-8?B?}; printf %s "${word%\?=}" | base64 -d; done)"

t_begin 'the line of samples/cron'
t_sh "sed -n 's/^#5 7 \* \* \*  \(sd report .*mail.*\) | .*/\1/p' '$SD_TOP/samples/cron/crontab' >line; cat line"
t_out <<'END'
sd report --format mail --mail-to boss@example.com
END
t_env "SD_DESK=$mall"
t_sh ". ./line >m; sed -n 's/^To: //p' m"
t_out <<'END'
boss@example.com
END
