package llmrouter.config.network;

import java.util.List;

import llmrouter.config.IpBlock;
import llmrouter.http.HostName;
import llmrouter.text.Letters;

/// The proxies that the environment names for calls to providers.
///
/// @param https  for `https` addresses, or null
/// @param http   for `http` addresses, or null
/// @param direct hosts that are called without a proxy, in lower case: names (with all names below them), addresses,
///               address blocks, or `*`; each but a block may end in `:PORT`, and then counts for that port only
public record ProxySettings(ProxyAddress https, ProxyAddress http, List<String> direct) {
    private static final IpBlock LOOPBACK_4 = IpBlock.parse("127.0.0.0/8");
    private static final IpBlock LOOPBACK_6 = IpBlock.parse("::1");

    /// The proxy for a call, or null if it needs none. Addresses of this machine never use a proxy.
    ///
    /// @param host as in the address, without port
    /// @param port as in the address; -1 for that of the scheme
    public ProxyAddress proxyFor(boolean secure, String host, int port) {
        ProxyAddress proxy = secure ? https : http;
        if (proxy == null) return null;
        String name = plain(Letters.lower(host));
        boolean local = name.equals("localhost") || name.endsWith(".localhost") || LOOPBACK_4.contains(name)
            || LOOPBACK_6.contains(name);
        if (local) return null;
        int asked = port > 0 ? port : secure ? 443 : 80;
        for (String entry : direct) {
            if (covers(entry, name, asked)) return null;
        }
        return proxy;
    }

    /// Without the brackets of an IPv6 address, and without the dot that may end a full name.
    private static String plain(String host) {
        String bare = HostName.withoutBrackets(host);
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    private static boolean covers(String entry, String name, int port) {
        if (entry.equals("*")) return true;
        IpBlock block = IpBlock.parse(entry);
        if (block != null) return block.contains(name);
        int colon = entry.lastIndexOf(':');
        int only = colon < 0 ? -1 : port(entry.substring(colon + 1));
        if (only > 0) return only == port && coversHost(plain(entry.substring(0, colon)), name);
        return coversHost(plain(entry), name);
    }

    private static boolean coversHost(String entry, String name) {
        if (entry.equals("*")) return true;
        IpBlock block = IpBlock.parse(entry);
        if (block != null) return block.contains(name);
        String domain = entry.startsWith("*") ? entry.substring(1) : entry;
        if (domain.startsWith(".")) domain = domain.substring(1);
        return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
    }

    /// The port in a text of digits, or -1.
    private static int port(String text) {
        int value = text.isEmpty() || text.length() > 5 ? -1 : 0;
        for (char c : text.toCharArray()) value = value < 0 || c < '0' || c > '9' ? -1 : value * 10 + (c - '0');
        return value;
    }
}
