package llmrouter.server;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A provider says how long to wait, each vendor in its own way: the client is told it in whole seconds, and the
/// candidate rests as long. Over real sockets, with the machine's own clock.
class ToldWaitTest {
    private static final String SLOW = "{\"error\":{\"message\":\"slow down\",\"type\":\"x\",\"code\":\"x\"}}";
    /// How much a busy machine may be late.
    private static final long SLACK_S = 30;

    /// @param seconds that the client is told, or -1 for none
    /// @param rest    in seconds
    /// @param reason  that `/status` says
    record Row(String name, int status, String body, long seconds, long rest, String reason, String... fields) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String google(String message, String details) {
        return "[{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"" + message
            + "\",\"details\":[" + details + "]}}]";
    }

    private static final String RETRY_INFO = "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
        + "\"retryDelay\":\"120s\"}";
    private static final String QUOTA = "You exceeded your current quota";

    static Stream<Row> rows() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
            new Row("Gemini's limit of a minute", 429, google(QUOTA, RETRY_INFO), 120, 120, "rate_limited"),
            new Row("Gemini's limit of a minute without a wait", 429,
                google(QUOTA, "{\"violations\":[{\"quotaId\":\"GenerateRequestsPerMinutePerProject\"}]}"), 60, 60,
                "rate_limited"),
            new Row("Gemini's limit of a day", 429,
                google(QUOTA, "{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProject\"}]},"
                    + RETRY_INFO), -1, 900, "billing_exhausted"),
            new Row("Gemini's quota without a wait", 429, google(QUOTA, ""), -1, 900, "billing_exhausted"),
            new Row("a quota with Retry-After", 429, "{\"error\":{\"message\":\"Quota exceeded\"}}", 90, 90,
                "rate_limited", "retry-after: 90"),
            new Row("OpenAI's empty account", 429, SLOW.replace("\"x\"", "\"insufficient_quota\""), -1, 900,
                "billing_exhausted"),
            new Row("the tokens are used up", 429, SLOW, 80, 80, "rate_limited", "x-ratelimit-remaining-tokens: 0",
                "x-ratelimit-reset-tokens: 1m20s", "x-ratelimit-remaining-requests: 3",
                "x-ratelimit-reset-requests: 2h"),
            new Row("OpenRouter's end in milliseconds", 429, SLOW, 300, 300, "rate_limited", "x-ratelimit-remaining: 0",
                "x-ratelimit-reset: " + (now + 300) + "000"),
            new Row("the field of the IETF", 429, SLOW, 70, 70, "rate_limited", "ratelimit: \"default\";r=0;t=70"),
            new Row("ChatGPT's two hours", 429, "{\"error\":{\"type\":\"usage_limit_reached\",\"message\":\"x\","
                + "\"resets_at\":" + (now + 7200) + "}}", 7200, 7200, "rate_limited"),
            new Row("a sentence", 429, SLOW.replace("slow down", "Please try again in 1m20.2s"), 81, 80,
                "rate_limited"),
            new Row("an epoch in Retry-After", 429, SLOW, 600, 600, "rate_limited", "retry-after: " + (now + 600)),
            new Row("an ISO date in Retry-After", 429, SLOW, 600, 600, "rate_limited",
                "retry-after: " + Instant.ofEpochSecond(now + 600)),
            new Row("two fields", 429, SLOW, 90, 90, "rate_limited", "retry-after: 60", "retry-after: 90"),
            new Row("nothing", 429, SLOW, -1, 30, "rate_limited"),
            new Row("a limit beside another error", 401, SLOW, -1, 600, "auth_failed",
                "x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-tokens: 1m20s"),
            new Row("a wait in an answer with 200", 200, SLOW.replace("slow down", "retry in 100s")
                .replace("\"x\"", "\"rate_limit_exceeded\""), 100, 100, "rate_limited"));
    }

    private static Json.Obj candidate(Gateway gateway) throws Exception {
        var status = (Json.Obj) Json.parse(gateway.send(gateway.request("/status")).body());
        for (Json.Obj candidate : status.objects("candidates")) {
            if (candidate.text("ref").equals("p/m")) return candidate;
        }
        throw new AssertionError(status.toString());
    }

    private static void near(long expected, long seconds) {
        assertTrue(seconds <= expected && seconds >= expected - SLACK_S, seconds + " s instead of " + expected);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theClientIsToldTheWaitAndTheCandidateRestsAsLong(Row row) throws Exception {
        Script script = wire -> wire.json(row.status, row.body, row.fields);
        try (var p = new ScriptedUpstream(script); var gateway = Gateway.with(Gateway.config("openai", p))) {
            HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.request(Samples.CHAT, false));
            List<String> told = answer.headers().allValues("retry-after");
            assertEquals(row.seconds < 0 ? 0 : 1, told.size(), told.toString());
            if (row.seconds >= 0) near(row.seconds, Long.parseLong(told.getFirst()));
            boolean ends = row.reason.equals("rate_limited");
            assertEquals(ends ? List.of() : List.of("false"), answer.headers().allValues("x-should-retry"));
            Json.Obj candidate = candidate(gateway);
            assertEquals(row.reason, candidate.text("reason"));
            near(row.rest, Duration.between(Instant.now(), Instant.parse(candidate.text("until"))).toSeconds());
        }
    }

    @Test
    void aLimitThatIsUsedUpBesideAGoodAnswerMeansNothing() throws Exception {
        Script script = wire -> wire.json(200, Samples.CHAT_ANSWER, "x-ratelimit-remaining-requests: 0",
            "x-ratelimit-reset-requests: 1m20s");
        try (var p = new ScriptedUpstream(script); var gateway = Gateway.with(Gateway.config("openai", p))) {
            HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.request(Samples.CHAT, false));
            assertEquals(200, answer.statusCode());
            assertEquals(List.of(), answer.headers().allValues("retry-after"));
            assertEquals("ok", candidate(gateway).text("state"));
        }
    }
}
