package llmrouter.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.cli.CliRun.LiveCli;
import llmrouter.demo.DemoConfig;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// `status` while a gateway starts, and while one takes the place of another.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StatusWaitTest {
    /// No gateway of another test or of this machine is found at the usual address.
    private static final Map<String, String> NOWHERE = Map.of("LLM_ROUTER_PORT", "1");

    @TempDir
    private Path home;

    @BeforeEach
    void writeConfiguration() throws IOException {
        Files.writeString(home.resolve(".llm-router.json"),
            DemoConfig.text("http://127.0.0.1:9", "http://127.0.0.1:9", false)
                .replace("\"apiKeyEnv\"", "\"apiKey\""));
    }

    private LiveCli started() {
        return new LiveCli(home, Map.of("LLM_ROUTER_STATE_BACKEND", "memory"), "").started("start", "--port=0",
            "--drain-timeout=1");
    }

    @Test
    void itWaitsForAGatewayThatStarts() throws Exception {
        var status = CompletableFuture.supplyAsync(() -> CliRun.at(home, NOWHERE, "status", "--wait=30"));
        LiveCli gateway = started();
        try {
            CliRun run = status.get(40, TimeUnit.SECONDS);
            assertEquals(0, run.exitCode(), run.out() + run.err());
        } finally {
            gateway.stopped();
        }
    }

    @Test
    void itEndsWhenTheTimeIsOver() {
        CliRun run = CliRun.at(home, NOWHERE, "status", "--wait=1");
        assertEquals(1, run.exitCode(), run.out());
        assertTrue(run.out().startsWith("no gateway runs on "), run.out());
    }

    /// The list still names the gateway that has handed over, while the new one has the address already.
    @Test
    void aGatewayThatTakesOverAnswersInPlaceOfTheOneBefore() throws Exception {
        LiveCli gateway = started();
        Path list = home.resolve(".llm-router.runtime.json");
        String text = Files.readString(list);
        String key = ((Json.Obj) Json.parse(text)).objects("instances").getFirst().text("key");
        try {
            replace(list, text.replace(key, new StringBuilder(key).reverse()));
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(() -> replace(list, text));
            CliRun run = CliRun.at(home, NOWHERE, "status");
            assertEquals(0, run.exitCode(), run.out() + run.err());
        } finally {
            gateway.stopped();
        }
    }

    private static void replace(Path file, String text) {
        try {
            Path other = Files.writeString(file.resolveSibling("other"), text);
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
