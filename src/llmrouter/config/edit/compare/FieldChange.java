package llmrouter.config.edit.compare;


import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.text.Letters;
import llmrouter.text.Printable;

/// One difference between two configurations: a field of a part has another value, or a part was added, removed or
/// renamed.
///
/// @param owner what the field or the part belongs to, e.g. `provider p`; empty for the configuration as a whole
/// @param part  of an added or removed part its kind, e.g. `model`; empty for a field
/// @param name  of the field, or the id of the part
/// @param from  the old value as it may be shown, or the old id; null if there was none, and for other parts
/// @param to    the new value as it may be shown, or the new id; null if there is none now, and for other parts
public record FieldChange(ChangeKind kind, String owner, String part, String name, String from, String to) {
    private static final String NONE = "(none)";

    /// What happened. A part that was renamed has its old id in `from` and its new one in `to`.
    public enum ChangeKind { ADDED, REMOVED, CHANGED, RENAMED }

    static FieldChange changed(String owner, String name, String from, String to) {
        return new FieldChange(ChangeKind.CHANGED, owner, "", name, from, to);
    }

    static FieldChange added(String owner, String part, String name) {
        return new FieldChange(ChangeKind.ADDED, owner, part, name, null, null);
    }

    static FieldChange removed(String owner, String part, String name) {
        return new FieldChange(ChangeKind.REMOVED, owner, part, name, null, null);
    }

    static FieldChange renamed(String owner, String part, String from, String to) {
        return new FieldChange(ChangeKind.RENAMED, owner, part, to, from, to);
    }

    /// The change without its owner, on one line, e.g. `name: P → Pe`, or `model m removed`.
    public String brief() {
        if (kind == ChangeKind.RENAMED) return Printable.of(part + " " + from + " renamed to " + to);
        if (kind != ChangeKind.CHANGED) return Printable.of(part + " " + name + " " + word());
        return Printable.of(name + ": " + (from == null ? NONE : from) + " → " + (to == null ? NONE : to));
    }

    /// The change with its owner, e.g. `provider p: name: P → Pe`.
    public String describe() {
        return owner.isEmpty() ? brief() : Printable.of(owner) + ": " + brief();
    }

    /// `{kind, of, part, name, from, to}`; a member that says nothing is null.
    public Obj json() {
        return Json.object().put("kind", word()).put("of", text(owner)).put("part", text(part)).put("name", name)
            .put("from", text(from)).put("to", text(to));
    }

    private static Json text(String value) {
        return value == null || value.isEmpty() ? Json.Null.NULL : Json.of(value);
    }

    private String word() {
        return Letters.lower(kind.name());
    }
}
