package llmrouter.config.read;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Config;
import llmrouter.config.ConfigDiff;
import llmrouter.config.KnownNames;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.TargetGrammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The keys that say what answers names which are not configured: `unknownModels` and the model `*`.
class UnknownModelsTest {
    /// Providers `o`, with every model, and `p` with `m`; aliases `work` and on demand more.
    private static String file(String top, String moreOfO, String aliases) {
        return "{" + top + "'providers':[{'id':'o','baseUrl':'https://o.example','format':'openai','models':['*','own']"
            + moreOfO + "},{'id':'p','baseUrl':'https://p.example','format':'openai','models':['m',"
            + "{'id':'off','enabled':false}]}],'modelAliases':{'work':{'targets':['p/m']}" + aliases + "}}";
    }

    private static String top(String top) {
        return file(top, "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"work", "alias:work", "p/m", "o/*", "o/any/model:free"})
    void unknownModelsIsAModelAnAliasOrAllModelsOfAProvider(String ref) {
        var accepted = Read.accepted(top("'unknownModels':'" + ref + "',"));
        assertEquals(ref, accepted.config().unknownModels());
        assertEquals(List.of(), accepted.warnings());
        assertEquals("work", Read.valid(top("'unknown-models':'work',")).unknownModels(), "another spelling");
        assertNull(Read.valid(top("")).unknownModels());
    }

    @Test
    void unknownModelsMustNotBeUnknownItself() {
        assertEquals("unknownModels: \"wrok\" is not a model (provider/model) or an alias of this configuration; "
            + "did you mean \"work\"?", Read.problemText(top("'unknownModels':'wrok',")));
        assertTrue(Read.problemText(top("'unknownModels':'p/*',")).startsWith("unknownModels: \"p/*\" is not a model"));
        assertEquals("unknownModels: \"p/off\" is disabled and will not be used; enable it or remove the reference",
            Read.warningText(top("'unknownModels':'p/off',")));
    }

    @ParameterizedTest
    @CsvSource({"'defaultModel':'o/*'", "'modelAliases':{'a':{'targets':['o/*']}}"})
    void aStarIsNotOneModel(String key) {
        String json = file("", "", "");
        json = key.startsWith("'modelAliases'") ? json.substring(0, json.indexOf("'modelAliases'")) + key + "}"
            : "{" + key + "," + json.substring(1);
        String problem = Read.problemText(json);
        String says = "\"o/*\" stands for every model of its provider; write one of them, as \"o/MODEL\"";
        assertTrue(problem.endsWith(says), problem);
    }

    @Test
    void aStarIsNoFallbackOfAModel() {
        String problem = Read.problemText(file("", "", "").replace("'models':['m',", "'models':[{'id':'m',"
            + "'fallbackModels':['o/*']},"));
        assertTrue(problem.contains("stands for every model of its provider"), problem);
    }

    @Test
    void aModelThatOnlyTheStarStandsForIsAReference() {
        Config config = Read.valid(file("'defaultModel':'o/v/big:free',", "",
            ",'far':{'targets':[{'ref':'o/v/a','weight':2},'o/v/b']}"));
        var known = new KnownNames(config);
        assertEquals("o/v/a", known.canonical("o/v/a"));
        assertNull(known.configured("o/v/a"));
        assertEquals("o/own", known.configured("o/own"));
        assertEquals("o/with blank", known.canonical("o/with blank"));
        assertNull(known.canonical("o/with\ttab"));
        assertNull(known.canonical("x/v/a"));
    }

    @Test
    void aWeightAfterSuchAModelIsAWeight() {
        var known = new KnownNames(Read.valid(top("")));
        assertEquals(List.of(new AliasTarget("o/v/a", "2.5"), new AliasTarget("o/v/b:free", "1"),
            new AliasTarget("o/v/c:8", "1"), new AliasTarget("o/own", "3")),
            TargetGrammar.list("o/v/a@2.5, o/v/b:free, o/v/c:8, o/own:3", known));
        String problem = Read.problemText(file("", "", ",'a':{'targets':['o/v/a@2']}"));
        assertTrue(problem.contains("write {\"ref\": \"o/v/a\", \"weight\": 2}"), problem);
    }

    @Test
    void aReferenceToAProviderThatIsSwitchedOffIsWarnedAbout() {
        assertEquals("defaultModel: \"o/any\" is disabled and will not be used; enable it or remove the reference",
            Read.warningText(file("'defaultModel':'o/any',", ",'enabled':false", "")));
    }

    @Test
    void capsMayNameModelsThatArePassedThrough() {
        String caps = ",'rateLimits':[{'models':['v/any','*'],'requests':1,'window':'1m'}]";
        assertEquals(List.of(), Read.accepted(file("", caps, "")).warnings());
    }

    @Test
    void otherNamesOfTheStarHaveNoEffect() {
        String warning = Read.warningText(top("").replace("'*'", "{'id':'*','aliases':['all']}"));
        assertEquals("providers[0].models[0].aliases: has no effect, because \"*\" stands for models under their own "
            + "names; remove it", warning);
    }

    @Test
    void aProviderPassesThroughWhatItDoesNotConfigure() {
        String models = "{'id':'own','aliases':['mine']},{'id':'x','enabled':false}";
        Provider open = Read.valid(top("").replace("'own'", models)).provider("o");
        assertEquals("v/a", open.model("v/a").id());
        assertEquals("own", open.model("mine").id());
        assertNull(open.model("x"), "what is switched off stays off");
        assertNull(open.model("*"));
        assertTrue(open.passesThrough("a".repeat(200)));
        assertFalse(open.passesThrough("a".repeat(201)));
        assertFalse(Read.valid(top("")).provider("p").passesThrough("any"));
        assertTrue(new Model("*", List.of(), List.of(), true, null, null, null, List.of(), null).isEvery());
    }

    @ParameterizedTest
    @ValueSource(strings = {"smart", "default"})
    void anAliasThatTakesTheNameOfTheDefaultModelIsToldSo(String id) {
        assertEquals("modelAliases." + id + ": takes the name \"" + id + "\", which would mean the default model "
            + "without this alias; rename the alias if clients that ask for \"" + id
            + "\" should get the default model",
            Read.warningText(file("", "", ",'" + id + "':{'targets':['p/m']}")));
    }

    @Test
    void anAliasForCodexsReviewerIsAsGoodAsAnyOther() {
        assertEquals("", Read.warningText(file("", "", ",'codex-auto-review':{'targets':['p/m']}")));
    }

    @Test
    void aReloadNamesWhatAnswersUnknownModels() {
        Config without = Read.valid(top(""));
        Config with = Read.valid(top("'unknownModels':'work',"));
        assertEquals("unknown models are now answered by work", ConfigDiff.of(without, with).line());
        assertEquals("unknown models are refused now", ConfigDiff.of(with, without).line());
    }
}
