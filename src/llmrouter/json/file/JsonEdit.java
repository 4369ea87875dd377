package llmrouter.json.file;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonError;
import llmrouter.json.JsonLevel;
import llmrouter.json.JsonScan.Member;
import llmrouter.json.JsonTokens;
import llmrouter.json.file.JsonSource.Comment;

/// Edits the text of a JSON file that a person may have written. Parts that are not edited keep their exact formatting;
/// added parts take the indentation and line ends of their neighbours. Comments and a byte-order mark stay, with two
/// exceptions: a part that is removed takes along the comments on its own line, and a value that becomes one of another
/// kind takes along those inside it. Not thread-safe; each edit builds on those before it.
///
/// A path is member names (`String`) and array indices (`Integer`) from the top. Of duplicate members the last is
/// edited.
public final class JsonEdit {
    private JsonSource source;
    private JsonTokens tokens;
    private JsonLayout layout;

    private JsonEdit(String text) {
        become(text);
    }

    /// @throws JsonError the text is not JSON with comments
    public static JsonEdit of(String text) {
        return new JsonEdit(text);
    }

    /// The text with all edits so far.
    public String text() {
        return source.text();
    }

    /// The tree of the text with all edits so far.
    public Json tree() {
        return source.parse();
    }

    /// Replaces the value at a path, or adds it together with missing objects on the path. An index one past the end
    /// appends. A null on the path counts as missing.
    ///
    /// @throws JsonError a value on the path is neither an object nor an array that has the item
    public JsonEdit set(List<?> path, Json value) {
        int at = tokens.begin();
        JsonLevel parent = null;
        for (int i = 0; i < path.size(); i++) {
            if (isNull(at)) {
                replace(path.subList(0, i), at, parent, nested(path.subList(i, path.size()), value));
                return this;
            }
            JsonLevel level = JsonLevel.of(tokens, at);
            int index = level == null ? -1 : level.find(path.get(i));
            if (index < 0) {
                add(level(level, at, path.get(i)), path.get(i), nested(path.subList(i + 1, path.size()), value));
                return this;
            }
            parent = level;
            at = level.members().get(index).start();
        }
        replace(path, at, parent, value);
        return this;
    }

    /// Adds an item to the array at a path, or creates the array if it is missing or null.
    ///
    /// @throws JsonError the value at the path is not an array
    public JsonEdit append(List<?> path, Json item) {
        JsonLocator.Place place = JsonLocator.find(tokens, path);
        if (place.steps() < path.size() || isNull(place.offset())) return set(path, Json.array(item));
        JsonLevel level = JsonLevel.of(tokens, place.offset());
        if (level == null || level.isObject()) throw tokens.error("expected an array", place.offset());
        add(level, level.members().size(), item);
        return this;
    }

    /// Removes the value at a path, with all duplicates of the member. Without such a value nothing happens.
    public JsonEdit remove(List<?> path) {
        boolean again = true;
        while (again) {
            JsonLocator.Place parent = JsonLocator.find(tokens, path.subList(0, path.size() - 1));
            JsonLevel level = parent.steps() < path.size() - 1 ? null : JsonLevel.of(tokens, parent.offset());
            int index = level == null ? -1 : level.find(path.getLast());
            if (index >= 0) cut(level, index);
            again = index >= 0 && level.isObject();
        }
        return this;
    }

    /// Gives the member at a path another name, in its place. Without such a member nothing happens.
    public JsonEdit rename(List<?> path, String name) {
        JsonLocator.Place parent = JsonLocator.find(tokens, path.subList(0, path.size() - 1));
        JsonLevel level = parent.steps() < path.size() - 1 ? null : JsonLevel.of(tokens, parent.offset());
        int index = level == null || !level.isObject() ? -1 : level.find(path.getLast());
        if (index < 0) return this;
        int key = level.members().get(index).keyStart();
        splice(key, tokens.string(key), Json.of(name).toString());
        return this;
    }

