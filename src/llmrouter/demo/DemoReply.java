package llmrouter.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.Protocol;
import llmrouter.sse.SseEncoder;
import llmrouter.text.Text;

/// One answer on its way to one client, with the faults its script asks for. Faults change the written text, so the
/// text before a fault is exactly what the format requires.
final class DemoReply {
    private static final long FIRST_TOKEN_MS = 500;
    private static final long TOKEN_MS = 50;

    /// The client closed the connection.
    static final class ClientLeft extends IOException {
        private static final long serialVersionUID = 1L;

        private ClientLeft(IOException cause) {
            super(cause);
        }
    }

    /// Breaks the connection: the server drops it when its handler throws without having ended the answer.
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        private Broken(String why) {
            super(why);
        }
    }

    private final HttpExchange exchange;
    private final Protocol protocol;
    private final CountDownLatch closing;

    /// @param closing reaches zero when the provider is closed; silence lasts until then
    DemoReply(HttpExchange exchange, Protocol protocol, CountDownLatch closing) {
        this.exchange = exchange;
        this.protocol = protocol;
        this.closing = closing;
    }

    void error(ApiError error) throws IOException {
        send(error.status(), protocol.writeError(error, "demo"));
    }

    void whole(String json) throws IOException {
        send(200, json);
    }

    /// Answers as the script says.
    void play(FaultScript script, Answer answer, AnswerContext context, boolean stream) throws IOException {
        switch (script) {
            case FaultScript.RefusedWith(int status) -> refuse(status);
            case FaultScript.Hang _ -> silence();
            case FaultScript.ErrorEvent _ when !stream -> error(overloaded());
            default -> {
                if (stream) stream(script, answer, context);
                else whole(script, answer, protocol.writeAnswer(answer, context).toString());
            }
        }
    }

    private void refuse(int status) throws IOException {
        exchange.getResponseHeaders().set("retry-after", "1");
        error(ApiError.of(status, ApiError.kindOf(status), "this simulated model always answers " + status));
    }

    private static ApiError overloaded() {
        return ApiError.of(529, ApiError.Kind.OVERLOADED, "this simulated model gave up");
    }

    private void whole(FaultScript script, Answer answer, String body) throws IOException {
        int half = body.length() / 2;
        switch (script) {
            case FaultScript.Slow _ -> {
                pause(FIRST_TOKEN_MS + TOKEN_MS * answer.usage().output());
                send(200, body);
            }
            case FaultScript.Cut _ -> {
                begin(200, "application/json", body.getBytes(StandardCharsets.UTF_8).length);
                write(body.substring(0, half));
                throw new Broken("cut as asked");
            }
            case FaultScript.Stall _ -> {
                begin(200, "application/json", body.getBytes(StandardCharsets.UTF_8).length);
                write(body.substring(0, half));
                silence();
            }
            case FaultScript.CutClean _ -> send(200, body.substring(0, half));
            case FaultScript.Garbage _ -> send(200, "<html>It works!</html>");
            case FaultScript.EmptyAnswer _ -> send(200, "");
            default -> send(200, body);
        }
    }

    private void stream(FaultScript script, Answer answer, AnswerContext context) throws IOException {
        begin(200, "text/event-stream", 0);
        if (script instanceof FaultScript.Slow) pause(FIRST_TOKEN_MS);
        if (!(script instanceof FaultScript.EmptyAnswer)) events(script, answer, context);
        exchange.close();
    }

    private void events(FaultScript script, Answer answer, AnswerContext context) throws IOException {
        var writer = protocol.streamWriter(context);
        int written = 0;
        for (AnswerEvent event : DemoAnswer.events(answer)) {
            if (script instanceof FaultScript.Slow && event instanceof AnswerEvent.Delta) pause(TOKEN_MS);
            for (String block : blocks(writer.write(event))) {
                if (!goesOn(script, written++)) return;
                write(script instanceof FaultScript.Garbage ? garbled() : block);
            }
        }
    }

    /// Plays the fault that is due after this many events; false if the stream ends here.
    private boolean goesOn(FaultScript script, int written) throws IOException {
        switch (script) {
            case FaultScript.Cut(int events) when written == events -> throw new Broken("cut as asked");
            case FaultScript.Stall(int events) when written == events -> silence();
            case FaultScript.ErrorEvent(int events) when written == events ->
                write(protocol.writeStreamError(overloaded(), "demo"));
            case FaultScript.CutClean(int events) when written == events -> {}
            default -> {
                return true;
            }
        }
        return false;
    }

    private static String garbled() {
        var out = new Text();
        SseEncoder.write(null, "{\"this is\": not JSON", out);
        return out.take();
    }

    private static List<String> blocks(String text) {
        var blocks = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf("\n\n", from);
            int to = end < 0 ? text.length() : end + 2;
            blocks.add(text.substring(from, to));
            from = to;
        }
        return blocks;
    }

    /// Waits until the provider is closed, then breaks the connection.
    private void silence() throws IOException {
        pause(TimeUnit.DAYS.toMillis(1));
        throw new Broken("silent as asked");
    }

    /// Waits this long, or until the provider is closed.
    private void pause(long milliseconds) throws IOException {
        try {
            if (closing.await(milliseconds, TimeUnit.MILLISECONDS)) throw new Broken("the provider is closing");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Broken("the provider is closing");
        }
    }

    private void send(int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        begin(status, "application/json", bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) write(body);
        exchange.close();
    }

    /// @param length of the body; 0 if it is not known, -1 if there is none
    private void begin(int status, String type, long length) throws IOException {
        exchange.getResponseHeaders().set("content-type", type);
        exchange.sendResponseHeaders(status, length);
        if (length >= 0) exchange.getResponseBody().flush();
    }

    private void write(String text) throws IOException {
        OutputStream out = exchange.getResponseBody();
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException gone) {
            throw new ClientLeft(gone);
        }
    }
}
