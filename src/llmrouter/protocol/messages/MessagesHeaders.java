package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Provider;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.HeaderMap;
import llmrouter.text.Ws;

/// The header fields that Anthropic adds to HTTP: a version of the format, and names of features that are tried out
/// (platform.claude.com, "API versions" and "Beta headers").
final class MessagesHeaders {
    static final String VERSION = "anthropic-version";
    private static final String BETA = "anthropic-beta";

    /// Sent with a translated request. The newest version refuses sampling parameters, which clients of Chat
    /// Completions send (platform.claude.com, migration to 2026-10-21).
    private static final String OLDEST_VERSION = "2023-06-01";

    private MessagesHeaders() {}

    /// The fields of a request to a provider. The client's version holds only for a request that goes on in its own
    /// format; its beta features always do, with those of the provider's configuration behind them.
    static List<Header> of(HeaderMap client, boolean sameFormat, Provider provider) {
        var fields = new ArrayList<Header>();
        String version = sameFormat ? client.get(VERSION) : null;
        if (version == null) version = provider.anthropicVersion();
        fields.add(new Header(VERSION, version != null ? version : OLDEST_VERSION));
        for (String line : client.values(BETA)) addBetas(line, fields);
        if (provider.anthropicBeta() != null) addBetas(provider.anthropicBeta(), fields);
        return fields;
    }

    private static void addBetas(String line, List<Header> fields) {
        int from = 0;
        while (from <= line.length()) {
            int comma = line.indexOf(',', from);
            int to = comma < 0 ? line.length() : comma;
            var beta = new Header(BETA, Ws.trim(line.substring(from, to)));
            if (!beta.value().isEmpty() && !fields.contains(beta)) fields.add(beta);
            from = to + 1;
        }
    }
}
