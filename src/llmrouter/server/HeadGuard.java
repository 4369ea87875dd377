package llmrouter.server;

import java.net.URI;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.protocol.HeaderMap;
import llmrouter.protocol.HeaderMap.Header;

/// Refuses heads of a size that no client has. What is more than twice as large the JDK's server has cut without a word.
final class HeadGuard {
    static final int MAX_FIELDS = 200;
    static final int MAX_CHARS = 65_536;
    /// RFC 9112 §3 wants 8000 at least.
    static final int MAX_TARGET_CHARS = 8192;

    private HeadGuard() {}

    /// @throws GatewayError 414, 431
    static void admit(URI target, HeaderMap headers) {
        if (target.toString().length() > MAX_TARGET_CHARS) throw refused(414, "The request's target is longer than " + MAX_TARGET_CHARS + " bytes.");
        int chars = 0;
        for (Header h : headers.all()) chars += h.name().length() + h.value().length();
        if (headers.all().size() > MAX_FIELDS) throw refused(431, "The request's header has more than " + MAX_FIELDS + " fields.");
        if (chars > MAX_CHARS) throw refused(431, "The request's header has more than " + MAX_CHARS + " bytes.");
    }

    private static GatewayError refused(int status, String message) {
        return new GatewayError(ApiError.of(status, ApiError.Kind.INVALID_REQUEST, message));
    }
}
