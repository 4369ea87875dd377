package llmrouter.upstream;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.network.ProxySettings;
import llmrouter.files.TlsFiles;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.scripted.Keystores;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.upstream.UpstreamEvent.Answered;
import llmrouter.upstream.UpstreamEvent.Broken;
import llmrouter.upstream.UpstreamEvent.Bytes;
import llmrouter.upstream.UpstreamEvent.Ended;
import llmrouter.upstream.connection.ClientTasks;
import llmrouter.upstream.connection.HostAddresses;
import llmrouter.upstream.connection.SleepWatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// One thread reads for all calls of a client. Whatever stands still in one call, the other calls go on.
@Timeout(30)
class ReadingThreadTest {
    private static final long LONG = 10_000;

    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicBoolean clockOnReadingThread = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Upstream upstream = new Upstream(new ProxySettings(null, null, List.of()), null,
        new HostAddresses(this::address, System::nanoTime), new SleepWatch(this::clock, System::nanoTime));

    @AfterEach
    void close() {
        go.countDown();
        upstream.close();
        threads.shutdownNow();
    }

    private InetAddress[] address(String host) {
        await(host.startsWith("slow") ? go : new CountDownLatch(0));
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A call's failure is judged by what the clock says.
    private long clock() {
        if (!ClientTasks.mayBlock()) clockOnReadingThread.set(true);
        return System.currentTimeMillis();
    }

    private Mailbox open(String url, String body) {
        Mailbox mailbox = upstream.mailbox();
        upstream.open(new UpstreamRequest(url, HeaderMap.of(List.of()), body, 5_000), mailbox);
        return mailbox;
    }

    /// A whole call, with reads ahead and behind.
    private void answers() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, "{}"))) {
            Mailbox mailbox = open(provider.url(), "{}");
            assertInstanceOf(Answered.class, mailbox.take(LONG));
            assertInstanceOf(Bytes.class, mailbox.take(LONG));
            assertInstanceOf(Ended.class, mailbox.take(LONG));
        }
    }

    @Test
    void aReaderThatTakesNothingDelaysNoOtherCall() throws Exception {
        try (var endless = new ScriptedUpstream(wire -> {
            wire.stream();
            while (true) wire.event("x".repeat(10_000));
        })) {
            Mailbox untaken = open(endless.url(), "{}");
            answers();
            answers();
            assertInstanceOf(Answered.class, untaken.take(LONG));
        }
    }

    @Test
    void aNameThatIsLookedUpForLongDelaysNoOtherCall() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, "{}"))) {
            Mailbox slow = open("http://slow.test:" + provider.port() + "/v1", "{}");
            answers();
            assertEquals(0, provider.seen().size());
            go.countDown();
            assertInstanceOf(Answered.class, slow.take(LONG));
        }
    }

    @Test
    void aServerThatNeverBeginsItsHandshakeDelaysNoOtherCall() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            open("https://127.0.0.1:" + silent.getLocalPort() + "/v1", "{}");
            try (Socket _ = silent.accept()) {
                answers();
            }
        }
    }

    /// The steps of a handshake are milliseconds of arithmetic each, and a check of a certificate may wait for a
    /// network.
    @Test
    void aHandshakeThatTakesLongDelaysNoOtherCall(@TempDir Path folder) throws Exception {
        var key = TlsFiles.listening(Keystores.make(folder.resolve("key.p12"), Keystores.LOCAL), Keystores.PASSWORD);
        var trust = new SlowTrust();
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        try (var secure = ScriptedUpstream.secure(key.context(), wire -> wire.json(200, "{}"));
                var plain = new ScriptedUpstream(wire -> wire.json(200, "{}"));
                HttpClient client = HttpClient.newBuilder().executor(new ClientTasks(threads)).sslContext(context)
                    .version(HttpClient.Version.HTTP_1_1).build()) {
            var slow = client.sendAsync(HttpRequest.newBuilder(URI.create(secure.url())).build(),
                BodyHandlers.ofString());
            assertTrue(trust.asked.get(), "the certificate is checked on a thread that may wait");
            var other = client.sendAsync(HttpRequest.newBuilder(URI.create(plain.url())).build(),
                BodyHandlers.ofString());
            assertEquals(200, other.get().statusCode());
            assertFalse(slow.isDone());
            go.countDown();
            assertEquals(200, slow.get().statusCode());
        }
    }

    @Test
    void whatFollowsABrokenAnswerIsDoneElsewhere() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> {
            wire.send("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\nhalf");
            await(go);
            wire.reset();
        })) {
            Mailbox mailbox = open(provider.url(), "{}");
            assertInstanceOf(Answered.class, mailbox.take(LONG));
            assertInstanceOf(Bytes.class, mailbox.take(LONG));
            go.countDown();
            assertEquals(Kind.CUT, assertInstanceOf(Broken.class, mailbox.take(LONG)).failure().kind());
            assertFalse(clockOnReadingThread.get());
        }
    }

    /// The client would send it again by itself, on its reading thread.
    @Test
    void aGetRequestOnAConnectionThatWasJustClosedIsSentAgain() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, "{}"), ScriptedUpstream.Wire::close,
                wire -> wire.json(200, "{}"))) {
            for (int i = 0; i < 2; i++) {
                Mailbox mailbox = open("http://kept.test:" + provider.port() + "/v1", null);
                var answered = assertInstanceOf(Answered.class, mailbox.take(LONG));
                assertEquals(200, answered.status());
                assertInstanceOf(Bytes.class, mailbox.take(LONG));
                assertInstanceOf(Ended.class, mailbox.take(LONG));
            }
            assertEquals(3, provider.seen().size());
            assertEquals(2, provider.connections());
            assertFalse(clockOnReadingThread.get());
        }
    }

    private final class SlowTrust extends X509ExtendedTrustManager {
        final CompletableFuture<Boolean> asked = new CompletableFuture<>();

        private void check() throws CertificateException {
            asked.complete(ClientTasks.mayBlock());
            await(go);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket s) throws CertificateException {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine e) throws CertificateException {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
