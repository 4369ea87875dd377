package llmrouter.protocol;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.Losses;
import llmrouter.chat.Part;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A `response` has every member that Open Responses requires (its schema `ResponseResource`), in whole answers and in
/// the events of a stream, and repeats what the client asked for.
class ResponseMembersTest {
    private static final Protocol RESPONSES = Protocol.of(Format.RESPONSES);
    private static final List<String> REQUIRED = List.of("id", "object", "created_at", "completed_at", "status",
        "incomplete_details", "model", "previous_response_id", "instructions", "output", "error", "tools",
        "tool_choice", "truncation", "parallel_tool_calls", "text", "top_p", "presence_penalty", "frequency_penalty",
        "top_logprobs", "temperature", "reasoning", "user", "usage", "max_output_tokens", "max_tool_calls", "store",
        "background", "service_tier", "metadata", "safety_identifier", "prompt_cache_key");
    private static final List<String> NUMBERS = List.of("created_at", "top_p", "temperature", "presence_penalty",
        "frequency_penalty", "top_logprobs");
    private static final String ASKED = """
        {"model": "m", "input": "hello", "instructions": "be brief", "max_output_tokens": 99, "max_tool_calls": 3,
         "temperature": 0.5, "top_p": 0.9, "top_logprobs": 2, "presence_penalty": 0.1, "frequency_penalty": 0.2,
         "parallel_tool_calls": false, "metadata": {"team": "blue"}, "truncation": "auto", "store": true,
         "previous_response_id": "resp_0", "user": "u", "safety_identifier": "s", "prompt_cache_key": "k",
         "reasoning": {"effort": "high", "context": "auto"}, "tool_choice": {"type": "function", "name": "f"},
         "text": {"verbosity": "low", "format": {"type": "json_schema", "name": "n", "schema": {"type": "object"}}},
         "tools": [{"type": "function", "name": "f"}, {"type": "custom", "name": "c"},
          {"type": "namespace", "name": "ns", "tools": [{"type": "function", "name": "g", "strict": true}]}]}""";

    private static AnswerContext context(String asked) {
        Json.Obj request = asked == null ? null : (Json.Obj) Json.parse(asked);
        return new AnswerContext("req_1", "shown", 7, true, new Losses(), request, () -> 9);
    }

    private static Json.Obj whole(String asked) {
        var answer = new Answer("x", "m", List.of(new Part.TextPart("a")), StopReason.END, null,
            new Usage(1, 0, 0, 1, 0));
        return (Json.Obj) Json.parse(RESPONSES.writeAnswer(answer, context(asked)).toString());
    }

    /// The `response` of every event that has one.
    private static List<Json.Obj> streamed(String asked, AnswerEvent last) {
        var writer = RESPONSES.streamWriter(context(asked));
        String text = writer.write(new AnswerEvent.Started("x", "m", null)) + writer.write(last);
        return new SseDecoder(1 << 24).feed(text).stream().map(SseEvent::data).map(Json::parse)
            .map(data -> ((Json.Obj) data).object("response")).filter(r -> r != null).toList();
    }

    private static void complete(Json.Obj response) {
        for (String name : REQUIRED) assertTrue(response.has(name), name + " is missing in " + response);
        for (String name : NUMBERS) assertEquals("a number", response.get(name).kind(), name);
        for (String name : List.of("background", "store", "parallel_tool_calls")) {
            assertEquals("a boolean", response.get(name).kind(), name);
        }
        for (String name : List.of("service_tier", "truncation")) assertEquals("a string", response.get(name).kind());
        for (Json.Obj tool : response.objects("tools")) {
            boolean function = "function".equals(tool.text("type"));
            assertTrue(!function || tool.has("strict") && tool.has("description") && tool.has("parameters"),
                tool.toString());
        }
    }

    @Test
    void everyRequiredMemberIsThereWhateverWasAsked() {
        String odd = "{\"tools\": 1, \"metadata\": \"x\", \"temperature\": \"hot\", \"text\": [], \"store\": null}";
        for (String asked : new String[] {null, "{}", odd, ASKED}) {
            complete(whole(asked));
            var ends = List.of(new AnswerEvent.Finished(StopReason.END, null),
                new AnswerEvent.Finished(StopReason.LENGTH, null),
                new AnswerEvent.Failed(ApiError.of(502, ApiError.Kind.API, "gone")));
            for (AnswerEvent end : ends) {
                List<Json.Obj> responses = streamed(asked, end);
                assertEquals(3, responses.size());
                responses.forEach(ResponseMembersTest::complete);
            }
        }
    }

