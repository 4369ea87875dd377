package llmrouter.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What commands say about running gateways, which are processes of their own, after the configuration has changed.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChangeNewsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path home;
    private ScriptedUpstream upstream;

    @BeforeEach
    void configure() throws IOException {
        upstream = new ScriptedUpstream(Samples.good("openai"));
        GatewayProcess.configure(home, upstream.url());
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private Path file() {
        return home.resolve(".llm-router.json");
    }

    private GatewayProcess.Told run(String... words) {
        return GatewayProcess.run(home, words);
    }

    /// Adds a provider whose key is at a place.
    private GatewayProcess.Told add(String id, String... key) {
        var words = new ArrayList<>(List.of("config", "--operation=upsert-provider", "--provider-id=" + id,
            "--base-url=" + upstream.url(), "--formats=openai", "--models=m"));
        words.addAll(List.of(key));
        return run(words.toArray(String[]::new));
    }

    private static Json.Obj gateway(GatewayProcess.Told told) {
        List<Json.Obj> all = ((Json.Obj) Json.parse(told.out())).objects("gateways");
        assertEquals(1, all.size(), told.out());
        return all.getFirst();
    }

    private static HttpResponse<String> ask(GatewayProcess gateway, String model) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(gateway.url() + Samples.CHAT))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Samples.chat(false).replace("p/m", model))).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    // ── config ──

    @Test
    void aChangeThatTheGatewayTookIsInUseWhenTheCommandEnds() throws Exception {
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            Files.writeString(home.resolve("q.key"), "secret");
            var told = add("q", "--api-key-file=" + home.resolve("q.key"));
            assertEquals(0, told.exitCode(), told.err());
            assertTrue(told.out().endsWith("taken by " + gateway.url() + "\n"), told.out());
            assertEquals(200, ask(gateway, "q/m").statusCode());
        }
    }

    @Test
    void aKeyThatTheGatewayCannotHaveIsNamedAndTheNextChangeIsTaken() throws Exception {
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            var told = add("q", "--api-key-env=LLM_TEST_UNSET_KEY");
            assertEquals(0, told.exitCode(), told.err());
            assertTrue(told.out().endsWith("taken by " + gateway.url() + "\n"), told.out());
            assertTrue(told.err().contains("warning: provider \"q\": the environment variable LLM_TEST_UNSET_KEY is "
                + "not set here"), told.err());
            assertTrue(told.err().contains("warning: " + gateway.url() + ": provider \"q\" is left out: the "
                + "environment variable LLM_TEST_UNSET_KEY is not set where the gateway was started; set it there and "
                + "restart the gateway"), told.err());
            var next = run("config", "--operation=upsert-model-alias", "--alias-id=work", "--targets=q/m,p/m");
            assertTrue(next.out().endsWith("taken by " + gateway.url() + "\n"), next.out() + next.err());
            assertEquals("", next.err(), "what was said before is not repeated");
            assertEquals(200, ask(gateway, "work").statusCode());
            assertEquals(400, ask(gateway, "q/m").statusCode());
        }
    }

    @Test
    void aKeyFileThatAppearsLaterIsTakenWithoutACommand() throws Exception {
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            add("q", "--api-key-file=" + home.resolve("q.key"));
            assertEquals(400, ask(gateway, "q/m").statusCode());
            Files.writeString(home.resolve("q.key"), "secret");
            gateway.await("configuration reloaded: q: ");
            gateway.await("q: key ");
            for (int i = 0; ask(gateway, "q/m").statusCode() != 200; i++) assertTrue(i < 1000, gateway.said());
        }
    }

    @Test
    void aGatewayThatRefusesTheChangeSaysWhy() throws Exception {
        Files.writeString(file(), Files.readString(file()).replace("\"version\":2,", "\"version\":2,\"masterKey\":"
            + "\"gw_Sesame-open-0123456789\","));
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            var told = run("config", "--operation=set-master-key", "--master-key-env=LLM_TEST_UNSET_KEY");
            assertEquals(0, told.exitCode(), told.err());
            assertTrue(told.err().contains("not taken by " + gateway.url() + ": masterKey: the environment variable "
                + "LLM_TEST_UNSET_KEY is not set"), told.err());
            var again = run("config", "--operation=upsert-model-alias", "--alias-id=a", "--targets=p/m", "--json");
            assertEquals(0, again.exitCode(), again.err());
            assertFalse(gateway(again).isTrue("taken"), again.out());
            assertTrue(gateway(again).text("said").startsWith("masterKey: "), again.out());
        }
    }

    @Test
    void withJsonTheGatewaysAreDataOfOneShape() throws Exception {
        String[] change = {"config", "--operation=upsert-model-alias", "--alias-id=a", "--targets=p/m", "--json"};
        assertEquals("[]", ((Json.Obj) Json.parse(run(change).out())).get("gateways").toString());
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            var told = run("config", "--operation=upsert-model-alias", "--alias-id=b", "--targets=p/m", "--json");
            assertEquals("{\"url\":\"" + gateway.url() + "\",\"taken\":true,\"locked\":false,"
                + "\"said\":\"configuration reloaded: alias b "
                + "added\",\"warnings\":[]}", gateway(told).toString());
        }
    }

    @Test
    void theGatewayOfAnotherFileIsNotAskedAndThatOfALinkIs() throws Exception {
        Path other = home.resolve("other.json");
        Files.copy(file(), other);
        Path link = Files.createSymbolicLink(home.resolve("link.json"), other);
        try (var gateway = GatewayProcess.start(home, "--port=0", "--config=" + link)) {
            var told = run("config", "--operation=upsert-model-alias", "--alias-id=a", "--targets=p/m");
            assertFalse(told.out().contains("taken"), told.out());
            told = run("config", "--operation=upsert-model-alias", "--alias-id=a", "--targets=p/m",
                "--config=" + other);
            assertTrue(told.out().contains("taken by " + gateway.url()), told.out() + told.err());
        }
    }

    @Test
    void aGatewayThatDoesNotWatchItsFileIsToldApart() throws Exception {
        try (var gateway = GatewayProcess.start(home, "--port=0", "--watch-config=false")) {
            var told = run("config", "--operation=upsert-model-alias", "--alias-id=a", "--targets=p/m");
            assertTrue(told.err().contains("not taken by " + gateway.url() + ": it does not watch its file; run "
                + "'llm-router reload'"), told.err());
            assertTrue(run("route", "a").out().contains("it does not watch its file; run 'llm-router reload'"));
            assertEquals(0, run("reload").exitCode());
            assertFalse(run("route", "a").out().contains("note: "), "now it uses the file");
        }
    }

    @Test
    void aGatewayThatDoesNotAnswerIsNamedAndCountsAsNotRunning() throws Exception {
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            gateway.signal("STOP");
            var status = run("status");
            assertEquals(1, status.exitCode(), status.out());
            assertTrue(status.out().contains("does not answer"), status.out());
            var json = run("status", "--json");
            assertEquals(1, json.exitCode());
            assertFalse(((Json.Obj) Json.parse(json.out())).isTrue("running"), json.out());
            assertEquals("does not answer", gateway(json).text("reason"));
            var told = run("config", "--operation=upsert-model-alias", "--alias-id=a", "--targets=p/m");
            assertEquals(0, told.exitCode());
            assertTrue(told.err().contains("not taken by " + gateway.url() + ": it does not answer"), told.err());
            gateway.signal("CONT");
        }
    }

    // ── a refused file ──

    @Test
    void aRefusedFileIsSaidEverywhereUntilAGoodOneIsThere() throws Exception {
        String good = Files.readString(file());
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            Files.writeString(file(), good.replace("\"openai\"", "\"opnai\""));
            gateway.await("configuration not taken");
            var status = run("status");
            assertEquals(0, status.exitCode());
            assertTrue(status.out().contains("The configuration file is refused since "), status.out());
            assertTrue(status.out().contains("\"opnai\" is not a format"), status.out());
            Json.Obj json = gateway(run("status", "--json"));
            assertTrue(json.object("configRefusal").text("why").contains("opnai"), json.toString());
            assertTrue(get(gateway, "/ready").contains("\"config\":\"The configuration file is refused since "));
            assertTrue(get(gateway, "/metrics").contains("\nllmrouter_config_refused 1\n"));
            Files.writeString(file(), good);
            gateway.await("the file can be used again");
            assertFalse(gateway(run("status", "--json")).has("configRefusal"));
            assertEquals("{\"status\":\"ok\"}", get(gateway, "/ready"));
            assertTrue(get(gateway, "/metrics").contains("\nllmrouter_config_refused 0\n"));
        }
    }

    @Test
    void routeSaysThatTheGatewayRefusesTheFile() throws Exception {
        String good = Files.readString(file());
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            Json.Obj same = gateway(run("route", "p/m", "--json"));
            assertEquals("{\"url\":\"" + gateway.url() + "\",\"sameConfig\":true,\"said\":\"\"}", same.toString());
            // the file is right, but the gateway has another environment
            Files.writeString(file(), good.replace("\"version\":2,",
                "\"version\":2,\"masterKeyEnv\":\"LLM_TEST_UNSET_KEY\","));
            gateway.await("configuration not taken");
            String route = run("route", "p/m").out();
            assertTrue(route.startsWith("note: the gateway on " + gateway.url() + " does not use this file as it is "
                + "now: it refuses the file since "), route);
            assertTrue(route.contains("masterKey: the environment variable LLM_TEST_UNSET_KEY is not set"), route);
            assertFalse(gateway(run("route", "p/m", "--json")).isTrue("sameConfig"));
        }
    }

    @Test
    void routeLeavesOutWhatTheGatewayLeavesOut() throws Exception {
        add("q", "--api-key-env=LLM_TEST_KEY");
        var here = run("route", "q/m").out();
        assertTrue(here.contains("not called: q/m, left-out: the key of its provider cannot be had"), here);
        assertTrue(here.contains("provider \"q\" is left out: the environment variable LLM_TEST_KEY is not set here"),
            here);
        var environment = Map.of("LLM_TEST_KEY", "x");
        try (var gateway = GatewayProcess.launch(home, environment, GatewayProcess.classes(), "--port=0").listening()) {
            assertTrue(run("route", "q/m").out().contains("1. q/m"), "the gateway " + gateway.url() + " has the key");
        }
    }

    private static String get(GatewayProcess gateway, String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(),
            HttpResponse.BodyHandlers.ofString()).body();
    }

    // ── start ──

    @Test
    void aGatewayWithOneKeyOfTwoStarts() throws Exception {
        add("q", "--api-key-env=LLM_TEST_UNSET_KEY");
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertTrue(gateway.said().contains("warning: provider \"q\" is left out: the environment variable "
                + "LLM_TEST_UNSET_KEY is not set"), gateway.said());
            assertEquals(200, ask(gateway, "p/m").statusCode());
        }
    }

    @Test
    void aGatewayWithoutAnyKeyDoesNotStartAndListsAll() throws IOException {
        Files.writeString(file(), Files.readString(file()).replace("\"apiKey\":\"k\"", "\"apiKeyEnv\":\"UNSET_A\""));
        add("q", "--api-key-env=UNSET_B");
        var told = run("start", "--port=0");
        assertEquals(2, told.exitCode());
        assertTrue(told.err().contains("\n  provider \"p\" is left out: the environment variable UNSET_A is not set")
            && told.err().contains("\n  provider \"q\" is left out: the environment variable UNSET_B is not set"),
            told.err());
    }

    @Test
    void aTargetThatTheProvidersListLacksIsWarnedOf() throws Exception {
        try (var lists = new ScriptedUpstream(wire -> wire.json(200,
            "{\"data\":[{\"id\":\"mock-text\"},{\"id\":\"mock-tools\"}]}"));
            var gateway = GatewayProcess.start(home, "--port=0")) {
            run("config", "add-provider", "open", "--base-url=" + lists.url(), "--formats=openai", "--models=*");
            Await.until("the list is known", () -> page(gateway, "/v1/models").contains("open/mock-tools"));
            var told = run("config", "add-alias", "typo", "open/mock-txt");
            assertEquals(0, told.exitCode(), told.toString());
            assertTrue(told.err().contains("warning: the provider's own list of models does not have 'open/mock-txt' "
                + "(did you mean \"open/mock-text\""), told.toString());
            assertFalse(run("config", "add-alias", "good", "open/mock-text").err().contains("list of models"));
            assertFalse(run("config", "set-default-model", "typo").err().contains("list of models"),
                "only what is new is told");
            assertTrue(run("config", "set-default-model", "open/mock-tolls").err().contains("\"open/mock-tools\""));
        }
    }

    private static String page(GatewayProcess gateway, String path) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRouteNamesItsFileIfAnotherOneIsInUse() throws Exception {
        assertFalse(run("route", "p/m").err().contains("note: this is the plan of"), "nothing else runs");
        Path other = Files.copy(file(), home.resolve("other.json"));
        var told = run("route", "p/m", "--config=" + other);
        assertTrue(told.err().contains("note: this is the plan of " + other), told.toString());
        try (var gateway = GatewayProcess.start(home, "--port=0", "--config=" + other)) {
            told = run("route", "p/m");
            assertTrue(told.err().contains("note: this is the plan of " + file() + "; the gateway on " + gateway.url()
                + " uses " + other), told.toString());
        }
    }
}
