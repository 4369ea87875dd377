package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.chat.CacheMark;
import llmrouter.chat.Losses;
import llmrouter.chat.Part.DocumentPart;
import llmrouter.chat.Part.ImagePart;
import llmrouter.chat.Part.RedactedThinkingPart;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part.ThinkingPart;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Part.ToolResultPart;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.Source;
import llmrouter.chat.Tool;
import llmrouter.chat.Turn.Role;
import llmrouter.json.Json;
import llmrouter.protocol.history.OfferedTools;
import llmrouter.protocol.history.PieceReading;
import llmrouter.protocol.request.Callers;
import llmrouter.protocol.request.Attachment;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.Summaries;
import llmrouter.protocol.summary.CompactionBlocks;

/// Reads content: a string or blocks. Of the blocks of the vendor's own server tools only the words are sent, because
/// they have no form in other formats; without words they are dropped by their type. The `citations` of an earlier
/// answer are only references.
///
/// A `fallback` block marks where another model went on with the turn. It is left out, and so are the thinking and the
/// unanswered calls of the model that stopped there (platform.claude.com, Refusals and fallback).
final class MessagesBlocksReader {
    private final PieceReading reading;
    private final OfferedTools tools;
    private final Losses losses;
    private final PieceReading.Piece block = this::block;
    /// ids of the calls that have a result; null unless the conversation has a `fallback` block
    private Set<String> answered;
    private Role role;
    private boolean newInput;
    private String summary;
    /// `fallback` blocks that follow in the message
    private int markers;
    /// tools that the present result refers to
    private final List<String> loaded = new ArrayList<>();

    MessagesBlocksReader(PieceReading reading, OfferedTools tools, Losses losses) {
        this.reading = reading;
        this.tools = tools;
        this.losses = losses;
    }

    /// The parts of a member; none if it is absent.
    List<Part> read(RequestFields owner, String name, Role said) {
        role = said;
        newInput = owner.raw(name) instanceof Json.Str;
        return reading.content(owner, name, block);
    }

    /// Whether what was read holds more than results of tools.
    boolean newInput() {
        return newInput;
    }

    /// The summary in what was read, or null. It is given once.
    String takeSummary() {
        String taken = summary;
        summary = null;
        return taken;
    }

    /// Looks at the whole conversation before it is read.
    void answered(List<RequestFields> messages) {
        boolean marked = false;
        for (RequestFields message : messages) marked |= message != null && count(message, "fallback", null) > 0;
        if (!marked) return;
        answered = new HashSet<>();
        for (RequestFields message : messages) {
            if (message != null) count(message, "tool_result", answered);
        }
    }

    /// A message of the assistant is read next.
    void spoken(RequestFields message) {
        markers = answered == null ? 0 : count(message, "fallback", null);
    }

    /// How many blocks of a type a message holds.
    ///
    /// @param ids takes the calls that they answer, or null
    private static int count(RequestFields message, String type, Set<String> ids) {
        if (!(message.raw("content") instanceof Json.Arr blocks)) return 0;
        int count = 0;
        for (Json item : blocks.items()) {
            if (!(item instanceof Json.Obj block) || !type.equals(block.text("type"))) continue;
            count++;
            if (ids != null && block.text("tool_use_id") instanceof String id) ids.add(id);
        }
        return count;
    }

