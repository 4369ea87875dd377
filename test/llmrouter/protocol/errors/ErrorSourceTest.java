package llmrouter.protocol.errors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.chat.ApiError;
import llmrouter.chat.ApiError.Kind;
import llmrouter.chat.ErrorHints;
import llmrouter.gateway.Story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ErrorSourceTest {
    private static final String FIX = "Correct the key of this provider";
    private final ErrorSource source = ErrorSource.of("openrouter", "https://openrouter.ai/api/v1");

    private static ApiError said(int status, String words) {
        return ErrorReader.read(status, words);
    }

    @ParameterizedTest
    @CsvSource({"https://a.example,a.example", "https://a.example:443/v1,a.example", "http://a.example:80,a.example",
        "https://a.example:8443/v1,a.example:8443", "http://127.0.0.1:11434/v1?x=/,127.0.0.1:11434",
        "https://user:pass@a.example/x@y,a.example", "http://[::1]:9/v1,[::1]:9", "https://a.example?q,a.example",
        "nonsense,''"})
    void theHostIsTakenFromTheBaseUrlWithAnUnusualPortOnly(String url, String host) {
        assertEquals(host, ErrorSource.of("p", url).host());
    }

    @Test
    void aProviderWithoutABaseUrlIsNamedByItsIdAlone() {
        var nowhere = ErrorSource.of("p", null);
        assertEquals("Provider \"p\" sent nothing.", nowhere.sentence("sent nothing."));
        assertEquals("Provider \"p\": the connection failed: refused.", nowhere.unreachable("refused", ""));
    }

    @Test
    void wordsOfTheProviderGetItsIdInFront() {
        ApiError named = source.naming(said(400, "{\"error\":{\"message\":\"The provider is busy\"}}"));
        assertEquals("openrouter: The provider is busy", named.message());
        assertEquals("The provider is busy", named.words());
        assertEquals("openrouter: …", named.told());
    }

    @Test
    void sentencesOfTheGatewayNameTheProviderAndItsHost() {
        ApiError named = source.naming(said(503, ""));
        assertEquals("Provider \"openrouter\" (openrouter.ai) answered with status 503 and no explanation.",
            named.message());
        assertEquals(named.message(), named.told());
        assertEquals("Provider \"openrouter\" (openrouter.ai) answered with a page instead of JSON (status 502): …",
            source.naming(said(502, "<html><title>Bad <b>words</title></html>")).told());
    }

    @Test
    void aMessageIsNamedOnce() {
        ApiError once = source.naming(ApiError.of(504, Kind.TIMEOUT, "The provider sent nothing."));
        assertEquals(once, source.naming(once));
    }

    @Test
    void aFailedConnectionIsToldWithItsHostAndTheFix() {
        assertEquals("Provider \"openrouter\": the connection to openrouter.ai failed: unknown host. "
            + "Check its base URL.", source.unreachable("unknown host", "Check its base URL."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "KEY | Provider \"openrouter\" refused the gateway's key (its words: no). Correct the key of this provider; ",
        "ACCOUNT | Provider \"openrouter\" refused the account of the gateway's key (its words: no). Settle that "
            + "account at the provider, or give this provider another key; ",
        "ACCESS | Provider \"openrouter\" refused the gateway's access (status 403; its words: no). Check what the "
            + "key of this provider may do; "})
    void aRefusalOfTheGatewayIsAnErrorOfTheGateway(RefusalCause cause, String message) {
        ApiError error = source.refusal(cause, said(403, "no"), FIX, "req_1");
        assertEquals(message + " \"llm-router why req_1\" shows the attempt.", error.message());
        assertEquals(502, error.status());
        assertEquals(Kind.API, error.kind());
        assertNull(error.code());
        assertEquals(error.message().replace("words: no)", "words: …)"), error.told());
    }

    @ParameterizedTest
    @EnumSource(names = "REQUEST", mode = EnumSource.Mode.EXCLUDE)
    void aRefusalWithoutAWordQuotesNone(RefusalCause cause) {
        ApiError error = source.refusal(cause, said(403, ""), FIX, "req_1");
        assertFalse(error.message().contains("words"), error.message());
        assertEquals(error.message(), error.told());
    }

    @Test
    void aRefusalOfTheRequestItselfHasNoErrorOfTheGateway() {
        assertThrows(IllegalArgumentException.class,
            () -> source.refusal(RefusalCause.REQUEST, said(403, "no"), FIX, "r"));
    }

    /// At these phrases clients ask their users to log in, to pay or to begin a new conversation, whatever the status.
    @ParameterizedTest
    @ValueSource(strings = {"invalid x-api-key", "X-Api-Key header is required", "Invalid API key", "invalid_api_key",
        "Your credit balance is too low to access the API", "insufficient_quota", "Prompt is too long",
        "Incorrect API key provided", "OAuth token has been revoked", "api key authentication is disabled",
        "This organization has been disabled"})
    void aQuoteReadsAsTheProviderWroteItAndNoClientMatchesIt(String words) {
        for (var cause : new RefusalCause[] {RefusalCause.KEY, RefusalCause.ACCOUNT, RefusalCause.ACCESS}) {
            String message = source.refusal(cause, said(403, "so: " + words), FIX, "req_1").message();
            assertFalse(message.toLowerCase().contains(words.toLowerCase()), message);
            String seen = message.replace('\u00A0', ' ').replace('\u2011', '-');
            assertTrue(seen.contains("its words: so: " + words.replace('_', ' ')), seen);
            var hints = ErrorHints.in(message);
            assertFalse(hints.billing() || hints.overflow(), message);
        }
    }

    private ApiError atTheEdge(int status, String body, String... headers) {
        return source.atTheEdge(EdgeAnswer.of(status, Story.headers(headers), body), said(status, body), "req_1");
    }

    @Test
    void aServerInFrontOfTheProviderIsNamed() {
        String fix = ". The address, region or user agent of the gateway are blocked there. Call this provider from "
            + "another network or through a proxy, or give it another \"user-agent\" in its \"headers\"; "
            + "\"llm-router why req_1\" shows the attempt.";
        String page = "<html><title>Just a moment...</title></html>";
        ApiError challenge = atTheEdge(403, page, "cf-mitigated", "challenge");
        assertEquals("Cloudflare in front of Provider \"openrouter\" (openrouter.ai) wants a browser (status 403; "
            + "its words: Just a moment...)" + fix, challenge.message());
        assertEquals(502, challenge.status());
        assertEquals(Kind.API, challenge.kind());
        assertEquals("Cloudflare in front of Provider \"openrouter\" (openrouter.ai) refused the gateway: the "
            + "gateway's address is banned (1006) (status 403; its words: error code: 1006)" + fix,
            atTheEdge(403, "error code: 1006").message());
        assertEquals("A server in front of Provider \"openrouter\" (openrouter.ai) refused the gateway (status 403; "
            + "its words: No)" + fix, atTheEdge(403, "<html><title>No</title></html>").message());
        ApiError unreached = atTheEdge(522, "error code: 522", "server", "cloudflare");
        assertEquals("Cloudflare in front of Provider \"openrouter\" (openrouter.ai) got no answer from it: the "
            + "connection to the provider's server timed out (status 522; its words: error code: 522).",
            unreached.message());
        assertEquals(522, unreached.status());
        assertEquals("Cloudflare in front of Provider \"openrouter\" (openrouter.ai) got no answer from it: the "
            + "provider's server is down (status 521).", atTheEdge(521, "", "server", "cloudflare").message());
        assertEquals(429, atTheEdge(429, "error code: 1015").status());
    }

    @Test
    void aFaultOnTheWayIsNotTheProviders() {
        assertEquals("Provider \"openrouter\" (openrouter.ai) was not reached: the proxy p:3128 (HTTPS_PROXY) refused "
            + "the connection.", source.kept("the proxy p:3128 (HTTPS_PROXY) refused the connection", true));
        assertEquals("Provider \"openrouter\" (openrouter.ai) gave no whole answer: the network broke the connection.",
            source.kept("the network broke the connection.", false));
    }

    @Test
    void aLongQuoteIsCut() {
        ApiError error = source.refusal(RefusalCause.KEY, said(401, "word ".repeat(300)), FIX, "req_1");
        assertTrue(error.message().length() < 500, error.message());
        assertTrue(error.message().contains("word…"), error.message());
    }
}
