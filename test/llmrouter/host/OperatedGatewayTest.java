package llmrouter.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A gateway that signals and other commands control.
class OperatedGatewayTest {
    private static final String CONFIG = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"name\":\"P\","
        + "\"baseUrl\":\"http://127.0.0.1:9\",\"apiKey\":\"k\",\"formats\":[\"openai\"],\"models\":[\"m\"]}]}";

    @TempDir
    private Path home;
    private final List<String> said = new ArrayList<>();
    private final Map<String, Runnable> handlers = new HashMap<>();

    /// Starts a gateway whose signals the test makes. What it does in `started` comes before the caller of `start`
    /// could say that the gateway listens.
    private void start(BiConsumer<String, Runnable> signals, Runnable started) throws Exception {
        Files.writeString(home.resolve(".llm-router.json"), CONFIG);
        var stop = new StopSignal(_ -> {}, signals);
        var context = new HostContext(Map.of("LLM_ROUTER_STATE_BACKEND", "memory"), home, false, stop, said::add);
        GatewayInputs inputs = GatewayInputs.of(context, null);
        var listen = new ListenAddress("127.0.0.1", 0, KeyRule.NEVER);
        var options = new StartOptions(false, false, false, 0, false, _ -> List.of());
        var gateway = OperatedGateway.start(context, inputs, inputs.load(), listen, options);
        started.run();
        stop.stop();
        assertEquals(0, gateway.serve());
    }

    private List<String> reloads() {
        return said.stream().filter(line -> line.startsWith("configuration reloaded: ")).toList();
    }

    @Test
    void everySignalIsHandledBeforeItSaysThatItListens() throws Exception {
        start(handlers::put, () -> {
            assertEquals(Set.of("INT", "TERM", "HUP"), handlers.keySet());
            handlers.get("HUP").run();
            assertEquals(1, reloads().size(), said.toString());
        });
    }

    @Test
    void aHangupDuringTheStartIsFollowedByAReload() throws Exception {
        BiConsumer<String, Runnable> atOnce = (name, action) -> {
            if (name.equals("HUP")) action.run();
        };
        start(atOnce, () -> assertEquals(1, reloads().size(), said.toString()));
    }

    @Test
    void aTerminationDuringTheStartEndsItWithZero() throws Exception {
        BiConsumer<String, Runnable> atOnce = (name, action) -> {
            if (name.equals("TERM")) action.run();
        };
        start(atOnce, () -> {});
        assertTrue(said.stream().anyMatch(line -> line.startsWith("stopping: ")), said.toString());
    }
}
