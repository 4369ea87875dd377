package llmrouter.chat;

import java.util.List;

/// A whole request in neutral form. Null means "not said" wherever a component is not a list.
///
/// @param model         as the client spelled it
/// @param turns         in order; system turns where the client put them
/// @param parallelTools whether several tools may be called at once
/// @param user          the client's id of its end user or session
/// @param streamUsage   whether a streaming client asked for usage in the stream
public record Conversation(String model, List<Turn> turns, List<Tool> tools, ToolChoice toolChoice, Boolean parallelTools,
        Long maxTokens, Sampling sampling, Reasoning reasoning, OutputFormat format, CacheHints cache, String user,
        boolean stream, boolean streamUsage) {

    public Conversation withReasoning(Reasoning other) {
        return new Conversation(model, turns, tools, toolChoice, parallelTools, maxTokens, sampling, other, format, cache, user, stream,
            streamUsage);
    }
}
