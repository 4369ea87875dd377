package llmrouter.server;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Seen;
import llmrouter.server.Backends.End;

import static llmrouter.server.Backends.answers;
import static llmrouter.server.Backends.breaks;
import static llmrouter.server.Backends.breaksBeforeTheFirstWord;
import static llmrouter.server.Backends.endsWith;
import static llmrouter.server.Backends.garbles;
import static llmrouter.server.Backends.html;
import static llmrouter.server.Backends.refuses;
import static llmrouter.server.Backends.succeedsWithError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every failure of a provider `p` with one fallback `q`: whom the gateway asks, with what gaps, and what the client
/// gets. Each row goes every [Way], over real sockets.
class FailoverTableTest {
    private static final Script GOOD_P = answers("main", 7);
    private static final Script GOOD_Q = answers("backup", 11);
    /// Scaled down: 250 ms stand for minutes, a first pause of 20 ms for 250.
    private static final String SHORT = "{\"firstByteMs\":250,\"firstEventMs\":250,\"answerMs\":250,\"idleMs\":250}";
    private static final Map<String, String> ENV = Map.of("LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS", "20",
        "LLM_ROUTER_ORIGIN_RETRY_MAX_DELAY_MS", "60");
    /// No request may take longer, whatever fails: all limits and pauses of the longest row, with room for a busy
    /// machine.
    private static final long BOUND_MS = 8_000;

    private enum Kind { BOTH, STREAMED, WHOLE }

    /// What the client gets.
    private sealed interface Got {
        record FromP() implements Got {}

        record FromQ() implements Got {}

        record Refused(int status, String by, String words) implements Got {}

        record Broken(String words) implements Got {}
    }

    /// One line of the table; its methods add what is not as usual.
    private static final class Row {
        private final String name;
        private final String asked;
        private final Got got;
        private final Script[] p;
        private Script[] q = {GOOD_Q};
        private Kind kind = Kind.BOTH;
        private String next;
        private String field;
        private long[] gaps = {};
        private String pModel = "";
        private String qModel = "";
        private String pLimits = "{}";
        private String qLimits = "{}";
        private Map<String, String> env = Map.of();

        private Row(String name, String asked, Got got, Script... p) {
            this.name = name;
            this.asked = asked;
            this.got = got;
            this.p = p;
        }

        @Override
        public String toString() {
            return name;
        }

        Row q(Script... does) {
            q = does;
            return this;
        }

        Row only(Kind ways) {
            kind = ways;
            return this;
        }

        /// Whom a second request asks.
        Row next(String providers) {
            next = providers;
            return this;
        }

        /// A field of the client's answer with its value.
        Row field(String expected) {
            field = expected;
            return this;
        }

        /// The least time between one call and the next, in milliseconds.
        Row gaps(long... least) {
            gaps = least;
            return this;
        }

        Row windows(String main, String backup) {
            pModel = main;
            qModel = backup;
            return this;
        }

        Row limits(String ofP, String ofQ) {
            pLimits = ofP;
            qLimits = ofQ;
            return this;
        }

        Row env(String variable, String value) {
            env = Map.of(variable, value);
            return this;
        }
    }

    /// @param asked the providers in the order in which they are asked
    /// @param p     what the first one does, request by request; the last goes on for ever
    private static Row row(String name, String asked, Got got, Script... p) {
        return new Row(name, asked, got, p);
    }

    private static Script rateLimit(String... fields) {
        return refuses(429, "rate_limit_error", "slow down", fields);
    }

    private static Script down(String... fields) {
        return refuses(503, "api_error", "down for now", fields);
    }

    private static final Got P = new Got.FromP();
    private static final Got Q = new Got.FromQ();
    private static final Script SILENCE = Backends::isSilent;
    private static final Script RESET = Backends::resets;
    private static final Script HANG_UP = Backends::hangsUp;

    private static List<Row> limitsAndOutages() {
        return List.of(
            row("429 once, with Retry-After", "p q", Q, rateLimit("retry-after: 30"), GOOD_P).next("q"),
            row("429 for ever from p", "p q", Q, rateLimit()).next("q"),
            row("429 for ever from both, soon over", "p q q", refused(429, "q/backup", "slow down"),
                rateLimit("retry-after: 30")).q(rateLimit("retry-after-ms: 50"))
                .field("retry-after-ms: 50").gaps(0, 50),
            row("429 once from q, soon over", "p q q", Q, rateLimit("retry-after: 30"))
                .q(rateLimit("retry-after-ms: 50"), GOOD_Q).gaps(0, 50),
            row("429 for ever from both, for long", "p q", refused(429, "q/backup", "slow down"),
                rateLimit("retry-after: 30")).q(rateLimit("retry-after: 17")).field("retry-after: 17"),
            row("500 once", "p p", P, refuses(500, "api_error", "oops"), GOOD_P).gaps(10).next("p"),
            row("503 for ever from p", "p p p q", Q, down()).gaps(10, 20, 0).next("q"),
            row("503 for ever from both", "p p p q", refused(503, "q/backup", "down for now"), down()).q(down())
                .gaps(10, 20, 0),
            row("503 that is over at once", "p p", P, down("retry-after-ms: 50"), GOOD_P).gaps(50),
            row("503 that asks for long", "p q", Q, down("retry-after: 20"), GOOD_P).next("q"),
            row("529 for ever from p", "p p p q", Q, refuses(529, "overloaded_error", "Overloaded")));
    }

