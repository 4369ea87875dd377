package llmrouter.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.records.PassedThrough;
import llmrouter.routing.CandidateState;
import llmrouter.routing.RouteOutlook;
import llmrouter.text.Plural;
import llmrouter.text.TimeWords;

/// What a user must know first about a running gateway, made from what `GET /status` answers: whether its configuration
/// file is refused, and which aliases and models cannot be answered now, until when and why. `status` and the status
/// page begin with it.
///
/// @param level the worst of what the lines say
/// @param lines full sentences, at least one, the most important first
public record StatusVerdict(Level level, List<String> lines) {
    /// More sentences of one kind than this are counted.
    private static final int MOST_NAMED = 5;
    /// More names in one sentence than this are counted.
    private static final int MOST_IN_A_SENTENCE = 4;

    /// How bad it is.
    public enum Level {
        /// Everything can be answered by every candidate.
        OK,
        /// Everything can be answered, but something needs attention.
        WARN,
        /// Something cannot be answered.
        BAD
    }

    /// @param status as `GET /status` answers
    /// @param now    milliseconds since 1970
    public static StatusVerdict of(Json.Obj status, long now) {
        var lines = new ArrayList<String>();
        Level level = Level.OK;
        if (status.isTrue("draining")) lines.add("The gateway is stopping: it finishes its open requests.");
        if (status.object("configRefusal") instanceof Json.Obj refusal) addRefusal(lines, refusal);
        if (!lines.isEmpty()) level = Level.WARN;
        if (status.isTrue("locked")) {
            level = Level.BAD;
            lines.addFirst("The gateway has no key any more and refuses every request until it gets one or is "
                + "restarted: 'llm-router config add-key' adds one.");
        }
        int before = lines.size();
        routes(status.objects("routes"), "alias", "aliases", now, lines);
        for (Json.Obj provider : status.objects("leftOut")) {
            lines.add("Provider " + provider.text("provider") + " is left out: " + provider.text("why") + ".");
        }
        List<Json.Obj> candidates = status.objects("candidates");
        List<Json.Obj> models = configured(candidates).stream().filter(model -> !leftOut(model)).toList();
        routes(models, "ref", "models", now, lines);
        lines.addAll(PassedWords.of(candidates, now));
        boolean answerable = lines.size() == before;
        if (!answerable) level = Level.BAD;
        String parts = parts(status);
        if (parts == null) return new StatusVerdict(level, withHealthy(status, lines));
        lines.add(parts + (answerable ? "; every alias and model can still be answered." : "."));
        return new StatusVerdict(level == Level.OK ? Level.WARN : level, lines);
    }

    /// @param refusal as [llmrouter.server.ConfigRefusal] writes it
    private static void addRefusal(List<String> lines, Json.Obj refusal) {
        lines.add("The configuration file is refused since " + LocalTime.of(refusal.text("since"))
            + "; the gateway goes on with the one before.");
        lines.add("Why it is refused: " + refusal.text("why"));
    }

    private static List<String> withHealthy(Json.Obj status, List<String> lines) {
        int all = status.items("candidates").size();
        lines.add(all == 0 ? "No candidates are known."
            : all == 1 ? "The one candidate is healthy." : "All " + all + " candidates are healthy.");
        return lines;
    }

    /// Says which routes cannot be answered: one sentence for those that have the same outlook.
    ///
    /// @param name   the member that has the route's name
    /// @param plural what many of them are called
    private static void routes(List<Json.Obj> routes, String name, String plural, long now, List<String> lines) {
        var names = new LinkedHashMap<Json.Obj, List<String>>();
        for (Json.Obj route : routes) {
            if (answerable(route)) continue;
            names.computeIfAbsent(route.object("outlook"), _ -> new ArrayList<>()).add(route.text(name));
        }
        int more = 0;
        int sentences = 0;
        for (var same : names.entrySet()) {
            if (sentences++ < MOST_NAMED) lines.add(sentence(names(same.getValue()), same.getKey(), now));
            else more += same.getValue().size();
        }
        if (more == 0) return;
        int all = names.values().stream().mapToInt(List::size).sum();
        lines.add(more + " more cannot be answered now: " + all + " of " + routes.size() + " " + plural + " in all.");
    }

