package llmrouter.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class KeyWordsTest {
    @ParameterizedTest
    @CsvSource({"sk-ant-api03-abcdef,…", "SK-PROJ-ABCDEFGH,…", "p/sk-ant-api03-abcdef,p/…", "gw_abcdefghijkl,…",
        "alias:gw_abcdefghijkl,alias:…", "0123abcd4567ef890123abcd4567ef89,…", "q7Rt9ZpLx2Vw8KmN4bYc,…",
        "Bearer eyJhbGciOiJIUzI1NiJ9,Bearer …", "model=ghp_abcdefghijkl!,model=…"})
    void aWordThatLooksLikeAKeyIsHidden(String name, String shown) {
        assertEquals(shown, KeyWords.hidden(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "work", "p/m", "sk-1", "task-runner-model", "anthropic/claude-opus-4-1-20250805",
        "accounts/fireworks/models/llama4-maverick-instruct-basic", "mistralsmall24binstruct2501",
        "ft:gpt-4o-mini-2024-07-18:my-org::AbCdEf12", "deepseek/deepseek-r1-0528-qwen3-8b:free",
        "arn:aws:bedrock:us-east-1:123456789012:model", "Qwen/Qwen2.5-Coder-32B-Instruct-GPTQ-Int4"})
    void theNameOfAModelStaysAsItIs(String name) {
        assertEquals(name, KeyWords.hidden(name));
    }
}
