package llmrouter.protocol.answer;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.Part;
import llmrouter.chat.StopReason;
import llmrouter.json.Json;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.request.ToolNames;

import static org.junit.jupiter.api.Assertions.assertEquals;

class AnswerFilterTest {
    private static final String LONG = "mcp__" + "a very long name ".repeat(8);
    private final ToolNames names = new ToolNames();
    private final String wire = names.wire(LONG);
    private final AnswerFilter filter = new AnswerFilter(new WrittenRequest(Json.object(), names, "the_answer"));

    private static Answer answer(Part... parts) {
        return new Answer("id", "m", List.of(parts), StopReason.TOOL_CALLS, null, null);
    }

    private List<AnswerEvent> filtered(AnswerEvent... events) {
        var out = new ArrayList<AnswerEvent>();
        for (AnswerEvent event : events) filter.apply(event, out::add);
        return out;
    }

    @Test
    void toolsGetTheClientsNamesBack() {
        assertEquals(answer(new Part.ToolCallPart("1", LONG, "{}"), new Part.ToolCallPart("2", "own", "{}")),
            filter.apply(answer(new Part.ToolCallPart("1", wire, "{}"), new Part.ToolCallPart("2", "own", "{}"))));
        assertEquals(List.of(new AnswerEvent.Opened(new Block.ToolCallBlock("1", LONG))),
            filtered(new AnswerEvent.Opened(new Block.ToolCallBlock("1", wire))));
    }

    @Test
    void theForcedToolBecomesTextAndTheAnswerEndsNormally() {
        var out = filter.apply(answer(new Part.ToolCallPart("1", "the_answer", "{\"a\":1}")));
        assertEquals(List.of(new Part.TextPart("{\"a\":1}")), out.parts());
        assertEquals(StopReason.END, out.stop());
    }

    @Test
    void aCallBesideTheForcedToolIsStillACall() {
        var out = filter.apply(answer(new Part.ToolCallPart("1", "the_answer", ""),
            new Part.ToolCallPart("2", "f", "{}")));
        assertEquals(List.of(new Part.TextPart("{}"), new Part.ToolCallPart("2", "f", "{}")), out.parts());
        assertEquals(StopReason.TOOL_CALLS, out.stop());
    }

    @Test
    void aForcedToolThatWasCutShortStaysCutShort() {
        assertEquals(List.of(new AnswerEvent.Opened(new Block.TextBlock()), new AnswerEvent.Delta("{\"a"),
            new AnswerEvent.Closed(), new AnswerEvent.Finished(StopReason.LENGTH, null)),
            filtered(new AnswerEvent.Opened(new Block.ToolCallBlock("1", "the_answer")), new AnswerEvent.Delta("{\"a"),
            new AnswerEvent.Closed(), new AnswerEvent.Finished(StopReason.LENGTH, null)));
    }
}
