package llmrouter.server;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.LlmRouter;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the JDK's flight recorder keeps of requests that really happened.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlightTest {
    @TempDir
    private Path folder;

    private List<RecordedEvent> recorded(Recording recording) throws Exception {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        var ours = new ArrayList<RecordedEvent>();
        for (RecordedEvent e : RecordingFile.readAllEvents(file)) {
            if (e.getEventType().getName().startsWith("llmrouter.")) ours.add(e);
        }
        return ours;
    }

    private static List<RecordedEvent> of(String type, String requestId, List<RecordedEvent> all) {
        return all.stream().filter(e -> e.getEventType().getName().equals("llmrouter." + type)
            && requestId.equals(e.getString("requestId"))).toList();
    }

    @Test
    void aRecordingTellsOfRequestsAttemptsAndStreams() throws Exception {
        String whole;
        String streamed;
        List<RecordedEvent> events;
        try (var recording = new Recording();
                var bad = new ScriptedUpstream(wire -> wire.json(503, "{\"error\":{\"message\":\"busy\"}}"));
                var good = new ScriptedUpstream(Samples.good("openai"))) {
            recording.start();
            try (var gateway = Gateway.with(Gateway.config("openai", bad, good),
                    Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "2", "LLM_ROUTER_CIRCUIT_BREAKER_FAILURES", "0"))) {
                HttpResponse<String> answer = gateway.post(Samples.CHAT,
                    Samples.chat(false).replace("Hi", "secret-question"));
                whole = answer.headers().firstValue("x-llm-router-request-id").orElseThrow();
                streamed = gateway.post(Samples.MESSAGES, Samples.messages(true)).headers()
                    .firstValue("x-llm-router-request-id").orElseThrow();
            } // closing waits for the last words
            events = recorded(recording);
        }
        assertEquals(1, of("Request", whole, events).size());
        RecordedEvent request = of("Request", whole, events).getFirst();
        assertEquals("chat openai p/m p2/m ok", String.join(" ", request.getString("endpoint"),
            request.getString("format"), request.getString("route"),
            request.getString("candidate"), request.getString("end")));
        assertEquals(200, request.getInt("status"));
        assertEquals(3, request.getInt("attempts"));
        assertEquals(5, request.getLong("inputTokens"));
        assertEquals(Samples.CHAT_ANSWER.getBytes(StandardCharsets.UTF_8).length, request.getLong("bytes"));
        List<RecordedEvent> attempts = of("Attempt", whole, events);
        assertEquals(List.of("p/m 503 temporary_error 1", "p/m 503 temporary_error 2", "p2/m 200 ok 1"),
            attempts.stream().map(a -> a.getString("candidate") + " "
            + a.getInt("status") + " " + a.getString("category") + " " + a.getInt("number")).toList());
        for (RecordedEvent a : attempts) {
            assertFalse(a.getStartTime().isBefore(request.getStartTime())
                || a.getEndTime().isAfter(request.getEndTime()), a + " lies in " + request);
            assertTrue(a.getDuration().toNanos() > 0, a.toString());
        }
        assertFalse(attempts.get(1).getStartTime().isBefore(attempts.get(0).getEndTime()));
        assertEquals(0, of("Stream", whole, events).size());
        RecordedEvent stream = of("Stream", streamed, events).getFirst();
        assertEquals("p2/m ok", stream.getString("candidate") + " " + stream.getString("end"));
        assertTrue(stream.getLong("bytes") > 100 && stream.getLong("firstEvent") >= 0, stream.toString());
        for (String secret : new String[] {"secret-question", "Hello", Gateway.UPSTREAM_KEY}) {
            assertFalse(events.toString().contains(secret), events.toString());
        }
    }

    @Test
    void theRecorderIsNotLoadedBeforeARecordingStarts() throws Exception {
        Path loaded = folder.resolve("loaded");
        Path config = folder.resolve("config.json");
        try (var upstream = new ScriptedUpstream(Samples.good("openai"))) {
            Files.writeString(config, Gateway.config("openai", upstream));
            config.toFile().setReadable(false, false);
            config.toFile().setReadable(true, true);
            var command = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"),
                "-Xlog:class+load:file=" + loaded, "-cp", System.getProperty("java.class.path"),
                LlmRouter.class.getName(), "start", "--port=0", "--config=" + config)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            command.environment().putAll(Map.of("HOME", folder.toString(), "LLM_ROUTER_STATE_BACKEND", "memory",
                "LLM_ROUTER_REQUEST_LOG", "off"));
            Process gateway = command.start();
            try (BufferedReader out = gateway.inputReader(); HttpClient http = HttpClient.newHttpClient()) {
                String first = out.readLine();
                String url = first.substring(first.indexOf("http://"));
                var request = HttpRequest.newBuilder(URI.create(url + Samples.CHAT))
                    .POST(HttpRequest.BodyPublishers.ofString(Samples.chat(true))).build();
                assertEquals(200, http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
            } finally {
                gateway.destroy();
                gateway.waitFor();
            }
        }
        String classes = Files.readString(loaded);
        assertTrue(classes.contains(" llmrouter.metrics.Trace "), "the log of loaded classes is one");
        for (String sleeping : new String[] {" llmrouter.metrics.RequestEvent ",
                " jdk.jfr.internal.MetadataRepository ", " jdk.jfr.internal.JVM "}) {
            assertFalse(classes.contains(sleeping), sleeping);
        }
    }
}
