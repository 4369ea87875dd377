package llmrouter.toml;

import java.util.List;

import llmrouter.text.Printable;
import llmrouter.toml.TomlDocument.TomlSection;
import llmrouter.toml.TomlNode.Form;

/// Where a path leads in a document, as far as it exists, and what of the text holds that place: a section of the file
/// or a table in braces.
final class TomlWay {
    private final TomlDocument document;
    private final List<?> path;
    private TomlNode node;
    private int depth;
    private TomlSection section;
    private TomlNode inline;
    private int hostDepth;
    private int from;
    private int to;

    private TomlWay(TomlDocument document, List<?> path) {
        this.document = document;
        this.path = path;
        node = document.top();
        section = document.sections().getFirst();
        to = document.sections().size();
    }

    /// @throws TomlError a value on the path is neither a table nor an array that has the item
    static TomlWay to(TomlDocument document, List<?> path) {
        var way = new TomlWay(document, path);
        while (way.depth < path.size() && way.step(path.get(way.depth))) way.depth++;
        return way;
    }

    /// The deepest value on the path that exists.
    TomlNode node() {
        return node;
    }

    /// How many steps of the path exist.
    int depth() {
        return depth;
    }

    boolean isComplete() {
        return depth == path.size();
    }

    /// The innermost section on the path.
    TomlSection section() {
        return section;
    }

    /// The innermost table in braces on the path; null if there is none.
    TomlNode inline() {
        return inline;
    }

    /// The keys of the path below the section, or below the table in braces if there is one.
    List<String> below() {
        return names(path.subList(hostDepth, path.size()));
    }

    /// The same of that part of the path that exists.
    List<String> parentBelow() {
        return names(path.subList(hostDepth, depth));
    }

    /// The names of that part of the path that exists, as a header has them.
    List<String> existing() {
        return names(path.subList(0, depth));
    }

    /// The sections of the innermost element of an array of tables on the path; all if there is none.
    List<TomlSection> region() {
        return document.sections().subList(from, to);
    }

    /// The names of a path, as a header has them: without indices.
    static List<String> names(List<?> path) {
        return path.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }

    /// The names of a path for a message.
    static String shown(List<?> path) {
        return Printable.of(TomlWriter.key(names(path)), 200);
    }

    static boolean startsWith(List<String> path, List<String> beginning) {
        return path.size() >= beginning.size() && path.subList(0, beginning.size()).equals(beginning);
    }

    private boolean step(Object step) {
        TomlNode next;
        if (step instanceof Integer index) {
            boolean array = node.form == Form.ARRAY || node.form == Form.ELEMENTS;
            if (!array || index < 0 || index > node.elements.size()) throw unfit("an array with more items");
            if (index == node.elements.size()) return false;
            next = node.elements.get(index);
            if (node.form == Form.ELEMENTS) element(node, index);
        } else {
            if (!node.isTable()) throw unfit("a table");
            next = node.members.get(step);
            if (next == null) return false;
        }
        node = next;
        if (node.form == Form.HEADED) {
            section = document.sections().get(indexOf(node));
            hostDepth = depth + 1;
        } else if (node.form == Form.INLINE) {
            inline = node;
            hostDepth = depth + 1;
        }
        return true;
    }

    private void element(TomlNode array, int index) {
        from = indexOf(array.elements.get(index));
        if (index + 1 < array.elements.size()) to = indexOf(array.elements.get(index + 1));
    }

    private int indexOf(TomlNode table) {
        List<TomlSection> sections = document.sections();
        int index = 0;
        while (sections.get(index).table() != table) index++;
        return index;
    }

    private TomlError unfit(String wanted) {
        return document.error(shown(path.subList(0, depth)) + " is " + node.kind() + ", and should be " + wanted,
            "give it another name or remove it", node.keyStart);
    }
}
