package llmrouter.config;

import java.util.List;

/// Where a request goes: a provider's base URL and an endpoint become one address.
public final class Endpoints {
    public static final String COUNT_TOKENS = "messages/count_tokens";
    public static final String EMBEDDINGS = "embeddings";
    public static final String COMPLETIONS = "completions";
    /// One that another ends in stands behind it.
    private static final List<String> KNOWN = List.of(COUNT_TOKENS, "chat/completions", COMPLETIONS, "messages", "responses", EMBEDDINGS);

    private Endpoints() {}

    /// The endpoint that a format's requests are posted to, relative to the version segment.
    public static String of(Format format) {
        return switch (format) {
            case OPENAI -> "chat/completions";
            case CLAUDE -> "messages";
            case RESPONSES -> "responses";
        };
    }

    public static String upstreamUrl(String base, Format format) {
        return upstreamUrl(base, of(format));
    }

    /// The address of an endpoint (e.g. `chat/completions`, without a slash in front). A base that ends in it is used as is; one that ends in another
    /// endpoint stands for that one's siblings; one that ends in a version segment (`/v1`, `/v1.2`) gets the endpoint; any other gets `/v1/` and the endpoint.
    public static String upstreamUrl(String base, String endpoint) {
        String root = withoutEndSlashes(base);
        for (String known : KNOWN) {
            if (root.endsWith("/" + known)) return root.substring(0, root.length() - known.length()) + endpoint;
        }
        return root + (endsInVersion(root) ? "/" : "/v1/") + endpoint;
    }

    /// The format whose endpoint a base URL ends in, or null.
    public static Format formatOf(String base) {
        String root = withoutEndSlashes(base);
        for (Format format : Format.values()) if (root.endsWith("/" + of(format))) return format;
        return null;
    }

    private static String withoutEndSlashes(String base) {
        int end = base.length();
        while (end > 0 && base.charAt(end - 1) == '/') end--;
        return base.substring(0, end);
    }

    private static boolean endsInVersion(String root) {
        String segment = root.substring(root.lastIndexOf('/') + 1);
        if (segment.length() < 2 || segment.charAt(0) != 'v' || !Ids.isDigit(segment.charAt(1))) return false;
        for (int i = 2; i < segment.length(); i++) {
            char c = segment.charAt(i);
            boolean dot = c == '.' && i + 1 < segment.length() && Ids.isDigit(segment.charAt(i + 1));
            if (!Ids.isDigit(c) && !dot) return false;
        }
        return !root.endsWith("//" + segment);
    }
}
