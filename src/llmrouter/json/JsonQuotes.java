package llmrouter.json;

import java.util.IdentityHashMap;
import java.util.Map;

import llmrouter.text.Chars;
import llmrouter.text.Text;

/// The tree of a scanned text, whose long strings are places in the text, and so are objects that are members' values
/// until a member of theirs is asked for. What is written with them, or with the strings that were read of them, is
/// taken from there, with its quotes and escapes, and need not be looked at. One owner, with all of the tree.
public final class JsonQuotes {
    /// A shorter string is read, and quoted, as fast as it is found.
    static final int LEAST = 64;
    /// A shorter object is copied with what stands before it.
    private static final int COPIED = 1024;
    /// About one in so many characters of an agent's request is new in another format.
    private static final int NEW = 5;
    private static final int MOST_NEW = 1 << 15;

    private final JsonScan scan;
    /// Of the values that were read.
    private final Map<String, Place> places = new IdentityHashMap<>();
    private final JsonParser parser;
    private final Json.Obj tree;

    /// With the quotes.
    record Place(int from, int to) {}

    private JsonQuotes(JsonScan scan) {
        this.scan = scan;
        this.parser = new JsonParser(scan, this);
        this.tree = parser.all();
    }

    public static JsonQuotes of(JsonScan scan) {
        return new JsonQuotes(scan);
    }

    public Json.Obj tree() {
        return tree;
    }

    /// The value of a string.
    String value(int from, int to, boolean escaped) {
        String value = JsonTokens.unquoted(scan.source(), from, to, escaped);
        places.put(value, new Place(from, to));
        return value;
    }

    /// Reads the members of an object.
    void read(int object, JsonMembers members) {
        parser.read(object, scan.notes().begin(object), members);
    }

    /// The offset behind an object.
    int end(int object) {
        return scan.notes().end(object);
    }

    /// Whether a member's name or a string in an object may be a word.
    boolean mayMention(int object, String word) {
        String text = scan.source();
        int begin = scan.notes().begin(object);
        int end = end(object);
        return scan.mayMention(word) && Chars.contain(text, '"' + word + '"', begin, end)
            || Chars.contain(text, "\\u", begin, end);
    }

    /// An object as it stands in the text, if that is compact.
    String raw(int object) {
        return scan.notes().isCompact() ? scan.source().substring(scan.notes().begin(object), end(object)) : null;
    }

    /// Adds an object as it stands in the text, if that is compact.
    boolean add(int object, Text out) {
        if (!scan.notes().isCompact()) return false;
        out.add(scan.source(), scan.notes().begin(object), end(object));
        return true;
    }

    /// Whether a string begins with a character that is neither white space nor an escape.
    boolean beginsPlain(int from) {
        char first = scan.source().charAt(from + 1);
        return first > ' ' && first < 0x7F && first != '\\';
    }

    boolean begins(int from, char first) {
        return scan.source().charAt(from + 1) == first;
    }

    /// A value as compact JSON.
    public JsonPieces pieces(Json value) {
        var pieces = new JsonPieces(scan.source(), scan.origin());
        var between = new Text(Math.min(scan.source().length() / NEW, MOST_NEW) + 256);
        JsonWriter.write(value, between, new Writing(pieces));
        pieces.end(between.take());
        return pieces;
    }

    private Place place(Json.Str string) {
        Place own = string.place(this);
        if (own != null) return own;
        return string.value().length() < LEAST ? null : places.get(string.value());
    }

    private final class Writing implements JsonWriter.Strings {
        private final JsonPieces pieces;
        private final WrittenWords first = new WrittenWords("{", ":");
        private final WrittenWords others = new WrittenWords(",", ":");
        private final WrittenWords words = new WrittenWords("", "");

        private Writing(JsonPieces pieces) {
            this.pieces = pieces;
        }

        @Override
        public void write(Json.Str string, Text out) {
            Place place = place(string);
            if (place == null) words.write(string.value(), out);
            else pieces.add(out.length(), place.from, place.to);
        }

        @Override
        public boolean writeUnread(JsonQuotes source, int object, Text out) {
            int begin = source.scan.notes().begin(object);
            int end = source.end(object);
            boolean kept = source == JsonQuotes.this && end - begin >= COPIED && scan.notes().isCompact();
            if (!kept) return source.add(object, out);
            pieces.add(out.length(), begin, end);
            return true;
        }

        @Override
        public void name(String lead, String name, String colon, Text out) {
            (lead.equals("{") ? first : others).write(name, out);
        }
    }
}
