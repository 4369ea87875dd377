package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;

/// `help`: the overview, one command, one operation, or a topic. It is no row of the table, because each command
/// understands the word too.
final class HelpCommand {
    /// The word after `help` for the output with `--json`.
    private static final String JSON_TOPIC = "json";

    private HelpCommand() {}

    /// @param words what follows the word `help`
    static int run(CommandTable table, List<String> words, Shell shell) {
        var topic = new ArrayList<>(words);
        topic.removeIf(word -> word.startsWith("-") && !word.startsWith("--op"));
        boolean json = JsonErrors.wanted(words);
        if (topic.isEmpty() || topic.getFirst().equals("help")) {
            if (json) shell.out().println(HelpJson.of(table));
            else shell.out().print(new Help(shell.colorful()).overview(table));
        } else if (topic.equals(List.of(EnvironmentHelp.TOPIC))) {
            shell.out().print(EnvironmentHelp.text());
        } else if (topic.equals(List.of(JSON_TOPIC))) {
            shell.out().print(JsonHelp.text());
        } else {
            return about(table, topic, words, shell);
        }
        return ExitCode.DONE;
    }

    private static int about(CommandTable table, List<String> topic, List<String> words, Shell shell) {
        Command command = table.command(topic.getFirst());
        if (command == null) {
            for (Command each : table.commands()) {
                if (each.operation(topic.getFirst()) instanceof Operation operation) {
                    return about(each, operation, words, shell);
                }
            }
            throw UnknownCommand.error(table, topic.getFirst(), shell);
        }
        var rest = new ArrayList<>(topic.subList(1, topic.size()));
        rest.add("--help");
        return about(command, ArgumentParser.parse(command, rest).operation(), words, shell);
    }

    /// @param operation or null for the whole command
    /// @param words     of the command line, for `--json`
    static int about(Command command, Operation operation, List<String> words, Shell shell) {
        if (JsonErrors.wanted(words)) shell.out().println(HelpJson.of(command, operation));
        else shell.out().print(new Help(shell.colorful()).of(command, operation));
        return ExitCode.DONE;
    }
}
