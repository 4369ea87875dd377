package llmrouter.gateway;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import llmrouter.admission.Endpoint;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.gateway.request.ClientHeaders;
import llmrouter.gateway.request.UpstreamHeaders;
import llmrouter.http.HeaderMap;
import llmrouter.http.RetryAfter;
import llmrouter.routing.Candidate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

/// What passes from client to provider, and back.
class HeadersTest {
    private static HeaderMap back(Format client, String... upstream) {
        HeaderMap headers = Story.headers(upstream);
        return HeaderMap.of(ClientHeaders.of("application/json", "req_1", client, headers,
            RetryAfter.ms(headers, 1_750_000_000L)));
    }

    /// @param provider members of the provider beside its models
    private static HeaderMap sent(String provider, Format format, Format client, String... headers) {
        Config config = Story.config("{'version':2,'providers':[{'id':'p','baseUrl':'https://p.example','models':['m'],"
            + provider + "}]}");
        var candidate = new Candidate(config.providers().getFirst(), config.providers().getFirst().models().getFirst(),
            format);
        return UpstreamHeaders.of(Story.request(Endpoint.CHAT, client, "{}", headers), candidate, false, Set.of());
    }

    @Test
    void onlyLimitsAndIdsAreReturned() {
        var headers = back(Format.OPENAI, "set-cookie", "s=1", "server", "x", "connection", "close",
            "transfer-encoding", "chunked", "content-encoding", "gzip", "content-length", "5",
            "content-type", "text/html", "x-request-id", "up", "x-ratelimit-limit-tokens", "9",
            "anthropic-ratelimit-requests-limit", "8", "retry-after", "3", "via", "proxy");
        assertEquals(List.of("content-type", "x-llm-router-request-id", "x-request-id", "x-ratelimit-limit-tokens",
            "anthropic-ratelimit-requests-limit", "retry-after"),
            headers.all().stream().map(HeaderMap.Header::name).toList());
        assertEquals("application/json", headers.get("content-type"));
    }

    @Test
    void aWaitThatMakesNoSenseIsNotPassedOn() {
        for (String wait : List.of("soon", "", "7 apples")) {
            assertNull(back(Format.OPENAI, "retry-after", wait).get("retry-after"), wait);
        }
        assertNull(back(Format.OPENAI, "retry-after-ms", "soon").get("retry-after-ms"));
        assertEquals("0", back(Format.OPENAI, "retry-after-ms", "Sun, 06 Nov 1994 08:49:37 GMT").get("retry-after-ms"));
        for (String wait : List.of("0", "7")) {
            assertEquals(wait, back(Format.CLAUDE, "retry-after", wait).get("retry-after"));
        }
        assertEquals("0", back(Format.CLAUDE, "retry-after", "-5").get("retry-after"));
        assertEquals("2", back(Format.CLAUDE, "retry-after", "1.5").get("retry-after"));
        assertEquals("0", back(Format.CLAUDE, "retry-after", "Sun, 06 Nov 1994 08:49:37 GMT").get("retry-after"));
        assertEquals("1", back(Format.CLAUDE, "retry-after-ms", "40").get("retry-after"));
        assertEquals("86400", back(Format.OPENAI, "retry-after", "99999999999").get("retry-after"));
        assertEquals("86400000", back(Format.OPENAI, "retry-after-ms", "99999999999").get("retry-after-ms"));
    }

    @Test
    void eachFormatHasItsOwnNameForTheRequestId() {
        assertEquals("up", back(Format.CLAUDE, "x-request-id", "up").get("request-id"));
        assertEquals("up", back(Format.OPENAI, "request-id", "up").get("x-request-id"));
        assertEquals("req_1", back(Format.OPENAI).get("x-request-id"));
        assertEquals("req_1", back(Format.CLAUDE).get("request-id"));
    }

    @Test
    void valuesCannotBreakTheHead() {
        assertEquals("a??b?c", ClientHeaders.clean("a\r\nb\u00e9c"));
        assertEquals("????", ClientHeaders.clean("\u0000\t\u007f\ud800"));
        assertEquals(512, ClientHeaders.clean("x".repeat(10_000)).length());
        assertEquals("up??x: y", back(Format.OPENAI, "x-request-id", "up\r\nx: y").get("x-request-id"));
    }

    @Test
    void theClientsCredentialsAndCookiesAreNeverPassedOn() {
        var headers = sent("'formats':['openai'],'apiKey':'sk-own'", Format.OPENAI, Format.OPENAI,
            "authorization", "Bearer theirs", "x-api-key", "theirs", "cookie", "c=1", "proxy-authorization", "theirs",
            "x-forwarded-for", "1.2.3.4", "host", "evil", "content-length", "7", "openai-organization", "theirs",
            "x-my-own", "1");
        assertEquals("Bearer sk-own", headers.get("authorization"));
        for (var h : headers.all()) assertFalse(h.value().contains("theirs"), h.toString());
        assertEquals(List.of("content-type", "accept", "authorization", "x-llm-router-via"),
            headers.all().stream().map(HeaderMap.Header::name).toList());
    }

    @Test
    void withoutAKeyNoCredentialsAreSent() {
        var headers = sent("'formats':['openai']", Format.OPENAI, Format.OPENAI, "authorization", "Bearer theirs");
        assertNull(headers.get("authorization"));
    }

    @Test
    void usefulHeadersArePassedOnAndMadeHarmless() {
        var headers = sent("'formats':['openai']", Format.OPENAI, Format.OPENAI, "user-agent", "cli/1\u0001",
            "traceparent", "00-1", "x-session-id", "s");
        assertEquals("cli/1?", headers.get("user-agent"));
        assertEquals("00-1", headers.get("traceparent"));
        assertEquals("s", headers.get("x-session-id"));
    }

