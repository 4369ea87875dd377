package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.chat.Answer;
import llmrouter.chat.Citation;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.answer.EmptyAnswer;
import llmrouter.protocol.answer.ToolInput;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.search.SearchBlocks;
import llmrouter.protocol.usage.MessagesUsage;
import llmrouter.text.Ws;

/// Reads a `message`.
final class MessagesAnswerReader {
    private final List<Part> parts = new ArrayList<>();
    private final List<String> unsaid = new ArrayList<>();
    /// what was searched, by the ids of searches without a result
    private final Map<String, String> queries = new HashMap<>();
    private boolean called;
    /// whether a block was left out after the last text
    private boolean left;

    private MessagesAnswerReader() {}

    static Answer read(Json.Obj body) {
        return new MessagesAnswerReader().answer(body);
    }

    private Answer answer(Json.Obj body) {
        String type = body.text("type");
        if (!(body.get("content") instanceof Json.Arr content) || type != null && !type.equals("message")) {
            throw noAnswer(body);
        }
        for (Json item : content.items()) {
            if (!(item instanceof Json.Obj block)) {
                throw new BadAnswer("the provider's message has a content block that is " + item.kind());
            }
            take(block);
        }
        if (!queries.isEmpty()) unsaid.add("server_tool_use");
        String word = body.text("stop_reason");
        StopReason stop = (word == null ? StopReason.END : StopReasonNames.read(word)).given(called, false);
        if (stop == StopReason.REFUSAL) explain(body.object("stop_details"));
        if (stop == StopReason.LENGTH || stop == StopReason.CONTEXT_FULL) cutShort();
        return EmptyAnswer.refused(new Answer(body.text("id"), body.text("model"), parts, stop,
            stop == StopReason.STOP_SEQUENCE ? body.text("stop_sequence") : null,
            MessagesUsage.read(body.object("usage"), null), unsaid));
    }

    private void take(Json.Obj block) {
        String type = block.text("type") == null ? "" : block.text("type");
        switch (type) {
            case "text" -> {
                if (block.text("text") instanceof String text && !text.isEmpty()) say(text, block.items("citations"));
            }
            case SearchBlocks.RESULT -> {
                parts.add(SearchBlocks.result(block, queries.remove(block.text("tool_use_id"))));
                left = false;
            }
            case "fallback" -> {
                unsaid.add("fallback");
                parts.removeIf(part -> part instanceof Part.ToolCallPart);
                called = false;
                left = true;
            }
            case "thinking" ->
                parts.add(new Part.ThinkingPart(orEmpty(block.text("thinking")),
                    Seal.raw(block.text("signature"), Seal.Kind.SIGNATURE)));
            case "redacted_thinking" -> parts.add(new Part.RedactedThinkingPart(
                new Seal(Seal.Kind.REDACTED, "", orEmpty(block.text("data")))));
            case "tool_use" -> {
                String name = block.text("name");
                if (Ws.blank(name)) throw new BadAnswer("the provider called a tool without a name");
                parts.add(new Part.ToolCallPart(block.text("id"), name, ToolInput.text(block.get("input"))));
                called = true;
            }
            case "compaction" -> {
                if (block.text("content") instanceof String text && !text.isEmpty()) {
                    parts.add(new Part.SummaryPart(text));
                }
            }
            default -> {
                if (SearchBlocks.isSearch(block)) {
                    Json.Obj input = block.object("input");
                    queries.put(block.text("id"), input == null ? null : input.text("query"));
                    left = true;
                    return;
                }
                unsaid.add(type.isEmpty() ? "content block without a type" : type);
                left = true;
            }
        }
    }

    private void say(String text, List<Json> citations) {
        var cited = new ArrayList<Citation>(citations.size());
        for (Json json : citations) {
            if (SearchBlocks.citation(json, text.length()) instanceof Citation citation) cited.add(citation);
            else unsaid.add("citations");
        }
        parts.add(new Part.TextPart(text, null, left).citing(cited));
        left = false;
    }

    /// The vendor gives a call that was cut off before its first argument an empty object as input.
    private void cutShort() {
        if (parts.isEmpty() || !(parts.getLast() instanceof Part.ToolCallPart call)) return;
        if (!call.arguments().equals("{}")) return;
        parts.set(parts.size() - 1, new Part.ToolCallPart(call.id(), call.name(), ""));
    }

    /// The reason why the model declined is a member beside the content.
    private void explain(Json.Obj details) {
        if (details != null && details.text("explanation") instanceof String words && !words.isEmpty()) {
            parts.add(new Part.RefusalPart(words));
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /// A whole answer that is passed on unchanged must have content; else it is an error.
    static Usage check(JsonScan topLevel) {
        if (topLevel.kind("content") != JsonKind.ARRAY) throw noAnswer(topLevel.tree());
        Usage used = MessagesUsage.read(topLevel.get("usage") instanceof Json.Obj usage ? usage : null, null);
        return EmptyAnswer.refused(used, () -> read(topLevel.tree()));
    }

    private static BadAnswer noAnswer(Json.Obj body) {
        return ErrorReader.isError(body)
            ? new BadAnswer(ErrorReader.of(0, body))
            : new BadAnswer("the provider's answer is not a message with content");
    }
}
