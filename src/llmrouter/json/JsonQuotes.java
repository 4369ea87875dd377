package llmrouter.json;

import java.util.IdentityHashMap;
import java.util.Map;

import llmrouter.text.Text;

/// The tree of a scanned text, which remembers where its long strings stand in the text. A text that is written with
/// the same string objects takes them from there, with their quotes and escapes, and need not look at them. One owner.
public final class JsonQuotes {
    /// A shorter string is quoted as fast as it is found.
    private static final int LEAST = 64;

    private final JsonScan scan;
    private final Map<String, Place> places = new IdentityHashMap<>();
    private final Json.Obj tree;

    /// With the quotes.
    private record Place(int from, int to) {}

    private JsonQuotes(JsonScan scan) {
        this.scan = scan;
        this.tree = scan.tree(this);
    }

    public static JsonQuotes of(JsonScan scan) {
        return new JsonQuotes(scan);
    }

    public Json.Obj tree() {
        return tree;
    }

    /// A string has been read.
    ///
    /// @param from offset of its first quote
    /// @param to   offset behind its last quote
    void read(String value, int from, int to) {
        if (to - from >= LEAST) places.put(value, new Place(from, to));
    }

    /// A value as compact JSON.
    public JsonPieces pieces(Json value) {
        var pieces = new JsonPieces(scan.source(), scan.origin());
        var between = new Text();
        JsonWriter.write(value, between, (string, out) -> {
            Place place = string.length() < LEAST / 8 ? null : places.get(string);
            if (place == null) out.quote(string);
            else pieces.add(out.take(), place.from, place.to);
        });
        pieces.end(between.take());
        return pieces;
    }
}
