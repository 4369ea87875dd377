package llmrouter.config.edit;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.config.edit.BucketChange.SetBuckets;
import llmrouter.config.edit.EditOutcome.Edited;
import llmrouter.config.edit.EditOutcome.Refused;
import llmrouter.config.edit.EditOutcome.Unchanged;
import llmrouter.config.edit.EditOutcome.Wrong;
import llmrouter.config.edit.GatewayChange.DefaultModel;
import llmrouter.config.edit.GatewayChange.StrictTranslation;
import llmrouter.config.edit.GatewayChange.UnknownModels;
import llmrouter.config.edit.RemovalChange.RemoveProvider;
import llmrouter.config.edit.RenameChange.RenameAlias;
import llmrouter.config.edit.RenameChange.RenameProvider;
import llmrouter.config.edit.TargetChange.AddTargets;
import llmrouter.config.edit.TargetChange.RemoveTargets;
import llmrouter.config.edit.input.AddressInput;
import llmrouter.config.edit.input.BucketInput.OneBucket;
import llmrouter.config.edit.input.FormatInput;
import llmrouter.config.edit.input.InputFinding.InputNames;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.config.read.Read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The changes that people make every day: one text in, one text out, no file and no command line.
class EverydayChangesTest {
    private static final String BASE = """
        {"version": 2, "defaultModel": "p/m", "unknownModels": "work", "mine": 1,
         "providers": [
          {"id": "p", "baseUrl": "https://p.example", "formats": ["openai"],
           "models": ["m", {"id": "v/n", "aliases": ["nn"], "fallbackModels": ["q/z"]}],
           "rateLimits": [{"id": "c", "models": ["m"], "requests": 4, "window": "1m"}]},
          {"id": "q", "name": "q", "baseUrl": "https://q.example", "formats": ["openai"], "models": ["z"]}],
         "masterKeys": [{"name": "ci", "keySha256": "DIGEST", "models": ["p/m", "work"]}],
         "modelAliases": {
           "work": {"id": "work", "targets": ["p/m", {"ref": "q/z", "weight": 2, "mine": 1}]},
           "more": {"targets": ["alias:work", "p/nn"], "fallbackTargets": ["work"]}}}
        """.replace("DIGEST", "ab".repeat(32));
    private static final InputNames FORM = new InputNames() {
        @Override
        public String field(String field) {
            return "<" + field + ">";
        }

        @Override
        public String value(String field, String value) {
            return "<" + field + " " + value + ">";
        }

        @Override
        public String operation(String operation) {
            return "the form " + operation;
        }
    };

    private static <R> String edited(ConfigChange<R> change) {
        EditOutcome<R> outcome = ConfigOperation.apply(BASE, "c.json", change);
        if (!(outcome instanceof Edited<R> edited)) throw new AssertionError(outcome);
        EditOutcome<R> again = ConfigOperation.apply(edited.text(), "c.json", change);
        boolean repeatable = !(change instanceof RenameChange || change instanceof RemoveTargets);
        if (repeatable) assertInstanceOf(Unchanged.class, again, "the same once more is no change");
        return edited.text();
    }

    /// The change replaces exactly this in the text, and leaves all other text as it is.
    private static void replaces(String old, String now, ConfigChange<?> change) {
        assertTrue(BASE.contains(old), old);
        assertEquals(BASE.replace(old, now), edited(change));
    }

    private static void unchanged(ConfigChange<?> change) {
        assertInstanceOf(Unchanged.class, ConfigOperation.apply(BASE, "c.json", change));
    }

    private static void refused(String message, ConfigChange<?> change) {
        Refused<?> refused = assertInstanceOf(Refused.class, ConfigOperation.apply(BASE, "c.json", change));
        String described = refused.problem().describe(FORM);
        assertTrue(described.contains(message), described);
    }

    private static ModelsChange models(String provider, String added, String removed, boolean cascade) {
        return new ModelsChange(provider, new ModelsInput(null, added, removed), cascade);
    }

    @Test
    void modelsAreAddedBehindTheOthers() {
        replaces("[\"z\"]", "[\"z\", \"y\", \"x\"]", models("q", "y, z; x", null, false));
        unchanged(models("q", "z", null, false));
        refused("there is no provider 'qq' (did you mean \"q\"?)", models("qq", "y", null, false));
        refused("<addModels> names no model", models("q", ",", null, false));
    }

