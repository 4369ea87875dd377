package llmrouter.admission;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.routing.OfferedModels.Offer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class ModelListPageTest {
    private static ModelListPage page(String json) {
        return ModelListPage.of(json.replace('\'', '"'));
    }

    /// A list is kept, and twenty pages of 8 MB would fill a small heap.
    @Test
    void namesThatAreFarTooLongAreNotKept() {
        String much = "x".repeat(1000);
        var page = ModelListPage.of("{\"data\":[{\"id\":\"" + much + "\"},{\"id\":\"m\",\"name\":\"" + much
            + "\"},{\"id\":\"n\",\"name\":\"N\"}],\"has_more\":true,\"last_id\":\"" + much + "\"}");
        assertEquals(List.of("m", "n"), page.offers().stream().map(Offer::id).toList());
        assertNull(page.offers().getFirst().name());
        assertEquals("N", page.offers().getLast().name());
        assertEquals("n", page.next());
    }

    @Test
    void openAisListIsRead() {
        var page = page("{'object':'list','data':[{'id':'gpt-9','object':'model','created':1,'owned_by':'x'}]}");
        assertEquals(List.of(new Offer("gpt-9", null, null, null)), page.offers());
        assertNull(page.next());
    }

    @Test
    void anthropicsListIsReadPageByPage() {
        var page = page("{'data':[{'type':'model','id':'claude-x','display_name':'Claude X','max_input_tokens':200000,"
            + "'max_tokens':64000}],'has_more':true,'first_id':'claude-x','last_id':'claude-x'}");
        assertEquals(List.of(new Offer("claude-x", "Claude X", 200_000L, 64_000L)), page.offers());
        assertEquals("claude-x", page.next());
        assertNull(page("{'data':[{'id':'a'}],'has_more':false,'last_id':'a'}").next());
        assertEquals("b", page("{'data':[{'id':'a'},{'id':'b'}],'has_more':true}").next());
        assertNull(page("{'data':[],'has_more':true,'last_id':'a'}").next(), "a page without models is the last one");
    }

    @Test
    void limitsThatProvidersAddAreRead() {
        var page = page("{'data':[{'id':'v/m','name':'V: M','context_length':131072,"
            + "'top_provider':{'context_length':131072,'max_completion_tokens':8192}},"
            + "{'id':'local','max_model_len':4096,'max_completion_tokens':null},{'id':'odd','context_length':-1}]}");
        assertEquals(List.of(new Offer("v/m", "V: M", 131_072L, 8_192L), new Offer("local", null, 4_096L, null),
            new Offer("odd", null, null, null)), page.offers());
    }

    @Test
    void anArrayAloneIsAListToo() {
        assertEquals(List.of(new Offer("a", null, null, null)), page("[{'id':'a'},{'name':'no id'},7,null]").offers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{'data':{}}", "{'data':'x'}", "7", "{'error':{'message':'no'}}"})
    void anythingElseIsNoList(String text) {
        assertNull(page(text));
    }
}
