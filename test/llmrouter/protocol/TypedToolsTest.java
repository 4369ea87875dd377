package llmrouter.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Losses;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.StopReason;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.protocol.typed.TypedTool;
import llmrouter.sse.SseDecoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Tools with a type of their own, there and back: other formats know functions, and the client gets its own items.
class TypedToolsTest {
    private static final AnswerContext CONTEXT = new AnswerContext("req_1", "m", 1, true);

    /// Of a client of Responses with every typed tool and some others, for a model of the format.
    private static AnswerFilter toResponses(Format format) {
        return filter(Format.RESPONSES, format, """
            {"model":"m","input":"x","tools":[{"type":"tool_search","execution":"client"},{"type":"shell"},
            {"type":"local_shell"},{"type":"apply_patch"},{"type":"computer"},{"type":"computer_use_preview"},
            {"type":"custom","name":"say"},{"type":"function","name":"f"}]}""");
    }

    private static AnswerFilter filter(Format client, Format format, String request) {
        var conversation = Protocol.of(client).readRequest((Json.Obj) Json.parse(request), new Losses());
        return new AnswerFilter(Protocol.of(format).writeRequest(conversation, new Target("m", null, null, Set.of()),
            new Losses()));
    }

    private static Json.Obj whole(Format client, AnswerFilter filter, String tool, String arguments) {
        var answer = new Answer("id", "m", List.of(new ToolCallPart("c1", tool, arguments)), StopReason.TOOL_CALLS,
            null, null);
        return Protocol.of(client).writeAnswer(filter.apply(answer), CONTEXT);
    }

    /// The data of the events, from a stream whose arguments come one character at a time.
    private static List<Json.Obj> streamed(Format client, AnswerFilter filter, String tool, String arguments) {
        var writer = Protocol.of(client).streamWriter(CONTEXT);
        var text = new StringBuilder();
        var events = new ArrayList<AnswerEvent>(List.of(new AnswerEvent.Started("id", "m", null),
            new AnswerEvent.Opened(new AnswerEvent.Block.ToolCallBlock("c1", tool))));
        for (int i = 0; i < arguments.length(); i++) events.add(new AnswerEvent.Delta(arguments.substring(i, i + 1)));
        events.add(new AnswerEvent.Closed());
        events.add(new AnswerEvent.Finished(StopReason.TOOL_CALLS, null));
        for (var event : events) filter.apply(event, e -> text.append(writer.write(e)));
        var data = new ArrayList<Json.Obj>();
        for (var event : new SseDecoder(1 << 20).feed(text.toString())) {
            if (event.data().startsWith("{")) data.add((Json.Obj) Json.parse(event.data()));
        }
        return data;
    }

    private static List<Json> items(List<Json.Obj> events, String type) {
        var items = new ArrayList<Json>();
        for (var event : events) {
            if (type.equals(event.text("type"))) items.add(event.get("item"));
        }
        return items;
    }

    private static String withoutId(Json item) {
        var copy = (Json.Obj) Json.parse(item.toString());
        copy.members().remove("id");
        return copy.toString();
    }

    private static String prefix(String id) {
        return id.substring(0, id.indexOf('_') + 1);
    }