    private static String betas(String base, Set<String> learned, String beta) {
        Config config = Story.config("{'version':2,'providers':[{'id':'p','baseUrl':'" + base + "','models':['m'],"
            + "'formats':['claude']}]}");
        var candidate = new Candidate(config.providers().getFirst(), config.providers().getFirst().models().getFirst(),
            Format.CLAUDE);
        return UpstreamHeaders.of(Story.request(Endpoint.MESSAGES, Format.CLAUDE, "{}", "anthropic-beta", beta),
            candidate, false, learned).get("anthropic-beta");
    }

    @Test
    void aVendorOfOtherModelsGetsOnlyTheBetasThatItTakes() {
        String all = "advisor-tool-2026-03-01,interleaved-thinking-2025-05-14";
        assertEquals(all, betas("https://api.anthropic.com", Set.of(), all));
        assertEquals(all, betas("https://llm.example/deepseek.com", Set.of(), all));
        assertEquals(all, betas("https://notz.ai", Set.of(), all));
        for (String base : List.of("https://api.deepseek.com/anthropic", "https://api.z.ai/api/anthropic",
            "https://API.Moonshot.ai:443/anthropic", "https://open.bigmodel.cn/api/anthropic")) {
            assertNull(betas(base, Set.of(), all), base);
        }
        assertEquals("interleaved-thinking-2025-05-14", betas("https://api.minimax.io/anthropic", Set.of(), all));
    }

    @Test
    void aBetaThatWasRefusedIsNotSentAgain() {
        assertEquals("b-2", betas("https://p.example", Set.of("anthropic-beta:a-1"), "a-1,b-2"));
        assertNull(betas("https://p.example", Set.of("anthropic-beta"), "a-1,b-2"));
    }

    @Test
    void headersOfClaudeCodeAndAnthropicReachProvidersOfTheirFormat() {
        String[] given = {"x-claude-code-request-class", "main", "x-claude-code-new-in-2027", "yes",
            "anthropic-new-in-2027", "1", "x-claude-code-session-id", "s1", "anthropic-version", "2026-10-21"};
        var same = sent("'formats':['claude'],'apiKey':'k'", Format.CLAUDE, Format.CLAUDE, given);
        for (int i = 0; i < given.length; i += 2) assertEquals(given[i + 1], same.get(given[i]), given[i]);
        var other = sent("'formats':['openai'],'apiKey':'k'", Format.OPENAI, Format.CLAUDE, given);
        assertNull(other.get("x-claude-code-request-class"));
        assertNull(other.get("anthropic-new-in-2027"));
        assertEquals("s1", other.get("x-claude-code-session-id"));
        assertNull(sent("'formats':['claude']", Format.CLAUDE, Format.OPENAI, given).get("anthropic-new-in-2027"));
    }

    @Test
    void betasOfClientAndProviderAreMerged() {
        var headers = sent("'formats':['claude'],'anthropicBeta':'b, c'", Format.CLAUDE, Format.CLAUDE,
            "anthropic-beta",
            "a,b", "anthropic-beta", " d ,,a");
        assertEquals("a,b,d,c", headers.get("anthropic-beta"));
        assertNull(sent("'formats':['openai']", Format.OPENAI, Format.CLAUDE, "anthropic-beta", "a")
            .get("anthropic-beta"));
    }

    @Test
    void theVersionIsTheClientsOnlyInItsOwnFormat() {
        assertEquals("2026-10-21",
            sent("'formats':['claude']", Format.CLAUDE, Format.CLAUDE, "anthropic-version", "2026-10-21")
            .get("anthropic-version"));
        assertEquals("2023-06-01",
            sent("'formats':['claude']", Format.CLAUDE, Format.OPENAI, "anthropic-version", "2026-10-21")
            .get("anthropic-version"));
        assertEquals("2024-01-01",
            sent("'formats':['claude'],'anthropicVersion':'2024-01-01'", Format.CLAUDE, Format.OPENAI)
            .get("anthropic-version"));
        assertEquals("2023-06-01", sent("'formats':['claude']", Format.CLAUDE, Format.CLAUDE).get("anthropic-version"));
        assertNull(sent("'formats':['openai']", Format.OPENAI, Format.OPENAI, "anthropic-version", "2023-06-01")
            .get("anthropic-version"));
    }

    @Test
    void eachWayToSendTheKeyIsKnown() {
        assertEquals("sk-own",
            sent("'formats':['claude'],'apiKey':'sk-own'", Format.CLAUDE, Format.CLAUDE).get("x-api-key"));
        assertEquals("Bearer sk-own",
            sent("'formats':['claude'],'apiKey':'sk-own','auth':{'type':'bearer'}", Format.CLAUDE, Format.CLAUDE)
            .get("authorization"));
        assertEquals("Key sk-own",
            sent("'formats':['openai'],'apiKey':'sk-own','auth':{'type':'header','headerName':'API-Key',"
                    + "'prefix':'Key '}", Format.OPENAI, Format.OPENAI).get("api-key"));
        var none = sent("'formats':['openai'],'apiKey':'sk-own','auth':{'type':'none'}", Format.OPENAI, Format.OPENAI);
        for (var h : none.all()) assertFalse(h.value().contains("sk-own"), h.toString());
    }

    @Test
    void theProvidersOwnHeadersCount() {
        var headers = sent("'formats':['openai'],'headers':{'X-Org':'o','User-Agent':'mine/1'}", Format.OPENAI,
            Format.OPENAI, "user-agent", "cli/1");
        assertEquals("o", headers.get("x-org"));
        assertEquals("mine/1", headers.get("user-agent"));
    }
}
