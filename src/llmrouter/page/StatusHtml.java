package llmrouter.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.metrics.Activity.Hour;

/// The whole document, and the fields it is sent with.
public final class StatusHtml {
    /// Whatever somebody might smuggle into the page, it can neither run nor load nor send anything: only our style and script, told by their
    /// hash, are let in (w3.org/TR/CSP3).
    private static final String POLICY = "default-src 'none'; style-src '" + hash(PageStyle.style()) + "'; script-src '" + hash(PageScript.text())
        + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final HeaderMap FIELDS = HeaderMap.of(List.of(new Header("content-type", "text/html; charset=utf-8"), new Header("cache-control", "no-store"),
        new Header("content-security-policy", POLICY), new Header("x-content-type-options", "nosniff"), new Header("referrer-policy", "no-referrer"),
        new Header("cross-origin-resource-policy", "same-origin"), new Header("cross-origin-opener-policy", "same-origin")));

    private StatusHtml() {}

    /// What both pages are sent with.
    public static HeaderMap fields() {
        return FIELDS;
    }

    private static String hash(String text) {
        try {
            return "sha256-" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// @param status what `GET /status` tells
    /// @param last   records of the last requests, the latest first
    public static String of(Json.Obj status, Hour hour, List<Json.Obj> last) {
        var out = new HtmlWriter();
        List<Json.Obj> resting = Panels.objects(status, "candidates").stream().filter(c -> !"ok".equals(c.text("state"))).toList();
        head(out, resting.isEmpty() ? "llm-router" : "(" + resting.size() + ") llm-router", "<noscript><meta http-equiv=refresh content=5></noscript>");
        out.tags("<header><h1>llm-router <small>").text(status.text("version")).tags("</small></h1><p id=link role=status>as of ")
            .tags(Instant.ofEpochMilli(hour.at()).truncatedTo(ChronoUnit.SECONDS).toString().substring(11, 19)).tags(" UTC</p></header><main id=main data-now=").number(hour.at()).tags(">");
        verdict(out, status, resting.size());
        facts(out, status, hour.at());
        out.tags("<section id=hour aria-labelledby=h-hour><h2 id=h-hour>The last hour</h2><div class=charts>");
        MinuteChart.all(out, hour);
        out.tags("</div></section>");
        var panels = new Panels(out, status, hour.at());
        out.tags("<div class=halves><div>");
        panels.candidates();
        out.tags("</div><div>");
        panels.caps();
        panels.aliases();
        out.tags("</div></div>");
        panels.requests(last);
        return out.tags("</main><script>").tags(PageScript.text()).tags("</script></body></html>\n").toString();
    }

    private static void head(HtmlWriter out, String title, String more) {
        out.tags("<!doctype html>\n<html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width, initial-scale=1\"><meta name=color-scheme content=\"light dark\"><title>")
            .tags(title).tags("</title><link rel=icon href=\"").tags(PageStyle.ICON).tags("\">").tags(more).tags("<style>").tags(PageStyle.style()).tags("</style></head><body>");
    }

    /// The one sentence for whoever has a second.
    private static void verdict(HtmlWriter out, Json.Obj status, int resting) {
        int all = status.items("candidates").size();
        out.tags("<p class=verdict><span class=\"state ");
        if (status.isTrue("draining")) out.tags("rest\">The gateway is stopping: it finishes the requests it has.");
        else if (all == 0) out.tags("rest\">No candidates are known.");
        else if (resting == 0) out.tags("ok\">").tags(all == 1 ? "The one candidate is healthy." : "All " + all + " candidates are healthy.");
        else out.tags(resting == all ? "bad\">" : "rest\">").number(resting).tags(" of ").tags(HtmlWriter.count(all, "candidate")).tags(resting == 1 ? " is" : " are").tags(" in trouble.");
        out.tags("</span></p>");
    }

    private static void facts(HtmlWriter out, Json.Obj status, long now) {
        out.tags("<ul class=facts><li>running for ").ticking("since", Instant.parse(status.text("started")).toEpochMilli(), now)
            .tags("</li><li>").tags(status.isTrue("keyRequired") ? "a key is asked for" : "no key is asked for").tags("</li><li>configuration <bdi>").text(status.text("config")).tags("</bdi></li>");
        store(out, "routing state", status.object("state"), "backend");
        store(out, "request log", status.object("requestLog"), "path");
        out.tags("</ul>");
    }

    private static void store(HtmlWriter out, String what, Json.Obj store, String where) {
        out.tags("<li>").tags(what).tags(" ");
        if (store == null) out.tags("off");
        else out.tags("<bdi>").text(store.text(where)).tags("</bdi>");
        if (store != null && store.text("trouble") != null) out.tags(" <span class=\"state bad\">").text(store.text("trouble")).tags("</span>");
        out.tags("</li>");
    }

    /// For those who have not shown a key.
    public static String locked() {
        var out = new HtmlWriter();
        head(out, "llm-router", "");
        return out.tags("<header><h1>llm-router</h1></header><main><p class=verdict><span class=\"state rest\">This gateway asks for a key.</span></p>"
            + "<p>Load the page again and sign in with any user name, and with the gateway's master key as the password.</p></main></body></html>\n").toString();
    }
}
