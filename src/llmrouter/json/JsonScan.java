package llmrouter.json;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Chars;

/// The top level of a JSON object, found in one pass without building a tree: its members and the places of their
/// values. The whole text is checked as strictly as the parser does, so a text that passes is valid JSON.
///
/// The text may be decoded from UTF-8 or one character per byte (ISO 8859-1), because only ASCII has a meaning in JSON.
/// Immutable; of duplicate members the last counts.
public final class JsonScan {
    private final String text;
    private final JsonLimits limits;
    private final List<Member> members;
    private final PlainRuns origin;
    private final JsonNotes notes;

    private JsonScan(String text, JsonLimits limits, List<Member> members, PlainRuns origin, JsonNotes notes) {
        this.text = text;
        this.limits = limits;
        this.members = members;
        this.origin = origin;
        this.notes = notes;
    }

    /// One member by its offsets in the text; within the package also one item of an array.
    ///
    /// @param key      the name without quotes and escapes; null for an item
    /// @param keyStart offset of the name's opening quote; for an item the same as `start`
    /// @param start    offset of the first character of the value
    /// @param end      offset after the last character of the value
    public record Member(String key, int keyStart, int start, int end) {}

    /// Scans with the default limits.
    ///
    /// @throws JsonError the text is not JSON or not an object
    public static JsonScan of(String text) {
        return of(text, JsonLimits.DEFAULT);
    }

    /// @throws JsonError the text is not JSON, beyond the limits, or not an object
    public static JsonScan of(String text, JsonLimits limits) {
        return of(text, limits, null, null);
    }

    /// Scans a request, and notes on the way what is to be known of it beside its members.
    ///
    /// @param origin of the text: what finds the ends of its plain runs, for this one scan; or null
    /// @param count  is told how many values there are
    /// @throws JsonError the text is not JSON or not an object
    public static JsonScan noting(String text, PlainRuns origin, JsonCount.Budget count) {
        return of(text, JsonLimits.DEFAULT, origin, new JsonNotes(count, text.length()));
    }

    private static JsonScan of(String text, JsonLimits limits, PlainRuns origin, JsonNotes notes) {
        var tokens = JsonTokens.of(text, limits, origin, notes);
        int open = tokens.begin();
        if (tokens.at(open) != '{') {
            tokens.end(tokens.value(open, 0));
            throw tokens.error("expected an object at the top level", open);
        }
        JsonLevel level = JsonLevel.of(tokens, open);
        tokens.end(level.end());
        if (notes != null) notes.end();
        return new JsonScan(text, limits, level.members(), origin, notes);
    }

    /// The text that was scanned.
    public String source() {
        return text;
    }

    /// What knows the text in another form; null if nothing does.
    public PlainRuns origin() {
        return origin;
    }

    /// Whether a member's name or a string value may be one of these words, at any depth. False only if none is, other
    /// than with escapes; true without a look at the text if nothing was noted of it.
    ///
    /// @param words of at most 32 characters each
    public boolean mayMention(String... words) {
        if (notes == null) return true;
        for (String word : words) {
            if (notes.mayMention(word)) return true;
        }
        return false;
    }

    /// Whether a word stands in the text with its quotes. The text is searched only if the word may be in it.
    public boolean mentions(String word) {
        return mayMention(word) && Chars.contain(text, '"' + word + '"');
    }

    /// All members in the order of the text, duplicates included; not to be changed.
    public List<Member> members() {
        return members;
    }

    /// The last member of this name, or null.
    public Member member(String key) {
        for (int i = members.size() - 1; i >= 0; i--) {
            Member member = members.get(i);
            if (member.key().equals(key)) return member;
        }
        return null;
    }

    public boolean has(String key) {
        return member(key) != null;
    }

    /// The type of a member's value, or null if it is absent.
    public JsonKind kind(String key) {
        Member member = member(key);
        return member == null ? null : JsonKind.of(text.charAt(member.start()));
    }

