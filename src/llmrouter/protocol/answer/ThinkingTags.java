package llmrouter.protocol.answer;

import java.util.List;

import llmrouter.text.Letters;

/// How a model marks thinking that it writes into the text of its answer, in place of a member of its own. The tags are
/// `<think>`, `<thinking>` and `<thought>`, in any case.
public enum ThinkingTags {
    /// It does not write thinking into the text. Tags in the text are text.
    NONE,
    /// The text may begin with a tag, then the thinking, then the closing tag.
    OPENED,
    /// Also without the opening tag, because the model's chat template puts that at the end of the prompt. What such a
    /// model writes first is held back until the closing tag comes or the text ends, unless its server has told the
    /// thinking apart already.
    UNOPENED;

    /// A part of a model's name, in lower case, and what is known of such models. The first that fits counts. Many
    /// servers of these models tell thinking and text apart themselves, and then there are no tags.
    private record Known(String name, ThinkingTags tags) {}

    /// From the chat templates that the models are published with, and from the documentation of the reasoning parsers
    /// in vLLM and SGLang. `b-thinking` is the size of a Qwen 3 model and what follows it: `30b-a3b-thinking-2507`.
    private static final List<Known> TABLE = List.of(
        new Known("minimax-m", UNOPENED),
        new Known("deepseek-r1", UNOPENED),
        new Known("r1-distill", UNOPENED),
        new Known("qwq", UNOPENED),
        new Known("b-thinking", UNOPENED),
        new Known("kimi-k2", OPENED),
        new Known("qwen3", OPENED),
        new Known("glm-4", OPENED),
        new Known("glm-5", OPENED),
        new Known("glm-z1", OPENED),
        new Known("smollm3", OPENED),
        new Known("openthinker", OPENED),
        new Known("phi-4-reasoning", OPENED),
        new Known("phi-4-mini-reasoning", OPENED),
        new Known("magistral", OPENED),
        new Known("exaone-deep", OPENED),
        new Known("nemotron", OPENED),
        new Known("hunyuan", OPENED),
        new Known("ernie-4.5", OPENED),
        new Known("deepcoder", OPENED),
        new Known("skywork-or1", OPENED),
        new Known("gemini", OPENED));

    /// The tags of a model.
    ///
    /// @param model      its id at the provider
    /// @param configured whether it writes thinking into the text, or null if the configuration does not say; a model
    ///                   that is not known may then leave out the opening tag
    public static ThinkingTags of(String model, Boolean configured) {
        if (configured != null && !configured) return NONE;
        String name = Letters.lower(model);
        for (Known known : TABLE) {
            if (name.contains(known.name())) return known.tags();
        }
        return configured == null ? NONE : UNOPENED;
    }
}
