package llmrouter.worker;

import java.util.List;
import java.util.function.UnaryOperator;

import llmrouter.admission.FrontDoor;
import llmrouter.admission.FrontDoorTerms;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.Settings;
import llmrouter.config.Settings.LogLevel;
import llmrouter.config.Settings.SettingsOutcome;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.SettingsReader;
import llmrouter.config.read.SettingsTable;
import llmrouter.config.secrets.ConfigSecrets;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.routing.Fingerprint;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.OfferedModels;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.SessionModels;

/// The gateway of one isolate: the configuration of a deployment and all that is made from it. One for each set of
/// variables; a new deployment has new isolates. One owner, since an isolate runs one piece of code at a time.
public final class HostedGateway {
    /// A Worker listens on no address of its own.
    private static final String BOUND = "0.0.0.0";

    /// What a configuration that can be used has become.
    ///
    /// @param config  as it is used: with its keys, and without what has no effect
    /// @param lost    what of the deployed configuration has no effect
    /// @param secrets of the configuration and of the deployment
    record Active(Config config, List<String> lost, RouteResolver routes, FrontDoor door, SecretWords secrets) {}

    private final UnaryOperator<String> env;
    private final String version;
    private final String instance;
    private final long started;
    private final StateMode mode;
    private final Settings settings;
    private final String problem;
    private final Active active;
    private final ExchangePolicy policy;
    private final HealthPolicy health;
    /// Null if the isolate keeps no state.
    private final RoutingTable table;
    private final SessionModels.Memory sessions;
    private long now;

    private HostedGateway(UnaryOperator<String> env, boolean shared, String version, String instance, long now) {
        this.env = env;
        this.version = version;
        this.instance = instance;
        this.started = now;
        this.now = now;
        settings = SettingsReader.readHosted(env) instanceof SettingsOutcome.ValidSettings(Settings s) ? s : null;
        mode = shared ? StateMode.SHARED
            : settings != null && settings.state().ofIsolate() ? StateMode.ISOLATE : StateMode.NONE;
        health = settings == null ? null : HealthPolicy.of(settings);
        sessions = mode == StateMode.NONE ? SessionModels.Memory.NONE : sessionsOfIsolate();
        table = mode == StateMode.ISOLATE ? new RoutingTable(health, _ -> {}) : null;
        ExchangePolicy usual = settings == null ? null : ExchangePolicy.of(settings);
        policy = usual != null && mode == StateMode.NONE ? usual.withOneAttempt() : usual;
        ConfigOutcome read = read(env);
        active = settings != null && read instanceof ConfigOutcome.ValidConfig valid ? activate(valid.config()) : null;
        problem = active != null ? null : problem(env, read);
    }

    /// A gateway with these variables and secrets.
    ///
    /// @param env      the value of a variable, or null
    /// @param shared   whether the deployment has an object for the shared state
    /// @param instance a random name, by which a gateway recognises its own requests
    /// @param now      milliseconds since 1970
    public static HostedGateway of(UnaryOperator<String> env, boolean shared, String version, String instance,
            long now) {
        return new HostedGateway(HostedEnvironment.joined(env), shared, version, instance, now);
    }

    /// Why no request can be served: the settings or the configuration of the deployment cannot be used. Null if they
    /// can. It is for the log of the operator: it may quote the configuration, though no key.
    public String problem() {
        return problem;
    }

    private static ConfigOutcome read(UnaryOperator<String> env) {
        String name = SettingsTable.CONFIG_JSON.name();
        return env.apply(name) == null ? null : ConfigReader.read(env.apply(name), name);
    }

    /// @param read or null
    private static String problem(UnaryOperator<String> env, ConfigOutcome read) {
        if (SettingsReader.readHosted(env) instanceof SettingsOutcome.InvalidSettings(var problems)) {
            return problems.getFirst().describe();
        }
        if (read instanceof ConfigOutcome.InvalidConfig(var problems, _)) return problems.getFirst().describe();
        return SettingsTable.CONFIG_JSON.name() + " is not set: the deployment has no configuration";
    }

    private Active activate(Config read) {
        Config written = settings.masterKey() == null ? read : read.withMasterKey(
            new InlineSecret(settings.masterKey(), new EnvSecret(SettingsTable.MASTER_KEY.name())));
        Config resolved = new HostedSecrets(env).resolve(written);
        Config known = Fingerprint.intoAll(withoutMissingKey(resolved), Sha256::hex);
        Config used = mode == StateMode.NONE ? Stateless.of(known) : known;
        var terms = new FrontDoorTerms(settings.access(), BOUND, version, Sha256::hex);
        var door = new FrontDoor(used, OfferedModels.NONE, true, started / 1000, terms);
        List<String> own = settings.masterKey() == null ? List.of() : List.of(settings.masterKey());
        return new Active(used, mode == StateMode.NONE ? Stateless.lost(known) : List.of(),
            new RouteResolver(used, OfferedModels.NONE), door, ConfigSecrets.of(used, own));
    }

    /// A master key that cannot be had opens nothing.
    private static Config withoutMissingKey(Config config) {
        return config.masterKey() instanceof MissingSecret ? config.withMasterKey(null) : config;
    }

    Active active() {
        return active;
    }

    StateMode mode() {
        return mode;
    }

    ExchangePolicy policy() {
        return policy;
    }

    HealthPolicy health() {
        return health;
    }

    Settings settings() {
        return settings;
    }

    String version() {
        return version;
    }

    String instance() {
        return instance;
    }

    long started() {
        return started;
    }

    /// The id of the deployment, or null.
    String deployment() {
        return env.apply(HostedEnvironment.DEPLOYMENT);
    }

    /// Whether lines about requests are written.
    boolean logs() {
        return settings != null && settings.log().level().compareTo(LogLevel.INFO) >= 0;
    }

    /// The state that a request uses: that of the isolate, or one of its own. Null if it is elsewhere.
    RoutingTable table() {
        return switch (mode) {
            case NONE -> new RoutingTable(health, _ -> {});
            case ISOLATE -> table;
            case SHARED -> null;
        };
    }

    /// What sessions asked for last, which a gateway without any state does not remember.
    SessionModels.Memory sessions() {
        return sessions;
    }

    private SessionModels.Memory sessionsOfIsolate() {
        var models = new SessionModels();
        return new SessionModels.Memory() {
            @Override
            public void asked(List<String> names, String model) {
                models.asked(names, model, now / 1000);
            }

            @Override
            public String last(List<String> names) {
                return models.last(names, now / 1000);
            }
        };
    }

    /// A request has come.
    ///
    /// @param head   of the request
    /// @param random 32 hexadecimal digits
    public HostedRequest begin(HostedHead head, String random, long at) {
        now = at;
        return new HostedRequest(this, head, random, at);
    }
}