    @Test
    void modelsAreRemovedUnlessSomethingRefersToThem() {
        String grown = BASE.replace("[\"z\"]", "[\"z\", \"y\"]");
        Edited<?> edited = assertInstanceOf(Edited.class,
            ConfigOperation.apply(grown, "c.json", models("q", null, "y", false)));
        assertEquals(BASE, edited.text());
        refused("alias \"work\": target p/m", models("p", null, "m", false));
        refused("has no model 'mm' (did you mean \"m\"", models("p", null, "mm", false));
        refused("is the provider's only model; use the form remove-provider", models("q", null, "z", true));
        assertTrue(Read.valid(edited(withReferences("p", "m"))).defaultModel().equals("p/v/n"));
    }

    /// Removing with all references; a second time the model is not there.
    private static ConfigChange<Boolean> withReferences(String provider, String removed) {
        return (draft, before) -> {
            boolean there = ModelEntry.find(ModelEntry.all(draft), provider, removed) != null;
            if (there) models(provider, null, removed, true).applyTo(draft, before);
            return there;
        };
    }

    @Test
    void theDefaultModelMustBeKnown() {
        replaces("\"defaultModel\": \"p/m\"", "\"defaultModel\": \"work\"", new DefaultModel("work"));
        replaces("\"defaultModel\": \"p/m\"", "\"defaultModel\": \"p/nn\"", new DefaultModel("p/nn"));
        unchanged(new DefaultModel("p/m"));
        refused("no model (provider/model) or alias 'wrk' (did you mean \"work\"", new DefaultModel("wrk"));
        refused("which model or alias? Give <model>", new DefaultModel(null));
        String open = BASE.replace("[\"z\"]", "[\"z\", \"*\"]");
        assertInstanceOf(Edited.class, ConfigOperation.apply(open, "c.json", new UnknownModels("q/*")));
    }

    @Test
    void unknownNamesGetAModelOrNone() {
        replaces("\"unknownModels\": \"work\"", "\"unknownModels\": \"q/z\"", new UnknownModels("q/z"));
        replaces(" \"unknownModels\": \"work\",", "", new UnknownModels("off"));
        unchanged(new UnknownModels("work"));
        refused("or alias 'of'; there are work, more, p/m", new UnknownModels("of"));
    }

    @Test
    void strictTranslationIsOnOrOff() {
        assertTrue(Read.valid(edited(new StrictTranslation("on"))).strictTranslation());
        unchanged(new StrictTranslation("off"));
        refused("<strict maybe> is neither; write on or off", new StrictTranslation("maybe"));
        refused("give on or off", new StrictTranslation(null));
    }

    @Test
    void aRenamedProviderTakesItsReferencesAlong() {
        String text = edited(new RenameProvider("p", "pp"));
        assertEquals(BASE.replace("\"p/", "\"pp/").replace("\"id\": \"p\"", "\"id\": \"pp\""), text);
        assertEquals(List.of("m"), Read.valid(text).providers().getFirst().rateLimits().getFirst().models());
        assertEquals(BASE.replace("\"q/z\"", "\"r/z\"").replace("\"id\": \"q\", \"name\": \"q\"",
            "\"id\": \"r\", \"name\": \"r\""), edited(new RenameProvider("q", "r")));
        unchanged(new RenameProvider("p", "p"));
        refused("there is another provider with the id 'q'", new RenameProvider("p", "q"));
        refused("write groesse", new RenameProvider("p", "größe"));
        refused("what is the new id of provider 'p'? Give <to>", new RenameProvider("p", null));
        refused("there is no provider 'x'", new RenameProvider("x", "y"));
    }

    @Test
    void aRenamedAliasTakesItsReferencesAlong() {
        assertEquals(BASE.replace("work", "job"), edited(new RenameAlias("work", "job")));
        assertEquals(BASE.replace("more", "less"), edited(new RenameAlias("more", "less")));
        refused("there is another alias with the id 'more'", new RenameAlias("work", "more"));
        refused("letters a–z, digits and . _ : -; write groesse", new RenameAlias("work", "größe"));
        refused("there is no alias 'wrk' (did you mean \"work\"?)", new RenameAlias("wrk", "x"));
    }

    @Test
    void aTargetIsAddedOrGetsAnotherWeight() {
        replaces("\"mine\": 1}]}", "\"mine\": 1}, {\"ref\": \"p/nn\", \"weight\": 3}]}",
            new AddTargets("work", "p/nn@3", false));
        replaces("[\"work\"]", "[\"work\", \"q/z\"]", new AddTargets("more", "q/z", true));
        replaces("{\"ref\": \"q/z\", \"weight\": 2, \"mine\": 1}", "{\"ref\": \"q/z\", \"mine\": 1, \"weight\": 5}",
            new AddTargets("work", "q/z@5", false));
        unchanged(new AddTargets("work", "q/z p/m", false));
        unchanged(new AddTargets("more", "p/v/n", false));
        refused("which target?", new AddTargets("work", null, false));
        refused("there is no alias 'wrk'", new AddTargets("wrk", "p/m", false));
        Wrong<?> wrong = assertInstanceOf(Wrong.class,
            ConfigOperation.apply(BASE, "c.json", new AddTargets("work", "more", false)));
        assertTrue(wrong.problems().getFirst().what().contains("refers to itself"), wrong.toString());
    }

