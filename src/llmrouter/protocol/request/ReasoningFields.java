package llmrouter.protocol.request;

import llmrouter.chat.Losses;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Reasoning.Mode;
import llmrouter.chat.Reasoning;

/// Reads how much to think from a request of any format. Each vendor's spelling is read in every format, because
/// clients send their spelling to any base URL.
public final class ReasoningFields {
    private ReasoningFields() {}

    /// The request's wish, or null if it has none. In order: `reasoning_effort`, `reasoning.effort`, `effort`,
    /// `output_config.effort`; beside it `thinking`.
    public static Reasoning read(RequestFields top, Losses losses) {
        RequestFields reasoning = top.object("reasoning");
        RequestFields output = top.object("output_config");
        Effort effort = effort(top, reasoning, output);
        Boolean shown = summary(reasoning);
        Mode mode = null;
        Long budget = null;
        if (reasoning != null) {
            if ("standard".equals(reasoning.text("mode"))) reasoning.leaveOut(losses, "mode");
            else reasoning.unread("mode");
            budget = reasoning.count("max_tokens", 1);
            Boolean enabled = reasoning.flag("enabled");
            if (enabled != null) mode = enabled ? Mode.ENABLED : Mode.DISABLED;
        }
        RequestFields thinking = top.object("thinking");
        if (thinking != null) {
            mode = mode(thinking);
            budget = mode == Mode.ENABLED ? thinking.count("budget_tokens", 1) : null;
            if (thinking.text("display") instanceof String display) shown = !display.equals("omitted");
            thinking.ignore("budget_tokens");
        }
        var wish = new Reasoning(mode, effort, budget, shown);
        return wish.saysHowMuch() || shown != null ? wish : null;
    }

    /// The wish of a Chat Completions request. The format has no field for it, but clients that set an effort, or that
    /// have a `reasoning` or `include_reasoning` as OpenRouter defines them, show thinking to their users.
    public static Reasoning ofChat(RequestFields top, Losses losses) {
        Reasoning wish = read(top, losses);
        Boolean included = top.flag("include_reasoning");
        if (wish != null && wish.shown() != null) return wish;
        if (included != null) return wish == null && !included ? null : shown(wish, included);
        boolean named = top.has("reasoning") || top.has("reasoning_effort");
        return named && !off(wish) ? shown(wish, true) : wish;
    }

    private static Reasoning shown(Reasoning wish, boolean shown) {
        return wish == null ? new Reasoning(null, null, null, shown) : wish.shown(shown);
    }

    private static boolean off(Reasoning wish) {
        return wish != null && (wish.mode() == Mode.DISABLED || wish.effort() == Effort.NONE);
    }

    private static Effort effort(RequestFields top, RequestFields reasoning, RequestFields output) {
        var places = new Effort[] {effort(top, "reasoning_effort"), effort(reasoning, "effort"),
            effort(top, "effort"), effort(output, "effort")};
        for (Effort given : places) {
            if (given != null) return given;
        }
        return null;
    }

    /// `summary` or its older name, and OpenRouter's `exclude`.
    private static Boolean summary(RequestFields reasoning) {
        if (reasoning == null) return null;
        if (Boolean.TRUE.equals(reasoning.flag("exclude"))) return false;
        String summary = reasoning.text("summary");
        String older = reasoning.text("generate_summary");
        if (summary == null) summary = older;
        return summary == null ? null : !summary.equals("none");
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
