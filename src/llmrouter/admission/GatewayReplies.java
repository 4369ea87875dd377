package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.Format;
import llmrouter.http.RequestTarget;
import llmrouter.json.Json;
import llmrouter.protocol.ListedModel;
import llmrouter.protocol.Protocol;
import llmrouter.text.Timestamps;

/// The bodies of answers that need no provider.
final class GatewayReplies {
    private static final List<String> ENDPOINTS = endpoints();
    /// Claude Code's user agent when it looks for models: `claude-code/2.1.332`. Its other requests have `claude-cli/`.
    private static final String MENU = "claude-code/";

    private GatewayReplies() {}

    private static List<String> endpoints() {
        var endpoints = new ArrayList<String>();
        for (Endpoint endpoint : Endpoint.values()) {
            if (endpoint.format() != null) endpoints.add("POST /v1/" + endpoint.path());
        }
        endpoints.addAll(List.of("POST /", "GET /v1/models", "GET /health", "GET /ready", "GET /status",
            "GET /metrics"));
        return List.copyOf(endpoints);
    }

    /// The program's name and version, and the endpoints.
    static String root(String version) {
        return Json.object().put("name", "llm-router").put("version", version)
            .put("endpoints", Json.strings(ENDPOINTS)).toString();
    }

    /// The models, or the one that the path names, as the client's format writes them.
    ///
    /// The model menu of Claude Code asks with a user agent of its own, and gets names that it shows.
    /// @throws GatewayError 404 for an unknown model, 400 for an invalid limit
    static String models(ModelCatalog models, RequestTarget target, Format format, String userAgent) {
        String id = Endpoint.modelId(target.path());
        if (id == null) {
            boolean menu = userAgent != null && userAgent.startsWith(MENU) && target.parameter("limit") != null;
            ModelCatalog listed = menu ? models.forClaudeCode() : models;
            return Protocol.of(format).writeModels(listed.models(), target::parameter).toString();
        }
        ListedModel model = models.model(RequestTarget.decoded(id));
        if (model != null) return Protocol.of(format).writeModel(model).toString();
        throw new GatewayError(new ApiError(404, ApiError.Kind.NOT_FOUND,
            "There is no such model. GET /v1/models lists the models.", "model_not_found", "model"));
    }

    /// The answer to `GET /health`.
    static String health() {
        return Json.object().put("status", "ok").toString();
    }

    /// The answer to `GET /ready`.
    /// @param locked whether every request is refused, because the gateway has no key any more
    static String ready(Moment moment, boolean locked) {
        if (moment.stage().isEnding()) {
            String reason = "The gateway is stopping: it finishes the requests it has and takes no new ones.";
            return Json.object().put("status", "draining").put("reason", reason).toString();
        }
        var answer = Json.object().put("status", "ok");
        if (moment.stateTrouble() != null) answer.put("state", moment.stateTrouble());
        if (moment.configRefusedSince() > 0) {
            answer.put("config", "The configuration file is refused since "
                + Timestamps.utc(moment.configRefusedSince())
                + "; the gateway goes on with the one before. GET /status says why.");
        }
        if (locked) {
            answer.put("key", "The gateway has no key any more and refuses every request until it gets one or is "
                + "restarted.");
        }
        return answer.toString();
    }
}
