package llmrouter.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A gateway, as a process of its own, whose accepting thread ends.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostThreadTest {
    @TempDir
    private Path home;

    /// Ends the thread of the JDK's server that accepts connections, when it logs that an answer was written.
    public static final class Ending extends Handler {
        @Override
        public void publish(LogRecord line) {
            boolean accepting = Thread.currentThread().getName().equals("HTTP-Dispatcher");
            if (accepting) throw new OutOfMemoryError("made by the test");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private List<String> ending() throws IOException {
        Path logging = home.resolve("logging.properties");
        Files.writeString(logging, "handlers=" + Ending.class.getName() + "\n.level=OFF\n"
            + "com.sun.net.httpserver.level=FINER\n");
        var java = new ArrayList<>(List.of("-Djava.util.logging.config.file=" + logging));
        java.addAll(GatewayProcess.classes());
        return java;
    }

    @Test
    void theProcessEndsAndSaysWhy() throws Exception {
        GatewayProcess.configure(home, "http://127.0.0.1:9");
        try (var gateway = GatewayProcess.launch(home, Map.of(), ending(), "--port=0").listening();
                var http = HttpClient.newHttpClient()) {
            var health = HttpRequest.newBuilder(URI.create(gateway.url() + "/health")).build();
            assertEquals(200, http.send(health, HttpResponse.BodyHandlers.ofString()).statusCode());
            assertEquals(70, gateway.ended());
            String said = gateway.said();
            assertTrue(said.contains("thread HTTP-Dispatcher internal error: java.lang.OutOfMemoryError"), said);
            assertEquals(1, said.lines().filter(l -> l.contains("cannot go on: the thread that accepts connections has "
                + "ended") && l.contains("exit code 70")).count(), said);
            assertEquals(List.of(), Instances.in(home, _ -> {}).running());
        }
    }
}
