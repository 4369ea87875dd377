package llmrouter.routing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FailureClassifierTest {
    @ParameterizedTest
    @CsvSource({
        "402,'',BILLING", "402,invalid api key,BILLING", "401,insufficient_quota,AUTH", "401,'',AUTH",
        "403,'',FORBIDDEN", "403,insufficient_quota,BILLING", "403,invalid api key,AUTH",
        "403,flagged by moderation,POLICY",
        "429,'',RATE_LIMITED", "429,insufficient_quota,BILLING", "429,content policy,RATE_LIMITED",
        "400,'',INVALID_REQUEST", "400,insufficient balance,BILLING", "400,content policy,POLICY",
        "400,maximum context length,CONTEXT_OVERFLOW",
        "400,prompt is too long: see our content policy,CONTEXT_OVERFLOW",
        "404,'',NOT_FOUND", "410,'',NOT_FOUND", "408,'',TEMPORARY", "409,'',TEMPORARY", "413,'',INVALID_REQUEST",
        "413,prompt is too long,CONTEXT_OVERFLOW", "422,'',INVALID_REQUEST",
        "418,'',INVALID_REQUEST", "412,'',INVALID_REQUEST", "414,'',INVALID_REQUEST", "424,'',INVALID_REQUEST",
        "431,'',INVALID_REQUEST",
        "405,'',NOT_FOUND", "405,maximum context length,NOT_FOUND", "451,'',FORBIDDEN",
        "406,'',CONFIGURATION", "407,'',CONFIGURATION", "411,'',CONFIGURATION", "417,'',CONFIGURATION",
        "421,'',CONFIGURATION", "426,'',CONFIGURATION", "495,'',CONFIGURATION", "496,'',CONFIGURATION",
        "497,'',CONFIGURATION", "511,'',CONFIGURATION", "425,'',TEMPORARY", "499,'',TEMPORARY",
        "415,'',CONFIGURATION", "415,Unsupported Media Type,CONFIGURATION",
        "415,unsupported image format,INVALID_REQUEST", "415,audio/ogg is not taken,INVALID_REQUEST",
        "400,User location is not supported for the API use.,FORBIDDEN",
        "400,unsupported_country_region_territory,FORBIDDEN", "422,not available in your region,FORBIDDEN",
        "403,unsupported_country_region_territory,FORBIDDEN", "400,my country is large,INVALID_REQUEST",
        "520,'',TEMPORARY", "521,'',TEMPORARY", "522,'',TEMPORARY", "524,'',TEMPORARY", "525,'',TEMPORARY",
        "526,'',TEMPORARY", "530,'',TEMPORARY", "598,'',TEMPORARY", "501,'',TEMPORARY",
        "500,'',TEMPORARY", "502,'',TEMPORARY", "503,'',TEMPORARY", "504,'',TEMPORARY", "529,'',TEMPORARY",
        "599,'',TEMPORARY",
        "301,'',CONFIGURATION", "302,'',CONFIGURATION", "308,'',CONFIGURATION"})
    void theStatusCountsFirstThenTheWords(int status, String body, FailureClass category) {
        assertEquals(category, FailureClassifier.of(status, body));
    }

    @Test
    void wordsBeyondTheFirstFourKibibytesAreNoHint() {
        assertEquals(FailureClass.CONTEXT_OVERFLOW,
            FailureClassifier.of(400, "x".repeat(4_000) + "prompt is too long"));
        assertEquals(FailureClass.INVALID_REQUEST, FailureClassifier.of(400, "x".repeat(4_096) + "prompt is too long"));
    }

    @Test
    void onlyPassingTroublesAreRetriedAndOnlyTheClientsFaultsStay() {
        for (FailureClass c : FailureClass.values()) {
            assertEquals(c == FailureClass.NETWORK || c == FailureClass.TEMPORARY, c.retry(), c.word());
            assertEquals(c != FailureClass.INVALID_REQUEST && c != FailureClass.POLICY, c.fallBack(), c.word());
        }
    }

    @Test
    void retryDelaysDoubleUpToTheirLimitAndAreJittered() {
        var policy = new RetryPolicy(3, 250, 3_000);
        var random = new SplitMix64(1);
        long[] full = {250, 500, 1_000, 2_000, 3_000, 3_000};
        for (int next = 2; next < 8; next++) {
            long least = Long.MAX_VALUE;
            long most = 0;
            for (int i = 0; i < 5_000; i++) {
                long delay = policy.delayMs(next, random);
                least = Math.min(least, delay);
                most = Math.max(most, delay);
            }
            assertTrue(least >= full[next - 2] / 2 && least < full[next - 2] * 0.6, "least " + least);
            assertTrue(most <= full[next - 2] && most > full[next - 2] * 0.9, "most " + most);
        }
    }

    @Test
    void retryDelaysStandOddPolicies() {
        var random = new SplitMix64(1);
        assertEquals(0, new RetryPolicy(3, 0, 0).delayMs(2, random));
        assertEquals(1, new RetryPolicy(3, 1, 3_000).delayMs(2, random));
        assertTrue(new RetryPolicy(90, 250, 3_000).delayMs(80, random) <= 3_000);
    }
}
