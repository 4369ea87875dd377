package llmrouter.server;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.codings.Encoded;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.zstd.ZstdSamples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Requests whose bodies are compressed: the provider gets them plain, or the client is told what is wrong.
class RequestCodingTest {
    private static final String RESPONSES = "/v1/responses";
    private static final String ANSWER = """
        {"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"m","output":[{"type":"message",\
        "id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello",\
        "annotations":[]}]}],"usage":{"input_tokens":5,"output_tokens":2,"total_tokens":7}}""";
    private static final String PROVIDER = """
        {"version":2,"providers":[{"id":"p","baseUrl":"%s","formats":["responses"],"models":["m"]}]}""";

    private static String message(HttpResponse<String> answer) {
        return ((Json.Obj) Json.parse(answer.body())).object("error").text("message");
    }

    private static HttpResponse<String> post(Gateway gateway, String path, String encoding, byte[] body)
            throws Exception {
        HttpRequest.Builder request = gateway.request(path).POST(BodyPublishers.ofByteArray(body));
        for (String field : encoding.split(";")) request.header("content-encoding", field);
        return gateway.send(request);
    }

    /// Frames of the `zstd` tool, as Codex sends them.
    @ParameterizedTest
    @ValueSource(strings = {"codex-level3.zst", "codex-streamed.zst"})
    void codexMayCompressItsRequests(String frame) throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, ANSWER));
                var gateway = Gateway.with(PROVIDER.formatted(upstream.url()))) {
            HttpResponse<String> answer = post(gateway, RESPONSES, "zstd", ZstdSamples.frame(frame));
            assertEquals(200, answer.statusCode(), answer.body());
            ScriptedUpstream.Seen seen = upstream.seen().getFirst();
            String sent = new String(ZstdSamples.content("codex"), UTF_8);
            Json.Obj expected = (Json.Obj) Json.parse(sent.replace("\"p/m\"", "\"m\""));
            assertEquals(expected.get("input"), ((Json.Obj) Json.parse(seen.body())).get("input"));
            assertFalse(seen.headers().containsKey("content-encoding"), seen.headers().toString());
            assertEquals(Integer.toString(seen.body().getBytes(UTF_8).length), seen.headers().get("content-length"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"zstd|ZSTD", "gzip,zstd|gzip, zstd", "gzip,zstd|gzip;zstd",
        "zlib|deflate", "raw|deflate", "zstd|identity, zstd", "|utf-8", "|none"})
    void everyCodingAndListIsReadAndPassedOnPlain(String made, String label) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            byte[] body = Encoded.as(made == null ? "" : made, Samples.chat(false).getBytes(UTF_8));
            assertEquals(200, post(gateway, Samples.CHAT, label, body).statusCode());
            ScriptedUpstream.Seen seen = upstream.seen().getFirst();
            assertEquals(Samples.chat(false).replace("p/m", "m"), seen.body());
            assertFalse(seen.headers().containsKey("content-encoding"), seen.headers().toString());
        }
    }

    @Test
    void aBombIsTooLargeInEachFormat() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream),
                    Map.of("LLM_ROUTER_MAX_REQUEST_BODY_BYTES", "100000"))) {
            byte[] bomb = ZstdSamples.bomb(2_000);
            for (String path : new String[] {Samples.CHAT, Samples.MESSAGES, RESPONSES}) {
                for (var way : Map.of("zstd", bomb, "zstd, gzip", Encoded.as("gzip", bomb)).entrySet()) {
                    HttpResponse<String> answer = post(gateway, path, way.getKey(), way.getValue());
                    assertEquals(413, answer.statusCode(), answer.body());
                    assertTrue(message(answer).contains("larger than 100000 bytes"), answer.body());
                }
            }
            assertEquals(0, upstream.seen().size());
        }
    }

    @Test
    void aTornOrFalseBodyIsRefusedAndItsCodingNamed() throws Exception {
        byte[] frame = ZstdSamples.frame("codex-level3.zst");
        byte[] changed = frame.clone();
        changed[frame.length - 1] ^= 1;
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            for (String path : new String[] {Samples.CHAT, Samples.MESSAGES, RESPONSES}) {
                for (int cut : new int[] {0, 3, 9, frame.length / 2, frame.length - 1}) {
                    HttpResponse<String> answer = post(gateway, path, "zstd", Arrays.copyOf(frame, cut));
                    assertEquals(400, answer.statusCode(), answer.body());
                    assertEquals("The body is not what its content-encoding says: its zstd coding ends too early.",
                        message(answer));
                }
                HttpResponse<String> damaged = post(gateway, path, "zstd", changed);
                assertEquals(400, damaged.statusCode());
                assertEquals("The body is not what its content-encoding says: its zstd coding is damaged: the checksum "
                    + "of a frame is not that of its content.", message(damaged));
                assertEquals(400, post(gateway, path, "zstd", Samples.chat(false).getBytes(UTF_8)).statusCode());
            }
            assertEquals(0, upstream.seen().size());
            assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
        }
    }

    @Test
    void theUnknownOneOfAListIsNamed() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            HttpResponse<String> answer = post(gateway, Samples.MESSAGES, "gzip;br", new byte[] {1, 2});
            assertEquals(415, answer.statusCode());
            assertEquals("The content encoding 'br' is not supported. Send the body uncompressed, or as gzip, deflate "
                + "or zstd.", message(answer));
        }
    }
}
