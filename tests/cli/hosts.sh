# shellcheck shell=sh disable=SC2034,SC2154,SC2013
# hosts.sh: several hosts for the test of samples/scale: sshd on loopback, each with a key, a port and a name.
#
#	hosts_start NAME...      status 1 and $hosts_why where that cannot be done here
#	hosts_alias NAME LIKE    a further name for a host, with a key of its own that is not the host's
#	$hosts_ssh               ssh that knows these hosts, and no others
#	hosts_stop

hosts_dir=$t_tmp/hosts hosts_pids='' hosts_why=''
hosts_ssh="ssh -F $hosts_dir/config"

# Port $1 of name $2.
hosts_config() {
	cat >>"$hosts_dir/config" <<-END
	Host $2
	  HostName 127.0.0.1
	  Port $1
	  User $(id -un)
	  IdentityFile $hosts_dir/client
	  IdentitiesOnly yes
	  UserKnownHostsFile $hosts_dir/known-$2
	  GlobalKnownHostsFile /dev/null
	  StrictHostKeyChecking yes
	  BatchMode yes
	END
	echo "$1" >"$hosts_dir/port-$2"
}

hosts_know() { # port, name, whose key
	printf '[127.0.0.1]:%s %s\n' "$1" "$(cut -d ' ' -f 1,2 "$hosts_dir/key-$3.pub")" >"$hosts_dir/known-$2"
}

# Whatever kills the test, the daemon does not outlive it.
hosts_guard() {
	while kill -0 $$ 2>/dev/null && kill -0 "$1" 2>/dev/null; do
		sleep 1
	done
	kill "$1" 2>/dev/null
}

# The daemon of host $1 on port $2; status 1 where the port is taken. bash reads no ~/.bashrc for a command that
# comes by ssh where SHLVL says that it is not the first shell: what stands in there is not the test's.
hosts_try() {
	cat >"$hosts_dir/sshd-$1" <<-END
	ListenAddress 127.0.0.1
	Port $2
	HostKey $hosts_dir/key-$1
	AuthorizedKeysFile $hosts_dir/client.pub
	AuthenticationMethods publickey
	PermitRootLogin prohibit-password
	StrictModes no
	UsePAM no
	PidFile none
	LogLevel INFO
	SetEnv SHLVL=2
	END
	: >"$hosts_dir/log-$1"
	"$(command -v sshd)" -D -e -f "$hosts_dir/sshd-$1" 2>"$hosts_dir/log-$1" &
	hosts_pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		if grep -q '^Server listening' "$hosts_dir/log-$1"; then
			hosts_pids="$hosts_pids $hosts_pid"
			hosts_guard "$hosts_pid" &
			return 0
		fi
		kill -0 "$hosts_pid" 2>/dev/null || return 1
		sleep 0.1
	done
	kill "$hosts_pid" 2>/dev/null
	return 1
}

hosts_one() {
	ssh-keygen -q -t ed25519 -N '' -f "$hosts_dir/key-$1"
	for port in $(awk -v seed="$$$1" 'BEGIN {
		for (i = 1; i <= length(seed); i++)
			s = (s * 31 + index("abcdefghijklmnopqrstuvwxyz0123456789", substr(seed, i, 1))) % 65521
		srand(s)
		for (i = 0; i < 20; i++)
			print 20000 + int(rand() * 12000)
	}'); do
		hosts_try "$1" "$port" || continue
		hosts_config "$port" "$1"
		hosts_know "$port" "$1" "$1"
		$hosts_ssh "$1" true </dev/null 2>"$hosts_dir/login" && return 0
		hosts_why="sshd lets nobody in: $(tail -n 1 "$hosts_dir/login")"
		return 1
	done
	hosts_why="sshd does not start: $(tail -n 1 "$hosts_dir/log-$1")"
	return 1
}

hosts_start() {
	for program in ssh sshd ssh-keygen parallel; do
		command -v $program >/dev/null 2>&1 || { hosts_why="no $program here"; return 1; }
	done
	mkdir "$hosts_dir" && chmod 700 "$hosts_dir"
	# Where sshd runs as root it wants this folder, which a service would make.
	if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ] && ! mkdir -m 755 /run/sshd 2>/dev/null && [ ! -d /run/sshd ]; then
		hosts_why='sshd needs /run/sshd'
		return 1
	fi
	ssh-keygen -q -t ed25519 -N '' -f "$hosts_dir/client"
	for host; do
		hosts_one "$host" || return 1
	done
}

hosts_alias() {
	hosts_config "$(cat "$hosts_dir/port-$2")" "$1"
	ssh-keygen -q -t ed25519 -N '' -f "$hosts_dir/key-$1"
	hosts_know "$(cat "$hosts_dir/port-$2")" "$1" "$1"
}

hosts_stop() {
	# shellcheck disable=SC2086
	[ -z "$hosts_pids" ] || kill $hosts_pids 2>/dev/null
	hosts_pids=''
}
