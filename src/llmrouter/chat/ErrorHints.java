package llmrouter.chat;

import llmrouter.text.Letters;


/// Hints in the text of an error body from any provider. Providers and the gateways before them use one status for many
/// causes; only the text tells which.
///
/// @param billing  the account has no money or quota left
/// @param auth     the key is wrong or may not do this
/// @param policy   a filter or a usage policy declined the request
/// @param overflow the prompt does not fit the model's context
public record ErrorHints(boolean billing, boolean auth, boolean policy, boolean overflow) {
    /// Hints stand at the front of a body; a longer one is an HTML page or an echo of the prompt.
    private static final int LOOKED_AT = 4096;

    /// The account has no money.
    private static final String[] MONEY = {
        "insufficient_quota", "insufficient quota", "insufficient balance", "insufficient_balance",
            "insufficient credit", "insufficient_credit", "insufficient funds", "insufficient_funds",
            "not enough credit", "out of credit", "more credits", "no credits", "credit balance", "payment required",
            "payment_required", "billing hard limit", "billing_hard_limit", "billing_error", "billing_not_active",
            "spending limit", "balance is insufficient", "arrearage", "account is in arrears", "overdue balance",
            "overdue payment"};

    /// A quota is used up. It may be one of money, of a day, or of a minute.
    private static final String[] QUOTA = {
        "billing details", "quota exceeded", "quota_exceeded", "exceeded your current quota", "exceeded your quota"};

    private static final String[] AUTH = {
        "invalid api key", "invalid_api_key", "incorrect api key", "invalid x-api-key", "invalid key",
            "api key not valid", "api key is invalid", "api key expired", "no api key", "missing api key",
            "authentication", "unauthenticated", "unauthorized", "unauthorised", "not authorized", "permission denied",
            "permission_denied", "permission_error", "invalid token", "invalid_token", "token expired"};

    private static final String[] POLICY = {
        "moderation", "policy_violation", "policy violation", "content policy", "content_policy", "content filter",
            "content_filter", "content management policy", "usage policy", "usage policies", "safety", "flagged",
            "responsibleai"};

    private static final String[] OVERFLOW = {
        "context_length_exceeded", "prompt is too long", "prompt_too_long", "maximum context length",
            "max context length", "context length exceeded", "model's context length", "context window",
            "context_window_exceeded", "exceed context limit", "context limit", "exceed_context_size",
            "available context size", "context size", "input is too long", "input too long", "input token count",
            "too many input tokens", "maximum number of input tokens", "maximum prompt length",
            "reduce the length of the messages"};

    /// The hints in `body`, of which only the first 4,096 characters count.
    public static ErrorHints in(String body) {
        String words = front(body);
        return new ErrorHints(any(words, MONEY) || any(words, QUOTA), any(words, AUTH), any(words, POLICY),
            any(words, OVERFLOW));
    }

    /// Whether the front of `body` says that the account has no money, and not only that some quota is used up.
    public static boolean money(String body) {
        return any(front(body), MONEY);
    }

    /// The part of a body that counts, in lower case.
    public static String front(String body) {
        String front = body.length() > LOOKED_AT ? body.substring(0, LOOKED_AT) : body;
        // a request field of that name, which a refusal of the field quotes
        return Letters.lower(front).replace("safety_identifier", "");
    }

    private static boolean any(String words, String[] hints) {
        for (String hint : hints) {
            if (words.contains(hint)) return true;
        }
        return false;
    }
}
