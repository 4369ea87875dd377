package llmrouter.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.Version;
import llmrouter.cli.Command.Example;

/// Help texts made from the command table, at most 80 columns wide.
///
/// @param colorful whether headings may be bold
record Help(boolean colorful) {
    private static final int WIDTH = 80;
    private static final int WIDEST_LABEL = 26;

    /// A left column and what it means.
    private record Row(String label, String text) {}

    String overview(CommandTable table) {
        var out = new StringBuilder("llm-router " + Version.CURRENT + " - one gateway for every LLM\n");
        heading("Usage", out).append("  llm-router COMMAND [flags]\n");
        var rows = new ArrayList<Row>();
        for (Command command : table.commands()) rows.add(new Row(command.name(), command.summary()));
        rows.add(new Row("help [COMMAND]", "Show what a command does, its flags and examples"));
        rows.add(new Row("help environment", "List the variables of the environment, with their defaults"));
        rows.add(new Row("help json", "Describe the output with --json, errors included"));
        rows(heading("Commands", out), rows);
        return out.toString();
    }

    /// @param operation the operation to describe, or null for the whole command
    String of(Command command, Operation operation) {
        String name = command.name() + (operation == null ? "" : " " + operation.name());
        String summary = operation == null ? command.summary() : operation.summary();
        var out = new StringBuilder();
        wrap("llm-router " + name + " - " + summary, 0, out);
        heading("Usage", out).append("  llm-router ").append(command.name()).append(usage(command, operation))
            .append('\n');
        if (operation == null && !command.operations().isEmpty()) operations(command, out);
        flags(command, operation, out);
        examples(operation == null ? command.examples() : operation.examples(), out);
        return out.toString();
    }

    private static String usage(Command command, Operation operation) {
        String operands = (operation == null ? command.operands() : operation.operands()).label();
        String label = operands.isEmpty() ? "" : " " + operands;
        if (operation != null) return " " + operation.name() + label + " [flags]";
        return command.operations().isEmpty() ? " [flags]" + label : " OPERATION [flags]";
    }

    private void operations(Command command, StringBuilder out) {
        var groups = new LinkedHashMap<String, List<Row>>();
        for (Operation operation : command.operations()) {
            var row = new Row(operation.name(), operation.summary());
            groups.computeIfAbsent(operation.group(), _ -> new ArrayList<>()).add(row);
        }
        groups.forEach((group, rows) -> rows(heading(group.isEmpty() ? "Operations" : group, out), rows));
        wrap("'llm-router help " + command.name() + " OPERATION' lists an operation's flags and examples.", 2,
            out.append('\n'));
    }

    private void flags(Command command, Operation operation, StringBuilder out) {
        var rows = new ArrayList<Row>();
        for (Flag flag : command.flags()) {
            boolean shown = operation != null && operation.takes(flag) || command.isCommon(flag);
            if (shown) rows.add(row(flag, operation == null ? flag.help() : operation.help(flag)));
        }
        rows.add(row(Flag.HELP, Flag.HELP.help()));
        rows(heading("Flags", out), rows);
    }

    private static Row row(Flag flag, String help) {
        String value = flag.takesValue() ? "=" + flag.value() : "";
        String label = (flag.isOnByDefault() ? "--[no-]" : "--") + flag.name() + value;
        String preset = flag.preset() == null ? "" : " Default: " + flag.preset() + ".";
        return new Row(label, help + preset);
    }

    private void examples(List<Example> examples, StringBuilder out) {
        if (examples.isEmpty()) return;
        heading("Examples", out);
        for (Example example : examples) {
            pasteable("llm-router " + example.line(), out);
            wrap(example.why(), 6, out);
        }
    }

    /// Adds a command line. One that is too wide is cut before a flag, with the backslash that a shell needs there.
    private static void pasteable(String line, StringBuilder out) {
        String lead = "  ";
        while (lead.length() + line.length() > WIDTH) {
            int cut = line.lastIndexOf(" --", WIDTH - lead.length() - 2);
            if (cut <= 0) break;
            out.append(lead).append(line, 0, cut).append(" \\\n");
            line = line.substring(cut + 1);
            lead = " ".repeat(8);
        }
        out.append(lead).append(line).append('\n');
    }

    private StringBuilder heading(String words, StringBuilder out) {
        return out.append('\n').append(colorful ? "\u001b[1m" + words + "\u001b[0m" : words).append(":\n");
    }

    private static void rows(StringBuilder out, List<Row> rows) {
        int widest = 0;
        for (Row row : rows) {
            if (row.label.length() <= WIDEST_LABEL) widest = Math.max(widest, row.label.length());
        }
        for (Row row : rows) {
            out.append("  ").append(row.label);
            if (row.label.length() > widest) out.append('\n').append(" ".repeat(widest + 4));
            else out.append(" ".repeat(widest + 2 - row.label.length()));
            wrap(row.text, widest + 4, widest + 4, out);
        }
    }

    /// Appends the text as lines of at most 80 columns, each indented.
    static void wrap(String text, int indent, StringBuilder out) {
        wrap(text, indent, 0, out);
    }

    /// Appends the text in lines of at most the width; every line but the first is indented.
    /// @param at the column where the first line continues; 0 for a new line
    private static void wrap(String text, int indent, int at, StringBuilder out) {
        int column = at;
        if (at == 0) {
            out.append(" ".repeat(indent));
            column = indent;
        }
        boolean first = true;
        for (String word : text.split(" ")) {
            if (!first && column + 1 + word.length() > WIDTH) {
                out.append('\n').append(" ".repeat(indent));
                column = indent;
            } else if (!first) {
                out.append(' ');
                column++;
            }
            out.append(word);
            column += word.length();
            first = false;
        }
        out.append('\n');
    }
}
