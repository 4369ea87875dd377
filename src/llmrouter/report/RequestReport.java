package llmrouter.report;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
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
        return switch (String.valueOf(record.text("end"))) {
            case "ok" -> (who == null ? "answered" : who + " answered") + took;
            case "client_gone" -> "the client went away" + took;
            case "mid_stream" -> who + " broke off in the middle of its answer" + took + "; the client was told so";
            case String word -> "failed with " + record.number("status", 0) + " (" + meaning(word) + ")" + took;
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
    public static String meaning(String word) {
        String sense = switch (String.valueOf(word)) {
            case "ok" -> "answered";
            case "invalid_request" -> "the request itself is at fault, so nobody else was asked";
            case "configuration_error" -> "the provider cannot be used as it is configured";
            case "network_error" -> "the connection failed";
            case "timeout" -> "it took too long";
            case "rate_limited" -> "too many requests";
            case "billing_exhausted" -> "its account is out of credit";
            case "auth_failed" -> "it refused our key";
            case "forbidden" -> "it refused us";
            case "policy_blocked" -> "its content policy refused the request";
            case "context_overflow" -> "the conversation is too long for it";
            case "not_found" -> "it does not know the model or the address";
            case "temporary_error" -> "it is in trouble";
            case "bad_response" -> "what it answered is no answer";
            case "mid_stream" -> "it broke off in the middle of its answer";
            case "client_gone" -> "the client went away";
            case "internal_error" -> "a fault of the gateway";
            case "quota-exhausted" -> "a cap that you set is reached";
            case "cooldown" -> "resting after a failure";
            case "circuit-open" -> "resting after failures in a row";
            case "circuit-probing" -> "another request is testing it";
            default -> "";
        };
        return sense.isEmpty() || word.equals("ok") ? word : word + ": " + sense;
    }
}
