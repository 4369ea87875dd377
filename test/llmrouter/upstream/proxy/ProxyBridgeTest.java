package llmrouter.upstream.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.network.ProxyAddress;
import llmrouter.scripted.ScriptedProxy;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
