package llmrouter.protocol.request;

import java.util.List;

import llmrouter.json.Json;

/// A member to add to the top level of a request, which sets how hard the model thinks.
///
/// @param rivals members with the same purpose; if a request has one of them, this member is not added
public record EffortField(String name, Json value, List<String> rivals) {
    private static final List<String> OPENAI_RIVALS = List.of("reasoning_effort", "reasoning", "effort", "thinking");

    /// A member of OpenAI's formats.
    ///
    /// @param level null if the model takes no level
    public static EffortField openAi(String name, Json value) {
        return new EffortField(name, value, OPENAI_RIVALS);
    }
}
