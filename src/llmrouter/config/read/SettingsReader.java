package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import llmrouter.config.BaseUrls;
import llmrouter.config.Ids;
import llmrouter.config.IpBlock;
import llmrouter.config.PastedList;
import llmrouter.config.ProxySettings;
import llmrouter.config.ProxySettings.ProxyAddress;
import llmrouter.config.Secret;
import llmrouter.config.Settings;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.config.Settings.CloudflareSettings;
import llmrouter.config.Settings.CooldownSettings;
import llmrouter.config.Settings.HostedSettings;
import llmrouter.config.Settings.Listen;
import llmrouter.config.Settings.LogLevel;
import llmrouter.config.Settings.LogSettings;
import llmrouter.config.Settings.RetrySettings;
import llmrouter.config.Settings.SettingProblem;
import llmrouter.config.Settings.SettingsOutcome;
import llmrouter.config.Settings.StateSettings;
import llmrouter.config.Settings.TimeSettings;
import llmrouter.config.Settings.TlsSettings;
import llmrouter.config.Settings.WatchSettings;
import llmrouter.config.StateBackend;
import llmrouter.config.YesNo;
import llmrouter.text.Ws;

/// Reads the environment, variable by variable, and keeps every complaint.
public final class SettingsReader {
    private static final String PREFIX = "LLM_ROUTER_";
    private static final long DAY_MS = 86_400_000;

    private final Function<String, String> env;
    private final List<SettingProblem> problems = new ArrayList<>();

    private SettingsReader(Function<String, String> env) {
        this.env = env;
    }

    /// The settings of a gateway on this machine.
    ///
    /// @param env the value of a variable, or null; blank values count as absent
    public static SettingsOutcome read(Function<String, String> env) {
        return new SettingsReader(env).read(false);
    }

    /// The settings of a gateway on a hosting platform, which has no disk: state lives in memory.
    public static SettingsOutcome readHosted(Function<String, String> env) {
        return new SettingsReader(env).read(true);
    }

    private SettingsOutcome read(boolean hosted) {
        var settings = new Settings(first(PREFIX + "CONFIG_JSON", "ROUTE_CONFIG_JSON", PREFIX + "JSON"), text("CONFIG", "~/.llm-router.json"),
            text("MASTER_KEY", null), listen(), new StateSettings(backend(hosted), number("CANDIDATE_STATE_TTL_MS", DAY_MS, 1000, 365 * DAY_MS)),
            retry(), cooldowns(), times(), access(), log(hosted),
            new WatchSettings(number("CONFIG_RELOAD_DEBOUNCE_MS", 300, 0, 5000), number("BINARY_WATCH_INTERVAL_MS", 15_000, 1000, DAY_MS)),
            new HostedSettings(flag("WORKER_SAFE_MODE", true), flag("WORKER_ALLOW_BEST_EFFORT_STATEFUL_ROUTING", false)),
            proxies(), new CloudflareSettings(first("CLOUDFLARE_API_TOKEN", "CF_API_TOKEN"), first("CLOUDFLARE_ACCOUNT_ID")), tls());
        return problems.isEmpty() ? new SettingsOutcome.ValidSettings(settings) : new SettingsOutcome.InvalidSettings(List.copyOf(problems));
    }

    private Listen listen() {
        return new Listen(text("HOST", "127.0.0.1"), (int) number("PORT", 8787, 0, 65535), (int) number("MAX_CONNECTIONS", 4096, 1, 1_000_000),
            (int) number("MAX_REQUEST_BODY_BYTES", 33_554_432, 4096, 268_435_456));
    }

    private RetrySettings retry() {
        long base = number("ORIGIN_RETRY_BASE_DELAY_MS", 250, 0, DAY_MS);
        return new RetrySettings((int) number("ORIGIN_RETRY_ATTEMPTS", 3, 1, 10), base, number("ORIGIN_RETRY_MAX_DELAY_MS", Math.max(base, 3000), base, DAY_MS),
            flag("ALLOW_POLICY_FALLBACK", false), (int) number("FALLBACK_CIRCUIT_FAILURES", 2, 0, 1000),
            number("FALLBACK_CIRCUIT_COOLDOWN_MS", 30_000, 0, DAY_MS));
    }

    private CooldownSettings cooldowns() {
        return new CooldownSettings(number("ORIGIN_FALLBACK_COOLDOWN_MS", 45_000, 0, DAY_MS), number("ORIGIN_RATE_LIMIT_COOLDOWN_MS", 30_000, 0, DAY_MS),
            number("ORIGIN_BILLING_COOLDOWN_MS", 900_000, 0, DAY_MS), number("ORIGIN_AUTH_COOLDOWN_MS", 600_000, 0, DAY_MS),
            number("ORIGIN_POLICY_COOLDOWN_MS", 120_000, 0, DAY_MS));
    }

    private TimeSettings times() {
        return new TimeSettings(number("CONNECT_TIMEOUT_MS", 10_000, 1, 900_000), number("UPSTREAM_TIMEOUT_MS", 60_000, 1000, 900_000),
            number("FIRST_EVENT_TIMEOUT_MS", 300_000, 1000, 3_600_000), number("ANSWER_TIMEOUT_MS", 600_000, 1000, 3_600_000),
            number("STREAM_IDLE_TIMEOUT_MS", 300_000, 0, DAY_MS), number("HEARTBEAT_MS", 15_000, 0, DAY_MS));
    }

