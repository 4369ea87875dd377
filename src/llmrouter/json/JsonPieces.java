package llmrouter.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import llmrouter.text.Text;

/// A JSON text made of parts of another one, its source, and of new text between them. Whatever takes the pieces need
/// not look at the parts again: it copies them as they are, or copies the bytes that the source was decoded from.
/// Immutable once it is built.
public final class JsonPieces {
    private final String source;
    private final PlainRuns origin;
    /// What is new before each part, and behind the last one.
    private final List<String> made = new ArrayList<>();
    /// Two offsets in the source for each part.
    private int[] kept = new int[8];
    private int count;
    private long length;

    /// Takes the pieces in the order of the text.
    public interface Taker {
        /// @param text not of the source
        void made(String text);

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

    /// Adds new text and the part of the source behind it.
    void add(String text, int from, int to) {
        if (2 * count == kept.length) kept = Arrays.copyOf(kept, 4 * count);
        made.add(text);
        kept[2 * count] = from;
        kept[2 * count + 1] = to;
        count++;
        length += text.length() + to - from;
    }

    /// Adds the new text behind the last part.
    void end(String text) {
        made.add(text);
        length += text.length();
    }

    /// What knows the source in another form; null if nothing does.
    public PlainRuns origin() {
        return origin;
    }

    public void each(Taker taker) {
        for (int i = 0; i < count; i++) {
            if (!made.get(i).isEmpty()) taker.made(made.get(i));
            if (kept[2 * i] < kept[2 * i + 1]) taker.kept(kept[2 * i], kept[2 * i + 1]);
        }
        if (!made.getLast().isEmpty()) taker.made(made.getLast());
    }

    /// The whole text. Each call puts it together again.
    public String text() {
        if (count == 0) return made.getLast();
        var text = new Text(Math.toIntExact(length));
        each(new Taker() {
            @Override
            public void made(String piece) {
                text.add(piece);
            }

            @Override
            public void kept(int from, int to) {
                text.add(source, from, to);
            }
        });
        return text.take();
    }
}
