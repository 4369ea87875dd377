package llmrouter.protocol.messages;

import llmrouter.chat.Losses;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Reasoning.Mode;
import llmrouter.chat.Reasoning;
import llmrouter.json.Json;
import llmrouter.protocol.request.EffortNames;
import llmrouter.protocol.request.ModelTraits.Mark;
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
    private static final String BETWEEN_TOOLS = "between_tools";

    boolean on() {
        return thinking != null && !"disabled".equals(thinking.text("type"));
    }

    /// @param forcedTool    the model must call a tool
    /// @param budgetAllowed what the history permits
    static MessagesThinking of(Reasoning wish, ModelTraits traits, long maxTokens, boolean forcedTool,
            boolean budgetAllowed, Losses losses) {
        if (wish == null) return NOTHING;
        boolean adaptive = traits.thinking() == Thinking.ADAPTIVE;
        if (!wish.saysHowMuch() && (!adaptive || forcedTool)) return NOTHING;
        Effort effort = adaptive ? effort(wish, traits, maxTokens, losses) : null;
        if (off(wish)) return adaptive ? least(effort, traits, losses) : NOTHING;
        if (forcedTool) {
            losses.dropped("reasoning", "the model cannot think before a tool that it must call");
            return new MessagesThinking(null, effort);
        }
        if (adaptive && (wish.budget() == null || traits.has(Mark.ADAPTIVE_ONLY))) {
            String type = wish.mode() == Mode.BETWEEN_TOOLS ? BETWEEN_TOOLS : "adaptive";
            return new MessagesThinking(shown(Json.object().put("type", type), wish, traits), effort);
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

    /// Models since Opus 4.7 leave the text of their thinking empty unless a request asks for it (Anthropic,
    /// Controlling thinking display). `between_tools` has no such member.
    private static Json.Obj shown(Json.Obj thinking, Reasoning wish, ModelTraits traits) {
        boolean asks = Boolean.TRUE.equals(wish.shown()) && traits.has(Mark.ADAPTIVE_ONLY)
            && !BETWEEN_TOOLS.equals(thinking.text("type"));
        return asks ? thinking.put("display", "summarized") : thinking;
    }

    private static Effort effort(Reasoning wish, ModelTraits traits, long maxTokens, Losses losses) {
        Effort wanted = wish.effort();
        boolean byBudget = wanted == null && wish.budget() != null && traits.has(Mark.ADAPTIVE_ONLY);
        if (byBudget) return EffortNames.ofBudget(wish.budget(), maxTokens);
        return wanted == null || wanted == Effort.NONE ? null : level(wanted, traits, losses);
    }

    /// The least that a model thinks for a client that wants no thinking.
    private static MessagesThinking least(Effort effort, ModelTraits traits, Losses losses) {
        if (traits.has(Mark.THINKS_ALWAYS)) {
            losses.approximated("reasoning", "the model always thinks");
            return new MessagesThinking(null, effort == null ? Effort.LOW : effort);
        }
        if (traits.has(Mark.THINKS_BETWEEN_TOOLS)) {
            losses.approximated("reasoning", "the model thinks between tools");
            return new MessagesThinking(Json.object().put("type", BETWEEN_TOOLS), effort);
        }
        // above this level the models that think by level only refuse to be switched off
        boolean capped = traits.has(Mark.ADAPTIVE_ONLY) && effort != null && effort.compareTo(Effort.HIGH) > 0;
        return new MessagesThinking(Json.object().put("type", "disabled"), capped ? Effort.HIGH : effort);
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