    /// Whether the value at an offset is a JSON null.
    private boolean isNull(int at) {
        return tokens.at(at) == 'n';
    }

    private void become(String changed) {
        JsonSource read = JsonSource.of(changed);
        JsonTokens checked = read.tokens();
        checked.end(checked.value(checked.begin(), 0));
        source = read;
        tokens = checked;
        layout = new JsonLayout(read, checked);
    }

    private void splice(int from, int to, String replacement) {
        become(text().substring(0, from) + replacement + text().substring(to));
    }

    // ── replace ──

    private void replace(List<?> path, int at, JsonLevel parent, Json value) {
        int end = tokens.value(at, 0);
        Json old = source.hasComment(at, end) ? Json.parse(source.plain().substring(at, end)) : null;
        if (old instanceof Obj before && value instanceof Obj after) replaceMembers(path, before, after);
        else if (old instanceof Arr before && value instanceof Arr after) replaceItems(path, before, after);
        else splice(at, end, layout.format(value, at, parent));
    }

    /// Changes only the members that differ, so that the comments between the others stay.
    private void replaceMembers(List<?> path, Obj before, Obj after) {
        for (String key : before.members().keySet()) {
            if (!after.has(key)) remove(path(path, key));
        }
        after.members().forEach((key, value) -> {
            if (!value.equals(before.get(key))) set(path(path, key), value);
        });
    }

    /// Removes the items that are gone, and puts the new ones in their places, so that the comments of the others stay.
    private void replaceItems(List<?> path, Arr before, Arr after) {
        var items = new ArrayList<>(before.items());
        for (int i = 0; i < after.size(); i++) {
            Json wanted = after.items().get(i);
            while (i < items.size() && !hasSame(after.items().subList(i, after.size()), items.get(i))) {
                remove(path(path, i));
                items.remove(i);
            }
            if (i == items.size() || !isSame(items.get(i), wanted)) {
                insert(path, i, wanted);
                items.add(i, wanted);
            } else if (!items.get(i).equals(wanted)) {
                set(path(path, i), wanted);
            }
        }
        for (int i = items.size() - 1; i >= after.size(); i--) remove(path(path, i));
    }

    private static boolean hasSame(List<Json> items, Json item) {
        for (Json other : items) {
            if (isSame(item, other)) return true;
        }
        return false;
    }

    /// Whether two items are about the same thing: equal, or objects with the same first member, e.g. the same id.
    private static boolean isSame(Json a, Json b) {
        if (a instanceof Obj(var one) && b instanceof Obj(var other) && !one.isEmpty() && !other.isEmpty()) {
            return one.entrySet().iterator().next().equals(other.entrySet().iterator().next());
        }
        return a.equals(b);
    }

    private static List<Object> path(List<?> parent, Object step) {
        var path = new ArrayList<Object>(parent);
        path.add(step);
        return path;
    }

    // ── add ──

    private JsonLevel level(JsonLevel level, int at, Object step) {
        boolean fits = level != null
            && (level.isObject() ? step instanceof String : step.equals(level.members().size()));
        if (!fits) {
            throw tokens.error(step instanceof String ? "expected an object" : "expected an array with more items", at);
        }
        return level;
    }

    /// The value inside new objects and arrays, as the rest of a path says.
    private static Json nested(List<?> path, Json value) {
        Json inner = value;
        for (Object step : path.reversed()) {
            inner = step instanceof String key ? Json.object().put(key, inner) : Json.array(inner);
        }
        return inner;
    }

    private void add(JsonLevel level, Object step, Json value) {
        String name = step instanceof String key ? Json.of(key) + (layout.isMinified() ? ":" : ": ") : "";
        if (level.members().isEmpty()) addFirst(level, name, value);
        else addLast(level, name, value);
    }

