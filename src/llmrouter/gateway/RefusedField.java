package llmrouter.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import llmrouter.routing.FailureClass;

/// Finds the request field that a provider's 400 is about, if a translation can leave the field out or add it.
/// Providers that only resemble a format refuse some of its fields or require some of their own. Naming a field once is
/// enough: it is remembered.
final class RefusedField {
    /// A request keeps its meaning without these fields, or they have another spelling.
    private static final List<String> OPTIONAL = List.of(
        "max_completion_tokens", "stream_options", "parallel_tool_calls", "reasoning_effort", "prompt_cache_key",
        "prompt_cache_retention", "safety_identifier", "user", "metadata", "temperature", "top_p", "seed",
        "response_format", "thinking", "output_config", "reasoning", "include", "text", "store", "stop",
        "stop_sequences", "frequency_penalty", "presence_penalty", "verbosity", "service_tier", "logprobs",
        "top_logprobs", "prompt_cache_options", "moderation");

    /// A field of the turns in a Chat Completions request, not of the request itself.
    private static final String REASONING = "reasoning_content";

    /// A field that some models require as `none` in requests with tools.
    private static final String EFFORT = "reasoning_effort";
    private static final List<String> EFFORT_WORDS = List.of(EFFORT, "reasoning effort", "reasoning.effort");
    private static final List<String> TOOL_WORDS = List.of("tool", "function");
    private static final List<String> WAYS_OUT = List.of("/responses", "responses api", "'none'", "\"none\"", "`none`",
        "to none");
    /// A member of `reasoning` that an account may not use, although it may use the others.
    private static final String SUMMARY = "reasoning.summary";

    private RefusedField() {}

    /// @param prepared the request that failed
    /// @param known    what was learned before
    /// @return what is to be learned, as in [llmrouter.protocol.Target#learned], or null
    static String of(Failure failure, PreparedRequest prepared, Set<String> known) {
        if (failure.category() != FailureClass.INVALID_REQUEST) return null;
        if (failure.status() != 400 && failure.status() != 422) return null;
        if (failure.error().limit() != null) return null; // its value is refused, not the field
        if (refusesToolsBesideThinking(failure, prepared)) {
            return known.contains("+" + EFFORT) ? null : "+" + EFFORT;
        }
        if (prepared.written().contains("reasoning") && isAbout(failure, SUMMARY)) {
            return known.contains(SUMMARY) ? null : SUMMARY;
        }
        if (!prepared.verbatim() && failure.error().words().contains(REASONING)) return reasoning(prepared, known);
        for (String field : OPTIONAL) {
            if (field.equals(EFFORT) && known.contains("+" + EFFORT)) continue;
            if (prepared.written().contains(field) && !known.contains(field) && isAbout(failure, field)) return field;
        }
        return null;
    }

    /// Such a model thinks by default, so it refuses a request with tools whatever effort it names, and also if it
    /// names none, unless the effort is `none`.
    private static boolean refusesToolsBesideThinking(Failure failure, PreparedRequest prepared) {
        String words = failure.error().words().toLowerCase(Locale.ROOT);
        boolean aboutEffort = EFFORT.equals(failure.error().param()) || any(words, EFFORT_WORDS);
        if (!aboutEffort || !any(words, TOOL_WORDS) || !any(words, WAYS_OUT)) return false;
        String body = prepared.request().body();
        return body.contains("\"tools\"") || body.contains("\"functions\"");
    }

    private static boolean any(String words, List<String> phrases) {
        for (String phrase : phrases) {
            if (words.contains(phrase)) return true;
        }
        return false;
    }

    /// A model that complains of missing thinking requires it in the history; other hosts of the same model refuse it.
    private static String reasoning(PreparedRequest prepared, Set<String> known) {
        if (known.contains(REASONING) || known.contains("+" + REASONING)) return null;
        return prepared.request().body().contains("\"" + REASONING + "\":") ? REASONING : "+" + REASONING;
    }

    private static boolean isAbout(Failure failure, String field) {
        return field.equals(failure.error().param()) || names(failure.error().words(), field);
    }

    /// Whether the message names the field as a word of its own, and not merely its value: in quotes, before a colon at
    /// the beginning, or behind a colon at the end.
    private static boolean names(String message, String field) {
        for (int at = message.indexOf(field); at >= 0; at = message.indexOf(field, at + 1)) {
            char before = at == 0 ? '\n' : message.charAt(at - 1);
            int end = at + field.length();
            char after = end == message.length() ? '\n' : message.charAt(end);
            boolean quoted = (before == '\'' || before == '"' || before == '`') && after == before;
            if (quoted || at == 0 && (after == ':' || after == '.')) return true;
            boolean last = after == '\n' || after == '.' && end == message.length() - 1;
            if (last && message.startsWith(": ", at - 2)) return true; // Unrecognized argument supplied: user
        }
        return false;
    }
}
