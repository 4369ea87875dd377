package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import llmrouter.admission.Endpoint;
import llmrouter.chat.ApiError;
import llmrouter.config.Format;
import llmrouter.gateway.answer.StreamPipe;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.SplitMix64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The two ways of a stream, without an exchange around them.
class StreamPipeTest {
    private final List<String> warnings = new ArrayList<>();
    private final Replies replies = Replies.unrouted(Story.request(Endpoint.CHAT, Format.OPENAI, "{}"));

    /// The pipe of a Chat Completions client to a model of a provider of [Story].
    private StreamPipe pipe(String model) {
        String body = Story.streamBody(model).replace('\'', '"');
        var request = Story.request(Endpoint.CHAT, Format.OPENAI, body);
        var routes = new RouteResolver(Story.config(Story.CONFIG));
        var routed = RoutedRequest.of(request, routes, Story.POLICY, new SplitMix64(1));
        var candidate = routed.plan().route().candidates().getFirst();
        var attempt = new RunningAttempt(routed, routed.preparer().prepare(candidate, Set.of(), _ -> false),
            new ExchangeTimers(Story.POLICY), warnings);
        attempt.openPipe();
        return attempt.pipe();
    }

    @Test
    void aStreamOfTheClientsFormatPassesUnchanged() {
        StreamPipe pipe = pipe("a/lone");
        assertTrue(pipe.verbatim());
        String stream = ": comment\n\n" + Sent.ROLE + Sent.say("x");
        pipe.feed(stream);
        assertEquals(stream, pipe.take());
        assertTrue(pipe.meaningful());
        assertFalse(pipe.complete());
    }

    @Test
    void anUnchangedStreamIsCompleteBeforeItIsOver() {
        StreamPipe pipe = pipe("a/lone");
        String answer = Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.USAGE;
        pipe.feed(answer);
        assertTrue(pipe.complete());
        pipe.feed(Sent.DONE + Sent.say("too late"));
        assertTrue(pipe.over());
        assertEquals(answer + Sent.DONE, pipe.take());
    }

    @Test
    void aCompleteAnswerGetsTheLastEventThatItsProviderLeftOut() {
        StreamPipe pipe = pipe("a/lone");
        pipe.feed(Sent.ROLE + Sent.say("x") + Sent.STOP);
        pipe.end();
        assertNull(pipe.failure());
        assertTrue(pipe.take().endsWith(Sent.STOP + Sent.DONE));
    }

    @Test
    void aStreamThatEndsEarlyHasFailedAndGetsNoLastEvent() {
        StreamPipe pipe = pipe("a/lone");
        pipe.feed(Sent.ROLE + Sent.say("x"));
        pipe.end();
        assertNotNull(pipe.failure());
        String text = pipe.takeWithError(pipe.failure(), replies);
        assertTrue(text.startsWith(Sent.ROLE + Sent.say("x") + "data: {\"error\":"), text);
        assertFalse(text.contains("[DONE]"), text);
    }

    @Test
    void anErrorThatTheProviderHasWrittenIsNotWrittenTwice() {
        StreamPipe pipe = pipe("a/lone");
        pipe.feed(Sent.ROLE + Sent.FAILURE);
        assertTrue(pipe.over());
        assertEquals(Sent.ROLE + Sent.FAILURE, pipe.takeWithError(pipe.failure(), replies));
    }

    @Test
    void aStreamOfAnotherFormatIsTranslatedAndOverWithTheAnswer() {
        StreamPipe pipe = pipe("c/lone");
        assertFalse(pipe.verbatim());
        pipe.feed(Sent.START + Sent.delta("x") + Sent.END + Sent.MESSAGE_STOP);
        assertTrue(pipe.over());
        String text = pipe.take();
        assertTrue(text.contains("\"content\":\"x\""), text);
        assertTrue(text.endsWith(Sent.DONE), text);
    }

    @Test
    void anErrorInATranslatedStreamIsWrittenInTheClientsFormat() {
        StreamPipe pipe = pipe("c/lone");
        pipe.feed(Sent.START + Sent.delta("x"));
        String text = pipe.takeWithError(ApiError.of(502, ApiError.Kind.API, "It broke."), replies);
        assertTrue(text.contains("data: {\"error\":{\"message\":\"It broke.\""), text);
    }

    @Test
    void aStreamWithoutContentFailsAtItsLimit() {
        StreamPipe pipe = pipe("a/lone");
        pipe.feed(("data: {\"choices\":[],\"pad\":\"" + "x".repeat(1_000) + "\"}\n\n").repeat(1_100));
        assertEquals("The provider sent 1048576 characters without any content.", pipe.failure().message());
        assertTrue(pipe.over());
    }
}
