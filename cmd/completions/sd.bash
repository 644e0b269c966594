# bash completion of sd and its links. It knows nothing by itself: commands, verbs and options are asked
# of the program (--list-commands, --help, --list-options), the policy's own fields included.

# The verbs of a command, or the options that --help shows.
_sd_verbs() {
	sd "$@" --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p; s/^[^ ]* *sd [a-z]* \([a-z][a-z]*\).*/\1/p' | sort -u
}
_sd_options() {
	if (($#)); then
		sd "$@" --list-options 2>/dev/null | awk -F'\t' '{ print "--" $1 }'
	else
		sd --help 2>/dev/null | sed -n 's/^  .*\(--[a-z-]*\).*/\1/p'
	fi
}

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
	-C | --directory | --output)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--format)
		mapfile -t COMPREPLY < <(compgen -W 'text csv json jsonl md html xlsx slip mail wecom dingtalk feishu slack' -- "$cur")
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
		((${#ask[@]})) || global=()
		word=$(_sd_options "${global[@]}" "${ask[@]}")
	elif ((${#ask[@]} == 0)); then
		word=$(sd --list-commands 2>/dev/null)
	elif ((${#ask[@]} == 1)); then
		word=$(_sd_verbs "${ask[0]}")
	else
		word=
	fi
	mapfile -t COMPREPLY < <(compgen -W "$word" -- "$cur")
	((${#COMPREPLY[@]})) || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -o filenames -F _sd sd sd-init sd-log sd-escalate sd-survey sd-report sd-policy
