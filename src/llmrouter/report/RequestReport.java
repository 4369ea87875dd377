package llmrouter.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.routing.RequestEnd;
import llmrouter.text.Printable;
import llmrouter.text.TimeWords;

/// A line of the request log as text for people.
///
/// @param record as [RequestRecord] makes it
public record RequestReport(Json.Obj record) {
    /// The code of the error that a client gets for a name that is not configured.
    private static final String NO_MODEL = "model_not_found";

    /// Lines without control characters.
    public List<String> lines() {
        return lines(false);
    }

    /// The same.
    ///
    /// @param naming whether the gateway that had the request is named, because there are several
    public List<String> lines(boolean naming) {
        var lines = new ArrayList<String>();
        lines.add(record.text("id") + " of " + LocalTime.of(record.text("time")) + ": " + result());
        addText(lines, "told the client: ", "told");
        lines.add(request());
        if (naming && record.has("port")) lines.add("received by the gateway on port " + record.number("port", 0));
        for (Json.Obj skip : record.objects("skipped")) {
            lines.add("skipped: " + skip.text("candidate") + " (" + reasons(skip) + ")");
        }
        int number = 1;
        for (Json.Obj attempt : record.objects("attempts")) lines.add(number++ + ". " + attempt(attempt));
        if (number == 1) lines.add("no candidate was called");
        String advice = advice();
        if (advice != null) lines.add("what to do: " + advice);
        String code = isUnknownModel() ? NO_MODEL : cause();
        if (isFailed()) lines.add("more about it: 'llm-router explain " + code + "'");
        if (record.object("usage") instanceof Json.Obj usage) lines.add(tokens(usage));
        addText(lines, "lost in translation: ", "losses");
        for (String warning : record.texts("warnings")) lines.add("warning: " + warning);
        addText(lines, "request: ", "request");
        addText(lines, "answer: ", "answer");
        return lines.stream().map(Printable::of).toList();
    }

    /// The request in one line without control characters:
    /// `2026-03-01 13:00:20  req_7  work -> p2/m  ok  2.0 s  (3 attempts)`.
    public String line() {
        String candidate = record.text("candidate");
        String what = isUnread() ? caller() : model().isEmpty() ? "no model" : model();
        boolean other = candidate != null && !candidate.equals(model());
        RequestEnd end = RequestEnd.parse(record.text("end"));
        boolean answered = end == RequestEnd.OK || end == RequestEnd.CLIENT_GONE || end == RequestEnd.MID_STREAM;
        String outcome = (answered ? "" : record.number("status", 0) + " ") + record.text("end");
        String took = record.object("ms") instanceof Json.Obj ms ? "  " + TimeWords.of(ms.number("total", 0)) : "";
        return Printable.of(LocalTime.of(record.text("time")) + "  " + record.text("id") + "  " + what
            + (other ? " -> " + candidate : "") + "  " + outcome + took + reason());
    }

    /// The same, with the gateway's port if the record has it.
    public String lineWithPort() {
        return line() + (record.has("port") ? "  (gateway on port " + record.number("port", 0) + ")" : "");
    }

    private String reason() {
        if (record.text("told") != null) return "  " + record.text("told");
        var failed = new LinkedHashSet<String>();
        for (Json.Obj attempt : record.objects("attempts")) {
            if (RequestEnd.parse(attempt.text("category")) == RequestEnd.OK) continue;
            failed.add(attempt.text("candidate") + " " + attempt.text("category"));
        }
        return failed.isEmpty() ? "" : "  after " + String.join(", ", failed);
    }

    /// Whether the gateway refused the request before it knew a model.
    private boolean isUnread() {
        return record.text("path") != null && model().isEmpty();
    }

    /// As the client named it; empty if it named none.
    private String model() {
        String model = record.text("model");
        return model == null ? "" : model;
    }

    /// `POST /v1/messages from 127.0.0.1`.
    private String caller() {
        return record.text("method") + " " + record.text("path") + " from " + record.text("clientAddress");
    }

