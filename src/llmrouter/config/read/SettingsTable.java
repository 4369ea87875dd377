package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.network.ProxyAddress;
import llmrouter.config.read.Setting.Group;
import llmrouter.config.read.Setting.Kind;
import llmrouter.config.read.Setting.Kind.ChoiceKind;
import llmrouter.config.read.Setting.Kind.NumberKind;
import llmrouter.config.read.Setting.Kind.PasswordKind;
import llmrouter.config.read.Setting.Kind.TextKind;
import llmrouter.config.read.Setting.Kind.YesNoKind;

/// Every variable of the environment that the program reads. The reader of settings, `llm-router help environment` and
/// `docs/environment.md` are made from these rows; each name, bound and default stands here only.
///
/// To add a setting: add its row, read the row in [SettingsReader], run `./build.sh docs`.
public final class SettingsTable {
    private static final long DAY_MS = 86_400_000;
    private static final long HOUR_MS = 3_600_000;
    private static final long QUARTER_HOUR_MS = 900_000;
    private static final String ADDRESSES = "addresses and blocks such as 10.0.0.0/8, 192.168.1.7 or fd00::/8, "
        + "separated by commas";

    private static final List<Setting> ROWS = new ArrayList<>();

    // ── Configuration and master key ─────────────────────────────────────────────────────────────────────────────────

    public static final Setting CONFIG_FILE = row(text(Group.CONFIGURATION, "LLM_ROUTER_CONFIG", "a path",
        "~/.llm-router.json",
        "Path of the configuration file. A leading ~ is the home folder.").like("`--config`"));
    public static final Setting CONFIG_JSON = row(text(Group.CONFIGURATION, "LLM_ROUTER_CONFIG_JSON",
        "a configuration as JSON", null,
        "The whole configuration. It replaces the configuration file, unless --config names one.")
            .named("ROUTE_CONFIG_JSON", "LLM_ROUTER_JSON"));
    public static final Setting MASTER_KEY = row(text(Group.CONFIGURATION, "LLM_ROUTER_MASTER_KEY", "a key", null,
        "The key that clients must send. It replaces the master key of the configuration.").like("`masterKey`"));

    // ── Address and TLS ──────────────────────────────────────────────────────────────────────────────────────────────

    static final Setting HOST = row(text(Group.ADDRESS, "LLM_ROUTER_HOST", "an address or a host name", "127.0.0.1",
        "Address to listen on. An address that other machines can reach needs a key for clients.").like("`--host`"));
    static final Setting PORT = row(number(Group.ADDRESS, "LLM_ROUTER_PORT", 8787, 0, 65_535, "",
        "Port to listen on. 0 takes any free port.").like("`--port`"));
    static final Setting TLS_KEYSTORE = row(text(Group.ADDRESS, "LLM_ROUTER_TLS_KEYSTORE",
        "the path of a PKCS #12 file", null,
        "Key and certificate of the gateway. If it is set, the gateway speaks TLS 1.2 and 1.3 and no plain HTTP.")
            .like("`--tls-keystore`"));
    static final Setting TLS_PASSWORD = row(new Setting(Group.ADDRESS, "LLM_ROUTER_TLS_PASSWORD", List.of(),
        new PasswordKind(), null, null, null,
        "Password of the keystore. White space counts."));
    static final Setting TLS_PASSWORD_FILE = row(text(Group.ADDRESS, "LLM_ROUTER_TLS_PASSWORD_FILE", "a path", null,
        "File that holds the password of the keystore. Not allowed beside LLM_ROUTER_TLS_PASSWORD.")
            .like("`--tls-password-file`"));
    public static final Setting MAX_CONNECTIONS = row(number(Group.ADDRESS, "LLM_ROUTER_MAX_CONNECTIONS", 4096, 1,
        1_000_000, "",
        "Number of requests served at the same time; fewer if the heap or the limit of open files is too small for"
            + " them, and `start` says how many. A request above it is answered 503 with Retry-After. One address gets"
            + " seven eighths at most, except where the gateway listens on a loopback address."));
    public static final Setting MAX_REQUEST_BODY_BYTES = row(number(Group.ADDRESS, "LLM_ROUTER_MAX_REQUEST_BODY_BYTES",
        33_554_432, 4096, 268_435_456,
        "bytes", "Largest request body, after decompression. A larger one is answered 413. A small heap lowers the "
            + "limit; start says to what."));

    // ── Which clients may call ───────────────────────────────────────────────────────────────────────────────────────

