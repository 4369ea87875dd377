package llmrouter.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A whole request in neutral form. Null means "not said" wherever a component is not a list.
///
/// @param model         as the client spelled it
/// @param turns         in order; system turns where the client put them
/// @param tools         each name once
/// @param parallelTools whether several tools may be called at once
/// @param user          the client's id of its end user or session
/// @param streamUsage   whether a streaming client asked for usage in the stream
/// @param summary       what the client wants in place of an answer, or null
/// @param extras        wishes that only OpenAI's formats have
/// @param search        the provider's search of the web, or null if the model may not search
public record Conversation(String model, List<Turn> turns, List<Tool> tools, ToolChoice toolChoice,
        Boolean parallelTools, Long maxTokens, Sampling sampling, Reasoning reasoning, OutputFormat format,
        CacheHints cache, String user, boolean stream, boolean streamUsage, SummaryWish summary, OpenAiExtras extras,
        WebSearch search) {

    public Conversation {
        tools = Tool.once(tools);
    }

    /// Of a client that wants an answer.
    public Conversation(String model, List<Turn> turns, List<Tool> tools, ToolChoice toolChoice, Boolean parallelTools,
            Long maxTokens, Sampling sampling, Reasoning reasoning, OutputFormat format, CacheHints cache, String user,
            boolean stream, boolean streamUsage) {
        this(model, turns, tools, toolChoice, parallelTools, maxTokens, sampling, reasoning, format, cache, user,
            stream, streamUsage, null, OpenAiExtras.NONE, null);
    }

    /// The conversation with wishes that only OpenAI's formats have.
    public Conversation with(OpenAiExtras others) {
        return new Conversation(model, turns, tools, toolChoice, parallelTools, maxTokens, sampling, reasoning, format,
            cache, user, stream, streamUsage, summary, others, search);
    }

    /// The conversation of a client that wants a summary of it, and no answer.
    public Conversation summarised(SummaryWish wish) {
        return new Conversation(model, turns, tools, toolChoice, parallelTools, maxTokens, sampling, reasoning, format,
            cache, user, stream, streamUsage, wish, extras, search);
    }

    /// The conversation whose answer is a summary, told whole.
    public Conversation compacted() {
        return new Conversation(model, turns, tools, toolChoice, parallelTools, maxTokens, sampling, reasoning, format,
            cache, user, false, false, summary == null ? SummaryWish.PLAIN : summary, extras, search);
    }

    /// The conversation with a search of the web.
    ///
    /// @param wish or null
    public Conversation searching(WebSearch wish) {
        return new Conversation(model, turns, tools, toolChoice, parallelTools, maxTokens, sampling, reasoning, format,
            cache, user, stream, streamUsage, summary, extras, wish);
    }

    /// The conversation without a form for the answer: no format, and no sequences that end it.
    public Conversation unformatted() {
        return new Conversation(model, turns, tools, toolChoice, parallelTools, maxTokens, sampling.withoutStop(),
            reasoning, null, cache, user, stream, streamUsage, summary, extras, search);
    }

    public Conversation with(List<Turn> otherTurns, List<Tool> otherTools, ToolChoice choice) {
        return new Conversation(model, otherTurns, otherTools, choice, parallelTools, maxTokens, sampling, reasoning,
            format, cache, user, stream, streamUsage, summary, extras, search);
    }

    /// The conversation as one candidate gets it: thinking whose seal the candidate cannot open loses the seal, and a
    /// part that is nothing but such a seal is left out. Itself if there is no such seal.
    ///
    /// @param opens whether the candidate can open a seal
    public Conversation openedFor(Predicate<Seal> opens, Losses losses) {
        boolean found = false;
        var kept = new ArrayList<Turn>(turns.size());
        for (Turn turn : turns) {
            List<Part> parts = opened(turn.parts(), opens);
            found |= parts != turn.parts();
            kept.add(new Turn(turn.role(), parts));
        }
        if (!found) return this;
        losses.dropped("thinking", Losses.FOREIGN_THINKING);
        return with(kept, tools, toolChoice);
    }

    /// @return the same list if nothing in it is sealed for others
    private static List<Part> opened(List<Part> parts, Predicate<Seal> opens) {
        boolean foreign = false;
        for (Part part : parts) foreign |= seal(part) instanceof Seal seal && !opens.test(seal);
        if (!foreign) return parts;
        var kept = new ArrayList<Part>(parts.size());
        for (Part part : parts) {
            if (!(seal(part) instanceof Seal seal) || opens.test(seal)) kept.add(part);
            else if (part instanceof Part.ThinkingPart(String text, _)) kept.add(new Part.ThinkingPart(text, null));
        }
        return kept;
    }

    /// What only its issuer can read of a part; null if it holds nothing of that kind.
    private static Seal seal(Part part) {
        return switch (part) {
            case Part.ThinkingPart(_, Seal seal) -> seal;
            case Part.RedactedThinkingPart(Seal seal) -> seal;
            case Part.TextPart _, Part.ImagePart _, Part.DocumentPart _, Part.AudioPart _, Part.ToolCallPart _,
                Part.ToolResultPart _, Part.RefusalPart _, Part.SummaryPart _, Part.SearchPart _ -> null;
        };
    }

    public Conversation withReasoning(Reasoning other) {
        return new Conversation(model, turns, tools, toolChoice, parallelTools, maxTokens, sampling, other, format,
            cache, user, stream, streamUsage, summary, extras, search);
    }
}
