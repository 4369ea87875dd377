package llmrouter.admission;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;

/// Refuses headers that no client sends: too large, or such that a proxy before the gateway may have understood them
/// differently.
///
/// The JDK's server refuses most ambiguous headers itself, and closes the connection without an answer if a header is
/// more than twice as large as allowed here.
public final class HeaderRules {
    public static final int MAX_FIELDS = 200;
    public static final int MAX_CHARS = 65_536;
    /// RFC 9112 §3 requires 8000 at least.
    static final int MAX_TARGET_CHARS = 8192;

    private HeaderRules() {}

    /// @throws GatewayError 400, 414, 431, 505; the connection must not be used again
    static void check(Arrival arrival) {
        checkVersion(arrival.version());
        checkTarget(arrival.target().whole());
        checkFields(arrival.headers());
        checkFraming(arrival);
    }

    private static void checkVersion(String version) {
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw refused(505, "This gateway supports HTTP/1.1 only.");
        }
    }

    private static void checkTarget(String target) {
        if (target.length() > MAX_TARGET_CHARS) {
            throw refused(414, "The request's target is longer than " + MAX_TARGET_CHARS + " bytes.");
        }
    }

    private static void checkFields(HeaderMap headers) {
        int chars = 0;
        for (Header h : headers.all()) {
            chars += h.name().length() + h.value().length();
            if (hasControl(h.value())) {
                throw refused(400, "A field of the request's header contains a control character (RFC 9110 §5.5).");
            }
        }
        if (headers.all().size() > MAX_FIELDS) {
            throw refused(431, "The request's header has more than " + MAX_FIELDS + " fields.");
        }
        if (chars > MAX_CHARS) throw refused(431, "The request's header has more than " + MAX_CHARS + " bytes.");
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) == 0x7F) return true;
        }
        return false;
    }

    private static void checkFraming(Arrival arrival) {
        String length = arrival.headers().get("content-length");
        if (length != null && !isDigits(length)) {
            throw refused(400, "Content-Length must be a number without a sign (RFC 9110 §8.6).");
        }
        if (arrival.version().equals("HTTP/1.0") && arrival.headers().get("transfer-encoding") != null) {
            throw refused(400, "HTTP/1.0 has no chunked bodies (RFC 9112 §6.1).");
        }
    }

    private static boolean isDigits(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) < '0' || s.charAt(i) > '9') return false;
        }
        return true;
    }

    private static GatewayError refused(int status, String message) {
        return new GatewayError(ApiError.of(status, ApiError.Kind.INVALID_REQUEST, message));
    }
}
