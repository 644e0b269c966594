#!/bin/sh
# Colours: only on a terminal, or where asked for; never in machine formats or files.
. "$(dirname "$0")/lib.sh"

esc=$(printf '\033')

t_begin 'no colours where the output is no terminal'
t_desk shopping-mall
t_run sd report --day today --lang en
t_out_not "$esc"

t_begin '--color=always colours headings; --color=never wins over a terminal'
t_desk shopping-mall
t_run sd report --day today --lang en --color always
t_out_has "${esc}[1mRules and seal"
t_run sd report --day today --format json --color always
t_out_not "$esc"
t_tty 'sd report --day today --lang en'
t_out_has "${esc}[1mRules and seal"
t_tty 'sd report --day today --lang en --color never'
t_out_not "$esc"

t_begin 'NO_COLOR is heeded'
t_desk shopping-mall
t_env NO_COLOR=1
t_tty 'sd report --day today --lang en'
t_out_not "$esc"

t_begin 'findings name their grade in colour where asked for'
t_file bad.yaml <<'END'
policy: x
timezone: Asia/Shanghai
kindz: {}
END
t_run sd policy check --policy bad.yaml --color always
t_status 3
t_err_has "${esc}[1;31merror:${esc}[0m unknown key 'kindz'"
