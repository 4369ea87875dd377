package llmrouter.http;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.http.HeaderMap.Header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AcceptFieldTest {
    private static boolean prefersHtml(String... values) {
        var fields = new ArrayList<Header>();
        for (String value : values) fields.add(new Header("accept", value));
        return AcceptField.prefersHtml(HeaderMap.of(List.copyOf(fields)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | true
        TEXT/HTML                                                       | true
        text/*                                                          | true
        text/html;q=0.5, application/json;q=0.4                         | true
        text/html;q=0.5, application/json;q=0.50                        | false
        text/html;level=1;q=0.7 , */*;q=0.7                             | true
        text/html;q=0.001                                               | true
        text/html;q=1.                                                  | true
        text/html;q=0                                                   | false
        text/html;q=0.                                                  | false
        text/html;q=1.5                                                 | false
        text/html;q=1.001                                               | false
        text/html;q=0.1234                                              | false
        text/html;q=.5                                                  | false
        text/html;q=-1                                                  | false
        text/html;q=                                                    | false
        text/html;q=0,5                                                 | false
        */*                                                             | false
        application/json                                                | false
        ;;;                                                             | false
        ,                                                               | false
        """)
    void htmlIsSentOnlyToAClientThatPrefersIt(String accept, boolean html) {
        assertEquals(html, prefersHtml(accept));
    }

    @Test
    void severalFieldsCountAsOneList() {
        assertTrue(prefersHtml("application/json;q=0.3", "text/html;q=0.4"));
        assertFalse(prefersHtml("application/json;q=0.4", "text/html;q=0.3"));
    }

    @Test
    void withoutTheFieldTheAnswerIsJson() {
        assertFalse(prefersHtml());
        assertFalse(prefersHtml(""));
    }

    @Test
    void elementsKeepTheirPlacesAndLoseTheSpacesAround() {
        assertEquals(List.of("a", "", "b c", ""), FieldText.elements(" a,, \tb c ,", ','));
        assertEquals(List.of(""), FieldText.elements("", ','));
    }
}
