package llmrouter.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A whole request in neutral form. Null means "not said" wherever a component is not a list.
///
/// @param model         as the client spelled it
/// @param turns         in order; system turns where the client put them
/// @param parallelTools whether several tools may be called at once
/// @param user          the client's id of its end user or session
/// @param streamUsage   whether a streaming client asked for usage in the stream
/// @param extras        wishes that only OpenAI's formats have
public record Conversation(String model, List<Turn> turns, List<Tool> tools, ToolChoice toolChoice,
        Boolean parallelTools, Long maxTokens, Sampling sampling, Reasoning reasoning, OutputFormat format,
        CacheHints cache, String user, boolean stream, boolean streamUsage, OpenAiExtras extras) {

    /// A conversation without wishes that only OpenAI's formats have.
    public Conversation(String model, List<Turn> turns, List<Tool> tools, ToolChoice toolChoice, Boolean parallelTools,
            Long maxTokens, Sampling sampling, Reasoning reasoning, OutputFormat format, CacheHints cache, String user,
            boolean stream, boolean streamUsage) {
        this(model, turns, tools, toolChoice, parallelTools, maxTokens, sampling, reasoning, format, cache, user,
            stream, streamUsage, OpenAiExtras.NONE);
    }

    public Conversation with(List<Turn> otherTurns, List<Tool> otherTools, ToolChoice choice) {
        return new Conversation(model, otherTurns, otherTools, choice, parallelTools, maxTokens, sampling, reasoning,
            format, cache, user, stream, streamUsage, extras);
    }

    /// The conversation without the thinking whose signature or redacted data is foreign; itself if it has none.
    public Conversation withoutThinking(Predicate<String> foreign, Losses losses) {
        boolean found = false;
        var kept = new ArrayList<Turn>(turns.size());
        for (Turn turn : turns) {
            var parts = new ArrayList<Part>(turn.parts());
            if (parts.removeIf(part -> isForeign(part, foreign))) found = true;
            kept.add(new Turn(turn.role(), parts));
        }
        if (!found) return this;
        losses.dropped("thinking", Losses.FOREIGN_THINKING);
        return with(kept, tools, toolChoice);
    }

    private static boolean isForeign(Part part, Predicate<String> foreign) {
        return switch (part) {
            case Part.ThinkingPart(_, var signature) ->
                signature != null && !signature.isEmpty() && foreign.test(signature);
            case Part.RedactedThinkingPart(var data) -> foreign.test(data);
            case Part.TextPart _, Part.ImagePart _, Part.DocumentPart _, Part.AudioPart _, Part.ToolCallPart _,
                Part.ToolResultPart _, Part.RefusalPart _ -> false;
        };
    }

    public Conversation withReasoning(Reasoning other) {
        return new Conversation(model, turns, tools, toolChoice, parallelTools, maxTokens, sampling, other, format,
            cache, user, stream, streamUsage, extras);
    }
}
