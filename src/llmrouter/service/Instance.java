package llmrouter.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import llmrouter.Version;
import llmrouter.json.Json;
import llmrouter.proof.MutualProof;
import llmrouter.proof.ProofKey;

/// A running gateway, as it has entered itself into the instances file.
///
/// @param born        when its process began, milliseconds since 1970: another process may have the same id later
/// @param config      the file of its configuration, or the environment variable
/// @param control     the port of 127.0.0.1 where it listens for commands; 0 if it does not, as an older build
/// @param key         a secret that only the gateway and the instances file hold, by which each proves itself to the
///                    other; null for an older build, which cannot
/// @param certificate that it shows to clients, or null if it speaks plain HTTP to them
/// @param startedAt   when it began to listen, in ISO 8601
/// @param jar         that it runs from, or null
/// @param draining    whether it listens for clients no more and only finishes requests, or is about to; then another
///                    program may have the port
public record Instance(long pid, long born, String host, int port, int control, String config, Terms terms,
        String version, ProofKey key, String certificate, String startedAt, String jar, boolean draining) {
    /// Two processes may disagree by this about the start of a third one: the kernel counts from the boot, whose time
    /// changes with the clock.
    private static final long SAME_MS = 2_000;
    /// The secret of older builds, which they expect in a message. It is not read, so it is never sent.
    private static final String OLDER_KEY = "nonce";

    /// The options that it was started with.
    ///
    /// @param managed whether a service manager starts it again
    public record Terms(boolean watchConfig, boolean watchBinary, boolean requireAuth, long drainSeconds,
            boolean managed) {}

    /// The gateway of this process, which listens from now on.
    public static Instance here(String host, int port, int control, String config, Terms terms, ProofKey key,
            String certificate, Path jar) {
        long pid = ProcessHandle.current().pid();
        return new Instance(pid, born(pid), host, port, control, config, terms, Version.CURRENT, key, certificate,
            Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(), jar == null ? null : jar.toString(), false);
    }

    /// The same gateway, which listens for clients no more.
    public Instance asDraining() {
        return new Instance(pid, born, host, port, control, config, terms, version, key, certificate, startedAt, jar,
            true);
    }

    /// Whether both are the same gateway. A process may have several, one after the other or in tests.
    public boolean is(Instance other) {
        return pid == other.pid && Objects.equals(key, other.key);
    }

    /// What it and a command prove to each other; null if it cannot prove itself.
    public MutualProof proof() {
        return key == null || control == 0 ? null : new MutualProof(key, pid, control);
    }

    /// When a process began; 0 if there is no such process, or the system does not say.
    private static long born(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive)
            .flatMap(process -> process.info().startInstant()).map(Instant::toEpochMilli).orElse(0L);
    }

    /// Whether the very process that made the entry still runs.
    public boolean isAlive() {
        return born > 0 && Math.abs(born(pid) - born) <= SAME_MS;
    }

    /// Whether a client that uses this host reaches it.
    public boolean listensOn(String asked) {
        try {
            InetAddress here = InetAddress.getByName(host);
            InetAddress there = InetAddress.getByName(asked);
            return here.equals(there) || here.isAnyLocalAddress() && NetworkInterface.getByInetAddress(there) != null
                || there.isAnyLocalAddress();
        } catch (IOException _) {
            return host.equals(asked); // a name that means no address
        }
    }

    /// Where clients on this machine find it.
    public String url() {
        return url(certificate == null ? "http" : "https", host, port);
    }

    /// Where clients on this machine find a gateway that listens on an address. In place of `localhost` stands the
    /// address that is bound: the name means 127.0.0.1 and ::1, and another program may listen on the other one and get
    /// the keys of clients. With TLS the name stays, because clients check it.
    public static String url(String scheme, String host, int port) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        boolean name = host.equalsIgnoreCase("localhost") && scheme.equals("http");
        return scheme + "://" + shown(everywhere ? "127.0.0.1" : name ? bound(host) : host) + ":" + port;
    }

    private static String bound(String name) {
        try {
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException _) {
            return name;
        }
    }

    /// A host as it stands in a URL.
    public static String shown(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    Json.Obj json() {
        return Json.object().put("pid", pid).put("processStarted", born).put("host", host).put("port", port)
            .put("configPath", config).put("watchConfig", terms.watchConfig).put("watchBinary", terms.watchBinary)
            .put("requireAuth", terms.requireAuth).put("drainTimeout", terms.drainSeconds)
            .put("managedByStartup", terms.managed).put("version", version).put("controlPort", control)
            .put("key", key == null ? null : key.value()).put("certificate", certificate).put("startedAt", startedAt)
            .put("cliPath", jar).put("draining", draining);
    }

    /// The entry of an object of the file; null if it lacks what an entry of any build of this program has.
    static Instance of(Json.Obj o) {
        long pid = o.number("pid", 0);
        long born = o.number("processStarted", 0);
        long port = o.number("port", 0);
        if (pid <= 0 || born <= 0 || port <= 0 || port > 65_535) return null;
        ProofKey key = ProofKey.of(o.text("key"));
        if (key == null && o.text(OLDER_KEY) == null) return null;
        String host = o.text("host") == null ? "127.0.0.1" : o.text("host");
        long control = o.number("controlPort", 0);
        return new Instance(pid, born, host, (int) port, control < 0 || control > 65_535 ? 0 : (int) control,
            o.text("configPath"), terms(o), o.text("version"), key, o.text("certificate"), o.text("startedAt"),
            o.text("cliPath"), o.isTrue("draining"));
    }

    private static Terms terms(Json.Obj o) {
        return new Terms(o.isTrue("watchConfig"), o.isTrue("watchBinary"), o.isTrue("requireAuth"),
            o.number("drainTimeout", 30), o.isTrue("managedByStartup"));
    }

    /// Without the key.
    @Override
    public String toString() {
        return "process " + pid + " on " + url();
    }
}
