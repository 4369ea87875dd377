package llmrouter.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.FailedCall;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every failure has an owner, the message names it, and only the owner's failures count against a candidate.
class FaultOwnersTest {
    private static Candidate candidate() {
        var config = Story.config("{'version':2,'providers':[{'id':'p','baseUrl':'https://p.example',"
            + "'formats':['openai'],'models':['m']}]}");
        var provider = config.providers().getFirst();
        return new Candidate(provider, provider.models().getFirst(), Format.OPENAI);
    }

    private static Failure refused(int status, String body, String... headers) {
        var request = Story.request(Endpoint.CHAT, Format.OPENAI, "{}");
        return Failure.refused(status, Story.headers(headers), body, FailedCall.of(candidate(), request));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "404 | {\"error\":{\"message\":\"The model does not exist\",\"code\":\"model_not_found\"}} | MODEL | NOT_FOUND",
        "404 | {\"error\":{\"message\":\"model 'm' not found, try pulling it first\"}} | MODEL | NOT_FOUND",
        "400 | {\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}} | MODEL | CONTEXT_OVERFLOW",
        "404 | {\"error\":{\"message\":\"Invalid URL\"}} | PROVIDER | NOT_FOUND", "404 | '' | PROVIDER | NOT_FOUND",
        "404 | <html>nginx</html> | EDGE | NOT_FOUND", "502 | <html>nginx</html> | EDGE | TEMPORARY",
        "400 | <html>plain HTTP on a TLS port</html> | EDGE | CONFIGURATION",
        "403 | <title>Just a moment...</title> | EDGE | EDGE_BLOCKED", "403 | error code: 1020 | EDGE | EDGE_BLOCKED",
        "429 | error code: 1015 | EDGE | RATE_LIMITED", "530 | error code: 1033 | EDGE | TEMPORARY",
        "421 | {} | EDGE | CONFIGURATION", "495 | {} | GATEWAY | CONFIGURATION", "496 | {} | GATEWAY | CONFIGURATION",
        "497 | {} | EDGE | CONFIGURATION", "400 | <title>400 The plain HTTP request was sent to HTTPS port</title> "
            + "| EDGE | CONFIGURATION",
        "400 | <title>400 No required SSL certificate was sent</title> | GATEWAY | CONFIGURATION",
        "407 | <html>Squid</html> | PROXY | CONFIGURATION", "511 | <html>Hotel</html> | NETWORK | CONFIGURATION",
        "401 | {\"error\":{\"message\":\"no\"}} | PROVIDER | AUTH", "401 | <html>no</html> | PROVIDER | AUTH",
        "402 | {} | PROVIDER | BILLING", "403 | {} | PROVIDER | FORBIDDEN", "451 | {} | PROVIDER | FORBIDDEN",
        "429 | {} | PROVIDER | RATE_LIMITED", "500 | oops | PROVIDER | TEMPORARY",
        "302 | '' | PROVIDER | CONFIGURATION"})
    void aRefusalBelongsToItsOwner(int status, String body, FaultOwner owner, FailureClass category) {
        Failure failure = refused(status, body);
        assertEquals(owner, failure.owner());
        assertEquals(category, failure.category());
    }

    @Test
    void noClientGetsTheStatusOfAProxyOrOfANetwork() {
        for (int status : new int[] {407, 511}) {
            Failure failure = refused(status, "<html>log in</html>", "retry-after", "9", "x-should-retry", "true");
            assertEquals(502, failure.error().status());
            assertEquals(-1, failure.retryAfterMs());
            assertFalse(failure.headers().get("x-should-retry") != null);
            assertFalse(failure.owner().rests());
        }
        assertEquals("Provider \"p\" (p.example) was not reached: the proxy wants a login (status 407). Put it into "
            + "HTTPS_PROXY or HTTP_PROXY, as http://USER:PASSWORD@HOST:PORT.", refused(407, "").error().message());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "EDGE | the certificate of c.example expired on 2020-02-01 | false",
        "PROVIDER | c.example does not speak TLS; write http:// in front of it | false",
        "PROVIDER | the header 'x' cannot be sent; correct the provider's headers or key | false",
        "PROVIDER | unknown host | true", "PROVIDER | connection refused | true"})
    void onlyAnAddressThatMayBeWrongIsToBeChecked(FaultOwner owner, String detail, boolean checked) {
        for (Kind kind : new Kind[] {Kind.CONNECT, Kind.CONNECT_TIMEOUT}) {
            String said = Failure.broken(new CallFailure(kind, owner, detail), candidate(),
                Story.request(Endpoint.CHAT, Format.OPENAI, "{}")).error().message();
            assertEquals(checked, said.contains("Check its base URL."), said);
            assertTrue(said.contains(detail), said);
        }
    }

    @Test
    void anAnswerForWhichTheGatewayHasNoMemoryNowIsNotTheProvidersFault() {
        var full = new CallFailure(Kind.TOO_LARGE, FaultOwner.GATEWAY, "the gateway's memory for answers is in use");
        Failure failure = Failure.broken(full, candidate(), Story.request(Endpoint.CHAT, Format.OPENAI, "{}"));
        assertEquals(503, failure.error().status());
        assertEquals(FailureClass.LOCAL, failure.category());
        assertEquals("1", failure.headers().get("retry-after"));
        assertFalse(failure.owner().rests());
        var alone = new CallFailure(Kind.TOO_LARGE, "it would need more memory than the gateway has for one answer");
        failure = Failure.broken(alone, candidate(), Story.request(Endpoint.CHAT, Format.OPENAI, "{}"));
        assertEquals(502, failure.error().status());
        assertTrue(failure.owner().rests());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROXY", "NETWORK", "GATEWAY"})
    void whatIsNotTheProvidersFaultDoesNotRestIt(FaultOwner owner) {
        String detail = "the proxy proxy.example:3128 (HTTPS_PROXY) refused the connection";
        var story = Story.asking("a/m").broken(Kind.CONNECT, owner, detail).silence()
            .broken(Kind.CONNECT_TIMEOUT, owner, detail).broken(Kind.CONNECT, owner, detail)
            .broken(Kind.CONNECT, owner, detail);
        assertEquals(502, story.reply().status());
        assertTrue(story.reply().body().contains("Provider \\\"c\\\" (c.example) was not reached: " + detail + "."),
            story.reply().body());
        assertEquals("a", story.thenChat(Story.streamBody("a/m")).hosts(), "a is called first again");
    }

    @Test
    void aTimeOutOfTheNetworkIsTold502AndOneOfTheProvider504() {
        assertEquals(502, Story.asking("a/lone").broken(Kind.CONNECT_TIMEOUT, FaultOwner.NETWORK, "no route was found")
            .reply().status());
        assertEquals(504, Story.asking("a/lone").broken(Kind.CONNECT_TIMEOUT).reply().status());
    }
}
