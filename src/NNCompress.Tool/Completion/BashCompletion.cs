namespace NNCompress.Tool.Completion;

/// <summary>Completion for bash: a function that fills COMPREPLY; where it leaves that empty, bash offers files.</summary>
internal static class BashCompletion
{
    public static string Of(CompletionTree tree) => $$"""
        _nncompress() {
            local at=1 words=''
            [[ ${COMP_WORDS[0]##*/} == dotnet && ${COMP_WORDS[1]} == nncompress ]] && at=2
            local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
            COMPREPLY=()
            if (( COMP_CWORD == at )); then
                words='{{string.Join(' ', tree.First)}}'
            else
                case $previous in
                    {{string.Join("\n            ", tree.Values.Select(v => $"{v.Word}) words='{string.Join(' ', v.Values)}' ;;"))}}
                esac
                if [[ -z $words && $current == -* ]]; then
                    case ${COMP_WORDS[at]} in
                        {{string.Join("\n                ", tree.Verbs.Select(v => $"{v.Verb}) words='{string.Join(' ', v.Options)}' ;;"))}}
                    esac
                fi
            fi
            [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
            return 0
        }
        # Behind dotnet alone, what completed it before goes on, or the SDK.
        [[ -z ${_nncompress_before+set} ]] && _nncompress_before=$(complete -p dotnet 2>/dev/null | sed -n 's/.* -F \([^ ]*\) .*/\1/p') || true
        _nncompress_dotnet() {
            if [[ ${COMP_WORDS[1]} == nncompress ]] && (( COMP_CWORD > 1 )); then
                _nncompress
                return
            fi
            local word
            COMPREPLY=()
            if [[ -n $_nncompress_before ]]; then
                "$_nncompress_before" "$@"
            else
                while IFS= read -r word; do COMPREPLY+=("$word"); done < <(dotnet complete --position "$COMP_POINT" "$COMP_LINE" 2>/dev/null)
            fi
            (( COMP_CWORD == 1 )) && [[ nncompress == "${COMP_WORDS[1]}"* ]] && COMPREPLY+=(nncompress)
            return 0
        }
        complete -o default -F _nncompress dotnet-nncompress
        complete -o default -F _nncompress_dotnet dotnet

        """.ReplaceLineEndings("\n");
}
