package llmrouter.upstream;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

import llmrouter.config.ProxySettings;
import llmrouter.gateway.UpstreamRequest;

/// The way to all providers. Thread-safe; close it, or the process lingers for a third of a second (JDK 25, observed).
///
/// HTTP/1.1 only: over HTTP/2 the JDK's client opens one connection per origin and fails beyond the peer's stream limit, and over
/// plain text it asks for an upgrade that some servers answer by dropping the body (JDK-8225647; vllm #57203). Redirects are not
/// followed: a provider must not send keys elsewhere.
public final class Upstream implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Long, HttpClient> clients = new ConcurrentHashMap<>();
    private final Ticker ticker = new Ticker();
    private final ProxyRoute proxies;
    private final SSLContext tls;

    /// @param tls whom to trust, or null for the JDK's authorities
    public Upstream(ProxySettings proxies, SSLContext tls) {
        this.tls = tls;
        ProxyRoute.allowLogin();
        this.proxies = new ProxyRoute(proxies);
    }

    /// Builds the client for this connect limit ahead of its first use: it takes a third of a second, once.
    public void warm(long connectMs) {
        client(connectMs);
    }

    /// A place to wait for what comes of requests.
    public Mailbox mailbox() {
        return new Mailbox(ticker);
    }

    /// Sends a request. Everything that comes of it arrives in `mailbox`; the call before it there must have been cancelled.
    public UpstreamCall open(UpstreamRequest request, Mailbox mailbox) {
        return UpstreamCall.open(client(request.connectMs()), proxies, request, mailbox);
    }

    private HttpClient client(long connectMs) {
        return clients.computeIfAbsent(connectMs, ms -> {
            HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(proxies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofMillis(Math.max(1, ms)))
                .executor(threads);
            if (tls != null) builder.sslContext(tls);
            return builder.build();
        });
    }

    @Override
    public void close() {
        for (HttpClient client : clients.values()) client.shutdownNow();
        threads.shutdownNow();
        ticker.close();
    }
}