    /// What the user can do about the failure, or null.
    private String advice() {
        List<Json.Obj> attempts = record.objects("attempts");
        if (attempts.isEmpty() && isUnknownModel()) return Meanings.UNKNOWN_MODEL;
        Json.Obj last = attempts.isEmpty() ? Json.object() : attempts.getLast();
        return Meanings.advice(record.text("end"), provider(last), model(), last.text("fix"));
    }

    /// Whether a chat request was refused because nothing is configured under its model's name. The older endpoints are
    /// refused such names whatever the configuration says.
    private boolean isUnknownModel() {
        String path = record.text("path");
        boolean chat = path == null || !path.endsWith("/embeddings") && !path.endsWith("/v1/completions");
        String told = record.text("told");
        return chat && record.number("status", 0) == 404 && !model().isEmpty()
            && RequestEnd.parse(record.text("end")) == RequestEnd.INVALID_REQUEST
            && told != null && told.startsWith("The model '");
    }

    /// Of an attempt; null if there was none.
    private static String provider(Json.Obj attempt) {
        String candidate = attempt.text("candidate");
        int slash = candidate == null ? -1 : candidate.indexOf('/');
        return slash < 0 ? null : candidate.substring(0, slash);
    }

    private void addText(List<String> lines, String label, String member) {
        if (record.text(member) != null) lines.add(label + record.text(member));
    }

    private String result() {
        String candidate = record.text("candidate");
        return switch (RequestEnd.parse(record.text("end"))) {
            case OK -> (candidate == null ? "answered" : candidate + " answered") + after();
            case CLIENT_GONE -> "the client disconnected" + after();
            case MID_STREAM -> "the answer of " + candidate + " broke off" + after() + "; the client received an error";
            case null, default -> "failed with " + record.number("status", 0) + " (" + meaning() + ")" + after();
        };
    }

    private String meaning() {
        String end = record.text("end");
        boolean unrouted = RequestEnd.parse(end) == RequestEnd.INVALID_REQUEST && record.objects("attempts").isEmpty();
        String code = isUnknownModel() ? NO_MODEL + ", " + end : end;
        return unrouted ? code + ": the gateway refused the request before it called a candidate"
            : Meanings.ofEnd(cause());
    }

    /// How the attempt ended whose error the client got: it need not be the last one.
    private String cause() {
        String cause = record.text("end");
        for (Json.Obj attempt : record.objects("attempts")) {
            boolean same = attempt.number("status", 0) == record.number("status", -1);
            if (same && attempt.text("category") != null) cause = attempt.text("category");
        }
        return cause;
    }

    /// Whether the catalogue has something to say: not of a word of a newer version.
    private boolean isFailed() {
        RequestEnd end = RequestEnd.parse(cause());
        return end != null && end != RequestEnd.OK && end != RequestEnd.CLIENT_GONE;
    }

    private String after() {
        Json.Obj ms = record.object("ms");
        if (ms == null) return "";
        String first = ms.has("firstToken") ? ", first token after " + TimeWords.of(ms.number("firstToken", 0)) : "";
        return " after " + TimeWords.of(ms.number("total", 0)) + first;
    }

    private String request() {
        String what = isUnread() ? caller() : "requested " + (model().isEmpty() ? "no model" : "'" + model() + "'");
        var line = new StringBuilder(what);
        if (record.text("format") != null) line.append(" in the ").append(record.text("format")).append(" format");
        if (record.isTrue("streamed")) line.append(", as a stream");
        if (record.text("key") != null) line.append(", with the client key '").append(record.text("key")).append('\'');
        if (record.object("route") instanceof Json.Obj route) line.append("; this is ").append(route(route));
        else if (record.text("path") != null && !isUnread()) line.append(", ").append(caller());
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
            + (status == 0 ? withoutAnswer(a) : status)
            + " after " + TimeWords.of(a.number("ms", 0)) + ", " + Meanings.ofEnd(a.text("category"))
            + (a.text("asked") == null ? "" : "; the address asked was " + a.text("asked"));
    }

    /// The gateway does not send what it cannot translate.
    public static String withoutAnswer(Json.Obj attempt) {
        RequestEnd end = RequestEnd.parse(attempt.text("category"));
        return end == RequestEnd.INVALID_REQUEST || end == RequestEnd.CONFIGURATION ? "not called" : "no answer";
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
