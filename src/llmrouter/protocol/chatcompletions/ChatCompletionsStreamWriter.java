package llmrouter.protocol.chatcompletions;

import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Citation;
import llmrouter.chat.Losses;
import llmrouter.chat.Seal;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.StreamWriter;
import llmrouter.protocol.answer.AnswerIds;
import llmrouter.protocol.answer.FinishReasonNames;
import llmrouter.protocol.answer.TokenLogprobs;
import llmrouter.protocol.chatcompletions.members.SignedDetails;
import llmrouter.protocol.search.UrlCitations;
import llmrouter.protocol.errors.OpenAiError;
import llmrouter.protocol.usage.ChatCompletionsUsage;
import llmrouter.sse.SseEncoder;
import llmrouter.text.Text;

/// Writes `chat.completion.chunk` events: one with the role, one for each delta, one with the finish reason, one with
/// the usage if the client asked for it, and `[DONE]`. After a failure there is an error and no `[DONE]`.
final class ChatCompletionsStreamWriter implements StreamWriter {
    private final AnswerContext context;
    private final AnswerIds ids;
    /// where the event goes that is being written
    private Text out;
    private String head;
    private final AnswerParagraphs paragraphs = new AnswerParagraphs();
    private final SignedDetails details = new SignedDetails();
    /// the words of the open thinking
    private final Text thought = new Text();
    private Block block;
    /// whether the next piece is the first of its block
    private boolean first;
    private int call = -1;
    /// how much text was told, and how much of it before the open block
    private int told;
    private int blockBegan;
    private int images;
    private boolean arguments;
    private boolean over;
    private Usage usage;

    ChatCompletionsStreamWriter(AnswerContext context) {
        this.context = context;
        this.ids = new AnswerIds(context.requestId(), "call_");
    }

    @Override
    public void write(AnswerEvent event, Text to) {
        if (over) return;
        out = to;
        switch (event) {
            case AnswerEvent.Started started -> start(started);
            case AnswerEvent.Opened opened -> open(opened.block());
            case AnswerEvent.Delta delta -> delta(delta.text(), delta.logprobs());
            case AnswerEvent.Cited(var citation) -> cite(citation);
            case AnswerEvent.Closed _ -> close();
            case AnswerEvent.UsageKnown known -> usage = known.usage();
            case AnswerEvent.Finished finished -> finish(finished);
            case AnswerEvent.Failed failed -> {
                over = true;
                out.add(OpenAiError.event(failed.error()));
            }
            case AnswerEvent.Signature signed -> details(thought.take(), signed.seal());
            case AnswerEvent.Skipped _ -> { }
        }
    }

    @Override
    public long held() {
        return thought.length();
    }

    private void start(AnswerEvent.Started started) {
        usage = started.usage();
        String model = started.model() != null ? started.model() : context.model();
        head = new Text().add("data: {\"id\":").quote(ids.answer("chatcmpl-", started.id()))
            .add(",\"object\":\"chat.completion.chunk\",\"created\":").add(Long.toString(context.created()))
            .add(",\"model\":").quote(model).add(",\"choices\":[").take();
        begin().add("\"role\":\"assistant\",\"content\":\"\"");
        end("null");
    }

    private void open(Block opened) {
        block = opened;
        switch (opened) {
            case Block.ImageBlock made -> image(made);
            case Block.ToolCallBlock tool -> {
                paragraphs.other();
                call++;
                arguments = false;
                String type = type(tool);
                beginCall().add(",\"id\":").quote(ids.call(tool.id())).add(",\"type\":\"").add(type).add("\",\"")
                    .add(type).add("\":{\"name\":").quote(tool.name()).add(",\"").add(words(tool)).add("\":\"\"}}]");
                end("null");
            }
            case Block.RedactedThinkingBlock hidden -> {
                paragraphs.other();
                details("", hidden.seal());
            }
            case Block.ThinkingBlock _ -> {
                first = true;
                thought.take();
            }
            case Block.TextBlock _, Block.RefusalBlock _, Block.SummaryBlock _ -> first = true;
            case Block.SearchBlock _ -> {
                paragraphs.other();
                context.losses().dropped("web_search_call", Losses.VENDORS_TOOL);
            }
        }
    }

