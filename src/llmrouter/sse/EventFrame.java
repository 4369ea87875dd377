package llmrouter.sse;

import llmrouter.text.Chars;
import llmrouter.text.Letters;

/// What stands around the words in an event, to know the next event of its kind without parsing it.
///
/// Nearly all events of an answer are alike: the same JSON, with other words in one place.
///
/// ```
/// data: {"choices":[{"delta":{"content":" Hello"}}],"obfuscation":"x7Q"}⏎⏎
/// ╰───────────── fixed ──────────────╯╰words─╯╰──────── fixed ───────╯╰──╯╰┴── fixed
/// ```
/// An event that was read, and of which its reader says that it told nothing but these words, has a frame: its text, in
/// which the words are a hole. Another hole is the value of a member that no reader reads and that changes from event
/// to event ([#PADDING], [#NUMBER]). A text that fits has the same fixed parts, and in each hole a whole value of the
/// same kind. So it is one event with the same name, its data is JSON of the same shape, and only the words differ: to
/// its reader it is the same event with other words.
///
/// For this to be true, the words must be found where the reader has found them. They stand in the event only once as a
/// JSON string, and there is no escape in the whole event, so no other string or name can spell them. All fixed parts
/// are ASCII: if a stream has one character per byte, bytes that are no UTF-8 in the words change only the words.
///
/// The words may not be empty, since a reader may ignore an event without words. One owner.
public final class EventFrame {
    /// A longer event is parsed.
    private static final int LONGEST = 1 << 16;
    private static final int LONGEST_NUMBER = 15;
    private static final String DATA = "data:";
    /// Random characters against those who measure the encrypted stream.
    private static final String PADDING = "\"obfuscation\":";
    private static final String NUMBER = "\"sequence_number\":";

    private enum Kind { WORDS, PADDING, NUMBER }

    /// A part of the event that may differ: its characters from an offset to another, without quotation marks.
    private record Hole(Kind kind, int from, int to) {}

    private final String event;
    /// in the order of the text
    private final Hole[] holes;
    private int wordsFrom;
    private int wordsTo;
    private boolean escaped;

    private EventFrame(String event, Hole[] holes) {
        this.event = event;
        this.holes = holes;
    }

    /// The frame of an event, or null if it has none.
    ///
    /// @param event the text of the block
    /// @param words all that the event says, as they stand in its data; or null
    public static EventFrame of(String event, String words) {
        if (words == null || words.isEmpty() || event.length() > LONGEST) return null;
        String string = '"' + words + '"';
        int at = event.indexOf(string);
        if (at < 0 || event.indexOf(string, at + 1) >= 0 || event.indexOf('\\') >= 0) return null;
        var hole = new Hole(Kind.WORDS, at + 1, at + 1 + words.length());
        int data = event.startsWith(DATA) ? 0 : event.startsWith("event:") ? event.indexOf('\n') + 1 : -1;
        if (data < 0 || at < data || !event.startsWith(DATA, data) || !isPlain(event, data, hole)) return null;
        return new EventFrame(event, ordered(hole, padding(event, data), number(event, data)));
    }

    /// Whether all but the words is ASCII, and the line of data is the last one before the blank line.
    private static boolean isPlain(String event, int data, Hole words) {
        int length = event.length();
        for (int i = 0; i < length; i++) {
            if (i == words.from) i = words.to;
            char c = event.charAt(i);
            if (c >= 0x80 || c == '\r' && !event.startsWith("\n", i + 1)) return false;
        }
        int end = event.indexOf('\n', data) + 1;
        return end > 0 && (event.startsWith("\n", end) ? end + 1 == length
            : event.startsWith("\r\n", end) && end + 2 == length);
    }

    private static Hole padding(String event, int data) {
        int from = value(event, PADDING, data);
        if (from < 0 || event.charAt(from) != '"') return null;
        return new Hole(Kind.PADDING, from + 1, paddingEnd(event, from + 1));
    }

    private static Hole number(String event, int data) {
        int from = value(event, NUMBER, data);
        int to = from < 0 ? -1 : numberEnd(event, from);
        return to < 0 ? null : new Hole(Kind.NUMBER, from, to);
    }

    /// Where the value of a member begins, or -1.
    private static int value(String event, String name, int data) {
        int at = event.indexOf(name, data);
        if (at < 0) return -1;
        at += name.length();
        return event.charAt(at) == ' ' ? at + 1 : at;
    }

    private static Hole[] ordered(Hole words, Hole padding, Hole number) {
        int count = 1 + (padding == null ? 0 : 1) + (number == null ? 0 : 1);
        var holes = new Hole[count];
        for (Hole hole : new Hole[] {words, padding, number}) {
            if (hole == null) continue;
            int i = --count;
            holes[i] = hole;
            for (; i + 1 < holes.length && holes[i + 1].from < hole.from; i++) {
                holes[i] = holes[i + 1];
                holes[i + 1] = hole;
            }
        }
        return holes;
    }

    /// The end of an event in a text, if an event that fits the frame begins at an offset; else -1. Then the words are
    /// known until the next call.
    public int end(String text, int from) {
        int at = from;
        int done = 0;
        for (Hole hole : holes) {
            int fixed = hole.from - done;
            if (!text.regionMatches(at, event, done, fixed)) return -1;
            int begin = at + fixed;
            at = switch (hole.kind) {
                case WORDS -> words(text, begin);
                case PADDING -> paddingEnd(text, begin);
                case NUMBER -> numberEnd(text, begin);
            };
            if (at < 0) return -1;
            done = hole.to;
        }
        int last = event.length() - done;
        return text.regionMatches(at, event, done, last) && at + last - from <= LONGEST ? at + last : -1;
    }

    /// Reads the inside of a JSON string; returns its end, or -1 if it is none, is empty or has no end.
    private int words(String text, int from) {
        int at = Chars.endOfPlain(text, from);
        escaped = false;
        while (at >= 0 && at < text.length() && text.charAt(at) == '\\') {
            escaped = true;
            int behind = escapeEnd(text, at + 1);
            at = behind < 0 ? -1 : Chars.endOfPlain(text, behind);
        }
        wordsFrom = from;
        wordsTo = at;
        // a control character is not the quotation mark that follows
        return at == from || at == text.length() ? -1 : at;
    }

    private static int escapeEnd(String text, int at) {
        if (at >= text.length()) return -1;
        if ("\"\\/bfnrt".indexOf(text.charAt(at)) >= 0) return at + 1;
        if (text.charAt(at) != 'u' || at + 5 > text.length()) return -1;
        for (int i = at + 1; i < at + 5; i++) {
            if (Letters.digit(text.charAt(i), 16) < 0) return -1;
        }
        return at + 5;
    }

    /// The end of ASCII characters that stand for themselves in a JSON string.
    private static int paddingEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isPadding(text.charAt(at))) at++;
        return at;
    }

    private static boolean isPadding(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }

    /// The end of a whole number that is not negative; -1 if there is none.
    private static int numberEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        boolean number = at > from && at - from <= LONGEST_NUMBER && (text.charAt(from) != '0' || at == from + 1);
        return number ? at : -1;
    }

    /// The words of the event that was found last, as they stand in a JSON string.
    public String words(String text) {
        return text.substring(wordsFrom, wordsTo);
    }

    /// Whether these words have escapes.
    public boolean escaped() {
        return escaped;
    }
}
