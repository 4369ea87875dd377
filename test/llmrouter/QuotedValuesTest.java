package llmrouter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A message that quotes a value of a request or of an answer does so behind words by which the log finds and hides it
/// (`Failure.told`); `ToldTest` shows that it does.
class QuotedValuesTest {
    private static final Pattern QUOTES = Pattern.compile("([^\"\\n]*)'\" \\+\\s*(\\w+)");
    /// What may stand before a quoted value. The path of a field, the reasons of skipped events, and a provider's id
    /// quote no content.
    private static final List<String> BEFORE = List.of("cannot be ", "with finish_reason ", "called the tool ",
        "has the status ", "arguments for the tool call ", "Item with id ", "the provider ", "");

    @Test
    void aQuotedValueStandsBehindWordsThatTheLogKnows() {
        var unknown = new ArrayList<String>();
        int found = 0;
        for (SourceFile file : SourceFile.under("src/llmrouter/protocol")) {
            var matcher = QUOTES.matcher(file.text());
            while (matcher.find()) {
                found++;
                String before = matcher.group(1);
                boolean known = BEFORE.stream().anyMatch(b -> b.isEmpty() ? before.isEmpty() : before.endsWith(b));
                if (!known) unknown.add(file.name() + ": " + matcher.group());
            }
        }
        assertEquals(List.of(), unknown);
        assertTrue(found > 10, "only " + found + " quoted values were found");
    }
}
