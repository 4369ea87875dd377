package llmrouter.deploy.steps;

import java.util.Locale;

import llmrouter.config.Finding;
import llmrouter.http.HostName;

/// The pattern of a route, taken apart: `router.example.com/*`, `*.example.com/*`, `https://router.example.com/*`
/// (developers.cloudflare.com, "Routes").
///
/// @param star    what the host begins with: `*.` for all hosts below it, `*` for all that end with it, or nothing
/// @param host    without a star at its beginning
/// @param path    from its slash on; empty if the pattern has none
/// @param problem why it cannot be a pattern, a clause; null if it can
record RoutePattern(String star, String host, String path, String problem) {
    static RoutePattern of(String pattern) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        int start = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : 0;
        int slash = pattern.indexOf('/', start);
        String host = lower.substring(start, slash < 0 ? lower.length() : slash);
        String path = slash < 0 ? "" : pattern.substring(slash);
        String star = host.startsWith("*.") ? "*." : host.startsWith("*") ? "*" : "";
        String named = host.substring(star.length());
        boolean valid = named.indexOf('.') > 0 && HostName.problem(named) == null;
        return new RoutePattern(star, named, path, valid ? null
            : Finding.quoted(pattern) + " is not a pattern of a route: it has no host name");
    }

    boolean wildcard() {
        return !star.isEmpty();
    }

    /// Whether requests for a host can match.
    boolean has(String name) {
        return switch (star) {
            case "*." -> name.endsWith("." + host);
            case "*" -> name.endsWith(host);
            default -> name.equals(host);
        };
    }

    /// Whether it is for a part of the paths that another pattern of the same host is for.
    boolean isPartOf(RoutePattern other) {
        String own = untilStar();
        String others = other.untilStar();
        return star.equals(other.star) && host.equals(other.host) && own.length() > others.length()
            && own.startsWith(others);
    }

    private String untilStar() {
        int at = path.indexOf('*');
        return at < 0 ? path : path.substring(0, at);
    }

    /// The address that the whole host has, or null if the pattern has none of its own.
    String url() {
        return wildcard() || !path.equals("/*") ? null : "https://" + host;
    }
}
