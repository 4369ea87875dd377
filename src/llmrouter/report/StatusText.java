package llmrouter.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.records.PassedThrough;
import llmrouter.routing.Candidate;
import llmrouter.routing.CandidateState;
import llmrouter.routing.Choice.Cap;
import llmrouter.text.Printable;
import llmrouter.text.TimeWords;

/// What `GET /status` answers, as text for people.
public final class StatusText {
    private StatusText() {}

    /// Lists of this length are printed whole; of a longer one only what needs attention.
    private static final int SHORT_LIST = 12;

    /// A running gateway: where it is, what it cannot do now, what it serves, and the state of its candidates and caps.
    /// Of candidates that are ok, and of long lists, only the number is said. Lines without control characters.
    ///
    /// @param url    where it was reached
    /// @param status what it answered
    /// @param all    whether everything is listed
    public static List<String> gateway(String url, Json.Obj status, boolean all) {
        var lines = new ArrayList<String>();
        lines.add(headline(url, status));
        if (status.has("candidates") || status.has("configRefusal") || status.isTrue("locked")) {
            lines.addAll(StatusVerdict.of(status, System.currentTimeMillis()).lines());
        }
        lines.add("Config: " + status.text("config"));
        lines.add("Key: " + (status.isTrue("locked") ? "required, and there is none any more"
            : status.isTrue("keyRequired") ? "required" : "not required"));
        if (status.object("state") instanceof Json.Obj state) {
            lines.add("Routing state: " + state.text("backend") + problem(state));
        }
        lines.add("Request log: " + requestLog(status.object("requestLog")));
        addAliases(lines, status.objects("routes"), all);
        if (!status.has("candidates")) lines.add("Candidates: unknown with this state backend");
        addCandidates(lines, status.objects("candidates"), all);
        addCaps(lines, status.objects("buckets"), all);
        for (Json.Obj key : status.objects("clientKeys")) lines.add("Client key " + clientKey(key));
        return lines.stream().map(Printable::of).toList();
    }

    private static void addAliases(List<String> lines, List<Json.Obj> routes, boolean all) {
        boolean whole = all || routes.size() <= SHORT_LIST;
        int left = 0;
        for (Json.Obj route : routes) {
            if (whole || !StatusVerdict.answerable(route)) lines.add("Alias " + alias(route));
            else left++;
        }
        if (left > 0) lines.add("Aliases: " + (left < routes.size() ? "and " : "") + left + " that can be answered");
    }

    private static void addCandidates(List<String> lines, List<Json.Obj> candidates, boolean all) {
        int healthy = 0;
        int others = 0;
        for (Json.Obj candidate : candidates) {
            if (PassedThrough.isSum(candidate)) continue;
            boolean ok = StatusVerdict.healthy(candidate);
            if (all || !ok && others < SHORT_LIST) lines.add("Candidate " + candidate(candidate));
            if (ok) healthy++;
            else others++;
        }
        long more = (all ? 0 : Math.max(0, others - SHORT_LIST)) + PassedThrough.unnamed(candidates);
        if (more > 0) lines.add("Candidates: and " + more + " more that are not ok");
        if (all) return;
        if (healthy > 0) lines.add("Candidates: " + (others > 0 ? "and " : "") + healthy + " ok");
    }

    private static void addCaps(List<String> lines, List<Json.Obj> caps, boolean all) {
        boolean whole = all || caps.size() <= SHORT_LIST;
        int left = 0;
        for (Json.Obj cap : caps) {
            if (whole || StatusVerdict.nearlyFull(cap)) lines.add("Cap " + cap(cap));
            else left++;
        }
        if (left > 0) lines.add("Caps: " + (left < caps.size() ? "and " : "") + left + " with room");
    }

    private static String headline(String url, Json.Obj status) {
        return "llm-router " + status.text("version") + " runs on " + url + " for "
            + TimeWords.of(1000 * status.number("uptimeSeconds", 0))
            + " (process " + status.number("pid", 0) + (status.isTrue("draining") ? ", stopping" : "") + ")";
    }

    private static String requestLog(Json.Obj log) {
        if (log == null) return "off";
        long dropped = log.number("dropped", 0);
        return log.text("path") + (dropped == 0 ? "" : ", " + dropped + " lines dropped") + problem(log);
    }

    private static String problem(Json.Obj part) {
        return part.text("trouble") == null ? "" : "; problem: " + part.text("trouble");
    }

    private static String alias(Json.Obj route) {
        List<String> fallback = route.texts("fallback");
        return route.text("alias") + " (" + route.text("strategy") + "): " + String.join(", ", route.texts("primary"))
            + (fallback.isEmpty() ? "" : "; then " + String.join(", ", fallback));
    }

    /// `p/m: cooldown: paused after a failure, 28 s more (last failure rate_limited: too many requests)`.
    ///
    /// @param candidate an item of [StatusJson#candidates]
    static String candidate(Json.Obj candidate) {
        String state = candidate.text("state");
        String meaning = CandidateState.parse(state) == CandidateState.OK ? state : Meanings.ofState(state);
        var line = new StringBuilder(candidate.text("ref")).append(": ").append(meaning);
        if (candidate.text("until") != null) line.append(", ").append(timeTo(candidate.text("until"))).append(" more");
        if (candidate.text("why") != null) line.append(": ").append(candidate.text("why"));
        String failure = candidate.text("reason");
        if (failure != null) line.append(" (last failure ").append(Meanings.ofEnd(failure)).append(')');
        if (candidate.text("until") != null && Meanings.needsAPerson(failure)) {
            if (candidate.text("fix") != null) line.append("; ").append(candidate.text("fix"));
            line.append("; ").append(Meanings.wake(Candidate.providerOf(candidate.text("ref"))));
        }
        return line.toString();
    }

    /// `ci: may ask for work; minute: 28 of 40 requests left, resets in 23 s`.
    private static String clientKey(Json.Obj key) {
        var parts = new ArrayList<String>();
        List<String> models = key.texts("models");
        parts.add("may ask for " + (models.isEmpty() ? "all models" : String.join(", ", models)));
        if (key.text("expires") != null) parts.add("expires " + key.text("expires"));
        for (Json.Obj cap : key.objects("buckets")) parts.add(cap(Cap.bucketOf(cap.text("bucket")), cap));
        return key.text("name") + ": " + String.join("; ", parts);
    }

    /// `p/minute: 28 of 40 requests left, resets in 23 s`.
    ///
    /// @param cap an item of [StatusJson#caps]
    public static String cap(Json.Obj cap) {
        return cap(cap.text("bucket"), cap);
    }

    private static String cap(String name, Json.Obj cap) {
        var parts = new ArrayList<String>();
        if (cap.object("requests") instanceof Json.Obj use) parts.add(left(use) + " requests left");
        if (cap.object("tokens") instanceof Json.Obj use) parts.add(left(use) + " tokens left");
        if (cap.object("inFlight") instanceof Json.Obj use) {
            parts.add(use.number("used", 0) + " of " + use.number("limit", 0) + " at the same time");
        }
        if (cap.text("resets") != null) parts.add("resets in " + timeTo(cap.text("resets")));
        return name + ": " + String.join(", ", parts);
    }

    private static String left(Json.Obj use) {
        return Math.max(0, use.number("limit", 0) - use.number("used", 0)) + " of " + use.number("limit", 0);
    }

    private static String timeTo(String instant) {
        return TimeWords.of(Instant.parse(instant).toEpochMilli() - System.currentTimeMillis());
    }
}
