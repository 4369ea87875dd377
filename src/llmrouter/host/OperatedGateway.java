package llmrouter.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import llmrouter.Version;
import llmrouter.files.ConfigWatch;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;
import llmrouter.server.Operator;
import llmrouter.server.ServerContext;
import llmrouter.server.Takeover;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.JarWatch;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.service.Nonce;

/// A [GatewayRun] that other processes of the same user can control: it is listed in the instances file, does what `stop`, `reload` and `status` ask,
/// takes the address over from the gateway that has it, hands it over to the next one, and starts the next one itself when its jar was replaced.
public final class OperatedGateway implements Operator {
    private static final Path TERMINAL = Path.of("/dev/tty");

    private final HostContext context;
    private final GatewayInputs inputs;
    private final LoadedConfig first;
    private final ListenAddress listen;
    private final StartOptions options;
    private final ConfigReloader reloader;
    private final Instances instances;
    private final Path jar = JarWatch.ownJar();
    private final Nonce nonce = Nonce.random();
    private GatewayRun run;
    private JarWatch jarWatch;
    private volatile Instance own;
    private volatile Process replacement;

    private OperatedGateway(HostContext context, GatewayInputs inputs, LoadedConfig first, ListenAddress listen, StartOptions options) {
        this.context = context;
        this.inputs = inputs;
        this.first = first;
        this.listen = listen;
        this.options = options;
        this.reloader = new ConfigReloader(context, inputs, first);
        this.instances = Instances.in(context.home(), context.messages());
    }

    /// Listens, taking the address over from a gateway of the same user if one has it.
    ///
    /// @param first the configuration to begin with, out of `inputs`
    /// @throws HostError the address cannot be used, with what to do about it
    public static OperatedGateway start(HostContext context, GatewayInputs inputs, LoadedConfig first, ListenAddress listen, StartOptions options)
            throws IOException {
        var gateway = new OperatedGateway(context, inputs, first, listen, options);
        gateway.begin();
        return gateway;
    }

    private void begin() throws IOException {
        context.stop().expect();
        var place = new ServerContext(context.home(), source(), this);
        run = GatewayRun.start(context, listen, inputs.settings(), place, first.config(), this::takeoverRequest);
        reloader.attach(run.server()::replace, run.server()::kept);
        var terms = new Instance.Terms(options.watchConfig(), options.watchBinary(), listen.keys() == KeyRule.ALWAYS, options.drainSeconds(), options.managed());
        own = Instance.here(listen.host(), run.server().port(), source(), terms, nonce, listen.tls() == null ? null : listen.tls().encoded(), jar);
        instances.add(own);
        jarWatch = jarWatch();
    }

    private String source() {
        return first.text().path().toString();
    }

    /// Where clients on this machine find it.
    public String url() {
        return run.url();
    }

    private Takeover.Request takeoverRequest(BindException taken) throws IOException {
        if (!GatewayRun.isInUse(taken)) throw taken;
        for (Instance other : instances.running()) {
            if (other.port() != listen.port() || !sameHost(other.host(), listen.host())) continue;
            LocalAnswer answer = LocalCall.control(other, "GET", "identity");
            boolean proven = LocalCall.proves(other, answer);
            if (!proven && !answer.isSilent()) continue; // a stranger has come to its port
            if (proven && options.takeover()) {
                context.say("taking over from process " + other.pid() + ", which runs since " + other.startedAt());
                return () -> LocalCall.requestHandover(other);
            }
            throw HostError.failed("your own gateway, process " + other.pid() + ", listens on " + other.url() + (proven ? "" : " and does not answer")
                + "; end it with 'llm-router stop --port=" + other.port() + "'" + (proven ? ", or leave out --takeover=false to replace it" : ""));
        }
        throw taken;
    }

    private static boolean sameHost(String one, String other) throws IOException {
        InetAddress a = InetAddress.getByName(one);
        InetAddress b = InetAddress.getByName(other);
        return a.equals(b) || a.isAnyLocalAddress() || b.isAnyLocalAddress();
    }

    /// Serves until the end, its own or, if it was its own jar that took over, that of its replacement: whoever waits for this process waits for the gateway.
    /// @return the exit code
    public int serve() throws InterruptedException {
        boolean handedOver;
        context.stop().onHangup(this::hungUp);
        try (var _ = jarWatch; var _ = configWatch()) {
            handedOver = run.serve(Duration.ofSeconds(options.drainSeconds()));
        } finally {
            instances.remove(own);
        }
        Process next = replacement;
        if (next == null) return 0;
        if (!handedOver) next.destroy();
        Thread.ofVirtual().start(this::stopReplacement);
        return next.waitFor();
    }

    /// @return null if there is no file to watch, or the user does not want it watched
    private ConfigWatch configWatch() {
        if (!inputs.hasConfigFile() || !options.watchConfig()) return null;
        return ConfigWatch.from(first.text(), inputs.settings().watch().reloadDebounceMs(), reloader::changed, why -> reloader.keep(List.of(why)));
    }

    /// @return null if there is no jar to watch, or the user does not want it watched
    private JarWatch jarWatch() {
        if (!options.watchBinary() || jar == null) return null;
        return JarWatch.of(jar, inputs.settings().watch().binaryIntervalMs(), this::renew, context.messages());
    }

    /// A configuration may be read anew at a hangup, but a person who closes the terminal wants the gateway gone.
    private void hungUp() {
        if (context.terminal() && terminalIsGone()) context.stop().stop();
        else reloader.reload();
    }

    private static boolean terminalIsGone() {
        try (var _ = Files.newInputStream(TERMINAL)) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private void renew() {
        if (options.managed()) {
            context.say(jar + " has been replaced: ending, so that the service manager starts the new one");
            stop();
            return;
        }
        context.say(jar + " has been replaced: handing over to the new one");
        try {
            Process next = new ProcessBuilder(JarWatch.command(jar, options.restartWords().apply(own.port()))).inheritIO().start();
            replacement = next;
            next.onExit().thenAccept(this::replacementEnded);
        } catch (IOException e) {
            context.say("the new one cannot be started (" + e.getMessage() + "); this gateway goes on");
        }
    }

    private void replacementEnded(Process next) {
        if (run.server().draining()) return;
        replacement = null;
        context.say("the new one has ended with code " + next.exitValue() + "; this gateway goes on");
    }

    /// Its own signal would count twice where a terminal has sent it to both.
    private void stopReplacement() {
        try {
            context.stop().awaitStop();
            for (Instance other : instances.running()) {
                if (other.pid() == replacement.pid()) LocalCall.control(other, "POST", "stop");
            }
        } catch (IOException e) {
            context.say("process " + replacement.pid() + " could not be told to stop (" + e.getMessage() + ")");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // ── what its operator's commands ask ──

    @Override
    public boolean sends(HeaderMap headers) {
        return nonce.isShownBy(headers);
    }

    @Override
    public Json.Obj identity() {
        return Json.object().put("name", "llm-router").put("version", Version.CURRENT).put("pid", ProcessHandle.current().pid()).put("configPath", source());
    }

    @Override
    public Json.Obj reload() {
        ConfigReloader.ReloadResult result = reloader.reload();
        return Json.object().put("reloaded", result.reloaded()).put("said", result.said());
    }

    @Override
    public void stop() {
        context.stop().stop();
    }

    @Override
    public boolean handOver() {
        if (own == null || !context.stop().handOver()) return false;
        Thread.ofVirtual().start(() -> instances.remove(own));
        return true;
    }
}
