package llmrouter.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.scripted.RedisServer;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A cap is exact across three gateways on one Redis: thousands of requests at once, by way of an alias, and the
/// provider gets as many as the cap says.
class ThreeGatewaysTest {
    private static final int GATEWAYS = 3;
    private static final int REQUESTS = 3000;
    /// At the same time, of each gateway. More would only wait for a processor.
    private static final int AT_ONCE = 64;
    /// Longer than any test: a window that ended in between would begin to count anew.
    private static final String WINDOW = "\"window\":{\"unit\":\"month\",\"size\":600}";
    private static final int SHARE = 50;
    private static final String QUESTION = question();

    @TempDir
    private Path folder;

    /// Opens when seven requests are left that have no answer.
    private final CountDownLatch refused = new CountDownLatch(REQUESTS - 7);

    /// As long as a request that is reserved as [#SHARE] tokens: four characters each.
    private static String question() {
        String start = "{\"model\":\"work\",\"messages\":[{\"role\":\"user\",\"content\":\"";
        String end = "\"}]}";
        return start + "x".repeat(4 * SHARE - start.length() - end.length()) + end;
    }

    /// An answer that took just what was reserved.
    private static String answer() {
        return """
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
            "message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":%d,"completion_tokens":1,"total_tokens":%d}}""".formatted(SHARE - 1, SHARE);
    }

    /// An alias of one candidate with one cap.
    private static String config(ScriptedUpstream upstream, String cap) {
        String capped = Gateway.config("openai", upstream).replaceFirst("\"models\":",
            "\"rateLimits\":[{\"id\":\"cap\",\"models\":[\"all\"]," + cap + "}],\"models\":");
        String alias = ",\"modelAliases\":{\"work\":{\"targets\":[{\"ref\":\"p/m\"}]}}}";
        return capped.substring(0, capped.length() - 1) + alias;
    }

    /// How many of the requests, spread over the gateways, were answered with each status.
    private Map<Integer, Integer> statuses(ScriptedUpstream upstream, String cap) throws Exception {
        var counts = new TreeMap<Integer, Integer>();
        var gateways = new ArrayList<Gateway>();
        try (var redis = RedisServer.start(folder); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < GATEWAYS; i++) {
                gateways.add(Gateway.with(config(upstream, cap), Map.of("LLM_ROUTER_STATE_BACKEND", redis.url())));
            }
            for (var done : threads.invokeAll(requests(gateways))) counts.merge(done.get(), 1, Integer::sum);
            for (var gateway : gateways) {
                assertTrue(gateway.log().stream().noneMatch(line -> line.startsWith("state: ")),
                    () -> "the state was not shared all the time: " + gateway.log());
            }
        } finally {
            gateways.forEach(Gateway::close);
        }
        return counts;
    }

    private List<Callable<Integer>> requests(List<Gateway> gateways) {
        var free = new Semaphore(GATEWAYS * AT_ONCE);
        var all = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < REQUESTS; i++) {
            var gateway = gateways.get(i % GATEWAYS);
            all.add(() -> {
                free.acquire();
                try {
                    int status = gateway.post("/v1/chat/completions", QUESTION).statusCode();
                    if (status == 429) refused.countDown();
                    return status;
                } finally {
                    free.release();
                }
            });
        }
        return all;
    }

    @Test
    void aCapOnRequestsIsExact() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, answer()))) {
            assertEquals(Map.of(200, 1000, 429, REQUESTS - 1000), statuses(upstream, "\"requests\":1000," + WINDOW));
            assertEquals(1000, upstream.seen().size());
        }
    }

    /// Each request takes what was reserved for it, so the cap has room for a whole number of them; what is left over
    /// is too little for one more.
    @Test
    void aCapOnTokensIsExact() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, answer()))) {
            int tokens = 700 * SHARE + SHARE - 1;
            assertEquals(Map.of(200, 700, 429, REQUESTS - 700),
                statuses(upstream, "\"tokens\":" + tokens + "," + WINDOW));
            assertEquals(700, upstream.seen().size());
        }
    }

    /// The provider keeps all requests until the others are refused.
    @Test
    void aCapOnRequestsAtTheSameTimeIsExact() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> {
            if (!refused.await(50, TimeUnit.SECONDS)) throw new IOException("more than seven came through");
            wire.json(200, answer());
        })) {
            assertEquals(Map.of(200, 7, 429, REQUESTS - 7), statuses(upstream, "\"concurrency\":7"));
            assertEquals(7, upstream.seen().size());
        }
    }
}
