package llmrouter.routing;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.read.ConfigReader;
import llmrouter.routing.Route.Weighted;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.RouteResolver.Resolution.Found;
import llmrouter.routing.RouteResolver.Resolution.Unknown;
import llmrouter.routing.RouteResolver.Resolution.Unnamed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RouteResolverTest {
    private static final String CONFIG = """
        {'version':2,'defaultModel':'p/m','providers':[
        {'id':'p','baseUrl':'https://p.example','formats':['openai'],'models':[
         {'id':'m','aliases':['short'],'fallbackModels':['q/m','r/both','q/m']},
         {'id':'org/deep/name'},{'id':'off','enabled':false}]},
        {'id':'q','baseUrl':'https://q.example','formats':['claude'],'models':['m','n']},
        {'id':'r','baseUrl':'https://r.example','formats':['openai','claude'],
         'models':['both',{'id':'one','formats':['claude']}]},
        {'id':'gone','enabled':false,'baseUrl':'https://gone.example','formats':['openai'],'models':['m']}],
        'modelAliases':{
        'inner':{'targets':['p/m','q/m'],'fallbackTargets':['r/one']},
        'outer':{'targets':[{'ref':'r/both','weight':6},{'ref':'inner','weight':4}],'fallbackTargets':['q/n','p/m']},
        'behind':{'targets':['gone/m'],'fallbackTargets':['q/m']}}}""";

    private static final RouteResolver RESOLVER = resolver(CONFIG);

    private static RouteResolver resolver(String json) {
        var read = ConfigReader.read(json.replace('\'', '"'), "c.json");
        return new RouteResolver(assertInstanceOf(ValidConfig.class, read).config());
    }

    /// `primary … | fallback …`, each with its format if it is not the client's.
    private static String tiers(Resolution resolution) {
        Route route = assertInstanceOf(Found.class, resolution).route();
        var out = new ArrayList<String>();
        for (Weighted w : route.primary()) out.add(w.candidate().ref());
        out.add("|");
        for (Candidate c : route.fallback()) out.add(c.ref());
        return String.join(" ", out);
    }

    @ParameterizedTest
    @CsvSource({
        "p/m,p/m | q/m r/both", "p/short,p/m | q/m r/both", "smart,p/m | q/m r/both", "' p/m ',p/m | q/m r/both",
        "p/org/deep/name,p/org/deep/name |", "inner,p/m q/m | r/one", "alias:inner,p/m q/m | r/one",
        "outer,r/both p/m q/m | r/one q/n", "behind,q/m |"})
    void eachNameHasItsTiers(String name, String tiers) {
        assertEquals(tiers, tiers(RESOLVER.resolve(name, Format.OPENAI)));
    }

    @ParameterizedTest
    @CsvSource({
        "claude:p/m,p/m | q/m r/both", "claude:inner,p/m q/m | r/one", "inner[1m],p/m q/m | r/one",
        "p/m[1M][1m],p/m | q/m r/both", "claude:outer[1m],r/both p/m q/m | r/one q/n", "claude:smart,p/m | q/m r/both"})
    void whatClaudeCodeAddsToANameIsTakenOff(String name, String tiers) {
        assertEquals(tiers, tiers(RESOLVER.resolve(name, Format.CLAUDE)));
        assertEquals(name, assertInstanceOf(Found.class, RESOLVER.resolve(name, Format.CLAUDE)).route().requested());
    }

    @Test
    void aConfiguredNameThatLooksLikeClaudeCodesWins() {
        var own = resolver(CONFIG.replace("'inner':{", "'claude:outer':{'targets':['q/n']},'inner':{")
            .replace("'models':['m','n']", "'models':['m','n','n[1m]']"));
        assertEquals("q/n |", tiers(own.resolve("claude:outer", Format.CLAUDE)));
        assertEquals("q/n[1m] |", tiers(own.resolve("q/n[1m]", Format.CLAUDE)));
        assertEquals("r/both p/m q/m | r/one q/n", tiers(own.resolve("outer", Format.CLAUDE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude:", "[1m]", "claude:[1m]", "claude:nothing", "nothing[1m]", "p/m[2m]"})
    void whatRemainsOfANameMustExist(String name) {
        assertInstanceOf(Unknown.class, RESOLVER.resolve(name, Format.CLAUDE));
    }

    @Test
    void aProviderThatPassesNamesThroughGetsTheNameWithoutTheMark() {
        var every = resolver("{'version':2,'unknownModels':'p/*','providers':[{'id':'p','baseUrl':'https://p.example',"
            + "'formats':['openai'],'models':['*']}]}");
        assertEquals("p/org/x |", tiers(every.resolve("p/org/x[1m]", Format.CLAUDE)));
        assertEquals("p/opus |", tiers(every.resolve("opus[1m]", Format.CLAUDE)));
    }

    @Test
    void noNameMeansTheDefaultModel() {
        assertEquals("p/m | q/m r/both", tiers(RESOLVER.resolve(null, Format.OPENAI)));
        assertEquals("p/m | q/m r/both", tiers(RESOLVER.resolve("\t", Format.OPENAI)));
        var without = resolver(CONFIG.replace("'defaultModel':'p/m',", ""));
        assertInstanceOf(Unnamed.class, without.resolve("smart", Format.OPENAI));
        assertInstanceOf(Unnamed.class, without.resolve(null, Format.OPENAI));
    }

    @Test
    void theClientsOwnFormatIsPreferred() {
        for (Format client : new Format[] {Format.OPENAI, Format.CLAUDE}) {
            Found found = assertInstanceOf(Found.class, RESOLVER.resolve("r/both", client));
            assertEquals(client, found.route().primary().getFirst().candidate().format());
            found = assertInstanceOf(Found.class, RESOLVER.resolve("r/one", client));
            assertEquals(Format.CLAUDE, found.route().primary().getFirst().candidate().format());
        }
    }

    @Test
    void aRouteThatIsKeptIsTheOneThatANewResolverMakes() {
        var config = new StringBuilder("'modelAliases':{");
        for (int i = 0; i < 300; i++) config.append("'a").append(i).append("':{'targets':['r/both','p/m']},");
        String many = CONFIG.replace("'modelAliases':{", config);
        RouteResolver kept = resolver(many);
        for (int round = 0; round < 2; round++) {
            for (Format client : Format.values()) {
                for (String name : List.of("inner", "outer", "alias:outer", "behind", "a0", "a299", "inner[1m]")) {
                    assertEquals(resolver(many).resolve(name, client).toString(),
                        kept.resolve(name, client).toString());
                }
            }
            for (int i = 0; i < 300; i++) assertEquals("r/both p/m |", tiers(kept.resolve("a" + i, Format.OPENAI)));
        }
    }

    @Test
    void anInnerAliasSharesItsWeight() {
        Route route = assertInstanceOf(Found.class, RESOLVER.resolve("outer", Format.OPENAI)).route();
        assertEquals(6_000_000, route.primary().get(0).weight());
        assertEquals(2_000_000, route.primary().get(1).weight());
        assertEquals(2_000_000, route.primary().get(2).weight());
    }

    @ParameterizedTest
    @ValueSource(strings = {"p/off", "gone/m", "p/", "/m", "/", "p", "nothing", "alias:nothing", "alias:", "p/m/",
        "P/M", "../p/m", "p/../m", "/../etc", "__proto__",
        "p/__proto__", "constructor", "p/m\r\nset-cookie: x", "p\u0000/m", "p/toString"})
    void whatIsNotThereIsUnknown(String name) {
        String message = assertInstanceOf(Unknown.class, RESOLVER.resolve(name, Format.OPENAI)).message();
        assertTrue(message.length() < 400, message);
    }

    @Test
    void anUnknownNameComesWithItsNeighbours() {
        assertTrue(assertInstanceOf(Unknown.class, RESOLVER.resolve("inmer", Format.OPENAI)).message()
            .contains("inner"));
        String message = assertInstanceOf(Unknown.class, RESOLVER.resolve("gone/m", Format.OPENAI)).message();
        assertFalse(message.contains("mean gone/m"), message);
    }

    @Test
    void aVeryLongNameCostsNothingAndIsNotRepeated() {
        String message = assertInstanceOf(Unknown.class, RESOLVER.resolve("x".repeat(10_000), Format.OPENAI)).message();
        assertTrue(message.length() < 400, message);
        message = assertInstanceOf(Unknown.class, RESOLVER.resolve("x".repeat(99) + "😀".repeat(10), Format.OPENAI))
            .message();
        for (int i = 0; i < message.length(); i++) {
            boolean alone = Character.isHighSurrogate(message.charAt(i))
                && (i + 1 == message.length() || !Character.isLowSurrogate(message.charAt(i + 1)));
            assertFalse(alone, "half a character is left");
        }
    }

    @Test
    void aliasesNestedManyTimesOverAreResolvedInNoTime() {
        var aliases = new StringBuilder("'a0':{'targets':['p/m']},'b0':{'targets':['q/m']}");
        for (int i = 1; i <= 24; i++) {
            for (String id : new String[] {"a", "b"}) {
                aliases.append(",'").append(id).append(i).append("':{'targets':['a").append(i - 1).append("','b")
                    .append(i - 1).append("']}");
            }
        }
        String json = CONFIG.substring(0, CONFIG.indexOf("'modelAliases'")) + "'modelAliases':{" + aliases + "}}";
        long begun = System.nanoTime();
        assertEquals("p/m q/m |", tiers(resolver(json).resolve("a24", Format.OPENAI)));
        assertTrue(System.nanoTime() - begun < 2_000_000_000L, "2²⁴ paths were walked");
    }

    /// OpenAI's models since GPT-5.4 refuse tools beside thinking in Chat Completions.
    @Test
    void newerGptModelsAreAskedInTheResponsesFormatByClientsOfAThirdFormat() {
        for (String[] row : new String[][] {{"gpt-5.4", "RESPONSES"}, {"openai/gpt-5.6-sol", "RESPONSES"},
            {"gpt-6.1-terra", "RESPONSES"}, {"gpt-5.2", "OPENAI"}, {"gpt-oss-120b", "OPENAI"}, {"other", "OPENAI"}}) {
            List<Format> both = List.of(Format.OPENAI, Format.RESPONSES);
            assertEquals(Format.valueOf(row[1]), Format.of(Format.CLAUDE, both, row[0]), row[0]);
            assertEquals(Format.OPENAI, Format.of(Format.OPENAI, both, row[0]), "the client's own format comes first");
            assertEquals(Format.OPENAI, Format.of(Format.CLAUDE, List.of(Format.OPENAI), row[0]), row[0]);
        }
        assertNull(Format.of(Format.CLAUDE, List.of(), "gpt-6"));
    }
}
