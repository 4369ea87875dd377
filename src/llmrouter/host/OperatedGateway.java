package llmrouter.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import llmrouter.Version;
import llmrouter.config.Config;
import llmrouter.files.ConfigText;
import llmrouter.files.ConfigWatch;
import llmrouter.files.ConfigWatch.Awaited;
import llmrouter.json.Json;
import llmrouter.proof.ProofKey;
import llmrouter.records.StatusJson;
import llmrouter.routing.EndedCooldown;
import llmrouter.server.ConfigRefusal;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;
import llmrouter.server.Operator;
import llmrouter.server.ServerContext;
import llmrouter.server.bodies.HeapLimits;
import llmrouter.server.connections.ConnectionLimits;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.JarWatch;
import llmrouter.threads.ForcedExit;
import llmrouter.threads.OwnFaults;

/// A [GatewayRun] that other processes of the same user can control: it is listed in the instances file and does what
/// `stop`, `reload`, `status` and a `start` that takes over ask. It also follows its files: a changed configuration
/// is applied, a replaced jar is started in its place.
public final class OperatedGateway implements Operator {
    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final Duration LONGEST_WRITE = Duration.ofMillis(500);

    private final HostContext context;
    private final GatewayInputs inputs;
    private final LoadedConfig first;
    private final ListenAddress listen;
    private final StartOptions options;
    private final ConfigReloader reloader;
    private final Instances instances;
    private final JarReplacement replacement;
    private final Path jar = JarWatch.ownJar();
    private final ProofKey key = ProofKey.random();
    private GatewayRun run;
    private JarWatch jarWatch;
    private volatile EntryWatch entryWatch;
    private volatile Instance own;

    private OperatedGateway(HostContext context, GatewayInputs inputs, LoadedConfig first, ListenAddress listen,
            StartOptions options) {
        this.context = context;
        this.inputs = inputs;
        this.first = first;
        this.listen = listen;
        this.options = options;
        this.reloader = new ConfigReloader(context, inputs, first);
        this.instances = Instances.in(context.home(), context.messages());
        this.replacement = new JarReplacement(context, instances);
    }

    /// Listens, taking the address over from a gateway of the same user if one has it. When this returns, and the
    /// caller says that the gateway listens, all signals are handled.
    ///
    /// @param first the configuration to begin with, out of `inputs`
    /// @throws HostError the address cannot be used, with what to do about it
    public static OperatedGateway start(HostContext context, GatewayInputs inputs, LoadedConfig first,
            ListenAddress listen, StartOptions options) throws IOException {
        var gateway = new OperatedGateway(context, inputs, first, listen, options);
        gateway.begin();
        return gateway;
    }

    private void begin() throws IOException {
        context.stop().expect();
        context.stop().onHangup(this::hungUp);
        var place = new ServerContext(context.home(), source(), this, collapse());
        var takeovers = new TakeoverPolicy(context, instances, listen, options.takeover(),
            options.managed());
        run = GatewayRun.start(context, listen, inputs.settings(), place, first.config(), takeovers);
        reloader.attach(new ConfigReloader.Target() {
            @Override
            public List<EndedCooldown> take(Config config) {
                return run.server().replace(config);
            }

            @Override
            public boolean keyRequired() {
                return run.server().requiresKey();
            }

            @Override
            public List<String> keyRefused() {
                return run.server().keyRefused();
            }

            @Override
            public void refuse(ConfigRefusal refusal) {
                run.server().refuse(refusal);
            }
        });
        own = entry();
        instances.add(own);
        entryWatch = new EntryWatch(instances, own, context.messages());
        jarWatch = jarWatch();
    }

    /// A gateway that cannot go on ends with its process, so that a service manager starts it again.
    private ServerContext.Collapse collapse() {
        ForcedExit exit = context.stop().forcedExit(context.messages());
        if (exit == null) return ServerContext.Collapse.CLOSES;
        OwnFaults.reportTo(context.messages());
        return (why, save, _) -> exit.end(why + "; it ends with the exit code " + ForcedExit.CODE, () -> {
            save.run();
            if (own != null) instances.remove(own);
        });
    }

    private Instance entry() throws IOException {
        boolean keyed = listen.keys() == KeyRule.ALWAYS;
        var terms = new Instance.Terms(options.watchConfig(), options.watchBinary(), keyed, options.drainSeconds(),
            options.managed());
        String certificate = listen.tls() == null ? null : listen.tls().encoded();
        return Instance.here(listen.host(), run.server().port(), run.server().controlPort(), source(), terms, key,
            certificate, jar);
    }

