package llmrouter.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import llmrouter.Version;
import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Settings;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.server.ListenAddress;
import llmrouter.server.Operator;
import llmrouter.server.ServerContext;
import llmrouter.server.Takeover;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.JarWatch;
import llmrouter.service.LocalCall;
import llmrouter.service.Nonce;

/// A gateway that `start` runs: it stands in the instances file, does what its operator's commands ask, gives way to the next one, and starts the next
/// one itself when its jar has been replaced.
public final class OperatedGateway implements Operator {
    private static final Path TERMINAL = Path.of("/dev/tty");

    private final Invocation invocation;
    private final ListenAddress listen;
    private final Instance.Terms terms;
    private final String source;
    private final ConfigReloader live;
    private final Instances instances;
    private final Path jar = JarWatch.ownJar();
    private final Nonce nonce = Nonce.random();
    private LocalGateway gateway;
    private JarWatch watch;
    private volatile Instance own;
    private volatile Process replacement;

    /// @param source where the configuration comes from
    public OperatedGateway(Invocation invocation, ListenAddress listen, Instance.Terms terms, String source, ConfigReloader live) {
        this.invocation = invocation;
        this.listen = listen;
        this.terms = terms;
        this.source = source;
        this.live = live;
        this.instances = Instances.in(invocation.shell().home(), invocation::say);
    }

    /// Listens, taking the address over from a gateway of the same user if one has it.
    /// @return where
    public String begin(Settings settings, Config config) throws IOException {
        invocation.shell().stop().expect();
        var context = new ServerContext(invocation.shell().home(), source, this);
        gateway = LocalGateway.start(invocation, listen, settings, context, config, this::takeoverRequest);
        live.attach(gateway.server()::replace, gateway.server()::kept);
        own = Instance.here(listen.host(), gateway.server().port(), source, terms, nonce, listen.tls() == null ? null : listen.tls().encoded(), jar);
        instances.add(own);
        if (terms.watchBinary() && jar != null) watch = JarWatch.of(jar, settings.watch().binaryIntervalMs(), this::renew, invocation::say);
        return gateway.url();
    }

    private Takeover.Request takeoverRequest(BindException taken) throws IOException {
        if (!LocalGateway.isTaken(taken)) throw taken;
        for (Instance other : instances.running()) {
            if (other.port() != listen.port() || !sameHost(other.host(), listen.host())) continue;
            LocalCall.Page answer = LocalCall.control(other, "GET", "identity");
            boolean proven = LocalCall.proves(other, answer);
            boolean mute = answer != null && answer.status() == LocalCall.Page.MUTE;
            if (!proven && !mute) continue; // a stranger has come to its port
            if (proven && invocation.arguments().isOn("takeover", true)) {
                invocation.say("taking over from process " + other.pid() + ", which runs since " + other.startedAt());
                return () -> LocalCall.requestHandover(other);
            }
            throw CliError.failed("your own gateway, process " + other.pid() + ", listens on " + other.url() + (proven ? "" : " and does not answer")
                + "; end it with 'llm-router stop --port=" + other.port() + "'" + (proven ? ", or leave out --takeover=false to replace it" : ""));
        }
        throw taken;
    }

    private static boolean sameHost(String one, String other) throws IOException {
        InetAddress a = InetAddress.getByName(one);
        InetAddress b = InetAddress.getByName(other);
        return a.equals(b) || a.isAnyLocalAddress() || b.isAnyLocalAddress();
    }

    /// Serves until the end, its own or, if it was its own jar that took over, that of its
    /// replacement: the parent process waits for the gateway by waiting for this process.
    /// @return the exit code
    public int serve() throws InterruptedException {
        boolean handedOver;
        invocation.shell().stop().onHangup(this::hungUp);
        try (var _ = watch) {
            handedOver = gateway.serve(invocation, Duration.ofSeconds(terms.drainSeconds()));
        } finally {
            instances.remove(own);
        }
        Process next = replacement;
        if (next == null) return 0;
        if (!handedOver) next.destroy();
        Thread.ofVirtual().start(this::stopReplacement);
        return next.waitFor();
    }

    /// A configuration may be read anew at a hangup, but a person who closes the terminal wants the gateway gone.
    private void hungUp() {
        if (invocation.shell().terminal() && terminalIsGone()) invocation.shell().stop().stop();
        else live.reload();
    }

    private static boolean terminalIsGone() {
        try (var _ = Files.newInputStream(TERMINAL)) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private void renew() {
        if (terms.managed()) {
            invocation.say(jar + " has been replaced: ending, so that the service manager starts the new one");
            stop();
            return;
        }
        invocation.say(jar + " has been replaced: handing over to the new one");
        try {
            var words = invocation.arguments().words("port", Integer.toString(own.port()), "takeover", "true");
            words.addFirst(invocation.command().name());
            Process next = new ProcessBuilder(JarWatch.command(jar, words)).inheritIO().start();
            replacement = next;
            next.onExit().thenAccept(this::replacementEnded);
        } catch (IOException e) {
            invocation.say("the new one cannot be started (" + e.getMessage() + "); this gateway goes on");
        }
    }

    private void replacementEnded(Process next) {
        if (gateway.server().draining()) return;
        replacement = null;
        invocation.say("the new one has ended with code " + next.exitValue() + "; this gateway goes on");
    }

    /// Its own signal would count twice where a terminal has sent it to both.
    private void stopReplacement() {
        try {
            invocation.shell().stop().awaitStop();
            for (Instance other : instances.running()) if (other.pid() == replacement.pid()) LocalCall.control(other, "POST", "stop");
        } catch (IOException e) {
            invocation.say("process " + replacement.pid() + " could not be told to stop (" + e.getMessage() + ")");
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
        return Json.object().put("name", "llm-router").put("version", Version.CURRENT).put("pid", ProcessHandle.current().pid()).put("configPath", source);
    }

    @Override
    public Json.Obj reload() {
        ConfigReloader.Verdict verdict = live.reload();
        return Json.object().put("reloaded", verdict.taken()).put("said", verdict.said());
    }

    @Override
    public void stop() {
        invocation.shell().stop().stop();
    }

    @Override
    public boolean handOver() {
        if (own == null || !invocation.shell().stop().handOver()) return false;
        Thread.ofVirtual().start(() -> instances.remove(own));
        return true;
    }
}
