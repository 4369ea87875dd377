package vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.chat.Seal;
import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RetryAfter;
import llmrouter.json.Json;
import llmrouter.json.JsonQuotes;
import llmrouter.json.JsonScan;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.errors.RefusalCause;
import llmrouter.protocol.waiting.Waits;
import llmrouter.routing.FailureClassifier;
import llmrouter.routing.TokenEstimate;
import llmrouter.sse.SseDecoder;
import llmrouter.text.Chars;

/// The readers and writers of the wire formats.
final class TranslationAnswers {
    /// 2025-06-15T15:06:40Z
    private static final long NOW = 1_750_000_000L;
    private static final int LARGEST_EVENT = 1 << 20;

    private TranslationAnswers() {}

    /// A request of one format becomes one of another; its own text is changed as it is for a provider of its format.
    static String request(String from, String to, String text) {
        var losses = new Losses();
        int[] values = {0};
        var scan = JsonScan.noting(text, at -> Chars.endOfPlain(text, at),
            Seal.counting(count -> values[0] = count));
        Protocol reader = protocol(from);
        reader.check(scan);
        var quotes = JsonQuotes.of(scan);
        var conversation = reader.readRequest(quotes.tree(), losses);
        var target = new Target("model", 4096L, 200_000L, Set.of());
        var written = protocol(to).writeRequest(conversation, target, losses);
        return quotes.pieces(written.body()).text() + "\n" + losses.line() + "\nsession " + reader.session(scan)
            + "\ntokens " + TokenEstimate.of(object(text)) + " " + TokenEstimate.rough(text)
            + "\nseals " + reader.seals(text) + reader.closedSummaries(scan) + "\nvalues " + values[0]
            + "\n" + scan.splice().dedupeAll().set("model", Json.of(to)).apply();
    }

    /// A whole answer of one format becomes one of another, and the stream that would have told it.
    static String answer(String from, String to, String text) {
        Protocol reader = protocol(from);
        String checked = "checked " + reader.checkAnswer(JsonScan.of(text));
        String written = protocol(to).writeAnswer(reader.readAnswer(object(text)), context()).toString();
        var stream = new StringBuilder();
        for (var event : reader.asStream(object(text), true)) stream.append(event.raw());
        return checked + "\n" + written + "\n" + stream;
    }

    /// The body of a refusal becomes an error of another format.
    static String error(String from, String to, String status, String body) {
        ApiError error = protocol(from).readError(Integer.parseInt(status), body);
        Protocol writer = protocol(to);
        return error + "\n" + writer.writeError(error, "request") + "\n" + writer.writeStreamError(error, "request")
            + "\n" + FailureClassifier.of(Integer.parseInt(status), body)
            + " " + RefusalCause.of(Integer.parseInt(status), error, body);
    }

    /// @param fields such as `a: 1;; b: 2`
    static String waits(String status, String fields, String body) {
        HeaderMap headers = headers(fields);
        int code = Integer.parseInt(status);
        long ms = Waits.ms(code, headers, ErrorReader.read(code, body), NOW);
        return ms + " " + RetryAfter.forClients(headers, ms) + " " + RetryAfter.ms(headers, NOW);
    }

    private static HeaderMap headers(String fields) {
        var all = new ArrayList<Header>();
        int from = 0;
        while (from < fields.length()) {
            int end = fields.indexOf(";; ", from);
            String field = fields.substring(from, end < 0 ? fields.length() : end);
            int colon = field.indexOf(": ");
            if (colon > 0) all.add(new Header(field.substring(0, colon), field.substring(colon + 2)));
            from = end < 0 ? fields.length() : end + 3;
        }
        return HeaderMap.of(all);
    }

    /// A stream of one format becomes one of another.
    ///
    /// @param way how it is cut, see [Pieces#of]
    static String stream(String from, String to, String way, String text) {
        var decoder = new SseDecoder(LARGEST_EVENT);
        var in = protocol(from).streamReader();
        var watcher = protocol(from).streamWatcher();
        var out = protocol(to).streamWriter(context());
        var events = new ArrayList<AnswerEvent>();
        var seen = new ArrayList<AnswerEvent>();
        for (String piece : Pieces.of(text, way)) {
            for (var event : decoder.feed(piece)) {
                in.read(event, events::add);
                watcher.read(event, seen::add);
            }
        }
        for (var event : decoder.end()) {
            in.read(event, events::add);
            watcher.read(event, seen::add);
        }
        in.end(events::add);
        watcher.end(seen::add);
        var written = new StringBuilder();
        for (var event : events) written.append(out.write(event));
        return written + "\n" + events + "\n" + seen + "\n" + decoder.remainder();
    }

    private static AnswerContext context() {
        return new AnswerContext("request", "model", 0, true);
    }

    static Protocol protocol(String format) {
        return Protocol.of(Format.of(format));
    }

    private static Json.Obj object(String text) {
        if (Json.parse(text) instanceof Json.Obj object) return object;
        throw GatewayError.badRequest("the text is not a JSON object", null);
    }

    static List<Header> fields(Json.Obj from, String member) {
        var fields = new ArrayList<Header>();
        for (Json field : from.items(member)) {
            if (field instanceof Json.Arr(var pair)) fields.add(new Header(text(pair.get(0)), text(pair.get(1))));
        }
        return fields;
    }

    private static String text(Json value) {
        return value instanceof Json.Str text ? text.value() : value.toString();
    }
}
