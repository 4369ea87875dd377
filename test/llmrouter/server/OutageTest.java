package llmrouter.server;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.Await;
import llmrouter.ManualClock;
import llmrouter.routing.HealthPolicy;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.state.MemoryStore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// How the gateway lives through an outage of provider `p` that many requests see, with `q` behind it. Requests and
/// sockets are real; the clock of circuits and caps goes on only when a test says so.
class OutageTest {
    private static final long CIRCUIT_MS = 500;
    private static final Script GOOD_P = Backends.answers("main", 7);
    private static final Script GOOD_Q = Backends.answers("backup", 11);
    private static final Script DOWN = Backends.refuses(503, "api_error", "down for now");
    private static final Way WHOLE = new Way("openai", "openai", "claude", false);
    private static final Way STREAMED = new Way("claude", "openai", "claude", true);

    private final ManualClock clock = ManualClock.at("2026-11-22T12:00:17.500Z");

    private Gateway gateway(String config) throws Exception {
        return Gateway.with(config, new MemoryStore(new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2,
            CIRCUIT_MS, 86_400_000), clock), Map.of());
    }

    private Gateway gateway(Way way, ScriptedUpstream p, ScriptedUpstream q) throws Exception {
        return gateway(way.config(p, q, "", "", "{}", "{}"));
    }

    private static String by(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-llm-router-candidate").orElse("");
    }

    /// Caps of provider `p`, as members of a bucket.
    private static String capped(String config, String... buckets) {
        var all = new ArrayList<String>();
        for (String bucket : buckets) all.add("{\"id\":\"b" + all.size() + "\",\"models\":[\"all\"]," + bucket + "}");
        return config.replaceFirst("\"id\":\"p\",", "\"id\":\"p\",\"rateLimits\":[" + String.join(",", all) + "],");
    }

    @ParameterizedTest
    @MethodSource("llmrouter.server.Way#all")
    void anOutageIsProbedOncePerCircuitAndOverWithinOne(Way way) throws Exception {
        var up = new AtomicBoolean();
        try (var p = new ScriptedUpstream(wire -> (up.get() ? GOOD_P : DOWN).run(wire));
                var q = new ScriptedUpstream(GOOD_Q);
                var gateway = gateway(way, p, q)) {
            var asked = new StringBuilder();
            for (int ms = 0; ms < 3000; ms += 200) {
                int before = p.seen().size();
                way.isAnswer(way.ask(gateway), "q/backup", "backup", 11);
                asked.append(p.seen().size() - before);
                clock.passes(200);
            }
            assertEquals("300100100100100", asked.toString(),
                "calls to p of each request: three to find out, then a probe when its circuit lets one");
            up.set(true);
            int until = 0;
            while (until <= CIRCUIT_MS && !by(way.ask(gateway)).equals("p/main")) {
                clock.passes(100);
                until += 100;
            }
            assertTrue(until <= CIRCUIT_MS, "back after " + until + " ms");
            int before = q.seen().size();
            for (int i = 0; i < 5; i++) way.isAnswer(way.ask(gateway), "p/main", "main", 7);
            assertEquals(before, q.seen().size());
        }
    }

    @ParameterizedTest
    @MethodSource("llmrouter.server.Way#all")
    void aSlowProbeIsTheOnlyOne(Way way) throws Exception {
        var probing = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var p = new ScriptedUpstream(DOWN, DOWN, DOWN, wire -> {
            probing.countDown();
            assertTrue(ScriptedUpstream.soon(release));
            GOOD_P.run(wire);
        }); var q = new ScriptedUpstream(GOOD_Q); var gateway = gateway(way, p,
                q); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            way.isAnswer(way.ask(gateway), "q/backup", "backup", 11);
            clock.passes(CIRCUIT_MS);
            Future<HttpResponse<String>> probe = threads.submit(() -> way.ask(gateway));
            assertTrue(ScriptedUpstream.soon(probing));
            var others = new ArrayList<Future<HttpResponse<String>>>();
            for (int i = 0; i < 10; i++) others.add(threads.submit(() -> way.ask(gateway)));
            for (var other : others) way.isAnswer(other.get(), "q/backup", "backup", 11);
            assertEquals(4, p.seen().size(), "three that failed, and the probe");
            release.countDown();
            way.isAnswer(probe.get(), "p/main", "main", 7);
            way.isAnswer(way.ask(gateway), "p/main", "main", 7);
        }
    }

    @Test
    void oneOfManyAtOnceProbes() throws Exception {
        var release = new CountDownLatch(1);
        try (var p = new ScriptedUpstream(DOWN, DOWN, DOWN, wire -> {
            assertTrue(ScriptedUpstream.soon(release));
            DOWN.run(wire);
        }); var q = new ScriptedUpstream(GOOD_Q); var gateway = gateway(STREAMED, p,
                q); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            STREAMED.ask(gateway);
            clock.passes(CIRCUIT_MS);
            var answers = new ArrayList<Future<HttpResponse<String>>>();
            for (int i = 0; i < 50; i++) answers.add(threads.submit(() -> STREAMED.ask(gateway)));
            Await.until("49 answers", () -> answers.stream().filter(Future::isDone).count() >= 49);
            release.countDown();
            for (var answer : answers) STREAMED.isAnswer(answer.get(), "q/backup", "backup", 11);
            assertEquals(4, p.seen().size());
        }
    }

    @Test
    void streamsThatAlwaysBreakOpenTheCircuitToo() throws Exception {
        try (var p = new ScriptedUpstream(Backends.breaks(Backends::hangsUp));
                var q = new ScriptedUpstream(GOOD_Q);
                var gateway = gateway(STREAMED, p, q)) {
            for (int i = 0; i < 2; i++) STREAMED.isBroken(STREAMED.ask(gateway), "ended its stream before");
            STREAMED.isAnswer(STREAMED.ask(gateway), "q/backup", "backup", 11);
            assertEquals(2, p.seen().size());
        }
    }

    @Test
    void aLoneProviderIsTriedWhateverItsCircuitSays() throws Exception {
        try (var p = new ScriptedUpstream(DOWN, DOWN, DOWN, GOOD_P); var q = new ScriptedUpstream(GOOD_Q);
                var gateway = gateway(WHOLE.config(p, q, "", "", "{}", "{}")
                        .replace(",\"fallbackModels\":[\"q/backup\"]", ""))) {
            WHOLE.isError(WHOLE.ask(gateway), 503, "down for now");
            WHOLE.isAnswer(WHOLE.ask(gateway), "p/main", "main", 7);
        }
    }

    @Test
    void aRetryThatACapForbidsGoesToTheFallback() throws Exception {
        try (var p = new ScriptedUpstream(DOWN); var q = new ScriptedUpstream(GOOD_Q);
                var gateway = gateway(capped(WHOLE.config(p, q, "", "", "{}", "{}"),
                        "\"requests\":2,\"window\":\"minute:1\""))) {
            WHOLE.isAnswer(WHOLE.ask(gateway), "q/backup", "backup", 11);
            assertEquals(2, p.seen().size());
            assertEquals(1, q.seen().size());
        }
    }

    private static List<HttpResponse<String>> thousand(Callable<HttpResponse<String>> asking) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<HttpResponse<String>>>();
            for (int i = 0; i < 1000; i++) answers.add(threads.submit(asking));
            var all = new ArrayList<HttpResponse<String>>();
            for (var answer : answers) all.add(answer.get());
            return all;
        }
    }

    @Test
    void aThousandAtOncePassACapOfFortyExactlyFortyTimes() throws Exception {
        try (var p = new ScriptedUpstream(GOOD_P); var q = new ScriptedUpstream(GOOD_Q);
                var gateway = gateway(capped(WHOLE.config(p, q, "", "", "{}", "{}")
                        .replace(",\"fallbackModels\":[\"q/backup\"]", ""),
                        "\"requests\":40,\"window\":\"minute:1\""))) {
            int served = 0;
            for (HttpResponse<String> answer : thousand(() -> WHOLE.ask(gateway))) {
                if (answer.statusCode() == 200) {
                    WHOLE.isAnswer(answer, "p/main", "main", 7);
                    served++;
                } else {
                    WHOLE.isError(answer, 429, "43 s");
                    assertEquals("43", answer.headers().firstValue("retry-after").orElse(""),
                        "42.5 s to the end of the minute");
                }
            }
            assertEquals(40, served);
            assertEquals(40, p.seen().size());
            clock.passes(42_500);
            WHOLE.isAnswer(WHOLE.ask(gateway), "p/main", "main", 7);
        }
    }

    @Test
    void whatACapForbidsTheFallbackTakes() throws Exception {
        try (var p = new ScriptedUpstream(GOOD_P); var q = new ScriptedUpstream(GOOD_Q);
                var gateway = gateway(capped(STREAMED.config(p, q, "", "", "{}", "{}"),
                        "\"requests\":40,\"window\":\"minute:1\""))) {
            for (HttpResponse<String> answer : thousand(() -> STREAMED.ask(gateway))) {
                boolean main = by(answer).equals("p/main");
                STREAMED.isAnswer(answer, main ? "p/main" : "q/backup", main ? "main" : "backup", main ? 7 : 11);
            }
            assertEquals(40, p.seen().size());
            assertEquals(960, q.seen().size());
        }
    }

    private static void isCapped(HttpResponse<String> answer, String seconds) {
        WHOLE.isError(answer, 429, seconds + " s");
        assertEquals(seconds, answer.headers().firstValue("retry-after").orElse(""));
    }

    @Test
    void everyCapMustHaveRoom() throws Exception {
        var busy = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        Script large = Backends.answers("main", 1000);
        try (var p = new ScriptedUpstream(wire -> {
            busy.countDown();
            assertTrue(ScriptedUpstream.soon(release));
            large.run(wire);
        }, large); var q = new ScriptedUpstream(GOOD_Q); var threads = Executors.newVirtualThreadPerTaskExecutor();
                var gateway = gateway(capped(WHOLE.config(p, q, "", "", "{}", "{}")
                    .replace(",\"fallbackModels\":[\"q/backup\"]", ""),
                    "\"requests\":3,\"window\":\"minute:1\"", "\"tokens\":3000,\"window\":\"hour:1\"",
                            "\"concurrency\":1"))) {
            Future<HttpResponse<String>> first = threads.submit(() -> WHOLE.ask(gateway));
            assertTrue(ScriptedUpstream.soon(busy));
            isCapped(WHOLE.ask(gateway), "1");
            release.countDown();
            WHOLE.isAnswer(first.get(), "p/main", "main", 1000);
            // 2001 of 3000 tokens are used, and the estimate for this request is small
            WHOLE.isAnswer(WHOLE.ask(gateway), "p/main", "main", 1000);
            isCapped(WHOLE.ask(gateway), "3583"); // 4002 tokens are used up to the end of the hour
            clock.passes(3_582_500);
            WHOLE.isAnswer(WHOLE.ask(gateway), "p/main", "main", 1000);
            WHOLE.isAnswer(WHOLE.ask(gateway), "p/main", "main", 1000);
            clock.passes(60_000);
            isCapped(WHOLE.ask(gateway), "3540");
            assertEquals(4, p.seen().size());
        }
    }

    @Test
    void twoThousandAtOnceOverTwoToOneLandTwoToOne() throws Exception {
        String pair = "{\"version\":2,\"modelAliases\":{\"pair\":{\"strategy\":\"weighted-rr\","
            + "\"targets\":[{\"ref\":\"p/main\",\"weight\":2},{\"ref\":\"q/backup\",\"weight\":1}]}},";
        try (var p = new ScriptedUpstream(GOOD_P); var q = new ScriptedUpstream(GOOD_Q);
                var gateway = gateway(WHOLE.config(p, q, "", "", "{}", "{}").replace("{\"version\":2,", pair))) {
            for (int i = 0; i < 2; i++) {
                for (var answer : thousand(() -> gateway.post(Samples.CHAT,
                        Samples.chat(false).replace("p/m", "pair")))) {
                    assertEquals(200, answer.statusCode());
                }
            }
            assertEquals(1333, p.seen().size(), 13);
            assertEquals(2000, p.seen().size() + q.seen().size());
        }
    }
}
