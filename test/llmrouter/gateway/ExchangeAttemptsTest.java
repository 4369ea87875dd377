package llmrouter.gateway;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.RetryPolicy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// Which candidates are tried, how often, and what the client gets when none answers.
class ExchangeAttemptsTest {
    private static final String RATE = "{'error':{'message':'slow down','type':'rate_limit_error','param':null,"
        + "'code':'rate_limit_exceeded'}}";
    private static final String DOWN = "{'error':{'message':'down','type':'server_error','param':null,'code':null}}";

    @Test
    void aGoodAnswerGoesToTheClientUnchanged() {
        var story = Story.asking("a/m")
            .answered(200, "x-request-id", "up-1", "x-ratelimit-remaining-requests", "9", "set-cookie", "s=1", "server",
                "cloud");
        story.body(Sent.ANSWER);
        assertEquals(Sent.ANSWER, story.reply().body());
        assertTrue(story.reply().verbatim());
        assertEquals("a/m", story.reply().headers().get("x-llm-router-candidate"));
        assertEquals("up-1", story.reply().headers().get("x-request-id"));
        assertEquals("9", story.reply().headers().get("x-ratelimit-remaining-requests"));
        assertNull(story.reply().headers().get("set-cookie"));
        assertNull(story.reply().headers().get("server"));
        assertEquals(RequestEnd.OK, story.summary().end());
    }

    @Test
    void fallbackModelsAreTriedInTheirOrder() {
        var story = Story.asking("a/m").answer(404, DOWN).answer(404, DOWN)
            .answer(404, "{'type':'error','error':{'type':'not_found_error','message':'no'}}");
        assertEquals("a b c", story.hosts());
        assertEquals(404, story.reply().status());
    }

    @Test
    void anAliasTriesItsTargetsInOrderAndItsFallbackTargetsLast() {
        assertEquals("b a c", Story.asking("pair").answer(404, DOWN).answer(404, DOWN).hosts());
    }

    @Test
    void theFirstCandidateIsTriedThriceAndLaterOnesOnce() {
        var story = Story.asking("a/m");
        for (int i = 0; i < 2; i++) {
            story.answer(503, DOWN);
            story.pause();
            story.silence();
        }
        story.answer(503, DOWN).answer(503, DOWN).answer(503, "{}");
        assertEquals("a a a b c", story.hosts());
        assertEquals("[a/m:503/temporary_error#1, a/m:503/temporary_error#2, a/m:503/temporary_error#3, "
            + "b/m:503/temporary_error#1, c/m:503/temporary_error#1]",
            story.summary().attempts().toString());
    }

    @Test
    void retriesWaitBetweenHalfAndAllOfADoublingDelay() {
        var story = Story.asking("a/lone").answer(500, DOWN);
        assertTrue(story.pause().waitMs() >= 125 && story.pause().waitMs() <= 250, story.last().toString());
        story.silence().answer(500, DOWN);
        assertTrue(story.pause().waitMs() >= 250 && story.pause().waitMs() <= 500, story.last().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "408,{},retry", "409,{},retry", "500,{},retry", "502,{},retry", "503,{},retry", "529,{},retry",
        "429,{},next", "402,{},next", "401,{},next", "403,{},next", "404,{},next", "410,{},next", "301,{},next",
            "307,{},next",
        "400,{},tell", "413,{},tell", "422,{},tell", "418,{},tell",
        "400,{'error':{'message':'Your credit balance is too low'}},next",
        "400,[{'error':{'message':'API key not valid. Please pass a valid API key.'}}],next",
        "400,{'error':{'message':'violates our content policy'}},tell",
        "403,{'error':{'message':'flagged by moderation'}},tell",
        "400,{'error':{'message':'prompt is too long'}},next",
        "403,{'error':{'message':'insufficient balance'}},next",
        "700,{},retry",
    })
    void eachStatusMeansWhatTheTableSays(int status, String body, String then) {
        var story = Story.asking("a/m").answer(status, body);
        switch (then) {
            case "retry" -> story.pause();
            case "next" -> assertEquals("a b", story.hosts());
            case "tell" ->
                assertEquals("a",
                    story.hosts() + (story.reply().status() == status ? "" : " status " + story.reply().status()));
            default -> throw new AssertionError(then);
        }
    }

