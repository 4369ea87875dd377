package llmrouter.protocol.errors;

import java.util.Set;

import llmrouter.chat.ApiError;
import llmrouter.chat.TokenLimit;
import llmrouter.json.Json;
import llmrouter.sse.SseEncoder;
import llmrouter.text.Text;

/// An error as OpenAI writes it in all of its formats (developers.openai.com, "Error codes").
public final class OpenAiError {
    /// The codes of `ResponseError` in the vendor's types (openai 7.59.0).
    private static final Set<String> LISTED = Set.of("server_error", "rate_limit_exceeded", "invalid_prompt",
        "data_residency_mismatch", "bio_policy", "misalignment_policy_violation", "vector_store_timeout",
        "invalid_image", "invalid_image_format", "invalid_base64_image", "invalid_image_url", "image_too_large",
        "image_too_small", "image_parse_error", "image_content_policy_violation", "invalid_image_mode",
        "image_file_too_large", "unsupported_image_media_type", "empty_image_file", "failed_to_download_image",
        "image_file_not_found");

    private OpenAiError() {}

    /// The body of an HTTP answer. It has no member for a request id; a header field carries that.
    public static String body(ApiError error) {
        return body(error, "max_tokens");
    }

    /// @param answerLimit the format's field for the most tokens of an answer
    public static String body(ApiError error, String answerLimit) {
        ApiError said = worded(error, answerLimit);
        String code = code(said);
        var inner = Json.object().put("message", said.message()).put("type", type(said));
        inner.put("param", said.param() == null ? Json.Null.NULL : Json.of(said.param()));
        inner.put("code", code == null ? Json.Null.NULL : Json.of(code));
        return Json.object().put("error", inner).toString();
    }

    /// The error as OpenAI says it, if it is about a limit of tokens: other clients than its own know these words.
    ///
    /// @param answerLimit the format's field for the most tokens of an answer
    public static ApiError worded(ApiError error, String answerLimit) {
        TokenLimit limit = error.limit();
        if (limit == null) return error;
        boolean own = error.param() != null && error.param().equals("max_completion_tokens")
            && answerLimit.equals("max_tokens");
        String param = limit.ofAnswer() && !own ? answerLimit : error.param();
        String code = limit.ofAnswer() && error.code() == null ? "invalid_value" : error.code();
        String known = limit.ofAnswer() ? "upports at most" : "maximum context length";
        String message = error.message().contains(known) ? error.message()
            : error.beforeQuote() + (limit.ofAnswer() ? answerTooLong(limit, param) : overflow(limit));
        return new ApiError(error.status(), error.kind(), message, code, param, error.quote(), limit);
    }

    private static String answerTooLong(TokenLimit limit, String param) {
        return param + " is too large: " + limit.answer() + ". This model supports at most " + limit.most()
            + " completion tokens, whereas you provided " + limit.answer() + ".";
    }

    private static String overflow(TokenLimit limit) {
        long sum = limit.input() + limit.answer();
        String shares = limit.answer() == 0 ? "your messages resulted in " + sum + " tokens. "
            : "you requested " + sum + " tokens (" + limit.input() + " in the messages, " + limit.answer()
                + " in the completion). ";
        return "This model's maximum context length is " + limit.most() + " tokens. However, " + shares
            + "Please reduce the length of the messages" + (limit.answer() == 0 ? "." : " or completion.");
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

    /// The code of an error inside a Responses object. The format has a closed list of codes, and the vendor's SDKs
    /// refuse any other. Two codes that the vendor sends without listing them stay, since clients react to them: on
    /// `context_length_exceeded` they compact the conversation, on `insufficient_quota` they stop. A listed code that
    /// the provider gave stays too.
    public static String listedCode(ApiError error) {
        return switch (error.kind()) {
            case CONTEXT_OVERFLOW -> "context_length_exceeded";
            case BILLING -> "insufficient_quota";
            case RATE_LIMIT -> listed(error, "rate_limit_exceeded");
            case INVALID_REQUEST, TOO_LARGE, CONFLICT -> listed(error, "invalid_prompt");
            case AUTHENTICATION, PERMISSION, NOT_FOUND, TIMEOUT, OVERLOADED, API -> listed(error, "server_error");
        };
    }

    private static String listed(ApiError error, String code) {
        return error.code() != null && LISTED.contains(error.code()) ? error.code() : code;
    }

    private static String or(ApiError error, String code) {
        return error.code() == null ? code : error.code();
    }
}
