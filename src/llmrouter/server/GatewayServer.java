package llmrouter.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLParameters;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

import llmrouter.admission.FrontDoorTerms;
import llmrouter.admission.GatewayStage;
import llmrouter.config.Config;
import llmrouter.config.Settings;
import llmrouter.config.Settings.LogLevel;
import llmrouter.config.secrets.ConfigSecrets;
import llmrouter.config.secrets.SecretWords;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.memory.HeapBudgets;
import llmrouter.memory.HeapShares;
import llmrouter.metrics.Meters;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.Fingerprint;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.OfferedModels;
import llmrouter.server.bodies.BodyRoom;
import llmrouter.server.bodies.HeapLimits;
import llmrouter.server.connections.ClientWatch;
import llmrouter.server.connections.ConnectionLimits;
import llmrouter.server.connections.HeadRoom;
import llmrouter.server.connections.RequestRoom;
import llmrouter.server.log.CleanLog;
import llmrouter.server.log.RequestLog;
import llmrouter.server.log.SettingsSecrets;
import llmrouter.server.takeover.ListenerHold;
import llmrouter.server.takeover.Takeover;
import llmrouter.state.StateStore;
import llmrouter.state.StateStores;
import llmrouter.state.answers.AnswerMemory;
import llmrouter.threads.VitalThreads;
import llmrouter.upstream.ModelLists;
import llmrouter.upstream.Upstream;

