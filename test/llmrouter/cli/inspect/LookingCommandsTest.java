package llmrouter.cli.inspect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.text.TimeWords;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// `route`, `why` and `status`: what a gateway would do, what it did, and how it is.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LookingCommandsTest {
    private static final String KEY = "gw_Sesame-open-0123456789";
    private static final String CONFIG = """
        {"version":2,"defaultModel":"work","providers":[
         {"id":"p","name":"P","baseUrl":"%s","apiKey":"k","formats":["openai"],"models":["m"],
          "rateLimits":[{"id":"day","models":["all"],"requests":1,"window":{"unit":"day","size":1}}]},
         {"id":"q","name":"Q","baseUrl":"http://127.0.0.1:9","apiKey":"k","formats":["claude"],"models":["n"]}],
         "modelAliases":{"work":{"strategy":"auto","targets":[{"ref":"p/m","weight":2.5},"q/n"]},
         "other":{"targets":["q/n"],"fallbackTargets":["p/m"]}}}""";
    private static final String BODY =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"logit_bias\":{\"1\":1}}";

    @TempDir
    private Path home;

    private void configure(String url) throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), CONFIG.formatted(url));
    }

    private CliRun run(String... words) {
        return CliRun.at(home, Map.of(), words);
    }

    /// Runs a command until it prints these words.
    private void awaitOutput(String words, String... command) throws InterruptedException {
        CliRun last = run(command);
        for (int i = 0; i < 200 && !last.out().contains(words); i++) {
            Thread.sleep(50);
            last = run(command);
        }
        assertTrue(last.out().contains(words), last.out());
    }

    private static Json.Obj json(CliRun run) {
        assertEquals(0, run.exitCode(), run.err());
        return (Json.Obj) Json.parse(run.out());
    }

    private static String url(CliRun.LiveCli cli) {
        String first = cli.out().lines().findFirst().orElse("");
        return first.substring(first.indexOf("http://"));
    }

    private static String port(CliRun.LiveCli cli) {
        return "--port=" + URI.create(url(cli)).getPort();
    }

    private static HttpResponse<String> ask(CliRun.LiveCli cli, String model) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url(cli) + "/v1/chat/completions")).header("content-type",
                "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model
                    + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String order(Json.Obj forecast) {
        return String.join(" ",
            forecast.items("order").stream().map(step -> ((Json.Obj) step).text("candidate")).toList());
    }

    // ── route ──

    @Test
    void routeTellsNoWeightsWhereTheStrategyIgnoresThem() throws IOException {
        for (String strategy : List.of("ordered", "round-robin")) {
            Files.writeString(home.resolve(".llm-router.json"), CONFIG.formatted("http://127.0.0.1:9")
                .replace("\"auto\"", "\"" + strategy + "\""));
            assertTrue(run("route", "work").out().contains("strategy " + strategy), strategy);
            assertFalse(run("route", "work").out().contains("weight"), strategy);
            assertTrue(run("route", "work", "--json").out().contains("\"weight\": null"), strategy);
        }
    }

    @Test
    void routeTellsTheOrderTheFormatsAndTheWeights() throws IOException {
        configure("http://127.0.0.1:9");
        var run = run("route", "work");
        assertEquals("""
            'work' in the openai format is the alias work, strategy auto
            Called in this order, each only if those before it fail:
              1. p/m, weight 2.5, unchanged
              2. q/n, weight 1, translated to claude
            Caps:
              p/day: 1 of 1 requests left""", run.out().substring(0, run.out().lastIndexOf(", resets in")), run.err());
        assertTrue(run("route", "work", "--format=claude").out().contains("p/m, weight 2.5, translated to openai"));
        assertTrue(run("route", "other").out().contains("2. p/m, unchanged, fallback"));
        assertEquals(order(json(run("route", "work", "--json"))), order(json(run("route", "--json"))),
            "no model means the default one");
        assertFalse(Files.exists(home.resolve(".llm-router.state.lock")), "looking writes nothing");
    }

    @Test
    void routeTriesTheTranslationOfABody() throws IOException {
        configure("http://127.0.0.1:9");
        Files.writeString(home.resolve("body.json"), BODY);
        Json.Obj forecast = json(run("route", "other", "--body=~/body.json", "--format=openai", "--json"));
        Json.Obj first = (Json.Obj) forecast.items("order").getFirst();
        assertEquals("q/n", first.text("candidate"));
        assertTrue(first.isTrue("translated"));
        assertTrue(first.text("losses").startsWith("dropped=logit_bias"), first.toString());
        assertEquals("", ((Json.Obj) forecast.items("order").get(1)).text("losses"));
        assertEquals(2, run("route", "other", "--body=~/body.json", "--format=openai", "--header=x").exitCode());
        assertEquals(0,
            run("route", "other", "--body=~/body.json", "--format=openai", "--header=a=b",
            "--header=c=d=e").exitCode());
    }

    @Test
    void routeRefusesWhatTheGatewayWouldRefuse() throws IOException {
        configure("http://127.0.0.1:9");
        Files.writeString(home.resolve("body.json"), "{\"messages\":3}");
        for (var run : List.of(run("route", "wrok"), run("route", "work", "--body=~/body.json", "--format=openai"),
            run("route", "work", "--body=~/none.json"))) {
            assertEquals(2, run.exitCode(), run.out());
            assertEquals("", run.out());
        }
        assertTrue(run("route", "wrok").err().contains("Did you mean work?"));
    }

    @Test
    void routeAndStatusSeeWhatARunningGatewayHasLearned() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(401, "{\"error\":{\"message\":\"no\"}}"))) {
            configure(upstream.url());
            var gateway = new CliRun.LiveCli(home, Map.of(), "").started("start", "--port=0", "--drain-timeout=1");
            ask(gateway, "p/m");
            // the client has its answer a moment before the state has the failure
            awaitOutput("cooldown", "route", "other");
            Json.Obj forecast = json(run("route", "other", "--json"));
            assertEquals("q/n", order(forecast));
            assertEquals("[{\"candidate\":\"p/m\",\"reasons\":[\"cooldown\",\"quota-exhausted\"]}]",
                forecast.get("skipped").toString());
            assertTrue(run("route", "other").out().contains("not called: p/m, cooldown: paused after a failure, "
                + "quota-exhausted: a cap that you set is reached"));
            assertTrue(run("route", "other").out().contains("p/day: 0 of 1 requests left"));

            var status = run("status", port(gateway));
            assertEquals(0, status.exitCode());
            assertTrue(status.out().contains("runs on " + url(gateway)), status.out());
            assertTrue(status.out().contains("Config: " + home.resolve(".llm-router.json") + "\n"), status.out());
            assertTrue(status.out().contains("Candidate p/m: cooldown: paused after a failure, "), status.out());
            assertTrue(status.out().contains("Cap p/day: 0 of 1 requests left"), status.out());
            assertTrue(json(run("status", port(gateway), "--json")).isTrue("running"));
            assertEquals(0, gateway.stopped());
            assertEquals(1, run("status", port(gateway)).exitCode());
        }
    }

    // ── status ──

    @Test
    void statusOfAnOwnGatewayNeedsNoKey() throws Exception {
        configure("http://127.0.0.1:9");
        var environment = Map.of("LLM_ROUTER_MASTER_KEY", KEY);
        var gateway = new CliRun.LiveCli(home, environment, "").started("start", "--port=0", "--drain-timeout=1");
        var status = run("status", port(gateway));
        assertEquals(0, status.exitCode(), status.err());
        assertTrue(status.out().contains("Key: required"), status.out());
        assertEquals(0, gateway.stopped());
    }

    @Test
    void aStrangerOnThePortIsNoGateway() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertTrue(run("status", "--port=" + free, "--json").out().contains("\"running\": false"));
        try (var stranger = new ScriptedUpstream(wire -> wire.json(200, "{\"status\":\"fine\"}"))) {
            var run = run("status", "--port=" + stranger.port());
            assertEquals(1, run.exitCode());
            assertTrue(run.out().contains("something else answers"), run.out());
        }
    }

    // ── why ──

    @Test
    void whyTellsAStoryThatHappened() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(429, "{\"error\":{\"message\":\"slow down\"}}"))) {
            configure(upstream.url());
            var gateway = new CliRun.LiveCli(home, Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1"), "").started("start",
                "--port=0", "--drain-timeout=1");
            String id = ask(gateway, "work").headers().firstValue("x-llm-router-request-id").orElseThrow();
            assertEquals(0, gateway.stopped());
            var run = run("why", id.substring(4));
            assertEquals(0, run.exitCode(), run.err());
            assertTrue(run.out().startsWith(id + " of "), run.out());
            assertTrue(run.out().contains(": failed with 429 (rate_limited: too many requests) after "), run.out());
            assertTrue(run.out()
                .contains("requested 'work' in the openai format; this is the alias work, strategy auto\n"), run.out());
            assertTrue(run.out().contains("1. p/m: 429 after "), run.out());
            assertTrue(run.out().contains("rate_limited: too many requests\n2. q/n: no answer after "), run.out());
            assertEquals(run.out(), run("why").out(), "without an id it is the latest");
            assertEquals(id, json(run("why", id, "--json")).text("id"));
            assertEquals(run.out(), run("why", id.substring(0, id.length() - 1)).out(), "its beginning is enough");
        }
    }

    @Test
    void aLogThatCannotBeWrittenIsRefusedAtStart() throws IOException {
        configure("http://127.0.0.1:9");
        Files.writeString(home.resolve("file"), "");
        var run = CliRun.at(home, Map.of("LLM_ROUTER_REQUEST_LOG", "~/file/log"), "start", "--port=0");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("LLM_ROUTER_REQUEST_LOG=~/file/log cannot be used"), run.err());
    }

    @Test
    void durationsAreWordedForPeople() {
        assertEquals(List.of("0 ms", "999 ms", "1.0 s", "59 s", "1 min", "2 h 1 min", "3 d 1 h"),
            List.of(-5L, 999L, 1_099L, 59_999L, 60_000L, 7_260_000L, 262_800_000L).stream().map(TimeWords::of)
                .toList());
    }
}
