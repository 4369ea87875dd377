package llmrouter.routing;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.read.ConfigReader;
import llmrouter.routing.OfferedModels.Offer;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.RouteResolver.Resolution.Found;
import llmrouter.routing.RouteResolver.Resolution.Unknown;
import llmrouter.routing.RouteResolver.Resolution.Unnamed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a name means that is no alias and no configured model: the default model, what unknownModels says, Codex's
/// reviewer, and a model that a provider passes through.
class NameLookupTest {
    private static final String REST = """
        'providers':[
        {'id':'p','baseUrl':'https://p.example','formats':['openai'],'models':['m','n',{'id':'off','enabled':false}]},
        {'id':'open','baseUrl':'https://o.example','formats':['openai'],
         'models':[{'id':'*','contextWindow':9000,'fallbackModels':['p/n']},'own',{'id':'shut','enabled':false}]},
        {'id':'gone','enabled':false,'baseUrl':'https://g.example','formats':['openai'],'models':['*']}],
        'modelAliases':{'work':{'targets':['p/m']},'dead':{'targets':['p/off']},
         'far':{'targets':['open/vendor/big','p/m']}MORE}}""";

    private static RouteResolver resolver(String top, String moreAliases, OfferedModels offered) {
        String json = "{'version':2," + top + REST.replace("MORE", moreAliases);
        var read = ConfigReader.read(json.replace('\'', '"'), "c.json");
        return new RouteResolver(assertInstanceOf(ValidConfig.class, read, read.toString()).config(), offered);
    }

    private static RouteResolver resolver(String top) {
        return resolver(top, "", OfferedModels.NONE);
    }

    /// `reason ref`, or the kind of failure.
    private static String found(Resolution resolution) {
        return switch (resolution) {
            case Found(Route route) -> route.reason().word() + " " + route.ref();
            case Unknown _ -> "unknown";
            case Unnamed _ -> "unnamed";
        };
    }

    private static String found(RouteResolver resolver, String name) {
        return found(resolver.resolve(name, Format.OPENAI));
    }

    private static SessionModels.Memory remembering(String model) {
        return new SessionModels.Memory() {
            @Override
            public void asked(List<String> sessions, String asked) {
                throw new AssertionError("a look-up remembers nothing");
            }

            @Override
            public String last(List<String> sessions) {
                return sessions.equals(List.of("s")) ? model : null;
            }
        };
    }

