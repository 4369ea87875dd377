package llmrouter.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import llmrouter.Version;
import llmrouter.admission.Endpoint;
import llmrouter.admission.ModelCatalog;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.ListedModel;
import llmrouter.protocol.Protocol;

/// The bodies of answers that need no provider.
final class Pages {
    private Pages() {}

    /// Who this is and what it serves.
    static String root() {
        var endpoints = Json.strings(List.of("POST /v1/messages", "POST /v1/messages/count_tokens", "POST /v1/chat/completions", "POST /v1/responses",
            "POST /v1/embeddings", "POST /v1/completions", "POST /", "GET /v1/models", "GET /health", "GET /ready", "GET /status", "GET /metrics"));
        return Json.object().put("name", "llm-router").put("version", Version.CURRENT).put("endpoints", endpoints).toString();
    }

    /// The models, or the one that the path names, in the shape that fits the client.
    /// @throws GatewayError 404 for an unknown model, 400 for paging that is no number
    static String models(ModelCatalog models, String path, String query, Format shape) {
        String id = Endpoint.modelId(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        if (id == null) return Protocol.of(shape).writeModels(models.models(), name -> parameter(query, name)).toString();
        ListedModel model = models.model(decode(id));
        if (model != null) return Protocol.of(shape).writeModel(model).toString();
        throw new GatewayError(new ApiError(404, ApiError.Kind.NOT_FOUND, "There is no such model. GET /v1/models lists what there is.", "model_not_found", "model"));
    }

    private static String parameter(String query, String name) {
        if (query == null) return null;
        for (int from = 0; from <= query.length();) {
            int end = query.indexOf('&', from);
            if (end < 0) end = query.length();
            if (query.startsWith(name + "=", from)) return decode(query.substring(from + name.length() + 1, end));
            from = end + 1;
        }
        return null;
    }

    private static String decode(String s) {
        try {
            return URLDecoder.decode(s.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return s; // a stray '%' means itself; no model has such a name
        }
    }
}
