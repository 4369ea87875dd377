import java.util.ArrayList;
import java.util.Set;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.SettingsReader;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseOverflow;

/// Goes through the core by every door, so that the Worker compiler has to compile all of it. What it works on comes
/// from outside: a constant might be computed away.
///
/// `WorkerEntry (FROM TO WHAT TEXT)…`: two formats; `request`, `answer`, `error`, `stream` or `config`; and the text
/// to work on. Prints each outcome as a JSON string on a line of its own.
final class WorkerEntry {
    private WorkerEntry() {}

    public static void main(String[] args) {
        for (int i = 0; i + 3 < args.length; i += 4) {
            System.out.println(Json.of(outcome(Format.of(args[i]), Format.of(args[i + 1]), args[i + 2], args[i + 3])));
        }
    }

    private static String outcome(Format from, Format to, String what, String text) {
        try {
            var reader = Protocol.of(from);
            var writer = Protocol.of(to);
            return switch (what) {
                case "request" -> request(reader, writer, text) + requestExchange(from, to, text);
                case "answer" -> writer.writeAnswer(reader.readAnswer(object(text)), context())
                    + answerExchange(from, to, 200, "application/json", text);
                case "error" -> error(writer, reader.readError(500, text))
                    + answerExchange(from, to, 500, "application/json", text);
                case "stream" -> stream(reader, writer, text)
                    + answerExchange(from, to, 200, "text/event-stream", text);
                case "config" -> ConfigReader.read(text, "config.json") + " " + SettingsReader.readHosted(_ -> text);
                default -> "what is " + what + "?";
            };
        } catch (JsonError | GatewayError | BadAnswer | SseOverflow e) {
            return e.getMessage();
        }
    }

    private static String request(Protocol reader, Protocol writer, String text) {
        var losses = new Losses();
        var scan = JsonScan.of(text);
        reader.check(scan);
        var conversation = reader.readRequest(object(text), losses);
        var written = writer.writeRequest(conversation, new Target("model", 4096L, 200_000L, Set.of()), losses);
        return written.body() + " " + losses.line() + " " + scan.splice().dedupeAll().set("model", Json.of(text)).apply();
    }

    private static String error(Protocol writer, ApiError error) {
        return writer.writeError(error, "request") + writer.writeStreamError(error, "request");
    }

    private static String stream(Protocol reader, Protocol writer, String text) {
        var decoder = new SseDecoder(1 << 20);
        var in = reader.streamReader();
        var out = writer.streamWriter(context());
        var events = new ArrayList<AnswerEvent>();
        for (var block : decoder.feed(text)) in.read(block, events::add);
        for (var block : decoder.end()) in.read(block, events::add);
        in.end(events::add);
        var written = new StringBuilder();
        for (var event : events) written.append(out.write(event));
        return written.toString();
    }

    private static String requestExchange(Format client, Format provider, String text) {
        var body = JsonScan.of(text).splice().set("model", Json.of("p/m")).apply();
        return WorkerExchange.run(client, provider, body, 429, "text/html", "<html>busy</html>");
    }

    private static String answerExchange(Format provider, Format client, int status, String type, String answer) {
        var body = Json.object().put("model", "p/m").put("max_tokens", 9).put("stream", type.equals("text/event-stream"))
                .put("messages", Json.array(Json.object().put("role", "user").put("content", "hello")));
        return WorkerExchange.run(client, provider, body.toString(), status, type, answer);
    }

    private static AnswerContext context() {
        return new AnswerContext("request", "model", 0, true);
    }

    private static Json.Obj object(String text) {
        if (Json.parse(text) instanceof Json.Obj object) return object;
        throw GatewayError.badRequest("the text is not a JSON object", null);
    }
}
