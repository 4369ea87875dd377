package llmrouter.server;

import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Which requests are admitted: by key, by origin and host, by address.
class AccessTest {
    private static String withFields(String fields) {
        String body = Samples.chat(false);
        return "POST /v1/chat/completions HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + "Content-Length: " + body.length() + "\r\n" + fields + "\r\n" + body;
    }

    /// The status that these fields get, from a gateway that wants a key or not; what is refused never reaches a
    /// provider.
    private static String status(boolean locked, String fields) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = locked ? Gateway.locked(Gateway.config("openai", upstream))
                        : Gateway.with(Gateway.config("openai", upstream))) {
            String answer = gateway.raw(withFields(fields.replace("PORT", Integer.toString(gateway.port()))));
            assertFalse(answer.contains(Gateway.KEY) || gateway.log().toString().contains(Gateway.KEY),
                "a key was shown");
            assertEquals(answer.startsWith("HTTP/1.1 200") ? 1 : 0, upstream.seen().size(), answer);
            return answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer test-key-Abcdefghijklmnop",
        "authorization: bearer test-key-Abcdefghijklmnop", "AUTHORIZATION: BEARER   test-key-Abcdefghijklmnop ",
        "Authorization: test-key-Abcdefghijklmnop", "X-Api-Key: test-key-Abcdefghijklmnop",
            "x-api-key: test-key-Abcdefghijklmnop\r\nAuthorization: Bearer else",
        "x-api-key: else\r\nAuthorization: Bearer test-key-Abcdefghijklmnop",
            "Authorization: Bearer else\r\nAuthorization: Bearer test-key-Abcdefghijklmnop"})
    void theKeyOpensWhereverItStands(String fields) throws Exception {
        assertEquals("200", status(true, "Host: anything.example\r\n" + fields + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Authorization: Bearer ", "Authorization: Bearer wrong",
        "Authorization: Bearer test-key-Abcdefghijk", "Authorization: Bearer test-key-AbcdefghijklmnopX",
        "Authorization: Bearer TEST-KEY-ABCDEFGHIJKLMNOP",
            "Authorization: Basic dGVzdC1rZXktQWJjZGVmZ2hpamtsbW5vcA==", "Authorization: Bearer ' OR 1=1 --",
            "Authorization: Bearer %", "Authorization: Bearer _",
        "Authorization: Bearer test-key-Abcdefghijklmnop%00", "Authorization: Bearer \"test-key-Abcdefghijklmnop\"",
        "Authorization: Bearer 0e1f2a1d5b2bdcfd3a1c3e7a3a4f4bb7ad9c3d9e76f46d6c9cba0a2a0a2a0a2a",
            "Cookie: key=test-key-Abcdefghijklmnop", "Proxy-Authorization: Bearer test-key-Abcdefghijklmnop",
        "X-Forwarded-For: 127.0.0.1", "x-api-key: test-key-\r\n Abcdefghijklmnop"})
    void nothingElseOpens(String fields) throws Exception {
        assertEquals("401", status(true, "Host: 127.0.0.1\r\n" + (fields.isEmpty() ? "" : fields + "\r\n")));
    }

    @Test
    void theDigestOfTheKeyIsNoKey() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Gateway.KEY.getBytes(StandardCharsets.UTF_8));
        assertEquals("401", status(true, "Host: 127.0.0.1\r\nAuthorization: Bearer "
            + HexFormat.of().formatHex(digest) + "\r\n"));
    }

    @Test
    void aMegabyteOfKeyIsRefused() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            String answer;
            try {
                answer = gateway.raw(withFields("Host: 127.0.0.1\r\nAuthorization: Bearer " + "k".repeat(1_000_000)
                    + "\r\n"));
            } catch (SocketException reset) {
                answer = reset.getMessage();
            }
            assertFalse(answer.startsWith("HTTP/1.1 2"), answer);
            assertEquals(0, upstream.seen().size());
        }
    }

    @Test
    void aKeyInTheQueryIsNone() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            assertEquals(401, gateway.post(Samples.CHAT + "?key=" + Gateway.KEY + "&api_key=" + Gateway.KEY,
                Samples.chat(false)).statusCode());
            assertEquals(401, gateway.send(gateway.request("/v1/models")).statusCode());
            assertEquals(401, gateway.send(gateway.request("/nowhere")).statusCode(),
                "strangers do not learn which paths there are");
            assertEquals(200, gateway.send(gateway.request("/health")).statusCode());
            assertEquals(200, gateway.send(gateway.request("/").method("HEAD", BodyPublishers.noBody())).statusCode(),
                "clients probe it without a key");
            assertEquals(401, gateway.send(gateway.request("/")).statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.CHAT, Samples.MESSAGES})
    void aRefusedKeyIsToldInTheClientsFormatAndNotToBeTriedAgain(String path) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            HttpResponse<String> answer = gateway.post(path, Samples.request(path, true), "x-api-key", "wrong");
            Json.Obj error = ((Json.Obj) Json.parse(answer.body())).object("error");
            assertEquals(401, answer.statusCode());
            assertEquals("authentication_error", error.text("type"));
            assertEquals("false", answer.headers().firstValue("x-should-retry").orElse(""));
        }
    }

    @Test
    void aConfigurationThatLostItsKeyOpensNothing() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            gateway.server().replace(Gateway.config(Gateway.config("openai", upstream)));
            assertEquals(401, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: 127.0.0.1", "Host: 127.0.0.1:PORT", "Host: localhost:PORT", "Host: LOCALHOST",
        "Host: [::1]:PORT", "Host: [::1]", "Host: localhost:PORT\r\nOrigin: http://localhost:3000",
        "Host: localhost\r\nSec-Fetch-Site: same-origin", "Host: localhost\r\nSec-Fetch-Site: none"})
    void withoutAKeyOurOwnNamesAreTaken(String fields) throws Exception {
        assertEquals("200", status(false, fields + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: evil.example", "Host: evil.example:PORT", "Host: 127.0.0.1.evil.example",
        "Host: localhost.", "Host: 127.1", "Host: 0.0.0.0", "Host: 2130706433", "Host: [::ffff:127.0.0.1]",
        "Host: 127.0.0.1:80x", "Host: "})
    void withoutAKeyOtherNamesAreRefused(String fields) throws Exception {
        assertEquals("403", status(false, fields.isEmpty() ? "" : fields + "\r\n"));
    }

    /// Another server may read these differently, so they are refused with a key too.
    @ParameterizedTest
    @ValueSource(strings = {"Host: 127.0.0.1@evil", "Host: evil@127.0.0.1", "Host: a/b", "Host: x?y",
        "Host: 127.0.0.1/x", "Host: http://127.0.0.1", "Host: 127.0.0.1\r\nHost: evil.example"})
    void aHostThatIsNoneIsRefusedWithAKeyToo(String fields) throws Exception {
        assertEquals("400", status(false, fields + "\r\n"));
        assertEquals("400", status(true, fields + "\r\nx-api-key: " + Gateway.KEY + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://evil.example", "Origin: null", "Origin: http://127.0.0.1.evil.example",
        "Origin: http://localhost@evil.example", "Origin: file://", "Origin: ftp://localhost",
        "Origin: ", "Sec-Fetch-Site: cross-site", "Origin: http://localhost.evil.example:80",
            "Origin: chrome-extension://localhost"})
    void pagesFromElsewhereAreRefusedEvenWithTheKey(String field) throws Exception {
        assertEquals("403", status(false, "Host: 127.0.0.1\r\n" + field + "\r\n"));
        assertEquals("403", status(true, "Host: 127.0.0.1\r\nx-api-key: " + Gateway.KEY + "\r\n" + field + "\r\n"));
    }

    @Test
    void aPageCannotSendJsonInDisguise() throws Exception {
        assertEquals("415", simple("Origin: http://localhost:3000\r\n", "Content-Type: text/plain"));
        assertEquals("415", simple("Origin: http://localhost:3000\r\n", ""));
        assertEquals("415", simple("Sec-Fetch-Site: same-site\r\n", ""));
    }

    private static String simple(String fields, String type) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            String request = withFields("Host: 127.0.0.1\r\n" + fields)
                .replace("Content-Type: application/json\r\n", type.isEmpty() ? "" : type + "\r\n");
            return gateway.raw(request).substring(9, 12);
        }
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example/v1/chat/completions,400", "http://127.0.0.1/v1/chat/completions,200",
        "http://evil@127.0.0.1/v1/chat/completions,400"})
    void aWholeAddressInTheRequestLineCountsAsAHost(String target, int status) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            String answer = gateway.raw(withFields("Host: 127.0.0.1\r\n")
                .replace(" /v1/chat/completions ", " " + target + " "));
            assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        }
    }

    @Test
    void aListedOriginIsGrantedWhatABrowserAsksFor() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream),
                        Map.of("LLM_ROUTER_CORS_ALLOWED_ORIGINS", "https://app.example"))) {
            String asks = "OPTIONS /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: x-api-key, content-type\r\n\r\n";
            String granted = gateway.raw(asks);
            assertTrue(granted.startsWith("HTTP/1.1 204"), granted);
            assertTrue(granted.contains("Access-control-allow-origin: https://app.example\r\n"), granted);
            assertTrue(granted.contains("Access-control-allow-headers: x-api-key, content-type\r\n"), granted);
            String answer = gateway.raw(withFields("Host: 127.0.0.1\r\nOrigin: https://app.example\r\n"));
            assertTrue(answer.startsWith("HTTP/1.1 200")
                && answer.contains("Access-control-allow-origin: https://app.example\r\n"), answer);
            String refused = gateway.raw(asks.replace("app.example", "evil.example"));
            assertTrue(refused.startsWith("HTTP/1.1 403") && !refused.contains("Access-control"), refused);
        }
    }

    @Test
    void anAddressThatIsNotListedIsRefusedOverTheWire() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream),
                        Map.of("LLM_ROUTER_ALLOWED_IPS", "192.0.2.1"))) {
            HttpResponse<String> answer = gateway.post(Samples.MESSAGES, Samples.messages(false), "x-forwarded-for",
                "192.0.2.1", "x-real-ip", "192.0.2.1");
            assertEquals(403, answer.statusCode());
            assertTrue(answer.body().contains("LLM_ROUTER_ALLOWED_IPS"), answer.body());
            assertEquals(200, gateway.send(gateway.request("/health")).statusCode());
        }
    }
}
