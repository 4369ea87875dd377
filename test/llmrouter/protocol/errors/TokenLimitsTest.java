package llmrouter.protocol.errors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import llmrouter.chat.ApiError;
import llmrouter.chat.ApiError.Kind;
import llmrouter.chat.TokenLimit;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class TokenLimitsTest {
    private static final Path WORDS = Path.of("test/fixtures/errors/token-limits.txt");
    private static final String BEFORE = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
        + "\"message\":\"";
    private static final String AFTER = "\"},\"request_id\":\"r\"}";
    private static final ApiError ANSWER = said("ark: ", "expected a value <= 12288, but got 32000", "max_tokens")
        .limited(new TokenLimit(-1, 32000, 12288, "doubao-2"));
    private static final ApiError BOTH = said("p: ", "input length and `max_tokens` exceed context limit: 7 + 6 > 12",
        null).limited(new TokenLimit(7, 6, 12, null));

    private static ApiError said(String before, String words, String param) {
        return new ApiError(422, Kind.INVALID_REQUEST, before + words, null, param, words);
    }

    private static String body(String words) {
        return Json.object().put("error", Json.object().put("message", words)).toString();
    }

    /// One case for each line: what was asked for, the limit, the provider's words.
    @TestFactory
    Stream<DynamicTest> findsTheLimitInTheWords() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (String line : Files.readAllLines(WORDS)) {
            if (line.isBlank() || line.startsWith("#")) continue;
            String[] columns = line.split("\\|", 3);
            tests.add(DynamicTest.dynamicTest(columns[2].strip(),
                () -> assertEquals(columns[1].strip(), found(columns[2].strip(), Long.parseLong(columns[0].strip())))));
        }
        return tests.stream();
    }

    private static String found(String words, long asked) {
        TokenLimit limit = TokenLimits.noted(ErrorReader.read(400, body(words)), () -> asked, null).limit();
        if (limit == null) return "-";
        return limit.ofAnswer() ? "> " + limit.most() : limit.input() + "+" + limit.answer() + ">" + limit.most();
    }

    @Test
    void aLimitIsTheRequestsFaultWhateverTheStatus() {
        for (int status : new int[] {400, 413, 422}) {
            var error = TokenLimits.noted(ErrorReader.read(status, body("Range of max_tokens should be [1, 8192]")),
                () -> 64000, "m");
            assertEquals(400, error.status());
            assertEquals(Kind.INVALID_REQUEST, error.kind());
        }
    }

    @Test
    void aMissingCreditIsNoLimit() {
        var error = ErrorReader.read(402,
            body("This request requires more credits, or fewer max_tokens. You requested 64000, but can afford 1200."));
        assertNull(TokenLimits.noted(error, () -> 64000, null).limit());
        var rate = ErrorReader.read(429, body("max_tokens: limit 6000 per minute, requested 64000"));
        assertNull(TokenLimits.noted(rate, () -> 64000, null).limit());
    }

    @Test
    void messagesHaveTheWordsThatClaudeCodeReadsAndNothingElse() {
        Protocol messages = Protocol.of(Format.CLAUDE);
        assertEquals(BEFORE + "max_tokens: 32000 > 12288, which is the maximum allowed number of output tokens "
            + "for doubao-2" + AFTER,
            messages.writeError(ANSWER, "r"));
        assertEquals(BEFORE + "input length and `max_tokens` exceed context limit: 7 + 6 > 12" + AFTER,
            messages.writeError(BOTH, "r"));
        assertEquals("event: error\ndata: " + messages.writeError(BOTH, "r") + "\n\n",
            messages.writeStreamError(BOTH, "r"));
    }

    @Test
    void aPromptThatDoesNotFitIsTooLongWhateverTheAnswer() {
        var error = said("", "w", null).limited(new TokenLimit(14, 6, 12, null));
        assertEquals(BEFORE + "prompt is too long: 14 tokens > 12 maximum" + AFTER,
            Protocol.of(Format.CLAUDE).writeError(error, "r"));
    }

    @Test
    void openAiClientsGetTheirVendorsWords() {
        assertEquals("{\"error\":{\"message\":\"ark: max_tokens is too large: 32000. This model supports at most 12288 "
            + "completion tokens, whereas you provided 32000.\",\"type\":\"invalid_request_error\","
            + "\"param\":\"max_tokens\",\"code\":\"invalid_value\"}}",
            Protocol.of(Format.OPENAI).writeError(ANSWER, "r"));
        assertEquals("{\"error\":{\"message\":\"p: This model's maximum context length is 12 tokens. However, you "
            + "requested 13 tokens (7 in the messages, 6 in the completion). Please reduce the length of the messages "
            + "or completion.\",\"type\":\"invalid_request_error\",\"param\":null,"
            + "\"code\":\"context_length_exceeded\"}}",
            Protocol.of(Format.OPENAI).writeError(BOTH, "r"));
    }

    @Test
    void theFieldIsThatOfTheClientsFormat() {
        Protocol responses = Protocol.of(Format.RESPONSES);
        String whole = responses.writeError(ANSWER, "r");
        assertEquals("max_output_tokens", ((Json.Obj) Json.parse(whole)).object("error").text("param"));
        String stream = responses.writeStreamError(ANSWER, "r");
        String param = stream.substring(stream.indexOf("\"param\":"));
        assertEquals("\"param\":\"max_output_tokens\"", param.substring(0, param.indexOf('}')));
        var own = said("", "max_completion_tokens is too large", "max_completion_tokens")
            .limited(new TokenLimit(-1, 9, 8, null));
        String chat = Protocol.of(Format.OPENAI).writeError(own, "r");
        assertEquals("max_completion_tokens", ((Json.Obj) Json.parse(chat)).object("error").text("param"));
    }
}
