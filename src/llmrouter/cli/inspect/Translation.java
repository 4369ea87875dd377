package llmrouter.cli.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.chat.Tool;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.json.JsonWriter;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.errors.TokenLimits;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;
import llmrouter.sse.SseOverflow;

/// One text, translated from one format to another as the gateway would do it.
///
/// @param text     in the other format
/// @param json     the same as a tree, or null for a stream
/// @param losses   what the other format could not carry
/// @param notes    what else is worth knowing
/// @param complete whether the source was complete; a stream may break off
record Translation(String text, Json json, Losses losses, List<String> notes, boolean complete) {
    private static final int LONGEST_EVENT = 16 << 20;
    private static final String REQUEST_ID = "req_offline";

    /// Translates a text.
    ///
    /// @param kind   one of [InputGuess#KINDS]
    /// @param status the HTTP status that an error came with
    /// @throws GatewayError a request that the gateway would refuse
    /// @throws JsonError    a text that is not JSON
    /// @throws BadAnswer    an answer that is not of the format
    /// @throws SseOverflow  an event of a stream that is too long
    static Translation of(String kind, String text, Protocol from, Protocol to, int status) {
        return switch (kind) {
            case "request" -> request(text, from, to);
            case "answer" -> answer(text, from, to);
            case "stream" -> stream(text, from, to);
            default -> error(text, from, to, status);
        };
    }

    private static Translation error(String text, Protocol from, Protocol to, int status) {
        ApiError read = TokenLimits.noted(from.readError(status, text), () -> -1, null);
        Json error = Json.parse(to.writeError(read, REQUEST_ID));
        return whole(error, new Losses(), List.of());
    }

    private static Translation whole(Json json, Losses losses, List<String> notes) {
        return new Translation(JsonWriter.pretty(json) + "\n", json, losses, notes, true);
    }

    private static Translation request(String text, Protocol from, Protocol to) {
        from.check(JsonScan.of(text));
        var body = (Json.Obj) Json.parse(text);
        var losses = new Losses();
        Conversation conversation = from.readRequest(body, losses);
        var target = new Target(conversation.model(), null, null, Set.of());
        WrittenRequest written = to.writeRequest(conversation, target, losses);
        var notes = new ArrayList<String>();
        var carried = new ArrayList<>(body.members().keySet());
        carried.removeAll(losses.dropped());
        carried.removeAll(losses.approximated());
        carried.removeAll(losses.unused());
        if (!carried.isEmpty()) notes.add("carried over: " + String.join(", ", carried));
        for (Tool each : conversation.tools()) {
            String name = written.names().wire(each.name());
            if (!name.equals(each.name())) notes.add("tool renamed for this request: " + each.name() + " -> " + name);
        }
        String tool = written.answerTool();
        if (!losses.unused().isEmpty()) {
            notes.add("left out, which is no loss: " + String.join(", ", losses.unused()));
        }
        if (written.limit() > 0) {
            notes.add("answers end at " + written.limit() + " tokens: the " + to.format().word()
                + " format needs max_tokens, and neither the request nor the model's maxOutputTokens sets a limit");
        }
        if (tool != null) notes.add("structured output is requested by the forced tool " + tool);
        return whole(written.body(), losses, notes);
    }

    private static Translation answer(String text, Protocol from, Protocol to) {
        if (!(Json.parse(text) instanceof Json.Obj body)) throw new BadAnswer("it must be a JSON object");
        var losses = new Losses();
        Answer answer = from.readAnswer(body);
        answer.unsaid().forEach(losses::dropped);
        var notes = List.of("parts: " + answer.parts().size() + ", stop reason: " + answer.stop());
        return whole(to.writeAnswer(answer, context(losses)), losses, notes);
    }

    private static AnswerContext context(Losses losses) {
        return new AnswerContext("offline", "unknown", 0, true, losses);
    }

    private static Translation stream(String text, Protocol from, Protocol to) {
        var losses = new Losses();
        var writer = to.streamWriter(context(losses));
        var out = new StringBuilder();
        var notes = new ArrayList<String>();
        boolean complete = false;
        for (AnswerEvent event : events(text, from)) {
            out.append(writer.write(event));
            if (event instanceof AnswerEvent.Skipped(String what, String kind)) {
                notes.add("left out: " + what);
                if (kind != null) losses.dropped(kind);
            }
            if (event instanceof AnswerEvent.Failed(var error)) notes.add("the stream failed: " + error.message());
            complete |= event instanceof AnswerEvent.Finished;
        }
        return new Translation(out.toString(), null, losses, notes, complete);
    }

    private static List<AnswerEvent> events(String text, Protocol from) {
        var reader = from.streamReader();
        var decoder = new SseDecoder(LONGEST_EVENT);
        var events = new ArrayList<AnswerEvent>();
        for (SseEvent event : decoder.feed(text)) reader.read(event, events::add);
        for (SseEvent event : decoder.end()) reader.read(event, events::add);
        reader.end(events::add);
        return events;
    }
}
