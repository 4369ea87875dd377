package llmrouter.probe;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.config.Auth;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.Timeouts;
import llmrouter.config.network.ProviderNetwork;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.probe.ProbeCall.AnswerCall;
import llmrouter.probe.ProbeCall.ListCall;
import llmrouter.probe.ProbeVerdict.Answered;
import llmrouter.probe.ProbeVerdict.Listed;
import llmrouter.probe.ProbeVerdict.Unproven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the body of an answer proves, as providers and what stands before them send it.
class AnswerJudgeTest {
    private static ProbeCall call(Format format, String model) {
        var provider = new Provider("p", "P", true, "https://llm.example/v1", Map.of(), null, List.of(format), null,
            Map.of(), List.of(), null, null, List.of(), List.of(), Timeouts.NONE, ProviderNetwork.USUAL, "");
        var place = new ProbePlace(provider, format, "https://llm.example/v1");
        Auth auth = Auth.defaultFor(format);
        return model == null ? new ListCall(place, auth, null) : new AnswerCall(place, auth, model, Set.of());
    }

    private static ProbeVerdict judged(String format, int status, String body, Header... fields) {
        return AnswerJudge.of(call(Format.of(format), "m-1"), RawAnswer.of(status, HeaderMap.of(List.of(fields)), body),
            1_800_000_000);
    }

    private static String word(ProbeVerdict verdict) {
        return switch (verdict) {
            case Answered _ -> "ok";
            case Listed _ -> "list";
            case Unproven unproven -> unproven.trouble().word();
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        openai | 404 | {"error":"Not found"} | no-endpoint
        openai | 404 | {"detail":"Not Found"} | no-endpoint
        openai | 405 | {"detail":"Method Not Allowed"} | no-endpoint
        openai | 404 | ~~ | no-endpoint
        openai | 404 | 404 page not found | no-endpoint
        openai | 404 | <html><title>404 Not Found</title></html> | no-endpoint
        claude | 404 | {"type":"error","error":{"type":"not_found_error","message":"Not Found"}} | no-endpoint
        claude | 404 | {"type":"error","error":{"type":"not_found_error","message":"model: m-1"}} | unknown-model
        openai | 404 | {"error":{"message":"The model `m-1` does not exist","code":"model_not_found"}} | unknown-model
        openai | 400 | {"error":{"message":"m-1 is not a valid model ID","code":400}} | unknown-model
        openai | 404 | {"error":{"message":"model \\"m-1\\" not found, try pulling it first"}} | unknown-model
        openai | 403 | {"error":{"message":"No access to model m-1","code":"model_not_found"}} | unknown-model
        openai | 404 | {"error":{"message":"This is not a chat model and thus not supported"}} | other-format
        openai | 401 | {"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}} | auth
        claude | 401 | {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}} | auth
        openai | 400 | [{"error":{"code":400,"message":"API key not valid."}}] | auth
        openai | 429 | {"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}} | rate-limit
        openai | 429 | {"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}} | quota
        openai | 402 | {"error":{"message":"Insufficient Balance"}} | quota
        claude | 400 | {"type":"error","error":{"message":"Your credit balance is too low"}} | quota
        openai | 500 | {"error":{"message":"The server had an error"}} | server-error
        claude | 529 | {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} | server-error
        openai | 200 | {"error":{"message":"The model m-1 does not exist","code":"model_not_found"}} | unknown-model
        openai | 200 | {"error":{"message":"Invalid API key","code":"invalid_api_key"}} | auth
        openai | 200 | {"status":"up"} | foreign-body
        openai | 200 | [] | foreign-body
        openai | 200 | "hello" | foreign-body
        openai | 200 | OK | foreign-body
        openai | 200 | ~~ | foreign-body
        openai | 204 | ~~ | foreign-body
        openai | 200 | {"object":"list","data":[{"id":"m-1"}]} | foreign-body
        openai | 200 | <!doctype html><title>Welcome to nginx!</title> | page
        openai | 200 | <!doctype html><title>Guest Wi-Fi: accept the terms</title> | captive-portal
        openai | 511 | <html><title>Login</title></html> | captive-portal
        openai | 502 | <html><title>Bad gateway</title></html> | page
        openai | 403 | <html><title>Attention Required! Cloudflare</title></html> | blocked
        openai | 400 | {"error":{"message":"messages: too short"}} | refused
        """)
    void theBodyCountsBeforeTheStatus(String format, int status, String body, String expected) {
        assertEquals(expected, word(judged(format, status, body == null ? "" : body)), body);
    }

    @Test
    void theAnswerOfAnotherFormatIsNamed() {
        String message = "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"pong\"}],\"usage\":"
            + "{\"input_tokens\":1,\"output_tokens\":1}}";
        assertEquals("ok", word(judged("claude", 200, message)));
        var other = assertInstanceOf(Unproven.class, judged("openai", 200, message));
        assertEquals(ProbeTrouble.OTHER_FORMAT, other.trouble());
        assertTrue(other.detail().contains("Messages"), other.detail());
    }

    @Test
    void anAnswerThatEndsBeforeItsFirstWordIsOne() {
        assertEquals("ok", word(judged("openai", 200, """
            {"choices":[{"finish_reason":"length","message":{"role":"assistant","content":""}}],
             "usage":{"prompt_tokens":9,"completion_tokens":16}}""")));
        assertEquals("ok", word(judged("responses", 200, """
            {"object":"response","status":"incomplete","output":[],"usage":{"input_tokens":9,"output_tokens":16},
             "incomplete_details":{"reason":"max_output_tokens"}}""")));
    }

    @Test
    void aWaitIsReadInEveryForm() {
        long[] waits = {wait("retry-after", "12", "{}"), wait("retry-after-ms", "12000", "{}"),
            wait("x", "y", "{\"error\":{\"message\":\"Please try again in 12s.\",\"code\":\"rate_limit_exceeded\"}}"),
            wait("x", "y", "{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                + "\"retryDelay\":\"12s\"}],\"message\":\"RESOURCE_EXHAUSTED\"}}")};
        for (long wait : waits) assertEquals(12_000, wait);
    }

    private static long wait(String field, String value, String body) {
        return assertInstanceOf(Unproven.class, judged("openai", 429, body, new Header(field, value))).waitMs();
    }

    @Test
    void aFieldThatIsRefusedIsNamed() {
        var refused = assertInstanceOf(Unproven.class, judged("openai", 400, "{\"error\":{\"message\":\"Unsupported "
            + "parameter: 'max_completion_tokens' is not supported with this model.\",\"param\":"
            + "\"max_completion_tokens\"}}"));
        assertEquals("max_completion_tokens", refused.refused());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        200 | {"object":"list","data":[{"id":"a"}]} | list
        200 | {"data":[{"type":"model","id":"a"}],"has_more":false} | list
        200 | [{"id":"a"}] | list
        200 | {"object":"list","data":[]} | list
        200 | {"models":[{"key":"a","type":"llm"}]} | list
        200 | {"data":[{"foo":1}]} | foreign-body
        200 | {"ok":true} | foreign-body
        200 | {"error":{"message":"Invalid API key","code":"invalid_api_key"}} | auth
        200 | <html><title>Dashboard</title></html> | page
        404 | {"error":"Not found"} | no-endpoint
        401 | {"error":{"message":"no key"}} | auth
        """)
    void aListIsKnownByItsBody(int status, String body, String expected) {
        var answer = RawAnswer.of(status, HeaderMap.EMPTY, body);
        assertEquals(expected, word(AnswerJudge.of(call(Format.OPENAI, null), answer, 0)), body);
    }
}
