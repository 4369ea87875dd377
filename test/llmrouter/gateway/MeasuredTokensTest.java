package llmrouter.gateway;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Usage;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.routing.SplitMix64;
import llmrouter.routing.TokenEstimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A token count without a provider that counts is an estimate, which the counts of earlier answers correct.
class MeasuredTokensTest {
    private static final String BODY = "{'model':'MODEL','max_tokens':9,'messages':[{'role':'user','content':'"
        + "four ".repeat(2_000) + "'}]}";
    private static final long PLAIN = TokenEstimate.of((Json.Obj) Json.parse(BODY.replace('\'', '"')));

    private static String to(String model) {
        return BODY.replace("MODEL", model);
    }

    private static long counted(Story counting) {
        assertEquals("true", counting.reply().headers().get("x-llm-router-estimated"));
        return ((Json.Obj) Json.parse(counting.reply().body())).number("input_tokens", 0);
    }

    /// The story of a request that `tokens` were counted for.
    private static Story answered(Story story, long tokens) {
        story.answered(200).body(Sent.ANSWER.replace("\"prompt_tokens\":3", "\"prompt_tokens\":" + tokens));
        story.summary();
        return story;
    }

    @Test
    void theModelsOwnCountsCorrectTheEstimate() {
        assertEquals(PLAIN, counted(Story.messages(to("a/lone")).thenCounted(to("a/lone"))));
        Story learned = answered(Story.messages(to("a/lone")), PLAIN * 3 / 2);
        assertEquals(PLAIN * 3 / 2, counted(learned.thenCounted(to("a/lone"))), 2);
        assertEquals(PLAIN, counted(learned.thenCounted(to("b/m"))), "another model counts as it does");
    }

    @Test
    void cachedTokensArePartOfThePrompt() {
        var story = Story.messages(to("c/lone"));
        story.answered(200)
            .body(Sent.MESSAGE.replace("\"input_tokens\":3",
                    "\"input_tokens\":10,\"cache_creation_input_tokens\":90,\"cache_read_input_tokens\":"
                    + (PLAIN * 2 - 100)));
        story.summary();
        assertEquals(PLAIN * 2, counted(story.thenCounted(to("c/lone")).answer(404, "{}")), 2);
    }

    @Test
    void aStreamCorrectsTheEstimateToo() {
        var story = Story.messages(to("a/lone").replace("'max_tokens'", "'stream':true,'max_tokens'"))
            .stream(Sent.ROLE, Sent.say("x"), Sent.STOP,
            Sent.USAGE.replace("\"prompt_tokens\":3", "\"prompt_tokens\":" + PLAIN / 2) + Sent.DONE);
        story.summary();
        assertEquals(PLAIN / 2, counted(story.thenCounted(to("a/lone"))), 2);
    }

    private static boolean isMeasured(long scale, int seed) {
        JsonScan request = JsonScan.of(to("a/m").replace('\'', '"'));
        var usage = new Usage(9, 0, 0, 1, 0);
        return !TokenEstimate.measured("a/m", request, usage, scale, new SplitMix64(seed)).isEmpty();
    }

    /// A hundred requests of their own seeds: about one and a half are expected.
    @Test
    void fewRequestsOfAKnownModelAreMeasured() {
        int looked = 0;
        for (int seed = 0; seed < 100; seed++) {
            if (isMeasured(1_000, seed)) looked++;
        }
        assertTrue(looked < 10, looked + " of 100");
        assertTrue(isMeasured(0, 1), "of an unknown model, each");
    }

    @Test
    void aShortRequestIsNotMeasured() {
        String body = "{'model':'a/lone','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}";
        Story story = answered(Story.messages(body), 500);
        assertEquals(PLAIN, counted(story.thenCounted(to("a/lone"))));
    }

    @Test
    void anAnswerThatBrokeIsNotMeasured() {
        var story = Story.messages(to("c/lone").replace("'max_tokens'", "'stream':true,'max_tokens'"))
            .stream(Sent.START, Sent.delta("x")).broken(CallFailure.Kind.CUT);
        story.summary();
        assertEquals(PLAIN, counted(story.thenCounted(to("c/lone")).answer(404, "{}")));
    }
}
