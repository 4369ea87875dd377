package llmrouter.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import llmrouter.chat.AnswerEvent;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;
import llmrouter.sse.SseDecoder;

/// Asks a simulated provider, and keeps what came of it.
record DemoClient(DemoProvider provider, Format format, HttpClient http) implements AutoCloseable {

    /// @param text as much of the body as arrived
    /// @param cut  whether the connection broke before its end
    record Reply(int status, String text, boolean cut, HttpHeaders headers) {
        Json.Obj json() {
            return (Json.Obj) Json.parse(text);
        }
    }

    static DemoClient start(Format format) throws IOException {
        return new DemoClient(DemoProvider.start(format), format,
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    String path() {
        return format == Format.CLAUDE ? "/v1/messages" : "/v1/chat/completions";
    }

    HttpRequest request(String path, String key, String body) {
        return HttpRequest.newBuilder(URI.create(provider.baseUrl() + path)).header("authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    /// A request with one user message and these members more.
    static Json.Obj body(String model, boolean stream) {
        var message = Json.object().put("role", "user").put("content", "Ping?");
        return Json.object().put("model", model).put("max_tokens", 200).put("stream", stream).put("messages",
            Json.array(message));
    }

    Reply ask(String model, boolean stream) throws IOException, InterruptedException {
        return ask(body(model, stream));
    }

    Reply ask(Json.Obj body) throws IOException, InterruptedException {
        return send(request(path(), DemoProvider.KEY, body.toString()));
    }

    /// The body of a streamed answer as it comes; the reader closes it.
    InputStream open(String model) throws IOException, InterruptedException {
        return http.send(request(path(), DemoProvider.KEY, body(model, true).toString()),
            HttpResponse.BodyHandlers.ofInputStream()).body();
    }

    /// Pieces are kept as they arrive: the JDK's body stream forgets what it has not handed out when the connection
    /// breaks.
    Reply send(HttpRequest request) throws IOException, InterruptedException {
        var text = new StringBuffer();
        var head = new AtomicReference<HttpResponse.ResponseInfo>();
        HttpResponse.BodyHandler<Void> keep = info -> {
            head.set(info);
            return HttpResponse.BodySubscribers.ofByteArrayConsumer(piece ->
                piece.ifPresent(b -> text.append(new String(b, StandardCharsets.ISO_8859_1))));
        };
        boolean cut = false;
        try {
            http.send(request, keep);
        } catch (IOException e) {
            if (head.get() == null) throw e;
            cut = true;
        }
        return new Reply(head.get().statusCode(), text.toString(), cut, head.get().headers());
    }

    /// The neutral events of a streamed reply, as the gateway would read them.
    List<AnswerEvent> events(Reply reply) {
        var events = new ArrayList<AnswerEvent>();
        var reader = Protocol.of(format).streamReader();
        var decoder = new SseDecoder(1 << 20);
        decoder.feed(reply.text()).forEach(event -> reader.read(event, events::add));
        decoder.end().forEach(event -> reader.read(event, events::add));
        reader.end(events::add);
        return events;
    }

    @Override
    public void close() {
        http.shutdownNow();
        provider.close();
    }
}
