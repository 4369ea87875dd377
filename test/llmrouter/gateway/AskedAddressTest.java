package llmrouter.gateway;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A status that is about the address: the client and the record of the request are told which address was asked.
class AskedAddressTest {
    private static final String BASE = "https://h.example/llm/v1";
    private static final String ASKED = "The address asked was https://h.example/llm/v1/chat/completions; "
        + "check the provider's base URL.";

    private static Story asked(String base, Format client) {
        String config = "{'version':2,'providers':[{'id':'p','baseUrl':'" + base + "','apiKey':'sk-in-the-path',"
            + "'formats':['openai'],'models':['m']}]}";
        boolean chat = client == Format.OPENAI;
        String body = "{'model':'p/m','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}".replace('\'', '"');
        ClientRequest request = Story.request(chat ? Endpoint.CHAT : Endpoint.MESSAGES, client, body);
        return Story.of(config, Story.POLICY, request);
    }

    private static String message(Story story) {
        return ((Json.Obj) Json.parse(story.reply().body())).object("error").text("message");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        404 | {'error':{'message':'Invalid URL (POST /v1/v1/x)','type':'invalid_request_error','code':null}}
        404 | {'error':{'message':'Not Found','type':'not_found'}}
        404 | {'error':{'code':'404','message':'Resource not found'}}
        404 | {'detail':'Not Found'}
        404 | <html><head><title>404 Not Found</title></head></html>
        404 | 404 page not found
        404 | Cannot POST /llm/v1/chat/completions
        405 | {'detail':'Method Not Allowed'}
        405 | {'error':{'message':'no','type':'x'}}
        410 | {'error':{'message':'This endpoint is gone','type':'x'}}
        421 | Misdirected Request
        501 | Unsupported method ('POST')
        301 | moved""")
    void aStatusAboutTheAddressNamesItInEveryFormat(int status, String body) {
        for (Format client : List.of(Format.OPENAI, Format.CLAUDE)) {
            Story story = asked(BASE, client).answer(status, body);
            while (story.last() instanceof Action.Pause) story.silence().answer(status, body);
            assertTrue(message(story).endsWith(ASKED), message(story));
            Summary told = story.summary();
            assertEquals("https://h.example/llm/v1/chat/completions", told.attempts().getLast().asked());
            assertTrue(told.told().endsWith(ASKED), told.told());
        }
    }

    @Test
    void anAnswerWithoutAnyWordsNamesIt() {
        String told = message(asked(BASE, Format.OPENAI).answer(404, ""));
        assertTrue(told.startsWith("Provider \"p\" (h.example) ") && told.endsWith(". " + ASKED), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'error':{'message':'The model `m` does not exist','type':'invalid_request_error'}}",
        "{'error':{'message':'model \"m\" not found, try pulling it first','type':'api_error'}}"})
    void aModelThatIsNotKnownKeepsTheProvidersOwnWords(String body) {
        String json = body.replace("\"m\"", "x");
        Story story = asked(BASE, Format.OPENAI).answer(404, json);
        assertEquals(json.replace('\'', '"'), story.reply().body());
        assertEquals("https://h.example/llm/v1/chat/completions", story.summary().attempts().getLast().asked());
        assertFalse(message(asked(BASE, Format.CLAUDE).answer(404, json)).contains("address"));
    }

    @Test
    void whatElseIsNotFoundKeepsItsBodyAndIsNamedInTranslations() {
        String gone = "{'error':{'message':'Previous answer with id x not found.','type':'invalid_request_error'}}";
        Story story = asked(BASE, Format.OPENAI).answer(404, gone);
        assertEquals(gone.replace('\'', '"'), story.reply().body());
        assertTrue(message(asked(BASE, Format.CLAUDE).answer(404, gone)).endsWith("not found. " + ASKED));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 422, 429, 500, 503})
    void anyOtherStatusIsNotAboutTheAddress(int status) {
        Story story = asked(BASE, Format.CLAUDE).answer(status, "{'error':{'message':'no','type':'x'}}");
        while (story.last() instanceof Action.Pause) story.silence().answer(status, "{'error':{'message':'no'}}");
        assertFalse(story.reply().body().contains("h.example/llm"), story.reply().body());
        assertNull(story.summary().attempts().getLast().asked());
    }

    @Test
    void theAddressHasItsVersionAndNeverTheKey() {
        String azure = "https://r.openai.azure.com/openai/deployments/d?api-version=2024-10-21";
        String told = message(asked(azure, Format.OPENAI).answer(404, "{'error':{'message':'Resource not found'}}"));
        String asked = "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21";
        assertTrue(told.contains(asked), told);
        Story secret = asked("https://h.example/sk-in-the-path/v1", Format.OPENAI).answer(404, "");
        assertFalse(message(secret).contains("sk-in-the-path"), message(secret));
        assertFalse(secret.summary().toString().contains("sk-in-the-path"), secret.summary().toString());
    }
}
