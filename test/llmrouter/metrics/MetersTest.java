package llmrouter.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import llmrouter.admission.Endpoint;
import llmrouter.chat.Usage;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Format;
import llmrouter.config.read.ConfigReader;
import llmrouter.gateway.Summary;
import llmrouter.gateway.Summary.Attempt;
import llmrouter.json.Json;
import llmrouter.json.JsonWriter;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.Route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MetersTest {
    private final Meters meters = new Meters();

    private static Config config(String... models) {
        String json = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"name\":\"P\",\"baseUrl\":\"http://127.0.0.1:9\","
            + "\"apiKey\":\"k\",\"formats\":[\"openai\"],\"models\":[\"" + String.join("\",\"", models)
            + "\"]}],\"modelAliases\":{\"work\":{\"targets\":[{\"ref\":\"p/" + models[0]
            + "\"}]}}}";
        if (ConfigReader.read(json, "test.json") instanceof ConfigOutcome.ValidConfig valid) return valid.config();
        throw new AssertionError(ConfigReader.read(json, "test.json"));
    }

    private static Summary answered(String requested, String candidate, String route, long ms) {
        return new Summary("req_1", Format.OPENAI, requested, true, new Summary.Way(true, route, "auto",
            Route.Reason.NAMED), candidate,
            200, RequestEnd.OK,
            List.of(new Attempt("p/m", 503, RequestEnd.TEMPORARY, 1, 3, null, null),
            new Attempt(candidate, 200, RequestEnd.OK, 1, 5, null, null)), List.of(), new Usage(1, 2, 3, 4, 1),
            Summary.Notes.NONE,
            new Summary.Took(ms, 7, 9), null);
    }

    private void happened(Summary s) {
        try (Trace trace = meters.begin(Endpoint.CHAT)) {
            trace.streamOpened();
            trace.ended(s, 10);
        }
    }

    private Scrape scrape() {
        var page = new Exposition();
        meters.write(page);
        return Scrape.of(page.toString());
    }

    @Test
    void figuresCountWhatTheMetersHave() {
        meters.configure(config("m", "n"));
        happened(answered("p/n", "p/n", "p/n", 40));
        happened(answered("p/n", "p/n", "p/n", 60));
        meters.refused(401);
        Json.Obj figures = meters.figures();
        assertEquals("{\"open\":0,\"streams\":0,\"requests\":2,\"failed\":0,\"refused\":1,"
            + "\"tokens\":{\"input\":12,\"output\":8},\"candidates\":["
            + "{\"ref\":\"p/m\",\"calls\":2,\"failedCalls\":2,\"inputTokens\":0,\"outputTokens\":0,"
            + "\"firstTokens\":0,\"firstTokenMs\":0},"
            + "{\"ref\":\"p/n\",\"calls\":2,\"failedCalls\":0,\"inputTokens\":12,\"outputTokens\":8,"
            + "\"firstTokens\":2,\"firstTokenMs\":18}]}", JsonWriter.compact(figures));
    }

    @Test
    void labelsHoldAnything() {
        String hostile = "a\"b\\c\nd\\n{}=,\u2028ü";
        var page = new Exposition().family("x", "gauge", "Something.").sample(1, "a", hostile, "b", "")
            .sample(2, "a", "", "b", hostile);
        Scrape scrape = Scrape.of(page.toString());
        assertEquals(Set.of(hostile, ""), scrape.values("x", "a"));
        assertEquals(2, scrape.sum("x", "b", hostile));
    }

    @Test
    void noClientCanMakeASeries() {
        meters.configure(config("m", "n"));
        happened(answered("p/m", "p/n", "work", 1));
        happened(answered("none", "q/none", "none", 1));
        int before = scrape().size();
        for (int i = 0; i < 10_000; i++) happened(answered("invented \"" + i + "\n", "q/" + i, "r" + i, 1));
        Scrape after = scrape();
        assertEquals(before, after.size());
        assertEquals(10_001, after.sum("llmrouter_attempts_total", "candidate", "other"));
        assertEquals(10_001, after.sum("llmrouter_routed_total", "route", "other"));
        assertEquals(Set.of("work", "other"), after.values("llmrouter_routed_total", "route"));
        assertEquals(Set.of("p", ""), after.values("llmrouter_attempts_total", "provider"));
    }

    @Test
    void whatAReloadRemovesTakesItsSeriesAlong() {
        for (int i = 0; i < 300; i++) {
            meters.configure(config("m", "n" + i));
            happened(answered("p/m", "p/n" + i, "work", 1));
        }
        meters.configure(config("m", "last"));
        happened(answered("p/m", "p/n7", "work", 1)); // began before the reload
        Scrape scrape = scrape();
        assertEquals(Set.of("p/m", "other"), scrape.values("llmrouter_attempts_total", "candidate"));
        assertEquals(301, scrape.sum("llmrouter_attempts_total", "candidate", "p/m"));
        assertEquals(Set.of("other"), scrape.values("llmrouter_tokens_total", "candidate"));
        assertEquals(Set.of("other"), scrape.values("llmrouter_first_token_seconds_count", "candidate"));
    }

    @Test
    void timesFallIntoTheirBuckets() {
        meters.configure(config("m"));
        for (long ms : new long[] {0, 50, 51, 300_000, 300_001}) happened(answered("p/m", "p/m", "work", ms));
        Scrape scrape = scrape();
        assertEquals(2, scrape.sum("llmrouter_request_duration_seconds_bucket", "le", "0.05"));
        assertEquals(3, scrape.sum("llmrouter_request_duration_seconds_bucket", "le", "0.1"));
        assertEquals(4, scrape.sum("llmrouter_request_duration_seconds_bucket", "le", "300.0"));
        assertEquals(5, scrape.sum("llmrouter_request_duration_seconds_bucket", "le", "+Inf"));
        assertEquals(600, scrape.sum("llmrouter_request_duration_seconds_sum", "format", "openai", "streamed", "true"));
    }

    @Test
    void crowdsAddUpExactly() throws InterruptedException {
        meters.configure(config("m", "n"));
        var crowd = new ArrayList<Thread>();
        for (int i = 0; i < 4_000; i++) {
            String candidate = i % 4 == 0 ? "p/m" : "p/n";
            crowd.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < 10; n++) happened(answered("x", candidate, "work", n));
            }));
        }
        while (crowd.stream().anyMatch(Thread::isAlive)) assertTrue(scrape().sum("llmrouter_requests_open") <= 4_000);
        for (Thread one : crowd) one.join();
        Scrape scrape = scrape();
        assertEquals(40_000,
            scrape.sum("llmrouter_requests_total", "endpoint", "chat", "format", "openai", "status", "2xx", "end",
            "ok"));
        assertEquals(10_000 + 40_000, scrape.sum("llmrouter_attempts_total", "provider", "p", "candidate", "p/m"));
        assertEquals(30_000, scrape.sum("llmrouter_attempts_total", "candidate", "p/n", "category", "ok"));
        assertEquals(400_000, scrape.sum("llmrouter_tokens_total"));
        assertEquals(40_000, scrape.sum("llmrouter_first_byte_seconds_count"));
        assertEquals(180, scrape.sum("llmrouter_request_duration_seconds_sum"));
        assertEquals(0, scrape.sum("llmrouter_requests_open") + scrape.sum("llmrouter_streams_open"));
    }
}
