package llmrouter.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A wrong key in the configuration of a provider that is corrected: in a running gateway, and before the next one
/// starts, however the last one ended. The whole program, in processes of its own.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CorrectedMistakeTest {
    private static final String ANSWER = """
        {"id":"1","object":"chat.completion","created":1,"model":"m",\
        "choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
    private static final String REFUSAL = "{\"error\":{\"message\":\"invalid key\"}}";

    @TempDir
    private Path home;
    private final HttpClient http = HttpClient.newHttpClient();
    private final CountDownLatch late = new CountDownLatch(1);
    private ScriptedUpstream p;
    private ScriptedUpstream q;

    @BeforeEach
    void providers() throws IOException {
        p = new ScriptedUpstream(wire -> {
            boolean right = "Bearer right".equals(wire.request().headers().get("authorization"));
            if (wire.request().body().contains("late")) assertTrue(ScriptedUpstream.soon(late));
            wire.json(right ? 200 : 401, right ? ANSWER : REFUSAL);
        });
        q = new ScriptedUpstream(wire -> wire.json(200, ANSWER));
    }

    @AfterEach
    void close() throws IOException {
        p.close();
        q.close();
    }

    /// @param key of the provider `p`, as members of the file
    private void configure(String key) throws IOException {
        Path next = Files.writeString(home.resolve("next"), """
            {"version":2,"providers":[
            {"id":"p","name":"P","baseUrl":"%s",%s,"formats":["openai"],"models":["m"]},
            {"id":"q","name":"Q","baseUrl":"%s","apiKey":"k","formats":["openai"],"models":["m"]}],
            "modelAliases":{"work":{"targets":["p/m","q/m"]}}}""".formatted(p.url(), key, q.url()));
        next.toFile().setReadable(false, false);
        next.toFile().setReadable(true, true);
        Files.move(next, home.resolve(".llm-router.json"), StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
    }

    private String answeredBy(GatewayProcess gateway) throws IOException, InterruptedException {
        return answeredBy(gateway.url(), "hi");
    }

    private String answeredBy(String url, String words) throws IOException, InterruptedException {
        String body = "{\"model\":\"work\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
        var answer = http.send(HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.headers().firstValue("x-llm-router-candidate").orElseThrow();
    }

    /// A gateway that has put `p` on cooldown for its wrong key.
    private GatewayProcess startedWithTheWrongKey(String... flags) throws IOException, InterruptedException {
        configure("\"apiKey\":\"wrong\"");
        var gateway = GatewayProcess.start(home, flags);
        assertEquals("q/m", answeredBy(gateway));
        return gateway;
    }

    @Test
    void aCorrectedFileServesTheNextRequest() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            configure("\"apiKey\":\"right\"");
            gateway.await("p: key changed, called again at once");
            assertEquals("p/m", answeredBy(gateway));
            assertFalse(gateway.said().contains("right"), gateway.said());
        }
    }

    @Test
    void aCorrectedKeyFileServesTheNextRequestAfterAReload() throws Exception {
        Path key = Files.writeString(home.resolve("p.key"), "wrong\n");
        configure("\"apiKeyFile\":\"" + key + "\"");
        try (var gateway = GatewayProcess.start(home, "--port=0", "--no-watch-config")) {
            assertEquals("q/m", answeredBy(gateway));
            Files.writeString(key, "right\n");
            var told = GatewayProcess.run(home, "reload");
            assertTrue(told.out().contains("p: key changed, called again at once"), told.toString());
            assertEquals("p/m", answeredBy(gateway));
        }
    }

    @Test
    void aCorrectedKeyFileIsNoticedWithoutACommand() throws Exception {
        Path key = Files.writeString(home.resolve("p.key"), "wrong\n");
        configure("\"apiKeyFile\":\"" + key + "\"");
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals("q/m", answeredBy(gateway));
            Files.writeString(key, "right\n");
            gateway.await("p: key changed, called again at once");
            assertEquals("p/m", answeredBy(gateway));
        }
    }

    @Test
    void aRefusedKeyOutOfTheEnvironmentIsNamedWithItsVariableEverywhere() throws Exception {
        configure("\"apiKeyEnv\":\"P_KEY\"");
        String place = "environment variable P_KEY of the process that runs the gateway: set it there and restart the "
            + "gateway, or store the key with 'llm-router config add-provider p --api-key-stdin'";
        var started = GatewayProcess.launch(home, Map.of("P_KEY", "wrong-4711"), GatewayProcess.classes(), "--port=0");
        try (var gateway = started.listening()) {
            var answer = http.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                .build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(502, answer.statusCode());
            assertTrue(answer.body().contains("Correct the key of this provider, which comes from the environment "
                + "variable P_KEY of the gateway's process; "), answer.body());
            String id = answer.headers().firstValue("x-llm-router-request-id").orElseThrow();
            Await.until("the request is in the log", () -> GatewayProcess.run(home, "why", id).exitCode() == 0);
            String why = GatewayProcess.run(home, "why", id).out();
            assertTrue(why.contains(place), why);
            assertFalse(why.contains("at once"), why);
            for (String[] words : new String[][] {{"status", "--verbose"}, {"route", "p/m"}, {"reload"},
                {"config", "add-provider", "p", "--api-key-env=P_KEY"}}) {
                var told = GatewayProcess.run(home, words);
                assertTrue((told.out() + told.err()).contains(place), told.toString());
                assertFalse((told.out() + told.err()).contains("4711"), told.toString());
            }
        }
    }

    @Test
    void aRefusedKeyOfAProviderThatPassesItsModelsThroughIsNamedToo() throws Exception {
        Files.writeString(home.resolve(".llm-router.json"), "{\"version\":2,\"providers\":[{\"id\":\"p\","
            + "\"baseUrl\":\"" + p.url() + "\",\"apiKeyEnv\":\"P_KEY\",\"formats\":[\"openai\"],\"models\":[\"*\"]}]}");
        var started = GatewayProcess.launch(home, Map.of("P_KEY", "wrong-4711"), GatewayProcess.classes(), "--port=0");
        try (var gateway = started.listening()) {
            var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"p/any\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")).build();
            assertEquals(502, http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
            String place = "environment variable P_KEY of the process that runs the gateway: set it there";
            Await.until("the status has the candidate",
                () -> GatewayProcess.run(home, "status", "--verbose").out().contains("p/any: cooldown"));
            String status = GatewayProcess.run(home, "status", "--verbose").out();
            assertTrue(status.contains(place), status);
            var reload = GatewayProcess.run(home, "reload");
            assertTrue(reload.err().contains("a reload cannot change it: its key comes from the " + place),
                reload.toString());
        }
    }

    @Test
    void aKeyCommandWithAnotherOutputServesTheNextRequestAfterAReload() throws Exception {
        Path key = Files.writeString(home.resolve("p.key"), "wrong\n");
        configure("\"apiKeyCommand\":\"cat " + key + "\"");
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals("q/m", answeredBy(gateway));
            Files.writeString(key, "right\n");
            assertEquals(0, GatewayProcess.run(home, "reload").exitCode());
            assertEquals("p/m", answeredBy(gateway));
        }
    }

    @Test
    void aReloadThatChangesNothingEndsNothing() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            assertTrue(GatewayProcess.run(home, "reload").out().contains("no effective change"));
            assertEquals("q/m", answeredBy(gateway));
            assertEquals(1, p.seen().size());
        }
    }

    @Test
    void aKeyThatIsCorrectedBetweenStopAndStartServesTheFirstRequest() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            assertEquals(0, GatewayProcess.run(home, "stop").exitCode());
            gateway.ended();
        }
        correctedAtStart();
    }

    @Test
    void aKeyThatIsCorrectedAfterAKillServesTheFirstRequest() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            gateway.signal("KILL");
            gateway.ended();
        }
        correctedAtStart();
    }

    private void correctedAtStart() throws IOException, InterruptedException {
        configure("\"apiKey\":\"right\"");
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals("p/m", answeredBy(gateway));
            assertTrue(gateway.said().contains(
                "the key, address or headers of p changed since the last run: p/m: cooldown of "), gateway.said());
        }
    }

    @Test
    void theSameKeyIsStillOnCooldownAfterARestart() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            gateway.signal("KILL");
            gateway.ended();
        }
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals("q/m", answeredBy(gateway));
            assertEquals(1, p.seen().size());
        }
    }

    /// The old gateway reads its key from another environment. One of its requests is refused only after the takeover.
    @Test
    void aKeyThatIsCorrectedByATakeoverServesTheNextRequestWhateverTheOldGatewayStillHears() throws Exception {
        configure("\"apiKeyEnv\":\"P_KEY\"");
        try (var old = launch("wrong", "--port=0")) {
            assertEquals("q/m", answeredBy(old));
            GatewayProcess.run(home, "wake");
            String url = old.url();
            var early = CompletableFuture.supplyAsync(() -> {
                try {
                    return answeredBy(url, "late");
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            Await.until("p was asked", () -> p.seen().size() == 2);
            try (var next = launch("right", "--port=" + old.port())) {
                assertEquals("p/m", answeredBy(next));
                late.countDown();
                assertEquals("q/m", early.get(30, TimeUnit.SECONDS));
                assertEquals(0, old.ended());
                assertEquals("p/m", answeredBy(next));
            }
        }
    }

    private GatewayProcess launch(String key, String... flags) throws IOException, InterruptedException {
        return GatewayProcess.launch(home, Map.of("P_KEY", key), GatewayProcess.classes(), flags).listening();
    }

    @Test
    void theStateHoldsNoKey() throws Exception {
        configure("\"apiKey\":\"wrong-4711-secret\"");
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals("q/m", answeredBy(gateway));
        }
        try (var files = Files.list(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean config = file.getFileName().toString().equals(".llm-router.json");
                if (!config) assertFalse(Files.readString(file).contains("4711"), file.toString());
            }
        }
    }

    // ── wake ──

    @Test
    void wakeEndsWhatItIsAskedToAndSaysSo() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            var other = GatewayProcess.run(home, "wake", "q");
            assertTrue(other.out().contains("nothing to end"), other.toString());
            assertEquals(0, other.exitCode());
            var told = GatewayProcess.run(home, "wake", "p");
            assertTrue(told.out().matches("(?s).*: p/m: cooldown of \\S+ min( \\S+ s)? after auth_failed ended\n"),
                told.toString());
            gateway.await("as 'llm-router wake' asked, p/m: cooldown of ");
            assertEquals("q/m", answeredBy(gateway));
            assertEquals(2, p.seen().size(), "it was asked again");
        }
    }

    @Test
    void statusRouteAndWhyNameTheCommand() throws Exception {
        try (var _ = startedWithTheWrongKey("--port=0")) {
            String hint = "'llm-router wake p' ends its cooldown";
            assertTrue(GatewayProcess.run(home, "status", "--verbose").out().contains(hint));
            assertTrue(GatewayProcess.run(home, "route", "work").out().contains(hint));
            assertFalse(GatewayProcess.run(home, "wake").out().contains(hint));
            assertFalse(GatewayProcess.run(home, "status", "--verbose").out().contains(hint));
        }
    }

    @Test
    void aRequestThatFailedForItsKeyIsAdvisedToTheCommand() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            var answer = http.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                .build(), HttpResponse.BodyHandlers.ofString());
            String id = answer.headers().firstValue("x-llm-router-request-id").orElseThrow();
            Await.until("the request is in the log", () -> GatewayProcess.run(home, "why", id).exitCode() == 0);
            assertTrue(GatewayProcess.run(home, "why", id).out().contains("'llm-router wake p' ends its cooldown"),
                GatewayProcess.run(home, "why", id).out());
        }
    }

    @Test
    void wakeTakesAModelAndAnAlias() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            for (String name : new String[] {"p/m", "work", "alias:work"}) {
                assertTrue(GatewayProcess.run(home, "wake", name).out().contains("p/m: cooldown of "), name);
                assertEquals("q/m", answeredBy(gateway));
            }
        }
    }

    @Test
    void wakeNamesWhatIsNearAnUnknownName() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            var told = GatewayProcess.run(home, "wake", "wrok");
            assertEquals(2, told.exitCode());
            assertTrue(told.err().contains("there is no provider, model or alias 'wrok' (did you mean work?)"),
                told.toString());
            assertEquals("q/m", answeredBy(gateway));
            assertEquals(1, p.seen().size());
        }
    }

    @Test
    void wakeAnswersAsJson() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            Json.Obj first = json("wake", "--json", "--port=" + gateway.port());
            assertEquals(gateway.pid(), first.number("pid", 0));
            Json.Obj ended = first.objects("ended").getFirst();
            assertEquals("p/m cooldown auth_failed",
                ended.text("candidate") + " " + ended.text("state") + " " + ended.text("reason"));
            assertTrue(ended.number("remainingMs", 0) > 500_000, ended.toString());
            Json.Obj again = json("wake", "--json");
            assertTrue(again.has("ended") && again.objects("ended").isEmpty(), again.toString());
        }
    }

    /// What the only gateway answered.
    private Json.Obj json(String... words) {
        return ((Json.Obj) Json.parse(GatewayProcess.run(home, words).out())).objects("gateways").getFirst();
    }

    @Test
    void reloadCanWakeToo() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            var told = GatewayProcess.run(home, "reload", "--wake");
            assertEquals(0, told.exitCode());
            assertTrue(told.out().contains("no effective change") && told.out().contains("p/m: cooldown of "),
                told.toString());
            assertEquals("q/m", answeredBy(gateway));
            assertEquals(2, p.seen().size());
        }
    }

    @Test
    void wakeChangesTheStoredStateIfNoGatewayRuns() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            gateway.signal("KILL");
            gateway.ended();
        }
        assertEquals(2, GatewayProcess.run(home, "wake", "nothing-like-it").exitCode());
        var told = GatewayProcess.run(home, "wake");
        assertEquals(0, told.exitCode());
        assertTrue(told.out().contains("no gateway of yours runs; in its stored routing state")
            && told.out().contains("p/m: cooldown of "), told.toString());
        assertTrue(GatewayProcess.run(home, "wake").out().contains("nothing to end"));
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals("q/m", answeredBy(gateway));
            assertEquals(2, p.seen().size());
        }
    }

    /// A gateway that is not in the list of the user's gateways, as if another home's.
    @Test
    void wakeDoesNotChangeAStateThatAGatewayHolds() throws Exception {
        try (var gateway = startedWithTheWrongKey("--port=0")) {
            Files.delete(home.resolve(".llm-router.runtime.json"));
            var told = GatewayProcess.run(home, "wake");
            assertEquals(1, told.exitCode(), told.toString());
            assertTrue(told.err().contains("is held by process " + gateway.pid()), told.toString());
        }
    }

    @Test
    void wakeOfAPortWhereNoGatewayRunsFails() throws Exception {
        configure("\"apiKey\":\"wrong\"");
        var told = GatewayProcess.run(home, "wake", "--port=1");
        assertEquals(1, told.exitCode());
        assertTrue(told.err().contains("no gateway of yours runs on port 1"), told.toString());
    }
}
