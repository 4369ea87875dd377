package llmrouter.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.routing.CandidateState;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.RouteOutlook;
import llmrouter.routing.SkipReason;

/// The error catalogue: every code that the gateway and its logs can produce, with its meaning, its cause and its fix.
/// `llm-router explain` and `docs/errors.md` are made from it. The codes of the command line itself are added there.
///
/// To add a code: a new constant of an enum makes the compiler ask for its texts here; a code of an error answer gets
/// its row in [AnswerCodes], and a test finds one that has none. Then run `./build.sh docs`.
public final class CodeCatalog {
    private static final String WAKE = "`llm-router wake PROVIDER` then ends its cooldown.";

    /// @param cause why it happens
    /// @param fix   what to do
    private record Advice(String cause, String fix) {}

    private CodeCatalog() {}

    /// Every row, each code once: first the ends of requests, then skips and states, then codes of error answers.
    public static List<CodeEntry> entries() {
        var rows = new LinkedHashMap<String, CodeEntry>();
        for (RequestEnd end : RequestEnd.values()) {
            if (end == RequestEnd.OK) continue;
            Advice advice = of(end);
            add(rows, CodeEntry.of(CodePlace.OUTCOME, end.word(), Meanings.of(end), advice.cause, advice.fix));
        }
        for (SkipReason reason : SkipReason.values()) {
            Advice advice = of(reason);
            add(rows, CodeEntry.of(CodePlace.SKIP, reason.word(), Meanings.of(reason), advice.cause, advice.fix));
        }
        for (CandidateState state : CandidateState.values()) {
            if (state == CandidateState.OK) continue;
            Advice advice = of(state);
            add(rows, CodeEntry.of(CodePlace.STATE, state.word(), Meanings.of(state), advice.cause, advice.fix));
        }
        for (RouteOutlook.State state : RouteOutlook.State.values()) {
            if (state != RouteOutlook.State.OK) add(rows, of(state));
        }
        AnswerCodes.rows().forEach(row -> add(rows, row));
        return List.copyOf(rows.values());
    }

    /// A code that stands in two places has one row, with the texts of the first.
    private static void add(Map<String, CodeEntry> rows, CodeEntry row) {
        CodeEntry known = rows.get(row.code());
        if (known == null && row.meaning().isEmpty()) throw new AssertionError(row.code() + " has no row");
        if (known == null) rows.put(row.code(), row);
        else rows.put(row.code(), known.alsoIn(row.places().getFirst()));
    }

    private static Advice of(RequestEnd end) {
        return switch (end) {
            case OK -> throw new AssertionError("an answered request has no advice");
            case MID_STREAM, CLIENT_GONE, INTERNAL_ERROR, REFUSED, LOCAL -> ofGateway(end);
            case AUTH, BILLING, FORBIDDEN, EDGE_BLOCKED, RATE_LIMITED -> ofAccount(end);
            case INVALID_REQUEST, POLICY, CONTEXT_OVERFLOW -> ofRequest(end);
            case CONFIGURATION, NETWORK, TIMEOUT, NOT_FOUND, TEMPORARY, BAD_RESPONSE -> ofProvider(end);
        };
    }

    private static Advice ofGateway(RequestEnd end) {
        return switch (end) {
            case MID_STREAM -> new Advice("The connection to the provider or the provider's stream ended after a part "
                + "of the answer was sent, so no other candidate could take over. The client got an error event.",
                "Send the request again. `llm-router why ID` names the provider; if it happens often, put another "
                    + "target first in the alias.");
            case CLIENT_GONE -> new Advice("The client closed the connection: it was stopped, or its own time limit "
                + "was shorter than the answer.", "Nothing, if a user stopped it. Else raise the client's time limit.");
            case INTERNAL_ERROR -> new Advice("The program has a defect, or the machine ran out of memory or disk.",
                "The gateway's own output has the details under the request's id. Please report them.");
            case REFUSED -> new Advice("The request came without a valid key, from an address or a web page that is "
                + "not allowed, for a path that does not exist, or while the gateway was full or stopping.",
                "The message of the answer says which. `llm-router why ID` repeats it.");
            case LOCAL -> new Advice("The gateway may open no more files or connections, or start no more threads, or "
                + "there is no memory. It is never counted against the provider, and the client gets 503 with "
                + "`Retry-After`.", "The message names the limit. Raise it (`ulimit -n`, `LimitNOFILE=`, `-Xmx`), or "
                    + "lower `LLM_ROUTER_MAX_CONNECTIONS`.");
            default -> throw new AssertionError(end);
        };
    }

    private static Advice ofAccount(RequestEnd end) {
        return switch (end) {
            case AUTH -> new Advice("The key is wrong, expired or of another provider, or its variable held another "
                + "value when the gateway started.", "Correct it: `llm-router config add-provider PROVIDER "
                    + "--api-key-env=VARIABLE`. A corrected key is used at once. " + WAKE);
            case BILLING -> new Advice("The account at the provider is empty, or its own spending limit is reached.",
                "Add credit at the provider. " + WAKE);
            case FORBIDDEN -> new Advice("The account may not use this model, this region or this function.",
                "Check what the account may use, or ask for another model. " + WAKE);
            case EDGE_BLOCKED -> new Advice("A firewall or a content network in front of the provider answered in its "
                + "place, mostly because of this machine's address or the user agent.",
                "Call the provider from another network or by its `proxy`, or give it another `user-agent` in its "
                    + "`headers`. " + WAKE);
            case RATE_LIMITED -> new Advice("The provider limits requests or tokens for a time, or every candidate has "
                + "reached a cap that your configuration sets.", "Wait as long as `Retry-After` says. `llm-router "
                    + "route MODEL` shows the caps and when they have room again. Add a target to the alias, so that "
                    + "another provider takes over.");
            default -> throw new AssertionError(end);
        };
    }