    /// What the vendor's ids of such items begin with; it refuses a request in which one begins otherwise.
    private static String idPrefix(String type) {
        return switch (type) {
            case "function_call" -> "fc_";
            case "custom_tool_call" -> "ctc_";
            default -> TypedTool.ofCall(type).idPrefix();
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
        tool_search | {"query":"x"} | \
        {"type":"tool_search_call","status":"completed","call_id":"c1","execution":"client","arguments":{"query":"x"}}
        shell | {"commands":["ls"]} | \
        {"type":"shell_call","status":"completed","call_id":"c1","environment":{"type":"local"},\
        "action":{"commands":["ls"],"timeout_ms":null,"max_output_length":null}}
        shell | {"command":"ls","timeout_ms":9} | \
        {"type":"shell_call","status":"completed","call_id":"c1","environment":{"type":"local"},\
        "action":{"commands":["ls"],"timeout_ms":9,"max_output_length":null}}
        local_shell | {"command":"ls a"} | \
        {"type":"local_shell_call","status":"completed","call_id":"c1","action":{"type":"exec","command":["bash",\
        "-lc","ls a"],"env":{}}}
        local_shell | {"command":["ls"],"env":{"A":"b"},"working_directory":"/w"} | \
        {"type":"local_shell_call","status":"completed","call_id":"c1","action":{"type":"exec","command":["ls"],\
        "env":{"A":"b"},"working_directory":"/w"}}
        apply_patch | {"type":"delete_file","path":"a"} | \
        {"type":"apply_patch_call","status":"completed","call_id":"c1","operation":{"type":"delete_file","path":"a"}}
        shell | {"action":{"commands":["ls"]}} | \
        {"type":"shell_call","status":"completed","call_id":"c1","environment":{"type":"local"},\
        "action":{"commands":["ls"],"timeout_ms":null,"max_output_length":null}}
        local_shell | {"action":{"type":"exec","command":["ls"]}} | \
        {"type":"local_shell_call","status":"completed","call_id":"c1","action":{"type":"exec","command":["ls"],\
        "env":{}}}
        apply_patch | {"operation":{"type":"delete_file","path":"a"}} | \
        {"type":"apply_patch_call","status":"completed","call_id":"c1","operation":{"type":"delete_file","path":"a"}}
        apply_patch | {"type":"create_file","path":"a","diff":"+b"} | \
        {"type":"apply_patch_call","status":"completed","call_id":"c1","operation":{"type":"create_file","path":"a",\
        "diff":"+b"}}
        computer | {"actions":[{"type":"wait"}]} | \
        {"type":"computer_call","status":"completed","call_id":"c1","pending_safety_checks":[],\
        "actions":[{"type":"wait"}]}
        computer_use_preview | {"type":"wait"} | \
        {"type":"computer_call","status":"completed","call_id":"c1","pending_safety_checks":[],\
        "action":{"type":"wait"}}
        say | {"input":"a"} | {"type":"custom_tool_call","status":"completed","call_id":"c1","name":"say","input":"a"}
        f | {} | {"type":"function_call","status":"completed","call_id":"c1","name":"f","arguments":"{}"}
        shell | {"commands":["ls", | \
        {"type":"function_call","status":"completed","call_id":"c1","name":"shell",\
        "arguments":"{\\"commands\\":[\\"ls\\","}
        apply_patch | {"type":"update_file","path":"a"} | \
        {"type":"function_call","status":"completed","call_id":"c1","name":"apply_patch",\
        "arguments":"{\\"type\\":\\"update_file\\",\\"path\\":\\"a\\"}"}
        """)
    void aCallIsTheItemThatItsToolHas(String tool, String arguments, String item) {
        for (Format format : List.of(Format.OPENAI, Format.CLAUDE)) {
            var answer = whole(Format.RESPONSES, toResponses(format), tool, arguments);
            assertEquals(item, withoutId(answer.items("output").getFirst()), "whole, from " + format);

            var events = streamed(Format.RESPONSES, toResponses(format), tool, arguments);
            var done = items(events, "response.output_item.done");
            assertEquals(1, done.size());
            assertEquals(item, withoutId(done.getFirst()), "streamed, from " + format);
            assertEquals(done, events.getLast().object("response").items("output"), "the last event repeats it");
            var added = items(events, "response.output_item.added");
            assertEquals(1, added.size());
            String id = ((Json.Obj) done.getFirst()).text("id");
            assertEquals(id, ((Json.Obj) added.getFirst()).text("id"));
            assertEquals(idPrefix(((Json.Obj) done.getFirst()).text("type")), prefix(id), "streamed, from " + format);
            var first = (Json.Obj) answer.items("output").getFirst();
            assertEquals(idPrefix(first.text("type")), prefix(first.text("id")), "whole, from " + format);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Format.class, names = "OPENAI", mode = EnumSource.Mode.EXCLUDE)
    void aChatClientGetsTheCallsOfItsFreeformTools(Format format) {
        String request = """
            {"model":"m","messages":[{"role":"user","content":"x"}],
            "tools":[{"type":"custom","custom":{"name":"say"}}]}""";
        String arguments = format == Format.RESPONSES ? "a \"b\"" : "{\"input\":\"a \\\"b\\\"\"}";
        var from = filter(Format.OPENAI, format, request);
        var message = (Json.Obj) freeform(from, format, arguments).items("choices").getFirst();
        assertEquals("[{\"id\":\"c1\",\"type\":\"custom\",\"custom\":{\"name\":\"say\",\"input\":\"a \\\"b\\\"\"}}]",
            message.object("message").get("tool_calls").toString());
    }

    /// A provider of Responses says itself that a call is freeform.
    private static Json.Obj freeform(AnswerFilter filter, Format format, String arguments) {
        if (format != Format.RESPONSES) return whole(Format.OPENAI, filter, "say", arguments);
        var output = Json.object().put("status", "completed").put("output", Json.array(Json.object()
            .put("type", "custom_tool_call").put("call_id", "c1").put("name", "say").put("input", arguments)));
        return Protocol.of(Format.OPENAI).writeAnswer(filter.apply(Protocol.of(format).readAnswer(output)), CONTEXT);
    }

    @ParameterizedTest
    @EnumSource(value = Format.class, names = "CLAUDE")
    void aChatClientGetsThemAsAStreamToo(Format format) {
        var filter = filter(Format.OPENAI, format, """
            {"model":"m","messages":[{"role":"user","content":"x"}],
            "tools":[{"type":"custom","custom":{"name":"say"}}]}""");
        var input = new StringBuilder();
        for (var event : streamed(Format.OPENAI, filter, "say", "{\"input\":\"a \\\"b\\\"\"}")) {
            for (var choice : event.objects("choices")) {
                for (var call : choice.object("delta").objects("tool_calls")) {
                    assertEquals(null, call.object("function"));
                    if (call.has("id")) assertEquals("custom", call.text("type"));
                    input.append(call.object("custom").text("input"));
                }
            }
        }
        assertEquals("a \"b\"", input.toString());
    }
}
