package llmrouter.text;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TextPrefixTest {
    @Test
    void beginsWhatStartsWithAllThatWasAdded() {
        var prefix = new TextPrefix();
        assertTrue(prefix.begins("") && prefix.begins("any"));
        prefix.add("Hel");
        prefix.add("");
        prefix.add("lo \ud83d");
        prefix.add("\ude00");
        assertEquals(8, prefix.length());
        assertTrue(prefix.begins("Hello \ud83d\ude00") && prefix.begins("Hello \ud83d\ude00 and more"));
        for (String other : new String[] {"", "Hello ", "Hello \ud83d", "hello \ud83d\ude00 and more",
            " Hello \ud83d\ude00"}) {
            assertFalse(prefix.begins(other), other);
        }
    }
}
