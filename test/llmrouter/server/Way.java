package llmrouter.server;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// One way for a request to go: the client's format, those of provider `p` and of its fallback `q`, streamed or not.
/// Knows what each kind of end looks like to its client.
record Way(String client, String p, String q, boolean streamed) {
    private static final String ASKED = "p/main";

    /// Every client, with candidates of its own format, of the other, and of both.
    static Stream<Way> all() {
        var ways = new ArrayList<Way>();
        for (boolean streamed : new boolean[] {true, false}) {
            for (String client : List.of("openai", "claude")) {
                String other = client.equals("openai") ? "claude" : "openai";
                ways.add(new Way(client, client, client, streamed));
                ways.add(new Way(client, other, client, streamed));
                ways.add(new Way(client, client, other, streamed));
            }
        }
        return ways.stream();
    }

    @Override
    public String toString() {
        return client + " client, " + p + " then " + q + (streamed ? ", streamed" : ", whole");
    }

    boolean messages() {
        return client.equals("claude");
    }

    /// `p/main` falls back to `q/backup`.
    ///
    /// @param pModel    more members of the model, each behind a comma
    /// @param pTimeouts time limits of the provider, as JSON
    String config(ScriptedUpstream main, ScriptedUpstream backup, String pModel, String qModel, String pTimeouts,
            String qTimeouts) {
        return "{\"version\":2,\"providers\":[" + provider("p", main.url(), p,
            "\"id\":\"main\",\"fallbackModels\":[\"q/backup\"]" + pModel, pTimeouts) + ","
            + provider("q", backup.url(), q, "\"id\":\"backup\"" + qModel, qTimeouts) + "]}";
    }

    private static String provider(String id, String url, String format, String model, String timeouts) {
        return "{\"id\":\"" + id + "\",\"baseUrl\":\"" + url + "\",\"apiKey\":\"" + Gateway.UPSTREAM_KEY
            + "\",\"formats\":[\"" + format + "\"],\"models\":[{" + model
            + "}],\"timeouts\":" + timeouts + "}";
    }

    HttpResponse<String> ask(Gateway gateway) throws Exception {
        String path = messages() ? Samples.MESSAGES : Samples.CHAT;
        String body = Samples.request(path, streamed).replace("p/m", ASKED);
        if (streamed && !messages()) {
            body = body.replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        }
        return gateway.post(path, body);
    }

    /// A whole, good answer, with its author's name and usage, and one end. In Messages the name is the one that was
    /// asked for.
    void isAnswer(HttpResponse<String> answer, String ref, String model, int tokens) {
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(ref, answer.headers().firstValue("x-llm-router-candidate").orElse(""), answer.body());
        assertFalse(answer.body().contains("\"error\""), answer.body());
        String words = Backends.FIRST + Backends.SECOND + Backends.THIRD;
        if (streamed) {
            List<Json.Obj> events = events(answer.body());
            assertEquals(words, messages() ? messagesText(events) : chatText(events), answer.body());
            if (messages()) messagesEnd(events, tokens);
            else chatEnd(answer.body(), events, model, tokens);
        } else if (messages()) {
            var body = (Json.Obj) Json.parse(answer.body());
            assertEquals(words, ((Json.Obj) body.items("content").getFirst()).text("text"));
            assertEquals("end_turn", body.text("stop_reason"));
            assertEquals(ASKED, body.text("model"));
            assertEquals(tokens, body.object("usage").number("input_tokens", 0));
            assertEquals(tokens + 1, body.object("usage").number("output_tokens", 0));
        } else {
            var body = (Json.Obj) Json.parse(answer.body());
            var choice = (Json.Obj) body.items("choices").getFirst();
            assertEquals(words, choice.object("message").text("content"));
            assertEquals("stop", choice.text("finish_reason"));
            assertEquals(model, body.text("model"));
            assertEquals(tokens, body.object("usage").number("prompt_tokens", 0));
            assertEquals(tokens + 1, body.object("usage").number("completion_tokens", 0));
        }
    }

    private static List<Json.Obj> events(String body) {
        var events = new ArrayList<Json.Obj>();
        for (String line : body.split("\n")) {
            if (line.startsWith("data: {")) events.add((Json.Obj) Json.parse(line.substring(6)));
        }
        return events;
    }

    private static String chatText(List<Json.Obj> events) {
        var text = new StringBuilder();
        for (Json.Obj event : events) {
            for (Json choice : event.items("choices")) {
                if (((Json.Obj) choice).object("delta").text("content") instanceof String piece) text.append(piece);
            }
        }
        return text.toString();
    }

    private static void chatEnd(String body, List<Json.Obj> events, String model, int tokens) {
        assertTrue(body.endsWith("data: [DONE]\n\n"), body);
        assertEquals(body.indexOf("[DONE]"), body.lastIndexOf("[DONE]"), body);
        assertEquals(model, events.getFirst().text("model"));
        assertEquals(tokens, events.getLast().object("usage").number("prompt_tokens", 0), body);
        assertEquals(tokens + 1, events.getLast().object("usage").number("completion_tokens", 0), body);
        assertEquals(1, body.split("\"finish_reason\":\"stop\"", -1).length - 1, body);
    }

    private static String messagesText(List<Json.Obj> events) {
        var text = new StringBuilder();
        for (Json.Obj event : events) {
            if ("content_block_delta".equals(event.text("type"))) text.append(event.object("delta").text("text"));
        }
        return text.toString();
    }

    private static void messagesEnd(List<Json.Obj> events, int tokens) {
        assertEquals("message_start", events.getFirst().text("type"));
        assertEquals(ASKED, events.getFirst().object("message").text("model"));
        assertEquals("message_stop", events.getLast().text("type"), events.toString());
        assertEquals(1, events.stream().filter(e -> "message_stop".equals(e.text("type"))).count());
        Json.Obj delta = events.get(events.size() - 2);
        assertEquals("end_turn", delta.object("delta").text("stop_reason"));
        Json.Obj usage = delta.object("usage"); // a translated start has an estimate, and the end has the number
        Json.Obj counted = usage.has("input_tokens") ? usage : events.getFirst().object("message").object("usage");
        long input = counted.number("input_tokens", 0);
        assertEquals(tokens, input, events.toString());
        assertEquals(tokens + 1, delta.object("usage").number("output_tokens", 0));
    }

    /// An error as the whole answer, in the client's format.
    void isError(HttpResponse<String> answer, int status, String words) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals("application/json", answer.headers().firstValue("content-type").orElse(""));
        saysError((Json.Obj) Json.parse(answer.body()), words);
    }

    private void saysError(Json.Obj body, String words) {
        if (messages()) assertEquals("error", body.text("type"), body.toString());
        Json.Obj error = body.object("error");
        assertTrue(error.text("message").contains(words), body.toString());
        assertTrue(error.text("type") != null && !error.text("type").isEmpty(), body.toString());
        assertFalse(body.toString().contains(Gateway.UPSTREAM_KEY), body.toString());
    }

    /// A stream that begins well and ends in an error event, and in nothing that looks like success.
    void isBroken(HttpResponse<String> answer, String words) {
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(Backends.FIRST), answer.body());
        List<Json.Obj> events = events(answer.body());
        saysError(events.getLast(), words);
        assertEquals(1, events.stream().filter(e -> e.object("error") != null).count(), answer.body());
        for (String end : Samples.ENDS) assertFalse(answer.body().contains(end), answer.body());
    }
}
