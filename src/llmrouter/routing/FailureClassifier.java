package llmrouter.routing;

import llmrouter.chat.ErrorHints;

/// Reads a provider's error: the status first, then the hints in the body.
public final class FailureClassifier {
    private FailureClassifier() {}

    /// @param HTTP status of the answer, not 2xx
    /// @param body   text of the answer, possibly cut
    public static FailureClass of(int status, String body) {
        var hints = ErrorHints.in(body);
        return switch (status) {
            case 402 -> FailureClass.BILLING;
            case 401 -> FailureClass.AUTH;
            case 403 -> forbidden(hints);
            case 429 -> hints.billing() ? FailureClass.BILLING : FailureClass.RATE_LIMITED;
            case 404, 410 -> FailureClass.NOT_FOUND;
            case 407 -> FailureClass.CONFIGURATION; // a proxy requires a login
            case 408, 409 -> FailureClass.TEMPORARY;
            case 413 -> hints.overflow() ? FailureClass.CONTEXT_OVERFLOW : FailureClass.INVALID_REQUEST;
            case 400 -> badRequest(hints);
            default -> byHundreds(status);
        };
    }

    private static FailureClass byHundreds(int status) {
        if (status >= 500) return FailureClass.TEMPORARY;
        return status >= 300 && status < 400 ? FailureClass.CONFIGURATION : FailureClass.INVALID_REQUEST;
    }

    private static FailureClass forbidden(ErrorHints hints) {
        if (hints.billing()) return FailureClass.BILLING;
        if (hints.auth()) return FailureClass.AUTH;
        return hints.policy() ? FailureClass.POLICY : FailureClass.FORBIDDEN;
    }

    private static FailureClass badRequest(ErrorHints hints) {
        if (hints.overflow()) return FailureClass.CONTEXT_OVERFLOW;
        if (hints.billing()) return FailureClass.BILLING;
        return hints.policy() ? FailureClass.POLICY : FailureClass.INVALID_REQUEST;
    }
}
