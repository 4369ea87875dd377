package llmrouter.server.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.server.Gateway;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the request log keeps of requests that really happened.
class RequestLogTest {
    @TempDir
    private Path folder;

    private interface Conversation {
        void with(Gateway gateway) throws Exception;
    }

    /// The log after a conversation with a gateway before these providers; the gateway is closed by then.
    private List<Json.Obj> log(String format, Map<String, String> more, Conversation conversation,
            Script... scripts) throws Exception {
        var env = new HashMap<>(Map.of("LLM_ROUTER_REQUEST_LOG", folder.resolve("log").toString()));
        env.putAll(more);
        try (var first = new ScriptedUpstream(scripts[0]);
                var second = new ScriptedUpstream(scripts[scripts.length - 1])) {
            try (var gateway = Gateway.with(Gateway.config(format, first, second), env)) {
                conversation.with(gateway);
            }
        }
        return Files.readAllLines(folder.resolve("log")).stream().map(line -> (Json.Obj) Json.parse(line)).toList();
    }

    /// Asks, and waits for the line: it is written when the request is over, which may be after its client has begun
    /// the next one.
    private void ask(Gateway gateway, String body) throws Exception {
        long before = lines();
        gateway.post(body.contains("max_tokens") ? Samples.MESSAGES : Samples.CHAT, body);
        Await.until("the line is written", () -> lines() > before);
    }

    private long lines() throws IOException {
        return Files.readString(folder.resolve("log")).lines().count();
    }

    private static Json.Obj item(Json.Obj record, String list, int index) {
        return (Json.Obj) record.items(list).get(index);
    }

    @Test
    void aLineTellsTheWholeStory() throws Exception {
        Instant before = Instant.now().minusMillis(1);
        var id = new String[1];
        List<Json.Obj> log = log("openai", Map.of(),
            gateway -> id[0] = gateway.post(Samples.MESSAGES,
            Samples.messages(false).replace("\"max_tokens\"", "\"top_k\":3,\"max_tokens\""))
            .headers().firstValue("x-llm-router-request-id").orElseThrow(),
                wire -> wire.json(503, "{\"error\":{\"message\":\"busy\"}}"), Samples.good("openai"));
        Json.Obj record = log.getFirst();
        assertEquals(1, log.size());
        assertEquals(id[0], record.text("id"));
        assertFalse(Instant.parse(record.text("time")).isBefore(before.minusMillis(1)), record.text("time"));
        assertEquals("claude", record.text("format"));
        assertEquals("p/m", record.text("model"));
        assertEquals("{\"type\":\"direct\",\"ref\":\"p/m\",\"strategy\":\"ordered\"}",
            record.object("route").toString());
        assertEquals("p2/m", record.text("candidate"));
        assertEquals(200, record.number("status", 0));
        assertEquals("ok", record.text("end"));
        assertFalse(record.isTrue("streamed"));
        assertEquals(4, record.items("attempts").size());
        assertEquals("temporary_error", item(record, "attempts", 0).text("category"));
        assertEquals(503, item(record, "attempts", 0).number("status", 0));
        assertEquals(3, item(record, "attempts", 2).number("number", 0));
        assertTrue(item(record, "attempts", 3).number("ms", -1) >= 0);
        assertEquals("{\"input\":5,\"cacheRead\":0,\"cacheWrite\":0,\"output\":2,\"reasoning\":0}",
            record.object("usage").toString());
        assertEquals("dropped=top_k", record.text("losses"));
        Json.Obj ms = record.object("ms");
        assertTrue(ms.number("firstByte", -1) >= 0 && ms.number("firstByte", -1) <= ms.number("total", -1),
            ms.toString());
        assertFalse(ms.has("firstToken"));
    }

    @Test
    void streamsSayWhenTheirFirstTokenCame() throws Exception {
        Json.Obj record = log("openai", Map.of(), gateway -> gateway.post(Samples.CHAT, Samples.chat(true)),
            Samples.good("openai")).getFirst();
        assertTrue(record.isTrue("streamed"));
        Json.Obj ms = record.object("ms");
        assertTrue(ms.number("firstToken", -1) >= ms.number("firstByte", 99_999), ms.toString());
    }

