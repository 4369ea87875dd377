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

import llmrouter.cli.CliRun;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.read.ConfigReader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoCommandTest {

    @Test
    void thePrintedCommandsWorkAndNothingIsLeftBehind(@TempDir Path home) throws Exception {
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
        assertEquals("south/steady", failover.headers().firstValue("x-llm-router-candidate").orElse(""));
        assertEquals(0, cli.stopped());
        try (var files = Files.list(home)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void itsConfigurationCanBeShownAndRead() {
        var run = CliRun.of("demo", "--show-config");
        assertEquals(0, run.exitCode(), run.err());
        var valid = assertInstanceOf(ConfigOutcome.ValidConfig.class, ConfigReader.read(run.out(), "demo"));
        assertEquals(List.of(), valid.warnings());
        assertEquals(List.of("demo", "tools", "slow", "failover"), List.copyOf(valid.config().aliases().keySet()));
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
