package llmrouter.protocol.messages;

import llmrouter.chat.Losses;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Reasoning.Mode;
import llmrouter.chat.Reasoning;
import llmrouter.json.Json;
import llmrouter.protocol.request.EffortNames;
import llmrouter.protocol.request.ModelTraits.Thinking;
import llmrouter.protocol.request.ModelTraits;

/// How a request asks a Messages model to think: by level for models that are known to think adaptively, else by a
/// budget of tokens.
///
/// Thinking is left out, with a ledger line, where the vendor would refuse the request because of it (Anthropic,
/// Extended thinking): if a tool is forced; with a budget also if the answer has no room for the smallest budget, or if
/// the unfinished tool turn, or the beginning of the answer that the client gives, does not begin with signed thinking.
///
/// @param thinking value of `thinking`, or null
/// @param effort   level for `output_config.effort`, or null
record MessagesThinking(Json.Obj thinking, Effort effort) {
    private static final MessagesThinking NOTHING = new MessagesThinking(null, null);
    private static final long LEAST_BUDGET = 1024;

    boolean on() {
        return thinking != null && !"disabled".equals(thinking.text("type"));
    }

    /// @param forcedTool    the model must call a tool
    /// @param budgetAllowed what the history permits
    static MessagesThinking of(Reasoning wish, ModelTraits traits, long maxTokens, boolean forcedTool,
            boolean budgetAllowed, Losses losses) {
        if (wish == null) return NOTHING;
        boolean adaptive = traits.thinking() == Thinking.ADAPTIVE;
        Effort effort = adaptive && wish.effort() != null && wish.effort() != Effort.NONE
            ? level(wish.effort(), traits, losses) : null;
        if (off(wish)) return new MessagesThinking(adaptive ? Json.object().put("type", "disabled") : null, effort);
        if (forcedTool) {
            losses.dropped("reasoning", "the model cannot think before a tool that it must call");
            return new MessagesThinking(null, effort);
        }
        if (adaptive && wish.budget() == null) {
            return new MessagesThinking(Json.object().put("type", wish.mode() == Mode.BETWEEN_TOOLS
                ? "between_tools" : "adaptive"), effort);
        }
        long most = maxTokens - 1;
        if (most < LEAST_BUDGET || !budgetAllowed) {
            String why = budgetAllowed ? "max_tokens leaves no room" : "the open turn has begun without any";
            losses.dropped("reasoning", why);
            return new MessagesThinking(null, effort);
        }
        long budget = Math.clamp(budget(wish, maxTokens, losses), LEAST_BUDGET, most);
        return new MessagesThinking(Json.object().put("type", "enabled").put("budget_tokens", budget), effort);
    }

    private static boolean off(Reasoning wish) {
        return wish.mode() == Mode.DISABLED || wish.mode() == null && wish.budget() == null
            && wish.effort() == Effort.NONE;
    }

    private static Effort level(Effort wanted, ModelTraits traits, Losses losses) {
        Effort nearest = traits.nearest(wanted);
        if (nearest != wanted) losses.approximated("reasoning", wanted.word() + " becomes " + nearest.word());
        return nearest;
    }

    /// A client that lets the model decide how much to think gets the middle level. No budget is more than that of a
    /// high level.
    private static long budget(Reasoning wish, long maxTokens, Losses losses) {
        if (wish.budget() != null) return wish.budget();
        if (wish.mode() == Mode.BETWEEN_TOOLS) losses.approximated("reasoning", "also before the first tool");
        Effort effort = wish.effort() == null ? Effort.MEDIUM : wish.effort();
        if (effort.compareTo(Effort.HIGH) > 0) losses.approximated("reasoning", effort.word() + " becomes high");
        return EffortNames.budget(effort, maxTokens);
    }
}
