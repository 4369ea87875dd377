package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import llmrouter.config.BaseUrls;
import llmrouter.config.Ids;
import llmrouter.config.IpBlock;
import llmrouter.config.PastedList;
import llmrouter.config.Secret;
import llmrouter.config.Settings;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.config.Settings.AnswerSettings;
import llmrouter.config.Settings.CooldownSettings;
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
import llmrouter.config.network.ClientCertificate;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxySettings;
import llmrouter.config.read.Setting.Kind.NumberKind;
import llmrouter.text.Letters;

/// Reads the environment, setting by setting, as [SettingsTable] describes them, and reports every value that cannot be
/// used.
public final class SettingsReader {
    private static final int LONGEST_SHOWN = 100;

    private final Function<String, String> env;
    private final boolean hosted;
    private final List<SettingProblem> problems = new ArrayList<>();

    private SettingsReader(Function<String, String> env, boolean hosted) {
        this.env = env;
        this.hosted = hosted;
    }

    /// The settings of a gateway on this machine.
    ///
    /// @param env the value of a variable, or null; blank values count as absent
    public static SettingsOutcome read(Function<String, String> env) {
        return new SettingsReader(env, false).read();
    }

    /// The settings of a gateway on a hosting platform, which has no disk: state lives in memory.
    public static SettingsOutcome readHosted(Function<String, String> env) {
        return new SettingsReader(env, true).read();
    }

    private SettingsOutcome read() {
        var settings = new Settings(text(SettingsTable.CONFIG_JSON), text(SettingsTable.MASTER_KEY), listen(), state(),
            retry(),
            cooldowns(), times(), access(), log(), watch(), proxies(), tls());
        if (problems.isEmpty()) return new SettingsOutcome.ValidSettings(settings);
        return new SettingsOutcome.InvalidSettings(List.copyOf(problems));
    }

    private Listen listen() {
        return new Listen(text(SettingsTable.HOST), (int) number(SettingsTable.PORT),
            (int) number(SettingsTable.MAX_CONNECTIONS),
            (int) number(SettingsTable.MAX_REQUEST_BODY_BYTES));
    }

    private StateSettings state() {
        var answers = new AnswerSettings(flag(SettingsTable.ANSWER_MEMORY), (int) number(SettingsTable.MOST_ANSWERS),
            number(SettingsTable.ANSWER_BYTES), number(SettingsTable.ANSWER_TTL));
        boolean ofIsolate = flag(SettingsTable.WORKER_BEST_EFFORT) | !flag(SettingsTable.WORKER_SAFE_MODE);
        return new StateSettings(backend(), number(SettingsTable.CANDIDATE_STATE_TTL), answers, ofIsolate);
    }

    private StateBackend backend() {
        String path = text(SettingsTable.STATE_FILE);
        String given = text(SettingsTable.STATE_BACKEND);
        StateBackend backend = StateBackend.parse(given, path);
        if (backend != null) return backend;
        problem(SettingsTable.STATE_BACKEND, withoutLogin(given));
        return new StateBackend.MemoryState();
    }

    private RetrySettings retry() {
        long base = number(SettingsTable.RETRY_BASE_DELAY);
        return new RetrySettings((int) number(SettingsTable.RETRY_ATTEMPTS), base, longestDelay(base),
            flag(SettingsTable.POLICY_FALLBACK), (int) number(SettingsTable.CIRCUIT_FAILURES),
                number(SettingsTable.CIRCUIT_COOLDOWN));
    }

    /// The longest delay is never shorter than the first.
    private long longestDelay(long base) {
        Setting setting = SettingsTable.RETRY_MAX_DELAY;
        return number(setting, Math.max(base, digits(setting.preset())), new NumberKind(base, bounds(setting).max(),
            ""));
    }

    private CooldownSettings cooldowns() {
        return new CooldownSettings(number(SettingsTable.CONFIGURATION_COOLDOWN),
            number(SettingsTable.RATE_LIMIT_COOLDOWN),
            number(SettingsTable.BILLING_COOLDOWN), number(SettingsTable.AUTH_COOLDOWN),
                number(SettingsTable.POLICY_COOLDOWN));
    }

    private TimeSettings times() {
        long firstByte = number(SettingsTable.FIRST_BYTE_TIMEOUT);
        boolean isSet = SettingsTable.FIRST_BYTE_TIMEOUT.in(env) != null;
        long local = isSet ? firstByte : SettingsTable.LOCAL_FIRST_BYTE_MS;
        return new TimeSettings(number(SettingsTable.CONNECT_TIMEOUT), firstByte, local,
            number(SettingsTable.FIRST_EVENT_TIMEOUT), number(SettingsTable.ANSWER_TIMEOUT),
                number(SettingsTable.IDLE_TIMEOUT),
            number(SettingsTable.HEARTBEAT));
    }

    private AccessSettings access() {
        var origins = new ArrayList<String>();
        for (String word : words(SettingsTable.ALLOWED_ORIGINS)) {
            String origin = Letters.lower(word);
            if (isOrigin(origin)) origins.add(origin);
            else problem(SettingsTable.ALLOWED_ORIGINS, word);
        }
        return new AccessSettings(List.copyOf(origins), flag(SettingsTable.ALLOW_ALL_ORIGINS),
            blocks(SettingsTable.ALLOWED_IPS),
            blocks(SettingsTable.TRUSTED_PROXIES));
    }

