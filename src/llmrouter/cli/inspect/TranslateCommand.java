package llmrouter.cli.inspect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.chat.Tool;
import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Format;
import llmrouter.files.ConfigStore;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.json.JsonWriter;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;
import llmrouter.sse.SseOverflow;

/// `translate`: the gateway's translation of one text, offline, with everything it lost on the way.
public final class TranslateCommand {
    private static final int LONGEST_EVENT = 16 << 20;

    /// What came out.
    ///
    /// @param text  the translation
    /// @param json  the same as a tree, or null for a stream
    /// @param notes what is worth knowing beside the losses
    /// @param whole whether the answer arrived complete
    private record Translation(String text, Json json, List<String> notes, boolean whole) {
        static Translation of(Json json, List<String> notes) {
            return new Translation(JsonWriter.pretty(json) + "\n", json, notes, true);
        }
    }

    private TranslateCommand() {}

    public static Command command() {
        return Command.of("translate", "Translate a request, answer, stream or error offline and say what is lost", TranslateCommand::run)
            .flags(Flag.choice("from", "The format it is in.", Format.words()).orElse("what it looks like"),
                Flag.choice("to", "The format wanted.", Format.words()).orElse(defaultTarget()),
                Flag.choice("kind", "What it is.", InputGuess.KINDS).orElse("what it looks like"),
                Flag.integer("status", "CODE", 100, 599, "The HTTP status that an error came with.").orElse("500"),
                Flag.bool("explain", "List on standard error what was carried over, approximated and dropped."), Flag.JSON)
            .operands("[FILE|-]", 1)
            .examples(new Example("translate --explain request.json", "What would another provider get, and what would be lost?"),
                new Example("translate --from=claude --kind=stream - < stream.txt", "A recorded event stream from standard input"));
    }

    private static String defaultTarget() {
        return Format.DEFAULT.word() + ", or " + Format.DEFAULT.counterpart().word() + " if it is in that";
    }

    private static int run(Invocation invocation) throws IOException {
        Arguments arguments = invocation.arguments();
        String text = input(invocation);
        String kind = arguments.text("kind", arguments.given("kind") ? null : InputGuess.guess(text).kind());
        Format from = arguments.given("from") ? Format.of(arguments.text("from")) : InputGuess.format(kind, text);
        if (from == null) throw CliError.usage("cannot tell which format this " + kind + " is in; say " + Format.anyOf("--from=", ""));
        Format to = arguments.given("to") ? Format.of(arguments.text("to")) : from.counterpart();
        var losses = new Losses();
        Translation translation;
        try {
            translation = translate(kind, text, Protocol.of(from), Protocol.of(to), arguments.integer("status", 500), losses);
        } catch (GatewayError error) {
            String field = error.error().param() == null ? "" : " (" + error.error().param() + ")";
            throw CliError.usage("this " + from.word() + " " + kind + " cannot be translated: " + error.getMessage() + field);
        } catch (BadAnswer | JsonError | SseOverflow error) {
            String where = error instanceof JsonError syntax ? syntax.describe() : error.getMessage();
            throw CliError.usage("this is no " + from.word() + " " + kind + ": " + where);
        }
        report(invocation, kind, from, to, translation, losses);
        return translation.whole ? 0 : 1;
    }

    private static String input(Invocation invocation) throws IOException {
        String operand = invocation.arguments().operand();
        boolean standard = operand == null || operand.equals("-");
        String name = standard ? "standard input" : operand;
        try {
            byte[] bytes = standard ? invocation.shell().in().readAllBytes()
                : Files.readAllBytes(ConfigStore.expand(operand, invocation.shell().home()));
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException _) {
            throw CliError.usage("there is no file " + operand);
        } catch (CharacterCodingException _) {
            throw CliError.usage(name + " is not UTF-8 text");
        }
    }

    private static Translation translate(String kind, String text, Protocol from, Protocol to, long status, Losses losses) {
        return switch (kind) {
            case "request" -> request(text, from, to, losses);
            case "answer" -> answer(text, from, to, losses);
            case "stream" -> stream(text, from, to, losses);
            default -> Translation.of(Json.parse(to.writeError(from.readError((int) status, text), "req_offline")), List.of());
        };
    }

