package llmrouter.chat;

import llmrouter.json.Json;

import java.util.List;

/// A piece of a turn or of an answer. `cache` is the prompt-cache mark that stands on the piece, or null.
public sealed interface Part {

    /// @param said      what it says; a text of a request stays as it is spelled there until it is read
    /// @param apart     whether it is a message of its own, which does not go on with the text before it
    /// @param logprobs  of an answer's text: the probability of each token, as OpenAI's formats give it; or null
    /// @param citations of an answer's text
    record TextPart(Json.Str said, CacheMark cache, boolean apart, Json.Arr logprobs, List<Citation> citations)
            implements Part {
        public TextPart(Json.Str said, CacheMark cache) {
            this(said, cache, false, null, List.of());
        }

        public TextPart(String text, CacheMark cache, boolean apart) {
            this(Json.of(text), cache, apart, null, List.of());
        }

        public TextPart(String text, CacheMark cache) {
            this(text, cache, false);
        }

        public TextPart(String text) {
            this(text, null);
        }

        public String text() {
            return said.value();
        }

        /// The same part with another text.
        public TextPart saying(String words) {
            boolean same = words.equals(text());
            return new TextPart(Json.of(words), cache, apart, same ? logprobs : null,
                same || citations.isEmpty() ? citations : within(words.length()));
        }

        private List<Citation> within(int length) {
            return citations.stream().filter(citation -> citation.end() <= length).toList();
        }

        /// The same part as a message of its own.
        public TextPart alone() {
            return new TextPart(said, cache, true, logprobs, citations);
        }

        /// The same part with the probabilities of its tokens.
        public TextPart with(Json.Arr probabilities) {
            return new TextPart(said, cache, apart, probabilities, citations);
        }

        /// The same part with citations.
        public TextPart citing(List<Citation> pages) {
            return new TextPart(said, cache, apart, logprobs, pages);
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
    /// @param seal what its issuer needs to take the thinking back; null if there is nothing
    record ThinkingPart(String text, Seal seal) implements Part {}

    /// Thinking, or something else of an answer, that only its issuer can read.
    record RedactedThinkingPart(Seal seal) implements Part {}

    /// The thinking of one block or item of a client's or a provider's format.
    ///
    /// @param seal or null
    /// @return null if there is neither text nor seal
    static Part thinking(String text, Seal seal) {
        if (seal == null) return text.isEmpty() ? null : new ThinkingPart(text, null);
        boolean hidden = text.isEmpty() && seal.kind() != Seal.Kind.SIGNATURE && seal.kind() != Seal.Kind.REASONING;
        return hidden || seal.kind() == Seal.Kind.REDACTED
            ? new RedactedThinkingPart(seal) : new ThinkingPart(text, seal);
    }

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

    /// A summary of the conversation, which takes its place in later requests. Only answers have it; in a request it is
    /// text.
    record SummaryPart(String text) implements Part {}

    /// A search of the web that the provider made. Only answers have it; in a request it is text.
    ///
    /// @param id     the provider's, or null
    /// @param query  what was searched
    /// @param found  the pages, as far as the provider tells them
    /// @param failed whether the search did not work
    record SearchPart(String id, String query, List<Page> found, boolean failed) implements Part {
        /// @param title may be empty
        public record Page(String url, String title) {}
    }

    /// The text of a model's refusal.
    record RefusalPart(String text) implements Part {}
}
