package llmrouter.server.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.Await;
import llmrouter.files.RollingLog;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.server.Gateway;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a gateway that starts learns from the log of the one before it.
class LoggedRequestsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int PORT = 8787;

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("log");
    }

    private static String line(String id, String time, String more) {
        return "{\"time\":\"" + time + "\",\"id\":\"" + id + "\",\"model\":\"m\",\"status\":200,\"end\":\"ok\","
            + "\"attempts\":[],\"skipped\":[],\"ms\":{\"total\":5}" + more + "}\n";
    }

    private List<Json.Obj> records() throws IOException {
        var records = new ArrayList<Json.Obj>();
        LoggedRequests.before(START, PORT, RollingLog.at(file()), records::add);
        return records;
    }

    private List<String> ids() throws IOException {
        return records().stream().map(r -> r.text("id")).toList();
    }

    @Test
    void theLatestComeFirstAlsoOutOfTheFilesBefore() throws IOException {
        Files.writeString(folder.resolve("log.2"), line("a", "2026-03-01T11:10:00Z", ""));
        Files.writeString(folder.resolve("log.1"), line("b", "2026-03-01T11:20:00Z", ""));
        Files.writeString(file(), line("c", "2026-03-01T11:30:00Z", "") + line("d", "2026-03-01T11:40:00Z", ""));
        assertEquals(List.of("d", "c", "b", "a"), ids());
    }

    @Test
    void linesOfOtherGatewaysOfThisProcessAndOfTheFutureAreLeftOut() throws IOException {
        Files.writeString(file(), line("other", "2026-03-01T11:30:00Z", ",\"port\":9000")
            + line("own", "2026-03-01T11:31:00Z", ",\"port\":8787") + line("old", "2026-03-01T11:32:00Z", "")
            + line("now", "2026-03-01T12:00:00Z", ",\"port\":8787") + line("later", "2027-01-01T00:00:00Z", ""));
        assertEquals(List.of("old", "own"), ids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"time\":\"2026-03-0", "garbage", "null", "[]", "{}", "\"id\"", "{\"dropped\":3}",
        "{\"time\":\"2026-03-01T11:00:00Z\",\"moreRefused\":3}",
        "{\"time\":\"yesterday\",\"id\":\"x\",\"end\":\"ok\",\"ms\":{}}",
        "{\"time\":\"2026-03-01T11:00:00Z\",\"id\":7,\"end\":\"ok\",\"ms\":{}}",
        "{\"time\":\"2026-03-01T11:00:00Z\",\"id\":\"x\",\"end\":\"ok\",\"ms\":3}",
        "{\"time\":\"2026-03-01T11:00:00Z\",\"id\":\"x\",\"end\":\"ok\",\"ms\":{},\"attempts\":[{}]}",
        "{\"time\":\"2026-03-01T11:00:00Z\",\"id\":\"x\",\"end\":\"ok\",\"ms\":{},\"route\":{}}"})
    void aTornOrForeignLineIsLeftOut(String line) throws IOException {
        Files.writeString(file(), line("a", "2026-03-01T11:30:00Z", "") + line + "\n"
            + line("b", "2026-03-01T11:40:00Z", ""));
        Files.writeString(file(), line, StandardOpenOption.APPEND);
        assertEquals(List.of("b", "a"), ids());
    }

    @Test
    void aMissingLogAndALogThatIsAFolderBringNothing() throws Exception {
        assertEquals(List.of(), ids());
        Files.createDirectories(file());
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), env())) {
            assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
        }
    }

    @Test
    void promptsAndAnswersAreNotKeptInMemory() throws IOException {
        Files.writeString(file(), line("a", "2026-03-01T11:30:00Z", ",\"request\":\"secret\",\"answer\":\"secret\""));
        Json.Obj record = records().getFirst();
        assertFalse(record.toString().contains("secret"), record.toString());
    }

    @Test
    void ofAVeryLongLogOnlyTheEndIsRead() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 70_000; i++) lines.append(line("req_" + i, "2026-03-01T11:59:00Z", ""));
        Files.writeString(file(), lines);
        List<String> ids = ids();
        assertEquals("req_69999", ids.getFirst());
        assertEquals(50_000, ids.size());
        Files.writeString(file(), "x".repeat(40 << 20) + "\n" + line("last", "2026-03-01T11:59:00Z", ""));
        assertEquals(List.of("last"), ids());
    }

    private Map<String, String> env() {
        return Map.of("LLM_ROUTER_REQUEST_LOG", file().toString());
    }

    private static String get(Gateway gateway, String path, String accept) throws Exception {
        return gateway.send(gateway.request(path).header("accept", accept)).body();
    }

    @Test
    void afterARestartThePageShowsTheLastHourAndTheMetricsBeginAnew() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"))) {
            String config = Gateway.config("openai", upstream);
            String id;
            try (var before = Gateway.with(config, env())) {
                id = before.post(Samples.CHAT, Samples.chat(false)).headers().firstValue("x-llm-router-request-id")
                    .orElseThrow();
                before.post(Samples.CHAT, "{");
            }
            // the port is another one, as a test must take a free one; the log of the same port is what counts
            String log = Files.readString(file());
            Files.writeString(file(), log.replaceAll(",\"port\":\\d+", "") + "{\"torn\":");
            try (var after = Gateway.with(config, env())) {
                Await.until("the page shows what was before", () -> get(after, "/", "text/html").contains(id));
                String page = get(after, "/", "text/html");
                assertTrue(page.contains("2 in the last hour, 1 of them failed"), page);
                assertTrue(page.contains("5 in and 2 out in the last hour"), page);
                assertTrue(page.contains("llm-router why " + id), page);
                String metrics = get(after, "/metrics", "*/*");
                assertFalse(metrics.contains("llmrouter_requests_total{"), metrics);
                after.post(Samples.CHAT, Samples.chat(false));
                Await.until("the next request is counted too",
                    () -> get(after, "/", "text/html").contains("3 in the last hour, 1 of them failed"));
            }
        }
    }
}
