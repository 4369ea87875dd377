package llmrouter.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.scripted.ScriptedUpstream;

import static llmrouter.server.BadInput.post;
import static llmrouter.server.BadInput.row;
import static org.junit.jupiter.api.Assertions.assertFalse;

/// Requests that must be refused: with no key or a wrong one, from a page elsewhere, under a false name, from a false
/// address.
class BadAccessTest {
    private static final String BODY = Samples.chat(false);

    private static ScriptedUpstream upstream;
    private static Gateway open;
    private static Gateway locked;
    private static Gateway behindProxy;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream(Samples.good("openai"));
        String config = Gateway.config("openai", upstream);
        open = Gateway.with(config);
        locked = Gateway.locked(config);
        behindProxy = Gateway.with(config, Map.of("LLM_ROUTER_ALLOWED_IPS", "10.0.0.0/8,127.0.0.1",
            "LLM_ROUTER_TRUSTED_PROXIES", "127.0.0.1"));
    }

    @AfterAll
    static void stop() throws Exception {
        for (Gateway gateway : List.of(open, locked, behindProxy)) gateway.close();
        upstream.close();
    }

    /// A request with these fields.
    private static String from(String... fields) {
        return post(String.join("\r\n", fields) + (fields.length == 0 ? "" : "\r\n"), BODY);
    }

    static List<BadInput> keys() throws Exception {
        String key = Gateway.KEY;
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        String digest = HexFormat.of().formatHex(sha256);
        return List.of(
            row("no key", "401", from()),
            row("empty key", "401", from("Authorization: Bearer ")),
            row("wrong key", "401", from("Authorization: Bearer wrong")),
            row("first 20 characters", "401", from("Authorization: Bearer " + key.substring(0, 20))),
            row("key and more", "401", from("Authorization: Bearer " + key + "x")),
            row("key in capitals", "401", from("Authorization: Bearer " + key.toUpperCase())),
            row("key of 30 kB", "401", from("Authorization: Bearer " + "k".repeat(30_000))),
            row("key of 35 kB", "431 closed", from("Authorization: Bearer " + "k".repeat(35_000))),
            row("key of 1 MB", "closed", from("Authorization: Bearer " + "k".repeat(1_000_000))),
            row("quote", "401", from("Authorization: Bearer '")),
            row("SQL", "401", from("Authorization: Bearer ' OR 1=1 --")),
            row("%", "401", from("Authorization: Bearer %")),
            row("_", "401", from("Authorization: Bearer _")),
            row("*", "401", from("Authorization: Bearer *")),
            row("NUL in the key", "400 closed", from("Authorization: Bearer " + key.replace("-", "\u0000"))),
            row("NUL behind the key", "200", from("Authorization: Bearer " + key + "\u0000")),
            row("CRLF in the key", "401", from("Authorization: Bearer test-key-\r\n Abcdefghijklmnop")),
            row("two Authorization fields, both wrong", "401",
                from("Authorization: Bearer a", "Authorization: Bearer b")),
            row("two Authorization fields, one right", "200",
                from("Authorization: Bearer a", "Authorization: Bearer " + key)),
            row("x-api-key right, bearer wrong", "200", from("x-api-key: " + key, "Authorization: Bearer a")),
            row("x-api-key wrong, bearer right", "200", from("x-api-key: a", "Authorization: Bearer " + key)),
            row("both wrong", "401", from("x-api-key: a", "Authorization: Bearer b")),
            row("lower-case bearer", "200", from("authorization: bearer " + key)),
            row("Basic", "401", from("Authorization: Basic "
                + HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8)))),
            row("the key's digest", "401", from("Authorization: Bearer " + digest)),
            row("key in the query", "401", from().replace("/completions ", "/completions?key=" + key + "&api_key="
                + key + "&access_token=" + key + " ")),
            row("key in a cookie", "401", from("Cookie: key=" + key)),
            row("key for a proxy", "401", from("Proxy-Authorization: Bearer " + key)),
            row("a provider's key", "401", from("Authorization: Bearer " + Gateway.UPSTREAM_KEY)),
            row("unknown path without a key", "401", from().replace("/v1/chat/completions", "/nowhere")),
            row("status without a key", "401", from().replace("POST /v1/chat/completions", "GET /status")),
            row("metrics without a key", "401", from().replace("POST /v1/chat/completions", "GET /metrics")),
            row("health without a key", "200", from().replace("POST /v1/chat/completions", "GET /health")));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void wrongKeysHaveTheirAnswer(BadInput bad) throws Exception {
        bad.check(locked, upstream);
        for (String secret : new String[] {Gateway.KEY, Gateway.UPSTREAM_KEY}) {
            assertFalse(locked.log().toString().contains(secret), "a key is in the log");
            for (String page : new String[] {"/status", "/metrics", "/"}) {
                assertFalse(locked.send(locked.request(page).header("x-api-key", Gateway.KEY)).body()
                    .contains(secret), "a key is on " + page);
            }
            assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().contains(secret)),
                "a key is a thread's name");
        }
    }

    static List<BadInput> origins() {
        String host = "Host: 127.0.0.1";
        return List.of(
            row("Host: evil", "403", from().replace(host, "Host: evil")),
            row("Host: 127.0.0.1@evil", "400 closed", from().replace(host, "Host: 127.0.0.1@evil")),
            row("Host: evil@127.0.0.1", "400 closed", from().replace(host, "Host: evil@127.0.0.1")),
            row("Host: a/b", "400 closed", from().replace(host, "Host: a/b")),
            row("Host: x?y", "400 closed", from().replace(host, "Host: x?y")),
            row("Host with another port", "200", from().replace(host, "Host: 127.0.0.1:1")),
            row("Host with a false port", "403", from().replace(host, "Host: 127.0.0.1:8o")),
            row("Host: 127.1", "403", from().replace(host, "Host: 127.1")),
            row("Host: 2130706433", "403", from().replace(host, "Host: 2130706433")),
            row("Host: 0.0.0.0", "403", from().replace(host, "Host: 0.0.0.0")),
            row("Host with a dot behind it", "403", from().replace(host, "Host: localhost.")),
            row("two Hosts", "400 closed", from("Host: evil")),
            row("missing Host", "403", from().replace(host + "\r\n", "")),
            row("empty Host", "403", from().replace(host, "Host: ")),
            row("absolute form, our name", "200", from().replace("/v1/", "http://127.0.0.1/v1/")),
            row("absolute form, another name", "400 closed", from().replace("/v1/", "http://evil.example/v1/")),
            row("absolute form, another scheme and name", "400 closed",
                from().replace("/v1/", "https://localhost/v1/")),
            row("absolute form, a file", "403", from().replace("/v1/", "file:///v1/")),
            row("a name that resolves to 127.0.0.1", "403", from().replace(host, "Host: 127.0.0.1.nip.example")),
            row("X-Forwarded-Host", "200", from("X-Forwarded-Host: evil")),
            row("Origin: null", "403", from("Origin: null")),
            row("Origin: https://evil", "403", from("Origin: https://evil")),
            row("Origin that begins like ours", "403", from("Origin: http://localhost.evil.example")),
            row("Origin of an extension", "403", from("Origin: chrome-extension://abcdefgh")),
            row("two Origins", "403", from("Origin: https://evil", "Origin: http://localhost")),
            row("two Origins, the other way", "403", from("Origin: http://localhost", "Origin: https://evil")),
            row("preflight", "403", from("Origin: https://evil",
                "Access-Control-Request-Method: POST").replace("POST /", "OPTIONS /")),
            row("Sec-Fetch-Site: cross-site", "403", from("Sec-Fetch-Site: cross-site")),
            row("Sec-Fetch-Site twice", "403", from("Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site")),
            row("a form's text/plain", "415", from("Origin: http://localhost:3000", "Content-Type: text/plain")),
            row("a page's beacon without a type", "415", from("Sec-Fetch-Site: same-site")),
            row("a form's urlencoded", "415", from("Content-Type: application/x-www-form-urlencoded")));
    }

    @ParameterizedTest
    @MethodSource("origins")
    void foreignPagesAndNamesHaveTheirAnswer(BadInput bad) throws Exception {
        bad.check(open, upstream);
    }

    /// The socket's address, 127.0.0.1, is that of a trusted proxy; it and 10.0.0.0/8 are allowed. A claim can only
    /// take away.
    static List<BadInput> addresses() {
        return List.of(
            row("X-Forwarded-For, allowed", "200", from("X-Forwarded-For: 10.1.2.3")),
            row("X-Forwarded-For", "403", from("X-Forwarded-For: 6.6.6.6")),
            row("X-Forwarded-For, the last one counts", "403", from("X-Forwarded-For: 10.1.2.3, 6.6.6.6")),
            row("X-Forwarded-For, what stands before is invented", "200", from("X-Forwarded-For: 6.6.6.6, 10.1.2.3")),
            row("X-Forwarded-For twice", "403", from("X-Forwarded-For: 10.1.2.3", "X-Forwarded-For: 6.6.6.6")),
            row("X-Real-IP", "403", from("X-Real-IP: 6.6.6.6")),
            row("X-Real-IP against X-Forwarded-For", "403", from("X-Forwarded-For: 10.1.2.3", "X-Real-IP: 6.6.6.6")),
            row("CF-Connecting-IP", "403", from("CF-Connecting-IP: 6.6.6.6")),
            row("Forwarded, allowed", "200", from("Forwarded: for=10.1.2.3;proto=https")),
            row("Forwarded", "403", from("Forwarded: for=6.6.6.6")),
            row("Forwarded against X-Forwarded-For", "403",
                from("X-Forwarded-For: 10.1.2.3", "Forwarded: proto=http; For=\"6.6.6.6:4711\"")),
            row("Forwarded, IPv6", "403", from("Forwarded: for=\"[2001:db8::1]:4711\"")),
            row("Forwarded, hidden", "403", from("Forwarded: for=_hidden")),
            row("Forwarded without for", "403", from("Forwarded: proto=https")),
            row("IPv4-mapped, allowed", "200", from("X-Forwarded-For: ::ffff:10.1.2.3")),
            row("IPv4-mapped", "403", from("X-Forwarded-For: ::ffff:6.6.6.6")),
            row("IPv4-mapped in hexadecimal", "200", from("X-Forwarded-For: ::ffff:0a01:0203")),
            row("zone id", "403", from("X-Forwarded-For: ::ffff:10.1.2.3%eth0")),
            row("port", "403", from("X-Forwarded-For: 10.1.2.3:80")),
            row("leading zeros", "403", from("X-Forwarded-For: 010.1.2.3")),
            row("octal", "403", from("X-Forwarded-For: 012.1.2.3")),
            row("hexadecimal", "403", from("X-Forwarded-For: 0x0a.1.2.3")),
            row("one number", "403", from("X-Forwarded-For: 167838211")),
            row("three parts", "403", from("X-Forwarded-For: 10.1.3")),
            row("a name", "403", from("X-Forwarded-For: localhost")),
            row("X-Client-IP and its like mean nothing", "200",
                from("X-Client-IP: 6.6.6.6", "True-Client-IP: 6.6.6.6")));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void forgedAddressesHaveTheirAnswer(BadInput bad) throws Exception {
        bad.check(behindProxy, upstream);
    }
}
