package llmrouter.protocol.messages.headers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.config.Provider;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.HeaderMap;

/// The header fields that Anthropic adds to HTTP: a version of the format, and names of features that are tried out
/// (platform.claude.com, "API versions" and "Beta headers").
public final class MessagesHeaders {
    /// The field with the version of the format.
    public static final String VERSION = "anthropic-version";
    /// Sent to providers of every format.
    private static final String SESSION = "x-claude-code-session-id";

    /// Sent with a translated request. The newest version refuses sampling parameters, which clients of Chat
    /// Completions send (platform.claude.com, migration to 2026-10-21).
    private static final String OLDEST_VERSION = "2023-06-01";

    private MessagesHeaders() {}

    /// The fields of a request to a provider. The client's version holds only for a request that goes on in its own
    /// format; the beta features that the provider is told always do, with those of the provider's configuration behind
    /// them. Such a request also keeps all other fields whose names begin as Anthropic's and Claude Code's do, because
    /// new ones come with the client's releases (code.claude.com, "LLM gateway protocol").
    public static List<Header> of(HeaderMap client, boolean sameFormat, Provider provider, Set<String> learned) {
        var fields = new ArrayList<Header>();
        String version = sameFormat ? client.get(VERSION) : null;
        if (version == null) version = provider.anthropicVersion();
        fields.add(new Header(VERSION, version != null ? version : OLDEST_VERSION));
        for (String line : client.values(MessagesBetas.HEADER)) add(MessagesBetas.of(line, provider, learned), fields);
        if (provider.anthropicBeta() != null) add(MessagesBetas.elements(provider.anthropicBeta()), fields);
        if (sameFormat) addOpen(client, fields);
        return fields;
    }

    private static void add(List<String> betas, List<Header> fields) {
        for (String name : betas) {
            var beta = new Header(MessagesBetas.HEADER, name);
            if (!fields.contains(beta)) fields.add(beta);
        }
    }

    private static void addOpen(HeaderMap client, List<Header> fields) {
        for (Header field : client.all()) {
            String name = field.name();
            boolean handled = name.equals(VERSION) || name.equals(MessagesBetas.HEADER) || name.equals(SESSION);
            if (!handled && (name.startsWith("anthropic-") || name.startsWith("x-claude-code-"))) fields.add(field);
        }
    }
}