    static final Setting ALLOWED_ORIGINS = row(text(Group.ACCESS, "LLM_ROUTER_CORS_ALLOWED_ORIGINS",
        "exact origins such as https://app.example.com, separated by commas", null,
        "Web pages of these origins may call the gateway from a browser.").named("LLM_ROUTER_ALLOWED_ORIGINS"));
    static final Setting ALLOW_ALL_ORIGINS = row(flag(Group.ACCESS, "LLM_ROUTER_CORS_ALLOW_ALL", "false",
        "Whether web pages of every origin may call the gateway. If so, start prints a warning."));
    static final Setting ALLOWED_IPS = row(text(Group.ACCESS, "LLM_ROUTER_ALLOWED_IPS", ADDRESSES, null,
        "Only clients with these addresses are served. Without it, every address is.")
            .named("LLM_ROUTER_IP_ALLOWLIST"));
    static final Setting TRUSTED_PROXIES = row(text(Group.ACCESS, "LLM_ROUTER_TRUSTED_PROXIES", ADDRESSES, null,
        "Reverse proxies whose headers Forwarded, X-Forwarded-For, X-Real-IP and CF-Connecting-IP name the client's "
            + "address. Such headers from any "
            + "other address are ignored."));

    // ── Time limits ──────────────────────────────────────────────────────────────────────────────────────────────────

    static final Setting CONNECT_TIMEOUT = row(time(Group.TIMES, "LLM_ROUTER_CONNECT_TIMEOUT_MS", 10_000, 1,
        QUARTER_HOUR_MS,
        "Time to connect to a provider.").like("`providers[].timeouts.connectMs`"));
    static final Setting FIRST_BYTE_TIMEOUT = row(time(Group.TIMES, "LLM_ROUTER_UPSTREAM_TIMEOUT_MS", 60_000, 1000,
        QUARTER_HOUR_MS,
        "Time until the first byte of a streamed answer. While it is not set, a provider in your own network has "
            + "300000, because it may have to load its model first: on this machine (loopback), at a private or "
            + "link-local address, at one of 100.64.0.0/10, or at a name without a dot or below .local, .internal, "
            + ".home.arpa or .localhost.")
            .like("`providers[].timeouts.firstByteMs`"));
    /// The default of the same for a provider in the gateway's own network.
    static final long LOCAL_FIRST_BYTE_MS = 300_000;
    static final Setting FIRST_EVENT_TIMEOUT = row(time(Group.TIMES, "LLM_ROUTER_FIRST_EVENT_TIMEOUT_MS", 300_000, 1000,
        HOUR_MS,
        "Time until the first event with content of a streamed answer.").like("`providers[].timeouts.firstEventMs`"));
    static final Setting ANSWER_TIMEOUT = row(time(Group.TIMES, "LLM_ROUTER_ANSWER_TIMEOUT_MS", 600_000, 1000, HOUR_MS,
        "Time until a whole answer that is not streamed.").like("`providers[].timeouts.answerMs`"));
    static final Setting IDLE_TIMEOUT = row(time(Group.TIMES, "LLM_ROUTER_STREAM_IDLE_TIMEOUT_MS", 300_000, 0, DAY_MS,
        "Longest silence of a provider within a stream. 0 switches the limit off.")
            .like("`providers[].timeouts.idleMs`"));
    static final Setting HEARTBEAT = row(time(Group.TIMES, "LLM_ROUTER_HEARTBEAT_MS", 15_000, 0, DAY_MS,
        "After this much silence, a streaming client gets a sign of life. 0 switches it off."));

    // ── Retries, cooldowns and circuits ──────────────────────────────────────────────────────────────────────────────

