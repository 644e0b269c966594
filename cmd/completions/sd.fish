# fish completion of sd. It knows nothing by itself: commands, verbs and options are asked of the program
# (--list-commands, --help, --list-options), the policy's own fields included.

function __sd_words --description 'the command and the verb typed so far'
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case -C --directory --policy --now --format --color --lang
                set skip 1
            case '-*'
            case '*'
                echo $word
        end
    end
end

function __sd_complete
    set -l ask (__sd_words)
    if string match -q -- '-*' (commandline -ct)
        sd $ask[1..2] --list-options 2>/dev/null | while read -l -d \t name letter arg help
            printf -- '--%s\t%s\n' $name $help
        end
    else if test (count $ask) = 0
        sd --list-commands 2>/dev/null
    else if test (count $ask) = 1
        sd $ask[1] --help 2>/dev/null | string replace -rf '^(?:  |\S* *sd [a-z]+ )([a-z][a-z-]*)(?: .*)?$' '$1'
    end
end

complete -c sd -a '(__sd_complete)'
complete -c sd -l format -x -a 'text csv json jsonl md html xlsx slip mail wecom dingtalk feishu slack'
complete -c sd -l lang -x -a 'zh en'
complete -c sd -l color -x -a 'auto always never'