    private static List<Row> connections() {
        return List.of(
            row("reset before the head, once", "p p", P, RESET, GOOD_P),
            row("reset before the head, for ever", "p p p q", Q, RESET).next("q"),
            row("closed before the head, for ever", "p p p q", Q, HANG_UP).next("q"),
            row("p hangs up, q is down", "p p p q", refused(503, "q/backup", "down for now"), HANG_UP).q(down()),
            row("p is down, q hangs up: the last real error is told", "p p p q",
                refused(503, "p/main", "down for now"), down()).q(HANG_UP));
    }

    private static List<Row> silences() {
        return List.of(
            row("no answer from p", "p q", Q, SILENCE, GOOD_P).limits(SHORT, "{}").gaps(100).next("q"),
            row("no answer from both", "p q", refused(504, "q/backup", "within 250 ms"), SILENCE).q(SILENCE)
                .limits(SHORT, SHORT).gaps(100),
            row("no first token in time from p", "p q", Q, breaksBeforeTheFirstWord(SILENCE), GOOD_P)
                .limits(SHORT, "{}").gaps(100).next("q"),
            row("silence in the middle of a stream", "p", new Got.Broken("sent nothing in the middle"),
                breaks(SILENCE), GOOD_P).only(Kind.STREAMED).limits(SHORT, "{}"),
            row("silence in the middle of a body", "p q", Q, breaks(SILENCE), GOOD_P).only(Kind.WHOLE)
                .limits(SHORT, "{}").gaps(100).next("q"));
    }

    private static List<Row> brokenAnswers() {
        return List.of(
            row("a stream cut after 40 of 60 words", "p", new Got.Broken("ended its stream"), breaks(HANG_UP), GOOD_P)
                .only(Kind.STREAMED).next("p"),
            row("a body cut after 40 of 60 words, once", "p p", P, breaks(HANG_UP), GOOD_P).only(Kind.WHOLE),
            row("a body cut after 40 of 60 words, for ever", "p p p q", Q, breaks(HANG_UP)).only(Kind.WHOLE),
            row("cut before the first word, for ever", "p p p q", Q, breaksBeforeTheFirstWord(HANG_UP)).next("q"),
            row("cut before the first word, once", "p p", P, breaksBeforeTheFirstWord(HANG_UP), GOOD_P),
            row("a garbled event in the middle", "p", new Got.Broken("cannot be read"), garbles("{\"garbled"))
                .only(Kind.STREAMED),
            row("words in place of an event", "p", new Got.Broken("Bad Gateway"), garbles("Bad Gateway"))
                .only(Kind.STREAMED),
            row("words that keep the stream open", "p", P, garbles("ping")).only(Kind.STREAMED),
            row("a number that JSON does not have", "p", P,
                garbles("{\"type\":\"ping\",\"choices\":[],\"x\":NaN}"))
                .only(Kind.STREAMED),
            row("an end without a finish", "p", new Got.Broken("ended its stream before"), endsWith(End.NOTHING))
                .only(Kind.STREAMED),
            row("a finish without the last event", "p", P, endsWith(End.FINISH)).only(Kind.STREAMED),
            row("200 with a page", "p q", Q, html(), GOOD_P),
            row("200 with a page from both", "p q", refused(502, "q/backup", "invalid answer"), html()).q(html()),
            row("200 with an error: overloaded", "p p p q", Q, succeedsWithError("overloaded_error", "Overloaded")),
            row("200 with an error: a rate limit", "p q", Q, succeedsWithError("rate_limit_error", "slow down"))
                .next("q"),
            row("200 with an error from both", "p p p q", refused(529, "q/backup", "Overloaded"),
                succeedsWithError("overloaded_error", "Overloaded"))
                .q(succeedsWithError("overloaded_error", "Overloaded")));
    }

