package llmrouter.providers;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.Format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is asked for base URLs of hosts that are not in the table.
class UnknownBaseTest {
    @ParameterizedTest
    @CsvSource({"https://a.example,OPENAI,chat/completions,https://a.example/v1/chat/completions",
        "https://a.example/,CLAUDE,messages,https://a.example/v1/messages",
        "https://a.example/v1,RESPONSES,responses,https://a.example/v1/responses",
        "https://a.example/v1/,OPENAI,chat/completions,https://a.example/v1/chat/completions",
        "https://a.example/api/paas/v4,OPENAI,chat/completions,https://a.example/api/paas/v4/chat/completions",
        "https://a.example/api/v3,OPENAI,chat/completions,https://a.example/api/v3/chat/completions",
        "https://a.example/v1.2,CLAUDE,messages,https://a.example/v1.2/messages",
        "https://a.example/api,CLAUDE,messages,https://a.example/api/v1/messages",
        "https://a.example/api,OPENAI,chat/completions,https://a.example/api/v1/chat/completions",
        "https://a.example/llm,OPENAI,chat/completions,https://a.example/llm/v1/chat/completions",
        "https://a.example/openai,OPENAI,chat/completions,https://a.example/openai/v1/chat/completions",
        "https://a.example/anthropic,CLAUDE,messages,https://a.example/anthropic/v1/messages",
        "https://a.example/v1/chat/completions,OPENAI,chat/completions,https://a.example/v1/chat/completions",
        "https://a.example/chat/completions,OPENAI,chat/completions,https://a.example/chat/completions",
        "https://a.example/x/messages/,CLAUDE,messages,https://a.example/x/messages",
        "https://a.example/v1/messages,CLAUDE,messages/count_tokens,https://a.example/v1/messages/count_tokens",
        "https://a.example,CLAUDE,messages/count_tokens,https://a.example/v1/messages/count_tokens",
        "https://a.example/v1/chat/completions,RESPONSES,responses,https://a.example/v1/responses",
        "https://a.example/v1/messages/count_tokens,CLAUDE,messages,https://a.example/v1/messages",
        "https://a.example/v1/models,OPENAI,chat/completions,https://a.example/v1/chat/completions",
        "https://v1,CLAUDE,messages,https://v1/v1/messages",
        "https://a.example/v1beta,OPENAI,chat/completions,https://a.example/v1beta/chat/completions",
        "https://a.example/v1alpha,CLAUDE,messages,https://a.example/v1alpha/messages",
        "https://a.example/v1.,CLAUDE,messages,https://a.example/v1./v1/messages",
        "https://a.example/v1,OPENAI,embeddings,https://a.example/v1/embeddings",
        "https://a.example,OPENAI,completions,https://a.example/v1/completions",
        "https://a.example/v1/chat/completions,OPENAI,completions,https://a.example/v1/completions",
        "https://a.example/v1/completions/,OPENAI,chat/completions,https://a.example/v1/chat/completions",
        "https://a.example/v1/embeddings,OPENAI,chat/completions,https://a.example/v1/chat/completions",
        "https://a.example/v1/embeddings,OPENAI,embeddings,https://a.example/v1/embeddings"})
    void whatAlwaysHeld(String base, Format format, String endpoint, String address) {
        assertEquals(address, ProviderAddress.of(base, format, endpoint));
    }

    @ParameterizedTest
    @CsvSource({"https://a.example/v1beta/openai/,OPENAI,https://a.example/v1beta/openai/chat/completions",
        "https://a.example/inference,OPENAI,https://a.example/inference/chat/completions",
        "https://a.example/v1/acc/gw/compat,OPENAI,https://a.example/v1/acc/gw/compat/chat/completions",
        "https://a.example/ai/compat,RESPONSES,https://a.example/ai/compat/responses",
        "https://a.example/p/endpoints/openapi,OPENAI,https://a.example/p/endpoints/openapi/chat/completions",
        "https://a.example/serving-endpoints,OPENAI,https://a.example/serving-endpoints/chat/completions",
        "https://a.example/v1/solar,OPENAI,https://a.example/v1/solar/chat/completions",
        "https://a.example/v1/openai,OPENAI,https://a.example/v1/openai/chat/completions",
        "https://a.example/openai/deployments/d?api-version=2024-10-21,OPENAI,"
            + "https://a.example/openai/deployments/d/chat/completions?api-version=2024-10-21",
        "https://a.example/deployments/d/chat/completions?api-version=1,OPENAI,"
            + "https://a.example/deployments/d/chat/completions?api-version=1",
        "https://a.example?api-version=1,OPENAI,https://a.example/v1/chat/completions?api-version=1"})
    void whatAVendorsSdkWouldKeepIsKept(String base, Format format, String address) {
        assertEquals(address, ProviderAddress.of(base, format));
    }

    @ParameterizedTest
    @CsvSource({"https://a.example/v1/acc/gw/anthropic,https://a.example/v1/acc/gw/anthropic/v1/messages",
        "https://a.example/inference,https://a.example/inference/v1/messages",
        "https://a.example/compat,https://a.example/compat/v1/messages"})
    void anthropicsSdkAddsTheVersionToAnyPath(String base, String address) {
        assertEquals(address, ProviderAddress.of(base, Format.CLAUDE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v12", "v1.2", "v1.2.3", "v1beta", "v1alpha2", "v2preview"})
    void versions(String segment) {
        assertTrue(UnknownBase.isVersion(segment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v", "1", "vx", "v1.", "v1x", "v2ray", "v1.beta", "v1beta-2", "V1"})
    void whatIsNoVersion(String segment) {
        assertFalse(UnknownBase.isVersion(segment));
    }
}
