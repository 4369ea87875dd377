package llmrouter.admission;

import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RequestTarget;
import llmrouter.text.Letters;

/// Refuses headers that no client sends: too large, or such that a proxy before the gateway may have understood them
/// differently.
///
/// The JDK's server refuses most ambiguous headers itself, and closes the connection without an answer if a header is
/// a little larger than allowed here. What it does not show cannot be refused: it takes a single CR or LF for the end
/// of a line, joins folded lines, and drops control characters at both ends of a value.
public final class HeaderRules {
    public static final int MAX_FIELDS = 200;
    /// Real clients send less than 8 KiB. Browsers may add cookies of other programs on the same host name.
    public static final int MAX_CHARS = 32_768;
    /// RFC 9112 §3 requires 8000 at least.
    static final int MAX_TARGET_CHARS = 8192;

    private static final String NOT_IN_HOST = "/?#@,\"\\<>{}|^`";

    private HeaderRules() {}

    /// @throws GatewayError 400, 414, 431, 505; the connection must not be used again
    static void check(Arrival arrival) {
        checkVersion(arrival.version());
        checkTarget(arrival.target().whole());
        checkFields(arrival.headers());
        checkHost(arrival);
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

    /// A request names one host (RFC 9112 §3.2). With two, a proxy before the gateway may have judged the other one.
    private static void checkHost(Arrival arrival) {
        List<String> hosts = arrival.headers().values("host");
        if (hosts.size() > 1) throw refused(400, "The request has more than one Host field (RFC 9112 §3.2).");
        if (hosts.isEmpty()) return;
        String host = hosts.getFirst();
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c > '~' || NOT_IN_HOST.indexOf(c) >= 0) {
                throw refused(400, "The Host field is not a host name with an optional port (RFC 9110 §7.2).");
            }
        }
        RequestTarget target = arrival.target();
        if (target.absolute() && target.authority() != null && !Letters.same(target.authority(), host)) {
            throw refused(400, "The request's target names another host than its Host field (RFC 9112 §3.2.2).");
        }
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
