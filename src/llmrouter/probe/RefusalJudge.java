package llmrouter.probe;

import java.net.URI;
import java.util.Locale;

import llmrouter.chat.ApiError;
import llmrouter.chat.ApiError.Kind;
import llmrouter.http.HeaderMap;
import llmrouter.probe.ProbeVerdict.Unproven;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.errors.EdgeAnswer;
import llmrouter.protocol.errors.RefusalCause;
import llmrouter.protocol.waiting.Waits;
import llmrouter.text.Printable;
import llmrouter.text.Ws;

/// Says what an answer that is no success means. The body decides; the status counts only where the body says nothing.
final class RefusalJudge {
    private static final String[] UNKNOWN = {
        "not found", "not_found", "not exist", "unknown", "unrecognized", "invalid model", "invalid_model",
        "unsupported", "not supported", "not available", "unavailable", "no such", "not a valid model",
        "no endpoints found", "not enabled", "not have access", "not loaded", "model:"};
    private static final String[] OTHER_FORMAT = {
        "not a chat model", "only supported in v1/", "in the v1/chat/completions endpoint", "only available in v1/",
        "use the v1/", "use /v1/", "must use the", "not supported with this endpoint"};
    private static final String[] PORTAL = {
        "captive", "hotspot", "wi-fi", "wifi", "network login", "sign in to network", "log in to the network",
        "internet access", "accept the terms"};
    /// Of a provider's words as many characters are shown.
    private static final int SHOWN = 160;

    private RefusalJudge() {}

    /// @param model        that was asked for; null for a list
    /// @param epochSeconds now
    static Unproven of(ProbePlace place, String model, RawAnswer answer, long epochSeconds) {
        int status = answer.status();
        if (status >= 300 && status < 400) return redirect(place, answer);
        ApiError error = Protocol.of(place.format()).readError(status, answer.body());
        long wait = Waits.ms(status, answer.headers(), error, epochSeconds);
        if (status == 511) return new Unproven(ProbeTrouble.PORTAL, "the network wants a login (511): " + cut(error));
        EdgeAnswer edge = EdgeAnswer.of(status, answer.headers(), answer.body());
        boolean own = edge != null && edge.kind() == EdgeAnswer.Kind.PAGE && (status == 401 || status == 402);
        if (edge != null && !own) return ofEdge(edge, status, error, answer.body(), wait);
        String detail = "status " + status + ": " + cut(error);
        ProbeTrouble trouble = trouble(status, model, error, answer.body());
        return new Unproven(trouble, detail, wait, null);
    }

    /// A success whose body is a page.
    static Unproven ofPage(RawAnswer answer, ApiError error) {
        EdgeAnswer edge = EdgeAnswer.of(answer.status(), answer.headers(), answer.body());
        if (edge == null) return page(answer.status(), null, error, answer.body(), -1);
        return ofEdge(edge, answer.status(), error, answer.body(), -1);
    }

    private static Unproven redirect(ProbePlace place, RawAnswer answer) {
        String to = answer.headers().get("location");
        String status = "status " + answer.status();
        if (to == null) return new Unproven(ProbeTrouble.NO_ENDPOINT, status + " without a target");
        URI target = target(place, to);
        boolean same = target != null && target.getHost() != null && target.getHost().equals(host(place));
        String shown = target == null ? "an address that cannot be read" : place.shown(target.toString());
        return same
            ? new Unproven(ProbeTrouble.NO_ENDPOINT, status + ", a redirect to " + shown
                + "; if that is right, give that address")
            : new Unproven(ProbeTrouble.PORTAL, status + ", a redirect to " + shown
                + ", as a network that wants a login sends it");
    }

