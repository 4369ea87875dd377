package llmrouter.cli.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.metrics.Scrape;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/// A configuration file that is written a thousand times while the gateway works: whole, broken, torn, empty, in
/// place and by renames.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReloadStormTest {
    private static final int WRITES = 1000;
    private static final String ANSWER = """
        {"id":"1","object":"chat.completion","created":1,"model":"m",
         "choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private static final Map<String, String> ENVIRONMENT = Map.of("LLM_ROUTER_STATE_BACKEND", "memory",
        "LLM_ROUTER_REQUEST_LOG", "off",
        "LLM_ROUTER_CONFIG_RELOAD_DEBOUNCE_MS", "0");

    @TempDir
    private Path home;
    private final Random random = new Random(7);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong asked = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /// Always with the alias `work`; `number` makes it another one.
    private static String valid(ScriptedUpstream provider, int number) {
        return """
            {"version":2,"providers":[{"id":"p","name":"P","baseUrl":"%s","apiKey":"k","formats":["openai"],
            "models":["m","n"]}],
            "modelAliases":{"work":{"targets":[{"ref":"p/%s"}]},"number-%d":{"targets":[{"ref":"p/m"}]}}}"""
            .formatted(provider.url(), number % 2 == 0 ? "m" : "n", number);
    }

    private void write(String text) throws IOException {
        Path file = home.resolve(".llm-router.json");
        if (random.nextBoolean()) {
            Files.writeString(file, text);
        } else {
            Path next = Files.writeString(home.resolve("next"), text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// One more change, of any kind.
    private void change(ScriptedUpstream provider, int number) throws IOException {
        String valid = valid(provider, number);
        switch (random.nextInt(6)) {
            case 0 -> write("");
            case 1 -> write(valid.substring(0, random.nextInt(valid.length())));
            case 2 -> write(valid.replace("\"p/m\"", "\"nobody/m\""));
            case 3 -> Files.delete(home.resolve(".llm-router.json"));
            default -> write(valid);
        }
        if (!Files.exists(home.resolve(".llm-router.json"))) write(valid);
    }

    private HttpResponse<String> ask(String url, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path));
        return http.send((body == null ? request : request.POST(HttpRequest.BodyPublishers.ofString(body))).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    private long reloads(String url, String result) throws IOException, InterruptedException {
        return Scrape.of(ask(url, "/metrics", null).body()).sum("llmrouter_config_reloads_total", "result", result);
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /// Looks every 20 ms for half a minute.
    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        for (int i = 0; i < 1500; i++) {
            if (condition.holds()) return;
            Thread.sleep(20);
        }
        fail("not within 30 s: " + what);
    }

    /// Asks again and again until it is over.
    private void client(String url) {
        while (!over.get()) {
            try {
                var answer = ask(url, "/v1/chat/completions",
                    "{\"model\":\"work\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
                if (answer.statusCode() != 200) failures.add(answer.statusCode() + " " + answer.body());
            } catch (IOException | InterruptedException e) {
                failures.add(e.toString());
            }
            asked.incrementAndGet();
        }
    }

    /// How many of the changes the watch looks at is chance, so the storm lasts until some were applied and some
    /// refused.
    private void storm(ScriptedUpstream provider, String url) throws IOException, InterruptedException {
        for (int number = 1; number <= WRITES || reloads(url, "taken") < 2 || reloads(url, "refused") < 2; number++) {
            assertTrue(number < 10 * WRITES, "the watch has not looked often enough");
            if (number > WRITES) Thread.sleep(5);
            change(provider, number);
            assertTrue(ask(url, "/v1/models", null).body().contains("\"work\""));
        }
    }

    @Test
    void noRequestFailsAndTheLastGoodOneWins() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, ANSWER))) {
            write(valid(provider, 0));
            var cli = new CliRun.LiveCli(home, ENVIRONMENT, "").started("start", "--port=0", "--drain-timeout=1");
            String url = cli.out().lines().findFirst().orElseThrow().replaceAll(".*(http://\\S+).*", "$1");
            var clients = new ArrayList<Thread>();
            for (int i = 0; i < 4; i++) clients.add(Thread.ofVirtual().start(() -> client(url)));
            storm(provider, url);
            write(valid(provider, 9999));
            await("the last good configuration is in use",
                () -> ask(url, "/v1/models", null).body().contains("number-9999"));
            long refused = reloads(url, "refused");
            write("{ not this one");
            await("the broken configuration is refused", () -> reloads(url, "refused") > refused);
            over.set(true);
            for (Thread client : clients) client.join();
            assertEquals(List.of(), List.copyOf(failures));
            String models = ask(url, "/v1/models", null).body();
            assertTrue(models.contains("number-9999"), models);
            assertFalse(models.replace("number-9999", "").contains("number-"), models);
            assertTrue(asked.get() > 100, asked + " requests");
            assertEquals(0, cli.stopped());
        }
    }
}
