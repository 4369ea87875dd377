package llmrouter.state.answers;

import llmrouter.http.Latin1;

/// One item of a conversation as JSON text. Conversations that have an item with the same text share one piece, so that
/// clients that send the whole conversation each time do not fill the memory. Guarded by the lock of the memory.
final class Piece {
    /// What the objects around the text take, in bytes; an estimate.
    private static final int OVERHEAD = 120;

    final String text;
    final long bytes;
    /// how many conversations hold it
    int holders;
    /// its number in a handover, or 0
    long told;

    Piece(String text) {
        this.text = text;
        bytes = OVERHEAD + (Latin1.holds(text) ? text.length() : 2L * text.length());
    }
}
