package llmrouter.cli.config;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FlagNamesTest {
    @Test
    void anInputOfAnOperationIsAFlag() {
        assertEquals("--openai-base-url", FlagNames.FLAGS.field("openaiBaseUrl"));
        assertEquals("--provider-id=p", FlagNames.FLAGS.value("providerId", "p"));
        assertEquals("llm-router config remove-provider", FlagNames.FLAGS.operation("remove-provider"));
    }

    @Test
    void aPlaceInsideAnInputKeepsItsSpelling() {
        assertEquals("--rate-limits[0].windowUnit", FlagNames.FLAGS.field("rateLimits[0].windowUnit"));
        assertEquals("--rate-limits.bucketName", FlagNames.FLAGS.field("rateLimits.bucketName"));
    }
}
