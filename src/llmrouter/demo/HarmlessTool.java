package llmrouter.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import llmrouter.chat.Conversation;
import llmrouter.chat.Part;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice;
import llmrouter.chat.ToolKind;
import llmrouter.chat.Turn;

/// Chooses the tool that a simulated model calls. A coding agent runs what a model asks for, so the model asks for
/// nothing that starts agents, runs commands, changes files or reaches the network: it prefers a tool that reads. It
/// asks once in a conversation, so that every conversation ends.
final class HarmlessTool {
    /// Words in names of tools that only look at something. The earlier word is preferred: a tool that lists files
    /// finds some in any folder.
    private static final List<String> READING = List.of("glob", "ls", "list", "read", "view", "cat", "grep", "find",
        "get", "look", "lookup", "show", "weather", "forecast", "time", "date", "calculate", "calculator", "search");
    /// Words in names of tools that do something, that concern more than the conversation, or that need a file of a
    /// kind that is seldom there.
    private static final Set<String> ACTING = Set.of("agent", "agents", "task", "tasks", "spawn", "delegate", "team",
        "bash", "shell", "exec", "execute", "run", "command", "terminal", "kill", "process", "stdin", "write", "edit",
        "patch", "apply", "create", "update", "delete", "remove", "move", "rename", "insert", "replace", "set", "send",
        "post", "put", "upload", "push", "commit", "deploy", "install", "buy", "pay", "order", "schedule", "wakeup",
        "cron", "plan", "worktree", "skill", "workflow", "ask", "question", "input", "request", "web", "fetch", "http",
        "url", "browser", "browse", "open", "click", "navigate", "download", "mcp", "monitor", "notebook", "todo",
        "message", "mail", "email", "remote", "notification", "start", "stop", "enter", "exit", "tool", "image");

    private HarmlessTool() {}

    /// The tool to call now; null if none may be called.
    static Tool of(Conversation asked) {
        if (asked.toolChoice() instanceof ToolChoice.NoneChoice || hasCalled(asked)) return null;
        if (asked.toolChoice() instanceof ToolChoice.NamedChoice(String name)) return named(asked.tools(), name);
        Tool best = null;
        int rank = READING.size();
        for (Tool tool : asked.tools()) {
            int own = isHarmless(tool) ? rank(tool) : rank;
            if (own >= rank) continue;
            best = tool;
            rank = own;
        }
        return best == null ? firstOfHarmlessOnes(asked.tools()) : best;
    }

    /// Whether the conversation has a call or a result already.
    private static boolean hasCalled(Conversation asked) {
        for (Turn turn : asked.turns()) {
            for (Part part : turn.parts()) {
                if (part instanceof Part.ToolCallPart || part instanceof Part.ToolResultPart) return true;
            }
        }
        return false;
    }

    private static Tool named(List<Tool> tools, String name) {
        for (Tool tool : tools) {
            if (tool.name().equals(name) && isHarmless(tool)) return tool;
        }
        return null;
    }

    /// A tool whose name says nothing is called only if no tool of the request acts: the request is then no agent's.
    private static Tool firstOfHarmlessOnes(List<Tool> tools) {
        boolean all = !tools.isEmpty() && tools.stream().allMatch(HarmlessTool::isHarmless);
        return all ? tools.getFirst() : null;
    }

    private static boolean isHarmless(Tool tool) {
        String group = tool.kind().namespace() == null ? "" : tool.kind().namespace() + ".";
        boolean function = tool.kind().form() == ToolKind.Form.FUNCTION;
        return function && words(group + tool.name()).stream().noneMatch(ACTING::contains);
    }

    /// The place of the tool's best word; the number of words if it has none.
    private static int rank(Tool tool) {
        int rank = READING.size();
        for (String word : words(tool.name())) {
            int at = READING.indexOf(word);
            if (at >= 0) rank = Math.min(rank, at);
        }
        return rank;
    }

    /// The words of a name such as `ReadFile`, `read_file` or `mcp__disk__read2`, in lower case.
    private static List<String> words(String name) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean begins = Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1));
            if (begins || !Character.isLetter(c)) {
                if (!word.isEmpty()) words.add(word.toString().toLowerCase(Locale.ROOT));
                word.setLength(0);
            }
            if (Character.isLetter(c)) word.append(c);
        }
        if (!word.isEmpty()) words.add(word.toString().toLowerCase(Locale.ROOT));
        return words;
    }
}
