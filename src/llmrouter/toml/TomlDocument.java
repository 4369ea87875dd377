package llmrouter.toml;

import java.util.List;

import llmrouter.toml.TomlNode.TomlEntry;
import llmrouter.toml.TomlValue.Table;

/// A text that was read as TOML: its tree, and the place of every key and value. Immutable.
public final class TomlDocument {
    private final String text;
    private final TomlNode top;
    private final List<TomlSection> sections;
    private final Table table;

    TomlDocument(String text, TomlNode top, List<TomlSection> sections) {
        this.text = text;
        this.top = top;
        this.sections = sections;
        table = top.table();
    }

    /// The part of a text from one header to the next.
    ///
    /// @param path  of its header; empty for the part before the first header
    /// @param start where its header begins
    /// @param end   behind its header
    record TomlSection(TomlNode table, List<String> path, int start, int end, List<TomlEntry> entries) {
        boolean isTop() {
            return path.isEmpty();
        }
    }

    /// The place of a key and of its value; lines and columns start at 1.
    ///
    /// @param keyStart where the key begins, or the header that names it first
    /// @param start    where the value begins; the header of a table that has one
    /// @param end      behind the value
    public record TomlPlace(int keyStart, int start, int end, int line, int column) {}

    /// @throws TomlError the text is not TOML
    public static TomlDocument of(String text) {
        return of(text, TomlLimits.DEFAULT);
    }

    /// @throws TomlError the text is not TOML, or exceeds the limits
    public static TomlDocument of(String text, TomlLimits limits) {
        return TomlParser.parse(text, limits);
    }

    public String text() {
        return text;
    }

    public Table table() {
        return table;
    }

    /// The place of a value, or null if there is none at that path.
    ///
    /// @param path keys (`String`) and indices of arrays (`Integer`) from the top
    public TomlPlace place(List<?> path) {
        TomlNode at = top;
        for (Object step : path) {
            at = step instanceof Integer index
                ? index >= 0 && index < at.elements.size() ? at.elements.get(index) : null
                : at.members.get(step);
            if (at == null) return null;
        }
        TomlError place = error("", "", at.keyStart);
        return new TomlPlace(at.keyStart, at.start, at.end, place.line(), place.column());
    }

    TomlNode top() {
        return top;
    }

    List<TomlSection> sections() {
        return sections;
    }

    TomlError error(String what, String fix, int place) {
        return new TomlError(what, fix, text, place);
    }
}
