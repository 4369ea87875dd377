package llmrouter.server;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.metrics.Scrape;
import llmrouter.scripted.RedisServer;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a named client key allows: models, and how much of them.
class ClientKeyTest {
    static final String MASTER = "master-Abcdefghijklmnop";
    static final String CI = "ci-Abcdefghijklmnop";
    static final String FREE = "free-Abcdefghijklmnop";
    /// Longer than any test.
    private static final String AGES = "\"window\":{\"unit\":\"month\",\"size\":600}";

    @TempDir
    private Path folder;

    private static String digest(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// The models `p/m`, `p/n` and, behind the alias `work`, `q/m`; the keys `ci`, with these terms, and `free`.
    static String config(String ci, String p, String q) {
        return """
            {"version":2,"masterKey":"%s","masterKeys":[{"name":"ci","keySha256":"%s"%s},
            {"name":"free","keySha256":"%s"}],"providers":[
            {"id":"p","baseUrl":"%s","apiKey":"k","formats":["openai"],"models":[{"id":"m","aliases":["em"]},"n"]},
            {"id":"q","baseUrl":"%s","apiKey":"k","formats":["openai"],"models":["m"]}],
            "modelAliases":{"work":{"targets":["q/m"]},"both":{"targets":["p/m","q/m"]}}}"""
            .formatted(MASTER, digest(CI), ci, digest(FREE), p, q);
    }

    private static Gateway gateway(String ci, ScriptedUpstream p, Map<String, String> environment) throws IOException {
        return Gateway.with(config(ci, p.url(), p.url()), environment, ListenAddress.KeyRule.ALWAYS);
    }

    static Gateway gateway(String ci, ScriptedUpstream p) throws IOException {
        return gateway(ci, p, Map.of());
    }

    static ScriptedUpstream good() throws IOException {
        return new ScriptedUpstream(Samples.good("openai"));
    }

    static String asking(String model) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    static HttpResponse<String> ask(Gateway gateway, String key, String model) throws IOException,
            InterruptedException {
        return gateway.post(Samples.CHAT, asking(model), "authorization", "Bearer " + key);
    }

    private static Json.Obj get(Gateway gateway, String path, String key) throws IOException, InterruptedException {
        var request = gateway.request(path).header("authorization", "Bearer " + key);
        return (Json.Obj) Json.parse(gateway.send(request).body());
    }

    static String message(HttpResponse<String> answer) {
        return ((Json.Obj) Json.parse(answer.body())).object("error").text("message");
    }

    // ── models ──

    @ParameterizedTest
    @CsvSource({"work,work", "alias:work,work", "work,alias:work", "p/m,p/m", "p/em,p/m", "p/m,p/em", "p/*,p/m",
        "p/*,p/n"})
    void aKeyMayAskForWhatItsModelsName(String entry, String asked) throws Exception {
        try (var p = good(); var gateway = gateway(",\"models\":[\"" + entry + "\"]", p)) {
            assertEquals(200, ask(gateway, CI, asked).statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p/n", "q/m", "both", "p/em", "no-such-model", "p/unknown"})
    void aKeyMayNotAskForAnythingElse(String asked) throws Exception {
        try (var p = good(); var gateway = gateway(",\"models\":[\"work\",\"q/*\"]", p)) {
            String model = asked.equals("q/m") ? "p/m" : asked;
            HttpResponse<String> refused = ask(gateway, CI, model);
            assertEquals(403, refused.statusCode());
            assertEquals("The client key 'ci' may not ask for the model '" + model + "'. It may ask for: work, q/*. "
                + "This is set with 'masterKeys' in the gateway's configuration.", message(refused));
            assertEquals("false", refused.headers().firstValue("x-should-retry").orElse(""));
            assertEquals(0, p.seen().size());
        }
    }

    @Test
    void theRefusalIsInTheClientsFormat() throws Exception {
        try (var p = good(); var gateway = gateway(",\"models\":[\"work\"]", p)) {
            var claude = gateway.post(Samples.MESSAGES, asking("p/m"), "x-api-key", CI);
            assertEquals(403, claude.statusCode());
            Json.Obj body = (Json.Obj) Json.parse(claude.body());
            assertEquals("error permission_error", body.text("type") + " " + body.object("error").text("type"));
            var responses = gateway.post("/v1/responses", "{\"model\":\"p/m\",\"input\":\"Hi\"}", "authorization",
                "Bearer " + CI);
            assertEquals(403, responses.statusCode());
            var counted = gateway.post("/v1/messages/count_tokens", asking("p/m"), "x-api-key", CI);
            assertEquals(403, counted.statusCode());
            var embeddings = gateway.post("/v1/embeddings", "{\"model\":\"p/m\",\"input\":\"Hi\"}", "authorization",
                "Bearer " + CI);
            assertEquals(403, embeddings.statusCode());
        }
    }

    @Test
    void theDefaultModelIsNoWayAroundIt() throws Exception {
        try (var p = good()) {
            String config = config(",\"models\":[\"work\"]", p.url(), p.url()).replace("\"version\":2,",
                "\"version\":2,\"defaultModel\":\"p/m\",");
            try (var gateway = Gateway.with(config, Map.of(), ListenAddress.KeyRule.ALWAYS)) {
                String unnamed = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
                assertEquals(403, gateway.post(Samples.CHAT, unnamed, "x-api-key", CI).statusCode());
                assertEquals(403, ask(gateway, CI, "smart").statusCode());
                assertEquals(200, gateway.post(Samples.CHAT, unnamed, "x-api-key", MASTER).statusCode());
            }
        }
    }

    /// Names that are not configured are answered by an alias, or passed on to a provider; the key must name that.
    @Test
    void anUnknownNameIsWhatAnswersIt() throws Exception {
        try (var p = good()) {
            String config = config(",\"models\":[\"work\"]", p.url(), p.url());
            String byAlias = config.replace("\"version\":2,", "\"version\":2,\"unknownModels\":\"work\",");
            try (var gateway = Gateway.with(byAlias, Map.of(), ListenAddress.KeyRule.ALWAYS)) {
                assertEquals(200, ask(gateway, CI, "claude-of-tomorrow").statusCode());
                assertEquals(403, ask(gateway, CI, "p/m").statusCode());
            }
            String other = byAlias.replace("\"unknownModels\":\"work\"", "\"unknownModels\":\"both\"");
            try (var gateway = Gateway.with(other, Map.of(), ListenAddress.KeyRule.ALWAYS)) {
                assertEquals(403, ask(gateway, CI, "claude-of-tomorrow").statusCode());
            }
        }
    }

    @Test
    void theListHoldsOnlyWhatTheKeyMayAskFor() throws Exception {
        try (var p = good(); var gateway = gateway(",\"models\":[\"work\",\"p/*\"]", p)) {
            assertEquals("work p/m p/n", ids(gateway, CI));
            assertEquals("work both p/m p/n q/m", ids(gateway, FREE));
            assertEquals("work both p/m p/n q/m", ids(gateway, MASTER));
            assertEquals("p/m", get(gateway, "/v1/models/p/m", CI).text("id"));
            assertTrue(get(gateway, "/v1/models/q/m", CI).has("error"));
        }
    }

    private static String ids(Gateway gateway, String key) throws IOException, InterruptedException {
        var models = get(gateway, "/v1/models", key).objects("data");
        return String.join(" ", models.stream().map(m -> m.text("id")).toList());
    }

    // ── remembered answers ──

    @Test
    void aNewKeyWithTheNameOfARevokedOneOpensNoneOfItsAnswers() throws Exception {
        try (var p = good(); var gateway = gateway("", p)) {
            String input = "{\"model\":\"p/m\",\"input\":\"Hi\"%s}";
            String first = gateway.post(Samples.RESPONSES, input.formatted(""), "authorization", "Bearer " + CI).body();
            String next = input.formatted(",\"previous_response_id\":\""
                + ((Json.Obj) Json.parse(first)).text("id") + "\"");
            assertEquals(200, gateway.post(Samples.RESPONSES, next, "authorization", "Bearer " + CI).statusCode());
            String other = "other-Abcdefghijklmnop";
            gateway.server().replace(Gateway.config(config("", p.url(), p.url()).replace(digest(CI), digest(other))));
            assertEquals(400, gateway.post(Samples.RESPONSES, next, "authorization", "Bearer " + other).statusCode());
        }
    }

    // ── caps ──

    private static String cap(String limits) {
        return ",\"rateLimits\":[{\"id\":\"few\",\"models\":[\"all\"]," + limits + "}]";
    }

    @Test
    void aKeyHasItsCapAndOthersDoNot() throws Exception {
        try (var p = good(); var gateway = gateway(cap("\"requests\":2," + AGES), p)) {
            assertEquals(200, ask(gateway, CI, "p/m").statusCode());
            assertEquals(200, ask(gateway, CI, "work").statusCode(), "it counts for all models together");
            HttpResponse<String> refused = ask(gateway, CI, "p/n");
            assertEquals(429, refused.statusCode());
            assertTrue(refused.headers().firstValue("retry-after").isPresent());
            assertTrue(message(refused).matches("The client key 'ci' has reached its cap 'few', which this gateway's "
                + "configuration sets\\. It has room again in [0-9]+ s\\."), message(refused));
            assertEquals(200, ask(gateway, FREE, "p/m").statusCode());
            assertEquals(200, ask(gateway, MASTER, "p/m").statusCode());
            assertEquals(4, p.seen().size());
        }
    }

    @Test
    void theMasterKeyCountsIfBothAreShown() throws Exception {
        try (var p = good(); var gateway = gateway(cap("\"requests\":1," + AGES) + ",\"models\":[\"work\"]", p)) {
            for (int i = 0; i < 3; i++) {
                assertEquals(200, gateway.post(Samples.CHAT, asking("p/m"), "x-api-key", CI, "authorization",
                    "Bearer " + MASTER).statusCode());
            }
        }
    }

    @Test
    void tokensAreCappedByWhatWasUsed() throws Exception {
        try (var p = good(); var gateway = gateway(cap("\"tokens\":10," + AGES), p)) {
            assertEquals(200, ask(gateway, CI, "p/m").statusCode());
            assertEquals("{\"used\":7,\"limit\":10}", status(gateway).objects("buckets").getFirst().object("tokens")
                .toString());
            assertEquals(429, ask(gateway, CI, "p/m").statusCode(), "the estimate does not fit into three");
        }
    }

    @Test
    void requestsAtTheSameTimeAreCappedUntilTheyEnd() throws Exception {
        var go = new CountDownLatch(1);
        try (var p = new ScriptedUpstream(wire -> {
            assertTrue(ScriptedUpstream.soon(go));
            wire.json(200, Samples.CHAT_ANSWER);
        });
                var gateway = gateway(cap("\"concurrency\":1"), p);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> ask(gateway, CI, "p/m").statusCode());
            Await.until("the provider was asked", () -> p.seen().size() == 1);
            assertEquals(429, ask(gateway, CI, "work").statusCode());
            go.countDown();
            assertEquals(200, first.get());
            assertEquals(200, ask(gateway, CI, "work").statusCode());
        }
    }

    @Test
    void aClientThatDisconnectsFreesItsPlace() throws Exception {
        try (var p = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello "));
            wire.awaitDeparture();
        }); var gateway = gateway(cap("\"concurrency\":1"), p)) {
            String request = gateway.rawPost(Samples.CHAT, Samples.chat(true)).replace("\r\n\r\n",
                "\r\nAuthorization: Bearer " + CI + "\r\n\r\n");
            try (Socket client = gateway.connect(request)) {
                client.setSoTimeout(10_000);
                assertEquals("HTTP/1.1 200", new String(client.getInputStream().readNBytes(12),
                    StandardCharsets.ISO_8859_1));
                assertEquals(1, inFlight(gateway));
            }
            Await.until("the place is free", () -> inFlight(gateway) == 0);
        }
    }

    private static long inFlight(Gateway gateway) throws IOException, InterruptedException {
        return status(gateway).objects("buckets").getFirst().object("inFlight").number("used", -1);
    }

    @Test
    void aCapForOneModelCountsForThatModel() throws Exception {
        try (var p = good();
                var gateway = gateway(cap("\"requests\":1," + AGES).replace("\"all\"", "\"p/m\",\"work\""), p)) {
            assertEquals(200, ask(gateway, CI, "p/m").statusCode());
            assertEquals(429, ask(gateway, CI, "work").statusCode());
            assertEquals(200, ask(gateway, CI, "p/n").statusCode());
            assertEquals(200, ask(gateway, CI, "both").statusCode(), "its other candidate is not named");
        }
    }

    @Test
    void aRequestCountsOnceHoweverManyCandidatesAreTried() throws Exception {
        try (var p = new ScriptedUpstream(wire -> wire.json(500, "{\"error\":{\"message\":\"down\"}}"));
                var q = good();
                var gateway = Gateway.with(config(cap("\"requests\":1," + AGES), p.url(), q.url()), Map.of(),
                    ListenAddress.KeyRule.ALWAYS)) {
            assertEquals(200, ask(gateway, CI, "both").statusCode());
            assertEquals(3, p.seen().size());
            assertEquals("{\"used\":1,\"limit\":1}", used(gateway));
            assertEquals(429, ask(gateway, CI, "both").statusCode());
        }
    }

    @Test
    void aRequestThatReachedNoProviderIsGivenBack() throws Exception {
        try (var p = good()) {
            String nowhere = "http://127.0.0.1:1/v1";
            try (var gateway = Gateway.with(config(cap("\"requests\":1,\"concurrency\":1," + AGES), nowhere, p.url()),
                Map.of(), ListenAddress.KeyRule.ALWAYS)) {
                assertEquals(502, ask(gateway, CI, "p/m").statusCode());
                assertEquals("{\"used\":0,\"limit\":1}", used(gateway));
                assertEquals(200, ask(gateway, CI, "both").statusCode(), "the second candidate is reached");
                assertEquals("{\"used\":1,\"limit\":1}", used(gateway));
            }
        }
    }

    private static String used(Gateway gateway) throws IOException, InterruptedException {
        return status(gateway).objects("buckets").getFirst().object("requests").toString();
    }

    private static Json.Obj status(Gateway gateway) throws IOException, InterruptedException {
        return get(gateway, "/status", MASTER).objects("clientKeys").getFirst();
    }

    @Test
    void aThousandAtOnceReachTheProviderAsOftenAsTheCapOfTheKeySays() throws Exception {
        try (var p = good(); var gateway = gateway(cap("\"requests\":40," + AGES), p)) {
            crowd(p, gateway, gateway);
        }
    }

    @Test
    void soDoTheyOverTwoGatewaysThatShareARedisServer() throws Exception {
        try (var redis = RedisServer.start(folder); var p = good()) {
            Map<String, String> shared = Map.of("LLM_ROUTER_STATE_BACKEND", redis.url());
            try (var one = gateway(cap("\"requests\":40," + AGES), p, shared);
                    var two = gateway(cap("\"requests\":40," + AGES), p, shared)) {
                crowd(p, one, two);
                HttpResponse<String> refused = ask(one, CI, "p/m");
                assertTrue(message(refused).startsWith("The client key 'ci' has reached its cap 'few'"),
                    refused.body());
            }
        }
    }

    private static void crowd(ScriptedUpstream p, Gateway one, Gateway two) throws Exception {
        var statuses = new HashMap<Integer, AtomicInteger>(Map.of(200, new AtomicInteger(), 429, new AtomicInteger()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 1000).<Callable<Void>>mapToObj(i -> () -> {
                int status = ask(i % 2 == 0 ? one : two, CI, i % 3 == 0 ? "p/m" : "both").statusCode();
                statuses.get(status).incrementAndGet();
                return null;
            }).toList();
            for (var done : threads.invokeAll(tasks)) done.get();
        }
        assertEquals(40, p.seen().size());
        assertEquals("40 960", statuses.get(200) + " " + statuses.get(429));
    }

    @Test
    void theCountSurvivesARestart() throws Exception {
        Map<String, String> file = Map.of("LLM_ROUTER_STATE_BACKEND", "file", "LLM_ROUTER_STATE_FILE_PATH",
            folder.resolve("state.json").toString());
        try (var p = good()) {
            try (var gateway = gateway(cap("\"requests\":1," + AGES), p, file)) {
                assertEquals(200, ask(gateway, CI, "p/m").statusCode());
            }
            try (var gateway = gateway(cap("\"requests\":1," + AGES), p, file)) {
                assertEquals(429, ask(gateway, CI, "p/m").statusCode());
            }
        }
    }

    // ── what is shown ──

    @Test
    void statusAndMetricsNameTheKey() throws Exception {
        try (var p = good(); var gateway = gateway(cap("\"requests\":40,\"concurrency\":3," + AGES)
            + ",\"models\":[\"work\"]", p)) {
            ask(gateway, CI, "work");
            Json.Obj shown = status(gateway);
            assertEquals("ci [\"work\"]", shown.text("name") + " " + shown.get("models"));
            Json.Obj bucket = shown.objects("buckets").getFirst();
            assertEquals("{\"used\":1,\"limit\":40} {\"used\":0,\"limit\":3}", bucket.object("requests") + " "
                + bucket.object("inFlight"));
            assertEquals("{\"name\":\"free\"}",
                get(gateway, "/status", MASTER).objects("clientKeys").get(1).toString());
            var page = Scrape.of(gateway.send(gateway.request("/metrics").header("x-api-key", MASTER)).body());
            assertEquals(1, page.sum("llmrouter_client_key_used", "key", "ci", "bucket", "few", "of", "requests"));
            assertEquals(40, page.sum("llmrouter_client_key_limit", "key", "ci", "bucket", "few", "of", "requests"));
            assertEquals(3, page.sum("llmrouter_client_key_limit", "key", "ci", "bucket", "few", "of", "in_flight"));
        }
    }

    @Test
    void theRequestLogNamesTheKeyAndNeverHoldsIt() throws Exception {
        Path log = folder.resolve("requests.log");
        try (var p = good(); var gateway = gateway(",\"models\":[\"p/*\"]", p,
            Map.of("LLM_ROUTER_REQUEST_LOG", log.toString()))) {
            // a request has its line after its answer, so each line is awaited before the next request
            int sent = 0;
            for (String[] one : new String[][] {{CI, "p/m"}, {CI, "work"}, {MASTER, "p/m"}}) {
                ask(gateway, one[0], one[1]);
                int written = ++sent;
                Await.until(written + " lines", () -> Files.exists(log) && Files.readAllLines(log).size() == written);
            }
            assertTrue(gateway.log().stream().anyMatch(line -> line.contains(" key=ci")), gateway.log().toString());
            var lines = Files.readAllLines(log).stream().map(line -> (Json.Obj) Json.parse(line)).toList();
            assertEquals("ci 200", lines.get(0).text("key") + " " + lines.get(0).number("status", 0));
            assertEquals("ci 403", lines.get(1).text("key") + " " + lines.get(1).number("status", 0));
            assertFalse(lines.get(2).has("key"));
            assertFalse(lines.toString().contains(CI), lines.toString());
        }
    }
}
