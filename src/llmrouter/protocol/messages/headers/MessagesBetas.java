package llmrouter.protocol.messages.headers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.http.HeaderMap;
import llmrouter.protocol.errors.ErrorSource;
import llmrouter.text.Ws;

/// Which beta features of a client a provider is told. Claude Code names a dozen of them in each request, and a server
/// that only resembles Anthropic's may refuse the whole request because of one that it does not know.
///
/// A vendor of [#KNOWN] gets those features that it is known to take. Any other provider gets all of them, without
/// those that it has refused before. Features that the provider's configuration names are always sent.
public final class MessagesBetas {
    static final String HEADER = "anthropic-beta";
    /// What is learned if a refusal names no feature: the provider gets none of the client's.
    private static final String ALL = HEADER;
    private static final String NAMED = HEADER + ":";
    private static final String OWNER = "anthropic.com";

    private static final String INTERLEAVED = "interleaved-thinking-2025-05-14";
    private static final String TOOL_STREAMING = "fine-grained-tool-streaming-2025-05-14";

    /// Domains of vendors that serve models of their own in this format, each with the features that it takes (their
    /// compatibility pages, November 2026). DeepSeek documents that it ignores the field.
    private static final Map<String, Set<String>> KNOWN = Map.of(
        "deepseek.com", Set.of(),
        "moonshot.ai", Set.of(), "moonshot.cn", Set.of(), "kimi.com", Set.of(),
        "z.ai", Set.of(), "bigmodel.cn", Set.of(),
        "minimax.io", Set.of(INTERLEAVED, TOOL_STREAMING), "minimaxi.com", Set.of(INTERLEAVED, TOOL_STREAMING),
        "xiaomimimo.com", Set.of(), "aliyuncs.com", Set.of());

    private MessagesBetas() {}

    /// The features in a list of the client that the provider is told.
    ///
    /// @param line    comma-separated
    /// @param learned what the model has refused before
    static List<String> of(String line, Provider provider, Set<String> learned) {
        if (learned.contains(ALL)) return List.of();
        Set<String> known = known(provider);
        var betas = new ArrayList<String>();
        for (String beta : elements(line)) {
            boolean told = known == null || known.contains(beta);
            if (told && !learned.contains(NAMED + beta)) betas.add(beta);
        }
        return betas;
    }

    /// The features in a comma-separated list.
    static List<String> elements(String line) {
        var elements = new ArrayList<String>();
        int from = 0;
        while (from <= line.length()) {
            int comma = line.indexOf(',', from);
            int to = comma < 0 ? line.length() : comma;
            String element = Ws.trim(line.substring(from, to));
            if (!element.isEmpty()) elements.add(element);
            from = to + 1;
        }
        return elements;
    }

    /// The features that the vendor is known to take; null if nothing is known of it.
    private static Set<String> known(Provider provider) {
        String host = host(provider);
        for (var vendor : KNOWN.entrySet()) {
            if (isOf(host, vendor.getKey())) return vendor.getValue();
        }
        return null;
    }

    private static boolean isOf(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    /// The host of the provider's base URL, in lower case and without a port; empty if there is none.
    private static String host(Provider provider) {
        String host = HeaderMap.lower(ErrorSource.of(provider.id(), provider.baseUrlFor(Format.CLAUDE)).host());
        int port = host.indexOf(':');
        return port < 0 ? host : host.substring(0, port);
    }

    /// The feature that a refusal is about, as [#of] reads what was learned; null if it is about none. Anthropic's own
    /// refusals go to the client, which knows them and sends the request again without the feature.
    public static String refused(HeaderMap sent, String words, Provider provider) {
        if (isOf(host(provider), OWNER)) return null;
        List<String> betas = new ArrayList<>();
        for (String line : sent.values(HEADER)) betas.addAll(elements(line));
        for (String beta : betas) {
            if (words.contains(beta)) return NAMED + beta;
        }
        boolean aboutBetas = words.contains(HEADER) || words.contains("beta flag") || words.contains("beta header");
        return aboutBetas && !betas.isEmpty() ? ALL : null;
    }
}