    @ParameterizedTest
    @CsvSource({"CONNECT,retry", "RESET,retry", "CUT,retry", "CONNECT_TIMEOUT,next", "TOO_LARGE,next", "GARBLED,next"})
    void eachBrokenCallMeansWhatTheTableSays(Kind kind, String then) {
        var story = Story.asking("a/m").broken(kind);
        if (then.equals("retry")) story.pause();
        else assertEquals("a b", story.hosts());
    }

    @Test
    void aStaleConnectionIsReplacedOnceAndAtOnceAndCountsAsAnAttempt() {
        var story = Story.asking("a/m").broken(Kind.STALE);
        assertEquals("a a", story.hosts());
        story.broken(Kind.STALE);
        story.pause();
        story.silence().answered(200).body(Sent.ANSWER);
        assertEquals("[a/m:-/network_error#1, a/m:-/network_error#2, a/m:200/ok#3]",
            story.summary().attempts().toString());
    }

    @Test
    void aRateLimitOfTheOnlyCandidateIsWaitedForOnceIfItIsShort() {
        var story = Story.asking("a/lone").answer(429, RATE, "retry-after", "2");
        assertEquals(2_000, story.pause().waitMs());
        story.silence().answer(429, RATE, "retry-after", "2");
        assertEquals("a a", story.hosts());
        assertEquals(429, story.reply().status());
        assertEquals("2", story.reply().headers().get("retry-after"));
    }

    @Test
    void aRateLimitOfTheLastOfManyIsWaitedForToo() {
        var story = Story.asking("pair").answer(404, DOWN).answer(404, DOWN).answer(429, RATE, "retry-after", "5");
        assertEquals(5_000, story.pause().waitMs());
        story.silence().call();
        assertEquals("b a c c", story.hosts());
    }

    @Test
    void aRateLimitThatIsLongOrHasNoTimeIsNotWaitedFor() {
        assertEquals(429, Story.asking("a/lone").answer(429, RATE, "retry-after", "6").reply().status());
        assertEquals(429, Story.asking("a/lone").answer(429, RATE).reply().status());
        assertEquals(429, Story.asking("a/lone").answer(429, RATE, "retry-after", "1e12").reply().status());
        assertEquals(429, Story.asking("a/lone").answer(429, RATE, "retry-after", "soon").reply().status());
    }

    @Test
    void aWaitIsTheSameWhereverItsVendorPutsIt() {
        assertEquals(2_000, Story.asking("a/lone").answer(429, RATE, "x-ratelimit-remaining-tokens", "0",
            "x-ratelimit-reset-tokens", "2s").pause().waitMs());
        assertEquals(2_500, Story.asking("a/lone").answer(429, "{'error':{'message':'Please try again in 2.5s'}}")
            .pause().waitMs());
        assertEquals(3_000, Story.asking("a/lone").answer(503, DOWN, "ratelimit", "\"d\";r=0;t=3").pause().waitMs());
        assertEquals(0, Story.asking("a/lone").answer(429, RATE, "retry-after", "-1").pause().waitMs());
        assertEquals("20", Story.asking("a/lone").answer(429, RATE, "ratelimit-reset", "19.5").reply().headers()
            .get("retry-after"));
    }

    @Test
    void aWaitThatEndsAtAMomentIsCountedFromWhenTheRefusalCame() {
        var story = Story.asking("a/lone").later(100_000).answer(429, RATE, "retry-after", "1750000103");
        assertEquals(3_000, story.pause().waitMs(), "the request came 100 seconds before");
    }

    @Test
    void aProviderThatWantsNoRetryGetsNone() {
        assertEquals(503, Story.asking("a/lone").answer(503, DOWN, "x-should-retry", "false").reply().status());
        var story = Story.asking("a/m").answer(503, DOWN, "x-should-retry", "false");
        story.call();
        assertEquals("a b", story.hosts());
    }

    @Test
    void aTemporaryErrorThatNamesItsTimeIsRetriedThenOrNotAtAll() {
        assertEquals(3_000, Story.asking("a/lone").answer(503, DOWN, "retry-after", "3").pause().waitMs());
        assertEquals(503, Story.asking("a/lone").answer(503, DOWN, "retry-after", "4").reply().status());
    }

