#!/bin/sh
# The array job of samples/scale under a Slurm of one node, and the lines of sd-scale(7) that start it.
. "$(dirname "$0")/lib.sh"
slurm=$t_tmp/slurm pids=''
ended() {
	# shellcheck disable=SC2086
	[ -z "$pids" ] || kill $pids 2>/dev/null
	# shellcheck disable=SC2086
	[ -z "$pids" ] || wait $pids 2>/dev/null
	t_finish "$1"
}
trap 'ended $?' EXIT

port() { awk -v seed="$1" 'BEGIN { srand(seed); print 32000 + int(rand() * 700) * 2 }'; }

# Whatever kills the test, its daemons do not outlive it.
guard() {
	while kill -0 $$ 2>/dev/null && kill -0 "$1" 2>/dev/null; do
		sleep 1
	done
	kill "$1" 2>/dev/null
}
daemon() {
	"$@" >>"$slurm/daemons.out" 2>&1 &
	pids="$pids $!"
	guard $! &
}

# A cluster of this host, with a key and ports of its own. Status 1 and $why where that cannot be.
start_slurm() {
	for program in slurmctld slurmd sbatch squeue sinfo munged munge; do
		command -v $program >/dev/null 2>&1 || { why="no $program here"; return 1; }
	done
	[ "$(id -u)" = 0 ] || { why='slurmd needs root'; return 1; }
	mkdir -p "$slurm/state" "$slurm/spool"
	chmod 755 "$t_tmp" "$slurm"
	head -c 1024 /dev/urandom >"$slurm/munge.key"
	chmod 600 "$slurm/munge.key"
	daemon munged --foreground --force --key-file="$slurm/munge.key" --socket="$slurm/munge.socket" \
		--pid-file="$slurm/munge.pid" --seed-file="$slurm/munge.seed"
	p=$(port $$)
	cat >"$slurm/slurm.conf" <<-END
	ClusterName=test$$
	SlurmctldHost=$(hostname -s)(127.0.0.1)
	SlurmctldPort=$p
	SlurmdPort=$((p + 1))
	AuthType=auth/munge
	AuthInfo=socket=$slurm/munge.socket
	SlurmUser=$(id -un)
	SlurmdUser=$(id -un)
	StateSaveLocation=$slurm/state
	SlurmdSpoolDir=$slurm/spool
	SlurmctldPidFile=$slurm/slurmctld.pid
	SlurmdPidFile=$slurm/slurmd.pid
	SlurmctldLogFile=$slurm/slurmctld.log
	SlurmdLogFile=$slurm/slurmd.log
	ProctrackType=proctrack/pgid
	TaskPlugin=task/none
	JobAcctGatherType=jobacct_gather/none
	SchedulerType=sched/builtin
	SchedulerParameters=batch_sched_delay=1,sched_interval=1
	SelectType=select/cons_tres
	SelectTypeParameters=CR_Core
	ReturnToService=2
	NodeName=node1 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
	PartitionName=shops Nodes=node1 Default=YES State=UP MaxTime=INFINITE
	END
	SLURM_CONF=$slurm/slurm.conf
	export SLURM_CONF
	daemon slurmctld -D -f "$SLURM_CONF"
	daemon slurmd -D -N node1 -f "$SLURM_CONF"
	for _ in $(seq 1 200); do
		[ "$(sinfo -h -o %t 2>/dev/null)" = idle ] && return 0
		sleep 0.2
	done
	why="Slurm does not start: $(tail -n 1 "$slurm/slurmctld.log" "$slurm/slurmd.log" | tr '\n' ' ')"
	return 1
}

wait_jobs() {
	for _ in $(seq 1 900); do
		[ -n "$(squeue -h 2>&1)" ] || return 0
		sleep 0.2
	done
	return 1
}

t_begin 'half a line is not published'
t_file half <<'END'
#!/bin/sh
printf '{"schema":"sd.partial/1"%b' "$END"
exit 3
END
chmod +x half
echo shop >shops
mkdir out
part() { t_run env SD="$t_dir/half" END="$1" SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=1 \
	sh "$SD_TOP/samples/scale/slurm-part" shops out; }
part ''
t_status 123
t_sh 'ls out'
t_out <<'END'
part-1.new
END
part '}\n'
t_status 123
t_sh 'ls out'
t_out <<'END'
part-1.jsonl
END

t_begin 'each shop is in one task, of an array with a step, too'
printf 'north\neast\nsouth shop\nwest\nharbour\n' >shops
t_file list <<'END'
#!/bin/sh
shift 2
echo "$*"
END
chmod +x list
mkdir out
for i in 2 5 8; do
	t_run env SD="$t_dir/list" SLURM_ARRAY_TASK_ID=$i SLURM_ARRAY_TASK_MIN=2 SLURM_ARRAY_TASK_COUNT=3 \
		SLURM_ARRAY_TASK_STEP=3 sh "$SD_TOP/samples/scale/slurm-part" shops out
done
t_sh 'cat out/*.jsonl'
t_out <<'END'
north west
east harbour
south shop
END

t_begin 'an array job gives, byte for byte, the report of one run over all folders, and names what is missing'
start_slurm || t_skip "$why"
for seed in 1 2 3 4 5; do
	mkdir -p shop$seed
	cp "$SD_TOP/samples/mall/policy.yaml" shop$seed/
	"$SD_BIN/tests/bench/gen-sample" --now 2026-11-21T09:00:00+08:00 --days 25 --seed $seed shop$seed
	echo "$t_dir/shop$seed" >>shops
	echo "shop$seed" >>names
done
mkdir out
t_env "SLURM_CONF=$slurm/slurm.conf"
t_env "SD=$SD_BIN/sd"
t_env "part=$SD_TOP/samples/scale/slurm-part"
t_env now=2026-11-21T01:00:00Z

# As sd-scale(7) has it.
run_jobs() {
	t_sh 'job=$(sbatch --parsable --array=1-3 -o log-%a "$part" shops out --month --now "$now") &&
		sbatch --dependency=afterany:"$job" -o log-merge \
			--wrap "sd report --merge --expect names out/*.jsonl >report.txt" >/dev/null'
	t_settle
	[ -n "$t_why" ] || wait_jobs || t_wrong 'the jobs do not end' "$slurm/slurmctld.log"
}
run_jobs
t_sh 'sd report --month --now "$now" shop[1-5] >direct && cmp report.txt direct'
t_run cat log-1 log-2 log-3 log-merge
t_sh 'ls out'
t_out <<'END'
part-1.jsonl
part-2.jsonl
part-3.jsonl
END

rm -rf shop4 out/* log-*
printf 'shop6\tnot in the list of shops\n' >>names
run_jobs
t_run head -n 4 report.txt
t_out_has '4 desks, 2026-11-01 - 2026-11-21 so far'
t_out_has '2 of 6 desks could not be read: shop4, shop6'
t_sh 'cat log-1 log-merge'
t_out_has "shop4: error: '"
t_out_has 'shop6: error: no figures came of it (not in the list of shops)'
