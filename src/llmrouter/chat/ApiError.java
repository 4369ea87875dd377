package llmrouter.chat;

/// An error of a provider or of the gateway, in neutral form.
///
/// @param status  HTTP status that fits
/// @param message for people, without secrets
/// @param code    the vendor's machine-readable code, or null
/// @param param   the request field at fault, or null
public record ApiError(int status, Kind kind, String message, String code, String param) {
    public enum Kind {
        INVALID_REQUEST, AUTHENTICATION, BILLING, PERMISSION, NOT_FOUND, CONFLICT, TOO_LARGE, CONTEXT_OVERFLOW,
            RATE_LIMIT, TIMEOUT, API, OVERLOADED }

    public static ApiError of(int status, Kind kind, String message) {
        return new ApiError(status, kind, message, null, null);
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
