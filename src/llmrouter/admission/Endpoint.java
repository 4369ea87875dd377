package llmrouter.admission;

import java.util.HashMap;
import java.util.Map;

import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.text.Text;

/// What a path means, whatever alias of it was used.
public enum Endpoint {
    MESSAGES(Format.CLAUDE),
    COUNT_TOKENS(Format.CLAUDE, Endpoints.COUNT_TOKENS),
    CHAT(Format.OPENAI),
    RESPONSES(Format.RESPONSES),
    /// takes a conversation and gives a summary that takes its place
    COMPACT(Format.RESPONSES, Endpoints.COMPACT),
    /// of OpenAI, passed on as they are
    EMBEDDINGS(Format.OPENAI, Endpoints.EMBEDDINGS),
    COMPLETIONS(Format.OPENAI, Endpoints.COMPLETIONS),
    /// any format, recognised by the request
    UNIFIED,
    MODELS, HEALTH, READY, STATUS, METRICS, ROOT, UNKNOWN;

    /// Every path of an endpoint with a format, without a slash at its end.
    private static final Map<String, Endpoint> BY_PATH = paths();

    private final Format format;
    private final String path;

    Endpoint() {
        this(null, null);
    }

    /// The endpoint of a format's conversations.
    Endpoint(Format format) {
        this(format, format.endpoint());
    }

    /// @param path relative to the version segment
    Endpoint(Format format, String path) {
        this.format = format;
        this.path = path;
    }

    /// `/v1/messages`, `/messages`, `/anthropic/v1/messages`, `/anthropic/messages`; and `/anthropic` for the
    /// conversations of the vendor's first format.
    private static Map<String, Endpoint> paths() {
        var paths = new HashMap<String, Endpoint>();
        for (Endpoint endpoint : values()) {
            if (endpoint.format == null) continue;
            String vendor = "/" + endpoint.format.vendor();
            for (String root : new String[] {"", "/v1", vendor, vendor + "/v1"}) {
                paths.put(root + "/" + endpoint.path, endpoint);
            }
            if (endpoint.conversation() && endpoint.format.isFirstOfVendor()) paths.put(vendor, endpoint);
        }
        return paths;
    }

    /// The format the endpoint speaks, or null if the request tells it or it does not matter.
    public Format format() {
        return format;
    }

    /// Its path relative to the version segment; null for an endpoint without a format.
    String path() {
        return path;
    }

    /// The endpoint that a format's conversations are posted to.
    public static Endpoint of(Format format) {
        for (Endpoint endpoint : values()) {
            if (endpoint.format == format && endpoint.conversation()) return endpoint;
        }
        throw new AssertionError(format + " has no endpoint");
    }

    /// Whether conversations of one format are posted to it.
    private boolean conversation() {
        return format != null && path.equals(format.endpoint());
    }

    /// Whether a request to it goes on to a provider.
    public boolean goesUpstream() {
        return format != null || this == UNIFIED;
    }

    /// Whether no other format has the like of it, so that only a candidate of the endpoint's own format can serve
    /// it. Its bodies are not looked into.
    public boolean untranslatable() {
        return this == EMBEDDINGS || this == COMPLETIONS;
    }

    /// Whether its answers may be event streams.
    public boolean streams() {
        return this != COUNT_TOKENS && this != EMBEDDINGS && this != COMPACT;
    }

    /// Where it stands at a provider, relative to the version segment; null if the request goes there as a
    /// conversation, whose URL the provider's format makes.
    ///
    /// @param other the provider's format; providers of another format than the endpoint's have no such path
    public String upstreamPath(Format other) {
        return conversation() || other != format ? null : path;
    }

    /// The endpoint of a request path (no query). Slashes at its end are ignored, and so are further slashes beside one
    /// and a repetition of `/v1`: clients send these whose base URL ends in a slash or in `/v1` although they add it
    /// themselves. Anything unlisted is [#UNKNOWN].
    public static Endpoint of(String method, String path) {
        String once = withOneVersion(withSingleSlashes(path));
        String p = once.length() > 1 && once.endsWith("/") ? once.substring(0, once.length() - 1) : once;
        Endpoint ofFormat = BY_PATH.get(p);
        if (ofFormat != null) return ofFormat;
        return switch (p) {
            case "/health" -> HEALTH;
            case "/ready" -> READY;
            case "/status" -> STATUS;
            case "/metrics" -> METRICS;
            case "/" -> method.equals("POST") ? UNIFIED : ROOT;
            case "/v1", "/route", "/router" -> UNIFIED;
            default -> isListOfModels(p) || modelId(p) != null ? MODELS : UNKNOWN;
        };
    }

    /// The path without empty segments. RFC 3986 §3.3 tells them apart, but no endpoint here has one.
    static String withSingleSlashes(String path) {
        int twice = path.indexOf("//");
        if (twice < 0) return path;
        var out = new Text(path.length()).add(path.substring(0, twice));
        for (int i = twice; i < path.length(); i++) {
            boolean further = path.charAt(i) == '/' && i > 0 && path.charAt(i - 1) == '/';
            if (!further) out.add(path.charAt(i));
        }
        return out.take();
    }

    /// The path with `/v1` only once at its front, or behind a vendor at its front.
    private static String withOneVersion(String path) {
        int at = 0;
        for (Format format : Format.values()) {
            if (path.startsWith("/" + format.vendor() + "/")) at = format.vendor().length() + 1;
        }
        int end = at;
        while (path.startsWith("/v1/v1", end) && (path.length() == end + 6 || path.charAt(end + 6) == '/')) end += 3;
        return path.substring(0, at) + path.substring(end);
    }

    /// The id in a path like `/v1/models/{id}`, or null. Ids may hold slashes, also two beside each other, but none at
    /// their ends.
    public static String modelId(String path) {
        int at = path.indexOf("/models/");
        if (at < 0 || !isRootOfModels(withOneVersion(withSingleSlashes(path.substring(0, at))))) return null;
        int from = at + "/models/".length();
        int to = path.length();
        while (from < to && path.charAt(from) == '/') from++;
        while (to > from && path.charAt(to - 1) == '/') to--;
        return from == to ? null : path.substring(from, to);
    }

    private static boolean isListOfModels(String path) {
        return path.endsWith("/models") && isRootOfModels(path.substring(0, path.length() - "/models".length()));
    }

    /// Whether the list of models stands below it: nothing or `/v1`, each also behind a vendor, as in `/anthropic/v1`.
    private static boolean isRootOfModels(String root) {
        String bare = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
        String rest = bare.endsWith("/v1") ? bare.substring(0, bare.length() - 3) : bare;
        if (rest.isEmpty()) return true;
        for (Format format : Format.values()) {
            if (rest.equals("/" + format.vendor())) return true;
        }
        return false;
    }

    /// The methods it answers, as an `Allow` field lists them (RFC 9110 §10.2.1).
    public String allow() {
        return switch (this) {
            case MODELS, HEALTH, READY, STATUS, METRICS -> "GET, HEAD";
            case ROOT -> "GET, HEAD, POST";
            default -> "POST";
        };
    }

    public boolean allows(String method) {
        return (", " + allow() + ", ").contains(", " + method + ", ");
    }
}
