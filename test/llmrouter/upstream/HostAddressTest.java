package llmrouter.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.network.ProxySettings;
import llmrouter.files.TlsFiles;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.scripted.Keystores;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.upstream.UpstreamEvent.Answered;
import llmrouter.upstream.UpstreamEvent.Broken;
import llmrouter.upstream.connection.HostAddresses;
import llmrouter.upstream.connection.SleepWatch;
import llmrouter.upstream.tls.ProviderTls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Hosts with several addresses, over real sockets: Linux takes every address of 127.0.0.0/8 for this machine.
@Timeout(30)
class HostAddressTest {
    private static final long LONG = 15_000;
    private static final String WORKS = "127.0.0.1";
    private static final String REFUSES = "127.0.0.2";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) one.close();
    }

    private Upstream upstream(String... addresses) {
        return upstream(host -> {
            var all = new ArrayList<InetAddress>();
            for (String address : addresses) all.add(InetAddress.getByAddress(host, bytes(address)));
            return all.toArray(InetAddress[]::new);
        });
    }

    private static byte[] bytes(String address) {
        return InetAddress.ofLiteral(address).getAddress();
    }

    private Upstream upstream(HostAddresses.Lookup names) {
        var upstream = new Upstream(new ProxySettings(null, null, List.of()), null,
            new HostAddresses(names, System::nanoTime), new SleepWatch());
        open.add(upstream);
        return upstream;
    }

    private ScriptedUpstream provider() throws IOException {
        var provider = new ScriptedUpstream(wire -> wire.json(200, "{}"));
        open.add(provider);
        return provider;
    }

    private static UpstreamEvent first(Upstream upstream, String url, String body) throws InterruptedException {
        var mailbox = upstream.mailbox();
        upstream.open(new UpstreamRequest(url, HeaderMap.of(List.of()), body, 3_000), mailbox);
        return mailbox.take(LONG);
    }

    private static void answers(Upstream upstream, String url) throws InterruptedException {
        UpstreamEvent event = first(upstream, url, "{}");
        assertEquals(200, assertInstanceOf(Answered.class, event, String.valueOf(event)).status());
    }

    private static CallFailure fails(Upstream upstream, String url) throws InterruptedException {
        return assertInstanceOf(Broken.class, first(upstream, url, "{}")).failure();
    }

    /// A port that takes no further connection and refuses none: its queue is full.
    private int silentPort(String address) throws IOException {
        var listener = new ServerSocket(0, 1, InetAddress.ofLiteral(address));
        open.add(listener);
        for (boolean full = false; !full;) {
            var waiting = new Socket();
            open.add(waiting);
            try {
                waiting.connect(new InetSocketAddress(address, listener.getLocalPort()), 300);
            } catch (SocketTimeoutException _) {
                full = true;
            }
        }
        return listener.getLocalPort();
    }

    @Test
    void theNextAddressIsTriedWhenTheFirstRefuses() throws Exception {
        var provider = provider();
        answers(upstream(REFUSES, WORKS), "http://two.test:" + provider.port() + "/v1");
        assertEquals(1, provider.seen().size());
        assertEquals("two.test:" + provider.port(), provider.seen().getFirst().headers().get("host"));
    }

    @Test
    void allThatRefuseArePassedBy() throws Exception {
        var provider = provider();
        answers(upstream(REFUSES, "127.0.0.4", "::1", WORKS), "http://four.test:" + provider.port() + "/v1");
        assertEquals(1, provider.seen().size());
    }

    @Test
    void aGetRequestFindsItsAddressToo() throws Exception {
        var provider = provider();
        var event = first(upstream(REFUSES, WORKS), "http://two.test:" + provider.port() + "/v1/models", null);
        assertInstanceOf(Answered.class, event);
    }

    @Test
    void anAddressThatSaysNothingHoldsNoRequestUp() throws Exception {
        int port = silentPort("127.0.0.3");
        try (var provider = new ServerSocket(port, 9, InetAddress.ofLiteral(WORKS))) {
            Thread.ofVirtual().start(() -> serveOne(provider));
            var upstream = upstream("127.0.0.3", WORKS);
            long begun = System.nanoTime();
            answers(upstream, "http://two.test:" + port + "/v1");
            long ms = (System.nanoTime() - begun) / 1_000_000;
            assertTrue(ms < 2_500, "answered after " + ms + " ms; the time limit for a connection is 3 s");
        }
    }

    /// Answers the first connection that carries a request.
    private static void serveOne(ServerSocket listener) {
        try {
            while (true) {
                try (Socket socket = listener.accept()) {
                    if (socket.getInputStream().read() < 0) continue;
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".getBytes());
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes(); // a close with unread bytes would be a reset
                }
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    @Test
    void allAddressesAreNamedWhenNoneTakesTheConnection() throws Exception {
        int port;
        try (var listener = new ServerSocket(0, 1, InetAddress.ofLiteral(WORKS))) {
            port = listener.getLocalPort();
        }
        CallFailure failure = fails(upstream(REFUSES, "127.0.0.4"), "http://two.test:" + port + "/v1");
        assertEquals(Kind.CONNECT, failure.kind());
        assertEquals(FaultOwner.PROVIDER, failure.owner());
        assertEquals("none of the 2 addresses of two.test took it: 127.0.0.2 refused, 127.0.0.4 refused",
            failure.detail());
        assertEquals("connection refused by 127.0.0.2",
            fails(upstream(REFUSES), "http://one.test:" + port + "/v1").detail());
    }

    @Test
    void silenceAndRefusalAreNamedApart() throws Exception {
        int port = silentPort("127.0.0.3");
        CallFailure failure = fails(upstream("127.0.0.3", REFUSES), "http://two.test:" + port + "/v1");
        assertEquals("none of the 2 addresses of two.test took it: 127.0.0.3 did not answer, 127.0.0.2 refused",
            failure.detail());
        assertEquals(Kind.CONNECT, failure.kind());
    }

    @Test
    void localhostIsBothLoopbackAddresses() throws Exception {
        var six = new ScriptedUpstream(InetAddress.ofLiteral("::1"), wire -> wire.json(200, "{}"));
        open.add(six);
        answers(upstream(InetAddress::getAllByName), "http://localhost:" + six.port() + "/v1");
        answers(upstream(WORKS), "http://localhost:" + six.port() + "/v1");
        var four = provider();
        answers(upstream("::1"), "http://LOCALHOST:" + four.port() + "/v1");
    }

    @Test
    void twoServicesOfOneNameMayBeAtDifferentAddresses() throws Exception {
        var four = provider();
        var six = new ScriptedUpstream(InetAddress.ofLiteral("::1"), wire -> wire.json(200, "{}"));
        open.add(six);
        var upstream = upstream(WORKS, "::1");
        for (int i = 0; i < 3; i++) {
            answers(upstream, "http://localhost:" + four.port() + "/v1");
            answers(upstream, "http://localhost:" + six.port() + "/v1");
        }
        assertEquals(3, four.seen().size());
        assertEquals(3, six.seen().size());
    }

    @Test
    void theCertificateIsCheckedForTheNameAtEveryAddress(@TempDir Path folder) throws Exception {
        for (String name : new String[] {"two.test", "other.test"}) {
            Path keys = Keystores.make(folder.resolve(name + ".p12"), "san=dns:" + name);
            Path pem = Keystores.pem(keys);
            var key = TlsFiles.listening(keys, Keystores.PASSWORD).context();
            try (var provider = ScriptedUpstream.secure(key, wire -> wire.json(200, "{}"))) {
                var tls = ProviderTls.of(pem.toString(), null, folder);
                var upstream = new Upstream(new ProxySettings(null, null, List.of()), tls,
                    new HostAddresses(host -> new InetAddress[] {InetAddress.getByAddress(host, bytes(REFUSES)),
                        InetAddress.getByAddress(host, bytes(WORKS))}, System::nanoTime), new SleepWatch());
                open.add(upstream);
                String url = "https://two.test:" + provider.port() + "/v1";
                if (name.equals("two.test")) answers(upstream, url);
                else assertTrue(fails(upstream, url).detail().contains("two.test"));
            }
        }
    }

    @Test
    void aNameServiceThatDoesNotAnswerIsTheNetworksFault() throws Exception {
        CallFailure failure = fails(upstream(host -> {
            throw new UnknownHostException(host + ": Temporary failure in name resolution");
        }), "http://a.test/v1");
        assertEquals(FaultOwner.NETWORK, failure.owner());
        assertEquals("the name service (DNS) of this machine does not answer", failure.detail());
    }
}
