package llmrouter.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.chat.Answer;
import llmrouter.chat.Citation;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerTranslation.GoldenCase;
import llmrouter.protocol.answer.ToolInput;
import llmrouter.protocol.shape.AnswerGatherer;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every answer of the fixtures says the same in the other shape of its own format.
class AnswerShapesTest {
    static List<GoldenCase> answers() throws IOException {
        return AnswerTranslation.cases("answer", "json");
    }

    static List<GoldenCase> streams() throws IOException {
        return AnswerTranslation.cases("stream", "sse");
    }

    private static Answer read(Protocol format, List<SseEvent> events) {
        return new AnswerGatherer(false).read(events, format.streamReader());
    }

    private static List<SseEvent> events(String stream) {
        var decoder = new SseDecoder(1 << 24);
        var events = new ArrayList<>(decoder.feed(stream));
        events.addAll(decoder.end());
        return events;
    }

    /// What an answer says. Formats differ in whether a text goes on behind a call, in where seals stand, and in the
    /// ids of calls that have none.
    private static String said(Answer answer) {
        var said = new TreeMap<String, StringBuilder>();
        for (Part part : answer.parts()) {
            // the answer ended within its arguments, which only a stream can say in every format
            boolean cut = part instanceof Part.ToolCallPart call && answer.stop().cutShort()
                && !ToolInput.complete(call.arguments());
            if (cut) continue;
            String kind = part.getClass().getSimpleName();
            said.computeIfAbsent(kind, _ -> new StringBuilder()).append(switch (part) {
                case Part.TextPart text -> text.text();
                case Part.ThinkingPart thinking -> thinking.text();
                case Part.ToolCallPart call -> "\n" + call.name() + call.kind()
                    + (call.arguments().isEmpty() ? "{}" : call.arguments());
                case Part.RedactedThinkingPart(var seal) -> seal.kind() == Seal.Kind.MEMBERS ? "" : seal.toString();
                default -> part.toString();
            });
            if (part instanceof Part.TextPart text) {
                if (text.logprobs() != null) said.computeIfAbsent("logprobs", _ -> new StringBuilder())
                    .append(text.logprobs().size());
                for (Citation citation : text.citations()) {
                    said.computeIfAbsent("citations", _ -> new StringBuilder()).append(citation.url());
                }
            }
            if (part instanceof Part.ThinkingPart(_, Seal seal) && seal != null && seal.kind() != Seal.Kind.MEMBERS) {
                said.computeIfAbsent("seals", _ -> new StringBuilder()).append(seal);
            }
        }
        said.values().removeIf(StringBuilder::isEmpty);
        String words = said.toString().replaceAll("\\s+", "");
        return words + " " + answer.stop() + answer.stopSequence() + answer.usage();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aWholeAnswerSaysTheSameAsAStream(GoldenCase one) {
        Protocol format = one.way().from();
        var body = (Json.Obj) Json.parse(one.in());
        Answer whole;
        try {
            whole = format.readAnswer(body);
        } catch (BadAnswer _) {
            return; // an error in both shapes
        }
        List<SseEvent> events = format.asStream(body, true);
        var text = new StringBuilder();
        for (SseEvent event : events) text.append(event.raw());
        assertEquals(events.stream().map(SseEvent::data).toList(),
            events(text.toString()).stream().map(SseEvent::data).toList(), "the text has these events");
        assertEquals(said(whole), said(read(format, events)), text::toString);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamSaysTheSameAsAWholeAnswer(GoldenCase one) {
        Protocol format = one.way().from();
        List<SseEvent> events = events(one.in());
        Answer streamed;
        var gatherer = new AnswerGatherer(true);
        try {
            streamed = gatherer.read(events, format.streamReader());
        } catch (BadAnswer broken) {
            assertFalse(broken.error() == null && broken.getMessage().isEmpty());
            return; // no whole answer is made of a broken stream
        }
        Json.Obj whole;
        try {
            whole = format.asWhole(streamed, gatherer.objects(), AnswerTranslation.context());
        } catch (BadAnswer e) {
            assertTrue(e.getMessage().contains("with arguments that are not JSON"), e.getMessage());
            return; // the format has no form for such a call
        }
        assertEquals(said(streamed), said(format.readAnswer(whole)), whole::toString);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamThatIsCutIsNoAnswer(GoldenCase one) {
        Protocol format = one.way().from();
        List<SseEvent> events = events(one.in());
        if (events.size() < 4) return;
        var front = events.subList(0, events.size() / 3);
        assertThrows(BadAnswer.class, () -> read(format, front));
    }
}
