package llmrouter.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.Await;
import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Part;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoProviderTest {
    private static final String ANSWER = "a simulated provider. You said: \"Ping?\".";

    private static String words(Answer answer) {
        return answer.parts().getLast() instanceof Part.TextPart text ? text.text() : "";
    }

    private static String words(List<AnswerEvent> events) {
        var text = new StringBuilder();
        for (AnswerEvent event : events) {
            if (event instanceof AnswerEvent.Delta(String piece, _)) text.append(piece);
        }
        return text.toString();
    }

    private static Usage usage(List<AnswerEvent> events) {
        Usage last = null;
        for (AnswerEvent event : events) {
            if (event instanceof AnswerEvent.UsageKnown(Usage usage)) last = usage;
        }
        return last;
    }

    private static int blocks(String stream) {
        return stream.split("\n\n").length;
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void streamedAndWholeAnswersSayTheSame(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            Answer whole = Protocol.of(format).readAnswer(client.ask("steady", false).json());
            var ask = DemoClient.body("steady", true);
            if (format == Format.OPENAI) ask.put("stream_options", Json.object().put("include_usage", true));
            List<AnswerEvent> events = client.events(client.ask(ask));
            assertTrue(words(whole).contains(ANSWER), words(whole));
            assertEquals(words(whole), words(events));
            assertEquals(new AnswerEvent.Finished(StopReason.END, null), events.getLast());
            assertEquals(whole.usage().output(), usage(events).output());
            assertEquals(words(whole).split(" ").length, whole.usage().output());
            assertTrue(whole.usage().input() > 10);
            assertEquals(2, client.provider().requestsSeen());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void aStrangerIsTurnedAway(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            var reply = client.send(client.request(client.path(), "wrong",
                DemoClient.body("steady", false).toString()));
            assertEquals(401, reply.status());
            assertTrue(reply.json().object("error").text("message").contains("key"));
            assertEquals(404, client.send(client.request("/v1/nothing", DemoProvider.KEY, "{}")).status());
            assertEquals(400, client.send(client.request(client.path(), DemoProvider.KEY, "{\"model\":")).status());
            assertEquals(0, client.provider().abortsSeen());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void flakyModelsFailTheirFirstRequestsOnly(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            for (int status : new int[] {503, 503, 200, 200}) {
                assertEquals(status, client.ask("flaky-2", false).status());
            }
            assertEquals(503, client.ask("flaky-1", true).status());
            assertEquals(200, client.ask("flaky-1", true).status());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void aStatusComesWithRetryAfterAndTheFormatsOwnError(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            var reply = client.ask("status-429", true);
            assertEquals(429, reply.status());
            assertEquals("1", reply.headers().firstValue("retry-after").orElse(""));
            assertEquals(429, Protocol.of(format).readError(429, reply.text()).status());
            assertEquals(format == Format.CLAUDE ? "rate_limit_error" : "rate_limit_exceeded",
                kind(format, reply.json()));
        }
    }

    private static String kind(Format format, Json.Obj body) {
        return format == Format.CLAUDE ? body.object("error").text("type") : body.object("error").text("code");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void aCutStreamBreaksAfterSoManyEvents(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            var reply = client.ask("cut-5", true);
            assertTrue(reply.cut());
            assertEquals(5, blocks(reply.text()));
            assertInstanceOf(AnswerEvent.Failed.class, client.events(reply).getLast());
            assertTrue(client.ask("cut-5", false).cut());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void aCleanCutIsOnlyMissingItsEnd(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            var reply = client.ask("cutclean-5", true);
            assertFalse(reply.cut());
            assertEquals(5, blocks(reply.text()));
            assertInstanceOf(AnswerEvent.Failed.class, client.events(reply).getLast());
            assertFalse(client.ask("cutclean-5", false).text().endsWith("}"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void anErrorEventEndsTheStreamInTheFormat(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            var reply = client.ask("error-event-3", true);
            assertFalse(reply.cut());
            var failed = assertInstanceOf(AnswerEvent.Failed.class, client.events(reply).getLast());
            assertTrue(failed.error().message().contains("gave up"));
            assertEquals(529, client.ask("error-event-3", false).status());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void garbageAndEmptyAnswersLookLikeSuccess(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            for (boolean stream : new boolean[] {true, false}) {
                assertEquals(200, client.ask("garbage", stream).status());
                assertEquals("", client.ask("empty", stream).text());
            }
            assertInstanceOf(AnswerEvent.Failed.class, client.events(client.ask("garbage", true)).getLast());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void silenceLastsUntilTheProviderCloses(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            var hanging = client.http().sendAsync(client.request(client.path(), DemoProvider.KEY,
                DemoClient.body("hang", true).toString()), HttpResponse.BodyHandlers.ofString());
            InputStream stalled = client.open("stall-3");
            for (int events = 0; events < 3; ) {
                if (stalled.read() == '\n' && stalled.read() == '\n') events++;
            }
            Await.until("both requests are there", () -> client.provider().requestsSeen() >= 2);
            assertFalse(hanging.isDone());
            client.provider().close();
            assertThrows(IOException.class, stalled::read);
            assertTrue(hanging.handle((_, failure) -> failure != null).get(5, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void aClientThatLeavesIsNoticed(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            client.open("slow").close();
            Await.until("the client's leaving is noticed", () -> client.provider().abortsSeen() > 0);
            assertEquals(1, client.provider().abortsSeen());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void toolModelsCallAHarmlessToolAndThenTellItsResult(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            Json.Obj ask = DemoClient.body("steady-tools", false).put("tools", Json.array(tool(format)));
            Json.Obj reply = client.ask(ask).json();
            Answer answer = Protocol.of(format).readAnswer(reply);
            assertEquals(StopReason.TOOL_CALLS, answer.stop());
            var call = assertInstanceOf(Part.ToolCallPart.class, answer.parts().getLast());
            assertEquals("weather", call.name());
            assertEquals("{\"city\":\"Paris\"}", call.arguments());
            assertEquals(StopReason.TOOL_CALLS, stop(client.events(client.ask(ask.put("stream", true)))));

            ask.put("stream", false).items("messages").addAll(round(format, reply, call.id()));
            assertEquals("The tool says: sunny", words(Protocol.of(format).readAnswer(client.ask(ask).json())));
        }
    }

    private static StopReason stop(List<AnswerEvent> events) {
        return events.getLast() instanceof AnswerEvent.Finished(var reason, _) ? reason : null;
    }

    private static Json tool(Format format) {
        return tool(format, "weather");
    }

    private static Json tool(Format format, String name) {
        var schema = Json.parse("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");
        if (format == Format.CLAUDE) return Json.object().put("name", name).put("input_schema", schema);
        return Json.object().put("type", "function").put("function",
            Json.object().put("name", name).put("parameters", schema));
    }

    /// The call as the assistant made it, and its result.
    private static List<Json> round(Format format, Json.Obj reply, String id) {
        if (format == Format.OPENAI) {
            Json.Obj choice = (Json.Obj) reply.items("choices").getFirst();
            return List.of(choice.object("message"),
                Json.object().put("role", "tool").put("tool_call_id", id).put("content", "sunny"));
        }
        var result = Json.object().put("type", "tool_result").put("tool_use_id", id).put("content", "sunny");
        return List.of(Json.object().put("role", "assistant").put("content", reply.get("content")),
            Json.object().put("role", "user").put("content", Json.array(result)));
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void aTokenLimitAndAStopSequenceAreKept(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            var brief = Protocol.of(format).readAnswer(client.ask(DemoClient.body("steady", false).put("max_tokens", 3))
                .json());
            assertEquals(StopReason.LENGTH, brief.stop());
            assertEquals(3, brief.usage().output());
            var stop = format == Format.CLAUDE ? "stop_sequences" : "stop";
            var ended = Protocol.of(format)
                .readAnswer(client.ask(DemoClient.body("steady", false).put(stop, Json.array(Json.of(", a")))).json());
            assertEquals("Hello from " + DemoProvider.name(format), words(ended));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void thinkingIsShownWhenAskedForAndCounted(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            Json.Obj ask = DemoClient.body("steady", false);
            if (format == Format.CLAUDE) ask.put("thinking", Json.object().put("type", "adaptive"));
            else ask.put("reasoning_effort", "high");
            Answer answer = Protocol.of(format).readAnswer(client.ask(ask).json());
            var thought = assertInstanceOf(Part.ThinkingPart.class, answer.parts().getFirst());
            int thinking = thought.text().split(" ").length;
            assertEquals(thinking + words(answer).split(" ").length, answer.usage().output());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void theUserIsQuotedAndNotTheTextsThatAnAgentAdds(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            String reminder = "<system-reminder>Be <b>brief</b>.</system-reminder>";
            for (List<String> texts : List.of(List.of("say hello", reminder), List.of(reminder, "say hello"),
                List.of(reminder + "\n" + reminder + "\n\nsay hello"))) {
                var content = Json.array();
                texts.forEach(text -> content.add(Json.object().put("type", "text").put("text", text)));
                var ask = DemoClient.body("steady", false).put("messages",
                    Json.array(Json.object().put("role", "user").put("content", content)));
                String said = words(Protocol.of(format).readAnswer(client.ask(ask).json()));
                assertTrue(said.contains("You said: \"say hello\""), said);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void anAgentsToolsThatActAreNeverCalled(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            var tools = Json.array();
            for (String name : List.of("Agent", "Bash", "Edit", "Task", "Write")) tools.add(tool(format, name));
            Json.Obj ask = DemoClient.body("steady-tools", false).put("tools", tools);
            assertTrue(words(Protocol.of(format).readAnswer(client.ask(ask).json())).contains(ANSWER));
            tools.add(tool(format, "Read"));
            var call = assertInstanceOf(Part.ToolCallPart.class,
                Protocol.of(format).readAnswer(client.ask(ask).json()).parts().getLast());
            assertEquals("Read", call.name());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "CLAUDE"})
    void imagesAreAcknowledged(Format format) throws Exception {
        try (var client = DemoClient.start(format)) {
            var image = format == Format.CLAUDE
                ? "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://example.com/a.png\"}}"
                : "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}";
            var content = Json.parse("[{\"type\":\"text\",\"text\":\"What is this?\"}," + image + "]");
            var ask = DemoClient.body("steady", false).put("messages",
                Json.array(Json.object().put("role", "user").put("content", content)));
            assertTrue(words(Protocol.of(format).readAnswer(client.ask(ask).json())).contains("You sent 1 image."));
        }
    }
}
