package llmrouter.cli.completion;

import java.util.List;
import java.util.Map;

/// The script for fish 3.1 or newer. Fish asks for whole words, so a value comes with its flag in front of it.
final class FishScript {
    private static final String FUNCTIONS = """

        function __llm_router_note -S
            switch $argv[1]
                case --config -c --config-path --configPath
                    set lr_config $argv[2]
                case --provider-id --providerId --provider
                    set lr_provider $argv[2]
                case --operation --op
                    set lr_operation (__llm_router_table "operation $lr_command $argv[2]")
                    test -n "$lr_operation"; or set lr_operation $argv[2]
            end
        end

        function __llm_router_operand -S
            if test -z "$lr_command"
                if test "$argv[1]" = help -a -z "$lr_helping"
                    set lr_helping 1
                else
                    set lr_command (__llm_router_table "command $argv[1]")
                    test -n "$lr_command"; or set lr_command $argv[1]
                end
            else if test -z "$lr_operation" -a (count (__llm_router_table "operations $lr_command")) -gt 0
                __llm_router_note --operation $argv[1]
            else
                if test $lr_operands = 0 -a -z "$lr_provider"
                    set lr_provider (string replace -r '/.*' '' -- $argv[1])
                end
                set lr_operands (math $lr_operands + 1)
            end
        end

        function __llm_router_expects -S
            if test -z "$lr_command"
                set lr_wanted commands
            else if test -z "$lr_operation" -a (count (__llm_router_table "operations $lr_command")) -gt 0
                set lr_wanted "operations $lr_command"
            else if test -n "$lr_helping"
                set lr_wanted ''
            else
                set lr_wanted "operand $lr_command $lr_operation $lr_operands"
                test (count (__llm_router_table $lr_wanted)) -gt 0
                or set lr_wanted "operand $lr_command $lr_operation more"
            end
        end

        function __llm_router_read -S
            set -l lr_ended ''
            set -l lr_flag ''
            for lr_word in $argv[1..-2]
                if test -n "$lr_flag"
                    __llm_router_note $lr_flag $lr_word
                    set lr_flag ''
                else if test -n "$lr_ended"
                    __llm_router_operand $lr_word
                else
                    switch $lr_word
                        case --
                            set lr_ended 1
                        case '--*=*'
                            set -l lr_parts (string split -m 1 = -- $lr_word)
                            __llm_router_note $lr_parts
                        case '-?*'
                            test (count (__llm_router_table "value $lr_command $lr_word")) -gt 0
                            and set lr_flag $lr_word
                        case '*'
                            __llm_router_operand $lr_word
                    end
                end
            end
            if test -n "$lr_flag"
                set lr_wanted "value $lr_command $lr_flag"
            else if test -n "$lr_ended"
                __llm_router_expects
            else
                switch $argv[-1]
                    case '-*=*'
                        set -l lr_parts (string split -m 1 = -- $argv[-1])
                        set lr_kept $lr_parts[1]=
                        set lr_wanted "value $lr_command $lr_parts[1]"
                    case '-*'
                        set lr_wanted "flags $lr_command $lr_operation"
                    case '*'
                        __llm_router_expects
                end
            end
        end

        function __llm_router_names -S
            set -l lr_more
            test -z "$lr_config"; or set lr_more $lr_more "--config=$lr_config"
            test -z "$lr_provider"; or set lr_more $lr_more -- $lr_provider
            set -l lr_path (string replace -r '^~' $HOME -- $lr_program)
            command -q $lr_path; or return
            command $lr_path completion ids $argv[1] $lr_more 2>/dev/null </dev/null
        end

        function __llm_router_complete
            set -l lr_command ''
            set -l lr_operation ''
            set -l lr_operands 0
            set -l lr_provider ''
            set -l lr_config ''
            set -l lr_helping ''
            set -l lr_wanted ''
            set -l lr_kept ''
            set -l lr_words (commandline -opc)
            set -l lr_program $lr_words[1]
            set -l lr_raw (commandline -ct)
            set -l lr_current (string unescape -- $lr_raw)
            test -n "$lr_current"; or set lr_current (string replace -ra '^["\\']|\\\\\\\\' '' -- "$lr_raw")
            test -n "$lr_current"; or set lr_current ''
            __llm_router_read $lr_words[2..-1] $lr_current
            set -l lr_kinds (__llm_router_table $lr_wanted)
            set -l lr_value (string sub -s (math (string length -- $lr_kept) + 1) -- $lr_current)
            switch "$lr_kinds[1]"
                case @file @folder
                    for lr_line in (__fish_complete_path $lr_value)
                        printf '%s\\n' "$lr_kept$lr_line"
                    end
                    return
                case @list
                    string match -q '*,*' -- $lr_value; and set lr_kept (string replace -r '[^,]*$' '' -- $lr_current)
            end
            for lr_line in $lr_kinds
                switch $lr_line
                    case @list @text
                    case '@*'
                        for lr_name in (__llm_router_names (string sub -s 2 -- $lr_line))
                            printf '%s\\n' "$lr_kept$lr_name"
                        end
                    case '*'
                        printf '%s\\n' "$lr_kept$lr_line"
                end
            end
        end

        complete -c llm-router -e
        complete -c llm-router -f -a '(__llm_router_complete)'
        """;

    private FishScript() {}

    static String of(CompletionTable table) {
        var out = new StringBuilder("# Completes command lines of llm-router in fish. "
            + "Made by 'llm-router completion fish'.\n\nfunction __llm_router_table\n    switch \"$argv[1]\"\n");
        for (Map.Entry<List<String>, List<String>> row : table.byLines().entrySet()) {
            out.append("        case ").append(quoted(row.getValue())).append("\n            printf '%s\\n' ")
                .append(quoted(row.getKey())).append('\n');
        }
        return out.append("    end\nend\n").append(FUNCTIONS).toString();
    }

    /// Words as fish reads them: between single quotes a backslash and a quote need a backslash.
    private static String quoted(List<String> words) {
        return String.join(" ", words.stream()
            .map(word -> "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'").toList());
    }
}
