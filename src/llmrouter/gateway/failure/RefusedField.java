package llmrouter.gateway.failure;

import java.util.List;
import java.util.Set;

import llmrouter.gateway.request.PreparedRequest;
import llmrouter.protocol.errors.FieldWords;
import llmrouter.protocol.search.WebSearchTools;
import llmrouter.routing.FailureClass;
import llmrouter.text.Chars;

/// Finds the request field that a provider's 400 is about, if a translation can leave the field out or add it.
/// Providers that only resemble a format refuse some of its fields or require some of their own. Naming a field once is
/// enough: it is remembered.
public final class RefusedField {
    /// A request keeps its meaning without these fields, or they have another spelling.
    private static final List<String> OPTIONAL = List.of(
        "max_completion_tokens", "stream_options", "parallel_tool_calls", "reasoning_effort", "prompt_cache_key",
        "prompt_cache_retention", "safety_identifier", "user", "metadata", "temperature", "top_p", "seed",
        "response_format", "thinking", "output_config", "reasoning", "include", "text", "store", "stop",
        "stop_sequences", "frequency_penalty", "presence_penalty", "verbosity", "service_tier", "logprobs",
        "top_logprobs", "prompt_cache_options", "moderation", "web_search_options");

    /// A field of the turns in a Chat Completions request, not of the request itself.
    private static final String REASONING = "reasoning_content";

    /// A field that some models require as `none` in requests with tools.
    private static final String EFFORT = "reasoning_effort";
    /// A member of `reasoning` that an account may not use, although it may use the others.
    private static final String SUMMARY = "reasoning.summary";

    /// A field of the parts of a message.
    private static final String MARK = "prompt_cache_breakpoint";

    private RefusedField() {}

    /// @param prepared the request that failed
    /// @param known    what was learned before
    /// @return what is to be learned, as in [llmrouter.protocol.Target#learned], or null
    public static String of(Failure failure, PreparedRequest prepared, Set<String> known) {
        if (failure.category() != FailureClass.INVALID_REQUEST) return null;
        if (failure.status() != 400 && failure.status() != 422) return null;
        if (failure.error().limit() != null) return null; // its value is refused, not the field
        if (refusesToolsBesideThinking(failure, prepared)) {
            return known.contains("+" + EFFORT) ? null : "+" + EFFORT;
        }
        if (prepared.written().contains("reasoning") && FieldWords.name(failure.error(), SUMMARY)) {
            return known.contains(SUMMARY) ? null : SUMMARY;
        }
        if (!prepared.verbatim() && failure.error().words().contains(REASONING)) return reasoning(prepared, known);
        if (!prepared.verbatim() && !known.contains(WebSearchTools.NAME)
            && WebSearchTools.isRefused(prepared.request().body(), failure.error().words())) return WebSearchTools.NAME;
        if (!prepared.verbatim() && FieldWords.name(failure.error(), MARK) && !known.contains(MARK)
            && Chars.contain(prepared.request().body(), "\"" + MARK + "\":")) return MARK;
        for (String field : OPTIONAL) {
            if (field.equals(EFFORT) && known.contains("+" + EFFORT)) continue;
            boolean possible = prepared.written().contains(field) && !known.contains(field);
            if (possible && FieldWords.name(failure.error(), field)) return field;
        }
        return null;
    }

    private static boolean refusesToolsBesideThinking(Failure failure, PreparedRequest prepared) {
        if (!FieldWords.refuseToolsBesideThinking(failure.error())) return false;
        String body = prepared.request().body();
        return Chars.contain(body, "\"tools\"") || Chars.contain(body, "\"functions\"");
    }

    /// A model that complains of missing thinking requires it in the history; other hosts of the same model refuse it.
    private static String reasoning(PreparedRequest prepared, Set<String> known) {
        if (known.contains(REASONING) || known.contains("+" + REASONING)) return null;
        return Chars.contain(prepared.request().body(), "\"" + REASONING + "\":") ? REASONING : "+" + REASONING;
    }
}