    @Test
    void aTargetIsRemovedFromWhereverItStands() {
        replaces("\"p/m\", {", "{", new RemoveTargets("work", "p/m@7", false));
        replaces("[\"alias:work\", \"p/nn\"]", "[\"alias:work\"]", new RemoveTargets("more", "p/v/n", false));
        replaces("[\"work\"]", "[]", new RemoveTargets("more", "work", true));
        refused("has no target 'p/mm' (did you mean \"p/m\"", new RemoveTargets("work", "p/mm", false));
        refused("has no fallback target 'p/nn'", new RemoveTargets("more", "p/nn", true));
        refused("would have no target; add another one first, or use the form remove-alias work",
            new RemoveTargets("work", "p/m q/z", false));
    }

    @Test
    void providersAndModelsAreSwitchedOffAndOn() {
        replaces("[\"z\"]}", "[\"z\"], \"enabled\": false}", new EnabledChange(List.of("q"), false));
        replaces("[\"z\"]", "[{\"id\": \"z\", \"enabled\": false}]", new EnabledChange(List.of("q/z"), false));
        replaces("[\"q/z\"]}", "[\"q/z\"], \"enabled\": false}", new EnabledChange(List.of("p/nn"), false));
        unchanged(new EnabledChange(List.of("p", "p/m"), true));
        refused("'work' is an alias, which cannot be switched off", new EnabledChange(List.of("work"), false));
        refused("no provider or model 'pq'", new EnabledChange(List.of("pq"), false));
        refused("has no model 'mm' (did you mean \"m\"", new EnabledChange(List.of("p/mm"), true));
        refused("which provider or model?", new EnabledChange(List.of(), true));
    }

    @Test
    void aModelGetsOtherNames() {
        replaces("[\"z\"]", "[{\"id\": \"z\", \"aliases\": [\"fast\", \"f\"]}]",
            new ModelAliasesChange(null, "q/z", "fast,f"));
        unchanged(new ModelAliasesChange("p", "v/n", "nn"));
        unchanged(new ModelAliasesChange("p", "p/v/n", "nn"));
        refused("'nn' means the model p/v/n already", new ModelAliasesChange("p", "m", "nn"));
        refused("there is no model (provider/model) or alias 'x/y'", new ModelAliasesChange(null, "x/y", "a"));
    }

    @Test
    void aReferenceSaysItsProvider() {
        replaces("\"fallbackModels\": [\"q/z\"]", "\"fallbackModels\": [\"p/m\"]",
            new FallbacksChange(null, "p/v/n", "p/m"));
        refused("is still referred to", new RemovalChange.RemoveModel(null, "p/v/n", false));
        var cap = new OneBucket("c", null, "p/m,p/nn", null, null, null, null);
        assertEquals(List.of("m", "v/n"), Read.valid(edited(new SetBuckets(null, cap, false))).providers().getFirst()
            .rateLimits().getFirst().models());
    }

    @Test
    void whatAnswersForUnknownNamesKeepsItsModel() {
        String text = BASE.replace("\"unknownModels\": \"work\"", "\"unknownModels\": \"q/z\"");
        Refused<?> refused = assertInstanceOf(Refused.class,
            ConfigOperation.apply(text, "c.json", new RemoveProvider("q", false)));
        assertTrue(refused.problem().describe(FORM).contains("model for unknown names q/z"));
        Edited<?> edited = assertInstanceOf(Edited.class,
            ConfigOperation.apply(text, "c.json", new RemoveProvider("q", true)));
        assertTrue(!edited.text().contains("unknownModels"), edited.text());
    }

    @Test
    void theMasterKeyIsNotRemovedByASlip() {
        unchanged(new MasterKeyRemoval(false));
        String open = "{\"version\": 2, \"masterKeyEnv\": \"K\"}";
        Refused<?> refused = assertInstanceOf(Refused.class,
            ConfigOperation.apply(open, "c.json", new MasterKeyRemoval(false)));
        assertTrue(refused.problem().describe(FORM).contains("answers every program that can reach it"));
        assertEquals("{\"version\": 2}", assertInstanceOf(Edited.class,
            ConfigOperation.apply(open, "c.json", new MasterKeyRemoval(true))).text());
        assertEquals(BASE, assertInstanceOf(Edited.class, ConfigOperation.apply(
            BASE.replace("\"mine\": 1,\n", "\"mine\": 1, \"masterKey\": \"k\",\n"), "c.json",
            new MasterKeyRemoval(false))).text());
    }

