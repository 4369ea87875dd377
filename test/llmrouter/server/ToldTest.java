package llmrouter.server;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.report.RequestReport;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the client was told stands in the log, in `why`, on the terminal and on the page; but of a conversation, of a
/// provider's words and of keys nothing does.
class ToldTest {
    private static final String QUESTION = "my-question-is-secret";
    private static final String ANSWER = "answer-that-is-secret";
    private static final String WORDS = "words-of-the-provider";
    private static final String CLIENT_KEY = "sk-wrong-0123456789abcdefghij";
    private static final List<String> SECRETS =
        List.of(QUESTION, ANSWER, WORDS, Gateway.UPSTREAM_KEY, Gateway.KEY, CLIENT_KEY);
    private static final String RESPONSES = "/v1/responses";
    private static final List<String> PATHS = List.of(Samples.CHAT, Samples.MESSAGES, RESPONSES);
    private static final List<String> FORMATS = List.of("openai", "claude", "responses");

    @TempDir
    private Path folder;

    private interface Conversation {
        HttpResponse<String> with(Gateway gateway) throws Exception;
    }

    /// A failure of a provider that quotes what it got and what it holds.
    private record Fault(String name, Script script) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String said() {
        return WORDS + " about " + QUESTION + " with the key " + Gateway.UPSTREAM_KEY + " and " + ANSWER;
    }

