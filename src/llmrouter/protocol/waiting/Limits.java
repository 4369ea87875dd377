package llmrouter.protocol.waiting;

import llmrouter.chat.ApiError.Kind;
import llmrouter.chat.ErrorHints;
import llmrouter.http.ToldWait;
import llmrouter.json.Json;

/// Tells a limit of the rate, which ends by itself, from an account that has no money or whose quota of a day is used
/// up. Vendors answer both with 429, and some of them in the same words.
///
/// The vendor's own code counts first. Then words about money mean the account; words about a quota mean the account
/// too, unless the error says when the quota begins anew or names a quota of a minute. Sources: the pages of errors of
/// OpenAI, Google (Gemini and Vertex), Alibaba Model Studio, Moonshot, Z.ai, Mistral, Azure and Volcengine, as of 2026.
public final class Limits {
    private static final long MINUTE_MS = 60_000;
    private static final int CHINA = 8 * 60;

    /// Codes and types of an account that cannot pay or is closed: OpenAI, Moonshot, Alibaba, Volcengine, Z.ai.
    private static final String[] ACCOUNT = {
        "insufficient_quota", "exceeded_current_quota_error", "billing_hard_limit_reached", "billing_not_active",
        "insufficient_balance", "insufficient_credits", "payment_required", "arrearage", "accountoverdueerror",
        "1110", "1111", "1112", "1113", "1120", "1121", "1309"};

    /// Codes and types of a limit that ends by itself: OpenAI, Anthropic, Moonshot, Alibaba, Azure, Bedrock, Mistral,
    /// Z.ai, ChatGPT's backend.
    private static final String[] RATE = {
        "rate_limit_exceeded", "rate_limit_error", "rate_limit_reached_error", "rate_limited", "ratelimitreached",
        "ratelimitexceeded", "too_many_requests", "throttling", "throttling.ratequota", "throttling.burstrate",
        "throttling.allocationquota", "throttling.user", "limit_requests", "limit_burst_rate", "throttlingexception",
        "toomanyrequestsexception", "servicequotaexceededexception", "usage_limit_reached", "1300", "1302", "1303",
        "1304", "1305", "1308", "1310"};

    /// Alibaba answers its limit of tokens in a minute with OpenAI's code for an empty account; the address of the page
    /// about it tells them apart.
    private static final String[] RATE_PAGES = {
        "error-code#token-limit", "error-code#rate-limit", "model-studio/rate-limit"};

    /// Z.ai's limits that name a moment without its zone, which is China's.
    private static final String[] IN_CHINA = {"1308", "1310"};

    private static final String[] OF_A_DAY = {
        "perday", "per day", "per_day", "per-day", "permonth", "per month", "per_month", "limit: 0,", "limit: 0.",
        "\"quotavalue\":\"0\""};
    private static final String[] OF_A_MINUTE = {
        "perminute", "per minute", "per_minute", "per-minute", "persecond", "per second", "per_second"};

    /// Money in the words of Chinese vendors, which a prompt may hold too: they count only in a 429.
    private static final String[] MONEY = {"余额不足", "欠费", "请充值", "balance not enough"};

    private Limits() {}

    /// Whether an error of this status and kind can be about such a limit.
    ///
    /// @param status HTTP status, or below 400 for an error that came with a status of success
    public static boolean concerns(int status, Kind kind) {
        return status == 429 || kind == Kind.RATE_LIMIT || kind == Kind.BILLING && status < 400;
    }

    /// What such an error is about: `RATE_LIMIT`, `BILLING`, or the kind that its status and code suggest.
    ///
    /// @param body of the error as text
    /// @param told whether something outside the body says how long to wait
    public static Kind kind(Kind suggested, String body, boolean told) {
        String words = ErrorHints.front(body);
        String close = words.replace("\": ", "\":");
        if (any(words, RATE_PAGES)) return Kind.RATE_LIMIT;
        if (coded(close, ACCOUNT)) return Kind.BILLING;
        if (coded(close, RATE)) return Kind.RATE_LIMIT;
        if (ErrorHints.money(words) || any(words, MONEY)) return Kind.BILLING;
        if (!ErrorHints.in(words).billing()) return suggested;
        if (any(close, OF_A_DAY)) return Kind.BILLING;
        return told || any(words, OF_A_MINUTE) ? Kind.RATE_LIMIT : Kind.BILLING;
    }

    /// The wait that an error's body asks for, or null. A quota of a minute whose error names no wait is one of a
    /// minute.
    ///
    /// @param message the words of the error
    public static ToldWait wait(Json body, String message) {
        String words = ErrorHints.front(body == null ? message : body.toString());
        ToldWait wait = body == null ? null : BodyWait.in(body);
        if (wait == null) wait = WaitWords.in(message, coded(words, IN_CHINA) ? CHINA : Integer.MIN_VALUE);
        if (wait != null) return wait;
        boolean minute = ErrorHints.in(words).billing() && any(words, OF_A_MINUTE) && !any(words, OF_A_DAY);
        return minute ? ToldWait.length(MINUTE_MS) : null;
    }

    /// Whether a string of the body is one of these codes. In a message, which may quote one, a backslash stands before
    /// its quotes.
    private static boolean coded(String words, String[] codes) {
        for (String code : codes) {
            boolean number = code.charAt(0) <= '9'; // may be the value of something else
            if (words.contains((number ? "\"code\":\"" : "\"") + code + "\"")) return true;
        }
        return false;
    }

    private static boolean any(String words, String[] signs) {
        for (String sign : signs) {
            if (words.contains(sign)) return true;
        }
        return false;
    }
}
