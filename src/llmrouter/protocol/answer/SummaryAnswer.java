package llmrouter.protocol.answer;

import java.util.List;
import java.util.function.Consumer;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.Part;
import llmrouter.chat.StopReason;
import llmrouter.protocol.BadAnswer;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// Makes the summary that a client asked for of what the model answered: its text, and nothing else. A client replaces
/// its conversation with the summary, so an answer that is none must fail, never become an empty one. Of a stream no
/// content goes out before the answer is complete. One answer, one owner.
final class SummaryAnswer {
    private static final String PARAGRAPH = "\n\n";

    private final Text said = new Text();
    private boolean inText;
    private boolean called;
    private boolean declined;

    /// The whole answer as a summary.
    /// @throws BadAnswer the model gave none
    static Answer of(Answer answer) {
        var summary = new SummaryAnswer();
        for (Part part : answer.parts()) {
            switch (part) {
                case Part.TextPart p -> summary.say(p.text());
                case Part.SummaryPart p -> summary.say(p.text());
                case Part.ToolCallPart _ -> summary.called = true;
                case Part.RefusalPart _ -> summary.declined = true;
                case Part.ThinkingPart _, Part.RedactedThinkingPart _, Part.ImagePart _, Part.DocumentPart _,
                    Part.AudioPart _, Part.ToolResultPart _, Part.SearchPart _ -> { }
            }
        }
        summary.declined |= answer.stop() == StopReason.REFUSAL;
        String fault = summary.fault();
        if (fault != null) throw new BadAnswer(error(fault));
        return new Answer(answer.id(), answer.model(), List.of(new Part.SummaryPart(summary.words())),
            StopReason.COMPACTION, null, answer.usage(), List.of());
    }

    private void say(String text) {
        if (said.length() > 0 && !text.isEmpty()) said.add(PARAGRAPH);
        said.add(text);
    }

    private String words() {
        return Ws.trim(said.toString());
    }

    /// What the model did in place of a summary, or null.
    private String fault() {
        if (called) return "called a tool";
        if (declined) return "declined";
        return Ws.blank(said.toString()) ? "said nothing" : null;
    }

    private static ApiError error(String fault) {
        return ApiError.of(502, ApiError.Kind.API,
            "The model was asked for a summary of the conversation, but it " + fault + ".");
    }

    /// How many characters are kept.
    long held() {
        return said.length();
    }

    void take(AnswerEvent event, Consumer<AnswerEvent> out) {
        switch (event) {
            case AnswerEvent.Started _, AnswerEvent.UsageKnown _, AnswerEvent.Skipped _, AnswerEvent.Failed _ ->
                out.accept(event);
            case AnswerEvent.Opened(var block) -> open(block);
            case AnswerEvent.Delta(var text, _) -> {
                if (inText) said.add(text);
            }
            case AnswerEvent.Signature _, AnswerEvent.Cited _, AnswerEvent.Closed _ -> { }
            case AnswerEvent.Finished(var stop, _) -> finish(stop, out);
        }
    }

    private void open(Block block) {
        inText = block instanceof Block.TextBlock || block instanceof Block.SummaryBlock;
        called |= block instanceof Block.ToolCallBlock;
        declined |= block instanceof Block.RefusalBlock;
        if (inText && said.length() > 0) said.add(PARAGRAPH);
    }

    private void finish(StopReason stop, Consumer<AnswerEvent> out) {
        declined |= stop == StopReason.REFUSAL;
        String fault = fault();
        if (fault != null) {
            out.accept(new AnswerEvent.Failed(error(fault)));
            return;
        }
        out.accept(new AnswerEvent.Opened(new Block.SummaryBlock()));
        out.accept(new AnswerEvent.Delta(words()));
        out.accept(new AnswerEvent.Closed());
        out.accept(new AnswerEvent.Finished(StopReason.COMPACTION, null));
    }
}
