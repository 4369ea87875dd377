package llmrouter.gateway;

import org.junit.jupiter.api.Test;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/// A server that resembles Anthropic's refuses a beta feature of the client.
class RefusedBetaTest {
    private static final String BODY = "{\"model\":\"c/lone\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
        + "\"content\":\"hi\"}]}";
    private static final String ANSWER = "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
        + "\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"hello\"}],\"stop_reason\":\"end_turn\","
        + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";

    private static Story asked() {
        return Story.of(Story.request(Endpoint.MESSAGES, Format.CLAUDE, BODY, "anthropic-beta", "a-1,b-2"));
    }

    private static String error(String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + message + "\"}}";
    }

    @Test
    void theRequestIsSentOnceMoreWithoutTheFeatureThatIsNamed() {
        Story story = asked().answer(400, error("Unexpected value(s) `a-1` for the `anthropic-beta` header."));
        assertEquals("b-2", story.call().headers().get("anthropic-beta"));
        assertEquals(200, story.answer(200, ANSWER).reply().status());
    }

    @Test
    void withoutAnyFeatureIfNoneIsNamed() {
        Story story = asked().answer(400, error("invalid beta flag"));
        assertNull(story.call().headers().get("anthropic-beta"));
        assertEquals(200, story.answer(200, ANSWER).reply().status());
    }

    @Test
    void aRefusalThatIsRepeatedReachesTheClient() {
        Story story = asked().answer(400, error("invalid beta flag")).answer(400, error("invalid beta flag"));
        assertEquals(400, story.reply().status());
    }
}
