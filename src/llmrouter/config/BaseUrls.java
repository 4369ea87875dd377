package llmrouter.config;

import java.util.Locale;

/// The rule for base URLs: `http` or `https`, a host, and optionally a port, a path, and `?api-version=…`.
public final class BaseUrls {
    private static final String EXAMPLE = "write e.g. \"https://api.example.com/v1\"";

    private static final String VERSION = "?api-version=";

    private BaseUrls() {}

    /// Why an address cannot be a base URL.
    ///
    /// @param what is wrong, a clause
    /// @param fix  what to do, a clause
    public record UrlProblem(String what, String fix) {}

    /// What is wrong with an address, or null if it can be a base URL.
    public static UrlProblem problem(String url) {
        int ask = url.indexOf('?');
        boolean version = ask >= 0 && isVersion(url.substring(ask));
        return problemWithoutQuery(version ? url.substring(0, ask) : url);
    }

    /// `?api-version=2024-10-21`: Azure's API has the version in the query (learn.microsoft.com, "Azure OpenAI REST API
    /// reference"), and shows addresses with it.
    private static boolean isVersion(String query) {
        if (!query.startsWith(VERSION) || query.length() == VERSION.length()) return false;
        for (char c : query.substring(VERSION.length()).toCharArray()) {
            boolean allowed = Ids.isAlphanumeric(c) || c == '-' || c == '.';
            if (!allowed) return false;
        }
        return true;
    }

    /// What is wrong with an address that must not have a query, or null.
    public static UrlProblem problemWithoutQuery(String url) {
        int schemeEnd = url.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : url.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) return of("is not an http or https address", EXAMPLE);
        int hostEnd = schemeEnd + 3;
        while (hostEnd < url.length() && "/?#\\".indexOf(url.charAt(hostEnd)) < 0) hostEnd++;
        String authority = url.substring(schemeEnd + 3, hostEnd);
        if (authority.indexOf('@') >= 0) {
            return of("holds a user name or password", "remove what is before the @ and put the key into \"apiKey\"");
        }
        for (char c : url.toCharArray()) {
            boolean allowed = c > ' ' && c <= '~' && c != '\\';
            if (!allowed) {
                return of("holds a character that an address cannot have",
                    "use plain ASCII, percent-encoded where necessary");
            }
        }
        boolean query = url.indexOf('?', hostEnd) >= 0;
        if (query) {
            return of("has a query (?…) that is not just api-version",
                "remove it; a key belongs into \"apiKey\", and the endpoint is put after the base URL");
        }
        if (url.indexOf('#', hostEnd) >= 0) return of("has a fragment (#…)", "remove it");
        return hostProblem(authority);
    }

    private static UrlProblem hostProblem(String authority) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (host.isEmpty() || authority.startsWith("[") != bracket > 0) return of("has no host", EXAMPLE);
        for (char c : host.toCharArray()) {
            boolean allowed = Ids.isAlphanumeric(c) || "-._[]:".indexOf(c) >= 0;
            if (!allowed) {
                return of("has " + Finding.quoted(host) + " as host, which is not a host name",
                    "correct the host name");
            }
        }
        if (colon < 0) return null;
        String port = authority.substring(colon + 1);
        long number = port.isEmpty() || port.length() > 5 ? -1 : 0;
        for (char c : port.toCharArray()) number = number < 0 || !Ids.isDigit(c) ? -1 : number * 10 + (c - '0');
        return number < 1 || number > 65535 ? of("has a port that is not 1–65535", "correct the port") : null;
    }

    private static UrlProblem of(String what, String fix) {
        return new UrlProblem(what, fix);
    }
}