    /// Whether a member is absent or a JSON null.
    public boolean isNull(String key) {
        JsonKind kind = kind(key);
        return kind == null || kind == JsonKind.NULL;
    }

    /// Whether a member is an array or object with nothing in it, or the empty string.
    public boolean isEmpty(String key) {
        Member member = member(key);
        if (member == null) return false;
        return switch (JsonKind.of(text.charAt(member.start()))) {
            case STRING -> member.end() == member.start() + 2;
            case ARRAY, OBJECT -> onlySpace(member.start() + 1, member.end() - 1);
            case NUMBER, BOOLEAN, NULL -> false;
        };
    }

    private boolean onlySpace(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) > ' ') return false;
        }
        return true;
    }

    /// A member's value as it is in the text, or null if it is absent.
    public String raw(String key) {
        Member member = member(key);
        return member == null ? null : text.substring(member.start(), member.end());
    }

    /// The items of a member that is an array, each as it is in the text; empty if the member is something else.
    public List<String> items(String key) {
        if (kind(key) != JsonKind.ARRAY) return List.of();
        JsonLevel level = JsonLevel.of(new JsonTokens(text, limits), member(key).start());
        var items = new ArrayList<String>(level.members().size());
        for (Member item : level.members()) items.add(text.substring(item.start(), item.end()));
        return items;
    }

    /// The end of the first item of an array that is an object with this string value; the end of the array if no item
    /// is.
    ///
    /// @param array a member that is an array
    public int endOfFirst(String array, String key, String value) {
        Member member = member(array);
        JsonTokens tokens = JsonTokens.ofScanned(text, limits, notes, member.start());
        int at = tokens.space(member.start() + 1);
        while (text.charAt(at) != ']') {
            JsonLevel item = JsonLevel.of(tokens, at);
            int end = item == null ? tokens.value(at, 1) : item.end();
            int found = item == null ? -1 : item.find(key);
            if (found >= 0 && value.equals(text(item.members().get(found)))) return end;
            at = tokens.space(end);
            if (text.charAt(at) == ',') at = tokens.space(at + 1);
        }
        return member.end();
    }

    /// The text of a member that is a string; null for another one.
    private String text(Member member) {
        if (text.charAt(member.start()) != '"') return null;
        boolean escaped = Chars.contain(text, '\\', member.start(), member.end());
        return JsonTokens.unquoted(text, member.start(), member.end(), escaped);
    }

    /// A member's value as a tree, or null if it is absent. Each call parses again.
    public Json get(String key) {
        Member member = member(key);
        return member == null ? null : JsonParser.ofValid(text, member.start(), limits);
    }

    /// The whole text as a tree, faster than parsing a text that was not scanned. Each call parses again.
    public Json.Obj tree() {
        return new JsonParser(this, null).all();
    }

    /// For one pass over the text.
    JsonTokens tokens() {
        return JsonTokens.ofScanned(text, limits, notes, 0);
    }

    /// What was noted of the text; or null.
    JsonNotes notes() {
        return notes;
    }

    /// The member as text, or null if it is absent or not a string.
    public String text(String key) {
        return kind(key) == JsonKind.STRING && get(key) instanceof Json.Str s ? s.value() : null;
    }

    /// The member as a number, or null if it is absent or something else.
    public Json.Num number(String key) {
        return kind(key) == JsonKind.NUMBER ? new Json.Num(raw(key)) : null;
    }

    /// The member as a long, or `otherwise` if it is absent or not an integer that fits.
    public long number(String key, long otherwise) {
        Json.Num number = number(key);
        return number == null ? otherwise : number.asLong(otherwise);
    }

    /// Whether the member is `true`.
    public boolean isTrue(String key) {
        Member member = member(key);
        return member != null && text.charAt(member.start()) == 't';
    }

    /// Begins a change of this object that leaves all other characters as they are.
    public JsonSplice splice() {
        return new JsonSplice(this);
    }
}
