package llmrouter.gateway;

import java.util.List;
import java.util.Set;

import llmrouter.routing.FailureClass;

/// Finds the request field that a provider's 400 complains about, if it is one that a translation can do without, or add. Providers that
/// only resemble a format refuse some of its fields, or insist on some of their own; naming one once is enough to know it from then on.
final class RefusedField {
    /// Fields a request keeps its meaning without, or that have another spelling.
    private static final List<String> OPTIONAL = List.of("max_completion_tokens", "stream_options", "parallel_tool_calls", "reasoning_effort",
        "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "user", "metadata", "temperature", "top_p", "seed", "response_format",
        "thinking", "output_config", "reasoning", "include", "text", "store", "stop", "frequency_penalty", "presence_penalty");

    /// Stands in the turns of a Chat Completions request, not at its top.
    private static final String REASONING = "reasoning_content";

    private RefusedField() {}

    /// @param prepared the request that failed
    /// @param known    what was learned before
    /// @return what is to be learned, as in [llmrouter.protocol.Target#learned], or null
    static String of(Failure failure, PreparedRequest prepared, Set<String> known) {
        if (failure.category() != FailureClass.INVALID_REQUEST || failure.status() != 400 && failure.status() != 422) return null;
        if (!prepared.verbatim() && failure.error().message().contains(REASONING)) return ofReasoning(prepared, known);
        List<String> written = prepared.written();
        for (String field : OPTIONAL) {
            if (written.contains(field) && !known.contains(field) && (field.equals(failure.error().param()) || names(failure.error().message(), field))) return field;
        }
        return null;
    }

    /// Whoever complains of thinking that was not in the history wants it there; some of those models' other hosts refuse it.
    private static String ofReasoning(PreparedRequest prepared, Set<String> known) {
        if (known.contains(REASONING) || known.contains("+" + REASONING)) return null;
        return prepared.request().body().contains("\"" + REASONING + "\":") ? REASONING : "+" + REASONING;
    }

    /// Whether the message names the field as a word of its own, quoted or followed by a colon, and not merely its value.
    private static boolean names(String message, String field) {
        for (int at = message.indexOf(field); at >= 0; at = message.indexOf(field, at + 1)) {
            char before = at == 0 ? '\n' : message.charAt(at - 1);
            int end = at + field.length();
            char after = end == message.length() ? '\n' : message.charAt(end);
            boolean quoted = (before == '\'' || before == '"' || before == '`') && after == before;
            if (quoted || at == 0 && (after == ':' || after == '.')) return true;
        }
        return false;
    }
}
