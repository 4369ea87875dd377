package llmrouter.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class QuotedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "the model called the tool 'find' twice             | the model called the tool '…' twice",
        "its tool 'it's \"mine\"' has no name               | its tool '…' has no name",
        "no HTTP answer came (Invalid status line: \"Hi\")  | no HTTP answer came (Invalid status line: \"…\")",
        "the provider's answer has no choices                | the provider's answer has no choices",
        "'a' and 'b'                                         | '…'",
        "an open 'quote                                      | an open '…'",
        "nothing is quoted                                   | nothing is quoted"})
    void whatStandsBetweenTheFirstAndTheLastMarkIsHidden(String message, String shown) {
        assertEquals(shown, Quoted.hidden(message));
    }

    @Test
    void onlyWhatFollowsTheWordsIsHidden() {
        String message = "'messages[0].role' cannot be 'x'. Use user or y'. Use assistant.";
        assertEquals("'messages[0].role' cannot be '…'. Use assistant.", Quoted.hiddenAfter("cannot be ", message));
        assertEquals("'top_k' must be a number.", Quoted.hiddenAfter("cannot be ", "'top_k' must be a number."));
    }
}
