package llmrouter.gateway;

import java.util.List;
import java.util.Set;

import llmrouter.http.HeaderMap;
import llmrouter.protocol.request.WebSearchTools;
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
        "frequency_penalty", "presence_penalty", "web_search_options");

    /// A field of the turns in a Chat Completions request, not of the request itself.
    private static final String REASONING = "reasoning_content";

    private RefusedField() {}

    /// @param prepared the request that failed
    /// @param known    what was learned before
    /// @return what is to be learned, as in [llmrouter.protocol.Target#learned], or null
    static String of(Failure failure, PreparedRequest prepared, Set<String> known) {
        if (failure.category() != FailureClass.INVALID_REQUEST) return null;
        if (failure.status() != 400 && failure.status() != 422) return null;
        if (!prepared.verbatim() && failure.error().words().contains(REASONING)) return reasoning(prepared, known);
        if (!prepared.verbatim() && isAboutSearch(failure, prepared, known)) return WebSearchTools.NAME;
        for (String field : OPTIONAL) {
            if (prepared.written().contains(field) && !known.contains(field) && isAbout(failure, field)) return field;
        }
        return null;
    }

    /// A model that complains of missing thinking requires it in the history; other hosts of the same model refuse it.
    private static String reasoning(PreparedRequest prepared, Set<String> known) {
        if (known.contains(REASONING) || known.contains("+" + REASONING)) return null;
        return prepared.request().body().contains("\"" + REASONING + "\":") ? REASONING : "+" + REASONING;
    }

    /// A tool that the vendor runs itself has no name of its own in the request. Its refusal names its type, or says
    /// that it is not switched on for the account.
    private static boolean isAboutSearch(Failure failure, PreparedRequest prepared, Set<String> known) {
        if (known.contains(WebSearchTools.NAME)) return false;
        if (!prepared.request().body().contains("{\"type\":\"web_search")) return false;
        String words = HeaderMap.lower(failure.error().words());
        return words.contains("web_search") || words.contains("web search") || words.contains("tool type");
    }

    private static boolean isAbout(Failure failure, String field) {
        return field.equals(failure.error().param()) || names(failure.error().words(), field);
    }

    /// Whether the message names the field as a word of its own, quoted or followed by a colon, and not merely its
    /// value.
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
