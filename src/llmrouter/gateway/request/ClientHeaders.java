package llmrouter.gateway.request;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RetryAfter;
import llmrouter.protocol.Protocol;
import llmrouter.text.Printable;

/// The headers of an answer to a client. From the provider come only limits and request ids, never its cookies, server
/// name or framing. The gateway adds which candidate answered, its own request id, and what the translation lost.
public final class ClientHeaders {
    /// The header of an error answer that says in one word what happened, in every format: a code of the error
    /// catalogue, `docs/errors.md`.
    public static final String ERROR = "x-llm-router-error";

    private ClientHeaders() {}

    /// Starts a list with the headers of every answer.
    ///
    /// @param upstream the provider's headers, or empty
    /// @param waitMs   how long the client is asked to wait, or -1
    public static List<Header> of(String contentType, String requestId, Format client, HeaderMap upstream,
            long waitMs) {
        var fields = new ArrayList<Header>();
        fields.add(new Header("content-type", contentType));
        fields.add(new Header("x-llm-router-request-id", requestId));
        for (Header h : upstream.all()) {
            if (passes(h.name())) fields.add(new Header(h.name(), clean(h.value())));
        }
        fields.addAll(RetryAfter.forClients(upstream, waitMs));
        String own = Protocol.of(client).requestIdHeader();
        if (upstream.get(own) == null) fields.add(new Header(own, idOf(upstream, requestId)));
        return fields;
    }

    /// The provider's id of the request, under the name of any format; else the gateway's.
    private static String idOf(HeaderMap upstream, String requestId) {
        for (Format format : Format.values()) {
            String id = upstream.get(Protocol.of(format).requestIdHeader());
            if (id != null) return clean(id);
        }
        return requestId;
    }

    /// Adds the headers of an event stream: no cache may keep it, and no proxy may hold it back.
    public static void forStream(List<Header> fields) {
        fields.add(new Header("cache-control", "no-cache"));
        fields.add(new Header("x-accel-buffering", "no"));
    }

    /// Adds which candidate answered and what its translation lost.
    ///
    /// @param candidate or null if none was called
    /// @param losses    possibly empty
    public static void route(List<Header> fields, String candidate, String losses) {
        if (candidate != null) fields.add(new Header("x-llm-router-candidate", clean(candidate)));
        if (!losses.isEmpty()) fields.add(new Header("x-llm-router-loss", clean(losses)));
    }

    /// Whether a header of the provider goes to the client as it is.
    public static boolean passes(String name) {
        return switch (name) {
            case "request-id", "x-request-id", "x-should-retry" -> true;
            case "openai-processing-ms", "openai-version" -> true;
            default -> name.startsWith("x-ratelimit-") || name.startsWith("anthropic-ratelimit-");
        };
    }

    /// A value that cannot break a header: printable ASCII, at most 512 characters.
    public static String clean(String value) {
        return Printable.ascii(value, 512);
    }
}
