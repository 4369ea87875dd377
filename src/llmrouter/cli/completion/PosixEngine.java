package llmrouter.cli.completion;

import java.util.List;
import java.util.Map;

import llmrouter.install.ShellText;

/// What the scripts for bash and zsh share: the table as a function, and the functions that read a line and find what
/// fits at the cursor. All names begin with `_llm_router`, so that no function of the user is replaced. Only what the
/// shell has built in is used.
///
/// `_llm_router_read WORD…` gets the words of the line without the program, up to the cursor, without quotes. It sets
/// `lr_wanted`, a key of [CompletionTable], and `lr_kept`, the part of the last word that stands before a value.
/// `_llm_router_lines PROGRAM` prints the lines of that key; kinds of names become the names.
final class PosixEngine {
    private static final String FUNCTIONS = """
        _llm_router_note() {
          case $1 in
            --config|-c|--config-path|--configPath) lr_config=$2 ;;
            --provider-id|--providerId|--provider) lr_provider=$2 ;;
            --operation|--op)
              lr_operation=$(_llm_router_table "operation $lr_command $2")
              lr_operation=${lr_operation:-$2}
              ;;
          esac
        }

        _llm_router_operand() {
          if [ -z "$lr_command" ]; then
            if [ "$1" = help ] && [ -z "$lr_helping" ]; then lr_helping=1; return; fi
            lr_command=$(_llm_router_table "command $1"); lr_command=${lr_command:-$1}
          elif [ -z "$lr_operation" ] && [ -n "$(_llm_router_table "operations $lr_command")" ]; then
            _llm_router_note --operation "$1"
          else
            [ "$lr_operands" != 0 ] || [ -n "$lr_provider" ] || lr_provider=${1%%/*}
            lr_operands=$((lr_operands + 1))
          fi
        }

        _llm_router_expects() {
          if [ -z "$lr_command" ]; then lr_wanted=commands
          elif [ -z "$lr_operation" ] && [ -n "$(_llm_router_table "operations $lr_command")" ]; then
            lr_wanted="operations $lr_command"
          elif [ -n "$lr_helping" ]; then lr_wanted=
          else
            lr_wanted="operand $lr_command $lr_operation $lr_operands"
            [ -n "$(_llm_router_table "$lr_wanted")" ] || lr_wanted="operand $lr_command $lr_operation more"
          fi
        }

        _llm_router_read() {
          local lr_ended='' lr_flag=''
          while [ $# -gt 1 ]; do
            if [ -n "$lr_flag" ]; then _llm_router_note "$lr_flag" "$1"; lr_flag=''
            elif [ -n "$lr_ended" ]; then _llm_router_operand "$1"
            else
              case $1 in
                --) lr_ended=1 ;;
                --*=*) _llm_router_note "${1%%=*}" "${1#*=}" ;;
                -?*) [ -z "$(_llm_router_table "value $lr_command $1")" ] || lr_flag=$1 ;;
                *) _llm_router_operand "$1" ;;
              esac
            fi
            shift
          done
          if [ -n "$lr_flag" ]; then lr_wanted="value $lr_command $lr_flag"
          elif [ -n "$lr_ended" ]; then _llm_router_expects
          else
            case $1 in
              -*=*) lr_kept="${1%%=*}="; lr_wanted="value $lr_command ${1%%=*}" ;;
              -*) lr_wanted="flags $lr_command $lr_operation" ;;
              *) _llm_router_expects ;;
            esac
          fi
        }

        _llm_router_names() {
          if [ -n "$lr_config" ]; then set -- "$@" "--config=$lr_config"; fi
          if [ -n "$lr_provider" ]; then set -- "$@" -- "$lr_provider"; fi
          "$@" 2>/dev/null </dev/null
        }

        _llm_router_lines() {
          local lr_line=''
          _llm_router_table "$lr_wanted" | while IFS= read -r lr_line; do
            case $lr_line in
              @file|@folder|@list|@text) ;;
              @*) _llm_router_names "$1" completion ids "${lr_line#@}" ;;
              *) printf '%s\\n' "$lr_line" ;;
            esac
          done
        }
        """;

    private PosixEngine() {}

    static String of(CompletionTable table) {
        var out = new StringBuilder("_llm_router_table() {\n  case $1 in\n");
        for (Map.Entry<List<String>, List<String>> row : table.byLines().entrySet()) {
            String keys = String.join("|", row.getValue().stream().map(ShellText::quoted).toList());
            String lines = String.join(" ", row.getKey().stream().map(ShellText::quoted).toList());
            out.append("    ").append(keys).append(") printf '%s\\n' ").append(lines).append(" ;;\n");
        }
        return out.append("  esac\n}\n\n").append(FUNCTIONS).toString();
    }
}
