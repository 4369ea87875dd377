package llmrouter.protocol.chatcompletions;

import llmrouter.protocol.request.Paragraphs;

/// Where a new paragraph begins in the texts of an answer. This format has one text and one text of thinking, in which
/// the blocks and messages of other formats stand one behind the other. Texts between which something else stood, and
/// messages of their own, are kept apart; other texts are one, because a format that cites its sources divides them
/// in the middle of a sentence. Blocks of thinking are always kept apart. One answer, one owner.
final class AnswerParagraphs {
    private boolean said;
    private boolean thought;
    /// whether something else stood after the last text
    private boolean between;

    /// A text begins.
    ///
    /// @param apart whether it is a message of its own
    /// @param words the first of it
    /// @return what stands before it
    String text(boolean apart, String words) {
        if (words.isEmpty()) return "";
        boolean divided = said && (apart || between);
        said = true;
        between = false;
        return divided && words.charAt(0) != '\n' ? Paragraphs.BREAK : "";
    }

    /// Thinking begins.
    ///
    /// @param words the first of it
    /// @return what stands before it
    String thinking(String words) {
        other();
        if (words.isEmpty()) return "";
        boolean divided = thought;
        thought = true;
        return divided ? Paragraphs.BREAK : "";
    }

    /// Something that is neither text nor readable thinking.
    void other() {
        between = true;
    }
}
