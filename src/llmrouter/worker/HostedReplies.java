package llmrouter.worker;

import llmrouter.admission.Admission;
import llmrouter.admission.Arrival;
import llmrouter.admission.Endpoint;
import llmrouter.chat.ApiError;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.Summary;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.json.Json;
import llmrouter.records.HiddenKeys;
import llmrouter.records.RequestRecord;
import llmrouter.text.Letters;

/// Small texts of a hosted gateway: failures of calls in its terms, and lines for its log.
final class HostedReplies {
    static final ApiError SIGN_IN = ApiError.of(401, ApiError.Kind.AUTHENTICATION,
        "This gateway requires a key. A browser sends it as the password, with any user name.");

    /// How the platform says that a connection has ended, whatever the reason.
    static final String LOST = "Network connection lost";

    private HostedReplies() {}

    /// What a deployment that cannot serve says of itself.
    static Step unconfigured(HostedRequest request, Endpoint endpoint) {
        boolean health = endpoint == Endpoint.HEALTH;
        String body = Json.object().put("status", health ? "ok" : "not configured").toString();
        return request.reply(new Admission.Reply(health ? 200 : 503, request.arrival().answerFields(), body));
    }

    /// A number made from hexadecimal digits, the last 16.
    static long seed(String random) {
        long seed = 0;
        for (int i = random.length() - 16; i < random.length(); i++) {
            seed = seed << 4 | Letters.digit(random.charAt(i), 16);
        }
        return seed;
    }

    /// The platform says little of why a call broke. A connection that was not made is not told from one that was cut
    /// before the answer, so the provider may have seen the request.
    static CallFailure failure(String detail, boolean answered) {
        var kind = answered ? CallFailure.Kind.CUT : CallFailure.Kind.RESET;
        boolean refused = !answered && (detail.contains("refused") || detail.contains("DNS"));
        return new CallFailure(refused ? CallFailure.Kind.CONNECT : kind, words(detail, answered));
    }

    /// The end of a sentence, in the words of a local gateway where the platform says the same.
    private static String words(String detail, boolean answered) {
        if (detail.startsWith(LOST)) {
            return answered ? "it was closed in the middle of the answer"
                : "it could not be made, or was closed before an answer came";
        }
        return detail.endsWith(".") ? detail.substring(0, detail.length() - 1) : detail;
    }

    /// A line of the log. It shows no key.
    static String line(Summary summary, Arrival arrival, HostedGateway gateway, SecretWords secrets, long began) {
        HostedGateway.Active active = gateway.active();
        if (active == null) return RequestRecord.line(summary, began, arrival, 0);
        Summary shown = HiddenKeys.in(summary, active.config(), secrets, Sha256::hex);
        return RequestRecord.without(secrets, RequestRecord.line(shown, began, arrival, 0));
    }
}
