package llmrouter.config;

import java.util.List;

/// What the environment decides: everything an operator can set without touching the configuration. Immutable; all times in milliseconds.
///
/// @param configJson  a whole configuration instead of a file, or null
/// @param configPath  of the configuration file; `~` is not yet expanded
/// @param masterKey   overrides the configuration's, or null
public record Settings(String configJson, String configPath, String masterKey, Listen listen, StateSettings state, RetrySettings retry,
        CooldownSettings cooldowns, TimeSettings times, AccessSettings access, LogSettings log, WatchSettings watch, HostedSettings hosted,
        ProxySettings proxies, CloudflareSettings cloudflare, TlsSettings tls) {

    /// @param maxConnections above which a connection is refused politely
    /// @param maxBodyBytes   of a request, inflated
    public record Listen(String host, int port, int maxConnections, int maxBodyBytes) {}

    /// @param backend        where routing state lives
    /// @param candidateTtlMs after which an idle candidate's health is forgotten
    public record StateSettings(StateBackend backend, long candidateTtlMs) {}

    /// @param attempts        on the first candidate
    /// @param circuitFailures consecutive ones that open a circuit; 0 switches circuits off
    public record RetrySettings(int attempts, long baseDelayMs, long maxDelayMs, boolean policyFallback, int circuitFailures, long circuitCooldownMs) {}

    /// How long a candidate rests after a failure of each kind.
    public record CooldownSettings(long configurationMs, long rateLimitMs, long billingMs, long authMs, long policyMs) {}

    /// The timers of a request, and the heartbeat; 0 switches `idleMs` and `heartbeatMs` off.
    public record TimeSettings(long connectMs, long firstByteMs, long firstEventMs, long answerMs, long idleMs, long heartbeatMs) {}

    /// @param origins        exact origins of browsers that may call, lower case
    /// @param allowedIps     empty means any
    /// @param trustedProxies whose forwarding headers are believed
    public record AccessSettings(List<String> origins, boolean allOrigins, List<IpBlock> allowedIps, List<IpBlock> trustedProxies) {}

    /// @param requestLogPath   null when the request log is off; `~` is not yet expanded
    /// @param requestLogBodies whether message text may be logged
    /// @param debugRouting     whether answers carry the debug headers
    public record LogSettings(LogLevel level, String requestLogPath, boolean requestLogBodies, boolean debugRouting) {}

    public enum LogLevel { OFF, ERROR, WARN, INFO, DEBUG }

    public record WatchSettings(long reloadDebounceMs, long binaryIntervalMs) {}

    /// @param safeMode           whether a Worker without shared state routes statelessly
    /// @param bestEffortStateful whether it may nevertheless use its own memory
    public record HostedSettings(boolean safeMode, boolean bestEffortStateful) {}

    /// What `deploy` calls Cloudflare with; each null if not set.
    public record CloudflareSettings(String apiToken, String accountId) {
        /// Shows no token.
        @Override
        public String toString() {
            return "CloudflareSettings[" + accountId + "]";
        }
    }

    /// Files of TLS; `~` is not yet expanded.
    ///
    /// @param caFile   of the authorities to trust beside the JDK's, or null
    /// @param keystore with the gateway's own key, or null to listen without TLS
    /// @param password of the keystore, or null
    public record TlsSettings(String caFile, String keystore, Secret password) {}

    /// Settings that can be used, or what is wrong with each variable that cannot.
    public sealed interface SettingsOutcome {
        record ValidSettings(Settings settings) implements SettingsOutcome {}

        record InvalidSettings(List<SettingProblem> problems) implements SettingsOutcome {}
    }

    /// @param value   as given, or `(hidden)` where it may be secret
    /// @param allowed what may be written, a clause
    public record SettingProblem(String variable, String value, String allowed) {
        public String describe() {
            return variable + "=" + value + " cannot be used; allowed: " + allowed;
        }
    }

    /// Shows no key and no configuration.
    @Override
    public String toString() {
        return "Settings[" + configPath + ", " + listen + ", " + state + ", " + retry + ", " + cooldowns + ", " + times + ", " + access + ", " + log + ", " + watch + ", "
            + hosted + ", " + proxies + ", " + cloudflare + ", " + tls + "]";
    }

}
