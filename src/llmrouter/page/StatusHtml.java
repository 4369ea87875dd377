package llmrouter.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.metrics.Activity.Hour;
import llmrouter.report.LocalTime;
import llmrouter.report.StatusVerdict;

/// The whole document of the status page, and the header fields it is sent with. Thread-safe.
public final class StatusHtml {
    /// Only this page's style and script may run, which the browser recognises by their hash (w3.org/TR/CSP3). So
    /// foreign markup, if it ever got into the page, could not run, load or send anything.
    private static final String POLICY = "default-src 'none'; style-src '" + hash(PageStyle.style())
        + "'; script-src '" + hash(PageScript.text()) + "'; connect-src 'self'; img-src data:; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    private static final HeaderMap FIELDS = HeaderMap.of(List.of(
        new Header("content-type", "text/html; charset=utf-8"), new Header("cache-control", "no-store"),
        new Header("content-security-policy", POLICY), new Header("x-content-type-options", "nosniff"),
        new Header("referrer-policy", "no-referrer"), new Header("cross-origin-resource-policy", "same-origin"),
        new Header("cross-origin-opener-policy", "same-origin")));

    /// A longer sentence is set in smaller type.
    private static final int LONG_SENTENCE = 120;

    private StatusHtml() {}

    /// The header fields of both pages.
    public static HeaderMap fields() {
        return FIELDS;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The page.
    ///
    /// @param status as `GET /status` answers
    /// @param last   records of the last requests, the latest first
    public static String of(Json.Obj status, Hour hour, List<Json.Obj> last) {
        var out = new HtmlWriter();
        long unhealthy = StatusVerdict.unhealthy(status.objects("candidates"));
        String title = unhealthy == 0 ? "llm-router" : "(" + unhealthy + ") llm-router";
        head(out, title, "<noscript><meta http-equiv=refresh content=5></noscript>");
        out.tags("<header><h1>llm-router <small>").text(status.text("version"))
            .tags("</small></h1><p id=link role=status>as of ").tags(LocalTime.of(hour.at()))
            .tags("</p></header><main id=main data-now=").number(hour.at()).tags(">");
        verdict(out, status, hour.at());
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
        out.tags("<!doctype html>\n<html lang=en><head><meta charset=utf-8>"
                + "<meta name=viewport content=\"width=device-width, initial-scale=1\">"
                + "<meta name=color-scheme content=\"light dark\"><title>")
            .tags(title).tags("</title><link rel=icon href=\"").tags(PageStyle.ICON).tags("\">").tags(more)
            .tags("<style>").tags(PageStyle.style()).tags("</style></head><body>");
    }

    /// The state of the gateway in one sentence, and in a few more if there is something to know.
    private static void verdict(HtmlWriter out, Json.Obj status, long now) {
        var verdict = StatusVerdict.of(status, now);
        String kind = switch (verdict.level()) {
            case OK -> status.items("candidates").isEmpty() ? "warn" : "ok";
            case WARN -> "warn";
            case BAD -> "bad";
        };
        String first = verdict.lines().getFirst();
        out.tags(first.length() > LONG_SENTENCE ? "<p class=\"verdict long\">" : "<p class=verdict>")
            .tags("<span class=\"state ").tags(kind).tags("\">").sentence(first).tags("</span></p>");
        for (String line : verdict.lines().subList(1, verdict.lines().size())) {
            out.tags("<p class=also>").sentence(line).tags("</p>");
        }
    }

    private static void facts(HtmlWriter out, Json.Obj status, long now) {
        long started = Instant.parse(status.text("started")).toEpochMilli();
        out.tags("<ul class=facts><li>running for ").ticking("since", started, now)
            .tags("</li><li>").tags(status.isTrue("keyRequired") ? "a key is required" : "no key is required")
            .tags("</li><li>configuration ").ref(status.text("config")).tags("</li>");
        store(out, "routing state", status.object("state"), "backend");
        store(out, "request log", status.object("requestLog"), "path");
        out.tags("</ul>");
    }

    private static void store(HtmlWriter out, String what, Json.Obj store, String where) {
        out.tags("<li>").tags(what).tags(" ");
        if (store == null) out.tags("off");
        else out.ref(store.text(where));
        if (store != null && store.text("trouble") != null) out.tags(" ").state("bad", store.text("trouble"));
        out.tags("</li>");
    }

    /// The page for a browser that has not sent a valid key.
    /// @param keyless whether there is no valid key, because the last one was removed
    public static String locked(boolean keyless) {
        var out = new HtmlWriter();
        head(out, "llm-router", "");
        return out.tags("<header><h1>llm-router</h1></header><main><p class=verdict>")
            .state("warn", keyless ? "This gateway has no key any more and refuses every request."
                : "This gateway requires a key.")
            .tags("</p><p>").text(keyless ? "Its operator adds one with 'llm-router config add-key NAME' or "
                + "'llm-router config set-master-key --generate-master-key', or restarts the gateway to run it without "
                + "a key." : "Load the page again and sign in with any user name, and with one of the gateway's keys "
                + "as the password.")
            .tags("</p></main></body></html>\n").toString();
    }
}
