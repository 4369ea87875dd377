package llmrouter.page;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.json.Json;
import llmrouter.records.PassedThrough;
import llmrouter.report.RequestReport;
import llmrouter.report.StatusVerdict;
import llmrouter.routing.CandidateState;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.RouteOutlook;
import llmrouter.text.TimeWords;

/// The parts of the page below its charts: states of candidates, use of caps, targets of aliases, and the last
/// requests. States, reasons and ends are shown by their words in `/status` and in the request log, so that a reader
/// can search for them there.
///
/// @param status as `GET /status` answers
/// @param now    milliseconds since 1970
record Panels(HtmlWriter out, Json.Obj status, long now) {
    /// More candidates of one kind than this are folded.
    private static final int MOST_LISTED = 40;
    /// From this use of a cap on, in percent, it counts as nearly full.
    private static final int NEARLY_FULL = 80;

    /// A style class of [PageStyle]: a shape and a colour for a state.
    private static final String OK = "ok";
    private static final String WARN = "warn";
    private static final String BAD = "bad";

    private static String kind(CandidateState state) {
        return switch (state) {
            case OK -> OK;
            case CIRCUIT_OPEN, LEFT_OUT -> BAD;
            case COOLDOWN, HALF_OPEN -> WARN;
            case null -> WARN;
        };
    }

    private static String kind(RequestEnd end) {
        if (end == RequestEnd.OK) return OK;
        return end == RequestEnd.CLIENT_GONE ? WARN : BAD;
    }

    void candidates() {
        open("candidates", "Candidates");
        List<Json.Obj> known = status.objects("candidates");
        List<Json.Obj> all = known.stream().filter(c -> !PassedThrough.isSum(c)).toList();
        if (!status.has("candidates")) {
            out.tags("<p class=quiet>This kind of routing state does not report the states of candidates.</p>");
        }
        List<Json.Obj> details = all.stream().filter(Panels::hasDetails).toList();
        withDetails(details.subList(0, Math.min(MOST_LISTED, details.size())));
        withoutDetails("unhealthy", details.subList(Math.min(MOST_LISTED, details.size()), details.size()));
        long unnamed = PassedThrough.unnamed(known);
        if (unnamed > 0) {
            out.tags("<p class=quiet>and ").tags(HtmlWriter.count(unnamed, "more unhealthy model"))
                .tags(unnamed == 1 ? " that is passed through</p>" : " that are passed through</p>");
        }
        withoutDetails("healthy", all.stream().filter(c -> !hasDetails(c)).toList());
        close();
    }

    /// Whether there is more to show of a candidate than its name.
    private static boolean hasDetails(Json.Obj candidate) {
        return !StatusVerdict.healthy(candidate) || !StatusVerdict.answerable(candidate) || candidate.has("reason");
    }

    private void withDetails(List<Json.Obj> candidates) {
        if (candidates.isEmpty()) return;
        table("Candidate", "State", "Why");
        for (Json.Obj c : candidates) {
            Json.Obj obstacle = StatusVerdict.healthy(c) && !StatusVerdict.answerable(c) ? c.object("outlook") : c;
            out.tags("<tr role=row>").tags(cell("Candidate")).ref(c.text("ref")).tags(cell("State"));
            if (obstacle == c) state(c.text("state"));
            else out.state(kind(obstacle), obstacle.text("state"));
            left(obstacle);
            out.tags(cell("Why")).sentence(obstacle.text("why") == null ? "" : obstacle.text("why"))
                .text(c.text("reason") == null ? "" : c.text("reason"));
            if (c.number("failures", 0) > 1) out.tags(", ").number(c.number("failures", 0)).tags(" in a row");
            out.tags("</td></tr>");
        }
        out.tags("</tbody></table>");
    }

    /// @param kind what they are, which is also the id of their list
    private void withoutDetails(String kind, List<Json.Obj> candidates) {
        if (candidates.isEmpty()) return;
        boolean folded = kind.equals("unhealthy") || candidates.size() > MOST_LISTED;
        if (folded) {
            String summary = HtmlWriter.count(candidates.size(), (kind.equals("unhealthy") ? "more " : "") + kind
                + " candidate");
            out.tags("<details id=").tags(kind).tags("><summary>").tags(summary).tags("</summary>");
        }
        out.tags("<ul class=refs>");
        for (Json.Obj c : candidates) {
            out.tags("<li>");
            mark(c);
            out.ref(c.text("ref")).tags("</li>");
        }
        out.tags(folded ? "</ul></details>" : "</ul>");
    }

    /// For how long something stays as it is.
    private void left(Json.Obj of) {
        if (of.text("until") != null) out.tags(" for ").ticking("until", millis(of, "until"), now).tags(" more");
    }

    /// @param outlook of a route that cannot be answered as usual
    private static String kind(Json.Obj outlook) {
        return RouteOutlook.State.parse(outlook.text("state")) == RouteOutlook.State.LAST_RESORT ? WARN : BAD;
    }

    private static long millis(Json.Obj of, String member) {
        return Instant.parse(of.text(member)).toEpochMilli();
    }