    static final Setting RETRY_ATTEMPTS = row(number(Group.FAILURES, "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", 3, 1, 10, "",
        "Attempts on the first candidate of a request. Each further candidate gets one."));
    static final Setting RETRY_BASE_DELAY = row(time(Group.FAILURES, "LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS", 250, 0,
        DAY_MS,
        "Pause before the second attempt. It doubles for each further one, and is shortened by up to half at random."));
    static final Setting RETRY_MAX_DELAY = row(time(Group.FAILURES, "LLM_ROUTER_ORIGIN_RETRY_MAX_DELAY_MS", 3000, 0,
        DAY_MS,
        "Longest pause between two attempts. It must not be below LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS, and its "
            + "default is never below that."));
    static final Setting CONFIGURATION_COOLDOWN = row(time(Group.FAILURES, "LLM_ROUTER_ORIGIN_FALLBACK_COOLDOWN_MS",
        45_000, 0, DAY_MS,
        "Cooldown of a candidate after an error of the configuration, or after a status that is about the "
            + "endpoint or the connection, such as 404, 405, 410, 415 or 421."));
    static final Setting RATE_LIMIT_COOLDOWN = row(time(Group.FAILURES, "LLM_ROUTER_ORIGIN_RATE_LIMIT_COOLDOWN_MS",
        30_000, 0, DAY_MS,
        "Cooldown after a rate limit whose answer does not say how long to wait."));
    static final Setting BILLING_COOLDOWN = row(time(Group.FAILURES, "LLM_ROUTER_ORIGIN_BILLING_COOLDOWN_MS", 900_000,
        0, DAY_MS,
        "Cooldown after an answer that says that credit or quota is used up."));
    static final Setting AUTH_COOLDOWN = row(time(Group.FAILURES, "LLM_ROUTER_ORIGIN_AUTH_COOLDOWN_MS", 600_000, 0,
        DAY_MS,
        "Cooldown after an answer that refuses the key."));
    static final Setting POLICY_COOLDOWN = row(time(Group.FAILURES, "LLM_ROUTER_ORIGIN_POLICY_COOLDOWN_MS", 120_000, 0,
        DAY_MS,
        "Cooldown after an answer that refuses the request by the provider's content policy, or when a server in "
            + "front of the provider blocks the gateway."));
    static final Setting POLICY_FALLBACK = row(flag(Group.FAILURES, "LLM_ROUTER_ALLOW_POLICY_FALLBACK", "false",
        "Whether a request that a provider refuses by its content policy goes to the next candidate."));
    static final Setting CIRCUIT_FAILURES = row(number(Group.FAILURES, "LLM_ROUTER_FALLBACK_CIRCUIT_FAILURES", 2, 0,
        1000, "",
        "Failures in a row that open a candidate's circuit. A timeout opens it at once. 0 switches circuits off."));
    static final Setting CIRCUIT_COOLDOWN = row(time(Group.FAILURES, "LLM_ROUTER_FALLBACK_CIRCUIT_COOLDOWN_MS", 30_000,
        0, DAY_MS,
        "Time that a circuit stays open before one request may probe the candidate. 0 switches circuits off."));

    // ── Routing state ────────────────────────────────────────────────────────────────────────────────────────────────

    public static final Setting STATE_BACKEND = row(text(Group.STATE, "LLM_ROUTER_STATE_BACKEND",
        "file, memory, or redis://[[user]:password@]host[:port][/database], or rediss:// for TLS", "file",
        "Where caps, cooldowns, circuits and positions of round-robin are kept. Several gateways share them "
            + "through a Redis or Valkey server.").hosted("memory"));
    public static final Setting STATE_FILE = row(text(Group.STATE, "LLM_ROUTER_STATE_FILE_PATH", "a path",
        "~/.llm-router.state",
        "File of the backend file. A leading ~ is the home folder."));
    static final Setting CANDIDATE_STATE_TTL = row(time(Group.STATE, "LLM_ROUTER_CANDIDATE_STATE_TTL_MS", DAY_MS, 1000,
        365 * DAY_MS,
        "Time after which the health of a candidate without requests is forgotten."));
    static final Setting ANSWER_MEMORY = row(flag(Group.STATE, "LLM_ROUTER_ANSWER_MEMORY", "on",
        "Whether the gateway remembers its translated Responses answers, so that later requests can refer to them by "
            + "previous_response_id and item_reference. Each gateway remembers its own, in memory, whatever the "
            + "backend is."));
    static final Setting MOST_ANSWERS = row(number(Group.STATE, "LLM_ROUTER_ANSWER_MEMORY_ENTRIES", 10_000, 1,
        1_000_000, "",
        "Number of answers that are remembered. The one that was not used for the longest time goes first."));
    static final Setting ANSWER_BYTES = row(number(Group.STATE, "LLM_ROUTER_ANSWER_MEMORY_BYTES", 33_554_432, 4096,
        1L << 40, "bytes",
        "Memory for these answers and the requests before them, at most an eighth of the heap. The default is an "
            + "eighth of what the launcher gives, and holds about forty full sessions of coding agents."));
    static final Setting ANSWER_TTL = row(time(Group.STATE, "LLM_ROUTER_ANSWER_MEMORY_TTL_MS", DAY_MS, 1000,
        365 * DAY_MS,
        "Time without a use after which an answer is forgotten. The default lets a session go on the next day."));

