package llmrouter.cli.completion;

/// The script for zsh. It may be evaluated by `~/.zshrc`, or be a file `_llm-router` in a folder of `fpath`, which zsh
/// reads when it is needed.
final class ZshScript {
    private static final String FUNCTIONS = """

        _llm_router() {
          emulate -L zsh
          local lr_command='' lr_operation='' lr_operands=0 lr_provider='' lr_config='' lr_helping=''
          local lr_wanted='' lr_kept=''
          local lr_line lr_word lr_kinds lr_program=${(Q)words[1]}
          local -a lr_words lr_plain lr_shown lr_open lr_openshown
          (( CURRENT > 1 )) || return 1
          lr_program=${lr_program/#\\~/$HOME}
          lr_words=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
          (( CURRENT > 2 )) || lr_words=("${(Q)PREFIX}")
          _llm_router_read "${lr_words[@]}"
          [[ -z $lr_kept ]] || compset -P 1 '*='
          lr_kinds=$(_llm_router_table "$lr_wanted")
          case $lr_kinds in
            (@file) _files; return ;;
            (@folder) _files -/; return ;;
            (@list*) compset -P '*,' ;;
          esac
          _llm_router_lines "$lr_program" | while IFS= read -r lr_line; do
            lr_word=${lr_line%%$'\\t'*}
            [[ $lr_line != *$'\\t'* ]] || lr_line="${(r:24:)lr_word} -- ${lr_line#*$'\\t'}"
            if [[ $lr_word == *= ]]; then
              lr_open+=("$lr_word"); lr_openshown+=("$lr_line")
            else
              lr_plain+=("$lr_word"); lr_shown+=("$lr_line")
            fi
          done
          local -i lr_found=1
          if (( $#lr_plain )); then
            if [[ $lr_kinds == @list* ]]; then compadd -q -S , -- "${lr_plain[@]}" && lr_found=0
            elif [[ "$lr_shown" == "$lr_plain" ]]; then compadd -- "${lr_plain[@]}" && lr_found=0
            else compadd -l -d lr_shown -- "${lr_plain[@]}" && lr_found=0
            fi
          fi
          if (( $#lr_open )); then compadd -l -S '' -d lr_openshown -- "${lr_open[@]}" && lr_found=0; fi
          return lr_found
        }

        if [[ ${funcstack[1]} == _llm-router ]]; then
          _llm_router "$@"
        else
          (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
          compdef _llm_router llm-router
        fi
        """;

    private ZshScript() {}

    static String of(CompletionTable table) {
        return "#compdef llm-router\n# Completes command lines of llm-router in zsh. "
            + "Made by 'llm-router completion zsh'.\n\n"
            + PosixEngine.of(table) + FUNCTIONS;
    }
}
