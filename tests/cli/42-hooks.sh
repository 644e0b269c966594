#!/bin/sh
# samples/hooks/send: mail, WeCom, DingTalk, Feishu and Slack take a message, or sd learns that they did not.
# shellcheck disable=SC2119

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/notify.sh"

now=1795226400 # 2026-11-21T10:00:00+08:00, SD_NOW of the tests
pid=

stop() { [ -z "$pid" ] || kill "$pid" 2>/dev/null; pid=; }
ended() { stop; t_finish "$1"; }
trap 'ended $?' EXIT

# The hooks folder of a desk, with programs on PATH that note the arguments they get.
hooks() {
	t_need curl
	stop
	mkdir -p hooks bin service
	cp "$SD_TOP/samples/hooks/send" hooks/send
	for prog in curl sd; do
		real=$(PATH=$t_path command -v "$prog") || real=/nowhere
		t_file "bin/$prog" <<-END
			#!/bin/sh
			printf '%s\n' "\$@" >>'$t_dir/arguments'
			exec '$real' "\$@"
		END
	done
	chmod 755 bin/*
	t_env "PATH=$t_dir/bin:$t_path"
	message
}

message() {
	t_in <<'END'
{ "schema": "sd.notify/1", "title": "1 step due", "to": "wang.fang",
  "lines": [ "20261121-0007 expired, B2 <x>: feedback 2h late" ] }
END
}

# service FORM [SECRET]: a receiver of that kind, and its address in the file of the hook
service() {
	[ -z "$t_why" ] || return 0
	"$SD_BIN/tests/helpers/receiver" service "$1" ${2:+"$2" "$now"} 2>service/errors &
	pid=$!
	n=0
	until [ -s service/port ] || [ $((n += 1)) -gt 100 ]; do sleep 0.05; done
	port=$(cat service/port)
	(umask 077 && printf '# the robot of the floor\nurl = http://127.0.0.1:%s/send?key=TOKEN\n' "$port" >"hooks/$1.conf")
	[ -z "${2-}" ] || echo "secret = $2" >>"hooks/$1.conf"
}

t_begin 'WeCom: the payload arrives, and neither address nor secret are arguments'
hooks
service wecom
t_run hooks/send wecom
t_settle
t_file_is service/request <<'END'
POST /send?key=TOKEN HTTP/1.1
END
t_file_is service/body <<'END'
{"msgtype":"markdown","markdown":{"content":"**1 step due**\nto wang.fang\n> 20261121-0007 expired, B2 ＜x>: feedback 2h late"}}
END
t_is 0 "$(grep -c 'TOKEN\|127.0.0.1' arguments)" 'arguments that name the address'

t_begin 'DingTalk: the address is signed, a wrong secret is a failure'
hooks
service dingtalk 'SECthis is secret'
t_run hooks/send dingtalk
t_settle
t_file_is service/request <<'END'
POST /send?key=TOKEN&timestamp=1795226400000&sign=B%2BvPfI9nXERZ6iXZQf4m3I%2FuB662I0eJdTXi%2B3a5YxA%3D HTTP/1.1
END
t_is 0 "$(grep -c 'SEC\|TOKEN\|sign=' arguments)" 'arguments that hold a secret'
sed -i.bak 's/secret = .*/secret = SECother/' hooks/dingtalk.conf
message
t_run hooks/send dingtalk
t_status 1
t_err <<'END'
send dingtalk: refused: {"errcode":310000,"errmsg":"sign not match"}
END

t_begin 'DingTalk: the signature is what openssl computes'
hooks
t_need openssl
service dingtalk 'SECa/b+c=$x'
t_run hooks/send dingtalk
t_settle
t_is "$(printf '1795226400000\nSECa/b+c=$x' | openssl dgst -sha256 -hmac 'SECa/b+c=$x' -binary | openssl base64 |
	sed 's/+/%2B/g; s|/|%2F|g; s/=/%3D/g')" \
	"$(sed -n 's/.*sign=\([^ ]*\) .*/\1/p' service/request 2>/dev/null)" signature