    /// The file of the configuration, or the environment variable.
    private String source() {
        return first.text().path().toString();
    }

    /// Where clients on this machine find it.
    public String url() {
        return run.url();
    }

    /// How many connections and requests there may be at the same time.
    public ConnectionLimits connectionLimits() {
        return run.server().connectionLimits();
    }

    /// What it may hold in memory.
    public HeapLimits heapLimits() {
        return run.server().heapLimits();
    }

    /// Serves until the end: its own, or that of the process that took over after the jar was replaced.
    /// @return the exit code
    public int serve() throws InterruptedException {
        boolean handedOver;
        try (var _ = jarWatch; var _ = configWatch(); var _ = entryWatch) {
            handedOver = run.serve(Duration.ofSeconds(options.drainSeconds()));
        } finally {
            instances.remove(own);
        }
        return replacement.waitFor(handedOver);
    }

    /// @return null if there is no file to watch, or the user does not want it watched
    private ConfigWatch configWatch() {
        if (!inputs.hasConfigFile() || !options.watchConfig()) return null;
        return ConfigWatch.from(first.text(), inputs.settings().watch().reloadDebounceMs(), reloader::changed,
            why -> reloader.keep(List.of(why)), new Awaited(reloader::awaitedFiles, reloader::keysChanged));
    }

    /// @return null if there is no jar to watch, or the user does not want it watched
    private JarWatch jarWatch() {
        if (jar == null || !options.watchBinary()) return null;
        return JarWatch.of(jar, inputs.settings().watch().binaryIntervalMs(), run.server()::awaitWarm,
            this::jarReplaced, context.messages());
    }

    private void jarReplaced() {
        if (options.managed()) {
            context.say(jar + " has been replaced: ending, so that the service manager starts the new one");
            stop();
            return;
        }
        context.say(jar + " has been replaced: handing over to the new one");
        replacement.start(JarWatch.command(jar, options.restartWords().apply(own.port())), run.server()::draining);
    }

    /// By convention a hangup makes a service read its configuration. But a person who closes the terminal wants the
    /// gateway to end.
    private void hungUp() {
        if (context.terminal() && terminalIsClosed()) stop();
        else reloader.reload();
    }

    private static boolean terminalIsClosed() {
        try (var _ = Files.newInputStream(TERMINAL)) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    // ── what the user's other commands ask ──

    @Override
    public ProofKey key() {
        return key;
    }

    /// A slow disk must not keep the listener open for long, when another gateway waits for its port.
    @Override
    public void listensNoMore() {
        Instance entry = own;
        if (entry == null) return;
        if (entryWatch != null) entryWatch.close();
        try {
            Thread.ofVirtual().start(() -> instances.drains(entry)).join(LONGEST_WRITE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Json.Obj identity() {
        Json.Obj identity = Json.object().put("name", "llm-router").put("version", Version.CURRENT)
            .put("pid", ProcessHandle.current().pid()).put("port", run.server().port()).put("configPath", source())
            .put("configDigest", ConfigText.digest(reloader.inUse()))
            .put("leftOut", StatusJson.leftOut(reloader.current().leftOut()));
        return reloader.refusal() == null ? identity : identity.put("configRefusal", reloader.refusal().json());
    }

    @Override
    public Json.Obj look(String keyless) {
        reloader.confirmKeyless(keyless);
        boolean watches = inputs.hasConfigFile() && options.watchConfig();
        var result = watches ? reloader.look()
            : reloader.unlessChanged("it does not watch its file; run 'llm-router reload'");
        return json("taken", result).put("locked", run.server().isLocked());
    }

    @Override
    public Json.Obj reload() {
        return json("reloaded", reloader.reload());
    }

    private Json.Obj json(String taken, ConfigReloader.ReloadResult result) {
        var warnings = new ArrayList<>(result.warnings());
        warnings.addAll(reloader.fixedKeys());
        return Json.object().put(taken, result.reloaded()).put("said", result.said())
            .put("warnings", Json.strings(warnings));
    }

    @Override
    public void say(String line) {
        context.say(line);
    }

    @Override
    public void stop() {
        context.stop().stop();
    }

    @Override
    public boolean handOver() {
        return own != null && context.stop().handOver();
    }
}
