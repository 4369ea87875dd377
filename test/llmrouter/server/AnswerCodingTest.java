package llmrouter.server;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.codings.Encoded;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Answers of providers that are compressed, or are said to be.
class AnswerCodingTest {
    private static final Map<String, String> ONCE = Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1");
    /// Bytes that are no text and no coding that is read.
    private static final String BROTLI = "\u000b\u0002\u0080{}\u0003 and more of it";

    /// An answer of these bytes, whose end is that of the connection.
    private static Script sends(int status, String type, String fields, byte[] body) {
        return wire -> {
            wire.send("HTTP/1.1 " + status + " X\r\ncontent-type: " + type + "\r\nconnection: close\r\n" + fields
                + "\r\n\r\n" + Encoded.text(body));
            wire.close();
        };
    }

    private static String label(String fields) {
        return "content-encoding: " + fields.replace(";", "\r\ncontent-encoding: ");
    }

    private static String message(String body) {
        return ((Json.Obj) Json.parse(body)).object("error").text("message");
    }

    private static HttpResponse<String> answer(Script script, String path, boolean stream) throws Exception {
        try (var upstream = new ScriptedUpstream(script); var gateway = Gateway.with(
                Gateway.config("openai", upstream), ONCE)) {
            return gateway.post(path, Samples.request(path, stream));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip|gzip", "gzip|X-Gzip", "zlib|deflate", "raw|deflate", "zstd|zstd",
        "gzip,gzip|gzip, gzip", "raw,gzip|deflate;gzip", "gzip|identity, gzip", "|identity", "|UTF-8", "|gzip",
        "|br", "gzip|none", "zstd|identity", "gzip|br"})
    void answersAreReadAsWhatTheyAre(String made, String label) throws Exception {
        String how = made == null ? "" : made;
        for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) {
            byte[] whole = Encoded.as(how, Samples.CHAT_ANSWER.getBytes(UTF_8));
            HttpResponse<String> answer = answer(sends(200, "application/json", label(label), whole), path, false);
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("Hello wörld"), answer.body());
            assertTrue(answer.headers().firstValue("content-encoding").isEmpty());
            byte[] stream = Encoded.as(how, Samples.stream("openai").getBytes(UTF_8));
            HttpResponse<String> events = answer(sends(200, "text/event-stream", label(label), stream), path, true);
            assertTrue(events.body().contains("world"), events.body());
            assertTrue(Samples.ENDS.stream().anyMatch(events.body()::contains), events.body());
            assertTrue(events.headers().firstValue("content-encoding").isEmpty());
        }
    }

    /// The provider ends its answer only when the client has read the first words.
    @ParameterizedTest
    @ValueSource(strings = {Samples.CHAT, Samples.MESSAGES})
    void aCompressedStreamStaysAStream(String path) throws Exception {
        String first = Samples.opening("openai") + Samples.delta("openai", "Hello ");
        List<byte[]> pieces = Encoded.flushedTwice(first.getBytes(UTF_8), Samples.closing("openai").getBytes(UTF_8));
        var read = new CountDownLatch(1);
        Script script = wire -> {
            wire.stream("content-encoding: gzip").send(Encoded.text(pieces.getFirst()));
            if (ScriptedUpstream.soon(read)) wire.send(Encoded.text(pieces.getLast()));
            wire.close();
        };
        try (var upstream = new ScriptedUpstream(script);
                var gateway = Gateway.with(Gateway.config("openai", upstream), ONCE);
                var lines = new BufferedReader(
                    new InputStreamReader(gateway.open(path, Samples.request(path, true)).body(), UTF_8))) {
            var seen = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen.append(line).append('\n');
                if (line.contains("Hello ")) read.countDown();
            }
            assertTrue(Samples.ENDS.stream().anyMatch(seen.toString()::contains), seen.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"br,false", "br,true", "compress,false", "'gzip, x-new',true"})
    void anotherCodingIsNamedAndTheNextCandidateAnswers(String label, boolean stream) throws Exception {
        String named = label.substring(label.lastIndexOf(' ') + 1);
        Script other = sends(200, stream ? "text/event-stream" : "application/json", label(label),
            BROTLI.getBytes(ISO_8859_1));
        for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) {
            HttpResponse<String> alone = answer(other, path, stream);
            assertEquals(502, alone.statusCode(), alone.body());
            assertTrue(message(alone.body()).contains("its content encoding '" + named
                + "' is not one that this gateway reads"), alone.body());
            try (var first = new ScriptedUpstream(other); var second = new ScriptedUpstream(Samples.good("openai"));
                    var gateway = Gateway.with(Gateway.config("openai", first, second), ONCE)) {
                HttpResponse<String> answer = gateway.post(path, Samples.request(path, stream));
                assertEquals(200, answer.statusCode(), answer.body());
                assertEquals(1, second.seen().size());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip,gzip", "zlib,deflate", "zstd,zstd"})
    void aStreamThatBreaksOffInsideItsCodingIsNoSuccess(String made, String label) throws Exception {
        String text = Samples.opening("openai") + Samples.delta("openai", "Hello ");
        byte[] whole = Encoded.as(made, (text + Samples.delta("openai", "x".repeat(300_000))
            + Samples.closing("openai")).getBytes(UTF_8));
        byte[] torn = Arrays.copyOf(whole, made.equals("zstd") ? 120_000 : whole.length - 30);
        for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) {
            HttpResponse<String> answer = answer(sends(200, "text/event-stream", label(label), torn), path, true);
            assertTrue(answer.body().contains("error"), answer.body());
            assertTrue(answer.body().contains("its " + label + " coding ends too early"), answer.body());
            for (String end : Samples.ENDS) assertFalse(answer.body().contains(end), end);
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip,gzip", "zlib,deflate", "raw,deflate", "zstd,zstd", "gzip,none", "'',gzip", "'',br"})
    void theWordsOfAnErrorAreReadInEachCoding(String made, String label) throws Exception {
        byte[] body = Encoded.as(made, "{\"error\":{\"message\":\"That is too hot.\",\"type\":\"x\"}}".getBytes(UTF_8));
        for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) {
            HttpResponse<String> answer = answer(sends(400, "application/json", label(label), body), path, false);
            assertEquals(400, answer.statusCode(), answer.body());
            assertTrue(message(answer.body()).contains("That is too hot."), answer.body());
        }
    }

    /// What cannot be read of an error takes nothing from its status.
    @ParameterizedTest
    @CsvSource({"429,br", "422,compress", "400,gzip", "404,zstd"})
    void anErrorThatCannotBeReadKeepsItsStatus(int status, String label) throws Exception {
        byte[] body = BROTLI.getBytes(ISO_8859_1);
        for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) {
            HttpResponse<String> answer = answer(sends(status, "application/json", label(label), body), path, false);
            assertEquals(status, answer.statusCode(), answer.body());
            assertTrue(message(answer.body()).contains("the explanation cannot be read: its content encoding"),
                answer.body());
            assertTrue(message(answer.body()).contains(label), answer.body());
        }
    }
}
