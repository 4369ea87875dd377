package llmrouter.sse;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.text.Text;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SseEncoderTest {

    @Test
    void writesWhatTheDecoderReads() {
        var out = new Text();
        SseEncoder.write("ping", "{\"a\": \"data: [DONE]\"}", out);
        SseEncoder.write(null, "[DONE]", out);
        out.add(SseEncoder.comment("still here"));
        assertEquals(
            List.of(
                new SseEvent("ping", "{\"a\": \"data: [DONE]\"}", "event: ping\ndata: {\"a\": \"data: [DONE]\"}\n\n"),
                new SseEvent(null, "[DONE]", "data: [DONE]\n\n"),
                new SseEvent(null, null, ": still here\n\n")),
            new SseDecoder(1000).feed(out.take()));
    }
}
