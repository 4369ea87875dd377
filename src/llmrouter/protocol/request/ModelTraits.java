package llmrouter.protocol.request;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import llmrouter.chat.Reasoning.Effort;
import llmrouter.text.Letters;
import llmrouter.text.VersionNumber;

/// What is known of a model by its id alone, from the vendors' model pages of November 2026. Ids that are not known get
/// the form that most servers accept; a field that a server refuses is learned from its 400 ([Target#learned]).
///
/// @param efforts  levels it takes, from least to most; empty if it takes none
/// @param thinking how a request asks a Claude model to think
/// @param marks    what else is special about it
public record ModelTraits(List<Effort> efforts, Thinking thinking, Set<Mark> marks) {
    /// By tokens, by level (`adaptive` with `output_config.effort`), or not known.
    public enum Thinking { UNKNOWN, BUDGET, ADAPTIVE }

    /// A rule of one vendor for some of its models.
    public enum Mark {
        /// Claude: takes `output_config.format`
        STRUCTURED_OUTPUT,
        /// refuses temperature, top_p and top_k other than the default
        FIXED_SAMPLING,
        /// wants its `reasoning_content` back in tool turns
        REASONING_REPLAYED,
        /// Claude: refuses a budget of tokens; the text of its thinking is empty unless `thinking.display` asks for it
        ADAPTIVE_ONLY,
        /// Claude: refuses `disabled`; its least thinking is `between_tools`
        THINKS_BETWEEN_TOOLS,
        /// Claude: refuses `disabled`; its least thinking is the lowest level of effort
        THINKS_ALWAYS,
        /// Claude: refuses a `tool_choice` that requires a tool
        CHOOSES_TOOLS_ITSELF,
        /// OpenAI: takes explicit cache marks
        CACHE_BREAKPOINTS
    }

    private static final List<Effort> LOW_TO_HIGH = List.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH);
    private static final List<Effort> LOW_TO_XHIGH = List.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH);
    private static final List<Effort> LOW_TO_MAX = List.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH,
        Effort.MAX);

    /// @param model id on the wire, possibly with a vendor's prefix or suffix
    public static ModelTraits of(String model) {
        String id = Letters.lower(model);
        int claude = id.indexOf("claude-");
        if (claude >= 0) return claude(id.substring(claude + 7));
        String name = id.substring(id.lastIndexOf('/') + 1);
        if (name.startsWith("gpt-") && !name.startsWith("gpt-oss") || name.startsWith("chatgpt-")) return gpt(name);
        if (name.length() > 1 && name.charAt(0) == 'o' && name.charAt(1) >= '1' && name.charAt(1) <= '4')
            return new ModelTraits(LOW_TO_HIGH, Thinking.UNKNOWN, setOf(Mark.STRUCTURED_OUTPUT, Mark.FIXED_SAMPLING));
        boolean replayed = id.contains("deepseek") || id.contains("kimi") || id.contains("glm-");
        Set<Mark> marks = setOf(Mark.STRUCTURED_OUTPUT);
        if (replayed) marks.add(Mark.REASONING_REPLAYED);
        return new ModelTraits(LOW_TO_HIGH, Thinking.UNKNOWN, marks);
    }

    private static Set<Mark> setOf(Mark... marks) {
        return new LinkedHashSet<>(List.of(marks));
    }

    /// `opus-4-6`, `sonnet-4.5-20250929`, `3-5-haiku-latest`: a family and a version in either order.
    ///
    /// The source for the models since Opus 4.7 is the vendor's "What's new" page and migration guide of each.
    private static ModelTraits claude(String rest) {
        boolean preview = rest.startsWith("mythos-preview");
        int version = preview ? 407 : VersionNumber.of(rest);
        boolean adaptive = version >= 406 && !rest.startsWith("haiku-4");
        List<Effort> efforts = !adaptive ? LOW_TO_HIGH
            : version == 406 ? List.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.MAX) : LOW_TO_MAX;
        Thinking thinking = adaptive ? Thinking.ADAPTIVE : version == 0 ? Thinking.UNKNOWN : Thinking.BUDGET;
        Set<Mark> marks = setOf();
        if (version == 0 || version >= 405) marks.add(Mark.STRUCTURED_OUTPUT);
        if (adaptive && version >= 407) {
            marks.add(Mark.FIXED_SAMPLING);
            marks.add(Mark.ADAPTIVE_ONLY);
            leastThinking(rest, version, marks);
        }
        return new ModelTraits(efforts, thinking, marks);
    }

    private static void leastThinking(String rest, int version, Set<Mark> marks) {
        boolean largest = rest.startsWith("fable-") || rest.startsWith("mythos-");
        boolean opus = rest.startsWith("opus-") && version >= 505;
        if (largest || opus) marks.add(Mark.THINKS_ALWAYS);
        if (opus || largest && version >= 501) marks.add(Mark.CHOOSES_TOOLS_ITSELF);
        if (rest.startsWith("sonnet-") && version >= 505) marks.add(Mark.THINKS_BETWEEN_TOOLS);
    }

    /// `gpt-5-mini`, `gpt-5.1-codex-max`, `gpt-6.1-sol`: levels by generation (developers.openai.com, "Reasoning").
    private static ModelTraits gpt(String name) {
        int version = name.startsWith("gpt-") ? VersionNumber.of(name.substring(4)) : 0;
        if (version < 500 || name.contains("-chat")) {
            return new ModelTraits(List.of(), Thinking.UNKNOWN, setOf(Mark.STRUCTURED_OUTPUT));
        }
        Set<Mark> marks = setOf(Mark.STRUCTURED_OUTPUT, Mark.FIXED_SAMPLING);
        if (version >= 506) marks.add(Mark.CACHE_BREAKPOINTS);
        return new ModelTraits(gptEfforts(name, version), Thinking.UNKNOWN, marks);
    }

    private static List<Effort> gptEfforts(String name, int version) {
        boolean large = name.contains("-sol") || name.contains("-astra");
        if (version >= 601 && large || version >= 600 && name.contains("-astra")) return LOW_TO_MAX;
        if (version >= 506) {
            return List.of(Effort.NONE, Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH, Effort.MAX);
        }
        if (name.contains("-pro")) {
            return version >= 502 ? List.of(Effort.MEDIUM, Effort.HIGH, Effort.XHIGH) : List.of(Effort.HIGH);
        }
        if (version >= 502) return List.of(Effort.NONE, Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH);
        if (name.contains("codex-max")) return LOW_TO_XHIGH;
        if (name.contains("codex")) return LOW_TO_HIGH;
        return version == 501 ? List.of(Effort.NONE, Effort.LOW, Effort.MEDIUM, Effort.HIGH)
            : List.of(Effort.MINIMAL, Effort.LOW, Effort.MEDIUM, Effort.HIGH);
    }

    /// Claude: takes `output_config.format`.
    public boolean structuredOutput() {
        return marks.contains(Mark.STRUCTURED_OUTPUT);
    }

    public boolean cacheBreakpoints() {
        return marks.contains(Mark.CACHE_BREAKPOINTS);
    }

    /// Refuses temperature and top_p.
    public boolean fixedSampling() {
        return marks.contains(Mark.FIXED_SAMPLING);
    }

    /// Wants its `reasoning_content` back in tool turns.
    public boolean reasoningReplayed() {
        return marks.contains(Mark.REASONING_REPLAYED);
    }

    public boolean has(Mark mark) {
        return marks.contains(mark);
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
