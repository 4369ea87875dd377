package llmrouter.cli.agent;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.service.LocalAnswer;
import llmrouter.text.Printable;

/// One request to the running gateway and what came of it.
///
/// @param name    e.g. `openai_models_probe`
/// @param request e.g. `GET /openai/v1/models`
/// @param state   what the answer says about the gateway
/// @param status  the HTTP status; 0 without an answer
/// @param words   what the answer says, for people: never a key
record LiveProbe(String name, String request, GateState state, int status, String words) {
    private static final int LONGEST = 140;

    boolean passed() {
        return state == GateState.READY;
    }

    /// `pass (200; 3 models)`.
    String line() {
        String what = status == 0 ? words : status + "; " + words;
        return (passed() ? "pass" : "fail") + " (" + what + ")";
    }

    Obj json() {
        return Json.object().put("name", name).put("request", request).put("passed", passed())
            .put("status", status == 0 ? Json.Null.NULL : Json.of(status)).put("detail", words);
    }

    /// `GET /health`: it is ready if it says so.
    static LiveProbe ofHealth(String request, LocalAnswer answer, int timeoutMs) {
        boolean ok = answer.isOk() && "ok".equals(answer.body().text("status"));
        if (ok) return new LiveProbe("health_probe", request, GateState.READY, 200, "status ok");
        return failed("health_probe", request, answer, timeoutMs);
    }

    /// A list of models: it must have one.
    static LiveProbe ofModels(String name, String request, LocalAnswer answer, int timeoutMs) {
        if (!answer.isOk()) return failed(name, request, answer, timeoutMs);
        int models = answer.body().objects("data").size();
        GateState state = models == 0 ? GateState.NO_MODELS : GateState.READY;
        return new LiveProbe(name, request, state, 200, models + (models == 1 ? " model" : " models"));
    }

    /// `GET /`, which lists the endpoints: it leaves no line in the request log, as a refused request would. Only the
    /// gateway's own list proves that the endpoint is there.
    static LiveProbe ofResponses(String request, LocalAnswer answer, int timeoutMs) {
        if (!answer.isOk()) return failed(AgentClient.RESPONSES, request, answer, timeoutMs);
        boolean listed = "llm-router".equals(answer.body().text("name"))
            && answer.body().texts("endpoints").contains("POST /v1/responses");
        GateState state = listed ? GateState.READY : GateState.ENDPOINT_MISSING;
        return new LiveProbe(AgentClient.RESPONSES, request, state, 200, listed ? "the gateway has the endpoint"
            : "what answers there does not list POST /v1/responses");
    }

    /// A short request to a model, which its provider may charge for.
    static LiveProbe ofModel(String name, String request, LocalAnswer answer, int timeoutMs) {
        if (answer.isOk()) return new LiveProbe(name, request, GateState.READY, 200, "the model answered");
        LiveProbe failed = failed(name, request, answer, timeoutMs);
        boolean ofModel = failed.status > 0 && failed.state != GateState.AUTH;
        return ofModel ? new LiveProbe(name, request, GateState.MODEL_FAILED, failed.status, failed.words) : failed;
    }

    private static LiveProbe failed(String name, String request, LocalAnswer answer, int timeoutMs) {
        int status = Math.max(0, answer.status());
        GateState state = switch (status) {
            case 0 -> GateState.NO_ANSWER;
            case 401, 403 -> GateState.AUTH;
            case 404, 405 -> GateState.ENDPOINT_MISSING;
            default -> GateState.SERVER_ERROR;
        };
        return new LiveProbe(name, request, state, status, words(answer, timeoutMs));
    }

    private static String words(LocalAnswer answer, int timeoutMs) {
        if (answer.isAbsent()) return "no program listens there";
        if (answer.isSilent()) return "no answer within " + timeoutMs + " ms";
        if (answer.status() <= 0) return "what answers there does not speak HTTP, or has another certificate";
        Obj error = answer.body() == null ? null : answer.body().object("error");
        String message = error == null ? null : error.text("message");
        // the JDK's client drops the body of a 401 to a request with a body
        boolean key = answer.status() == 401 || answer.status() == 403;
        if (message == null && key) return "the gateway refused the key, or there was none";
        return message == null ? "an answer without an explanation" : Printable.of(message, LONGEST);
    }
}
