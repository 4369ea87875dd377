package llmrouter.server;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Embeddings and the older completions over real sockets.
class EmbeddingsTest {
    private static final String VECTORS = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
        + "\"embedding\":[0.10,-2e-3]}],"
        + "\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}";
    private static final String REQUEST = "{\"input\":\"wörds\", \"model\":\"p/m\"}";
    private static final String PIECE = "data: {\"choices\":[{\"text\":\"on\",\"index\":0,\"finish_reason\":null}]}\n"
        + "\n";
    private static final String STREAM = "{\"model\":\"p/m\",\"prompt\":\"x\",\"stream\":true}";

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/openai/v1/embeddings/", "/embeddings"})
    void embeddingsReachTheProviderAndComeBackToTheByte(String path) throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, VECTORS));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            var answer = gateway.post(path, REQUEST);
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(VECTORS, answer.body());
            assertEquals("POST /v1/embeddings HTTP/1.1", upstream.seen().getFirst().requestLine());
            assertEquals(REQUEST.replace("p/m", "m"), upstream.seen().getFirst().body());
            assertEquals("Bearer " + Gateway.UPSTREAM_KEY, upstream.seen().getFirst().headers().get("authorization"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void aVectorWithANumberThatIsNoneIsNoAnswer(String number) throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, VECTORS.replace("-2e-3", number)));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            var answer = gateway.post("/v1/embeddings", REQUEST);
            assertEquals(502, answer.statusCode(), answer.body());
        }
    }

    @Test
    void tokensCountAgainstTheCaps() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, VECTORS));
                var gateway = Gateway.with(Gateway.config("openai", upstream)
                .replace("\"apiKey\"",
                        "\"rateLimits\":[{\"id\":\"c\",\"models\":[\"all\"],\"requests\":9,\"tokens\":1000,"
                        + "\"window\":{\"unit\":\"day\",\"size\":1}}],\"apiKey\""))) {
            gateway.post("/v1/embeddings", REQUEST);
            String status = gateway.send(gateway.request("/status")).body();
            assertTrue(status.contains("\"tokens\":{\"used\":8,\"limit\":1000}"), status);
        }
    }

    @Test
    void aProviderOfAnotherFormatIsNotAsked() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, VECTORS));
                var gateway = Gateway.with(Gateway.config("claude", upstream))) {
            var answer = gateway.post("/v1/embeddings", REQUEST);
            assertEquals(400, answer.statusCode());
            assertTrue(answer.body().startsWith("{\"error\":{\"message\":\"Embeddings"), answer.body());
            assertTrue(upstream.seen().isEmpty());
        }
    }

    @Test
    void aKeyIsNeededAndAGetIsRefused() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, VECTORS));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            assertEquals(401, gateway.post("/v1/embeddings", REQUEST).statusCode());
            var get = gateway.send(gateway.request("/v1/embeddings").header("x-api-key", Gateway.KEY));
            assertEquals(405, get.statusCode());
            assertEquals("POST", get.headers().firstValue("allow").orElse(""));
        }
    }

    @Test
    void aStreamedCompletionThatBreaksEndsInAnErrorAndNotInDone() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.stream().send(PIECE).reset());
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            var answer = gateway.post("/v1/completions", STREAM);
            assertTrue(answer.body().startsWith(PIECE + "data: {\"error\":"), answer.body());
            assertFalse(answer.body().contains("[DONE]"), answer.body());
        }
    }

    @Test
    void aStreamedCompletionComesAsItIsMade() throws Exception {
        var read = new CountDownLatch(1);
        String rest = PIECE.replace("null", "\"stop\"") + "data: [DONE]\n\n";
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(PIECE);
            ScriptedUpstream.soon(read);
            wire.send(rest).close();
        }); var gateway = Gateway.with(Gateway.config("openai", upstream)); var body = gateway.open("/completions",
                STREAM).body()) {
            assertEquals(PIECE, new String(body.readNBytes(PIECE.length())));
            read.countDown();
            assertEquals(rest, new String(body.readAllBytes()));
        }
    }
}
