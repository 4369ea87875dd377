package llmrouter.server;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Providers that lie, flood or rave: the client gets a clear error, the gateway keeps its memory and goes on.
class HostileUpstreamTest {
    private static final Map<String, String> IMPATIENT = Map.of("LLM_ROUTER_UPSTREAM_TIMEOUT_MS", "1000",
        "LLM_ROUTER_ANSWER_TIMEOUT_MS", "1000", "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1");

    private static String head(String type, String fields) {
        return "HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\n" + fields + "\r\n";
    }

    private static HttpResponse<String> answer(Script script, String path, boolean stream) throws Exception {
        try (var upstream = new ScriptedUpstream(script, Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), IMPATIENT)) {
            HttpResponse<String> answer = gateway.post(path, Samples.request(path, stream));
            assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode(), "the gateway goes on");
            return answer;
        }
    }

    private static void badGateway(HttpResponse<String> answer, String word) {
        assertEquals(502, answer.statusCode(), answer.body());
        assertTrue(((Json.Obj) Json.parse(answer.body())).object("error").text("message").contains(word),
            answer.body());
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions,false", "/v1/messages,false", "/v1/chat/completions,true", "/v1/messages,true"})
    void aPageInPlaceOfAnAnswerIsNoAnswer(String path, boolean stream) throws Exception {
        badGateway(answer(wire -> wire.send(head("text/html", "content-length: 27\r\n")
            + "<html><b>Welcome</b></html>"), path, stream),
            "returned an invalid answer with status 200: a page instead of JSON: Welcome");
    }

    @ParameterizedTest
    @CsvSource({"''", "null", "[]", "{}", "{\"choices\":1}", "hello"})
    void emptyAndShapelessAnswersAreNone(String body) throws Exception {
        for (String path : new String[] {Samples.CHAT, Samples.MESSAGES}) {
            assertEquals(502, answer(wire -> wire.json(200, body), path, false).statusCode(), body + " " + path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.CHAT, Samples.MESSAGES})
    void jsonWhereAStreamWasAskedIsToldAsAStream(String path) throws Exception {
        HttpResponse<String> answer = answer(wire -> wire.json(200, Samples.CHAT_ANSWER), path, true);
        assertEquals("text/event-stream; charset=utf-8", answer.headers().firstValue("content-type").orElse(""));
        assertTrue(answer.body().contains("Hello wörld"), answer.body());
        assertTrue(answer.body().endsWith(path.equals(Samples.CHAT) ? "[DONE]\n\n" : "\"message_stop\"}\n\n"));
    }

    /// The client waited for the body's end to its limit, or the message blamed the provider's address.
    @ParameterizedTest
    @CsvSource({"-5", "abc", "99999999999999999999999", "+20", "'7, 8'"})
    void aLengthThatIsNoneIsFoundOutAtOnce(String length) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            badGateway(answer(wire -> {
                wire.send(head("application/json", "content-length: " + length + "\r\n") + Samples.CHAT_ANSWER);
                wire.awaitDeparture();
            }, Samples.CHAT, stream), "sent an answer that cannot be read: its content-length is ");
        }
    }

    @Test
    void twoLengthsThatDifferAreFoundOutAtOnce() throws Exception {
        badGateway(answer(wire -> {
            wire.send(head("application/json", "content-length: 7\r\ncontent-length: 9\r\n") + Samples.CHAT_ANSWER);
            wire.awaitDeparture();
        }, Samples.CHAT, false), "it has several lengths (content-length) that differ");
    }

    @Test
    void anAnswerOfAnotherStatusOrEncodingIsNamed() throws Exception {
        badGateway(answer(wire -> wire.send("HTTP/1.1 204 No Content\r\n\r\n"), Samples.CHAT, false),
            "an invalid answer with status 204: its body is empty");
        byte[] wide = Samples.CHAT_ANSWER.getBytes(StandardCharsets.UTF_16LE);
        for (String mark : List.of("", "\u00ff\u00fe")) {
            String text = mark + new String(wide, StandardCharsets.ISO_8859_1);
            for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) {
                String head = head("application/json", "content-length: " + text.length() + "\r\n");
                badGateway(answer(wire -> wire.send(head + text), path, false), "its text is UTF-16, and JSON must be UTF-8");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"500,cut", "10,JSON"})
    void aLengthThatLiesIsFoundOut(int length, String what) throws Exception {
        for (String path : new String[] {Samples.CHAT, Samples.MESSAGES}) {
            HttpResponse<String> answer = answer(wire -> {
                wire.send(head("application/json", "content-length: " + length + "\r\n")
                    + Samples.CHAT_ANSWER.substring(0, 200));
                wire.close();
            }, path, false);
            assertEquals(502, answer.statusCode(), what + ": " + answer.body());
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip,false", "gzip,true", "br,false", "br,true"})
    void compressionThatIsNotIsFoundOut(String encoding, boolean stream) throws Exception {
        for (String path : new String[] {Samples.CHAT, Samples.MESSAGES}) {
            String body = "\u0001\u0002 not what it says, and long enough to be looked at";
            HttpResponse<String> answer = answer(wire -> {
                wire.stream("content-encoding: " + encoding).send(body);
                wire.close();
            }, path, stream);
            assertEquals(502, answer.statusCode(), answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.CHAT, Samples.MESSAGES})
    void aLineWithoutEndEndsTheStreamAndNotTheMemory(String path) throws Exception {
        var sent = new AtomicLong();
        HttpResponse<String> answer = answer(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello ") + "data: {\"x\":\"");
            String megabyte = "x".repeat(1 << 20);
            try {
                while (sent.get() < 400) {
                    wire.send(megabyte);
                    sent.incrementAndGet();
                }
            } catch (IOException hungUp) {
                assertTrue(sent.get() >= 16, "it was let say 16 MiB: " + sent + " " + hungUp);
            }
        }, path, true);
        assertTrue(answer.body().contains("Hello ") && answer.body().contains("\"error\""), answer.body());
        assertFalse(answer.body().contains("[DONE]") || answer.body().contains("message_stop"));
        assertTrue(sent.get() < 400, "the connection was not closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.CHAT, Samples.MESSAGES})
    void aHugeEventWithinTheLimitIsPassedOn(String path) throws Exception {
        String text = "y".repeat(8 << 20);
        HttpResponse<String> answer = answer(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", text) + Samples.closing("openai"));
            wire.close();
        }, path, true);
        assertTrue(answer.body().contains(text));
        assertTrue(answer.body().endsWith(path.equals(Samples.CHAT) ? "[DONE]\n\n" : "\"message_stop\"}\n\n"));
    }

    @Test
    void invalidUtf8IsRepairedWhereTheFormatsDiffer() throws Exception {
        HttpResponse<String> answer = answer(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "a\u00ffb")
                + Samples.closing("openai"));
            wire.close();
        }, Samples.MESSAGES, true);
        assertTrue(answer.body().contains("a\uFFFDb"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "9223372036854775808", "1e400", "\"12\"", "null", "{}", "-0", "1.5"})
    void absurdUsageNeverBecomesANumberThatIsWrong(String number) throws Exception {
        HttpResponse<String> answer = answer(wire ->
            wire.json(200, Samples.CHAT_ANSWER.replace("\"prompt_tokens\":5", "\"prompt_tokens\":" + number)),
            Samples.MESSAGES, false);
        assertEquals(200, answer.statusCode(), answer.body());
        long input = ((Json.Obj) Json.parse(answer.body())).object("usage").number("input_tokens", -1);
        assertTrue(input >= 0 && input < Long.MAX_VALUE, answer.body());
    }

    @Test
    void aFloodOfInterimAnswersEndsInATimeout() throws Exception {
        HttpResponse<String> answer = answer(wire -> {
            String flood = "HTTP/1.1 102 Processing\r\n\r\n".repeat(100);
            while (true) wire.send(flood);
        }, Samples.CHAT, false);
        assertTrue(answer.statusCode() == 504 || answer.statusCode() == 502, answer.body());
    }

    @Test
    void endlessHeadersAreCutOff() throws Exception {
        HttpResponse<String> answer = answer(wire -> {
            wire.send("HTTP/1.1 200 OK\r\n");
            String fields = "x-a: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n".repeat(1000);
            while (true) wire.send(fields);
        }, Samples.CHAT, false);
        assertEquals(502, answer.statusCode(), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200", "HTTP/1.1 abc OK\r\n\r\n", "SSH-2.0-OpenSSH_9.7\r\n", "{\"error\":1}",
        "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n", "\u0000\u0001\u0002"})
    void whatIsNoHttpIsABadGateway(String bytes) throws Exception {
        HttpResponse<String> answer = answer(wire -> {
            wire.send(bytes);
            wire.close();
        }, Samples.MESSAGES, false);
        assertEquals(502, answer.statusCode(), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.CHAT, Samples.MESSAGES})
    void terminalCodesInAnErrorAreHarmless(String path) throws Exception {
        HttpResponse<String> answer = answer(wire ->
            wire.send("HTTP/1.1 400 \u001b[31mred\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n"
            + "{\"error\":{\"message\":\"a\u001b[31mb\u0007c\",\"type\":\"x\"}}").close(), path, false);
        assertEquals(400, answer.statusCode(), answer.body());
        assertFalse(answer.body().contains("\u001b") || answer.body().contains("\u0007"), answer.body());
    }

    @Test
    void fieldsThatBreakALineAreMadeHarmless() throws Exception {
        HttpResponse<String> answer = answer(wire ->
            wire.json(200, Samples.CHAT_ANSWER, "x-request-id: a\u00ff\u0001b\rSet-Cookie: c=d", "x-ratelimit-x: "
            + "v".repeat(5000)), Samples.CHAT, false);
        assertTrue(answer.headers().firstValue("set-cookie").isEmpty());
        for (var field : answer.headers().map().entrySet()) {
            for (String value : field.getValue()) {
                boolean visible = value.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
                assertTrue(visible && value.length() <= 512, field.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e12", "-5", "99999999999999999999", "soon", "Sun, 06 Nov 1994 08:49:37 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT"})
    void absurdWaitsAreNotWaitedFor(String wait) throws Exception {
        long began = System.nanoTime();
        HttpResponse<String> answer = answer(wire ->
            wire.json(429, "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\"}}", "retry-after: "
            + wait), Samples.CHAT, false);
        assertEquals(429, answer.statusCode());
        assertTrue(System.nanoTime() - began < 5_000_000_000L);
    }

    @Test
    void errorsOfAnySizeAreShownShort() throws Exception {
        HttpResponse<String> answer = answer(wire -> wire.json(400, "z".repeat(3_000_000)), Samples.CHAT, false);
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().length() < 5000, "" + answer.body().length());
    }
}
