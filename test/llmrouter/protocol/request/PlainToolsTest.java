package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.Losses;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.StopReason;
import llmrouter.chat.ToolKind;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;
import llmrouter.protocol.answer.AnswerFilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Tools that are more than functions, there and back: a request that names them goes to a format of functions, and the
/// calls in the answer are calls of those tools again.
class PlainToolsTest {
    private static final String PATCH = "*** Begin Patch\n\"quoted\" \\ é😀\t*** End Patch";
    private static final ToolKind FREEFORM = ToolKind.of(ToolKind.Form.FREEFORM);

    private static AnswerFilter filter() {
        var request = (Json.Obj) Json.parse("""
            {"model":"m","input":"x","tools":[{"type":"custom","name":"apply_patch"},{"type":"function",
            "name":"ns__inner"},
            {"type":"namespace","name":"ns","tools":[{"type":"function","name":"inner"},{"type":"custom",
            "name":"a tool with a very long name that no provider takes as it is, at all"}]}]}""");
        var conversation = Protocol.of(Format.RESPONSES).readRequest(request, new Losses());
        return new AnswerFilter(Protocol.of(Format.OPENAI).writeRequest(conversation,
            new Target("m", null, null, Set.of()), new Losses()));
    }

    private static ToolCallPart called(String name, String arguments) {
        var answer = new Answer("id", "m", List.of(new ToolCallPart("1", name, arguments)), StopReason.TOOL_CALLS, null,
            null);
        return (ToolCallPart) filter().apply(answer).parts().getFirst();
    }

    private static String arguments(String text) {
        return Json.object().put("input", text).toString();
    }

    @Test
    void aFreeformCallIsItsTextAgain() {
        assertEquals(new ToolCallPart("1", "apply_patch", PATCH, null, FREEFORM),
            called("apply_patch", arguments(PATCH)));
    }

    @Test
    void aNamespaceIsToldAgainEvenIfItsNamesClash() {
        assertEquals(new ToolCallPart("1", "inner", "{}", null, new ToolKind("ns", ToolKind.Form.FUNCTION)),
            called("ns__inner_", "{}"));
        assertEquals(new ToolCallPart("1", "ns__inner", "{}"), called("ns__inner", "{}"));
    }

    @Test
    void aLongNameIsToldAgain() {
        var request =
            (Json.Obj) Json.parse("{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"namespace\",\"name\":\""
            + "n".repeat(60) + "\",\"tools\":[{\"type\":\"function\",\"name\":\"inner\"}]}]}");
        var conversation = Protocol.of(Format.RESPONSES).readRequest(request, new Losses());
        var written = Protocol.of(Format.CLAUDE).writeRequest(conversation, new Target("m", null, null, Set.of()),
            new Losses());
        String wire = ((Json.Obj) written.body().items("tools").getFirst()).text("name");
        var answer = new Answer("id", "m", List.of(new ToolCallPart("1", wire, "{}")), StopReason.TOOL_CALLS, null,
            null);
        assertEquals(new ToolCallPart("1", "inner", "{}", null, new ToolKind("n".repeat(60), ToolKind.Form.FUNCTION)),
            new AnswerFilter(written).apply(answer).parts().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*** Begin Patch", "{\"patch\":\"x\"}", "\"x\"", "[1]", "{\"input\":7}", "{\"inp", " {"})
    void whatAModelWroteWithoutTheWrappingIsTheText(String raw) {
        assertEquals(raw, called("apply_patch", raw).arguments());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{\"input\":\"\"}"})
    void nothingIsNothing(String raw) {
        assertEquals("", called("apply_patch", raw).arguments());
    }

    @Test
    void aTextThatWasCutShortIsWhatCame() {
        assertEquals("*** Beg", called("apply_patch", "{\"input\":\"*** Beg").arguments());
        assertEquals("a", called("apply_patch", "{\"input\":\"a\\u00").arguments());
    }

    @Test
    void aStreamedTextComesOutTheSameHoweverItIsCut() {
        String raw = " { \"input\" :\n" + Json.of(PATCH + "\u2028\u0001/").toString().replace("/", "\\/") + "}";
        for (int cut = 0; cut <= raw.length(); cut++) {
            assertEquals(PATCH + "\u2028\u0001/", streamed(raw.substring(0, cut), raw.substring(cut)), "cut at " + cut);
        }
        assertEquals(PATCH + "\u2028\u0001/", streamed(raw.split("")));
        assertEquals("no wrapping", streamed("no wrapping".split("")));
    }

    private static String streamed(String... pieces) {
        var filter = filter();
        var events = new ArrayList<AnswerEvent>();
        filter.apply(new AnswerEvent.Opened(new Block.ToolCallBlock("1", "apply_patch")), events::add);
        for (String piece : pieces) filter.apply(new AnswerEvent.Delta(piece), events::add);
        filter.apply(new AnswerEvent.Closed(), events::add);
        assertEquals(new AnswerEvent.Opened(new Block.ToolCallBlock("1", "apply_patch", FREEFORM)), events.getFirst());
        assertEquals(new AnswerEvent.Closed(), events.getLast());
        var text = new StringBuilder();
        for (AnswerEvent event : events) {
            if (event instanceof AnswerEvent.Delta(var more, _)) text.append(more);
        }
        return text.toString();
    }
}
