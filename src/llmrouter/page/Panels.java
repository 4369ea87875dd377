package llmrouter.page;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.json.Json;
import llmrouter.routing.RequestEnd;
import llmrouter.text.TimeWords;

/// The parts of the page below its charts: how candidates and caps stand, what aliases mean, and what became of the last requests.
///
/// @param status as `GET /status` tells it
/// @param now    milliseconds since 1970
record Panels(HtmlWriter out, Json.Obj status, long now) {
    /// So many healthy candidates are listed at once; more can be unfolded.
    private static final int MOST_HEALTHY = 40;

    /// Whether there is something to say about a candidate.
    private static boolean notable(Json.Obj candidate) {
        return !"ok".equals(candidate.text("state")) || candidate.has("reason");
    }

    static List<Json.Obj> objects(Json.Obj of, String member) {
        return of.items(member).stream().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast).toList();
    }

    void candidates() {
        open("candidates", "Candidates");
        List<Json.Obj> all = objects(status, "candidates");
        if (!status.has("candidates")) out.tags("<p class=quiet>The routing state does not tell how they are.</p>");
        noted(all.stream().filter(Panels::notable).toList());
        healthy(all.stream().filter(c -> !notable(c)).toList());
        close();
    }

    private void noted(List<Json.Obj> candidates) {
        if (candidates.isEmpty()) return;
        table("Candidate", "State", "Last failure");
        for (Json.Obj c : candidates) {
            out.tags("<tr role=row>").tags(cell("Candidate")).tags("<bdi>").text(c.text("ref")).tags("</bdi>").tags(cell("State"));
            state(c.text("state"));
            if (c.text("until") != null) out.tags(" for ").ticking("until", millis(c, "until"), now).tags(" more");
            out.tags(cell("Last failure")).text(plain(c.text("reason")));
            if (c.number("failures", 0) > 1) out.tags(", ").number(c.number("failures", 0)).tags(" in a row");
            out.tags("</td></tr>");
        }
        out.tags("</tbody></table>");
    }

    private void healthy(List<Json.Obj> candidates) {
        if (candidates.isEmpty()) return;
        boolean folded = candidates.size() > MOST_HEALTHY;
        if (folded) out.tags("<details id=healthy><summary>").tags(HtmlWriter.count(candidates.size(), "healthy candidate")).tags("</summary>");
        out.tags("<ul class=refs>");
        for (Json.Obj c : candidates) {
            out.tags("<li>");
            mark("ok", "healthy");
            out.tags("<bdi>").text(c.text("ref")).tags("</bdi></li>");
        }
        out.tags(folded ? "</ul></details>" : "</ul>");
    }

    private static long millis(Json.Obj of, String member) {
        return Instant.parse(of.text(member)).toEpochMilli();
    }

    /// `rate_limited` as people write it.
    private static String plain(String word) {
        return word == null ? "" : word.replace('_', ' ').replace('-', ' ');
    }

    private void state(String word) {
        switch (word) {
            case "ok" -> out.tags("<span class=\"state ok\">healthy</span>");
            case "cooldown" -> out.tags("<span class=\"state rest\">resting</span>");
            case "circuit-open" -> out.tags("<span class=\"state bad\">circuit open</span>");
            case "half-open" -> out.tags("<span class=\"state rest\">to be tested</span> by the next request");
            default -> out.tags("<span class=\"state rest\">").text(plain(word)).tags("</span>");
        }
    }

    /// A state as a shape alone, with its word for those who do not see it.
    private void mark(String kind, String word) {
        out.tags("<i class=\"state ").tags(kind).tags("\" role=img aria-label=\"").text(word).tags("\"></i>");
    }

    void caps() {
        open("caps", "Caps");
        List<Json.Obj> buckets = objects(status, "buckets");
        if (buckets.isEmpty()) out.tags("<p class=quiet>No caps are configured.</p>");
        for (Json.Obj b : buckets) {
            out.tags("<div class=cap><h3><bdi>").text(b.text("bucket")).tags("</bdi></h3>");
            if (b.text("resets") != null) out.tags("<span class=quiet>new window in ").ticking("until", millis(b, "resets"), now).tags("</span>");
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
        String kind = used >= limit ? "bad" : percent >= 80 ? "rest" : "ok";
        String words = HtmlWriter.count(used) + " of " + HtmlWriter.count(limit) + " " + what;
        out.tags("<svg role=meter aria-valuemin=0 aria-valuemax=").number(limit).tags(" aria-valuenow=").number(Math.min(used, limit)).tags(" aria-valuetext=\"").tags(words)
            .tags("\" aria-label=\"").text(bucket.text("bucket")).tags(" ").tags(what).tags("\" viewBox=\"0 0 100 4\" preserveAspectRatio=none><path class=track d=\"M0 0h100v4H0z\"/><path class=")
            .tags(kind).tags(" d=\"M0 0h").number(percent).tags("v4H0z\"/></svg><p>").tags(words)
            .tags(used >= limit ? " <span class=\"state bad\">full</span>" : kind.equals("rest") ? " <span class=\"state rest\">nearly full</span>" : "").tags("</p>");
    }

    void aliases() {
        List<Json.Obj> routes = objects(status, "routes");
        if (routes.isEmpty()) return;
        var states = new HashMap<String, String>();
        for (Json.Obj c : objects(status, "candidates")) states.put(c.text("ref"), c.text("state"));
        open("aliases", "Aliases");
        out.tags("<dl>");
        for (Json.Obj route : routes) {
            out.tags("<dt><bdi>").text(route.text("alias")).tags("</bdi> <span class=quiet>").text(route.text("strategy")).tags("</span></dt><dd><ul class=refs>");
            refs(route, "primary", "", states);
            refs(route, "fallback", "then", states);
            out.tags("</ul></dd>");
        }
        out.tags("</dl>");
        close();
    }

    private void refs(Json.Obj route, String tier, String before, Map<String, String> states) {
        for (Json item : route.items(tier)) {
            if (!(item instanceof Json.Str ref)) continue;
            out.tags("<li>").tags(before.isEmpty() ? "" : "<span class=quiet>" + before + "</span>");
            String state = states.getOrDefault(ref.value(), "unknown");
            mark(state.equals("ok") ? "ok" : state.equals("circuit-open") ? "bad" : "rest", plain(state));
            out.tags("<bdi>").text(ref.value()).tags("</bdi></li>");
        }
    }

    void requests(List<Json.Obj> last) {
        open("requests", "Last requests");
        if (last.isEmpty()) {
            out.tags("<p class=quiet>None yet since the gateway started.</p>");
        } else {
            table("Request", "Outcome", "Tokens in, out", "First token", "Took", "When");
            for (Json.Obj r : last) request(r);
            out.tags("</tbody></table>");
        }
        close();
    }

    private void request(Json.Obj r) {
        String model = r.text("model");
        out.tags("<tr role=row id=\"").text(r.text("id")).tags("\">").tags(cell("Request")).tags("<bdi>").text(model == null || model.isEmpty() ? "no model named" : model).tags("</bdi>");
        if (r.text("candidate") != null && !r.text("candidate").equals(model)) out.tags(" → <bdi>").text(r.text("candidate")).tags("</bdi>");
        Json.Obj route = r.object("route");
        if (route != null && "alias".equals(route.text("type"))) out.tags(" <span class=quiet>alias, ").text(route.text("strategy")).tags("</span>");
        story(r);
        out.tags(cell("Outcome"));
        outcome(r);
        Json.Obj usage = r.object("usage");
        figure("Tokens in, out", usage == null ? null
            : HtmlWriter.count(usage.number("input", 0) + usage.number("cacheRead", 0) + usage.number("cacheWrite", 0)) + ", " + HtmlWriter.count(usage.number("output", 0)));
        Json.Obj ms = r.object("ms");
        figure("First token", ms.has("firstToken") ? TimeWords.of(ms.number("firstToken", 0)) : null);
        figure("Took", TimeWords.of(ms.number("total", 0)));
        out.tags(cell("When")).ticking("since", millis(r, "time") + ms.number("total", 0), now).tags(" ago</td></tr>");
    }

    /// @param words null if there is nothing to tell
    private void figure(String column, String words) {
        out.tags(words == null ? "<td role=cell class=none>–" : cell(column) + words);
    }

    private void outcome(Json.Obj r) {
        RequestEnd end = RequestEnd.parse(r.text("end"));
        out.tags("<span class=\"state ").tags(end == RequestEnd.OK ? "ok" : end == RequestEnd.CLIENT_GONE ? "rest" : "bad").tags("\">");
        switch (end) {
            case OK -> out.tags("answered");
            case CLIENT_GONE -> out.tags("client left");
            case MID_STREAM -> out.tags("broke off");
            case null, default -> out.number(r.number("status", 0)).tags(" ").text(plain(String.valueOf(r.text("end"))));
        }
        out.tags("</span>");
    }

    /// How a request came to its answer, where there is more to say than that it was answered.
    private void story(Json.Obj r) {
        for (Json.Obj skip : objects(r, "skipped")) line("Passed over", skip.text("candidate"), reasons(skip));
        List<Json.Obj> attempts = objects(r, "attempts");
        if (attempts.size() > 1 || RequestEnd.parse(r.text("end")) != RequestEnd.OK) asked(attempts);
        if (r.text("losses") != null) line("Lost in translation:", null, r.text("losses").replace("=", " ").replace(",", ", "));
        for (Json item : r.items("warnings")) {
            if (item instanceof Json.Str warning) line("Noticed:", null, warning.value());
        }
    }

    /// One line for the attempts in a row on one candidate.
    private void asked(List<Json.Obj> attempts) {
        var results = new StringBuilder();
        for (int i = 0; i < attempts.size(); i++) {
            Json.Obj a = attempts.get(i);
            long status = a.number("status", 0);
            results.append(results.isEmpty() ? "" : "; ").append(status == 0 ? "no answer" : Long.toString(status)).append(", ").append(plain(a.text("category")))
                .append(" after ").append(TimeWords.of(a.number("ms", 0)));
            if (i + 1 < attempts.size() && attempts.get(i + 1).text("candidate").equals(a.text("candidate"))) continue;
            line("Asked", a.text("candidate"), results.toString());
            results.setLength(0);
        }
    }

    private static String reasons(Json.Obj skip) {
        var words = new StringBuilder();
        for (Json reason : skip.items("reasons")) {
            if (reason instanceof Json.Str s) words.append(words.isEmpty() ? "" : ", ").append(plain(s.value()));
        }
        return words.toString();
    }

    /// @param who or null
    private void line(String what, String who, String text) {
        out.tags("<p class=story>").tags(what).tags(" ");
        if (who != null) out.tags("<bdi>").text(who).tags("</bdi>: ");
        out.text(text).tags("</p>");
    }

    private void open(String id, String title) {
        out.tags("<section id=").tags(id).tags(" aria-labelledby=h-").tags(id).tags("><h2 id=h-").tags(id).tags(">").tags(title).tags("</h2><div class=panel>");
    }

    private void close() {
        out.tags("</div></section>");
    }

    /// On a narrow screen a row becomes a card, for which a browser may forget that it was a table; the roles say it.
    private void table(String... columns) {
        out.tags("<table role=table><thead role=rowgroup><tr role=row>");
        for (String column : columns) out.tags("<th role=columnheader scope=col>").tags(column).tags("</th>");
        out.tags("</tr></thead><tbody role=rowgroup>");
    }

    /// The end of a row's cell before, which HTML allows to leave out, and the beginning of the next one.
    private static String cell(String column) {
        return "<td role=cell data-column=\"" + column + "\">";
    }
}
