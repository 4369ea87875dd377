package llmrouter.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.zstd.ZstdSamples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Good requests and good answers, all four ways, over real sockets.
class RoundTripTest {
    @ParameterizedTest
    @CsvSource({"openai,/v1/chat/completions", "openai,/v1/messages", "claude,/v1/chat/completions",
        "claude,/v1/messages"})
    void answersInTheClientsFormat(String format, String path) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good(format));
                var gateway = Gateway.with(Gateway.config(format, upstream))) {
            HttpResponse<String> answer = gateway.post(path, Samples.request(path, false));
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("application/json", answer.headers().firstValue("content-type").orElse(""));
            assertTrue(answer.body().contains(path.equals(Samples.MESSAGES)
                ? "{\"type\":\"text\",\"text\":\"Hello wörld\"" : "\"content\":\"Hello wörld\""), answer.body());
            assertEquals("p/m", answer.headers().firstValue("x-llm-router-candidate").orElse(""));
            assertTrue(answer.headers().firstValue("x-llm-router-request-id").orElse("").startsWith("req_"));
            assertTrue(answer.headers().firstValue(path.equals(Samples.MESSAGES) ? "request-id" : "x-request-id")
                .isPresent());
        }
    }

    @ParameterizedTest
    @CsvSource({"openai,/v1/chat/completions", "openai,/v1/messages", "claude,/v1/chat/completions",
        "claude,/v1/messages"})
    void streamsInTheClientsFormat(String format, String path) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good(format));
                var gateway = Gateway.with(Gateway.config(format, upstream))) {
            HttpResponse<String> answer = gateway.post(path, Samples.request(path, true));
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("text/event-stream; charset=utf-8", answer.headers().firstValue("content-type").orElse(""));
            assertEquals("no-cache", answer.headers().firstValue("cache-control").orElse(""));
            assertEquals("p/m", answer.headers().firstValue("x-llm-router-candidate").orElse(""));
            boolean messages = path.equals(Samples.MESSAGES);
            assertTrue(answer.body().contains("Hello ") && answer.body().contains("world"), answer.body());
            assertTrue(answer.body().endsWith(messages
                ? "data: {\"type\":\"message_stop\"}\n\n" : "data: [DONE]\n\n"), answer.body());
            assertFalse(answer.body().contains("\"error\""), answer.body());
        }
    }

    @Test
    void theLossOfATranslationIsTold() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("claude"));
                var gateway = Gateway.with(Gateway.config("claude", upstream))) {
            HttpResponse<String> answer = gateway.post(Samples.CHAT,
                Samples.chat(false).replace("\"stream\"", "\"logit_bias\":{\"1\":2},\"stream\""));
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.headers().firstValue("x-llm-router-loss").orElse("").contains("logit_bias"),
                answer.headers().map().toString());
        }
    }

    @Test
    void theProviderGetsItsOwnKeyAndNeverTheClients() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            gateway.post(Samples.CHAT, Samples.chat(false), "authorization", "Bearer " + Gateway.KEY, "x-api-key",
                Gateway.KEY, "cookie", "a=b",
                "user-agent", "OpenAI/JS 6.49.0", "x-forwarded-for", "1.2.3.4", "traceparent", "00-1-2-01");
            var seen = upstream.seen().getFirst();
            assertEquals("POST /v1/chat/completions HTTP/1.1", seen.requestLine());
            assertEquals("Bearer " + Gateway.UPSTREAM_KEY, seen.headers().get("authorization"));
            assertEquals("OpenAI/JS 6.49.0", seen.headers().get("user-agent"));
            assertEquals("00-1-2-01", seen.headers().get("traceparent"));
            assertEquals("application/json", seen.headers().get("content-type"));
            assertFalse(seen.toString().contains(Gateway.KEY), seen.toString());
            for (String name : List.of("cookie", "x-forwarded-for", "x-api-key", "upgrade", "http2-settings")) {
                assertNull(seen.headers().get(name), name);
            }
        }
    }

    @Test
    void messagesProvidersGetTheVersionAndTheBetasOfTheClient() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("claude"));
                var gateway = Gateway.with(Gateway.config("claude", upstream))) {
            gateway.post(Samples.MESSAGES + "?beta=true", Samples.messages(true), "anthropic-version", "2026-10-21",
                "anthropic-beta", "effort-2025-11-24,a-1", "anthropic-beta", "b-2");
            var seen = upstream.seen().getFirst();
            assertEquals("POST /v1/messages HTTP/1.1", seen.requestLine());
            assertEquals("2026-10-21", seen.headers().get("anthropic-version"));
            assertEquals("effort-2025-11-24,a-1,b-2", seen.headers().get("anthropic-beta"));
            assertEquals(Gateway.UPSTREAM_KEY, seen.headers().get("x-api-key"));
            assertEquals("text/event-stream", seen.headers().get("accept"));
        }
    }

    @Test
    void aRequestKeepsEveryCharacterButTheModelsName() throws Exception {
        String odd = "{ \"messages\" :[ {\"content\":\"a\\u0041\\ud800 \\/ \uD83D\uDE00\",\"role\":\"user\"}],\n"
            + "\t\"model\" : \"p/m\" ,\"n_new\":1.50e+0,\"zz\":{\"b\":[ ],\"a\":-0}}";
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            assertEquals(200, gateway.post(Samples.CHAT, odd).statusCode());
            assertEquals(odd.replace("p/m", "m"), upstream.seen().getFirst().body());
        }
    }

    @Test
    void anAnswerInTheClientsFormatKeepsEveryByteEvenInvalidOnes() throws Exception {
        String body = Samples.CHAT_ANSWER.replace("Hello wörld", "\u00ff\u00fe\u0080 \u00c3")
            .replace(",\"usage\"", " ,\n\"new_field\" : 1.0e0,\"usage\"");
        try (var upstream = new ScriptedUpstream(wire ->
            wire.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
            + "\r\n\r\n" + body));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            var answer = gateway.bytes(gateway.request(Samples.CHAT)
                .POST(BodyPublishers.ofString(Samples.chat(false))));
            assertArrayEquals(body.getBytes(StandardCharsets.ISO_8859_1), answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "claude"})
    void aStreamInTheClientsFormatKeepsEveryByteEvenInvalidOnes(String format) throws Exception {
        String body = ": comment \u00ff\r\n\r\n" + Samples.stream(format).replace("Hello ",
            "\u00c3 \u00ff").replace("\"id\":", "\"new\" :  1.0, \"id\":").replace("data: ", "data:");
        try (var upstream = new ScriptedUpstream(wire -> wire.stream().send(body).close());
                var gateway = Gateway.with(Gateway.config(format, upstream))) {
            String path = format.equals("claude") ? Samples.MESSAGES : Samples.CHAT;
            var answer = gateway.bytes(gateway.request(path)
                .POST(BodyPublishers.ofString(Samples.request(path, true))));
            // Messages names the model as the client asked for it
            boolean named = format.equals("claude");
            String expected = named ? body.replace("\"model\":\"m\"", "\"model\":\"p/m\"") : body;
            assertEquals(expected, new String(answer.body(), StandardCharsets.ISO_8859_1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "deflate", "identity", "GZIP", "zstd"})
    void compressedRequestsAreRead(String encoding) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            HttpRequest.Builder request = gateway.request(Samples.CHAT).header("content-encoding", encoding)
                .POST(BodyPublishers.ofByteArray(compressed(encoding, Samples.chat(false))));
            assertEquals(200, gateway.send(request).statusCode());
            assertEquals(Samples.chat(false).replace("p/m", "m"), upstream.seen().getFirst().body());
        }
    }

    private static OutputStream encoder(String encoding, OutputStream to) throws IOException {
        return switch (encoding) {
            case "identity" -> to;
            case "deflate" -> new DeflaterOutputStream(to);
            default -> new GZIPOutputStream(to);
        };
    }

    static byte[] compressed(String encoding, String text) throws IOException {
        if (encoding.equals("zstd")) return ZstdSamples.stored(text.getBytes(StandardCharsets.UTF_8));
        var bytes = new ByteArrayOutputStream();
        try (OutputStream out = encoder(encoding, bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"openai,/v1/chat/completions,true", "openai,/v1/messages,false", "claude,/v1/chat/completions,true",
        "claude,/v1/messages,false"})
    void compressedAnswersAreReadAndGivenPlain(String format, String path, boolean stream) throws Exception {
        String plain = stream ? Samples.stream(format) : Samples.answer(format);
        byte[] body = compressed("gzip", plain);
        try (var upstream = new ScriptedUpstream(wire ->
            wire.send("HTTP/1.1 200 OK\r\ncontent-type: " + (stream ? "text/event-stream" : "application/json")
                + "\r\ncontent-encoding: gzip\r\ncontent-length: " + body.length + "\r\n\r\n"
                    + new String(body, StandardCharsets.ISO_8859_1)));
                var gateway = Gateway.with(Gateway.config(format, upstream))) {
            HttpResponse<String> answer = gateway.post(path, Samples.request(path, stream));
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.headers().firstValue("content-encoding").isEmpty());
            assertTrue(answer.body().contains("Hello w") || answer.body().contains("Hello "), answer.body());
        }
    }

    @Test
    void limitsAndIdsOfTheProviderArePassedOnAndNothingElseOfItsHead() throws Exception {
        try (var upstream = new ScriptedUpstream(wire ->
            wire.json(200, Samples.CHAT_ANSWER, "x-request-id: up-1", "x-ratelimit-remaining-requests: 7",
            "Set-Cookie: a=b",
                "Server: nginx", "Via: x", "X-Powered-By: y", "Keep-Alive: timeout=1",
                    "Access-Control-Allow-Origin: *", "Strict-Transport-Security: z"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            var fields = gateway.post(Samples.CHAT, Samples.chat(false)).headers();
            assertEquals("up-1", fields.firstValue("x-request-id").orElse(""));
            assertEquals("7", fields.firstValue("x-ratelimit-remaining-requests").orElse(""));
            for (String name : List.of("set-cookie", "server", "via", "x-powered-by", "keep-alive",
                    "access-control-allow-origin", "strict-transport-security")) {
                assertTrue(fields.firstValue(name).isEmpty(), name);
            }
        }
    }

    @Test
    void oneConnectionCarriesManyRequests() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            String post = gateway.rawPost(Samples.CHAT, Samples.chat(false));
            String answers = gateway.raw(post + post + post.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
            assertEquals(3, answers.split("HTTP/1.1 200 OK", -1).length - 1, answers);
        }
    }
}
