package llmrouter.server;

import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Keys are never shown: not the client's, not a provider's, even if the provider shows it first.
class SecretTest {
    private static final String ALL_WAYS = """
        openai,/v1/chat/completions,false
        openai,/v1/messages,false
        claude,/v1/chat/completions,true
        claude,/v1/messages,true
        openai,/v1/chat/completions,true
        claude,/v1/messages,false""";

    private static HttpResponse<String> answer(Script script, String format, String path,
            boolean stream) throws Exception {
        try (var upstream = new ScriptedUpstream(script);
                var gateway = Gateway.locked(Gateway.config(format, upstream))) {
            HttpResponse<String> answer = gateway.post(path, Samples.request(path, stream), "authorization", "Bearer "
                + Gateway.KEY);
            for (String key : new String[] {Gateway.UPSTREAM_KEY, Gateway.KEY}) {
                assertFalse(answer.body().contains(key), answer.body());
                assertFalse(answer.headers().map().toString().contains(key), answer.headers().map().toString());
                assertFalse(gateway.log().toString().contains(key), gateway.log().toString());
            }
            return answer;
        }
    }

    private static String error(String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"" + message
            + "\",\"code\":\"" + message + "\"}}";
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void anErrorThatQuotesTheKeyIsShownWithoutIt(String format, String path, boolean stream) throws Exception {
        var answer = answer(wire -> wire.json(401,
            error("Incorrect API key provided: " + Gateway.UPSTREAM_KEY + ". Ask for another.")), format, path, stream);
        assertEquals(502, answer.statusCode());
        assertTrue(answer.body().contains("(its words: Incorrect API\u00A0key provided: [redacted]"), answer.body());
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aPageThatQuotesTheKeyIsShownWithoutIt(String format, String path, boolean stream) throws Exception {
        String page = "<html><title>Forbidden</title><body>" + Gateway.UPSTREAM_KEY + " may not</body></html>";
        var answer = answer(wire -> wire.send("HTTP/1.1 403 X\r\ncontent-type: text/html\r\ncontent-length: "
            + page.length() + "\r\n\r\n" + page), format, path, stream);
        assertEquals(502, answer.statusCode());
        assertTrue(answer.body().contains("its words: Forbidden"), answer.body());
    }

    @ParameterizedTest
    @CsvSource({"openai,/v1/chat/completions", "openai,/v1/messages", "claude,/v1/chat/completions",
        "claude,/v1/messages"})
    void anErrorEventThatQuotesTheKeyIsShownWithoutIt(String format, String path) throws Exception {
        var answer = answer(wire -> {
            wire.stream().send(Samples.opening(format) + Samples.delta(format, "Hello "));
            wire.send((format.equals("claude") ? "event: error\n" : "") + "data: "
                + error("bad key " + Gateway.UPSTREAM_KEY) + "\n\n");
            wire.close();
        }, format, path, true);
        assertTrue(answer.body().contains("bad key"), answer.body());
    }

    @Test
    void headersThatQuoteTheKeyAreNotPassedOn() throws Exception {
        answer(wire -> wire.json(200, Samples.CHAT_ANSWER, "x-request-id: " + Gateway.UPSTREAM_KEY,
            "x-ratelimit-key: " + Gateway.UPSTREAM_KEY), "openai", Samples.CHAT, false);
    }

    @Test
    void aRequestThatNamesItsOwnAddressesIsNotObeyed() throws Exception {
        try (var stranger = new ScriptedUpstream(Samples.good("openai"));
                var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), Map.of())) {
            String fields = ("\"api_base\":\"U\",\"base_url\":\"U\",\"user_config\":{\"api_base\":\"U\"},"
                + "\"callback_url\":\"U\",").replace("U", stranger.url());
            String body = Samples.chat(false).replace("\"stream\"", fields + "\"stream\"");
            assertEquals(200, gateway.post(Samples.CHAT, body, "x-llm-custom-host", stranger.url(),
                "x-portkey-custom-host", stranger.url(), "x-base-url", stranger.url()).statusCode());
            assertEquals(1, upstream.seen().size());
            assertEquals(0, stranger.seen().size());
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (var stranger = new ScriptedUpstream(Samples.good("openai"));
                var upstream = new ScriptedUpstream(wire ->
                    wire.json(302, "{}", "location: " + stranger.url() + "/chat/completions"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.chat(false));
            assertEquals(502, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("redirect"), answer.body());
            assertEquals(0, stranger.seen().size());
        }
    }
}
