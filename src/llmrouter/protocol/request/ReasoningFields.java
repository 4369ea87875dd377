package llmrouter.protocol.request;

import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Reasoning.Mode;
import llmrouter.chat.Reasoning;

/// Reads how much to think from a request of any format. Each vendor's spelling is read in every format, because
/// clients send their spelling to any base URL.
public final class ReasoningFields {
    private ReasoningFields() {}

    /// The request's wish, or null if it has none. In order: `reasoning_effort`, `reasoning.effort`, `effort`,
    /// `output_config.effort`; beside it `thinking`.
    public static Reasoning read(RequestFields top) {
        Effort effort = null;
        RequestFields reasoning = top.object("reasoning");
        RequestFields output = top.object("output_config");
        var places = new Effort[] {effort(top, "reasoning_effort"), effort(reasoning, "effort"),
            effort(top, "effort"), effort(output, "effort")};
        for (Effort given : places) {
            if (effort == null) effort = given;
        }
        if (reasoning != null) reasoning.ignore("summary", "generate_summary"); // thinking is always shown
        RequestFields thinking = top.object("thinking");
        if (thinking == null) return effort == null ? null : Reasoning.of(effort);
        Mode mode = mode(thinking);
        Long budget = mode == Mode.ENABLED ? thinking.count("budget_tokens", 1) : null;
        thinking.ignore("budget_tokens", "display"); // thinking is always shown if there is any
        return new Reasoning(mode, effort, budget);
    }

    private static Effort effort(RequestFields fields, String name) {
        String word = fields == null ? null : fields.text(name);
        if (word == null) return null;
        Effort effort = EffortNames.of(word);
        if (effort == null) throw fields.error(name, "must be one of none, minimal, low, medium, high, xhigh, max");
        return effort;
    }

    private static Mode mode(RequestFields thinking) {
        return switch (thinking.requiredText("type")) {
            case "enabled" -> Mode.ENABLED;
            case "adaptive", "auto" -> Mode.ADAPTIVE;
            case "disabled" -> Mode.DISABLED;
            case "between_tools" -> Mode.BETWEEN_TOOLS;
            default -> throw thinking.error("type", "must be one of enabled, adaptive, disabled, between_tools");
        };
    }
}
