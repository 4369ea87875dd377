package llmrouter.server;

import com.sun.net.httpserver.HttpExchange;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;

/// Refuses heads that no client has: too large, or such that whoever stands before the gateway may have read them otherwise. What is more
/// than twice as large the JDK's server has cut without a word; most of what is ambiguous it has refused.
final class HeadGuard {
    static final int MAX_FIELDS = 200;
    static final int MAX_CHARS = 65_536;
    /// RFC 9112 §3 wants 8000 at least.
    static final int MAX_TARGET_CHARS = 8192;

    private HeadGuard() {}

    /// @throws GatewayError 400, 414, 431, 505; the connection is not to be used again
    static void admit(HttpExchange http, HeaderMap headers) {
        String version = http.getProtocol();
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) throw refused(505, "Only HTTP/1.1 is spoken here.");
        if (http.getRequestURI().toString().length() > MAX_TARGET_CHARS) throw refused(414, "The request's target is longer than " + MAX_TARGET_CHARS + " bytes.");
        int chars = 0;
        for (Header h : headers.all()) {
            chars += h.name().length() + h.value().length();
            if (hasControl(h.value())) throw refused(400, "A field of the request's header has a control character (RFC 9110 §5.5).");
        }
        if (headers.all().size() > MAX_FIELDS) throw refused(431, "The request's header has more than " + MAX_FIELDS + " fields.");
        if (chars > MAX_CHARS) throw refused(431, "The request's header has more than " + MAX_CHARS + " bytes.");
        checkFraming(version, headers);
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) if (value.charAt(i) < ' ' || value.charAt(i) == 0x7F) return true;
        return false;
    }

    private static void checkFraming(String version, HeaderMap headers) {
        String length = headers.get("content-length");
        if (length != null && !length.chars().allMatch(c -> c >= '0' && c <= '9')) throw refused(400, "Content-Length is a number without a sign (RFC 9110 §8.6).");
        if (version.equals("HTTP/1.0") && headers.get("transfer-encoding") != null) throw refused(400, "HTTP/1.0 has no chunked bodies (RFC 9112 §6.1).");
    }

    private static GatewayError refused(int status, String message) {
        return new GatewayError(ApiError.of(status, ApiError.Kind.INVALID_REQUEST, message));
    }
}