    private static Translation request(String text, Protocol from, Protocol to, Losses losses) {
        from.check(JsonScan.of(text));
        var body = (Json.Obj) Json.parse(text);
        Conversation conversation = from.readRequest(body, losses);
        WrittenRequest written = to.writeRequest(conversation, new Target(conversation.model(), null, null, Set.of()), losses);
        var notes = new ArrayList<String>();
        var carried = new ArrayList<>(body.members().keySet());
        carried.removeAll(losses.dropped());
        carried.removeAll(losses.approximated());
        if (!carried.isEmpty()) notes.add("carried over: " + String.join(", ", carried));
        for (Tool tool : conversation.tools()) {
            String name = written.names().wire(tool.name());
            if (!name.equals(tool.name())) notes.add("tool renamed for this request: " + tool.name() + " -> " + name);
        }
        if (written.answerTool() != null) notes.add("structured output is asked for by the forced tool " + written.answerTool());
        return Translation.of(written.body(), notes);
    }

    private static Translation answer(String text, Protocol from, Protocol to, Losses losses) {
        if (!(Json.parse(text) instanceof Json.Obj body)) throw new BadAnswer("it must be a JSON object");
        Answer answer = from.readAnswer(body);
        answer.unsaid().forEach(losses::dropped);
        var notes = List.of("parts: " + answer.parts().size() + ", stop reason: " + answer.stop());
        return Translation.of(to.writeAnswer(answer, context(losses)), notes);
    }

    private static AnswerContext context(Losses losses) {
        return new AnswerContext("offline", "unknown", 0, true, losses);
    }

    private static Translation stream(String text, Protocol from, Protocol to, Losses losses) {
        var reader = from.streamReader();
        var writer = to.streamWriter(context(losses));
        var decoder = new SseDecoder(LONGEST_EVENT);
        var events = new ArrayList<AnswerEvent>();
        for (SseEvent event : decoder.feed(text)) reader.read(event, events::add);
        for (SseEvent event : decoder.end()) reader.read(event, events::add);
        reader.end(events::add);
        var out = new StringBuilder();
        var notes = new ArrayList<String>();
        boolean whole = false;
        for (AnswerEvent event : events) {
            out.append(writer.write(event));
            if (event instanceof AnswerEvent.Skipped(String what)) notes.add("left out: " + what);
            if (event instanceof AnswerEvent.Failed(var error)) notes.add("the stream failed: " + error.message());
            whole |= event instanceof AnswerEvent.Finished;
        }
        return new Translation(out.toString(), null, notes, whole);
    }

    private static void report(Invocation invocation, String kind, Format from, Format to, Translation translation, Losses losses) {
        if (invocation.arguments().isOn("json")) {
            var report = Json.object().put("kind", kind).put("from", from.word()).put("to", to.word())
                .put("result", translation.json != null ? translation.json : Json.of(translation.text))
                .put("dropped", Json.strings(losses.dropped())).put("approximated", Json.strings(losses.approximated()))
                .put("notes", Json.strings(translation.notes)).put("complete", translation.whole);
            invocation.print(report);
            return;
        }
        invocation.shell().out().print(translation.text);
        if (invocation.arguments().isOn("explain")) explain(invocation, kind, from, to, translation, losses);
        else if (!losses.isEmpty()) invocation.say("lost: " + losses.line());
        if (!translation.whole) invocation.say("the answer is not complete");
    }

    private static void explain(Invocation invocation, String kind, Format from, Format to, Translation translation, Losses losses) {
        invocation.say(from.word() + " " + kind + " -> " + to.word());
        for (String note : translation.notes) invocation.say("  " + note);
        invocation.say("  approximated: " + (losses.approximated().isEmpty() ? "nothing" : String.join(", ", losses.approximated())));
        invocation.say("  dropped: " + (losses.dropped().isEmpty() ? "nothing" : String.join(", ", losses.dropped())));
    }
}
