package llmrouter.gateway;

import org.junit.jupiter.api.Test;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.gateway.failure.CallFailure.Kind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every timer at its exact limit, and the heartbeats in between.
class ExchangeTimeTest {
    private static final String COMMENT = ": llm-router is waiting for the provider\n\n";
    private static final String PING = "event: ping\ndata: {\"type\": \"ping\"}\n\n";

    /// Lets heartbeats pass until something else than one happens.
    private static long silentFor(Story story) {
        long total = 0;
        int calls = story.callCount();
        while (!story.closed() && story.callCount() == calls && !(story.last() instanceof Action.Pause)) {
            total += story.waitMs();
            story.silence();
        }
        return total;
    }

    @Test
    void theHeadOfAStreamMustComeInTime() {
        var story = Story.streaming("a/m");
        assertEquals(60_000, silentFor(story));
        assertEquals("a b", story.hosts());
    }

    @Test
    void aMillisecondBeforeTheLimitNothingHappens() {
        var story = Story.asking("a/m");
        assertEquals(600_000, story.waitMs());
        story.later(599_999).elapsed();
        assertInstanceOf(Action.Await.class, story.last());
        assertEquals(1, story.waitMs());
        story.silence();
        assertEquals("a b", story.hosts());
    }

    @Test
    void contentOfAStreamMustComeInTimeWhateverElseItSends() {
        var story = Story.streaming("a/m").later(50_000).stream();
        for (int i = 0; i < 6; i++) story.later(10_000).chunk(": busy\n\n" + Sent.ROLE);
        assertEquals(10_000, silentFor(story));
        assertEquals("a b", story.hosts());
    }

    @Test
    void aStreamThatHasBegunMustContinue() {
        var story = Story.streaming("a/m").stream(Sent.ROLE, Sent.say("x")).later(299_999).chunk(": busy\n\n");
        assertFalse(story.closed());
        assertEquals(300_000, silentFor(story));
        assertTrue(story.closed());
        assertTrue(story.streamText().contains("sent nothing in the middle of its answer for 300000 ms"),
            story.streamText());
        assertEquals("a", story.hosts());
    }

    @Test
    void theWholeAnswerHasItsOwnLimit() {
        assertEquals(600_000, silentFor(Story.asking("a/m")));
        var story = Story.asking("a/lone").answered(200);
        assertEquals(600_000, story.waitMs());
        story.silence();
        assertEquals(504, story.reply().status());
    }

    @Test
    void aProviderMayHaveItsOwnLimits() {
        assertEquals(3_000, Story.asking("d/m").waitMs());
        assertEquals(1_000, Story.streaming("d/m").waitMs(), "content cannot come before the head");
        assertEquals(500, Story.streaming("d/m").stream(Sent.ROLE, Sent.say("x")).waitMs());
    }

    @Test
    void anErrorsBodyIsNotWaitedForLong() {
        var story = Story.asking("a/m").answered(404);
        assertEquals(10_000, story.waitMs());
        story.silence();
        assertEquals("a b", story.hosts());
    }

    @Test
    void aProviderThatTimedOutIsNotRetried() {
        var story = Story.streaming("a/m");
        silentFor(story);
        silentFor(story);
        assertEquals("a b c", story.hosts());
    }

    @Test
    void heartbeatsOpenTheStreamAndFailoverStaysPossible() {
        var story = Story.streaming("a/m");
        assertEquals(15_000, story.waitMs());
        story.silence();
        assertEquals(COMMENT, story.streamText());
        assertNull(story.head().get("x-llm-router-candidate"), "it is not known yet which candidate will answer");
        story.answer(404, "{}").stream(Sent.ROLE, Sent.say("x"), Sent.STOP, Sent.DONE);
        assertEquals(COMMENT + Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE, story.streamText());
    }

    @Test
    void aFailureAfterAHeartbeatIsSentAsAnEvent() {
        var story = Story.streaming("a/lone").silence()
            .answer(401, "{'error':{'message':'no','code':'invalid_api_key'}}");
        assertTrue(story.closed());
        assertEquals(COMMENT
            + "data: {\"error\":{\"message\":\"Provider \\\"a\\\" refused the gateway's key (its words: no). Correct "
            + "the key of this provider in the gateway's configuration; \\\"llm-router why req_1\\\" shows "
            + "the attempt.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n", story.streamText());
        assertEquals(200, story.summary().status());
    }

    @Test
    void noHeartbeatIsSentWhileTheClientGetsData() {
        var story = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x"));
        for (int i = 0; i < 10; i++) story.later(14_999).chunk(Sent.say("y"));
        assertFalse(story.streamText().contains(COMMENT));
        assertEquals(15_000, story.waitMs());
        story.silence();
        assertTrue(story.streamText().endsWith(COMMENT));
        assertEquals(15_000, story.waitMs());
    }

    @Test
    void aPieceOfAnEventDoesNotReplaceAHeartbeat() {
        var story = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x")).later(10_000).chunk("data: {\"half");
        assertEquals(5_000, story.waitMs());
    }

    @Test
    void messagesClientsGetPingsOnceTheAnswerHasBegun() {
        var story = Story.streamingMessages("c/lone").silence();
        assertEquals(COMMENT, story.streamText());
        story.stream(Sent.START, Sent.delta("x")).silence();
        assertEquals(COMMENT + Sent.named(Sent.START, "c/lone") + Sent.delta("x") + PING, story.streamText());
    }

    @Test
    void aWholeAnswerHasNoHeartbeat() {
        var story = Story.asking("a/lone").later(30_000).elapsed();
        assertNull(story.head());
    }

    @Test
    void aCountOfTokensIsNeverAStream() {
        var story = Story.of(Story.request(Endpoint.COUNT_TOKENS, Format.CLAUDE,
            "{\"model\":\"c/lone\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        story.later(20_000).elapsed();
        assertNull(story.head());
    }

    @Test
    void aTimeoutAfterAProvidersErrorShowsTheError() {
        var story = Story.streaming("a/m").answer(429, "{'error':{'message':'slow down'}}");
        silentFor(story);
        story.broken(Kind.CONNECT);
        assertTrue(story.streamText().contains("slow down"), story.streamText());
    }
}
