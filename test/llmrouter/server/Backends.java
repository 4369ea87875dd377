package llmrouter.server;

import java.io.IOException;

import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Seen;
import llmrouter.scripted.ScriptedUpstream.Wire;

/// What providers do in tests of failover. Each script serves both formats, streamed and whole, as the request asks;
/// a good answer says sixty words and carries a usage by which its author can be told.
final class Backends {
    /// The words of a whole answer, in three parts: a stream may break before, between or after them.
    static final String FIRST = "one ".repeat(20);
    static final String SECOND = "two ".repeat(20);
    static final String THIRD = "three ".repeat(20);

    private Backends() {}

    static String format(Seen request) {
        return request.requestLine().contains("/messages") ? "claude" : "openai";
    }

    static boolean streamed(Seen request) {
        return request.body().contains("\"stream\":true");
    }

    /// A good answer.
    ///
    /// @param tokens of the prompt; the answer's own are one more
    static Script answers(String model, int tokens) {
        return wire -> {
            String format = format(wire.request());
            if (!streamed(wire.request())) {
                wire.json(200, whole(format, model, tokens));
                return;
            }
            String body = opening(format, model, tokens) + Samples.delta(format, FIRST)
                + Samples.delta(format, SECOND) + Samples.delta(format, THIRD)
                + closing(format, tokens);
            wire.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: " + body.length()
                + "\r\n\r\n" + body);
        };
    }

    static String whole(String format, String model, int tokens) {
        return Samples.answer(format).replace("Hello wörld", FIRST + SECOND + THIRD)
            .replace("\"model\":\"m\"", "\"model\":\"" + model + "\"")
            .replace("_tokens\":7", "_tokens\":" + (2 * tokens + 1)).replace("_tokens\":5", "_tokens\":" + tokens)
                .replace("_tokens\":2", "_tokens\":" + (tokens + 1));
    }

    private static String opening(String format, String model, int tokens) {
        return Samples.opening(format).replace("\"model\":\"m\"", "\"model\":\"" + model + "\"")
            .replace("\"input_tokens\":5", "\"input_tokens\":" + tokens);
    }

    private static String closing(String format, int tokens) {
        String usage = "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":" + tokens
            + ",\"completion_tokens\":" + (tokens + 1) + ",\"total_tokens\":" + (2 * tokens + 1) + "}}\n\n";
        return Samples.closing(format).replace("data: [DONE]", usage + "data: [DONE]")
            .replace("\"output_tokens\":2", "\"output_tokens\":" + (tokens + 1));
    }

    /// An error in the format's own shape.
    static Script refuses(int status, String code, String message, String... fields) {
        return wire -> wire.json(status, error(format(wire.request()), code, message), fields);
    }

    static String error(String format, String code, String message) {
        return format.equals("claude") ? "{\"type\":\"error\",\"error\":{\"type\":\"" + code + "\",\"message\":\""
            + message + "\"}}"
            : "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + code + "\",\"param\":null,\"code\":\""
                + code + "\"}}";
    }

    /// 200 with an error in place of the answer or of the first event.
    static Script succeedsWithError(String code, String message) {
        return wire -> {
            String format = format(wire.request());
            String error = error(format, code, message);
            if (streamed(wire.request())) wire.stream()
                .send((format.equals("claude") ? "event: error\n" : "") + "data: " + error + "\n\n").close();
            else wire.json(200, error);
        };
    }

    static Script html() {
        return wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 26\r\n\r\n"
            + "<html>Just a moment</html>");
    }

    /// Hears the request and never says a word.
    static void isSilent(Wire wire) throws InterruptedException {
        wire.awaitDeparture();
    }

    static void resets(Wire wire) throws IOException {
        wire.reset();
    }

    /// Ends the connection in order, without an answer.
    static void hangsUp(Wire wire) throws IOException {
        wire.close();
    }

    /// Two thirds of an answer, then `end`.
    static Script breaks(Script end) {
        return wire -> {
            String format = format(wire.request());
            if (streamed(wire.request())) {
                wire.stream().send(opening(format, "main", 7) + Samples.delta(format, FIRST)
                    + Samples.delta(format, SECOND));
            } else {
                String body = whole(format, "main", 7);
                wire.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
                    + "\r\n\r\n" + body.substring(0, body.indexOf("three")));
            }
            end.run(wire);
        };
    }

    /// The head of an answer and everything that is said before its first word, then `end`.
    static Script breaksBeforeTheFirstWord(Script end) {
        return wire -> {
            if (streamed(wire.request())) wire.stream()
                .send(": hello\n\n" + opening(format(wire.request()), "main", 7));
            else wire.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n");
            end.run(wire);
        };
    }

    /// How much of a stream's end comes.
    enum End { NOTHING, FINISH, ALL }

    /// A stream with an event of this data, three times, between its words; all is well otherwise.
    static Script garbles(String data) {
        return streams(("data: " + data + "\n\n").repeat(3), End.ALL);
    }

    /// A stream with all its words and not all of its end, closed in order.
    static Script endsWith(End end) {
        return streams("", end);
    }

    private static Script streams(String between, End end) {
        return wire -> {
            String format = format(wire.request());
            String closing = closing(format, 7);
            String last = switch (end) {
                case NOTHING -> "";
                case FINISH -> closing.substring(0, closing.indexOf(format.equals("claude")
                    ? "event: message_stop" : "data: [DONE]"));
                case ALL -> closing;
            };
            wire.stream().send(opening(format, "main", 7) + Samples.delta(format, FIRST) + between
                + Samples.delta(format, SECOND) + Samples.delta(format, THIRD) + last).close();
        };
    }
}