    private void addFirst(JsonLevel level, String name, Json value) {
        int close = level.end() - 1;
        boolean oneLine = level.open() != tokens.begin() && text().indexOf('\n') < 0;
        String line = layout.lineOf(level.open());
        String inner = line + layout.unit();
        Comment comment = source.lastComment(level.open() + 1, close);
        if (comment != null) {
            boolean ended = text().substring(comment.end(), close).indexOf('\n') >= 0;
            String member = inner + name + layout.format(value, inner);
            splice(comment.end(), ended ? comment.end() : close, ended ? member : member + line);
            return;
        }
        String member = oneLine ? name + layout.format(value, "") : inner + name + layout.format(value, inner) + line;
        splice(level.open() + 1, close, member);
    }

    /// The new member stands behind the comments on the line of the member before it.
    private void addLast(JsonLevel level, String name, Json value) {
        int end = level.members().getLast().end();
        int tail = source.lineTail(end);
        Comment comment = source.lastComment(end, tail);
        if (comment != null && source.endsLine(tail)) {
            String lead = layout.leadOnNewLine(level);
            splice(end, tail, "," + text().substring(end, tail) + lead + name + layout.format(value, lead));
        } else {
            int at = comment == null ? end : comment.end();
            String lead = layout.lead(level);
            splice(at, at, "," + lead + name + layout.format(value, lead));
        }
    }

    private void insert(List<?> path, int index, Json item) {
        JsonLevel level = JsonLevel.of(tokens, JsonLocator.find(tokens, path).offset());
        if (index == level.members().size()) {
            add(level, index, item);
        } else if (index == 0) {
            int first = level.members().getFirst().keyStart();
            String lead = layout.lead(level);
            splice(first, first, layout.format(item, lead) + "," + lead);
        } else {
            int comma = source.plain().indexOf(',', level.members().get(index - 1).end()) + 1;
            int tail = source.lineTail(comma);
            boolean behind = source.hasComment(comma, tail) && source.endsLine(tail);
            int at = behind ? tail : comma;
            String lead = behind ? layout.leadOnNewLine(level) : layout.lead(level);
            splice(at, at, lead + layout.format(item, lead) + ",");
        }
    }

    // ── remove ──

    private void cut(JsonLevel level, int index) {
        List<Member> members = level.members();
        Member member = members.get(index);
        boolean last = index == members.size() - 1;
        int from = index == 0 ? level.open() + 1 : members.get(index - 1).end();
        int to = last ? level.end() - 1 : members.get(index + 1).keyStart();
        if (source.hasComment(from, to)) cutWithItsLine(level, index);
        else if (members.size() == 1) splice(from, to, "");
        else if (index > 0) splice(from, member.end(), "");
        else splice(member.keyStart(), to, "");
    }

    /// Removes a member and the comments on its line; comments on other lines stay, and so do those between the member
    /// and one before it on the same line.
    private void cutWithItsLine(JsonLevel level, int index) {
        Member member = level.members().get(index);
        boolean last = index == level.members().size() - 1;
        int end = last ? member.end() : source.plain().indexOf(',', member.end()) + 1;
        int tail = source.lineTail(end);
        boolean endsLine = source.endsLine(tail);
        boolean follows = index > 0
            && text().substring(level.members().get(index - 1).end(), member.keyStart()).indexOf('\n') < 0;
        int head = follows ? source.beforeBlanks(member.keyStart()) : source.lineHead(member.keyStart());
        boolean wholeLine = endsLine && source.beginsLine(head);
        int from = endsLine ? head : source.afterBlanks(head);
        int to = wholeLine ? source.afterLineEnd(tail) : endsLine || last ? tail : source.afterBlanks(end);
        if (!last || index == 0) {
            splice(from, to, "");
            return;
        }
        int comma = source.plain().indexOf(',', level.members().get(index - 1).end());
        int keptTo = follows ? source.beforeBlanks(from) : from;
        String between = comma + 1 < keptTo ? text().substring(comma + 1, keptTo) : "";
        splice(comma, to, follows || between.indexOf('\n') >= 0 ? between : "");
    }
}