    @Test
    void anOverflowFallsBackOnlyToLargerOrUnknownWindows() {
        var story = Story.asking("a/small").answer(400, "{'error':{'message':'x','code':'context_length_exceeded'}}");
        assertTrue(story.call().body().contains("\"large\""), story.call().body());
        story.answer(500, DOWN);
        assertTrue(story.call().body().contains("\"unknown\""), story.call().body());
        story.answer(500, DOWN);
        assertEquals("a b b", story.hosts());
        assertEquals(500, story.reply().status());
    }

    @Test
    void aPolicyRefusalFallsBackOnlyIfThatIsAllowed() {
        var p = Story.POLICY;
        var allowing = new ExchangePolicy(p.limits(), p.heartbeatMs(), p.retry(), true, false, false);
        var story = Story.of(allowing,
            Story.request(Endpoint.CHAT, Format.OPENAI,
                "{\"model\":\"a/m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        story.answer(400, "{'error':{'message':'violates our content policy'}}");
        assertEquals("a b", story.hosts());
    }

    @Test
    void theClientGetsTheLastErrorOfAProviderNotALaterTimeout() {
        var story = Story.asking("a/m").answer(429, RATE, "retry-after", "7", "x-request-id", "up-7");
        story.broken(Kind.CONNECT_TIMEOUT).broken(Kind.CONNECT);
        assertEquals("a b c", story.hosts());
        assertEquals(429, story.reply().status());
        assertEquals("7", story.reply().headers().get("retry-after"));
        assertEquals("up-7", story.reply().headers().get("x-request-id"));
        assertEquals(RATE.replace('\'', '"'), story.reply().body());
        assertEquals("a/m", story.reply().headers().get("x-llm-router-candidate"));
    }

    @Test
    void anErrorOfAnotherFormatIsWrittenInTheClientsFormat() {
        var story = Story.messages("{'model':'a/lone','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}")
            .answer(429, RATE, "x-request-id", "up-7");
        assertEquals(429, story.reply().status());
        assertEquals("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"a: slow down\"},"
            + "\"request_id\":\"req_1\"}", story.reply().body());
        assertEquals("up-7", story.reply().headers().get("request-id"));
    }

    @Test
    void aKeyInAnErrorNeverReachesTheClient() {
        for (String body : new String[] {"{'error':{'message':'bad key sk-secret-of-a',"
            + "'type':'invalid_request_error'}}",
            "{'error':{'message':'no','type':'x','echo':'Bearer sk-secret-of-a'}}", "sk-secret-of-a is wrong"}) {
            var reply = Story.asking("a/lone").answer(401, body).reply();
            assertEquals(502, reply.status());
            assertFalse(reply.body().contains("sk-secret"), reply.body());
        }
    }

    @Test
    void anAnswerTellsClientsNotToRetryWhatCannotSucceed() {
        assertEquals("false", Story.asking("a/lone").answer(400, "{}").reply().headers().get("x-should-retry"));
        assertEquals("false", Story.asking("a/lone").answer(401, "{}").reply().headers().get("x-should-retry"));
        assertNull(Story.asking("a/lone").answer(429, "{}").reply().headers().get("x-should-retry"));
        assertEquals("true",
            Story.asking("a/lone").answer(400, "{}", "x-should-retry", "true").reply().headers().get("x-should-retry"));
    }

    @ParameterizedTest
    @CsvSource({"301", "308", "700", "199"})
    void aStatusThatIsNoErrorBecomesABadGateway(int status) {
        var p = Story.POLICY;
        var once = new ExchangePolicy(p.limits(), p.heartbeatMs(), new RetryPolicy(1, 0, 0), false, false, false);
        var story = Story.of(once,
            Story.request(Endpoint.CHAT, Format.OPENAI,
                "{\"model\":\"a/lone\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        assertEquals(502, story.answer(status, "{'error':{'message':'x'}}").reply().status());
    }

    @Test
    void anErrorWhoseBodyBreaksOffOrNeverComesMeansWhatItsStatusSays() {
        var story = Story.asking("a/lone").answered(401).broken(Kind.CUT);
        assertEquals(502, story.reply().status());
        assertTrue(story.reply().body().contains("refused the gateway's key. Correct"), story.reply().body());
        story = Story.asking("a/lone").answered(404).broken(Kind.CUT);
        assertEquals(404, story.reply().status());
        story = Story.asking("a/lone").answered(429, "retry-after", "9").silence();
        assertEquals(429, story.reply().status());
        assertEquals("9", story.reply().headers().get("retry-after"));
    }

    static Stream<Arguments> noAnswers() {
        return Stream.of(arguments(""), arguments("<html>gateway</html>"), arguments("[]"), arguments("null"),
            arguments("{\"ok\":true}"), arguments("{\"choices\":"));
    }

    @ParameterizedTest
    @MethodSource("noAnswers")
    void aSuccessWithAnInvalidAnswerFallsBackWithoutARetry(String body) {
        assertEquals("a b", Story.asking("a/m").answered(200).body(body).hosts());
        var story = Story.asking("a/lone").answered(200).body(body);
        assertEquals(502, story.reply().status());
        assertEquals(RequestEnd.BAD_RESPONSE, story.summary().end());
    }

    @Test
    void anErrorInsideASuccessCountsAsThatError() {
        var story = Story.asking("a/lone")
            .answer(200,
                "{'error':{'message':'größe','code':'context_length_exceeded'}}".replace("größe",
                    Story.latin1("größe")));
        assertEquals(400, story.reply().status());
        assertTrue(story.reply().body().contains("größe"), story.reply().body());
        story = Story.streaming("a/m")
            .answer(200, "{'error':{'message':'no','code':'rate_limit_exceeded'}}", "content-type",
                "application/json; charset=utf-8");
        assertEquals("[a/m:200/rate_limited#1, b/m:-/client_gone#1]", story.abandoned().attempts().toString());
    }

    @Test
    void aRefusedFieldIsLeftOutAndLearned() {
        var story = Story.messages("{'model':'a/lone','max_tokens':9,'temperature':0.5,'messages':[{'role':'user',"
            + "'content':'hi'}]}");
        assertTrue(story.call().body().contains("temperature"));
        story.answer(400, "{'error':{'message':'Unsupported','type':'invalid_request_error','param':'temperature'}}");
        assertFalse(story.call().body().contains("temperature"), story.call().body());
        story.answered(200).body(Sent.ANSWER);
        assertEquals(200, story.reply().status());
        assertEquals("[a/lone:400/invalid_request#1, a/lone:200/ok#2]", story.summary().attempts().toString());
    }

    @Test
    void aFieldThatTheClientWroteInTheProvidersOwnFormatIsNeverRemoved() {
        var story = Story.chat("{'model':'a/lone','temperature':0.5,'messages':[{'role':'user','content':'hi'}]}");
        assertEquals(400, story.answer(400, "{'error':{'message':'x','param':'temperature'}}").reply().status());
    }

    @Test
    void anEffortFromAHeaderIsRemovedIfItIsRefused() {
        var story = Story.chat("{'model':'a/lone','messages':[{'role':'user','content':'hi'}]}", "x-reasoning-effort",
            "high");
        assertTrue(story.call().body().contains("\"reasoning_effort\":\"high\""), story.call().body());
        story.answer(400, "{'error':{'message':'x','param':'reasoning_effort'}}");
        assertEquals("{\"model\":\"lone\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", story.call().body());
    }

    @Test
    void aClientThatDisconnectsEndsTheExchange() {
        assertEquals(RequestEnd.CLIENT_GONE, Story.asking("a/m").abandoned().end());
        assertEquals(499, Story.asking("a/m").answered(200).abandoned().status());
        assertEquals("[a/m:200/client_gone#1]", Story.asking("a/m").answered(200).abandoned().attempts().toString());
        assertEquals(200, Story.streaming("a/m").stream(Sent.ROLE, Sent.say("x")).abandoned().status());
    }

    @Test
    void theSameEventsGiveTheSameActions() {
        assertEquals(Story.asking("a/m").answer(500, DOWN).last(), Story.asking("a/m").answer(500, DOWN).last());
        assertInstanceOf(Action.Pause.class, Story.asking("a/m").answer(500, DOWN).last());
    }

    @Test
    void aCandidateThatIsDownIsTriedOnceByEachLaterRequest() {
        String body = "{'model':'c/lone','max_tokens':100,'messages':[{'role':'user','content':'a'}]}";
        var first = Story.messages(body).answer(500, "{}").silence().answer(500, "{}").silence().answer(500, "{}");
        assertEquals(3, first.callCount());
        first.summary();
        var second = first.then(body).answer(503, "{}");
        assertEquals(503, second.reply().status());
        assertEquals(1, second.callCount());
    }
}
