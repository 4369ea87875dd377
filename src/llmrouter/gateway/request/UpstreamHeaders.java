package llmrouter.gateway.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.config.Auth;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.Provider.CustomHeader;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.protocol.Protocol;
import llmrouter.providers.ProviderAddress;
import llmrouter.routing.Candidate;

/// The headers of a request to a provider: what the protocol needs, the client's headers that are safe to pass on, the
/// provider's own, and its key. The client's credentials are never passed on.
public final class UpstreamHeaders {
    /// Names the gateways that a request has passed, to detect loops.
    public static final String VIA = "x-llm-router-via";

    /// The client's headers that a provider uses: for prompt caches, for sessions, for tracing.
    private static final List<String> PASSED = List.of(
        "user-agent", "x-request-id", "traceparent", "tracestate", "session-id", "thread-id", "x-session-id",
        "x-session-affinity", "x-client-request-id", "x-claude-code-session-id");

    private UpstreamHeaders() {}

    /// @param stream  whether the client asked for a stream
    /// @param learned what the model has refused before
    public static HeaderMap of(ClientRequest request, Candidate candidate, boolean stream, Set<String> learned) {
        boolean sameFormat = candidate.format() == request.format();
        var fields = new LinkedHashMap<String, String>();
        fields.put("content-type", "application/json");
        fields.put("accept", stream ? "text/event-stream" : "application/json");
        for (String name : PASSED) {
            if (request.headers().get(name) instanceof String value) fields.put(name, ClientHeaders.clean(value));
        }
        Provider provider = candidate.provider();
        for (Header h : Protocol.of(candidate.format()).headers(request.headers(), sameFormat, provider,
                learned)) {
            fields.merge(h.name(), ClientHeaders.clean(h.value()), (list, element) -> list + "," + element);
        }
        for (CustomHeader h : provider.headers()) customize(h, fields);
        authorize(provider, candidate.format(), fields);
        String via = request.headers().get(VIA);
        fields.put(VIA, via == null ? request.instance() : ClientHeaders.clean(via) + "," + request.instance());
        return listed(fields);
    }

    /// The headers of a request that the gateway itself makes: the protocol's and the provider's own, and its key.
    public static HeaderMap ofProvider(Provider provider, Format format) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("accept", "application/json");
        for (Header h : Protocol.of(format).headers(HeaderMap.EMPTY, false, provider, Set.of())) {
            fields.put(h.name(), ClientHeaders.clean(h.value()));
        }
        for (CustomHeader h : provider.headers()) customize(h, fields);
        authorize(provider, format, fields);
        return listed(fields);
    }

    private static HeaderMap listed(Map<String, String> fields) {
        var headers = new ArrayList<Header>(fields.size());
        for (Map.Entry<String, String> f : fields.entrySet()) headers.add(new Header(f.getKey(), f.getValue()));
        return HeaderMap.of(headers);
    }

    /// A header without a value is removed. The HTTP client would add its own `user-agent`, so that one is sent empty.
    private static void customize(CustomHeader h, Map<String, String> fields) {
        if (h.value() == null || h.value().isEmpty()) fields.remove(h.name());
        else fields.put(h.name(), h.value());
        if (h.value() == null && h.name().equals("user-agent")) fields.put("user-agent", "");
    }

    private static void authorize(Provider provider, Format format, Map<String, String> fields) {
        if (!(provider.apiKey() instanceof InlineSecret secret)) return;
        Auth auth = ProviderAddress.auth(provider, format);
        switch (auth.type()) {
            case BEARER -> fields.put("authorization", "Bearer " + secret.value());
            case X_API_KEY -> fields.put("x-api-key", secret.value());
            case HEADER -> fields.put(HeaderMap.lower(auth.headerName()), auth.prefix() + secret.value());
            case NONE -> {}
        }
    }
}
