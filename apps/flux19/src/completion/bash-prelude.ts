/**
 * What the script for bash needs of the package bash-completion, for machines without it: the words up to the cursor. Words that
 * bash has split at `=` and `:` are put together again.
 */
export const bashPrelude = `if ! declare -F _get_comp_words_by_ref >/dev/null; then
_get_comp_words_by_ref() {
    local i word
    words=()
    cword=-1
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word="\${COMP_WORDS[i]}"
        if ((i > 0 && cword > 0)) && [[ "$word" == [=:]* || "\${words[cword]}" == *[=:] ]] && __flux19_joined "$i"; then
            words[cword]+="$word"
        else
            words[++cword]="$word"
        fi
    done
    cur="\${words[cword]}"
    prev=""
    if ((cword > 0)); then prev="\${words[cword - 1]}"; fi
}
# Whether nothing stands between a word and the one before it.
__flux19_joined() {
    local before="\${COMP_WORDS[$1 - 1]}\${COMP_WORDS[$1]}"
    [[ "$COMP_LINE" == *"$before"* ]]
}
fi

`;
