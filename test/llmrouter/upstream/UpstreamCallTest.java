package llmrouter.upstream;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.network.ProxySettings;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.upstream.UpstreamEvent.Answered;
import llmrouter.upstream.UpstreamEvent.Broken;
import llmrouter.upstream.UpstreamEvent.Bytes;
import llmrouter.upstream.UpstreamEvent.Ended;
import llmrouter.upstream.connection.ClientPool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Calls over real sockets to providers that misbehave in every way.
@Timeout(30)
class UpstreamCallTest {
    private static final long LONG = 10_000;
    private static final Upstream UPSTREAM = new Upstream(new ProxySettings(null, null, List.of()), null);

    @AfterAll
    static void close() {
        UPSTREAM.close();
    }

    private static UpstreamRequest request(String url, Header... headers) {
        return new UpstreamRequest(url, HeaderMap.of(List.of(headers)), "{\"größe\":1}", 2_000);
    }

    private static UpstreamCall call(ScriptedUpstream provider, Mailbox mailbox) {
        return UPSTREAM.open(request(provider.url() + "/chat"), mailbox);
    }

    private static CallFailure broken(Mailbox mailbox) throws InterruptedException {
        return assertInstanceOf(Broken.class, mailbox.take(LONG)).failure();
    }

    /// How the only thing that a provider does comes out.
    private static CallFailure failure(ScriptedUpstream.Script script) throws Exception {
        try (var provider = new ScriptedUpstream(script)) {
            var mailbox = UPSTREAM.mailbox();
            call(provider, mailbox);
            return broken(mailbox);
        }
    }

    /// The whole body, or the way it breaks; what comes after the end is a failure of the test.
    private static String body(UpstreamCall call, Mailbox mailbox) throws InterruptedException {
        var out = new StringBuilder();
        while (true) {
            switch (mailbox.take(LONG)) {
                case Bytes b -> {
                    for (ByteBuffer buffer : b.buffers()) out.append(StandardCharsets.UTF_8.decode(buffer));
                    call.consumed(b.reads());
                }
                case Ended _ -> {
                    assertNull(mailbox.take(20));
                    return out.toString();
                }
                case Broken b -> {
                    assertNull(mailbox.take(20));
                    return out + "→" + b.failure().kind();
                }
                case Answered a -> assertEquals(200, a.status());
                case UpstreamEvent.ClientDisconnected _, UpstreamEvent.GatewayStops _ ->
                    throw new AssertionError("there is no client");
                case null -> throw new AssertionError("nothing came behind: " + out);
            }
        }
    }

    private static String body(ScriptedUpstream.Script script) throws Exception {
        try (var provider = new ScriptedUpstream(script)) {
            var mailbox = UPSTREAM.mailbox();
            return body(call(provider, mailbox), mailbox);
        }
    }

