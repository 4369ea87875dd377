package llmrouter.admission;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.Format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertNull;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/messages,MESSAGES", "/messages,MESSAGES", "/anthropic,MESSAGES", "/anthropic/v1/messages,MESSAGES",
            "/anthropic/messages,MESSAGES", "/v1/messages/,MESSAGES",
        "/v1/messages/count_tokens,COUNT_TOKENS", "/messages/count_tokens,COUNT_TOKENS",
        "/v1/responses/compact,COMPACT", "/responses/compact,COMPACT", "/openai/v1/responses/compact,COMPACT",
            "/anthropic/v1/messages/count_tokens,COUNT_TOKENS",
        "/v1/chat/completions,CHAT", "/chat/completions,CHAT", "/openai,CHAT", "/openai/v1/chat/completions,CHAT",
            "/openai/chat/completions,CHAT", "/openai/,CHAT",
        "/v1/responses,RESPONSES", "/responses,RESPONSES", "/openai/v1/responses,RESPONSES",
            "/openai/responses,RESPONSES",
        "/v1/embeddings,EMBEDDINGS", "/embeddings,EMBEDDINGS", "/openai/v1/embeddings,EMBEDDINGS",
            "/openai/embeddings/,EMBEDDINGS", "/anthropic/embeddings,UNKNOWN",
        "/v1/completions,COMPLETIONS", "/completions,COMPLETIONS", "/openai/v1/completions/,COMPLETIONS",
            "/openai/completions,COMPLETIONS",
        "/,UNIFIED", "/v1,UNIFIED", "/route,UNIFIED", "/router,UNIFIED", "/v1/,UNIFIED",
        "/v1/models,MODELS", "/models,MODELS", "/anthropic/v1/models,MODELS", "/openai/models,MODELS",
            "/v1/models/a/b/c,MODELS", "/v1/models/,MODELS", "/anthropic/v1/models/x,MODELS",
        "/v1/v1/messages,MESSAGES", "/v1/v1/messages/,MESSAGES", "/v1/v1/v1/messages,MESSAGES",
            "/anthropic/v1/v1/messages,MESSAGES", "/v1/v1/messages/count_tokens,COUNT_TOKENS",
            "/anthropic/v1/v1/messages/count_tokens,COUNT_TOKENS", "/v1/v1/chat/completions,CHAT",
            "/openai/v1/v1/chat/completions,CHAT", "/v1/v1/responses,RESPONSES", "/openai/v1/v1/responses,RESPONSES",
            "/v1/v1/embeddings,EMBEDDINGS", "/v1/v1/completions,COMPLETIONS", "/v1/v1,UNIFIED", "/v1/v1/,UNIFIED",
            "/v1/v1/models,MODELS", "/openai/v1/v1/models,MODELS", "/v1/v1/models/a/b,MODELS",
            "/anthropic/v1/v1/embeddings,UNKNOWN", "/v1/v10/messages,UNKNOWN", "/v1/messages/v1/v1,UNKNOWN",
            "/x/v1/v1/messages,UNKNOWN", "/v1v1/messages,UNKNOWN",
        "/health,HEALTH", "/ready,READY", "/status,STATUS", "/metrics,METRICS", "/metrics/,METRICS",
            "/metricsx,UNKNOWN",
        "//v1/messages,MESSAGES", "/v1//messages,MESSAGES", "/v1/messages//,MESSAGES", "///,UNIFIED", "//v1//,UNIFIED",
            "/openai//v1//chat//completions,CHAT", "/v1//v1/responses,RESPONSES", "//health,HEALTH", "/status//,STATUS",
            "/v1//models//a//b,MODELS", "//x/v1/messages,UNKNOWN", "/v1//%2f/messages,UNKNOWN",
        "/V1/messages,UNKNOWN", "/v1/messages;x=1,UNKNOWN", "/v1/%6Dessages,UNKNOWN",
            "/v1/messagesx,UNKNOWN", "/v1/../v1/messages,UNKNOWN",
        "/x/models/a,UNKNOWN", "/admin,UNKNOWN", "'',UNKNOWN", "v1/messages,UNKNOWN"})
    void eachPathMeansOneThing(String path, Endpoint endpoint) {
        assertEquals(endpoint, Endpoint.of("POST", path));
    }

    @Test
    void eachFormatHasAnEndpointForItsRequests() {
        for (Format format : Format.values()) assertEquals(format, Endpoint.of(format).format());
    }

    @Test
    void theRootIsAPageUnlessSomethingIsPosted() {
        assertEquals(Endpoint.ROOT, Endpoint.of("GET", "/"));
        assertEquals(Endpoint.ROOT, Endpoint.of("HEAD", "/"));
        assertEquals(Endpoint.UNIFIED, Endpoint.of("POST", "/"));
    }

    @Test
    void modelIdsMayHoldSlashes() {
        assertEquals("a/b/c", Endpoint.modelId("/v1/models/a/b/c"));
        assertEquals("models/x", Endpoint.modelId("/models/models/x"));
        assertEquals("v1/v1/models/y", Endpoint.modelId("/openai/v1/v1/models/v1/v1/models/y"));
        assertEquals("a//b", Endpoint.modelId("//v1//models//a//b//"));
        assertEquals("x", Endpoint.modelId("/openai//v1//v1//models/x"));
        assertNull(Endpoint.modelId("/v1/models/"));
        assertNull(Endpoint.modelId("/v1/models///"));
        assertNull(Endpoint.modelId("/v2//models/x"));
        assertNull(Endpoint.modelId("/v1/models"));
        assertNull(Endpoint.modelId("/v2/models/x"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/v1/messages/v1/messages | POST /v1/messages", "/v1/messages/messages | POST /v1/messages",
        "/v1/message | POST /v1/messages", "/V1/Messages | POST /v1/messages", "/v2/messages | POST /v1/messages",
        "//api//v1//messages | POST /v1/messages", "/api/v1/messages | POST /v1/messages",
        "/v1/messages/count-tokens | POST /v1/messages/count_tokens",
        "/v1/chat/completions/chat/completions | POST /v1/chat/completions",
        "/v1/chat/completion | POST /v1/chat/completions", "/openai/openai/v1/responses | POST /v1/responses",
        "/v1/response | POST /v1/responses", "/v1/embedding | POST /v1/embeddings", "/v1/model | GET /v1/models",
        "/api/models | GET /v1/models", "/healthz | GET /health", "/v1/metric | GET /metrics"})
    void anAddressThatIsNearlyRightIsToldTheRightOne(String path, String right) {
        assertEquals(Endpoint.UNKNOWN, Endpoint.of("POST", path), path);
        assertEquals(" Did you mean " + right + "?", NearEndpoint.hint(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/admin", "/v1/files", "/v1/messages/batches", "/.env", "/v1/images/generations",
        "/v1/audio/speech", "/favicon.ico"})
    void anAddressLikeNoneIsToldNone(String path) {
        assertEquals("", NearEndpoint.hint(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses/resp_1", "/openai/v1/responses/resp_1/cancel",
        "/responses/resp_1/input_items", "/v1/responses/resp_1/"})
    void theAddressOfAStoredAnswerSaysWhatIsSupported(String path) {
        assertEquals(Endpoint.UNKNOWN, Endpoint.of("GET", path), path);
        assertTrue(NearEndpoint.hint(path).contains("previous_response_id or item_reference"), path);
    }

    @Test
    void conversationsOfEachFormatHaveOneEndpoint() {
        assertEquals(Endpoint.CHAT, Endpoint.of(Format.OPENAI));
        assertEquals(Endpoint.MESSAGES, Endpoint.of(Format.CLAUDE));
        assertEquals(Endpoint.RESPONSES, Endpoint.of(Format.RESPONSES));
    }
}
