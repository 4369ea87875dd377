package llmrouter.config.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.config.IpBlock;
import llmrouter.config.Secret;
import llmrouter.config.Settings;
import llmrouter.config.Settings.LogLevel;
import llmrouter.config.Settings.SettingProblem;
import llmrouter.config.Settings.SettingsOutcome;
import llmrouter.config.Settings.SettingsOutcome.InvalidSettings;
import llmrouter.config.Settings.SettingsOutcome.ValidSettings;
import llmrouter.config.StateBackend;
import llmrouter.config.network.ClientCertificate;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyAddress.Scheme;
import llmrouter.config.network.ProxySettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

class SettingsTest {
    private static Settings valid(Map<String, String> env) {
        return SettingsReader.read(env::get) instanceof ValidSettings(Settings s) ? s
            : fail(SettingsReader.read(env::get).toString());
    }

    private static List<String> problems(Map<String, String> env) {
        SettingsOutcome outcome = SettingsReader.read(env::get);
        var lines = new ArrayList<String>();
        if (outcome instanceof InvalidSettings(List<SettingProblem> problems)) {
            for (SettingProblem p : problems) lines.add(p.describe());
        }
        return lines;
    }

    @Test
    void everySettingReachesItsOwnField() {
        Settings s = valid(environment("""
            LLM_ROUTER_CONFIG_JSON={}  LLM_ROUTER_MASTER_KEY=gw_1  LLM_ROUTER_HOST=::1  LLM_ROUTER_PORT=1
            LLM_ROUTER_MAX_CONNECTIONS=2  LLM_ROUTER_MAX_REQUEST_BODY_BYTES=4097
            LLM_ROUTER_STATE_FILE_PATH=/s  LLM_ROUTER_CANDIDATE_STATE_TTL_MS=1001
            LLM_ROUTER_ANSWER_MEMORY=off  LLM_ROUTER_ANSWER_MEMORY_ENTRIES=1002  \
            LLM_ROUTER_ANSWER_MEMORY_BYTES=4097  LLM_ROUTER_ANSWER_MEMORY_TTL_MS=1003
            LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS=4  LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS=5  \
            LLM_ROUTER_ORIGIN_RETRY_MAX_DELAY_MS=6
            LLM_ROUTER_ALLOW_POLICY_FALLBACK=yes  LLM_ROUTER_FALLBACK_CIRCUIT_FAILURES=7  \
            LLM_ROUTER_FALLBACK_CIRCUIT_COOLDOWN_MS=8
            LLM_ROUTER_ORIGIN_FALLBACK_COOLDOWN_MS=11  LLM_ROUTER_ORIGIN_RATE_LIMIT_COOLDOWN_MS=12
            LLM_ROUTER_ORIGIN_BILLING_COOLDOWN_MS=13  LLM_ROUTER_ORIGIN_AUTH_COOLDOWN_MS=14  \
            LLM_ROUTER_ORIGIN_POLICY_COOLDOWN_MS=15
            LLM_ROUTER_CONNECT_TIMEOUT_MS=21  LLM_ROUTER_UPSTREAM_TIMEOUT_MS=1022  \
            LLM_ROUTER_FIRST_EVENT_TIMEOUT_MS=1023
            LLM_ROUTER_ANSWER_TIMEOUT_MS=1024  LLM_ROUTER_STREAM_IDLE_TIMEOUT_MS=25  LLM_ROUTER_HEARTBEAT_MS=26
            LLM_ROUTER_CORS_ALLOWED_ORIGINS=https://a.example  LLM_ROUTER_CORS_ALLOW_ALL=1
            LLM_ROUTER_ALLOWED_IPS=10.0.0.1  LLM_ROUTER_TRUSTED_PROXIES=10.0.0.2
            LLM_ROUTER_LOG=WARN  LLM_ROUTER_REQUEST_LOG=/r  LLM_ROUTER_REQUEST_LOG_BODIES=on  LLM_ROUTER_DEBUG_ROUTING=y
            LLM_ROUTER_CONFIG_RELOAD_DEBOUNCE_MS=31  LLM_ROUTER_BINARY_WATCH_INTERVAL_MS=1032
            LLM_ROUTER_WORKER_ALLOW_BEST_EFFORT_STATEFUL_ROUTING=yes
            HTTPS_PROXY=a:1  HTTP_PROXY=b:2  NO_PROXY=C  LLM_ROUTER_CA_FILE=/ca  LLM_ROUTER_TLS_KEYSTORE=/k  \
            LLM_ROUTER_TLS_PASSWORD_FILE=/p
            LLM_ROUTER_CLIENT_CERTIFICATE=/c  LLM_ROUTER_CLIENT_KEY=/ck  \
            LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD_FILE=/cp
            """));
        assertEquals("{}", s.configJson());
        assertEquals("gw_1", s.masterKey());
        assertEquals(new Settings.Listen("::1", 1, 2, 4097), s.listen());
        assertEquals(new Settings.StateSettings(new StateBackend.FileState("/s"), 1001,
            new Settings.AnswerSettings(false, 1002, 4097, 1003), true), s.state());
        assertEquals(new Settings.RetrySettings(4, 5, 6, true, 7, 8), s.retry());
        assertEquals(new Settings.CooldownSettings(11, 12, 13, 14, 15), s.cooldowns());
        assertEquals(new Settings.TimeSettings(21, 1022, 1022, 1023, 1024, 25, 26), s.times());
        assertEquals(new Settings.AccessSettings(List.of("https://a.example"), true, List.of(IpBlock.parse("10.0.0.1")),
            List.of(IpBlock.parse("10.0.0.2"))), s.access());
        assertEquals(new Settings.LogSettings(LogLevel.WARN, "/r", true, true), s.log());
        assertEquals(new Settings.WatchSettings(31, 1032), s.watch());
        assertEquals(new ProxySettings(new ProxyAddress(Scheme.HTTP, "a", 1, null, "HTTPS_PROXY"),
            new ProxyAddress(Scheme.HTTP, "b", 2, null, "HTTP_PROXY"), List.of("c")), s.proxies());
        assertEquals(new Settings.TlsSettings("/ca", "/k", new Secret.FileSecret("/p"),
            new ClientCertificate("/c", "/ck", new Secret.FileSecret("/cp"))), s.tls());
    }

