package llmrouter.config.edit;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Config;
import llmrouter.config.Finding;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.Read;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigDraftTest {
    private static final ProviderPatch NOTHING =
        new ProviderPatch("p", null, null, null, Map.of(), null, null, null, null, null);
    private static final String FILE = """
        {
            "version": 2,  "mine": {"note" : 1.50},
            "providers": [
                {"id": "q", "base-url": "https://q.example", "format": "claude", "models": "z"},
                {
                    "id": "p", "endpoint": "https://a.example", "credential": "sk-1", "format": "openai",
                    "x-mine": [1,2],
                    "models": [{"id": "m", "cost": {"input": 1}, "y": 2}, "n"],
                    "rateLimits": [{"id": "b", "models": ["all"], "requests": 1, "window": "1m"}]
                }
            ],
            "model-aliases": {"a.b": {"targets": [{"ref": "p/m", "weight": 3, "metadata": {"k": 1}}, "p/n"],
                "fallbacks": ["q/z"]}}
        }
        """;

    private static String edited(String text, Consumer<ConfigDraft> change) {
        var draft = ConfigDraft.of(text);
        change.accept(draft);
        assertEquals(List.of(), newProblems(text, draft.text()), draft.text());
        return draft.text();
    }

    private static List<Finding> newProblems(String before, String after) {
        return ConfigOperation.newProblems(ConfigReader.read(before, "c.json"), ConfigReader.read(after, "c.json"));
    }

    @Test
    void anEmptyPatchChangesNotACharacter() {
        assertEquals(FILE, edited(FILE, NOTHING::applyTo));
        assertEquals(FILE, edited(FILE, new AliasPatch("a.b", null, null, null, null)::applyTo));
    }

    @Test
    void aPatchTouchesOnlyWhatWasGivenInTheSpellingOfTheFile() {
        var patch = new ProviderPatch("p", null, null, "https://new.example", Map.of(), new Secret.EnvSecret("KEY"),
            null, null, null, null);
        String expected = FILE.replace("https://a.example", "https://new.example")
            .replace(" \"credential\": \"sk-1\",", "")
            .replace("\"window\": \"1m\"}]\n", "\"window\": \"1m\"}],\n            \"apiKeyEnv\": \"KEY\"\n");
        assertEquals(expected, edited(FILE, patch::applyTo));
    }

    @Test
    void modelsThatStayKeepWhatIsSaidAboutThem() {
        var patch = new ProviderPatch("p", null, null, null, Map.of(), null, null, null, null,
            List.of("sonar", "@cf/meta", "m", "n"));
        Provider p = Read.valid(edited(FILE, patch::applyTo)).provider("p");
        assertEquals(List.of("sonar", "@cf/meta", "m", "n"), p.models().stream().map(Model::id).toList());
        assertEquals("1", p.model("m").cost().input());
        assertEquals(1, p.rateLimits().size());
    }

    @Test
    void aModelThatOthersReferToCannotBeDropped() {
        var draft = ConfigDraft.of(FILE);
        new ProviderPatch("p", null, null, null, Map.of(), null, null, null, null, List.of("m")).applyTo(draft);
        List<Finding> problems = newProblems(FILE, draft.text());
        assertEquals("model-aliases[\"a.b\"].targets[1]", problems.getFirst().path());
        assertEquals(1, problems.size());
    }

    @Test
    void formatsFollowThePreferredOne() {
        String text = edited(FILE, new ProviderPatch("p", null, null, null, Map.of(), null, null, Format.CLAUDE, null,
            null)::applyTo);
        assertEquals(List.of(Format.CLAUDE, Format.OPENAI), Read.valid(text).provider("p").formats());
        text = edited(text, new ProviderPatch("p", null, null, null, Map.of(), null, List.of(Format.RESPONSES), null,
            null, null)::applyTo);
        assertEquals(List.of(Format.RESPONSES), Read.valid(text).provider("p").formats());
    }

    @Test
    void baseUrlsOfOtherFormatsStay() {
        String text = edited(FILE, new ProviderPatch("q", null, null, null, Map.of(Format.CLAUDE, "https://c.example"),
            null, null, null, null, null)::applyTo);
        text = edited(text, new ProviderPatch("q", null, null, null, Map.of(Format.OPENAI, "https://o.example"), null,
            null, null, null, null)::applyTo);
        assertEquals("https://c.example", Read.valid(text).provider("q").baseUrlFor(Format.CLAUDE));
        assertEquals("https://o.example", Read.valid(text).provider("q").baseUrlFor(Format.OPENAI));
        String anthropic = "{\"providers\":{\"id\":\"p\",\"endpoints\":{\"anthropic\":\"https://a.example\"},"
            + "\"models\":[\"m\"]}}";
        String changed = edited(anthropic, new ProviderPatch("p", null, null, null,
            Map.of(Format.CLAUDE, "https://b.example"), null, null, null, null, null)::applyTo);
        assertTrue(changed.contains("\"anthropic\":\"https://b.example\""), changed);
        assertFalse(changed.contains("claude"), changed);
    }

    @Test
    void aSingleProviderBecomesAListWhenAnotherIsAdded() {
        String single = "{\"version\":2,\"providers\":{\"id\":\"p\",\"baseUrl\":\"https://a.example\","
            + "\"format\":\"openai\",\"models\":[\"m\"]}}";
        var added = new ProviderPatch("q", "Q", true, "https://b.example", Map.of(), new Secret.InlineSecret("k"),
            List.of(Format.OPENAI), null, Json.object().put("x-a", "b"), List.of("n"));
        Config config = Read.valid(edited(single, added::applyTo));
        assertEquals(List.of("p", "q"), config.providers().stream().map(Provider::id).toList());
        assertEquals(new Secret.InlineSecret("k"), config.provider("q").apiKey());
    }

    @Test
    void aProviderWithoutAnIdIsFoundByTheOneThatStandsIn() {
        String text = "{\"version\":2,\"providers\":[{\"name\":\"My Prov\",\"baseUrl\":\"https://a.example\","
            + "\"format\":\"openai\",\"models\":[\"m\"]}]}";
        String changed = edited(text, new ProviderPatch("my-prov", null, false, null, Map.of(), null, null, null, null,
            null)::applyTo);
        assertEquals(1, Read.valid(changed).providers().size());
        assertFalse(Read.valid(changed).providers().getFirst().enabled());
    }

    @Test
    void targetsAreReplacedButKeepTheirNotes() {
        var patch = new AliasPatch("a.b", Strategy.AUTO,
            List.of(new AliasTarget("q/z", "1"), new AliasTarget("p/m", "2.5")), List.of(), Json.object().put("m", 1));
        String text = edited(FILE, patch::applyTo);
        Alias alias = Read.valid(text).aliases().get("a.b");
        assertEquals(List.of(new AliasTarget("q/z", "1"), new AliasTarget("p/m", "2.5")), alias.targets());
        assertEquals(List.of(), alias.fallbackTargets());
        assertEquals(Strategy.AUTO, alias.strategy());
        assertTrue(text.contains("\"metadata\": {\"k\": 1}"), text);
        assertTrue(text.contains("\"model-aliases\"") && text.contains("\"fallbacks\": []"), text);
    }

    @Test
    void aNewAliasGoesWhereTheOthersAre() {
        String text = edited(FILE, new AliasPatch("fast", null, List.of(new AliasTarget("a.b", "1")), null,
            null)::applyTo);
        assertEquals(Strategy.ORDERED, Read.valid(text).aliases().get("fast").strategy());
        assertFalse(text.contains("modelAliases"), text);
    }

    @Test
    void theMasterKeyIsInOnePlace() {
        String text = edited("", draft -> draft.setMasterKey(new Secret.InlineSecret("k")));
        assertEquals("{\n  \"version\": 2,\n  \"masterKey\": \"k\"\n}\n", text);
        text = edited(text.replace("masterKey", "master-key"),
            draft -> draft.setMasterKey(new Secret.FileSecret("~/k")));
        assertEquals("{\n  \"version\": 2,\n  \"masterKeyFile\": \"~/k\"\n}\n", text);
    }

    @Test
    void anEditedFileSaysTheCurrentVersion() {
        assertEquals(2, Read.accepted(edited("{\"version\":1}", _ -> { })).version());
        assertEquals("{\"a\":1,\"version\":2}", edited("{\"a\":1}", _ -> { }));
    }

    @Test
    void onlyWhatAnEditMadeWrongIsNew() {
        String broken = "{\"version\":2,\"defaultModel\":\"x/y\"}";
        assertEquals(List.of(), newProblems(broken, broken.replace("}", ",\"masterKey\":\"k\"}")));
        assertEquals(1, newProblems(broken, broken.replace("x/y", "x/z")).size());
    }
}
