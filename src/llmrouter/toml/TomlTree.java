package llmrouter.toml;

import java.util.List;

import llmrouter.text.Printable;
import llmrouter.toml.TomlNode.Form;

/// Puts keys and headers into the tree, by the rules of TOML on what may be named again: a key has one value, a table
/// one header, a table in braces is complete, and an array in brackets gets no more items.
final class TomlTree {
    private final TomlScan scan;
    private final TomlNode top;

    TomlTree(TomlScan scan) {
        this.scan = scan;
        top = new TomlNode(Form.HEADED, scan.at(), scan.at(), scan.at(), null);
    }

    TomlNode top() {
        return top;
    }

    /// The table of a header, `[key]`.
    TomlNode header(List<String> key, int start, int end) {
        TomlNode parent = top;
        for (int i = 0; i < key.size() - 1; i++) parent = through(parent, key, i, start);
        TomlNode table = parent.members.get(key.getLast());
        if (table == null) {
            table = new TomlNode(Form.HEADED, start, start, end, null);
            parent.members.put(key.getLast(), table);
        } else if (table.form == Form.IMPLIED) {
            table.form = Form.HEADED;
            table.start = start;
            table.end = end;
        } else {
            throw again(key, key.size(), table, start);
        }
        return table;
    }

    /// A new table of an array of tables, `[[key]]`.
    TomlNode element(List<String> key, int start, int end) {
        TomlNode parent = top;
        for (int i = 0; i < key.size() - 1; i++) parent = through(parent, key, i, start);
        TomlNode array = parent.members.get(key.getLast());
        if (array == null) {
            array = new TomlNode(Form.ELEMENTS, start, start, end, null);
            parent.members.put(key.getLast(), array);
        } else if (array.form != Form.ELEMENTS) {
            throw again(key, key.size(), array, start);
        }
        var table = new TomlNode(Form.HEADED, start, start, end, null);
        array.elements.add(table);
        return table;
    }

    /// The table that one part of a header leads to, before its last part.
    private TomlNode through(TomlNode parent, List<String> key, int part, int start) {
        TomlNode next = parent.members.get(key.get(part));
        if (next == null) {
            next = new TomlNode(Form.IMPLIED, start, start, start, null);
            parent.members.put(key.get(part), next);
        }
        return switch (next.form) {
            case IMPLIED, HEADED, DOTTED -> next;
            case ELEMENTS -> next.elements.getLast();
            case INLINE, ARRAY, SCALAR -> throw again(key, part + 1, next, start);
        };
    }

    /// Gives a key of a table its value.
    void put(TomlNode table, TomlNode.TomlEntry entry) {
        List<String> key = entry.key();
        TomlNode parent = table;
        for (int i = 0; i < key.size() - 1; i++) parent = dotted(parent, entry, i);
        TomlNode before = parent.members.putIfAbsent(key.getLast(), entry.value());
        if (before != null) throw again(key, key.size(), before, entry.start());
    }

    private TomlNode dotted(TomlNode parent, TomlNode.TomlEntry entry, int part) {
        String name = entry.key().get(part);
        TomlNode next = parent.members.get(name);
        if (next == null) {
            next = new TomlNode(Form.DOTTED, entry.start(), entry.start(), entry.end(), null);
            parent.members.put(name, next);
        }
        return switch (next.form) {
            case DOTTED -> next;
            case IMPLIED -> {
                next.form = Form.DOTTED;
                yield next;
            }
            case HEADED, INLINE, ELEMENTS, ARRAY, SCALAR -> throw again(entry.key(), part + 1, next, entry.start());
        };
    }

    private TomlError again(List<String> key, int parts, TomlNode before, int place) {
        String name = Printable.of(TomlWriter.key(key.subList(0, parts)), 200);
        int line = scan.error("", "", before.keyStart).line();
        return scan.error(name + " is there already, as " + before.kind() + " in line " + line,
            "remove one of the two, or give it another name", place);
    }
}
