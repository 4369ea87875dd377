package llmrouter.protocol.errors;


import llmrouter.chat.ApiError;
import llmrouter.chat.ErrorHints;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.text.Letters;

/// What a refusal with the status 401, 402 or 403 is about: something of the gateway's, or the request itself. A client
/// that gets such a status takes it for a matter of its own key and asks its user to log in or to pay. A page of a
/// server in front of the provider is none ([EdgeAnswer]).
///
/// The providers' words are those of OpenAI, Anthropic, OpenRouter, Azure, Gemini, xAI and DeepSeek, as seen in 2026.
/// Two vendors answer a wrong key, and one an empty account, with the status 400: these count by the beginning of their
/// words. With any other status the vendor's code, type or status word counts ([ErrorReader] makes a kind of it), never
/// words deeper in a message.
public enum RefusalCause {
    /// The gateway's key for the provider is wrong, has expired or is missing.
    KEY,
    /// The account of the gateway's key has no money or quota left, or is locked.
    ACCOUNT,
    /// The gateway's key may not do this, or the provider does not say why.
    ACCESS,
    /// The request itself: its content, or where it comes from.
    REQUEST;

    private static final String[] WRONG_KEY = {
        "api key not valid", "api key expired", "incorrect api key", "invalid api key", "api_key_invalid",
        "invalid x-api-key", "bad credentials", "invalid credentials", "invalid authentication", "unauthorized",
        "unauthenticated", "authentication failed", "api key is invalid", "no api key", "missing api key"};

    private static final String[] EMPTY_ACCOUNT = {"your credit balance is too low"};

    private static final String[] LOCKED = {"disabled", "suspended", "deactivated", "banned", "locked", "terminated"};

    private static final String[] OWNERS = {"account", "organization", "organisation", "workspace", "project"};

    private static final String[] QUOTA = {
        "quota", "key limit", "credits", "balance", "billing", "subscription", "payment", "arrears", "overdue"};

    private static final String[] KEYS = {"key", "token", "credential", "scope"};

    private static final String[] PLACES = {
        "country", "territory", "region_", "your region", "your location", "user location", "geograph", "embargo",
        "sanction"};

    private static final String[] CONTENT = {"terms of service", "guardrail", "blocked content", "prohibited content"};

    /// The cause, or null if the error is no such refusal.
    ///
    /// @param status HTTP status; for an error in a stream, the one that it would have had
    /// @param error  as read from the body
    /// @param body   of the answer; empty for an error in a stream
    public static RefusalCause of(int status, ApiError error, String body) {
        String words = headline(error, body);
        return switch (status) {
            case 400 -> atItsFront(error.words()) instanceof RefusalCause cause ? cause : byItsCode(words, error);
            case 401 -> ErrorHints.in(words).billing() ? ACCOUNT : KEY;
            case 402 -> ACCOUNT;
            case 403 -> forbidden(words);
            case 429 -> null;
            default -> status >= 400 ? byItsCode(words, error) : null;
        };
    }

    /// Some gateways answer a wrong key with another status, and only their type, code or status word tells.
    private static RefusalCause byItsCode(String words, ApiError error) {
        return switch (error.kind()) {
            case AUTHENTICATION -> KEY;
            case PERMISSION -> forbidden(words);
            case INVALID_REQUEST, BILLING, NOT_FOUND, CONFLICT, TOO_LARGE, CONTEXT_OVERFLOW, RATE_LIMIT, TIMEOUT, API,
                OVERLOADED -> null;
        };
    }

    /// A request may hold such words and be quoted in an error, but not at the front of it.
    private static RefusalCause atItsFront(String words) {
        String lower = Letters.lower(words);
        for (String start : WRONG_KEY) {
            if (lower.startsWith(start)) return KEY;
        }
        for (String start : EMPTY_ACCOUNT) {
            if (lower.startsWith(start)) return ACCOUNT;
        }
        return null;
    }

    private static RefusalCause forbidden(String words) {
        if (any(words, OWNERS) && any(words, LOCKED)) return ACCOUNT;
        var hints = ErrorHints.in(words);
        if (any(words, PLACES) || any(words, CONTENT) || hints.policy()) return REQUEST;
        if (hints.billing() || any(words, QUOTA)) return ACCOUNT;
        return any(words, KEYS) ? KEY : ACCESS;
    }

    private static boolean any(String words, String[] signs) {
        for (String sign : signs) {
            if (words.contains(sign)) return true;
        }
        return false;
    }

    /// The message, the code and the type of an error, in lower case. The rest of a body may quote the request.
    private static String headline(ApiError error, String body) {
        var out = new StringBuilder(error.words()).append(' ').append(error.code());
        try {
            Json json = Json.parse(body);
            if (json instanceof Json.Arr list && !list.items().isEmpty()) json = list.items().getFirst();
            Json.Obj whole = json instanceof Json.Obj object ? object : Json.object();
            Json.Obj inner = whole.object("error") instanceof Json.Obj e ? e : whole;
            out.append(' ').append(inner.text("type")).append(' ').append(inner.text("status"));
        } catch (JsonError _) {
            // not JSON: its words are the message
        }
        return Letters.lower(out.toString());
    }
}