    private void block(RequestFields block, List<Part> out) {
        String type = block.requiredText("type");
        newInput |= !type.equals("tool_result");
        if (markers > 0 && isLeftByFallback(block, type)) {
            block.whole();
            return;
        }
        CacheMark cache = reading.mark(block);
        switch (type) {
            case "text" -> out.add(text(block, cache));
            case "image" -> out.add(image(block.requiredObject("source"), cache));
            case "document" -> out.add(spokenWords(document(block, cache)));
            case "search_result" -> searchResult(block, out);
            case "thinking" -> out.add(new ThinkingPart(block.requiredText("thinking"),
                Seal.read(block.text("signature"), Seal.Kind.SIGNATURE)));
            case "redacted_thinking" -> {
                Seal seal = Seal.read(block.requiredText("data"), Seal.Kind.REDACTED);
                if (seal != null) out.add(new RedactedThinkingPart(seal));
            }
            case "tool_use" -> out.add(call(block, cache));
            case "tool_result" -> result(block, cache, out);
            case "tool_reference" -> refer(block, out);
            case "tool_addition" -> change(block, true);
            case "tool_removal" -> change(block, false);
            case "compaction" -> summary(block);
            case "fallback" -> marker(block);
            default -> ofServer(block, type, out);
        }
    }

    private boolean isLeftByFallback(RequestFields block, String type) {
        return switch (type) {
            case "thinking", "redacted_thinking" -> true;
            case "tool_use" -> !(block.raw("id") instanceof Json.Str id) || !answered.contains(id.value());
            default -> false;
        };
    }

    private void marker(RequestFields block) {
        block.whole();
        markers--;
        reading.seam();
    }

    private void ofServer(RequestFields block, String type, List<Part> out) {
        switch (type) {
            case "web_search_tool_result", "web_fetch_tool_result", "code_execution_tool_result",
                "bash_code_execution_tool_result", "text_editor_code_execution_tool_result", "mcp_tool_result",
                "advisor_tool_result" -> reading.nearest(block, type, out);
            case "server_tool_use", "mcp_tool_use", "mcp_tool_listing", "container_upload" ->
                block.drop(losses, type, "");
            case "tool_search_tool_result" -> {
                found(block.raw("content"));
                block.drop(losses, type, "");
            }
            default -> throw block.error("type",
                "cannot be '" + type + "'. Use text, image, document, tool_use, tool_result or thinking");
        }
    }

    private Part text(RequestFields block, CacheMark cache) {
        block.leaveOut(losses, "citations");
        return new TextPart(block.required("text"), cache);
    }

    private Part call(RequestFields block, CacheMark cache) {
        if (role != Role.ASSISTANT) {
            throw block.error("type", "cannot be 'tool_use', which only assistant messages may hold");
        }
        String name = block.requiredText("name");
        Json.Obj input = reading.asked() ? block.plain("input") : PieceReading.arguments(block, "input", losses);
        tools.need(name);
        Callers.read(block);
        return new ToolCallPart(block.requiredText("id"), name, input == null ? "" : input.toString(), cache);
    }

    /// What a tool gave is never refused, not even in the new turn: the user does not ask about it.
    private void result(RequestFields block, CacheMark cache, List<Part> out) {
        boolean named = block.raw("tool_use_id") instanceof Json.Str;
        if (role != Role.USER || !named) {
            reading.nearest(block, "tool_result", out);
            return;
        }
        loaded.clear();
        boolean input = newInput;
        List<Part> parts = reading.unasked(block, "content", this.block);
        newInput = input;
        if (!loaded.isEmpty()) {
            parts = new ArrayList<>(parts);
            parts.add(new TextPart("loaded: " + String.join(", ", loaded)));
        }
        loaded.clear();
        boolean error = block.raw("is_error") instanceof Json.Bool is && is.value();
        out.add(new ToolResultPart(block.text("tool_use_id"), parts, error, cache));
    }

    /// A search of the client has found a tool: from here on the model may call it.
    private void refer(RequestFields block, List<Part> out) {
        String name = block.requiredText("tool_name");
        tools.find(name);
        loaded.add(name);
        if (role != Role.USER) out.add(new TextPart("loaded: " + name));
    }

    /// The vendor's own search has found tools.
    private void found(Json content) {
        if (!(content instanceof Json.Obj result)) return;
        for (Json item : result.items("tool_references")) {
            if (item instanceof Json.Obj o && o.text("tool_name") instanceof String name) tools.need(name);
        }
    }

