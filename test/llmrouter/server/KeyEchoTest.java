package llmrouter.server;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.server.WhoseFaultTest.Pair;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A provider repeats the gateway's key in its errors: no part of the key reaches a client, in any format.
class KeyEchoTest {
    private static final String KEY = "sk-team42acct:hunter-two-pass!word";
    private static final Map<String, String> ENV = Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1");

    private static HttpResponse<String> ask(Pair pair, String more, Script script) throws Exception {
        try (var upstream = new ScriptedUpstream(script);
                var gateway = Gateway.with(Gateway.config(pair.provider(), upstream).replace(Gateway.UPSTREAM_KEY, KEY)
                    .replace("\"formats\"", more + "\"formats\""), ENV)) {
            HttpResponse<String> answer = gateway.post(pair.path(), pair.body());
            String all = answer.body() + answer.headers().map() + gateway.log();
            for (String part : new String[] {"team42acct", "hunter", "pass!word", "pass\\u0021word"}) {
                assertFalse(all.contains(part), all);
            }
            return answer;
        }
    }

    static List<Pair> pairs() {
        return WhoseFaultTest.pairs().toList();
    }

    static List<Pair> streams() {
        return WhoseFaultTest.streams().toList();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void noPartOfAKeyWithPunctuationIsInAnErrorOfAnyStatus(Pair pair) throws Exception {
        for (int status : new int[] {400, 401, 402, 403, 404, 422, 429, 500, 529}) {
            HttpResponse<String> answer = ask(pair, "", wire ->
                wire.json(status, pair.error("some_error", "got " + KEY + " here"), "x-request-id: " + KEY));
            assertTrue(answer.body().contains("got [redacted] here"), answer.body());
        }
        for (String body : new String[] {"got " + KEY + " here", "{\"error\":\"got " + KEY + " here\"}",
            "<title>got " + KEY + " here</title>", "\"got " + KEY + " here\""}) {
            HttpResponse<String> answer = ask(pair, "", wire -> wire.json(500, body));
            assertTrue(answer.body().contains("got [redacted] here"), answer.body());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void noPartOfAKeyIsInAnErrorWithAStatusOfSuccess(Pair pair) throws Exception {
        HttpResponse<String> answer = ask(pair, "", wire ->
            wire.json(200, pair.error("api_error", "got " + KEY + " here")));
        assertTrue(answer.body().contains("got [redacted] here"), answer.body());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void noPartOfAKeyIsInAnErrorEventBeforeOrAfterTheFirstContent(Pair pair) throws Exception {
        for (String type : new String[] {"authentication_error", "api_error"}) {
            String event = pair.errorEvent(type, "got " + KEY + " here");
            for (String before : new String[] {"", pair.opening()}) {
                HttpResponse<String> answer = ask(pair, "", wire -> wire.stream().send(before + event).close());
                assertTrue(answer.body().contains("got [redacted] here"), answer.body());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Credential", "X-Passphrase", "X-Jwt", "X-Session-Id", "X-Anything"})
    void theValueOfAProvidersHeaderIsASecretWhateverItsName(String name) throws Exception {
        for (Pair pair : pairs()) {
            String more = "\"headers\":{\"" + name + "\":\"plain words 7\",\"User-Agent\":\"my-agent/1.0\"},";
            HttpResponse<String> answer = ask(pair, more, wire ->
                wire.json(400, pair.error("some_error", "got plain words 7 of my-agent/1.0")));
            assertTrue(answer.body().contains("got [redacted] of my-agent/1.0"), answer.body());
        }
    }

    private static String each(String prefix, String format, String suffix) {
        var out = new StringBuilder();
        for (char c : KEY.toCharArray()) out.append(prefix).append(format.formatted((int) c)).append(suffix);
        return out.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Spellings of the key that a text can hold as they are, and that JSON does not undo.
    private static List<String> spellings() {
        var out = new ArrayList<String>();
        String percent = each("%", "%02x", "");
        out.add(percent);
        out.add(percent.replace("%", "%25"));
        out.add(URLEncoder.encode(URLEncoder.encode(KEY, StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        out.add(each("&#", "%d", ";"));
        out.add(each("&#x", "%X", ";"));
        out.add(KEY.replace(":", "&colon;").replace("!", "&excl;"));
        out.add(each("\\u", "%04x", ""));
        out.add(each("\\x", "%02x", ""));
        out.add(base64(KEY));
        for (String user : new String[] {"", "a", "ab", "abc"}) out.add(base64(user + ":" + KEY));
        out.add(base64(KEY + ":"));
        out.add(Base64.getUrlEncoder().withoutPadding().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)));
        out.add(HexFormat.of().formatHex(KEY.getBytes(StandardCharsets.UTF_8)));
        out.add(HexFormat.of().withUpperCase().formatHex(KEY.getBytes(StandardCharsets.UTF_8)));
        return out;
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void aKeyInAnotherSpellingIsNotPassedOn(String spelled) throws Exception {
        String inJson = spelled.replace("\\", "\\\\");
        for (Pair pair : pairs()) {
            HttpResponse<String> answer = ask(pair, "", wire ->
                wire.json(400, pair.error("some_error", "got " + inJson + " here"), "x-request-id: " + spelled));
            isClean(answer, spelled);
            isClean(ask(pair, "", wire -> wire.json(500, "no JSON: " + spelled + " here")), spelled);
            if (!pair.streamed()) continue;
            String event = pair.opening() + pair.errorEvent("api_error", "got " + inJson + " here");
            isClean(ask(pair, "", wire -> wire.stream().send(event).close()), spelled);
        }
    }

    private static void isClean(HttpResponse<String> answer, String spelled) {
        String all = answer.body() + answer.headers().map();
        for (String form : new String[] {spelled, spelled.replace("\\", "\\\\")}) {
            String middle = form.substring(form.length() / 3, form.length() / 3 * 2);
            assertFalse(all.contains(middle), all);
        }
        assertTrue(all.contains("[redacted]") || all.contains("words held a key and were left out."), all);
    }

    @Test
    void aMessageWithoutTheKeyKeepsItsEscapes() throws Exception {
        var pair = new Pair("claude", "openai", false);
        HttpResponse<String> answer = ask(pair, "", wire ->
            wire.json(400, pair.error("some_error", "100% of a%20b &amp; c is 50%2")));
        assertTrue(answer.body().contains("\"p: 100% of a%20b &amp; c is 50%2\""), answer.body());
    }
}
