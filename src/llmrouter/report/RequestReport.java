package llmrouter.report;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.SkipReason;
import llmrouter.text.Printable;
import llmrouter.text.TimeWords;

/// A record of the request log in plain words.
public record RequestReport(Json.Obj record) {

    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(record.text("id") + " of " + record.text("time") + ": " + outcome());
        lines.add(asked());
        for (Json item : record.items("skipped")) if (item instanceof Json.Obj skip) lines.add("passed over: " + skip.text("candidate") + " (" + reasons(skip) + ")");
        int n = 1;
        for (Json item : record.items("attempts")) if (item instanceof Json.Obj attempt) lines.add(n++ + ". " + attempt(attempt));
        if (record.items("attempts").isEmpty()) lines.add("nobody was asked");
        usage(lines);
        if (record.text("losses") != null) lines.add("lost in translation: " + record.text("losses"));
        for (Json item : record.items("warnings")) if (item instanceof Json.Str warning) lines.add("noticed: " + warning.value());
        if (record.text("request") != null) lines.add("request: " + record.text("request"));
        if (record.text("answer") != null) lines.add("answer: " + record.text("answer"));
        return lines.stream().map(Printable::of).toList();
    }

    private String outcome() {
        Json.Obj ms = record.object("ms");
        String took = ms == null ? "" : " after " + TimeWords.of(ms.number("total", 0));
        if (ms != null && ms.has("firstToken")) took += ", first token after " + TimeWords.of(ms.number("firstToken", 0));
        String who = record.text("candidate");
        return switch (RequestEnd.parse(record.text("end"))) {
            case OK -> (who == null ? "answered" : who + " answered") + took;
            case CLIENT_GONE -> "the client went away" + took;
            case MID_STREAM -> who + " broke off in the middle of its answer" + took + "; the client was told so";
            case null, default -> "failed with " + record.number("status", 0) + " (" + meaning(record.text("end")) + ")" + took;
        };
    }

    private String asked() {
        String model = record.text("model");
        String asked = "asked for " + (model == null || model.isEmpty() ? "no model" : "'" + model + "'")
            + (record.text("format") == null ? "" : " in the " + record.text("format") + " format") + (record.isTrue("streamed") ? ", as a stream" : "");
        Json.Obj route = record.object("route");
        if (route == null) return asked;
        boolean alias = "alias".equals(route.text("type"));
        return asked + "; that is " + (alias ? "the alias " + route.text("ref") + ", strategy " + route.text("strategy") : "the model " + route.text("ref"));
    }

    private static String attempt(Json.Obj a) {
        long status = a.number("status", 0);
        String result = status == 0 ? "no answer" : Long.toString(status);
        String again = a.number("number", 1) > 1 ? ", asked again (" + a.number("number", 1) + ")" : "";
        return a.text("candidate") + again + ": " + result + " after " + TimeWords.of(a.number("ms", 0)) + ", " + meaning(a.text("category"));
    }

    private void usage(List<String> lines) {
        Json.Obj u = record.object("usage");
        if (u == null) return;
        long read = u.number("cacheRead", 0);
        long written = u.number("cacheWrite", 0);
        long prompt = u.number("input", 0) + read + written;
        String cached = read + written == 0 ? "" : " (" + read + " from the cache, " + written + " into it)";
        String thought = u.number("reasoning", 0) == 0 ? "" : " (" + u.number("reasoning", 0) + " of them thinking)";
        lines.add("tokens: " + prompt + " in" + cached + ", " + u.number("output", 0) + " out" + thought);
    }

    static String reasons(Json.Obj skip) {
        var words = new ArrayList<String>();
        for (Json reason : skip.items("reasons")) if (reason instanceof Json.Str s) words.add(meaning(s.value()));
        return String.join(", ", words);
    }

    /// A word of the log or of the routing, with what it means.
    ///
    /// @param word may be null, or of a newer version; then it is repeated without a meaning
    public static String meaning(String word) {
        RequestEnd end = RequestEnd.parse(word);
        if (end == RequestEnd.OK) return word;
        if (end != null) return word + ": " + meaning(end);
        return SkipReason.parse(word) instanceof SkipReason reason ? word + ": " + meaning(reason) : word;
    }

    private static String meaning(RequestEnd end) {
        return switch (end) {
            case OK -> "answered";
            case INVALID_REQUEST -> "the request itself is at fault, so nobody else was asked";
            case CONFIGURATION -> "the provider cannot be used as it is configured";
            case NETWORK -> "the connection failed";
            case TIMEOUT -> "it took too long";
            case RATE_LIMITED -> "too many requests";
            case BILLING -> "its account is out of credit";
            case AUTH -> "it refused our key";
            case FORBIDDEN -> "it refused us";
            case POLICY -> "its content policy refused the request";
            case CONTEXT_OVERFLOW -> "the conversation is too long for it";
            case NOT_FOUND -> "it does not know the model or the address";
            case TEMPORARY -> "it is in trouble";
            case BAD_RESPONSE -> "what it answered is no answer";
            case MID_STREAM -> "it broke off in the middle of its answer";
            case CLIENT_GONE -> "the client went away";
            case INTERNAL_ERROR -> "a fault of the gateway";
        };
    }

    private static String meaning(SkipReason reason) {
        return switch (reason) {
            case QUOTA_EXHAUSTED -> "a cap that you set is reached";
            case COOLDOWN -> "paused after a failure";
            case CIRCUIT_OPEN -> "paused after consecutive failures";
            case CIRCUIT_PROBING -> "another request is testing it";
            case OTHER_FORMAT -> "it does not serve the client's format";
        };
    }
}
