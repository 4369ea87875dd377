package llmrouter.protocol;

import java.util.Set;

import org.junit.jupiter.api.Test;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is malformed is a 400 that names the field, in every format.
class RequestErrorsTest {
    private static final Protocol CHAT = Protocol.of(Format.OPENAI);
    private static final Protocol MESSAGES = Protocol.of(Format.CLAUDE);

    private static final Protocol RESPONSES = Protocol.of(Format.RESPONSES);

    private static Json.Obj json(String text) {
        return (Json.Obj) Json.parse(text.replace('\'', '"'));
    }

    private static void refuses(Protocol protocol, String path, String body) {
        var error = assertThrows(GatewayError.class, () -> protocol.readRequest(json(body), new Losses()), body)
            .error();
        assertEquals(path, error.param(), error.message());
        assertEquals(400, error.status());
        assertEquals(ApiError.Kind.INVALID_REQUEST, error.kind());
        assertTrue(error.message().startsWith("'" + path + "' ") && error.message().endsWith("."), error.message());
    }

    @Test
    void aWriterNamesTheFieldAsTheClientWroteIt() {
        for (Format target : Format.values()) {
            for (Format client : Format.values()) {
                String field = client == Format.RESPONSES ? "input" : "messages";
                var losses = new Losses();
                var conversation = Protocol.of(client).readRequest(json("{'model':'m','max_tokens':9,'" + field
                    + "':[{'role':'user','content':''}]}"), losses);
                var error = assertThrows(GatewayError.class, () -> Protocol.of(target).writeRequest(conversation,
                    new Target("m", null, null, Set.of()), losses)).error();
                assertEquals(field, error.param(), client + " to " + target);
                assertTrue(error.message().startsWith("'" + field + "' "), error.message());
            }
        }
    }

    private static void chat(String path, String body) {
        refuses(CHAT, path, "{'model':'m'," + body + "}");
    }

    private static void messages(String path, String body) {
        refuses(MESSAGES, path, "{'model':'m','max_tokens':10," + body + "}");
    }

    private static void responses(String path, String body) {
        refuses(RESPONSES, path, "{'model':'m'," + body + "}");
    }

    private static String item(String item) {
        return "'input':[{'role':'user','content':'a'}," + item + "]";
    }

    private static String said(String message) {
        return "'messages':[{'role':'user','content':'a'}," + message + "]";
    }

    @Test
    void anEmptyConversationIsRefused() {
        chat("messages", "'messages':[]");
        chat("messages", "'messages':null");
        chat("messages", "'messages':'Hi'");
        chat("messages[0]", "'messages':['Hi']");
        messages("messages", "'messages':[]");
        messages("messages", "'stream':true");
    }

    @Test
    void itemsAreChecked() {
        responses("input", "'input':null");
        responses("input", "'input':[]");
        responses("input[0]", "'input':['Hi']");
        responses("input[1].role", item("{'content':'x'}"));
        responses("input[1].role", item("{'role':'robot','content':'x'}"));
        responses("input[1].content", item("{'role':'user','content':7}"));
        responses("input[1].content[0].type", item("{'role':'user','content':[{'type':'input_video'}]}"));
        responses("input[1].content[0].text", item("{'role':'user','content':[{'type':'input_text'}]}"));
        responses("input[1].content[0].image_url",
            item("{'role':'user','content':[{'type':'input_image','image_url':'file:///etc/passwd'}]}"));
        responses("input[1].content[0].file_data",
            item("{'role':'user','content':[{'type':'input_file','file_data':'***'}]}"));
    }

    @Test
    void whatOnlyTheVendorStoresIsRefusedInAnotherFormat() {
        responses("conversation", "'input':'x','conversation':{'id':'c'}");
        responses("prompt", "'prompt':{'id':'p'}");
        responses("background", "'input':'x','background':true");
    }