t_begin 'Feishu: the request is signed, a wrong secret is a failure'
hooks
service feishu demo
t_run hooks/send feishu
t_settle
t_file_is service/body <<'END'
{"timestamp":"1795226400","sign":"eeG8YwzpN9BIp2fdGGYLZjPl5x9gH0wH5MQG2tih6yM=","msg_type":"post","content":{"post":{"en_us":{"title":"1 step due","content":[[{"tag":"text","text":"to wang.fang"}],[{"tag":"text","text":"20261121-0007 expired, B2 <x>: feedback 2h late"}]]}}}}
END
sed -i.bak 's/secret = .*/secret = other/' hooks/feishu.conf
message
t_run hooks/send feishu
t_status 1
t_err_has 'send feishu: refused: {"code":19021,'

t_begin 'Slack: the payload arrives'
hooks
service slack
t_run hooks/send slack
t_settle
t_file_is service/body <<'END'
{"text":"1 step due","blocks":[{"type":"header","text":{"type":"plain_text","text":"1 step due","emoji":false}},{"type":"section","text":{"type":"mrkdwn","text":"to wang.fang\n• 20261121-0007 expired, B2 &lt;x&gt;: feedback 2h late","verbatim":true}}]}
END

t_begin 'a second room: the name after the form names the file, and a receiver may have an address of its own'
hooks
service wecom
mv hooks/wecom.conf hooks/floor.conf 2>/dev/null
t_run hooks/send wecom floor
t_settle
printf 'url.wang.fang = http://127.0.0.1:%s/send?key=HERS\n' "${port-}" >>hooks/floor.conf
message
t_run hooks/send wecom floor
t_settle
t_file_is service/request <<'END'
POST /send?key=HERS HTTP/1.1
END

t_begin 'whatever is not "taken" is a failure: errcode, HTTP status, another page, no answer, nobody there'
hooks
service wecom
printf '200\n{"errcode":93000,"errmsg":"invalid webhook url"}' >service/answer
message
t_run hooks/send wecom
t_status 1
t_err <<'END'
send wecom: refused: {"errcode":93000,"errmsg":"invalid webhook url"}
END
printf '503\n{"errcode":0,"errmsg":"ok"}' >service/answer
message
t_run hooks/send wecom
t_status 1
t_err <<'END'
send wecom: HTTP status 503: {"errcode":0,"errmsg":"ok"}
END
printf '200\n<html>sign in to the hotel network</html>' >service/answer
message
t_run hooks/send wecom
t_status 1
t_err <<'END'
send wecom: refused: <html>sign in to the hotel network</html>
END
printf 'silence\n' >service/answer
t_env SEND_TIMEOUT=1
message
t_run hooks/send wecom
t_status 1
t_err_has 'send wecom: not sent'
stop
message
t_run hooks/send wecom
t_status 1
t_err_has 'send wecom: not sent'

t_begin 'Slack, Feishu: what is not "taken" is a failure, too'
hooks
service slack
printf '200\nno_text' >service/answer
message
t_run hooks/send slack
t_status 1
t_err <<'END'
send slack: refused: no_text
END
stop
rm -f service/port
service feishu
printf '200\n{"code":9499,"msg":"Bad Request","data":{}}' >service/answer
message
t_run hooks/send feishu
t_status 1
t_err <<'END'
send feishu: refused: {"code":9499,"msg":"Bad Request","data":{}}
END

t_begin 'a file with the secret that others may read is refused, and so is none'
hooks
service wecom
chmod 640 hooks/wecom.conf 2>/dev/null
t_run hooks/send wecom
t_status 3
t_err <<'END'
sd: error: others may read 'hooks/wecom.conf', which holds a secret: chmod 600
END
rm -f hooks/wecom.conf
message
t_run hooks/send wecom
t_status 4
t_err_has "cannot read 'hooks/wecom.conf'"

