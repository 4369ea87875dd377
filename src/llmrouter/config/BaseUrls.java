package llmrouter.config;


import llmrouter.http.HostName;
import llmrouter.http.HostName.HostProblem;
import llmrouter.text.Letters;

/// The rule for base URLs: `http` or `https`, a host, and optionally a port, a path, and `?api-version=…`.
public final class BaseUrls {
    private static final String EXAMPLE = "write e.g. \"https://api.example.com/v1\"";
    private static final String EXAMPLE_IPV6 = "write e.g. http://[::1]:8080/v1";

    private static final String VERSION = "?api-version=";

    private BaseUrls() {}

    /// Why an address cannot be a base URL.
    ///
    /// @param what is wrong, a clause
    /// @param fix  what to do, a clause
    public record UrlProblem(String what, String fix) {}

    /// What is wrong with an address, or null if a provider can be called there.
    public static UrlProblem problem(String url) {
        int ask = url.indexOf('?');
        boolean version = ask >= 0 && isVersion(url.substring(ask));
        String plain = version ? url.substring(0, ask) : url;
        UrlProblem problem = syntaxProblem(plain);
        return problem == null ? uncallable(plain) : problem;
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

    /// What is wrong with an address that has no query and that only others call, e.g. the origin of a web page; null
    /// if nothing is. Its host may be one that Java's HTTP client does not call.
    public static UrlProblem syntaxProblem(String url) {
        int schemeEnd = url.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : Letters.lower(url.substring(0, schemeEnd));
        if (!scheme.equals("http") && !scheme.equals("https")) return of("is not an http or https address", EXAMPLE);
        String authority = authority(url, schemeEnd + 3);
        int hostEnd = schemeEnd + 3 + authority.length();
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

    /// Host and port.
    private static String authority(String url, int from) {
        int to = from;
        while (to < url.length() && "/?#\\".indexOf(url.charAt(to)) < 0) to++;
        return url.substring(from, to);
    }

    private static UrlProblem hostProblem(String authority) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (host.isEmpty() || authority.startsWith("[") != bracket > 0) return of("has no host", EXAMPLE);
        for (char c : host.toCharArray()) {
            boolean allowed = Ids.isAlphanumeric(c) || "-._[]:".indexOf(c) >= 0 || c == '%' && bracket > 0;
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

    /// Why Java's HTTP client does not call a host; null if it does.
    ///
    /// @param url that is well-formed
    private static UrlProblem uncallable(String url) {
        String authority = authority(url, url.indexOf("://") + 3);
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        HostProblem problem = bracket > 0 ? ipv6Problem(host) : HostName.problem(host);
        return problem == null ? null
            : of("has " + Finding.quoted(host) + " as host, which " + problem.what(), problem.fix());
    }

    /// @param host in brackets; a zone is written after a plain %, as `java.net.URI` reads it
    private static HostProblem ipv6Problem(String host) {
        if (host.charAt(host.length() - 1) != ']') return new HostProblem("is not an IPv6 address", EXAMPLE_IPV6);
        int zone = host.indexOf('%');
        String address = host.substring(1, zone < 0 ? host.length() - 1 : zone);
        String name = zone < 0 ? "" : host.substring(zone + 1, host.length() - 1);
        if (zone > 0 && name.isEmpty()) return new HostProblem("names no zone after its %", "remove the %");
        if (name.startsWith("25") && name.length() > 2) {
            return new HostProblem("has its zone after %25", "write % and the zone, as in [fe80::1%eth0]");
        }
        boolean valid = address.indexOf(':') >= 0 && address.indexOf('/') < 0 && IpBlock.parse(address) != null;
        return valid ? null : new HostProblem("is not an IPv6 address", EXAMPLE_IPV6);
    }

    private static UrlProblem of(String what, String fix) {
        return new UrlProblem(what, fix);
    }
}