    @Test
    void parametersOfResponsesAreChecked() {
        responses("max_output_tokens", "'input':'x','max_output_tokens':0");
        responses("tools[0].type", "'input':'x','tools':[{'name':'f'}]");
        responses("tools[0].name", "'input':'x','tools':[{'type':'function'}]");
        responses("tools[0].tools[0].name",
            "'input':'x','tools':[{'type':'namespace','name':'n','tools':[{'type':'custom'}]}]");
        responses("tool_choice", "'input':'x','tool_choice':'maybe'");
        responses("tool_choice.name", "'input':'x','tool_choice':{'type':'function'}");
        responses("text.format.type", "'input':'x','text':{'format':{'type':'xml'}}");
        responses("text.format.schema", "'input':'x','text':{'format':{'type':'json_schema','name':'x'}}");
        responses("reasoning.effort", "'input':'x','reasoning':{'effort':'enormous'}");
        responses("stream", "'input':'x','stream':'yes'");
    }

    @Test
    void rolesAreChecked() {
        chat("messages[1].role", said("{'role':'robot','content':'x'}"));
        chat("messages[1].role", said("{'content':'x'}"));
        messages("messages[1].role", said("{'role':'tool','content':'x'}"));
        messages("messages[1].role", said("{'role':7,'content':'x'}"));
    }

    @Test
    void contentIsChecked() {
        chat("messages[1].content", said("{'role':'user','content':7}"));
        chat("messages[1].content[0]", said("{'role':'user','content':['x']}"));
        chat("messages[1].content[0].type", said("{'role':'user','content':[{'text':'x'}]}"));
        chat("messages[1].content[1].type",
            said("{'role':'user','content':[{'type':'text','text':'x'},{'type':'video_url'}]}"));
        chat("messages[1].content[0].text", said("{'role':'user','content':[{'type':'text'}]}"));
        messages("messages[1].content", said("{'role':'user'}"));
        messages("messages[1].content", said("{'role':'user','content':{}}"));
        messages("messages[1].content[0].type", said("{'role':'user','content':[{'type':'video'}]}"));
        messages("messages[1].content[0].text", said("{'role':'user','content':[{'type':'text','text':7}]}"));
    }

    @Test
    void imagesAndFilesAreChecked() {
        chat("messages[1].content[0].image_url", said("{'role':'user','content':[{'type':'image_url'}]}"));
        chat("messages[1].content[0].image_url.url",
            said("{'role':'user','content':[{'type':'image_url','image_url':{'url':'file:///etc/passwd'}}]}"));
        chat("messages[1].content[0].image_url.url",
            said("{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png,abc'}}]}"));
        chat("messages[1].content[0].image_url.url",
            said("{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,a$b'}}]}"));
        chat("messages[1].content[0].file.file_data",
            said("{'role':'user','content':[{'type':'file','file':{'filename':'a.pdf'}}]}"));
        chat("messages[1].content[0].file.file_data",
            said("{'role':'user','content':[{'type':'file','file':{'file_data':'data:text/plain;base64,/w=='}}]}"));
        messages("messages[1].content[0].source.type",
            said("{'role':'user','content':[{'type':'image','source':{'type':'ftp'}}]}"));
        messages("messages[1].content[0].source.data",
            said("{'role':'user','content':[{'type':'image','source':{'type':'base64',"
            + "'media_type':'image/png','data':'***'}}]}"));
    }

    @Test
    void callsInAMessageOfTheUserAreRefused() {
        messages("messages[1].content[0].type",
            said("{'role':'user','content':[{'type':'tool_use','id':'t','name':'f'}]}"));
    }

