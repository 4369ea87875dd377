package llmrouter.worker;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;
import llmrouter.worker.HostedStory.Got;
import llmrouter.worker.HostedStory.Scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a deployed gateway answers, in each of its ways to keep state.
class HostedGatewayTest {
    private static final String KEY = HostedStory.KEY;
    private static final String CONFIG = """
        {"version":2,"masterKey":"%s","providers":[
          {"id":"a","baseUrl":"https://a.example/v1","apiKey":"sk-of-a-0123456789","formats":["openai"],"models":["m"],
           "rateLimits":[{"id":"two","models":["m"],"requests":2,"window":{"unit":"day","size":1}}]},
          {"id":"b","baseUrl":"https://b.example","apiKey":"sk-of-b-0123456789","formats":["claude"],"models":["m"]}],
         "modelAliases":{"both":{"strategy":"round-robin","targets":["a/m","b/m"]}}}""".formatted(KEY);
    private static final String CHAT = "{\"model\":\"MODEL\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    private static final String ANSWER = """
        {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"from a"}}],"usage":{"prompt_tokens":3,"completion_tokens":2}}""";
    private static final String OF_B = """
        {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"from b"}],
        "stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}}""";

    private final HostedStory story = new HostedStory(CONFIG);

    private Got chat(String model) {
        return story.post("/v1/chat/completions", CHAT.replace("MODEL", model));
    }

    // ── Answers without a provider ──

    @Test
    void healthNamesTheDeploymentAndNeedsNoKey() {
        Got got = story.with("LLM_ROUTER_DEPLOYMENT", "d42").get("/health");
        assertEquals(200, got.status());
        assertEquals("d42", got.headers().get("x-llm-router-deployment"));
        assertNull(story.get("/ready").headers().get("x-llm-router-deployment"));
    }

    @Test
    void everyOtherPathNeedsTheKey() {
        for (String path : List.of("/", "/v1/models", "/status", "/metrics", "/nothing")) {
            assertEquals(401, story.get(path).status(), path);
            assertEquals(401, story.get(path, "x-api-key", KEY + "x").status(), path);
        }
        assertEquals(200, story.get("/", "x-api-key", KEY).status());
        String models = story.get("/v1/models", "authorization", "Bearer " + KEY).body();
        assertTrue(models.contains("\"a/m\"") && models.contains("\"both\""), models);
    }

    @Test
    void withoutAnyKeyEveryRequestIsRefusedAndTheErrorNamesTheCommand() {
        var open = new HostedStory(CONFIG.replace("\"masterKey\":\"" + KEY + "\",", ""));
        Got got = open.get("/v1/models");
        assertEquals(503, got.status());
        assertTrue(got.body().contains("worker-key"), got.body());
        assertEquals(200, open.get("/health").status());
    }

    @Test
    void theKeyOfTheDeploymentReplacesThatOfTheConfiguration() {
        story.with("LLM_ROUTER_MASTER_KEY", "gw_another-key-Z9y8X7w6V5u4");
        assertEquals(401, story.get("/v1/models", "x-api-key", KEY).status());
        assertEquals(200, story.get("/v1/models", "x-api-key", "gw_another-key-Z9y8X7w6V5u4").status());
    }

    @Test
    void aConfigurationThatCannotBeUsedIsToldToTheLogAndNotToClients() {
        var broken = new HostedStory("{\"version\":2,\"masterKey\":\"" + KEY + "\",\"providers\":[{\"id\":\"a b\"}]}");
        assertTrue(broken.gateway().problem().contains("LLM_ROUTER_CONFIG_JSON"), broken.gateway().problem());
        Got got = broken.get("/v1/models", "x-api-key", KEY);
        assertEquals(503, got.status());
        assertFalse(got.body().contains("a b"), got.body());
        assertEquals(200, broken.get("/health").status());
        assertEquals(503, broken.get("/ready").status());
    }

    @Test
    void aSettingThatCannotBeUsedIsToldToTheLog() {
        story.with("LLM_ROUTER_HEARTBEAT_MS", "soon");
        assertTrue(story.gateway().problem().contains("LLM_ROUTER_HEARTBEAT_MS"), story.gateway().problem());
        assertEquals(503, chat("a/m").status());
    }

    @Test
    void theConfigurationIsPutTogetherFromItsPieces() {
        int third = CONFIG.length() / 3;
        var pieces = new HostedStory(CONFIG.substring(0, third))
            .with("LLM_ROUTER_CONFIG_JSON_2", CONFIG.substring(third, 2 * third))
            .with("LLM_ROUTER_CONFIG_JSON_3", CONFIG.substring(2 * third))
            .with("LLM_ROUTER_CONFIG_JSON_4", "of an earlier deployment")
            .with("LLM_ROUTER_CONFIG_PARTS", "3");
        assertEquals(200, pieces.get("/v1/models", "x-api-key", KEY).status());
    }

    @Test
    void anAddressThatIsNotAllowedIsRefused() {
        story.with("LLM_ROUTER_ALLOWED_IPS", "198.51.100.0/24");
        assertEquals(403, story.get("/v1/models", "x-api-key", KEY).status());
        story.with("LLM_ROUTER_ALLOWED_IPS", "203.0.113.0/24");
        assertEquals(200, new HostedStory(CONFIG).with("LLM_ROUTER_ALLOWED_IPS", "203.0.113.0/24")
            .get("/v1/models", "x-api-key", KEY).status());
    }

    @Test
    void bodiesAreRefusedAsTheyAreLocally() {
        story.with("LLM_ROUTER_MAX_REQUEST_BODY_BYTES", "4097");
        assertEquals(413, story.post("/v1/messages", "x".repeat(5_000)).status());
        assertEquals(415, story.post("/v1/messages", "{}", "content-encoding", "br").status());
        assertEquals(415, story.run("POST", "/v1/messages", "{}", "x-api-key", KEY, "content-type", "text/plain")
            .status());
        assertEquals("false", story.post("/v1/messages", "{}").headers().get("x-should-retry"));
    }

    @Test
    void aProviderWhoseKeyTheDeploymentLacksIsLeftOut() {
        var named = new HostedStory(CONFIG.replace("\"apiKey\":\"sk-of-a-0123456789\"", "\"apiKeyEnv\":\"KEY_OF_A\""));
        Json.Obj status = named.get("/status", "x-api-key", KEY).json();
        assertEquals("a", status.objects("leftOut").getFirst().text("provider"));
        named = new HostedStory(CONFIG.replace("\"apiKey\":\"sk-of-a-0123456789\"", "\"apiKeyEnv\":\"KEY_OF_A\""))
            .with("KEY_OF_A", " sk-secret-of-the-worker ");
        named.upstream.add(Scripted.json(200, ANSWER));
        assertEquals(200, named.post("/v1/chat/completions", CHAT.replace("MODEL", "a/m")).status());
        assertEquals("Bearer sk-secret-of-the-worker", named.calls.getFirst().headers().get("authorization"));
    }

    // ── Without state ──

    @Test
    void withoutStateTargetsAreTriedOnceEachInTheirOrder() {
        for (int i = 0; i < 3; i++) {
            story.upstream.addAll(List.of(Scripted.json(500, "{}"), Scripted.json(200, OF_B)));
            assertTrue(chat("both").body().contains("from b"));
        }
        assertEquals(6, story.calls.size());
        for (int i = 0; i < 6; i += 2) assertEquals("https://a.example/v1/chat/completions", story.calls.get(i).url());
    }

    @Test
    void withoutStateCapsHaveNoEffectAndTheStatusSaysSo() {
        for (int i = 0; i < 5; i++) {
            story.upstream.add(Scripted.json(200, ANSWER));
            assertEquals(200, chat("a/m").status());
        }
        Json.Obj status = story.get("/status", "x-api-key", KEY).json();
        assertEquals(List.of("the cap \"two\" of a", "the strategy round-robin of both"),
            status.texts("withoutEffect"));
        assertEquals("none", status.object("state").text("backend"));
        assertEquals("ordered", status.objects("routes").getFirst().text("strategy"));
    }

    @Test
    void aStreamThatBreaksBeforeItsFirstContentGoesToTheNextTarget() {
        story.upstream.addAll(List.of(Scripted.stream(": nothing yet\n\n"), Scripted.broken(),
            Scripted.json(200, OF_B)));
        Got got = story.post("/v1/chat/completions", CHAT.replace("MODEL", "both").replace("{\"model",
            "{\"stream\":true,\"model"));
        // a was cut, b broke: no target is left, so the client is told
        assertEquals(502, got.status());
        story.upstream.clear();
        story.upstream.addAll(List.of(Scripted.broken(), Scripted.stream("event: message_start\ndata: {\"type\":"
            + "\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
            + "\"content\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}\n\nevent: content_block_start\n"
            + "data: {\"type\":\"content_block_start\",\"index\":0,"
            + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
            + "\"text_delta\",\"text\":\"from b\"}}\n\n")));
        got = story.post("/v1/chat/completions", CHAT.replace("MODEL", "both").replace("{\"model",
            "{\"stream\":true,\"model"));
        assertTrue(got.body().contains("from b") && got.body().contains("error"), got.body());
        assertFalse(got.body().contains("[DONE]"), "a stream that was cut does not end as if it were whole");
    }

    // ── State of the isolate, and shared state ──

    @Test
    void stateOfTheIsolateIsAskedForByASettingAndKeepsCaps() {
        story.with("LLM_ROUTER_WORKER_ALLOW_BEST_EFFORT_STATEFUL_ROUTING", "true");
        capsCount();
        Json.Obj status = story.get("/status", "x-api-key", KEY).json();
        assertEquals("memory of each isolate", status.object("state").text("backend"));
        assertEquals(List.of(), status.texts("withoutEffect"));
        assertEquals(2, status.objects("buckets").getFirst().object("requests").number("used", 0));
    }

    @Test
    void sharedStateKeepsCapsAndIsShownByTheStatus() {
        story.shared();
        capsCount();
        Json.Obj status = story.get("/status", "x-api-key", KEY).json();
        assertEquals("durable object", status.object("state").text("backend"));
        assertEquals(2, status.objects("buckets").getFirst().object("requests").number("used", 0));
    }

    private void capsCount() {
        for (int i = 0; i < 2; i++) {
            story.upstream.add(Scripted.json(200, ANSWER));
            assertEquals(200, chat("a/m").status());
        }
        Got got = chat("a/m");
        assertEquals(429, got.status());
        assertNotNull(got.headers().get("retry-after"));
        assertEquals(2, story.calls.size());
    }

    @Test
    void withoutItsSharedStateAGatewayAsksNoProvider() {
        story.shared().objectFails = true;
        Got got = chat("a/m");
        assertEquals(503, got.status());
        assertEquals(0, story.calls.size());
        assertTrue(got.body().contains("state"), got.body());
        assertEquals("1", got.headers().get("retry-after"));
        assertEquals(503, story.get("/status", "x-api-key", KEY).status());
    }

    @Test
    void aCooldownIsSharedByAllIsolates() {
        story.shared().upstream.addAll(List.of(Scripted.json(429, "{}"), Scripted.json(200, OF_B)));
        chat("both");
        var other = new HostedStory(CONFIG);
        other.object = story.object;
        other.upstream.add(Scripted.json(200, OF_B));
        assertTrue(other.post("/v1/chat/completions", CHAT.replace("MODEL", "both")).body().contains("from b"));
        assertEquals("https://b.example/v1/messages", other.calls.getFirst().url());
    }

    // ── The log ──

    @Test
    void eachRequestIsALineWithoutAnyKey() {
        story.upstream.add(Scripted.json(401, "{\"error\":{\"message\":\"bad key sk-of-a-0123456789\"}}"));
        chat("a/m");
        story.get("/v1/models", "x-api-key", "wrong-key-0123456789");
        assertEquals(2, story.lines.size());
        for (String line : story.lines) {
            assertTrue(Json.parse(line) instanceof Json.Obj, line);
            for (String key : List.of(KEY, "sk-of-a-0123456789", "wrong-key")) assertFalse(line.contains(key), line);
        }
        assertEquals("203.0.113.7", ((Json.Obj) Json.parse(story.lines.getLast())).text("clientAddress"));
    }

    @Test
    void theLogIsSwitchedOffByItsSetting() {
        story.with("LLM_ROUTER_LOG", "off").upstream.add(Scripted.json(200, ANSWER));
        chat("a/m");
        assertEquals(List.of(), story.lines);
    }
}
