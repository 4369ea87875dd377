package llmrouter.upstream;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

import llmrouter.config.ProxySettings;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.upstream.connection.ChosenAddress;
import llmrouter.upstream.connection.ClientPool;
import llmrouter.upstream.connection.HostAddresses;
import llmrouter.upstream.connection.SleepWatch;

/// The HTTP client for all providers. Thread-safe. Close it: otherwise the process ends a third of a second later
/// (JDK 25, observed).
///
/// HTTP/1.1 only: over HTTP/2 the JDK's client opens one connection per origin and fails beyond the peer's stream
/// limit, and over plain text it asks for an upgrade that some servers answer by dropping the body (JDK-8225647; vllm
/// #57203). Redirects are not followed, because a provider must not redirect keys to another host.
public final class Upstream implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Ticker ticker = new Ticker();
    private final ProxyRoute proxies;
    private final SSLContext tls;
    private final Connections connections;

    /// @param tls with the trusted certificate authorities, or null for the JDK's
    public Upstream(ProxySettings proxies, SSLContext tls) {
        this(proxies, tls, new HostAddresses(), new SleepWatch());
    }

    /// With other addresses and clocks than the machine's.
    Upstream(ProxySettings proxies, SSLContext tls, HostAddresses addresses, SleepWatch watch) {
        this.tls = tls;
        ProxyRoute.allowLogin();
        ClientPool.prepare();
        this.proxies = new ProxyRoute(proxies);
        this.connections = new Connections(new ClientPool<>(this::client), addresses, watch, this.proxies, threads);
    }

    /// Builds the client for this connect timeout before its first use: this takes a third of a second, once.
    public void warm(long connectMs) {
        connections.current().client(connectMs);
    }

    /// Where one request's thread waits for events.
    public Mailbox mailbox() {
        return new Mailbox(ticker);
    }

    /// Sends a request. All of its events arrive in `mailbox`; a previous call of the same mailbox must have been
    /// cancelled.
    public UpstreamCall open(UpstreamRequest request, Mailbox mailbox) {
        return UpstreamCall.open(connections, request, mailbox);
    }

    private HttpClient client(long connectMs) {
        HttpClient.Builder builder = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(proxies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofMillis(Math.max(1, connectMs)))
            .executor(ChosenAddress.carriedBy(threads));
        if (tls != null) builder.sslContext(tls);
        return builder.build();
    }

    @Override
    public void close() {
        connections.pool().close();
        threads.shutdownNow();
        ticker.close();
    }
}
