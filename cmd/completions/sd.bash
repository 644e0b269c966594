# bash completion of sd and its links. It knows nothing by itself: commands, verbs and options are asked
# of the program (--list-commands, --list-verbs, --list-options), the policy's own ones included.

_sd() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local -a ask=() global=()
	local word i skip=0 name=${COMP_WORDS[0]##*/}
	COMPREPLY=()

	[[ $name == sd-* ]] && ask=("${name#sd-}")
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if ((skip)); then
			skip=0
			global+=("$word")
			continue
		fi
		case $word in
		-C | --directory | --policy)
			global+=("$word")
			skip=1
			;;
		-*) ;;
		*) ((${#ask[@]} < 2)) && ask+=("$word") ;;
		esac
	done
	case $prev in
	-C | --directory)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--format)
		mapfile -t COMPREPLY < <(compgen -W 'text csv json jsonl md slip' -- "$cur")
		return
		;;
	--lang)
		mapfile -t COMPREPLY < <(compgen -W 'zh en' -- "$cur")
		return
		;;
	--color)
		mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$cur")
		return
		;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(sd "${global[@]}" "${ask[@]}" --list-options 2>/dev/null |
			awk -F'\t' '{ print "--" $1 }')" -- "$cur")
	elif ((${#ask[@]} == 0)); then
		mapfile -t COMPREPLY < <(compgen -W "$(sd --list-commands 2>/dev/null)" -- "$cur")
	elif ((${#ask[@]} == 1)); then
		mapfile -t COMPREPLY < <(compgen -W "$(sd "${global[@]}" "${ask[0]}" --list-verbs 2>/dev/null |
			cut -f1)" -- "$cur")
	fi
	((${#COMPREPLY[@]})) || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -o filenames -F _sd sd sd-init sd-log sd-escalate sd-report sd-policy