    private void state(String word) {
        CandidateState state = CandidateState.parse(word);
        out.state(kind(state), word);
        if (state == CandidateState.HALF_OPEN) out.tags(": the next request tests it");
    }

    /// The state of a candidate as a shape alone: what keeps it from being called, if anything does.
    ///
    /// @param candidate or null
    private void mark(Json.Obj candidate) {
        String state = candidate == null ? "unknown" : candidate.text("state");
        boolean capped = candidate != null && StatusVerdict.healthy(candidate) && !StatusVerdict.answerable(candidate);
        if (capped) mark(kind(candidate.object("outlook")), candidate.object("outlook").text("state"));
        else mark(kind(CandidateState.parse(state)), state);
    }

    /// A state as a shape alone, with its word for screen readers.
    private void mark(String kind, String word) {
        out.tags("<i class=\"state ").tags(kind).tags("\" role=img aria-label=\"").text(word).tags("\"></i>");
    }

    void caps() {
        open("caps", "Caps");
        List<Json.Obj> buckets = status.objects("buckets");
        if (buckets.isEmpty()) out.tags("<p class=quiet>No caps are configured.</p>");
        for (Json.Obj b : buckets) {
            out.tags("<div class=cap><h3>").ref(b.text("bucket")).tags("</h3>");
            if (b.text("resets") != null) {
                out.tags("<span class=quiet>resets in ").ticking("until", millis(b, "resets"), now).tags("</span>");
            }
            gauge(b, "requests", "requests");
            gauge(b, "tokens", "tokens");
            gauge(b, "inFlight", "at the same time");
            out.tags("</div>");
        }
        close();
    }

    private void gauge(Json.Obj bucket, String member, String what) {
        Json.Obj use = bucket.object(member);
        if (use == null) return;
        long used = Math.max(0, use.number("used", 0));
        long limit = use.number("limit", 0);
        long percent = limit <= 0 ? 100 : (long) Math.min(100, 100.0 * used / limit);
        String kind = used >= limit ? BAD : percent >= NEARLY_FULL ? WARN : OK;
        String words = HtmlWriter.count(used) + " of " + HtmlWriter.count(limit) + " " + what;
        out.tags("<svg role=meter aria-valuemin=0 aria-valuemax=").number(limit)
            .tags(" aria-valuenow=").number(Math.min(used, limit)).tags(" aria-valuetext=\"").tags(words)
            .tags("\" aria-label=\"").text(bucket.text("bucket")).tags(" ").tags(what)
            .tags("\" viewBox=\"0 0 100 4\" preserveAspectRatio=none>")
            .tags("<path class=track d=\"M0 0h100v4H0z\"/><path class=")
            .tags(kind).tags(" d=\"M0 0h").number(percent).tags("v4H0z\"/></svg><p>").tags(words);
        if (kind.equals(BAD)) out.tags(" ").state(BAD, "full");
        if (kind.equals(WARN)) out.tags(" ").state(WARN, "nearly full");
        out.tags("</p>");
    }

    void aliases() {
        List<Json.Obj> routes = status.objects("routes");
        if (routes.isEmpty()) return;
        var candidates = new HashMap<String, Json.Obj>();
        for (Json.Obj c : status.objects("candidates")) candidates.put(c.text("ref"), c);
        open("aliases", "Aliases");
        out.tags("<dl>");
        for (Json.Obj route : routes) {
            out.tags("<dt>").ref(route.text("alias")).tags(" <span class=quiet>").text(route.text("strategy"))
                .tags("</span>");
            if (!StatusVerdict.answerable(route)) obstacle(route.object("outlook"));
            out.tags("</dt><dd><ul class=refs>");
            refs(route, "primary", "", candidates);
            refs(route, "fallback", "then", candidates);
            out.tags("</ul></dd>");
        }
        out.tags("</dl>");
        close();
    }

    /// Why an alias cannot be answered now, and for how long.
    private void obstacle(Json.Obj outlook) {
        out.tags(" ").state(kind(outlook), outlook.text("state"));
        left(outlook);
        if (outlook.text("why") != null) out.tags(" <span class=quiet>").sentence(outlook.text("why")).tags("</span>");
    }

    private void refs(Json.Obj route, String tier, String before, Map<String, Json.Obj> candidates) {
        for (Json item : route.items(tier)) {
            if (!(item instanceof Json.Str ref)) continue;
            out.tags("<li>").tags(before.isEmpty() ? "" : "<span class=quiet>" + before + "</span>");
            mark(candidates.get(ref.value()));
            out.ref(ref.value()).tags("</li>");
        }
    }

    void requests(List<Json.Obj> last) {
        open("requests", "Last requests");
        if (last.isEmpty()) {
            out.tags("<p class=quiet>No requests yet.</p>");
        } else {
            table("Request", "Outcome", "Tokens in, out", "First token", "Took", "When");
            for (Json.Obj r : last) request(r);
            out.tags("</tbody></table>");
        }
        close();
    }

