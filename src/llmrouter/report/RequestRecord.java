package llmrouter.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import llmrouter.chat.Usage;
import llmrouter.gateway.Summary;
import llmrouter.gateway.Summary.Attempt;
import llmrouter.json.Json;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Route;

/// A request as a line of the request log: the model that was asked for and the client's format, the route, each
/// attempt with its result, the times, the tokens, and what the translation lost. It holds no content of the
/// conversation.
public final class RequestRecord {
    private static final int LONGEST_TEXT = 300;

    private RequestRecord() {}

    /// @param received when the request was received
    public static Json.Obj of(Summary s, Instant received) {
        String time = received.truncatedTo(ChronoUnit.MILLIS).toString();
        var record = Json.object().put("time", time).put("id", s.requestId());
        if (s.client() != null) record.put("format", s.client().word());
        record.put("model", cut(s.requested()));
        if (s.way() instanceof Summary.Way(boolean alias, String ref, String strategy, Route.Reason reason)) {
            record.put("route", route(alias, ref, strategy, reason));
        }
        if (s.candidate() != null) record.put("candidate", s.candidate());
        record.put("status", s.status()).put("end", s.end().word()).put("streamed", s.streamed());
        record.put("attempts", attempts(s)).put("skipped", skips(s.skipped()));
        if (s.usage() != null) record.put("usage", usage(s.usage()));
        if (!s.losses().isEmpty()) record.put("losses", s.losses());
        List<String> warnings = s.warnings().stream().map(RequestRecord::cut).toList();
        if (!warnings.isEmpty()) record.put("warnings", Json.strings(warnings));
        return record.put("ms", times(s.took()));
    }

    /// What a model name was resolved to; with the reason if it is another one than that the name means it.
    static Json.Obj route(boolean alias, String ref, String strategy, Route.Reason reason) {
        var route = Json.object().put("type", alias ? "alias" : "direct").put("ref", ref).put("strategy", strategy);
        return reason == Route.Reason.NAMED ? route : route.put("reason", reason.word());
    }

    /// Skipped candidates: `[{"candidate":"p/m","reasons":["cooldown"]}]`.
    static Json.Arr skips(List<Skip> skipped) {
        Json.Arr list = Json.array();
        for (Skip skip : skipped) {
            list.add(Json.object().put("candidate", skip.ref()).put("reasons", Json.strings(skip.words())));
        }
        return list;
    }

    private static Json.Arr attempts(Summary s) {
        Json.Arr list = Json.array();
        for (Attempt a : s.attempts()) {
            list.add(Json.object().put("candidate", a.candidate()).put("status", a.status())
                .put("category", a.end().word()).put("number", a.number()).put("ms", a.ms()));
        }
        return list;
    }

    private static Json.Obj usage(Usage u) {
        return Json.object().put("input", u.input()).put("cacheRead", u.cacheRead()).put("cacheWrite", u.cacheWrite())
            .put("output", u.output()).put("reasoning", u.reasoning());
    }

    private static Json.Obj times(Summary.Took took) {
        var ms = Json.object().put("total", took.totalMs());
        if (took.firstByteMs() >= 0) ms.put("firstByte", took.firstByteMs());
        if (took.firstEventMs() >= 0) ms.put("firstToken", took.firstEventMs());
        return ms;
    }

    private static String cut(String s) {
        return s.length() > LONGEST_TEXT ? s.substring(0, LONGEST_TEXT) : s;
    }
}
