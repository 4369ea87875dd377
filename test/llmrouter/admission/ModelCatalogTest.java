package llmrouter.admission;

import java.util.ArrayList;

import org.junit.jupiter.api.Test;

import llmrouter.config.Format;
import llmrouter.gateway.Story;
import llmrouter.http.RequestTarget;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;
import llmrouter.routing.OfferedModels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ModelCatalogTest {
    private static final long CREATED = 1_750_000_000L;

    private static ModelCatalog small() {
        return new ModelCatalog(Story.config("""
            {'version':2,'providers':[
            {'id':'p','name':'Provider','baseUrl':'https://p.example','formats':['openai','claude'],\
            'models':[{'id':'m','contextWindow':8000,'maxOutputTokens':900},
             {'id':'off','enabled':false},{'id':'org/n','formats':['claude']}]},
            {'id':'gone','enabled':false,'baseUrl':'https://g.example','formats':['openai'],'models':['m']}],
            'modelAliases':{'fast':{'targets':['p/m']}}}"""), OfferedModels.NONE, CREATED);
    }

    @Test
    void claudeCodesModelMenuGetsNamesThatItShows() {
        Json.Obj list = anthropicList(small().forClaudeCode(), 1000, null, null);
        assertEquals("claude:fast claude:p/m claude:p/org/n", ids(list));
        assertEquals("fast", ((Json.Obj) list.items("data").getFirst()).text("display_name"));
    }

    @Test
    void aConfiguredNameIsNotShownTwice() {
        var own = new ModelCatalog(Story.config("""
            {'version':2,'providers':[{'id':'p','baseUrl':'https://p.example','formats':['openai'],'models':['m']}],
            'modelAliases':{'fast':{'targets':['p/m']},'claude:fast':{'targets':['p/m']}}}"""), OfferedModels.NONE,
            CREATED);
        assertEquals("fast claude:claude:fast claude:p/m",
            ids(anthropicList(own.forClaudeCode(), 1000, null, null)));
    }

    @Test
    void onlyTheMenuGetsOtherNames() {
        var target = RequestTarget.parse("/v1/models?limit=1000");
        for (String agent : new String[] {null, "claude-cli/2.1.332 (external, cli)", "curl/8", "openai/7.59"}) {
            assertFalse(GatewayReplies.models(small(), target, Format.CLAUDE, agent).contains("claude:"), agent);
        }
        assertTrue(GatewayReplies.models(small(), target, Format.CLAUDE, "claude-code/2.1.332")
            .contains("\"claude:fast\""));
        assertFalse(GatewayReplies.models(small(), RequestTarget.parse("/v1/models"), Format.CLAUDE,
            "claude-code/2.1.332").contains("claude:"));
    }

    private static ModelCatalog many(int n) {
        var models = new ArrayList<String>();
        for (int i = 0; i < n; i++) models.add("'m" + i + "'");
        return new ModelCatalog(Story.config("{'version':2,'providers':[{'id':'p','baseUrl':'https://p.example',"
            + "'formats':['openai'],'models':[" + String.join(",", models) + "]}]}"),
            OfferedModels.NONE, CREATED);
    }

    private static Json.Obj openAiList(ModelCatalog catalog) {
        return Protocol.of(Format.OPENAI).writeModels(catalog.models(), _ -> null);
    }

    private static Json.Obj anthropicList(ModelCatalog catalog, Object limit, String afterId, String beforeId) {
        return Protocol.of(Format.CLAUDE).writeModels(catalog.models(), name -> switch (name) {
            case "limit" -> limit == null ? null : limit.toString();
            case "after_id" -> afterId;
            case "before_id" -> beforeId;
            default -> null;
        });
    }

    private static String ids(Json.Obj page) {
        var ids = new ArrayList<String>();
        for (Json row : page.items("data")) ids.add(((Json.Obj) row).text("id"));
        return String.join(" ", ids);
    }

    private static String page(Json.Obj page) {
        String first = page.text("first_id");
        return first + "–" + page.text("last_id") + (page.get("has_more").equals(Json.of(true)) ? " …" : "");
    }

    @Test
    void openAiSeesAliasesAndEnabledModelsWithSeconds() {
        assertEquals("{\"object\":\"list\",\"data\":["
            + "{\"id\":\"fast\",\"object\":\"model\",\"created\":1750000000,\"owned_by\":\"alias\",\"alias\":true},"
            + "{\"id\":\"p/m\",\"object\":\"model\",\"created\":1750000000,\"owned_by\":\"p\",\"provider\":\"p\","
            + "\"formats\":[\"openai\",\"claude\"],\"context_window\":8000},"
            + "{\"id\":\"p/org/n\",\"object\":\"model\",\"created\":1750000000,\"owned_by\":\"p\",\"provider\":\"p\","
            + "\"formats\":[\"claude\"]}]}", openAiList(small()).toString());
    }

    @Test
    void anthropicSeesDatesAndLimits() {
        Json.Obj row = (Json.Obj) anthropicList(small(), null, null, null).items("data").get(1);
        assertEquals("{\"type\":\"model\",\"id\":\"p/m\",\"display_name\":\"m (Provider)\","
            + "\"created_at\":\"2025-06-15T15:06:40Z\",\"max_input_tokens\":8000,\"max_tokens\":900,"
            + "\"provider\":\"p\",\"formats\":[\"openai\",\"claude\"],\"context_window\":8000}", row.toString());
    }

    @Test
    void pagesFollowEachOther() {
        var catalog = many(45);
        assertEquals("p/m0–p/m19 …", page(anthropicList(catalog, null, null, null)));
        assertEquals("p/m20–p/m39 …", page(anthropicList(catalog, null, "p/m19", null)));
        assertEquals("p/m40–p/m44", page(anthropicList(catalog, null, "p/m39", null)));
        assertEquals("null–null", page(anthropicList(catalog, null, "p/m44", null)));
        assertEquals("p/m0–p/m44", page(anthropicList(catalog, 1000L, null, null)));
    }

    @Test
    void pagesGoBackwardsToo() {
        var catalog = many(45);
        assertEquals("p/m20–p/m39 …", page(anthropicList(catalog, null, null, "p/m40")));
        assertEquals("p/m0–p/m9", page(anthropicList(catalog, null, null, "p/m10")));
        assertEquals("null–null", page(anthropicList(catalog, null, null, "p/m0")));
    }

    @Test
    void oddLimitsAndUnknownIdsDoNoHarm() {
        var catalog = many(45);
        assertEquals("p/m0–p/m0 …", page(anthropicList(catalog, 0L, null, null)));
        assertEquals("p/m0–p/m0 …", page(anthropicList(catalog, Long.MIN_VALUE, null, null)));
        assertEquals("p/m0–p/m44", page(anthropicList(catalog, Long.MAX_VALUE, null, null)));
        assertEquals("p/m0–p/m19 …", page(anthropicList(catalog, null, "nobody", null)));
        assertEquals("p/m0–p/m19 …", page(anthropicList(catalog, null, null, "nobody")));
    }

    @Test
    void oneModelIsShownInTheClientsShape() {
        assertEquals("model", Protocol.of(Format.OPENAI).writeModel(small().model("p/org/n")).text("object"));
        assertEquals("model", Protocol.of(Format.CLAUDE).writeModel(small().model("fast")).text("type"));
        assertNull(small().model("p/off"));
        assertNull(small().model("gone/m"));
        assertEquals("fast p/m p/org/n", ids(openAiList(small())));
    }
}
