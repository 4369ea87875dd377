package llmrouter.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpServer;

import llmrouter.config.Config;
import llmrouter.config.Settings;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.config.Settings.LogLevel;
import llmrouter.files.ConfigStore;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.metrics.Meters;
import llmrouter.routing.HealthPolicy;
import llmrouter.state.StateStore;
import llmrouter.state.StateStores;
import llmrouter.upstream.Upstream;

/// The running gateway: a listener, its configuration, and what requests share. Thread-safe.
public final class GatewayServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final long LAST_WORDS_MS = 500;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
    private final Upstream upstream;
    private final ClientWatch watch = new ClientWatch();
    private final AtomicReference<Live> live = new AtomicReference<>();
    private final ListenAddress address;
    private final AccessSettings access;
    private final StateStore state;
    private final RequestLog requests;
    private final Meters meters = new Meters();
    private volatile boolean draining;

    /// Listens at once.
    ///
    /// @param config with inline secrets only
    /// @param log    gets one line at a time, from any thread
    /// @throws IOException the address cannot be had
    public static GatewayServer start(ListenAddress address, Settings settings, Premises premises, Config config, Consumer<String> log) throws IOException {
        HttpServer http = listen(address, settings);
        Consumer<String> warn = settings.log().level().compareTo(LogLevel.WARN) >= 0 ? log : _ -> {};
        StateStore state = StateStores.open(settings.state().backend(), HealthPolicy.of(settings), Clock.systemUTC(),
            path -> ConfigStore.expand(path, premises.home()).toString(), warn);
        return new GatewayServer(http, address, settings, premises, config, state, log);
    }

    /// @param state is closed with the server
    static GatewayServer start(ListenAddress address, Settings settings, Premises premises, Config config, StateStore state, Consumer<String> log) throws IOException {
        return new GatewayServer(listen(address, settings), address, settings, premises, config, state, log);
    }

    private static HttpServer listen(ListenAddress address, Settings settings) throws IOException {
        ServerProperties.set(settings.listen().maxConnections());
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()), BACKLOG);
        } catch (BindException e) {
            var named = new BindException(e.getMessage() + ": " + address.host() + ":" + address.port());
            named.initCause(e);
            throw named;
        }
    }

    private GatewayServer(HttpServer http, ListenAddress address, Settings settings, Premises premises, Config config, StateStore state, Consumer<String> log) {
        this.http = http;
        this.address = address;
        this.access = settings.access();
        this.state = state;
        this.upstream = new Upstream(settings.proxies());
        this.requests = RequestLog.open(settings.log(), premises.home(), Clock.systemUTC(), log);
        take(config);
        var status = new StatusPage(address, http.getAddress().getPort(), premises, settings.state().backend(), state, requests);
        http.createContext("/", new Intake(live::get, ExchangePolicy.of(settings), settings.listen().maxBodyBytes(), CallerAddress.of(settings.access()), upstream,
            state, watch, () -> draining, requests, status, new MetricsPage(meters, state, requests, Instant.now())));
        http.setExecutor(threads);
        http.start();
        threads.execute(() -> upstream.warm(settings.times().connectMs()));
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /// Whether it is letting requests finish and takes no new ones.
    public boolean draining() {
        return draining;
    }

    /// From now on new requests live under this configuration.
    public void replace(Config config) {
        take(config);
        meters.reloaded(true);
    }

    /// A changed configuration could not be used; the present one stays.
    public void kept() {
        meters.reloaded(false);
    }

    private void take(Config config) {
        meters.configure(config);
        live.set(Live.of(config, address, access, Instant.now().getEpochSecond()));
    }

    /// Stops accepting and waits for open requests; what is not done within the limit is cut.
    public void drain(Duration limit) {
        draining = true;
        http.stop((int) limit.plusMillis(999).toSeconds());
        close();
    }

    /// Stops at once.
    @Override
    public void close() {
        http.stop(0);
        watch.close();
        upstream.close();
        threads.shutdown();
        lastWords();
        state.close();
        threads.shutdownNow();
        requests.close();
    }

    /// Requests that have lost both their ends are over in a moment, and still have something to report.
    private void lastWords() {
        try {
            threads.awaitTermination(LAST_WORDS_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
