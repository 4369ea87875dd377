package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.config.IpBlock;
import llmrouter.config.ProxySettings;
import llmrouter.config.Settings;
import llmrouter.config.Settings.LogLevel;
import llmrouter.config.Settings.SettingProblem;
import llmrouter.config.Settings.SettingsOutcome;
import llmrouter.config.Settings.SettingsOutcome.InvalidSettings;
import llmrouter.config.Settings.SettingsOutcome.ValidSettings;
import llmrouter.config.StateBackend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

class SettingsTest {
    private static Settings valid(Map<String, String> env) {
        return SettingsReader.read(env::get) instanceof ValidSettings(Settings s) ? s : fail(SettingsReader.read(env::get).toString());
    }

    private static List<String> told(Map<String, String> env) {
        SettingsOutcome outcome = SettingsReader.read(env::get);
        var lines = new ArrayList<String>();
        if (outcome instanceof InvalidSettings(List<SettingProblem> problems)) for (SettingProblem p : problems) lines.add(p.describe());
        return lines;
    }

    @Test
    void anEmptyEnvironmentGivesTheDefaults() {
        Settings s = valid(Map.of());
        assertNull(s.configJson());
        assertEquals("~/.llm-router.json", s.configPath());
        assertEquals(new Settings.Listen("127.0.0.1", 8787, 4096, 33_554_432), s.listen());
        assertEquals(new Settings.StateSettings(new StateBackend.FileState("~/.llm-router.state"), 86_400_000), s.state());
        assertEquals(new Settings.RetrySettings(3, 250, 3000, false, 2, 30_000), s.retry());
        assertEquals(new Settings.CooldownSettings(45_000, 30_000, 900_000, 600_000, 120_000), s.cooldowns());
        assertEquals(new Settings.TimeSettings(10_000, 60_000, 300_000, 600_000, 300_000, 15_000), s.times());
        assertEquals(new Settings.AccessSettings(List.of(), false, List.of(), List.of()), s.access());
        assertEquals(new Settings.LogSettings(LogLevel.INFO, "~/.llm-router.requests.jsonl", false, false), s.log());
        assertEquals(new Settings.WatchSettings(300, 15_000), s.watch());
        assertEquals(new Settings.HostedSettings(true, false), s.hosted());
        assertEquals(new ProxySettings(null, null, List.of()), s.proxies());
        assertEquals(new Settings.CloudflareSettings(null, null), s.cloudflare());
        assertEquals(new Settings.TlsSettings(null, null, null), s.tls());
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
        assertEquals(List.of("https://a.example"), valid(Map.of("LLM_ROUTER_ALLOWED_ORIGINS", "https://A.example")).access().origins());
        assertTrue(valid(Map.of("LLM_ROUTER_IP_ALLOWLIST", "10.0.0.0/8")).access().allowedIps().getFirst().contains("10.9.8.7"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PORT|65536|a whole number from 0 to 65535", "PORT|80x|a whole number from 0 to 65535", "PORT|-1|a whole number from 0 to 65535",
        "MAX_REQUEST_BODY_BYTES|1|a whole number from 4096 to 268435456", "ORIGIN_RETRY_ATTEMPTS|0|a whole number from 1 to 10",
        "UPSTREAM_TIMEOUT_MS|999|a whole number from 1000 to 900000", "ANSWER_TIMEOUT_MS|3600001|a whole number from 1000 to 3600000",
        "CONFIG_RELOAD_DEBOUNCE_MS|5001|a whole number from 0 to 5000", "BINARY_WATCH_INTERVAL_MS|1e4|a whole number from 1000 to 86400000",
        "DEBUG_ROUTING|maybe|1 true yes y on, or 0 false no n off", "LOG|loud|off, error, warn, info or debug",
        "STATE_BACKEND|sqlite|file, memory, or redis://[:password@]host[:port][/database]",
        "ALLOWED_IPS|010.0.0.1|addresses and blocks such as 10.0.0.0/8, 192.168.1.7 or fd00::/8, separated by commas",
        "CORS_ALLOWED_ORIGINS|https://a.example/x|exact origins such as https://app.example.com, separated by commas",
        "CORS_ALLOWED_ORIGINS|*|exact origins such as https://app.example.com, separated by commas"})
    void unusableValuesAreNamedWithWhatIsAllowed(String name, String value, String allowed) {
        assertEquals(List.of("LLM_ROUTER_" + name + "=" + value + " cannot be used; allowed: " + allowed), told(Map.of("LLM_ROUTER_" + name, value)));
    }

    @Test
    void everyProblemIsTold() {
        assertEquals(2, told(Map.of("LLM_ROUTER_PORT", "x", "LLM_ROUTER_LOG", "x")).size());
    }

    @Test
    void theLongestDelayIsAtLeastTheFirst() {
        assertEquals(5000, valid(Map.of("LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS", "5000")).retry().maxDelayMs());
        assertEquals(1, told(Map.of("LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS", "500", "LLM_ROUTER_ORIGIN_RETRY_MAX_DELAY_MS", "100")).size());
    }

    @Test
    void redisAddressesAreTakenApart() {
        assertEquals(new StateBackend.RedisState("db.example", 6380, null, "p:w", 2), StateBackend.parse("redis://:p:w@db.example:6380/2", ""));
        assertEquals(new StateBackend.RedisState("db.example", 6379, null, null, 0), StateBackend.parse("redis://db.example", ""));
        assertEquals(new StateBackend.RedisState("::1", 1, "u", "p", 0), StateBackend.parse("redis://u:p@[::1]:1/", ""));
        for (String bad : List.of("redis://", "redis://h:0", "redis://h:x", "redis://h/x", "http://h")) assertNull(StateBackend.parse(bad, ""), bad);
    }

    @ParameterizedTest
    @CsvSource({"true,api.example.com,proxy:3128", "false,api.example.com,plain:80", "true,api.internal,", "true,INTERNAL,", "true,notinternal,proxy:3128", "true,10.1.2.3,",
        "true,11.1.2.3,proxy:3128", "true,localhost,", "true,127.0.0.9,", "true,[::1],", "true,a.b.corp,"})
    void callsGoThroughTheProxyUnlessTheirHostIsExcepted(boolean secure, String host, String proxy) {
        var env = Map.of("https_proxy", "http://me:hush@proxy:3128/", "HTTP_PROXY", "plain", "NO_PROXY", "internal, 10.0.0.0/8,*.corp");
        var address = valid(env).proxies().proxyFor(secure, host);
        assertEquals(proxy, address == null ? null : address.toString());
        assertEquals("me:hush", valid(env).proxies().https().login());
    }

    @Test
    void aProxyIsAnHttpAddress() {
        for (String bad : List.of("socks5://p:1", "http://p:x", "http://p/path", "http://")) {
            assertEquals(1, told(Map.of("HTTPS_PROXY", bad)).size(), bad);
        }
        assertFalse(told(Map.of("HTTPS_PROXY", "http://me:hush@p:x")).getFirst().contains("hush"));
        assertEquals("b", valid(Map.of("CLOUDFLARE_API_TOKEN", " ", "CF_API_TOKEN", "b")).cloudflare().apiToken());
    }

    @Test
    void aPasswordIsNeverShown() {
        assertFalse(valid(Map.of("HTTPS_PROXY", "http://me:hush@p", "CF_API_TOKEN", "hush")).toString().contains("hush"));
        assertFalse(told(Map.of("LLM_ROUTER_STATE_BACKEND", "redis://:hush@h:x")).getFirst().contains("hush"));
        assertFalse(valid(Map.of("LLM_ROUTER_STATE_BACKEND", "redis://:hush@h")).toString().contains("hush"));
        assertFalse(valid(Map.of("LLM_ROUTER_TLS_PASSWORD", "hush")).toString().contains("hush"));
        assertFalse(told(Map.of("LLM_ROUTER_TLS_PASSWORD", "hush", "LLM_ROUTER_TLS_PASSWORD_FILE", "p.txt")).getFirst().contains("hush"));
        assertFalse(valid(Map.of("LLM_ROUTER_MASTER_KEY", "hush", "LLM_ROUTER_CONFIG_JSON", "hush")).toString().contains("hush"));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8,10.255.0.1,true", "10.0.0.0/8,11.0.0.1,false", "192.168.1.7,192.168.1.7,true", "192.168.1.7,192.168.1.8,false", "0.0.0.0/0,8.8.8.8,true",
        "fd00::/8,fd12:3456::1,true", "fd00::/8,fe80::1,false", "::1,0:0:0:0:0:0:0:1,true", "10.0.0.0/9,10.127.0.0,true", "10.0.0.0/9,10.128.0.0,false",
        "::ffff:10.0.0.0/104,10.1.1.1,true", "10.0.0.0/8,::ffff:10.1.1.1,true", "0.0.0.0/0,::1,false", "::/0,1.2.3.4,false", "10.0.0.0/8,nonsense,false"})
    void addressBlocksContainAddresses(String block, String address, boolean contained) {
        assertEquals(contained, IpBlock.parse(block).contains(address));
    }

    @ParameterizedTest
    @CsvSource({"010.0.0.1", "10.1", "2130706433", "10.0.0.256", "10.0.0.0/33", "fe80::1%eth0", "1::2::3", "::1/129", "12345::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "a.b.c.d", "10.0.0.0/", "1.2.3.4:80"})
    void whatIsNoAddressBlockIsRefused(String text) {
        assertNull(IpBlock.parse(text));
    }
}