# sendmail DIR: a program of that name that keeps what it gets
fake_sendmail() {
	mkdir -p hooks bin
	cp "$SD_TOP/samples/hooks/send" hooks/send
	t_file bin/sendmail <<-END
		#!/bin/sh
		printf '%s ' "\$@" >'$t_dir/arguments'
		cat >'$t_dir/mail'
		exit ${1-0}
	END
	chmod 755 bin/sendmail
	t_env "PATH=$t_dir/bin:$t_path"
	(umask 077 && printf 'from = desk@example.cn\nto = desk@example.cn\nto.wang.fang = fang@example.cn\n' >hooks/mail.conf)
	message
}

t_begin 'mail: sendmail gets the headers and the text'
fake_sendmail
t_run hooks/send mail
t_settle
t_file_is mail <<'END'
From: desk@example.cn
To: fang@example.cn
Subject: 1 step due
Date: Sat, 21 Nov 2026 02:00:00 +0000
Message-ID: <c2e8daa0e755d1a5cc444d32b372f26d@example.cn>
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Language: en
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: quoted-printable

20261121-0007 expired, B2 <x>: feedback 2h late
END
t_is '-t -i ' "$(cat arguments 2>/dev/null)" 'arguments of sendmail'

t_begin 'mail: what sendmail refuses is a failure'
fake_sendmail 75
t_run hooks/send mail
t_status 1
t_err <<'END'
send mail: sendmail ended with status 75
END

t_begin 'from a limit that is over to the room: policy, channel, sender, service'
notify_desk
hooks
service wecom
case_at 09:00 --place B2
escalate_at 10:00
t_settle
t_is 'zhao.lei 20261124-0001' "$(sed 's/.*nto \([a-z.]*\)\\n> \([0-9-]*\) .*/\1 \2/' service/body 2>/dev/null)" \
	'who was told of which case'
t_is 0 "$(grep -c '13800001111\|sour' service/body)" 'what the customer said'
t_is '0001 zhao.lei floor 0' "$(told | tail -n 1)" 'what the log says of it'

t_begin 'message: what is no message, no form, no key of the file'
t_in <<'END'
{ "title": "x" }
END
t_run sd escalate message --format slack
t_status 3
t_err <<'END'
sd: error: stdin: the schema is '', not 'sd.notify/1'
END
t_run sd escalate message
t_status 2
t_err <<'END'
sd: error: in which form? --format mail, wecom, dingtalk, feishu or slack; see 'sd escalate message --help'
END
t_run sd escalate message --format csv
t_status 2
t_err <<'END'
sd: error: format 'csv' does not exist here, only mail, wecom, dingtalk, feishu, slack; see 'sd escalate message --help'
END
(umask 077; printf '\nulr=http://x\n' >a.conf; printf 'url=ftp://x/\n' >b.conf; printf 'url=https://x/"\n' >c.conf; : >d.conf)
message
t_run sd escalate message --format slack --conf a.conf
t_status 3
t_err <<'END'
sd: error: a.conf:2: unknown key 'ulr' (did you mean 'url'?)
END
for bad in b c; do
	message
	t_run sd escalate message --format slack --conf $bad.conf --address
	t_status 3
	t_err <<'END'
sd: error: 'url' is no address that begins with https://
END
done
message
t_run sd escalate message --format slack --conf d.conf --address
t_status 3
t_err <<'END'
sd: error: no address: the line 'url=' is missing in the file of --conf
END

t_begin 'message: the words that sd adds are in the language asked for'
t_in <<'END'
{ "schema": "sd.notify/1", "title": "一条待办", "to": "王芳", "lines": [] }
END
t_run sd escalate message --format wecom --lang zh
t_out <<'END'
{"msgtype":"markdown","markdown":{"content":"**一条待办**\n致 王芳"}}
END
