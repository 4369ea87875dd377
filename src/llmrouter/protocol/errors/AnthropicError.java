package llmrouter.protocol.errors;


import llmrouter.chat.ApiError;
import llmrouter.chat.TokenLimit;
import llmrouter.json.Json;
import llmrouter.sse.SseEncoder;
import llmrouter.text.Letters;
import llmrouter.text.Text;

/// Error bodies as Anthropic writes them (platform.claude.com, "Errors").
public final class AnthropicError {
    /// Clients send the whole conversation again at this code (ThreadUnsupportedRequestErrorDetails in the vendor's
    /// SDK).
    private static final String NO_THREAD = "thread_unsupported_request";

    private AnthropicError() {}

    /// A request continues a thread where the thread is not known.
    public static ApiError continuedThread() {
        return new ApiError(400, ApiError.Kind.INVALID_REQUEST, "'thread' continues a conversation that only the "
            + "provider of its last answer has, and this request cannot go to that provider. "
            + "Send the full conversation without 'thread'.", NO_THREAD, "thread");
    }

    /// The body of an HTTP answer.
    public static String write(ApiError error, String requestId) {
        String message = QuotedWords.inMessage(message(error), error.kind());
        var inner = Json.object().put("type", type(error)).put("message", message);
        if (NO_THREAD.equals(error.code())) inner.put("details", Json.object().put("error_code", NO_THREAD));
        return Json.object().put("type", "error").put("error", inner).put("request_id", requestId).toString();
    }

    /// The event that ends a stream with an error.
    public static String writeEvent(ApiError error, String requestId) {
        var out = new Text();
        SseEncoder.write("error", write(error, requestId), out);
        return out.take();
    }

    /// A used-up quota is a matter of the gateway's account, so its type is that of the status, and no client asks its
    /// user to pay.
    private static String type(ApiError error) {
        ApiError.Kind suggested = ApiError.kindOf(error.status());
        return type(error.kind() == ApiError.Kind.BILLING ? suggested : error.kind());
    }

    private static String type(ApiError.Kind kind) {
        return switch (kind) {
            case INVALID_REQUEST, CONTEXT_OVERFLOW, CONFLICT -> "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case BILLING -> "billing_error";
            case PERMISSION -> "permission_error";
            case NOT_FOUND -> "not_found_error";
            case TOO_LARGE -> "request_too_large";
            case RATE_LIMIT -> "rate_limit_error";
            case TIMEOUT -> "timeout_error";
            case API -> "api_error";
            case OVERLOADED -> "overloaded_error";
        };
    }

    /// Coding agents compact the conversation at exactly these words. At the words about the answer Claude Code asks
    /// for a shorter one and goes on; it reads the numbers in them, and the words must begin and end the message (read
    /// in version 2.1.332).
    private static String message(ApiError error) {
        if (error.limit() != null) return words(error.limit());
        return error.kind() == ApiError.Kind.CONTEXT_OVERFLOW ? worded("prompt is too long", error) : error.message();
    }

    private static String words(TokenLimit limit) {
        if (limit.ofAnswer()) {
            return "max_tokens: " + limit.answer() + " > " + limit.most()
                + ", which is the maximum allowed number of output tokens for "
                + (limit.model() == null ? "this model" : limit.model());
        }
        if (!limit.promptFits()) {
            return "prompt is too long: " + limit.input() + " tokens > " + limit.most() + " maximum";
        }
        return "input length and `max_tokens` exceed context limit: " + limit.input() + " + " + limit.answer() + " > "
            + limit.most();
    }

    /// The message with the known words in front of the provider's own, and behind the provider's name.
    private static String worded(String known, ApiError error) {
        String message = error.message();
        if (Letters.lower(message).contains(known)) return message;
        int at = message.length() - error.words().length();
        if (!message.endsWith(error.words())) at = 0;
        return message.substring(0, at) + known + " (" + message.substring(at) + ")";
    }
}
