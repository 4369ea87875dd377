package llmrouter.protocol.errors;

import llmrouter.chat.ApiError;
import llmrouter.json.Json;
import llmrouter.sse.SseEncoder;
import llmrouter.text.Text;

/// An error as OpenAI writes it in all of its formats (developers.openai.com, "Error codes").
public final class OpenAiError {
    private OpenAiError() {}

    /// The body of an HTTP answer. It has no member for a request id; a header field carries that.
    public static String body(ApiError error) {
        String code = code(error);
        var inner = Json.object().put("message", error.message()).put("type", type(error));
        inner.put("param", error.param() == null ? Json.Null.NULL : Json.of(error.param()));
        inner.put("code", code == null ? Json.Null.NULL : Json.of(code));
        return Json.object().put("error", inner).toString();
    }

    /// The event that ends a stream of Chat Completions with an error.
    public static String event(ApiError error) {
        var out = new Text();
        SseEncoder.write(null, body(error), out);
        return out.take();
    }

    private static String type(ApiError error) {
        return switch (error.kind()) {
            case INVALID_REQUEST, CONTEXT_OVERFLOW, CONFLICT, NOT_FOUND, TOO_LARGE -> "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case BILLING -> "insufficient_quota";
            case PERMISSION -> "permission_error";
            case RATE_LIMIT -> "rate_limit_error";
            case TIMEOUT, API, OVERLOADED -> "server_error";
        };
    }

    /// The machine-readable code, or null. Clients react to some codes, so these are sent whatever code the provider
    /// gave: on an overflow clients compact the conversation, on a used-up quota they stop.
    public static String code(ApiError error) {
        return switch (error.kind()) {
            case CONTEXT_OVERFLOW -> "context_length_exceeded";
            case BILLING -> "insufficient_quota";
            case AUTHENTICATION -> or(error, "invalid_api_key");
            case NOT_FOUND -> or(error, "not_found");
            case TOO_LARGE -> or(error, "request_too_large");
            case RATE_LIMIT -> or(error, "rate_limit_exceeded");
            case TIMEOUT -> or(error, "timeout");
            case OVERLOADED -> or(error, "overloaded");
            case INVALID_REQUEST, PERMISSION, CONFLICT, API -> error.code();
        };
    }

    private static String or(ApiError error, String code) {
        return error.code() == null ? code : error.code();
    }
}
