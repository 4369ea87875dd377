package llmrouter.cli.weaknesses;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.cli.CliRun.LiveCli;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a gateway on this machine takes out of its environment and its file, and what it refuses.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalGatewayTest {
    private static final String CONFIG = """
        {"version":2,"providers":[{"id":"p","baseUrl":"http://127.0.0.1:9","formats":["openai"],"models":["m"],
        "rateLimits":[{"id":"c","models":["all"],"requests":5,"window":"1m"}]}],
        "modelAliases":{"a":{"targets":["p/m"]}}}
        """;

    @TempDir
    private Path home;

    private Path file() {
        return home.resolve(".llm-router.json");
    }

    private LiveCli started(Map<String, String> variables, String... flags) {
        var environment = new HashMap<>(Map.of("LLM_ROUTER_STATE_BACKEND", "memory"));
        environment.putAll(variables);
        var words = new String[flags.length + 3];
        List.of("start", "--port=0", "--drain-timeout=1").toArray(words);
        System.arraycopy(flags, 0, words, 3, flags.length);
        return new LiveCli(home, environment, "").started(words);
    }

    private static String url(LiveCli gateway) {
        String first = gateway.out().lines().findFirst().orElse("");
        return first.substring(first.indexOf("http://"));
    }

    private static int status(LiveCli gateway, String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url(gateway) + "/v1/chat/completions"))
                .header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    @Test
    void settingsInTheEnvironmentCountForALocalGateway() throws Exception {
        Files.writeString(file(), CONFIG);
        String question = "{\"model\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "x".repeat(5000)
            + "\"}]}";
        for (var row : Map.of("LLM_ROUTER_ALLOWED_IPS=10.0.0.1", 403, "LLM_ROUTER_MAX_REQUEST_BODY_BYTES=4096", 413,
            "LLM_ROUTER_ALLOWED_IPS=127.0.0.1", 404).entrySet()) {
            int equals = row.getKey().indexOf('=');
            LiveCli gateway = started(Map.of(row.getKey().substring(0, equals), row.getKey().substring(equals + 1)));
            assertEquals(row.getValue(), status(gateway, question), row.getKey());
            assertEquals(0, gateway.stopped());
        }
    }

    @Test
    void aFileThatIsEmptyForAMomentIsNeitherTakenNorWritten() throws Exception {
        Files.writeString(file(), CONFIG);
        LiveCli gateway = started(Map.of());
        Files.writeString(file(), "");
        gateway.awaitErr("configuration not taken, the old one stays");
        assertEquals("", Files.readString(file()));
        assertEquals(502, status(gateway, "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"));
        Files.writeString(file(), CONFIG.replace("\"a\":", "\"b\":"));
        gateway.awaitErr("alias b");
        assertEquals(0, gateway.stopped());
        assertEquals(CONFIG.replace("\"a\":", "\"b\":"), Files.readString(file()));
    }

    @Test
    void aRelativePathIsKeptAsAWholeOne() throws Exception {
        Files.writeString(file(), CONFIG);
        Path relative = Path.of("").toAbsolutePath().relativize(file().toAbsolutePath());
        LiveCli gateway = started(Map.of(), "--config=" + relative);
        CliRun status = CliRun.at(home, Map.of(), "status", "--json");
        Path told = Path.of(((Obj) Json.parse(status.out())).text("config"));
        assertTrue(told.isAbsolute() && Files.isSameFile(file(), told), told.toString());
        assertEquals(0, gateway.stopped());
    }

    @Test
    void aStartRefusesWhatAnEditWouldRefuse() throws IOException {
        for (String wrong : List.of("\"p/m\"=>\"p/none\"", "\"p/m\"=>\"a\"", "\"all\"=>\"none\"",
                "\"1m\"=>\"1 moon\"")) {
            int arrow = wrong.indexOf("=>");
            String text = CONFIG.replace(wrong.substring(0, arrow), wrong.substring(arrow + 2));
            Files.writeString(file(), text);
            CliRun run = CliRun.at(home, Map.of("LLM_ROUTER_STATE_BACKEND", "memory"), "start", "--port=0");
            assertEquals(2, run.exitCode(), wrong);
            assertTrue(run.err().contains("modelAliases.a") || run.err().contains("rateLimits[0]"), run.err());
            assertEquals("", run.out());
            assertEquals(text, Files.readString(file()));
        }
    }
}
