package llmrouter.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import llmrouter.chat.Usage;
import llmrouter.gateway.Summary;
import llmrouter.gateway.Summary.Attempt;
import llmrouter.json.Json;
import llmrouter.routing.PickResult.Skip;

/// A request as a line of the request log: who asked for what in which format, how it was routed, what each attempt came to, what it took
/// and what it lost. Never what was said.
public final class RequestRecord {
    private static final int LONGEST_TEXT = 300;

    private RequestRecord() {}

    public static Json.Obj of(Summary s, Instant came) {
        var record = Json.object().put("time", came.truncatedTo(ChronoUnit.MILLIS).toString()).put("id", s.requestId());
        if (s.client() != null) record.put("format", s.client().word());
        record.put("model", cut(s.requested()));
        if (s.way() != null) record.put("route", Json.object().put("type", s.way().alias() ? "alias" : "direct").put("ref", s.way().ref()).put("strategy", s.way().strategy()));
        if (s.candidate() != null) record.put("candidate", s.candidate());
        record.put("status", s.status()).put("end", s.end().word()).put("streamed", s.streamed());
        record.put("attempts", attempts(s)).put("skipped", skipped(s));
        if (s.usage() != null) record.put("usage", usage(s.usage()));
        if (!s.losses().isEmpty()) record.put("losses", s.losses());
        if (!s.warnings().isEmpty()) record.put("warnings", Json.strings(s.warnings().stream().map(RequestRecord::cut).toList()));
        return record.put("ms", took(s.took()));
    }

    private static Json attempts(Summary s) {
        var list = Json.array();
        for (Attempt a : s.attempts()) {
            list.add(Json.object().put("candidate", a.candidate()).put("status", a.status()).put("category", a.end().word()).put("number", a.number()).put("ms", a.ms()));
        }
        return list;
    }

    private static Json skipped(Summary s) {
        var list = Json.array();
        for (Skip skip : s.skipped()) {
            list.add(Json.object().put("candidate", skip.ref()).put("reasons", Json.strings(skip.words())));
        }
        return list;
    }

    private static Json usage(Usage u) {
        return Json.object().put("input", u.input()).put("cacheRead", u.cacheRead()).put("cacheWrite", u.cacheWrite()).put("output", u.output()).put("reasoning", u.reasoning());
    }

    private static Json took(Summary.Took took) {
        var ms = Json.object().put("total", took.totalMs());
        if (took.firstByteMs() >= 0) ms.put("firstByte", took.firstByteMs());
        if (took.firstEventMs() >= 0) ms.put("firstToken", took.firstEventMs());
        return ms;
    }

    private static String cut(String s) {
        return s.length() > LONGEST_TEXT ? s.substring(0, LONGEST_TEXT) : s;
    }
}