    /// What answers Codex's reviewer in a session that asked for a model last.
    private static String reviewed(RouteResolver resolver, String last) {
        return found(resolver.with(remembering(last)).resolve("codex-auto-review", Format.OPENAI, List.of("s")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smart", "default", "", " "})
    void anAbsentModelSmartAndDefaultMeanTheDefaultModel(String name) {
        assertEquals("default-model p/n", found(resolver("'defaultModel':'p/n',"), name));
        assertEquals("default-model work", found(resolver("'defaultModel':'work',"), name));
        assertEquals("unnamed", found(resolver(""), name));
        assertEquals("default-model p/n", found(resolver("'defaultModel':'p/n',").resolve(null, Format.OPENAI)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smart", "default", "codex-auto-review"})
    void anAliasOrAModelOfSuchANameWins(String name) {
        String top = "'defaultModel':'p/n',";
        String alias = ",'" + name + "':{'targets':['p/m']}";
        assertEquals("named " + name, found(resolver(top, alias, OfferedModels.NONE), name));
        var read = ConfigReader.read(("{'version':2,'defaultModel':'p/m','providers':[{'id':'p','baseUrl':"
            + "'https://p.example','format':'openai','models':['m','" + name + "']}]}").replace('\'', '"'), "c.json");
        var resolver = new RouteResolver(assertInstanceOf(ValidConfig.class, read).config());
        assertEquals("named p/" + name, found(resolver, name));
        assertEquals("default-model p/m", found(resolver, ""), "no name is no name of a model");
    }

    @Test
    void theRequestedNameStaysAsTheClientSentIt() {
        for (String name : List.of("smart", "default", "work", "claude-opus-5-5", "codex-auto-review")) {
            var resolution = resolver("'defaultModel':'p/n','unknownModels':'work',").resolve(name, Format.OPENAI);
            assertEquals(name, assertInstanceOf(Found.class, resolution).route().requested());
        }
        var unnamed = resolver("'defaultModel':'p/n',").resolve(null, Format.OPENAI);
        assertEquals("", assertInstanceOf(Found.class, unnamed).route().requested());
    }

    @ParameterizedTest
    @CsvSource({"claude-opus-5-5,unknown-model work", "p/typo,unknown-model work", "nobody/m,unknown-model work",
        "alias:none,unknown-model work", "gone/anything,unknown-model work", "work,named work", "p/m,named p/m",
        "open/any,named open/any", "p/off,unknown", "dead,unknown", "open/shut,unknown", "open/*,unknown"})
    void anUnknownNameIsAnsweredByWhatTheConfigurationSays(String name, String found) {
        assertEquals(found, found(resolver("'unknownModels':'work',"), name));
    }

    @Test
    void unknownModelsMayBeAModelOrAllModelsOfAProvider() {
        assertEquals("unknown-model p/n", found(resolver("'unknownModels':'p/n',"), "gpt-9"));
        assertEquals("unknown-model open/gpt-9", found(resolver("'unknownModels':'open/*',"), "gpt-9"));
        assertEquals("unknown-model open/v/gpt-9", found(resolver("'unknownModels':'open/*',"), "v/gpt-9"));
        assertEquals("unknown", found(resolver(""), "gpt-9"));
        assertEquals("unnamed", found(resolver("'unknownModels':'work',"), ""), "no name is not an unknown name");
    }

    @Test
    void codexsReviewerGetsWhatItsSessionAskedForLast() {
        var resolver = resolver("'defaultModel':'p/n','unknownModels':'far',");
        assertEquals("review-by-session work", reviewed(resolver, "work"));
        assertEquals("review-by-session far", reviewed(resolver, "gpt-9"), "an unknown name is answered too");
        assertEquals("review-by-default p/n", reviewed(resolver, "codex-auto-review"));
        assertEquals("named work", found(resolver.with(remembering("far")).resolve("work", Format.OPENAI)));
    }

    @Test
    void codexsReviewerOfAnUnknownSessionGetsTheDefaultModelElseTheFirstAlias() {
        assertEquals("review-by-default p/n", found(resolver("'defaultModel':'p/n',"), "codex-auto-review"));
        assertEquals("review-by-default work", found(resolver(""), "codex-auto-review"));
        assertEquals("review-by-default work", reviewed(resolver(""), "removed-since"));
        var read = ConfigReader.read(("{'version':2,'providers':[{'id':'p','baseUrl':'https://p.example',"
            + "'format':'openai','models':['m']}]}").replace('\'', '"'), "c.json");
        var bare = new RouteResolver(assertInstanceOf(ValidConfig.class, read).config());
        assertEquals("unknown", found(bare, "codex-auto-review"), "nothing says which of the models to take");
    }

    @Test
    void aProviderPassesItsOtherModelsThrough() {
        var resolver = resolver("");
        Route route = assertInstanceOf(Found.class, resolver.resolve("open/any/thing", Format.OPENAI)).route();
        Candidate first = route.primary().getFirst().candidate();
        assertEquals("open/any/thing", first.ref());
        assertEquals("any/thing", first.model().id());
        assertEquals(9000, first.model().contextWindow());
        assertEquals("p/n", route.fallback().getFirst().ref());
        route = assertInstanceOf(Found.class, resolver.resolve("open/own", Format.OPENAI)).route();
        assertEquals(null, route.primary().getFirst().candidate().model().contextWindow());
        route = assertInstanceOf(Found.class, resolver.resolve("far", Format.OPENAI)).route();
        assertEquals("open/vendor/big", route.primary().getFirst().candidate().ref());
    }

    @ParameterizedTest
    @ValueSource(strings = {"open/", "open/a\r\nx: y", "any/thing", "thing", "gone/any"})
    void whatNoProviderPassesThroughIsUnknown(String name) {
        assertEquals("unknown", found(resolver(""), name));
        assertEquals("unknown", found(resolver(""), "open/" + "x".repeat(201)));
    }

    @Test
    void theStarItselfIsNoModelAndSaysSo() {
        String message = assertInstanceOf(Unknown.class, resolver("").resolve("open/*", Format.OPENAI)).message();
        assertEquals("'open/*' stands for every model of its provider. Name one of them, as open/MODEL.", message);
    }

    @Test
    void theListOfAProviderGivesNeighboursAndLimits() {
        var offers = List.of(new Offer("vendor/opus-9", "Opus", 400_000L, 64_000L), new Offer("own", "Own", 5L, 5L));
        var resolver = resolver("", "", new OfferedModels(Map.of("open", offers, "p", offers)));
        String message = assertInstanceOf(Unknown.class, resolver.resolve("opus-9", Format.OPENAI)).message();
        assertTrue(message.contains("Did you mean open/vendor/opus-9?"), message);
        assertFalse(message.contains("p/vendor"), "p passes nothing through: " + message);
        Route route = assertInstanceOf(Found.class, resolver.resolve("open/vendor/opus-9", Format.OPENAI)).route();
        assertEquals(64_000, route.primary().getFirst().candidate().model().maxOutputTokens());
        assertEquals(9000, route.primary().getFirst().candidate().model().contextWindow(), "the configuration wins");
        route = assertInstanceOf(Found.class, resolver.resolve("open/own", Format.OPENAI)).route();
        assertEquals(null, route.primary().getFirst().candidate().model().maxOutputTokens());
    }
}
