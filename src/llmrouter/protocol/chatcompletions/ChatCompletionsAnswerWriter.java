package llmrouter.protocol.chatcompletions;

import llmrouter.chat.Answer;
import llmrouter.chat.Citation;
import llmrouter.chat.Losses;
import llmrouter.chat.Part;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.answer.AnswerIds;
import llmrouter.protocol.answer.FinishReasonNames;
import llmrouter.protocol.answer.TokenLogprobs;
import llmrouter.protocol.chatcompletions.members.ReasoningDetails;
import llmrouter.protocol.chatcompletions.members.SignedDetails;
import llmrouter.protocol.search.UrlCitations;
import llmrouter.protocol.usage.ChatCompletionsUsage;
import llmrouter.text.Text;

/// Writes a `chat.completion` with one choice.
final class ChatCompletionsAnswerWriter {
    private final AnswerIds ids;
    private final Losses losses;
    private final AnswerParagraphs paragraphs = new AnswerParagraphs();
    private final Text text = new Text();
    private final Text thinking = new Text();
    private final Text refusal = new Text();
    private final SignedDetails details = new SignedDetails();
    private final Json.Arr calls = Json.array();
    private final Json.Arr annotations = Json.array();
    private final Json.Arr images = Json.array();
    private final Json.Arr logprobs = Json.array();

    private ChatCompletionsAnswerWriter(AnswerContext context) {
        this.ids = new AnswerIds(context.requestId(), "call_");
        this.losses = context.losses();
    }

    static Json.Obj write(Answer answer, AnswerContext context) {
        return new ChatCompletionsAnswerWriter(context).completion(answer, context);
    }

    private Json.Obj completion(Answer answer, AnswerContext context) {
        for (String kind : answer.unsaid()) losses.dropped(kind);
        for (Part part : answer.parts()) take(part);
        var choice = Json.object().put("index", 0).put("message", message()).put("logprobs", logprobs())
            .put("finish_reason", FinishReasonNames.write(answer.stop(), losses));
        return Json.object()
            .put("id", ids.answer("chatcmpl-", answer.id()))
            .put("object", "chat.completion")
            .put("created", context.created())
            .put("model", answer.model() != null ? answer.model() : context.model())
            .put("choices", Json.array(choice))
            .put("usage", answer.usage() == null ? null : ChatCompletionsUsage.write(answer.usage()));
    }

    private Json logprobs() {
        if (logprobs.size() == 0) return Json.Null.NULL;
        return Json.object().put("content", logprobs).put("refusal", Json.Null.NULL);
    }

    private void take(Part part) {
        if (part instanceof Part.TextPart said && said.logprobs() != null) {
            logprobs.items().addAll(TokenLogprobs.chat(said.logprobs()).items());
        }
        switch (part) {
            case Part.TextPart p -> {
                text.add(paragraphs.text(p.apart(), p.text()));
                for (Citation citation : p.citations()) {
                    annotations.add(UrlCitations.nested(citation.behind(text.length())));
                }
                text.add(p.text());
            }
            case Part.SearchPart _ -> {
                paragraphs.other();
                losses.dropped("web_search_call", Losses.VENDORS_TOOL);
            }
            case Part.SummaryPart p -> text.add(paragraphs.text(true, p.text())).add(p.text());
            case Part.RefusalPart p -> refusal.add(p.text());
            case Part.ToolCallPart p -> {
                paragraphs.other();
                calls.add(call(p));
            }
            case Part.ThinkingPart p -> {
                thinking.add(paragraphs.thinking(p.text())).add(p.text());
                if (p.seal() != null) details.add(p.text(), p.seal());
            }
            case Part.RedactedThinkingPart p -> {
                paragraphs.other();
                details.add("", p.seal());
            }
            case Part.ImagePart p -> {
                if (OutputImages.item(p.source(), images.size()) instanceof Json.Obj image) images.add(image);
                else losses.dropped("image");
            }
            case Part.DocumentPart _ -> losses.dropped("document");
            case Part.AudioPart _ -> losses.dropped("audio");
            case Part.ToolResultPart _ -> losses.dropped("tool_result");
        }
    }

    /// Arguments stay the text that the model wrote, valid or not; empty arguments become an empty object.
    private Json call(Part.ToolCallPart call) {
        if (call.kind().freeform()) {
            return Json.object().put("id", ids.call(call.id())).put("type", "custom").put("custom",
                Json.object().put("name", call.name()).put("input", call.arguments()));
        }
        var function = Json.object().put("name", call.name()).put("arguments",
            call.arguments().isEmpty() ? "{}" : call.arguments());
        return Json.object().put("id", ids.call(call.id())).put("type", "function").put("function", function);
    }

    private Json.Obj message() {
        boolean silent = text.length() == 0 && (calls.size() > 0 || refusal.length() > 0);
        var message = Json.object().put("role", "assistant").put("content",
            silent ? Json.Null.NULL : Json.of(text.take()));
        if (thinking.length() > 0) message.put("reasoning_content", thinking.take());
        if (details.items().size() > 0) message.put(ReasoningDetails.NAME, details.items());
        message.put("refusal", refusal.length() == 0 ? Json.Null.NULL : Json.of(refusal.take()));
        if (annotations.size() > 0) message.put("annotations", annotations);
        if (images.size() > 0) message.put(OutputImages.NAME, images);
        return calls.size() == 0 ? message : message.put("tool_calls", calls);
    }
}