    @Test
    void whoIsPassedOverIsNamedWithTheReason() throws Exception {
        List<Json.Obj> log = log("openai", Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1"), gateway -> {
            ask(gateway, Samples.chat(false));
            ask(gateway, Samples.chat(false));
        }, wire -> wire.json(401, "{\"error\":{\"message\":\"no\"}}"), Samples.good("openai"));
        assertEquals("[]", log.get(0).get("skipped").toString());
        assertEquals("[{\"candidate\":\"p/m\",\"reasons\":[\"cooldown\"]}]", log.get(1).get("skipped").toString());
        assertEquals(1, log.get(1).items("attempts").size());
    }

    @Test
    void refusalsAreLoggedToo() throws Exception {
        List<Json.Obj> log = log("openai", Map.of("LLM_ROUTER_MAX_REQUEST_BODY_BYTES", "4096"), gateway -> {
            gateway.post(Samples.CHAT, "{\"model\":\"no-such\",\"messages\":[]}");
            gateway.post(Samples.CHAT, "x".repeat(5000));
            gateway.post(Samples.CHAT, "{");
        }, Samples.good("openai"));
        // a line is written when its request is over, which may be after the next one has begun
        assertEquals(List.of(400L, 404L, 413L), log.stream().map(r -> r.number("status", 0)).sorted().toList());
        Json.Obj unknown = log.stream().filter(r -> r.number("status", 0) == 404).findFirst().orElseThrow();
        assertEquals("no-such", unknown.text("model"));
        assertNull(unknown.get("route"));
    }

    @Test
    void neitherWordsNorKeysAreKept() throws Exception {
        log("openai", Map.of(), gateway -> {
            gateway.post(Samples.CHAT, Samples.chat(false).replace("Hi", "my-very-secret-question"));
            gateway.post(Samples.CHAT, Samples.chat(true).replace("Hi", "my-very-secret-question"));
        }, Samples.good("openai"), wire -> wire.stream().send("data: {torn secret-answer\n\n"
            + Samples.stream("openai")));
        String text = Files.readString(folder.resolve("log"));
        for (String secret : List.of("secret", "Hello", Gateway.UPSTREAM_KEY)) assertFalse(text.contains(secret), text);
    }

    @Test
    void bodiesAreKeptOnlyWhenAskedForAndNotWithoutEnd() throws Exception {
        List<Json.Obj> log = log("openai", Map.of("LLM_ROUTER_REQUEST_LOG_BODIES", "true"), gateway -> {
            ask(gateway, Samples.chat(false));
            ask(gateway, Samples.messages(true));
            ask(gateway, Samples.chat(false).replace("Hi", "x".repeat(100_000)));
        }, Samples.good("openai"));
        assertEquals(Samples.chat(false), log.get(0).text("request"));
        assertEquals(Samples.CHAT_ANSWER, log.get(0).text("answer"));
        assertFalse(log.get(0).has("cut"));
        assertTrue(log.get(1).text("answer").startsWith("event: message_start"), log.get(1).text("answer"));
        assertEquals(Transcript.LIMIT, log.get(2).text("request").length());
        assertTrue(log.get(2).isTrue("cut"));
    }

    @Test
    void withoutAFileNothingIsKeptAndAFileThatCannotBeIsSaid() throws IOException {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var _ = Gateway.with(Gateway.config("openai", upstream), Map.of("LLM_ROUTER_REQUEST_LOG", "off"))) {
            assertFalse(Files.exists(folder.resolve("log")));
        }
        Files.writeString(folder.resolve("file"), "");
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream),
                        Map.of("LLM_ROUTER_REQUEST_LOG", folder.resolve("file/log").toString()))) {
            assertTrue(gateway.log().getFirst().contains("cannot be written"), gateway.log().toString());
        }
    }
}
