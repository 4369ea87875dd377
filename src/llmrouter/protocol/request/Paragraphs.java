package llmrouter.protocol.request;

import java.util.List;

import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part;

/// Keeps sayings of the assistant apart that become one message. Neighbouring texts of one answer are one text, because
/// a citation may end a text in the middle of a sentence. Texts of different messages, or with something between them,
/// are different sayings: in a format with one text for both, an empty line stands between them.
public final class Paragraphs {
    public static final String BREAK = "\n\n";

    private Paragraphs() {}

    /// The text as the beginning of a new paragraph behind `before`.
    public static String begin(CharSequence before, String text) {
        boolean apart = before.isEmpty() || before.charAt(before.length() - 1) == '\n' || text.startsWith("\n");
        return apart || text.isEmpty() ? text : BREAK + text;
    }

    /// Adds what is said in another message, so that it does not go on with the text before it.
    public static void add(List<Part> said, List<Part> more) {
        boolean meet = !said.isEmpty() && !more.isEmpty() && said.getLast() instanceof TextPart;
        if (meet && more.getFirst() instanceof TextPart first) {
            said.add(first.alone());
            said.addAll(more.subList(1, more.size()));
        } else {
            said.addAll(more);
        }
    }
}
