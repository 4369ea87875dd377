package llmrouter.state;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.LlmRouter;
import llmrouter.config.Alias.Strategy;
import llmrouter.routing.Asking;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.PickRequest;
import llmrouter.routing.RoutingTable;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The whole program under load, killed and started again: its cap holds over all its lives.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayKillTest {
    private static final int ROUNDS = 5;
    private static final int CAP = 150;
    private static final int CLIENTS = 8;
    /// In place of a status: the gateway was killed before it answered.
    private static final int KILLED = 0;
    private static final String ANSWER = """
        {"id":"1","object":"chat.completion","created":1,"model":"m",
        "choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    @TempDir
    private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    private ChildJvm start(ScriptedUpstream provider) throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(config, """
            {"version":2,"providers":[{"id":"p","baseUrl":"%s","apiKey":"k","formats":["openai"],"models":["m"],
            "rateLimits":[{"id":"cap","models":["all"],"requests":%d,"window":{"unit":"month","size":100000}}]}]}"""
            .formatted(provider.url(), CAP));
        config.toFile().setReadable(false, false);
        config.toFile().setReadable(true, true);
        return ChildJvm.run(List.of("env", "HOME=" + folder, "LLM_ROUTER_STATE_BACKEND=file",
            "LLM_ROUTER_STATE_FILE_PATH=" + folder.resolve("state"), "LLM_ROUTER_LOG=off"),
            LlmRouter.class, "start", "--port=0", "--config=" + config);
    }

    /// Asks from many clients until the provider has seen so many calls, or, without that, until the cap refuses.
    private void load(String url, ScriptedUpstream provider, int calls) throws InterruptedException {
        String body = "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        var request = HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        var others = new ConcurrentLinkedQueue<Integer>();
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(() -> {
                while (provider.seen().size() < calls && others.isEmpty()) {
                    int status = status(request);
                    if (status == KILLED) return;
                    if (status != 200) others.add(status);
                }
            }));
        }
        if (calls == Integer.MAX_VALUE) {
            for (Thread client : clients) client.join();
        }
        else Await.until(calls + " calls", () -> provider.seen().size() >= calls || !others.isEmpty());
        assertEquals(calls == Integer.MAX_VALUE ? Set.of(429) : Set.of(), Set.copyOf(others));
    }

    private int status(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException _) {
            return KILLED;
        }
    }

    private long counted() throws IOException {
        var table = new RoutingTable(StateFolder.POLICY, _ -> {});
        new StateFiles(folder.resolve("state"), _ -> {}).peek(() -> table::apply);
        PickRequest request = Asking.of(Strategy.ORDERED,
            new Choice("p/m", 1, List.of(new Cap("p/cap", (long) CAP, null, null, Asking.AGES)))).request();
        return table.snapshot(request.choices(), System.currentTimeMillis()).uses().get("p/cap").requests();
    }

    private String url(ChildJvm gateway) throws IOException {
        for (String line = gateway.line(); line != null; line = gateway.line()) {
            int at = line.indexOf("http://127.0.0.1:");
            if (at >= 0) return line.substring(at).replaceFirst("[^0-9a-z:/.].*", "");
        }
        throw new AssertionError("the gateway did not say where it listens");
    }

    @Test
    void theCapHoldsOverAllLivesOfTheGateway() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, ANSWER))) {
            for (int round = 1; round <= ROUNDS; round++) {
                ChildJvm gateway = start(provider);
                load(url(gateway), provider, round < ROUNDS ? round * 30 : Integer.MAX_VALUE);
                gateway.killedAfter(0);
                int seen = provider.seen().size();
                assertTrue(counted() >= seen, "round " + round + ": " + counted() + " counted of " + seen + " calls");
                assertTrue(seen <= CAP, seen + " calls against a cap of " + CAP);
                assertTrue(seen >= Math.min(CAP, round * 30) - ROUNDS * CLIENTS,
                    "only the calls that were cut off may be missing");
            }
            assertEquals(CAP, counted());
        } finally {
            http.shutdownNow();
        }
    }
}
