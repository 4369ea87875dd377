package llmrouter.server.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

import llmrouter.config.Settings.LogLevel;
import llmrouter.config.Settings.LogSettings;
import llmrouter.files.ConfigStore;
import llmrouter.files.RollingLog;
import llmrouter.gateway.Summary;
import llmrouter.json.Json;
import llmrouter.metrics.Activity;
import llmrouter.report.RequestRecord;
import llmrouter.routing.RequestEnd;
import llmrouter.text.Printable;

/// What remains of requests: for the operator's eyes one line for each that did not go smoothly, in the log file one for every request, in
/// memory the last ones and the last hour's figures. Nothing of it holds a key, and only the file what was said, where that is asked for.
/// Thread-safe if its sink is.
public final class RequestLog implements AutoCloseable {
    /// Characters of a text from outside that one line of the log shows.
    private static final int MOST_TEXT = 200;

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

    /// A log file that cannot be written now is said and tried again with each request.
    ///
    /// @param home what `~` means
    public static RequestLog open(LogSettings settings, Path home, Clock clock, Consumer<String> sink) {
        if (settings.requestLogPath() == null) return new RequestLog(settings.level(), sink, clock, null, false);
        var file = RollingLog.at(ConfigStore.expand(settings.requestLogPath(), home));
        try {
            file.prepare();
        } catch (IOException e) {
            sink.accept("request log: " + file.path() + " cannot be written (" + e + "); it is tried again with each request");
        }
        return new RequestLog(settings.level(), sink, clock, new LogWriter(file, sink), settings.requestLogBodies());
    }

    /// Where to keep what is said in a request, or null if nobody wants to know.
    public Transcript transcript(String body) {
        return bodies ? new Transcript(body) : null;
    }

    /// How the log file does, or null if there is none.
    public LogWriter.LogState state() {
        return file == null ? null : file.state();
    }

    /// What remains in memory.
    public Activity activity() {
        return activity;
    }

    /// A request has ended: a failure is a warning, a detour is information, anything else is for debugging.
    ///
    /// @param transcript or null
    public void ended(Summary s, Transcript transcript) {
        Json.Obj record = RequestRecord.of(s, clock.instant().minusMillis(s.took().totalMs()));
        activity.ended(s, record);
        if (file != null) file.write((transcript == null ? record : transcript.with(record)) + "\n");
        if (!shows(levelOf(s))) return;
        var line = new StringBuilder(s.requestId()).append(' ').append(s.status()).append(' ').append(s.end().word()).append(" model=").append(Printable.of(s.requested(), MOST_TEXT));
        if (!s.attempts().isEmpty()) line.append(" attempts=").append(s.attempts());
        if (s.usage() != null) line.append(" tokens=").append(s.usage().prompt()).append('+').append(s.usage().output());
        if (!s.losses().isEmpty()) line.append(" loss=[").append(s.losses()).append(']');
        for (String warning : s.warnings()) line.append(" warning=[").append(Printable.of(warning, MOST_TEXT)).append(']');
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

    /// A fault of our own, with its stack; messages of such faults hold no request content by design of the core.
    public void bug(String requestId, Throwable e) {
        if (!shows(LogLevel.ERROR)) return;
        var text = new StringBuilder(requestId).append(" internal error: ").append(Printable.of(e.toString(), MOST_TEXT));
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