    // ── Logs and debugging ───────────────────────────────────────────────────────────────────────────────────────────

    static final Setting LOG = row(new Setting(Group.LOGS, "LLM_ROUTER_LOG", List.of(),
        new ChoiceKind(List.of("off", "error", "warn", "info", "debug")), "info", "info", null,
        "How much is logged on standard error. info has requests that failed or needed more than one attempt; debug "
            + "has every request."));
    public static final Setting REQUEST_LOG = row(text(Group.LOGS, "LLM_ROUTER_REQUEST_LOG", "off or a path",
        "~/.llm-router.requests.jsonl",
        "File of the request log, which llm-router why reads.").hosted("off"));
    static final Setting REQUEST_LOG_BODIES = row(flag(Group.LOGS, "LLM_ROUTER_REQUEST_LOG_BODIES", "false",
        "Whether the request log holds message text. It never holds keys."));
    static final Setting DEBUG_ROUTING = row(flag(Group.LOGS, "LLM_ROUTER_DEBUG_ROUTING", "false",
        "Whether answers carry headers that say how they were routed, e.g. x-llm-router-route-strategy and "
            + "x-llm-router-skipped-candidates."));
    public static final Setting DEBUG = row(flag(Group.LOGS, "LLM_ROUTER_DEBUG", "false",
        "Two things: a command that fails unexpectedly prints its stack trace, and answers carry the headers of "
            + "LLM_ROUTER_DEBUG_ROUTING."));
    public static final Setting NO_COLOR = row(text(Group.LOGS, "NO_COLOR", "any text", null,
        "If it is not empty, output has no colours."));

    // ── Connections to providers ─────────────────────────────────────────────────────────────────────────────────────

    static final Setting CA_FILE = row(text(Group.CONNECTIONS, "LLM_ROUTER_CA_FILE", "the path of a PEM file", null,
        "Certificates of authorities that are trusted beside those of the JDK."));
    static final Setting CLIENT_CERTIFICATE = row(text(Group.CONNECTIONS, "LLM_ROUTER_CLIENT_CERTIFICATE",
        "the path of a PKCS #12 or PEM file", null,
        "Certificate with its key that is shown to providers that want one (mutual TLS).")
            .like("`providers[].clientCertificate`"));
    static final Setting CLIENT_KEY = row(text(Group.CONNECTIONS, "LLM_ROUTER_CLIENT_KEY", "the path of a PEM file",
        null, "Private key of LLM_ROUTER_CLIENT_CERTIFICATE, where that file is PEM and does not hold it."));
    static final Setting CLIENT_PASSWORD = row(new Setting(Group.CONNECTIONS,
        "LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD", List.of(), new PasswordKind(), null, null, null,
        "Password of the client certificate's key. White space counts."));
    static final Setting CLIENT_PASSWORD_FILE = row(text(Group.CONNECTIONS,
        "LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD_FILE", "a path", null,
        "File that holds that password. Not allowed beside LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD."));
    static final Setting HTTPS_PROXY = row(text(Group.CONNECTIONS, "HTTPS_PROXY", ProxyAddress.ALLOWED, null,
        "Proxy for providers with https addresses. It is called by HTTP, by HTTPS, or as a SOCKS 5 proxy "
            + "(`socks5://`, `socks5h://` and `socks://` mean the same: the proxy looks names up). Characters of the "
            + "login may be percent-encoded.")
            .named("https_proxy").like("`providers[].proxy`"));
    static final Setting HTTP_PROXY = row(text(Group.CONNECTIONS, "HTTP_PROXY", ProxyAddress.ALLOWED, null,
        "Proxy for providers with http addresses.").named("http_proxy").like("`providers[].proxy`"));
    static final Setting ALL_PROXY = row(text(Group.CONNECTIONS, "ALL_PROXY", ProxyAddress.ALLOWED, null,
        "Proxy for addresses whose own variable, HTTPS_PROXY or HTTP_PROXY, is not set.").named("all_proxy"));
    static final Setting NO_PROXY = row(text(Group.CONNECTIONS, "NO_PROXY",
        "hosts, domains, addresses, address blocks or *, separated by commas; all but blocks may end in a port", null,
        "Hosts that are called without a proxy. A domain includes all names below it. `HOST:PORT` counts for that "
            + "port only. Addresses of this machine are always called without one.")
            .named("no_proxy"));

    // ── Reload and service manager ───────────────────────────────────────────────────────────────────────────────────

