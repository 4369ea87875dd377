package llmrouter.worker.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.server.Gateway;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Three Workers that share one object: what it counts is exact, and outlives a crash of the process.
class LiveStateTest {
    private static final int CAP = 40;
    private static final int REQUESTS = 1_000;
    private static final List<String> WORKERS = List.of("w0", "w1", "w2");
    private static final Map<String, String> VARIABLES = Map.of("LLM_ROUTER_LOG", "error",
        "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1");

    @TempDir
    private static Path folder;
    private static LiveProvider provider;
    private static LiveSetup setup;
    private static LiveProcess process;

    @BeforeAll
    static void start() throws Exception {
        provider = new LiveProvider();
        String config = """
            {"version":2,"masterKey":"%s","providers":[
             {"id":"p","baseUrl":"%s","apiKey":"%s","formats":["openai"],"models":["m","crash","slow",
              {"id":"ill","fallbackModels":["p/well"]},"well"],
              "rateLimits":[{"id":"forty","models":["m"],"requests":%d,"window":{"unit":"day","size":1}},
               {"id":"again","models":["crash"],"requests":%d,"window":{"unit":"day","size":1}},
               {"id":"five","models":["slow"],"concurrency":5}]}]}"""
            .formatted(LiveClient.KEY, provider.url(), Gateway.UPSTREAM_KEY, CAP, CAP);
        setup = new LiveSetup(folder).owner("w0", config, VARIABLES).sharing("w1", config, VARIABLES, "w0")
            .sharing("w2", config, VARIABLES, "w0");
        process = setup.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (process != null) process.close();
        if (provider != null) provider.close();
    }

    private static int ask(String worker, String model) throws IOException {
        String request = LiveClient.post(Samples.CHAT, Samples.chat(false).replace("p/m", "p/" + model));
        return LiveClient.ask(process.port(worker), request).status();
    }

    /// Sends so many requests at once, to each Worker in turn.
    ///
    /// @return how many were answered with each status; 0 for those whose connection broke
    private static Map<Integer, Integer> askAll(int count, String model) throws InterruptedException {
        var statuses = new ConcurrentHashMap<Integer, Integer>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < count; i++) {
            String worker = WORKERS.get(i % WORKERS.size());
            threads.add(Thread.ofVirtual().start(() -> {
                int status;
                try {
                    status = ask(worker, model);
                } catch (IOException _) {
                    status = 0;
                }
                statuses.merge(status, 1, Integer::sum);
            }));
        }
        for (Thread thread : threads) thread.join();
        return statuses;
    }

    private static Json.Obj status(String worker) throws IOException {
        return (Json.Obj) Json.parse(LiveClient.ask(process.port(worker), LiveClient.get("/status")).body());
    }

    private static long used(String worker, String cap) throws IOException {
        for (Json.Obj bucket : status(worker).objects("buckets")) {
            if (cap.equals(bucket.text("bucket"))) return bucket.object("requests").number("used", -1);
        }
        throw new AssertionError(cap + " is not shown");
    }

    @Test
    void ofAThousandRequestsAsManyReachTheProviderAsTheCapAllows() throws Exception {
        provider.does(Samples.good("openai"));
        assertEquals(Map.of(200, CAP, 429, REQUESTS - CAP), askAll(REQUESTS, "m"));
        assertEquals(CAP, provider.seen().size());
        for (String worker : WORKERS) assertEquals(CAP, used(worker, "p/forty"), worker);
    }

    @Test
    void noCountIsLostWhenTheProcessIsKilled() throws Exception {
        var killed = new CountDownLatch(1);
        var arrived = new AtomicInteger();
        provider.does(wire -> {
            if (arrived.incrementAndGet() > 12) assertTrue(killed.await(10, TimeUnit.SECONDS));
            Samples.good("openai").run(wire);
        });
        Thread first = Thread.ofVirtual().start(() -> {
            try {
                askAll(30, "crash");
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        Await.until("12 requests are answered, and others are under way", () -> arrived.get() > 12);
        process.kill();
        killed.countDown();
        first.join();
        process = setup.start();
        Map<Integer, Integer> then = askAll(REQUESTS, "crash");
        assertEquals(REQUESTS, then.getOrDefault(200, 0) + then.getOrDefault(429, 0), then.toString());
        int reached = provider.seen().size();
        assertTrue(reached <= CAP && reached > then.get(200) + 12, reached + " of " + then);
        for (String worker : WORKERS) assertEquals(CAP, used(worker, "p/again"), worker);
    }

    @Test
    void requestsAtTheSameTimeAreCapped() throws Exception {
        var flying = new Semaphore(0);
        var end = new CountDownLatch(1);
        provider.does(wire -> {
            flying.release();
            assertTrue(end.await(20, TimeUnit.SECONDS));
            Samples.good("openai").run(wire);
        });
        var statuses = new HashMap<Integer, Integer>();
        Thread five = Thread.ofVirtual().start(() -> {
            try {
                statuses.putAll(askAll(5, "slow"));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(flying.tryAcquire(5, 10, TimeUnit.SECONDS));
        assertEquals(Map.of(429, 30), askAll(30, "slow"));
        end.countDown();
        five.join();
        assertEquals(Map.of(200, 5), statuses);
        assertEquals(5, provider.seen().size());
        for (String worker : WORKERS) {
            Await.until("a place is free again", () -> ask(worker, "slow") == 200);
        }
    }

    @Test
    void aCooldownHoldsForEachWorker() throws Exception {
        provider.does(wire -> {
            if (wire.request().body().contains("\"ill\"")) wire.json(429, "{}", "retry-after: 3000");
            else Samples.good("openai").run(wire);
        });
        assertEquals(200, ask("w0", "ill"));
        Await.until("the cooldown is known", () -> status("w1").toString().contains("\"cooldown\""));
        for (String worker : WORKERS) assertEquals(200, ask(worker, "ill"), worker);
        assertEquals(1, provider.seen().stream().filter(seen -> seen.body().contains("\"ill\"")).count());
        assertEquals(5, provider.seen().size());
    }

    /// Without what each isolate has of its own.
    private static String shared(String worker) throws IOException {
        return status(worker).toString().replaceAll("\"(started|uptimeSeconds)\":(\"[^\"]*\"|[0-9]+)", "");
    }

    @Test
    void eachWorkerShowsTheSameState() throws Exception {
        provider.does(Samples.good("openai"));
        askAll(6, "well");
        Await.until("each shows the same", () -> shared("w0").equals(shared("w1"))
            && shared("w1").equals(shared("w2")));
        assertTrue(shared("w0").contains("\"buckets\":["), shared("w0"));
    }
}