    private static String error(String type) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"code\":\"" + type + "\",\"message\":\""
            + said() + "\"}}";
    }

    private static Stream<Fault> faults() {
        var faults = new ArrayList<Fault>();
        for (int status : new int[] {400, 401, 402, 403, 404, 413, 422, 429, 500, 503, 529}) {
            faults.add(new Fault("status " + status, wire -> wire.json(status, error("some_error"))));
            faults.add(new Fault("text " + status, wire -> wire.json(status, said())));
        }
        String page = "<!doctype html><html><title>" + said() + "</title><body>" + said() + "</body></html>";
        faults.add(new Fault("page", wire -> wire.json(502, page)));
        faults.add(new Fault("overflow", wire -> wire.json(400, error("context_length_exceeded"))));
        faults.add(new Fault("error with 200", wire -> wire.json(200, error("server_error"))));
        faults.add(new Fault("no JSON with 200", wire -> wire.json(200, said())));
        faults.add(new Fault("no answer with 200", wire -> wire.json(200, "{\"status\":\"" + ANSWER + "\"}")));
        faults.add(new Fault("redirect", wire -> wire.json(302, said(), "location: http://" + WORDS)));
        faults.add(new Fault("no HTTP", wire -> wire.send("\"" + said() + "\"\r\n\r\n").close()));
        faults.add(new Fault("tool without a name", wire -> wire.json(200, """
            {"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"%s","tool_calls":[{"id":"c",
            "type":"function","function":{"name":"%s","arguments":"%s"}}]},"finish_reason":"tool_calls"}],
            "type":"message","role":"assistant","content":[{"type":"tool_use","name":"","input":{}}],
            "output":[{"type":"function_call","name":"","arguments":"%s"}]}"""
            .formatted(ANSWER, WORDS, ANSWER, ANSWER))));
        faults.add(new Fault("error in a stream", wire -> wire.stream().send("event: error\ndata: "
            + error("overloaded_error") + "\n\n").close()));
        faults.add(new Fault("garbage in a stream", wire -> wire.stream().send(("data: {" + said() + "\n\n").repeat(4))
            .close()));
        for (String format : List.of("openai", "claude")) {
            String begun = Samples.opening(format) + Samples.delta(format, ANSWER);
            faults.add(new Fault("error within a stream of " + format, wire -> wire.stream().send(begun
                + "event: error\ndata: " + error("server_error") + "\n\n").close()));
            faults.add(new Fault("cut stream of " + format, wire -> wire.stream().send(begun).reset()));
        }
        return faults.stream();
    }

    private static String body(String path, boolean stream) {
        if (!path.equals(RESPONSES)) return Samples.request(path, stream).replace("Hi", QUESTION);
        return "{\"model\":\"p/m\",\"stream\":" + stream + ",\"input\":\"" + QUESTION + "\"}";
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFailureOfAProviderIsToldWithoutItsWords(Fault fault) throws Exception {
        for (String format : FORMATS) {
            var conversations = new ArrayList<Conversation>();
            for (String path : PATHS) {
                for (boolean stream : new boolean[] {false, true}) {
                    conversations.add(gateway -> gateway.post(path, body(path, stream)));
                }
            }
            for (Json.Obj record : records(format, false, fault.script(), conversations)) {
                if (record.text("end").equals("ok")) continue; // a body of this fault may be an answer in some format
                assertNotNull(record.text("told"), format + ": " + record);
            }
        }
    }

    /// What a gateway before one provider has logged. On all its ways out no secret was found.
    private List<Json.Obj> records(String format, boolean locked, Script script, List<Conversation> conversations)
            throws Exception {
        Path log = folder.resolve("log-" + format);
        var env = Map.of("LLM_ROUTER_REQUEST_LOG", log.toString(), "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1");
        try (var upstream = new ScriptedUpstream(script)) {
            String config = Gateway.config(format, upstream);
            try (var gateway = locked ? Gateway.locked(config, env) : Gateway.with(config, env)) {
                var ids = new ArrayList<String>();
                for (Conversation conversation : conversations) {
                    ids.add(conversation.with(gateway).headers().firstValue("x-llm-router-request-id").orElseThrow());
                }
                String page = page(gateway, ids);
                clean("the page", page);
                clean("the terminal", gateway.log().toString());
            }
        }
        String text = Files.readString(log);
        clean("the log", text);
        List<Json.Obj> records = text.lines().map(line -> (Json.Obj) Json.parse(line)).toList();
        assertEquals(conversations.size(), records.size(), text);
        for (Json.Obj record : records) clean("why", whole(record));
        Files.delete(log);
        return records;
    }

    private static String whole(Json.Obj record) {
        var report = new RequestReport(record);
        return String.join("\n", report.lines()) + "\n" + report.line();
    }

    /// The status page with all these requests: a request is listed a moment after its client has the answer.
    private static String page(Gateway gateway, List<String> ids) {
        var page = new String[1];
        Await.until("the page lists the requests", () -> {
            page[0] = gateway.send(gateway.request("/").header("accept", "text/html")
                .header("authorization", "Bearer " + Gateway.KEY)).body();
            return ids.stream().allMatch(page[0]::contains);
        });
        return page[0];
    }

    private static void clean(String where, String text) {
        for (String secret : SECRETS) {
            int at = text.indexOf(secret);
            assertTrue(at < 0, () -> where + " has " + secret + ": "
                + text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 100)));
        }
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void anErrorAboutARequestIsToldWithoutItsValues(String path, String body, String told) throws Exception {
        for (String format : FORMATS) {
            Json.Obj record = records(format, false, Samples.good("openai"),
                List.of(gateway -> gateway.post(path, body))).getFirst();
            if (record.text("end").equals("ok") || record.text("told").contains("the provider's own error")) continue;
            if (record.text("end").equals("bad_response")) continue; // it was passed on, and the provider has no answer
            assertTrue(record.text("told").contains(told), format + ": " + record);
        }
    }

    private static Stream<Object[]> wrongRequests() {
        String chat = "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
        String messages = chat + ",\"max_tokens\":9";
        String responses = "{\"model\":\"p/m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"Q\"}]}]}";
        var wrong = List.of(
            new Object[] {Samples.CHAT, chat.replace("\"user\"", "\"Q\"") + "}", "role"},
            new Object[] {Samples.CHAT, chat.replace("\"Hi\"", "[{\"type\":\"Q\"}]") + "}", "type"},
            new Object[] {Samples.CHAT, chat + ",\"tool_choice\":\"Q\"}", "tool_choice"},
            new Object[] {Samples.CHAT, chat + ",\"response_format\":{\"type\":\"Q'. Use it\"}}", "response_format"},
            new Object[] {Samples.CHAT, chat.replace("\"Hi\"", "Q"), "not valid JSON"},
            new Object[] {Samples.CHAT, "Q", "not valid JSON"},
            new Object[] {Samples.CHAT, "{\"model\":[\"Q\"]}", "'model' must be a string"},
            new Object[] {Samples.MESSAGES, messages.replace("\"user\"", "\"Q\"") + "}", "role"},
            new Object[] {Samples.MESSAGES, messages.replace("\"Hi\"", "[{\"type\":\"Q\"}]") + "}", "type"},
            new Object[] {Samples.MESSAGES, messages + ",\"tool_choice\":{\"type\":\"Q\"}}", "tool_choice"},
            new Object[] {Samples.MESSAGES, chat + ",\"system\":\"Q\"}", "max_tokens"},
            new Object[] {RESPONSES, responses, "type"},
            new Object[] {RESPONSES, "{\"model\":\"p/m\",\"input\":{\"Q\":1}}", "input"});
        return wrong.stream().map(w -> new Object[] {w[0], ((String) w[1]).replace("Q", QUESTION), w[2]});
    }

    @Test
    void aKeyIsNotToldWhereverItStands() throws Exception {
        List<Json.Obj> records = records("openai", true, Samples.good("openai"), List.of(
            gateway -> gateway.post(Samples.CHAT, Samples.chat(false), "authorization", "Bearer " + CLIENT_KEY),
            gateway -> gateway.post(Samples.MESSAGES, Samples.messages(false), "x-api-key", CLIENT_KEY),
            gateway -> gateway.post(Samples.CHAT + "?key=" + CLIENT_KEY, Samples.chat(false)),
            gateway -> gateway.post("/" + CLIENT_KEY + Samples.CHAT, Samples.chat(false)),
            gateway -> gateway.post("/" + CLIENT_KEY + "/v1/none", "{}", "authorization", "Bearer " + Gateway.KEY)));
        assertEquals(List.of(401L, 401L, 401L, 401L, 404L), records.stream().map(r -> r.number("status", 0)).toList());
        assertTrue(records.getFirst().text("told").startsWith("The key is not one of this gateway's keys."));
        assertEquals("/…/v1/chat/completions", records.get(3).text("path"));
        assertEquals("This gateway has no endpoint POST /…/v1/none. GET / lists the endpoints.",
            records.get(4).text("told"));
    }

    @Test
    void aKeyThatIsSentAsTheNameOfAModelIsNotLogged() throws Exception {
        var conversations = new ArrayList<Conversation>();
        for (String key : List.of(CLIENT_KEY, Gateway.KEY, Gateway.UPSTREAM_KEY)) {
            for (String name : List.of(key, "p/" + key, "alias:" + key, key + "?")) {
                conversations.add(gateway -> gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", name),
                    "authorization", "Bearer " + Gateway.KEY));
            }
        }
        conversations.add(gateway -> gateway.send(gateway.request("/v1/models/" + CLIENT_KEY)
            .header("authorization", "Bearer " + Gateway.KEY)));
        List<Json.Obj> records = records("openai", true, Samples.good("openai"), conversations);
        // the log has the requests in the order in which they ended, which may be another one
        List<String> models = records.stream().map(record -> record.text("model")).toList();
        assertTrue(models.containsAll(List.of("\u2026", "p/\u2026", "alias:\u2026")), models.toString());
        String told = "The model '\u2026' does not exist. GET /v1/models lists the models.";
        assertTrue(records.stream().anyMatch(record -> told.equals(record.text("told"))), records.toString());
    }

    @Test
    void aKeyThatIsSentAsAnEncodingOrATypeIsNotLogged() throws Exception {
        List<Json.Obj> records = records("openai", false, Samples.good("openai"), List.of(
            gateway -> gateway.post(Samples.CHAT, Samples.chat(false), "content-encoding", CLIENT_KEY)));
        assertEquals("The content encoding '\u2026' is not supported. Send the body uncompressed, or as gzip, "
            + "deflate or zstd.", records.getFirst().text("told"));
    }

    @Test
    void anErrorThatIsPassedOnUnchangedIsSaidToBeTheProviders() throws Exception {
        String own = "{\"error\":{\"message\":\"" + WORDS
            + "\",\"type\":\"server_error\",\"param\":null,\"code\":null}}";
        Json.Obj whole = records("openai", false, wire -> wire.json(503, own),
            List.of(gateway -> gateway.post(Samples.CHAT, body(Samples.CHAT, false)))).getFirst();
        assertEquals("the provider's own error was passed on", whole.text("told"));
        String begun = Samples.opening("openai") + Samples.delta("openai", ANSWER);
        Json.Obj torn = records("openai", false, wire -> wire.stream().send(begun + "data: " + own + "\n\n").close(),
            List.of(gateway -> gateway.post(Samples.CHAT, body(Samples.CHAT, true)))).getFirst();
        assertEquals("mid_stream", torn.text("end"));
        assertEquals("the provider's own error was passed on", torn.text("told"));
    }

    @Test
    void theErrorOfTheGatewayIsToldInFull() throws Exception {
        Json.Obj unknown = records("openai", false, Samples.good("openai"),
            List.of(gateway -> gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", "p/k")))).getFirst();
        assertEquals("The model 'p/k' does not exist. Did you mean p/m, p/n?", unknown.text("told"));
        assertTrue(whole(unknown).contains("told the client: The model 'p/k' does not exist."), whole(unknown));
        Json.Obj cut = records("openai", false, wire -> wire.stream().send(Samples.opening("openai")
            + Samples.delta("openai", ANSWER)).reset(),
            List.of(gateway -> gateway.post(Samples.CHAT, body(Samples.CHAT, true)))).getFirst();
        assertTrue(cut.text("told").contains("it was closed in the middle of the answer"), cut.toString());
        assertFalse(whole(cut).contains("was passed on"), whole(cut));
    }

    @Test
    void anAnsweredRequestTellsNoError() throws Exception {
        Json.Obj record = records("openai", false, Samples.good("openai"),
            List.of(gateway -> gateway.post(Samples.CHAT, body(Samples.CHAT, true)))).getFirst();
        assertFalse(record.has("told"), record.toString());
    }
}