    private static URI target(ProbePlace place, String to) {
        try {
            return URI.create(place.url()).resolve(to);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static String host(ProbePlace place) {
        return URI.create(place.origin()).getHost();
    }

    private static Unproven ofEdge(EdgeAnswer edge, int status, ApiError error, String body, long wait) {
        return switch (edge.kind()) {
            case RATE_LIMIT -> new Unproven(ProbeTrouble.RATE_LIMIT, server(edge) + " limits the rate: " + cut(error),
                wait, null);
            case CHALLENGE -> new Unproven(ProbeTrouble.BLOCKED, server(edge) + " wants to see a browser");
            case BLOCKED -> new Unproven(ProbeTrouble.BLOCKED, server(edge) + " refuses the request: " + cut(error));
            case UNREACHED -> new Unproven(ProbeTrouble.SERVER, server(edge) + " cannot reach the provider (status "
                + status + "): " + cut(error), wait, null);
            case PAGE -> page(status, edge.server(), error, body, wait);
        };
    }

    private static String server(EdgeAnswer edge) {
        return edge.server() == null ? "a server in front of the provider" : edge.server();
    }

    private static Unproven page(int status, String server, ApiError error, String body, long wait) {
        String title = error.quote() == null ? "" : ": " + cut(error.quote());
        String by = server == null ? "" : " of " + server;
        String detail = "a page for browsers" + by + " with status " + status + title;
        if (status == 404 || status == 405 || status == 410) return new Unproven(ProbeTrouble.NO_ENDPOINT, detail);
        boolean portal = status < 300 && any(body.toLowerCase(Locale.ROOT), PORTAL);
        return new Unproven(portal ? ProbeTrouble.PORTAL : ProbeTrouble.PAGE, detail, wait, null);
    }

    private static ProbeTrouble trouble(int status, String model, ApiError error, String body) {
        String words = HeaderMap.lower(error.words() + " " + error.code() + " " + error.param());
        if (status == 429 || error.kind() == Kind.RATE_LIMIT) {
            return error.kind() == Kind.BILLING ? ProbeTrouble.QUOTA : ProbeTrouble.RATE_LIMIT;
        }
        if (model != null && any(words, OTHER_FORMAT)) return ProbeTrouble.OTHER_FORMAT;
        RefusalCause cause = RefusalCause.of(status, error, body);
        if (model != null && aboutTheModel(status, cause, words, model)) return ProbeTrouble.UNKNOWN_MODEL;
        if (error.kind() == Kind.BILLING || cause == RefusalCause.ACCOUNT) return ProbeTrouble.QUOTA;
        if (cause == RefusalCause.KEY || cause == RefusalCause.ACCESS) return ProbeTrouble.AUTH;
        return switch (status) {
            case 404, 405, 410, 501 -> ProbeTrouble.NO_ENDPOINT;
            case 408, 409, 425 -> ProbeTrouble.SERVER;
            case 407 -> ProbeTrouble.PORTAL;
            default -> status >= 500 || error.kind() == Kind.OVERLOADED ? ProbeTrouble.SERVER : ProbeTrouble.REFUSED;
        };
    }

    /// Whether a refusal is about the model: it names it, or says the word, and says that there is none.
    private static boolean aboutTheModel(int status, RefusalCause cause, String words, String model) {
        if (status >= 500 && status != 501 || status == 401 || status == 402) return false;
        if (words.contains("model_not_found") || words.contains("invalid_model")) return true;
        boolean forbidden = status == 403 && cause == RefusalCause.KEY;
        boolean named = words.contains(HeaderMap.lower(model));
        return !forbidden && (named || words.contains("model")) && any(words, UNKNOWN);
    }

    static String cut(ApiError error) {
        return cut(error.words());
    }

    /// What a provider said, on one line.
    static String cut(String words) {
        String line = Ws.trim(words);
        return line.length() > SHOWN ? Printable.of(line, SHOWN - 1) + "…" : Printable.of(line);
    }

    private static boolean any(String words, String[] signs) {
        for (String sign : signs) {
            if (words.contains(sign)) return true;
        }
        return false;
    }
}
