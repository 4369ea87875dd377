package llmrouter.config.read;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Auth;
import llmrouter.config.Bucket;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Decimal;
import llmrouter.config.Finding;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Model.Cost;
import llmrouter.config.Provider;
import llmrouter.config.Provider.CustomHeader;
import llmrouter.config.Secret;
import llmrouter.config.Timeouts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigReaderTest {
    @Test
    void nothingIsAnEmptyConfiguration() {
        for (String text : new String[] {null, "", " \n", "{}", "{'version':2,'providers':[]}"}) {
            Config config = Read.valid(text == null ? "" : text);
            assertEquals(List.of(), config.providers());
            assertEquals(Map.of(), config.aliases());
        }
        assertTrue(ConfigReader.read(null, "c.json") instanceof ConfigOutcome.ValidConfig);
    }

    @Test
    void everyFieldIsRead() {
        Config config = Read.valid("""
            {'version':2,'masterKey':'gw_k','defaultModel':'smartest','strictTranslation':true,
             'masterKeys':[{'name':'ci','keySha256':'%s','models':['p/m'],'expires':1800000000}],
             'providers':[{'id':'p','name':'P','baseUrl':'https://a.example/v1',\
            'baseUrlByFormat':{'claude':'https://c.example'},
               'apiKeyEnv':'P_KEY','formats':['openai','claude'],'auth':{'type':'header','headerName':'X-Key',\
            'prefix':'Key '},
               'authByFormat':{'claude':{'type':'none'}},'headers':{'User-Agent':'me/1'},\
            'anthropicVersion':'2023-06-01','anthropicBeta':['a','b'],
               'models':[{'id':'m','aliases':['mm'],'formats':['openai'],'contextWindow':200000,'maxOutputTokens':8192,
                 'cost':{'input':3,'output':'15','cacheRead':0.3},'fallbackModels':['p/n'],'inlineThinking':true},'n'],
               'rateLimits':[{'id':'b','name':'B','models':['all'],'requests':40,'tokens':1000,'concurrency':2,\
            'window':{'unit':'minute','size':1}}],
               'timeouts':{'connectMs':1,'firstByteMs':2,'firstEventMs':3,'answerMs':4,'idleMs':0},'metadata':{'x':1},\
            'lastProbe':{}}],
             'modelAliases':{'smartest':{'id':'smartest','strategy':'auto','targets':[{'ref':'p/m','weight':2.5},\
            'p/n'],'fallbackTargets':['p/mm']}},
             'metadata':{}}""".formatted("AB".repeat(32)));
        Provider p = config.provider("p");
        assertEquals(new Secret.InlineSecret("gw_k"), config.masterKey());
        assertEquals(List.of(new ClientKey("ci", "ab".repeat(32), List.of("p/m"), List.of(), 1_800_000_000L)),
            config.masterKeys());
        assertTrue(config.strictTranslation());
        assertEquals(new Secret.EnvSecret("P_KEY"), p.apiKey());
        assertEquals("https://c.example", p.baseUrlFor(Format.CLAUDE));
        assertEquals("https://a.example/v1", p.baseUrlFor(Format.OPENAI));
        assertEquals(new Auth(Auth.Type.HEADER, "x-key", "Key "), p.ownAuth(Format.OPENAI));
        assertEquals(Auth.Type.NONE, p.ownAuth(Format.CLAUDE).type());
        assertEquals(List.of(new CustomHeader("user-agent", "me/1")), p.headers());
        assertEquals("a,b", p.anthropicBeta());
        assertEquals(new Model("m", List.of("mm"), List.of(Format.OPENAI), true, 200_000L, 8192L, new Cost("3", "15",
            "0.3", null), List.of("p/n"), true), p.model("mm"));
        assertEquals(List.of(new Bucket("b", "B", List.of(), 40L, 1000L, 2L, new Window(Unit.MINUTE, 1))),
            p.rateLimits());
        assertEquals(new Timeouts(1L, 2L, 3L, 4L, 0L), p.timeouts());
        assertEquals(new Alias("smartest", Strategy.AUTO, List.of(new AliasTarget("p/m", "2.5"), new AliasTarget("p/n",
            "1")),
            List.of(new AliasTarget("p/mm", "1"))), config.aliases().get("smartest"));
    }

    @Test
    void everySpellingInUseIsUnderstood() {
        Config config = Read.valid("""
            {'master-key':'k','default-model':'p/m','providers':{'id':'p','endpoint':'https://a.example',\
            'credential':'secret','response-format':'anthropic',
              'anthropic-version':'v','anthropic-beta':'b','models':{'name':'m','alias':'x','format':'claude',\
            'silent-fallbacks':'p/o'}},
             'model-aliases':{}}""".replace("'models':{", "'models':[{'model':'o'},{").replace("'p/o'}}", "'p/o'}]}"));
        Provider p = config.provider("p");
        assertEquals("https://a.example", p.baseUrl());
        assertEquals(List.of(Format.CLAUDE), p.formats());
        assertEquals(new Secret.InlineSecret("secret"), p.apiKey());
        assertEquals("p/m", config.defaultModel());
        assertEquals(List.of("x"), p.model("m").aliases());
        assertEquals(List.of("p/o"), p.model("m").fallbackModels());
        assertEquals(1, Read.valid("{'providers':{'id':'p','base-url':'https://a.example','format':'openai',"
            + "'models':'m'}}").providers().size());
    }

    @Test
    void bucketsAreReadInEverySpelling() {
        Config config = Read.valid(Read.provider("""
            'rate-limits':[{'name':'Per Minute','model':'m','limit':'7.9','windowUnit':'Minutes','windowSize':'1'},
              {'models':'ALL','requests':1,'window-unit':'wk','window-size':2},{'models':['all'],'tokens':5,\
            'window':'1mo'},
              {'name':'per minute','models':['all'],'concurrency':3}]"""));
        assertEquals(List.of(new Bucket("per-minute", "Per Minute", List.of("m"), 7L, null, null,
            new Window(Unit.MINUTE, 1)),
            new Bucket("bucket-2", null, List.of(), 1L, null, null, new Window(Unit.WEEK, 2)),
            new Bucket("bucket-3", null, List.of(), null, 5L, null, new Window(Unit.MONTH, 1)),
            new Bucket("per-minute-2", "per minute", List.of(), null, null, 3L, null)),
                config.provider("p").rateLimits());
    }

    @Test
    void theFirstSchemaVersionIsUnderstoodAsItIs() {
        assertEquals(1, Read.accepted(Read.provider("")).version());
        assertEquals(2, Read.accepted(Read.provider("'rateLimits':[]")).version());
        assertEquals(2, Read.accepted("{'modelAliases':{}}").version());
        assertEquals(1, Read.accepted("{'version':1}").version());
        assertEquals("version: is not a schema version; write 2", Read.warningText("{'version':0}"));
    }

    @Test
    void aNewerSchemaVersionIsRefusedWithNothingElseSaid() {
        assertEquals("version: is 7, newer than the 2 that this version of the program understands; update the "
            + "program; the file was not changed",
            Read.problemText("{'version':7,'providers':'?'}"));
    }

    @Test
    void invalidJsonIsToldWithItsPlace() {
        Finding problem = Read.problems("{\n  'version': 2,\n}").getFirst();
        assertEquals("c.json", problem.file());
        assertTrue(problem.line() >= 2, problem.describe());
        assertTrue(problem.describe().startsWith("c.json:" + problem.line() + ":" + problem.column()
            + ": is not valid JSON: "), problem.describe());
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertEquals("""
            defaultModel: must be a string, not a number; put the value in double quotes
            providers[0].id: "openrouterPrimary" cannot be a provider id (a lower-case letter, then lower-case \
            letters, digits and hyphens); \
            write "openrouterprimary", also where it is referred to
            providers[0].baseUrl: is not an http or https address; write e.g. "https://api.example.com/v1"
            providers[0].rateLimits[0].window.unit: "fortnight" is not a unit of time; write second, minute, hour, \
            day, week or month
            providers[1]: must be an object, not a string; write { … }""",
            Read.problemText("""
                {'defaultModel':1,'providers':[{'id':'openrouterPrimary','baseUrl':'ftp://x','formats':['openai'],\
                'models':['m'],
                'rateLimits':[{'models':['all'],'requests':1,'window':{'unit':'fortnight','size':1}}]},'x']}"""));
    }

    @Test
    void unknownKeysAreWarnedAboutWithTheNearestKnownOne() {
        assertEquals("""
            provders: is not a key this version knows; it is kept but has no effect; did you mean "providers"?
            zzz: is not a key this version knows; it is kept but has no effect; remove it if it is a mistake""",
            Read.warningText("{'provders':[],'zzz':1}"));
        assertTrue(Read.warningText(Read.provider("'apikey':'x'")).contains("did you mean \"apiKey\"?"));
    }

    @Test
    void twoSpellingsOfOneKeyAreWarnedAbout() {
        assertEquals("default-model: means the same as \"defaultModel\", which counts; remove one of them",
            Read.warningText("{'defaultModel':'p/m','default-model':'p/x'," + Read.provider("").substring(1)));
    }

    @Test
    void switchedOffProvidersAndModelsAreKeptButNotUsed() {
        Config config = Read.valid(Read.provider("'enabled':false"));
        assertEquals(1, config.providers().size());
        assertNull(config.provider("p"));
        Provider p = Read.valid("{'providers':[{'id':'p','baseUrl':'https://a.example','format':'openai',"
            + "'models':['m',{'id':'n','enabled':'no'}]}]}").provider("p");
        assertEquals(2, p.models().size());
        assertFalse(p.models().get(1).enabled());
        assertNull(p.model("n"));
    }

    @Test
    void mistakesInASwitchedOffProviderAreOnlyWarnedAbout() {
        assertTrue(Read.warningText("{'providers':[{'id':'P X','enabled':false}]}")
            .contains("(ignored while it is disabled); write \"p-x\""));
    }

    @Test
    void aSecretIsInOnePlaceOnly() {
        assertEquals("providers[0]: has its apiKey in 2 places; keep one of apiKey, apiKeyEnv, apiKeyFile and "
            + "apiKeyCommand",
            Read.problemText(Read.provider("'apiKey':'sk-secret','apiKeyEnv':'X'")));
        assertEquals(new Secret.CommandSecret("pass show x"),
            Read.valid("{'masterKeyCommand':'pass show x'}").masterKey());
        assertEquals(new Secret.FileSecret("~/.key"), Read.valid("{'masterKeyFile':'~/.key'}").masterKey());
        assertEquals(new Secret.EnvSecret("E"),
            Read.valid(Read.provider("'apiKey':'','apiKeyEnv':'E'")).provider("p").apiKey());
    }

    @Test
    void messagesNeverShowASecret() {
        String told = Read.problemText("{'masterKey':'sk-hush\\u0001','masterKeys':[{'name':'a',"
            + "'keySha256':'sk-hush'}]," + Read.provider("'apiKeyEnv':'sk-hush-1'").substring(1));
        assertFalse(told.contains("hush"), told);
        assertEquals(3, told.lines().count(), told);
    }

    @Test
    void headersThatCannotBeSentAreRefused() {
        for (String name : List.of("Host", "content-length", "Transfer-Encoding", "TE", "trailer", "upgrade",
            "Connection", "Proxy-Authorization", "a b", "a:b", "")) {
            assertTrue(Read.problemText(Read.provider("'headers':{'" + name + "':'x'}")).contains("header"), name);
        }
        assertTrue(Read.problemText(Read.provider("'headers':{'x-a':'b\\r\\nx-c: d'}"))
            .contains("headers.x-a: holds a line break"));
        assertTrue(Read.problemText(Read.provider("'headers':{'x-a':['b']}"))
            .contains("headers.x-a: must be a string, not an array"));
    }

    @Test
    void emptyHeadersAreSkippedAndAnEmptyUserAgentRemovesOurs() {
        Provider p = Read.valid(Read.provider("'headers':{'X-A':null,'X-B':false,'X-C':'','X-D':5,'User-Agent':null}"))
            .provider("p");
        assertEquals(List.of(new CustomHeader("x-d", "5"), new CustomHeader("user-agent", null)), p.headers());
    }

    @Test
    void authMayBeAWordAndMustBeComplete() {
        assertEquals(Auth.Type.X_API_KEY, Read.valid(Read.provider("'auth':'X-API-Key'")).provider("p").auth().type());
        assertEquals("x-k", Read.valid(Read.provider("'auth':{'header':'X-K'}")).provider("p").auth().headerName());
        assertTrue(Read.problemText(Read.provider("'auth':{'kind':'header'}"))
            .contains("does not say which header carries the key"));
        assertTrue(Read.problemText(Read.provider("'auth':'digest'"))
            .contains("\"digest\" is not a way to authenticate"));
        assertTrue(Read.problemText(Read.provider("'auth':{'header':'Host'}"))
            .contains("only the gateway itself may set"));
    }

    @Test
    void formatsComeFromTheListThePreferredOneAndTheBaseUrls() {
        Provider p = Read.valid("{'providers':[{'id':'p','format':'claude','formats':['openai'],"
            + "'endpoints':{'openai':'https://o.example'},'models':['m']}]}").provider("p");
        assertEquals(List.of(Format.CLAUDE, Format.OPENAI), p.formats());
        assertEquals("https://o.example", p.baseUrlFor(Format.CLAUDE));
        String byEndpoint = "{'providers':[{'id':'p','baseUrl':'https://a.example/v1/messages','models':['m']}]}";
        assertEquals(List.of(Format.CLAUDE), Read.valid(byEndpoint).provider("p").formats());
        assertEquals("providers[0]: does not say which format it speaks; add \"formats\": [\"openai\"], [\"claude\"] "
            + "or [\"responses\"]",
            Read.problemText("{'providers':[{'id':'p','baseUrl':'https://a.example','models':['m']}]}"));
        assertTrue(Read.problemText(Read.provider("'format':'foo'")).contains("\"foo\" is not a format"));
    }

    @Test
    void responsesUseTheOpenAiBaseUrlWhenThereIsNoOther() {
        Provider p = Read.valid("{'providers':[{'id':'p','formats':['claude','openai','responses'],'models':['m'],"
            + "'baseUrlByFormat':{'claude':'https://c.example','openai':'https://o.example'}}]}").provider("p");
        assertEquals("https://o.example", p.baseUrlFor(Format.RESPONSES));
    }

    @Test
    void providersNeedAnIdAUrlAndModels() {
        assertEquals("""
            providers[0]: has no base URL; add "baseUrl": "https://…"
            providers[0]: has no models; add "models": ["…"]""",
            Read.problemText("{'providers':[{'id':'p','format':'openai'}]}"));
        assertTrue(Read.warningText("{'providers':[{'name':'302 AI',"
            + "'baseUrl':'https://a.example','format':'openai','models':['m']}]}")
            .contains("has no id, so \"p-302-ai\" is used"));
        assertTrue(Read.problemText("{'providers':[" + Read.provider("").substring(14).replace("]}", "")
            + "]},{'id':'p','baseUrl':'https://b.example','format':'openai','models':['m']}]}")
            .contains("\"p\" is the id of two providers"));
    }

    @Test
    void bucketsNameModelsOfTheirProvider() {
        String told = Read.problemText("{'providers':[{'id':'p','baseUrl':'https://a.example','format':'openai',"
            + "'models':[{'id':'gpt-4o','aliases':['four']}],'rateLimits':["
            + "{'id':'a','models':['gpt-4'],'requests':1,'window':'m1'},{'id':'a','models':['four'],'requests':'40x',"
            + "'window':'m1'},"
            + "{'models':['all','gpt-4o'],'requests':1},{'models':[],'window':'1m'}]}]}");
        assertTrue(told.contains("rateLimits[0].models[0]: \"gpt-4\" is not a model of this provider; write one of "
            + "\"gpt-4o\""), told);
        assertTrue(told.contains("rateLimits[1].id: \"a\" is the id of two caps"), told);
        assertTrue(told.contains("rateLimits[1].models[0]: \"four\" is an alias of a model; write the model's id, "
            + "\"gpt-4o\""), told);
        assertTrue(told.contains("rateLimits[1].requests: must be a whole number of at least 1, not \"40x\""), told);
        assertTrue(told.contains("rateLimits[2].models: mixes \"all\" with model ids"), told);
        assertTrue(told.contains("rateLimits[2]: has no window"), told);
        assertTrue(told.contains("rateLimits[3].models: does not say for which models it counts"), told);
        assertTrue(told.contains("rateLimits[3]: limits nothing"), told);
    }

    @Test
    void referencesMustMeanSomething() {
        assertEquals("modelAliases.a.targets[0]: \"p/mm\" is not a model (provider/model) or an alias of this "
            + "configuration; did you mean \"p/m\"?",
            Read.problemText(Read.aliases("'a':{'targets':['p/mm']}")));
        assertTrue(Read.problemText(Read.aliases("'a':{'targets':['p/m@3']}"))
            .endsWith("puts a weight into the reference; write {\"ref\": \"p/m\", \"weight\": 3}"));
        assertTrue(Read.problemText("{'defaultModel':'x/y'}").startsWith("defaultModel: \"x/y\" is not a model"));
        assertEquals("p/nn", Read.valid(Read.aliases("'a':{'targets':'p/nn'},'b':{'targets':['alias:a','a']}"))
            .aliases().get("a").targets().getFirst().ref());
        assertTrue(Read.problemText("{'providers':[{'id':'p','baseUrl':'https://a.example','format':'openai',"
            + "'models':[{'id':'m','fallbacks':['p/m','p/z']}]}]}")
            .contains("fallbacks[0]: is the model itself"));
    }

    @Test
    void referencesToWhatIsSwitchedOffAreWarnedAbout() {
        String warned = Read.warningText("{'defaultModel':'p/m','providers':[{'id':'p','enabled':false,"
            + "'baseUrl':'https://a.example','format':'openai','models':['m']}]}");
        assertEquals("defaultModel: \"p/m\" is disabled and will not be used; enable it or remove the reference",
            warned);
    }

    @Test
    void aliasesThatGoRoundInACircleShowTheWay() {
        assertEquals("modelAliases.b: refers to itself: b → c → d → b; remove one of these targets",
            Read.problemText(Read.aliases("'a':{'targets':['b']},'b':{'targets':['p/m','c']},'c':{'targets':['p/m'],"
                + "'fallbackTargets':['alias:d']},'d':{'targets':['b']}")));
        assertTrue(Read.problemText(Read.aliases("'a':{'targets':['a']}")).contains("a → a"));
    }

    @Test
    void weightsAreNumbersOrNumericStringsAboveZero() {
        Alias alias = Read.valid(Read.aliases("'a':{'targets':[{'ref':'p/m','weight':'3'},{'target':'q/m',"
            + "'weight':1e2}]}")).aliases().get("a");
        assertEquals(List.of(3_000_000L, 100_000_000L),
            alias.targets().stream().map(t -> Decimal.millionths(t.weight())).toList());
        for (String weight : List.of("0", "-1", "'0x10'", "'many'", "true", "1000001", "1e-9")) {
            assertTrue(Read.problemText(Read.aliases("'a':{'targets':[{'ref':'p/m','weight':" + weight
                + "}]}")).contains("targets[0].weight: must be a number above 0"), weight);
        }
    }

    @Test
    void aliasMistakesAreNamed() {
        String told = Read.problemText(Read.aliases("'a "
            + "b':{'targets':['p/m']},'c':{'strategy':'fastest','targets':['p/m']},'d':{'targets':[]},"
            + "'e':{'targets':[{'weight':1}]},'f':1"));
        assertTrue(told.contains("modelAliases[\"a b\"]: \"a b\" cannot be an alias id"), told);
        assertTrue(told.contains("modelAliases.c.strategy: \"fastest\" is not a strategy; write ordered, round-robin, "
            + "weighted-rr, quota-aware-weighted-rr or auto"), told);
        assertTrue(told.contains("modelAliases.d: has no targets"), told);
        assertTrue(told.contains("modelAliases.e.targets[0]: has no reference"), told);
        assertTrue(told.contains("modelAliases.f: must be an object, not a number"), told);
    }

    @Test
    void eachStrategyIsFoundByItsWord() {
        for (Strategy strategy : Strategy.values()) assertEquals(strategy, Strategy.of(strategy.word()));
    }

    @Test
    void strategiesHaveSeveralNames() {
        for (String word : List.of("rr", "Round-Robin")) assertEquals(Strategy.ROUND_ROBIN, Strategy.of(word));
        for (String word : List.of("weighted-rr", "weighted-round-robin",
            "weighted_rr")) assertEquals(Strategy.WEIGHTED_RR, Strategy.of(word));
        for (String word : List.of("auto", "automatic", "smart")) assertEquals(Strategy.AUTO, Strategy.of(word));
        assertEquals(Strategy.ORDERED, Read.valid(Read.aliases("'a':{'targets':['p/m','p/m']}")).aliases().get("a")
            .strategy());
    }

    @Test
    void hostileNamesAreJustNames() {
        assertTrue(Read.warningText("{'__proto__':{'providers':[]}}").startsWith("__proto__: is not a key"));
        assertTrue(Read.problemText(Read.aliases("'__proto__':{'targets':['p/m']}")).contains("cannot be an alias id"));
        String deep = "[".repeat(300) + "]".repeat(300);
        assertTrue(Read.problemText("{'metadata':" + deep + "}").contains("nested deeper than"));
    }
}
