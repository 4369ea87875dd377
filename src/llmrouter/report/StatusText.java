package llmrouter.report;

import java.time.Instant;
import java.util.ArrayList;

import llmrouter.json.Json;
import llmrouter.routing.CandidateState;
import llmrouter.text.TimeWords;

/// How a candidate or a bucket stands, for people, out of what programs are told ([llmrouter.report.StatusJson]).
public final class StatusText {
    private StatusText() {}

    /// `p/m: cooldown: paused after a failure, 28 s more (rate_limited: too many requests)`.
    public static String candidate(Json.Obj c) {
        String state = c.text("state");
        var line = new StringBuilder(c.text("ref")).append(": ").append(meaning(state));
        if (c.text("until") != null) line.append(", ").append(TimeWords.of(until(c.text("until")))).append(" more");
        if (c.text("reason") != null) line.append(" (last failure ").append(RequestReport.meaning(c.text("reason"))).append(')');
        return line.toString();
    }

    private static String meaning(String state) {
        boolean halfOpen = CandidateState.parse(state) == CandidateState.HALF_OPEN;
        return halfOpen ? state + ": the next request tests it" : RequestReport.meaning(state);
    }

    /// `p/minute: 28 of 40 requests left, resets in 23 s`.
    public static String bucket(Json.Obj b) {
        var parts = new ArrayList<String>();
        if (b.object("requests") instanceof Json.Obj r) parts.add(left(r) + " requests left");
        if (b.object("tokens") instanceof Json.Obj t) parts.add(left(t) + " tokens left");
        if (b.object("inFlight") instanceof Json.Obj f) parts.add(f.number("used", 0) + " of " + f.number("limit", 0) + " at the same time");
        if (b.text("resets") != null) parts.add("resets in " + TimeWords.of(until(b.text("resets"))));
        return b.text("bucket") + ": " + String.join(", ", parts);
    }

    private static String left(Json.Obj cap) {
        return Math.max(0, cap.number("limit", 0) - cap.number("used", 0)) + " of " + cap.number("limit", 0);
    }

    private static long until(String time) {
        return Instant.parse(time).toEpochMilli() - System.currentTimeMillis();
    }
}
