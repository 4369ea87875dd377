package llmrouter.http;

/// The target of a request (RFC 9112 §3.2), divided as RFC 3986 divides a URI. Nothing in it is decoded.
///
/// @param whole     as the client sent it
/// @param absolute  whether it begins with a scheme, as requests to a proxy do
/// @param authority host and port of an absolute target, or null
/// @param path      empty if there is none
/// @param query     without its `?`, or null
public record RequestTarget(String whole, boolean absolute, String authority, String path, String query) {
    /// Divides a target; one that cannot be divided has an empty path. A target with two slashes in front is all path
    /// here, because a server's own path never begins with a host name.
    public static RequestTarget parse(String s) {
        if (s.startsWith("//")) return divided(s, false, null, s, false);
        int scheme = schemeEnd(s);
        String rest = s.substring(scheme);
        if (scheme > 0 && !rest.startsWith("/")) return new RequestTarget(s, true, null, "", null);
        if (!rest.startsWith("//")) return divided(s, scheme > 0, null, rest, true);
        int end = 2;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) end++;
        return divided(s, true, end == 2 ? null : rest.substring(2, end), rest.substring(end), true);
    }

    private static RequestTarget divided(String whole, boolean absolute, String authority, String pathAndQuery,
            boolean fragments) {
        int fragment = fragments ? pathAndQuery.indexOf('#') : -1;
        String s = fragment < 0 ? pathAndQuery : pathAndQuery.substring(0, fragment);
        int mark = s.indexOf('?');
        String path = mark < 0 ? s : s.substring(0, mark);
        return new RequestTarget(whole, absolute, authority, path, mark < 0 ? null : s.substring(mark + 1));
    }

    /// Behind the colon of a scheme, or 0 if there is no scheme.
    private static int schemeEnd(String s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == ':') return i == 0 ? 0 : i + 1;
            if (c == '/' || c == '?' || c == '#') return 0;
        }
        return 0;
    }

    /// The first value of a query parameter, decoded; null if there is no such parameter.
    public String parameter(String name) {
        if (query == null) return null;
        for (String pair : FieldText.elements(query, '&')) {
            if (pair.startsWith(name + "=")) return Percent.decode(pair.substring(name.length() + 1));
        }
        return null;
    }

    /// A part of the path without its percent-encoding; unchanged if that is not valid.
    public static String decoded(String part) {
        return Percent.decode(part);
    }
}
