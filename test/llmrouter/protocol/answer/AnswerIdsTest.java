package llmrouter.protocol.answer;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AnswerIdsTest {
    @Test
    void anIdOfTheGatewayIsMadeFromTheRequestAndRecognised() {
        String id = new AnswerIds("req_8f6c01", "call_").own("resp_");
        assertEquals("resp_llmr_8f6c01", id);
        for (String made : List.of(id, "msg_llmr_8f6c01_0", "rs_llmr_8f6c01_1", "fc_llmr_8f6c01_2")) {
            assertTrue(AnswerIds.isOwn(made), made);
        }
    }

    @Test
    void twoLongRequestIdsStayApartAndAreShortened() {
        String one = new AnswerIds("r".repeat(300) + "1", "call_").own("resp_");
        String two = new AnswerIds("r".repeat(300) + "2", "call_").own("resp_");
        assertNotEquals(one, two);
        assertTrue(AnswerIds.isOwn(one) && one.length() <= 64, one);
    }

    /// Ids of OpenAI, Azure, Anthropic, OpenRouter, xAI, vLLM, LM Studio and of programs that count.
    @ParameterizedTest
    @ValueSource(strings = {"resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b", "resp_0", "gen-1750000000-AbC",
        "rs_68af4030592c81938ec0a5fbab4a3e9f", "fc_67c97c0203188190a025beb4a75242bc", "ctc_1",
        "msg_01XFDUDYJgAACzvnptvVoYEL",
        "msg_llmr0123456789abcdef", "msg_01llmr_", "2f3b6c1e-8a43-4f0e-9d51-6c6d1b2a7e90",
        "chatcmpl-7QyqpwdfhqwajicIEznoc6Q4",
        "resp_5f1c8d6e2a7b4b0e9c3d", "llmr_1", "_llmr_1", "", "_", "reasoning_0"})
    void noIdOfAVendorLooksSo(String id) {
        assertFalse(AnswerIds.isOwn(id), id);
    }
}
