package llmrouter.protocol.request;

import java.util.List;
import java.util.function.Predicate;

import llmrouter.chat.Conversation;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Reasoning;
import llmrouter.http.HeaderMap;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;

/// How hard to think, as a request header asks for it. The header counts only if the body does not say it.
public final class ReasoningHints {
    /// The first header with a known word counts.
    private static final List<String> HEADERS = List.of("x-claude-code-reasoning-effort",
        "x-claude-code-thinking-effort", "x-claude-code-thinking-mode", "x-claude-thinking-mode",
        "x-openai-reasoning-effort", "x-reasoning-effort", "reasoning-effort");

    private ReasoningHints() {}

    /// The level that the headers ask for, or null.
    public static Effort read(HeaderMap headers) {
        for (String name : HEADERS) {
            String word = headers.get(name);
            Effort effort = word == null ? null : EffortNames.of(word);
            if (effort != null) return effort;
        }
        return null;
    }

    /// The conversation with the headers' level, unless the body has set one.
    public static Conversation apply(Conversation conversation, HeaderMap headers) {
        Reasoning wish = conversation.reasoning();
        if (wish != null && wish.saysHowMuch()) return conversation;
        Effort effort = read(headers);
        if (effort == null) return conversation;
        return conversation.withReasoning(Reasoning.of(effort).shown(wish == null ? null : wish.shown()));
    }

    /// What the headers' level means in a request that is passed on in its own format; null if there is nothing to add
    /// to it.
    ///
    /// @param says whether the body's top level has this member
    public static EffortField field(Protocol format, HeaderMap headers, Target target, Predicate<String> says) {
        Effort effort = read(headers);
        EffortField field = effort == null ? null : format.effortField(effort, ModelTraits.of(target.model()));
        if (field == null || !target.accepts(field.name())) return null;
        for (String rival : field.rivals()) {
            if (says.test(rival)) return null;
        }
        return field;
    }
}
