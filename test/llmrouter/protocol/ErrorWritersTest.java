package llmrouter.protocol;

import org.junit.jupiter.api.Test;

import llmrouter.chat.ApiError;
import llmrouter.chat.ApiError.Kind;
import llmrouter.config.Format;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ErrorWritersTest {
    private final Protocol chat = Protocol.of(Format.OPENAI);
    private final Protocol messages = Protocol.of(Format.CLAUDE);

    private final Protocol responses = Protocol.of(Format.RESPONSES);

    private static ApiError error(Kind kind, int status) {
        return ApiError.of(status, kind, "words");
    }

    private static ApiError error(Kind kind) {
        return ApiError.of(400, kind, "words");
    }

    @Test
    void messagesHaveATypeForEachKind() {
        for (Kind kind : Kind.values()) {
            String type = switch (kind) {
                case INVALID_REQUEST, CONTEXT_OVERFLOW, CONFLICT -> "invalid_request_error";
                case AUTHENTICATION -> "authentication_error";
                case BILLING -> "rate_limit_error"; // with a 429: the account is the gateway's, not the client's
                case PERMISSION -> "permission_error";
                case NOT_FOUND -> "not_found_error";
                case TOO_LARGE -> "request_too_large";
                case RATE_LIMIT -> "rate_limit_error";
                case TIMEOUT -> "timeout_error";
                case API -> "api_error";
                case OVERLOADED -> "overloaded_error";
            };
            String message = switch (kind) {
                case CONTEXT_OVERFLOW -> "prompt is too long (words)";
                case BILLING, INVALID_REQUEST, CONFLICT, AUTHENTICATION, PERMISSION, NOT_FOUND, TOO_LARGE, RATE_LIMIT,
                    TIMEOUT, API, OVERLOADED -> "words";
            };
            assertEquals("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_1\"}",
                messages.writeError(error(kind, kind == Kind.BILLING ? 429 : 400), "req_1"));
        }
    }

    @Test
    void aUsedUpQuotaHasTheTypeOfItsStatusInMessagesAndNoWordsAboutPaying() {
        for (String[] row : new String[][] {{"400", "invalid_request_error"}, {"429", "rate_limit_error"},
            {"500", "api_error"}, {"529", "overloaded_error"}, {"402", "billing_error"}}) {
            var quota = new ApiError(Integer.parseInt(row[0]), Kind.BILLING, "Your credit balance is too low", null,
                null);
            String written = "{\"type\":\"error\",\"error\":{\"type\":\"" + row[1]
                + "\",\"message\":\"Your credit\u00A0balance is too low\"},\"request_id\":\"r\"}";
            assertEquals(written, messages.writeError(quota, "r"));
            assertEquals("event: error\ndata: " + written + "\n\n", messages.writeStreamError(quota, "r"));
        }
    }

    @Test
    void chatHasACodeWhereClientsActOnIt() {
        assertEquals("{\"error\":{\"message\":\"words\",\"type\":\"invalid_request_error\",\"param\":null,"
            + "\"code\":\"context_length_exceeded\"}}",
            chat.writeError(new ApiError(400, Kind.CONTEXT_OVERFLOW, "words", "exceed_context_size_error", null),
            "req_1"));
        assertEquals("{\"error\":{\"message\":\"words\",\"type\":\"insufficient_quota\",\"param\":null,"
            + "\"code\":\"insufficient_quota\"}}", chat.writeError(error(Kind.BILLING), "req_1"));
        assertEquals("{\"error\":{\"message\":\"words\",\"type\":\"authentication_error\",\"param\":null,"
            + "\"code\":\"invalid_api_key\"}}", chat.writeError(error(Kind.AUTHENTICATION), "req_1"));
        assertEquals("{\"error\":{\"message\":\"words\",\"type\":\"server_error\",\"param\":null,\"code\":null}}",
            chat.writeError(error(Kind.API), "req_1"));
    }

    @Test
    void theVendorsOwnCodeAndParamReachAClientOfItsFormat() {
        var error = chat.readError(400, """
            {"error":{"message":"Unsupported parameter","type":"invalid_request_error","param":"max_tokens",
            "code":"unsupported_parameter"}}""");
        assertEquals("{\"error\":{\"message\":\"Unsupported parameter\",\"type\":\"invalid_request_error\","
            + "\"param\":\"max_tokens\"," + "\"code\":\"unsupported_parameter\"}}", chat.writeError(error, "req_1"));
    }

    @Test
    void knownWordsAreNotSaidTwice() {
        var overflow = messages.readError(400, """
            {"type":"error","error":{"type":"invalid_request_error","message":"Prompt is too long: 9 > 8"}}""");
        assertEquals("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Prompt "
            + "is too long: 9 > 8\"},\"request_id\":\"r\"}", messages.writeError(overflow, "r"));
    }

    @Test
    void responsesSayErrorsAsChatDoes() {
        for (Kind kind : Kind.values()) {
            assertEquals(chat.writeError(error(kind), "r"), responses.writeError(error(kind), "r"));
        }
    }

    @Test
    void streamsEndWithOneEvent() {
        assertEquals("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
            + "\"message\":\"words\"},\"request_id\":\"r\"}\n\n", messages.writeStreamError(error(Kind.API), "r"));
        assertEquals("data: {\"error\":{\"message\":\"words\",\"type\":\"server_error\",\"param\":null,"
            + "\"code\":\"overloaded\"}}\n\n", chat.writeStreamError(error(Kind.OVERLOADED), "r"));
    }
}