    /// The variables of a text in which two spaces or a line break separate them.
    private static Map<String, String> environment(String text) {
        var env = new HashMap<String, String>();
        for (String assignment : text.trim().split(" {2,}|\\n")) env.put(assignment.split("=", 2)[0],
            assignment.split("=", 2)[1]);
        return env;
    }

    @Test
    void withoutVariablesOnlyThisMachineIsServedAndNoMessageTextIsLogged() {
        Settings s = valid(Map.of());
        assertEquals("127.0.0.1", s.listen().host());
        assertEquals(new Settings.AccessSettings(List.of(), false, List.of(), List.of()), s.access());
        assertEquals(new StateBackend.FileState("~/.llm-router.state"), s.state().backend());
        assertEquals(new Settings.LogSettings(LogLevel.INFO, "~/.llm-router.requests.jsonl", false, false), s.log());
        assertEquals(new ProxySettings(null, null, List.of()), s.proxies());
        assertEquals(new Settings.TlsSettings(null, null, null, null), s.tls());
        assertNull(s.configJson());
        assertNull(s.masterKey());
    }

    @Test
    void aHostedGatewayHasNoDisk() {
        ValidSettings valid = (ValidSettings) SettingsReader.readHosted(_ -> null);
        assertEquals(new StateBackend.MemoryState(), valid.settings().state().backend());
        assertNull(valid.settings().log().requestLogPath());
    }

