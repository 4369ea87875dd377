package llmrouter.providers;

import java.util.List;

import llmrouter.config.IpBlock;
import llmrouter.text.Letters;

/// Whether a provider runs in the gateway's own network: on this machine, or at an address or a name that exists in
/// private networks only. Such a server often loads a model into memory before it answers, so it has more time for its
/// first byte.
///
/// A public name that leads to a private address is not told apart: names are not looked up here.
public final class LocalHost {
    /// Loopback, private networks (RFC 1918, RFC 4193), link-local addresses (RFC 3927, RFC 4291 §2.5.6), and the range
    /// of carriers (RFC 6598), which overlay networks such as Tailscale use.
    private static final List<IpBlock> BLOCKS = List.of(IpBlock.parse("127.0.0.0/8"), IpBlock.parse("10.0.0.0/8"),
        IpBlock.parse("172.16.0.0/12"), IpBlock.parse("192.168.0.0/16"), IpBlock.parse("169.254.0.0/16"),
        IpBlock.parse("100.64.0.0/10"), IpBlock.parse("::1"), IpBlock.parse("fc00::/7"), IpBlock.parse("fe80::/10"));
    /// RFC 6761 §6.3, RFC 6762, RFC 8375, and the name that ICANN reserves for private use.
    private static final List<String> ENDINGS = List.of(".localhost", ".local", ".home.arpa", ".internal");

    private static final Remembered<String, Boolean> KNOWN = new Remembered<>(LocalHost::look);

    private LocalHost() {}

    /// @param baseUrl of a provider
    public static boolean isIn(String baseUrl) {
        return KNOWN.of(baseUrl);
    }

    private static boolean look(String baseUrl) {
        String host = Letters.lower(host(baseUrl));
        if (host.endsWith(".")) host = host.substring(0, host.length() - 1);
        if (host.isEmpty()) return false;
        for (IpBlock block : BLOCKS) {
            if (block.contains(host)) return true;
        }
        if (host.indexOf(':') >= 0) return false;
        if (host.indexOf('.') < 0) return true;
        for (String ending : ENDINGS) {
            if (host.endsWith(ending)) return true;
        }
        return false;
    }

    /// Without port and brackets; empty if there is none.
    private static String host(String url) {
        int from = url.indexOf("://");
        if (from < 0) return "";
        int to = from + 3;
        while (to < url.length() && "/?#".indexOf(url.charAt(to)) < 0) to++;
        String authority = url.substring(url.lastIndexOf('@', to) > from ? url.lastIndexOf('@', to) + 1 : from + 3, to);
        if (authority.startsWith("[")) return authority.substring(1, Math.max(1, authority.indexOf(']')));
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }
}
