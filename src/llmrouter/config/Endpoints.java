package llmrouter.config;

import java.util.ArrayList;
import java.util.List;

/// The endpoints of the formats, as they stand behind a version segment, and which of them a base URL ends in. What
/// address is asked for an endpoint is for [llmrouter.providers.ProviderAddress] to say.
public final class Endpoints {
    public static final String COUNT_TOKENS = "messages/count_tokens";
    public static final String COMPACT = "responses/compact";
    public static final String EMBEDDINGS = "embeddings";
    public static final String COMPLETIONS = "completions";
    public static final String MODELS = "models";
    private static final List<String> KNOWN = known();

    private Endpoints() {}

    /// Every endpoint that a base URL may end in. An endpoint stands after those that end in it, as `chat/completions`
    /// ends in `completions`.
    private static List<String> known() {
        var known = new ArrayList<String>();
        for (Format format : Format.values()) known.add(format.endpoint());
        known.addAll(List.of(COUNT_TOKENS, COMPACT, COMPLETIONS, EMBEDDINGS, MODELS));
        return List.copyOf(known);
    }

    /// The endpoint that a path ends in, e.g. `chat/completions`; null if it ends in none.
    ///
    /// @param path without slashes at its end
    public static String in(String path) {
        for (String known : KNOWN) {
            if (path.endsWith("/" + known)) return known;
        }
        return null;
    }

    /// The format whose endpoint a base URL ends in, or null.
    public static Format formatOf(String base) {
        int ask = base.indexOf('?');
        String endpoint = in(withoutEndSlashes(ask < 0 ? base : base.substring(0, ask)));
        for (Format format : Format.values()) {
            if (format.endpoint().equals(endpoint)) return format;
        }
        return null;
    }

    public static String withoutEndSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') end--;
        return path.substring(0, end);
    }
}
