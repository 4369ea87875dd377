package llmrouter.protocol.request;

import llmrouter.chat.Losses;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Reasoning.Mode;
import llmrouter.chat.Reasoning;

/// The level of effort to send in OpenAI's formats, for a wish in any form.
public final class EffortChoice {
    private EffortChoice() {}

    /// The level, or null to send none.
    ///
    /// @param wish      or null
    /// @param maxTokens of the answer, or null
    public static Effort of(Reasoning wish, Long maxTokens, ModelTraits traits, Losses losses) {
        if (wish == null) return null;
        Effort wanted = wanted(wish, maxTokens, losses);
        Effort level = traits.nearest(wanted);
        if (level == null && wanted != Effort.NONE) losses.dropped("reasoning");
        if (level == null) return null;
        if (level != wanted) losses.approximated("reasoning");
        // for "none", a level with thinking is worse than the provider's default, unless the model is known
        return wanted == Effort.NONE && level == Effort.LOW && !traits.fixedSampling() ? null : level;
    }

    /// A client that lets the model decide how much to think gets the middle level.
    private static Effort wanted(Reasoning wish, Long maxTokens, Losses losses) {
        if (wish.mode() == Mode.DISABLED) return Effort.NONE;
        if (wish.effort() != null) return wish.effort();
        if (wish.budget() != null) {
            losses.approximated("budget_tokens");
            return EffortNames.ofBudget(wish.budget(), maxTokens == null ? wish.budget() : maxTokens);
        }
        losses.approximated("reasoning");
        return Effort.MEDIUM;
    }
}
