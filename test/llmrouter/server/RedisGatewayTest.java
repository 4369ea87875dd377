package llmrouter.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.scripted.RedisServer;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RedisGatewayTest {
    private static final String QUESTION = "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ANSWER = """
        {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
        "message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    @TempDir
    private Path folder;

    private static String config(ScriptedUpstream upstream, int requests) {
        return Gateway.config("openai", upstream).replaceFirst("\"models\":", """
            "rateLimits":[{"id":"cap","models":["all"],"requests":%d,"window":{"unit":"month","size":600}}],\
            "models":""".formatted(requests));
    }

    private static int post(Gateway gateway) throws Exception {
        return gateway.post("/v1/chat/completions", QUESTION).statusCode();
    }

    @Test
    void aThousandRequestsToTwoGatewaysReachTheProviderAsOftenAsTheCapSays() throws Exception {
        try (var redis = RedisServer.start(folder);
                var upstream = new ScriptedUpstream(wire -> wire.json(200, ANSWER));
                var one = Gateway.with(config(upstream, 40), Map.of("LLM_ROUTER_STATE_BACKEND", redis.url()));
                var two = Gateway.with(config(upstream, 40), Map.of("LLM_ROUTER_STATE_BACKEND", redis.url()));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answered = new AtomicInteger();
            var refused = new AtomicInteger();
            var tasks = IntStream.range(0, 1000).<Callable<Void>>mapToObj(i -> () -> {
                int status = post(i % 2 == 0 ? one : two);
                if (status == 200) answered.incrementAndGet();
                if (status == 429) refused.incrementAndGet();
                return null;
            }).toList();
            for (var done : threads.invokeAll(tasks)) done.get();
            assertEquals(40, upstream.seen().size());
            assertEquals(40, answered.get());
            assertEquals(960, refused.get());
        }
    }

    @Test
    void noRequestIsRefusedWhenTheServerDies() throws Exception {
        try (var redis = RedisServer.start(folder);
                var upstream = new ScriptedUpstream(wire -> wire.json(200, ANSWER));
                var gateway = Gateway.with(config(upstream, 1_000_000),
                        Map.of("LLM_ROUTER_STATE_BACKEND", redis.url()))) {
            for (int i = 0; i < 100; i++) {
                if (i == 50) redis.kill();
                assertEquals(200, post(gateway), "request " + i);
            }
            assertEquals(1, gateway.log().stream().filter(line -> line.startsWith("state: ")).count(),
                () -> gateway.log().toString());
            assertEquals(100, upstream.seen().size());
        }
    }

    /// There was nothing of candidates and caps.
    @Test
    void peopleSeeWhatTheOtherGatewayHasCounted() throws Exception {
        try (var redis = RedisServer.start(folder);
                var upstream = new ScriptedUpstream(wire -> wire.json(200, ANSWER));
                var one = Gateway.with(config(upstream, 40), Map.of("LLM_ROUTER_STATE_BACKEND", redis.url()));
                var two = Gateway.with(config(upstream, 40), Map.of("LLM_ROUTER_STATE_BACKEND", redis.url()))) {
            assertEquals(200, post(one));
            String metrics = two.send(two.request("/metrics")).body();
            assertTrue(metrics.contains("llmrouter_candidate_state{candidate=\"p/m\",state=\"ok\"} 1"), metrics);
            assertTrue(metrics.matches("(?s).*llmrouter_bucket_used\\{[^}]*} 1\n.*"), metrics);
            String status = two.send(two.request("/status")).body();
            assertTrue(status.contains("\"candidates\":[") && status.contains("\"buckets\":["), status);
        }
    }
}
