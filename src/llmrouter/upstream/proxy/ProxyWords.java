package llmrouter.upstream.proxy;

import java.util.Locale;

import llmrouter.config.network.ProxyAddress;
import llmrouter.text.Printable;

/// Words for what proxies answer.
final class ProxyWords {
    private static final int LONGEST = 60;

    private ProxyWords() {}

    /// Why a login was wanted, a clause whose subject is the proxy.
    ///
    /// @param status  that the proxy answered
    /// @param offered the values of `Proxy-Authenticate`, joined by commas; or empty
    static String login(ProxyAddress proxy, int status, String offered) {
        String kinds = offered.toLowerCase(Locale.ROOT);
        boolean other = !kinds.isEmpty() && !kinds.contains("basic");
        if (other) {
            int end = 0;
            while (end < kinds.length() && " ,".indexOf(kinds.charAt(end)) < 0) end++;
            return "wants a login of the kind " + Printable.of(offered.substring(0, end), LONGEST)
                + ", which is not served (status " + status + "); Basic is, or use a local proxy that logs in there";
        }
        return proxy.login() == null
            ? "wants a login (status " + status + "); write USER:PASSWORD@ before its host in " + proxy.source()
            : "refused the login in " + proxy.source() + " (status " + status + "); correct it";
    }

    /// What a proxy says of the reason, in its own word; empty if it says nothing that is known.
    ///
    /// @param status the field `Proxy-Status` (RFC 9209), or null
    /// @param squid  the field `X-Squid-Error`, or null
    static String reason(String status, String squid) {
        if (squid != null) return Printable.of(squid.split(" ", 2)[0], LONGEST);
        int at = status == null ? -1 : status.indexOf("error=");
        if (at < 0) return "";
        String word = status.substring(at + 6).split("[^A-Za-z0-9_]", 2)[0];
        return Printable.of(word, LONGEST);
    }
}
