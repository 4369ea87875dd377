package llmrouter.protocol.errors;

import llmrouter.chat.ApiError;

/// The provider that an error came from, and how messages to clients name it.
///
/// @param id   of the provider
/// @param host of its base URL, with a port that is not the scheme's own; empty if it is not known
public record ErrorSource(String id, String host) {
    /// How sentences of the gateway about any provider begin.
    private static final String ANY = "The provider ";
    /// What to do about a server that blocks the gateway for where it is or what it is.
    private static final String ELSEWHERE = ". The address, region or user agent of the gateway are blocked there. "
        + "Call this provider from another network or through a proxy, or give it another \"user-agent\" in its "
        + "\"headers\"";
    /// Of a quote inside a sentence this much is shown.
    private static final int QUOTED = 300;

    /// @param baseUrl or null
    public static ErrorSource of(String id, String baseUrl) {
        return new ErrorSource(id, baseUrl == null ? "" : host(baseUrl));
    }

    private static String host(String url) {
        int from = url.indexOf("://");
        if (from < 0) return "";
        String scheme = url.substring(0, from);
        from += 3;
        int to = from;
        while (to < url.length() && "/?#".indexOf(url.charAt(to)) < 0) to++;
        String host = url.substring(url.lastIndexOf('@', to) >= from ? url.lastIndexOf('@', to) + 1 : from, to);
        String usual = scheme.equals("https") ? ":443" : ":80";
        return host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
    }

    /// `Provider "openrouter"`.
    public String name() {
        return "Provider \"" + id + "\"";
    }

    private String place() {
        return host.isEmpty() ? name() : name() + " (" + host + ")";
    }

    /// A sentence about the provider: `Provider "openrouter" (openrouter.ai) sent nothing.`
    ///
    /// @param predicate all after the name
    public String sentence(String predicate) {
        return place() + " " + predicate;
    }

    /// The error with the provider's name at the front: `openrouter: ` before words of the provider, and
    /// `Provider "openrouter" (openrouter.ai) …` in a sentence of the gateway. A message that begins so already stays.
    /// No client finds words about its own key or account in the new message.
    public ApiError naming(ApiError said) {
        String quote = said.quote() == null ? null : QuotedWords.inMessage(said.quote(), said.kind());
        ApiError error = said.worded(QuotedWords.inMessage(said.message(), said.kind()), quote);
        String message = error.message();
        if (message.equals(error.quote())) return error.worded(id + ": " + message, message);
        if (message.startsWith(name())) return error;
        if (message.startsWith(ANY)) {
            return error.worded(sentence(message.substring(ANY.length())), error.quote());
        }
        return error.worded(id + ": " + message, error.quote());
    }

    /// The connection failed.
    ///
    /// @param detail why, as the end of a sentence
    /// @param advice a sentence with the fix, or empty
    public String unreachable(String detail, String advice) {
        String to = host.isEmpty() ? "" : " to " + host;
        return name() + ": the connection" + to + " failed: " + detail + "." + (advice.isEmpty() ? "" : " " + advice);
    }

    /// The gateway's own error for a refusal of its key or account: no client may take it for a matter of its own key.
    ///
    /// @param cause not [RefusalCause#REQUEST]
    /// @param error as the provider said it
    /// @param keyFix how a refused key is corrected, a short sentence without a period, with the key's place
    public ApiError refusal(RefusalCause cause, ApiError error, String keyFix, String requestId) {
        String words = QuotedWords.of(error.quote() == null ? "" : error.quote(), QUOTED);
        String its = words.isEmpty() ? "" : "its words: " + words;
        String inBrackets = words.isEmpty() ? "" : " (" + its + ")";
        String status = " (status " + error.status() + (words.isEmpty() ? "" : "; " + its) + ")";
        String message = switch (cause) {
            case KEY -> name() + " refused the gateway's key" + inBrackets + ". " + keyFix;
            case ACCOUNT -> name() + " refused the account of the gateway's key" + inBrackets
                + ". Settle that account at the provider, or give this provider another key";
            case ACCESS -> name() + " refused the gateway's access" + status
                + ". Check what the key of this provider may do";
            case REQUEST -> throw new IllegalArgumentException("a refusal of the request itself keeps its words");
        };
        return gatewaysOwn(message, words, requestId);
    }

    private static ApiError gatewaysOwn(String message, String words, String requestId) {
        String all = message + "; \"llm-router why " + requestId + "\" shows the attempt.";
        return new ApiError(502, ApiError.Kind.API, all, null, null, words.isEmpty() ? null : words);
    }

    /// The gateway's own error for an answer of a server in front of the provider. What has nothing to do with the
    /// gateway's place keeps its status.
    ///
    /// @param error as the page says it
    public ApiError atTheEdge(EdgeAnswer edge, ApiError error, String requestId) {
        String server = (edge.server() == null ? "A server" : edge.server()) + " in front of " + place();
        String words = QuotedWords.of(error.quote() == null ? "" : error.quote(), QUOTED);
        String why = " (status " + error.status() + (words.isEmpty() ? "" : "; its words: " + words) + ")";
        String reason = edge.reason() == null ? "" : ": " + edge.reason();
        return switch (edge.kind()) {
            case CHALLENGE -> gatewaysOwn(server + " wants a browser" + why + ELSEWHERE, words, requestId);
            case BLOCKED ->
                gatewaysOwn(server + " refused the gateway" + reason + why + ELSEWHERE, words, requestId);
            case RATE_LIMIT -> error.worded(server + " limits the rate of requests" + why + ".", quote(words));
            case UNREACHED -> error.worded(server + " got no answer from it" + reason + why + ".", quote(words));
            case PAGE -> naming(error);
        };
    }

    private static String quote(String words) {
        return words.isEmpty() ? null : words;
    }

    /// The provider was not reached, or the call broke, and the fault is not the provider's.
    ///
    /// @param detail what failed, a whole clause that names its subject
    /// @param before whether the provider cannot have seen the request
    public String kept(String detail, boolean before) {
        String clause = detail.endsWith(".") ? detail.substring(0, detail.length() - 1) : detail;
        return place() + (before ? " was not reached: " : " gave no whole answer: ") + clause + ".";
    }
}
