package llmrouter.config;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PastedListTest {
    private static List<String> read(String list) {
        return PastedList.words(list).stream().map(PastedList::bare).toList();
    }

    /// `|` separates the words that are expected.
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', value = {"a,b;c d~a|b|c|d", "a, b,, a~a|b",
        "\"Llama 3 8B\",gpt-x~Llama 3 8B|gpt-x", "['a b', 'c']~a b|c", "[\"a, b\", \"c;d\"]~a, b|c;d",
        "`a b` c~a b|c", "\"gpt-4o (latest)\"~gpt-4o (latest)", "gpt-4o(latest),x[1m]~gpt-4o(latest)|x[1m]",
        "(a),[b],<c>~a|b|c", "(a b)~a|b", "\"a b~a|b", "a \"b c\"d~a|b|c\"d", "it's,that's~it's|that's",
        "\"a\":1~a\":1", "a.,b:~a|b"})
    void readsWhatPeoplePaste(String list, String words) {
        assertEquals(words, String.join("|", read(list)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b", "gpt-4o (latest)", "gpt-4o(latest)", "a,b", "x[1m]", "a;", "(x)", "a.", "模 型",
        "it's", "a, \"b", "~/x.gguf", "m@2"})
    void aQuotedWordIsReadBack(String word) {
        assertEquals(List.of(word, "z"), read(PastedList.quoted(word) + ",z"), PastedList.quoted(word));
    }

    @Test
    void knownNamesMayHaveSpacesWithoutQuotes() {
        var known = Set.of("p/Llama 3 8B", "p/m");
        assertEquals(List.of("p/Llama 3 8B", "p/m"), PastedList.names("p/Llama 3 8B, p/m", known::contains));
        assertEquals(List.of("p/m", "p/n"), PastedList.names("p/m p/n", known::contains));
        assertEquals(List.of("p/Llama", "3", "8B", "p/x"), PastedList.names("p/Llama 3 8B,p/x", known::contains));
    }

    @Test
    void anArgumentWithSpacesIsOneWord() {
        assertEquals(List.of("Llama 3 8B", "a", "b"), read(PastedList.joined(List.of("Llama 3 8B", "a,b"))));
        assertEquals(List.of("a", "b"), read(PastedList.joined(List.of("a, b"))));
    }
}
