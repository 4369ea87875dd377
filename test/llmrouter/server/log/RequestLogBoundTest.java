package llmrouter.server.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.ManualClock;
import llmrouter.admission.Arrival;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.Format;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.Summary;
import llmrouter.http.HeaderMap;
import llmrouter.http.RequestTarget;
import llmrouter.json.Json;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.Route;
import llmrouter.server.Gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A hundred thousand refused requests fill neither the log file nor the terminal nor the page.
class RequestLogBoundTest {
    private static final int REQUESTS = 100_000;

    private final ManualClock clock = ManualClock.at("2026-03-01T12:00:30Z");
    private final List<String> terminal = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path folder;

    private RequestLog log() {
        var env = Map.of("LLM_ROUTER_REQUEST_LOG", folder.resolve("log").toString());
        return RequestLog.open(Gateway.settings(env).log(), 8787, folder, clock, terminal::add);
    }

    private static Arrival arrival(int number) {
        return new Arrival("req_" + number, "POST", RequestTarget.parse("/" + "x".repeat(3_000)), "HTTP/1.1",
            HeaderMap.EMPTY, new Arrival.Peer("203.0.113.9", false, false));
    }

    private List<Json.Obj> records() throws IOException {
        return Files.readAllLines(folder.resolve("log")).stream().map(line -> (Json.Obj) Json.parse(line)).toList();
    }

    @Test
    void refusalsAtTheFrontDoorAreBounded() throws IOException {
        var error = ApiError.of(401, ApiError.Kind.AUTHENTICATION, "no " + "y".repeat(100_000));
        try (var log = log()) {
            for (int i = 0; i < REQUESTS; i++) {
                log.refused(arrival(i), error, RequestEnd.REFUSED);
                if (i % 1_000 == 0) clock.passes(1_000);
            }
            long counted = log.activity().hour().minutes().getLast().requests();
            assertEquals(0, counted, "a stranger's request is in no figure");
        }
        bounded();
    }

    @Test
    void refusalsOfEndpointsAreBoundedButCounted() throws IOException {
        var error = GatewayError.badRequest("no " + "y".repeat(100_000), null).error();
        try (var log = log()) {
            for (int i = 0; i < REQUESTS; i++) {
                var summary = Summary.refused("req_" + i, Format.OPENAI, error, RequestEnd.INVALID_REQUEST,
                    null);
                log.ended(summary, null, arrival(i), SecretWords.NONE);
                if (i % 1_000 == 0) clock.passes(1_000);
            }
            long counted = log.activity().hour().minutes().stream().mapToLong(m -> m.failures()).sum();
            assertEquals(REQUESTS, counted);
        }
        bounded();
    }

    /// 100 seconds have passed: 60 at once, and one every five seconds.
    private void bounded() throws IOException {
        List<Json.Obj> records = records();
        long logged = records.stream().filter(r -> r.has("id")).count();
        long more = records.stream().mapToLong(r -> r.number("moreRefused", 0)).sum();
        assertEquals(60 + 20, logged);
        assertEquals(REQUESTS, logged + more);
        assertTrue(Files.size(folder.resolve("log")) < 100_000, "bytes: " + Files.size(folder.resolve("log")));
        assertEquals(records.size(), terminal.size());
        assertEquals("and 99,920 more refused requests in the last minute", terminal.getLast());
    }

    @Test
    void theListOfThePageKeepsTheRequestsThatWereRouted() {
        var way = new Summary.Way(false, "p/m", "ordered", Route.Reason.NAMED);
        try (var log = log()) {
            for (int i = 0; i < 100; i++) {
                log.ended(new Summary("req_good" + i, Format.OPENAI, "p/m", false, way, "p/m", 200, RequestEnd.OK,
                    List.of(), List.of(), null, Summary.Notes.NONE, new Summary.Took(1, -1, -1), null), null,
                    arrival(i), SecretWords.NONE);
            }
            for (int i = 0; i < 60; i++) {
                log.refused(arrival(i), ApiError.of(404, ApiError.Kind.NOT_FOUND, "no"), RequestEnd.REFUSED);
            }
            List<Json.Obj> last = log.activity().last();
            assertEquals(50, last.size());
            assertEquals(10, last.stream().filter(r -> !r.has("route")).count());
            assertEquals("req_59", last.getFirst().text("id"));
        }
    }
}
