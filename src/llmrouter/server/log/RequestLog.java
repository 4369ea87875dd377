package llmrouter.server.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

import llmrouter.config.Settings.LogLevel;
import llmrouter.config.Settings.LogSettings;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.files.RollingLog;
import llmrouter.gateway.Summary;
import llmrouter.json.Json;
import llmrouter.metrics.Activity;
import llmrouter.report.RequestRecord;
import llmrouter.routing.RequestEnd;
import llmrouter.text.Printable;

/// Records requests that have ended: a line for the operator for each one that had a failure, a detour or a warning; a
/// record in the log file for every request; the last requests and the figures of the last hour in memory. None of them
/// holds a key. Only the log file holds message text, and only if the operator has switched that on. Thread-safe if its
/// sink is.
public final class RequestLog implements AutoCloseable {
    /// A text of a client or a provider is shortened to so many characters.
    private static final int TEXT_LIMIT = 200;

    private final LogLevel level;
    private final Consumer<String> sink;
    private final Clock clock;
    private final LogWriter file;
    private final boolean bodies;
    private final Activity activity;

    private RequestLog(LogLevel level, Consumer<String> sink, Clock clock, LogWriter file, boolean bodies) {
        this.level = level;
        this.sink = sink;
        this.clock = clock;
        this.file = file;
        this.bodies = bodies;
        this.activity = new Activity(clock);
    }

    /// Opens the log. If the log file cannot be written, this is reported to the operator, and every request
    /// tries again.
    ///
    /// @param home the folder that `~` means
    /// @param sink gets the lines for the operator, one at a time, from any thread
    public static RequestLog open(LogSettings settings, Path home, Clock clock, Consumer<String> sink) {
        if (settings.requestLogPath() == null) return new RequestLog(settings.level(), sink, clock, null, false);
        var file = RollingLog.at(ConfigStore.expand(settings.requestLogPath(), home));
        try {
            file.prepare();
        } catch (IOException e) {
            sink.accept("request log: " + file.path() + " cannot be written (" + FileError.words(e)
                + "); it is tried again with each request");
        }
        return new RequestLog(settings.level(), sink, clock, new LogWriter(file, sink), settings.requestLogBodies());
    }

    /// A new transcript for a request, or null if transcripts are off.
    public Transcript transcript(String body) {
        return bodies ? new Transcript(body) : null;
    }

    /// The state of the log file, or null if there is no log file.
    public LogWriter.LogState state() {
        return file == null ? null : file.state();
    }

    /// The last requests and the figures of the last hour.
    public Activity activity() {
        return activity;
    }

    /// Records the end of a request. For the operator, a failure is a warning, a detour is information, and anything
    /// else is for debugging.
    ///
    /// @param transcript or null
    public void ended(Summary s, Transcript transcript) {
        Json.Obj record = RequestRecord.of(s, clock.instant().minusMillis(s.took().totalMs()));
        activity.ended(s, record);
        if (file != null) file.write((transcript == null ? record : transcript.with(record)) + "\n");
        if (!shows(levelOf(s))) return;
        var line = new StringBuilder(s.requestId()).append(' ').append(s.status()).append(' ').append(s.end().word())
            .append(" model=").append(Printable.of(s.requested(), TEXT_LIMIT));
        if (!s.attempts().isEmpty()) line.append(" attempts=").append(s.attempts());
        if (s.usage() != null) {
            line.append(" tokens=").append(s.usage().prompt()).append('+').append(s.usage().output());
        }
        if (!s.losses().isEmpty()) line.append(" loss=[").append(s.losses()).append(']');
        for (String warning : s.warnings()) {
            line.append(" warning=[").append(Printable.of(warning, TEXT_LIMIT)).append(']');
        }
        sink.accept(line.toString());
    }

    private static LogLevel levelOf(Summary s) {
        if (s.end() == RequestEnd.CLIENT_GONE) return LogLevel.INFO;
        if (s.end().failed()) return LogLevel.WARN;
        return s.attempts().size() == 1 && s.warnings().isEmpty() ? LogLevel.DEBUG : LogLevel.INFO;
    }

    public void debug(String line) {
        if (shows(LogLevel.DEBUG)) sink.accept(line);
    }

    /// Reports a fault of the gateway itself with its stack trace. The messages of such faults hold no request content.
    public void bug(String requestId, Throwable e) {
        if (!shows(LogLevel.ERROR)) return;
        var text = new StringBuilder(requestId).append(" internal error: ")
            .append(Printable.of(e.toString(), TEXT_LIMIT));
        for (StackTraceElement frame : e.getStackTrace()) text.append("\n    at ").append(frame);
        sink.accept(text.toString());
    }

    private boolean shows(LogLevel at) {
        return level.compareTo(at) >= 0;
    }

    @Override
    public void close() {
        if (file != null) file.close();
    }
}
