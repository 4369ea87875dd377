package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Part.ImagePart;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Part.ToolResultPart;
import llmrouter.chat.Part;
import llmrouter.chat.Source;
import llmrouter.json.Json;
import llmrouter.protocol.history.PieceReading;
import llmrouter.protocol.request.OpenAiParts;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.typed.CallIds;
import llmrouter.protocol.typed.TypedTool;

/// Reads the items of [typed tools][TypedTool] in `input`: a call becomes the call of a function, and what the tool
/// gave becomes the text or the image that says the same.
final class TypedItemsReader {
    private static final String PARAGRAPH = OutputItems.PARAGRAPH;

    private final CallIds ids;
    private final PieceReading reading;

    TypedItemsReader(CallIds ids, PieceReading reading) {
        this.ids = ids;
        this.reading = reading;
    }

    /// The call or result that an item is; null if it is of another type, or of a search that the vendor did.
    Part read(String type, RequestFields item) {
        TypedTool called = calledBy(type, item);
        if (called != null) {
            String id = ids.call(item, called.word());
            return new ToolCallPart(id, called.word(), called.arguments(item), null, called.kind());
        }
        TypedTool answering = TypedTool.ofOutput(type);
        if (answering == null || answering == TypedTool.TOOL_SEARCH && !TypedTool.clientSearched(item)) return null;
        boolean failed = answering == TypedTool.APPLY_PATCH && "failed".equals(item.text("status"));
        return new ToolResultPart(ids.answered(item), result(answering, item), failed, null);
    }

    /// Two tools have calls of the type `computer_call`; one of them does one action with each.
    private static TypedTool calledBy(String type, RequestFields item) {
        TypedTool tool = TypedTool.ofCall(type);
        if (tool == TypedTool.TOOL_SEARCH && !TypedTool.clientSearched(item)) return null;
        return tool == TypedTool.COMPUTER && !item.has("actions") ? TypedTool.COMPUTER_PREVIEW : tool;
    }

    private List<Part> result(TypedTool tool, RequestFields item) {
        return switch (tool) {
            case TOOL_SEARCH -> List.of(new TextPart(found(item)));
            case SHELL -> item.raw("output") instanceof Json.Arr
                ? List.of(new TextPart(runs(item.objects("output")))) : words(item);
            case LOCAL_SHELL, APPLY_PATCH -> words(item);
            case COMPUTER, COMPUTER_PREVIEW -> screenshot(item);
        };
    }

    private List<Part> words(RequestFields item) {
        return ResponsesPartsReader.result(item, "output", reading);
    }

    /// Names the tools as they are offered from now on.
    private static String found(RequestFields item) {
        var names = new ArrayList<String>();
        for (RequestFields tool : item.objects("tools")) {
            String name = tool.text("name");
            if (!"namespace".equals(tool.text("type"))) names.add(name == null ? tool.text("type") : name);
            else for (RequestFields inner : tool.objects("tools")) names.add(name + "__" + inner.text("name"));
        }
        return names.isEmpty() ? "No tools were found." : "These tools were found and can be called now: "
            + String.join(", ", names) + ".";
    }

    private static String runs(List<RequestFields> runs) {
        var words = new ArrayList<String>(runs.size());
        for (RequestFields run : runs) words.add(run(run));
        return String.join(PARAGRAPH, words);
    }

    private static String run(RequestFields run) {
        var words = new ArrayList<String>();
        if (run.text("stdout") instanceof String out && !out.isEmpty()) words.add(out);
        if (run.text("stderr") instanceof String error && !error.isEmpty()) words.add("stderr:\n" + error);
        RequestFields outcome = run.object("outcome");
        if (outcome != null && "timeout".equals(outcome.text("type"))) words.add("The time was over.");
        else if (outcome != null && outcome.number("exit_code") instanceof Json.Num code) {
            words.add("Exit code: " + code);
        }
        return String.join("\n", words);
    }

    private List<Part> screenshot(RequestFields item) {
        if (!(item.raw("output") instanceof Json.Obj)) return words(item);
        RequestFields output = item.object("output");
        if (output.text("image_url") instanceof String url) {
            return List.of(OpenAiParts.image(url, output.path("image_url"), null, null));
        }
        if (output.text("file_id") instanceof String file) {
            return List.of(new ImagePart(new Source.FileSource(file), null, null));
        }
        return List.of();
    }
}
