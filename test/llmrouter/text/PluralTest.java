package llmrouter.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PluralTest {
    @ParameterizedTest
    @CsvSource({"0, 0 requests", "1, 1 request", "2, 2 requests", "-1, -1 requests"})
    void onlyOneIsSingular(long n, String expected) {
        assertEquals(expected, Plural.of(n, "request"));
    }
}
