package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Part;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice.NamedChoice;
import llmrouter.chat.ToolChoice;
import llmrouter.chat.ToolKind;
import llmrouter.chat.Turn;
import llmrouter.json.Json;

/// Turns tools into plain functions, for a format without other kinds: a tool in a namespace is named
/// `namespace__tool`, a freeform tool gets one string, `input`, and a tool that its vendor defines is the function that
/// its reader made of it. Calls in the history change in the same way; [#original] gives the tool of a call in the
/// answer. One request, one owner.
public final class PlainTools {
    public static final PlainTools NONE = functions(new Losses());
    private static final String INPUT = "input";
    /// The schema of each freeform tool: no code changes a tree that was handed on.
    private static final Json.Obj FREEFORM = Json.object().put("type", "object")
        .put("properties", Json.object().put(INPUT, Json.object().put("type", "string").put("description",
            "The whole text that the tool takes, as it is.")))
        .put("required", Json.array(Json.of(INPUT))).put("additionalProperties", false);

    /// A tool as the client knows it.
    public record Original(String name, ToolKind kind) implements Comparable<Original> {
        /// A client may choose names with one hash. A map finds its keys quickly nevertheless if they have an order.
        @Override
        public int compareTo(Original other) {
            int order = name.compareTo(other.name);
            if (order == 0) order = kind.form().compareTo(other.kind.form());
            return order != 0 ? order : group().compareTo(other.group());
        }

        private String group() {
            return kind.namespace() == null ? "" : kind.namespace();
        }
    }

    private final Predicate<ToolKind> fits;
    private final Losses losses;
    private final Map<Original, String> names = new HashMap<>();
    private final Map<String, Original> originals = new HashMap<>();
    /// the name that was found last for the wish, so that many equal wishes stay cheap
    private final Map<String, String> found = new HashMap<>();

    private PlainTools(Predicate<ToolKind> fits, Losses losses) {
        this.fits = fits;
        this.losses = losses;
    }

    /// For a format of functions.
    public static PlainTools functions(Losses losses) {
        return new PlainTools(ToolKind.FUNCTION::equals, losses);
    }

    /// For a format that has namespaces and freeform tools too.
    public static PlainTools untyped(Losses losses) {
        return new PlainTools(kind -> !kind.typed(), losses);
    }

    /// The conversation with the kinds of tools that the format has; itself if it has no others.
    public Conversation apply(Conversation conversation) {
        if (plain(conversation)) return conversation;
        for (Tool tool : conversation.tools()) {
            if (fits.test(tool.kind())) function(new Original(tool.name(), tool.kind()));
        }
        var tools = new ArrayList<Tool>(conversation.tools().size());
        for (Tool tool : conversation.tools()) tools.add(fits.test(tool.kind()) ? tool : function(tool));
        var turns = new ArrayList<Turn>(conversation.turns().size());
        for (Turn turn : conversation.turns()) turns.add(new Turn(turn.role(), functions(turn.parts())));
        return conversation.with(turns, tools, choice(conversation.toolChoice(), conversation.tools()));
    }

    /// The tool that a function's name stands for, or null if the tool was a function already.
    public Original original(String function) {
        Original known = originals.get(function);
        return known == null || fits.test(known.kind()) ? null : known;
    }

    private boolean plain(Conversation conversation) {
        for (Tool tool : conversation.tools()) {
            if (!fits.test(tool.kind())) return false;
        }
        for (Turn turn : conversation.turns())
            for (Part part : turn.parts()) {
                if (part instanceof ToolCallPart call && !fits.test(call.kind())) return false;
            }
        return true;
    }

    private String function(Original tool) {
        String known = names.get(tool);
        if (known != null) return known;
        boolean bare = tool.kind().namespace() == null || fits.test(tool.kind());
        String wish = bare ? tool.name() : tool.kind().namespace() + "__" + tool.name();
        String name = found.getOrDefault(wish, wish);
        while (originals.containsKey(name)) name += "_";
        found.put(wish, name);
        names.put(tool, name);
        originals.put(name, tool);
        return name;
    }

    private Tool function(Tool tool) {
        String name = function(new Original(tool.name(), tool.kind()));
        if (!tool.kind().freeform()) {
            return new Tool(name, tool.description(), tool.schema(), tool.strict(), tool.cache());
        }
        boolean grammar = tool.schema() != null && "grammar".equals(tool.schema().text("type"));
        if (grammar) losses.approximated("custom", "a function whose grammar is not enforced");
        return new Tool(name, description(tool), FREEFORM, null, tool.cache());
    }

    private static String description(Tool tool) {
        String words = tool.description() == null ? "" : tool.description();
        if (tool.schema() == null || tool.schema().text("definition") == null) return words;
        return words + (words.isEmpty() ? "" : "\n\n") + "The text in `" + INPUT + "` must match this "
            + tool.schema().text("syntax") + " grammar:\n" + tool.schema().text("definition");
    }

    private List<Part> functions(List<Part> parts) {
        var plain = new ArrayList<Part>(parts.size());
        for (Part part : parts) plain.add(part instanceof ToolCallPart call && !fits.test(call.kind())
            ? function(call) : part);
        return plain;
    }

    private Part function(ToolCallPart call) {
        String arguments = call.kind().freeform()
            ? Json.object().put(INPUT, call.arguments()).toString() : call.arguments();
        return new ToolCallPart(call.id(), function(new Original(call.name(), call.kind())), arguments, call.cache());
    }

    private ToolChoice choice(ToolChoice choice, List<Tool> tools) {
        if (!(choice instanceof NamedChoice(String name))) return choice;
        for (Tool tool : tools) {
            if (!tool.name().equals(name)) continue;
            return fits.test(tool.kind()) ? choice : new NamedChoice(function(new Original(name, tool.kind())));
        }
        return choice;
    }
}
