package llmrouter.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class RequestTargetTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/messages", "/v1/models?limit=1&after_id=a%2Fb", "/v1/models/a:b?x", "/a?",
        "/a?b?c", "/a?b#c", "/a#b?c", "*", "",
        "http://host", "http://host/", "http://host:80/a?b", "http://user@host:80/a", "http://[::1]:80/a",
            "https://host?q", "http://host#f",
        "file:///v1/", "http:/v1/x", "mailto:a@b", "host:443", "/a//b", "/a/http://b", "?q", "/%2F%41"})
    void dividesATargetAsTheJdkDoes(String s) {
        URI uri = URI.create(s);
        var target = RequestTarget.parse(s);
        assertEquals(s, target.whole());
        assertEquals(uri.isAbsolute(), target.absolute());
        assertEquals(uri.getRawAuthority(), target.authority());
        assertEquals(uri.getRawPath() == null ? "" : uri.getRawPath(), target.path());
        assertEquals(uri.getRawQuery(), target.query());
    }

    @Test
    void twoSlashesInFrontAreAPathAndNoHost() {
        var target = RequestTarget.parse("//v1/messages?a#b");
        assertEquals("//v1/messages", target.path());
        assertNull(target.authority());
    }

    @Test
    void theFirstParameterOfANameCounts() {
        var target = RequestTarget.parse("/v1/models?limits=0&limit=5&limit=6&after_id=a%20+b");
        assertEquals("5", target.parameter("limit"));
        assertEquals("a +b", target.parameter("after_id"));
        assertNull(target.parameter("before_id"));
        assertNull(RequestTarget.parse("/v1/models").parameter("limit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a+b", "%41", "%c3%A9%2Fx", "x%F0%9F%98%80y", "%e2%82%ac%20"})
    void percentEncodingIsDecodedAsTheJdkDoes(String s) {
        assertEquals(URLDecoder.decode(s.replace("+", "%2B"), StandardCharsets.UTF_8), RequestTarget.decoded(s));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%2", "%zz", "%4g", "%-1", "%FF", "%C3", "100%"})
    void invalidPercentEncodingStaysAsItIs(String s) {
        assertEquals(s, RequestTarget.decoded(s));
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "user:", ":p", ":pa", ":pas", "user:pass:word", "ü:pässwört", "a:\uD83D\uDE00"})
    void thePasswordOfBasicCredentialsIsWhatFollowsTheFirstColon(String pair) {
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        String password = pair.substring(pair.indexOf(':') + 1);
        assertEquals(password, BasicCredentials.password("Basic " + Base64.getEncoder().encodeToString(bytes)));
        assertEquals(password, BasicCredentials.password("basic  "
            + Base64.getEncoder().withoutPadding().encodeToString(bytes) + " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer OnA=", "Basic", "Basic Og=", "Basic Og===", "Basic O", "Basic Og==Og==",
        "Basic O!A=", "Basic dXNlcg==", "Basic Ov8="})
    void otherValuesAreNoBasicCredentials(String value) {
        assertNull(BasicCredentials.password(value));
    }
}