    private AccessSettings access() {
        var origins = new ArrayList<String>();
        String named = given("CORS_ALLOWED_ORIGINS", "ALLOWED_ORIGINS");
        for (String word : words(named)) {
            String origin = word.toLowerCase(Locale.ROOT);
            if (isOrigin(origin)) origins.add(origin);
            else problem(named, word, "exact origins such as https://app.example.com, separated by commas");
        }
        return new AccessSettings(List.copyOf(origins), flag("CORS_ALLOW_ALL", false), blocks(given("ALLOWED_IPS", "IP_ALLOWLIST")),
            blocks(PREFIX + "TRUSTED_PROXIES"));
    }

    private ProxySettings proxies() {
        String direct = first("NO_PROXY", "no_proxy");
        return new ProxySettings(proxy("HTTPS_PROXY", "https_proxy"), proxy("HTTP_PROXY", "http_proxy"),
            direct == null ? List.of() : List.copyOf(PastedList.words(direct.toLowerCase(Locale.ROOT))));
    }

    private TlsSettings tls() {
        String word = env.apply(PREFIX + "TLS_PASSWORD");
        String file = text("TLS_PASSWORD_FILE", null);
        if (word != null && !word.isEmpty() && file != null) problem(PREFIX + "TLS_PASSWORD_FILE", file, "not beside " + PREFIX + "TLS_PASSWORD, as there is one password");
        Secret password = word != null && !word.isEmpty() ? new Secret.InlineSecret(word) : file != null ? new Secret.FileSecret(file) : null;
        return new TlsSettings(text("CA_FILE", null), text("TLS_KEYSTORE", null), password);
    }

    private ProxyAddress proxy(String variable, String twin) {
        String text = first(variable, twin);
        ProxyAddress address = text == null ? null : ProxyAddress.parse(Ws.trim(text));
        if (text != null && address == null) problem(variable, text.indexOf('@') >= 0 ? "(hidden)" : text, "an HTTP proxy such as http://proxy.example.com:3128");
        return address;
    }

    private static boolean isOrigin(String text) {
        int slash = text.indexOf("://");
        return BaseUrls.problem(text) == null && text.indexOf('/', slash + 3) < 0;
    }

    private LogSettings log(boolean hosted) {
        String level = text("LOG", "info").toLowerCase(Locale.ROOT);
        LogLevel found = LogLevel.INFO;
        switch (level) {
            case "off" -> found = LogLevel.OFF;
            case "error" -> found = LogLevel.ERROR;
            case "warn" -> found = LogLevel.WARN;
            case "info" -> found = LogLevel.INFO;
            case "debug" -> found = LogLevel.DEBUG;
            default -> problem(PREFIX + "LOG", level, "off, error, warn, info or debug");
        }
        String path = text("REQUEST_LOG", hosted ? "off" : "~/.llm-router.requests.jsonl");
        boolean debug = flag("DEBUG_ROUTING", false) | flag("DEBUG", false);
        return new LogSettings(found, path.equalsIgnoreCase("off") ? null : path, flag("REQUEST_LOG_BODIES", false), debug);
    }

    private StateBackend backend(boolean hosted) {
        String path = text("STATE_FILE_PATH", "~/.llm-router.state");
        String given = text("STATE_BACKEND", hosted ? "memory" : "file");
        StateBackend backend = StateBackend.parse(given, path);
        if (backend != null) return backend;
        String shown = given.indexOf('@') >= 0 ? "(hidden)" : given;
        problem(PREFIX + "STATE_BACKEND", shown, "file, memory, or redis://[:password@]host[:port][/database]");
        return new StateBackend.MemoryState();
    }

    private List<IpBlock> blocks(String variable) {
        var blocks = new ArrayList<IpBlock>();
        for (String word : words(variable)) {
            IpBlock block = IpBlock.parse(word);
            if (block != null) blocks.add(block);
            else problem(variable, word, "addresses and blocks such as 10.0.0.0/8, 192.168.1.7 or fd00::/8, separated by commas");
        }
        return List.copyOf(blocks);
    }

    private List<String> words(String variable) {
        String value = env.apply(variable);
        return value == null ? List.of() : PastedList.words(value);
    }

    private boolean flag(String name, boolean otherwise) {
        String value = text(name, null);
        if (value == null) return otherwise;
        Boolean word = YesNo.bool(value);
        if (word != null) return word;
        problem(PREFIX + name, value, "1 true yes y on, or 0 false no n off");
        return otherwise;
    }

    private long number(String name, long otherwise, long min, long max) {
        String value = text(name, null);
        if (value == null) return otherwise;
        long number = digits(value);
        if (number >= min && number <= max) return number;
        problem(PREFIX + name, value, "a whole number from " + min + " to " + max);
        return otherwise;
    }

    /// The value of a text of up to 15 digits, or -1.
    private static long digits(String text) {
        long value = text.length() > 15 ? -1 : 0;
        for (char c : text.toCharArray()) value = value < 0 || !Ids.isDigit(c) ? -1 : value * 10 + (c - '0');
        return value;
    }

    /// The variable of these two that is set, the first by preference.
    private String given(String name, String twin) {
        return Ws.blank(env.apply(PREFIX + name)) && !Ws.blank(env.apply(PREFIX + twin)) ? PREFIX + twin : PREFIX + name;
    }

    private String first(String... variables) {
        for (String variable : variables) if (!Ws.blank(env.apply(variable))) return Ws.trim(env.apply(variable));
        return null;
    }

    private String text(String name, String otherwise) {
        String value = env.apply(PREFIX + name);
        return Ws.blank(value) ? otherwise : Ws.trim(value);
    }

    private void problem(String variable, String value, String allowed) {
        problems.add(new SettingProblem(variable, value.length() > 100 ? value.substring(0, 97) + "..." : value, allowed));
    }
}
