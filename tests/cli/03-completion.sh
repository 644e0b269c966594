#!/bin/sh
# The bash completion offers what the programs' own option tables hold.

. "$(dirname "$0")/lib.sh"

# completes WORD...: what bash offers for the last word
completes() {
	t_need bash
	t_env 'HISTFILE='
	t_run bash -c 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sd; printf "%s\n" "${COMPREPLY[@]}"' \
		"$SD_TOP/cmd/completions/sd.bash" "$@"
}

t_begin 'the first word is a command'
t_sh 'sd --list-commands'
t_out_has log
cp "$t_tmp/out.raw" commands
completes sd ''
t_out_file commands

t_begin 'the word after a command is its verb'
completes sd log o
t_out <<'END'
open
END

t_begin 'verbs that stand in the usage lines are known, too'
completes sd escalate w
t_out <<'END'
watch
END
completes sd policy ch
t_out <<'END'
check
END

t_begin 'options of a verb come from its table, through a link too'
t_sh 'sd log open --list-options | cut -f1 | sed "s/^/--/"'
cp "$t_tmp/out.raw" options
t_out_has '--customer'
completes sd log open --
t_out_file options
completes sd-log open --
t_out_file options

t_begin 'options before a command are the common ones'
completes sd --dir
t_out <<'END'
--directory
END

t_begin 'values of --lang, --color and --format are known'
completes sd --lang ''
t_out <<'END'
zh
en
END
completes sd report --format j
t_out <<'END'
json
jsonl
END
