package llmrouter.report;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.routing.RequestEnd;
import llmrouter.text.Printable;
import llmrouter.text.TimeWords;

/// A line of the request log as text for people.
///
/// @param record as [RequestRecord] makes it
public record RequestReport(Json.Obj record) {

    /// Lines without control characters.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(record.text("id") + " of " + record.text("time") + ": " + result());
        lines.add(request());
        for (Json.Obj skip : record.objects("skipped")) {
            lines.add("skipped: " + skip.text("candidate") + " (" + reasons(skip) + ")");
        }
        int number = 1;
        for (Json.Obj attempt : record.objects("attempts")) lines.add(number++ + ". " + attempt(attempt));
        if (number == 1) lines.add("no candidate was called");
        if (record.object("usage") instanceof Json.Obj usage) lines.add(tokens(usage));
        addText(lines, "lost in translation: ", "losses");
        for (String warning : record.texts("warnings")) lines.add("warning: " + warning);
        addText(lines, "request: ", "request");
        addText(lines, "answer: ", "answer");
        return lines.stream().map(Printable::of).toList();
    }

    private void addText(List<String> lines, String label, String member) {
        if (record.text(member) != null) lines.add(label + record.text(member));
    }

    private String result() {
        String candidate = record.text("candidate");
        String after = after();
        return switch (RequestEnd.parse(record.text("end"))) {
            case OK -> (candidate == null ? "answered" : candidate + " answered") + after;
            case CLIENT_GONE -> "the client disconnected" + after;
            case MID_STREAM -> "the answer of " + candidate + " broke off" + after + "; the client received an error";
            case null, default -> "failed with " + record.number("status", 0) + " ("
                + Meanings.ofEnd(record.text("end")) + ")" + after;
        };
    }

    private String after() {
        Json.Obj ms = record.object("ms");
        if (ms == null) return "";
        String first = ms.has("firstToken") ? ", first token after " + TimeWords.of(ms.number("firstToken", 0)) : "";
        return " after " + TimeWords.of(ms.number("total", 0)) + first;
    }

    private String request() {
        String model = record.text("model");
        boolean named = model != null && !model.isEmpty();
        var line = new StringBuilder("requested ").append(named ? "'" + model + "'" : "no model");
        if (record.text("format") != null) line.append(" in the ").append(record.text("format")).append(" format");
        if (record.isTrue("streamed")) line.append(", as a stream");
        if (record.object("route") instanceof Json.Obj route) line.append("; this is ").append(route(route));
        return line.toString();
    }

    /// `the alias work, strategy auto` or `the model p/m`, and why it is that one if its name was not requested.
    ///
    /// @param route as [RequestRecord#route] makes it
    static String route(Json.Obj route) {
        boolean alias = "alias".equals(route.text("type"));
        String way = alias ? "the alias " + route.text("ref") + ", strategy " + route.text("strategy")
            : "the model " + route.text("ref");
        return way + Meanings.ofReason(route.text("reason"));
    }

    /// `cooldown: paused after a failure, quota-exhausted: a cap that you set is reached`.
    ///
    /// @param skip an item of [RequestRecord#skips]
    static String reasons(Json.Obj skip) {
        return String.join(", ", skip.texts("reasons").stream().map(Meanings::ofSkip).toList());
    }

    private static String attempt(Json.Obj a) {
        long status = a.number("status", 0);
        long number = a.number("number", 1);
        return a.text("candidate") + (number > 1 ? ", attempt " + number : "") + ": "
            + (status == 0 ? "no answer" : status)
            + " after " + TimeWords.of(a.number("ms", 0)) + ", " + Meanings.ofEnd(a.text("category"));
    }

    private static String tokens(Json.Obj usage) {
        long read = usage.number("cacheRead", 0);
        long written = usage.number("cacheWrite", 0);
        long reasoning = usage.number("reasoning", 0);
        String cache = read + written == 0 ? "" : " (" + read + " read from the cache, " + written + " written to it)";
        return "tokens: " + (usage.number("input", 0) + read + written) + " in" + cache
            + ", " + usage.number("output", 0) + " out"
            + (reasoning == 0 ? "" : " (" + reasoning + " of them reasoning)");
    }
}