    @Test
    void theRequestGoesOutAsItIs() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, "{}"))) {
            var mailbox = UPSTREAM.mailbox();
            var call = UPSTREAM.open(request(provider.url() + "/chat", new Header("x-own", "1")), mailbox);
            assertEquals("{}", body(call, mailbox));
            var seen = provider.seen().getFirst();
            assertEquals("POST /v1/chat HTTP/1.1", seen.requestLine());
            assertEquals("{\"größe\":1}", seen.body());
            assertEquals("1", seen.headers().get("x-own"));
            assertNull(seen.headers().get("upgrade"));
        }
    }

    @Test
    void aClosedPortIsAConnectFailure() throws Exception {
        int port;
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listener.getLocalPort();
        }
        var mailbox = UPSTREAM.mailbox();
        UPSTREAM.open(request("http://127.0.0.1:" + port + "/"), mailbox);
        assertEquals(Kind.CONNECT, broken(mailbox).kind());
        assertNull(mailbox.take(20), "one failure is told once");
    }

    @Test
    void anUnknownHostIsAConnectFailure() throws Exception {
        var mailbox = UPSTREAM.mailbox();
        UPSTREAM.open(request("http://no-such-host.invalid/"), mailbox);
        CallFailure failure = broken(mailbox);
        assertEquals(Kind.CONNECT, failure.kind());
        assertTrue(failure.detail().contains("unknown host"), failure.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "http://", "http:///x", "ftp://127.0.0.1/", "file:///etc/passwd",
        "http://a b/", "http://[::1/", "//127.0.0.1/", "http://host:99999999/"})
    void whatIsNoUrlIsAFailureAndNoException(String url) throws Exception {
        var mailbox = UPSTREAM.mailbox();
        var call = UPSTREAM.open(request(url), mailbox);
        assertEquals(Kind.CONNECT, broken(mailbox).kind());
        call.cancel();
    }

    @Test
    void anUnsendableHeaderIsNamedWithoutItsValue() throws Exception {
        for (Header header : new Header[] {new Header("authorization", "Bearer sk-\nsecret"),
                new Header("authorization", "Bearer sk-secret\u0000"), new Header("content-length", "sk-secret")}) {
            var mailbox = UPSTREAM.mailbox();
            UPSTREAM.open(request("http://127.0.0.1:1/", header), mailbox);
            String detail = broken(mailbox).detail();
            assertTrue(detail.contains(header.name()), detail);
            assertFalse(detail.contains("secret"), detail);
        }
    }

    @Test
    void aResetBeforeTheHeadIsNoAnswer() throws Exception {
        Kind kind = failure(ScriptedUpstream.Wire::reset).kind();
        assertTrue(kind == Kind.RESET || kind == Kind.STALE, kind.toString());
        assertEquals(Kind.RESET, failure(wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-").reset()).kind());
    }

    @Test
    void aKeptConnectionThatIsClosedAsWeSendIsStale() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, "{}"), wire -> wire.send("").close(),
                wire -> wire.json(200, "{}"))) {
            var mailbox = UPSTREAM.mailbox();
            assertEquals("{}", body(call(provider, mailbox), mailbox));
            call(provider, mailbox);
            assertEquals(Kind.STALE, broken(mailbox).kind());
            assertEquals("{}", body(call(provider, mailbox), mailbox));
        }
    }

    @Test
    void aBodyThatIsCutIsNotComplete() throws Exception {
        assertEquals("ha→CUT", body(wire ->
            wire.send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\nha").close()));
        assertEquals("ha→CUT", body(wire ->
            wire.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nha\r\n").close()));
        assertTrue(body(wire ->
            wire.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nha\r\nzz\r\n").close())
            .endsWith("→CUT"));
    }

    @Test
    void aBodyThatIsLongerThanItSaysIsTakenAtItsWord() throws Exception {
        assertEquals("{}", body(wire ->
            wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}trailing").close()));
    }

    @Test
    void aSlowDripIsSeenDropByDrop() throws Exception {
        var seen = new CompletableFuture<Void>();
        try (var provider = new ScriptedUpstream(wire -> {
            wire.stream().send("data: a");
            seen.orTimeout(LONG, TimeUnit.MILLISECONDS).join();
            wire.send("b\n\n").close();
        })) {
            var mailbox = UPSTREAM.mailbox();
            var call = call(provider, mailbox);
            assertInstanceOf(Answered.class, mailbox.take(LONG));
            assertInstanceOf(Bytes.class, mailbox.take(LONG));
            call.consumed(1);
            seen.complete(null);
            assertEquals("b\n\n", body(call, mailbox));
        }
    }

    @Test
    void aReaderThatDoesNotReadHoldsTheProviderBack() throws Exception {
        int chunk = 1 << 16;
        int all = 50 << 20;
        try (var provider = new ScriptedUpstream(wire -> {
            wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + all + "\r\n\r\n");
            String bytes = "x".repeat(chunk);
            for (int sent = 0; sent < all; sent += chunk) wire.send(bytes);
        })) {
            var mailbox = UPSTREAM.mailbox();
            var call = call(provider, mailbox);
            assertInstanceOf(Answered.class, mailbox.take(LONG));
            int waiting = 0;
            long bytes = 0;
            while (mailbox.take(300) instanceof Bytes b) {
                waiting += b.reads();
                for (ByteBuffer buffer : b.buffers()) bytes += buffer.remaining();
            }
            assertTrue(waiting <= 4, waiting + " reads were waiting");
            assertTrue(bytes <= 1 << 20, bytes + " bytes were waiting");
            call.consumed(waiting);
            assertEquals(all - bytes, body(call, mailbox).length());
        }
    }

    @Test
    void cancellingClosesTheConnectionInEveryPhase() throws Exception {
        for (String sent : new String[] {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"}) {
            var begun = new CompletableFuture<Void>();
            var gone = new CompletableFuture<Long>();
            try (var provider = new ScriptedUpstream(wire -> {
                wire.send(sent);
                begun.complete(null);
                gone.complete(wire.awaitDeparture());
            })) {
                var mailbox = UPSTREAM.mailbox();
                var call = call(provider, mailbox);
                begun.get(LONG, TimeUnit.MILLISECONDS);
                if (sent.endsWith("\n\r\n")) assertNotNull(mailbox.take(LONG));
                long cancelled = System.nanoTime();
                call.cancel();
                long ms = (gone.get(LONG, TimeUnit.MILLISECONDS) - cancelled) / 1_000_000;
                assertTrue(ms < 1_000, "closed after " + ms + " ms, having sent: " + sent);
                assertNull(mailbox.take(20), "a cancelled call says nothing more");
            }
        }
    }

    @Test
    void aCancelledCallDoesNotDisturbTheNext() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.stream().event("old").awaitDeparture(),
                wire -> wire.json(200, "{}"))) {
            var mailbox = UPSTREAM.mailbox();
            var call = call(provider, mailbox);
            assertInstanceOf(Answered.class, mailbox.take(LONG));
            call.cancel();
            assertEquals("{}", body(call(provider, mailbox), mailbox));
        }
    }

    @Test
    void headersWithoutEndAreCutOff() throws Exception {
        CallFailure failure = failure(wire -> {
            wire.send("HTTP/1.1 200 OK\r\n");
            for (int i = 0; ; i++) wire.send("x-" + i + ": " + "y".repeat(1_000) + "\r\n");
        });
        assertEquals(Kind.RESET, failure.kind());
    }

    /// The gateway may have a header of each request under way in memory.
    @Test
    void aHeaderIsLimitedToLessThanTheJdkTakes() throws Exception {
        String usual = "x-a: " + "y".repeat(8_000) + "\r\n";
        try (var provider = new ScriptedUpstream(wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n"
            + usual.repeat(7) + "\r\n{}"))) {
            var mailbox = UPSTREAM.mailbox();
            assertEquals("{}", body(call(provider, mailbox), mailbox));
        }
        CallFailure failure = failure(wire -> wire.send("HTTP/1.1 200 OK\r\n" + usual.repeat(9)));
        assertEquals(Kind.RESET, failure.kind());
    }

    @Test
    void provisionalAnswersWithoutEndAreCutOff() throws Exception {
        CallFailure failure = failure(wire -> {
            while (true) wire.send("HTTP/1.1 103 Early\r\nlink: x\r\n\r\n");
        });
        assertEquals(Kind.RESET, failure.kind());
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (var other = new ScriptedUpstream(wire -> wire.json(200, "{}"));
            var provider = new ScriptedUpstream(wire -> wire.json(307, "{}", "location: " + other.url()))) {
            var mailbox = UPSTREAM.mailbox();
            call(provider, mailbox);
            assertEquals(307, assertInstanceOf(Answered.class, mailbox.take(LONG)).status());
            assertTrue(other.seen().isEmpty());
        }
    }

    /// The JDK's client leaves such a connection open.
    @ParameterizedTest
    @ValueSource(strings = {"garbage\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n"})
    void connectionsWithoutAReadableHeadAreClosedAfterAFew(String sent) throws Exception {
        var closed = new CountDownLatch(ClientPool.LEFT_OPEN);
        var upstream = new Upstream(new ProxySettings(null, null, List.of()), null);
        try (var provider = new ScriptedUpstream(wire -> {
            wire.send(sent).awaitDeparture();
            closed.countDown();
        })) {
            var mailbox = upstream.mailbox();
            for (int i = 0; i < ClientPool.LEFT_OPEN; i++) {
                upstream.open(request(provider.url()), mailbox);
                broken(mailbox);
            }
            assertTrue(ScriptedUpstream.soon(closed), closed.getCount() + " connections are still open");
        } finally {
            upstream.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n"})
    void whatIsNotHttpIsNoAnswer(String sent) throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.send(sent).close())) {
            var mailbox = UPSTREAM.mailbox();
            call(provider, mailbox);
            UpstreamEvent first = mailbox.take(LONG);
            assertInstanceOf(Broken.class, first instanceof Answered ? mailbox.take(LONG) : first);
        }
    }
}
