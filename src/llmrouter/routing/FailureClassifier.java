package llmrouter.routing;

import llmrouter.chat.ErrorHints;

/// Reads a provider's error: the status first, then the hints in the body. A status that is about the endpoint, the
/// connection or the region says nothing about the request, so another candidate may answer.
public final class FailureClassifier {
    /// A refusal for the region in which the gateway is. Vendors send it with several statuses.
    private static final String[] REGION = {
        "unsupported_country_region_territory", "country, region, or territory not supported",
        "user location is not supported", "not available in your country", "not available in your region",
        "not supported in your country", "not supported in your region"};

    private static final String[] MEDIA = {"image", "audio", "video", "file", "pdf", "document"};

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
            case 404, 405, 410 -> FailureClass.NOT_FOUND; // the endpoint or the model
            case 408, 409, 425, 499 -> FailureClass.TEMPORARY;
            case 413 -> hints.overflow() ? FailureClass.CONTEXT_OVERFLOW : FailureClass.INVALID_REQUEST;
            case 415 -> any(ErrorHints.front(body), MEDIA) ? FailureClass.INVALID_REQUEST : FailureClass.CONFIGURATION;
            case 451 -> FailureClass.FORBIDDEN;
            case 400 -> badRequest(body, hints);
            default -> aboutTheConnection(status) ? FailureClass.CONFIGURATION : byHundreds(status, body);
        };
    }

    /// What the gateway chose and no client can change: fields of its own, the protocol, TLS, a proxy's login. 495 to
    /// 497 are nginx's numbers for certificates of clients and for plain text on a port of TLS.
    private static boolean aboutTheConnection(int status) {
        return switch (status) {
            case 406, 407, 411, 417, 421, 426, 495, 496, 497, 511 -> true;
            default -> false;
        };
    }

    private static FailureClass byHundreds(int status, String body) {
        if (status >= 500) return FailureClass.TEMPORARY;
        if (status < 400) return status >= 300 ? FailureClass.CONFIGURATION : FailureClass.INVALID_REQUEST;
        return ofTheRegion(body) ? FailureClass.FORBIDDEN : FailureClass.INVALID_REQUEST;
    }

    private static FailureClass forbidden(ErrorHints hints) {
        if (hints.billing()) return FailureClass.BILLING;
        if (hints.auth()) return FailureClass.AUTH;
        return hints.policy() ? FailureClass.POLICY : FailureClass.FORBIDDEN;
    }

    private static FailureClass badRequest(String body, ErrorHints hints) {
        if (hints.overflow()) return FailureClass.CONTEXT_OVERFLOW;
        if (hints.billing()) return FailureClass.BILLING;
        if (hints.policy()) return FailureClass.POLICY;
        return ofTheRegion(body) ? FailureClass.FORBIDDEN : FailureClass.INVALID_REQUEST;
    }

    private static boolean ofTheRegion(String body) {
        return any(ErrorHints.front(body), REGION);
    }

    private static boolean any(String words, String[] signs) {
        for (String sign : signs) {
            if (words.contains(sign)) return true;
        }
        return false;
    }
}
