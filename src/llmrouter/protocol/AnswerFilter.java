package llmrouter.protocol;

import java.util.ArrayList;
import java.util.function.Consumer;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.Part;
import llmrouter.chat.StopReason;

/// Takes back in an answer what writing the request had to change: tool names get the client's spelling, and the call of the
/// [answerTool][WrittenRequest#answerTool] becomes the text that the client asked for. Stands between a reader and a
/// writer. One answer, one owner.
public final class AnswerFilter {
    private final WrittenRequest request;
    private boolean unwrapped;
    private boolean called;
    private boolean inAnswer;
    private boolean empty;

    public AnswerFilter(WrittenRequest request) {
        this.request = request;
    }

    public Answer apply(Answer answer) {
        var parts = new ArrayList<Part>(answer.parts().size());
        for (Part part : answer.parts()) parts.add(part instanceof Part.ToolCallPart call ? restored(call) : part);
        return new Answer(answer.id(), answer.model(), parts, stop(answer.stop()), answer.stopSequence(), answer.usage(), answer.unsaid());
    }

    public void apply(AnswerEvent event, Consumer<AnswerEvent> out) {
        switch (event) {
            case AnswerEvent.Opened(Block.ToolCallBlock call) -> out.accept(new AnswerEvent.Opened(opened(call)));
            case AnswerEvent.Delta _ -> {
                empty = false;
                out.accept(event);
            }
            case AnswerEvent.Closed _ -> {
                if (inAnswer && empty) out.accept(new AnswerEvent.Delta("{}"));
                inAnswer = false;
                out.accept(event);
            }
            case AnswerEvent.Finished(var stop, var sequence) -> out.accept(new AnswerEvent.Finished(stop(stop), sequence));
            case AnswerEvent.Started _, AnswerEvent.Opened _, AnswerEvent.Signature _, AnswerEvent.UsageKnown _, AnswerEvent.Failed _,
                AnswerEvent.Skipped _ -> out.accept(event);
        }
    }

    private Part restored(Part.ToolCallPart call) {
        if (isAnswer(call.name())) {
            unwrapped = true;
            return new Part.TextPart(call.arguments().isEmpty() ? "{}" : call.arguments());
        }
        called = true;
        return new Part.ToolCallPart(call.id(), request.names().client(call.name()), call.arguments(), call.cache());
    }

    private Block opened(Block.ToolCallBlock call) {
        inAnswer = isAnswer(call.name());
        empty = true;
        if (inAnswer) {
            unwrapped = true;
            return new Block.TextBlock();
        }
        called = true;
        return new Block.ToolCallBlock(call.id(), request.names().client(call.name()));
    }

    private boolean isAnswer(String name) {
        return name.equals(request.answerTool());
    }

    private StopReason stop(StopReason stop) {
        return unwrapped && !called && stop == StopReason.TOOL_CALLS ? StopReason.END : stop;
    }
}
