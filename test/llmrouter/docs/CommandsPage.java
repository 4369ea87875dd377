package llmrouter.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.CommandTable;
import llmrouter.cli.Flag;
import llmrouter.cli.Operation;

/// The part of `docs/commands.md` that is made from the command table.
final class CommandsPage {
    private final StringBuilder out = new StringBuilder();

    private CommandsPage() {}

    static String text() {
        var page = new CommandsPage();
        for (Command command : CommandTable.standard().commands()) page.add(command);
        return page.out.append('\n').toString();
    }

    private void add(Command command) {
        out.append("\n## ").append(command.name()).append("\n\n").append(command.summary()).append('.');
        otherNames(command.aliases());
        String label = command.operands().label();
        boolean divided = !command.operations().isEmpty();
        usage(command.name() + (divided ? " OPERATION [flags]" : " [flags]" + (label.isEmpty() ? "" : " " + label)));
        examples(command.examples());
        if (divided) operations(command);
        if (!command.flags().isEmpty()) flags(command);
    }

    private void operations(Command command) {
        var groups = new LinkedHashMap<String, List<Operation>>();
        for (Operation each : command.operations()) {
            groups.computeIfAbsent(each.group(), _ -> new ArrayList<>()).add(each);
        }
        groups.forEach((group, operations) -> {
            for (Operation each : operations) add(command, each, group);
        });
    }

    private void add(Command command, Operation operation, String group) {
        out.append("\n### ").append(command.name()).append(' ').append(operation.name()).append("\n\n");
        out.append(operation.summary()).append('.');
        if (!group.isEmpty()) out.append(" Group: ").append(group).append('.');
        otherNames(operation.aliases());
        String label = operation.operands().label();
        usage(command.name() + " " + operation.name() + (label.isEmpty() ? "" : " " + label) + " [flags]");
        var names = new ArrayList<String>();
        var own = new StringBuilder();
        for (Flag flag : command.flags()) {
            if (!operation.takes(flag)) continue;
            names.add("`--" + flag.name() + "`");
            if (operation.help(flag).equals(flag.help())) continue;
            own.append("\n- `--").append(flag.name()).append("` here: ").append(operation.help(flag));
        }
        if (!names.isEmpty()) out.append("\nFlags: ").append(String.join(" ", names)).append('\n');
        if (!own.isEmpty()) out.append(own).append('\n');
        examples(operation.examples());
    }

    private void otherNames(List<String> names) {
        if (!names.isEmpty()) out.append(" Also: `").append(String.join("`, `", names)).append("`.");
        out.append('\n');
    }

    private void usage(String line) {
        out.append("\n```\nllm-router ").append(line).append("\n```\n");
    }

    private void examples(List<Example> examples) {
        if (examples.isEmpty()) return;
        out.append("\n```sh\n");
        for (Example example : examples) {
            out.append("# ").append(example.why()).append("\nllm-router ").append(example.line()).append('\n');
        }
        out.append("```\n");
    }

    private void flags(Command command) {
        out.append("\n### Flags of ").append(command.name()).append("\n\n");
        out.append("| flag | default | meaning |\n|---|---|---|\n");
        for (Flag flag : command.flags()) {
            var others = new ArrayList<String>();
            for (String alias : flag.aliases()) others.add("`--" + alias + "`");
            String value = flag.takesValue() ? "=" + flag.value() : "";
            out.append("| `--").append(flag.name()).append(value.replace("|", "\\|")).append('`');
            if (!others.isEmpty()) out.append(" (").append(String.join(", ", others)).append(')');
            out.append(" | ").append(flag.preset() == null ? "–" : cell(flag.preset())).append(" | ")
                .append(cell(flag.help())).append(" |\n");
        }
    }

    /// Text that Markdown would read differently stands as it is.
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
