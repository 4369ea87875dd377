package llmrouter.text;

/// A text of any length that is only compared with the beginnings of other texts. It is kept as its length and a hash,
/// not as its characters, so that its memory does not grow with it. Two texts of one length with one hash count as the
/// same, so it serves only where a text that was made to deceive harms only its own author. One owner.
public final class TextPrefix {
    private int hash;
    private int length;

    /// Adds to its end.
    public void add(String more) {
        hash = hash(hash, more, more.length());
        length += more.length();
    }

    /// The hash of Java's strings, which can be continued.
    private static int hash(int before, String text, int length) {
        int hash = before;
        for (int i = 0; i < length; i++) hash = 31 * hash + text.charAt(i);
        return hash;
    }

    /// In characters.
    public int length() {
        return length;
    }

    /// Whether a text begins with it.
    public boolean begins(String text) {
        return text.length() >= length && hash(0, text, length) == hash;
    }
}
