package llmrouter.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Issuer;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.protocol.request.ToolNames;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;

/// The way of an answer from a provider of one format to a client of another, as the gateway goes it.
record AnswerTranslation(Protocol from, Protocol to) {
    static final Path FIXTURES = Path.of("test/fixtures");
    /// In fixtures a call of this tool is the structured answer.
    static final String ANSWER_TOOL = "json_answer";

    /// One fixture: what came in, and what must come out.
    record GoldenCase(AnswerTranslation way, String name, String in, String out) {
        @Override
        public String toString() {
            return name;
        }
    }

    static AnswerTranslation of(String folder) {
        int dash = folder.indexOf('-');
        return new AnswerTranslation(Protocol.of(Format.of(folder.substring(0, dash))),
            Protocol.of(Format.of(folder.substring(dash + 1))));
    }

    /// All cases under `test/fixtures/<kind>`, whose inputs end in `.in.<suffix>`.
    static List<GoldenCase> cases(String kind, String suffix) throws IOException {
        var cases = new ArrayList<GoldenCase>();
        try (Stream<Path> files = Files.walk(FIXTURES.resolve(kind))) {
            for (Path in : files.filter(f -> f.toString().endsWith(".in." + suffix)).sorted().toList()) {
                String folder = in.getParent().getFileName().toString();
                String name = in.getFileName().toString().replace(".in." + suffix, "");
                Path out = in.resolveSibling(name + ".out." + suffix);
                cases.add(new GoldenCase(of(folder), folder + "/" + name, Files.readString(in), Files.readString(out)));
            }
        }
        return cases;
    }

    static AnswerContext context() {
        return new AnswerContext("req_test1", "shown-model", 1_750_000_000L, true);
    }

    /// The client's answer, or the error that stands in its place as `{"bad": …}`.
    Json.Obj answer(Json.Obj body) {
        try {
            return to.writeAnswer(filter().apply(from.readAnswer(body)), context());
        } catch (BadAnswer bad) {
            var out = Json.object().put("bad", bad.getMessage());
            if (bad.error() != null) out.put("kind", bad.error().kind().name()).put("status", bad.error().status());
            return out;
        }
    }

    /// The client's stream for a provider's stream that arrives in these fragments.
    String stream(Iterable<String> fragments) {
        var out = new StringBuilder();
        var filter = filter();
        var writer = to.streamWriter(context());
        events(fragments, event -> filter.apply(event, filtered -> out.append(writer.write(filtered))));
        return out.toString();
    }

    /// The neutral events of a provider's stream.
    void events(Iterable<String> fragments, Consumer<AnswerEvent> out) {
        var decoder = new SseDecoder(1 << 24);
        var reader = from.streamReader();
        for (String fragment : fragments) {
            for (SseEvent event : decoder.feed(fragment)) reader.read(event, out);
        }
        for (SseEvent event : decoder.end()) reader.read(event, out);
        reader.end(out);
    }

    private AnswerFilter filter() {
        return new AnswerFilter(new WrittenRequest(Json.object(), new ToolNames(), ANSWER_TOOL), null,
            from == to ? null : new Issuer("p", "m"));
    }
}
