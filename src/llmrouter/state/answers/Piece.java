package llmrouter.state.answers;

/// One item of a conversation as JSON text. Conversations that have an item with the same text share one piece, so that
/// clients that send the whole conversation each time do not fill the memory. Guarded by the lock of the memory.
final class Piece {
    /// What the objects around the text take, in bytes; an estimate.
    private static final int OVERHEAD = 120;
    /// Texts with characters above this take two bytes for each.
    private static final char LATIN1 = 0xFF;

    final String text;
    final long bytes;
    /// how many conversations hold it
    int holders;
    /// its number in a handover, or 0
    long told;

    Piece(String text) {
        this.text = text;
        bytes = OVERHEAD + (isLatin1(text) ? text.length() : 2L * text.length());
    }

    private static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > LATIN1) return false;
        }
        return true;
    }
}
