namespace NNCompress.Tool.Completion;

/// <summary>Completion for zsh with its completion system loaded.</summary>
internal static class ZshCompletion
{
    public static string Of(CompletionTree tree) => $$"""
        _nncompress() {
            local at=2
            [[ ${words[1]:t} == dotnet && ${words[2]} == nncompress ]] && at=3
            local -a offered
            if (( CURRENT == at )); then
                compadd -- {{string.Join(' ', tree.First)}}
                return
            fi
            case ${words[CURRENT-1]} in
                {{string.Join("\n        ", tree.Values.Select(v => $"{v.Word}) offered=({string.Join(' ', v.Values)}) ;;"))}}
            esac
            if (( ! ${#offered} )) && [[ ${words[CURRENT]} == -* ]]; then
                case ${words[at]} in
                    {{string.Join("\n            ", tree.Verbs.Select(v => $"{v.Verb}) offered=({string.Join(' ', v.Options)}) ;;"))}}
                esac
            fi
            if (( ${#offered} )); then
                compadd -- "${offered[@]}"
            else
                _files
            fi
        }
        # Behind dotnet alone, what completed it before goes on, or the SDK.
        (( ${+_nncompress_before} )) || typeset -g _nncompress_before=${_comps[dotnet]:-}
        _nncompress_dotnet() {
            if (( CURRENT > 2 )) && [[ ${words[2]} == nncompress ]]; then
                _nncompress
                return
            fi
            (( CURRENT == 2 )) && compadd -- nncompress
            if [[ -n $_nncompress_before ]]; then
                $_nncompress_before "$@"
            else
                compadd -- ${(f)"$(dotnet complete "${words[*]}" 2>/dev/null)"}
            fi
        }
        compdef _nncompress dotnet-nncompress
        compdef _nncompress_dotnet dotnet

        """.ReplaceLineEndings("\n");
}
