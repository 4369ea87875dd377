package llmrouter.chat;

import java.util.List;

/// A piece of a turn or of an answer. `cache` is the prompt-cache mark that stands on the piece, or null.
public sealed interface Part {

    record TextPart(String text, CacheMark cache) implements Part {
        public TextPart(String text) {
            this(text, null);
        }
    }

    /// @param detail `low`, `high`, `auto` or null
    record ImagePart(Source source, String detail, CacheMark cache) implements Part {}

    /// @param title file name or title, or null
    record DocumentPart(Source source, String title, CacheMark cache) implements Part {}

    /// @param data   base64
    /// @param format e.g. `wav`, `mp3`
    record AudioPart(String data, String format) implements Part {}

    /// What a model thought.
    /// @param signature the issuer's signature of the text; null or empty if there is none
    record ThinkingPart(String text, String signature) implements Part {}

    /// Thinking that only its issuer can read.
    record RedactedThinkingPart(String data) implements Part {}

    /// @param arguments the JSON text as the model wrote it, valid or not; empty for none. Plain text for a freeform
    ///                  tool
    record ToolCallPart(String id, String name, String arguments, CacheMark cache, ToolKind kind) implements Part {
        public ToolCallPart(String id, String name, String arguments) {
            this(id, name, arguments, null);
        }

        public ToolCallPart(String id, String name, String arguments, CacheMark cache) {
            this(id, name, arguments, cache, ToolKind.FUNCTION);
        }
    }

    /// @param id    of the call that this answers
    /// @param parts texts, images, documents; may be empty
    record ToolResultPart(String id, List<Part> parts, boolean isError, CacheMark cache) implements Part {}

    /// The text of a model's refusal.
    record RefusalPart(String text) implements Part {}
}
