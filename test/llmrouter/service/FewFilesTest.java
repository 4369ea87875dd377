package llmrouter.service;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A gateway whose system lets it open few files. The provider works all the time.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FewFilesTest {
    private static final int FILES = 128;
    private static final String ANSWER = """
        {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":\
        {"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,\
        "completion_tokens":1,"total_tokens":2}}""";

    @TempDir
    private Path home;

    /// A provider `p` that works, and one, `q`, at which nothing listens.
    private GatewayProcess start(ScriptedUpstream provider, String... options) throws Exception {
        Files.writeString(home.resolve(".llm-router.json"), """
            {"version":2,"providers":[{"id":"p","name":"P","baseUrl":"%s","apiKey":"k","formats":["openai"],
            "models":["m"]},{"id":"q","name":"Q","baseUrl":"http://127.0.0.1:9","apiKey":"k","formats":["openai"],
            "models":["m"]}]}""".formatted(provider.url()));
        var java = new ArrayList<>(List.of(options));
        java.addAll(GatewayProcess.classes());
        return GatewayProcess.limited(home, FILES, java, "--port=0").listening();
    }

    private static String body(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    private static HttpResponse<String> ask(HttpClient http, GatewayProcess gateway, String model) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(model))).build(), BodyHandlers.ofString());
    }

    /// The status that a client of its own connection gets; `reset` if it gets none.
    private static String status(int port) {
        String body = body("p/m");
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n"
                + "content-type: application/json\r\ncontent-length: " + body.length()
                + "\r\nconnection: close\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return head.isEmpty() ? "reset" : head.substring(9);
        } catch (SocketException _) {
            return "reset";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void isUnblamed(HttpClient http, GatewayProcess gateway) throws Exception {
        String status = http.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/status")).build(),
            BodyHandlers.ofString()).body();
        assertTrue(status.contains("p/m"), status);
        assertFalse(status.contains("circuit_open"), status);
        assertFalse(status.contains("network_error"), status);
    }

    @Test
    void aCrowdIsRefusedInWordsAndNoProviderIsBlamed() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, ANSWER)); var gateway = start(provider);
                var http = HttpClient.newHttpClient()) {
            int port = gateway.port();
            var statuses = new ConcurrentHashMap<String, Integer>();
            try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 500; i++) clients.execute(() -> statuses.merge(status(port), 1, Integer::sum));
            }
            assertTrue(statuses.getOrDefault("200", 0) > 0, statuses.toString());
            statuses.keySet().removeAll(List.of("200", "503", "reset"));
            assertEquals(0, statuses.size(), statuses.toString());
            for (int i = 0; i < 50; i++) assertEquals(200, ask(http, gateway, "p/m").statusCode());
            isUnblamed(http, gateway);
        }
    }

    @Test
    void aCallWithoutAFileIsNoFaultOfTheProvider() throws Exception {
        var silent = new ArrayList<Socket>();
        // the gateway's own limit would not let it come so far
        try (var provider = new ScriptedUpstream(wire -> {
            wire.json(200, ANSWER, "connection: close");
            wire.close();
        }); var gateway = start(provider, "-Djdk.httpserver.maxConnections=1000");
                var http = HttpClient.newHttpClient()) {
            assertEquals(502, ask(http, gateway, "q/m").statusCode(), "all classes for failures are loaded");
            assertEquals(200, ask(http, gateway, "p/m").statusCode());
            Path open = Path.of("/proc/" + gateway.pid() + "/fd");
            HttpResponse<String> refused = null;
            // silent connections are closed after 5 s, and on a busy machine the call may come after that
            for (int tries = 0; tries < 5 && (refused == null || refused.statusCode() == 200); tries++) {
                for (int i = 0; i < FILES; i++) silent.add(new Socket("127.0.0.1", gateway.port()));
                Await.until("the gateway has opened all the files it may", () -> count(open) >= FILES - 1);
                refused = ask(http, gateway, "p/m");
            }
            assertEquals(503, refused.statusCode(), refused.body());
            assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
            assertEquals("local_fault", refused.headers().firstValue("x-llm-router-error").orElse(""));
            assertTrue(refused.body().contains("Too many open files") && refused.body().contains("ulimit -n"),
                refused.body());
            for (Socket socket : silent) socket.close();
            try {
                Await.until("files are free again", () -> count(open) < FILES / 2);
            } catch (AssertionError e) {
                throw new AssertionError(count(open) + " are open; " + gateway.said() + threads(gateway.pid()), e);
            }
            assertEquals(200, ask(http, gateway, "p/m").statusCode());
            String records = Files.readString(home.resolve(".llm-router.requests.jsonl"));
            assertTrue(records.lines().noneMatch(l -> l.contains("p/m") && l.contains("network_error")), records);
        } finally {
            for (Socket socket : silent) socket.close();
        }
    }

    /// What the threads of a process do.
    private static String threads(long pid) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, String.valueOf(pid), "Thread.print").redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static long count(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }
}