    private void cite(Citation citation) {
        begin().add("\"annotations\":[");
        UrlCitations.nested(citation.behind(blockBegan)).writeTo(out);
        out.add(']');
        end("null");
    }

    /// A block's details come once and whole, when its seal is known.
    private void details(String words, Seal seal) {
        details.add(words, seal);
        begin().add("\"reasoning_details\":");
        details.items().writeTo(out);
        details.items().items().clear();
        end("null");
    }

    private void image(Block.ImageBlock made) {
        Json.Obj image = OutputImages.item(made.source(), images);
        if (image == null) {
            context.losses().dropped("image");
            return;
        }
        images++;
        begin().add("\"").add(OutputImages.NAME).add("\":");
        Json.array(image).writeTo(out);
        end("null");
    }

    private void delta(String text, Json.Arr logprobs) {
        switch (block) {
            case Block.ToolCallBlock tool -> {
                arguments = true;
                beginCall().add(",\"").add(type(tool)).add("\":{\"").add(words(tool)).add("\":").quote(text).add("}}]");
            }
            case Block.TextBlock words -> content(words.apart(), text);
            case Block.SummaryBlock _ -> content(true, text);
            case Block.ThinkingBlock _, Block.RedactedThinkingBlock _ -> {
                thought.add(text);
                begin().add("\"reasoning_content\":").quote(first ? paragraphs.thinking(text) + text : text);
            }
            case Block.ImageBlock _ -> throw new IllegalStateException("an image has no text");
            case Block.RefusalBlock _ -> begin().add("\"refusal\":").quote(text);
            case Block.SearchBlock _ -> { } // it has no words
        }
        first = false;
        end("null", logprobs);
    }

    private void content(boolean apart, String text) {
        String words = first ? paragraphs.text(apart, text) + text : text;
        if (first) blockBegan = told + words.length() - text.length();
        told += words.length();
        begin().add("\"content\":").quote(words);
    }

    /// A call without arguments gets an empty object, because many clients parse the text without a check.
    private void close() {
        if (block instanceof Block.ToolCallBlock tool && !arguments && !tool.kind().freeform()) delta("{}", null);
    }

    private static String type(Block.ToolCallBlock tool) {
        return tool.kind().freeform() ? "custom" : "function";
    }

    /// The member with what the model gives the tool.
    private static String words(Block.ToolCallBlock tool) {
        return tool.kind().freeform() ? "input" : "arguments";
    }

    private void finish(AnswerEvent.Finished finished) {
        over = true;
        begin();
        end("\"" + FinishReasonNames.write(finished.stop(), context.losses()) + "\"");
        if (context.streamUsage() && usage != null) {
            out.add(head).add("],\"usage\":");
            ChatCompletionsUsage.write(usage).writeTo(out);
            out.add("}\n\n");
        }
        SseEncoder.write(null, "[DONE]", out);
    }

    private Text begin() {
        return out.add(head).add("{\"index\":0,\"delta\":{");
    }

    private Text beginCall() {
        return begin().add("\"tool_calls\":[{\"index\":").add(Integer.toString(call));
    }

    private void end(String finish) {
        end(finish, null);
    }

    private void end(String finish, Json.Arr logprobs) {
        if (logprobs != null) TokenLogprobs.chat(logprobs).writeTo(out.add("},\"logprobs\":{\"content\":"));
        out.add(logprobs == null ? "},\"logprobs\":null" : ",\"refusal\":null}")
            .add(",\"finish_reason\":").add(finish)
            .add(context.streamUsage() ? "}],\"usage\":null}\n\n" : "}]}\n\n");
    }
}
