package llmrouter.deploy.steps;

import java.util.Locale;

import llmrouter.config.Finding;
import llmrouter.http.HostName;

/// The pattern of a route, taken apart: `router.example.com/*`, `*.example.com/*`, `https://router.example.com/*`
/// (developers.cloudflare.com, "Routes").
///
/// @param host    without a star at its beginning
/// @param path    from its slash on; empty if the pattern has none
/// @param problem why it cannot be a pattern, a clause; null if it can
record RoutePattern(String host, String path, boolean wildcard, String problem) {
    static RoutePattern of(String pattern) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        int start = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : 0;
        int slash = pattern.indexOf('/', start);
        String host = lower.substring(start, slash < 0 ? lower.length() : slash);
        String path = slash < 0 ? "" : pattern.substring(slash);
        boolean wildcard = host.startsWith("*");
        String named = host.startsWith("*.") ? host.substring(2) : wildcard ? host.substring(1) : host;
        boolean valid = named.indexOf('.') > 0 && HostName.problem(named) == null;
        return new RoutePattern(named, path, wildcard, valid ? null
            : Finding.quoted(pattern) + " is not a pattern of a route: it has no host name");
    }

    /// The address that the whole host has, or null if the pattern has none of its own.
    String url() {
        return wildcard || !path.equals("/*") ? null : "https://" + host;
    }
}
