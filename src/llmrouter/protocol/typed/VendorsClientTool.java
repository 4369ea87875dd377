package llmrouter.protocol.typed;

import llmrouter.chat.Losses;
import llmrouter.chat.Tool;
import llmrouter.json.Json;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.Callers;
import llmrouter.protocol.request.RequestFields;

/// A tool of Messages that the vendor defines and the client runs ("Tool use with Claude", client tools). Its calls are
/// ordinary `tool_use` blocks with its name, so that for other models it is a function. The version in a tool's type is
/// not compared: the newest arguments contain those of earlier versions.
public enum VendorsClientTool {
    BASH("bash_", "Runs a command in a shell that stays open on the user's machine.", """
        {"type":"object","properties":{"command":{"type":"string","description":"The command."},
        "restart":{"type":"boolean","description":"True to start the shell anew; then no command is needed."}}}"""),
    TEXT_EDITOR("text_editor_", "Views and changes text files.", """
        {"type":"object","properties":{"command":{"type":"string","enum":["view","create","str_replace","insert"]},
        "path":{"type":"string","description":"The file or folder."},
        "view_range":{"type":"array","items":{"type":"integer"},"description":"For view: first and last line."},
        "file_text":{"type":"string","description":"For create: the whole text."},
        "old_str":{"type":"string","description":"For str_replace: text that stands exactly once in the file."},
        "new_str":{"type":"string","description":"For str_replace: what takes its place."},
        "insert_line":{"type":"integer","description":"For insert: the line before the text; 0 for the top."},
        "insert_text":{"type":"string","description":"For insert: the text."}},"required":["command","path"]}"""),
    MEMORY("memory_", "Keeps notes in files below /memories, for later conversations too.", """
        {"type":"object","properties":{"command":{"type":"string",
        "enum":["view","create","str_replace","insert","delete","rename"]},
        "path":{"type":"string"},"view_range":{"type":"array","items":{"type":"integer"}},
        "file_text":{"type":"string"},"old_str":{"type":"string"},"new_str":{"type":"string"},
        "insert_line":{"type":"integer"},"insert_text":{"type":"string"},
        "old_path":{"type":"string","description":"For rename."},"new_path":{"type":"string"}},
        "required":["command"]}"""),
    COMPUTER("computer_2", "Acts on the user's screen, and takes screenshots of it.", """
        {"type":"object","properties":{"action":{"type":"string","enum":["key","type","mouse_move","left_click",
        "left_click_drag","right_click","middle_click","double_click","triple_click","left_mouse_down",
        "left_mouse_up","scroll","hold_key","wait","zoom","cursor_position","screenshot"]},
        "coordinate":{"type":"array","items":{"type":"integer"},"description":"x and y in pixels."},
        "start_coordinate":{"type":"array","items":{"type":"integer"}},"text":{"type":"string"},
        "duration":{"type":"number","description":"In seconds."},
        "scroll_direction":{"type":"string","enum":["up","down","left","right"]},"scroll_amount":{"type":"integer"},
        "region":{"type":"array","items":{"type":"integer"},"description":"For zoom: x0, y0, x1, y1."}},
        "required":["action"]}""");

    private final String prefix;
    private final String description;
    private final String schema;

    VendorsClientTool(String prefix, String description, String schema) {
        this.prefix = prefix;
        this.description = description;
        this.schema = schema;
    }

    /// The tool with this `type`, or null.
    public static VendorsClientTool of(String type) {
        for (VendorsClientTool tool : values()) {
            if (type.startsWith(tool.prefix)) return tool;
        }
        return null;
    }

    /// The tool as other models know it. The size of the screen is told in words.
    public Tool tool(RequestFields given, Losses losses) {
        given.ignore("defer_loading"); // read with the list of tools
        if (given.raw("input_examples") != null) losses.dropped("input_examples");
        Callers.readAllowed(given, losses);
        Json.Num width = given.number("display_width_px");
        Json.Num height = given.number("display_height_px");
        String screen = width == null || height == null ? ""
            : " The screen is " + width + " pixels wide and " + height + " high.";
        return new Tool(given.requiredText("name"), description + screen, (Json.Obj) Json.parse(schema),
            given.flag("strict"), CacheFields.read(given));
    }
}
