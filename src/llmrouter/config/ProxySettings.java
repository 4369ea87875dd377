package llmrouter.config;

import java.util.List;
import java.util.Locale;

/// The proxies for calls to providers.
///
/// @param https  for `https` addresses, or null
/// @param http   for `http` addresses, or null
/// @param direct hosts that are called without a proxy: names (with all names below them), address blocks, or `*`
public record ProxySettings(ProxyAddress https, ProxyAddress http, List<String> direct) {
    private static final IpBlock LOOPBACK_4 = IpBlock.parse("127.0.0.0/8");
    private static final IpBlock LOOPBACK_6 = IpBlock.parse("::1");

    /// @param login `user:password`, or null
    public record ProxyAddress(String host, int port, String login) {
        /// Shows no password.
        @Override
        public String toString() {
            return host + ":" + port;
        }

        /// `[http://][user:password@]host[:port]`, or null if the text is something else.
        public static ProxyAddress parse(String text) {
            int scheme = text.indexOf("://");
            if (scheme >= 0 && !text.substring(0, scheme).equalsIgnoreCase("http")) return null;
            String rest = text.substring(scheme < 0 ? 0 : scheme + 3);
            int at = rest.lastIndexOf('@');
            String place = rest.endsWith("/") ? rest.substring(at + 1, rest.length() - 1) : rest.substring(at + 1);
            if (place.indexOf('/') >= 0 || BaseUrls.syntaxProblem("http://" + place) != null) return null;
            int colon = place.indexOf(':', Math.max(place.lastIndexOf(']'), 0));
            int port = colon < 0 ? 80 : (int) (Decimal.millionths(place.substring(colon + 1)) / Decimal.ONE);
            String host = colon < 0 ? place : place.substring(0, colon);
            if (host.startsWith("[")) host = host.substring(1, host.length() - 1);
            return new ProxyAddress(host, port, at < 0 ? null : rest.substring(0, at));
        }
    }

    /// The proxy for a call, or null if it needs none. Addresses of this machine never use a proxy.
    ///
    /// @param host as in the address, without port
    public ProxyAddress proxyFor(boolean secure, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) name = name.substring(1, name.length() - 1);
        boolean local = name.equals("localhost") || name.endsWith(".localhost") || LOOPBACK_4.contains(name)
            || LOOPBACK_6.contains(name);
        if (local) return null;
        for (String entry : direct) {
            if (covers(entry, name)) return null;
        }
        return secure ? https : http;
    }

    private static boolean covers(String entry, String name) {
        if (entry.equals("*")) return true;
        IpBlock block = IpBlock.parse(entry);
        if (block != null) return block.contains(name);
        String domain = entry.startsWith("*") ? entry.substring(1) : entry;
        if (domain.startsWith(".")) domain = domain.substring(1);
        return name.equals(domain) || name.endsWith("." + domain);
    }
}
