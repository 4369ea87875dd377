package llmrouter.text;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class NearestReferenceTest {
    private static final List<String> KNOWN =
        List.of("work", "openrouter/mock-tools", "openrouter/mock-text", "groq/mock-text", "zai/vendor/big");

    private static List<String> near(String typed) {
        return NearestReference.of(typed, KNOWN, 3);
    }

    @Test
    void theSameModelUnderTheCorrectedProviderComesFirst() {
        assertEquals("openrouter/mock-text", near("openruter/mock-text").getFirst());
        assertEquals("groq/mock-text", near("grog/mock-text").getFirst());
    }

    @Test
    void aBareModelIsNearToEachReferenceThatEndsWithIt() {
        assertEquals(List.of("openrouter/mock-text", "groq/mock-text"), near("mock-text").subList(0, 2));
        assertEquals("zai/vendor/big", near("big").getFirst());
        assertEquals("zai/vendor/big", near("vendor/big").getFirst());
    }

    @Test
    void aMisspelledModelOfAKnownProviderAndAnAliasAreFoundAsBefore() {
        assertEquals("openrouter/mock-text", near("openrouter/mock-txt").getFirst());
        assertEquals(List.of("work"), near("wrok"));
        assertEquals(List.of(), near("nothing-like-it"));
        assertEquals(List.of(), near(""));
    }

    @Test
    void aStarStandsForTheTypedModelAndIsNotSuggestedItself() {
        var known = List.of("openrouter/*", "groq/llama");
        assertEquals(List.of("openrouter/x-1"), NearestReference.of("openruter/x-1", known, 3));
        assertEquals(List.of(), NearestReference.of("elsewhere/x-1", known, 3));
        assertEquals(List.of(), NearestReference.of("openrouter", known, 3));
    }

    @Test
    void aModelWithASlashThatLacksItsProviderComesBeforeTheStarOfANearOne() {
        assertEquals(List.of("p/v/big", "p/big"), NearestReference.of("v/big", List.of("p/*", "p/v/big"), 3));
    }

    @Test
    void aHintIsAQuestion() {
        assertEquals(" (did you mean \"openrouter/x\"?)",
            NearestReference.hint("openruter/x", List.of("openrouter/x")));
        assertEquals("", NearestReference.hint("q", List.of("openrouter/x")));
    }
}