    static final Setting RELOAD_DEBOUNCE = row(time(Group.RELOAD, "LLM_ROUTER_CONFIG_RELOAD_DEBOUNCE_MS", 300, 0, 5000,
        "Time that the configuration file must stay unchanged before it is read again."));
    static final Setting BINARY_WATCH_INTERVAL = row(time(Group.RELOAD, "LLM_ROUTER_BINARY_WATCH_INTERVAL_MS", 15_000,
        1000, DAY_MS,
        "Time between two checks whether the program's jar was replaced."));
    public static final Setting MANAGED_BY_STARTUP = row(flag(Group.RELOAD, "LLM_ROUTER_MANAGED_BY_STARTUP", "false",
        "Whether a service manager restarts the gateway. If so, the gateway ends when its jar was replaced, instead "
            + "of starting the new one itself."));

    // ── The launcher ─────────────────────────────────────────────────────────────────────────────────────────────────

    static final Setting JAVA = row(text(Group.LAUNCHER, "LLM_ROUTER_JAVA", "a path", null,
        "The Java that the launcher uses: the program `java`, or the folder of a JDK. Without it the launcher looks in "
            + "`JAVA_HOME`, on the `PATH`, and in the usual folders."));
    static final Setting JAVA_OPTIONS = row(text(Group.LAUNCHER, "LLM_ROUTER_JAVA_OPTS",
        "options of the JVM, separated by blanks", null,
        "Options that the launcher adds to its own (`-XX:+UseSerialGC -XX:+UseCompactObjectHeaders "
            + "-XX:+ExitOnOutOfMemoryError -Xmx256m`). Of two "
            + "values of one option the last counts. A collector named here replaces the serial one. `JAVA_OPTS` is "
            + "read too."));

    // ── Hosting and deployment ───────────────────────────────────────────────────────────────────────────────────────

    public static final Setting CLOUDFLARE_API_BASE = row(text(Group.HOSTED, "CLOUDFLARE_API_BASE_URL",
        "an https address, or http on this machine", null,
        "Base URL of Cloudflare's API, `https://api.cloudflare.com/client/v4` if none is given. The token is sent "
            + "there."));
    static final Setting WORKER_SAFE_MODE = row(flag(Group.HOSTED, "LLM_ROUTER_WORKER_SAFE_MODE", "true",
        "Whether a hosted gateway without shared state keeps no state: caps, cooldowns and turns are ignored, and each "
            + "candidate gets one attempt, in the order of the configuration. Without effect where state is shared."));
    static final Setting WORKER_BEST_EFFORT = row(flag(Group.HOSTED,
        "LLM_ROUTER_WORKER_ALLOW_BEST_EFFORT_STATEFUL_ROUTING", "false",
        "Whether such a gateway uses the memory of each isolate as state. The platform runs many isolates and ends "
            + "them at any time, so caps are exceeded and cooldowns forgotten."));
    public static final Setting CLOUDFLARE_API_TOKEN = row(text(Group.HOSTED, "CLOUDFLARE_API_TOKEN", "a token", null,
        "Token for deployment to Cloudflare, for `deploy`, `worker-key` and `rollback`.").named("CF_API_TOKEN"));
    public static final Setting CLOUDFLARE_ACCOUNT_ID = row(text(Group.HOSTED, "CLOUDFLARE_ACCOUNT_ID", "an id", null,
        "Account for deployment to Cloudflare."));

    private SettingsTable() {}

    /// All rows, in the order of the reference.
    public static List<Setting> rows() {
        return List.copyOf(ROWS);
    }

    private static Setting row(Setting setting) {
        ROWS.add(setting);
        return setting;
    }

    private static Setting text(Group group, String name, String allowed, String preset, String meaning) {
        return setting(group, name, new TextKind(allowed), preset, meaning);
    }

    private static Setting flag(Group group, String name, String preset, String meaning) {
        return setting(group, name, new YesNoKind(), preset, meaning);
    }

    private static Setting time(Group group, String name, long preset, long min, long max, String meaning) {
        return number(group, name, preset, min, max, "milliseconds", meaning);
    }

    private static Setting number(Group group, String name, long preset, long min, long max, String unit,
        String meaning) {
        return setting(group, name, new NumberKind(min, max, unit), Long.toString(preset), meaning);
    }

    private static Setting setting(Group group, String name, Kind kind, String preset, String meaning) {
        return new Setting(group, name, List.of(), kind, preset, preset, null, meaning);
    }
}
