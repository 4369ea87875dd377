package llmrouter.json;

import java.util.List;

import llmrouter.json.JsonScan.Member;

/// Edits the text of a JSON file that a person may have written. Parts that are not edited keep their exact formatting;
/// added parts take the indentation and line ends of their neighbours. Not thread-safe; each edit builds on those
/// before it.
///
/// A path is member names (`String`) and array indices (`Integer`) from the top. Of duplicate members the last is
/// edited.
public final class JsonEdit {
    private String text;
    private JsonTokens tokens;

    private JsonEdit(String text) {
        become(text);
    }

    /// @throws JsonError the text is not JSON
    public static JsonEdit of(String text) {
        return new JsonEdit(text);
    }

    /// The text with all edits so far.
    public String text() {
        return text;
    }

    /// Replaces the value at a path, or adds it together with missing objects on the path. An index one past the end
    /// appends.
    ///
    /// @throws JsonError a value on the path is neither an object nor an array that has the item
    public JsonEdit set(List<?> path, Json value) {
        int at = tokens.begin();
        JsonLevel parent = null;
        for (int i = 0; i < path.size(); i++) {
            JsonLevel level = JsonLevel.of(tokens, at);
            int index = level == null ? -1 : level.find(path.get(i));
            if (index < 0) {
                add(level(level, at, path.get(i)), path.get(i), nested(path.subList(i + 1, path.size()), value));
                return this;
            }
            parent = level;
            at = level.members().get(index).start();
        }
        splice(at, tokens.value(at, 0), format(value, at, parent));
        return this;
    }

    /// Adds an item to the array at a path, or creates the array if it is missing.
    ///
    /// @throws JsonError the value at the path is not an array
    public JsonEdit append(List<?> path, Json item) {
        JsonLocator.Place place = JsonLocator.find(text, path);
        if (place.steps() < path.size()) return set(path, Json.array(item));
        JsonLevel level = JsonLevel.of(tokens, place.offset());
        if (level == null || level.isObject()) throw tokens.error("expected an array", place.offset());
        add(level, level.members().size(), item);
        return this;
    }

    /// Removes the value at a path, with all duplicates of the member. Without such a value nothing happens.
    public JsonEdit remove(List<?> path) {
        boolean again = true;
        while (again) {
            JsonLocator.Place parent = JsonLocator.find(text, path.subList(0, path.size() - 1));
            JsonLevel level = parent.steps() < path.size() - 1 ? null : JsonLevel.of(tokens, parent.offset());
            int index = level == null ? -1 : level.find(path.getLast());
            if (index >= 0) cut(level, index);
            again = index >= 0 && level.isObject();
        }
        return this;
    }

    /// Gives the member at a path another name, in its place. Without such a member nothing happens.
    public JsonEdit rename(List<?> path, String name) {
        JsonLocator.Place parent = JsonLocator.find(text, path.subList(0, path.size() - 1));
        JsonLevel level = parent.steps() < path.size() - 1 ? null : JsonLevel.of(tokens, parent.offset());
        int index = level == null || !level.isObject() ? -1 : level.find(path.getLast());
        if (index < 0) return this;
        int key = level.members().get(index).keyStart();
        splice(key, tokens.string(key), Json.of(name).toString());
        return this;
    }

    private void become(String changed) {
        var checked = new JsonTokens(changed, JsonLimits.DEFAULT);
        checked.end(checked.value(checked.begin(), 0));
        text = changed;
        tokens = checked;
    }

    private void splice(int from, int to, String replacement) {
        become(text.substring(0, from) + replacement + text.substring(to));
    }

    private void cut(JsonLevel level, int index) {
        List<Member> members = level.members();
        Member member = members.get(index);
        if (members.size() == 1) splice(level.open() + 1, level.end() - 1, "");
        else if (index > 0) splice(members.get(index - 1).end(), member.end(), "");
        else splice(member.keyStart(), members.get(1).keyStart(), "");
    }

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
        String name = step instanceof String key ? Json.of(key) + (isMinified() ? ":" : ": ") : "";
        if (level.members().isEmpty()) {
            addFirst(level, name, value);
        } else {
            int end = level.members().getLast().end();
            String lead = lead(level);
            splice(end, end, "," + lead + name + format(value, lead));
        }
    }

    private void addFirst(JsonLevel level, String name, Json value) {
        boolean oneLine = level.open() != tokens.begin() && text.indexOf('\n') < 0;
        String line = lineOf(level.open());
        String inner = line + unit();
        String member = oneLine ? name + format(value, "") : inner + name + format(value, inner) + line;
        splice(level.open() + 1, level.end() - 1, member);
    }

    /// The white space before the last member; the next member gets the same.
    private String lead(JsonLevel level) {
        List<Member> members = level.members();
        int last = members.size() - 1;
        int from = last == 0 ? level.open() + 1 : text.indexOf(',', members.get(last - 1).end()) + 1;
        String lead = text.substring(from, members.get(last).keyStart());
        boolean tells = last > 0 || lead.indexOf('\n') >= 0;
        return tells ? lead : isMinified() ? "" : " ";
    }

    /// The text of a value that replaces the one at `at`: on one line if the old value or all of its neighbours are.
    private String format(Json value, int at, JsonLevel parent) {
        JsonLevel old = JsonLevel.of(tokens, at);
        boolean wasOneLine = old != null && !old.members().isEmpty()
            && text.substring(old.open(), old.end()).indexOf('\n') < 0;
        boolean inOneLine = parent != null && text.substring(parent.open(), parent.end()).indexOf('\n') < 0;
        return format(value, wasOneLine || inOneLine ? "" : lineOf(at));
    }

    /// The text of a value on a line with this lead: indented under it, or on one line if the lead has no line end.
    private String format(Json value, String lead) {
        int line = lead.lastIndexOf('\n');
        if (line < 0) return isMinified() ? value.toString() : JsonWriter.inline(value);
        return JsonWriter.pretty(value, lineEnd() + lead.substring(line + 1), unit());
    }

    /// A line end and the indentation of the line on which an offset stands.
    private String lineOf(int at) {
        int from = at == 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
        int to = from;
        while (text.charAt(to) == ' ' || text.charAt(to) == '\t') to++;
        return lineEnd() + text.substring(from, to);
    }

    private String lineEnd() {
        return text.indexOf("\r\n") < 0 ? "\n" : "\r\n";
    }

    /// One level of indentation: what stands before the first member of the text, two spaces if that is on the first
    /// line.
    private String unit() {
        JsonLevel top = JsonLevel.of(tokens, tokens.begin());
        if (top == null || top.members().isEmpty()) return "  ";
        String lead = text.substring(top.open() + 1, top.members().getFirst().keyStart());
        int line = lead.lastIndexOf('\n');
        return line < 0 || line + 1 == lead.length() ? "  " : lead.substring(line + 1);
    }

    /// Whether the text was written by a program: it has no space after its first colon.
    private boolean isMinified() {
        JsonLevel top = JsonLevel.of(tokens, tokens.begin());
        if (top == null || top.members().isEmpty() || text.indexOf('\n') >= 0) return false;
        int value = top.members().getFirst().start();
        return text.charAt(value - 1) == (top.isObject() ? ':' : '[');
    }
}
