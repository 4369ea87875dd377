package llmrouter.server;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A stream that has come to its end before any of it was sent on.
@Timeout(30)
class WholeStreamTest {
    private static ScriptedUpstream whole(String format) throws Exception {
        String stream = Samples.stream(format);
        int length = stream.getBytes(StandardCharsets.UTF_8).length;
        return new ScriptedUpstream(wire -> {
            wire.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: " + length + "\r\n\r\n");
            wire.send(new String(stream.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        });
    }

    @ParameterizedTest
    @CsvSource({"openai, /v1/chat/completions", "openai, /v1/messages", "claude, /v1/messages",
        "claude, /v1/chat/completions"})
    void itIsSentWithItsLengthAndTheConnectionsAreKept(String format, String path) throws Exception {
        try (var upstream = whole(format); var gateway = Gateway.with(Gateway.config(format, upstream))) {
            for (int i = 0; i < 3; i++) {
                var answer = gateway.post(path, Samples.request(path, true));
                assertEquals(200, answer.statusCode());
                assertEquals("text/event-stream; charset=utf-8",
                    answer.headers().firstValue("content-type").orElse(null));
                long length = answer.headers().firstValueAsLong("content-length").orElse(-1);
                assertEquals(answer.body().getBytes(StandardCharsets.UTF_8).length, length);
                assertTrue(answer.headers().firstValue("x-llm-router-candidate").isPresent());
                assertTrue(Samples.ENDS.stream().anyMatch(answer.body()::contains), answer.body());
            }
            assertEquals(1, upstream.connections());
        }
    }

    @Test
    void aStreamThatComesInPiecesIsSentInPieces() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "a"));
            wire.awaitDeparture();
        }); var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            var answer = gateway.open(Samples.CHAT, Samples.request(Samples.CHAT, true));
            assertTrue(answer.headers().firstValue("content-length").isEmpty());
            try (var body = answer.body()) {
                assertEquals('d', body.read());
            }
        }
    }
}
