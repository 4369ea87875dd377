package llmrouter.json;

import java.util.Arrays;

import llmrouter.text.Text;

/// A JSON text made of parts of another one, its source, and of new text between them. Whatever takes the pieces need
/// not look at the parts again: it copies them as they are, or copies the bytes that the source was decoded from.
/// Immutable once it is built.
public final class JsonPieces {
    private static final int FIELDS = 3;

    private final String source;
    private final PlainRuns origin;
    /// All that is new, in its order.
    private String made = "";
    /// Of each part: where the new text before it ends, and two offsets in the source.
    private int[] parts = new int[FIELDS * 4];
    private int count;
    private long length;

    /// Takes the pieces in the order of the text. None is empty.
    public interface Taker {
        /// A part of the new text.
        void made(int from, int to);

        /// A part of the source. It begins and ends at the border of a token, or within an ASCII part of the text.
        void kept(int from, int to);
    }

    /// @param origin knows the source in another form; or null
    JsonPieces(String source, PlainRuns origin) {
        this.source = source;
        this.origin = origin;
    }

    /// A text that has no part of another one.
    public static JsonPieces of(String text) {
        var pieces = new JsonPieces("", null);
        pieces.end(text);
        return pieces;
    }

    /// Adds a part of the source.
    ///
    /// @param made how long the new text before it is, with that before earlier parts
    void add(int made, int from, int to) {
        if (FIELDS * count == parts.length) parts = Arrays.copyOf(parts, 2 * parts.length);
        int at = FIELDS * count++;
        parts[at] = made;
        parts[at + 1] = from;
        parts[at + 2] = to;
        length += to - from;
    }

    /// @param all that is new, with that behind the last part
    void end(String all) {
        made = all;
        length += all.length();
    }

    /// What knows the source in another form; null if nothing does.
    public PlainRuns origin() {
        return origin;
    }

    /// All text that is not of the source.
    public String made() {
        return made;
    }

    public void each(Taker taker) {
        int passed = 0;
        for (int at = 0; at < FIELDS * count; at += FIELDS) {
            if (passed < parts[at]) taker.made(passed, parts[at]);
            passed = parts[at];
            if (parts[at + 1] < parts[at + 2]) taker.kept(parts[at + 1], parts[at + 2]);
        }
        if (passed < made.length()) taker.made(passed, made.length());
    }

    /// The whole text. Each call puts it together again.
    public String text() {
        if (count == 0) return made;
        var text = new Text(Math.toIntExact(length));
        each(new Taker() {
            @Override
            public void made(int from, int to) {
                text.add(made, from, to);
            }

            @Override
            public void kept(int from, int to) {
                text.add(source, from, to);
            }
        });
        return text.take();
    }
}
