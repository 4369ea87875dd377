package llmrouter.server;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.metrics.Scrape;
import llmrouter.report.RequestReport;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Seen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Names that the configuration does not have, over real sockets: what `unknownModels` answers, Codex's reviewer, and
/// models that a provider passes through.
class NewNamesTest {
    private static final String RESPONSES = "/v1/responses";

    /// Answers chats, and lists two models.
    private static final Script PROVIDER = wire -> {
        if (!wire.request().requestLine().startsWith("GET ")) Samples.good("openai").run(wire);
        else wire.json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"v/big\",\"name\":\"Big\","
            + "\"context_length\":9000},{\"id\":\"m\"}]}");
    };

    private static String config(ScriptedUpstream upstream, String top, String models) {
        return ("{'version':2," + top + "'providers':[{'id':'p','name':'P','baseUrl':'" + upstream.url()
            + "','apiKey':'" + Gateway.UPSTREAM_KEY + "','format':'openai','models':[" + models + "]}],"
            + "'modelAliases':{'work':{'targets':['p/m']},'other':{'targets':['p/n']}}}").replace('\'', '"');
    }

    private static String field(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue("x-llm-router-" + name).orElse(null);
    }

    private static String asking(String path, String model, boolean stream) {
        if (!path.equals(RESPONSES)) return Samples.request(path, stream).replace("p/m", model);
        return "{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"input\":\"Hi\"}";
    }

    private static List<String> askedModels(ScriptedUpstream upstream) {
        var models = new ArrayList<String>();
        for (Seen seen : upstream.seen()) {
            if (!seen.body().isEmpty()) models.add(((Json.Obj) Json.parse(seen.body())).text("model"));
        }
        return models;
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages,false", "/v1/messages,true", "/v1/chat/completions,false", "/v1/chat/completions,true",
        "/v1/responses,false", "/v1/responses,true"})
    void anUnknownModelIsAnsweredAndTheHeadersSayByWhat(String path, boolean stream) throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "'unknownModels':'other',", "'m','n'"))) {
            var answer = gateway.post(path, asking(path, "claude-opus-5-5", stream));
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("claude-opus-5-5", field(answer, "requested-model"));
            assertEquals("other", field(answer, "route-ref"));
            assertEquals("unknown-model", field(answer, "route-reason"));
            assertEquals("p/n", field(answer, "candidate"));
            assertEquals(List.of("n"), askedModels(upstream));
            assertNull(field(gateway.post(path, asking(path, "work", stream)), "route-reason"));
        }
    }

    @Test
    void tokensOfAnUnknownModelAreCountedToo() throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "'unknownModels':'other',", "'m','n'"))) {
            var answer = gateway.post("/v1/messages/count_tokens", asking(Samples.MESSAGES, "claude-opus-5-5", false));
            assertEquals(200, answer.statusCode(), answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/v1/completions"})
    void anUnknownModelThatIsNoConversationStaysUnknown(String path) throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "'unknownModels':'other',", "'m','n'"))) {
            var answer = gateway.post(path, "{\"model\":\"text-embedding-9\",\"input\":\"x\",\"prompt\":\"x\"}");
            assertEquals(404, answer.statusCode());
            assertTrue(answer.body().contains("The model 'text-embedding-9' does not exist."), answer.body());
            assertTrue(upstream.seen().isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"other,200", "work,403", "p/*,403"})
    void aClientKeyDecidesByWhatAnswers(String allowed, int status) throws Exception {
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
            .digest("client-key".getBytes(StandardCharsets.UTF_8)));
        String keys = "'masterKeys':[{'name':'ci','keySha256':'" + digest + "','models':['" + allowed + "']}],";
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.locked(config(upstream, "'unknownModels':'other'," + keys, "'m','n','*'"))) {
            var answer = gateway.post(Samples.CHAT, asking(Samples.CHAT, "gpt-9", false), "authorization",
                "Bearer client-key");
            assertEquals(status, answer.statusCode(), answer.body());
            var passed = gateway.post(Samples.CHAT, asking(Samples.CHAT, "p/v/any", false), "authorization",
                "Bearer client-key");
            assertEquals(allowed.equals("p/*") ? 200 : 403, passed.statusCode(), passed.body());
        }
    }

    @Test
    void withoutTheSettingAnUnknownModelIsRefused() throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "'defaultModel':'work',", "'m','n'"))) {
            assertEquals(404, gateway.post(Samples.CHAT, asking(Samples.CHAT, "gpt-9", false)).statusCode());
        }
    }

    @Test
    void theRequestLogSaysWhyTheRequestWentWhereItWent(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("log");
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "'unknownModels':'other','defaultModel':'work',",
                    "'m','n'"), Map.of("LLM_ROUTER_REQUEST_LOG", log.toString()))) {
            for (String model : List.of("gpt-9", "smart", "codex-auto-review", "work")) {
                assertEquals(200, gateway.post(Samples.CHAT, asking(Samples.CHAT, model, false)).statusCode());
            }
            var unnamed = Samples.chat(false).replace("\"model\":\"p/m\",", "");
            assertEquals(200, gateway.post(Samples.CHAT, unnamed).statusCode());
        }
        var lines = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    lines.add(new RequestReport((Json.Obj) Json.parse(line)).lines().get(1));
                }
            }
        }
        // a request has its line after its answer, so the lines of two requests may come in either order
        assertEquals(Stream.of(
            "requested 'gpt-9' in the openai format; this is the alias other, strategy ordered, which answers names "
                + "that are not configured (unknownModels)",
            "requested 'smart' in the openai format; this is the alias work, strategy ordered, the default model",
            "requested 'codex-auto-review' in the openai format; this is the alias work, strategy ordered, the default "
                + "for Codex's reviewer, because its session is not known",
            "requested 'work' in the openai format; this is the alias work, strategy ordered",
            "requested no model in the openai format; this is the alias work, strategy ordered, the default model")
            .sorted().toList(),
            lines.stream().sorted().toList());
    }

    @Test
    void theOperatorsLineSaysWhatAnsweredAnUnknownName() throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "'unknownModels':'other','defaultModel':'work',",
                    "'m','n'"))) {
            gateway.post(Samples.CHAT, asking(Samples.CHAT, "gpt-9", false));
            gateway.post(Samples.CHAT, Samples.chat(false).replace("\"model\":\"p/m\",", ""));
            Await.until("both are logged", () -> gateway.log().stream()
                .anyMatch(line -> line.contains(" openai model=gpt-9 as other (unknown-model) -> p/n"))
                && gateway.log().stream().anyMatch(line -> line.contains(" openai no model -> p/m")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"session-id", "thread-id", "x-codex-parent-thread-id", "prompt_cache_key",
        "client_metadata.session_id", "client_metadata.thread_id"})
    void codexsReviewerIsAnsweredByWhatItsSessionAskedForLast(String name) throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "'defaultModel':'work',", "'m','n'"))) {
            var first = inSession(gateway, "other", name, "01a2-one");
            assertEquals(200, first.statusCode(), first.body());
            inSession(gateway, "work", name, "01a2-two");
            var review = inSession(gateway, "codex-auto-review", name, "01a2-one");
            assertEquals(200, review.statusCode(), review.body());
            assertEquals("other", field(review, "route-ref"));
            assertEquals("review-by-session", field(review, "route-reason"));
            assertEquals("work", field(inSession(gateway, "codex-auto-review", name, "01a2-two"), "route-ref"));
            var stranger = inSession(gateway, "codex-auto-review", name, "01a2-three");
            assertEquals("review-by-default", field(stranger, "route-reason"));
            assertEquals(List.of("n", "m", "n", "m", "m"), askedModels(upstream));
        }
    }

    private static HttpResponse<String> inSession(Gateway gateway, String model, String name, String session)
            throws Exception {
        String body = asking(RESPONSES, model, true);
        String more = name.startsWith("client_metadata.")
            ? "\"client_metadata\":{\"" + name.substring("client_metadata.".length()) + "\":\"" + session + "\"},"
            : "\"" + name + "\":\"" + session + "\",";
        boolean inBody = name.indexOf('_') >= 0;
        if (inBody) return gateway.post(RESPONSES, "{" + more + body.substring(1));
        return gateway.post(RESPONSES, body, name, session);
    }

    @Test
    void anotherKeyCannotSayWhatTheSessionOfAKeyAskedFor() throws Exception {
        String one = "one-Abcdefghijklmnop";
        String two = "two-Abcdefghijklmnop";
        String keys = "'defaultModel':'work','masterKeys':[{'name':'one','keySha256':'" + digest(one)
            + "'},{'name':'two','keySha256':'" + digest(two) + "'}],";
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, keys, "'m','n'"),
                    Map.of("LLM_ROUTER_DEBUG", "1"), ListenAddress.KeyRule.ALWAYS)) {
            assertEquals("p/n", field(asKey(gateway, one, "p/n"), "route-ref"));
            assertEquals("p/m", field(asKey(gateway, two, "p/m"), "route-ref"));
            assertEquals("p/n", field(asKey(gateway, one, "codex-auto-review"), "route-ref"));
            assertEquals("p/m", field(asKey(gateway, two, "codex-auto-review"), "route-ref"));
        }
    }

    private static String digest(String key) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
            .digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> asKey(Gateway gateway, String key, String model) throws Exception {
        return gateway.post(RESPONSES, asking(RESPONSES, model, false), "authorization", "Bearer " + key,
            "session-id", "the-same");
    }

    @Test
    void theReviewersThreadIsKnownByItsParentsSession() throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "'defaultModel':'work',", "'m','n'"))) {
            gateway.post(RESPONSES, asking(RESPONSES, "other", false), "session-id", "s", "thread-id", "s");
            for (int i = 0; i < 2; i++) {
                var review = gateway.post(RESPONSES, asking(RESPONSES, "codex-auto-review", false), "session-id", "s",
                    "thread-id", "reviewer");
                assertEquals("other", field(review, "route-ref"), "a review does not count as what was asked for");
            }
        }
    }

    @Test
    void aModelThatIsNotConfiguredIsPassedThrough() throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "", "'m','n','*'"))) {
            for (String path : List.of(Samples.CHAT, Samples.MESSAGES, RESPONSES)) {
                var answer = gateway.post(path, asking(path, "p/v/any:free", false));
                assertEquals(200, answer.statusCode(), answer.body());
                assertEquals("p/v/any:free", field(answer, "candidate"));
            }
            assertEquals(List.of("v/any:free", "v/any:free", "v/any:free"), askedModels(upstream));
            assertEquals(404, gateway.post(Samples.CHAT, asking(Samples.CHAT, "v/any:free", false)).statusCode());
            assertEquals(404, gateway.post(Samples.CHAT, asking(Samples.CHAT, "p/*", false)).statusCode());
        }
    }

    @Test
    void theListOfModelsHasWhatTheProviderLists() throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "", "'m','n','*'"))) {
            Await.until("the list is there",
                () -> gateway.send(gateway.request("/v1/models")).body().contains("p/v/big"));
            String openAi = gateway.send(gateway.request("/v1/models")).body();
            assertFalse(openAi.contains("p/*"), "the star is no model that can be asked for: " + openAi);
            assertEquals(openAi.indexOf("\"p/m\""), openAi.lastIndexOf("\"p/m\""), "once only: " + openAi);
            assertTrue(openAi.contains("\"context_window\":9000"), openAi);
            String claude = gateway.send(gateway.request("/v1/models?limit=1000")
                .header("anthropic-version", "2023-06-01")).body();
            assertTrue(claude.contains("\"id\":\"p/v/big\",\"display_name\":\"Big (P)\""), claude);
            assertEquals(200, gateway.send(gateway.request("/v1/models/p/v/big")).statusCode());
            var unknown = gateway.post(Samples.CHAT, asking(Samples.CHAT, "v/big", false));
            assertTrue(unknown.body().contains("Did you mean p/v/big"), unknown.body());
        }
    }

    @Test
    void aProviderWithoutAListServesItsModelsAllTheSame() throws Exception {
        Script listless = wire -> {
            if (wire.request().requestLine().startsWith("GET ")) wire.json(404, "{}");
            else Samples.good("openai").run(wire);
        };
        try (var upstream = new ScriptedUpstream(listless);
                var gateway = Gateway.with(config(upstream, "", "'m','n','*'"))) {
            Await.until("the failure is told",
                () -> gateway.log().stream().anyMatch(line -> line.contains("the list of models of provider p")));
            assertEquals(200, gateway.post(Samples.CHAT, asking(Samples.CHAT, "p/any", false)).statusCode());
            assertEquals(200, gateway.send(gateway.request("/v1/models")).statusCode());
        }
    }

    @Test
    void nothingIsAskedOfAProviderWhoseModelsAreAllConfigured() throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "", "'m','n'"))) {
            assertEquals(200, gateway.post(Samples.CHAT, asking(Samples.CHAT, "work", false)).statusCode());
            assertTrue(upstream.seen().stream().noneMatch(seen -> seen.requestLine().startsWith("GET ")));
        }
    }

    @Test
    void aReloadBringsTheListAndTakesItAway() throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "", "'m','n'"))) {
            gateway.server().replace(Gateway.config(config(upstream, "", "'m','n','*'")));
            Await.until("the list is there",
                () -> gateway.send(gateway.request("/v1/models")).body().contains("p/v/big"));
            gateway.server().replace(Gateway.config(config(upstream, "", "'m','n'")));
            assertFalse(gateway.send(gateway.request("/v1/models")).body().contains("p/v/big"));
        }
    }

    @Test
    void capsOnAllModelsCountPassedModelsToo() throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "", "'m','n','*'").replace("\"apiKey\"",
                    "\"rateLimits\":[{\"id\":\"c\",\"models\":[\"all\"],\"requests\":2,"
                        + "\"window\":{\"unit\":\"day\",\"size\":1}}],\"apiKey\""))) {
            assertEquals(200, gateway.post(Samples.CHAT, asking(Samples.CHAT, "p/any", false)).statusCode());
            assertEquals(200, gateway.post(Samples.CHAT, asking(Samples.CHAT, "p/other", false)).statusCode());
            assertEquals(429, gateway.post(Samples.CHAT, asking(Samples.CHAT, "p/third", false)).statusCode());
            String status = gateway.send(gateway.request("/status")).body();
            assertTrue(status.contains("\"bucket\":\"p/c\",\"requests\":{\"used\":2,\"limit\":2}"), status);
        }
    }

    @Test
    void theSeriesOfMetricsDoNotGrowWithTheNamesThatClientsChoose() throws Exception {
        try (var upstream = new ScriptedUpstream(PROVIDER);
                var gateway = Gateway.with(config(upstream, "", "'m','n','*'"))) {
            for (int i = 0; i < 5; i++) gateway.post(Samples.CHAT, asking(Samples.CHAT, "p/any" + i, false));
            Await.until("all are counted", () -> scrape(gateway).sum("llmrouter_requests_total") == 5);
            Scrape scrape = scrape(gateway);
            assertEquals(5, scrape.sum("llmrouter_attempts_total", "provider", "p", "candidate", "p/*"));
            assertEquals(5, scrape.sum("llmrouter_routed_total", "route", "p/*"));
            assertFalse(gateway.send(gateway.request("/metrics")).body().contains("any"));
        }
    }

    private static Scrape scrape(Gateway gateway) throws Exception {
        return Scrape.of(gateway.send(gateway.request("/metrics")).body());
    }
}
