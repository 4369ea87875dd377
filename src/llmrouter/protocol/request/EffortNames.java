package llmrouter.protocol.request;


import llmrouter.chat.Reasoning.Effort;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// The words that people and programs use for how hard a model thinks.
public final class EffortNames {
    private EffortNames() {}

    /// The level of a word, in any case and with `-`, `_` or space between words; null if it is none.
    public static Effort of(String word) {
        return switch (Letters.lower(Ws.trim(word)).replace('-', ' ').replace('_', ' ')) {
            case "none", "off", "disabled", "disable", "false", "no", "0" -> Effort.NONE;
            case "minimal", "min", "minimum" -> Effort.MINIMAL;
            case "low", "light", "fast", "think" -> Effort.LOW;
            case "medium", "normal", "default", "standard", "balanced", "on", "enabled", "true", "adaptive", "auto" ->
                Effort.MEDIUM;
            case "high", "hard", "deep", "think hard", "megathink" -> Effort.HIGH;
            case "xhigh", "x high", "extra high", "very high", "harder", "think harder" -> Effort.XHIGH;
            case "max", "maximum", "ultra", "ultrathink", "ultra think", "ultrahard" -> Effort.MAX;
            default -> null;
        };
    }

    /// The level that a thinking budget amounts to, by its share of the answer's tokens.
    public static Effort ofBudget(long budget, long maxTokens) {
        double share = (double) budget / Math.max(1, maxTokens);
        if (share >= 0.9) return Effort.MAX;
        if (share >= 0.65) return Effort.HIGH;
        return share >= 0.3 ? Effort.MEDIUM : Effort.LOW;
    }

    /// The thinking budget for a level: 20, 45 or 75 % of the answer's tokens, before any vendor's bounds.
    public static long budget(Effort effort, long maxTokens) {
        long hundredth = switch (effort) {
            case NONE, MINIMAL -> 0;
            case LOW -> 20;
            case MEDIUM -> 45;
            case HIGH, XHIGH, MAX -> 75;
        };
        return maxTokens / 100 * hundredth + maxTokens % 100 * hundredth / 100;
    }
}
