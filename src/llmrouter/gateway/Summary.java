package llmrouter.gateway;

import java.util.List;

import llmrouter.chat.Usage;

/// What happened to a request, for the log. It holds no content and no key.
///
/// @param candidate who answered, or null
/// @param status    what the client was told first (200 for a stream, whatever its end)
/// @param end       `ok`, the last failure's word, or `client_gone`
/// @param usage     or null if the provider did not say
/// @param losses    the ledger's line, possibly empty
/// @param warnings  events that were skipped and the like
public record Summary(String requestId, String requested, String candidate, int status, String end, List<Attempt> attempts, Usage usage,
        String losses, List<String> warnings) {}
