package llmrouter.records;

import java.util.List;

import llmrouter.admission.Arrival;
import llmrouter.admission.Endpoint;
import llmrouter.chat.Usage;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.Summary;
import llmrouter.gateway.Summary.Attempt;
import llmrouter.json.Json;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Route;
import llmrouter.text.KeyWords;
import llmrouter.text.Printable;
import llmrouter.text.Text;
import llmrouter.text.Timestamps;

/// A request as a line of the request log: the model that was asked for and the client's format, the route, each
/// attempt with its result, the times, the tokens, and what the translation lost. It holds no content of the
/// conversation.
public final class RequestRecord {
    /// Characters of a usual line.
    private static final int LINE = 512;
    private static final int LONGEST_TEXT = 300;
    private static final int LONGEST_PATH = 100;
    /// The member of a line that counts refused requests.
    public static final String UNLOGGED = "moreRefused";
    /// A part of a path that is as long as this may be a key; the gateway's own paths have only shorter parts.
    private static final int KEY_LENGTH = 20;

    private RequestRecord() {}

    /// A request as one line of JSON, without a line end.
    ///
    /// @param received when the request was received, in milliseconds since 1970
    /// @param arrival  the request's header. A request that was not routed is logged with its path and with the address
    ///                 of the connection; fields that name other addresses may be forged
    /// @param port     of the gateway; 0 for a Worker, which has none
    public static String line(Summary s, long received, Arrival arrival, int port) {
        var text = new Text(LINE);
        var record = new RecordText(text).put("time", Timestamps.utcMs(received)).put("id", s.requestId());
        if (s.client() != null) record.put("format", s.client().word());
        if (s.way() == null) {
            record.put("method", method(arrival)).put("path", path(arrival))
                .put("clientAddress", arrival.peer().address());
        }
        record.put("key", s.key()).put("model", cut(s.requested()));
        if (s.way() instanceof Summary.Way(boolean alias, String ref, String strategy, Route.Reason reason)) {
            record.put("route", route(alias, ref, strategy, reason));
        }
        record.put("candidate", s.candidate()).put("status", s.status()).put("end", s.end().word())
            .put("streamed", s.streamed());
        if (!s.told().isEmpty()) record.put("told", cut(told(s, arrival)));
        attempts(s, record.begin("attempts"));
        record.put("skipped", skips(s.skipped()));
        if (s.usage() != null) usage(s.usage(), record.begin("usage"));
        if (!s.losses().isEmpty()) record.put("losses", s.losses());
        List<String> warnings = s.warnings().stream().map(RequestRecord::cut).toList();
        if (!warnings.isEmpty()) record.put("warnings", Json.strings(warnings));
        times(s.took(), record.begin("ms"));
        if (port != 0) record.put("port", port);
        record.end();
        return text.take();
    }

    /// The line, in which no secret is to be read.
    ///
    /// @param line of [#line]
    public static String without(SecretWords secrets, String line) {
        return secrets.in(line) ? secrets.without(of(line)).toString() : line;
    }

    /// The record that a line has.
    ///
    /// @param line of [#line]
    public static Json.Obj of(String line) {
        return (Json.Obj) Json.parse(line);
    }

    /// A line that counts refused requests that have no line of their own.
    ///
    /// @param time milliseconds since 1970
    public static Json.Obj unlogged(long requests, long time) {
        return Json.object().put("time", Timestamps.utcMs(time)).put(UNLOGGED, requests);
    }

    /// The method of a request, of which only a short one can be a real one.
    static String method(Arrival arrival) {
        return Printable.ascii(arrival.method(), KEY_LENGTH);
    }

    /// The path of a request without its query. A part that is long enough for a key is hidden.
    static String path(Arrival arrival) {
        String path = arrival.target().path();
        var shown = new StringBuilder();
        for (int from = 0; from < path.length() && shown.length() < LONGEST_PATH;) {
            int slash = path.indexOf('/', from + 1);
            int to = slash < 0 ? path.length() : slash;
            boolean mayBeKey = to - from > KEY_LENGTH && Endpoint.modelId(path) == null;
            shown.append(mayBeKey ? "/\u2026" : KeyWords.hidden(path.substring(from, to)));
            from = to;
        }
        return Printable.of(shown.toString(), LONGEST_PATH);
    }

    /// An error about a path quotes the path.
    private static String told(Summary s, Arrival arrival) {
        String path = Printable.ascii(arrival.target().path(), LONGEST_PATH);
        return path.length() < KEY_LENGTH ? s.told() : s.told().replace(path, path(arrival));
    }

    /// What a model name was resolved to; with the reason if it is another one than that the name means it.
    public static Json.Obj route(boolean alias, String ref, String strategy, Route.Reason reason) {
        var route = Json.object().put("type", alias ? "alias" : "direct").put("ref", ref).put("strategy", strategy);
        return reason == Route.Reason.NAMED ? route : route.put("reason", reason.word());
    }

    /// Skipped candidates: `[{"candidate":"p/m","reasons":["cooldown"]}]`.
    public static Json.Arr skips(List<Skip> skipped) {
        Json.Arr list = Json.array();
        for (Skip skip : skipped) {
            list.add(Json.object().put("candidate", skip.ref()).put("reasons", Json.strings(skip.words())));
        }
        return list;
    }

    private static void attempts(Summary s, Text out) {
        char lead = '[';
        for (Attempt a : s.attempts()) {
            var attempt = new RecordText(out.add(lead)).put("candidate", a.candidate()).put("status", a.status())
                .put("category", a.end().word()).put("number", a.number()).put("ms", a.ms());
            if (a.asked() != null) attempt.put("asked", cut(a.asked()));
            if (a.fix() != null) attempt.put("fix", cut(a.fix()));
            attempt.end();
            lead = ',';
        }
        out.add(s.attempts().isEmpty() ? "[]" : "]");
    }

    private static void usage(Usage u, Text out) {
        new RecordText(out).put("input", u.input()).put("cacheRead", u.cacheRead()).put("cacheWrite", u.cacheWrite())
            .put("output", u.output()).put("reasoning", u.reasoning()).end();
    }

    private static void times(Summary.Took took, Text out) {
        var ms = new RecordText(out).put("total", took.totalMs());
        if (took.firstByteMs() >= 0) ms.put("firstByte", took.firstByteMs());
        if (took.firstEventMs() >= 0) ms.put("firstToken", took.firstEventMs());
        ms.end();
    }

    private static String cut(String s) {
        return s.length() > LONGEST_TEXT ? s.substring(0, LONGEST_TEXT) : s;
    }
}
