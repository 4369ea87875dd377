package llmrouter.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.StopReason;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerTranslation.GoldenCase;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What holds for every stream that is written in the Responses format, over all fixtures that end in it.
class ResponsesStreamTest {
    static List<GoldenCase> streams() throws IOException {
        var cases = new ArrayList<GoldenCase>();
        for (GoldenCase golden : AnswerTranslation.cases("stream", "sse")) {
            if (golden.way().to().format() == Format.RESPONSES) cases.add(golden);
        }
        return cases;
    }

    private static List<Json.Obj> events(String stream) {
        var decoder = new SseDecoder(1 << 24);
        var blocks = new ArrayList<SseEvent>(decoder.feed(stream));
        blocks.addAll(decoder.end());
        var events = new ArrayList<Json.Obj>();
        for (SseEvent block : blocks) {
            var data = (Json.Obj) Json.parse(block.data());
            assertEquals(block.name(), data.text("type"), "the event field says what the data is");
            events.add(data);
        }
        return events;
    }

    private static List<Json.Obj> written(GoldenCase golden) {
        return events(golden.way().stream(List.of(golden.in())));
    }

    @Test
    void thereAreStreamsToLookAt() throws IOException {
        assertTrue(streams().size() >= 10, "only " + streams().size());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void eventsAreNumberedWithoutAGap(GoldenCase golden) {
        long next = 0;
        for (Json.Obj event : written(golden)) {
            assertEquals(next++, event.number("sequence_number", -1), event.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void whatIsSaidOfAnItemIsSaidWhileItIsOpen(GoldenCase golden) {
        Map<Long, String> open = new HashMap<>();
        long items = 0;
        List<Json.Obj> events = written(golden);
        for (Json.Obj event : events) {
            long index = event.number("output_index", -1);
            if (event.text("type").equals("response.output_item.added")) {
                assertEquals(items++, index);
                open.put(index, event.object("item").text("id"));
            } else if (event.text("type").equals("response.output_item.done")) {
                assertEquals(open.remove(index), event.object("item").text("id"));
            } else if (event.has("item_id")) {
                assertEquals(open.get(index), event.text("item_id"), event.toString());
            }
        }
        boolean broken = events.getLast().text("type").equals("response.failed");
        assertTrue(open.isEmpty() || broken, "an item was left open");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theLastEventRepeatsTheItemsAndTheirDeltas(GoldenCase golden) {
        var done = new ArrayList<Json>();
        Map<String, StringBuilder> deltas = new HashMap<>();
        List<Json.Obj> events = written(golden);
        for (Json.Obj event : events) {
            if (event.text("type").equals("response.output_item.done")) done.add(event.object("item"));
            if (event.has("delta")) {
                deltas.computeIfAbsent(event.text("item_id"), _ -> new StringBuilder()).append(event.text("delta"));
            }
        }
        Json.Obj response = events.getLast().object("response");
        assertEquals(done.toString(), response.items("output").toString());
        for (Json item : done) {
            String words = words((Json.Obj) item);
            if (!words.isEmpty()) assertEquals(deltas.get(((Json.Obj) item).text("id")).toString(), words);
        }
    }

    private static String words(Json.Obj item) {
        for (String name : new String[] {"arguments", "input"}) {
            if (item.has(name)) return item.text(name);
        }
        var out = new StringBuilder();
        for (String name : new String[] {"content", "summary"}) {
            for (Json part : item.items(name)) {
                out.append(((Json.Obj) part).text(((Json.Obj) part).has("refusal") ? "refusal" : "text"));
            }
        }
        return out.toString();
    }

    @Test
    void aFailureIsToldTwiceAndNothingComesAfterIt() {
        var writer = Protocol.of(Format.RESPONSES).streamWriter(AnswerTranslation.context());
        String start = writer.write(new AnswerEvent.Started("resp_1", "m", null));
        String failure = writer.write(new AnswerEvent.Failed(ApiError.of(529, ApiError.Kind.OVERLOADED, "busy")));
        List<Json.Obj> events = events(start + failure);
        assertEquals("error", events.get(2).text("type"));
        assertEquals("response.failed", events.get(3).text("type"));
        assertEquals("failed", events.get(3).object("response").text("status"));
        assertEquals("busy", events.get(3).object("response").object("error").text("message"));
        assertEquals("", writer.write(new AnswerEvent.Finished(StopReason.END, null)));
    }

    @Test
    void aFailedResponseHasACodeThatTheVendorListsOrClientsReactTo() {
        assertEquals("server_error", codeOfFailure(ApiError.of(529, ApiError.Kind.OVERLOADED, "busy")));
        assertEquals("server_error", codeOfFailure(ApiError.of(401, ApiError.Kind.AUTHENTICATION, "no key")));
        assertEquals("rate_limit_exceeded", codeOfFailure(ApiError.of(429, ApiError.Kind.RATE_LIMIT, "slow down")));
        assertEquals("invalid_prompt", codeOfFailure(ApiError.of(400, ApiError.Kind.INVALID_REQUEST, "no")));
        assertEquals("context_length_exceeded", codeOfFailure(ApiError.of(400, ApiError.Kind.CONTEXT_OVERFLOW, "l")));
        assertEquals("insufficient_quota", codeOfFailure(ApiError.of(402, ApiError.Kind.BILLING, "no money")));
        assertEquals("bio_policy", codeOfFailure(
            new ApiError(400, ApiError.Kind.INVALID_REQUEST, "no", "bio_policy", null)));
        assertEquals("context_length_exceeded", codeOfFailure(
            new ApiError(400, ApiError.Kind.CONTEXT_OVERFLOW, "long", "invalid_prompt", null)));
    }

    /// The code in `response.failed`.
    private static String codeOfFailure(ApiError error) {
        var writer = Protocol.of(Format.RESPONSES).streamWriter(AnswerTranslation.context());
        List<Json.Obj> events = events(writer.write(new AnswerEvent.Failed(error)));
        return events.getLast().object("response").object("error").text("code");
    }

    @Test
    void aWatcherTellsStartUsageAndEndOfWhatItDoesNotHold() throws IOException {
        for (GoldenCase golden : AnswerTranslation.cases("stream", "sse")) {
            if (golden.way().from().format() != Format.RESPONSES) continue;
            var read = new ArrayList<AnswerEvent>();
            var watched = new ArrayList<AnswerEvent>();
            feed(golden.in(), Protocol.of(Format.RESPONSES).streamReader(), read);
            feed(golden.in(), Protocol.of(Format.RESPONSES).streamWatcher(), watched);
            assertEquals(ends(read), ends(watched), golden.name());
            assertEquals(read.stream().anyMatch(AnswerEvent::meaningful),
                watched.stream().anyMatch(AnswerEvent::meaningful), golden.name());
        }
    }

    private static void feed(String stream, StreamReader reader, List<AnswerEvent> out) {
        var decoder = new SseDecoder(1 << 24);
        for (SseEvent event : decoder.feed(stream)) reader.read(event, out::add);
        for (SseEvent event : decoder.end()) reader.read(event, out::add);
        reader.end(out::add);
        assertFalse(out.isEmpty());
    }

    private static List<AnswerEvent> ends(List<AnswerEvent> events) {
        return events.stream().filter(e -> e instanceof AnswerEvent.Started || e instanceof AnswerEvent.UsageKnown
            || e instanceof AnswerEvent.Finished || e instanceof AnswerEvent.Failed
            || e instanceof AnswerEvent.Signature).map(ResponsesStreamTest::plain).toList();
    }

    /// A watcher of a whole response knows the usage only from the event at its end.
    private static AnswerEvent plain(AnswerEvent event) {
        return event instanceof AnswerEvent.Started(var id, var model, _) ? new AnswerEvent.Started(id, model, null)
            : event;
    }

    @ParameterizedTest
    @MethodSource("streams")
    void noHalfCallLooksFinished(GoldenCase golden) {
        List<Json.Obj> events = written(golden);
        if (events.getLast().text("type").equals("response.completed")) return;
        for (Json.Obj event : events) {
            String arguments = event.text("arguments");
            Json.Obj item = event.object("item");
            if (event.text("type").equals("response.output_item.done") && item.text("type").equals("function_call")) {
                arguments = item.text("status").equals("completed") ? item.text("arguments") : null;
            }
            if (arguments != null) assertEquals("an object", Json.parse(arguments).kind(), event.toString());
        }
    }
}