    /// `a`, `a and b`, or `a, b, c, d and 2 more`.
    private static String names(List<String> all) {
        int named = all.size() > MOST_IN_A_SENTENCE ? MOST_IN_A_SENTENCE : all.size() - 1;
        if (named == 0) return all.getFirst();
        String last = all.size() > MOST_IN_A_SENTENCE ? all.size() - named + " more" : all.getLast();
        return String.join(", ", all.subList(0, named)) + " and " + last;
    }

    /// Whether a request for an alias or model would be answered now.
    ///
    /// @param route an item of `routes` or `candidates`
    public static boolean answerable(Json.Obj route) {
        return !(route.object("outlook") instanceof Json.Obj outlook)
            || RouteOutlook.State.parse(outlook.text("state")) == RouteOutlook.State.OK;
    }

    private static String sentence(String name, Json.Obj outlook, long now) {
        String until = outlook.text("until");
        String wait = until == null ? "" : " for another " + TimeWords.of(Instant.parse(until).toEpochMilli() - now);
        boolean lastResort = RouteOutlook.State.parse(outlook.text("state")) == RouteOutlook.State.LAST_RESORT;
        return name + (lastResort ? " can be answered only as a last resort" : " cannot be answered") + wait + ": "
            + outlook.text("why") + ".";
    }

    /// Without the models that are passed through.
    private static List<Json.Obj> configured(List<Json.Obj> candidates) {
        return candidates.stream().filter(candidate -> !PassedThrough.isFlagged(candidate)).toList();
    }

    /// How many candidates are not ok, also of those that are counted and not listed.
    ///
    /// @param candidates as `GET /status` has them
    public static long unhealthy(List<Json.Obj> candidates) {
        return configured(candidates).stream().filter(c -> !healthy(c) && !PassedThrough.isSum(c)).count()
            + PassedThrough.count(candidates);
    }

    /// What is wrong with candidates and caps, as a clause; null if nothing is.
    private static String parts(Json.Obj status) {
        List<Json.Obj> candidates = configured(status.objects("candidates"));
        long leftOut = candidates.stream().filter(StatusVerdict::leftOut).count();
        long passed = PassedThrough.count(candidates);
        long unhealthy = unhealthy(candidates) - passed - leftOut;
        long full = status.objects("buckets").stream().filter(StatusVerdict::full).count();
        var clauses = new ArrayList<String>();
        String of = " of " + Plural.of(candidates.size(), "candidate");
        if (unhealthy > 0) clauses.add(unhealthy + of + is(unhealthy) + "unhealthy");
        if (passed > 0) {
            clauses.add(Plural.of(passed, "model") + (passed == 1 ? " that is" : " that are") + " passed through"
                + is(passed) + "unhealthy");
        }
        if (leftOut > 0) clauses.add(leftOut + of + is(leftOut) + "left out");
        if (full > 0) clauses.add(Plural.of(full, "cap") + is(full) + "full");
        return clauses.isEmpty() ? null : String.join(", ", clauses);
    }

    private static String is(long n) {
        return n == 1 ? " is " : " are ";
    }

    private static boolean leftOut(Json.Obj candidate) {
        return CandidateState.parse(candidate.text("state")) == CandidateState.LEFT_OUT;
    }

    /// Whether the state of a candidate is `ok`.
    ///
    /// @param candidate an item of `candidates`
    public static boolean healthy(Json.Obj candidate) {
        return CandidateState.parse(candidate.text("state")) == CandidateState.OK;
    }

    /// Whether a cap has no room.
    ///
    /// @param cap an item of `buckets`
    static boolean full(Json.Obj cap) {
        return used(cap, false);
    }

    /// Whether a fifth of a cap or less is left.
    public static boolean nearlyFull(Json.Obj cap) {
        return used(cap, true);
    }

    private static boolean used(Json.Obj cap, boolean nearly) {
        for (String what : List.of("requests", "tokens", "inFlight")) {
            if (!(cap.object(what) instanceof Json.Obj use)) continue;
            long limit = use.number("limit", 0);
            if (use.number("used", 0) >= limit - (nearly ? limit / 5 : 0)) return true;
        }
        return false;
    }
}
