package llmrouter.chat;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ErrorHintsTest {
    private static final ErrorHints NONE = new ErrorHints(false, false, false, false);
    private static final ErrorHints BILLING = new ErrorHints(true, false, false, false);
    private static final ErrorHints AUTH = new ErrorHints(false, true, false, false);
    private static final ErrorHints POLICY = new ErrorHints(false, false, true, false);
    private static final ErrorHints OVERFLOW = new ErrorHints(false, false, false, true);

    private static void means(ErrorHints hints, String... bodies) {
        for (String body : bodies) assertEquals(hints, ErrorHints.in(body), body);
    }

    @Test
    void knowsTheCausesByTheirWords() {
        means(BILLING, "insufficient_quota", "Insufficient Balance", "You are out of credits", "Payment required",
            "Billing hard limit has been reached", "Your credit balance is too low",
            "You exceeded your current quota, please check your plan and billing details",
            "This request requires more credits");
        means(AUTH, "Incorrect API key provided", "invalid x-api-key", "authentication_error", "Unauthorized",
            "Permission denied", "API key not valid");
        means(POLICY, "Flagged by moderation", "policy_violation", "violates our content policy", "content_filter",
            "rejected by our safety system");
        means(OVERFLOW, "context_length_exceeded", "prompt is too long",
            "This model's maximum context length is 8192 tokens");
    }

    @Test
    void ordinaryErrorsHintAtNothing() {
        means(NONE, "", "Internal server error", "The model `x` does not exist",
            "messages: at least one message is required", "Unsupported parameter: 'safety_identifier'",
            "max_tokens is too large: 99999");
    }

    @Test
    void onlyTheFrontOfABodyCounts() {
        means(NONE, "x".repeat(4096) + "insufficient_quota");
        means(BILLING, "x".repeat(4096 - "insufficient_quota".length()) + "insufficient_quota");
    }
}
