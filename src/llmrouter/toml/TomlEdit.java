package llmrouter.toml;

import java.util.ArrayList;
import java.util.List;

import llmrouter.toml.TomlDocument.TomlSection;
import llmrouter.toml.TomlNode.Form;
import llmrouter.toml.TomlNode.TomlEntry;
import llmrouter.toml.TomlValue.Str;
import llmrouter.toml.TomlValue.Table;

/// Edits the text of a TOML file that a person may have written. Lines that are not edited stay as they are, with their
/// comments, order, indentation and line ends, and so do a byte-order mark and a last line without an end. A new key
/// stands behind the last one of its table, in the manner of the file: below a header, with dots, or in braces. What is
/// removed takes along the comment on its line. Not thread-safe; each edit builds on those before it.
///
/// A path is keys (`String`) and indices of arrays (`Integer`) from the top.
public final class TomlEdit {
    private TomlDocument document;
    private TomlLayout layout;

    private TomlEdit(String text) {
        become(text);
    }

    /// @throws TomlError the text is not TOML
    public static TomlEdit of(String text) {
        return new TomlEdit(text);
    }

    /// The text with all edits so far.
    public String text() {
        return document.text();
    }

    /// The tree of the text with all edits so far.
    public Table tree() {
        return document.table();
    }

    private void become(String text) {
        document = TomlDocument.of(text);
        layout = new TomlLayout(document);
    }

    /// Gives a key this value, and adds the tables on its path that are missing. An index one past the end appends. A
    /// table gets a header of its own, unless the table around it has another form; a table that is there gets exactly
    /// these members. If all is so already, nothing changes.
    ///
    /// @throws TomlError a value on the path is no table or no array that has the item; or a table with a header
    ///                   should become something else
    public TomlEdit set(List<?> path, TomlValue value) {
        TomlWay way = TomlWay.to(document, path);
        if (way.isComplete() && way.node().value().equals(value)) return this;
        Table wanted = TomlTrees.with(tree(), path, value);
        if (way.isComplete()) replace(way, path, value);
        else add(way, path, value);
        check(tree().equals(wanted));
        return this;
    }

    /// Removes a key, a table with all that is below it, or an item of an array. If there is none, nothing changes.
    public TomlEdit remove(List<?> path) {
        if (!TomlWay.to(document, path).isComplete()) return this;
        Table wanted = TomlTrees.pruned(TomlTrees.without(tree(), path));
        while (TomlWay.to(document, path).isComplete()) {
            int before = text().length();
            become(new TomlCut(document, layout).of(path));
            check(text().length() < before);
            if (path.getLast() instanceof Integer) break;
        }
        check(TomlTrees.pruned(tree()).equals(wanted));
        return this;
    }

    /// Keeps what no test has thought of from damaging a file of a user.
    private void check(boolean holds) {
        if (holds) return;
        throw document.error("this file cannot be edited safely", "change it by hand", 0);
    }

    private void splice(int from, int to, String by) {
        become(text().substring(0, from) + by + text().substring(to));
    }

    // ── replace ──

    private void replace(TomlWay way, List<?> path, TomlValue value) {
        TomlNode node = way.node();
        if (node.isTable() && value instanceof Table table) {
            replaceMembers(path, node.table(), table);
        } else if (node.form == Form.SCALAR || node.form == Form.ARRAY || node.form == Form.INLINE) {
            splice(node.start, node.end, inTheQuotesOf(node, value));
        } else {
            throw document.error(TomlWay.shown(path) + " is " + node.kind() + ", and should be " + value.kind(),
                "remove it or give it another name", node.keyStart);
        }
    }

    private void replaceMembers(List<?> path, Table before, Table after) {
        after.members().forEach((key, value) -> {
            boolean otherForm = before.get(key) instanceof Table != value instanceof Table;
            if (otherForm && before.get(key) != null) remove(path(path, key));
            set(path(path, key), value);
        });
        for (String key : before.members().keySet()) {
            if (!after.members().containsKey(key)) remove(path(path, key));
        }
        if (!TomlWay.to(document, path).isComplete()) set(path, after);
    }

    private String inTheQuotesOf(TomlNode before, TomlValue value) {
        if (value instanceof Str(var string) && text().charAt(before.start) == '\'') {
            String literal = TomlWriter.literal(string);
            if (literal != null) return literal;
        }
        return TomlWriter.of(value);
    }

    private static List<Object> path(List<?> parent, Object step) {
        var path = new ArrayList<Object>(parent);
        path.add(step);
        return path;
    }

    // ── add ──

    private void add(TomlWay way, List<?> path, TomlValue value) {
        TomlNode parent = way.node();
        int index = way.depth();
        while (index < path.size() && path.get(index) instanceof String) index++;
        if (index < path.size() && index > way.depth()) {
            List<?> rest = path.subList(index, path.size());
            set(path.subList(0, index), TomlTrees.nested(rest, value));
        } else if (parent.form == Form.ARRAY) {
            append(parent, TomlTrees.nested(path.subList(index + 1, path.size()), value));
        } else if (parent.form == Form.ELEMENTS) {
            appendTable(way, path.subList(0, way.depth()),
                TomlTrees.nested(path.subList(index + 1, path.size()), value));
        } else if (way.inline() != null) {
            addInline(way, value);
        } else if (parent.form == Form.DOTTED) {
            addDotted(way, value);
        } else {
            addToSection(way, path, value);
        }
    }

