package llmrouter.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.toml.TomlValue.Items;
import llmrouter.toml.TomlValue.Table;

/// A value of a text with its place: of the tree that a reader builds. Only the reader changes it.
final class TomlNode {
    /// How a value was written, which decides what may be added to it.
    enum Form {
        /// A table that is only named in the header of a table below it.
        IMPLIED,
        /// The top of the document, or a table with a header of its own.
        HEADED,
        /// A table that is only named in a dotted key.
        DOTTED,
        /// A table in braces.
        INLINE,
        /// An array of tables, each with its header.
        ELEMENTS,
        /// An array in brackets.
        ARRAY,
        /// All else.
        SCALAR
    }

    Form form;
    /// Where the key stands that names it first; for an item of an array, where it begins.
    final int keyStart;
    /// The place of the value; of a headed table, that of its header; of other tables, that of the key.
    int start;
    int end;
    /// Of a table; else empty.
    final Map<String, TomlNode> members;
    /// Of an array of either kind; else empty.
    final List<TomlNode> elements;
    /// Of an inline table: what stands in its braces; else empty.
    final List<TomlEntry> entries;
    /// Of a scalar; else null.
    final TomlValue scalar;

    TomlNode(Form form, int keyStart, int start, int end, TomlValue scalar) {
        this.form = form;
        this.keyStart = keyStart;
        this.start = start;
        this.end = end;
        this.scalar = scalar;
        members = isTable() ? new LinkedHashMap<>() : Map.of();
        elements = form == Form.ARRAY || form == Form.ELEMENTS ? new ArrayList<>() : List.of();
        entries = form == Form.INLINE ? new ArrayList<>() : List.of();
    }

    /// A key with its value as it stands in the text.
    ///
    /// @param key   its parts, without quotes
    /// @param start where it begins
    /// @param end   behind its last part
    record TomlEntry(List<String> key, int start, int end, TomlNode value) {}

    boolean isTable() {
        return switch (form) {
            case IMPLIED, HEADED, DOTTED, INLINE -> true;
            case ELEMENTS, ARRAY, SCALAR -> false;
        };
    }

    TomlValue value() {
        if (isTable()) return table();
        return form == Form.SCALAR ? scalar : new Items(elements.stream().map(TomlNode::value).toList());
    }

    Table table() {
        var values = new LinkedHashMap<String, TomlValue>();
        members.forEach((key, node) -> values.put(key, node.value()));
        return new Table(values);
    }

    /// What a message calls it, for example `a string`.
    String kind() {
        return switch (form) {
            case IMPLIED, HEADED, DOTTED -> "a table";
            case INLINE -> "a table in braces";
            case ELEMENTS -> "an array of tables";
            case ARRAY -> "an array";
            case SCALAR -> scalar.kind();
        };
    }
}
