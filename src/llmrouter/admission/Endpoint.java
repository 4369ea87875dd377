package llmrouter.admission;

import llmrouter.config.Endpoints;
import llmrouter.config.Format;

/// What a path means, whatever alias of it was used.
public enum Endpoint {
    MESSAGES(Format.CLAUDE), COUNT_TOKENS(Format.CLAUDE), CHAT(Format.OPENAI), RESPONSES(Format.RESPONSES),
    /// of OpenAI, passed on as they are
    EMBEDDINGS(Format.OPENAI), COMPLETIONS(Format.OPENAI),
    /// either format, told apart by the request
    UNIFIED(null),
    MODELS(null), HEALTH(null), READY(null), STATUS(null), METRICS(null), ROOT(null), UNKNOWN(null);

    private final Format format;

    Endpoint(Format format) {
        this.format = format;
    }

    /// The format the endpoint speaks, or null if it is told by the request or does not matter.
    public Format format() {
        return format;
    }

    /// Whether no other format has the like of it, so that only a candidate of the endpoint's own format can serve it. What it says is not
    /// looked into.
    public boolean untranslatable() {
        return this == EMBEDDINGS || this == COMPLETIONS;
    }

    /// Whether its answers may be event streams.
    public boolean streams() {
        return this != COUNT_TOKENS && this != EMBEDDINGS;
    }

    /// Where a candidate of a format is asked, relative to the version segment.
    public String upstream(Format candidate) {
        return switch (this) {
            case COUNT_TOKENS -> Endpoints.COUNT_TOKENS;
            case EMBEDDINGS -> Endpoints.EMBEDDINGS;
            case COMPLETIONS -> Endpoints.COMPLETIONS;
            default -> Endpoints.of(candidate);
        };
    }

    /// The endpoint of a request path (no query). A trailing slash is ignored; anything unlisted is [#UNKNOWN].
    public static Endpoint of(String method, String path) {
        String p = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return switch (p) {
            case "/v1/messages", "/messages", "/anthropic", "/anthropic/v1/messages", "/anthropic/messages" -> MESSAGES;
            case "/v1/messages/count_tokens", "/messages/count_tokens", "/anthropic/v1/messages/count_tokens", "/anthropic/messages/count_tokens" ->
                COUNT_TOKENS;
            case "/v1/chat/completions", "/chat/completions", "/openai", "/openai/v1/chat/completions", "/openai/chat/completions" -> CHAT;
            case "/v1/responses", "/responses", "/openai/v1/responses", "/openai/responses" -> RESPONSES;
            case "/v1/embeddings", "/embeddings", "/openai/v1/embeddings", "/openai/embeddings" -> EMBEDDINGS;
            case "/v1/completions", "/completions", "/openai/v1/completions", "/openai/completions" -> COMPLETIONS;
            case "/v1/models", "/models", "/anthropic/v1/models", "/anthropic/models", "/openai/v1/models", "/openai/models" -> MODELS;
            case "/health" -> HEALTH;
            case "/ready" -> READY;
            case "/status" -> STATUS;
            case "/metrics" -> METRICS;
            case "/" -> method.equals("POST") ? UNIFIED : ROOT;
            case "/v1", "/route", "/router" -> UNIFIED;
            default -> modelId(p) != null ? MODELS : UNKNOWN;
        };
    }

    /// The id in a path like `/v1/models/{id}` (ids may hold slashes), or null.
    public static String modelId(String path) {
        int at = path.indexOf("/models/");
        if (at < 0) return null;
        boolean listed = switch (path.substring(0, at)) {
            case "", "/v1", "/anthropic", "/anthropic/v1", "/openai", "/openai/v1" -> true;
            default -> false;
        };
        return listed && path.length() > at + 8 ? path.substring(at + 8) : null;
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

    /// The error shape that a path suggests when nothing better is known.
    public static Format suggestedBy(String path, boolean anthropicVersionSent) {
        boolean messages = anthropicVersionSent || path.startsWith("/anthropic") || path.startsWith("/v1/messages") || path.startsWith("/messages");
        return messages ? Format.CLAUDE : Format.OPENAI;
    }
}
