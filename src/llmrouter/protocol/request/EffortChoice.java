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
        if (wish == null || !wish.saysHowMuch()) return null;
        Effort wanted = wanted(wish, maxTokens);
        Effort level = traits.nearest(wanted);
        boolean asked = wish.effort() != null || wish.budget() != null;
        if (level == null && asked && wanted != Effort.NONE) losses.dropped("reasoning", "the model does not think");
        // for "none", a level with thinking is worse than the provider's default, unless the model is known
        boolean off = wanted == Effort.NONE && level == Effort.LOW && !traits.fixedSampling();
        if (level == null || off) return null;
        boolean least = wanted == Effort.NONE && level == Effort.MINIMAL;
        if (level != wanted && !least) losses.approximated("reasoning", wanted.word() + " becomes " + level.word());
        return level;
    }

    /// A client that lets the model decide how much to think gets the middle level.
    private static Effort wanted(Reasoning wish, Long maxTokens) {
        if (wish.mode() == Mode.DISABLED) return Effort.NONE;
        if (wish.effort() != null) return wish.effort();
        if (wish.budget() == null) return Effort.MEDIUM;
        return EffortNames.ofBudget(wish.budget(), maxTokens == null ? wish.budget() : maxTokens);
    }
}
