package llmrouter.protocol.answer;

import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Citation;
import llmrouter.chat.Part;
import llmrouter.chat.Source;
import llmrouter.json.JsonSize;

/// How much a reader or a writer holds of an answer when it keeps what an event tells, in characters: those of its
/// texts, and a fixed number for each object. An answer may have many objects that have hardly any text.
public final class EventSize {
    /// What a block, a citation or a seal takes beside its text: its objects have about 2 KiB, and a character of a
    /// stream is counted as several bytes.
    public static final int PART = 256;

    private EventSize() {}

    /// What is kept of the event by code that keeps all of it.
    public static long of(AnswerEvent event) {
        return switch (event) {
            case AnswerEvent.Opened(var block) -> of(block);
            case AnswerEvent.Delta(var text, var logprobs) -> text.length() + JsonSize.most(logprobs);
            case AnswerEvent.Signature(var seal) -> PART + length(seal.content());
            case AnswerEvent.Cited(var citation) -> of(citation);
            case AnswerEvent.Started _, AnswerEvent.Closed _, AnswerEvent.UsageKnown _, AnswerEvent.Finished _,
                AnswerEvent.Failed _, AnswerEvent.Skipped _ -> 0;
        };
    }

    private static long of(Block block) {
        return PART + switch (block) {
            case Block.ToolCallBlock call -> length(call.id()) + length(call.name());
            case Block.RedactedThinkingBlock(var seal) -> length(seal.content());
            case Block.ImageBlock(Source.Base64Source image) -> length(image.data());
            case Block.ImageBlock(Source.UrlSource image) -> length(image.url());
            case Block.SearchBlock(var search) -> of(search);
            case Block.TextBlock _, Block.ThinkingBlock _, Block.RefusalBlock _, Block.ImageBlock _,
                Block.SummaryBlock _ -> 0;
        };
    }

    private static long of(Part.SearchPart search) {
        long all = length(search.query());
        for (Part.SearchPart.Page page : search.found()) all += PART + length(page.url()) + length(page.title());
        return all;
    }

    private static long of(Citation citation) {
        return PART + length(citation.url()) + length(citation.title()) + length(citation.quote());
    }

    private static long length(String text) {
        return text == null ? 0 : text.length();
    }
}
