package llmrouter.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.read.ConfigReader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigDiffTest {
    private static final String BEFORE = """
        {'version':2,'masterKey':'gw_one','defaultModel':'p/m','providers':[
        {'id':'p','name':'P','baseUrl':'https://p.example','apiKey':'sk-one','formats':['openai'],\
        'models':[{'id':'m'},{'id':'n'}]},
        {'id':'q','name':'Q','baseUrl':'https://q.example','apiKey':'sk-q','formats':['openai'],'models':[{'id':'m'}]}],
        'modelAliases':{'work':{'targets':[{'ref':'p/m'}]},'play':{'targets':[{'ref':'q/m'}]}}}""";

    private static Config config(String json) {
        return assertInstanceOf(ConfigOutcome.ValidConfig.class, ConfigReader.read(json.replace('\'',
            '"'), "test.json")).config();
    }

    private static String line(String after) {
        return ConfigDiff.of(config(BEFORE), config(after)).line();
    }

    /// What is said if these members are added to, or put in the place of others in, provider `q`.
    private static String ofProvider(String with) {
        return line(BEFORE.replace("'name':'Q',", "'name':'Q'," + with + ","));
    }

    @Test
    void theSameMeaningIsNoChange() {
        assertEquals("", line(BEFORE.replace("\n", "  \n")));
        assertTrue(ConfigDiff.of(config(BEFORE), config(BEFORE)).isEmpty());
    }

    @Test
    void everyKindOfChangeIsNamed() {
        assertEquals("default model is now work", line(BEFORE.replace("'defaultModel':'p/m'",
            "'defaultModel':'work'")));
        assertEquals("strict translation is now on", line(BEFORE.replace("'version':2,",
            "'version':2,'strictTranslation':true,")));
        assertEquals("unknown models are now answered by work", line(BEFORE.replace("'version':2,",
            "'version':2,'unknownModels':'work',")));
        assertEquals("p: model n removed", line(BEFORE.replace(",{'id':'n'}", "")));
        assertEquals("alias play changed (targets)", line(BEFORE.replace("{'ref':'q/m'}",
            "{'ref':'q/m','weight':2}")));
        assertEquals("alias play changed (strategy, fallback targets)", line(BEFORE.replace("'play':{",
            "'play':{'strategy':'auto','fallbackTargets':['p/m'],")));
        assertEquals("alias play removed", line(BEFORE.replace(",'play':{'targets':[{'ref':'q/m'}]}", "")));
        assertEquals("provider r added; provider q removed; alias play changed (targets)", line(BEFORE.replace(
            "'id':'q'", "'id':'r'").replace("'q/m'", "'r/m'")));
    }

    @Test
    void everySettingOfAProviderIsNamed() {
        assertEquals("q: name changed", line(BEFORE.replace("'name':'Q'", "'name':'R'")));
        assertEquals("q: disabled", ofProvider("'enabled':false"));
        assertEquals("q: base URL changed", line(BEFORE.replace("https://q", "https://r")));
        assertEquals("q: base URL changed", ofProvider("'baseUrlByFormat':{'openai':'https://r.example'}"));
        assertEquals("q: formats changed", line(BEFORE.replace("'apiKey':'sk-q','formats':['openai']",
            "'apiKey':'sk-q','formats':['openai','responses']")));
        assertEquals("q: authentication changed", ofProvider("'auth':{'type':'x-api-key'}"));
        assertEquals("q: authentication changed", ofProvider("'authByFormat':{'openai':{'type':'x-api-key'}}"));
        assertEquals("q: headers changed", ofProvider("'headers':{'x-team':'blue'}"));
        assertEquals("q: Anthropic version changed", ofProvider("'anthropicVersion':'2023-06-01'"));
        assertEquals("q: Anthropic beta changed", ofProvider("'anthropicBeta':'b'"));
        assertEquals("q: timeouts changed", ofProvider("'timeouts':{'idleMs':9000}"));
        assertEquals("q: caps changed", ofProvider("'rateLimits':[{'id':'b','models':['all'],'requests':1,"
            + "'window':{'unit':'minute','size':1}}]"));
    }

    @Test
    void everySettingOfAModelIsNamed() {
        for (var change : Map.of("'contextWindow':8000", "context window", "'maxOutputTokens':8000", "output limit",
            "'enabled':false", "disabled", "'aliases':['o']", "aliases", "'cost':{'input':1,'output':2}", "cost",
            "'fallbackModels':['q/m']", "fallback models", "'formats':['openai']", "formats",
            "'inlineThinking':false", "inline thinking", "'capabilities':{'tools':true}", "capabilities").entrySet()) {
            assertEquals("p: model n changed (" + change.getValue() + ")",
                line(BEFORE.replace("{'id':'n'}", "{'id':'n'," + change.getKey() + "}")));
        }
    }

    /// A member that is added to the configuration also needs its words in [ConfigDiff].
    @Test
    void noMemberIsWithoutAName() {
        assertEquals("masterKey masterKeys defaultModel unknownModels strictTranslation providers aliases",
            members(Config.class));
        assertEquals("id name enabled baseUrl baseUrlByFormat apiKey formats auth authByFormat headers "
            + "anthropicVersion anthropicBeta models rateLimits timeouts network fingerprint", members(Provider.class));
        assertEquals("id aliases formats enabled contextWindow maxOutputTokens cost fallbackModels inlineThinking "
            + "capabilities", members(Model.class));
        assertEquals("id strategy targets fallbackTargets", members(Alias.class));
        assertEquals("name keySha256 models rateLimits expires", members(ClientKey.class));
    }

    private static String members(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName)
            .collect(Collectors.joining(" "));
    }

    @Test
    void aKeyThatIsAddedChangedOrRemovedIsToldApart() {
        assertEquals("q: key changed", line(BEFORE.replace("sk-q", "sk-r")));
        assertEquals("q: key removed", line(BEFORE.replace("'apiKey':'sk-q',", "")));
        String without = BEFORE.replace("'apiKey':'sk-q',", "");
        assertEquals("q: key added", ConfigDiff.of(config(without), config(BEFORE)).line());
        assertEquals("master key changed", line(BEFORE.replace("gw_one", "gw_two")));
        assertEquals("master key removed", line(BEFORE.replace("'masterKey':'gw_one',", "")));
        String ci = "'version':2,'masterKeys':[{'name':'ci','keySha256':'" + "a".repeat(64) + "'}],";
        assertEquals("client key ci added", line(BEFORE.replace("'version':2,", ci)));
        Config keyed = config(BEFORE.replace("'version':2,", ci));
        assertEquals("client key ci removed", ConfigDiff.of(keyed, config(BEFORE)).line());
        assertEquals("client key ci changed (key, models, expiry)", ConfigDiff.of(keyed, config(BEFORE.replace(
            "'version':2,", ci.replace("a".repeat(64), "b".repeat(64))
                .replace("'name':'ci'", "'name':'ci','models':['work'],'expires':2000000000")))).line());
    }

    @Test
    void aKeyThatCannotBeHadIsToldApartFromOneThatIsRemoved() {
        Config before = config(BEFORE);
        Config without = before.withProviders(before.providers().stream()
            .map(p -> p.withApiKey(new MissingSecret(new EnvSecret("KEY"), "KEY is not set"))).toList());
        assertEquals("p: key cannot be had; q: key cannot be had", ConfigDiff.of(before, without).line());
        assertEquals("p: key found; q: key found", ConfigDiff.of(without, before).line());
        assertEquals(List.of("p", "q"), ConfigDiff.of(without, before).reconfigured());
    }

    @Test
    void keysAreNeverShown() {
        String line = line(BEFORE.replace("sk-one", "sk-two").replace("gw_one", "gw_two"));
        assertEquals("master key changed; p: key changed", line);
        assertFalse(line.contains("sk-"));
    }

    /// The key of a disabled provider is not looked up, so it cannot be compared with one that was.
    @Test
    void aProviderThatIsDisabledHasNoChangedKey() {
        Config before = config(BEFORE);
        Config after = config(BEFORE.replace("'apiKey':'sk-q'", "'enabled':false,'apiKeyEnv':'Q_KEY'"));
        assertEquals("q: disabled", ConfigDiff.of(before, after).line());
        assertEquals("q: enabled", ConfigDiff.of(after, before).line());
    }

    @Test
    void aKeyAnAddressOrAHeaderReconfiguresAProviderAndNothingElseDoes() {
        assertEquals(List.of("q"), reconfigured(BEFORE.replace("sk-q", "sk-r")));
        assertEquals(List.of("p", "q"), reconfigured(BEFORE.replace("sk-", "key-")));
        assertEquals(List.of("q"), reconfigured(BEFORE.replace("https://q", "https://r")));
        assertEquals(List.of("q"), reconfigured(BEFORE.replace("'name':'Q',", "'name':'Q','headers':{'a':'b'},")));
        assertEquals(List.of("q"), reconfigured(BEFORE.replace("'name':'Q',",
            "'name':'Q','auth':{'type':'x-api-key'},")));
        assertEquals(List.of(), reconfigured(BEFORE.replace("'name':'Q'", "'name':'R'")));
        assertEquals(List.of(), reconfigured(BEFORE.replace("'name':'Q',", "'name':'Q','timeouts':{'idleMs':9000},")));
        assertEquals(List.of(), reconfigured(BEFORE.replace(",{'id':'n'}", "")));
        assertEquals(List.of(), reconfigured(BEFORE.replace("'id':'q'", "'id':'r'").replace("'q/m'", "'r/m'")));
    }

    private static List<String> reconfigured(String after) {
        return ConfigDiff.of(config(BEFORE), config(after)).reconfigured();
    }

    @Test
    void theLineNamesTheProvidersThatAreCalledAgain() {
        ConfigDiff diff = ConfigDiff.of(config(BEFORE), config(BEFORE.replace("sk-", "key-")));
        assertEquals("p: key changed; q: key changed, called again at once", diff.line(List.of("q", "q")));
    }
}
