package llmrouter.admission;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.Format;
import llmrouter.http.RequestTarget;
import llmrouter.json.Json;

/// The bodies of answers that need no provider.
final class GatewayReplies {
    private static final String[] ENDPOINTS = {"POST /v1/messages", "POST /v1/messages/count_tokens", "POST /v1/chat/completions",
        "POST /v1/responses", "POST /v1/embeddings", "POST /v1/completions", "POST /", "GET /v1/models", "GET /health", "GET /ready",
        "GET /status", "GET /metrics"};

    private GatewayReplies() {}

    /// The program's name and version, and the endpoints.
    static String root(String version) {
        var endpoints = Json.array();
        for (String endpoint : ENDPOINTS) endpoints.add(Json.of(endpoint));
        return Json.object().put("name", "llm-router").put("version", version).put("endpoints", endpoints).toString();
    }

    /// The models, or the one that the path names, in the shape of the client's format.
    /// @throws GatewayError 404 for an unknown model, 400 for an invalid limit
    static String models(ModelCatalog models, RequestTarget target, Format shape) {
        String path = target.path();
        String id = Endpoint.modelId(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        if (id == null) return (shape == Format.CLAUDE ? page(models, target) : models.openAiList()).toString();
        Json.Obj model = models.model(RequestTarget.decoded(id), shape);
        if (model != null) return model.toString();
        throw new GatewayError(new ApiError(404, ApiError.Kind.NOT_FOUND, "There is no such model. GET /v1/models lists the models.",
            "model_not_found", "model"));
    }

    private static Json.Obj page(ModelCatalog models, RequestTarget target) {
        String limit = target.parameter("limit");
        try {
            Long rows = limit == null ? null : Long.valueOf(limit);
            return models.anthropicList(rows, target.parameter("after_id"), target.parameter("before_id"));
        } catch (NumberFormatException _) {
            throw GatewayError.badRequest("'limit' must be a whole number from 1 to 1000.", "limit");
        }
    }

    /// The answer to `GET /health`.
    static String health() {
        return Json.object().put("status", "ok").toString();
    }

    /// The answer to `GET /ready`.
    static String ready(Moment moment) {
        if (moment.stage().isEnding()) {
            return Json.object().put("status", "draining")
                .put("reason", "The gateway is stopping: it finishes the requests it has and takes no new ones.").toString();
        }
        var answer = Json.object().put("status", "ok");
        if (moment.stateTrouble() != null) answer.put("state", moment.stateTrouble());
        return answer.toString();
    }

    /// A client's text for an error message: at most 100 characters, with `?` for each that is not visible ASCII.
    static String shown(String s) {
        var out = new StringBuilder();
        for (int i = 0; i < s.length() && i < 100; i++) {
            char c = s.charAt(i);
            out.append(c > 0x20 && c < 0x7F ? c : '?');
        }
        return out.toString();
    }
}
