package llmrouter.config.edit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.edit.BucketChange.BucketsChanged;
import llmrouter.config.edit.BucketChange.SetBuckets;
import llmrouter.config.edit.input.AddressInput;
import llmrouter.config.edit.input.BucketInput.BucketJson;
import llmrouter.config.edit.input.BucketInput.OneBucket;
import llmrouter.config.edit.EditOutcome.Edited;
import llmrouter.config.edit.EditOutcome.Refused;
import llmrouter.config.edit.input.BucketInput;
import llmrouter.config.edit.input.FormatInput;
import llmrouter.config.edit.input.InputFinding.InputNames;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.config.edit.ProviderChange.ProviderChanged;
import llmrouter.config.edit.RemovalChange.RemoveModel;
import llmrouter.config.read.Read;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The rules for what a user enters, as a form would use them: no command line, no file.
class InputRulesTest {
    private static final String CONFIG = """
        {"version": 2, "providers": [{"id": "p", "name": "Pe", "baseUrl": "https://p.example", "formats": ["openai"],
          "models": ["m"], "rateLimits": [{"id": "fast", "models": ["all"], "concurrency": 1}]}]}
        """;
    private static final InputNames FORM = new InputNames() {
        @Override
        public String field(String field) {
            return "<" + field + ">";
        }

        @Override
        public String value(String field, String value) {
            return "'" + value + "' in <" + field + ">";
        }

        @Override
        public String operation(String operation) {
            return "the form " + operation;
        }
    };

    private static ProviderChange provider(String id, String name, AddressInput addresses, String models) {
        return new ProviderChange(id, name, null, addresses, new FormatInput(null, null), ModelsInput.all(models), null,
            null);
    }

    private static AddressInput base(String url) {
        return new AddressInput(null, url, Map.of());
    }

    private static <R> Edited<R> edited(ConfigChange<R> change) {
        EditOutcome<R> outcome = ConfigOperation.apply(CONFIG, "c.json", change);
        if (outcome instanceof Edited<R> edited) return edited;
        throw new AssertionError(outcome);
    }

    private static void refused(String field, String message, ConfigChange<?> change) {
        Refused<?> refused = assertInstanceOf(Refused.class, ConfigOperation.apply(CONFIG, "c.json", change));
        assertEquals(field, refused.problem().field());
        String described = refused.problem().describe(FORM);
        assertTrue(described.contains(message), described);
        assertFalse(described.contains("--"), described);
    }

    @Test
    void aNewProviderGetsItsIdFromItsNameAndItsFormatFromItsAddress() {
        Edited<ProviderChanged> edited = edited(provider(null, "302 AI", base("https://api.anthropic.example"),
            "a, b"));
        assertEquals(new ProviderChanged("p-302-ai", true, "https://api.anthropic.example"), edited.result());
        Provider saved = Read.valid(edited.text()).provider("p-302-ai");
        assertEquals(List.of(Format.CLAUDE), saved.formats());
        assertEquals("p-302-ai/a", Read.valid(edited.text()).defaultModel());
    }

    @Test
    void pastedEndpointsAreSortedByFormat() {
        var pasted = new AddressInput("\"https://a.example/v1/messages\", https://b.example", null, Map.of());
        Provider saved = Read.valid(edited(provider("n", null, pasted, "a")).text()).provider("n");
        assertEquals("https://b.example", saved.baseUrl());
        assertEquals(Map.of(Format.CLAUDE, "https://a.example/v1/messages"), saved.baseUrlByFormat());
    }

    @Test
    void aBaseUrlThatNoFormatUsesIsReported() {
        var own = new LinkedHashMap<>(Map.of(Format.OPENAI, "https://o.example"));
        Edited<ProviderChanged> edited = edited(provider("p", null, new AddressInput(null, "https://x.example", own),
            null));
        Provider saved = Read.valid(edited.text()).provider("p");
        assertTrue(edited.result().isBaseUrlUnused(saved));
        assertFalse(edited(provider("p", null, base("https://x.example"), null)).result().isBaseUrlUnused(
            Read.valid(CONFIG.replace("p.example", "x.example")).provider("p")));
    }

