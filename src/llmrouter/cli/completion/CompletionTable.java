package llmrouter.cli.completion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Command;
import llmrouter.cli.CommandTable;
import llmrouter.cli.Flag;
import llmrouter.cli.FlagKind.PathFlag;
import llmrouter.cli.Operation;

/// The command table as a shell script needs it: lines by key. A line is a word to offer, perhaps with a tabulator and
/// what it means, or a kind of names of [CompletionWords]. The keys:
///
/// | key | lines |
/// |---|---|
/// | `commands` | each command |
/// | `command WORD` | the command that has this other name |
/// | `operations COMMAND`, `operation COMMAND WORD` | the same for operations |
/// | `flags COMMAND OPERATION` | each flag; one that needs a value ends in `=` |
/// | `value COMMAND --FLAG` | what its value may be; no line for a flag without a value |
/// | `operand COMMAND OPERATION N` | what the Nth word may be, from 0; `more` in place of N for all further ones |
///
/// Where there is no command or operation, the key has an empty word.
final class CompletionTable {
    private static final int WIDEST_MEANING = 70;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    CompletionTable(CommandTable table) {
        var commands = new ArrayList<String>();
        for (Command command : table.commands()) {
            commands.add(line(command.name(), command.summary()));
            add(command);
        }
        commands.add(line("help", "Show what a command does, its flags and examples"));
        rows.put("commands", commands);
        rows.put("flags  ", List.of(line("--help", "Show the commands"), line("--version", "Print the version")));
        rows.put("value  --" + Flag.CONFIG.name(), List.of(CompletionWords.FILE));
    }

    /// The keys that have the same lines, by these lines.
    Map<List<String>, List<String>> byLines() {
        var groups = new LinkedHashMap<List<String>, List<String>>();
        rows.forEach((key, lines) -> groups.computeIfAbsent(lines, _ -> new ArrayList<>()).add(key));
        return groups;
    }

    Map<String, List<String>> rows() {
        return rows;
    }

    private void add(Command command) {
        String name = command.name();
        for (String other : command.aliases()) rows.put("command " + other, List.of(name));
        for (Flag flag : command.flags()) {
            if (flag.takesValue()) value(name, flag);
        }
        flags(command, null);
        operands(name + " ", command.operands().label());
        if (command.operations().isEmpty()) return;
        var operations = new ArrayList<String>();
        for (Operation operation : command.operations()) {
            operations.add(line(operation.name(), operation.summary()));
            for (String other : operation.aliases()) {
                rows.put("operation " + name + " " + other, List.of(operation.name()));
            }
            flags(command, operation);
            operands(name + " " + operation.name(), operation.operands().label());
        }
        rows.put("operations " + name, operations);
        for (String flag : List.of("--operation", "--op")) {
            rows.put("value " + name + " " + flag, List.copyOf(operations));
        }
    }

    private void value(String command, Flag flag) {
        boolean path = flag.kind() instanceof PathFlag;
        List<String> lines = CompletionWords.of(flag.value(), false);
        if (path && lines.equals(List.of(CompletionWords.TEXT))) lines = List.of(CompletionWords.FILE);
        for (String spelling : flag.spellings()) rows.put("value " + command + " " + spelling, lines);
    }

    /// @param operation or null
    private void flags(Command command, Operation operation) {
        var lines = new ArrayList<String>();
        for (Flag flag : command.flags()) {
            if (!command.isCommon(flag) && (operation == null || !operation.takes(flag))) continue;
            String help = operation == null ? flag.help() : operation.help(flag);
            boolean off = flag.isOnByDefault();
            lines.add(line("--" + (off ? "no-" : "") + flag.name() + (flag.takesValue() ? "=" : ""),
                off ? "Not: " + help : help));
        }
        lines.add(line("--help", Flag.HELP.help()));
        rows.put("flags " + command.name() + " " + (operation == null ? "" : operation.name()), lines);
    }

    private void operands(String owner, String label) {
        if (label.isEmpty()) return;
        boolean ofProvider = false;
        int at = 0;
        for (String word : label.split(" ")) {
            List<String> lines = CompletionWords.of(word, ofProvider);
            if (!lines.equals(List.of(CompletionWords.TEXT))) {
                rows.put("operand " + owner + " " + (word.contains("...") ? "more" : String.valueOf(at)), lines);
            }
            ofProvider |= lines.equals(List.of("@" + CompletionWords.PROVIDERS));
            at++;
        }
    }

    /// A word and the first sentence of what it means, cut where a terminal would wrap it.
    private static String line(String word, String meaning) {
        int end = meaning.indexOf(". ");
        String first = end < 0 ? meaning : meaning.substring(0, end);
        if (first.endsWith(".")) first = first.substring(0, first.length() - 1);
        if (first.length() <= WIDEST_MEANING) return word + "\t" + first;
        int cut = first.lastIndexOf(' ', WIDEST_MEANING);
        return word + "\t" + first.substring(0, cut) + " …";
    }
}