    private void append(TomlNode array, TomlValue item) {
        if (array.elements.isEmpty()) {
            splice(array.start + 1, array.start + 1, TomlWriter.of(item));
            return;
        }
        TomlNode last = array.elements.getLast();
        boolean ownLine = layout.indentation(last.start).length() == last.start - layout.lineStart(last.start);
        String lead = ownLine ? layout.lineEnd() + layout.indentation(last.start) : " ";
        splice(last.end, last.end, "," + lead + TomlWriter.of(item));
    }

    /// A table that is missing gets braces of its own.
    private void addInline(TomlWay way, TomlValue value) {
        TomlNode table = way.inline();
        List<String> key = way.below();
        int known = way.parentBelow().size() + 1;
        String member = TomlWriter.key(key.subList(0, known)) + " = "
            + TomlWriter.of(TomlTrees.nested(key.subList(known, key.size()), value));
        if (table.entries.isEmpty()) splice(table.start + 1, table.start + 1, " " + member + " ");
        else splice(table.entries.getLast().value().end, table.entries.getLast().value().end, ", " + member);
    }

    private void addDotted(TomlWay way, TomlValue value) {
        List<String> key = way.below();
        List<String> parent = way.parentBelow();
        TomlEntry neighbour = null;
        for (TomlEntry entry : way.section().entries()) {
            if (TomlWay.startsWith(entry.key(), parent)) neighbour = entry;
        }
        addLine(way.section(), neighbour, TomlWriter.key(key), value);
    }

    private void addToSection(TomlWay way, List<?> path, TomlValue value) {
        boolean inHere = way.depth() == path.size() - 1 && way.node().form == Form.HEADED;
        if (value instanceof Table table && !(path.getLast() instanceof Integer)) {
            addSections(way, TomlWay.names(path), table);
        } else if (inHere) {
            addLine(way.section(), null, TomlWriter.key(List.of((String) path.getLast())), value);
        } else {
            Table table = (Table) TomlTrees.nested(path.subList(path.size() - 1, path.size()), value);
            addSections(way, TomlWay.names(path.subList(0, path.size() - 1)), table);
        }
    }

    /// @param neighbour the entry behind which the new one stands; null for the last one of the section
    private void addLine(TomlSection section, TomlEntry neighbour, String key, TomlValue value) {
        TomlEntry model = layout.model(section);
        String line = key + layout.equalsSign(model) + TomlWriter.of(value);
        TomlEntry before = neighbour != null ? neighbour
            : section.entries().isEmpty() ? null : section.entries().getLast();
        if (before == null && section.isTop()) {
            addFirstLine(line);
            return;
        }
        int anchor = before == null ? section.end() : before.value().end;
        String indentation = layout.indentation(before == null ? section.start() : before.start());
        int tail = layout.lineTail(anchor);
        splice(tail, tail, layout.lineEnd() + indentation + line);
    }

    /// The first entry before all headers stands above the first header and the comments that belong to that.
    private void addFirstLine(String line) {
        String end = layout.lineEnd();
        if (document.sections().size() > 1) {
            int at = layout.attached(document.sections().get(1).start());
            splice(at, at, line + end + (layout.isTight() ? "" : end));
            return;
        }
        int at = layout.contentEnd();
        boolean nothing = at == layout.lineStart(0);
        if (nothing) splice(at, at, text().substring(at).isEmpty() ? line + end : line);
        else splice(at, at, end + line);
    }

    // ── sections ──

    private void addSections(TomlWay way, List<String> name, Table table) {
        addBehind(lastBelow(way, way.existing()), name, new TomlNewTable(layout, "[", "]"), table);
    }

    private void appendTable(TomlWay way, List<?> path, TomlValue element) {
        List<String> name = TomlWay.names(path);
        if (!(element instanceof Table table)) {
            throw document.error(TomlWay.shown(path) + " is an array of tables, and should get " + element.kind(),
                "write it by hand", way.node().keyStart);
        }
        addBehind(lastBelow(way, name), name, new TomlNewTable(layout, "[[", "]]"), table);
    }

    private static TomlSection lastBelow(TomlWay way, List<String> name) {
        TomlSection last = null;
        for (TomlSection section : way.region()) {
            if (TomlWay.startsWith(section.path(), name)) last = section;
        }
        return last;
    }

    private void addBehind(TomlSection last, List<String> name, TomlNewTable form, Table table) {
        String end = layout.lineEnd();
        String added = String.join(end, form.lines(name, table, last));
        int at = layout.tail(last);
        boolean nothing = layout.contentEnd() == layout.lineStart(0);
        if (nothing) splice(at, at, text().substring(at).isEmpty() ? added + end : added);
        else if (at == layout.lineStart(at)) splice(at, at, added + end + (layout.isTight() ? "" : end));
        else splice(at, at, end + (layout.isTight() ? "" : end) + added);
    }
}