    @Test
    void parametersAreChecked() {
        String hi = "'messages':[{'role':'user','content':'a'}],";
        chat("max_tokens", hi + "'max_tokens':0");
        chat("max_tokens", hi + "'max_tokens':-5");
        chat("max_completion_tokens", hi + "'max_completion_tokens':1e400");
        chat("max_tokens", hi + "'max_tokens':1.5");
        chat("temperature", hi + "'temperature':'hot'");
        chat("stop[1]", hi + "'stop':['a',1]");
        chat("stream", hi + "'stream':'yes'");
        chat("reasoning_effort", hi + "'reasoning_effort':'enormous'");
        chat("response_format.type", hi + "'response_format':{'type':'xml'}");
        chat("response_format.json_schema.schema",
            hi + "'response_format':{'type':'json_schema','json_schema':{'name':'x'}}");
        chat("tools[0].function", hi + "'tools':[{'type':'function'}]");
        chat("tools[0].function.name", hi + "'tools':[{'type':'function','function':{}}]");
        chat("tool_choice", hi + "'tool_choice':'maybe'");
        chat("thinking.type", hi + "'thinking':{'type':'hard'}");
        messages("tools[1].name", hi + "'tools':[{'name':'a'},{'description':'b'}]");
        messages("tool_choice.type", hi + "'tool_choice':{'type':'maybe'}");
        messages("thinking.budget_tokens", hi + "'thinking':{'type':'enabled','budget_tokens':0}");
        messages("output_config.format.type", hi + "'output_config':{'format':{'type':'xml'}}");
        messages("messages[0].content[0].cache_control.ttl",
            "'messages':[{'role':'user','content':[{'type':'text','text':'x',"
            + "'cache_control':{'type':'ephemeral','ttl':'9d'}}]}]");
        refuses(MESSAGES, "max_tokens", "{'model':'m','messages':[{'role':'user','content':'a'}]}");
    }

    @Test
    void aSameFormatRequestNeedsMessages() {
        for (String body : new String[] {"{}", "{'messages':[]}", "{'messages':[ ]}", "{'messages':'x'}"}) {
            var scan = JsonScan.of(json(body).toString());
            assertEquals("messages", assertThrows(GatewayError.class, () -> CHAT.check(scan)).error().param());
            assertEquals("messages", assertThrows(GatewayError.class, () -> MESSAGES.check(scan)).error().param());
        }
    }

    @Test
    void aSameFormatMessagesRequestNeedsMaxTokens() {
        for (String most : new String[] {"0", "-1", "1.5", "'10'", "null"}) {
            var scan = JsonScan.of(json("{'max_tokens':" + most + ",'messages':[{}]}").toString());
            assertEquals("max_tokens", assertThrows(GatewayError.class, () -> MESSAGES.check(scan)).error().param());
            assertDoesNotThrow(() -> CHAT.check(scan));
        }
        assertDoesNotThrow(() -> MESSAGES.check(JsonScan.of("{\"max_tokens\":1,\"messages\":[{}]}")));
    }

    @Test
    void mediaTypesThatTheVendorDoesNotTakeAreNamed() {
        assertTrue(written("data:image/tiff;base64,AAAA", "image_url").contains("image/tiff"));
        assertTrue(written("data:application/zip;base64,AAAA", "file").contains("application/zip"));
    }

    private static String written(String data, String kind) {
        String value = kind.equals("file") ? "{'file_data':'" + data + "'}" : "{'url':'" + data + "'}";
        var conversation = CHAT.readRequest(json("{'messages':[{'role':'user','content':[{'type':'" + kind + "','"
            + kind + "':" + value + "}]}]}"), new Losses());
        return assertThrows(GatewayError.class, () -> MESSAGES.writeRequest(conversation, target(), new Losses()))
            .getMessage();
    }

    @Test
    void aConversationOfNothingButBlanksCannotBeSent() {
        var conversation = CHAT.readRequest(json("{'messages':[{'role':'user','content':'  '}]}"), new Losses());
        assertEquals("messages", assertThrows(GatewayError.class,
            () -> MESSAGES.writeRequest(conversation, target(), new Losses())).error().param());
        var empty = MESSAGES.readRequest(json("{'max_tokens':5,'messages':[{'role':'assistant','content':''}]}"),
            new Losses());
        assertEquals("messages", assertThrows(GatewayError.class,
            () -> CHAT.writeRequest(empty, target(), new Losses())).error().param());
    }

    private static Target target() {
        return new Target("m", null, null, Set.of());
    }
}
