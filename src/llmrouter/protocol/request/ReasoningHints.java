package llmrouter.protocol.request;

import java.util.List;
import java.util.function.Predicate;

import llmrouter.chat.Conversation;
import llmrouter.chat.Reasoning;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.protocol.Target;

/// How hard to think, said by a request header. It counts only where the body itself says nothing.
public final class ReasoningHints {
    /// The first that holds a known word counts.
    private static final List<String> HEADERS = List.of("x-claude-code-reasoning-effort", "x-claude-code-thinking-effort",
        "x-claude-code-thinking-mode", "x-claude-thinking-mode", "x-openai-reasoning-effort", "x-reasoning-effort", "reasoning-effort");
    private static final List<String> CHAT_FIELDS = List.of("reasoning_effort", "reasoning", "effort", "thinking");
    private static final List<String> MESSAGES_FIELDS = List.of("output_config", "thinking");

    /// A member to splice into the top level of a same-format request.
    public record FieldHint(String name, Json value) {}

    private ReasoningHints() {}

    /// The level that the headers ask for, or null.
    public static Effort read(HeaderMap headers) {
        for (String name : HEADERS) {
            String word = headers.get(name);
            Effort effort = word == null ? null : EffortWords.of(word);
            if (effort != null) return effort;
        }
        return null;
    }

    /// The conversation with the headers' level, if it says nothing of its own.
    public static Conversation apply(Conversation conversation, HeaderMap headers) {
        if (conversation.reasoning() != null) return conversation;
        Effort effort = read(headers);
        return effort == null ? conversation : conversation.withReasoning(Reasoning.of(effort));
    }

    /// What the headers' level means in a request that is passed on in its own format; null if there is nothing to splice.
    ///
    /// @param says whether the body's top level has this member
    public static FieldHint field(Format format, HeaderMap headers, Target target, Predicate<String> says) {
        Effort effort = read(headers);
        if (effort == null) return null;
        if (format == Format.CLAUDE && effort == Effort.NONE)
            return hint(MESSAGES_FIELDS, "thinking", Json.object().put("type", "disabled"), target, says);
        var traits = ModelTraits.of(target.model());
        Effort level = traits.nearest(effort);
        if (level == null || effort == Effort.NONE && level != Effort.NONE) return null;
        return switch (format) {
            case OPENAI -> hint(CHAT_FIELDS, "reasoning_effort", Json.of(level.word()), target, says);
            case RESPONSES -> hint(CHAT_FIELDS, "reasoning", Json.object().put("effort", level.word()), target, says);
            case CLAUDE -> traits.thinking() == ModelTraits.Thinking.BUDGET ? null
                : hint(MESSAGES_FIELDS, "output_config", Json.object().put("effort", level.word()), target, says);
        };
    }

    private static FieldHint hint(List<String> rivals, String name, Json value, Target target, Predicate<String> says) {
        for (String rival : rivals) if (says.test(rival)) return null;
        return target.accepts(name) ? new FieldHint(name, value) : null;
    }
}
