package llmrouter.cli.completion;

/// The script for bash 3.2 or newer. Bash divides a line also at `:` and `=` and leaves the quotes in, so the script
/// reads the line itself. It replaces only what bash would replace: the part behind the last such character.
final class BashScript {
    private static final String FUNCTIONS = """

        # Divides the line into lr_words without quotes. lr_open is the quote that is open at the cursor; lr_done is how
        # many characters of the last word bash leaves alone.
        _llm_router_split() {
          local lr_i lr_c lr_word='' lr_any=''
          for ((lr_i = 0; lr_i < ${#1}; lr_i++)); do
            lr_c=${1:lr_i:1}
            if [ "$lr_open" = "'" ]; then
              if [ "$lr_c" = "'" ]; then lr_open=''; else lr_word+=$lr_c; fi
            elif [ "$lr_c" = '\\' ] && [ $((lr_i + 1)) -lt ${#1} ]; then
              lr_i=$((lr_i + 1)); lr_word+=${1:lr_i:1}; lr_any=1
            elif [ "$lr_open" = '"' ]; then
              if [ "$lr_c" = '"' ]; then lr_open=''; else lr_word+=$lr_c; fi
            else
              case $lr_c in
                \\'|\\") lr_open=$lr_c; lr_any=1; lr_done=${#lr_word} ;;
                ' '|$'\\t')
                  if [ -n "$lr_word$lr_any" ]; then lr_words+=("$lr_word"); fi
                  lr_word=''; lr_any=''; lr_done=0
                  ;;
                *)
                  lr_word+=$lr_c
                  case $COMP_WORDBREAKS in *"$lr_c"*) lr_done=${#lr_word} ;; esac
                  ;;
              esac
            fi
          done
          lr_words+=("$lr_word")
        }

        # Sets lr_quoted to a word as it must stand at the cursor.
        _llm_router_quote() {
          lr_quoted=$1
          case $lr_open$1 in
            *[!A-Za-z0-9_./,:=@%+-]*) ;;
            *) return ;;
          esac
          local lr_i lr_c
          lr_quoted=''
          for ((lr_i = 0; lr_i < ${#1}; lr_i++)); do
            lr_c=${1:lr_i:1}
            case $lr_open$lr_c in
              "''") lr_quoted+="'\\\\''" ;;
              '"\\'|'""'|'"$'|'"`') lr_quoted+="\\\\$lr_c" ;;
              \\'?*|\\"?*) lr_quoted+=$lr_c ;;
              [\\ \\!\\"\\#\\$\\&\\'\\(\\)\\*\\;\\<\\>\\?\\[\\\\\\]\\^\\`\\{\\|\\}\\~]) lr_quoted+="\\\\$lr_c" ;;
              *) lr_quoted+=$lr_c ;;
            esac
          done
          # readline closes the quote, but not behind a word that ends with the same character
          if [ -n "$lr_open" ] && [ "${1: -1}" = "$lr_open" ]; then lr_quoted+=$lr_open; fi
        }

        _llm_router() {
          local lr_words=() lr_open='' lr_done=0 lr_quoted='' lr_current='' lr_program='' lr_line='' lr_full=''
          local lr_command='' lr_operation='' lr_operands=0 lr_provider='' lr_config='' lr_helping=''
          local lr_kinds='' lr_wanted='' lr_kept=''
          COMPREPLY=()
          _llm_router_split "${COMP_LINE:0:COMP_POINT}"
          lr_program=${lr_words[0]/#\\~/$HOME}
          lr_words=("${lr_words[@]:1}")
          [ ${#lr_words[@]} != 0 ] || return 0
          lr_current=${lr_words[${#lr_words[@]} - 1]}
          _llm_router_read "${lr_words[@]}"
          lr_kinds=$(_llm_router_table "$lr_wanted")
          case $lr_kinds in
            @file|@folder)
              if [ "$lr_kinds" = @file ]; then compopt -o default; else compopt -o dirnames; fi 2>/dev/null
              return 0
              ;;
            @list*) case ${lr_current#"$lr_kept"} in *,*) lr_kept=${lr_current%,*}, ;; esac ;;
          esac
          while IFS= read -r lr_line; do
            lr_full=$lr_kept${lr_line%%$'\\t'*}
            [ "${lr_full:0:${#lr_current}}" = "$lr_current" ] || continue
            _llm_router_quote "${lr_full:lr_done}"
            COMPREPLY+=("$lr_quoted")
          done < <(_llm_router_lines "$lr_program")
          case $lr_kinds${COMPREPLY[0]-} in
            @list*|*=) compopt -o nospace 2>/dev/null ;; # bash 3.2 has no compopt
          esac
          return 0
        }

        complete -F _llm_router llm-router
        """;

    private BashScript() {}

    static String of(CompletionTable table) {
        return "# Completes command lines of llm-router in bash. Made by 'llm-router completion bash'.\n\n"
            + PosixEngine.of(table) + FUNCTIONS;
    }
}