    private static Advice ofRequest(RequestEnd end) {
        return switch (end) {
            case INVALID_REQUEST -> new Advice("The body is not what its format asks for, the model's name is not "
                + "configured, or a provider refuses a field of the request.", "The message names the field. "
                    + "`llm-router config list` shows the names of models; `llm-router translate --explain` shows "
                    + "what is sent to a provider.");
            case POLICY -> new Advice("The provider's rules about content refuse this request.",
                "Change the request, or ask for a model of another provider.");
            case CONTEXT_OVERFLOW -> new Advice("The conversation and the wanted answer together have more tokens "
                + "than the model takes.", "Shorten or compact the conversation, or ask for a model with a larger "
                    + "context window.");
            default -> throw new AssertionError(end);
        };
    }

    private static Advice ofProvider(RequestEnd end) {
        return switch (end) {
            case CONFIGURATION -> new Advice("The gateway cannot build the call: the provider's address, format, "
                + "headers or key cannot be used.", "`llm-router config validate` and `llm-router config show "
                    + "PROVIDER` say what is wrong.");
            case NETWORK -> new Advice("There is no route, no name service, no listener at the address, or the "
                + "connection broke before the answer.", "Check the provider's `baseUrl`, this machine's network, "
                    + "and its proxy variables.");
            case TIMEOUT -> new Advice("The provider did not begin or finish its answer within the time limit.",
                "Raise the limit: `timeouts` of the provider in the configuration, or a variable of "
                    + "`llm-router help environment`.");
            case NOT_FOUND -> new Advice("The provider has no model of this name, or an address is wrong: that of the "
                + "provider in the configuration, or the path that the client asked the gateway for.",
                "The message says who answered so. `llm-router config show PROVIDER` shows the address that is asked. "
                    + "Compare the model's name with the provider's own list.");
            case TEMPORARY -> new Advice("The provider answered 500, 502, 503, 529 or the like.",
                "Wait, or add a target of another provider to the alias: it is then called at once.");
            case BAD_RESPONSE -> new Advice("The provider answered with something that is not an answer of its format, "
                + "mostly a web page, an empty body or broken JSON.", "Check that the provider's `baseUrl` and "
                    + "`formats` are right: `llm-router config show PROVIDER`.");
            default -> throw new AssertionError(end);
        };
    }

    private static Advice of(SkipReason reason) {
        return switch (reason) {
            case QUOTA_EXHAUSTED -> new Advice("A cap under `rateLimits` of the provider has no room in its window.",
                "`llm-router route MODEL` shows when it has room again. `llm-router config set-caps PROVIDER "
                    + "--caps='600/1h'` changes it.");
            case COOLDOWN -> of(CandidateState.COOLDOWN);
            case CIRCUIT_OPEN -> of(CandidateState.CIRCUIT_OPEN);
            case CIRCUIT_PROBING -> new Advice("The pause after its failures is over, and one request finds out "
                + "whether it works again.", "Nothing: if that request is answered, the candidate is used again.");
            case OTHER_FORMAT -> new Advice("This endpoint passes requests on without translation, and the candidate "
                + "speaks another format.", "Ask for a model whose provider has the client's format in `formats`.");
            case OTHER_ISSUER -> new Advice("The request has a summary of earlier turns in a form that only the "
                + "provider that made it can open.", "Ask for a model of that provider, or start a new session.");
            case LEFT_OUT -> of(CandidateState.LEFT_OUT);
        };
    }

    private static Advice of(CandidateState state) {
        return switch (state) {
            case OK -> throw new AssertionError("a working candidate has no advice");
            case COOLDOWN -> new Advice("Its last call failed, so it is left alone for a while: as long as the "
                + "provider asked, or a few seconds that grow.", "It ends by itself. `llm-router status` says when and "
                    + "why; `llm-router wake PROVIDER` ends it at once.");
            case CIRCUIT_OPEN -> new Advice("Several calls in a row failed.",
                "It ends by itself. `llm-router status` says when and why; `llm-router wake PROVIDER` ends it at "
                    + "once.");
            case HALF_OPEN -> new Advice("Its pause after several failures is over.",
                "Nothing: the next request decides whether it is used again.");
            case LEFT_OUT -> new Advice("The variable, the file or the command that holds the provider's key gives "
                + "none.", "Set the variable and restart the gateway, or correct the place: `llm-router config "
                    + "add-provider PROVIDER --api-key-file=FILE`, then `llm-router reload`.");
        };
    }

    private static CodeEntry of(RouteOutlook.State state) {
        return switch (state) {
            case OK -> throw new AssertionError("a route that can be answered has no advice");
            case LAST_RESORT -> CodeEntry.of(CodePlace.STATE, state.word(), "all candidates of the route are paused",
                "Each candidate failed lately. A request still calls the one whose pause ends first.",
                "`llm-router status` names the candidates and the reasons; `llm-router wake` ends the pauses.");
            case CAPPED -> CodeEntry.of(CodePlace.STATE, state.word(), "no candidate of the route has room in its caps",
                "The caps under `rateLimits` are reached. Requests get 429 until the time that is shown.",
                "`llm-router route MODEL` shows the caps. `llm-router config set-caps PROVIDER --caps='600/1h'` "
                    + "changes them.");
            case LEFT_OUT -> CodeEntry.again(CodePlace.STATE, state.word());
        };
    }
}
