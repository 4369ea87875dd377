package llmrouter.config.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;
import llmrouter.config.edit.AliasChange;
import llmrouter.config.edit.ConfigOperation;
import llmrouter.config.edit.EditOutcome.Edited;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.file.JsonEdit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigDamageTest {
    private static final String FILE = Read.json("""
        {'version':2,'masterKey':'gw_k','defaultModel':'a','strictTranslation':true,
         'masterKeys':[{'name':'ci','keySha256':'%s','models':['p/m'],'rateLimits':[{'models':'all','requests':1,\
        'window':'1m'}],'expires':1800000000}],
         'providers':[{'id':'p','name':'P','enabled':true,'baseUrl':'https://a.example/v1',\
        'baseUrlByFormat':{'claude':'https://c.example'},
           'apiKeyEnv':'P_KEY','format':'openai','formats':['openai','claude'],'auth':{'type':'header',\
        'headerName':'X-Key','prefix':'Key '},
           'authByFormat':{'claude':{'type':'none'}},'headers':{'User-Agent':'me/1'},'anthropicVersion':'2023-06-01',\
        'anthropicBeta':['a','b'],
           'models':[{'id':'m','aliases':['mm'],'formats':['openai'],'contextWindow':200000,'maxOutputTokens':8192,\
        'enabled':true,
             'cost':{'input':3,'output':'15','cacheRead':0.3,'cacheWrite':1},'fallbackModels':['p/n']},'n'],
           'rateLimits':[{'id':'b','name':'B','models':['m'],'requests':40,'tokens':1000,'concurrency':2,\
        'window':{'unit':'minute','size':1}}],
           'timeouts':{'connectMs':1,'firstByteMs':2,'firstEventMs':3,'answerMs':4,'idleMs':0},'metadata':{'x':1},\
        'lastProbe':{}}],
         'modelAliases':{'a':{'id':'a','strategy':'auto','targets':[{'ref':'p/m','weight':2.5},'p/n'],\
        'fallbackTargets':['p/mm']}},'metadata':{}}"""
        .formatted("ab".repeat(32)));

    /// The paths of all values below one.
    private static void paths(Json value, List<Object> here, List<List<Object>> out) {
        out.add(here);
        if (value instanceof Obj o) {
            for (var member : o.members().entrySet()) paths(member.getValue(), below(here, member.getKey()), out);
        }
        if (value instanceof Arr a) {
            for (int i = 0; i < a.size(); i++) paths(a.items().get(i), below(here, i), out);
        }
    }

    private static List<Object> below(List<Object> here, Object step) {
        var path = new ArrayList<>(here);
        path.add(step);
        return path;
    }

    @Test
    void everyValueMayBeAnythingAndIsReadOrRefusedInItsPlace() {
        var paths = new ArrayList<List<Object>>();
        paths(Json.parse(FILE), List.of(), paths);
        int refused = 0;
        for (List<Object> path : paths) {
            for (String value : List.of("null", "true", "-1", "1e400", "\"\"", "\"x y\\u0000\"", "[]", "[null]",
                "[[1]]", "{}", "{\"\":null}")) {
                String text = JsonEdit.of(FILE).set(path, Json.parse(value)).text();
                ConfigOutcome outcome = ConfigReader.read(text, "c.json");
                if (!(outcome instanceof InvalidConfig invalid)) continue;
                refused++;
                for (Finding problem : invalid.problems()) {
                    assertTrue(problem.line() > 0 && problem.column() > 0, problem.describe());
                    assertFalse(problem.what().isEmpty() || problem.fix().isEmpty() || problem.what().endsWith("."),
                        problem.describe());
                }
            }
        }
        assertTrue(refused > paths.size() * 3, refused + " of " + paths.size() + " values");
    }

    @Test
    void everyValueThatIsLeftOutIsDoneWithoutOrMissed() {
        var paths = new ArrayList<List<Object>>();
        paths(Json.parse(FILE), List.of(), paths);
        for (List<Object> path : paths.subList(1, paths.size())) {
            String text = JsonEdit.of(FILE).remove(path).text();
            switch (ConfigReader.read(text, "c.json")) {
                case ValidConfig valid -> assertEquals(2, valid.version());
                case InvalidConfig invalid -> assertTrue(invalid.problems().size() < 6, () -> path + ": " + invalid);
            }
        }
    }

    @Test
    void aLargeConfigurationIsReadAndChangedQuickly() {
        var text = new StringBuilder("{\"version\":2,\"providers\":[");
        for (int p = 0; p < 50; p++) {
            text.append(p == 0 ? "" : ",").append("{\"id\":\"p").append(p)
                .append("\",\"baseUrl\":\"https://a.example\",\"format\":\"openai\",\"models\":[");
            for (int m = 0; m < 200; m++) text.append(m == 0 ? ""
                : ",").append("{\"id\":\"model-").append(m).append("\",\"zzz\":1}");
            text.append("]}");
        }
        String file = text.append("],\"modelAliases\":{\"a\":{\"targets\":[\"p1/model-201\"]}}}").toString();
        assertTimeout(Duration.ofSeconds(30), () -> {
            var invalid = (InvalidConfig) ConfigReader.read(file, "c.json");
            assertEquals(10_000, invalid.warnings().size());
            assertTrue(invalid.problems().getFirst().fix().startsWith("did you mean \"p1/model-"),
                invalid.problems().getFirst().describe());
            var change = new AliasChange("a", null, "p1/model-20", null, null);
            assertInstanceOf(Edited.class, ConfigOperation.apply(file, "c.json", change));
        });
    }
}