    @Test
    void theAnswerRepeatsTheRequest() {
        Json.Obj asked = (Json.Obj) Json.parse(ASKED);
        Json.Obj response = whole(ASKED);
        for (String name : List.of("instructions", "max_output_tokens", "max_tool_calls", "temperature", "top_p",
            "top_logprobs", "presence_penalty", "frequency_penalty", "parallel_tool_calls", "metadata", "truncation",
            "user", "safety_identifier", "prompt_cache_key", "tool_choice")) {
            assertEquals(asked.get(name), response.get(name), name);
        }
        assertEquals("{\"effort\":\"high\",\"context\":\"auto\",\"summary\":null}",
            response.object("reasoning").toString());
        assertEquals("{\"verbosity\":\"low\",\"format\":{\"type\":\"json_schema\",\"name\":\"n\","
            + "\"schema\":{\"type\":\"object\"},\"description\":null,\"strict\":null}}",
            response.object("text").toString());
        assertEquals("[{\"type\":\"function\",\"name\":\"f\",\"description\":null,\"parameters\":null,\"strict\":null},"
            + "{\"type\":\"custom\",\"name\":\"c\"},{\"type\":\"namespace\",\"name\":\"ns\",\"tools\":["
            + "{\"type\":\"function\",\"name\":\"g\",\"strict\":true,\"description\":null,\"parameters\":null}],"
            + "\"description\":null}]", response.get("tools").toString());
        for (Json.Obj streamed : streamed(ASKED, new AnswerEvent.Finished(StopReason.END, null))) {
            assertEquals(response.get("tools"), streamed.get("tools"));
        }
    }

    @Test
    void onlyACompletedAnswerSaysWhenItWasCompleted() {
        assertEquals(9, whole(null).number("completed_at", 0));
        for (StopReason stop : List.of(StopReason.LENGTH, StopReason.REFUSAL)) {
            Json.Obj last = streamed(null, new AnswerEvent.Finished(stop, null)).getLast();
            assertEquals("null", last.get("completed_at").kind(), stop.name());
        }
    }

    /// Its answers would else be as long, and those of a stream three times as long.
    @Test
    void aLongRequestIsNotRepeated() {
        String words = "y".repeat(1 << 20);
        String tool = "{\"type\":\"function\",\"name\":\"f\"},";
        for (String member : List.of("\"instructions\":\"" + words + "\"", "\"metadata\":{\"k\":\"" + words + "\"}",
                "\"user\":\"" + "\\u0001".repeat(1 << 16) + "\"", "\"tools\":[" + tool.repeat(8_000)
                + "{\"type\":\"function\",\"name\":\"f\",\"description\":\"" + words + "\"}]",
                "\"tools\":[" + tool.repeat(8_000) + "{\"type\":\"custom\"}]",
                "\"text\":{\"verbosity\":\"" + words + "\"}",
                "\"reasoning\":{\"effort\":\"" + words + "\"}", "\"max_output_tokens\":[\"" + words + "\"]")) {
            String asked = "{\"input\":\"x\",\"temperature\":0.5," + member + "}";
            var finished = new AnswerEvent.Finished(StopReason.END, null);
            var all = new ArrayList<>(streamed(asked, finished));
            all.add(whole(asked));
            for (Json.Obj response : all) {
                assertTrue(response.toString().length() < 10_000, "as long as " + response.toString().length());
                complete(response);
                assertEquals("0.5", response.get("temperature").toString());
            }
        }
    }

    @Test
    void whatAgentsAskIsRepeatedAndCountedIfItIsLong() {
        for (int length : List.of(100_000, 200_000)) {
            String asked = "{\"instructions\":\"" + "y".repeat(length) + "\"}";
            for (Json.Obj response : streamed(asked, new AnswerEvent.Finished(StopReason.END, null))) {
                assertEquals(length, response.text("instructions").length());
            }
            long held = RESPONSES.streamWriter(context(asked)).held();
            assertEquals(length > 1 << 17, held > length, "held " + held);
        }
    }
}