    @Test
    void eachRefusalNamesTheInputToCorrect() {
        AddressInput none = base(null);
        refused("providerId", "which provider? Give <providerId>, and <name> if it is new",
            provider(null, null, none, null));
        refused("providerId", "write my-id", provider("My Id", null, none, null));
        refused("name", "'pe'' in <name> belongs to provider 'p'", provider("q", "pe", none, null));
        refused("baseUrl", "give <baseUrl>, <openaiBaseUrl> or <claudeBaseUrl>", provider("q", null, none, "a"));
        refused("baseUrl", "<baseUrl> has a query", provider("q", null, base("https://x.example?a"), "a"));
        refused("models", "'a,b' in <models>", provider("q", null, base("https://x.example"), null));
        refused("models", "<models> names no model", provider("q", null, base("https://openai.example"), ",;"));
        refused("formats", "which format does https://x.example speak?",
            provider("q", null, base("https://x.example"), "a"));
        refused("endpoints", "<openaiBaseUrl>, <claudeBaseUrl> or <responsesBaseUrl> instead of <endpoints>",
            provider("q", null, new AddressInput("https://x.example https://y.example", null, Map.of()), "a"));
        refused("headers", "<headers> must be a JSON object",
            new ProviderChange("p", null, null, none, new FormatInput(null, null), ModelsInput.NONE, "[]", null));
        refused("format", "'foo' is not a format; write openai, claude or responses",
            new ProviderChange("p", null, null, none, new FormatInput("foo", null), ModelsInput.NONE, null, null));
        refused("strategy", "is not a strategy", new AliasChange("a", "fastest", "p/m", null, null));
        refused("fallbackModels", "give <clearFallbacks> to clear the list", new FallbacksChange("p", "m", ",;"));
        refused("model", "use the form remove-provider 'p' in <providerId>", new RemoveModel("p", "m", false));
        refused("targetVersion", "is lower than the file's version 2", new MigrationChange(1));
    }

    @Test
    void numbersOfACapAreCheckedWhereverTheyComeFrom() {
        for (long bad : new long[] {0, -1, BucketInput.LARGEST + 1}) {
            refused("bucketRequests", "must be a whole number from 1 to 900000000000, not " + bad,
                new SetBuckets("p", new OneBucket("fast", null, null, bad, null, null, null), false));
        }
        for (String bad : List.of("\"+4\"", "\"4 \"", "\"\"", "4.0", "1e3", "\"9999999999999999999\"", "true")) {
            refused("rateLimits.tokens", "must be a whole number",
                new SetBuckets("p", new BucketJson("{\"id\": \"fast\", \"tokens\": " + bad + "}"), false));
        }
        refused("rateLimits[1].window", "'x' is not a window", new SetBuckets("p",
            new BucketJson("[{\"id\": \"fast\"}, {\"id\": \"fast\", \"window\": \"x\"}]"), false));
    }

    @Test
    void aCapWhoseNameIsTakenReportsBothIds() {
        var input = new OneBucket(null, "Fast", "m", null, null, 3L, null);
        BucketsChanged result = edited(new SetBuckets("p", input, false)).result();
        assertEquals(List.of("fast-2"), result.ids());
        assertEquals("fast", result.renamed().getFirst().taken());
        assertEquals(2, result.count());
    }

    @Test
    void targetsThatChangeLeaveTheDraftsOwnTreeAlone() {
        String text = CONFIG.replace("}]}\n",
            "}], \"modelAliases\": {\"a\": {\"targets\": [{\"ref\": \"p/m\", \"weight\": 3, \"mine\": 1}]}}}\n");
        var draft = ConfigDraft.of(text);
        Obj before = draft.tree();
        String seen = before.toString();
        new AliasPatch("a", null, List.of(new AliasTarget("p/m", "2")), null, null).applyTo(draft);
        assertEquals(seen, before.toString());
        assertTrue(draft.text().contains("{\"ref\": \"p/m\", \"mine\": 1, \"weight\": 2}"), draft.text());
    }
}
