package llmrouter.config;

import java.util.ArrayList;
import java.util.List;

/// Where a request goes: a provider's base URL and an endpoint become one address.
public final class Endpoints {
    public static final String COUNT_TOKENS = "messages/count_tokens";
    public static final String COMPACT = "responses/compact";
    public static final String EMBEDDINGS = "embeddings";
    public static final String COMPLETIONS = "completions";
    private static final List<String> KNOWN = known();

    private Endpoints() {}

    /// Every endpoint that a base URL may end in. An endpoint stands after those that end in it, as `chat/completions`
    /// ends in `completions`.
    private static List<String> known() {
        var known = new ArrayList<String>();
        for (Format format : Format.values()) known.add(format.endpoint());
        known.addAll(List.of(COUNT_TOKENS, COMPACT, COMPLETIONS, EMBEDDINGS));
        return List.copyOf(known);
    }

    public static String upstreamUrl(String base, Format format) {
        return upstreamUrl(base, format.endpoint());
    }

    /// The address of an endpoint (e.g. `chat/completions`, without a slash in front). A base that ends in it is used
    /// as is; one that ends in another endpoint stands for that one's siblings; one that ends in a version segment
    /// (`/v1`, `/v1.2`) gets the endpoint; any other gets `/v1/` and the endpoint.
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
        for (Format format : Format.values()) {
            if (root.endsWith("/" + format.endpoint())) return format;
        }
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