/// The running gateway: a listener, its configuration, and what its requests share. Thread-safe.
public final class GatewayServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final String[] TLS = {"TLSv1.3", "TLSv1.2"};
    /// For the errors that end the answers under way when the gateway stops.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final HttpServer http;
    private final ConnectionLimits limits;
    private final RequestThreads threads;
    private final Upstream upstream;
    private final HeapBudgets heap;
    private final HeapUse memory;
    private final BodyRoom bodies;
    private final ClientWatch watch;
    private final AtomicReference<ActiveConfig> active = new AtomicReference<>();
    private final ListenAddress address;
    private final FrontDoorTerms terms;
    private final StateStore state;
    private final AnswerMemory answers;
    private final RequestLog requests;
    private final Meters meters = new Meters();
    private final CleanLog log;
    private final List<String> settingsSecrets;
    private final Lifecycle lifecycle = new Lifecycle();
    private final ModelLists lists;
    private final StatusPage status;
    private VitalThreads vital;
    private Thread warming;
    private final Operator operator;
    private OperatorDoor door;
    /// When the present configuration was read, in seconds since 1970.
    private volatile long configured;

    /// What is known of a gateway before any part of it is made.
    ///
    /// @param secrets of the settings
    /// @param log     takes out the secrets of the settings and of the configuration
    private record Basis(ListenAddress address, Settings settings, ServerContext context, ConnectionLimits limits,
            HeapBudgets heap, List<String> secrets, CleanLog log) {

        static Basis of(ListenAddress address, Settings settings, ServerContext context, Config config,
                Consumer<String> sink) {
            List<String> secrets = SettingsSecrets.of(settings, context.home());
            var log = new CleanLog(sink, ConfigSecrets.of(config, secrets));
            var limits = ConnectionLimits.ofThisProcess(settings.listen().maxConnections(), address.tls() != null);
            return new Basis(address, settings, context, limits, HeapBudgets.ofThisProcess(warn(settings, log)),
                secrets, log);
        }

        Consumer<String> warn() {
            return warn(settings, log);
        }

        private static Consumer<String> warn(Settings settings, CleanLog log) {
            return settings.log().level().compareTo(LogLevel.WARN) >= 0 ? log : _ -> {};
        }
    }

    /// Listens at once, at an address that is free.
    public static GatewayServer start(ListenAddress address, Settings settings, ServerContext context, Config config,
            Consumer<String> log) throws IOException {
        return start(address, settings, context, config, log, taken -> {
            throw taken;
        });
    }

    /// Listens at once.
    ///
    /// @param config    with inline secrets only
    /// @param sink      gets one line at a time, from any thread, without secrets
    /// @param takeovers asked if the address is in use
    /// @throws IOException the gateway cannot listen on the address
    public static GatewayServer start(ListenAddress address, Settings settings, ServerContext context, Config config,
            Consumer<String> sink, Takeover.Policy takeovers) throws IOException {
        var basis = Basis.of(address, settings, context, config, sink);
        try (var parts = new StartedParts()) {
            Upstream upstream = parts.add(upstream(basis));
            HttpServer http = unbound(basis, parts);
            Takeover takeover = Takeover.none();
            try {
                bind(http, address);
            } catch (BindException taken) {
                // what takes long is prepared while the previous gateway still listens
                upstream.warm(settings.times().connectMs());
                ActiveConfig.of(config, null, OfferedModels.NONE, address,
                    ActiveConfig.terms(address, settings.access()), SecretWords.NONE, 0);
                takeover = Takeover.by(takeovers.requestFor(taken));
                takeover.bind(() -> bind(http, address));
            }
            AnswerMemory answers = answers(settings);
            StateStore state = parts.add(takeover.open(() -> state(basis), answers, basis.warn()));
            var server = parts.add(new GatewayServer(http, basis, upstream, state, answers, ClientTimes.USUAL));
            server.begin(basis, config, parts);
            return server;
        }
    }

    private static StateStore state(Basis basis) {
        Settings settings = basis.settings();
        Path home = basis.context().home();
        UnaryOperator<String> expand = path -> ConfigStore.expand(path, home).toString();
        return StateStores.open(settings.state().backend(), HealthPolicy.of(settings), Clock.systemUTC(), expand,
            OutwardTls.redis(settings.tls(), home), basis.warn());
    }

    private static AnswerMemory answers(Settings settings) {
        return new AnswerMemory(settings.state().answers().within(HeapShares.ofThisProcess().remembered()),
            Clock.systemUTC());
    }

    /// @param state is closed with the server
    static GatewayServer start(ListenAddress address, Settings settings, ServerContext context, Config config,
            StateStore state, ClientTimes times, Consumer<String> sink) throws IOException {
        var basis = Basis.of(address, settings, context, config, sink);
        try (var parts = new StartedParts()) {
            parts.add(state);
            Upstream upstream = parts.add(upstream(basis));
            HttpServer http = unbound(basis, parts);
            bind(http, address);
            var server = parts.add(new GatewayServer(http, basis, upstream, state, answers(settings), times));
            server.begin(basis, config, parts);
            return server;
        }
    }

    private static Upstream upstream(Basis basis) throws IOException {
        Settings settings = basis.settings();
        return new Upstream(settings.proxies(), OutwardTls.of(settings.tls(), basis.context().home()),
            basis.heap().answers(), basis.warn());
    }

    private static HttpServer unbound(Basis basis, StartedParts parts) throws IOException {
        ServerProperties.set(basis.limits());
        ListenAddress address = basis.address();
        HttpServer http = address.tls() == null ? HttpServer.create() : HttpsServer.create();
        parts.add(() -> stop(http));
        if (!(http instanceof HttpsServer https)) return http;
        https.setHttpsConfigurator(new HttpsConfigurator(address.tls().context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                ClientPace.CURRENT.get().from(parameters.getClientAddress().getAddress());
                SSLParameters ours = getSSLContext().getDefaultSSLParameters();
                ours.setProtocols(TLS);
                parameters.setSSLParameters(ours);
            }
        });
        return https;
    }

    /// Stops a server that may not have been started. The JDK's server gives its port back only in the thread that
    /// accepts connections (JDK 25, observed), so that must have run.
    private static void stop(HttpServer http) {
        try {
            http.createContext("/", _ -> {
                throw new IOException("the start has failed");
            });
            http.start();
        } catch (IllegalStateException | IllegalArgumentException _) {
            // it has no port, or has been started
        }
        http.stop(0);
    }

    private static void bind(HttpServer http, ListenAddress address) throws IOException {
        try {
            http.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()), BACKLOG);
        } catch (BindException e) {
            var named = new BindException(e.getMessage() + ": " + address.host() + ":" + address.port());
            named.initCause(e);
            throw named;
        }
    }

    /// Begins nothing that could fail: what the constructor has made is closed with the server.
    private GatewayServer(HttpServer http, Basis basis, Upstream upstream, StateStore state, AnswerMemory answers,
            ClientTimes times) {
        Settings settings = basis.settings();
        ServerContext context = basis.context();
        this.http = http;
        this.address = basis.address();
        this.terms = ActiveConfig.terms(address, settings.access());
        this.operator = context.operator();
        this.state = state;
        this.heap = basis.heap();
        this.bodies = new BodyRoom(heap, settings.listen().maxBodyBytes());
        this.limits = basis.limits();
        this.answers = answers;
        this.upstream = upstream;
        this.log = basis.log();
        this.settingsSecrets = basis.secrets();
        this.requests = RequestLog.open(settings.log(), port(), context.home(), Clock.systemUTC(), log);
        this.lists = new ModelLists(upstream, settings.times().connectMs(), ModelLists.Pace.USUAL, this::relist,
            basis.warn());
        var heads = new HeadRoom(limits.heads(), address.tls() != null, heap.shortages());
        this.memory = new HeapUse(heap, heads, limits);
        this.status = new StatusPage(address, port(), context, settings, state, requests, meters, memory);
        this.threads = new RequestThreads(times, heads);
        this.watch = new ClientWatch();
    }

    private void begin(Basis basis, Config config, StartedParts parts) {
        Settings settings = basis.settings();
        for (EndedCooldown ended : use(config)) {
            log.accept("the key, address or headers of " + ended.provider() + " changed since the last run: "
                + ended.line());
        }
        var shared = new SharedServices(upstream, state, answers, watch, lifecycle, requests, meters,
            heap.shortages());
        var room = new RequestRoom(limits, heap, http.getAddress().getAddress().isLoopbackAddress());
        var endpoints = new EndpointService(shared, ExchangePolicy.of(settings), bodies, room);
        var metrics = new MetricsPage(meters, state, requests, Instant.now(), memory);
        http.createContext("/", new Intake(active::get, shared, endpoints, status, metrics));
        http.setExecutor(threads);
        http.start();
        door = operator == null ? null : door(shared, log);
        vital = parts.watched(door == null ? 1 : 2, upstream::failure, why -> collapse(why, basis.context()));
        warming = Thread.ofVirtual().start(() -> upstream.warm(settings.times().connectMs()));
        parts.keep();
    }

    /// Waits until the client for calls to providers has been made.
    public void awaitWarm() throws InterruptedException {
        warming.join();
    }

    private void collapse(String why, ServerContext context) {
        context.collapse().of(why, state::close, () -> {
            log.accept(why);
            close();
        });
    }

    /// @return null if there can be none, which is said
    private OperatorDoor door(SharedServices shared, Consumer<String> log) {
        try {
            var commands = new ControlCommands(operator, shared, active::get,
                () -> status.of(active.get(), draining()).put("open", lifecycle.open()));
            return OperatorDoor.open(operator, commands, requests);
        } catch (IOException e) {
            log.accept("the listener for the operator's commands cannot be opened (" + FileError.words(e)
                + "); 'status', 'reload' and 'wake' cannot reach this gateway, and 'stop' ends it by a signal");
            return null;
        }
    }

    /// How many connections and requests there may be at the same time.
    public ConnectionLimits connectionLimits() {
        return limits;
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /// Where it listens for the operator's commands; 0 if it does not.
    public int controlPort() {
        return door == null ? 0 : door.port();
    }

    /// What the gateway may hold in memory, for the person who starts it.
    public HeapLimits heapLimits() {
        return new HeapLimits(heap.shares(), bodies.limit(), bodies.isLowered());
    }

    /// Whether the gateway lets its requests finish and does not listen any more.
    public boolean draining() {
        return lifecycle.stage().isEnding();
    }

    /// Uses this configuration for requests that arrive from now on; a refusal is over. A provider whose key, address
    /// or headers changed is called again at once: what an earlier failure was about may be corrected.
    ///
    /// @return the cooldowns and circuits that ended by that
    public List<EndedCooldown> replace(Config config) {
        List<EndedCooldown> ended = use(config);
        meters.reloaded(true);
        return ended;
    }

    /// Whether requests need a key at present.
    public boolean requiresKey() {
        return active.get().door().keyRequired();
    }

    /// Whether requests need a key and there is none any more, so that every request is refused.
    public boolean isLocked() {
        return active.get().door().locked();
    }

    /// A changed configuration cannot be used; the present one stays. The status says so until one is taken.
    public void refuse(ConfigRefusal why) {
        active.updateAndGet(present -> present.refusing(why));
        meters.reloaded(false);
    }

    /// The ids of providers that are not called for a while because they refused the key.
    public List<String> keyRefused() {
        return status.keyRefused(active.get());
    }

    private List<EndedCooldown> use(Config config) {
        meters.configure(config);
        configured = Instant.now().getEpochSecond();
        SecretWords secrets = ConfigSecrets.of(config, settingsSecrets);
        log.hide(secrets);
        ActiveConfig next = ActiveConfig.of(config, active.get(), OfferedModels.NONE, address, terms, secrets,
            configured);
        active.set(next);
        lists.follow(config);
        if (lists.offered() != OfferedModels.NONE) relist();
        return state.adopt(Fingerprint.byProvider(next.config()));
    }

    /// Uses what the lists of models say now.
    private void relist() {
        active.updateAndGet(present -> ActiveConfig.of(present.config(), present, lists.offered(), address, terms,
            present.secrets(), configured).refusing(present.refusal()));
    }

    /// Stops accepting and waits for the requests under way; those that have not ended within the limit are cut.
    public void drain(Duration limit) {
        end(GatewayStage.DRAINING, limit);
    }

    /// Stops accepting, because another gateway takes over; serves existing connections until all have closed, or
    /// until the limit.
    public void handOver(Duration limit) {
        end(GatewayStage.HANDING_OVER, limit);
    }

    private void end(GatewayStage stage, Duration limit) {
        lifecycle.enter(stage);
        vital.close();
        watch.listenerCloses();
        if (operator != null) operator.listensNoMore();
        ListenerHold hold = stage == GatewayStage.HANDING_OVER
            ? ListenerHold.on(http, address, "/hold/" + RandomId.next(), lifecycle.handedOver(),
                ClientPace::expectNothing) : null;
        // the JDK's server would wait for a request whose client has disconnected, so this thread waits by itself
        long seconds = limit.plus(LAST_WORDS).plusMillis(999).toSeconds();
        Thread stop = Thread.ofVirtual().start(() -> http.stop((int) seconds));
        threads.awaitIdle(limit);
        giveUp();
        stop.interrupt();
        if (hold != null) hold.close();
        close();
    }

    /// Ends the requests under way with an error in the client's format, and waits a second for that.
    public void giveUp() {
        upstream.giveUp();
        threads.awaitIdle(LAST_WORDS);
    }

    /// Stops at once.
    @Override
    public void close() {
        if (vital != null) vital.close();
        stop(http);
        if (door != null) door.close();
        watch.close();
        lists.close();
        upstream.close();
        threads.shutdown();
        state.close();
        threads.close();
        requests.close();
    }
}
