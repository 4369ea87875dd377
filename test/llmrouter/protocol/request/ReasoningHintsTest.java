package llmrouter.protocol.request;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Losses;
import llmrouter.chat.Reasoning;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

class ReasoningHintsTest {
    private static HeaderMap headers(String... pairs) {
        var all = new java.util.ArrayList<Header>();
        for (int i = 0; i < pairs.length; i += 2) all.add(new Header(pairs[i], pairs[i + 1]));
        return HeaderMap.of(all);
    }

    private static Target target(String model, String... refused) {
        return new Target(model, null, null, Set.of(refused));
    }

    private static String field(Format format, String word, Target target, String... said) {
        var hint = ReasoningHints.field(Protocol.of(format), headers("x-reasoning-effort", word), target,
            List.of(said)::contains);
        return hint == null ? null : hint.name() + "=" + hint.value();
    }

    @Test
    void everyHeaderIsUnderstoodAndTheFirstKnownWordCounts() {
        for (String name : List.of("X-Claude-Code-Reasoning-Effort", "x-claude-code-thinking-effort",
                "x-claude-code-thinking-mode", "x-claude-thinking-mode", "x-openai-reasoning-effort",
                "x-reasoning-effort", "reasoning-effort")) {
            assertEquals(Effort.HIGH, ReasoningHints.read(headers(name, "high")), name);
        }
        assertEquals(Effort.LOW, ReasoningHints.read(headers("reasoning-effort", "max", "x-reasoning-effort", "low")));
        assertEquals(Effort.MAX,
            ReasoningHints.read(headers("reasoning-effort", "max", "x-reasoning-effort", "purple")));
        assertNull(ReasoningHints.read(headers("x-effort", "high")));
    }

    @Test
    void peoplesWordsAreUnderstood() {
        assertEquals(Effort.NONE, EffortNames.of(" Off "));
        assertEquals(Effort.MEDIUM, EffortNames.of("normal"));
        assertEquals(Effort.LOW, EffortNames.of("think"));
        assertEquals(Effort.HIGH, EffortNames.of("Think-Hard"));
        assertEquals(Effort.XHIGH, EffortNames.of("think_harder"));
        assertEquals(Effort.MAX, EffortNames.of("ULTRA"));
        for (Effort effort : Effort.values()) assertEquals(effort, EffortNames.of(effort.word()));
        assertNull(EffortNames.of("sometimes"));
    }

    @Test
    void sharesOfTheAnswerBecomeLevels() {
        assertEquals(Effort.MAX, EffortNames.ofBudget(31999, 32000));
        assertEquals(Effort.MAX, EffortNames.ofBudget(900, 1000));
        assertEquals(Effort.HIGH, EffortNames.ofBudget(650, 1000));
        assertEquals(Effort.MEDIUM, EffortNames.ofBudget(300, 1000));
        assertEquals(Effort.LOW, EffortNames.ofBudget(299, 1000));
        assertEquals(Effort.MAX, EffortNames.ofBudget(Long.MAX_VALUE, 1));
    }

    @Test
    void aHeaderCountsOnlyWhereTheBodyIsSilent() {
        Json.Obj silent = Json.object().put("messages",
            Json.array(Json.object().put("role", "user").put("content", "Hi")));
        var conversation = Protocol.of(Format.OPENAI).readRequest(silent, new Losses());
        var hinted = ReasoningHints.apply(conversation, headers("reasoning-effort", "high"));
        assertEquals(Reasoning.of(Effort.HIGH), hinted.reasoning());
        assertSame(hinted, ReasoningHints.apply(hinted, headers("reasoning-effort", "low")));
        assertSame(conversation, ReasoningHints.apply(conversation, HeaderMap.EMPTY));
    }

    @Test
    void sameFormatRequestsGetOneField() {
        assertEquals("reasoning_effort=\"high\"", field(Format.OPENAI, "max", target("o3")));
        assertEquals("output_config={\"effort\":\"max\"}", field(Format.CLAUDE, "max", target("claude-opus-4-6")));
        assertEquals("thinking={\"type\":\"disabled\"}", field(Format.CLAUDE, "off", target("claude-opus-4-6")));
        assertEquals("reasoning={\"effort\":\"low\"}", field(Format.RESPONSES, "low", target("gpt-5")));
        assertEquals("reasoning_effort=\"none\"", field(Format.OPENAI, "off", target("gpt-5.2")));
    }

    @Test
    void sameFormatRequestsStayWhereTheHintCannotBeSaid() {
        assertNull(field(Format.OPENAI, "high", target("o3"), "reasoning_effort"));
        assertNull(field(Format.CLAUDE, "high", target("some-model"), "thinking"));
        assertNull(field(Format.OPENAI, "high", target("gpt-4o")));
        assertNull(field(Format.OPENAI, "off", target("some-model")));
        assertNull(field(Format.CLAUDE, "high", target("claude-3-5-haiku-latest")));
        assertNull(field(Format.CLAUDE, "high", target("some-model", "output_config")));
    }
}
