package llmrouter.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.SocketFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.files.TlsFiles;
import llmrouter.scripted.Keystores;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Thousands of connections that hold what they can without a key, against a gateway with a small heap that ends at
/// the first OutOfMemoryError: other clients are served all the time.
class ConnectionFloodTest {
    private static final String NOWHERE = "http://127.0.0.1:9/v1";
    private static final byte[] HALF_HELLO = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    @TempDir
    private Path home;

    private static List<String> java(String heap) {
        var words = new ArrayList<>(List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"));
        words.addAll(GatewayProcess.classes());
        return words;
    }

    private GatewayProcess start(String heap, String... flags) throws Exception {
        var all = new ArrayList<>(List.of("--port=0"));
        all.addAll(List.of(flags));
        return GatewayProcess.launch(home, Map.of(), java(heap), all.toArray(String[]::new)).listening();
    }

    private GatewayProcess startWithTls(Path keystore) throws Exception {
        Path password = Files.writeString(home.resolve("password"), Keystores.PASSWORD);
        return start("64m", "--tls-keystore=" + keystore, "--tls-password-file=" + password);
    }

    /// The sizes: more than the server takes, just under its limit, and almost nothing.
    @ParameterizedTest
    @ValueSource(strings = {"64m", "256m"})
    void halfHeadersDoNotKeepOthersFromBeingServed(String heap) throws Exception {
        GatewayProcess.configure(home, NOWHERE);
        try (var gateway = start(heap); var flood = new ConnectionFlood(gateway.port(), "127.0.0.1")) {
            for (int size : new int[] {125_000, 39_500, 100}) {
                try (var bystander = new ConnectionFlood.Bystander(gateway.port(), SocketFactory.getDefault())) {
                    flood.open(2000, ConnectionFlood.halfHead(size));
                    bystander.served(20);
                    flood.end();
                    bystander.served(20);
                }
            }
            assertTrue(gateway.isAlive(), gateway.said());
        }
    }

    /// The address of a TLS client is known before its handshake.
    @Test
    @EnabledOnOs(OS.LINUX)
    void halfHandshakesDoNotKeepOthersFromBeingServed() throws Exception {
        GatewayProcess.configure(home, NOWHERE);
        Path keystore = Keystores.make(home.resolve("server.p12"), Keystores.LOCAL);
        SocketFactory tls = TlsFiles.listening(keystore, Keystores.PASSWORD).pinned().getSocketFactory();
        try (var gateway = startWithTls(keystore);
                var flood = new ConnectionFlood(gateway.port(), "127.0.0.2");
                var bystander = new ConnectionFlood.Bystander(gateway.port(), tls)) {
            flood.open(1500, HALF_HELLO);
            bystander.served(20);
            flood.end();
            bystander.served(20);
            assertTrue(gateway.isAlive(), gateway.said());
        }
    }

    /// They are more than there are places, and their handshake is complete.
    @Test
    @EnabledOnOs(OS.LINUX)
    void halfHeadersOverTlsDoNotKeepOthersFromBeingServed() throws Exception {
        GatewayProcess.configure(home, NOWHERE);
        Path keystore = Keystores.make(home.resolve("server.p12"), Keystores.LOCAL);
        SocketFactory tls = TlsFiles.listening(keystore, Keystores.PASSWORD).pinned().getSocketFactory();
        var flood = new ArrayList<Socket>();
        try (var gateway = startWithTls(keystore);
                var bystander = new ConnectionFlood.Bystander(gateway.port(), tls)) {
            for (int i = 0; i < 100; i++) {
                Socket one = tls.createSocket("127.0.0.1", gateway.port(), InetAddress.ofLiteral("127.0.0.2"), 0);
                flood.add(one);
                one.getOutputStream().write(ConnectionFlood.halfHead(20_000));
            }
            bystander.served(20);
            for (Socket one : flood) one.close();
            bystander.served(20);
            assertTrue(gateway.said().contains("no room: "), gateway.said());
            assertTrue(gateway.isAlive(), gateway.said());
        }
    }

    /// A connection that had a request is kept for the next one; one that has sent nothing is closed soon.
    @Test
    void silentConnectionsAreClosedSoonAndDoNotKeepOthersFromBeingServed() throws Exception {
        GatewayProcess.configure(home, NOWHERE);
        byte[] request = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        try (var gateway = start("64m");
                var flood = new ConnectionFlood(gateway.port(), "127.0.0.1");
                var kept = new Socket("127.0.0.1", gateway.port());
                var bystander = new ConnectionFlood.Bystander(gateway.port(), SocketFactory.getDefault())) {
            kept.setSoTimeout(10_000);
            kept.getOutputStream().write(request);
            skipAnswer(kept);
            flood.open(5300, new byte[0]);
            bystander.served(20);
            flood.awaitClosed();
            kept.getOutputStream().write(request);
            skipAnswer(kept);
        }
    }

    private static void skipAnswer(Socket kept) throws IOException {
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("{\"status\":\"ok\"}")) {
            int c = kept.getInputStream().read();
            assertTrue(c >= 0, answer.toString());
            answer.append((char) c);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void requestsThatWaitSurviveConnectionsBeyondTheOpenFiles() throws Exception {
        int waiting = 20;
        var reached = new CountDownLatch(waiting);
        var go = new CountDownLatch(1);
        try (var provider = new ScriptedUpstream(wire -> {
            reached.countDown();
            go.await();
            wire.json(200, ANSWER);
        })) {
            GatewayProcess.configure(home, provider.url());
            try (var gateway = GatewayProcess.limited(home, 128, java("256m"), "--port=0").listening();
                    var flood = new ConnectionFlood(gateway.port(), "127.0.0.1")) {
                List<Socket> clients = new ArrayList<>();
                for (int i = 0; i < waiting; i++) clients.add(ask(gateway.port()));
                assertTrue(reached.await(20, TimeUnit.SECONDS), gateway.said());
                flood.open(500, new byte[0]);
                flood.awaitClosed(); // the watch has looked at its clients many times meanwhile
                go.countDown();
                for (Socket client : clients) {
                    assertEquals("HTTP/1.1 200", new String(client.getInputStream().readNBytes(12)));
                    client.close();
                }
                assertEquals("HTTP/1.1 200 OK", ConnectionFlood.health(gateway.port(), SocketFactory.getDefault()));
            }
        }
    }

    private static final String ANSWER = """
        {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":\
        {"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""";

    private static Socket ask(int port) throws IOException {
        String body = "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        var socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }
}
