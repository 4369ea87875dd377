package llmrouter.cli.run;

import java.io.IOException;
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

import llmrouter.Await;
import llmrouter.cli.CliRun;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.read.ConfigReader;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoCommandTest {

    @Test
    void thePrintedCommandsWorkAndNothingOfItIsLeftBehind(@TempDir Path home) throws Exception {
        var cli = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        List<String> commands = cli.out().lines().filter(line -> line.startsWith("  curl ")).toList();
        assertEquals(3, commands.size(), cli.out());
        var chat = paste(commands.get(0));
        assertTrue(chat.body().contains("Hello from north"), chat.body());
        var stream = paste(commands.get(1));
        assertTrue(stream.body().startsWith("event: message_start\n") && stream.body().contains("event: message_stop"),
            stream.body());
        var failover = paste(commands.get(2));
        assertTrue(failover.body().contains("Hello from south"), failover.body());
        assertEquals("south/large", failover.headers().firstValue("x-llm-router-candidate").orElse(""));
        Path own = Path.of(told(home, cli).text("config")).getParent();
        assertTrue(Files.isDirectory(own));
        assertEquals(0, cli.stopped());
        Await.until("the demo's folder is removed", () -> !Files.exists(own));
        try (var files = Files.list(home)) {
            assertEquals(List.of(".llm-router.runtime.json", ".llm-router.runtime.json.lock"),
                files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(1, CliRun.at(home, Map.of(), "status", "--port=" + port(cli)).exitCode());
    }

    private static String url(CliRun.LiveCli cli) {
        return cli.out().substring(cli.out().indexOf("http://"), cli.out().indexOf(" (Ctrl-C"));
    }

    private static String port(CliRun.LiveCli cli) {
        return url(cli).substring(url(cli).lastIndexOf(':') + 1);
    }

    private static Json.Obj told(Path home, CliRun.LiveCli cli) {
        var status = CliRun.at(home, Map.of(), "status", "--json");
        assertEquals(0, status.exitCode(), status.err() + cli.out());
        return (Json.Obj) Json.parse(status.out());
    }

    /// The line that the banner prints for a command of the program, as its words.
    private static String[] look(CliRun.LiveCli cli, String command) {
        String line = cli.out().lines().filter(l -> l.startsWith("  llm-router " + command)).findFirst().orElseThrow();
        return line.substring("  llm-router ".length(), line.indexOf("   #")).split(" ");
    }

    @Test
    void thePageIsNamedAndTheOtherCommandsFindTheDemoAsPrinted(@TempDir Path home) throws Exception {
        var cli = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        assertTrue(cli.out().contains("Open " + url(cli) + "/ in a browser"), cli.out());
        paste(cli.out().lines().filter(line -> line.startsWith("  curl ")).findFirst().orElseThrow());
        var status = CliRun.at(home, Map.of(), look(cli, "status"));
        assertEquals(0, status.exitCode(), status.err());
        assertTrue(status.out().contains(url(cli)), status.out());
        var route = CliRun.at(home, Map.of(), look(cli, "route"));
        assertEquals(0, route.exitCode(), route.err());
        assertTrue(route.out().contains("north/busy"), route.out());
        assertEquals(0, cli.stopped());
    }

    @Test
    void aUserWithAConfigurationIsToldHowToLookAtTheDemosOne(@TempDir Path home) throws Exception {
        Files.writeString(home.resolve(".llm-router.json"), "{\"version\":2,\"providers\":[]}");
        var cli = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        var route = CliRun.at(home, Map.of(), look(cli, "route"));
        assertEquals(0, route.exitCode(), route.err());
        assertTrue(route.out().contains("north/busy"), route.out());
        assertEquals(0, cli.stopped());
    }

    @Test
    void theRequestLogAndClientLinesAreInTheBanner(@TempDir Path home) throws Exception {
        var cli = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        Path log = Path.of(told(home, cli).object("requestLog").text("path"));
        assertTrue(cli.out().contains(log.toString()), cli.out());
        paste(cli.out().lines().filter(line -> line.startsWith("  curl ")).findFirst().orElseThrow());
        Await.until("the request is logged", () -> Files.exists(log) && Files.size(log) > 0);
        assertTrue(cli.out().contains("ANTHROPIC_BASE_URL=" + url(cli) + " "), cli.out());
        assertTrue(cli.out().contains("~/.codex/config.toml"), cli.out());
        assertEquals(0, cli.stopped());
    }

    @Test
    void aChangeOfItsConfigurationIsTaken(@TempDir Path home) throws Exception {
        var cli = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        Path config = Path.of(told(home, cli).text("config"));
        Files.writeString(config, Files.readString(config).replace("\"shared\"", "\"split\""));
        cli.awaitErr("split");
        assertEquals(0, cli.stopped());
    }

    @Test
    void modelsThatFailAreOfferedOnlyIfTheyAreAskedFor(@TempDir Path home) throws Exception {
        var plain = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        String models = get(url(plain) + "/v1/models");
        assertTrue(models.contains("\"north/large\"") && !models.contains("cut-5"), models);
        assertEquals(0, plain.stopped());
        var faults = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0", "--faults");
        assertTrue(get(url(faults) + "/v1/models").contains("\"south/cut-5\""));
        assertEquals(0, faults.stopped());
    }

    @Test
    void aSecondDemoDoesNotReplaceTheFirstOne(@TempDir Path home) throws Exception {
        var first = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        var second = CliRun.at(home, Map.of(), "demo", "--port=" + port(first));
        assertEquals(1, second.exitCode());
        assertTrue(second.err().contains("--port=0"), second.err());
        assertTrue(get(url(first) + "/health").contains("ok"));
        assertEquals(0, first.stopped());
    }

    @Test
    void itsConfigurationIsAnExampleWorthCopying() {
        var run = CliRun.of("demo", "--show-config");
        assertEquals(0, run.exitCode(), run.err());
        var valid = assertInstanceOf(ConfigOutcome.ValidConfig.class, ConfigReader.read(run.out(), "demo"));
        assertEquals(List.of(), valid.warnings());
        assertEquals(List.of("demo", "tools", "slow", "failover", "shared"),
            List.copyOf(valid.config().aliases().keySet()));
        for (String part : List.of("\"apiKeyEnv\"", "\"rateLimits\"", "\"fallbackTargets\"", "\"fallbackModels\"",
            "\"weight\": 3", "\"headers\"", "\"contextWindow\"", "https://api.north.example/v1")) {
            assertTrue(run.out().contains(part), part);
        }
        assertFalse(run.out().contains("demo-key"));
        assertTrue(run.out().lines().count() < 130, run.out());
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        }
    }

    /// Does what a printed curl command does.
    private static HttpResponse<String> paste(String command) throws IOException, InterruptedException {
        String url = command.substring(command.indexOf("http://"), command.indexOf(' ', command.indexOf("http://")));
        String body = command.substring(command.indexOf("-d '") + 4, command.lastIndexOf('\''));
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
