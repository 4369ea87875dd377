package llmrouter.server;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Habits of real providers and their servers that are odd and harmless: each one must stay a good answer for a client
/// of the same format and of another one. And answers that say success and hold an error: the next candidate answers.
class ProviderHabitsTest {
    private static final String USAGE =
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";

    /// An odd stream.
    ///
    /// @param head fields of the answer's header, beside those of [#plainHead]; null for no content type
    /// @param body one character per byte
    private record Habit(String name, String head, String body, String words) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String chunk(String choice) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":["
            + choice + "]}";
    }

    private static String delta(String delta) {
        return chunk("{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}");
    }

    private static String text(String text) {
        return delta("{\"content\":\"" + text + "\"}");
    }

    private static String finish(String reason) {
        return chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}");
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static final String ROLE = event(delta("{\"role\":\"assistant\",\"content\":\"\"}"));
    private static final String HELLO = event(text("Hello "));
    private static final String WORLD = event(text("world"));
    private static final String STOP = event(finish("stop"));
    private static final String DONE = "data: [DONE]\n\n";
    private static final String GOOD = ROLE + HELLO + WORLD + STOP + event(USAGE) + DONE;

    private static Habit habit(String name, String body) {
        return new Habit(name, "content-type: text/event-stream\r\n", body, "Hello world");
    }

    private static Habit head(String name, String head) {
        return new Habit(name, head, GOOD, "Hello world");
    }

    private static List<Habit> streams() {
        var all = new ArrayList<Habit>(List.of(
            head("content type text/plain", "content-type: text/plain\r\n"),
            head("content type octet-stream", "content-type: application/octet-stream\r\n"),
            head("no content type", ""),
            head("content type in capitals", "CONTENT-TYPE: TEXT/EVENT-STREAM; CHARSET=UTF-8\r\n"),
            head("content-encoding none", "content-type: text/event-stream\r\ncontent-encoding: none\r\n"),
            head("content-encoding identity", "content-type: text/event-stream\r\ncontent-encoding: identity\r\n"),
            head("content-encoding UTF-8", "content-type: text/event-stream\r\ncontent-encoding: UTF-8\r\n")));
        all.addAll(List.of(
            habit("lines end in CR LF", GOOD.replace("\n", "\r\n")),
            habit("lines end in CR", GOOD.replace("\n", "\r")),
            habit("no space after the colon", GOOD.replace("data: ", "data:")),
            habit("two spaces after the colon", GOOD.replace("data: ", "data:  ")),
            habit("a tab after the colon", GOOD.replace("data: ", "data:\t")),
            habit("comments",
                ": OPENROUTER PROCESSING\n\n" + ROLE + ": ping\n\n" + HELLO + ":\n" + WORLD + STOP + DONE),
            habit("bare words between events", ROLE + "ping\n\n" + HELLO + "keep-alive\n\n" + WORLD + STOP + DONE),
            habit("event, id and retry fields", GOOD.replace("data: {", "event: message\nid: 7\nretry: 100\ndata: {")),
            habit("an event without data", ROLE + "event: ping\n\n" + HELLO + WORLD + STOP + DONE),
            habit("empty data", ROLE + "data:\n\n" + HELLO + "data: \n\n" + WORLD + STOP + DONE),
            habit("null as data", ROLE + HELLO + event("null") + WORLD + STOP + DONE),
            habit("data over several lines", ROLE + HELLO
                + "data: {\"choices\":[\ndata: {\"index\":0,\"delta\":\ndata: {\"content\":\"world\"}}]}\n\n"
                + STOP + DONE),
            habit("[DONE] with a space behind", GOOD.replace("[DONE]", "[DONE] ")),
            habit("[DONE] in small letters", GOOD.replace("[DONE]", "[done]")),
            habit("[DONE] in quotes", GOOD.replace("[DONE]", "\"[DONE]\"")),
            habit("[DONE] without its blank line", GOOD.substring(0, GOOD.length() - 2)),
            habit("no [DONE] after a finish reason", ROLE + HELLO + WORLD + STOP),
            habit("something after [DONE]", GOOD + event("{\"x\":1}") + "more"),
            habit("error null beside the answer", GOOD.replace("\"object\":", "\"error\":null,\"object\":")),
            habit("error {} beside the answer", GOOD.replace("\"object\":", "\"error\":{},\"object\":")),
            habit("white space before the JSON", GOOD.replace("data: {", "data:    {")),
            habit("a filter result before the answer (Azure)", event("{\"choices\":[],\"created\":0,\"id\":\"\","
                + "\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":[{\"prompt_index\":0,"
                + "\"content_filter_results\":{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}}}]}") + GOOD),
            habit("progress of the prompt (llama.cpp)", ROLE + event("{\"choices\":[],\"prompt_progress\":{\"total\":9,"
                + "\"cache\":0,\"processed\":4,\"time_ms\":1}}") + HELLO + WORLD + STOP + DONE),
            habit("timings (llama.cpp)", ROLE + HELLO + WORLD
                + STOP.replace("\"choices\"", "\"timings\":{\"prompt_n\":9,\"predicted_ms\":1.5},\"choices\"") + DONE),
            habit("usage missing", ROLE + HELLO + WORLD + STOP + DONE),
            habit("usage null",
                GOOD.replace("{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}", "null")),
            habit("usage as strings", GOOD.replace("\"prompt_tokens\":5", "\"prompt_tokens\":\"5\"")),
            habit("usage negative", GOOD.replace("\"completion_tokens\":2", "\"completion_tokens\":-1")),
            habit("a number as id", GOOD.replace("\"id\":\"c1\"", "\"id\":17")),
            habit("content as parts", ROLE + event(delta("{\"content\":[{\"type\":\"text\",\"text\":\"Hello \"}]}"))
                + WORLD + STOP + DONE)));
        all.add(new Habit("U+2028 inside a string", "", ROLE + event(text("a\u00e2\u0080\u00a8b")) + STOP + DONE,
            "a\u2028b"));
        all.add(new Habit("halves of an emoji in two events", "", ROLE + event(text("\\ud83d")) + event(text("\\ude00"))
            + STOP + DONE, "\ud83d\ude00"));
        return all;
    }

    private static Script answer(Habit habit) {
        return wire -> {
            wire.send("HTTP/1.1 200 OK\r\nconnection: close\r\n" + habit.head() + "\r\n" + habit.body());
            wire.close();
        };
    }

    private static HttpResponse<String> ask(String path, boolean stream, Script script, Script... next)
            throws Exception {
        var second = next.length == 0 ? new ScriptedUpstream(script) : new ScriptedUpstream(next);
        try (var first = new ScriptedUpstream(script);
                second;
                var gateway = Gateway.with(next.length == 0 ? Gateway.config("openai", first)
                    : Gateway.config("openai", first, second), Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1"))) {
            return gateway.post(path, Samples.request(path, stream));
        }
    }

    private static List<Json.Obj> events(String stream) {
        var decoder = new SseDecoder(1 << 20);
        var all = new ArrayList<>(decoder.feed(stream));
        all.addAll(decoder.end());
        return all.stream().map(SseEvent::data).filter(d -> d != null && d.strip().startsWith("{"))
            .map(d -> (Json.Obj) Json.parse(d)).toList();
    }

    private static String chatWords(String stream) {
        var out = new StringBuilder();
        for (Json.Obj chunk : events(stream)) {
            for (Json.Obj choice : chunk.objects("choices")) {
                Json.Obj delta = choice.object("delta");
                if (delta == null) continue;
                if (delta.text("content") != null) out.append(delta.text("content"));
                for (Json.Obj part : delta.objects("content")) out.append(part.text("text"));
            }
        }
        return out.toString();
    }

    private static String messagesWords(String stream) {
        var out = new StringBuilder();
        for (Json.Obj event : events(stream)) {
            Json.Obj delta = event.object("delta");
            if (delta != null && delta.text("text") != null) out.append(delta.text("text"));
        }
        return out.toString();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anOddStreamIsAGoodAnswer(Habit habit) throws Exception {
        HttpResponse<String> relayed = ask(Samples.CHAT, true, answer(habit));
        assertEquals(200, relayed.statusCode(), relayed.body());
        assertEquals(habit.words(), chatWords(relayed.body()), relayed.body());
        HttpResponse<String> translated = ask(Samples.MESSAGES, true, answer(habit));
        assertEquals(habit.words(), messagesWords(translated.body()), translated.body());
        assertTrue(translated.body().contains("\"stop_reason\":\"end_turn\""), translated.body());
        assertTrue(translated.body().endsWith("data: {\"type\":\"message_stop\"}\n\n"), translated.body());
    }

    @Test
    void aCharacterMayBeCutAnywhere() throws Exception {
        String utf8 = new String(event(text("né€😀")).getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
        Script script = wire -> {
            wire.stream().send(ROLE);
            for (int i = 0; i < utf8.length(); i++) wire.send(utf8.substring(i, i + 1));
            wire.send(STOP + DONE);
            wire.close();
        };
        assertEquals("né€😀", chatWords(ask(Samples.CHAT, true, script).body()));
        assertEquals("né€😀", messagesWords(ask(Samples.MESSAGES, true, script).body()));
    }

    /// Streams of calls, each with the arguments `{"a":1}` of the function `f`.
    private static final List<Habit> CALLS = List.of(
        calls("without index", "{\"id\":\"t1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}",
            "{\"id\":\"t1\",\"function\":{\"arguments\":\":1}\"}}"),
        calls("without id", "{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}",
            "{\"index\":0,\"function\":{\"arguments\":\":1}\"}}"),
        calls("with a repeated empty id",
            "{\"index\":0,\"id\":\"t1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}",
            "{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"\",\"arguments\":\":1}\"}}"),
        calls("with arguments as an object",
            "{\"index\":0,\"id\":\"t1\",\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}}"),
        calls("in one chunk",
            "{\"index\":0,\"id\":\"t1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}"));

    private static Habit calls(String name, String... pieces) {
        var body = new StringBuilder(ROLE);
        for (String piece : pieces) body.append(event(delta("{\"tool_calls\":[" + piece + "]}")));
        return habit("a call " + name, body + event(finish("tool_calls")) + DONE);
    }

    @ParameterizedTest
    @FieldSource("CALLS")
    void anOddCallIsACall(Habit habit) throws Exception {
        String stream = ask(Samples.MESSAGES, true, answer(habit)).body();
        var arguments = new StringBuilder();
        for (Json.Obj event : events(stream)) {
            Json.Obj delta = event.object("delta");
            if (delta != null && delta.text("partial_json") != null) arguments.append(delta.text("partial_json"));
        }
        assertEquals("{\"a\":1}", arguments.toString(), stream);
        assertTrue(stream.contains("\"name\":\"f\"") && stream.contains("\"stop_reason\":\"tool_use\""), stream);
    }

    /// Bodies with the status 200 that are an error, or nothing.
    private static final List<String> FALSE_SUCCESSES = List.of(
        "{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}", "{\"error\":\"overloaded\"}",
        "{\"code\":500,\"msg\":\"system error\"}", "{\"detail\":\"Internal error\"}",
        "{\"base_resp\":{\"status_code\":1002,\"status_msg\":\"rate limit\"}}", "{\"choices\":null}",
        "{\"choices\":[]}", "",
        "null", "<html><title>Please log in</title></html>");

    @ParameterizedTest
    @FieldSource("FALSE_SUCCESSES")
    void anErrorThatSaysSuccessLetsTheNextCandidateAnswer(String body) throws Exception {
        for (String path : new String[] {Samples.CHAT, Samples.MESSAGES}) {
            HttpResponse<String> whole = ask(path, false, wire -> wire.json(200, body), Samples.good("openai"));
            assertEquals(200, whole.statusCode(), body + ": " + whole.body());
            assertTrue(whole.body().contains("Hello wörld"), body + ": " + whole.body());
        }
    }

    /// Events that are an error, before any content.
    private static final List<String> ERROR_EVENTS = List.of(
        event("{\"error\":{\"message\":\"overloaded\",\"code\":503}}"),
        "event: error\n" + event("{\"error\":{\"message\":\"overloaded\"}}"),
        ROLE + event("{\"error\":{\"message\":\"The model has crashed\"}}"),
        "event: error\n" + event("{\"message\":\"The model has crashed without additional information.\"}"));

    @ParameterizedTest
    @FieldSource("ERROR_EVENTS")
    void anErrorBeforeAnyContentLetsTheNextCandidateAnswer(String events) throws Exception {
        Script script = wire -> {
            wire.stream().send(events);
            wire.close();
        };
        String relayed = ask(Samples.CHAT, true, script, Samples.good("openai")).body();
        assertEquals("Hello world", chatWords(relayed), relayed);
        String translated = ask(Samples.MESSAGES, true, script, Samples.good("openai")).body();
        assertEquals("Hello world", messagesWords(translated), translated);
    }

    @ParameterizedTest
    @FieldSource("ERROR_EVENTS")
    void anErrorAfterContentEndsTheStreamAsAnError(String events) throws Exception {
        Script script = wire -> {
            wire.stream().send(ROLE + HELLO + events);
            wire.close();
        };
        for (String path : new String[] {Samples.CHAT, Samples.MESSAGES}) {
            String stream = ask(path, true, script).body();
            assertTrue(stream.contains("Hello ") && stream.contains("\"error\""), stream);
            for (String end : Samples.ENDS) assertTrue(!stream.contains(end), stream);
        }
    }

    /// Statuses of servers in front of providers, with what they send.
    private static final List<Integer> PASSING_STATUSES = List.of(
        408, 409, 500, 502, 503, 504, 520, 522, 524, 529, 530, 598);

    @ParameterizedTest
    @FieldSource("PASSING_STATUSES")
    void aServersTroubleLetsTheNextCandidateAnswer(int status) throws Exception {
        for (String body : new String[] {"<html><title>" + status + " Oops</title></html>", "upstream failed", ""}) {
            HttpResponse<String> answer = ask(Samples.CHAT, false, wire -> wire.json(status, body),
                Samples.good("openai"));
            assertEquals(200, answer.statusCode(), answer.body());
        }
        HttpResponse<String> alone = ask(Samples.CHAT, false,
            wire -> wire.json(status, "<html><title>" + status + " Oops</title></html>"));
        assertTrue(alone.body().contains("Oops"), alone.body());
    }
}
