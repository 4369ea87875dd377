package llmrouter.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.files.FileError;
import llmrouter.files.TlsFiles;
import llmrouter.files.TlsFiles.ListenerKey;
import llmrouter.scripted.Keystores;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.server.ListenAddress.KeyRule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A gateway that speaks TLS to its clients.
class TlsListenerTest {
    @TempDir
    private static Path folder;
    private static Path keystore;
    private static ListenerKey key;

    private final CopyOnWriteArrayList<String> log = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void keys() throws Exception {
        keystore = Keystores.make(folder.resolve("server.p12"), Keystores.LOCAL);
        key = TlsFiles.listening(keystore, Keystores.PASSWORD);
    }

    private GatewayServer serve(ScriptedUpstream upstream) throws IOException {
        return GatewayServer.start(new ListenAddress("127.0.0.1", 0, KeyRule.NEVER, key),
            Gateway.settings(Map.of("LLM_ROUTER_HEARTBEAT_MS", "0")), ServerContext.usual(),
            Gateway.config(Gateway.config("openai", upstream)), log::add);
    }

    private static HttpClient client() throws FileError {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(key.pinned()).build();
    }

    private static HttpRequest post(GatewayServer server, boolean stream) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + Samples.CHAT))
            .POST(BodyPublishers.ofString(Samples.chat(stream))).build();
    }

    private static SSLSocket connect(GatewayServer server, String... protocols) throws IOException {
        var socket = (SSLSocket) key.pinned().getSocketFactory().createSocket("127.0.0.1", server.port());
        if (protocols.length > 0) socket.setEnabledProtocols(protocols);
        return socket;
    }

    private static void send(Socket socket, GatewayServer server, boolean stream) throws IOException {
        String body = Samples.chat(stream);
        socket.getOutputStream().write(("POST " + Samples.CHAT + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
            .getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    @Test
    void answersAndStreamsComeThrough() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var server = serve(upstream);
                var client = client()) {
            var answer = client.send(post(server, false), BodyHandlers.ofString());
            assertEquals(Samples.CHAT_ANSWER, answer.body());
            assertEquals("TLSv1.3", answer.sslSession().orElseThrow().getProtocol());
            assertEquals(Samples.stream("openai"), client.send(post(server, true), BodyHandlers.ofString()).body());
        }
    }

    @Test
    void aStreamComesAsItIsMade() throws Exception {
        var read = new CountDownLatch(1);
        String first = Samples.opening("openai") + Samples.delta("openai", "Hello ");
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(first);
            ScriptedUpstream.soon(read);
            wire.send(Samples.closing("openai")).close();
        }); var server = serve(upstream); var client = client(); InputStream body = client.send(post(server, true),
                BodyHandlers.ofInputStream()).body()) {
            assertEquals(first, new String(body.readNBytes(first.length())));
            read.countDown();
            assertEquals(Samples.closing("openai"), new String(body.readAllBytes()));
        }
    }

    @Test
    void aStreamThatBreaksEndsInAnError() throws Exception {
        try (var upstream = new ScriptedUpstream(wire ->
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello ")).reset());
                var server = serve(upstream);
                var client = client()) {
            String body = client.send(post(server, true), BodyHandlers.ofString()).body();
            assertTrue(body.contains("data: {\"error\":"), body);
            assertFalse(body.contains("[DONE]"), body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothLivingVersionsAreSpoken(String protocol) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var server = serve(upstream);
                var socket = connect(server, protocol)) {
            socket.startHandshake();
            assertEquals(protocol, socket.getSession().getProtocol());
        }
    }

    @Test
    void aConnectionWithoutTlsIsCutAndDoesNotAffectOthers() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var server = serve(upstream);
                var client = client()) {
            for (String noise : new String[] {"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                    "\u0016\u0003\u0001\u0000\u0005hello", "\u0000\u00ff\u0000"}) {
                try (var socket = new Socket("127.0.0.1", server.port())) {
                    socket.setSoTimeout(5_000);
                    socket.getOutputStream().write(noise.getBytes(StandardCharsets.ISO_8859_1));
                    socket.shutdownOutput();
                    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertFalse(answer.contains("HTTP/1.1 200"), answer);
                }
            }
            try (var silent = new Socket("127.0.0.1", server.port())) {
                assertTrue(silent.isConnected());
                assertEquals(200, client.send(post(server, false), BodyHandlers.ofString()).statusCode());
            }
            assertTrue(log.stream().noneMatch(line -> line.contains("Exception")), log.toString());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aClientThatDisconnectsCancelsItsCall() throws Exception {
        var reached = new CountDownLatch(1);
        var departed = new CompletableFuture<Long>();
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello "));
            reached.countDown();
            departed.complete(wire.awaitDeparture());
        }); var server = serve(upstream)) {
            try (var socket = connect(server)) {
                send(socket, server, true);
                assertTrue(ScriptedUpstream.soon(reached));
                assertTrue(socket.getInputStream().read() >= 0);
            }
            long left = System.nanoTime();
            long ms = TimeUnit.NANOSECONDS.toMillis(departed.get(5, TimeUnit.SECONDS) - left);
            assertTrue(ms < 3_000, "the provider saw it after " + ms + " ms");
        }
    }

    @Test
    void aKeystoreThatCannotBeUsedIsNamedWithTheFix() throws Exception {
        assertTrue(refused(folder.resolve("none.p12"), "x").contains("none.p12: there is no such file"));
        assertEquals("the password of the keystore " + keystore + " is wrong", refused(keystore, "another word"));
        assertTrue(refused(keystore, null).contains("needs its password: --tls-password-file"),
            refused(keystore, null));
        Path text = Files.writeString(folder.resolve("text.p12"), "-----BEGIN PRIVATE KEY-----\n");
        assertTrue(refused(text, "x").contains("is not a PKCS #12 file"), refused(text, "x"));
        Path bare = Keystores.withoutKey(folder.resolve("bare.p12"), Keystores.pem(keystore));
        assertTrue(refused(bare, Keystores.PASSWORD).contains("holds no private key"),
            refused(bare, Keystores.PASSWORD));
    }

    private static String refused(Path file, String password) {
        return assertThrows(FileError.class, () -> TlsFiles.listening(file, password)).getMessage();
    }

    @Test
    void aCertificateOutOfItsTimeIsWarnedAbout() throws Exception {
        assertNull(key.trouble());
        Path past = Keystores.make(folder.resolve("past.p12"), Keystores.LOCAL, "-startdate", "-9d", "-validity", "2");
        assertTrue(TlsFiles.listening(past, Keystores.PASSWORD).trouble().startsWith("its certificate expired on "));
        Path future = Keystores.make(folder.resolve("future.p12"), Keystores.LOCAL, "-startdate", "+9d");
        assertTrue(TlsFiles.listening(future, Keystores.PASSWORD).trouble()
            .startsWith("its certificate is not valid before "));
    }
}