    @Test
    void alternativeNamesAreUnderstood() {
        assertEquals("{}", valid(Map.of("ROUTE_CONFIG_JSON", "{}", "LLM_ROUTER_JSON", "[]")).configJson());
        assertTrue(valid(Map.of("LLM_ROUTER_DEBUG", "On")).log().debugRouting());
        assertEquals(List.of("https://a.example"), valid(Map.of("LLM_ROUTER_ALLOWED_ORIGINS",
            "https://A.example")).access().origins());
        assertTrue(valid(Map.of("LLM_ROUTER_IP_ALLOWLIST",
            "10.0.0.0/8")).access().allowedIps().getFirst().contains("10.9.8.7"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PORT|65536|a whole number from 0 to 65535",
        "PORT|80x|a whole number from 0 to 65535", "PORT|-1|a whole number from 0 to 65535",
        "MAX_REQUEST_BODY_BYTES|1|a whole number from 4096 to 268435456",
        "ORIGIN_RETRY_ATTEMPTS|0|a whole number from 1 to 10",
        "UPSTREAM_TIMEOUT_MS|999|a whole number from 1000 to 900000",
        "ANSWER_TIMEOUT_MS|3600001|a whole number from 1000 to 3600000",
        "CONFIG_RELOAD_DEBOUNCE_MS|5001|a whole number from 0 to 5000",
        "BINARY_WATCH_INTERVAL_MS|1e4|a whole number from 1000 to 86400000",
        "DEBUG_ROUTING|maybe|1 true yes y on, or 0 false no n off", "LOG|loud|off, error, warn, info or debug",
        "STATE_BACKEND|sqlite|file, memory, or redis://[[user]:password@]host[:port][/database], or "
            + "rediss:// for TLS",
        "ALLOWED_IPS|010.0.0.1|addresses and blocks such as 10.0.0.0/8, 192.168.1.7 or fd00::/8, separated by commas",
        "CORS_ALLOWED_ORIGINS|https://a.example/x|exact origins such as https://app.example.com, separated by commas",
        "CORS_ALLOWED_ORIGINS|*|exact origins such as https://app.example.com, separated by commas"})
    void unusableValuesAreNamedWithWhatIsAllowed(String name, String value, String allowed) {
        assertEquals(List.of("LLM_ROUTER_" + name + "=" + value + " cannot be used; allowed: " + allowed),
            problems(Map.of("LLM_ROUTER_" + name, value)));
    }

    @Test
    void everyProblemIsTold() {
        assertEquals(2, problems(Map.of("LLM_ROUTER_PORT", "x", "LLM_ROUTER_LOG", "x")).size());
    }

    @Test
    void theLongestDelayIsAtLeastTheFirst() {
        assertEquals(5000, valid(Map.of("LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS", "5000")).retry().maxDelayMs());
        assertEquals(1, problems(Map.of("LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS", "500",
            "LLM_ROUTER_ORIGIN_RETRY_MAX_DELAY_MS", "100")).size());
    }

    @Test
    void redisAddressesAreTakenApart() {
        assertEquals(new StateBackend.RedisState(false, "db.example", 6380, null, "p:w", 2),
            StateBackend.parse("redis://:p:w@db.example:6380/2", ""));
        assertEquals(new StateBackend.RedisState(false, "db.example", 6379, null, null, 0),
            StateBackend.parse("redis://db.example", ""));
        assertEquals(new StateBackend.RedisState(false, "::1", 1, "u", "p", 0),
            StateBackend.parse("redis://u:p@[::1]:1/", ""));
        assertEquals(new StateBackend.RedisState(true, "db.example", 6380, "u", "p@w", 1),
            StateBackend.parse("rediss://u:p@w@db.example:6380/1", ""));
        assertEquals("rediss://db.example:6379/0", StateBackend.parse("REDISS://:p@db.example", "").toString());
        for (String bad : List.of("rediss://", "redis://", "redis://h:0", "redis://h:x", "redis://h/x",
            "http://h")) assertNull(StateBackend.parse(bad, ""), bad);
    }

    @Test
    void whatIsNoProxyIsRefusedInWords() {
        for (String bad : List.of("socks4://p:1", "ftp://p:1", "http://p:x", "http://p/path", "http://")) {
            assertEquals(1, problems(Map.of("HTTPS_PROXY", bad)).size(), bad);
        }
        String four = problems(Map.of("ALL_PROXY", "socks4a://p:1")).getFirst();
        assertTrue(four.contains("SOCKS 4") && four.startsWith("ALL_PROXY=socks4a://p:1 "), four);
        assertFalse(problems(Map.of("HTTPS_PROXY", "http://me:hush@p:x")).getFirst().contains("hush"));
        assertEquals("p:1", valid(Map.of("HTTPS_PROXY", " ", "https_proxy", "p:1")).proxies().https().toString());
    }

    @Test
    void aProxyForAllAddressesStandsInForTheOthers() {
        ProxySettings both = valid(Map.of("all_proxy", "socks5://p:1")).proxies();
        assertEquals("the proxy p:1 (all_proxy)", both.https().described());
        assertEquals(Scheme.SOCKS5, both.http().scheme());
        ProxySettings one = valid(Map.of("ALL_PROXY", "socks5h://p", "HTTP_PROXY", "https://q")).proxies();
        assertEquals("socks5://p:1080", one.https().toString());
        assertEquals("https://q:443", one.http().toString());
    }

    @Test
    void aClientKeyNeedsItsCertificate() {
        String said = problems(Map.of("LLM_ROUTER_CLIENT_KEY", "/k")).getFirst();
        assertTrue(said.contains("LLM_ROUTER_CLIENT_CERTIFICATE"), said);
        assertEquals(new ClientCertificate("/c", null, new Secret.InlineSecret(" w ")), valid(Map.of(
            "LLM_ROUTER_CLIENT_CERTIFICATE", "/c", "LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD", " w ")).tls().client());
    }

    @Test
    void aPasswordIsNeverShown() {
        assertFalse(valid(Map.of("HTTPS_PROXY", "http://me:hush@p", "LLM_ROUTER_TLS_PASSWORD",
            "hush")).toString().contains("hush"));
        assertFalse(valid(Map.of("LLM_ROUTER_CLIENT_CERTIFICATE", "/c", "LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD",
            "hush")).toString().contains("hush"));
        assertFalse(problems(Map.of("LLM_ROUTER_STATE_BACKEND", "redis://:hush@h:x")).getFirst().contains("hush"));
        assertFalse(valid(Map.of("LLM_ROUTER_STATE_BACKEND", "redis://:hush@h")).toString().contains("hush"));
        assertFalse(valid(Map.of("LLM_ROUTER_TLS_PASSWORD", "hush")).toString().contains("hush"));
        assertFalse(problems(Map.of("LLM_ROUTER_TLS_PASSWORD", "hush", "LLM_ROUTER_TLS_PASSWORD_FILE",
            "p.txt")).getFirst().contains("hush"));
        assertFalse(valid(Map.of("LLM_ROUTER_MASTER_KEY", "hush", "LLM_ROUTER_CONFIG_JSON",
            "hush")).toString().contains("hush"));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8,10.255.0.1,true", "10.0.0.0/8,11.0.0.1,false", "192.168.1.7,192.168.1.7,true",
        "192.168.1.7,192.168.1.8,false", "0.0.0.0/0,8.8.8.8,true", "fd00::/8,fd12:3456::1,true",
        "fd00::/8,fe80::1,false", "::1,0:0:0:0:0:0:0:1,true", "10.0.0.0/9,10.127.0.0,true",
        "10.0.0.0/9,10.128.0.0,false", "::ffff:10.0.0.0/104,10.1.1.1,true", "10.0.0.0/8,::ffff:10.1.1.1,true",
        "0.0.0.0/0,::1,false", "::/0,1.2.3.4,false", "10.0.0.0/8,nonsense,false"})
    void addressBlocksContainAddresses(String block, String address, boolean contained) {
        assertEquals(contained, IpBlock.parse(block).contains(address));
    }

    @ParameterizedTest
    @CsvSource({"010.0.0.1", "10.1", "2130706433", "10.0.0.256", "10.0.0.0/33", "fe80::1%eth0", "1::2::3", "::1/129",
        "12345::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "a.b.c.d", "10.0.0.0/", "1.2.3.4:80"})
    void whatIsNoAddressBlockIsRefused(String text) {
        assertNull(IpBlock.parse(text));
    }
}
