package llmrouter.scripted;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Seen;
import llmrouter.scripted.ScriptedUpstream.Wire;

/// A provider with all three formats and a list of models, for tests of what asks a provider what it can do. The name
/// of a model says how it answers:
///
/// | model | answer |
/// |---|---|
/// | `ok…` | a whole answer in the format of the path |
/// | `html` | 502 with a page |
/// | `portal` | 200 with a page of a hotspot |
/// | `foreign` | 200 with JSON that is no answer |
/// | `other` | an answer in another format than that of the path |
/// | `sse` | a stream of events although none was asked for |
/// | `limited-N` | 429 with `Retry-After: 1` N times, then an answer |
/// | `broke` | 429 for an account without money |
/// | `old` | 400 for `max_completion_tokens`, else an answer |
/// | `cut` | the connection ends in the middle of the answer |
/// | all else | the format's own error for a model that is unknown |
public final class PretendProvider implements Script {
    private static final Map<String, String> ANSWERS = Map.of(
        "chat/completions", """
            {"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"pong"}}],"usage":{"prompt_tokens":9,"completion_tokens":1}}""",
        "messages", """
            {"id":"m","type":"message","role":"assistant","model":"m","stop_reason":"end_turn",
             "content":[{"type":"text","text":"pong"}],"usage":{"input_tokens":9,"output_tokens":1}}""",
        "responses", """
            {"id":"r","object":"response","status":"completed","model":"m","output":[{"type":"message",
             "role":"assistant","content":[{"type":"output_text","text":"pong","annotations":[]}]}],
             "usage":{"input_tokens":9,"output_tokens":1}}""");
    private static final String STREAM = """
        data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"pong"}}]}

        data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: [DONE]

        """;

    private final List<String> endpoints;
    private final String list;
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private String wayOfTheKey;

    /// @param list      the body of the list of models; null for none
    /// @param endpoints of the formats that it has, e.g. `messages`
    public PretendProvider(String list, String... endpoints) {
        this.list = list;
        this.endpoints = List.of(endpoints);
    }

    /// One that takes its key only in this header, in all formats: `authorization` or `x-api-key`.
    public PretendProvider wantsKeyIn(String header) {
        wayOfTheKey = header;
        return this;
    }

    @Override
    public void run(Wire wire) throws IOException {
        Seen request = wire.request();
        String path = request.requestLine().split(" ")[1].split("\\?")[0];
        boolean refused = wayOfTheKey != null && !request.headers().containsKey(wayOfTheKey);
        if (refused) wire.json(401, "{\"error\":{\"message\":\"Invalid API key provided\"}}");
        else if (path.endsWith("/models") && list != null) wire.json(200, list);
        else answer(wire, endpoints.stream().filter(path::endsWith).findFirst().orElse(null));
    }

    private void answer(Wire wire, String endpoint) throws IOException {
        if (endpoint == null) {
            wire.json(404, "{\"error\":\"Not found\"}");
            return;
        }
        Obj body = (Obj) Json.parse(wire.request().body());
        String model = body.text("model");
        switch (model) {
            case "html" -> page(wire, 502, "<html><head><title>Bad gateway</title></head></html>");
            case "portal" -> page(wire, 200, "<!doctype html><html><title>Hotel Wi-Fi login</title></html>");
            case "foreign" -> wire.json(200, "{\"ok\":true}");
            case "other" -> wire.json(200, ANSWERS.get(endpoint.equals("messages") ? "responses" : "messages"));
            case "sse" -> wire.stream().send(STREAM).close();
            case "broke" -> wire.json(429, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"You exceeded "
                + "your current quota, please check your plan and billing details.\"}}");
            case "cut" -> {
                wire.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"id\":");
                wire.close();
            }
            case "old" -> {
                if (body.has("max_completion_tokens")) {
                    wire.json(400, "{\"error\":{\"message\":\"Unrecognized request argument supplied: "
                        + "max_completion_tokens\",\"type\":\"invalid_request_error\"}}");
                } else {
                    wire.json(200, ANSWERS.get(endpoint));
                }
            }
            default -> named(wire, endpoint, model);
        }
    }

    private void named(Wire wire, String endpoint, String model) throws IOException {
        if (model.startsWith("ok")) {
            wire.json(200, ANSWERS.get(endpoint));
        } else if (model.startsWith("limited-")) {
            int times = Integer.parseInt(model.substring("limited-".length()));
            int before = asked.computeIfAbsent(endpoint + model, _ -> new AtomicInteger()).getAndIncrement();
            if (before >= times) wire.json(200, ANSWERS.get(endpoint));
            else wire.json(429, "{\"error\":{\"message\":\"Rate limit reached\"}}", "retry-after: 1");
        } else if (endpoint.equals("messages")) {
            wire.json(404, "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: " + model
                + "\"}}");
        } else {
            wire.json(404, "{\"error\":{\"message\":\"The model `" + model + "` does not exist or you do not have "
                + "access to it.\",\"type\":\"invalid_request_error\",\"code\":\"model_not_found\"}}");
        }
    }

    private static void page(Wire wire, int status, String html) throws IOException {
        wire.send("HTTP/1.1 " + status + " X\r\ncontent-type: text/html\r\ncontent-length: " + html.length()
            + "\r\n\r\n" + html);
    }
}
