package llmrouter.config;

import org.junit.jupiter.api.Test;

import llmrouter.config.read.ConfigReader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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
        return ConfigDiff.line(config(BEFORE), config(after));
    }

    @Test
    void theSameMeaningIsNoChange() {
        assertEquals("", line(BEFORE.replace("\n", "  \n")));
    }

    @Test
    void everyKindOfChangeIsNamed() {
        assertEquals("default model is now work", line(BEFORE.replace("'defaultModel':'p/m'",
            "'defaultModel':'work'")));
        assertEquals("strict translation is now on", line(BEFORE.replace("'version':2,",
            "'version':2,'strictTranslation':true,")));
        assertEquals("p: model n removed", line(BEFORE.replace(",{'id':'n'}", "")));
        assertEquals("p: model n changed", line(BEFORE.replace("{'id':'n'}", "{'id':'n','contextWindow':8000}")));
        assertEquals("q: base URL changed", line(BEFORE.replace("https://q", "https://r")));
        assertEquals("q: settings changed", line(BEFORE.replace("'name':'Q'", "'name':'R'")));
        assertEquals("alias play changed", line(BEFORE.replace("{'ref':'q/m'}", "{'ref':'q/m','weight':2}")));
        assertEquals("alias play removed", line(BEFORE.replace(",'play':{'targets':[{'ref':'q/m'}]}", "")));
        assertEquals("provider r added; provider q removed; alias play changed", line(BEFORE.replace("'id':'q'",
            "'id':'r'").replace("'q/m'", "'r/m'")));
        assertEquals("p: rate limits changed",
            line(BEFORE.replace("'models':[{'id':'m'},{'id':'n'}]",
                "'models':[{'id':'m'},{'id':'n'}],'rateLimits':[{'id':'b','models':['all'],'requests':1,"
                + "'window':{'unit':'minute','size':1}}]")));
    }

    @Test
    void keysAreNeverShown() {
        String line = line(BEFORE.replace("sk-one", "sk-two").replace("gw_one", "gw_two"));
        assertEquals("client keys changed; p: key changed", line);
        assertFalse(line.contains("sk-"));
    }
}
