package llmrouter.deploy;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.Settings.SettingsOutcome.ValidSettings;
import llmrouter.config.read.SettingsReader;
import llmrouter.deploy.HttpCalls.CallAnswer;
import llmrouter.deploy.HttpCalls.CallRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class HttpCallsTest {
    private static CallAnswer answer(String url, HeaderMap headers) throws Exception {
        var settings = ((ValidSettings) SettingsReader.read(_ -> null)).settings();
        try (var calls = new HttpCalls(settings, Path.of("."))) {
            return calls.send(new CallRequest("GET", url, headers, null, 1_000));
        }
    }

    @Test
    void anAddressThatCannotBeCalledIsAFailureWithWords() throws Exception {
        for (String url : List.of("https://a_b.acme.workers.dev/health", "https:///health", "https://*.example.com/",
            "https://a b/", "ftp://example.com/", "example.com", "")) {
            CallAnswer answer = answer(url, HeaderMap.EMPTY);
            assertEquals("the address has no host that can be called", answer.failure(), url);
            assertFalse(answer.reached());
        }
    }

    @Test
    void aKeyThatNoHeaderCanHaveIsAFailureThatDoesNotShowIt() throws Exception {
        for (String key : List.of("key-\u043a\u043b\u044e\u0447", "key-\nx")) {
            CallAnswer answer = answer("http://127.0.0.1:1/", HeaderMap.of(List.of(new Header("authorization",
                "Bearer " + key))));
            assertEquals("a header has a character that none can have", answer.failure());
            assertFalse(answer.toString().contains("key-"));
        }
    }
}
