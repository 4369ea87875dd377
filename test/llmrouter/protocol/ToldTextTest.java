package llmrouter.protocol;

import org.junit.jupiter.api.Test;

import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.sse.SseEncoder;

import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a reader of a stream keeps of the text that it has told.
class ToldTextTest {
    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aReaderDoesNotKeepTheTextThatItHasTold() {
        StreamReader reader = Protocol.of(Format.OPENAI).streamWatcher();
        String text = "x".repeat(1 << 16);
        Json.Obj delta = Json.object().put("content", text).put("images", Json.array(Json.object()
            .put("type", "image_url").put("image_url", Json.object().put("url", "data:image/png;base64," + text))));
        String chunk = Json.object().put("choices", Json.array(Json.object().put("index", 0).put("delta", delta)))
            .toString();
        long before = used();
        for (int i = 0; i < 500; i++) {
            reader.read(SseEncoder.event(null, chunk.replace("base64,", "base64," + i)), _ -> { });
        }
        long kept = used() - before;
        assertTrue(kept < 4 << 20, kept + " bytes are kept of 64 MB");
        reader.end(_ -> { });
    }
}
