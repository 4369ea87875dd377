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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpServer;

import llmrouter.config.Config;
import llmrouter.config.Settings;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.config.Settings.CooldownSettings;
import llmrouter.config.Settings.RetrySettings;
import llmrouter.config.Settings.TimeSettings;
import llmrouter.files.ConfigStore;
import llmrouter.files.Home;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.RetryPolicy;
import llmrouter.state.StateStore;
import llmrouter.state.StateStores;
import llmrouter.upstream.Upstream;

/// The running gateway: a listener, its configuration, and what requests share. Thread-safe.
public final class GatewayServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
    private final Upstream upstream = new Upstream();
    private final ClientWatch watch = new ClientWatch();
    private final AtomicReference<Live> live = new AtomicReference<>();
    private final ListenAddress address;
    private final AccessSettings access;
    private final StateStore state;
    private volatile boolean draining;

    /// Listens at once.
    ///
    /// @param config with inline secrets only
    /// @param log    gets one line at a time, from any thread
    /// @throws IOException the address cannot be had
    public static GatewayServer start(ListenAddress address, Settings settings, Config config, Consumer<String> log) throws IOException {
        HttpServer http = listen(address, settings);
        StateStore state = StateStores.open(settings.state().backend(), health(settings), Clock.systemUTC(), GatewayServer::inHome, log);
        return new GatewayServer(http, address, settings, config, state, log);
    }

    /// @param state is closed with the server
    static GatewayServer start(ListenAddress address, Settings settings, Config config, StateStore state, Consumer<String> log) throws IOException {
        return new GatewayServer(listen(address, settings), address, settings, config, state, log);
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

    private GatewayServer(HttpServer http, ListenAddress address, Settings settings, Config config, StateStore state, Consumer<String> log) {
        this.http = http;
        this.address = address;
        this.access = settings.access();
        this.state = state;
        replace(config);
        http.createContext("/", new Intake(live::get, policy(settings), settings.listen().maxBodyBytes(), CallerAddress.of(settings.access()), upstream,
            state, watch, () -> draining, new RequestLog(settings.log().level(), log)));
        http.setExecutor(threads);
        http.start();
        threads.execute(() -> upstream.warm(settings.times().connectMs()));
    }

    private static ExchangePolicy policy(Settings settings) {
        TimeSettings t = settings.times();
        RetrySettings r = settings.retry();
        return new ExchangePolicy(t.connectMs(), t.firstByteMs(), t.firstEventMs(), t.answerMs(), t.idleMs(), t.heartbeatMs(),
            new RetryPolicy(r.attempts(), r.baseDelayMs(), r.maxDelayMs()), r.policyFallback(), false, settings.log().debugRouting());
    }

    private static String inHome(String path) {
        return ConfigStore.expand(path, Home.folder()).toString();
    }

    private static HealthPolicy health(Settings settings) {
        CooldownSettings c = settings.cooldowns();
        return new HealthPolicy(c.configurationMs(), c.rateLimitMs(), c.billingMs(), c.authMs(), c.policyMs(), settings.retry().circuitFailures(),
            settings.retry().circuitCooldownMs(), settings.state().candidateTtlMs());
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /// From now on new requests live under this configuration.
    public void replace(Config config) {
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
        state.close();
        threads.shutdownNow();
    }
}
