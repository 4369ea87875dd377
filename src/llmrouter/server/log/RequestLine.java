package llmrouter.server.log;

import llmrouter.config.Settings.LogLevel;
import llmrouter.gateway.Summary;
import llmrouter.json.Json;
import llmrouter.records.RequestRecord;
import llmrouter.routing.RequestEnd;
import llmrouter.text.Printable;
import llmrouter.text.TimeWords;

/// A request that has ended as one line for the operator:
/// `req_1 503 temporary_error in 1.2 s claude model=work -> p/m attempts=[…] told="…"`. It has no time of day; the
/// program that prints lines adds it.
final class RequestLine {
    /// A text of a client or a provider is shortened to so many characters.
    private static final int TEXT_LIMIT = 200;

    private RequestLine() {}

    /// From which level on the line is shown. A failure is a warning, a detour is information, and anything else is for
    /// debugging.
    static LogLevel level(Summary s) {
        if (s.end() == RequestEnd.CLIENT_GONE) return LogLevel.INFO;
        if (s.end().failed()) return LogLevel.WARN;
        return s.attempts().size() == 1 && s.warnings().isEmpty() ? LogLevel.DEBUG : LogLevel.INFO;
    }

    /// @param record of the request, as [RequestRecord] makes it
    static String of(Summary s, Json.Obj record) {
        var line = new StringBuilder(s.requestId()).append(' ').append(s.status()).append(' ').append(s.end().word());
        line.append(" in ").append(TimeWords.of(s.took().totalMs()));
        if (s.client() != null) line.append(' ').append(s.client().word());
        if (record.text("path") != null && s.requested().isEmpty()) addCaller(line, record);
        else addModel(line, s);
        if (s.key() != null) line.append(" key=").append(text(s.key()));
        if (!s.attempts().isEmpty()) line.append(" attempts=").append(s.attempts());
        if (s.usage() != null) {
            line.append(" tokens=").append(s.usage().prompt()).append('+').append(s.usage().output());
        }
        if (!s.losses().isEmpty()) line.append(" loss=[").append(s.losses()).append(']');
        for (String warning : s.warnings()) line.append(" warning=[").append(text(warning)).append(']');
        if (record.text("told") != null) line.append(" told=").append(Json.of(text(record.text("told"))));
        return line.toString();
    }

    private static void addCaller(StringBuilder line, Json.Obj record) {
        line.append(' ').append(record.text("method")).append(' ').append(record.text("path")).append(" from ")
            .append(record.text("clientAddress"));
    }

    private static void addModel(StringBuilder line, Summary s) {
        if (s.requested().isEmpty()) line.append(" no model");
        else line.append(" model=").append(text(s.requested()));
        if (s.way() instanceof Summary.Way way && way.reason().isSubstitute()) {
            line.append(" as ").append(way.ref()).append(" (").append(way.reason().word()).append(')');
        }
        if (s.candidate() != null && !s.candidate().equals(s.requested())) line.append(" -> ").append(s.candidate());
    }

    static String text(String s) {
        return Printable.of(s, TEXT_LIMIT);
    }
}
