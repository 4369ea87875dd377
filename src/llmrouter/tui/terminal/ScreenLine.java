package llmrouter.tui.terminal;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Printable;

/// One line of the screen: pieces of text, each with a look. Control characters of the text become `?`.
public record ScreenLine(List<Piece> pieces) {
    private static final ScreenLine EMPTY = new ScreenLine(List.of());
    private static final String USUAL = "\u001b[0m";

    /// How text looks where the terminal has colours. What a look says must also be told by words or place.
    public enum Look {
        PLAIN(""), DIM("2"), STRONG("1"), MARKED("7"), GOOD("32"), WARNING("33"), BAD("31");

        /// The parameter of the sequence "select graphic rendition" (ECMA-48 §8.3.117).
        private final String rendition;

        Look(String rendition) {
            this.rendition = rendition;
        }
    }

    /// A piece of a line.
    public record Piece(String text, Look look) {
        public Piece {
            text = Printable.of(text);
        }
    }

    public static ScreenLine empty() {
        return EMPTY;
    }

    public static ScreenLine of(String text) {
        return of(text, Look.PLAIN);
    }

    public static ScreenLine of(String text, Look look) {
        return EMPTY.with(text, look);
    }

    /// This line with more text at its end.
    public ScreenLine with(String text, Look look) {
        if (text.isEmpty()) return this;
        var all = new ArrayList<>(pieces);
        all.add(new Piece(text, look));
        return new ScreenLine(List.copyOf(all));
    }

    /// As [#with(String, Look)], as plain text.
    public ScreenLine with(String text) {
        return with(text, Look.PLAIN);
    }

    /// The characters.
    public String text() {
        var all = new StringBuilder();
        for (Piece piece : pieces) all.append(piece.text);
        return all.toString();
    }

    /// This line as it fits into so many columns, with `…` where it does not.
    public ScreenLine cut(int columns) {
        int left = columns;
        var all = new ArrayList<Piece>();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            int width = Columns.of(piece.text);
            boolean more = i + 1 < pieces.size();
            if (width > left || width == left && more) {
                String rest = width > left ? piece.text : piece.text + "…";
                all.add(new Piece(Columns.cut(rest, left), piece.look));
                return new ScreenLine(List.copyOf(all));
            }
            all.add(piece);
            left -= width;
        }
        return this;
    }

    /// The characters and escape sequences of this line.
    public String sequence(boolean colorful) {
        if (!colorful) return text();
        var all = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.look == Look.PLAIN) all.append(piece.text);
            else all.append("\u001b[").append(piece.look.rendition).append('m').append(piece.text).append(USUAL);
        }
        return all.toString();
    }
}
