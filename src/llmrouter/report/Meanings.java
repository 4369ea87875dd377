package llmrouter.report;

import llmrouter.routing.CandidateState;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.Route;
import llmrouter.routing.SkipReason;

/// The words of the request log and of `/status`, each with its meaning: `rate_limited: too many requests`. A word
/// that is unknown, as in the log of a newer version, is repeated without a meaning.
final class Meanings {
    /// What a user can do about a name that is not configured.
    static final String UNKNOWN_MODEL = "'llm-router config list' shows the names; 'llm-router config "
        + "set-unknown-models ALIAS' names the alias or model that answers for all others";

    private Meanings() {}

    /// How a request or an attempt ended.
    static String ofEnd(String word) {
        RequestEnd end = RequestEnd.parse(word);
        return end == null || end == RequestEnd.OK ? word : word + ": " + of(end);
    }

    /// Why a candidate was skipped.
    static String ofSkip(String word) {
        return SkipReason.parse(word) instanceof SkipReason reason ? word + ": " + of(reason) : word;
    }

    /// Why a request has its route, to follow the words for the route; empty if the requested name means it.
    ///
    /// @param word of the reason, or null
    static String ofReason(String word) {
        return switch (Route.Reason.parse(word)) {
            case DEFAULT_MODEL -> ", the default model";
            case UNKNOWN_MODEL -> ", which answers names that are not configured (unknownModels)";
            case REVIEW_BY_SESSION -> ", which the same session asked for last: "
                + "Codex has the name of its reviewer built in";
            case REVIEW_BY_DEFAULT -> ", the default for Codex's reviewer, because its session is not known";
            case NAMED -> "";
            case null -> word == null ? "" : ", " + word;
        };
    }

    /// Whether a candidate can be picked.
    static String ofState(String word) {
        return CandidateState.parse(word) instanceof CandidateState state ? word + ": " + of(state) : word;
    }

    /// What a user can do about a request that ended so; null if the end or the error that the client got says it.
    ///
    /// @param provider that was called last, or null if none was called
    /// @param model    as the client named it; empty if it named none
    /// @param fix      how its key is corrected, with the key's place; null if that is not known
    static String advice(String word, String provider, String model, String fix) {
        RequestEnd end = RequestEnd.parse(word);
        if (provider == null) return adviceWithoutCall(end, model);
        String name = "the provider '" + provider + "'";
        return switch (end) {
            case AUTH -> "check the key of " + name + "; " + (fix == null ? "" : fix + "; ")
                + "after a change at the provider " + wake(provider);
            case BILLING -> "check the credit of your account at " + name + "; then " + wake(provider);
            case FORBIDDEN -> "check what your account at " + name + " may use; then " + wake(provider);
            case EDGE_BLOCKED -> "call " + name + " from another network or through a proxy, or give it another "
                + "\"user-agent\" in its \"headers\"; then " + wake(provider);
            case NETWORK -> "check the address of " + name + " and this machine's network or proxy";
            case NOT_FOUND -> "check the address of " + name + " and the model's name there";
            case TIMEOUT ->
                "'llm-router help environment' lists the time limits; a provider can have its own 'timeouts'";
            case CONTEXT_OVERFLOW -> "shorten the conversation, or ask for a model with a larger context window";
            case null, default -> null;
        };
    }

    /// How to end a cooldown after a failure that only a person can correct.
    static String wake(String provider) {
        return "'llm-router wake " + provider + "' ends its cooldown";
    }

    /// Whether a failure is one that only a person can correct, at the provider or in the configuration.
    ///
    /// @param word of [RequestEnd]
    static boolean needsAPerson(String word) {
        return switch (RequestEnd.parse(word)) {
            case AUTH, BILLING, FORBIDDEN, EDGE_BLOCKED -> true;
            case null, default -> false;
        };
    }

    /// Whether a failure is about the key, the account or the address of a provider, and so about all its models.
    ///
    /// @param word of [RequestEnd]
    static boolean concernsProvider(String word) {
        return needsAPerson(word) || RequestEnd.parse(word) == RequestEnd.NETWORK;
    }

    private static String adviceWithoutCall(RequestEnd end, String model) {
        return switch (end) {
            case RATE_LIMITED -> "'llm-router route " + (isPlain(model) ? model : "MODEL")
                + "' shows the caps and when they have room again";
            case INTERNAL_ERROR -> "the gateway's own output has the details under the request's id";
            case null, default -> null;
        };
    }

    /// Whether a name stands for itself in a shell. A client can ask for any name, and users copy commands.
    private static boolean isPlain(String name) {
        boolean plain = !name.isEmpty() && name.charAt(0) != '-';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            plain &= letter || c >= '0' && c <= '9' || "/._:@+-".indexOf(c) >= 0;
        }
        return plain;
    }

    static String of(RequestEnd end) {
        return switch (end) {
            case OK -> "answered";
            case INVALID_REQUEST -> "the request is invalid, so no other candidate was called";
            case CONFIGURATION -> "the provider is not configured correctly";
            case LOCAL -> "the gateway's own machine has no files, ports, threads or memory for the call";
            case NETWORK -> "the connection failed";
            case TIMEOUT -> "the provider took too long";
            case RATE_LIMITED -> "too many requests";
            case BILLING -> "the account has no credit left";
            case AUTH -> "the provider refused the key";
            case FORBIDDEN -> "the provider refused access";
            case EDGE_BLOCKED -> "a server in front of the provider blocks the gateway";
            case POLICY -> "the provider's content policy refused the request";
            case CONTEXT_OVERFLOW -> "the conversation is too long for the model";
            case NOT_FOUND -> "the provider does not know the model or the address";
            case TEMPORARY -> "temporary provider error";
            case BAD_RESPONSE -> "invalid response";
            case MID_STREAM -> "the answer broke off";
            case CLIENT_GONE -> "the client disconnected";
            case INTERNAL_ERROR -> "an error of the gateway itself";
            case REFUSED -> "the gateway refused the request before it read it";
        };
    }

    static String of(SkipReason reason) {
        return switch (reason) {
            case QUOTA_EXHAUSTED -> "a cap that you set is reached";
            case COOLDOWN -> of(CandidateState.COOLDOWN);
            case CIRCUIT_OPEN -> of(CandidateState.CIRCUIT_OPEN);
            case CIRCUIT_PROBING -> "another request is testing it";
            case OTHER_FORMAT -> "it does not serve the client's format";
            case OTHER_ISSUER -> "only another provider can open a summary in the request";
            case LEFT_OUT -> of(CandidateState.LEFT_OUT);
        };
    }

    static String of(CandidateState state) {
        return switch (state) {
            case OK -> "it can be picked";
            case COOLDOWN -> "paused after a failure";
            case CIRCUIT_OPEN -> "paused after consecutive failures";
            case HALF_OPEN -> "the next request tests it";
            case LEFT_OUT -> "the key of its provider cannot be had";
        };
    }
}
