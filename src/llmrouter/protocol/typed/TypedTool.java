package llmrouter.protocol.typed;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.chat.Tool;
import llmrouter.chat.ToolKind.Form;
import llmrouter.chat.ToolKind;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.request.RequestFields;

/// A tool that the vendor defines and the client runs, so that a model of any vendor can call it (OpenAI API reference,
/// "Create a model response", `tools`). Its definition has only a type, and its calls are items of a type of their own.
/// For other models it is a function with the same name; its arguments are what the item has in one member.
public enum TypedTool {
    TOOL_SEARCH(Form.TOOL_SEARCH, "tool_search", "tool_search", "tsc_", "arguments",
        "Searches tools that are not listed yet. Tools that it finds can be called from the next turn on.", """
        {"type":"object","properties":{"query":{"type":"string","description":"What the tool should do."}},
        "required":["query"]}"""),
    SHELL(Form.SHELL, "shell", "shell", "sh_", "action", "Runs commands in a shell on the user's machine.", """
        {"type":"object","properties":{"commands":{"type":"array","items":{"type":"string"},
        "description":"Commands, each run by itself in a shell."},
        "timeout_ms":{"type":"integer","description":"Milliseconds that the commands may take."},
        "max_output_length":{"type":"integer","description":"Characters of output that are wanted at most."}},
        "required":["commands"]}"""),
    LOCAL_SHELL(Form.LOCAL_SHELL, "local_shell", "local_shell", "lsh_", "action",
        "Runs a command on the user's machine.", """
        {"type":"object","properties":{"command":{"type":"array","items":{"type":"string"},
        "description":"The program and its arguments, e.g. [\\"bash\\",\\"-lc\\",\\"ls\\"]."},
        "working_directory":{"type":"string"},
        "timeout_ms":{"type":"integer","description":"Milliseconds that the command may take."},
        "env":{"type":"object","description":"Variables of the environment.",
        "additionalProperties":{"type":"string"}}},"required":["command"]}"""),
    APPLY_PATCH(Form.APPLY_PATCH, "apply_patch", "apply_patch", "apc_", "operation",
        "Creates, changes or deletes one file of the user's workspace.", """
        {"type":"object","properties":{"type":{"type":"string","enum":["create_file","update_file","delete_file"]},
        "path":{"type":"string","description":"The file, relative to the workspace."},
        "diff":{"type":"string","description":"For create_file: every line of the file, each with + before it. \
        For update_file: sections that begin with a line @@ and hold lines that stay (a space before each), \
        lines to remove (-) and lines to add (+). Not for delete_file."}},"required":["type","path"]}"""),
    COMPUTER(Form.COMPUTER, "computer", "computer", "cu_", "actions",
        "Acts on the user's screen, in order. The result is a screenshot.", """
        {"type":"object","properties":{"actions":{"type":"array","items":""" + Action.SCHEMA + """
        }},"required":["actions"]}"""),
    COMPUTER_PREVIEW(Form.COMPUTER_PREVIEW, "computer_use_preview", "computer", "cu_", "action",
        "Does one thing on the user's screen. The result is a screenshot.", Action.SCHEMA);

    private static final Set<String> CHANGES = Set.of("create_file", "update_file", "delete_file");

    /// An action on a screen.
    private static final class Action {
        static final String SCHEMA = """
            {"type":"object","properties":{"type":{"type":"string","enum":["click","double_click","drag","keypress",
            "move","screenshot","scroll","type","wait"]},"x":{"type":"integer"},"y":{"type":"integer"},
            "button":{"type":"string","enum":["left","right","wheel","back","forward"]},
            "keys":{"type":"array","items":{"type":"string"}},"text":{"type":"string"},
            "scroll_x":{"type":"integer"},"scroll_y":{"type":"integer"},
            "path":{"type":"array","items":{"type":"object","properties":{"x":{"type":"integer"},
            "y":{"type":"integer"}},"required":["x","y"]}}},"required":["type"]}""";
    }

    private final ToolKind kind;
    private final String word;
    private final String item;
    private final String idPrefix;
    private final String member;
    private final String description;
    private final String schema;

    /// @param word   the tool's `type`, which is its name for other models
    /// @param item   the calls' `type` without `_call`
    /// @param member the one that holds the arguments
    TypedTool(Form form, String word, String item, String idPrefix, String member, String description, String schema) {
        this.kind = ToolKind.of(form);
        this.word = word;
        this.item = item;
        this.idPrefix = idPrefix;
        this.member = member;
        this.description = description;
        this.schema = schema;
    }

    /// The tool with this `type`, or null.
    public static TypedTool ofTool(String type) {
        for (TypedTool tool : values()) {
            if (tool.word.equals(type)) return tool;
        }
        return null;
    }

    /// The tool that is called by items of this `type`, or null.
    public static TypedTool ofCall(String type) {
        return type.endsWith("_call") ? ofItem(type.substring(0, type.length() - "_call".length())) : null;
    }

    /// The tool whose results are items of this `type`, or null.
    public static TypedTool ofOutput(String type) {
        String end = "_call_output";
        if (type.equals("tool_search_output")) return TOOL_SEARCH;
        return type.endsWith(end) ? ofItem(type.substring(0, type.length() - end.length())) : null;
    }

    private static TypedTool ofItem(String item) {
        for (TypedTool tool : values()) {
            if (tool.item.equals(item)) return tool;
        }
        return null;
    }

    public static TypedTool of(ToolKind kind) {
        for (TypedTool tool : values()) {
            if (tool.kind.equals(kind)) return tool;
        }
        throw new AssertionError(kind + " has no type of its own");
    }

