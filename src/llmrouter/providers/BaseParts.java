package llmrouter.providers;


import llmrouter.config.Endpoints;
import llmrouter.text.Letters;

/// A base URL in its parts.
///
/// @param origin   scheme, host and port, as written
/// @param path     without slashes at its end; empty for a bare host
/// @param query    with its `?`, or empty
/// @param endpoint that the path ends in, e.g. `chat/completions`; null if it ends in none
record BaseParts(String origin, String path, String query, String endpoint) {

    /// @param base that [llmrouter.config.BaseUrls#problem] accepts
    static BaseParts of(String base) {
        int ask = base.indexOf('?');
        String query = ask < 0 ? "" : base.substring(ask);
        String address = ask < 0 ? base : base.substring(0, ask);
        int slash = address.indexOf('/', address.indexOf("://") + 3);
        String path = slash < 0 ? "" : Endpoints.withoutEndSlashes(address.substring(slash));
        return new BaseParts(slash < 0 ? address : address.substring(0, slash), path, query, Endpoints.in(path));
    }

    /// The path without the endpoint that it ends in.
    String root() {
        if (endpoint == null) return path;
        return Endpoints.withoutEndSlashes(path.substring(0, path.length() - endpoint.length()));
    }

    /// Host and port in lower case, without a port that is the scheme's own.
    String place() {
        String lower = Letters.lower(origin);
        String usual = lower.startsWith("https") ? ":443" : ":80";
        String place = lower.substring(lower.indexOf("://") + 3);
        return place.endsWith(usual) ? place.substring(0, place.length() - usual.length()) : place;
    }

    /// The value of `api-version`; empty if there is none.
    String version() {
        return query.substring(query.indexOf('=') + 1);
    }
}
