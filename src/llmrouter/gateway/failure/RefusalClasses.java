package llmrouter.gateway.failure;

import llmrouter.chat.ApiError;
import llmrouter.http.HeaderMap;
import llmrouter.protocol.errors.EdgeAnswer;
import llmrouter.protocol.errors.RefusalCause;
import llmrouter.routing.FailureClass;
import llmrouter.routing.FailureClassifier;

/// What a refusal means for the next attempt, and whose fault it is. How long each class rests is in
/// [llmrouter.routing.HealthPolicy].
///
/// | the answer                                              | class             | owner    |
/// |---------------------------------------------------------|-------------------|----------|
/// | 407                                                     | CONFIGURATION     | PROXY    |
/// | 511                                                     | CONFIGURATION     | NETWORK  |
/// | a challenge, a captcha, a block of a firewall           | EDGE_BLOCKED      | EDGE     |
/// | a page about too many requests                          | RATE_LIMITED      | EDGE     |
/// | a page or number that says the provider is not reached  | TEMPORARY         | EDGE     |
/// | any other page                                          | by its status     | EDGE     |
/// | a client certificate is wanted, also 495 and 496        | CONFIGURATION     | GATEWAY  |
/// | TLS is wanted, also 497                                 | CONFIGURATION     | PROVIDER |
/// | 421, and 497 of an https address                        | CONFIGURATION     | EDGE     |
/// | an unknown model, a prompt too long for it              | by its words      | MODEL    |
/// | all else                                                | by status, words  | PROVIDER |
final class RefusalClasses {
    private RefusalClasses() {}

    /// A page with 401 or 402 is about the login or the account all the same.
    ///
    /// @return null if the answer is the provider's own
    static EdgeAnswer edge(int status, HeaderMap headers, String body) {
        EdgeAnswer edge = EdgeAnswer.of(status, headers, body);
        boolean ofTheAccount = (status == 401 || status == 402) && edge != null && edge.kind() == EdgeAnswer.Kind.PAGE;
        return ofTheAccount ? null : edge;
    }

    static FailureClass of(EdgeAnswer edge, int status) {
        return switch (edge.kind()) {
            case CHALLENGE, BLOCKED -> FailureClass.EDGE_BLOCKED;
            case RATE_LIMIT -> FailureClass.RATE_LIMITED;
            case UNREACHED -> FailureClass.TEMPORARY;
            case PAGE -> ofAPage(status);
        };
    }

    /// No provider answers a request that it has read with a page, so another candidate may answer; but a request that
    /// is too large for the server is so by its own fault.
    private static FailureClass ofAPage(int status) {
        FailureClass byStatus = FailureClassifier.of(status, "");
        boolean own = status == 413 || status == 414 || status == 431;
        return byStatus == FailureClass.INVALID_REQUEST && !own ? FailureClass.CONFIGURATION : byStatus;
    }

    /// @param cause or null
    static FailureClass of(int status, ApiError said, String body, RefusalCause cause) {
        if (said.kind() == ApiError.Kind.CONTEXT_OVERFLOW) return FailureClass.CONTEXT_OVERFLOW;
        if (said.limit() != null) return FailureClass.INVALID_REQUEST;
        boolean account = said.kind() == ApiError.Kind.BILLING;
        if (status == 429) return account ? FailureClass.BILLING : FailureClass.RATE_LIMITED;
        boolean byStatus = cause == null || status >= 401 && status <= 403;
        if (byStatus) return FailureClassifier.of(status, body);
        return switch (cause) {
            case KEY -> FailureClass.AUTH;
            case ACCOUNT -> FailureClass.BILLING;
            case ACCESS -> FailureClass.FORBIDDEN;
            case REQUEST -> FailureClassifier.of(status, body);
        };
    }

    static FailureClass byStatus(int status, String body) {
        return FailureClassifier.of(status, body);
    }

    /// Whether the provider refuses the gateway and not the request.
    static boolean ofTheGateway(RefusalCause cause) {
        return cause != null && cause != RefusalCause.REQUEST;
    }

    /// @param status HTTP status; for an error in an answer, the one that it would have had
    static FaultOwner owner(int status, FailureClass category, ApiError said) {
        if (status == 421 || status == 497) return FaultOwner.EDGE;
        String words = HeaderMap.lower(said.words() + " " + said.code());
        boolean unknownModel = category == FailureClass.NOT_FOUND && words.contains("model");
        return unknownModel || category == FailureClass.CONTEXT_OVERFLOW ? FaultOwner.MODEL : FaultOwner.PROVIDER;
    }
}