    private void change(RequestFields block, boolean addition) {
        RequestFields tool = block.requiredObject("tool");
        String type = tool.requiredText("type");
        if (type.equals("tool_definition") && addition) {
            RequestFields definition = tool.requiredObject("definition");
            if (MessagesToolsReader.tool(definition, tools, losses) instanceof Tool added) tools.add(added);
        } else if (!type.equals("tool_reference")) {
            tool.drop(losses, type, "");
        } else if (addition) {
            tools.addKnown(tool.requiredText("name"));
        } else {
            tools.remove(tool.requiredText("name"));
        }
    }

    /// A summary without text, which an older model made, is for the vendor only.
    private void summary(RequestFields block) {
        reading.list(block, "tool_changes", new ArrayList<>(), (entry, _) ->
            change(entry, "tool_addition".equals(entry.requiredText("type"))));
        String words = CompactionBlocks.words(block.whole());
        if (words != null) {
            summary = words;
            reading.anew();
        } else if (CompactionBlocks.isSealed(block.whole())) throw Summaries.sealed(block, "encrypted_content");
        else losses.unused("compaction"); // it failed and says nothing
    }

    private Part document(RequestFields block, CacheMark cache) {
        citations(block.object("citations"));
        if (block.text("context") != null) losses.dropped("context");
        RequestFields source = block.requiredObject("source");
        String title = block.text("title");
        String type = source.requiredText("type");
        if (isFile(type)) return file(new Attachment(title, null, cache), source, type, false);
        return new DocumentPart(source(source, type), title, cache);
    }

    /// Other formats have documents in turns of the user only; elsewhere a text document is a text.
    private Part spokenWords(Part document) {
        if (role == Role.USER || !(document instanceof DocumentPart d)) return document;
        if (!(d.source() instanceof Source.TextSource source)) return document;
        losses.approximated("document", "only its words are sent");
        return new TextPart(source.text(), d.cache());
    }

    private Part image(RequestFields source, CacheMark cache) {
        String type = source.requiredText("type");
        if (isFile(type)) return file(new Attachment(null, null, cache), source, type, true);
        return new ImagePart(source(source, type), null, cache);
    }

    private static boolean isFile(String type) {
        return type.equals("base64") || type.equals("url");
    }

    private static Part file(Attachment attachment, RequestFields source, String type, boolean image) {
        return type.equals("url") ? attachment.of(source.requiredText("url"), image, source.path("url"))
            : attachment.of(source.requiredText("media_type"), source.requiredText("data"), source.path("data"));
    }

    private Source source(RequestFields source, String type) {
        return switch (type) {
            case "text" -> {
                source.ignore("media_type"); // there is one: text/plain
                yield new Source.TextSource(source.requiredText("data"));
            }
            case "content" -> new Source.TextSource(plain(reading.content(source, "content", this::block)));
            case "file" -> new Source.FileSource(source.requiredText("file_id"));
            default -> throw source.error("type", "cannot be '" + type + "'. Use base64, url, text, content or file");
        };
    }

    /// The text parts; other parts go into the ledger.
    private String plain(List<Part> parts) {
        var words = new ArrayList<String>();
        for (Part part : parts) {
            if (part instanceof TextPart text) words.add(text.text());
            else losses.dropped("document", "only its text is sent");
        }
        return String.join("\n", words);
    }

    private void searchResult(RequestFields block, List<Part> out) {
        citations(block.object("citations"));
        out.add(new TextPart("Search result: " + block.requiredText("title") + " (" + block.requiredText("source")
            + ")"));
        out.addAll(reading.content(block, "content", this::block));
    }

    /// @param wish of a document that may be cited, or null
    private void citations(RequestFields wish) {
        if (wish == null || !Boolean.TRUE.equals(wish.flag("enabled"))) return;
        losses.dropped("citations", "the answer has none");
    }
}
