package llmrouter.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A request that is refused before it has a route is logged too, with the id that its client got; many of them are
/// counted.
class RefusedRequestsTest {
    private static final String ID = "x-llm-router-request-id";

    @TempDir
    private Path folder;

    private Path log() {
        return folder.resolve("log");
    }

    private Gateway gateway(boolean locked, String... more) throws IOException {
        var env = new HashMap<>(Map.of("LLM_ROUTER_REQUEST_LOG", log().toString(), "LLM_ROUTER_LOG", "warn"));
        for (int i = 0; i < more.length; i += 2) env.put(more[i], more[i + 1]);
        String config = """
            {"version":2,"providers":[{"id":"p","baseUrl":"http://127.0.0.1:9","apiKey":"k","formats":["openai"],
            "models":["m"]}]}""";
        return locked ? Gateway.locked(config.strip(), env) : Gateway.with(config, env);
    }

    private List<Json.Obj> records() throws IOException {
        return Files.readAllLines(log()).stream().map(line -> (Json.Obj) Json.parse(line)).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        401 | POST    | /v1/messages | authorization | Bearer wrong        | The key is not one of this gateway's keys
        401 | GET     | /v1/models   | x-none        | none                | This gateway requires a key
        403 | POST    | /v1/messages | origin        | https://evil.test   | web pages of other origins
        403 | GET     | /status      | sec-fetch-site| cross-site          | web pages of other origins
        404 | GET     | /v2/messages | x-api-key     | KEY                 | no endpoint GET /v2/messages
        404 | GET     | /v1/models/x | x-api-key     | KEY                 | no such model
        405 | DELETE  | /v1/messages | x-api-key     | KEY                 | The method DELETE is not allowed
        405 | POST    | /health      | x-none        | none                | The method POST is not allowed
        415 | POST    | /v1/messages | x-api-key     | KEY                 | content type '…' is not supported
        """)
    void aRefusalIsFoundByTheIdThatTheClientGot(int status, String method, String path, String header, String value,
            String told) throws Exception {
        String id;
        try (var gateway = gateway(true)) {
            var request = gateway.request(path).method(method, HttpRequest.BodyPublishers.ofString("x"))
                .header("content-type", "text/plain").header(header, value.replace("KEY", Gateway.KEY));
            HttpResponse<String> answer = gateway.send(request);
            assertEquals(status, answer.statusCode());
            id = answer.headers().firstValue(ID).orElseThrow();
            Await.until("the terminal has the refusal", () -> gateway.log().size() == 1);
            String line = gateway.log().getFirst();
            assertTrue(line.startsWith(id + " " + status + " ") && line.contains(told), line);
            assertTrue(line.contains(" " + method + " " + path + " from 127.0.0.1"), line);
        }
        Json.Obj record = records().getFirst();
        assertEquals(id, record.text("id"));
        assertEquals(status, record.number("status", 0));
        assertEquals(method, record.text("method"));
        assertEquals(path, record.text("path"));
        assertEquals("127.0.0.1", record.text("clientAddress"));
        assertTrue(record.text("told").contains(told), record.toString());
    }

    @Test
    void aForeignHostATooLargeBodyAndNoJsonAreLoggedToo() throws Exception {
        try (var gateway = gateway(false, "LLM_ROUTER_MAX_REQUEST_BODY_BYTES", "4096")) {
            assertTrue(gateway.raw("GET /v1/models HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 403"));
            assertEquals(413, gateway.post(Samples.CHAT, "x".repeat(5_000)).statusCode());
            assertEquals(400, gateway.post(Samples.CHAT, "{").statusCode());
            assertTrue(gateway.raw("GET /v1/models HTTP/1.0\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
                .startsWith("HTTP/1.1 400"));
        }
        List<Long> statuses = records().stream().map(r -> r.number("status", 0)).sorted().toList();
        assertEquals(List.of(400L, 400L, 403L, 413L), statuses);
        for (Json.Obj record : records()) {
            assertFalse(record.text("told").isEmpty(), record.toString());
            assertFalse(record.text("path").isEmpty(), record.toString());
        }
    }

    @Test
    void aRequestToAStoppingGatewayIsLogged() throws Exception {
        var began = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            began.countDown();
            end.await();
            wire.json(200, Samples.answer("openai"));
        });
                var gateway = Gateway.with(Gateway.config("openai", upstream),
                    Map.of("LLM_ROUTER_REQUEST_LOG", log().toString()));
                Socket late = gateway.connect("")) {
            Await.until("the connection is there", () -> late.isConnected());
            late.getOutputStream().write(get(gateway, "/v1/models"));
            assertTrue(head(late).startsWith("HTTP/1.1 200"));
            Thread open = Thread.ofVirtual().start(() -> {
                try {
                    gateway.post(Samples.CHAT, Samples.chat(false));
                } catch (IOException | InterruptedException _) {
                    // this test is not about that request
                }
            });
            began.await();
            Thread drain = Thread.ofVirtual().start(() -> gateway.server().drain(Duration.ofSeconds(20)));
            Await.until("the gateway drains", gateway.server()::draining);
            late.getOutputStream().write(get(gateway, "/v1/models"));
            String answer = head(late);
            end.countDown();
            open.join();
            drain.join();
            assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
        }
        Json.Obj refused = records().stream().filter(r -> r.number("status", 0) == 503).findFirst().orElseThrow();
        assertEquals("The gateway is stopping. Try again in a moment.", refused.text("told"));
    }

    private static byte[] get(Gateway gateway, String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + gateway.port() + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The answer up to the end of its head, and its body.
    private static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) return head.toString();
            head.append((char) c);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:") + 15;
        in.readNBytes(Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)).strip()));
        return head.toString();
    }

    @Test
    void aBrowserThatHasNoKeyYetIsNoLineButAWrongPasswordIs() throws Exception {
        try (var gateway = gateway(true)) {
            var page = gateway.request("/").header("accept", "text/html");
            assertEquals(401, gateway.send(page).statusCode());
            assertEquals(401, gateway.send(page.header("authorization", "Basic Ondyb25n")).statusCode());
        }
        assertEquals(List.of("The password is not one of this gateway's keys."),
            records().stream().map(r -> r.text("told")).toList());
    }

    @Test
    void ofManyRefusalsSomeAreLoggedAndTheOthersCounted() throws Exception {
        int requests = 1_000;
        try (var gateway = gateway(true)) {
            for (int i = 0; i < requests; i++) assertEquals(401, gateway.post(Samples.CHAT, "{}").statusCode());
            var good = gateway.post(Samples.CHAT, Samples.chat(false), "authorization", "Bearer " + Gateway.KEY);
            assertEquals(502, good.statusCode());
            String id = good.headers().firstValue(ID).orElseThrow();
            Await.until("the page shows the routed request", () -> gateway.send(gateway.request("/")
                .header("accept", "text/html").header("authorization", "Bearer " + Gateway.KEY)).body().contains(id));
            assertTrue(gateway.log().size() < 100, "lines on the terminal: " + gateway.log().size());
        }
        List<Json.Obj> records = records();
        long logged = records.stream().filter(r -> r.number("status", 0) == 401).count();
        Json.Obj counted = records.getLast();
        assertEquals(requests, logged + counted.number("moreRefused", 0), counted.toString());
        assertTrue(logged >= 60 && logged < 100, "logged: " + logged);
        assertEquals(1, records.stream().filter(r -> r.number("status", 0) == 502).count());
    }
}
