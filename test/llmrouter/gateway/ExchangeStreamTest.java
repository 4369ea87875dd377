package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.http.Latin1;
import llmrouter.routing.RequestEnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// What a client sees of a stream: nothing before the answer begins, all of it, and a truthful end.
class ExchangeStreamTest {
    private static final String CUT = "Provider \\\"a\\\": the connection to a.example failed: as the test says.";

    private static int count(String text, String part) {
        int n = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) n++;
        return n;
    }

    @Test
    void nothingIsCommittedBeforeTheFirstContent() {
        var story = Story.streaming("a/m").stream(": comment\n\n", Sent.ROLE, Sent.say(""));
        assertInstanceOf(Action.Await.class, story.last());
        assertNull(story.head());
        story.chunk(Sent.say("hel"));
        assertEquals(": comment\n\n" + Sent.ROLE + Sent.say("") + Sent.say("hel"), story.streamText());
        assertEquals("a/m", story.head().get("x-llm-router-candidate"));
        assertEquals("text/event-stream; charset=utf-8", story.head().get("content-type"));
    }

    @Test
    void failoverIsInvisibleBeforeTheCommit() {
        var story = Story.streaming("a/m").stream(Sent.ROLE, Sent.FAILURE);
        story.pause();
        story.silence().stream(Sent.ROLE).ended().silence().stream().broken(Kind.CUT);
        assertEquals("a a a b", story.hosts());
        assertNull(story.head());
        story.stream(Sent.ROLE, Sent.say("x"), Sent.STOP, Sent.DONE);
        assertEquals(Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE, story.streamText());
        assertTrue(story.closed());
        assertEquals("b/m", story.head().get("x-llm-router-candidate"));
        assertEquals("[a/m:200/temporary_error#1, a/m:200/network_error#2, a/m:200/network_error#3, b/m:200/ok#1]",
            story.summary().attempts().toString());
    }

    @Test
    void afterTheCommitAnErrorGoesToTheClientAndNoOtherCandidateIsTried() {
        var story = Story.streaming("a/m").stream(Sent.ROLE, Sent.say("x")).broken(Kind.CUT);
        assertEquals("a", story.hosts());
        assertTrue(story.closed());
        assertTrue(story.streamText().contains(CUT), story.streamText());
        assertFalse(story.streamText().contains("[DONE]"));
        assertEquals(RequestEnd.MID_STREAM, story.summary().end());
    }

    @Test
    void anErrorInTheSameChunkAsTheFirstContentDoesNotFailOver() {
        var story = Story.streaming("a/m").stream(Sent.ROLE + Sent.say("x") + Sent.FAILURE + Sent.DONE);
        assertTrue(story.closed());
        assertEquals(Sent.ROLE + Sent.say("x") + Sent.FAILURE, story.streamText());
    }

    @Test
    void aTranslatedErrorComesInTheClientsFormatAndNothingSaysSuccess() {
        var story = Story.streamingMessages("a/lone").stream(Sent.ROLE, Sent.say("x"), Sent.FAILURE);
        assertTrue(story.closed());
        assertTrue(story.streamText()
            .endsWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                + "\"message\":\"a: boom\"},\"request_id\":\"req_1\"}\n\n"), story.streamText());
        assertFalse(story.streamText().contains("message_stop"));
        assertFalse(story.streamText().contains("end_turn"));
    }

    @Test
    void doneWithoutAFinishIsNoSuccess() {
        var story = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x"), Sent.DONE);
        assertTrue(story.closed());
        assertFalse(story.streamText().contains("[DONE]"), story.streamText());
        assertTrue(story.streamText().startsWith(Sent.ROLE + Sent.say("x") + "data: {\"error\":"), story.streamText());
    }

    @Test
    void messageStopWithoutAStopReasonIsNoSuccess() {
        var story = Story.streamingMessages("c/lone").stream(Sent.START, Sent.delta("x"), Sent.MESSAGE_STOP);
        assertTrue(story.closed());
        assertFalse(story.streamText().contains("message_stop"), story.streamText());
        assertEquals(1, count(story.streamText(), "event: error"));
    }

    @Test
    void anEndWithoutAFinishIsAnError() {
        var story = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x")).ended();
        assertTrue(story.streamText().contains("Provider \\\"a\\\" (a.example) ended its stream before the answer"),
            story.streamText());
        assertTrue(story.closed());
    }

    @Test
    void anEndAfterTheFinishIsGoodAndAMissingLastLineIsAdded() {
        var story = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x"), Sent.STOP).ended();
        assertEquals(Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE, story.streamText());
        assertEquals(RequestEnd.OK, story.summary().end());
        story = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x"), Sent.STOP).broken(Kind.CUT);
        assertEquals(Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE, story.streamText());
        assertEquals(RequestEnd.OK, story.summary().end());
    }

    @Test
    void doneAfterTheUsageReachesTheClient() {
        var story = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x"), Sent.STOP, Sent.USAGE);
        assertFalse(story.closed());
        story.chunk(Sent.DONE);
        assertTrue(story.closed());
        assertEquals(Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.USAGE + Sent.DONE, story.streamText());
        assertEquals(2, story.summary().usage().output());
    }

    @Test
    void anAnswerThatIsCompleteIsNotHeldUpByASlowEnd() {
        var story = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x"), Sent.STOP, Sent.USAGE);
        assertEquals(1_000, story.waitMs());
        story.later(600).chunk(": still here\n\n");
        assertEquals(400, story.waitMs());
        story.silence();
        assertTrue(story.closed());
        assertEquals(RequestEnd.OK, story.summary().end());
        assertFalse(story.streamText().contains("error"), story.streamText());
    }

    @Test
    void nothingFollowsTheLastEvent() {
        var story = Story.streaming("a/lone")
            .stream(Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE + Sent.say("y") + ": junk\n\n");
        assertTrue(story.streamText().endsWith(Sent.DONE), story.streamText());
        story = Story.streamingMessages("c/lone")
            .stream(Sent.START + Sent.delta("x") + Sent.END + Sent.MESSAGE_STOP + Sent.delta("y"));
        assertTrue(story.streamText().endsWith(Sent.MESSAGE_STOP), story.streamText());
    }

    @Test
    void anErrorEventIsSeparatedFromAnUnclosedEvent() {
        var story = Story.streaming("a/lone").stream(Sent.ROLE + Sent.say("x") + Sent.say("y").stripTrailing()).ended();
        assertTrue(story.streamText().contains(Sent.say("y") + "data: {\"error\":"), story.streamText());
    }

    @Test
    void aFinishThatMeansAnErrorIsSentAsAnError() {
        var story = Story.streaming("a/lone")
            .stream(Sent.ROLE, Sent.say("x"), Sent.STOP.replace("\"stop\"", "\"error\""));
        assertTrue(story.closed());
        assertEquals(1, count(story.streamText(), "data: {\"error\""));
    }

    @Test
    void anErrorEventThatHoldsTheKeyIsWrittenAnew() {
        var story = Story.streaming("a/lone")
            .stream(Sent.ROLE, Sent.say("x"), Sent.FAILURE.replace("boom", "key sk-secret-of-a is out"));
        assertTrue(story.closed());
        assertFalse(story.streamText().contains("sk-secret"), story.streamText());
        assertEquals(1, count(story.streamText(), "\"error\""));
    }

    @Test
    void bytesBeyondAsciiPassAndOurOwnErrorIsUtf8Too() {
        String word = Story.latin1("größe 漢 😀");
        var story = Story.streaming("a/lone")
            .stream(Sent.ROLE, Sent.say(word), "event: error\ndata: {\"message\":\"" + word + "\"}\n\n");
        assertTrue(story.streamText().startsWith(Sent.ROLE + Sent.say(word)));
        assertTrue(story.streamText()
            .endsWith("data: {\"error\":{\"message\":\"a: " + word
                + "\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n"), story.streamText());
    }

    @Test
    void anErrorBeforeTheCommitIsReadableText() {
        var story = Story.streaming("a/lone")
            .stream(Sent.ROLE,
                Sent.FAILURE.replace("\"server_error\"", "\"invalid_api_key\"")
                .replace("boom", Story.latin1("schlüssel")));
        assertEquals(502, story.reply().status());
        assertTrue(story.reply().body().contains("schlüssel"), story.reply().body());
    }

    @Test
    void dataWithoutContentIsNotGatheredWithoutLimit() {
        var story = Story.streaming("a/m").stream();
        String nothing = "data: {\"choices\":[],\"pad\":\"" + "x".repeat(100_000) + "\"}\n\n";
        int sent = 0;
        while (story.callCount() == 1 && !(story.last() instanceof Action.Pause) && sent++ < 100) story.chunk(nothing);
        assertTrue(sent < 20, sent + " events were held");
    }

    @Test
    void anEndlessEventEndsTheStream() {
        var story = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x"));
        String piece = "x".repeat(1 << 20);
        story.chunk("data: ");
        for (int i = 0; i < 20 && !story.closed(); i++) story.chunk(piece);
        assertTrue(story.closed());
        assertTrue(story.streamText().contains("longer than"), story.streamText());
    }

    @Test
    void skippedEventsAreNotedUpToALimit() {
        var story = Story.streamingMessages("a/lone").stream(Sent.ROLE, Sent.say("x"));
        String skipped = "data: {\"choices\":[{\"index\":0,\"delta\":{\"annotations\":[{}]}}]}\n\n";
        for (int i = 0; i < 200; i++) story.chunk(skipped).chunk(Sent.say("y"));
        story.chunk(Sent.STOP + Sent.DONE);
        int noted = story.summary().warnings().size();
        assertTrue(noted > 0 && noted <= 20, noted + " warnings");
    }

    @Test
    void contentThatLooksLikeAStreamIsHarmless() {
        var story = Story.streaming("a/lone")
            .stream(Sent.ROLE, Sent.say("data: [DONE]\\n\\nevent: error"), Sent.STOP, Sent.DONE);
        assertEquals(RequestEnd.OK, story.summary().end());
        assertTrue(story.streamText().endsWith(Sent.STOP + Sent.DONE));
    }

    // ── However a stream is cut, the client gets the same ──

    private record Scenario(String model, boolean messages, String stream, boolean cut) {
        @Override
        public String toString() {
            String end = stream.substring(Math.max(0, stream.length() - 30)).replace("\r", "␍").replace("\n", "␊");
            return model + (messages ? " for Messages, " : " for Chat Completions, ")
                + (cut ? "cut after " : "ended after ") + end;
        }
    }

    static Stream<Arguments> scenarios() {
        String plain = Sent.ROLE + Sent.say("hel") + Sent.say(Story.latin1("lö 漢😀"));
        var all = new ArrayList<Arguments>();
        for (boolean messages : List.of(false, true)) {
            for (boolean cut : List.of(false, true)) {
                for (String end : List.of("", Sent.STOP, Sent.STOP + Sent.DONE, Sent.STOP + Sent.USAGE + Sent.DONE,
                    Sent.STOP + Sent.USAGE, Sent.DONE, Sent.FAILURE, Sent.FAILURE + Sent.DONE,
                    Sent.STOP + Sent.DONE + Sent.say("late"), "data: {torn",
                    Sent.say("unclosed").stripTrailing(), "data: {broken\n\n".repeat(3))) {
                    all.add(arguments(new Scenario("a/lone", messages, plain + end, cut)));
                    all.add(arguments(new Scenario("a/lone", messages, (plain + end).replace("\n", "\r\n"), cut)));
                }
                String begun = Sent.START + Sent.delta("hel") + Sent.delta(Story.latin1("lö 漢"));
                for (String end : List.of("", Sent.END, Sent.END + Sent.MESSAGE_STOP, Sent.MESSAGE_STOP,
                    Sent.OVERLOADED, Sent.END + Sent.MESSAGE_STOP + Sent.delta("late"))) {
                    all.add(arguments(new Scenario("c/lone", messages, begun + end, cut)));
                }
            }
        }
        return all.stream();
    }

    private static String play(Scenario s, List<String> pieces) {
        Story story = s.messages() ? Story.streamingMessages(s.model()) : Story.streaming(s.model());
        boolean verbatim = s.messages() == s.model().startsWith("c");
        story.stream();
        for (String piece : pieces) {
            if (!story.closed()) story.chunk(verbatim ? piece : utf8(piece));
        }
        if (!story.closed()) {
            if (s.cut()) story.broken(Kind.CUT);
            else story.ended();
        }
        assertTrue(story.closed(), "the stream was not closed");
        return story.streamText() + "→" + story.summary().end();
    }

    private static String utf8(String bytes) {
        return Latin1.text(bytes);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void howAStreamIsCutMakesNoDifference(Scenario s) {
        boolean verbatim = s.messages() == s.model().startsWith("c");
        String text = verbatim ? s.stream() : Latin1.text(s.stream());
        var one = new Scenario(s.model(), s.messages(), text, s.cut());
        String whole = play(one, List.of(text));
        assertEquals(whole, play(one, text.codePoints().mapToObj(Character::toString).toList()));
        var random = new Random(42);
        for (int round = 0; round < 5; round++) {
            var pieces = new ArrayList<String>();
            for (int at = 0; at < text.length();) {
                int next = Math.min(text.length(), at + 1 + random.nextInt(90));
                pieces.add(text.substring(at, next));
                at = next;
            }
            assertEquals(whole, play(one, pieces));
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyStreamHasExactlyOneTruthfulEnd(Scenario s) {
        String played = play(s, List.of(s.stream()));
        String streamed = played.substring(0, played.lastIndexOf('→'));
        boolean ok = played.endsWith("→ok");
        int errors = count(streamed, s.messages() ? "event: error" : "data: {\"error\"");
        int successes = count(streamed, s.messages() ? "event: message_stop" : "data: [DONE]");
        assertEquals(ok ? 0 : 1, errors, streamed);
        assertEquals(ok ? 1 : 0, successes, streamed);
    }
}
