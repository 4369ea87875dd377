package llmrouter.chat;

/// A page of the web that a part of a text refers to.
///
/// @param title or null
/// @param start of what refers to it, in the text of its part or block, in UTF-16 units
/// @param end   the offset behind it
/// @param quote words of the page, or null
public record Citation(String url, String title, int start, int end, String quote) {
    /// The same citation in a text that has `more` units before its own.
    public Citation behind(int more) {
        return new Citation(url, title, start + more, end + more, quote);
    }
}