    private static List<Row> refusals() {
        Script overflow = refuses(400, "invalid_request_error", "prompt is too long: 9000 tokens > 8000 maximum");
        Script policy = refuses(400, "invalid_request_error", "blocked by our content policy");
        String small = ",\"contextWindow\":8000";
        return List.of(
            row("overflow, q is larger", "p q", Q, overflow).windows(small, ",\"contextWindow\":16000").next("p q"),
            row("overflow, q is smaller", "p", refused(400, "p/main", "too long"), overflow)
                .windows(small, ",\"contextWindow\":4000").field("x-should-retry: false"),
            row("overflow, q is unknown", "p q", Q, overflow).windows(small, ""),
            row("a policy's refusal", "p", refused(400, "p/main", "content policy"), policy)
                .field("x-should-retry: false"),
            row("a policy's refusal, fallback allowed", "p q", Q, policy)
                .env("LLM_ROUTER_ALLOW_POLICY_FALLBACK", "true").next("q"),
            row("a request of no sense", "p", refused(400, "p/main", "max_tokens"),
                refuses(400, "invalid_request_error", "max_tokens: must be at least 1")).next("p"),
            row("401", "p q", Q, refuses(401, "authentication_error", "invalid x-api-key"), GOOD_P).next("q"),
            row("402", "p q", Q, refuses(402, "billing_error", "out of credit"), GOOD_P).next("q"),
            row("403", "p q", Q, refuses(403, "permission_error", "not for you"), GOOD_P).next("q"),
            row("404", "p q", Q, refuses(404, "not_found_error", "no such model"), GOOD_P).next("q"),
            row("401 from both", "p q", refused(502, "q/backup", "Provider \"q\" refused the gateway's key"),
                refuses(401, "authentication_error", "invalid x-api-key"))
                .q(refuses(401, "authentication_error", "invalid x-api-key")).field("x-should-retry: false"));
    }

    /// About the endpoint, the connection or the region: nothing is the request's own fault, and nothing is repeated.
    private static List<Row> endpoints() {
        var rows = new ArrayList<Row>();
        for (int status : new int[] {405, 406, 407, 410, 411, 415, 417, 421, 426, 451, 495, 496, 497}) {
            rows.add(row("status " + status, "p q", Q, refuses(status, "some_error", "not like this"), GOOD_P));
        }
        for (int status : new int[] {412, 413, 414, 422, 424, 431}) {
            rows.add(row("status " + status, "p", refused(status, "p/main", "not like this"),
                refuses(status, "some_error", "not like this"), GOOD_P).next("p"));
        }
        rows.addAll(List.of(
            row("403 for the region", "p q", Q, refuses(403, "unsupported_country_region_territory", "no")).next("q"),
            row("400 for the region", "p q", Q, refuses(400, "x", "User location is not supported for the API use."))
                .next("q"),
            row("407 from both", "p q", refused(502, "q/backup", "the proxy wants a login (status 407)"),
                refuses(407, "x", "no")).q(refuses(407, "x", "no")).next("p q"),
            row("511 from both", "p q", refused(502, "q/backup", "the network wants a login"),
                page(511, "Login")).q(page(511, "Login")).next("p q"),
            row("a page with 400", "p q", Q, page(400, "400 The plain HTTP request was sent to HTTPS port")).next("q"),
            row("a page with 404", "p q", Q, page(404, "404 Not Found")).next("q"),
            row("a page with 413", "p", refused(413, "p/main", "Request Entity Too Large"),
                page(413, "413 Request Entity Too Large")).next("p")));
        return rows;
    }

    private static Script page(int status, String title, String... fields) {
        String page = "<html><head><title>" + title + "</title></head></html>";
        String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return wire -> wire.send("HTTP/1.1 " + status + " X\r\ncontent-type: text/html\r\n" + more
            + "content-length: " + page.length() + "\r\n\r\n" + page);
    }

    private static final String MINUTE = "You exceeded your current quota. Please retry in 20.3s.";

