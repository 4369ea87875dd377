package llmrouter.report;

import org.junit.jupiter.api.Test;

import llmrouter.routing.CandidateState;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.Route;
import llmrouter.routing.SkipReason;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MeaningsTest {

    @Test
    void everyWordHasAMeaning() {
        for (RequestEnd end : RequestEnd.values()) {
            if (end != RequestEnd.OK) assertTrue(Meanings.ofEnd(end.word()).startsWith(end.word() + ": "), end.word());
        }
        for (SkipReason reason : SkipReason.values()) {
            assertTrue(Meanings.ofSkip(reason.word()).startsWith(reason.word() + ": "), reason.word());
        }
        for (CandidateState state : CandidateState.values()) {
            assertTrue(Meanings.ofState(state.word()).startsWith(state.word() + ": "), state.word());
        }
    }

    @Test
    void everyReasonOfARouteThatWasNotNamedHasAMeaning() {
        for (Route.Reason reason : Route.Reason.values()) {
            assertEquals(reason != Route.Reason.NAMED, Meanings.ofReason(reason.word()).startsWith(", "));
        }
        assertEquals("", Meanings.ofReason(null));
        assertEquals(", by-moon", Meanings.ofReason("by-moon"));
    }

    @Test
    void aWordMeansTheSameAsAReasonAndAsAState() {
        for (String word : new String[] {"cooldown", "circuit-open", "left-out"}) {
            assertEquals(Meanings.ofSkip(word), Meanings.ofState(word));
        }
    }

    @Test
    void aWordOfANewerVersionIsRepeated() {
        assertEquals("new_word", Meanings.ofEnd("new_word"));
        assertEquals("new-word", Meanings.ofSkip("new-word"));
        assertEquals("new-word", Meanings.ofState("new-word"));
        assertEquals("ok", Meanings.ofEnd("ok"));
    }
}
