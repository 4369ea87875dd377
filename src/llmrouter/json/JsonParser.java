package llmrouter.json;

import java.util.ArrayList;

import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Null;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;

/// Builds the tree of a JSON text. [JsonTokens] decides what is valid; the depth of the recursion is limited by
/// [JsonLimits#depth].
final class JsonParser {
    private static final int KEYS = 64;
    /// Most arrays have few items.
    static final int FEW = 4;
    /// Longer strings are seldom the same.
    private static final int LONGEST_WORD = 16;

    private final String text;
    private final JsonTokens tokens;
    private final JsonQuotes quotes;
    private final String[] keys = new String[KEYS];
    /// Short strings that were values, such as types and roles: they share one object.
    private final Str[] words = new Str[KEYS];
    private final int most;
    private int count;
    private int at;

    private JsonParser(String text, JsonTokens tokens, JsonQuotes quotes) {
        this.text = text;
        this.tokens = tokens;
        this.quotes = quotes;
        this.most = tokens.mostValues();
    }

    /// The value that begins at an offset of a text that is known to be valid.
    static Json ofValid(String text, int start, JsonLimits limits) {
        var parser = new JsonParser(text, JsonTokens.ofValid(text, limits), null);
        parser.at = start;
        return parser.value(0);
    }

    /// Of a scanned text, whose values are read as they are asked for.
    JsonParser(JsonScan scan, JsonQuotes quotes) {
        this(scan.source(), scan.tokens(), quotes);
    }

    /// The object that the text is.
    Obj all() {
        at = tokens.begin();
        return (Obj) object(0);
    }

    /// Reads the members of an object that was passed.
    void read(int object, int begin, JsonMembers members) {
        tokens.enterObject(object);
        at = begin;
        members(members, 0);
    }

    static Json parse(String text, JsonLimits limits) {
        return parse(text, new JsonTokens(text, limits));
    }

    /// @param tokens of this text
    static Json parse(String text, JsonTokens tokens) {
        var parser = new JsonParser(text, tokens, null);
        parser.at = parser.tokens.begin();
        Json value = parser.value(0);
        parser.tokens.end(parser.at);
        return value;
    }

    private Json value(int depth) {
        if (++count > most) throw tokens.error("there are more than " + most + " values", at);
        return switch (tokens.at(at)) {
            case '"' -> string();
            case '{' -> object(depth);
            case '[' -> array(depth);
            default -> scalar();
        };
    }

    private Json object(int depth) {
        tokens.enter(at, depth);
        var members = new JsonMembers();
        members(members, depth);
        return new Obj(members);
    }

    private void members(JsonMembers members, int depth) {
        at = tokens.space(at + 1);
        if (tokens.at(at) != '}') {
            do {
                tokens.quote(at);
                String key = key();
                at = tokens.colon(at);
                members.put(key, member(depth + 1));
            } while (another('}'));
        }
        at++;
    }

    /// The value of a member. An object is passed if its end is known, and read when it is asked for: the schemas of
    /// tools and the arguments of calls, which are a large part of a request, most often go on as they are.
    private Json member(int depth) {
        if (quotes == null || tokens.at(at) != '{' || !tokens.knowsObjects()) return value(depth);
        int object = tokens.passObject();
        at = quotes.end(object);
        return new Obj(new JsonMembers(quotes, object));
    }

    private Json array(int depth) {
        tokens.enter(at, depth);
        at = tokens.space(at + 1);
        var items = new ArrayList<Json>(FEW);
        if (tokens.at(at) != ']') {
            do {
                items.add(value(depth + 1));
            } while (another(']'));
        }
        at++;
        return new Arr(items);
    }

    /// Moves on after a value: to the next value (true) or to the closing bracket (false).
    private boolean another(char close) {
        at = tokens.space(at);
        if (tokens.at(at) == close) return false;
        at = tokens.comma(at, close);
        return true;
    }

    private Str string() {
        int open = at;
        at = tokens.string(open);
        if (at - open <= LONGEST_WORD + 2 && !tokens.escaped() && at > open + 2) return word(open + 1, at - 1);
        boolean place = quotes != null && at - open >= JsonQuotes.LEAST;
        return place ? new Str(quotes, open, at, tokens.escaped()) : new Str(tokens.unquoted(open, at));
    }

    private Str word(int from, int to) {
        int slot = slot(from, to);
        Str known = words[slot];
        boolean same = known != null && known.value().length() == to - from && text.startsWith(known.value(), from);
        return same ? known : (words[slot] = new Str(text.substring(from, to)));
    }

    /// A place for a short text that is often the same.
    private int slot(int from, int to) {
        return (text.charAt(from) * 31 + text.charAt(to - 1) * 7 + to - from) & KEYS - 1;
    }

    /// A member's name. The same few names are frequent, so they share one string, whose hash is computed already.
    private String key() {
        int from = at + 1;
        at = tokens.string(at);
        int length = at - 1 - from;
        if (tokens.escaped() || length == 0) return tokens.unquoted(from - 1, at);
        int slot = slot(from, at - 1);
        String known = keys[slot];
        if (known != null && known.length() == length && text.startsWith(known, from)) return known;
        return keys[slot] = text.substring(from, at - 1);
    }

    private Json scalar() {
        int from = at;
        at = tokens.scalar(from);
        return switch (text.charAt(from)) {
            case 't' -> Bool.TRUE;
            case 'f' -> Bool.FALSE;
            case 'n' -> Null.NULL;
            default -> new Num(text.substring(from, at));
        };
    }
}
