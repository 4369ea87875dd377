package llmrouter.chat;

import llmrouter.http.ToldWait;

/// An error of a provider or of the gateway, in neutral form.
///
/// @param status  HTTP status that fits
/// @param message for people, without secrets
/// @param code    the vendor's machine-readable code, or null
/// @param param   the request field at fault, or null
/// @param quote   the part of `message` that is the provider's own words; null if the gateway wrote all of it
/// @param limit   of tokens that the request passes, if the provider said so in numbers; else null
/// @param pause   that the error itself asks for, if it is about a limit that ends; else null
public record ApiError(int status, Kind kind, String message, String code, String param, String quote,
        TokenLimit limit, ToldWait pause) {
    /// Stands where [#told] leaves out a quote.
    private static final String LEFT_OUT = "…";
    /// A quote inside a sentence stands behind this.
    private static final String BEFORE_QUOTE = ": ";

    public enum Kind {
        INVALID_REQUEST, AUTHENTICATION, BILLING, PERMISSION, NOT_FOUND, CONFLICT, TOO_LARGE, CONTEXT_OVERFLOW,
            RATE_LIMIT, TIMEOUT, API, OVERLOADED }

    /// An error that asks for no wait.
    public ApiError(int status, Kind kind, String message, String code, String param, String quote, TokenLimit limit) {
        this(status, kind, message, code, param, quote, limit, null);
    }

    /// An error that is about no limit of tokens.
    public ApiError(int status, Kind kind, String message, String code, String param, String quote) {
        this(status, kind, message, code, param, quote, null);
    }

    /// An error that the gateway words itself.
    public ApiError(int status, Kind kind, String message, String code, String param) {
        this(status, kind, message, code, param, null);
    }

    public static ApiError of(int status, Kind kind, String message) {
        return new ApiError(status, kind, message, null, null);
    }

    /// The same error in other words.
    ///
    /// @param newQuote the provider's own words in the new message, or null
    public ApiError worded(String newMessage, String newQuote) {
        return new ApiError(status, kind, newMessage, code, param, newQuote, limit, pause);
    }

    /// The same error, known to be about a limit of tokens: the fault is the request's.
    public ApiError limited(TokenLimit passed) {
        Kind other = passed.ofAnswer() ? Kind.INVALID_REQUEST : Kind.CONTEXT_OVERFLOW;
        return new ApiError(400, other, message, code, param, quote, passed);
    }

    /// The same error, which asks for a wait.
    ///
    /// @param told or null
    public ApiError waiting(ToldWait told) {
        return new ApiError(status, kind, message, code, param, quote, limit, told);
    }

    /// The same error, known to be of another kind. The vendor's code, which means the kind that it is not, is left
    /// out; so is the status of an empty account.
    public ApiError known(Kind other) {
        if (other == kind) return this;
        int fitting = other == Kind.RATE_LIMIT && status == 402 ? 429 : status;
        return new ApiError(fitting, other, message, null, param, quote, limit, pause);
    }

    /// What the provider said, without any words of the gateway; the whole message if the provider said nothing.
    public String words() {
        return quote == null ? message : quote;
    }

    /// What the gateway put before the provider's words, such as the provider's name; empty if the words stand
    /// elsewhere.
    public String beforeQuote() {
        return quote != null && message.endsWith(quote) ? message.substring(0, message.length() - quote.length()) : "";
    }

    /// The message as far as the gateway wrote it: `…` stands for the provider's own words, which may quote the
    /// request. Fit for logs.
    public String told() {
        if (quote == null || quote.isEmpty()) return message;
        int at = message.indexOf(BEFORE_QUOTE + quote);
        if (at < 0) return message.replace(quote, LEFT_OUT);
        int from = at + BEFORE_QUOTE.length();
        return message.substring(0, from) + LEFT_OUT + message.substring(from + quote.length());
    }

    /// The kind that a bare HTTP status suggests.
    public static Kind kindOf(int status) {
        return switch (status) {
            case 401 -> Kind.AUTHENTICATION;
            case 402 -> Kind.BILLING;
            case 403 -> Kind.PERMISSION;
            case 404, 410 -> Kind.NOT_FOUND;
            case 408, 504 -> Kind.TIMEOUT;
            case 409 -> Kind.CONFLICT;
            case 413 -> Kind.TOO_LARGE;
            case 429 -> Kind.RATE_LIMIT;
            case 503, 529 -> Kind.OVERLOADED;
            default -> status >= 500 ? Kind.API : Kind.INVALID_REQUEST;
        };
    }
}
