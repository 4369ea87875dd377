package llmrouter.protocol.request;

import java.util.List;
import java.util.Locale;

import llmrouter.chat.Reasoning.Effort;

/// What is known of a model by its id alone, from the vendors' model pages of November 2026. Ids that are not known get
/// the form that most servers accept; a field that a server refuses is learned from its 400 ([Target#learned]).
///
/// @param efforts           levels it takes, from least to most; empty if it takes none
/// @param thinking          how a request asks a Claude model to think
/// @param structuredOutput  Claude: takes `output_config.format`
/// @param fixedSampling     refuses temperature and top_p
/// @param reasoningReplayed wants its `reasoning_content` back in tool turns
public record ModelTraits(List<Effort> efforts, Thinking thinking, boolean structuredOutput, boolean fixedSampling,
        boolean reasoningReplayed) {
    /// By tokens, by level (`adaptive` with `output_config.effort`), or not known.
    public enum Thinking { UNKNOWN, BUDGET, ADAPTIVE }

    private static final List<Effort> LOW_TO_HIGH = List.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH);

    /// @param model id on the wire, possibly with a vendor's prefix or suffix
    public static ModelTraits of(String model) {
        String id = model.toLowerCase(Locale.ROOT);
        int claude = id.indexOf("claude-");
        if (claude >= 0) return claude(id.substring(claude + 7));
        String name = id.substring(id.lastIndexOf('/') + 1);
        if (name.startsWith("gpt-") && !name.startsWith("gpt-oss") || name.startsWith("chatgpt-")) return gpt(name);
        if (name.length() > 1 && name.charAt(0) == 'o' && name.charAt(1) >= '1' && name.charAt(1) <= '4')
            return new ModelTraits(LOW_TO_HIGH, Thinking.UNKNOWN, true, true, false);
        boolean replayed = id.contains("deepseek") || id.contains("kimi") || id.contains("glm-");
        return new ModelTraits(LOW_TO_HIGH, Thinking.UNKNOWN, true, false, replayed);
    }

    /// `opus-4-6`, `sonnet-4.5-20250929`, `3-5-haiku-latest`: a family and a version in either order.
    private static ModelTraits claude(String rest) {
        int version = version(rest);
        boolean adaptive = version >= 406 && !rest.startsWith("haiku-4");
        List<Effort> efforts = !adaptive ? LOW_TO_HIGH
            : version == 406 ? List.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.MAX)
            : List.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH, Effort.MAX);
        Thinking thinking = adaptive ? Thinking.ADAPTIVE : version == 0 ? Thinking.UNKNOWN : Thinking.BUDGET;
        return new ModelTraits(efforts, thinking, version == 0 || version >= 405, false, false);
    }

    /// `gpt-5-mini`, `gpt-5.1-codex-max`: levels by generation.
    private static ModelTraits gpt(String name) {
        int version = name.startsWith("gpt-") ? version(name.substring(4)) : 0;
        if (version < 500 || name.contains("-chat")) {
            return new ModelTraits(List.of(), Thinking.UNKNOWN, true, false, false);
        }
        List<Effort> efforts;
        if (version >= 502) efforts = List.of(Effort.NONE, Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH);
        else if (name.contains("codex-max")) efforts = List.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH);
        else if (name.contains("codex")) efforts = LOW_TO_HIGH;
        else if (version == 501) efforts = List.of(Effort.NONE, Effort.LOW, Effort.MEDIUM, Effort.HIGH);
        else efforts = List.of(Effort.MINIMAL, Effort.LOW, Effort.MEDIUM, Effort.HIGH);
        return new ModelTraits(efforts, Thinking.UNKNOWN, true, true, false);
    }

    /// The first version number as major × 100 + minor, e.g. 405 for `sonnet-4-5-20250929`; 0 if there is none. Longer
    /// runs of digits are dates.
    private static int version(String text) {
        int i = 0;
        while (i < text.length() && !digit(text, i)) i++;
        int major = number(text, i);
        if (major < 0) return 0;
        while (digit(text, i)) i++;
        boolean separated = i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '.');
        int minor = separated ? number(text, i + 1) : 0;
        return major * 100 + Math.max(minor, 0);
    }

    private static boolean digit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /// One or two digits at `at`, else -1.
    private static int number(String text, int at) {
        if (!digit(text, at)) return -1;
        int first = text.charAt(at) - '0';
        if (!digit(text, at + 1)) return first;
        return digit(text, at + 2) ? -1 : first * 10 + text.charAt(at + 1) - '0';
    }

    /// The level to ask for in place of a wanted one; null if no level has that meaning: a model that always thinks
    /// must not be asked for a level in place of "none".
    public Effort offered(Effort wanted) {
        Effort level = nearest(wanted);
        return wanted == Effort.NONE && level != Effort.NONE ? null : level;
    }

    /// The nearest level that the model takes, the lower of two; null if it takes none.
    public Effort nearest(Effort wanted) {
        Effort best = null;
        for (Effort level : efforts) {
            if (best == null || distance(level, wanted) < distance(best, wanted)) best = level;
        }
        return best;
    }

    private static int distance(Effort one, Effort other) {
        return Math.abs(one.ordinal() - other.ordinal());
    }
}
