package llmrouter.admission;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.config.Format;
import llmrouter.gateway.Story;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FormatDetectorTest {
    private static Format detect(String body, HeaderMap headers) {
        return FormatDetector.ofRequest(headers, (Json.Obj) Json.parse(body.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{} | CLAUDE",
        "{'anthropic_version':'bedrock','n':1} | CLAUDE",
        "{'max_completion_tokens':1,'system':'x'} | OPENAI",
        "{'response_format':{}} | OPENAI",
        "{'n':1} | OPENAI",
        "{'tools':[{'name':'f','input_schema':{}}]} | CLAUDE",
        "{'tools':[5,{'type':'function','function':{}}]} | OPENAI",
        "{'tools':[{'function':{}}],'system':'x'} | OPENAI",
        "{'tool_choice':'required'} | OPENAI",
        "{'tool_choice':'none'} | OPENAI",
        "{'tool_choice':'auto'} | CLAUDE",
        "{'tool_choice':{'type':'function'}} | OPENAI",
        "{'tool_choice':{'type':'any'},'input':'x'} | CLAUDE",
        "{'tool_choice':{'type':'tool'},'input':'x'} | CLAUDE",
        "{'messages':[{'role':'tool'}]} | OPENAI",
        "{'messages':[{'tool_call_id':'x'}]} | OPENAI",
        "{'messages':[{'role':'assistant','tool_calls':[]}]} | OPENAI",
        "{'messages':[{'content':[{'type':'tool_use'}]}],'input':'x'} | CLAUDE",
        "{'messages':[{'content':[{'type':'tool_result'}]}],'input':'x'} | CLAUDE",
        "{'messages':[{'content':[{'type':'thinking'}]}],'input':'x'} | CLAUDE",
        "{'messages':[{'content':[{'type':'redacted_thinking'}]}],'input':'x'} | CLAUDE",
        "{'messages':[{'content':[{'type':'text'},{'type':'image_url'}]}]} | OPENAI",
        "{'messages':[{'content':[{'type':'input_text'}]}]} | OPENAI",
        "{'messages':[{'content':[{'type':'input_image'}]}]} | OPENAI",
        "{'input':'hi'} | RESPONSES",
        "{'system':'x','messages':[{'role':'user','content':'hi'}]} | CLAUDE",
        "{'messages':[{'role':'user','content':'hi'}]} | CLAUDE",
        "{'messages':'no list','tools':7,'tool_choice':[]} | CLAUDE"})
    void theFirstSignDecides(String body, Format format) {
        assertEquals(format, detect(body, HeaderMap.EMPTY));
    }

    @Test
    void aPathSuggestsTheShapeOfItsErrors() {
        assertEquals(Format.CLAUDE, FormatDetector.suggestedBy(HeaderMap.EMPTY, "/anthropic/nothing"));
        assertEquals(Format.CLAUDE, FormatDetector.suggestedBy(HeaderMap.EMPTY, "/v1/messages/nothing"));
        assertEquals(Format.CLAUDE, FormatDetector.suggestedBy(Story.headers("anthropic-version", "2023-06-01"),
            "/nothing"));
        assertEquals(Format.OPENAI, FormatDetector.suggestedBy(HeaderMap.EMPTY, "/nothing"));
    }

    @Test
    void aVersionHeaderDecidesBeforeAll() {
        assertEquals(Format.CLAUDE, detect("{'n':1}", Story.headers("anthropic-version", "2023-06-01")));
    }
}