    private static boolean isOrigin(String text) {
        int slash = text.indexOf("://");
        return BaseUrls.syntaxProblem(text) == null && text.indexOf('/', slash + 3) < 0;
    }

    private List<IpBlock> blocks(Setting setting) {
        var blocks = new ArrayList<IpBlock>();
        for (String word : words(setting)) {
            IpBlock block = IpBlock.parse(word);
            if (block != null) blocks.add(block);
            else problem(setting, word);
        }
        return List.copyOf(blocks);
    }

    private LogSettings log() {
        String word = Letters.lower(text(SettingsTable.LOG));
        LogLevel level = level(word);
        if (level == null) problem(SettingsTable.LOG, word);
        String path = text(SettingsTable.REQUEST_LOG);
        boolean debug = flag(SettingsTable.DEBUG_ROUTING) | flag(SettingsTable.DEBUG);
        return new LogSettings(level == null ? LogLevel.INFO : level, Letters.same(path, "off") ? null : path,
            flag(SettingsTable.REQUEST_LOG_BODIES), debug);
    }

    private static LogLevel level(String word) {
        for (LogLevel level : LogLevel.values()) {
            if (Letters.lower(level.name()).equals(word)) return level;
        }
        return null;
    }

    private WatchSettings watch() {
        return new WatchSettings(number(SettingsTable.RELOAD_DEBOUNCE), number(SettingsTable.BINARY_WATCH_INTERVAL));
    }

    private ProxySettings proxies() {
        String direct = text(SettingsTable.NO_PROXY);
        ProxyAddress every = proxy(SettingsTable.ALL_PROXY);
        ProxyAddress https = proxy(SettingsTable.HTTPS_PROXY);
        ProxyAddress http = proxy(SettingsTable.HTTP_PROXY);
        return new ProxySettings(https == null ? every : https, http == null ? every : http,
            direct == null ? List.of() : List.copyOf(PastedList.words(Letters.lower(direct))));
    }

    private ProxyAddress proxy(Setting setting) {
        String text = text(setting);
        if (text == null) return null;
        ProxyAddress address = ProxyAddress.parse(text, setting.nameIn(env));
        if (address == null) {
            boolean older = Letters.lower(text).startsWith("socks4");
            problem(setting, withoutLogin(text), setting.kind().allowed()
                + (older ? " (it " + ProxyAddress.problem(text).what() + ")" : ""));
        }
        return address;
    }

    private TlsSettings tls() {
        return new TlsSettings(text(SettingsTable.CA_FILE), text(SettingsTable.TLS_KEYSTORE),
            password(SettingsTable.TLS_PASSWORD, SettingsTable.TLS_PASSWORD_FILE), clientCertificate());
    }

    private ClientCertificate clientCertificate() {
        String file = text(SettingsTable.CLIENT_CERTIFICATE);
        String key = text(SettingsTable.CLIENT_KEY);
        Secret password = password(SettingsTable.CLIENT_PASSWORD, SettingsTable.CLIENT_PASSWORD_FILE);
        if (file != null) return new ClientCertificate(file, key, password);
        if (key != null) {
            problem(SettingsTable.CLIENT_KEY, key, "only beside " + SettingsTable.CLIENT_CERTIFICATE.name()
                + ", which names the certificate of this key");
        }
        return null;
    }

    /// A password from one of two variables, or null.
    private Secret password(Setting itself, Setting inFile) {
        String password = text(itself);
        String file = text(inFile);
        if (password != null && file != null) {
            problems.add(new SettingProblem(inFile.name(), file, "one password only; unset it or " + itself.name()));
        }
        if (password != null) return new Secret.InlineSecret(password);
        return file == null ? null : new Secret.FileSecret(file);
    }

    /// The value of a setting, else its default, else null.
    private String text(Setting setting) {
        String value = setting.in(env);
        if (value != null) return value;
        return hosted ? setting.hostedPreset() : setting.preset();
    }

    private List<String> words(Setting setting) {
        String value = setting.in(env);
        return value == null ? List.of() : PastedList.words(value);
    }

    private boolean flag(Setting setting) {
        Boolean value = YesNo.bool(text(setting));
        if (value != null) return value;
        problem(setting, text(setting));
        return YesNo.bool(setting.preset());
    }

    private long number(Setting setting) {
        return number(setting, digits(setting.preset()), bounds(setting));
    }

    private long number(Setting setting, long preset, NumberKind bounds) {
        String value = setting.in(env);
        if (value == null) return preset;
        long number = digits(value);
        if (number >= bounds.min() && number <= bounds.max()) return number;
        problem(setting, value, bounds.allowed());
        return preset;
    }

    private static NumberKind bounds(Setting setting) {
        return (NumberKind) setting.kind();
    }

    /// The value of a text of up to 15 digits, or -1.
    private static long digits(String text) {
        long value = text.length() > 15 ? -1 : 0;
        for (char c : text.toCharArray()) value = value < 0 || !Ids.isDigit(c) ? -1 : value * 10 + (c - '0');
        return value;
    }

    /// What may be shown of an address that may hold a password.
    private static String withoutLogin(String address) {
        return address.indexOf('@') >= 0 ? "(hidden)" : address;
    }

    private void problem(Setting setting, String value) {
        problem(setting, value, setting.kind().allowed());
    }

    private void problem(Setting setting, String value, String allowed) {
        String shown = value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN - 3) + "..." : value;
        problems.add(new SettingProblem(setting.nameIn(env), shown, allowed));
    }
}