    @Test
    void aWeightThatIsNoneIsExplained() {
        for (String wrong : List.of("p/m@0", "p/m@70%", "p/m@-1", "p/m@", "p/m@1e2", "p/m:0")) {
            refused("'" + wrong + "' has no weight that can be used; a weight is a number above 0",
                new AliasChange("new", null, wrong, null, null));
            refused("'" + wrong + "' has no weight", new AliasChange("new", null, "p/m", wrong, null));
            refused("'" + wrong + "' has no weight", new AddTargets("work", wrong, false));
        }
    }

    @Test
    void aWeightThatIsNoneIsExplainedBesideEveryOtherModelToo() {
        String open = BASE.replace("[\"z\"]", "[\"z\", \"*\"]");
        for (String wrong : List.of("q/any@0", "q/any@70%")) {
            assertInstanceOf(Refused.class,
                ConfigOperation.apply(open, "c.json", new AddTargets("work", wrong, false)), wrong);
        }
        Edited<?> edited = assertInstanceOf(Edited.class,
            ConfigOperation.apply(open, "c.json", new AddTargets("work", "q/any@4", false)));
        assertTrue(edited.text().contains("{\"ref\": \"q/any\", \"weight\": 4}"), edited.text());
    }

    @Test
    void aWeightThatTheStrategyIgnoresIsReported() {
        for (String strategy : List.of("ordered", "round-robin", "weighted-rr", "auto", "quota-aware-weighted-rr")) {
            boolean ignored = strategy.equals("ordered") || strategy.equals("round-robin");
            Edited<AliasChange.AliasChanged> edited = changed(new AliasChange("new", strategy, "p/m@3", null, null));
            assertEquals(ignored, edited.result().ignoresWeights(), strategy);
        }
        assertTrue(!changed(new AliasChange("new", null, "p/m@1", null, null)).result().ignoresWeights());
        assertTrue(changed(new AddTargets("more", "q/z@2", false)).result().ignoresWeights());
    }

    private static <R> Edited<R> changed(ConfigChange<R> change) {
        if (ConfigOperation.apply(BASE, "c.json", change) instanceof Edited<R> edited) return edited;
        throw new AssertionError(change.toString());
    }

    @Test
    void aCapWhoseNameSaysAnotherWindowIsReported() {
        assertEquals(List.of("the cap is called 'each month', but its window is 1 minute; m means minute, and mo means "
            + "month"), warnings("each month", "1m"));
        assertEquals(List.of("the cap is called 'Daily', but its window is 2 hours"), warnings("Daily", "2h"));
        for (String fine : List.of("each month", "Monthly", "per-minute or month", "six", "monkeys")) {
            assertEquals(List.of(), warnings(fine, "1mo"), fine);
        }
        assertEquals(List.of(), warnings("5 minutes", "5m"));
    }

    private static List<String> warnings(String name, String window) {
        var cap = new OneBucket(null, name, "all", 1L, null, null, window);
        return changed(new SetBuckets("p", cap, false)).result().warnings();
    }

    @Test
    void aNearMissOfAnIdIsAskedBack() {
        String known = BASE.replace("\"id\": \"q\", \"name\": \"q\"", "\"id\": \"openrouter\"").replace("q/z",
            "openrouter/z");
        var address = new AddressInput(null, null, Map.of());
        var change = new ProviderChange("openroutr", "X", null, address,
            new FormatInput(null, null), ModelsInput.NONE, null, null);
        Refused<?> provider = assertInstanceOf(Refused.class, ConfigOperation.apply(known, "c.json", change));
        assertTrue(provider.problem().describe(FORM).startsWith("there is no provider 'openroutr' (did you mean "
            + "\"openrouter\"?), and a new provider needs its address"), provider.problem().describe(FORM));
        refused("there is no alias 'wrk' (did you mean \"work\"?), and a new alias needs targets",
            new AliasChange("wrk", "auto", null, null, null));
    }

    @Test
    void anEarlierTextIsRestoredAsItWas() {
        assertEquals(BASE, assertInstanceOf(Edited.class, ConfigOperation.restore("{ broken", "c.json", BASE,
            false)).text());
        assertInstanceOf(Unchanged.class, ConfigOperation.restore(BASE, "c.json", BASE, false));
        assertInstanceOf(Wrong.class, ConfigOperation.restore(BASE, "c.json", "{\"defaultModel\": \"x/y\"}",
            false));
        assertInstanceOf(Refused.class, ConfigOperation.restore(BASE, "c.json", "{\"version\": 2}", false));
        assertInstanceOf(Edited.class, ConfigOperation.restore(BASE, "c.json", "{\"version\": 2}", true));
    }
}
