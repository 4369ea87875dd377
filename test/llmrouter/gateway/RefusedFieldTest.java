package llmrouter.gateway;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.chat.ApiError;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.failure.RefusedField;
import llmrouter.gateway.request.PreparedRequest;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.routing.FailureClass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class RefusedFieldTest {
    private static final PreparedRequest WRITTEN = written("model", "messages", "temperature", "max_completion_tokens",
        "user");

    private static PreparedRequest written(String... fields) {
        return new PreparedRequest(null, null, true, null, null, new Losses(), List.of(fields));
    }

    /// A translated request with this text.
    private static PreparedRequest sent(String body) {
        return new PreparedRequest(null, new UpstreamRequest("https://a.example", HeaderMap.EMPTY, body, 1), false,
            null, null, new Losses(), List.of("reasoning_content"));
    }

    private static Failure failure(int status, String message, String param) {
        var error = new ApiError(status, ApiError.Kind.INVALID_REQUEST, message, null, param);
        return new Failure(FailureClass.INVALID_REQUEST, FaultOwner.PROVIDER, status, error, HeaderMap.EMPTY,
            "p/m", null, Format.OPENAI, -1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "Unsupported parameter: 'temperature' is not supported | temperature",
        "Unrecognized request argument \"max_completion_tokens\" | max_completion_tokens",
        "`user` is not permitted | user",
        "temperature: Extra inputs are not permitted | temperature",
        "temperature too hot for this user | ^^",
        "'top_p' is not supported | ^^",
        "'messages' is wrong | ^^",
        "your 'temperatures' are odd | ^^"})
    void aFieldIsMeantOnlyIfItIsNamed(String message, String field) {
        assertEquals(field.isEmpty() ? null : field, RefusedField.of(failure(400, message, null), WRITTEN, Set.of()));
    }

    @Test
    void theParamNamesIt() {
        assertEquals("temperature", RefusedField.of(failure(400, "no", "temperature"), WRITTEN, Set.of()));
        assertEquals("temperature", RefusedField.of(failure(422, "no", "temperature"), WRITTEN, Set.of()));
        assertNull(RefusedField.of(failure(400, "no", "messages"), WRITTEN, Set.of()),
            "without it the request means nothing");
    }

    @Test
    void aFieldThatIsMissingAlreadyIsNotLearned() {
        assertNull(RefusedField.of(failure(400, "no", "temperature"), WRITTEN, Set.of("temperature")));
        assertNull(RefusedField.of(failure(400, "no", "temperature"), written(), Set.of()));
    }

    @Test
    void onlyAClientErrorRefusesAField() {
        assertNull(RefusedField.of(failure(500, "no", "temperature"), WRITTEN, Set.of()));
        assertNull(RefusedField.of(failure(404, "no", "temperature"), WRITTEN, Set.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Missing `reasoning_content` field in the assistant message at message index 1",
            "thinking is enabled but reasoning_content is missing in assistant tool call message at index 2",
        "The reasoning_content in the thinking mode must be passed back to the API.",
            "property 'messages.2.reasoning_content' is unsupported"})
    void anErrorAboutReasoningAsksForTheOppositeOfTheHistory(String message) {
        String without = "{\"messages\":[{\"content\":\"say \\\"reasoning_content\\\": x\"}]}";
        assertEquals("+reasoning_content", RefusedField.of(failure(400, message, null), sent(without), Set.of()));
        assertEquals("reasoning_content",
            RefusedField.of(failure(400, message, null), sent(without.replace("\"content\"", "\"reasoning_content\"")),
                Set.of()));
    }

    @Test
    void whatAModelRequiresIsLearnedOnce() {
        var complaint = failure(400, "reasoning_content?", null);
        assertNull(RefusedField.of(complaint, sent("{}"), Set.of("reasoning_content")));
        assertNull(RefusedField.of(complaint, sent("{}"), Set.of("+reasoning_content")));
        assertNull(RefusedField.of(complaint, written("reasoning_content"), Set.of()),
            "what the client sent in the provider's own format is the client's to mend");
    }
}
