package llmrouter.config;

import java.util.List;

import llmrouter.config.network.ClientCertificate;
import llmrouter.config.network.ProxySettings;
import llmrouter.text.Printable;

/// The settings of the environment, checked and with defaults filled in. `llmrouter.config.read.SettingsTable` says
/// what each one means. Immutable; all times in milliseconds.
///
/// @param configJson a whole configuration instead of a file, or null
/// @param masterKey  replaces the configuration's master key, or null
public record Settings(String configJson, String masterKey, Listen listen, StateSettings state, RetrySettings retry,
        CooldownSettings cooldowns, TimeSettings times, AccessSettings access, LogSettings log, WatchSettings watch,
        ProxySettings proxies, TlsSettings tls) {

    /// @param maxConnections requests served at the same time; more are answered 503
    /// @param maxBodyBytes   of a request, after decompression
    public record Listen(String host, int port, int maxConnections, int maxBodyBytes) {}

    /// @param backend        where routing state lives
    /// @param candidateTtlMs after which the health of a candidate without requests is forgotten
    /// @param answers        the memory of answers that clients may refer to
    /// @param ofIsolate      whether a hosted gateway without shared state uses the memory of each isolate; else it
    ///                       keeps no state
    public record StateSettings(StateBackend backend, long candidateTtlMs, AnswerSettings answers,
        boolean ofIsolate) {}

    /// @param most      answers
    /// @param mostBytes of all of them
    /// @param longestMs without a use
    public record AnswerSettings(boolean on, int most, long mostBytes, long longestMs) {
        /// The same with at most so many bytes.
        public AnswerSettings within(long bytes) {
            return new AnswerSettings(on, most, Math.min(mostBytes, bytes), longestMs);
        }
    }

    /// @param attempts        on the first candidate
    /// @param policyFallback  whether a request refused by a content policy goes to the next candidate
    /// @param circuitFailures failures in a row that open a circuit; 0 switches circuits off
    public record RetrySettings(int attempts, long baseDelayMs, long maxDelayMs, boolean policyFallback,
        int circuitFailures,
        long circuitCooldownMs) {}

    /// The cooldown of a candidate after a failure of each kind.
    public record CooldownSettings(long configurationMs, long rateLimitMs, long billingMs, long authMs,
        long policyMs) {}

    /// The timers of a request, and the heartbeat; 0 switches `idleMs` and `heartbeatMs` off.
    ///
    /// @param localFirstByteMs `firstByteMs` for a provider in the gateway's own network
    public record TimeSettings(long connectMs, long firstByteMs, long localFirstByteMs, long firstEventMs,
        long answerMs, long idleMs, long heartbeatMs) {}

    /// @param origins        exact origins, in lower case, whose web pages may call
    /// @param allowedIps     addresses of clients; empty means any
    /// @param trustedProxies addresses whose forwarding headers count
    public record AccessSettings(List<String> origins, boolean allOrigins, List<IpBlock> allowedIps,
        List<IpBlock> trustedProxies) {}

    /// @param requestLogPath   null when the request log is off; `~` is not yet expanded
    /// @param requestLogBodies whether message text may be logged
    /// @param debugRouting     whether answers carry the debug headers
    public record LogSettings(LogLevel level, String requestLogPath, boolean requestLogBodies, boolean debugRouting) {}

    public enum LogLevel { OFF, ERROR, WARN, INFO, DEBUG }

    /// @param reloadDebounceMs how long the configuration file must stay unchanged before it is read
    /// @param binaryIntervalMs between two looks at the program's jar
    public record WatchSettings(long reloadDebounceMs, long binaryIntervalMs) {}

    /// Files of TLS; `~` is not yet expanded.
    ///
    /// @param caFile   certificates of authorities that are trusted beside the JDK's, or null
    /// @param keystore key and certificate of the gateway, or null to listen without TLS
    /// @param password of the keystore, or null
    /// @param client   the certificate that is shown to providers that want one, or null
    public record TlsSettings(String caFile, String keystore, Secret password, ClientCertificate client) {}

    /// Settings that can be used, or what is wrong with each variable that cannot.
    public sealed interface SettingsOutcome {
        record ValidSettings(Settings settings) implements SettingsOutcome {}

        record InvalidSettings(List<SettingProblem> problems) implements SettingsOutcome {}
    }

    /// @param value   as given, or `(hidden)` where it may be secret
    /// @param allowed what may be written, a clause; see [#describe]
    public record SettingProblem(String variable, String value, String allowed) {
        public String describe() {
            return Printable.of(variable + "=" + value + " cannot be used; allowed: " + allowed);
        }
    }

    /// Shows no key and no configuration.
    @Override
    public String toString() {
        return "Settings[" + listen + ", " + state + ", " + retry + ", " + cooldowns + ", " + times + ", " + access
            + ", "
            + log + ", " + watch + ", " + proxies + ", " + tls + "]";
    }
}
