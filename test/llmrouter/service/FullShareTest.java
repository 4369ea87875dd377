package llmrouter.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Wire;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A gateway with a small heap whose memory for answers is full.
class FullShareTest {
    private static final int REQUESTS = 60;
    private static final int LENGTH = 500_000;

    @TempDir
    private Path home;

    private final CountDownLatch enough = new CountDownLatch(1);

    /// The provider sends most of each answer, and the rest when one of them had no room.
    @Test
    void answersThatHaveNoRoomAreNotTheProvidersFaultAndTheOperatorIsTold() throws Exception {
        try (var upstream = new ScriptedUpstream(this::answer);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            GatewayProcess.configure(home, upstream.url());
            var java = new ArrayList<>(List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"));
            java.addAll(GatewayProcess.classes());
            try (var gateway = GatewayProcess.launch(home, Map.of(), java, "--port=0").listening()) {
                int port = gateway.port();
                var statuses = new ArrayList<Future<Integer>>();
                for (int i = 0; i < REQUESTS; i++) statuses.add(threads.submit(() -> status(port)));
                int refused = 0;
                for (Future<Integer> status : statuses) {
                    if (status.get() == 503) refused++;
                    else assertEquals(200, status.get());
                }
                assertTrue(refused > 0 && refused < REQUESTS, "refused " + refused + ": " + gateway.said());
                assertEquals(200, status(port), "the provider is asked again");
                String metrics = metrics(gateway.url());
                assertTrue(metrics.contains("category=\"local_fault\"} " + refused + "\n"), metrics);
                assertFalse(metrics.contains("category=\"bad_response\""), metrics);
                assertTrue(metrics.contains("llmrouter_candidate_failures{candidate=\"p/m\"} 0\n"), metrics);
                assertTrue(metrics.contains("llmrouter_no_room_total{of=\"answer\"} " + refused + "\n"), metrics);
                for (String of : List.of("requests", "bodies", "answers")) {
                    assertTrue(metrics.contains("llmrouter_memory_taken_bytes{of=\"" + of + "\"} 0\n"), metrics);
                }
                assertTrue(gateway.said().contains("no room: 1 answers were given up"), gateway.said());
            }
        }
    }

    private int status(int port) throws IOException {
        try (Flood request = Flood.post(port, Samples.CHAT, Flood.messages("p/m", 10))) {
            int status = request.status();
            if (status == 503) {
                assertTrue(request.comes("etry-after: 1\r\n"), "Retry-After");
                enough.countDown();
            }
            request.comes("}");
            return status;
        }
    }

    private static String metrics(String url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String all = "";
            // the gateway gives back what a request took just after the last byte of its answer
            for (int i = 0; i < 1_000 && !all.contains("llmrouter_memory_taken_bytes{of=\"requests\"} 0\n"); i++) {
                all = http.send(HttpRequest.newBuilder(URI.create(url + "/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            }
            return all;
        }
    }

    private void answer(Wire wire) throws IOException, InterruptedException {
        String whole = Samples.CHAT_ANSWER.replace("ö", "o") + " ".repeat(LENGTH);
        int most = whole.length() - 1;
        wire.send("HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: " + whole.length() + "\r\n\r\n"
            + whole.substring(0, most));
        enough.await();
        wire.send(whole.substring(most));
    }
}
