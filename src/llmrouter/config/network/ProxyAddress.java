package llmrouter.config.network;


import llmrouter.config.BaseUrls;
import llmrouter.config.BaseUrls.UrlProblem;
import llmrouter.config.Decimal;
import llmrouter.http.HostName;
import llmrouter.http.Percent;
import llmrouter.text.Letters;

/// A proxy for calls to providers.
///
/// @param host   without brackets
/// @param login  or null
/// @param source what names this proxy, for messages: `HTTPS_PROXY`, or `"proxy" of provider p`
public record ProxyAddress(Scheme scheme, String host, int port, ProxyLogin login, String source) {
    /// What may be written.
    public static final String ALLOWED = "a proxy such as http://proxy.example.com:3128, https://… or socks5://…, "
        + "with USER:PASSWORD@ before the host if it wants a login";

    /// What is spoken to the proxy. The port is used where the address has none.
    public enum Scheme {
        /// HTTP: `CONNECT` for `https` addresses (RFC 9110 §9.3.6), whole addresses for `http`
        HTTP(80),
        /// the same inside TLS
        HTTPS(443),
        /// SOCKS 5 (RFC 1928); the proxy looks names up
        SOCKS5(1080);

        private final int port;

        Scheme(int port) {
            this.port = port;
        }
    }

    /// Percent-encoded characters are decoded.
    public record ProxyLogin(String user, String password) {
        @Override
        public String toString() {
            return "ProxyLogin[hidden]";
        }

        private static ProxyLogin parse(String text) {
            int colon = text.indexOf(':');
            String user = colon < 0 ? text : text.substring(0, colon);
            return new ProxyLogin(Percent.decodeValid(user),
                colon < 0 ? "" : Percent.decodeValid(text.substring(colon + 1)));
        }
    }

    /// `[scheme://][user[:password]@]host[:port][/]`; null if the text is something else.
    public static ProxyAddress parse(String text, String source) {
        Scheme scheme = scheme(text);
        if (scheme == null || problem(text) != null) return null;
        String rest = rest(text);
        int at = rest.lastIndexOf('@');
        String place = place(rest);
        int colon = place.indexOf(':', Math.max(place.lastIndexOf(']'), 0));
        int port = colon < 0 ? scheme.port : (int) (Decimal.millionths(place.substring(colon + 1)) / Decimal.ONE);
        String host = HostName.withoutBrackets(colon < 0 ? place : place.substring(0, colon));
        return new ProxyAddress(scheme, host, port, at < 0 ? null : ProxyLogin.parse(rest.substring(0, at)), source);
    }

    /// What is wrong with a text that should be the address of a proxy, without its login; null if it is one.
    public static UrlProblem problem(String text) {
        if (scheme(text) == null) return new UrlProblem(what(word(text)), "write " + ALLOWED);
        String place = place(rest(text));
        if (place.indexOf('/') >= 0) {
            return new UrlProblem("has a path, which a proxy's address cannot have", "remove it");
        }
        return BaseUrls.syntaxProblem("http://" + place);
    }

    private static String what(String word) {
        boolean four = word.equals("socks4") || word.equals("socks4a");
        return four ? "is a SOCKS 4 proxy, which cannot carry a login and is not served; SOCKS 5 is"
            : "is a kind of proxy that is not served";
    }

    /// A text without the login of an address in it, so that it may be shown.
    public static String withoutLogin(String text) {
        int scheme = text.indexOf("://");
        int at = text.lastIndexOf('@');
        return at < 0 ? text : (scheme < 0 || scheme > at ? "" : text.substring(0, scheme + 3)) + "********"
            + text.substring(at);
    }

    /// `host:port`, as it may be shown.
    public String place() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /// How messages name it, without its login: `the proxy HOST:PORT (HTTPS_PROXY)`.
    public String described() {
        return "the proxy " + place() + " (" + source + ")";
    }

    /// Shows no login.
    @Override
    public String toString() {
        return (scheme == Scheme.HTTP ? "" : Letters.lower(scheme.name()) + "://") + place();
    }

    private static String word(String text) {
        int end = text.indexOf("://");
        return end < 0 ? "http" : Letters.lower(text.substring(0, end));
    }

    private static Scheme scheme(String text) {
        return switch (word(text)) {
            case "http" -> Scheme.HTTP;
            case "https" -> Scheme.HTTPS;
            case "socks5", "socks5h", "socks" -> Scheme.SOCKS5;
            default -> null;
        };
    }

    private static String rest(String text) {
        int scheme = text.indexOf("://");
        return text.substring(scheme < 0 ? 0 : scheme + 3);
    }

    private static String place(String rest) {
        String place = rest.substring(rest.lastIndexOf('@') + 1);
        return place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
    }
}
