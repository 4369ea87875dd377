package llmrouter.server;

import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import llmrouter.config.Config;
import llmrouter.json.Json;
import llmrouter.metrics.Scrape;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What `/metrics` says of requests that really happened.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsPageTest {
    private static Scrape scrape(Gateway gateway) throws Exception {
        HttpResponse<String> page = gateway.send(gateway.request("/metrics"));
        assertEquals(200, page.statusCode());
        assertEquals("text/plain; version=0.0.4; charset=utf-8",
            page.headers().firstValue("content-type").orElseThrow());
        return Scrape.of(page.body());
    }

    /// The page once it says what it must: a client has its answer a moment before its request is counted.
    private static Scrape when(Gateway gateway, Predicate<Scrape> right) throws Exception {
        while (true) {
            Scrape scrape = scrape(gateway);
            if (right.test(scrape)) return scrape;
        }
    }

    private static Scrape whenEnded(Gateway gateway, long requests) throws Exception {
        return when(gateway, s -> s.sum("llmrouter_requests_total") == requests
            && s.sum("llmrouter_requests_open") == 0);
    }

    @Test
    void whatHappenedIsCounted() throws Exception {
        try (var bad = new ScriptedUpstream(wire -> wire.json(503, "{\"error\":{\"message\":\"busy\"}}"));
                var good = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", bad, good),
                        Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "2", "LLM_ROUTER_CIRCUIT_BREAKER_FAILURES", "0"))) {
            for (int i = 0; i < 3; i++) assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
            assertEquals(200, gateway.post(Samples.MESSAGES, Samples.messages(true)).statusCode());
            assertEquals(503, gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", "p/n")).statusCode());
            assertEquals(400, gateway.post("/", "{").statusCode());
            assertEquals(415, gateway.post(Samples.CHAT, "x", "content-encoding", "br").statusCode());
            assertEquals(404, gateway.post("/nowhere", "{}").statusCode());
            Scrape s = whenEnded(gateway, 7);
            assertEquals(3, s.sum("llmrouter_requests_total", "endpoint", "chat", "format", "openai", "status", "2xx",
                "end", "ok"));
            assertEquals(1, s.sum("llmrouter_requests_total", "endpoint", "messages", "format", "claude", "status",
                "2xx", "end", "ok"));
            assertEquals(1, s.sum("llmrouter_requests_total", "endpoint", "chat", "status", "5xx", "end",
                "temporary_error"));
            assertEquals(1, s.sum("llmrouter_requests_total", "endpoint", "unified", "format", "other", "status",
                "4xx", "end", "invalid_request"));
            assertEquals(1, s.sum("llmrouter_requests_total", "endpoint", "chat", "status", "4xx", "end",
                "invalid_request"));
            assertEquals(1, s.sum("llmrouter_refused_total", "status", "404"));
            assertEquals(1, s.sum("llmrouter_refused_total"));
            assertEquals(bad.seen().size(), s.sum("llmrouter_attempts_total", "provider", "p", "category",
                "temporary_error"));
            assertEquals(good.seen().size(), s.sum("llmrouter_attempts_total", "candidate", "p2/m", "category", "ok"));
            assertEquals(bad.seen().size() + good.seen().size(), s.sum("llmrouter_attempts_total"));
            assertEquals(4, s.sum("llmrouter_routed_total", "route", "p/m", "end", "ok"));
            assertEquals(3 * 5, s.sum("llmrouter_tokens_total", "candidate", "p2/m", "kind", "input"));
            assertEquals(1, s.sum("llmrouter_first_token_seconds_count", "candidate", "p2/m"));
            assertEquals(4, s.sum("llmrouter_first_byte_seconds_count", "candidate", "p2/m"));
            assertEquals(1, s.sum("llmrouter_request_duration_seconds_count", "format", "claude", "streamed", "true"));
            assertEquals(1, s.sum("llmrouter_build_info"));
            assertEquals(4, s.sum("llmrouter_candidate_state"), "each candidate is in one state");
        }
    }

    @Test
    void openRequestsAndStreamsAreSeenAndLeft() throws Exception {
        var held = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello "));
            held.await();
        }); var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            try (Socket client = gateway.connect(gateway.rawPost(Samples.CHAT, Samples.chat(true)))) {
                assertTrue(client.getInputStream().read() > 0);
                Scrape s = when(gateway, page -> page.sum("llmrouter_streams_open") == 1);
                assertEquals(1, s.sum("llmrouter_requests_open"));
                assertEquals(0, s.sum("llmrouter_requests_total"));
            }
            Scrape s = whenEnded(gateway, 1);
            held.countDown();
            assertEquals(0, s.sum("llmrouter_streams_open"));
            assertEquals(1, s.sum("llmrouter_requests_total", "end", "client_gone"));
            assertEquals(1, s.sum("llmrouter_attempts_total", "candidate", "p/m", "category", "client_gone"));
        }
    }

    @Test
    void inventedModelsMakeNoSeries() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", "first"));
            int before = whenEnded(gateway, 1).size();
            for (int i = 0; i < 300; i++) {
                gateway.post(Samples.CHAT, Json.object().put("model", "x\"} 1\ny{z=\"" + i).put("messages",
                    Json.array()).toString());
                gateway.post(Samples.CHAT + "/" + i, "{}");
                gateway.send(gateway.request("/x" + i).method("M" + i, HttpRequest.BodyPublishers.noBody()));
            }
            Scrape s = whenEnded(gateway, 301);
            assertEquals(before + 1, s.size(), "one more, for what was turned away at the door");
            assertEquals(600, s.sum("llmrouter_refused_total", "status", "404"));
        }
    }

    @Test
    void candidatesAndBucketsStandAsTheyDo() throws Exception {
        try (var bad = new ScriptedUpstream(wire ->
            wire.json(429, "{\"error\":{\"message\":\"slow down\"}}", "retry-after: 60"));
                var good = new ScriptedUpstream(Samples.good("openai"))) {
            String config = Gateway.config("openai", bad, good).replace("\"models\":[{\"id\":\"m\"}",
                "\"rateLimits\":[{\"id\":\"day\",\"models\":[\"all\"],\"requests\":40,\"window\":{\"unit\":\"day\","
                + "\"size\":1}}],\"models\":[{\"id\":\"m\"}");
            try (var gateway = Gateway.with(config)) {
                assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
                Scrape s = scrape(gateway);
                assertEquals(1, s.sum("llmrouter_candidate_state", "candidate", "p/m", "state", "cooldown"));
                assertEquals(0, s.sum("llmrouter_candidate_state", "candidate", "p/m", "state", "ok"));
                assertEquals(1, s.sum("llmrouter_candidate_state", "candidate", "p2/m", "state", "ok"));
                assertEquals(1, s.sum("llmrouter_bucket_used", "bucket", "p2/day", "of", "requests"));
                assertEquals(40, s.sum("llmrouter_bucket_limit", "bucket", "p2/day", "of", "requests"));
                assertEquals(Set.of("requests"), s.values("llmrouter_bucket_limit", "of"));
            }
        }
    }

    @Test
    void reloadsAreCounted() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            Config other = Gateway.config(Gateway.config("openai", upstream, upstream));
            gateway.server().replace(other);
            gateway.server().refuse(new ConfigRefusal(Instant.ofEpochSecond(7), List.of("x"), 1));
            gateway.server().refuse(new ConfigRefusal(Instant.ofEpochSecond(7), List.of("x"), 1));
            Scrape s = scrape(gateway);
            assertEquals(1, s.sum("llmrouter_config_reloads_total", "result", "taken"));
            assertEquals(2, s.sum("llmrouter_config_reloads_total", "result", "refused"));
            assertEquals(1, s.sum("llmrouter_config_refused"));
            assertEquals(7, s.sum("llmrouter_config_refused_since_seconds"));
            gateway.server().replace(other);
            assertEquals(0, scrape(gateway).sum("llmrouter_config_refused"));
            assertEquals(0, scrape(gateway).sum("llmrouter_config_refused_since_seconds"));
            assertEquals(Set.of("p/m", "p/n", "p2/m", "p2/n"), s.values("llmrouter_candidate_state", "candidate"));
        }
    }

    @Test
    void itIsForTheOperatorAndHoldsNoSecret() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            assertEquals(401, gateway.send(gateway.request("/metrics")).statusCode());
            gateway.post(Samples.CHAT, Samples.chat(false).replace("Hi", "my-very-secret-question"), "x-api-key",
                Gateway.KEY);
            HttpResponse<String> page = gateway.send(gateway.request("/metrics")
                .header("authorization", "Bearer " + Gateway.KEY));
            assertEquals(1, Scrape.of(page.body()).sum("llmrouter_refused_total", "status", "401"));
            for (String secret : new String[] {Gateway.KEY, Gateway.UPSTREAM_KEY, "secret-question", "Hello"}) {
                assertFalse(page.body().contains(secret), page.body());
            }
            HttpResponse<String> posted = gateway.post("/metrics", "{}", "x-api-key", Gateway.KEY);
            assertEquals(405, posted.statusCode());
            assertEquals("GET, HEAD", posted.headers().firstValue("allow").orElseThrow());
        }
    }
}
