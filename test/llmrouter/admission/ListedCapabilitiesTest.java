package llmrouter.admission;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.routing.OfferedModels.Offer;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Each vendor's list says in its own way what a model can do.
class ListedCapabilitiesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {"id":"m","supported_parameters":["tools","reasoning"]} | {tools=true, jsonSchema=false, reasoning=true}
        {"id":"m","architecture":{"input_modalities":["text","image"]}} | {images=true}
        {"id":"m","architecture":{"input_modalities":["text"]}} | {images=false}
        {"id":"m","capabilities":{"image_input":{"supported":true}}} | {images=true}
        {"id":"m","capabilities":{"thinking":{"supported":false}}} | {reasoning=false}
        {"id":"m","capabilities":{"structured_outputs":{"supported":true}}} | {jsonSchema=true}
        {"id":"m","capabilities":{"function_calling":true,"vision":false}} | {tools=true, images=false}
        {"key":"m","capabilities":{"vision":true,"trained_for_tool_use":true}} | {tools=true, images=true}
        {"id":"m","type":"vlm","capabilities":["tool_use"]} | {tools=true, images=true}
        {"id":"m","supports_tools":true,"supports_image_input":false} | {tools=true, images=false}
        {"id":"m","supports_image_in":true,"supports_reasoning":true} | {images=true, reasoning=true}
        {"id":"m","capabilities":{"tools":true,"streaming":false}} | {tools=true, streaming=false}
        {"id":"m","capabilities":null,"supported_parameters":"tools"} | {}
        {"id":"m"} | {}
        """)
    void itIsRead(String row, String expected) {
        Offer offer = ModelListPage.of("{\"data\":[" + row + "]}").offers().getFirst();
        assertEquals(expected, offer.capabilities().known().toString(), row);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {"id":"m","context_window":131072,"max_completion_tokens":8192} | 131072 | 8192
        {"id":"m","max_context_length":32768} | 32768 |
        {"id":"m","max_model_len":4096} | 4096 |
        {"id":"m","meta":{"n_ctx":8192,"n_ctx_train":131072}} | 8192 |
        {"name":"models/m","inputTokenLimit":1048576,"outputTokenLimit":65536} | 1048576 | 65536
        {"id":"m","max_input_tokens":200000,"max_tokens":64000} | 200000 | 64000
        """)
    void limitsAreReadUnderEveryName(String row, Long window, Long output) {
        Offer offer = ModelListPage.of("{\"models\":[" + row + "]}").offers().getFirst();
        assertEquals("m", offer.id());
        assertEquals(window, offer.contextWindow());
        assertEquals(output, offer.maxOutputTokens());
    }
}
