package llmrouter.protocol.request;

import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Reasoning.Effort;
import llmrouter.protocol.request.ModelTraits.Mark;
import llmrouter.protocol.request.ModelTraits.Thinking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The models of November 2026, one row each: id, levels of effort, marks.
class ModelTraitsTest {
    private static final String ALL = "low medium high xhigh max";
    private static final String[][] CLAUDE = {
        {"claude-opus-4-6", "low medium high max", "STRUCTURED_OUTPUT"},
        {"anthropic/claude-opus-4.7", ALL, "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY"},
        {"claude-opus-4-8", ALL, "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY"},
        {"claude-opus-5", ALL, "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY"},
        {"claude-sonnet-5", ALL, "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY"},
        {"claude-mythos-preview", ALL, "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY THINKS_ALWAYS"},
        {"claude-fable-5", ALL, "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY THINKS_ALWAYS"},
        {"claude-fable-5-2", ALL,
            "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY THINKS_ALWAYS CHOOSES_TOOLS_ITSELF"},
        {"claude-mythos-5-2", ALL,
            "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY THINKS_ALWAYS CHOOSES_TOOLS_ITSELF"},
        {"us.anthropic.claude-opus-5-5", ALL,
            "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY THINKS_ALWAYS CHOOSES_TOOLS_ITSELF"},
        {"claude-sonnet-5-5", ALL, "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY THINKS_BETWEEN_TOOLS"},
        {"claude-haiku-5-5", ALL, "STRUCTURED_OUTPUT FIXED_SAMPLING ADAPTIVE_ONLY"}};
    private static final String[][] GPT = {
        {"gpt-5", "minimal low medium high"}, {"gpt-5-mini-2025-08-07", "minimal low medium high"},
        {"gpt-5-pro", "high"}, {"gpt-5.1", "none low medium high"}, {"gpt-5.1-codex-max", "low medium high xhigh"},
        {"gpt-5.2", "none low medium high xhigh"}, {"gpt-5.2-pro", "medium high xhigh"},
        {"gpt-5.5-pro-2026-04-23", "medium high xhigh"}, {"gpt-5.4-mini", "none low medium high xhigh"},
        {"gpt-5.6", "none " + ALL}, {"gpt-5.6-sol", "none " + ALL}, {"gpt-5.6-luna", "none " + ALL},
        {"openai/gpt-6-luna", "none " + ALL}, {"gpt-6-sol", "none " + ALL}, {"gpt-6.1-terra", "none " + ALL},
        {"gpt-6.1-sol", ALL}, {"gpt-6.2-sol", ALL}, {"gpt-6-astra", ALL}, {"gpt-6.2-astra", ALL}};

    @Test
    void claudeModelsHaveTheirMarks() {
        for (String[] row : CLAUDE) {
            ModelTraits traits = ModelTraits.of(row[0]);
            assertEquals(row[1], words(traits), row[0]);
            assertEquals(row[2], traits.marks().stream().map(Mark::name).collect(Collectors.joining(" ")), row[0]);
            assertEquals(Thinking.ADAPTIVE, traits.thinking(), row[0]);
        }
    }

    @Test
    void gptModelsHaveTheirLevelsAndFixedSampling() {
        for (String[] row : GPT) {
            ModelTraits traits = ModelTraits.of(row[0]);
            assertEquals(row[1], words(traits), row[0]);
            assertTrue(traits.fixedSampling(), row[0]);
        }
    }

    private static String words(ModelTraits traits) {
        return traits.efforts().stream().map(Effort::word).collect(Collectors.joining(" "));
    }
}