    private void request(Json.Obj r) {
        out.tags("<tr role=row id=\"").text(r.text("id")).tags("\">").tags(cell("Request")).ref(name(r));
        String candidate = r.text("candidate");
        if (candidate != null && !candidate.equals(r.text("model"))) out.tags(" → ").ref(candidate);
        Json.Obj route = r.object("route");
        if (route != null && "alias".equals(route.text("type"))) {
            out.tags(" <span class=quiet>alias, ").text(route.text("strategy")).tags("</span>");
        }
        story(r);
        out.tags("<p class=story><code class=copy>llm-router why ").text(r.text("id")).tags("</code></p>");
        out.tags(cell("Outcome"));
        outcome(r);
        figures(r);
        out.tags("</td></tr>");
    }

    /// The model that was requested, or what was sent that the gateway did not read.
    private static String name(Json.Obj r) {
        String model = r.text("model");
        if (model != null && !model.isEmpty()) return model;
        return r.text("path") == null ? "no model named" : r.text("method") + " " + r.text("path");
    }

    private void figures(Json.Obj r) {
        Json.Obj ms = r.object("ms");
        figure("Tokens in, out", tokens(r.object("usage")));
        figure("First token", ms.has("firstToken") ? TimeWords.of(ms.number("firstToken", 0)) : null);
        figure("Took", TimeWords.of(ms.number("total", 0)));
        out.tags(cell("When")).ticking("since", millis(r, "time") + ms.number("total", 0), now).tags(" ago");
    }

    private static String tokens(Json.Obj usage) {
        if (usage == null) return null;
        long prompt = usage.number("input", 0) + usage.number("cacheRead", 0) + usage.number("cacheWrite", 0);
        return HtmlWriter.count(prompt) + ", " + HtmlWriter.count(usage.number("output", 0));
    }

    /// @param words null if the figure is not known
    private void figure(String column, String words) {
        out.tags(words == null ? "<td role=cell class=none>–" : cell(column) + words);
    }

    private void outcome(Json.Obj r) {
        String word = String.valueOf(r.text("end"));
        RequestEnd end = RequestEnd.parse(word);
        switch (end) {
            case OK, CLIENT_GONE, MID_STREAM -> out.state(kind(end), word);
            case null, default -> out.state(kind(end), r.number("status", 0) + " " + word);
        }
    }

    /// How a request came to its answer, unless its first attempt was answered and nothing else happened.
    private void story(Json.Obj r) {
        for (Json.Obj skip : r.objects("skipped")) line("Skipped", skip.text("candidate"), reasons(skip));
        List<Json.Obj> attempts = r.objects("attempts");
        if (attempts.size() > 1 || RequestEnd.parse(r.text("end")) != RequestEnd.OK) attempts(attempts);
        String told = r.text("told");
        if (told != null) line("Told the client:", null, told);
        String losses = r.text("losses");
        if (losses != null) line("Lost in translation:", null, losses.replace("=", " ").replace(",", ", "));
        for (Json item : r.items("warnings")) {
            if (item instanceof Json.Str warning) line("Warning:", null, warning.value());
        }
    }

    /// One line for the attempts in a row on one candidate.
    private void attempts(List<Json.Obj> attempts) {
        var results = new StringBuilder();
        for (int i = 0; i < attempts.size(); i++) {
            Json.Obj a = attempts.get(i);
            results.append(results.isEmpty() ? "" : "; ").append(result(a));
            boolean more = i + 1 < attempts.size() && attempts.get(i + 1).text("candidate").equals(a.text("candidate"));
            if (more) continue;
            line("Tried", a.text("candidate"), results.toString());
            results.setLength(0);
        }
    }

    private static String result(Json.Obj attempt) {
        long status = attempt.number("status", 0);
        String answer = status == 0 ? RequestReport.withoutAnswer(attempt) : Long.toString(status);
        return answer + ", " + attempt.text("category") + " after " + TimeWords.of(attempt.number("ms", 0));
    }

    private static String reasons(Json.Obj skip) {
        var words = new StringBuilder();
        for (Json reason : skip.items("reasons")) {
            if (reason instanceof Json.Str s) words.append(words.isEmpty() ? "" : ", ").append(s.value());
        }
        return words.toString();
    }

    /// @param candidate or null
    private void line(String what, String candidate, String text) {
        out.tags("<p class=story>").tags(what).tags(" ");
        if (candidate != null) out.ref(candidate).tags(": ");
        out.text(text).tags("</p>");
    }

    private void open(String id, String title) {
        out.tags("<section id=").tags(id).tags(" aria-labelledby=h-").tags(id).tags("><h2 id=h-").tags(id).tags(">")
            .tags(title).tags("</h2><div class=panel>");
    }

    private void close() {
        out.tags("</div></section>");
    }

    /// On a narrow screen a row becomes a card, and some browsers then no longer announce a table; the roles keep it
    /// one.
    private void table(String... columns) {
        out.tags("<table role=table><thead role=rowgroup><tr role=row>");
        for (String column : columns) out.tags("<th role=columnheader scope=col>").tags(column).tags("</th>");
        out.tags("</tr></thead><tbody role=rowgroup>");
    }

    /// The start of a cell. HTML allows its end to be left out before the next one.
    private static String cell(String column) {
        return "<td role=cell data-column=\"" + column + "\">";
    }
}
