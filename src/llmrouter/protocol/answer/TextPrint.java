package llmrouter.protocol.answer;

/// Knows a text again without keeping it: by its length and a hash of 64 bits. Two different texts of one answer have
/// the same by chance once in 10^19. One text, one owner while it grows.
public final class TextPrint {
    /// odd, with its bits well mixed: the golden ratio (Knuth, The Art of Computer Programming, volume 3, 6.4)
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private long length;
    private long hash;

    /// The print of a whole text.
    public static TextPrint of(String text) {
        var print = new TextPrint();
        print.add(text);
        return print;
    }

    /// The text goes on.
    public void add(String text) {
        hash = hash(hash, text, text.length());
        length += text.length();
    }

    private static long hash(long before, String text, int to) {
        long hash = before;
        for (int i = 0; i < to; i++) hash = (hash + text.charAt(i) + 1) * FACTOR;
        return hash;
    }

    /// In characters.
    public long length() {
        return length;
    }

    /// Whether another text begins with this one.
    public boolean begins(String text) {
        return text.length() >= length && hash(0, text, (int) length) == hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPrint print && print.length == length && print.hash == hash;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }
}
