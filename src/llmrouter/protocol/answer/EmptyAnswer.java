package llmrouter.protocol.answer;

import java.util.function.Supplier;

import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.protocol.BadAnswer;

/// The one rule for answers with nothing in them: an answer without an item or part of any kind is no success, unless
/// it was ended by a limit or a refusal, or the provider counted a token for it, be it of the prompt. It holds for all
/// formats, whole answers and streams, passed on or translated.
///
/// Providers that cannot reach their model, and gateways that lost the answer on the way, send such answers with the
/// status 200.
public final class EmptyAnswer {
    private static final String NOTHING = "no text, no tool call, no other part, and no counted token";
    private static final String WHY = "the answer is empty: " + NOTHING;
    /// The failure of a stream with such an answer.
    static final ApiError IN_STREAM = ApiError.of(502, ApiError.Kind.API,
        "The provider sent an empty answer: " + NOTHING + ".");

    private EmptyAnswer() {}

    /// Whether an answer without any part is no success.
    ///
    /// @param usage or null
    static boolean is(StopReason stop, Usage usage) {
        boolean explained = switch (stop) {
            case LENGTH, CONTEXT_FULL, REFUSAL -> true;
            case END, STOP_SEQUENCE, TOOL_CALLS, PAUSE, COMPACTION -> false;
        };
        return !explained && !counted(usage);
    }

    private static boolean counted(Usage usage) {
        return usage != null && (usage.prompt() > 0 || usage.output() > 0);
    }

    /// The same answer.
    ///
    /// @throws BadAnswer it is empty
    public static Answer refused(Answer answer) {
        boolean nothing = answer.parts().isEmpty() && answer.unsaid().isEmpty();
        if (nothing && is(answer.stop(), answer.usage())) throw new BadAnswer(WHY);
        return answer;
    }

    /// Checks an answer that is passed on, which has to be read only if no token was counted. What cannot be read is
    /// not empty, and may be passed on.
    ///
    /// @param usage of the answer, or null
    /// @param read  reads it
    /// @return the usage
    /// @throws BadAnswer it is empty, or an error
    public static Usage refused(Usage usage, Supplier<Answer> read) {
        if (counted(usage)) return usage;
        try {
            refused(read.get());
        } catch (BadAnswer bad) {
            if (bad.error() != null || WHY.equals(bad.getMessage())) throw bad;
        }
        return usage;
    }
}