    private static List<Row> edgesAndQuotas() {
        return List.of(
            row("Cloudflare's challenge", "p q", Q, page(403, "Just a moment...", "cf-mitigated: challenge")).next("q"),
            row("Cloudflare's challenge with 503", "p q", Q, page(503, "Just a moment...", "server: cloudflare"))
                .next("q"),
            row("Cloudflare's challenge with 429", "p q", Q, page(429, "x", "cf-mitigated: challenge")).next("q"),
            row("a captcha with 405", "p q", Q, page(405, "x", "x-amzn-waf-action: captcha")).next("q"),
            row("a challenge from both", "p q", refused(502, "q/backup", "Cloudflare in front of Provider \"q\""),
                page(403, "x")).q(page(403, "Just a moment...", "cf-mitigated: challenge"))
                .field("x-should-retry: false"),
            row("Cloudflare's 522", "p p p q", Q, page(522, "x.example | 522: Connection timed out",
                "server: cloudflare")).next("q"),
            row("Cloudflare's rate limit", "p q", refused(429, "q/backup", "limits the rate of requests"),
                page(429, "cloudflare Error 1015")).q(page(429, "cloudflare Error 1015", "retry-after: 17"))
                .field("retry-after: 17"),
            row("a quota of a minute", "p q", refused(429, "q/backup", MINUTE), refuses(429, "x", MINUTE))
                .q(refuses(429, "x", MINUTE)).field("retry-after: 21"),
            row("a quota of a minute with 200", "p q", refused(429, "q/backup", MINUTE),
                succeedsWithError("rate_limit_error", MINUTE)).q(succeedsWithError("rate_limit_error", MINUTE))
                .next("p q"),
            row("a quota, and no wait", "p q", refused(429, "q/backup", "exceeded your current quota"),
                refuses(429, "x", "You exceeded your current quota"))
                .q(refuses(429, "x", "You exceeded your current quota")).field("x-should-retry: false"),
            row("a limit that is used up", "p q", refused(429, "q/backup", "slow down"), rateLimit())
                .q(rateLimit("x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-tokens: 1m20s"))
                .field("retry-after: 80"),
            row("a limit that is soon over", "p q q", Q, rateLimit())
                .q(rateLimit("x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-tokens: 50ms"), GOOD_Q).gaps(0, 50),
            row("503 that wants no retry", "p q", Q, down("x-should-retry: false")));
    }

    private static Got refused(int status, String by, String words) {
        return new Got.Refused(status, by, words);
    }

    static Stream<Arguments> rows() {
        return Stream.of(limitsAndOutages(), connections(), silences(), brokenAnswers(), refusals(), endpoints(),
            edgesAndQuotas())
            .flatMap(List::stream)
            .flatMap(row -> Way.all().filter(way -> row.kind == Kind.BOTH
                || way.streamed() == (row.kind == Kind.STREAMED)).map(way -> Arguments.of(row, way)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rows")
    void asksWhomItShouldAndTellsTheTruth(Row row, Way way) throws Exception {
        var env = new HashMap<>(ENV);
        env.putAll(row.env);
        try (var p = new ScriptedUpstream(row.p); var q = new ScriptedUpstream(row.q);
                var gateway = Gateway.with(way.config(p, q, row.pModel, row.qModel, row.pLimits, row.qLimits), env)) {
            long began = System.nanoTime();
            HttpResponse<String> answer = way.ask(gateway);
            long took = (System.nanoTime() - began) / 1_000_000;
            assertEquals(row.asked, asked(p, q, 0), answer.body());
            got(row, way, answer);
            gaps(row.gaps, began, p, q);
            assertTrue(took < BOUND_MS, took + " ms");
            if (row.next == null) return;
            int before = p.seen().size() + q.seen().size();
            way.ask(gateway);
            assertEquals(row.next, asked(p, q, before));
        }
    }

    private static void got(Row row, Way way, HttpResponse<String> answer) {
        switch (row.got) {
            case Got.FromP _ -> way.isAnswer(answer, "p/main", "main", 7);
            case Got.FromQ _ -> way.isAnswer(answer, "q/backup", "backup", 11);
            case Got.Broken broken -> way.isBroken(answer, broken.words);
            case Got.Refused refused -> {
                way.isError(answer, refused.status, refused.words);
                assertEquals(refused.by, answer.headers().firstValue("x-llm-router-candidate").orElse(""));
            }
        }
        if (row.field == null) return;
        String[] field = row.field.split(": ");
        assertEquals(field[1], answer.headers().firstValue(field[0]).orElse(""), field[0]);
    }

    /// Who was asked, in order, from a certain call on.
    private static String asked(ScriptedUpstream p, ScriptedUpstream q, int from) {
        var names = new ArrayList<String>();
        for (Seen seen : calls(p, q)) names.add(p.seen().contains(seen) ? "p" : "q");
        return String.join(" ", names.subList(from, names.size()));
    }

    private static List<Seen> calls(ScriptedUpstream p, ScriptedUpstream q) {
        return Stream.concat(p.seen().stream(), q.seen().stream()).sorted((a, b) -> Long.compare(a.at(), b.at()))
            .toList();
    }

    /// Each call comes after all waits before it. On a busy machine a provider notices a call late, so the time since
    /// the call before it would prove nothing.
    private static void gaps(long[] least, long began, ScriptedUpstream p, ScriptedUpstream q) {
        List<Seen> calls = calls(p, q);
        long waits = 0;
        for (int i = 0; i < least.length; i++) {
            waits += least[i];
            long after = (calls.get(i + 1).at() - began) / 1_000_000;
            assertTrue(after >= waits - 1, "call " + (i + 2) + " came " + after + " ms after the beginning");
        }
    }
}
