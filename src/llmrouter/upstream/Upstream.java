package llmrouter.upstream;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import llmrouter.config.network.ProxySettings;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.memory.ByteBudget;
import llmrouter.memory.HeapBudgets;
import llmrouter.memory.HeldBytes;
import llmrouter.upstream.connection.ClientPool;
import llmrouter.upstream.connection.ClientTasks;
import llmrouter.upstream.connection.HostAddresses;
import llmrouter.upstream.connection.SleepWatch;
import llmrouter.upstream.proxy.ClientKind;
import llmrouter.upstream.proxy.Passages;
import llmrouter.upstream.tls.ProviderTls;

/// The HTTP client for all providers. Thread-safe. Close it: otherwise the process ends a third of a second later
/// (JDK 25, observed).
///
/// HTTP/1.1 only: over HTTP/2 the JDK's client opens one connection per origin and fails beyond the peer's stream
/// limit, and over plain text it asks for an upgrade that some servers answer by dropping the body (JDK-8225647; vllm
/// #57203). Redirects are not followed, because a provider must not redirect keys to another host.
public final class Upstream implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Ticker ticker = new Ticker();
    private final CallRoutes routes;
    private final Connections connections;
    private final ByteBudget answers;

    /// @param tls the trusted authorities and the certificates to show, or null for what is usual
    public Upstream(ProxySettings proxies, ProviderTls tls) {
        this(proxies, tls, HeapBudgets.ofThisProcess(_ -> {}).answers(), _ -> {});
    }

    /// @param tls     the same
    /// @param answers counts what is held of answers
    /// @param say     gets a line when something that all calls share had to be replaced
    public Upstream(ProxySettings proxies, ProviderTls tls, ByteBudget answers, Consumer<String> say) {
        this(proxies, tls, new HostAddresses(), new SleepWatch(), answers, say);
    }

    /// With other addresses and clocks than the machine's.
    Upstream(ProxySettings proxies, ProviderTls tls, HostAddresses addresses, SleepWatch watch) {
        this(proxies, tls, addresses, watch, HeapBudgets.ofThisProcess(_ -> {}).answers(), _ -> {});
    }

    private Upstream(ProxySettings proxies, ProviderTls tls, HostAddresses addresses, SleepWatch watch,
            ByteBudget answers, Consumer<String> say) {
        this.answers = answers;
        ProviderTls used = tls == null ? ProviderTls.usual(Path.of("")) : tls;
        prepare();
        this.routes = new CallRoutes(new Passages(proxies, used), used);
        var tasks = new ClientTasks(threads);
        var clients = new ClientPool<ClientKind>(kind -> kind.client(tasks), say);
        this.connections = new Connections(clients, addresses, watch, routes, threads);
    }

    /// Sets what the JDK's HTTP client reads once, before its first use in this process. What an operator has set is
    /// kept.
    public static void prepare() {
        ClientPool.prepare();
        Passages.prepare();
    }

    /// Builds the client for this connect timeout before its first use: this takes a third of a second, once.
    public void warm(long connectMs) {
        var direct = new UpstreamRequest("http://localhost", HeaderMap.EMPTY, null, connectMs);
        connections.current().client(routes.of(direct).kind());
    }

    /// Where one request's thread waits for events.
    public Mailbox mailbox() {
        return new Mailbox(ticker);
    }

    /// Asks all requests that wait for a provider, now or later, to end with an error in the client's format.
    public void giveUp() {
        ticker.stop();
    }

    /// For what one request holds of the answers to it. It must be closed.
    public HeldBytes held() {
        return new HeldBytes(answers);
    }

    /// Sends a request. All of its events arrive in `mailbox`; a previous call of the same mailbox must have been
    /// cancelled.
    public UpstreamCall open(UpstreamRequest request, Mailbox mailbox) {
        return UpstreamCall.open(connections, answers, request, mailbox);
    }

    /// Replaces what cannot work any more. To be called now and then.
    ///
    /// @return why no call can be made any more, a line for the operator; null if calls can be made, or may be soon
    public String failure() {
        return connections.pool().failure();
    }

    @Override
    public void close() {
        connections.pool().close();
        routes.close();
        threads.shutdownNow();
        ticker.close();
    }
}
