package llmrouter.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.toml.TomlDocument.TomlSection;
import llmrouter.toml.TomlNode.TomlEntry;
import llmrouter.toml.TomlValue.Table;

/// The lines of a new table with its header, in the manner of the file.
///
/// @param open  what a header begins with
/// @param close what a header ends with
record TomlNewTable(TomlLayout layout, String open, String close) {

    /// The table, and below it the tables in it, each with a header of its own.
    ///
    /// @param neighbour the section before the new one; if that is a sibling, the indentation is the same
    List<String> lines(List<String> name, Table table, TomlSection neighbour) {
        boolean sibling = !name.isEmpty() && neighbour.path().size() == name.size()
            && TomlWay.startsWith(neighbour.path(), name.subList(0, name.size() - 1));
        String indentation = sibling ? layout.indentation(neighbour.start()) : "";
        String inner = sibling && !neighbour.entries().isEmpty()
            ? layout.indentation(neighbour.entries().getLast().start()) : indentation;
        TomlEntry model = layout.model(sibling ? neighbour : layout.document().sections().getFirst());
        var lines = new ArrayList<String>();
        add(lines, name, table, new Margin(indentation, inner, layout.equalsSign(model)));
        return lines;
    }

    /// What stands before headers, before keys, and between keys and values.
    private record Margin(String header, String entry, String equals) {}

    private void add(List<String> lines, List<String> name, Table table, Margin margin) {
        Map<String, TomlValue> members = table.members();
        boolean onlyTables = !members.isEmpty() && members.values().stream().allMatch(Table.class::isInstance);
        boolean isFirst = lines.isEmpty();
        if (!onlyTables || isFirst && open.equals("[[")) {
            if (!isFirst && !layout.isTight()) lines.add("");
            lines.add(margin.header + (isFirst ? open : "[") + TomlWriter.key(name) + (isFirst ? close : "]"));
        }
        members.forEach((key, value) -> {
            if (value instanceof Table) return;
            lines.add(margin.entry + TomlWriter.key(List.of(key)) + margin.equals + TomlWriter.of(value));
        });
        members.forEach((key, value) -> {
            if (!(value instanceof Table inner)) return;
            var path = new ArrayList<>(name);
            path.add(key);
            add(lines, path, inner, margin);
        });
    }
}
