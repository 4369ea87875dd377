package llmrouter.upstream.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.network.ProxyAddress;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.scripted.ScriptedProxy;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The bridge on the loopback address, as other programs of the machine see it.
class ProxyBridgeTest {
    private ScriptedUpstream provider;
    private ScriptedProxy proxy;
    private ProxyBridge bridge;

    @BeforeEach
    void start() throws Exception {
        provider = new ScriptedUpstream(wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
        proxy = ScriptedProxy.socks(provider.port(), null);
        bridge = new ProxyBridge(new ProxyDial(null));
    }

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        proxy.close();
        provider.close();
    }

    /// A bridge that waits so long for a login. If that is long, only the number of connections counts.
    private void waiting(long headMs) throws IOException {
        bridge.close();
        bridge = new ProxyBridge(new ProxyDial(null), headMs);
    }

    private Passage passage(boolean secure) {
        return bridge.passage(ProxyAddress.parse("socks5://" + proxy.place(), "ALL_PROXY"), secure, "provider.test",
            secure ? 443 : 80, 1_000);
    }

    private String say(String request) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(bridge.address());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String request(String first, String login) {
        return first + " HTTP/1.1\r\nHost: x\r\nProxy-Authorization: " + login + "\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic Og==", "Basic Y2FsbDphYWFh", "Bearer x"})
    void anotherProgramIsRefused(String login) throws Exception {
        passage(true);
        assertTrue(say(request("CONNECT provider.test:443", login)).startsWith("HTTP/1.1 407 "));
        assertTrue(say(request("POST http://provider.test/", login)).startsWith("HTTP/1.1 407 "));
        assertTrue(proxy.asked().isEmpty());
    }

    /// Another program may listen at the same port of [::1], and would get the login and, for an http address, the key.
    @Test
    void itsAddressIsNoNameThatHasOtherAddresses() throws Exception {
        String host = passage(true).clients().getHostString();
        assertEquals(bridge.address().getAddress().getHostAddress(), host);
        assertEquals(1, InetAddress.getAllByName(host).length);
    }

    @Test
    void aLoginLeadsToTheAddressOfItsCallOnlyAndEndsWithIt() throws Exception {
        Passage passage = passage(true);
        String hello = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        String got = say(request("CONNECT other.test:22", passage.login()) + hello);
        assertTrue(got.startsWith("HTTP/1.1 200 ") && got.endsWith("ok"), got);
        assertEquals("provider.test:443", proxy.asked().getFirst());
        assertTrue(say(request("GET http://other.test/", passage.login())).startsWith("HTTP/1.1 400 "));
        passage.close();
        assertTrue(say(request("CONNECT provider.test:443", passage.login())).startsWith("HTTP/1.1 407 "));
        assertEquals(1, proxy.asked().size());
    }

    @Test
    void loginsAreRandomAndLong() {
        String one = passage(true).login();
        assertNotEquals(one, passage(true).login());
        assertTrue(Base64.getDecoder().decode(one.substring(6)).length >= 32);
    }

    @Test
    void aPlainRequestLosesWhatIsForTheBridgeAndItsAnswerClosesTheConnection() throws Exception {
        Passage passage = passage(false);
        String got = say("POST http://provider.test/v1/x?y=%2F HTTP/1.1\r\nHost: provider.test\r\nProxy-Authorization: "
            + passage.login() + "\r\nProxy-Connection: keep-alive\r\nConnection: keep-alive\r\nContent-Length: 3\r\n"
            + "\r\nabcGET");
        assertEquals("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok", got);
        var seen = provider.seen().getFirst();
        assertEquals("POST /v1/x?y=%2F HTTP/1.1", seen.requestLine());
        assertEquals("abc", seen.body());
        assertEquals("close", seen.headers().get("connection"));
        assertEquals(false, seen.headers().toString().contains("proxy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "\r\n\r\n", "GET / HTTP/1.1", "\u0005\u0001\u0000", "CONNECT a:1 HTTP/2\r\n\r\n"})
    void whatIsNoRequestIsClosedWithoutAWord(String bytes) throws Exception {
        assertEquals("", say(bytes));
    }

    /// Silent connections, until the bridge cuts them.
    private List<Socket> silent(int count) throws IOException {
        var silent = new ArrayList<Socket>();
        for (int i = 0; i < count; i++) {
            var socket = new Socket();
            socket.connect(bridge.address());
            silent.add(socket);
        }
        return silent;
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void ofConnectionsWithoutALoginTheOldestAreCutForFurtherOnes() throws Exception {
        waiting(600_000);
        Passage call = passage(true);
        List<Socket> silent = silent(300);
        for (Socket cut : silent.subList(0, 300 - 65)) ended(cut);
        Passage later = passage(true);
        var closed = new IOException("HTTP/1.1 header parser received no bytes");
        assertEquals(FaultOwner.GATEWAY, ProxyFaults.of(call, closed).owner(), "the provider is not blamed");
        assertNull(ProxyFaults.of(later, closed));
        assertTrue(say(request("CONNECT provider.test:443", call.login())).startsWith("HTTP/1.1 200 "));
        assertNull(ProxyFaults.of(call, closed));
        for (Socket one : silent) one.close();
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aConnectionThatShowsNoLoginInTimeIsCut() throws Exception {
        waiting(100);
        try (Socket slow = silent(1).getFirst()) {
            slow.getOutputStream().write("CONNECT a:1 HTTP/1.1\r\n".getBytes(StandardCharsets.ISO_8859_1));
            ended(slow);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r", "a", "X: y\r\n"})
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aHeadWithoutEndIsCut(String piece) throws Exception {
        waiting(600_000);
        byte[] much = piece.repeat((300 << 10) / piece.length()).getBytes(StandardCharsets.ISO_8859_1);
        try (Socket socket = silent(1).getFirst()) {
            try {
                socket.getOutputStream().write(much);
            } catch (IOException _) {
                return; // it was cut before all was sent
            }
            ended(socket);
        }
    }

    /// The connections of the calls come among silent ones, which another program opens anew as fast as they are cut.
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aThousandCallsAtOnceAllWorkDuringAFloodOfSilentConnections() throws Exception {
        proxy.close();
        proxy = new ScriptedProxy((_, client) -> {
            byte[] head = new byte[4096];
            int n = client.getInputStream().read(head);
            String first = new String(head, 0, n, StandardCharsets.ISO_8859_1).lines().findFirst().orElseThrow();
            client.getOutputStream().write(("HTTP/1.1 200 OK\r\ncontent-length: " + first.length() + "\r\n\r\n"
                + first).getBytes(StandardCharsets.ISO_8859_1));
        });
        var over = new AtomicBoolean();
        Thread flood = Thread.ofPlatform().start(() -> flood(over));
        try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(bridge.address())).build()) {
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < 1000; i++) {
                answers.add(ask(http, URI.create("http://provider.test/" + i), true));
            }
            for (int i = 0; i < 1000; i++) {
                assertEquals("GET http://provider.test/" + i + " HTTP/1.1", answers.get(i).get().body());
            }
        } finally {
            over.set(true);
            flood.join();
        }
    }

    /// Calls as the gateway does: when its bridge may have cut the connection, it makes the call once more.
    private CompletableFuture<HttpResponse<String>> ask(HttpClient http, URI target, boolean again) {
        // not through SOCKS: the proxy is asked for the whole address, and answers itself
        Passage passage = bridge.passage(ProxyAddress.parse("http://" + proxy.place(), "ALL_PROXY"), false,
            "provider.test", 80, 60_000);
        var request = HttpRequest.newBuilder(target).header("Proxy-Authorization", passage.login()).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((_, _) -> passage.close())
            .exceptionallyCompose(e -> {
                Throwable cause = e instanceof CompletionException ? e.getCause() : e;
                CallFailure failure = ProxyFaults.of(passage, cause);
                boolean cut = failure != null && failure.isStale() && failure.owner() == FaultOwner.GATEWAY;
                return cut && again ? ask(http, target, false) : CompletableFuture.failedFuture(cause);
            });
    }

    private void flood(AtomicBoolean over) {
        var held = new SocketChannel[700];
        try {
            while (!over.get()) {
                for (int i = 0; i < held.length; i++) {
                    if (held[i] == null || isCut(held[i])) held[i] = silentChannel();
                }
                LockSupport.parkNanos(1_000_000);
            }
            for (SocketChannel each : held) {
                if (each != null) each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SocketChannel silentChannel() throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // the ports of this machine are few
        channel.connect(bridge.address());
        return channel;
    }

    private static boolean isCut(SocketChannel channel) throws IOException {
        try {
            if (!channel.finishConnect() || channel.read(ByteBuffer.allocate(1)) == 0) return false;
        } catch (IOException _) {
            // a reset is an end too
        }
        channel.close();
        return true;
    }

    @Test
    void whenItIsClosedSoAreItsConnections() throws Exception {
        try (var socket = new Socket()) {
            socket.connect(bridge.address());
            socket.getOutputStream().write(request("CONNECT a:1", passage(true).login()).getBytes());
            assertEquals('H', socket.getInputStream().read());
            bridge.close();
            ended(socket);
        }
    }

    /// Returns when nothing more can come, in order or by a reset.
    private static void ended(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException _) {
            // a reset is an end too
        }
    }
}
