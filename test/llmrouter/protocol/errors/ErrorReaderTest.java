package llmrouter.protocol.errors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.chat.ApiError;
import llmrouter.chat.ApiError.Kind;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ErrorReaderTest {

    private static ApiError read(int status, String body) {
        return ErrorReader.read(status, body);
    }

    private static void says(Kind kind, int status, String message, ApiError error) {
        assertEquals(ApiError.of(status, kind, message), ApiError.of(error.status(), error.kind(), error.message()));
    }

    @Test
    void readsTheShapeOfOpenAi() {
        var error = read(404, """
            {"error":{"message":"The model `x` does not exist","type":"invalid_request_error","param":"model",
            "code":"model_not_found"}}""");
        assertEquals(new ApiError(404, Kind.NOT_FOUND, "The model `x` does not exist", "model_not_found", "model",
            "The model `x` does not exist"), error);
    }

    @Test
    void readsTheShapeOfAnthropic() {
        says(Kind.OVERLOADED, 529, "Overloaded", read(529, """
            {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}"""));
    }

    @Test
    void readsAnErrorThatIsOnlyText() {
        says(Kind.API, 500, "boom", read(500, """
            {"error":"boom"}"""));
        says(Kind.API, 500, "boom", read(500, "\"boom\""));
        says(Kind.API, 500, "boom", read(500, " boom\r\n"));
    }

    @Test
    void readsTheShapesOfOtherServers() {
        says(Kind.NOT_FOUND, 404, "Not Found", read(404, "{\"detail\":\"Not Found\"}"));
        says(Kind.INVALID_REQUEST, 422, "body.messages.0: Field required; body: bad", read(422, """
            {"detail":[{"loc":["body","messages",0],"msg":"Field required","type":"missing"},{"loc":["body"],
            "msg":"bad"}]}"""));
        says(Kind.RATE_LIMIT, 429, "slow down", read(429, "{\"message\":\"slow down\"}"));
        says(Kind.INVALID_REQUEST, 400, "bad thing",
            read(400, "{\"object\":\"error\",\"message\":\"bad thing\",\"code\":400}"));
        says(Kind.PERMISSION, 403, "no", read(403, """
            [{"error":{"code":403,"message":"no","status":"PERMISSION_DENIED"}}]"""));
        says(Kind.API, 502, "Provider returned error (their words)", read(502, """
            {"error":{"message":"Provider returned error","code":502,"metadata":{"raw":"their words"}}}"""));
    }

    @Test
    void saysWhatAPageSays() {
        says(Kind.API, 502, "The provider answered with a page instead of JSON (status 502): 502 Bad Gateway",
            read(502, "<html>\r\n<head><title>502 Bad Gateway</title></head><body><h1>x</h1></body></html>"));
        says(Kind.OVERLOADED, 503,
            "The provider answered with a page instead of JSON (status 503): Come back <soon> & often",
            read(503,
            "<html><style>b{}</style><body><p>Come back</p><script>alert(1)</script> &lt;soon&gt; &amp; often</body>"));
        assertTrue(read(500, "<".repeat(100_000)).message().length() <= 2000);
    }

    /// The JDK makes two characters of the letter when it makes it small.
    @Test
    void saysWhatAPageWithDottedCapitalsSays() {
        says(Kind.API, 502, "The provider answered with a page instead of JSON (status 502): Geçici Hata",
            read(502, "<html><!-- İİİ İSTANBUL --><title>Geçici Hata</title></html>"));
    }

    @Test
    void saysThatThereIsNothing() {
        says(Kind.TIMEOUT, 504, "The provider answered with status 504 and no explanation.", read(504, " \n"));
    }

    @Test
    void aVendorsWordCountsMoreThanTheStatus() {
        assertEquals(Kind.BILLING, read(429, """
            {"error":{"message":"You exceeded your current quota","type":"insufficient_quota",
            "code":"insufficient_quota"}}""").kind());
        assertEquals(Kind.RATE_LIMIT, read(429, """
            {"error":{"message":"Rate limit reached, see billing details","type":"requests",
            "code":"rate_limit_exceeded"}}""").kind());
        assertEquals(Kind.AUTHENTICATION, read(401, """
            {"error":{"message":"Incorrect API key","type":"invalid_request_error",
            "code":"invalid_api_key"}}""").kind());
        assertEquals(Kind.TIMEOUT, read(408, """
            {"error":{"message":"Request timed out.","type":"invalid_request_error",
            "code":"request_timeout"}}""").kind());
    }

    @Test
    void recognisesBillingByItsWords() {
        assertEquals(Kind.BILLING, read(400, """
            {"type":"error","error":{"type":"invalid_request_error",
            "message":"Your credit balance is too low to access the API."}}""").kind());
        assertEquals(Kind.BILLING, read(403, "{\"error\":{\"message\":\"Insufficient balance\"}}").kind());
        assertEquals(Kind.BILLING, read(402, "{}").kind());
    }

    @Test
    void recognisesAnOverflowInAnyVendorsWords() {
        for (String words : new String[] {
            "prompt is too long: 208310 tokens > 200000 maximum",
            "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.",
            "Your input exceeds the context window of this model.",
            "input length and `max_tokens` exceed context limit: 199999 + 8192 > 200000",
            "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
            "the request exceeds the available context size. try increasing the context size",
            "Please reduce the length of the messages or completion."}) {
            says(Kind.CONTEXT_OVERFLOW, 400, words, read(400, "{\"error\":{\"message\":\"" + words + "\"}}"));
            assertEquals(400, read(500, "{\"error\":\"" + words + "\"}").status(),
                "a fault of the request, whatever the status: " + words);
        }
        assertEquals(Kind.RATE_LIMIT, read(429, "{\"error\":\"maximum context length\"}").kind());
    }

    @Test
    void anErrorInsideASuccessGetsTheStatusOfItsKind() {
        assertEquals(529, ErrorReader.of(0, json("{\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}"))
            .status());
        assertEquals(429, ErrorReader.of(0, json("{\"error\":{\"code\":429,\"message\":\"x\"}}")).status());
        assertEquals(500, ErrorReader.of(0, json("{\"error\":{\"code\":-9e99,\"message\":\"x\"}}")).status());
        assertEquals(500, ErrorReader.of(0, json("{\"error\":{}}")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_prompt", "invalid_image_url", "image_too_large", "empty_image_file", "bio_policy"})
    void anErrorWithoutAStatusMayBlameTheRequestByItsCode(String code) {
        var error = json("{\"error\":{\"code\":\"" + code + "\",\"message\":\"m\"}}");
        says(Kind.INVALID_REQUEST, 400, "m", ErrorReader.of(0, error));
    }

    @Test
    void messagesCannotCommandATerminal() {
        assertEquals("red title plain end",
            ErrorText.clean("\u001b[31mred\u001b[0m \u001b]0;evil\u0007title\n\tplain\u0000\u0007\u009b \u202eend"));
        assertEquals("a", ErrorText.clean("a\u001b"));
        assertEquals("ab", ErrorText.clean("a\u001b]8;;http://x\u001b\\b"));
    }

    @Test
    void messagesAreCapped() {
        String long1 = ErrorText.clean("x".repeat(1_000_000));
        assertEquals(2000, long1.length());
        assertTrue(long1.endsWith("…"));
        String pairs = ErrorText.clean("😀".repeat(5000));
        assertFalse(Character.isHighSurrogate(pairs.charAt(pairs.length() - 2)), "no half character");
    }

    @Test
    void keysAreRedacted() {
        assertEquals("Incorrect API key provided: [redacted]. See " + "https://platform.openai.com/account/api-keys.",
            ErrorText.clean("Incorrect API key provided: sk-proj-0123456789abcdefghij. See "
            + "https://platform.openai.com/account/api-keys."));
        assertEquals("Authorization: Bearer [redacted] is wrong",
            ErrorText.clean("Authorization: Bearer abcdefgh12345 is wrong"));
        assertEquals("invalid api key: [redacted]!",
            ErrorText.clean("invalid api key: 0123456789abcdef0123456789abcdef!"));
        assertEquals("{\"api_key\":\"[redacted]\"}",
            ErrorText.clean("{\"api_key\":\"QUJDREVGR0hJSktMTU5PUFFSU1RVVg12==\"}").replace("==", ""));
        assertEquals("url ?key=[redacted]", ErrorText.clean("url ?key=AIzaSyA0123456789abcdefghijklmnopq&x"));
        assertEquals("bad key [redacted], and \"[redacted]\"!",
            ErrorText.clean("bad key sk-team42acct:hunter-two-pass!word, and \"sk-team42acct:hunter%two#pass\"!"));
        assertEquals("{'Bearer [redacted]'}", ErrorText.clean("{'Bearer abcdefgh12345:and$more~of@it'}"));
        for (String harmless : new String[] {"This API key may not use claude-sonnet-4-5-20250929 (2023-06-01)",
                "Bearer authentication is required", "the token limit of gpt-4o-mini-2024-07-18",
                "Authorization: Bearer YOUR_KEY"}) {
            assertEquals(harmless, ErrorText.clean(harmless));
        }
        assertEquals("already masked: sk-mock****", ErrorText.clean("already masked: sk-mock****"));
        assertEquals("request req_011CSHoEeqs5C35K2UUqR7Fy failed",
            ErrorText.clean("request req_011CSHoEeqs5C35K2UUqR7Fy failed"));
    }

    private static Json.Obj json(String text) {
        return (Json.Obj) Json.parse(text);
    }
}
