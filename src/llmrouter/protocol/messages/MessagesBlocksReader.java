package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.List;

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
import llmrouter.json.Json;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.Callers;
import llmrouter.protocol.request.DataUrl;
import llmrouter.protocol.request.RequestFields;

/// Reads content: a string or blocks. Blocks of the vendor's own server tools have no form in other formats; they are
/// dropped by their type. The `citations` of an earlier answer are only references.
final class MessagesBlocksReader {
    private final Losses losses;

    MessagesBlocksReader(Losses losses) {
        this.losses = losses;
    }

    /// The parts of a member; none if it is absent.
    List<Part> read(RequestFields owner, String name) {
        Json content = owner.raw(name);
        if (content == null) return List.of();
        if (content instanceof Json.Str s) return s.value().isEmpty() ? List.of() : List.of(new TextPart(s.value()));
        if (!(content instanceof Json.Arr)) {
            throw owner.error(name, "must be a string or an array of blocks, not " + content.kind());
        }
        var parts = new ArrayList<Part>();
        for (RequestFields block : owner.objects(name)) add(block, parts);
        return parts;
    }

    private void add(RequestFields block, List<Part> parts) {
        CacheMark cache = CacheFields.read(block);
        String type = block.requiredText("type");
        switch (type) {
            case "text" -> parts.add(text(block, cache));
            case "image" -> parts.add(new ImagePart(source(block.requiredObject("source")), null, cache));
            case "document" -> parts.add(document(block, cache));
            case "search_result" -> searchResult(block, parts);
            case "thinking" -> parts.add(new ThinkingPart(block.requiredText("thinking"),
                Seal.read(block.text("signature"), Seal.Kind.SIGNATURE)));
            case "redacted_thinking" -> {
                Seal seal = Seal.read(block.requiredText("data"), Seal.Kind.REDACTED);
                if (seal != null) parts.add(new RedactedThinkingPart(seal));
            }
            case "tool_use" -> parts.add(call(block, cache));
            case "tool_result" ->
                parts.add(new ToolResultPart(block.requiredText("tool_use_id"), read(block, "content"),
                    Boolean.TRUE.equals(block.flag("is_error")), cache));
            case "server_tool_use", "web_search_tool_result", "web_fetch_tool_result", "code_execution_tool_result",
                "bash_code_execution_tool_result", "text_editor_code_execution_tool_result", "tool_search_tool_result",
                "mcp_tool_use", "mcp_tool_result", "container_upload", "compaction",
                "tool_reference" -> block.drop(losses, type, "");
            default -> throw block.error("type",
                "cannot be '" + type + "'. Use text, image, document, tool_use, tool_result or thinking");
        }
    }

    private Part text(RequestFields block, CacheMark cache) {
        block.leaveOut(losses, "citations");
        return new TextPart(block.requiredText("text"), cache);
    }

    private static Part call(RequestFields block, CacheMark cache) {
        Json.Obj input = block.plain("input");
        Callers.read(block);
        return new ToolCallPart(block.requiredText("id"), block.requiredText("name"),
            input == null ? "" : input.toString(), cache);
    }

    private Part document(RequestFields block, CacheMark cache) {
        citations(block.object("citations"));
        if (block.text("context") != null) losses.dropped("context");
        Source source = source(block.requiredObject("source"));
        if (source instanceof Source.Base64Source s && s.mediaType().startsWith("text/"))
            source = new Source.TextSource(new DataUrl(s.mediaType(), s.data()).text(block.path("source.data")));
        return new DocumentPart(source, block.text("title"), cache);
    }

    private Source source(RequestFields source) {
        String type = source.requiredText("type");
        return switch (type) {
            case "base64" -> {
                String data = source.requiredText("data");
                DataUrl.checkBase64(data, source.path("data"));
                yield new Source.Base64Source(source.requiredText("media_type"), data);
            }
            case "url" -> new Source.UrlSource(source.requiredText("url"));
            case "text" -> {
                source.ignore("media_type"); // there is one: text/plain
                yield new Source.TextSource(source.requiredText("data"));
            }
            case "content" -> new Source.TextSource(plain(read(source, "content")));
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

    private void searchResult(RequestFields block, List<Part> parts) {
        citations(block.object("citations"));
        parts.add(new TextPart("Search result: " + block.requiredText("title") + " (" + block.requiredText("source")
            + ")"));
        parts.addAll(read(block, "content"));
    }

    /// @param wish of a document that may be cited, or null
    private void citations(RequestFields wish) {
        if (wish == null || !Boolean.TRUE.equals(wish.flag("enabled"))) return;
        losses.dropped("citations", "the answer has none");
    }
}