    public ToolKind kind() {
        return kind;
    }

    public String word() {
        return word;
    }

    public String idPrefix() {
        return idPrefix;
    }

    /// Whether the client runs the tool, and not the vendor.
    public boolean clientRuns(RequestFields tool) {
        if (this == TOOL_SEARCH) return clientSearches(tool.text("execution"), tool.has("parameters"));
        if (this != SHELL) return true;
        return isLocal(tool.plain("environment"));
    }

    private static boolean isLocal(Json.Obj environment) {
        return environment == null || "local".equals(environment.text("type"));
    }

    /// Whether the client did the search of an item of the history, which then has a call's id.
    public static boolean clientSearched(RequestFields item) {
        return clientSearches(item.text("execution"), item.has("call_id"));
    }

    /// @param otherwise whether the client does it if nothing says who does
    private static boolean clientSearches(String execution, boolean otherwise) {
        return execution == null ? otherwise : execution.equals("client");
    }

    /// The tool as other models know it. A search has its own words and parameters.
    public Tool tool(RequestFields given) {
        String words = this == TOOL_SEARCH ? given.text("description") : null;
        Json.Obj parameters = this == TOOL_SEARCH ? given.plain("parameters") : null;
        return new Tool(word, words != null ? words : description,
            parameters != null ? parameters : (Json.Obj) Json.parse(schema), null, null, kind);
    }

    /// The arguments of a call in the history.
    public String arguments(RequestFields call) {
        boolean elsewhere = this == SHELL && call.raw("environment") instanceof Json.Obj place && !isLocal(place);
        if (elsewhere) call.unread("environment"); // other models have only the client's own environment
        Json given = call.raw(member);
        if (given == null) return "{}";
        if (given instanceof Json.Str text) return text.value();
        if (this == COMPUTER || !(given instanceof Json.Obj object)) return Json.object().put(member, given).toString();
        Json.Obj said = Json.object();
        object.members().forEach((name, value) -> {
            if (!Json.isNull(value) && !(this == LOCAL_SHELL && name.equals("type"))) said.put(name, value);
        });
        return said.toString();
    }

    /// The item of a call.
    ///
    /// @return null if the arguments are not such that a client could run the call
    public Json.Obj call(String id, String status, String callId, String arguments) {
        Json fitted = fitted(arguments);
        if (fitted == null) return null;
        Json.Obj call = Json.object().put("id", id).put("type", item + "_call").put("status", status)
            .put("call_id", callId);
        switch (this) {
            case TOOL_SEARCH -> call.put("execution", "client");
            case SHELL -> call.put("environment", Json.object().put("type", "local"));
            case COMPUTER, COMPUTER_PREVIEW -> call.put("pending_safety_checks", Json.array());
            case LOCAL_SHELL, APPLY_PATCH -> { }
        }
        return call.put(member, fitted);
    }

    private Json fitted(String arguments) {
        if (!(parsed(arguments) instanceof Json.Obj said)) return null;
        // some models know the vendor's item and write the arguments as they stand there
        Json.Obj given = this != COMPUTER && said.object(member) instanceof Json.Obj inner ? inner : said;
        return switch (this) {
            case TOOL_SEARCH -> said;
            case SHELL -> shell(given);
            case LOCAL_SHELL -> localShell(given);
            case APPLY_PATCH -> patch(given);
            case COMPUTER -> given.items("actions").isEmpty() ? null : given.get("actions");
            case COMPUTER_PREVIEW -> given.text("type") == null ? null : given;
        };
    }

    private static Json parsed(String arguments) {
        try {
            return arguments.isEmpty() ? Json.object() : Json.parseNested(arguments);
        } catch (JsonError _) {
            return null; // half a call, or none
        }
    }

    /// Clients expect both limits, if only as null.
    private static Json shell(Json.Obj given) {
        List<Json> commands = strings(given.get("commands") == null ? given.get("command") : given.get("commands"));
        if (commands.isEmpty()) return null;
        return Json.object().put("commands", new Json.Arr(commands)).put("timeout_ms", orNull(given, "timeout_ms"))
            .put("max_output_length", orNull(given, "max_output_length"));
    }

    private static Json localShell(Json.Obj given) {
        List<Json> command = strings(given.get("command"));
        if (command.isEmpty()) return null;
        if (given.get("command") instanceof Json.Str) {
            command.addAll(0, List.of(Json.of("bash"), Json.of("-lc"))); // a line, not a list of words
        }
        Json.Obj env = given.object("env");
        return Json.object().put("type", "exec").put("command", new Json.Arr(command))
            .put("env", env == null ? Json.object() : env).put("timeout_ms", given.number("timeout_ms"))
            .put("working_directory", given.text("working_directory"));
    }

    private static Json patch(Json.Obj given) {
        String type = given.text("type");
        if (type == null || !CHANGES.contains(type) || given.text("path") == null) return null;
        Json.Obj operation = Json.object().put("type", type).put("path", given.text("path"));
        if (type.equals("delete_file")) return operation;
        return given.text("diff") == null ? null : operation.put("diff", given.text("diff"));
    }

    private static Json orNull(Json.Obj given, String member) {
        return given.number(member) == null ? Json.Null.NULL : given.number(member);
    }

    /// A string, or the strings of an array; none if there is anything else.
    private static List<Json> strings(Json value) {
        var strings = new ArrayList<Json>();
        if (value instanceof Json.Str) strings.add(value);
        if (!(value instanceof Json.Arr list)) return strings;
        for (Json item : list.items()) {
            if (!(item instanceof Json.Str)) return new ArrayList<>();
            strings.add(item);
        }
        return strings;
    }
}
