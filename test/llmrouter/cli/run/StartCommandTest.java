package llmrouter.cli.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.demo.DemoConfig;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartCommandTest {
    private static final String KEY = "gw_Sesame-open-0123456789";

    @TempDir
    private Path home;

    @BeforeEach
    void writeConfiguration() throws IOException {
        Files.writeString(home.resolve(".llm-router.json"),
            DemoConfig.text("http://127.0.0.1:9", "http://127.0.0.1:9", false)
                .replace("\"apiKeyEnv\"", "\"apiKey\""));
    }

    private void refuses(String expected, Map<String, String> environment, String... flags) {
        var words = new String[flags.length + 1];
        words[0] = "start";
        System.arraycopy(flags, 0, words, 1, flags.length);
        var run = CliRun.at(home, environment, words);
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().contains(expected), run.err());
        assertEquals("", run.out());
    }

    @Test
    void theUserIsToldWhatToMend() throws IOException {
        refuses("there is no configuration at " + home.resolve("none.json"), Map.of(), "--config=~/none.json");
        refuses("LLM_ROUTER_PORT=high cannot be used", Map.of("LLM_ROUTER_PORT", "high"));
        refuses("no enabled provider", Map.of("LLM_ROUTER_CONFIG_JSON", "{\"version\":2,\"providers\":[]}"));
        refuses("needs a key for clients", Map.of(), "--require-auth");
        Files.writeString(home.resolve("two.json"), """
            {"version":2,"providers":[{"id":"UP"}],"modelAliases":{"a":{"targets":[{"ref":"x/y"}]}}}""");
        refuses("providers[0].id", Map.of(), "--config=~/two.json");
        refuses("modelAliases.a", Map.of(), "--config=~/two.json");
    }

    @Test
    void anOpenDoorIsRefusedUnlessMeant() {
        refuses("others can reach 0.0.0.0", Map.of(), "--host=0.0.0.0");
        refuses("leave out --require-auth=false", Map.of("LLM_ROUTER_MASTER_KEY", KEY), "--host=0.0.0.0",
            "--require-auth=false");
        refuses("there is no address", Map.of(), "--host=no.such.host.invalid");
    }

    @Test
    void aKeyThatCannotBeHadIsNotTakenForNone() {
        refuses("MISSING_KEY", Map.of("LLM_ROUTER_CONFIG_JSON", """
            {"version":2,"masterKeyEnv":"MISSING_KEY","providers":[{"id":"p","name":"P","baseUrl":"http://127.0.0.1:9",
            "apiKey":"k","formats":["openai"],"models":[{"id":"m"}]}]}"""));
    }

    @Test
    void itServesUntilToldToStop() throws Exception {
        var cli = new CliRun.LiveCli(home, Map.of("LLM_ROUTER_STATE_BACKEND", "memory"), "").started("start",
            "--port=0", "--drain-timeout=1");
        String url = url(cli);
        assertEquals(200, status(url + "/health"));
        assertEquals(200, status(url + "/v1/models"));
        assertTrue(cli.out().contains("ANTHROPIC_BASE_URL=" + url + " "), cli.out());
        assertTrue(cli.out().contains("no key is required"), cli.out());
        assertEquals(0, cli.stopped());
    }

    @Test
    void aMasterKeyIsWantedUnlessSwitchedOff() throws Exception {
        var environment = Map.of("LLM_ROUTER_MASTER_KEY", KEY, "LLM_ROUTER_STATE_BACKEND", "memory");
        var closed = new CliRun.LiveCli(home, environment, "").started("start", "--port=0", "--drain-timeout=1");
        var open = new CliRun.LiveCli(home, environment, "").started("start", "--port=0", "--drain-timeout=1",
            "--no-require-auth");
        assertEquals(401, status(url(closed) + "/v1/models"));
        assertEquals(200, status(url(open) + "/v1/models"));
        assertFalse(closed.out().contains(KEY));
        assertEquals(0, closed.stopped());
        assertEquals(0, open.stopped());
    }

    @Test
    void theEnvironmentSaysWhereWhatAndForWhom() throws Exception {
        String config = Files.readString(home.resolve(".llm-router.json"));
        Files.move(home.resolve(".llm-router.json"), home.resolve("other.json"));
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            free = socket.getLocalPort();
        }
        var there = new CliRun.LiveCli(home,
            Map.of("LLM_ROUTER_CONFIG", "~/other.json", "LLM_ROUTER_HOST", "127.0.0.2", "LLM_ROUTER_PORT",
            Integer.toString(free),
            "LLM_ROUTER_STATE_FILE_PATH", "~/here/state", "LLM_ROUTER_CORS_ALLOW_ALL", "on"), "").started("start",
                "--drain-timeout=1");
        assertEquals("http://127.0.0.2:" + free, url(there));
        assertTrue(Files.exists(home.resolve("here/state.lock")));
        assertEquals(0, there.stopped());
        assertTrue(there.err().contains("LLM_ROUTER_CORS_ALLOW_ALL"), there.err());
        for (String variable : new String[] {"LLM_ROUTER_CONFIG_JSON", "ROUTE_CONFIG_JSON", "LLM_ROUTER_JSON"}) {
            var given = new CliRun.LiveCli(home, Map.of(variable, config, "LLM_ROUTER_STATE_BACKEND", "memory"),
                "").started("start", "--port=0", "--drain-timeout=1");
            assertEquals(200, status(url(given) + "/v1/models"));
            assertEquals(0, given.stopped());
        }
    }

    @Test
    void aStrangerOnThePortIsNamedAndLeftAlone() throws IOException {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var run = CliRun.at(home, Map.of("LLM_ROUTER_STATE_BACKEND", "memory"), "start",
                "--port=" + stranger.getLocalPort());
            assertEquals(1, run.exitCode());
            assertTrue(run.err().contains("127.0.0.1:" + stranger.getLocalPort()), run.err());
            assertTrue(run.err().contains("--port=0"), run.err());
            if (Files.isDirectory(Path.of("/proc/self"))) assertTrue(run.err()
                .contains("process " + ProcessHandle.current().pid()), run.err());
            assertFalse(stranger.isClosed());
        }
    }

    @Test
    void programsAreToldWhereItListensInOneLine() throws Exception {
        var cli = new CliRun.LiveCli(home, Map.of("LLM_ROUTER_STATE_BACKEND", "memory"), "").started("start",
            "--port=0", "--drain-timeout=1", "--json");
        var told = (Json.Obj) Json.parse(cli.out().strip());
        assertEquals(200, status(told.text("url") + "/health"));
        assertFalse(told.isTrue("keyWanted"));
        assertEquals(1, cli.out().lines().count());
        assertEquals(0, cli.stopped());
    }

    @Test
    void aChangedConfigurationIsTakenWhileRunning() throws Exception {
        Path file = home.resolve(".llm-router.json");
        String before = Files.readString(file);
        var cli = new CliRun.LiveCli(home, Map.of("LLM_ROUTER_STATE_BACKEND", "memory"), "").started("start",
            "--port=0", "--drain-timeout=1");
        Files.writeString(file, before.replace("{", "{ nonsense"));
        cli.awaitErr("not taken, the old one stays");
        assertEquals(200, status(url(cli) + "/v1/models"));
        Files.writeString(file, before.replaceFirst("\\{", "{\"masterKey\":\"" + KEY + "\","));
        cli.awaitErr("configuration reloaded: master key added");
        assertEquals(401, status(url(cli) + "/v1/models"));
        Files.writeString(file, before);
        cli.awaitErr("no client key any more");
        assertEquals(401, status(url(cli) + "/v1/models"));
        assertEquals(0, cli.stopped());
    }

    private static String url(CliRun.LiveCli cli) {
        String first = cli.out().lines().findFirst().orElse("");
        return first.substring(first.indexOf("http://"));
    }

    private static int status(String url) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
        }
    }
}
