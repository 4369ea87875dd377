package llmrouter.service;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import llmrouter.Version;
import llmrouter.json.Json;

/// A running gateway, as it has entered itself into the instances file.
///
/// @param born        when its process began, milliseconds since 1970: another process may have the same id later
/// @param config      the file of its configuration, or the environment variable
/// @param nonce       a secret that only the gateway and the instances file hold; it proves each to the other
/// @param certificate that it shows, or null if it speaks plain HTTP
/// @param startedAt   when it began to listen, in ISO 8601
/// @param jar         that it runs from, or null
public record Instance(long pid, long born, String host, int port, String config, Terms terms, String version,
        Nonce nonce, String certificate, String startedAt, String jar) {
    /// Two processes may disagree by this about the start of a third one: the kernel counts from the boot, whose time
    /// changes with the clock.
    private static final long SAME_MS = 2_000;

    /// The options that it was started with.
    ///
    /// @param managed whether a service manager starts it again
    public record Terms(boolean watchConfig, boolean watchBinary, boolean requireAuth, long drainSeconds,
            boolean managed) {}

    /// The gateway of this process, which listens from now on.
    public static Instance here(String host, int port, String config, Terms terms, Nonce nonce, String certificate,
            Path jar) {
        long pid = ProcessHandle.current().pid();
        return new Instance(pid, born(pid), host, port, config, terms, Version.CURRENT, nonce, certificate,
            Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(), jar == null ? null : jar.toString());
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

    /// Where clients on this machine find it.
    public String url() {
        return url(certificate == null ? "http" : "https", host, port);
    }

    /// Where clients on this machine find a gateway that listens on an address.
    public static String url(String scheme, String host, int port) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        return scheme + "://" + shown(everywhere ? "127.0.0.1" : host) + ":" + port;
    }

    /// A host as it stands in a URL.
    public static String shown(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    Json.Obj json() {
        return Json.object().put("pid", pid).put("processStarted", born).put("host", host).put("port", port)
            .put("configPath", config).put("watchConfig", terms.watchConfig).put("watchBinary", terms.watchBinary)
            .put("requireAuth", terms.requireAuth).put("drainTimeout", terms.drainSeconds)
            .put("managedByStartup", terms.managed).put("version", version).put("nonce", nonce.value())
            .put("certificate", certificate).put("startedAt", startedAt).put("cliPath", jar);
    }

    /// The entry of an object of the file; null if it lacks what proves an identity, as entries of other programs do.
    static Instance of(Json.Obj o) {
        long pid = o.number("pid", 0);
        long born = o.number("processStarted", 0);
        long port = o.number("port", 0);
        if (pid <= 0 || born <= 0 || port <= 0 || port > 65_535 || o.text("nonce") == null) return null;
        String host = o.text("host") == null ? "127.0.0.1" : o.text("host");
        return new Instance(pid, born, host, (int) port, o.text("configPath"), terms(o), o.text("version"),
            new Nonce(o.text("nonce")), o.text("certificate"), o.text("startedAt"), o.text("cliPath"));
    }

    private static Terms terms(Json.Obj o) {
        return new Terms(o.isTrue("watchConfig"), o.isTrue("watchBinary"), o.isTrue("requireAuth"),
            o.number("drainTimeout", 30), o.isTrue("managedByStartup"));
    }

    /// Without the nonce.
    @Override
    public String toString() {
        return "process " + pid + " on " + url();
    }
}
