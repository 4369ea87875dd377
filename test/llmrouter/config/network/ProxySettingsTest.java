package llmrouter.config.network;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.config.PastedList;
import llmrouter.config.network.ProxyAddress.ProxyLogin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProxySettingsTest {
    private static ProxyAddress proxy(String text) {
        return ProxyAddress.parse(text, "HTTPS_PROXY");
    }

    private static String way(boolean secure, String host, int port, String direct) {
        var settings = new ProxySettings(proxy("http://me:hush@proxy:3128/"), proxy("plain"),
            PastedList.words(direct));
        ProxyAddress found = settings.proxyFor(secure, host, port);
        return found == null ? null : found.toString();
    }

    @ParameterizedTest
    @CsvSource({"true,api.example.com,proxy:3128", "false,api.example.com,plain:80", "true,api.internal,",
        "true,INTERNAL,", "true,internal.,", "true,notinternal,proxy:3128", "true,10.1.2.3,",
        "true,11.1.2.3,proxy:3128", "true,localhost,", "true,127.0.0.9,", "true,[::1],", "true,a.b.corp,"})
    void callsGoThroughTheProxyUnlessTheirHostIsExcepted(boolean secure, String host, String proxy) {
        assertEquals(proxy, way(secure, host, -1, "internal, 10.0.0.0/8,*.corp"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"false|api.example.test|80|api.example.test:80|",
        "false|api.example.test|-1|api.example.test:80|", "false|api.example.test|8080|api.example.test:80|plain:80",
        "true|api.example.test|-1|api.example.test:443|", "true|api.example.test|-1|api.example.test:80|proxy:3128",
        "true|v1.api.example.test|443|.example.test:443|", "true|10.1.2.3|8443|10.1.2.3:8443|",
        "true|10.1.2.3|443|10.1.2.3:8443|proxy:3128", "true|[fd00::1]|443|[fd00::1]:443|",
        "true|[fd00::1]|443|[fd00::1]:80|proxy:3128", "true|[fd00::1]|443|fd00::/8|", "true|[fd00::1]|443|[fd00::1]|",
        "true|a.test|8443|*:8443|", "true|a.test|443|*:8443|proxy:3128", "true|a.test|443|a.test:https|proxy:3128"})
    void aPortInTheListCountsForThatPortOnly(boolean secure, String host, int port, String direct, String proxy) {
        assertEquals(proxy, way(secure, host, port, direct));
    }

    @Test
    void loginsAreDecodedAndWhatIsNoEscapeStays() {
        var expected = Map.of("http://user:p%40ss@h:1", new ProxyLogin("user", "p@ss"),
            "http://us%3Aer:p%25@h:1", new ProxyLogin("us:er", "p%"),
            "http://user:p@ss@h:1", new ProxyLogin("user", "p@ss"),
            "http://user:100%@h:1", new ProxyLogin("user", "100%"),
            "socks5://user:p%40%zz%4@h:1", new ProxyLogin("user", "p@%zz%4"),
            "http://j%C3%B6rg:%FF@h:1", new ProxyLogin("jörg", "%FF"),
            "http://user@h:1", new ProxyLogin("user", ""),
            "https://u:a+b%20c@h", new ProxyLogin("u", "a+b c"));
        expected.forEach((text, login) -> assertEquals(login, proxy(text).login(), text));
    }

    @ParameterizedTest
    @CsvSource({"socks5://h,socks5://h:1080", "SOCKS5H://h:9,socks5://h:9", "socks://[::1]:9/,socks5://[::1]:9",
        "https://h,https://h:443", "h:3128,h:3128", "http://h,h:80"})
    void kindsOfProxies(String text, String meant) {
        assertEquals(meant, proxy(text).toString());
        assertNull(ProxyAddress.problem(text));
    }

    @ParameterizedTest
    @CsvSource({"socks4://u:hush@h:1", "socks4a://h", "ftp://h", "http://u:hush@h/path", "http://h:0", "http://",
        "h:x"})
    void whatIsNoProxyHasAProblemWithoutItsLogin(String text) {
        assertNull(proxy(text));
        assertFalse(ProxyAddress.problem(text).toString().contains("hush"));
    }

    @Test
    void noLoginIsEverShown() {
        ProxyAddress proxy = proxy("http://me:hush@h:1");
        String shown = proxy + proxy.described() + proxy.login() + new ProxySettings(proxy, proxy, List.of())
            + new ProxyChoice.Through(proxy);
        assertFalse(shown.contains("hush") || shown.contains("me:"), shown);
        assertEquals("http://********@h:1", ProxyAddress.withoutLogin("http://me:hush@h:1"));
        assertTrue(ProxyAddress.withoutLogin("me:hush@h").startsWith("********@"));
    }

    @Test
    void aProvidersOwnProxyCountsForEveryHost() {
        var environment = new ProxySettings(proxy("a"), proxy("b"), List.of("*"));
        var own = new ProviderNetwork(new ProxyChoice.Through(proxy("c:1")), null);
        assertEquals("c:1", own.proxyFor(environment, true, "localhost", -1).toString());
        assertNull(ProviderNetwork.USUAL.proxyFor(environment, true, "x", -1));
        var direct = new ProviderNetwork(new ProxyChoice.Direct(), null);
        assertNull(direct.proxyFor(new ProxySettings(proxy("a"), null, List.of()), true, "x", -1));
    }
}
