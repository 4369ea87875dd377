package llmrouter.config.edit;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.config.Auth;
import llmrouter.config.Capabilities;
import llmrouter.config.Format;
import llmrouter.config.edit.EditOutcome.Edited;
import llmrouter.config.edit.ModelFactsChange.FactsWritten;
import llmrouter.config.edit.ModelFactsChange.ModelFacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What was found out is written where the file does not say it.
class ModelFactsChangeTest {
    private static final String BEFORE = """
        {"version": 2, "providers": [{"id": "p", "baseUrl": "https://p.example/v1", "formats": ["openai", "claude"],
          // a comment
          "models": ["m", {"id": "n", "contextWindow": 7, "capabilities": {"tools": false, "images": true}}]}]}
        """;

    private static Edited<FactsWritten> edited(String text, ModelFactsChange change) {
        EditOutcome<FactsWritten> outcome = ConfigOperation.apply(text, "c.json", change);
        if (outcome instanceof Edited<FactsWritten> edited) return edited;
        throw new AssertionError(outcome);
    }

    private static Capabilities tools(boolean able) {
        return Capabilities.of(Map.of("tools", able));
    }

    @Test
    void aModelThatIsOnlyAnIdBecomesAnObject() {
        var facts = new ModelFacts(List.of(Format.OPENAI), 100L, 10L, tools(true));
        Edited<FactsWritten> done = edited(BEFORE, new ModelFactsChange("p", Map.of("m", facts), false));
        assertTrue(done.text().contains("// a comment"), done.text());
        String flat = done.text().replace("\n", "").replace(" ", "");
        assertTrue(flat.contains("{\"id\":\"m\",\"formats\":[\"openai\"],\"contextWindow\":100,\"maxOutputTokens\":10,"
            + "\"capabilities\":{\"tools\":true}}"), done.text());
        assertEquals(List.of("m: formats", "m: contextWindow", "m: maxOutputTokens", "m: capabilities"),
            done.result().members());
    }

    @Test
    void whatTheFileSaysStays() {
        var facts = new ModelFacts(List.of(), 100L, null, tools(true));
        var change = new ModelFactsChange("p", Map.of("n", facts), false);
        assertInstanceOf(EditOutcome.Unchanged.class, ConfigOperation.apply(BEFORE, "c.json", change));
    }

    @Test
    void newerFindingsReplaceOlderOnesWhenThatIsWanted() {
        var change = new ModelFactsChange("p", Map.of("n", ModelFacts.of(tools(true))), true);
        String text = edited(BEFORE, change).text().replace(" ", "").replace("\n", "");
        assertTrue(text.contains("\"tools\":true") && text.contains("\"images\":true") && text.contains("7"), text);
    }

    @Test
    void aModelThatIsNotInTheFileIsNotAdded() {
        var change = new ModelFactsChange("p", Map.of("other", ModelFacts.of(tools(true))), true);
        assertInstanceOf(EditOutcome.Unchanged.class, ConfigOperation.apply(BEFORE, "c.json", change));
    }

    @Test
    void theHeaderOfTheKeyIsWrittenForItsFormatOnly() {
        var bearer = new Auth(Auth.Type.BEARER, null, "");
        var change = new ModelFactsChange("p", Map.of(), false, Map.of(Format.CLAUDE, bearer));
        Edited<FactsWritten> done = edited(BEFORE, change);
        String flat = done.text().replace("\n", "").replace(" ", "");
        assertTrue(flat.contains("\"authByFormat\":{\"claude\":\"bearer\"}"), done.text());
        assertInstanceOf(EditOutcome.Unchanged.class, ConfigOperation.apply(done.text(), "c.json", change));
    }
}
